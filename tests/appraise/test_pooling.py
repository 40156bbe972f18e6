"""Pooling: the same number from the same studies, and reasons wherever they do not measure the same."""

from __future__ import annotations

import math
from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.appraise.pooling import NotPooled, PooledEstimate, StudyEffect, pool
from kg.identifiers import StudyId
from kg.model.effect import EffectSize, EffectValues
from kg.model.statistic import EffectMeasure, Interval
from kg.model.study import Direction

RATIO, MEAN = EffectMeasure.ODDS_RATIO, EffectMeasure.MEAN_DIFFERENCE


def make_effect(
    study: str,
    value: str,
    low: str,
    high: str,
    *,
    measure: EffectMeasure = RATIO,
    unit: str | None = None,
    level: str = "95",
    comparator: str | None = "placebo",
    time_point: str | None = "12 weeks",
) -> StudyEffect:
    interval = Interval(Decimal(low), Decimal(high), Decimal(level))
    size = EffectSize(measure, Decimal(value), unit, interval)
    values = EffectValues("pain", Direction.DECREASE, comparator=comparator, size=size, time_point=time_point)
    return StudyEffect(StudyId(study), values)


@st.composite
def mean_differences(draw: st.DrawFn) -> list[StudyEffect]:
    """Two to six studies with differences of means in mm."""
    effects = []
    for number in range(draw(st.integers(2, 6))):
        value, reach = draw(st.integers(-500, 500)), draw(st.integers(5, 300))
        ends = (str(Decimal(end).scaleb(-1)) for end in (value, value - reach, value + reach))
        effects.append(make_effect(f"s{number}", *ends, measure=MEAN, unit="mm"))
    return effects


def pooled(effects: list[StudyEffect]) -> PooledEstimate:
    result = pool(effects)
    assert isinstance(result, PooledEstimate)
    return result


def reasons(effects: list[StudyEffect]) -> str:
    result = pool(effects)
    assert isinstance(result, NotPooled)
    return "; ".join(result.reasons)


def test_two_studies_by_hand() -> None:
    """Weights 1 and 4: (1 * 2 + 4 * 7) / 5 = 6, standard error 1 / sqrt(5); Q = 20, so I2 = 95 %."""
    quantile = Decimal("1.959963985")
    first = make_effect("a", "2", str(2 - quantile), str(2 + quantile), measure=MEAN, unit="mm")
    second = make_effect("b", "7", str(7 - quantile / 2), str(7 + quantile / 2), measure=MEAN, unit="mm")
    result = pooled([first, second])
    assert result.fixed.value == pytest.approx(6)
    assert result.fixed.high == pytest.approx(6 + float(quantile) / math.sqrt(5))
    assert result.i2 == pytest.approx(95)
    assert result.unit == "mm"


@given(mean_differences())
def test_the_pooled_value_lies_among_those_of_the_studies(effects: list[StudyEffect]) -> None:
    result = pooled(effects)
    values = [float(effect.values.size.value) for effect in effects if effect.values.size]
    for summary in (result.fixed, result.random):
        assert min(values) - 1e-6 <= summary.value <= max(values) + 1e-6
        assert summary.low < summary.value < summary.high
    assert 0 <= result.i2 <= 100
    assert sum(result.weights) == pytest.approx(100)


@given(mean_differences(), st.randoms())
def test_the_order_of_studies_changes_nothing(effects: list[StudyEffect], random: Random) -> None:
    shuffled = list(effects)
    random.shuffle(shuffled)
    one, other = pooled(effects), pooled(shuffled)
    assert one.fixed.value == pytest.approx(other.fixed.value)
    assert one.random.value == pytest.approx(other.random.value, abs=1e-3)
    assert dict(zip(one.studies, one.weights, strict=True)) == pytest.approx(
        dict(zip(other.studies, other.weights, strict=True)), abs=1e-2
    )


def test_studies_that_say_the_same_leave_the_value_and_narrow_the_interval() -> None:
    effects = [make_effect(name, "0.5", "0.25", "1.0") for name in "abc"]
    result = pooled(effects)
    assert result.random.value == pytest.approx(0.5)
    assert result.i2 == 0
    assert 0.25 < result.fixed.low < result.fixed.high < 1.0


def test_a_ratio_and_its_inverse_cancel() -> None:
    result = pooled([make_effect("a", "0.5", "0.25", "1"), make_effect("b", "2", "1", "4")])
    assert result.fixed.value == pytest.approx(1)


def test_intervals_of_different_levels_are_read_by_their_own() -> None:
    wide = make_effect("a", "5", "2.4242", "7.5758", measure=MEAN, unit="mm", level="99")
    narrow = make_effect("b", "5", "3.04", "6.96", measure=MEAN, unit="mm")
    assert pooled([wide, narrow]).weights == pytest.approx((50, 50), abs=0.1)


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        (make_effect("b", "0.5", "0.3", "0.8", measure=EffectMeasure.HAZARD_RATIO), "the measures differ"),
        (make_effect("b", "0.5", "0.3", "0.8", comparator="usual care"), "the comparators differ"),
        (make_effect("b", "0.5", "0.3", "0.8", comparator=None), "b: no comparator is stated"),
        (make_effect("b", "0.5", "0.3", "0.8", time_point="24 weeks"), "the times differ"),
        (make_effect("b", "0.5", "0.3", "0.8", time_point=None), "b: no time is stated"),
        (make_effect("a", "0.5", "0.3", "0.8"), "fewer than 2 studies"),
        (make_effect("b", "0.5", "0.6", "0.8"), "b: the interval does not hold its estimate"),
        (make_effect("b", "0.5", "0.5", "0.5"), "b: the interval has no width"),
        (make_effect("b", "0.5", "0", "0.8"), "b: the interval of a ratio reaches 0"),
        (make_effect("b", "0.5", "0.3", "0.8", level="100"), "b: an interval's level is never 100 %"),
    ],
)
def test_what_differs_or_is_missing_is_told(other: StudyEffect, reason: str) -> None:
    assert reason in reasons([make_effect("a", "0.7", "0.5", "0.98"), other])


def test_units_must_be_stated_and_agree() -> None:
    ends = ("5", "3", "7")
    millimetres = make_effect("a", *ends, measure=MEAN, unit="mm")
    assert "the units differ: mm, cm" in reasons([millimetres, make_effect("b", *ends, measure=MEAN, unit="cm")])
    assert "b: no unit is stated" in reasons([millimetres, make_effect("b", *ends, measure=MEAN)])


def test_two_reports_of_one_study_never_count_twice() -> None:
    effects = [make_effect(name, "0.7", "0.5", "0.98") for name in ("a", "b", "b")]
    assert "more than one effect of b" in reasons(effects)


def test_an_interval_without_a_level_is_no_95_percent_interval() -> None:
    effect = make_effect("a", "0.7", "0.5", "0.98")
    size = effect.values.size
    assert size is not None
    bare = replace(size, interval=Interval(Decimal("0.5"), Decimal("0.98")))
    other = StudyEffect(StudyId("b"), replace(effect.values, size=bare))
    assert "b: the interval's level is not stated" in reasons([effect, other])
