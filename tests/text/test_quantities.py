import random
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Bound, Quantity, QuantityRole
from kg.text.numerals import iter_numerals
from kg.text.quantities import duration_days, find_quantities

PARTICIPANTS, STUDIES = QuantityRole.PARTICIPANTS, QuantityRole.STUDIES
DURATION, TIME_POINT, AGE = QuantityRole.DURATION, QuantityRole.TIME_POINT, QuantityRole.AGE
PERCENTAGE, P_VALUE = QuantityRole.PERCENTAGE, QuantityRole.P_VALUE
DOSE, MEASURE, OTHER = QuantityRole.DOSE, QuantityRole.MEASURE, QuantityRole.OTHER
PIECES = """1 12 1,000 .039 0.085 -5 2016 nine twenty one hundred and a to or between from first month 6 weeks week men
    patients healthy male trials n = p < % mg /day mm cm2 hairs/ ± +/- ( ) [ ] , . - – about at least aged years old 5α
    B12 Grade every after ² ٣ ①""".split()
CLINICAL = st.lists(st.sampled_from([*PIECES, " ", "\n"])).map("".join) | st.lists(st.sampled_from(PIECES)).map(
    " ".join
)


def only(text: str) -> Quantity:
    (quantity,) = find_quantities(text)
    return quantity


@pytest.mark.parametrize(
    ("text", "found", "value", "noun"),
    [
        ("Nine healthy men took part", "Nine healthy men", 9, "men"),
        ("in 10 men", "10 men", 10, "men"),
        ("a total of 68 male patients", "68 male patients", 68, "patients"),
        ("a 60-man trial", "60-man", 60, "man"),
        ("60 people", "60 people", 60, "people"),
        ("(n = 45)", "n = 45", 45, None),
        ("(N=45)", "N=45", 45, None),
        ("one patient", "one patient", 1, "patient"),
        ("twenty-four hair loss patients", "twenty-four hair loss patients", 24, "patients"),
        ("100 male and female volunteers", "100 male and female volunteers", 100, "volunteers"),
        ("one hundred and five women", "one hundred and five women", 105, "women"),
        ("a dozen mice", "a dozen mice", 12, "mice"),
        ("1,340 respondents", "1,340 respondents", 1340, "respondents"),
        ("2 million users", "2 million users", 2_000_000, "users"),
        ("the 2016 patients", "2016 patients", 2016, "patients"),
    ],
)
def test_find_quantities_counts_participants(text: str, found: str, value: int, noun: str | None) -> None:
    quantity = only(text)
    assert (quantity.role, quantity.text, quantity.value, quantity.noun) == (PARTICIPANTS, found, Decimal(value), noun)
    assert quantity.unit is None


@pytest.mark.parametrize(
    ("text", "value", "noun"),
    [
        ("22 trials", 22, "trials"),
        ("two studies", 2, "studies"),
        ("one study", 1, "study"),
        ("2 randomised controlled trials", 2, "trials"),
        ("three RCTs", 3, "RCTs"),
        ("a 22-study review", 22, "study"),
    ],
)
def test_find_quantities_counts_studies(text: str, value: int, noun: str) -> None:
    quantity = only(text)
    assert (quantity.role, quantity.value, quantity.noun) == (STUDIES, Decimal(value), noun)


