"""A stretch of text by character offsets."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Span", "find_words"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters ``start`` up to but not including ``end`` of some text.

    >>> Span(4, 7).of("the cat sat")
    'cat'

    Raises:
        ValueError: if the end lies before the start, or the start before 0.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"a span cannot run from {self.start} to {self.end}")

    def of(self, text: str) -> str:
        """The characters themselves."""
        return text[self.start : self.end]

    def holds(self, other: Span) -> bool:
        """Whether ``other`` lies within this span."""
        return self.start <= other.start and other.end <= self.end

    def meets(self, other: Span) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end

    def shifted(self, by: int) -> Span:
        """The same length, ``by`` characters further on."""
        return Span(self.start + by, self.end + by)


def find_words(text: str, words: str) -> Span | None:
    r"""Where ``words`` first stand in a text word for word; kind and amount of white space do not count.

    >>> find_words("the cat\n sat", "cat sat")
    Span(start=4, end=12)
    >>> find_words("the cat sat", "Cat sat") is None
    True
    """
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    match = re.search(pattern, text) if pattern else None
    return Span(*match.span()) if match else None
