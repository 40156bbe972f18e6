"""A stretch of text by character offsets."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["Span", "find_words", "place_words"]

_TOKEN = re.compile(r"\w+|\S")


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


def place_words(text: str, within: Span, words: str, *, passed: Iterable[Span] = ()) -> tuple[int, ...]:
    """About where each character of some words stands in a text that has more between them, such as markup.

    Whole words are looked for first, so that what is no word of the text (an address) is passed by.

    Args:
        text: where they stand.
        within: the stretch of it that holds them.
        words: the words, in their order.
        passed: stretches of the text in which none of them stands.

    >>> place_words("**Two** [men](to.men) slept.", Span(0, 28), "Two men slept.")[-6:]
    (22, 23, 24, 25, 26, 27)
    """
    shown = list(within.of(text))
    for gap in passed:
        if within.holds(gap):
            here = gap.shifted(-within.start)
            shown[here.start : here.end] = " " * (here.end - here.start)
    searched = "".join(shown)
    tokens = [(found[0], found.start()) for found in _TOKEN.finditer(searched)]
    places: list[int] = []
    at = passed_by = 0
    for token in _TOKEN.finditer(words):
        places += [at] * (token.start() - len(places))
        whole = next((n for n in range(passed_by, len(tokens)) if tokens[n][0] == token[0]), None)
        for number, character in enumerate(token[0]):
            found_at = searched.find(character, at) if whole is None else tokens[whole][1] + number
            places.append(at if found_at < 0 else found_at)
            at = at if found_at < 0 else found_at + 1
        while passed_by < len(tokens) and tokens[passed_by][1] < at:
            passed_by += 1
    places += [at] * (len(words) - len(places))
    return tuple(within.start + place for place in places)