@pytest.mark.parametrize(
    ("text", "role", "unit", "value", "upper"),
    [
        ("for 24 weeks", DURATION, "week", "24", None),
        ("a 24-week course", DURATION, "week", "24", None),
        ("twelve months", DURATION, "month", "12", None),
        ("4 min twice daily", DURATION, "minute", "4", None),
        ("1-3 months", DURATION, "month", "1", "3"),
        ("2–6 weeks", DURATION, "week", "2", "6"),
        ("1 to 3 months", DURATION, "month", "1", "3"),
        ("two or three months", DURATION, "month", "2", "3"),
        ("between 2 and 3 months", DURATION, "month", "2", "3"),
        ("from 1 to 3 months", DURATION, "month", "1", "3"),
        ("for 1 month to 3 months", DURATION, "month", "1", "3"),
        ("by month 6", TIME_POINT, "month", "6", None),
        ("by month six", TIME_POINT, "month", "6", None),
        ("at week 12", TIME_POINT, "week", "12", None),
        ("at 24 weeks", TIME_POINT, "week", "24", None),
        ("after 3 months", TIME_POINT, "month", "3", None),
        ("at about 24 weeks", TIME_POINT, "week", "24", None),
        ("3 months later", TIME_POINT, "month", "3", None),
        ("the first 1-3 months", TIME_POINT, "month", "1", "3"),
        ("within the first three months", TIME_POINT, "month", "0", "3"),
        ("every 4 weeks", OTHER, "week", "4", None),
        ("aged 18-45", AGE, "year", "18", "45"),
        ("aged between 18 and 45 years", AGE, "year", "18", "45"),
        ("34 years old", AGE, "year", "34", None),
        ("a 34-year-old", AGE, "year", "34", None),
        ("a mean age of 28.6 years", AGE, "year", "28.6", None),
        ("mean age 28.6 years", AGE, "year", "28.6", None),
        ("older than 65 years", AGE, "year", "65", None),
        ("18 years or older", AGE, "year", "18", None),
        ("55 %", PERCENTAGE, "%", "55", None),
        ("55%", PERCENTAGE, "%", "55", None),
        ("55 percent", PERCENTAGE, "%", "55", None),
        ("-5%", PERCENTAGE, "%", "-5", None),
        ("fell by −5 %", PERCENTAGE, "%", "-5", None),
        ("10–20%", PERCENTAGE, "%", "10", "20"),
        ("10% to 20%", PERCENTAGE, "%", "10", "20"),
        ("p = 0.039", P_VALUE, None, "0.039", None),
        ("P<.001", P_VALUE, None, "0.001", None),
        ("a p-value of 0.03", P_VALUE, None, "0.03", None),
        ("5 mg", DOSE, "mg", "5", None),
        ("5mg", DOSE, "mg", "5", None),
        ("1 mg/day", DOSE, "mg/day", "1", None),
        ("1 mg per day", DOSE, "mg/day", "1", None),
        ("1 mg daily", DOSE, "mg/day", "1", None),
        ("0.5 mL", DOSE, "mL", "0.5", None),
        ("1,000 IU", DOSE, "IU", "1000", None),
        ("20 mcg", DOSE, "µg", "20", None),
        ("1.5-mm needles", MEASURE, "mm", "1.5", None),
        ("80 μm", MEASURE, "µm", "80", None),
        ("90 hairs/cm2", MEASURE, "hairs/cm2", "90", None),
        ("90 hairs per cm²", MEASURE, "hairs/cm2", "90", None),
        ("90 hairs per square centimetre", MEASURE, "hairs/cm2", "90", None),
        ("90 hairs a day", MEASURE, "hairs/day", "90", None),
        ("about 7 reasons", OTHER, None, "7", None),
        ("a ratio of 0·15", OTHER, None, "0.15", None),
        ("twice .039", OTHER, None, "0.039", None),
    ],
)
def test_find_quantities_reads_value_unit_and_role(
    text: str, role: QuantityRole, unit: str | None, value: str, upper: str | None
) -> None:
    quantity = only(text)
    assert (quantity.role, quantity.unit, quantity.value) == (role, unit, Decimal(value))
    assert quantity.upper == (None if upper is None else Decimal(upper))


@pytest.mark.parametrize("text", ["0.085 ± 0.003 mm", "0.085 +/- 0.003 mm", "0.085±0.003mm", "0.085 mm ± 0.003 mm"])
def test_find_quantities_reads_plus_minus_as_uncertainty(text: str) -> None:
    quantity = only(text)
    assert (quantity.text, quantity.unit, quantity.upper) == (text, "mm", None)
    assert (quantity.value, quantity.uncertainty) == (Decimal("0.085"), Decimal("0.003"))


