"""The figures of a text in a form that can be compared: what kind, how much in base units, and the words around each.

A figure is known by its company: the few content words before and behind it tell which quantity it is of, far better
than the sentence as a whole, which often holds several.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from kg.audit.alignment import placed_words
from kg.model import Bound, Quantity, QuantityRole, Span
from kg.text import duration_days, find_quantities
from kg.text.dimensions import Measure, measure_of
from kg.text.frequencies import Frequency, find_frequencies
from kg.text.shares import Ratio, find_multiples, find_shares
from kg.text.units import unit_at

__all__ = ["Amount", "AmountKind", "read_amounts"]

_REACH = 8
"""Content words to either side that count as a figure's company."""

_SENTENCE_END = re.compile(r"[a-z)\]%][.!?]\s(?=[A-Z])")

_DECIMALS = re.compile(r"\d[.·](\d+)")
_SLASHED = re.compile(
    r"(?<![\w./-])(?P<first>\d{1,4}(?:\.\d{1,3})?)\s?/\s?(?P<second>\d{1,4}(?:\.\d{1,3})?)(?=[\s-]?[^\W\d])"
)
_SPREAD = re.compile(
    r"(?:\b(?:CIs?|CrI|UI|IQR|SDs?|SE|SEM|(?:confidence|credible|uncertainty|interquartile|posterior)\s(?:intervals?|limits|range)"
    r"|range)\b[\]:=,;\s(\[]{0,4}(?:(?:was|were|of|from|between|ranging)\s)?"
    r"(?:[-−–+]?\d[\d.,·]*\s?%?\s?(?:to|and|[-−–—,;])\s?)?[-−–+]?)\Z",
)
_LEVEL_OF = re.compile(
    r"\s?(?:\w+\s)?(?:CI|CrI|UI|(?:confidence|credible|uncertainty|posterior\s(?:credible)?)\s?(?:interval|limit))"
)


class AmountKind(StrEnum):
    """What a figure is of; only those of one kind are compared."""

    PEOPLE = "people"
    STUDIES = "studies"
    TIME = "time"
    AGE = "age"
    SHARE = "share"
    FREQUENCY = "frequency"
    MULTIPLE = "multiple"
    MEASURE = "measure"
    P_VALUE = "p value"
    NUMBER = "number"


_KINDS = {
    QuantityRole.PARTICIPANTS: AmountKind.PEOPLE,
    QuantityRole.STUDIES: AmountKind.STUDIES,
    QuantityRole.DURATION: AmountKind.TIME,
    QuantityRole.TIME_POINT: AmountKind.TIME,
    QuantityRole.AGE: AmountKind.AGE,
    QuantityRole.PERCENTAGE: AmountKind.SHARE,
    QuantityRole.P_VALUE: AmountKind.P_VALUE,
    QuantityRole.DOSE: AmountKind.MEASURE,
    QuantityRole.MEASURE: AmountKind.MEASURE,
}


@dataclass(frozen=True, slots=True)
class Amount:
    """One figure.

    Attributes:
        span: its characters in the text it stands in; ``text`` the same characters.
        low: the figure as printed, without its sign; ``high`` the same, or the upper end of a range.
        step: the last place that is printed: 0.1 of "44.4", 1 of "44", 1000 of "62,000".
        measure: what its unit measures; ``None`` without a unit.
        unit: the unit in its normal form.
        bound: which way it is open; ``is_approximate`` whether the text says "about" or the like.
        is_spread: an interval or the level of one ("95% CI 0.5 to 0.9"), compared with its like only.
        is_derived: worked out from two printed counts ("12 of 40"): it can agree with a figure, never contradict one.
        before: the content words before it, the nearest first; ``behind`` those behind it.
    """

    span: Span
    text: str
    kind: AmountKind
    low: float
    high: float
    step: float
    before: tuple[str, ...]
    behind: tuple[str, ...]
    unit: str | None = None
    measure: Measure | None = None
    bound: Bound | None = None
    is_approximate: bool = False
    is_spread: bool = False
    is_derived: bool = False

    @property
    def prints_unit(self) -> bool:
        """Whether its own words hold a unit; in "3, 10 or 20 mg" the first two share one that is printed later."""
        return not self.text[-1:].isdigit()


