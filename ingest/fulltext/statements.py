"""Which parts of a paper declare funding or interests: by the publisher's type, the heading, or the first words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from types import MappingProxyType

from kg.model.fulltext import Footnote, Matter, Paragraph, Statement, StatementKind, TextSection

__all__ = ["find_statements"]

_TYPES = MappingProxyType(
    {
        "coi-statement": StatementKind.INTERESTS,
        "competing-interests": StatementKind.INTERESTS,
        "conflict": StatementKind.INTERESTS,
        "conflict-of-interest": StatementKind.INTERESTS,
        "financial-disclosure": StatementKind.FUNDING,
        "funding-information": StatementKind.FUNDING,
        "funding-statement": StatementKind.FUNDING,
        "supported-by": StatementKind.FUNDING,
    }
)
"""Values of fn-type, sec-type and notes-type (JATS Tag Library, "fn-type"; PMC tagging guidelines), and our own."""

_INTERESTS = (
    r"(?:conflicts?[ -]of[ -]interests?|competing (?:financial )?interests?|disclosures?"
    r"|(?:declaration|statement|duality)s? of (?:competing |conflicting )?interests?)"
)
_FUNDING = r"(?:funding|financial support|(?:sources? of|grant) support|sponsorship)"
_HEADINGS = ((StatementKind.INTERESTS, _INTERESTS), (StatementKind.FUNDING, _FUNDING))
_LONGEST_HEADING = 80


def find_statements(
    text: str, sections: Sequence[TextSection], footnotes: Sequence[Footnote], paragraphs: Sequence[Paragraph]
) -> tuple[Statement, ...]:
    """The declarations in the order of the text; one within another of its kind is not counted again."""
    found = sorted(
        [*_iter_typed(sections, footnotes), *_iter_headed(sections), *_iter_opened(text, paragraphs)],
        key=lambda each: (each.span.start, -each.span.end),
    )
    kept: list[Statement] = []
    for each in found:
        if not any(other.kind is each.kind and other.span.holds(each.span) for other in kept):
            kept.append(each)
    return tuple(kept)


def _iter_typed(sections: Sequence[TextSection], footnotes: Sequence[Footnote]) -> Iterator[Statement]:
    parts: list[TextSection | Footnote] = [*sections, *footnotes]
    for part in parts:
        if part.kind and (kind := _TYPES.get(part.kind.lower())):
            yield Statement(kind, part.span, f"type {part.kind!r}")


def _iter_headed(sections: Sequence[TextSection]) -> Iterator[Statement]:
    for section in sections:
        title = section.title or ""
        for kind, pattern in _HEADINGS:
            if len(title) <= _LONGEST_HEADING and re.search(rf"\b{pattern}\b", title, re.IGNORECASE):
                yield Statement(kind, section.span, f"heading {title!r}")
                break


def _iter_opened(text: str, paragraphs: Sequence[Paragraph]) -> Iterator[Statement]:
    """Paragraphs of front and back that begin like a heading: ``Competing interests: ...``."""
    for paragraph in paragraphs:
        if paragraph.matter in {Matter.FRONT, Matter.BACK}:
            start = text[paragraph.span.start : min(paragraph.span.end, paragraph.span.start + _LONGEST_HEADING)]
            for kind, pattern in _HEADINGS:
                if match := re.match(rf"(?:\w+ ){{0,2}}{pattern}[^.:]{{0,20}}[.:]", start, re.IGNORECASE):
                    yield Statement(kind, paragraph.span, f"first words {match[0]!r}")
                    break
