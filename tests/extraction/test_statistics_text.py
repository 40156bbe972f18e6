"""Statistics in the forms that papers print them in."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extraction.statistics_text import (
    find_compared_figures,
    find_estimates,
    find_intervals,
    find_p_values,
    is_significant,
)
from kg.model.statistic import EffectMeasure, PSign, PValue

decimals = st.integers(0, 9999).map(lambda number: Decimal(number).scaleb(-2))


@pytest.mark.parametrize(
    ("text", "sign", "value"),
    [
        ("p = 0.03", "=", "0.03"),
        ("(P<.001)", "<", "0.001"),
        ("P value of 0.2", "=", "0.2"),
        ("p-value: was; p≥0.05", "≥", "0.05"),
        ("p=0·04", "=", "0.04"),
        ("p &lt; 0.05", "<", "0.05"),
        ("P = 1.5 × 10-6", "=", "0.0000015"),
        ("p < = 0.05", "<", "0.05"),
        ("p=1.00", "=", "1.00"),
    ],
)
def test_p_value_is_read_as_printed(text: str, sign: str, value: str) -> None:
    (found,) = find_p_values(text)
    assert (found.p.sign.value, found.p.value) == (sign, Decimal(value))
    assert found.span.of(text).lower().startswith("p")


@pytest.mark.parametrize("text", ["up = 3", "P <60 mmHg", "group p had 3", "the p53 gene", "pH = 7.4", "p. 12"])
def test_what_is_no_p_value_is_none(text: str) -> None:
    assert find_p_values(text) == ()


def test_ns_is_a_p_value_without_a_number() -> None:
    assert [found.p for found in find_p_values("(3 vs 4, NS)")] == [PValue(PSign.NOT_SIGNIFICANT, None)]


@pytest.mark.parametrize(
    ("sign", "value", "verdict"),
    [
        ("=", "0.049", True),
        ("=", "0.051", False),
        ("<", "0.05", True),
        ("<", "0.1", None),
        (">", "0.05", False),
        (">", "0.01", None),
    ],
)
def test_significance_of_a_p_value(sign: str, value: str, verdict: bool | None) -> None:
    assert is_significant(PValue(PSign(sign), Decimal(value))) is verdict


@pytest.mark.parametrize(
    ("text", "low", "high", "level"),
    [
        ("95% CI 0.5-0.9", "0.5", "0.9", "95"),
        ("95 % confidence interval: 0.5 to 0.9", "0.5", "0.9", "95"),
        ("[95% CI, −1.2 to −0.3]", "-1.2", "-0.3", "95"),
        ("(CI=0·5–0·9)", "0.5", "0.9", None),
        ("99% CI -0.9 to 15.9", "-0.9", "15.9", "99"),
        ("CI 95% 1.1 to 2.0", "1.1", "2.0", None),
        ("95% credible interval 2, 7", "2", "7", "95"),
        ("95% CI 1,200 to 3,400", "1200", "3400", "95"),
    ],
)
def test_interval_is_read_as_printed(text: str, low: str, high: str, level: str | None) -> None:
    (found,) = find_intervals(text)
    assert (found.interval.low, found.interval.high) == (Decimal(low), Decimal(high))
    assert found.interval.level == (Decimal(level) if level else None)


@given(decimals, decimals, st.sampled_from([" to ", "-", "–", ", ", "; ", " - "]))
def test_every_printed_interval_comes_back(one: Decimal, other: Decimal, joint: str) -> None:
    low, high = sorted((one, other))
    (found,) = find_intervals(f"the ratio fell (95% CI {low}{joint}{high}).")
    assert (found.interval.low, found.interval.high) == (low, high)


@pytest.mark.parametrize(
    ("text", "measure", "value", "unit"),
    [
        ("odds ratio 0.7", EffectMeasure.ODDS_RATIO, "0.7", None),
        ("Hazard ratio [HR], 0.51", EffectMeasure.HAZARD_RATIO, "0.51", None),
        ("aOR=1.9", EffectMeasure.ODDS_RATIO, "1.9", None),
        ("adjusted relative risk of 1.2", EffectMeasure.RISK_RATIO, "1.2", None),
        ("IRR 0.8", EffectMeasure.RATE_RATIO, "0.8", None),
        ("mean difference −3.5 mm", EffectMeasure.MEAN_DIFFERENCE, "-3.5", "mm"),
        ("SMD -0.4", EffectMeasure.STANDARDISED_MEAN_DIFFERENCE, "-0.4", None),
        ("a difference of 7.5%", EffectMeasure.DIFFERENCE, "7.5", "%"),
    ],
)
def test_effect_size_is_read_with_its_measure(text: str, measure: EffectMeasure, value: str, unit: str | None) -> None:
    (found,) = find_estimates(text)
    assert (found.measure, found.value, found.unit) == (measure, Decimal(value), unit)


def test_interval_belongs_to_the_size_that_it_follows() -> None:
    first, second = find_estimates("OR 0.5 (95% CI 0.3 to 0.8) and HR 1.1")
    assert first.interval is not None
    assert first.interval.high == Decimal("0.8")
    assert second.interval is None


def test_interval_behind_another_figure_is_not_taken() -> None:
    (found,) = find_estimates("mean difference 3 against a rate of 7 (95% CI 5 to 9)")
    assert found.interval is None


@pytest.mark.parametrize("text", ["the effect size was 0.4", "differences in 12 women", "we OR them"])
def test_size_without_a_named_measure_is_none(text: str) -> None:
    assert find_estimates(text) == ()


def test_compared_figures_pass_over_spreads_counts_and_times() -> None:
    text = "at 12 weeks (n = 30) it was 8.9 ± 0.6 vs 11.8 ± 1.0 (p = 0.01)"
    pair = find_compared_figures(text)
    assert pair is not None
    assert (pair.first, pair.second) == (Decimal("8.9"), Decimal("11.8"))


@given(st.text(max_size=200))
def test_any_text_is_read_without_an_error(text: str) -> None:
    spans = [found.span for found in find_p_values(text)] + [found.span for found in find_intervals(text)]
    spans += [found.span for found in find_estimates(text)]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    find_compared_figures(text)
