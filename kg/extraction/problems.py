"""Figures that cannot be so: reported with their place, kept as they stand, never repaired."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.extraction.texts import ABSTRACT, TITLE, SourceText
from kg.model.extraction import CountRole, DataProblem, ExtractedValue, ParticipantCount
from kg.model.span import Span

__all__ = ["find_problems"]

_P_ABOVE_ONE = re.compile(
    r"(?<!\w)[pP](?:[\s-]values?)?\s?[=<]\s?(?P<p>[1-9]\d*(?:\.\d+)?|1\.\d*[1-9])(?![\d%.]|\s?[×xXeE*·]|\s?[-−–]\s?\d)"
)
_NUMBER = r"[-−]?\d{1,3}(?:,\d{3})+(?!\d)|[-−]?\d+(?:[.·]\d+)?"
_INTERVAL = re.compile(
    rf"(?P<estimate>{_NUMBER})(?P<percent>\s?%)?\s?[\[(,;]\s?\d{{2}}(?:\.\d)?\s?%\s?(?:CI|confidence\sinterval)s?"
    rf"\s?[:=,]?\s?[\[(]?(?P<low>{_NUMBER})(?P<low_percent>\s?%)?\s?(?:-|–|to|,)\s?(?P<high>{_NUMBER})(?P<high_percent>\s?%)?"
    r"(?![\d.,·]*\d)"
)
_NO_ESTIMATE = re.compile(
    r"(?:[±×x/^.·,≥≤<>\d]|\bper|\bof|[pP](?:\s?[-\s]?value)?\s?[=<]|\bn\s?=|\bS[EDM]{1,2}\s?=)\s?\Z|[A-Za-z]\Z"
)
"""What stands before a number that an interval behind it does not belong to: a spread, a rate's base, a p value."""

_N_ZERO = re.compile(r"(?<!\w)[nN]\s?=\s?0(?![\d.,])")


def find_problems(
    texts: Sequence[SourceText], participants: Sequence[ExtractedValue[ParticipantCount]]
) -> Iterator[DataProblem]:
    """Nobody in a group, a p value above 1, an interval that misses its estimate, more analysed than enrolled."""
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
        what = None if _NO_ESTIMATE.search(source.text[: match.start()][-12:]) else _fault_of(match)
        if what is not None:
            yield DataProblem(what, source.place(Span(*match.span())))


def _fault_of(match: re.Match[str]) -> str | None:
    """What is wrong with an interval; a fall told without its sign, or another scale, is not."""
    estimate, low, high = (_number(match[name]) for name in ("estimate", "low", "high"))
    if low > high:
        return "the interval's lower end is above its upper end"
    in_percent = bool(match["percent"]), bool(match["low_percent"] or match["high_percent"])
    if low <= estimate <= high or low <= -estimate <= high or in_percent == (True, False):
        return None
    return "the interval does not hold its estimate"


def _number(written: str) -> float:
    return float(written.replace(",", "").replace("−", "-").replace("·", "."))


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
