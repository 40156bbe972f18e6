"""What an HTML page says of itself: title, language, dates, whom it is for.

Sources: HTML Living Standard (title, lang, time); Open Graph and Dublin Core names in ``meta``; schema.org in JSON-LD
(datePublished, dateModified, inLanguage, audience).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["HtmlMetadata", "read_metadata"]

_PUBLISHED = (
    "article:published_time datepublished citation_publication_date dc.date.issued dcterms.issued dcterms.date dc.date "
    "publication_date pubdate date"
).split()
_MODIFIED = (
    "article:modified_time og:updated_time datemodified dcterms.modified dc.date.modified last-modified lastmod revised"
).split()
_AUDIENCE = "audience dcterms.audience dc.audience".split()
_LANGUAGE = "content-language dc.language dcterms.language og:locale language".split()
_PAGES = ("article", "webpage", "blogposting", "report")
"""How schema.org's types of pages end, in lower case."""

_IN_JSON = {"published": "datePublished", "modified": "dateModified", "language": "inLanguage", "audience": "audience"}
"""The names of schema.org."""

_LARGEST_JSON = 2 * 2**20
_MOST_NODES = 20_000


@dataclass(frozen=True, slots=True)
class HtmlMetadata:
    """What the page says of itself, as it gives it; ``None`` where it says nothing."""

    title: str | None
    language: str | None
    published: str | None
    modified: str | None
    audience: str | None
    places: dict[str, str]
    """Where dates and audience stand, by the name of the field."""


_Told = tuple[str, str]
"""A value, and where it stands."""


def read_metadata(root: _Element) -> HtmlMetadata:
    """What the page says of itself: ``meta`` elements go before JSON-LD, and that before ``time`` elements."""
    named = _named(root)
    linked = _linked(root)
    times = _times(root)

    def first(names: Iterable[str], key: str) -> _Told | None:
        return next((named[name] for name in names if name in named), None) or linked.get(key) or times.get(key)

    fields = (("language", _LANGUAGE), ("published", _PUBLISHED), ("modified", _MODIFIED), ("audience", _AUDIENCE))
    told = {key: found for key, names in fields if (found := first(names, key))}
    values = {key: value for key, (value, _) in told.items()}
    return HtmlMetadata(
        title=_title(root),
        language=root.get("lang") or root.get("xml:lang") or values.get("language"),
        published=values.get("published"),
        modified=values.get("modified"),
        audience=values.get("audience"),
        places={key: place for key, (_, place) in told.items() if key != "language"},
    )


def _place(what: str, node: _Element) -> str:
    return f"{what}, line {node.sourceline}" if node.sourceline else what


def _title(root: _Element) -> str | None:
    for path in (".//h1", ".//head/title"):
        for node in root.iterfind(path):
            title = " ".join(str(node.xpath("string()")).split())
            if title:
                return title
    return None


def _named(root: _Element) -> dict[str, _Told]:
    """The contents of ``meta`` elements by name, the first of each."""
    found: dict[str, _Told] = {}
    for meta in root.iterfind(".//meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv")
        content = " ".join((meta.get("content") or "").split())
        if name and content:
            found.setdefault(name.lower(), (content, _place(f"metadata field {name}", meta)))
    return found


def _linked(root: _Element) -> dict[str, _Told]:
    """What the first description of a page in JSON-LD says."""
    found: dict[str, _Told] = {}
    for script in root.iterfind(".//script[@type='application/ld+json']"):
        text = script.text or ""
        if len(text) > _LARGEST_JSON:
            continue
        try:
            document = json.loads(text)
        except (ValueError, RecursionError):
            continue
        for node in _nodes(document):
            kinds = node.get("@type")
            names = kinds if isinstance(kinds, list) else [kinds]
            if any(str(name).lower().endswith(_PAGES) for name in names):
                for key, value in _of_page(node):
                    found.setdefault(key, (value, _place(f"JSON-LD field {_IN_JSON[key]}", script)))
    return found


def _nodes(document: Any) -> Iterator[dict[str, Any]]:
    """Every object of a JSON document, outer ones first."""
    pending = [document]
    seen = 0
    while pending and seen < _MOST_NODES:
        node = pending.pop(0)
        seen += 1
        if isinstance(node, dict):
            yield node
            pending.extend(value for value in node.values() if isinstance(value, dict | list))
        elif isinstance(node, list):
            pending.extend(node)


def _of_page(node: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for key, name in _IN_JSON.items():
        if key != "audience" and isinstance(node.get(name), str):
            yield key, node[name]
    audience = node.get("audience")
    for one in audience if isinstance(audience, list) else [audience]:
        value = one.get("audienceType") or one.get("name") if isinstance(one, dict) else one
        if isinstance(value, str) and value:
            yield "audience", value


def _times(root: _Element) -> dict[str, _Told]:
    """The moments of ``time`` elements: those that say what of, else the first for publication."""
    found: dict[str, _Told] = {}
    for moment in root.iterfind(".//time[@datetime]"):
        said = f"{moment.get('itemprop') or ''} {moment.get('class') or ''} {moment.get('pubdate') is not None}".lower()
        key = "modified" if "modif" in said or "update" in said else "published"
        if moment.get("datetime"):
            found.setdefault(key, (str(moment.get("datetime")), _place("time element", moment)))
    return found
