"""How a database's record meets the curated study of the same publication.

One publication is one record in the graph. Where a curated study and a database speak of the same one (equal PMID
or DOI), the database's values stand and the curated ones fill what it leaves open.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from kg.model import IndexedRecord, Record, Study

__all__ = ["fill_studies", "merge_records"]


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


def fill_studies(curated: Iterable[Study], pulled: Iterable[IndexedRecord]) -> tuple[Study, ...]:
    """The curated studies, their records filled from those of the database that speak of the same publication."""
    by_identifier = {key: record for record in pulled for key in (record.pmid, record.doi) if key is not None}

    def fill(study: Study) -> Study:
        pmid, doi = study.record.pmid, study.record.doi
        found = (pmid and by_identifier.get(pmid)) or (doi and by_identifier.get(doi))
        return dataclasses.replace(study, record=merge_records(study.record, found)) if found else study

    return tuple(map(fill, curated))
