"""Printed figures that cannot be so: told with their place, kept as printed, never mended."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from kg.extraction.passages import Passage
from kg.extraction.statistics_text import decimal_of, find_estimates, find_intervals, find_p_values
from kg.model.extraction import DataProblem
from kg.model.span import Span
from kg.model.statistic import Interval

__all__ = ["find_figure_problems"]

_DIGIT = re.compile(r"\d")
_PART = re.compile(
    r"(?<![\d,])(?P<part>\d[\d,]{0,12})\s?(?:/|\sof\s|\sout\sof\s)\s?(?P<whole>\d[\d,]{0,12})(?!\d|[.,/]\d)\s?"
    r"(?:\w+\s)?\((?P<percent>\d{1,4}(?:\.\d+)?)\s?%\)"
)
_NUMBER = r"[-−]?\d{1,3}(?:,\d{3})+(?!\d)|[-−]?\d+(?:[.·]\d+)?"
_BEHIND_FIGURE = re.compile(
    rf"(?P<estimate>{_NUMBER})(?P<percent>\s?%)?\s?[\[(,;]\s?\d{{2}}(?:\.\d)?\s?%\s?(?:CI|confidence\sinterval)s?"
    rf"\s?[:=,]?\s?[\[(]?(?P<low>{_NUMBER})(?P<low_percent>\s?%)?\s?(?:-|–|to|,)\s?(?P<high>{_NUMBER})(?P<high_percent>\s?%)?"
    r"(?![\d.,·]*\d)"
)
_MAY_HOLD_INTERVAL = re.compile(r"%\s?(?:CI|confidence)")
_NO_ESTIMATE = re.compile(
    r"(?:[±×x/^.·,≥≤<>\d]|\bper|\bof|[pP](?:\s?[-\s]?value)?\s?[=<]|\bn\s?=|\bS[EDM]{1,2}\s?=)\s?\Z|[A-Za-z]\Z"
)
"""What stands before a number that an interval behind it does not belong to: a spread, a rate's base, a p value."""

_REACH = 12
_P_WHOLE = re.compile(
    r"(?<!\w)[pP](?:[\s-]values?)?\s?[=<]\s?(?P<p>[2-9]|[1-9]\d{1,3})(?![\d%.,·]|\s?[×xXeE*]|\s?[-−–]\s?\d)"
)
_TOLERANCE = 1
"""Percentage points by which a printed share may miss its own counts, for rounding."""


def find_figure_problems(passages: tuple[Passage, ...]) -> tuple[DataProblem, ...]:
    """What cannot be so among the figures of some passages.

    A p value outside 0 to 1, an interval whose ends are crossed or that misses its own estimate, a ratio below 0, a
    part that exceeds its whole or does not give its percentage.

    >>> from kg.extraction.passages import passages_of
    >>> from kg.extraction.texts import SourceText
    >>> text = SourceText("abstract", "OR 0.5 (95% CI 0.6 to 0.9), p = 1.2.", 0)
    >>> [problem.what for problem in find_figure_problems(passages_of([text]))]
    ['the interval 0.6 to 0.9 does not hold its estimate 0.5', 'a p value of 1.2']
    """
    return tuple(problem for passage in passages for problem in _problems(passage))


def _problems(passage: Passage) -> Iterator[DataProblem]:
    if _DIGIT.search(passage.text):
        named = tuple(_of_estimates(passage.text))
        unnamed = (each for each in _of_unnamed(passage.text) if not any(span.meets(each[1]) for _, span in named))
        for what, span in (*named, *unnamed, *_of_p_values(passage.text), *_of_parts(passage.text)):
            yield DataProblem(what, passage.place(span.shifted(passage.span.start)))


def _of_estimates(text: str) -> Iterator[tuple[str, Span]]:
    for estimate in find_estimates(text):
        interval = estimate.interval
        if interval and interval.low <= interval.high and not _is_held(estimate.value, interval):
            yield (
                f"the interval {interval.low} to {interval.high} does not hold its estimate {estimate.value}",
                estimate.span,
            )
        if estimate.measure.is_ratio and estimate.value < 0:
            yield f"a ratio of {estimate.value}", estimate.span
    for printed in find_intervals(text):
        if printed.interval.low > printed.interval.high:
            yield f"an interval from {printed.interval.low} down to {printed.interval.high}", printed.span


def _of_unnamed(text: str) -> Iterator[tuple[str, Span]]:
    """Intervals that miss a figure right before them which no word calls an effect size."""
    for match in _BEHIND_FIGURE.finditer(text) if _MAY_HOLD_INTERVAL.search(text) else ():
        if _NO_ESTIMATE.search(text[: match.start()][-_REACH:]):
            continue
        value, low, high = (decimal_of(match[name]) for name in ("estimate", "low", "high"))
        on_other_scale = bool(match["percent"]) and not (match["low_percent"] or match["high_percent"])
        if value is None or low is None or high is None:
            continue
        if low > high:
            yield f"an interval from {low} down to {high}", Span(*match.span())
        elif not on_other_scale and not _is_held(value, Interval(low, high)):
            yield f"the interval {low} to {high} does not hold its estimate {value}", Span(*match.span())


def _is_held(value: Decimal, interval: Interval) -> bool:
    """A fall is often told without its sign ("a reduction of 3, CI -5 to -1")."""
    return interval.holds(value) or interval.holds(-value)


def _of_p_values(text: str) -> Iterator[tuple[str, Span]]:
    for printed in find_p_values(text):
        if printed.p.value is not None and not 0 <= printed.p.value <= 1:
            yield f"a p value of {printed.p.value}", printed.span
    for match in _P_WHOLE.finditer(text) if "=" in text or "<" in text else ():
        yield f"a p value of {match['p']}", Span(*match.span())


def _of_parts(text: str) -> Iterator[tuple[str, Span]]:
    for match in _PART.finditer(text) if "%)" in text else ():
        part, whole, percent = (decimal_of(match[name]) for name in ("part", "whole", "percent"))
        if part is None or whole is None or percent is None:
            continue
        if part > whole or percent > 100:
            yield f"{part} of {whole} is no part ({percent} %)", Span(*match.span())
        elif whole and abs(100 * part / whole - percent) > _TOLERANCE:
            yield f"{part} of {whole} is not {percent} %", Span(*match.span())
