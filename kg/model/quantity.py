"""Figures in a sentence, with their unit and the role they play."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from kg.model.span import Span

__all__ = ["Bound", "Quantity", "QuantityRole"]


class Bound(StrEnum):
    """Which way a figure is open: "at least 50", "up to 50"."""

    AT_LEAST = "at least"
    AT_MOST = "at most"


class QuantityRole(StrEnum):
    """What a figure counts or measures; figures of different roles are never compared."""

    PARTICIPANTS = "participants"
    STUDIES = "studies"
    DURATION = "duration"
    TIME_POINT = "time point"
    AGE = "age"
    PERCENTAGE = "percentage"
    P_VALUE = "p value"
    DOSE = "dose"
    MEASURE = "measure"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Quantity:
    """One figure or range.

    Attributes:
        span: its characters, figure and unit (and counted noun), in the text it was found in.
        text: the same characters.
        value: the figure; the lower end of a range.
        upper: the upper end of a range, else ``None``.
        uncertainty: what follows a plus-minus sign, else ``None``.
        unit: normalised unit (``week``, ``mm``, ``%``, ``hairs/cm2``), ``None`` for a bare count.
        role: what the figure is of.
        noun: the counted noun as written (``men``, ``patients``), for participants and studies.
        approximate: whether the text says about, nearly, over, at least and the like.
        bound: for "over", "at least" and "up to", "fewer than" and the like, which way the figure is open.
    """

    span: Span
    text: str
    value: Decimal
    role: QuantityRole
    upper: Decimal | None = None
    uncertainty: Decimal | None = None
    unit: str | None = None
    noun: str | None = None
    approximate: bool = False
    bound: Bound | None = None
