"""How often, which share, how many times: the phrases and what they come to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.text.dimensions import measure_of
from kg.text.frequencies import find_frequencies
from kg.text.quantities import find_quantities
from kg.text.shares import find_multiples, find_shares


@pytest.mark.parametrize(
    ("text", "per_day"),
    [
        ("20 mg once daily", 1.0),
        ("a once-daily dose", 1.0),
        ("two times each day", 2.0),
        ("twice per day", 2.0),
        ("b.i.d.", 2.0),
        ("every 8 hours", 3.0),
        ("q8h", 3.0),
        ("three times a week", 3 / 7),
        ("every other day", 0.5),
        ("every other week", 1 / 14),
        ("fortnightly", 1 / 14),
        ("once every two weeks", 1 / 14),
        ("weekly", 1 / 7),
    ],
)
def test_a_frequency_is_told_by_times_a_day(text: str, per_day: float) -> None:
    (found,) = find_frequencies(text)
    assert found.per_day == pytest.approx(per_day)


@pytest.mark.parametrize("text", ["in daily life", "on day 8", "for eight days", "twice as often"])
def test_other_words_of_time_are_no_frequency(text: str) -> None:
    assert find_frequencies(text) == ()


@pytest.mark.parametrize(
    ("text", "percent"),
    [("half of them", 50.0), ("a quarter", 25.0), ("two thirds", 200 / 3), ("one in five women", 20.0), ("3/12", 25.0)],
)
def test_a_share_in_words_or_counts_is_told_in_percent(text: str, percent: float) -> None:
    (found,) = find_shares(text)
    assert found.value == pytest.approx(percent)


@pytest.mark.parametrize("text", ["half an hour", "the third visit", "the first half of the year", "12 of 10"])
def test_parts_of_time_and_ordinals_are_no_share(text: str) -> None:
    assert find_shares(text) == ()


@pytest.mark.parametrize(("text", "times"), [("twice as likely", 2.0), ("6,600-fold", 6600.0), ("threefold", 3.0)])
def test_multiples_are_read(text: str, times: float) -> None:
    (found,) = find_multiples(text)
    assert found.value == times


@pytest.mark.parametrize("text", ["double-blind", "three times a day", "twice daily"])
def test_blinding_and_frequencies_are_no_multiple(text: str) -> None:
    assert find_multiples(text) == ()


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("5 mmHg", "mmHg"),
        ("5 mm Hg", "mmHg"),
        ("2 mg/kg/day", "mg/kg/day"),
        ("1 μg.kg-1", "µg/kg"),
        ("100mmol/l", "mmol/L"),
        ("75 mg/m2", "mg/m2"),
    ],
)
def test_units_and_rates_have_one_form(text: str, unit: str) -> None:
    assert [found.unit for found in find_quantities(text)] == [unit]


def test_a_rate_measures_its_parts() -> None:
    assert measure_of("mg/dL").per == measure_of("µg/mL").per == ("volume",)
    assert measure_of("mg").size == pytest.approx(1000 * measure_of("µg").size)


def test_a_decimal_broken_by_typesetting_is_one_number() -> None:
    assert [str(found.value) for found in find_quantities("in 68. 5 % of them")] == ["68.5"]


def test_a_count_behind_a_bracket_is_no_citation_mark() -> None:
    assert [str(found.value) for found in find_quantities("[228 women] and [4, 5]")] == ["228"]


@given(st.text(max_size=200))
def test_any_text_can_be_read_and_phrases_stand_in_it(text: str) -> None:
    told = [(found.span, found.text) for found in find_frequencies(text)]
    told += [(found.span, found.text) for found in (*find_shares(text), *find_multiples(text))]
    assert [words for _, words in told] == [span.of(text) for span, _ in told]
