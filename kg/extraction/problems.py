"""Figures that cannot be so: reported once with their place, kept as they stand, never repaired.

Counts of people are looked at here, all other printed figures in :mod:`kg.extraction.plausibility`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from kg.extraction.passages import Passage
from kg.extraction.plausibility import find_figure_problems
from kg.model.extraction import CountRole, DataProblem, ExtractedValue, ParticipantCount, TextPlace
from kg.model.span import Span

__all__ = ["find_problems"]

_NOBODY = re.compile(r"(?<![\w-])[nN]\s?=\s?(?:0(?![\d.,])|[-−]\s?\d{1,9}(?![\d.,]))")
_GROUPS = {word: number for number, word in enumerate("two three four five six".split(), start=2)}
_SPLIT = re.compile(
    rf"\b(?:in)?to\s(?P<groups>{'|'.join(_GROUPS)}|[2-6])\s(?:[\w-]+\s){{0,2}}(?:groups|arms)\b", re.IGNORECASE
)
_SIZE = re.compile(r"\(\s?[nN]\s?=\s?(\d{1,6})\s?\)")
_TAKEN_IN = frozenset({CountRole.ENROLLED, CountRole.RANDOMISED, CountRole.STUDIED})
_FAR_LARGER = 1.5
"""A count this many times the whole counts something else, such as a registry that the study draws on."""


def find_problems(
    passages: tuple[Passage, ...], participants: Sequence[ExtractedValue[ParticipantCount]]
) -> tuple[DataProblem, ...]:
    """Every figure of some passages that cannot be so, in order of place, one problem a place.

    >>> from kg.extraction.passages import passages_of
    >>> from kg.extraction.texts import SourceText
    >>> text = SourceText("abstract", "One arm was empty (n = 0); p = 1.2.", 0)
    >>> [problem.what for problem in find_problems(passages_of([text]), ())]
    ['a group of nobody', 'a p value of 1.2']
    """
    found: list[DataProblem] = []
    counted = (*_of_counts(participants), *_uneven_splits(passages, participants))
    for problem in (*find_figure_problems(passages), *_empty_groups(passages), *counted):
        if not any(_is_same(problem.place, other.place) for other in found):
            found.append(problem)
    return tuple(sorted(found, key=_order))


def _is_same(place: TextPlace | None, other: TextPlace | None) -> bool:
    if place is None or other is None:
        return False
    return (place.part, place.index) == (other.part, other.index) and place.span.meets(other.span)


def _order(problem: DataProblem) -> tuple[int, int, int]:
    place = problem.place
    if place is None:
        return 2, 0, 0
    return int(place.part != "title"), -1 if place.index is None else place.index, place.span.start


def _empty_groups(passages: tuple[Passage, ...]) -> Iterator[DataProblem]:
    for passage in passages:
        text = passage.text
        for match in _NOBODY.finditer(text) if "=" in text else ():
            yield DataProblem("a group of nobody", passage.place(Span(*match.span()).shifted(passage.span.start)))


def _uneven_splits(
    passages: tuple[Passage, ...], participants: Sequence[ExtractedValue[ParticipantCount]]
) -> Iterator[DataProblem]:
    """Sentences that divide a number of people into so many groups, and give as many sizes with another sum."""
    for passage in passages:
        text = passage.text
        if text.count("=") < 2 or not ("groups" in text or "arms" in text):
            continue  # searching every sentence would take a twentieth of the time of an abstract
        split = _SPLIT.search(text)
        sizes = list(_SIZE.finditer(text, split.end())) if split else []
        if split is None or len(sizes) != (_GROUPS.get(split["groups"].lower()) or int(split["groups"])):
            continue
        total, wholes = sum(int(size[1]) for size in sizes), set(_taken_in(passage, participants))
        if len(wholes) == 1 and total not in wholes:
            said = " + ".join(size[1] for size in sizes)
            place = passage.place(Span(sizes[0].start(), sizes[-1].end()).shifted(passage.span.start))
            yield DataProblem(f"groups of {said} are not the {wholes.pop()} who were divided", place)


def _taken_in(passage: Passage, participants: Sequence[ExtractedValue[ParticipantCount]]) -> Iterator[int]:
    """The people whom a sentence counts as taking part."""
    for each in participants:
        at = each.place
        is_inside = (at.part, at.index) == (passage.source.part, passage.source.index) and at.span.meets(passage.span)
        if is_inside and each.value.role in _TAKEN_IN:
            yield each.value.number


def _of_counts(participants: Sequence[ExtractedValue[ParticipantCount]]) -> Iterator[DataProblem]:
    """Nobody in a role, more analysed than enrolled, arms that hold more people than were randomised."""
    largest: dict[CountRole, int] = {}
    for each in participants:
        role = each.value.role
        if each.value.number == 0:
            yield DataProblem(f"nobody {role}", each.place)
        largest[role] = max(largest.get(role, 0), each.value.number)
    whole = max((largest.get(role, 0) for role in (CountRole.ENROLLED, CountRole.RANDOMISED)), default=0)
    for each in participants:
        if each.value.role is CountRole.ANALYSED and 0 < whole < each.value.number < whole * _FAR_LARGER:
            yield DataProblem(f"{each.value.number} analysed of {whole} enrolled", each.place)
    yield from _of_arms(participants, whole)


def _of_arms(participants: Sequence[ExtractedValue[ParticipantCount]], whole: int) -> Iterator[DataProblem]:
    """Arms given side by side as "n =" that together hold some more people than took part."""
    runs: dict[tuple[str, int | None, str], list[ExtractedValue[ParticipantCount]]] = defaultdict(list)
    for each in participants:
        if each.value.role is CountRole.ARM and each.rule == "arms/n-equals":
            runs[each.place.part, each.place.index, each.value.unit].append(each)
    for arms in runs.values():
        total = sum(each.value.number for each in arms)
        if len({each.place.span for each in arms}) > 1 and 0 < whole < total < whole * _FAR_LARGER:
            sizes = " + ".join(str(each.value.number) for each in arms)
            yield DataProblem(f"arms of {sizes} are more than the {whole} enrolled", arms[0].place)
