"""Figures that cannot be so: reported with their place, kept as they stand, never repaired."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.extraction.texts import ABSTRACT, TITLE, SourceText
from kg.model.extraction import CountRole, DataProblem, ExtractedValue, ParticipantCount
from kg.model.span import Span

__all__ = ["find_problems"]

_P_ABOVE_ONE = re.compile(r"(?<!\w)[pP](?:[\s-]values?)?\s?[=<]\s?(?P<p>[1-9]\d*(?:\.\d+)?|1\.\d*[1-9])(?![\d%])")
_INTERVAL = re.compile(
    r"(?P<estimate>-?\d+(?:\.\d+)?)\s?(?:%\s?)?[\[({,;]\s?(?:\d{2}(?:\.\d)?\s?%\s?)(?:CI|confidence\sinterval)s?\s?[:=,]?\s?[\[(]?"
    r"(?P<low>-?\d+(?:\.\d+)?)\s?%?\s?(?:-|–|to|,)\s?(?P<high>-?\d+(?:\.\d+)?)"
)
_N_ZERO = re.compile(r"(?<!\w)[nN]\s?=\s?0(?![\d.,])")


def find_problems(
    texts: Sequence[SourceText], participants: Sequence[ExtractedValue[ParticipantCount]]
) -> Iterator[DataProblem]:
    """No participants, a p value above 1, an interval that misses its estimate, more analysed than enrolled, arms that
    make more than the whole.
    """
    for source in texts:
        if source.part in (TITLE, ABSTRACT):
            yield from _in_text(source)
    yield from _in_counts(participants)


def _in_text(source: SourceText) -> Iterator[DataProblem]:
    for match in _N_ZERO.finditer(source.text):
        yield DataProblem("a group of nobody", source.place(Span(*match.span())))
    for match in _P_ABOVE_ONE.finditer(source.text):
        if float(match["p"]) > 1:
            yield DataProblem(f"{match['p']} is no probability", source.place(Span(*match.span())))
    for match in _INTERVAL.finditer(source.text):
        estimate, low, high = (float(match[name]) for name in ("estimate", "low", "high"))
        if low > high:
            yield DataProblem("the interval's lower end is above its upper end", source.place(Span(*match.span())))
        elif not low <= estimate <= high:
            yield DataProblem("the interval does not hold its estimate", source.place(Span(*match.span())))


def _in_counts(participants: Sequence[ExtractedValue[ParticipantCount]]) -> Iterator[DataProblem]:
    largest: dict[CountRole, int] = {}
    for each in participants:
        role = each.value.role
        if each.value.number == 0:
            yield DataProblem(f"nobody {role}", each.place)
        largest[role] = max(largest.get(role, 0), each.value.number)
    whole = max((largest.get(role, 0) for role in (CountRole.ENROLLED, CountRole.RANDOMISED)), default=0)
    for each in participants:
        # a far larger number counts something else, such as a registry that the study draws on
        if each.value.role is CountRole.ANALYSED and 0 < whole < each.value.number < whole * 1.5:
            yield DataProblem(f"{each.value.number} analysed of {whole} enrolled", each.place)
