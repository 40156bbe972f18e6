"""How a database's record meets the curated study of the same publication.

One publication is one record in the graph. Where a curated study and a database speak of the same one (equal PMID
or DOI), the database's values stand and the curated ones fill what it leaves open.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from kg.model import IndexedRecord, Record, Study

__all__ = ["contradictions", "fill_studies", "merge_records"]


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


def contradictions(curated: Record, pulled: IndexedRecord) -> tuple[str, ...]:
    """Identifiers and year that a curated file and the database give differently for one publication, in words.

    The database's stand in the record; the curated ones are kept in these words, for a person to settle.
    """
    return tuple(
        f"the study file says {name} {ours}, the database {theirs}"
        for name in ("pmid", "doi", "pmcid", "year")
        if (ours := getattr(curated, name)) is not None
        and (theirs := getattr(pulled, name)) is not None
        and str(ours).casefold() != str(theirs).casefold()
    )


def fill_studies(curated: Iterable[Study], pulled: Iterable[IndexedRecord]) -> tuple[Study, ...]:
    """The curated studies, their records filled from those of the database that speak of the same publication."""
    by_identifier = {key: record for record in pulled for key in (record.pmid, record.doi) if key is not None}

    def fill(study: Study) -> Study:
        pmid, doi = study.record.pmid, study.record.doi
        found = (pmid and by_identifier.get(pmid)) or (doi and by_identifier.get(doi))
        if not found:
            return study
        cautions = (*study.cautions, *contradictions(study.record, found))
        return dataclasses.replace(study, record=merge_records(study.record, found), cautions=cautions)

    return tuple(map(fill, curated))
