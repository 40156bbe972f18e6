"""When two figures say the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.audit.agreement import Agreement, agreement_of
from kg.audit.amounts import Amount, read_amounts

CONVERSIONS = (("mg", "µg", 1000), ("g", "mg", 1000), ("L", "mL", 1000), ("cm", "mm", 10), ("weeks", "days", 7))


def amount(text: str) -> Amount:
    (found,) = read_amounts(text)
    return found


@pytest.mark.parametrize(
    ("said", "stated", "agreement"),
    [
        ("44 %", "44.4%", Agreement.ROUNDED),
        ("about 50%", "48%", Agreement.CLOSE),
        ("half", "48%", Agreement.CLOSE),
        ("more than 40%", "44%", Agreement.BOUNDED),
        ("less than 20%", "less than 10%", Agreement.DIFFERENT),
        ("0.5 mg", "1 mg", Agreement.DIFFERENT),
        ("2%", "2.3%", Agreement.ROUNDED),
        ("62,000 women", "61,980 women", Agreement.ROUNDED),
        ("10 men", "9 men", Agreement.DIFFERENT),
        ("month 6", "24 weeks", Agreement.CLOSE),
        ("6 months", "6 years", Agreement.DIFFERENT),
        ("24 weeks", "25 weeks", Agreement.DIFFERENT),
        ("5 to 7 weeks", "6 weeks", Agreement.ROUNDED),
        ("1 g/day", "1000 mg daily", Agreement.SAME),
        ("5 mg/kg", "5 mg/m2", Agreement.DIFFERENT),
        ("64%", "approximately 60%", Agreement.DIFFERENT),
        ("fortnightly", "every other week", Agreement.SAME),
        ("once daily", "twice daily", Agreement.DIFFERENT),
    ],
)
def test_figures_agree_within_what_their_words_allow(said: str, stated: str, agreement: Agreement) -> None:
    first = read_amounts(said)[0]
    assert agreement_of(first, read_amounts(stated)[0]) is agreement


@given(st.integers(1, 5000), st.sampled_from(CONVERSIONS))
def test_a_converted_figure_is_the_same(value: int, conversion: tuple[str, str, int]) -> None:
    unit, smaller, factor = conversion
    one, other = amount(f"{value} {unit}"), amount(f"{value * factor} {smaller}")
    assert agreement_of(one, other) is Agreement.SAME
    assert agreement_of(other, one) is Agreement.SAME


@given(st.integers(10, 5000), st.sampled_from(["mg", "mmHg", "weeks", "%"]))
def test_a_doubled_figure_is_another(value: int, unit: str) -> None:
    assert agreement_of(amount(f"{2 * value} {unit}"), amount(f"{value} {unit}")) is Agreement.DIFFERENT


@given(st.text(max_size=200))
def test_figures_of_any_text_stand_in_order_in_it(text: str) -> None:
    found = read_amounts(text)
    assert [each.text for each in found] == [each.span.of(text) for each in found]
    assert list(found) == sorted(found, key=lambda each: each.span)