@lru_cache(maxsize=8192)
def read_amounts(text: str) -> tuple[Amount, ...]:
    """The figures of a sentence, in order.

    >>> [(each.text, each.kind.value, each.low) for each in read_amounts("Half took 5 mg twice a day for 8 weeks.")]
    [('Half', 'share', 50.0), ('5 mg', 'measure', 5.0), ('twice a day', 'frequency', 2.0), ('8 weeks', 'time', 8.0)]
    """
    if not any(character.isdigit() for character in text) and not _MAY_COUNT.search(text):
        return ()
    frequencies, multiples, shares = find_frequencies(text), find_multiples(text), find_shares(text)
    found = [_of_frequency(text, each) for each in frequencies]
    found += [_of_ratio(text, each, AmountKind.MULTIPLE) for each in multiples if _is_free(each.span, found)]
    found += [_of_ratio(text, each, AmountKind.SHARE) for each in shares if _is_free(each.span, found)]
    taken = [each for each in found if not each.is_derived]
    found += [each for each in _of_slashed(text) if _is_free(each.span, taken)]
    taken = [each for each in found if not each.is_derived]
    found += [_of_quantity(text, each) for each in find_quantities(text) if not _begins_in(each.span, taken)]
    return tuple(sorted(found, key=lambda each: each.span))


_MAY_COUNT = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|seventy"
    r"|eighty|ninety|hundred|thousand|million|dozen|half|third|quarter|once|twice|daily|weekly|monthly|fortnightly|double\w*"
    r"|triple\w*|\w+fold|every|each|b\.?i\.?d)\b",
    re.IGNORECASE,
)


def _is_free(span: Span, found: list[Amount]) -> bool:
    return not any(span.start < each.span.end and each.span.start < span.end for each in found)


def _begins_in(span: Span, found: list[Amount]) -> bool:
    """Whether a figure is a part of another: the "3" of "3 times a week", not the "5 mg" of "5 mg daily"."""
    return any(each.span.start <= span.start < each.span.end for each in found)


def _of_frequency(text: str, found: Frequency) -> Amount:
    return Amount(
        found.span, found.text, AmountKind.FREQUENCY, found.per_day, found.per_day, 0.0, *_company(text, found.span)
    )


def _of_ratio(text: str, found: Ratio, kind: AmountKind) -> Amount:
    """A share or multiple; fractions in words are told of figures near them ("a third" of 34 %)."""
    printed = _DECIMALS.search(found.text)
    return Amount(
        found.span,
        found.text,
        kind,
        found.value,
        found.value,
        10.0 ** -len(printed[1]) if printed else 1.0,
        *_company(text, found.span),
        is_approximate=kind is AmountKind.SHARE and not found.is_derived,
        is_derived=found.is_derived,
    )


def _of_slashed(text: str) -> Iterator[Amount]:
    """The two figures of "140/90 mmHg" or "2.5/40 mg"."""
    for match in _SLASHED.finditer(text):
        unit = unit_at(text, match.end())
        if unit is None or unit.role not in {QuantityRole.DOSE, QuantityRole.MEASURE}:
            continue
        for group, end in (("first", match.end("first")), ("second", unit.end)):
            span, value = Span(match.start(group), end), float(match[group])
            decimals = _DECIMALS.search(match[group])
            yield Amount(
                span,
                span.of(text),
                AmountKind.MEASURE,
                value,
                value,
                10.0 ** -len(decimals[1]) if decimals else 1.0,
                *_company(text, span),
                unit=unit.name,
                measure=measure_of(unit.name),
            )


def _of_quantity(text: str, found: Quantity) -> Amount:
    before, behind = _company(text, found.span)
    low = abs(float(found.value))
    high = low if found.upper is None else abs(float(found.upper))
    return Amount(
        span=found.span,
        text=found.text,
        kind=_KINDS.get(found.role, AmountKind.TIME if duration_days(found) else AmountKind.NUMBER),
        low=min(low, high),
        high=max(low, high),
        step=_step(found),
        before=before,
        behind=behind,
        unit=found.unit,
        measure=measure_of(found.unit) if found.unit else None,
        bound=found.bound,
        is_approximate=found.approximate,
        is_spread=_SPREAD.search(text, max(0, found.span.start - 40), found.span.start) is not None
        or _LEVEL_OF.match(text, found.span.end) is not None,
    )


def _step(found: Quantity) -> float:
    """The last printed place of a figure; round thousands are printed to their last figure that is not 0."""
    exponent = found.value.as_tuple().exponent
    if isinstance(exponent, int) and exponent < 0:
        return float(10**exponent)
    whole = int(found.value)
    step = 1
    while abs(whole) >= 1000 and whole % (step * 10) == 0 and step < abs(whole):
        step *= 10
    return float(step)


def _company(text: str, span: Span) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The content words before and behind a figure, the nearest first."""
    breaks = [match.end() for match in _SENTENCE_END.finditer(text)]
    start = max((end for end in breaks if end <= span.start), default=0)
    end = min((end for end in breaks if end > span.end), default=len(text))
    words = placed_words(text)
    first = bisect_left(words, (span.start,))
    last = bisect_left(words, (span.end,), lo=first)
    before = tuple(word for at, word in reversed(words[max(0, first - _REACH) : first]) if at >= start)
    return before, tuple(word for at, word in words[last : last + _REACH] if at < end)
