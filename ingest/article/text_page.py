"""Plain text to a page: one element a line, or a paragraph where the file is wrapped by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.article.page import Element, Page, Role
from kg.model.span import Span
from kg.text.directives import is_directive

__all__ = ["BULLET", "RULE", "read_text_page"]

BULLET = re.compile(r"\s*(?:[-*+•‣▪●◦·–]\s+|\(?(?P<number>\d{1,3})[.)]\s+)")
RULE = re.compile(r"\s*\|?(?:\s*:?-{3,}:?\s*\|)+(?:\s*:?-{3,}:?)?\s*|\s*(?:[-=_*]\s?){3,}\s*")
_NUMBER = re.compile(r"(?P<number>\d{1,4})[.)]\s")
_WIDEST_WRAP = 100
_NARROWEST_WRAP = 60


def read_text_page(text: str) -> Page:
    """The page that plain text makes."""
    groups = list(_groups(text))
    elements, markup = [], []
    for line, span in groups:
        printed = span.of(text)
        bullet = BULLET.match(printed)
        if RULE.fullmatch(printed):
            elements.append(Element(Role.RULE, span, line))
        elif bullet:
            markup.append(Span(span.start, span.start + bullet.end()))
            elements.append(Element(Role.ITEM, span, line, label=bullet["number"]))
        else:
            elements.append(Element(Role.ROW if printed.count("|") > 1 else Role.TEXT, span, line))
    return Page("text", text, tuple(elements), tuple(markup))


def _groups(text: str) -> Iterator[tuple[int, Span]]:
    """Lines that hold something, joined where they are parts of one wrapped paragraph."""
    lines = list(_lines(text))
    width = _wrap_width([span.end - span.start for _, span in lines], text)
    held: tuple[int, Span] | None = None
    for number, span in lines:
        if held and width and _runs_on(text, held[1], span, width):
            held = (held[0], Span(held[1].start, span.end))
            continue
        if held:
            yield held
        held = (number, span)
    if held:
        yield held


def _lines(text: str) -> Iterator[tuple[int, Span]]:
    """Lines that hold something for a reader."""
    start = 0
    for number, line in enumerate(text.split("\n"), start=1):
        stripped = line.strip()
        if stripped and not is_directive(line):
            left = start + line.index(stripped[0])
            yield number, Span(left, left + len(stripped))
        start += len(line) + 1


def _wrap_width(lengths: list[int], text: str) -> int:
    """The width at which the file is wrapped by hand; 0 where it is not."""
    widest = max(lengths, default=0)
    full = sum(length > 0.7 * widest for length in lengths)
    wrapped = "\n\n" in text and _NARROWEST_WRAP <= widest <= _WIDEST_WRAP and full > len(lengths) / 2
    return widest if wrapped else 0


def _runs_on(text: str, before: Span, after: Span, width: int) -> bool:
    """Whether the line ``after`` continues the paragraph whose last line ends ``before``."""
    if (
        text.count("\n", before.end, after.start) != 1
        or BULLET.match(after.of(text))
        or _counts_on(text, before, after)
    ):
        return False
    last_line = before.end - max(before.start, text.rfind("\n", before.start, before.end) + 1)
    word, _, _ = after.of(text).partition(" ")
    return not after.of(text).startswith("[") and last_line + len(word) + 1 > 0.7 * width


def _counts_on(text: str, before: Span, after: Span) -> bool:
    """Whether both are numbered and ``after`` has the next number: past 999 a bullet looks like a year."""
    first, second = _NUMBER.match(text, before.start), _NUMBER.match(text, after.start)
    return bool(first and second and int(second["number"]) == int(first["number"]) + 1)
