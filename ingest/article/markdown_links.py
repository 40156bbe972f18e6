"""What links of a Markdown page lead to within the file: places with a name, and addresses that are listed apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ingest.article.page import Element, Link, Role
from kg.model.span import Span

__all__ = ["iter_reference_links", "names_of_places"]

_BY_REFERENCE = re.compile(
    r"(?<![!\]\\])\[(?P<words>[^\[\]\n]{0,300}[^\W\d_][^\[\]\n]{0,300})\]\[(?P<label>[^\[\]\n^]{0,100})\](?![(:\[])"
)
_DEFINED = re.compile(r"^ {0,3}\[(?P<label>[^\[\]\n^][^\[\]\n]{0,100})\]:[ \t]*(?P<address>\S+)", re.MULTILINE)
_NAMED = re.compile(r"\b(?:id|name)\s*=\s*[\"']?(?P<name>[^\s\"'<>]+)|\{:?\s*#(?P<own>[^\s}]+)\s*\}", re.IGNORECASE)


def iter_reference_links(text: str, elements: Iterable[Element]) -> Iterator[Link]:
    """The links written as ``[words][label]``, with the listed address; an empty one where none is listed.

    A label of digits only is a citation: nothing is told of it.
    """
    listed = {_folded(found["label"]): found["address"] for found in _DEFINED.finditer(text)}
    for element in elements:
        if element.role is not Role.FURNITURE:
            for found in _BY_REFERENCE.finditer(text, element.span.start, element.span.end):
                label = _folded(found["label"] or found["words"])
                if not label.isdigit():
                    yield Link(Span(*found.span("words")), listed.get(label, ""))


def _folded(label: str) -> str:
    return " ".join(label.split()).casefold()


def names_of_places(text: str, elements: Iterable[Element]) -> frozenset[str]:
    """The names that the file itself gives to places, and the words of its headings, of which sites make names."""
    named = {found["name"] or found["own"] for found in _NAMED.finditer(text)}
    return frozenset(named | {one.span.of(text) for one in elements if one.role is Role.HEADING})
