"""How long people were followed, as far as a source says so in words of following."""

from __future__ import annotations

import re

from kg.extraction.passages import Passage
from kg.model.extraction import ExtractedValue
from kg.model.quantity import Quantity
from kg.model.span import Span
from kg.text import duration_days, find_quantities

__all__ = ["find_follow_up", "longest_follow_up"]

_NEAR = 60
_FOLLOWS = re.compile(r"\bfollow(?:ed)?[-\s]?(?:up|for)\b", re.IGNORECASE)
_LENGTH = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|eighteen|twenty)\b", re.IGNORECASE
)
_CLAUSE = re.compile(r"[;.]\s|,\s(?:and|but|with)\s")


def find_follow_up(passages: tuple[Passage, ...]) -> tuple[ExtractedValue[Quantity], ...]:
    """The lengths and time points of follow-up: the figures of time beside "follow-up", in the same clause.

    >>> from kg.extraction.passages import passages_of
    >>> from kg.extraction.texts import SourceText
    >>> text = SourceText("abstract", "Median follow-up was 18 months.", 0, "RESULTS")
    >>> [found.value.text for found in find_follow_up(passages_of([text]))]
    ['18 months']
    """
    found: dict[Span, ExtractedValue[Quantity]] = {}
    for passage in passages:
        for match in _FOLLOWS.finditer(passage.text):
            window = _window(passage.text, match)
            if not _LENGTH.search(window.of(passage.text)):
                continue
            for quantity in find_quantities(window.of(passage.text)):
                if duration_days(quantity) is not None:
                    span = quantity.span.shifted(window.start + passage.span.start)
                    found.setdefault(span, ExtractedValue(quantity, passage.place(span), "follow-up/beside"))
    return tuple(found.values())


def longest_follow_up(passages: tuple[Passage, ...]) -> ExtractedValue[Quantity] | None:
    """The longest of them; ``None`` where the source gives no length."""
    return max(find_follow_up(passages), key=lambda found: _days(found.value), default=None)


def _days(quantity: Quantity) -> float:
    ends = duration_days(quantity)
    return ends[1] if ends else 0.0


def _window(text: str, match: re.Match[str]) -> Span:
    """The clause around the word, at most some characters to either side."""
    start, end = max(0, match.start() - _NEAR), min(len(text), match.end() + _NEAR)
    for cut in _CLAUSE.finditer(text, start, match.start()):
        start = cut.end()
    following = _CLAUSE.search(text, match.end(), end)
    start = text.rfind(" ", 0, start) + 1 if start and text[start - 1].isalnum() else start
    return Span(start, following.start() if following else end)