@pytest.mark.parametrize(
    "text",
    [
        "B12 and CO2",
        "IL6, IL-6, 5-alpha, 5α-reductase",
        "Grade 2, type 1, Fig. 3, phase 2, No. 4",
        "COVID-19",
        "(Smith 2016)",
        "Smith et al. (2016), since 1998",
        "in 2016 and in 2016-2018",
        "July 24, 24 July and May 2017",
        "the third, 3rd and twenty-first",
        "the first few months",
        "one of them, one another, no one",
        "that one is better",
        "shown before [4]",
        "(1) wait and (2) see",
        "a 7-point scale",
        "two-thirds, 1/3, 24/7, 10:1",
        "version 1.2.3",
        "1993 May;28(5 Pt 1):755-63",
        "doi: 10.1000/182 and PMID: 12345",
        "1" * 40,
        "10^400 weeks, 10⁴⁰⁰ weeks and 10^6 cells",
        "1e999 patients",
        "1,5 mm",
        "12,34 men",
    ],
)
def test_find_quantities_leaves_out_numbers_that_measure_nothing(text: str) -> None:
    assert find_quantities(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "about 10 men",
        "approximately 10 men",
        "around 10 men",
        "nearly 10 men",
        "almost 10 men",
        "over 10 men",
        "more than 10 men",
        "up to 10 men",
        "at least 10 men",
        "less than 10 men",
        "roughly 10 men",
        "some 10 men",
        "~10 men",
        "≈ 10 men",
        "10+ men",
    ],
)
def test_find_quantities_tells_approximate_counts(text: str) -> None:
    quantity = only(text)
    assert quantity.approximate
    assert (quantity.value, quantity.noun) == (Decimal(10), "men")
    assert not only("just 10 men").approximate


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("over 50 men", Bound.AT_LEAST),
        ("more than 50 men", Bound.AT_LEAST),
        ("at least 50 men", Bound.AT_LEAST),
        ("no fewer than 50 men", Bound.AT_LEAST),
        ("not less than 50 men", Bound.AT_LEAST),
        ("exceeding 50 men", Bound.AT_LEAST),
        ("≥ 50 men", Bound.AT_LEAST),
        (">50 men", Bound.AT_LEAST),
        ("50+ men", Bound.AT_LEAST),
        ("50 or more men", Bound.AT_LEAST),
        ("50 men or more", Bound.AT_LEAST),
        ("18 years or older", Bound.AT_LEAST),
        ("under 50 men", Bound.AT_MOST),
        ("less than 50 men", Bound.AT_MOST),
        ("fewer than 50 men", Bound.AT_MOST),
        ("up to 50 men", Bound.AT_MOST),
        ("at most 50 men", Bound.AT_MOST),
        ("no more than 50 men", Bound.AT_MOST),
        ("not more than 50 men", Bound.AT_MOST),
        ("≤50 men", Bound.AT_MOST),
        ("< 50 men", Bound.AT_MOST),
        ("50 or fewer men", Bound.AT_MOST),
        ("5 mm or less", Bound.AT_MOST),
        ("about 50 men", None),
        ("around 50 men", None),
        ("nearly 50 men", None),
        ("~50 men", None),
        ("p < 0.05", None),
        ("P ≥ .05", None),
    ],
)
def test_find_quantities_tells_which_way_a_figure_is_open(text: str, bound: Bound | None) -> None:
    quantity = only(text)
    assert quantity.approximate
    assert quantity.bound is bound


def test_find_quantities_leaves_closed_what_stands_beside_an_open_figure() -> None:
    ten, fifty = find_quantities("10 men and over 50 women")
    assert (ten.approximate, ten.bound) == (False, None)
    assert (fifty.approximate, fifty.bound) == (True, Bound.AT_LEAST)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1 in 10 women", [("1", OTHER), ("10", OTHER)]),
        ("one in ten women", [("ten", OTHER)]),
        ("1 in every 4 people", [("1", OTHER), ("4", OTHER)]),
        ("3-5 in 100 women", [("3-5", OTHER), ("100", OTHER)]),
        ("Eight of 10 men", [("Eight", OTHER), ("10 men", PARTICIPANTS)]),
        ("one of the 12 men", [("12 men", PARTICIPANTS)]),
        ("22 of 68 patients", [("22", OTHER), ("68 patients", PARTICIPANTS)]),
        ("22 men out of the 68 patients", [("22 men", OTHER), ("68 patients", PARTICIPANTS)]),
        ("two trials of 12 men", [("two trials", STUDIES), ("12 men", PARTICIPANTS)]),
        ("12 men of 30 years", [("12 men", PARTICIPANTS), ("30 years", DURATION)]),
        ("at month 1 in 10 women", [("month 1", TIME_POINT), ("10 women", PARTICIPANTS)]),
        ("a score of 3 in 10 men", [("3", OTHER), ("10 men", PARTICIPANTS)]),
        ("10 men in 3 trials", [("10 men", PARTICIPANTS), ("3 trials", STUDIES)]),
        ("−5 men", [("−5", OTHER)]),
        ("-5 men", [("-5", OTHER)]),
        ("n = -5", [("-5", OTHER)]),
        ("2.5 women", [("2.5", OTHER)]),
    ],
)
def test_find_quantities_takes_no_part_rate_or_impossible_count_for_a_study(
    text: str, found: list[tuple[str, QuantityRole]]
) -> None:
    assert [(quantity.text, quantity.role) for quantity in find_quantities(text)] == found


