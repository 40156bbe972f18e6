"""Effects, harms, follow-up and impossible figures read out of a record."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extraction.adverse import find_adverse_events
from kg.extraction.directions import ChangeKind, find_cues
from kg.extraction.effects import effects_of, extract_effects
from kg.extraction.facts import from_fact, to_fact, to_facts
from kg.extraction.follow_up import longest_follow_up
from kg.extraction.plausibility import find_figure_problems
from kg.identifiers import StudyId
from kg.model import AbstractSection, IndexedRecord
from kg.model.effect import EffectSize, EffectValues, ReportedEffect, is_benefit
from kg.model.statistic import EffectMeasure, Interval, PSign, PValue, Significance
from kg.model.study import Direction, Fact, SourcePlace
from tests.extraction.texts import results_of
from tests.strategies import register

register()

WORDS = st.lists(
    st.sampled_from(
        """pain sleep was were lower higher with in than zinc placebo group (p=0.01) no difference improved by 95% CI
        0.5 to 0.9 OR 0.7 ; , . and but compared both adverse events nausea follow-up 12 weeks n=30 5/10 (60%)
        """.split()
    ),
    max_size=30,
).map(" ".join)


def only(text: str) -> EffectValues:
    (effect,) = effects_of(results_of(text))
    return effect.values


def test_an_effect_has_outcome_direction_sides_figures_and_time() -> None:
    figures = "(odds ratio 0.5, 95% CI 0.3-0.8; p=0.004)"
    text = f"At 12 weeks, pain was lower in the zinc group than in the placebo group {figures}."
    interval = Interval(Decimal("0.3"), Decimal("0.8"), Decimal(95))
    assert only(text) == EffectValues(
        outcome="pain",
        direction=Direction.DECREASE,
        arm="zinc group",
        comparator="placebo group",
        size=EffectSize(EffectMeasure.ODDS_RATIO, Decimal("0.5"), None, interval),
        p=PValue(PSign.EQUAL, Decimal("0.004")),
        significance=Significance.SIGNIFICANT,
        time_point="12 weeks",
    )


@pytest.mark.parametrize(
    ("text", "outcome", "direction"),
    [
        ("Zinc significantly reduced sleep time.", "sleep time", Direction.DECREASE),
        ("There was no significant difference in hair density between groups.", "hair density", Direction.NO_CHANGE),
        ("Zinc led to fewer headaches.", "headaches", Direction.DECREASE),
        ("A significant increase in hair density was seen.", "hair density", Direction.INCREASE),
        ("Zinc had no significant effect on blood glucose.", "blood glucose", Direction.NO_CHANGE),
        ("Hair density did not change.", "Hair density", Direction.NO_CHANGE),
        ("Quality of life improved significantly.", "Quality of life", Direction.INCREASE),
        ("Pain improved significantly.", "Pain", Direction.DECREASE),
        ("Serum ferritin improved significantly.", "Serum ferritin", Direction.UNCLEAR),
        ("Hair density differed significantly.", "Hair density", Direction.UNCLEAR),
        ("Zinc did not decrease vessel density in adults.", "vessel density", Direction.NO_CHANGE),
        (
            "Zinc did not adversely affect the safety outcomes of sleep.",
            "safety outcomes of sleep",
            Direction.NO_CHANGE,
        ),
        ("Pain did not decrease in adults.", "Pain", Direction.NO_CHANGE),
    ],
)
def test_outcome_and_direction_are_in_the_statement(text: str, outcome: str, direction: Direction) -> None:
    values = only(text)
    assert (values.outcome, values.direction) == (outcome, direction)


@pytest.mark.parametrize(
    "text",
    [
        "This randomised, open-label, non-inferiority trial was conducted among 40 adults.",
        "We did not pool sleep because of significant clinical heterogeneity in the two trials.",
        "Such scanty evidence warrants additional randomised trials evaluating zinc for lower pain versus placebo.",
        "Further well-designed studies of lower pain with zinc than with placebo are needed.",
    ],
)
def test_plans_and_wishes_are_no_effects(text: str) -> None:
    assert effects_of(results_of(text)) == ()


@pytest.mark.parametrize("text", ["Zinc was non-inferior.", "Non-inferiority was shown in this trial."])
def test_non_inferiority_that_was_found_is_told(text: str) -> None:
    assert [cue.kind for cue in find_cues(text)] == [ChangeKind.SAME]


def test_p_of_heterogeneity_is_not_the_p_of_the_difference() -> None:
    figures = "WMD = -2.22, 95% CI -5.86 to 1.42; I2 = 79.6%, P = 0.008"
    values = only(f"Zinc did not decrease vessel density ({figures}).")
    assert (values.p, values.significance) == (None, Significance.NOT_SIGNIFICANT)
    assert only("Pain was lower (P = 0.008; I2 = 79.6%).").p == PValue(PSign.EQUAL, Decimal("0.008"))


def test_what_is_not_stated_is_none() -> None:
    values = only("Hair density was higher.")
    assert (values.arm, values.comparator, values.size, values.p) == (None, None, None, None)
    assert (values.significance, values.time_point) == (None, None)


def test_a_change_within_one_arm_is_held_against_the_baseline() -> None:
    assert only("Hair density increased from baseline.").comparator == "baseline"


def test_a_direction_that_chance_explains_keeps_its_direction_and_says_so() -> None:
    values = only("Hair density was higher with zinc (p = 0.4).")
    assert (values.direction, values.significance) == (Direction.INCREASE, Significance.NOT_SIGNIFICANT)


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Hair density tended to be higher with zinc.", "tended to"),
        ("A non-significant increase in hair density was seen.", "non-significant"),
        (
            "Hair density was higher, but this difference was not significant.",
            "but this difference was not significant.",
        ),
        ("Hair density was higher. This was not significant.", "This was not significant."),
    ],
)
def test_words_that_weaken_a_direction_leave_it_and_say_that_chance_may_explain_it(text: str, quote: str) -> None:
    effect = effects_of(results_of(text))[0]
    assert effect.direction.value is Direction.INCREASE
    assert effect.significance is not None
    assert effect.significance.value is Significance.NOT_SIGNIFICANT
    assert effect.significance.place.quote == quote


@pytest.mark.parametrize(
    ("text", "arm", "comparator"),
    [
        ("Hair density was higher in group B than in group A.", "group B", "group A"),
        ("Hair density was higher in the zinc arm compared with usual care.", "zinc arm", "usual care"),
        ("Hair density did not differ between zinc and copper groups.", "zinc", "copper"),
        ("Hair density was similar in all groups.", None, None),
        ("Hair density was higher than before treatment.", None, "baseline"),
        ("Hair density was higher with zinc versus placebo.", None, "placebo"),
    ],
)
def test_sides_are_named_in_the_statement_or_not_stated(text: str, arm: str | None, comparator: str | None) -> None:
    values = only(text)
    assert (values.arm, values.comparator) == (arm, comparator)


@pytest.mark.parametrize(
    "text", ["Both drugs were better than placebo.", "We compared zinc with placebo.", "The study lasted 12 weeks."]
)
def test_a_statement_that_names_no_outcome_reports_no_effect(text: str) -> None:
    assert effects_of(results_of(text)) == ()


def test_aims_and_methods_report_no_effect() -> None:
    assert effects_of(results_of("Pain was lower with zinc.", "METHODS")) == ()
    assert effects_of(results_of("We aimed to show that pain was lower with zinc.")) == ()


def test_hedged_conclusions_report_no_effect() -> None:
    assert effects_of(results_of("Zinc may reduce pain compared with placebo.", "CONCLUSION")) == ()


def test_places_count_in_the_section_that_they_name() -> None:
    record = IndexedRecord(
        key=StudyId("a"),
        title="Zinc for pain",
        abstract=(
            AbstractSection("Thirty women were seen.", "METHODS"),
            AbstractSection("It was good. Pain was lower in the zinc group (p = 0.01).", "RESULTS"),
        ),
    )
    (effect,) = extract_effects(record)
    text = record.abstract[1].text
    for value in (effect.outcome, effect.direction, effect.arm, effect.p):
        assert value is not None
        assert value.place.index == 1
        assert value.place.span.of(text) == value.place.quote


@given(WORDS)
def test_every_place_proves_itself(text: str) -> None:
    passages = results_of(text)
    places = [problem.place for problem in find_figure_problems(passages)]
    report = find_adverse_events(passages)
    places += [found.place for found in (*report.events, *report.none_reported)]
    for effect in effects_of(passages):
        places += [effect.place, effect.outcome.place, effect.direction.place]
        assert effect.outcome.value == effect.outcome.place.quote
    assert all(place is not None and place.span.of(text) == place.quote for place in places)


@pytest.mark.parametrize(
    ("text", "events", "denied"),
    [
        ("Adverse events were nausea, mild rash and headache.", ["nausea", "mild rash", "headache"], False),
        ("No adverse events were reported.", [], True),
        ("Side effects were not observed.", [], True),
        ("There was no difference in adverse events.", [], False),
        ("Pain was lower.", [], False),
    ],
)
def test_harms_are_told_denied_or_not_stated(text: str, events: list[str], denied: bool) -> None:
    report = find_adverse_events(results_of(text))
    assert [event.value for event in report.events] == events
    assert bool(report.none_reported) is denied
    assert report.is_stated is (bool(events) or denied)


def test_longest_follow_up_is_beside_a_word_of_following() -> None:
    text = "Treatment took 5 years. Follow-up was at 6 weeks and 3 months; they slept 9 years."
    found = longest_follow_up(results_of(text))
    assert found is not None
    assert found.value.text == "3 months"
    assert longest_follow_up(results_of("Treatment took 5 years.")) is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("OR 0.5 (95% CI 0.6-0.9)", "the interval 0.6 to 0.9 does not hold its estimate 0.5"),
        ("95% CI 0.9 to 0.6", "an interval from 0.9 down to 0.6"),
        ("hazard ratio -0.5", "a ratio of -0.5"),
        ("p = 1.3", "a p value of 1.3"),
        ("p = 5", "a p value of 5"),
        ("12 of 10 (120%) women", "12 of 10 is no part (120 %)"),
        ("5/10 (60%)", "5 of 10 is not 60 %"),
    ],
)
def test_impossible_figures_are_told_with_their_place(text: str, message: str) -> None:
    (problem,) = find_figure_problems(results_of(text))
    assert problem.what == message
    assert problem.place is not None
    assert problem.place.quote in text


@pytest.mark.parametrize(
    "text",
    [
        "OR 0.7 (95% CI 0.6-0.9), p = 1.0",
        "33/100 (33%)",
        "2 of 3 (67%)",
        "mean difference 4 (95% CI -5 to -3)",
        "mean difference -4 (95% CI -5 to -3)",
    ],
)
def test_possible_figures_are_no_problem(text: str) -> None:
    assert find_figure_problems(results_of(text)) == ()


@given(st.from_type(EffectValues))
def test_effect_comes_back_from_its_fact(values: EffectValues) -> None:
    fact = to_fact(values, SourcePlace("abstract"))
    assert from_fact(fact) == (None if values.direction is Direction.NOT_MEASURED else values)


def test_a_fact_says_where_it_was_read() -> None:
    effects: tuple[ReportedEffect, ...] = effects_of(results_of("Pain was lower with zinc."))
    (fact,) = to_facts(effects, SourcePlace("abstract"))
    assert (fact.outcome, fact.source.part) == ("Pain", "abstract")
    assert from_fact(Fact("pain", Direction.NOT_MEASURED)) is None


@pytest.mark.parametrize(
    ("direction", "lower_is_better", "benefit"),
    [
        (Direction.DECREASE, True, True),
        (Direction.INCREASE, True, False),
        (Direction.INCREASE, False, True),
        (Direction.DECREASE, None, None),
        (Direction.NO_CHANGE, True, None),
    ],
)
def test_benefit_needs_the_vocabulary(direction: Direction, lower_is_better: bool | None, benefit: bool | None) -> None:
    assert is_benefit(direction, lower_is_better=lower_is_better) is benefit
