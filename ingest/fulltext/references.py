"""One entry of a JATS reference list to the works that it names.

The element is ``citation`` in the tag sets up to 2.3, then ``element-citation`` (fields only) or
``mixed-citation`` (fields within the printed words).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from ingest.fulltext.tree import attribute_of, children_of, find_child, iter_named, name_of, words_of
from kg.errors import IdentifierError
from kg.identifiers import Doi, Identifier, Pmcid, Pmid

__all__ = ["CITATIONS", "Identifiers", "WorkFields", "iter_works", "read_identifiers", "read_work"]

CITATIONS = frozenset({"citation", "nlm-citation", "element-citation", "mixed-citation"})
_PRINTED_FORM = "display-unstructured"
_TITLES = ("article-title", "chapter-title", "part-title", "data-title")
_NAMES = frozenset({"name", "string-name", "collab"})
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")


@dataclass(frozen=True, slots=True)
class Identifiers:
    """What identifies a work; ``others`` are ``type:value``, of other types or not valid."""

    pmid: Pmid | None = None
    pmcid: Pmcid | None = None
    doi: Doi | None = None
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WorkFields:
    """The fields that a citation element gives."""

    identifiers: Identifiers
    authors: tuple[str, ...] = ()
    title: str | None = None
    source: str | None = None
    year: int | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None


def iter_works(entry: etree._Element) -> Iterator[tuple[etree._Element, etree._Element]]:
    """Each work of a ``ref``: the element with its fields and the one with its printed form, often the same.

    Alternatives of one work, and a printed form that follows the fields, make no second work.
    """
    works: list[tuple[etree._Element, etree._Element]] = []
    for child in entry:
        if name_of(child) == "citation-alternatives" and (
            forms := [each for each in child if name_of(each) in CITATIONS]
        ):
            printed = next((each for each in forms if name_of(each) == "mixed-citation"), forms[0])
            fields = next((each for each in forms if name_of(each) != "mixed-citation"), printed)
            works.append((fields, printed))
        elif name_of(child) in CITATIONS:
            kind = attribute_of(child, "citation-type") or attribute_of(child, "publication-type")
            if kind == _PRINTED_FORM and works:
                works[-1] = (works[-1][0], child)
            else:
                works.append((child, child))
        elif name_of(child) == "note":
            works.append((child, child))
    return iter(works)


def read_work(citation: etree._Element, printed: etree._Element) -> WorkFields:
    """The fields of a citation as they are given; what is not given stays open.

    Identifiers count wherever they stand, in the fields or in the printed form beside them.
    """
    forms = [citation] if citation is printed else [citation, printed]
    year = words_of(find_child(citation, "year"))
    match = _YEAR.search(year) if year else None
    title = next((words for name in _TITLES if (words := words_of(find_child(citation, name)))), None)
    return WorkFields(
        identifiers=read_identifiers(pair for form in forms for pair in _iter_identifiers(form)),
        authors=tuple(_iter_authors(citation)),
        title=title,
        source=words_of(find_child(citation, "source")),
        year=int(match[0]) if match else None,
        volume=words_of(find_child(citation, "volume")),
        issue=words_of(find_child(citation, "issue")),
        pages=_read_pages(citation),
    )


def _read_pages(citation: etree._Element) -> str | None:
    first, last = (words_of(find_child(citation, name)) for name in ("fpage", "lpage"))
    if first:
        return f"{first}-{last}" if last and last != first else first
    return words_of(find_child(citation, "page-range")) or words_of(find_child(citation, "elocation-id"))


def _iter_authors(citation: etree._Element) -> Iterator[str]:
    """Names as ``Smith AB``; groups of editors and translators are no authors."""
    groups = children_of(citation, "person-group")
    authors = [group for group in groups if attribute_of(group, "person-group-type") in {None, "author", "allauthors"}]
    for parent in [citation, *authors]:
        for name in parent:
            if name_of(name) in _NAMES and (words := _read_name(name)):
                yield words


def _read_name(name: etree._Element) -> str | None:
    parts = (words_of(find_child(name, part)) for part in ("surname", "given-names", "suffix"))
    return " ".join(part for part in parts if part) or words_of(name)


def _iter_identifiers(citation: etree._Element) -> Iterator[tuple[str, str]]:
    """Each identifier with its type; links to the resolver are DOIs where nothing else says one."""
    for element in iter_named(citation, "pub-id", "ext-link"):
        kind = attribute_of(element, "pub-id-type") or attribute_of(element, "ext-link-type") or "unknown"
        if name_of(element) == "pub-id":
            yield kind, words_of(element) or ""
        elif doi := Doi.find(attribute_of(element, "href") or "") if _leads_to_doi(element) else None:
            yield "doi", doi.value


def _leads_to_doi(link: etree._Element) -> bool:
    address = attribute_of(link, "href") or ""
    return attribute_of(link, "ext-link-type") == "doi" or "doi.org/" in address


def read_identifiers(given: Iterable[tuple[str, str]]) -> Identifiers:
    """Pairs of type and value as identifiers; the first of each type counts, others and invalid ones are kept.

    >>> read_identifiers([("pmid", "12345678"), ("pmc", "1234567"), ("doi", "not one")])
    Identifiers(pmid=Pmid(value='12345678'), pmcid=Pmcid(value='PMC1234567'), doi=None, others=('doi:not one',))
    """
    valid: list[Identifier] = []
    others: list[str] = []
    for kind, value in given:
        identifier = _find_identifier(kind, value)
        if identifier is None or any(type(identifier) is type(each) and identifier != each for each in valid):
            others.append(f"{kind}:{value}")
        else:
            valid.append(identifier)
    return Identifiers(
        pmid=next((each for each in valid if isinstance(each, Pmid)), None),
        pmcid=next((each for each in valid if isinstance(each, Pmcid)), None),
        doi=next((each for each in valid if isinstance(each, Doi)), None),
        others=tuple(dict.fromkeys(others)),
    )


def _find_identifier(kind: str, value: str) -> Identifier | None:
    try:
        match kind:
            case "pmid":
                return Pmid.parse(value)
            case "pmc" | "pmcid":
                return Pmcid.parse(f"PMC{value}" if value.isdecimal() else value)
            case "doi":
                return Doi.parse(value)
    except IdentifierError:
        return None
    return None