@pytest.mark.parametrize(
    ("text", "value", "upper", "approximate"),
    [
        ("50 million men", 50_000_000, None, True),
        ("2.5 million women", 2_500_000, None, True),
        ("2-3 million men", 2_000_000, 3_000_000, True),
        ("two to three million men", 2_000_000, 3_000_000, True),
        ("3 hundred men", 300, None, False),
        ("two to three hundred men", 200, 300, False),
        ("1,00,000 men", 100_000, None, False),
        ("12,34,567 men", 1_234_567, None, False),
    ],
)
def test_find_quantities_reads_great_counts(text: str, value: int, upper: int | None, approximate: bool) -> None:
    quantity = only(text)
    assert (quantity.role, quantity.text) == (PARTICIPANTS, text)
    assert (quantity.value, quantity.upper, quantity.approximate) == (
        Decimal(value),
        None if upper is None else Decimal(upper),
        approximate,
    )


@pytest.mark.parametrize(
    ("text", "values", "role"),
    [
        ("at 4, 8 and 12 weeks", [4, 8, 12], TIME_POINT),
        ("weeks 12 and 24", [12, 24], TIME_POINT),
        ("12 and 24 weeks", [12, 24], DURATION),
        ("in 10 and 20%", [10, 20], PERCENTAGE),
        ("from 1 to 2 mm", [1, 2], MEASURE),
    ],
)
def test_find_quantities_shares_the_unit_of_a_series(text: str, values: list[int], role: QuantityRole) -> None:
    quantities = find_quantities(text)
    assert [quantity.value for quantity in quantities] == values
    assert {quantity.role for quantity in quantities} == {role}
    assert len({quantity.unit for quantity in quantities}) == 1


def test_find_quantities_shares_nothing_over_a_comma_alone() -> None:
    assert [quantity.role for quantity in find_quantities("in 22, 55 % grew")] == [OTHER, PERCENTAGE]


def test_find_quantities_reads_all_figures_of_a_sentence() -> None:
    text = "Nine of 12 men aged 20 to 35 years gained 0.3 mm (p=0.03, n=9) after 24 weeks."
    found = [(quantity.text, quantity.role) for quantity in find_quantities(text)]
    assert found == [
        ("Nine", OTHER),
        ("12 men", PARTICIPANTS),
        ("20 to 35 years", AGE),
        ("0.3 mm", MEASURE),
        ("p=0.03", P_VALUE),
        ("n=9", PARTICIPANTS),
        ("24 weeks", TIME_POINT),
    ]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2 weeks", (14.0, 14.0)),
        ("for 1-2 months", (30.4375, 60.875)),
        ("1 year", (365.25, 365.25)),
        ("12 hours", (0.5, 0.5)),
        ("the first three months", (0.0, 91.3125)),
        ("10 men", None),
        ("5 mg", None),
    ],
)
def test_duration_days_converts_units_of_time_only(text: str, days: tuple[float, float] | None) -> None:
    assert duration_days(only(text)) == (None if days is None else pytest.approx(days))


@given(st.text() | CLINICAL)
def test_quantities_are_where_they_say_sorted_and_apart(text: str) -> None:
    quantities = find_quantities(text)
    assert all(quantity.text == quantity.span.of(text) != "" for quantity in quantities)
    assert all(first.span.end <= second.span.start for first, second in pairwise(quantities))
    assert all(quantity.upper is None or quantity.upper >= quantity.value for quantity in quantities)


@given(st.integers(0, 10**9))
def test_iter_numerals_reads_grouped_and_plain_digits_alike(number: int) -> None:
    (plain,) = iter_numerals(str(number))
    (grouped,) = iter_numerals(f"{number:,}")
    assert plain.value == grouped.value == number


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("zero", 0),
        ("nineteen", 19),
        ("Forty two", 42),
        ("a hundred", 100),
        ("three hundred and seven", 307),
        ("two thousand and one", 2001),
        ("ten thousand five hundred", 10_500),
        ("one hundred thousand", 100_000),
        ("two dozen", 24),
    ],
)
def test_iter_numerals_reads_number_words(words: str, value: int) -> None:
    (numeral,) = iter_numerals(f"the {words}, then")
    assert (numeral.span.of(f"the {words}, then"), numeral.value, numeral.in_words) == (
        words,
        Decimal(value),
        True,
    )


@pytest.mark.parametrize(
    "piece",
    ["1", "1 ", "1,", "1-", "1.1.", ",000", "one ", "twenty-", "one hundred and ", "a ", " ", "1 a ", "age of (", "1±"],
    ids=repr,
)
def test_find_quantities_gets_through_hostile_text(piece: str) -> None:
    text = piece * (50_000 // len(piece))
    assert all(found.span.of(text) == found.text for found in find_quantities(text))


def test_find_quantities_gets_through_random_digits_spaces_and_letters() -> None:
    text = "".join(random.Random(7).choices("0123456789 abcdemnosw.,-%", k=100_000))  # noqa: S311 - no secret, only noise
    found = find_quantities(text)
    assert found
    assert all(each.span.of(text) == each.text for each in found)
