"""One estimate out of several studies where they measured the same in the same way; never apples with pears.

Inverse-variance pooling, as the Cochrane Handbook (version 6, chapter 10) has it: ratios on the scale of their
logarithm, the standard error from the printed interval. Between-study variance by Paule & Mandel (1982), which
Veroniki et al. (2016) recommend; I2 by Higgins & Thompson (2002). The arithmetic is that of statsmodels.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from statsmodels.stats.meta_analysis import CombineResults, combine_effects

from kg.identifiers import StudyId
from kg.model.effect import EffectSize, EffectValues
from kg.model.statistic import EffectMeasure, Interval

__all__ = ["NotPooled", "PooledEstimate", "StudyEffect", "Summary", "pool"]

_LEVEL = 0.95
_FEWEST = 2
_IN_A_UNIT = frozenset({EffectMeasure.MEAN_DIFFERENCE, EffectMeasure.RISK_DIFFERENCE})


@dataclass(frozen=True, slots=True)
class StudyEffect:
    """An effect and the study that reports it; reports of one study share its key."""

    study: StudyId
    values: EffectValues


@dataclass(frozen=True, slots=True)
class Summary:
    """A computed estimate and its 95 % interval, on the measure's own scale."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class PooledEstimate:
    """What several studies give together; computed, not measured.

    Attributes:
        measure, unit, comparator, time_point: what all of them share; the comparator and time as the first prints them.
        studies: in the order given.
        fixed: under one common effect; ``random`` under effects that vary between studies.
        i2: share of the variation that is more than chance, in per cent from 0 to 100.
        weights: share of each study in the random-effects estimate, in per cent, in the order of ``studies``.
    """

    measure: EffectMeasure
    unit: str | None
    comparator: str | None
    time_point: str | None
    studies: tuple[StudyId, ...]
    fixed: Summary
    random: Summary
    i2: float
    weights: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class NotPooled:
    """Why effects were not pooled, each reason in words."""

    reasons: tuple[str, ...]


def pool(effects: Sequence[StudyEffect]) -> PooledEstimate | NotPooled:
    """One estimate of effects that agree, or every reason why they cannot be pooled.

    What is not stated agrees with nothing. Whether the outcomes and therapies are the same is for whoever brings the
    effects together.

    >>> pool([]).reasons
    ('fewer than 2 studies',)
    """
    reasons = tuple(_reasons(effects))
    if reasons:
        return NotPooled(reasons)
    return _pooled(effects, [effect.values.size for effect in effects if effect.values.size is not None])


def _reasons(effects: Sequence[StudyEffect]) -> Iterator[str]:
    if len({effect.study for effect in effects}) < _FEWEST:
        yield f"fewer than {_FEWEST} studies"
    if doubled := sorted({str(effect.study) for effect in effects if _is_doubled(effect, effects)}):
        yield f"more than one effect of {', '.join(doubled)}"
    for name, read in _MUST_AGREE.items():
        found = list(dict.fromkeys(read(effect.values) for effect in effects))
        if len(found) > 1:
            yield f"{name} differ: {', '.join(each or 'not stated' for each in found)}"
    for effect in effects:
        yield from (f"{effect.study}: {fault}" for fault in _faults(effect.values))


def _is_doubled(effect: StudyEffect, effects: Sequence[StudyEffect]) -> bool:
    return sum(other.study == effect.study for other in effects) > 1


def _folded(text: str | None) -> str | None:
    """Words as they are compared: without case and with single blanks."""
    return " ".join(text.casefold().split()) if text is not None else None


_MUST_AGREE: dict[str, Callable[[EffectValues], str | None]] = {
    "the measures": lambda values: values.size.measure.value if values.size else None,
    "the units": lambda values: values.size.unit if values.size else None,
    "the comparators": lambda values: _folded(values.comparator),
    "the times": lambda values: _folded(values.time_point),
}


def _faults(values: EffectValues) -> Iterator[str]:
    """Why one effect cannot take part."""
    if values.comparator is None:
        yield "no comparator is stated"
    if values.time_point is None:
        yield "no time is stated"
    if values.size is None:
        yield "no size of the effect is stated"
        return
    if values.size.measure is EffectMeasure.DIFFERENCE:
        yield "the difference is of what is not stated"
    if values.size.unit is None and values.size.measure in _IN_A_UNIT:
        yield "no unit is stated"
    if values.size.interval is None:
        yield "no interval is stated"
    else:
        yield from _interval_faults(values.size, values.size.interval)


def _interval_faults(size: EffectSize, interval: Interval) -> Iterator[str]:
    if interval.level is None:
        yield "the interval's level is not stated"
    elif not 0 < interval.level < 100:
        yield f"an interval's level is never {interval.level} %"
    if not interval.low < interval.high:
        yield "the interval has no width"
    elif not interval.holds(size.value):
        yield "the interval does not hold its estimate"
    if size.measure.is_ratio and interval.low <= 0:
        yield "the interval of a ratio reaches 0"


def _pooled(effects: Sequence[StudyEffect], sizes: Sequence[EffectSize]) -> PooledEstimate:
    measure, first = sizes[0].measure, effects[0].values
    to_scale, from_scale = (math.log, math.exp) if measure.is_ratio else (float, float)
    values = np.array([to_scale(size.value) for size in sizes])
    errors = [_standard_error(size.interval, to_scale) for size in sizes if size.interval is not None]
    with np.errstate(divide="ignore", invalid="ignore"):  # its own I2 divides by Q, which is 0 where all agree
        result = combine_effects(values, np.square(errors), method_re="iterated")
    return PooledEstimate(
        measure=measure,
        unit=sizes[0].unit,
        comparator=first.comparator,
        time_point=first.time_point,
        studies=tuple(effect.study for effect in effects),
        fixed=_summary(result.mean_effect_fe, result.sd_eff_w_fe, from_scale),
        random=_summary(result.mean_effect_re, result.sd_eff_w_re, from_scale),
        i2=_i2(float(result.q), len(sizes) - 1),
        weights=_weights(result),
    )


def _standard_error(interval: Interval, to_scale: Callable[[float], float]) -> float:
    """Half the interval's width over the normal quantile of its own level."""
    level = float(interval.level or 0) / 100
    width = to_scale(float(interval.high)) - to_scale(float(interval.low))
    return width / (2 * _quantile(level))


def _quantile(level: float) -> float:
    """How many standard errors an interval of this level reaches to either side."""
    return NormalDist().inv_cdf(0.5 + level / 2)


def _summary(mean: float, error: float, from_scale: Callable[[float], float]) -> Summary:
    reach = _quantile(_LEVEL) * float(error)
    return Summary(from_scale(float(mean)), from_scale(float(mean) - reach), from_scale(float(mean) + reach))


def _i2(q: float, degrees: int) -> float:
    return _percent((q - degrees) / q) if q > degrees else 0.0


def _percent(share: float) -> float:
    return 100 * min(1.0, max(0.0, float(share)))


def _weights(result: CombineResults) -> tuple[float, ...]:
    return tuple(_percent(weight) for weight in result.weights_rel_re)
