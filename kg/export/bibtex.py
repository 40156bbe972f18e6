"""Publications as BibTeX, in UTF-8 (btxdoc 1988; the fields ``eprint`` and ``eprinttype`` as biblatex has them)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.export.bibliographic import PersonName, iter_names, notice_line, one_line, web_address
from kg.model import IndexedRecord, RecordKind

__all__ = ["to_bibtex"]

_TYPES = {RecordKind.JOURNAL_ARTICLE: "article", RecordKind.BOOK: "book"}
_ESCAPES = str.maketrans(
    {
        "\\": r"{\textbackslash}",
        "~": r"{\textasciitilde}",
        "^": r"\^{}",
        "{": r"{\lbrace}",
        "}": r"{\rbrace}",
        **{character: f"\\{character}" for character in "&%#_$"},
    }
)
"""Braces become commands, for an unpaired one would end the field whatever stands before it."""


def to_bibtex(records: Iterable[IndexedRecord]) -> str:
    """An entry for each record, under its key."""
    return "\n".join(_entry(record) for record in records)


def _entry(record: IndexedRecord) -> str:
    lines = [f"  {name} = {{{value}}},\n" for name, value in _fields(record) if value]
    return f"@{_TYPES.get(record.kind, 'misc')}{{{record.key},\n{''.join(lines)}}}\n"


def _fields(record: IndexedRecord) -> Iterator[tuple[str, str]]:
    yield "author", " and ".join(map(_name, iter_names(record)))
    yield "title", _plain(record.title)
    yield "journal", _plain(record.journal)
    yield "year", str(record.year) if record.year is not None else ""
    yield "volume", _plain(record.volume)
    yield "number", _plain(record.issue)
    yield "pages", _plain(record.pages)
    yield "doi", _plain(record.doi.value if record.doi else None)
    yield "url", _plain(web_address(record))
    if record.pmid is not None:
        yield "eprint", record.pmid.value
        yield "eprinttype", "pubmed"
    yield "pmid", record.pmid.value if record.pmid else ""
    yield "pmcid", record.pmcid.value if record.pmcid else ""
    yield "keywords", _plain("; ".join(record.publication_types))
    yield "note", _plain("; ".join(map(notice_line, record.notices)))


def _name(name: PersonName) -> str:
    """Braces keep a group's name, and the word that parts names, in one piece."""
    if name.given is None:
        return f"{{{_plain(name.family)}}}"
    return f"{_part(name.family)}, {_part(name.given)}"


def _part(text: str) -> str:
    plain = _plain(text)
    return f"{{{plain}}}" if "," in plain or "and" in plain.lower().split() else plain


def _plain(text: str | None) -> str:
    return one_line(text).translate(_ESCAPES)
