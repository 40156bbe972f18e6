"""Publications as CSL-JSON, the input of citation processors (Citation Style Language 1.0.2, csl-data.json)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from kg.export.bibliographic import PersonName, iter_names, notice_line, one_line, web_address
from kg.model import IndexedRecord, RecordKind

__all__ = ["to_csl_json"]

_TYPES = {
    RecordKind.JOURNAL_ARTICLE: "article-journal",
    RecordKind.PREPRINT: "article",
    RecordKind.BOOK: "book",
    RecordKind.WEB_PAGE: "webpage",
}


def to_csl_json(records: Iterable[IndexedRecord]) -> str:
    """An array with an item for each record; editorial notices are its note."""
    return json.dumps([_item(record) for record in records], indent=2, ensure_ascii=False) + "\n"


def _item(record: IndexedRecord) -> dict[str, Any]:
    values: dict[str, Any] = {
        "author": [_name(name) for name in iter_names(record)],
        "title": one_line(record.title),
        "container-title": one_line(record.journal),
        "volume": one_line(record.volume),
        "issue": one_line(record.issue),
        "page": one_line(record.pages),
        "DOI": record.doi.value if record.doi else None,
        "PMID": record.pmid.value if record.pmid else None,
        "PMCID": record.pmcid.value if record.pmcid else None,
        "ISSN": one_line(", ".join(record.issn)),
        "URL": web_address(record),
        "genre": one_line("; ".join(record.publication_types)),
        "note": "; ".join(map(notice_line, record.notices)),
        "issued": {"date-parts": [[record.year]]} if record.year is not None else None,
    }
    kind = _TYPES.get(record.kind, "document")
    return {"id": record.key.value, "type": kind} | {name: value for name, value in values.items() if value}


def _name(name: PersonName) -> dict[str, str]:
    return {"literal": name.family} if name.given is None else {"family": name.family, "given": name.given}
