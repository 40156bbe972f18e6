"""Printed figures that cannot be so: told with their place, kept as printed, never mended."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from kg.extraction.passages import Passage
from kg.extraction.statistics_text import decimal_of, find_estimates, find_intervals, find_p_values
from kg.model.effect import FigureProblem
from kg.model.span import Span
from kg.model.statistic import Interval

__all__ = ["find_figure_problems"]

_DIGIT = re.compile(r"\d")
_COUNT = re.compile(r"(?<![\w-])[nN]\s?=\s?(?P<number>[-−–]?\s?\d[\d,]{0,12})(?![\d.])")
_PART = re.compile(
    r"(?<![\d,])(?P<part>\d[\d,]{0,12})\s?(?:/|\sof\s|\sout\sof\s)\s?(?P<whole>\d[\d,]{0,12})(?!\d|[.,/]\d)\s?"
    r"(?:\w+\s)?\((?P<percent>\d{1,4}(?:\.\d+)?)\s?%\)"
)
_TOLERANCE = 1
"""Percentage points by which a printed share may miss its own counts, for rounding."""


def find_figure_problems(passages: tuple[Passage, ...]) -> tuple[FigureProblem, ...]:
    """What cannot be so among the figures of some passages.

    A p value outside 0 to 1, an interval whose ends are crossed or that misses its own estimate, a ratio below 0, a
    count below 1, a part that exceeds its whole or does not give its percentage.

    >>> from kg.extraction.passages import passages_of
    >>> from kg.extraction.texts import SourceText
    >>> text = SourceText("abstract", "OR 0.5 (95% CI 0.6 to 0.9), p = 1.2.", 0)
    >>> [problem.what for problem in find_figure_problems(passages_of([text]))]
    ['the interval 0.6 to 0.9 does not hold its estimate 0.5', 'a p value of 1.2']
    """
    return tuple(problem for passage in passages for problem in _problems(passage))


def _problems(passage: Passage) -> Iterator[FigureProblem]:
    if _DIGIT.search(passage.text):
        for what, span in (*_of_estimates(passage.text), *_of_p_values(passage.text), *_of_counts(passage.text)):
            yield FigureProblem(what, passage.place(span.shifted(passage.span.start)))


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


def _is_held(value: Decimal, interval: Interval) -> bool:
    """A fall is often told without its sign ("a reduction of 3, CI -5 to -1")."""
    return interval.holds(value) or interval.holds(-value)


def _of_p_values(text: str) -> Iterator[tuple[str, Span]]:
    for printed in find_p_values(text):
        if printed.p.value is not None and not 0 <= printed.p.value <= 1:
            yield f"a p value of {printed.p.value}", printed.span


def _of_counts(text: str) -> Iterator[tuple[str, Span]]:
    for match in _COUNT.finditer(text):
        number = decimal_of(match["number"])
        if number is not None and number < 1:
            yield f"a count of {number}", Span(*match.span())
    for match in _PART.finditer(text):
        part, whole, percent = (decimal_of(match[name]) for name in ("part", "whole", "percent"))
        if part is None or whole is None or percent is None:
            continue
        if part > whole or percent > 100:
            yield f"{part} of {whole} is no part ({percent} %)", Span(*match.span())
        elif whole and abs(100 * part / whole - percent) > _TOLERANCE:
            yield f"{part} of {whole} is not {percent} %", Span(*match.span())
