"""Forest plots: effects of one measure on one axis, beside what sums them up."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from kg.model import Fact
from kg.model.card import NO_PLACE, EffectRow, OutcomeCard

__all__ = ["Forest", "ForestRow", "forests_of", "forests_of_study"]


@dataclass(frozen=True, slots=True)
class ForestRow:
    """An effect with its interval, in figures and as shares of the axis from 0 to 1.

    Attributes:
        study: its key; empty for what was computed here.
        place: where it was read.
    """

    study: str
    name: str
    size: float
    low: float
    high: float
    at: tuple[float, float, float]
    place: str
    is_pooled: bool


@dataclass(frozen=True, slots=True)
class Forest:
    """Effects of one measure on one outcome, of which at least one sums up several studies.

    Attributes:
        null: the size that says that nothing differs, and null_at, its share of the axis.
        ends: the figures at the ends of the axis.
    """

    measure: str
    rows: tuple[ForestRow, ...]
    null: float
    null_at: float
    ends: tuple[float, float]


def forests_of(outcome: OutcomeCard, names: Mapping[str, str]) -> tuple[Forest, ...]:
    """The effects on an outcome that can stand on one axis: of one measure, with one that sums up several studies.

    Args:
        outcome: of a card.
        names: of studies by key.
    """
    sized = [row for row in outcome.rows if None not in (row.measure, row.size, row.low, row.high)]
    sized.sort(key=lambda row: (row.measure or "", row.is_synthesis, str(row.fact.study), row.fact.position))
    found = []
    for measure, group in groupby(sized, key=lambda row: row.measure or ""):
        rows = list(group)
        estimate = outcome.estimate if outcome.estimate and outcome.estimate.measure == measure else None
        if estimate is None and not any(row.is_synthesis for row in rows):
            continue
        drawn = [_effect(row, names) for row in rows]
        if estimate is not None:
            name = f"Computed here from {estimate.studies} studies"
            drawn.append(ForestRow("", name, estimate.size, estimate.low, estimate.high, (0, 0, 0), "", is_pooled=True))
        found.append(_on_axis(measure, drawn))
    return tuple(found)


def forests_of_study(facts: Iterable[Fact]) -> tuple[Forest, ...]:
    """A study's own effects that have their size with an interval as figures, each measure on an axis of its own."""
    drawn = [
        (
            fact.measure.value,
            ForestRow(
                "",
                ", ".join(part for part in (fact.outcome.replace("-", " "), fact.time_point) if part),
                *(float(fact.size), float(fact.interval_low), float(fact.interval_high)),
                (0, 0, 0),
                fact.source.part or NO_PLACE,
                is_pooled=False,
            ),
        )
        for fact in facts
        if fact.measure and fact.size is not None and fact.interval_low is not None and fact.interval_high is not None
    ]
    drawn.sort(key=lambda pair: pair[0])
    return tuple(
        _on_axis(measure, [row for _, row in group]) for measure, group in groupby(drawn, key=lambda pair: pair[0])
    )


def _effect(row: EffectRow, names: Mapping[str, str]) -> ForestRow:
    study = str(row.fact.study)
    figures = (float(row.size or 0), float(row.low or 0), float(row.high or 0))
    name = names.get(study, study) + (" (synthesis)" if row.is_synthesis else "")
    return ForestRow(study, name, *figures, (0, 0, 0), row.place, row.is_synthesis)


def _on_axis(measure: str, rows: Sequence[ForestRow]) -> Forest:
    """The rows on one axis; ratios stand on a logarithmic one, where twice and half lie equally far from 1."""
    is_ratio = measure.endswith("ratio") and all(row.low > 0 for row in rows)
    scale = math.log if is_ratio else float
    null = 1.0 if measure.endswith("ratio") else 0.0
    figures = [figure for row in rows for figure in (row.low, row.high)] + [null]
    low, high = min(figures), max(figures)
    start, width = scale(low), (scale(high) - scale(low)) or 1.0

    def share(figure: float) -> float:
        return round((scale(figure) - start) / width, 4)

    placed = tuple(
        ForestRow(
            row.study,
            row.name,
            row.size,
            row.low,
            row.high,
            (share(row.low), share(row.high), share(row.size)),
            row.place,
            row.is_pooled,
        )
        for row in rows
    )
    return Forest(measure, placed, null, share(null), (low, high))
