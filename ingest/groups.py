"""Which of the reports in a dataset are of one study.

Records come by the ten thousand, and few of them name a trial or another report: those few are found by a query and
read back, so that the dataset's last word on each of them counts.
"""

from __future__ import annotations

from kg.evidence import Evidence
from kg.grouping import group_studies
from kg.identifiers import StudyId
from kg.model import StudyGroup
from kg.prefixes import PREFIXES
from kg.store import Draft

__all__ = ["find_groups"]

_CANDIDATES = """SELECT DISTINCT ?study WHERE {
  ?study ekg:record ?record .
  { ?record ekg:accession|ekg:registration ?number }
  UNION { ?record ekg:link/fabio:hasPubMedId ?linked }
  UNION { ?record ekg:notice/fabio:hasPubMedId ?noted }
  UNION { ?record fabio:hasPubMedId ?pmid . ?link fabio:hasPubMedId ?pmid . ?from ekg:link|ekg:notice ?link }
  UNION { ?study ekg:sameStudyAs ?other }
  UNION { ?other ekg:sameStudyAs ?study }
  UNION { ?record ekg:abstractSection/ekg:text ?text FILTER(REGEX(?text, "[0-9]{6}|NTR|RBR-|SLCTR|PER-[0-9]")) }
}"""
"""Each report that can have a part in a group. Most registrations have six digits in a row, and the others letters."""


def find_groups(draft: Draft, evidence: Evidence) -> tuple[StudyGroup, ...]:
    """The groups of two reports or more, by their keys.

    Args:
        draft: a dataset that all records were loaded into.
        evidence: the same, as records.
    """
    found = draft.query(_CANDIDATES, prefixes=PREFIXES).rows
    keys = sorted(StudyId(term.value.rsplit("/", 1)[-1]) for (term,) in found if term is not None)
    return group_studies(evidence.get_study(key) for key in keys)
