"""References that a printed range leaves out: "1-3" links 1 and 3, and means 2 as well."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from kg.model.fulltext import ListedReference, TextLink

__all__ = ["expand_ranges"]

_NUMBER = re.compile(r"\W*(\d{1,4})\W*")
_RANGE = re.compile(r"(?<![\w.])(\d{1,4})\s?[-‐‑‒–—−]\s?(\d{1,4})(?![\w.])")
_BETWEEN = re.compile(r"[\])]?\s?[-‐‑‒–—−]\s?[\[(]?")


def expand_ranges(links: Sequence[TextLink], text: str, references: Sequence[ListedReference]) -> tuple[TextLink, ...]:
    """The links, those that close or print a range with the references that it implies.

    A printed number counts only where the list gives that number to the entry that is linked: a list
    by author and year, or one that starts anew, expands nothing.
    """
    numbers = _number_entries(references)
    expanded: list[TextLink] = []
    opening: TextLink | None = None
    for link in links:
        if link.is_citation and link.span.start < link.span.end:
            implied = _iter_printed(link, text, numbers)
            if opening and _BETWEEN.fullmatch(text, opening.span.end, link.span.start):
                implied = chain(implied, _iter_between(opening, link, text, numbers))
            opening = link
            link = replace(link, implied=tuple(dict.fromkeys(implied)))  # noqa: PLW2901 - the same link, completed
        expanded.append(link)
    return tuple(expanded)


def _number_entries(references: Sequence[ListedReference]) -> dict[int, str]:
    """The identifier that each number stands for: by the printed labels, or by place where none is printed."""
    numbers: dict[int, str] = {}
    has_labels = any(each.label for each in references)
    places = {identifier: place for place, identifier in enumerate(dict.fromkeys(r.identifier for r in references), 1)}
    for each in references:
        match = _NUMBER.fullmatch(each.label or "")
        number = int(match[1]) if match else None if has_labels else places[each.identifier]
        if number is not None and each.identifier is not None:
            numbers.setdefault(number, each.identifier)
    return numbers


def _iter_printed(link: TextLink, text: str, numbers: dict[int, str]) -> Iterator[str]:
    """What the ranges within one link's own words mean beyond its targets, if an end is among these."""
    for first, last in _RANGE.findall(link.span.of(text)):
        entries = _entries(int(first), int(last), numbers)
        if entries and {entries[0], entries[-1]} & set(link.targets):
            yield from (each for each in entries if each not in link.targets)


def _iter_between(opening: TextLink, closing: TextLink, text: str, numbers: dict[int, str]) -> Iterator[str]:
    """What lies between two links that are the ends of a range."""
    first, last = (_NUMBER.fullmatch(link.span.of(text)) for link in (opening, closing))
    entries = _entries(int(first[1]), int(last[1]), numbers) if first and last else []
    if entries and entries[0] in opening.targets and entries[-1] in closing.targets:
        yield from entries[1:-1]


def _entries(first: int, last: int, numbers: dict[int, str]) -> list[str]:
    """The entries numbered ``first`` to ``last``; none unless the list has them all."""
    if not 0 < last - first < len(numbers):
        return []
    entries = [numbers[number] for number in range(first, last + 1) if number in numbers]
    return entries if len(entries) == last - first + 1 else []
