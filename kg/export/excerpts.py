"""A stretch of a text with the whole words that stand next to it."""

from __future__ import annotations

from kg.model import Span

__all__ = ["around"]


def around(text: str, inner: Span, *, before: int, after: int) -> Span:
    """The stretch and at most so many characters on each side of it, cut between words and never beyond its line.

    >>> text = "Patients were treated for 12 weeks and then examined."
    >>> around(text, Span(26, 34), before=12, after=12).of(text)
    'treated for 12 weeks and then'
    """
    line = _line_of(text, inner)
    start, end = max(line.start, inner.start - before), min(line.end, inner.end + after)
    while line.start < start < inner.start and not text[start - 1].isspace():
        start += 1
    while inner.end < end < line.end and not text[end].isspace():
        end -= 1
    return Span(start, end)


def _line_of(text: str, inner: Span) -> Span:
    start, end = text.rfind("\n", 0, inner.start) + 1, text.find("\n", inner.end)
    return Span(start, len(text) if end < 0 else end)
