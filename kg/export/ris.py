"""Publications as RIS (Research Information Systems, 2011), in UTF-8 with the line ends that it asks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.export.bibliographic import PersonName, iter_names, notice_line, one_line, page_range, web_address
from kg.model import IndexedRecord, RecordKind

__all__ = ["to_ris"]

_TYPES = {
    RecordKind.JOURNAL_ARTICLE: "JOUR",
    RecordKind.PREPRINT: "UNPB",
    RecordKind.BOOK: "BOOK",
    RecordKind.WEB_PAGE: "ELEC",
}


def to_ris(records: Iterable[IndexedRecord]) -> str:
    """An entry for each record; the PMID is its accession number, the PMCID its second field of choice (C2)."""
    return "".join(
        f"{tag}  - {value}\r\n" if value else f"{tag}  - \r\n"
        for record in records
        for tag, value in _fields(record)
        if value or tag == "ER"
    )


def _fields(record: IndexedRecord) -> Iterator[tuple[str, str]]:
    first, last = page_range(record.pages)
    yield "TY", _TYPES.get(record.kind, "GEN")
    yield "ID", record.key.value
    for name in iter_names(record):
        yield "AU", _name(name)
    yield "TI", one_line(record.title)
    yield "T2", one_line(record.journal)
    yield "PY", str(record.year) if record.year is not None else ""
    yield "VL", one_line(record.volume)
    yield "IS", one_line(record.issue)
    yield "SP", first
    yield "EP", last
    yield "DO", record.doi.value if record.doi else ""
    yield "AN", record.pmid.value if record.pmid else ""
    yield "C2", record.pmcid.value if record.pmcid else ""
    for kind in record.publication_types:
        yield "M3", one_line(kind)
    yield "UR", one_line(web_address(record))
    for notice in record.notices:
        yield "N1", notice_line(notice)
    yield "ER", ""


def _name(name: PersonName) -> str:
    return name.family if name.given is None else f"{name.family}, {name.given}"
