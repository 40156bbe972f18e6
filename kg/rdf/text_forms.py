"""Parts of a record that are written as one literal: dates, the MeSH headings as they were assigned, cited works.

A record has dozens of them, and as nodes with class, label and order they were two thirds of all triples. People ask
for the descriptor and for the record that is cited, which are edges of their own (:mod:`kg.rdf.edges`).
"""

from __future__ import annotations

from functools import lru_cache

from kg.identifiers import Doi, Pmcid, Pmid
from kg.model import CitedWork, MeshHeading, MeshQualifier, RecordDate
from kg.rdf.mapping import TextForm

__all__ = ["CITED_TEXT", "DATE_TEXT", "MESH_TEXT"]

_SIGNS = "%|/*:"
_ESCAPES = {sign: f"%{ord(sign):02X}" for sign in _SIGNS}


def _escape(text: str) -> str:
    for sign, escaped in _ESCAPES.items():  # the per cent sign first; most texts have none of them
        if sign in text:
            text = text.replace(sign, escaped)
    return text


_escape_name = lru_cache(maxsize=1 << 14)(_escape)
"""For names of headings, which thousands of records share."""


def _unescape(text: str) -> str:
    for sign, escaped in reversed(_ESCAPES.items()):  # the per cent sign last, so that nothing is read twice
        text = text.replace(escaped, sign)
    return text


def _write_heading(heading: MeshHeading) -> str:
    """Name, identifier and star of the heading, then of each qualifier: ``Alopecia|D000505/surgery|Q000601*``."""
    return "/".join([_write_part(heading), *map(_write_part, heading.qualifiers)])


def _write_part(part: MeshHeading | MeshQualifier) -> str:
    return f"{_escape_name(part.name)}|{_escape_name(part.identifier)}{'*' if part.is_major else ''}"


def _read_heading(text: str) -> MeshHeading:
    (name, key, starred), *qualifiers = (_read_part(part) for part in text.split("/"))
    return MeshHeading(key, name, starred, tuple(MeshQualifier(key, name, star) for name, key, star in qualifiers))


def _read_part(text: str) -> tuple[str, str, bool]:
    name, bar, key = text.partition("|")
    if not bar:
        raise ValueError(f"{text!r} is no MeSH heading such as Alopecia|D000505*")
    return _unescape(name), _unescape(key.removesuffix("*")), key.endswith("*")


def _write_date(date: RecordDate) -> str:
    return f"{_escape(date.kind)}: {date.value}"


def _read_date(text: str) -> RecordDate:
    kind, colon, value = text.partition(": ")
    if not colon:
        raise ValueError(f"{text!r} is no date with its kind")
    return RecordDate(_unescape(kind), value)


def _write_cited(work: CitedWork) -> str:
    named = (("PMID", work.pmid), ("PMCID", work.pmcid), ("DOI", work.doi))
    return "|".join([_escape(work.text), *(f"{name} {_escape(key.value)}" for name, key in named if key is not None)])


def _read_cited(text: str) -> CitedWork:
    words, *keys = text.split("|")
    found = {name: _unescape(value) for name, _, value in (key.partition(" ") for key in keys)}
    return CitedWork(
        _unescape(words),
        pmid=Pmid(found["PMID"]) if "PMID" in found else None,
        doi=Doi(found["DOI"]) if "DOI" in found else None,
        pmcid=Pmcid(found["PMCID"]) if "PMCID" in found else None,
    )


CITED_TEXT = TextForm(_write_cited, _read_cited)
"""``Roe J. J Calm. 2001%3A1|PMID 11111111|DOI 10.1000%2F182``: the entry as printed, then its identifiers."""

DATE_TEXT = TextForm(_write_date, _read_date)
"""``received: 2016-03-01``."""

MESH_TEXT = TextForm(_write_heading, _read_heading)
"""``Alopecia|D000505/surgery|Q000601*``; a star where it is a major topic, the signs used here as in addresses."""
