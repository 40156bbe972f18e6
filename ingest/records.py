"""How a database's record meets the curated study of the same publication.

One publication is one record in the graph. Where a curated study and a database speak of the same one (equal PMID
or DOI), the database's values stand and the curated ones fill what it leaves open.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg.identifiers import StudyId
from kg.model import IndexedRecord, Record, Study

__all__ = ["FilledStudies", "contradictions", "fill_studies", "merge_records"]


def merge_records(curated: Record, pulled: IndexedRecord) -> IndexedRecord:
    """One record of two: the database's values, and the curated ones where it has none.

    The curated key stays, so that the study keeps its place; notices of both are kept, each once.
    """
    filled: dict[str, object] = {}
    for field in dataclasses.fields(Record):
        ours, theirs = getattr(curated, field.name), getattr(pulled, field.name)
        filled[field.name] = ours if theirs in (None, (), field.default) else theirs
    filled["key"] = curated.key
    filled["notices"] = tuple(dict.fromkeys((*pulled.notices, *curated.notices)))
    return dataclasses.replace(pulled, **filled)  # type: ignore[arg-type]


def contradictions(curated: Record, pulled: IndexedRecord) -> tuple[tuple[str, str], ...]:
    """Identifiers and year that a curated file and the database give differently for one publication.

    Each with its field and in words. The database's stand in the record; the curated ones are kept in these words, for
    a person to settle.
    """
    return tuple(
        (f"record.{name}", f"the study file says {name} {ours}, the database {theirs}")
        for name in ("pmid", "doi", "pmcid", "year")
        if (ours := getattr(curated, name)) is not None
        and (theirs := getattr(pulled, name)) is not None
        and str(ours).casefold() != str(theirs).casefold()
    )


@dataclass(frozen=True, slots=True)
class FilledStudies:
    """Curated studies with their records filled, and where files and database contradict each other.

    Attributes:
        studies: in the order given.
        contradictions: of each study that has some, field and words.
    """

    studies: tuple[Study, ...]
    contradictions: Mapping[StudyId, tuple[tuple[str, str], ...]]


def fill_studies(curated: Iterable[Study], pulled: Iterable[IndexedRecord]) -> FilledStudies:
    """The curated studies, their records filled from those of the database that speak of the same publication."""
    by_identifier = {key: record for record in pulled for key in (record.pmid, record.doi) if key is not None}
    found: dict[StudyId, tuple[tuple[str, str], ...]] = {}

    def fill(study: Study) -> Study:
        pmid, doi = study.record.pmid, study.record.doi
        record = (pmid and by_identifier.get(pmid)) or (doi and by_identifier.get(doi))
        if not record:
            return study
        differing = contradictions(study.record, record)
        if differing:
            found[study.id] = differing
        cautions = (*study.cautions, *(words for _, words in differing))
        return dataclasses.replace(study, record=merge_records(study.record, record), cautions=cautions)

    return FilledStudies(tuple(map(fill, curated)), found)
