"""Figures that a comparison is reported in: sizes of effect, intervals, p values, and what is said of chance."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

__all__ = ["EffectMeasure", "Interval", "PSign", "PValue", "Significance"]


class EffectMeasure(StrEnum):
    """What a size of an effect is; sizes of different measures are never pooled."""

    ODDS_RATIO = "odds ratio"
    RISK_RATIO = "risk ratio"
    RATE_RATIO = "rate ratio"
    PREVALENCE_RATIO = "prevalence ratio"
    HAZARD_RATIO = "hazard ratio"
    RISK_DIFFERENCE = "risk difference"
    STANDARDISED_MEAN_DIFFERENCE = "standardised mean difference"
    MEAN_DIFFERENCE = "mean difference"
    DIFFERENCE = "difference"
    """Of means or of proportions: the paper does not say which."""

    @property
    def is_ratio(self) -> bool:
        """Whether 1, not 0, says that nothing differs."""
        return self.value.endswith("ratio")

    @property
    def null_value(self) -> int:
        """The size that says that nothing differs."""
        return 1 if self.is_ratio else 0


class Significance(StrEnum):
    """What a paper says of chance; where it says nothing there is none, which is no "not significant"."""

    SIGNIFICANT = "significant"
    NOT_SIGNIFICANT = "not significant"


class PSign(StrEnum):
    """How a p value is printed; "NS" has no value."""

    EQUAL = "="
    BELOW = "<"
    ABOVE = ">"
    AT_MOST = "≤"
    AT_LEAST = "≥"
    NOT_SIGNIFICANT = "NS"


@dataclass(frozen=True, slots=True)
class Interval:
    """An interval of uncertainty as printed; ``level`` in per cent, ``None`` where it is not printed."""

    low: Decimal
    high: Decimal
    level: Decimal | None = None

    def holds(self, value: Decimal) -> bool:
        """Whether a value lies in it, ends included."""
        return self.low <= value <= self.high


@dataclass(frozen=True, slots=True)
class PValue:
    """A p value as printed; ``value`` is ``None`` with "NS" only."""

    sign: PSign
    value: Decimal | None
