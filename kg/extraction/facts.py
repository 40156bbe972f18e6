"""Effects as facts of a study and back, so that the graph holds them beside the curated ones."""

from __future__ import annotations

from kg.model.effect import EffectSize, EffectValues, ReportedEffect
from kg.model.statistic import Interval, PValue
from kg.model.study import Direction, Fact, SourcePlace

__all__ = ["from_fact", "to_fact", "to_facts"]


def to_fact(values: EffectValues, source: SourcePlace) -> Fact:
    """The fact that says the same; ``source`` is where it was read.

    >>> to_fact(EffectValues("pain", Direction.DECREASE, comparator="placebo"), SourcePlace("abstract")).comparator
    'placebo'
    """
    size, p = values.size, values.p
    interval = size.interval if size else None
    return Fact(
        outcome=values.outcome,
        direction=values.direction,
        unit=size.unit if size else None,
        time_point=values.time_point,
        arm=values.arm,
        comparator=values.comparator,
        measure=size.measure if size else None,
        size=size.value if size else None,
        interval_low=interval.low if interval else None,
        interval_high=interval.high if interval else None,
        interval_level=interval.level if interval else None,
        p_sign=p.sign if p else None,
        p_value=p.value if p else None,
        significance=values.significance,
        source=source,
    )


def from_fact(fact: Fact) -> EffectValues | None:
    """The effect that a fact holds; ``None`` for one without a direction. What else the fact says is left out."""
    if fact.direction is Direction.NOT_MEASURED:
        return None
    return EffectValues(
        outcome=fact.outcome,
        direction=fact.direction,
        arm=fact.arm,
        comparator=fact.comparator,
        size=_size(fact),
        p=PValue(fact.p_sign, fact.p_value) if fact.p_sign else None,
        significance=fact.significance,
        time_point=fact.time_point,
    )


def to_facts(effects: tuple[ReportedEffect, ...], source: SourcePlace) -> tuple[Fact, ...]:
    """One fact an effect, in order."""
    return tuple(to_fact(effect.values, source) for effect in effects)


def _size(fact: Fact) -> EffectSize | None:
    if fact.measure is None or fact.size is None:
        return None
    ends = fact.interval_low, fact.interval_high
    interval = Interval(ends[0], ends[1], fact.interval_level) if ends[0] is not None and ends[1] is not None else None
    return EffectSize(fact.measure, fact.size, fact.unit, interval)
