"""Whether two figures of one kind say the same: rounding, units, ranges, "about" and "at least" allowed for."""

from __future__ import annotations

from enum import StrEnum

from kg.audit.amounts import Amount, AmountKind
from kg.model import Bound

__all__ = ["Agreement", "agreement_of", "are_comparable"]

_CLOSE = 0.1
"""Share by which times in different units, and "about" figures, may differ: 24 weeks are about 6 months."""

_NEAR = 0.03
"""Share by which an exact figure may differ from one that the source itself calls approximate."""

_ROUNDED = 0.15
"""Share that rounding to the last printed place may move a figure at most: 2 for 2.3, never 1 for 0.5."""

_EQUAL = 1e-9
_SAME_SIZE = 1e-6
_COUNTED = frozenset({AmountKind.PEOPLE, AmountKind.STUDIES, AmountKind.SHARE, AmountKind.MEASURE, AmountKind.MULTIPLE})
"""Kinds that a bare number, its unit or noun left out ("300 and 400 mg", "(212 and 103)"), can be of."""


class Agreement(StrEnum):
    """How two figures stand to each other."""

    SAME = "same"
    ROUNDED = "rounded"
    CLOSE = "close"
    BOUNDED = "bounded"
    """One is open, and the other lies where it points."""
    DIFFERENT = "different"


def are_comparable(one: Amount, other: Amount) -> bool:
    """Whether the two can be values of one quantity: the same kind, units of one dimension and rate."""
    if one.kind is not other.kind or one.is_spread is not other.is_spread:
        return False
    if one.kind is not AmountKind.MEASURE:
        return True
    if one.measure is None or other.measure is None:
        return one.measure is other.measure
    rates = (one.measure.per, other.measure.per)
    return one.measure.dimension == other.measure.dimension and (rates[0] == rates[1] or () in rates)


def agreement_of(said: Amount, stated: Amount) -> Agreement:
    """How the figure of a claim stands to a figure of its source.

    Figures that cannot be compared are different, unless one is a bare number of the same value.

    >>> from kg.audit.amounts import read_amounts
    >>> for said, stated in [("44 %", "44.4%"), ("6 months", "24 weeks"), ("0.3 g", "300 mg"), ("5 mg", "5 g")]:
    ...     print(said, agreement_of(*read_amounts(said), *read_amounts(stated)).value)
    44 % rounded
    6 months close
    0.3 g same
    5 mg different
    """
    if not are_comparable(said, stated):
        if said.is_spread is not stated.is_spread:
            ends = (stated.low, stated.high) if stated.is_spread else (said.low, said.high)
            value = said.low if stated.is_spread else stated.low
            return Agreement.SAME if said.kind is stated.kind and value in ends else Agreement.DIFFERENT
        bare = said.kind is AmountKind.NUMBER and stated.kind in _COUNTED
        bare = bare or (stated.kind is AmountKind.NUMBER and said.kind in _COUNTED)
        return Agreement.SAME if bare and _is_same_number(said, stated) else Agreement.DIFFERENT
    if not said.prints_unit and _is_same_number(said, stated):
        return Agreement.SAME
    sizes = _sizes(said, stated)
    return _of_values(said, stated, *sizes)


def _is_same_number(said: Amount, stated: Amount) -> bool:
    return said.low == stated.low and said.high == stated.high


def _sizes(said: Amount, stated: Amount) -> tuple[float, float]:
    """What the figures are to be multiplied by, so that both are in one unit."""
    if said.measure is None or stated.measure is None or said.unit == stated.unit:
        return 1.0, 1.0
    is_rate = said.measure.per == stated.measure.per
    return (
        said.measure.size / (said.measure.per_size if is_rate else 1.0),
        stated.measure.size / (stated.measure.per_size if is_rate else 1.0),
    )


def _of_values(said: Amount, stated: Amount, size: float, stated_size: float) -> Agreement:  # noqa: PLR0911 - one for each way of agreeing
    low, high = said.low * size, said.high * size
    stated_low, stated_high = stated.low * stated_size, stated.high * stated_size
    largest = max(high, stated_high)
    apart = max(abs(low - stated_low), abs(high - stated_high))
    if apart <= max(_EQUAL, _SAME_SIZE * largest):
        return Agreement.SAME
    if _is_range(said) != _is_range(stated) and low <= stated_high + _EQUAL and stated_low <= high + _EQUAL:
        return Agreement.ROUNDED
    if said.bound is not None and said.bound is stated.bound:
        return Agreement.DIFFERENT
    if _is_within(said, low, stated_low):
        return Agreement.BOUNDED
    is_other_unit = said.kind is AmountKind.TIME and said.unit != stated.unit
    rounding = 0.0 if is_other_unit else _rounding(said, size, stated, stated_size)
    if apart <= min(rounding + _EQUAL, _ROUNDED * largest):
        return Agreement.ROUNDED
    is_loose = said.is_approximate or said.kind is AmountKind.FREQUENCY or is_other_unit
    if apart <= largest * (_CLOSE if is_loose else _NEAR if stated.is_approximate else 0.0):
        return Agreement.CLOSE
    return Agreement.DIFFERENT


def _rounding(said: Amount, size: float, stated: Amount, stated_size: float) -> float:
    """Half of the coarser last place; people and studies are counted, and only round thousands are rounded."""
    step = max(said.step * size, stated.step * stated_size)
    is_counted = said.kind in {AmountKind.PEOPLE, AmountKind.STUDIES} and step <= 1
    return 0.0 if is_counted else step / 2


def _is_range(amount: Amount) -> bool:
    return amount.high > amount.low


def _is_within(said: Amount, low: float, stated_low: float) -> bool:
    """Whether the source's exact figure lies on the side that the claim leaves open, and not absurdly far."""
    if said.bound is Bound.AT_LEAST:
        return low <= stated_low <= low * 2
    return said.bound is Bound.AT_MOST and low / 2 <= stated_low <= low
