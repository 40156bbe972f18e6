"""Effects as a source reports them: which way an outcome went, in whom against whom, with the figures as printed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from kg.model.extraction import ExtractedValue, TextPlace
from kg.model.quantity import Quantity
from kg.model.statistic import EffectMeasure, Interval, PValue, Significance
from kg.model.study import Direction

__all__ = [
    "BASELINE",
    "AdverseReport",
    "EffectSize",
    "EffectValues",
    "ReportedEffect",
    "StudyFindings",
    "is_benefit",
]

BASELINE = "baseline"
"""The comparator of a change within one arm."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class EffectSize:
    """A size of an effect; ``unit`` and ``interval`` only where they are printed beside it."""

    measure: EffectMeasure
    value: Decimal
    unit: str | None = None
    interval: Interval | None = None


@dataclass(frozen=True, slots=True)
class EffectValues:
    """What was read of one effect, without the places; ``None`` is "not stated".

    Attributes:
        outcome: its name as printed.
        direction: of the outcome in ``arm`` against ``comparator``; says nothing of benefit.
        arm, comparator: as printed; a change within one arm has the comparator ``baseline``.
        p: as printed.
        significance: what the source says of chance, by its words, its p value or its interval.
        time_point: as printed.
    """

    outcome: str
    direction: Direction
    arm: str | None = None
    comparator: str | None = None
    size: EffectSize | None = None
    p: PValue | None = None
    significance: Significance | None = None
    time_point: str | None = None


@dataclass(frozen=True, slots=True)
class ReportedEffect:
    """One effect, each value with its place; ``place`` is the statement that reports it all."""

    place: TextPlace
    outcome: ExtractedValue[str]
    direction: ExtractedValue[Direction]
    arm: ExtractedValue[str] | None = None
    comparator: ExtractedValue[str] | None = None
    size: ExtractedValue[EffectSize] | None = None
    p: ExtractedValue[PValue] | None = None
    significance: ExtractedValue[Significance] | None = None
    time_point: ExtractedValue[str] | None = None

    @property
    def values(self) -> EffectValues:
        """The same without the places."""
        return EffectValues(
            outcome=self.outcome.value,
            direction=self.direction.value,
            arm=_value(self.arm),
            comparator=_value(self.comparator),
            size=_value(self.size),
            p=_value(self.p),
            significance=_value(self.significance),
            time_point=_value(self.time_point),
        )


@dataclass(frozen=True, slots=True)
class AdverseReport:
    """What a source says of harms.

    Attributes:
        events: what happened, as printed.
        none_reported: the words that say that nothing did. Without events and without these, harms are "not stated".
    """

    events: tuple[ExtractedValue[str], ...] = ()
    none_reported: tuple[ExtractedValue[str], ...] = ()

    @property
    def is_stated(self) -> bool:
        """Whether the source speaks of harms at all."""
        return bool(self.events or self.none_reported)


@dataclass(frozen=True, slots=True)
class StudyFindings:
    """What the rules read of a study's findings; ``follow_up`` is the longest stated, ``None`` where none is."""

    effects: tuple[ReportedEffect, ...] = ()
    adverse: AdverseReport = AdverseReport()
    follow_up: ExtractedValue[Quantity] | None = None


def is_benefit(direction: Direction, *, lower_is_better: bool | None) -> bool | None:
    """Whether a direction is good for the patient; ``None`` where the vocabulary does not say or nothing moved.

    >>> is_benefit(Direction.DECREASE, lower_is_better=True), is_benefit(Direction.DECREASE, lower_is_better=None)
    (True, None)
    """
    if lower_is_better is None or direction not in {Direction.INCREASE, Direction.DECREASE}:
        return None
    return (direction is Direction.DECREASE) is lower_is_better


def _value(extracted: ExtractedValue[T] | None) -> T | None:
    return extracted.value if extracted is not None else None
