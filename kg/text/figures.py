"""A number with all that belongs to it on its right: range, plus-minus and unit."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from kg.text.numerals import Numeral, numeral_at
from kg.text.units import Unit, is_time_unit, unit_at

__all__ = ["Figure", "figure_of"]

_RANGE = re.compile(r"\s?[-‐‑–—]\s?|\s(?:to|or)\s")
_AND = re.compile(r"\sand\s")
_AFTER_BETWEEN = re.compile(r"\bbetween\s\Z", re.IGNORECASE)
_AFTER_FROM = re.compile(r"\bfrom\s\Z", re.IGNORECASE)
_PLUS_MINUS = re.compile(r"\s?(?:±|\+\s?/\s?[-−–]|\+[-−–])\s?")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure before its role is known; ``in_words`` and ``factor`` are those of its first number."""

    start: int
    end: int
    value: Decimal
    upper: Decimal | None = None
    uncertainty: Decimal | None = None
    unit: Unit | None = None
    in_words: bool = False
    factor: int = 1

    @property
    def is_count(self) -> bool:
        """Whether it can count things: a whole number, not below zero."""
        return self.value >= 0 and self.value == self.value.to_integral_value()

    @property
    def has_time_unit(self) -> bool:
        """Whether it is a length of time."""
        return self.unit is not None and is_time_unit(self.unit.name)


def figure_of(text: str, numeral: Numeral) -> Figure:
    """The figure that starts with this number of the text.

    A change ("from 1 to 2 mm") is no range: its figure is the first number alone.

    >>> from kg.text.numerals import iter_numerals
    >>> text = "for 2 to 6 weeks"
    >>> figure = figure_of(text, next(iter_numerals(text)))
    >>> str(figure.value), str(figure.upper), figure.unit.name
    ('2', '6', 'week')
    """
    unit = unit_at(text, numeral.span.end)
    figure = Figure(
        start=numeral.span.start,
        end=unit.end if unit else numeral.span.end,
        value=numeral.value,
        unit=unit,
        in_words=numeral.in_words,
        factor=numeral.factor,
    )
    return _with_upper_end(text, figure) or _with_uncertainty(text, figure) or figure


def _with_upper_end(text: str, figure: Figure) -> Figure | None:
    before = text[max(0, figure.start - 10) : figure.start]
    joint = (_AND if _AFTER_BETWEEN.search(before) else _RANGE).match(text, figure.end)
    last = numeral_at(text, joint.end()) if joint else None
    if joint is None or last is None or last.value <= figure.value:
        return None
    unit = unit_at(text, last.span.end)
    if figure.unit and (unit is None or unit.name != figure.unit.name):
        return None
    is_change = bool(_AFTER_FROM.search(before)) and joint[0].strip() == "to"
    if is_change and not (unit and is_time_unit(unit.name)):
        return None
    shares = figure.factor == 1 and figure.value < last.value / last.factor  # "2 to 3 million"
    return replace(
        figure,
        end=unit.end if unit else last.span.end,
        value=figure.value * last.factor if shares else figure.value,
        upper=last.value,
        unit=unit,
        factor=max(figure.factor, last.factor),
    )


def _with_uncertainty(text: str, figure: Figure) -> Figure | None:
    sign = _PLUS_MINUS.match(text, figure.end)
    spread = numeral_at(text, sign.end()) if sign else None
    if spread is None:
        return None
    unit = unit_at(text, spread.span.end)
    end = unit.end if unit else spread.span.end
    return replace(figure, end=end, uncertainty=spread.value, unit=unit or figure.unit)
