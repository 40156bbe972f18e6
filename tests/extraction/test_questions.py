"""What an abstract answers about an intervention, a comparator and an outcome."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extraction.questions import EffectQuestion, answer_question
from kg.model.study import Direction
from tests.extraction.texts import results_of

QUESTION = EffectQuestion("zinc tablets", "placebo", "pain score")


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("The pain score was lower with zinc than with placebo (p = 0.01).", Direction.DECREASE),
        ("The pain score was higher in the placebo group than in the zinc group.", Direction.DECREASE),
        ("The pain score was significantly higher with placebo (p < 0.05).", Direction.DECREASE),
        ("Compared with placebo, zinc increased the pain score.", Direction.INCREASE),
        ("Zinc reduced the pain score more than placebo.", Direction.DECREASE),
        ("A greater reduction of the pain score was seen with zinc.", Direction.DECREASE),
        ("The fall in pain score was smaller in the zinc group than in controls.", Direction.INCREASE),
        ("The pain score improved with zinc compared with placebo (p = 0.02).", Direction.DECREASE),
        ("The pain score was better in the control group.", Direction.INCREASE),
        ("The pain score did not differ between groups.", Direction.NO_CHANGE),
        ("There was no significant difference in pain score.", Direction.NO_CHANGE),
        ("The pain score was lower with zinc than with placebo (p = 0.3).", Direction.NO_CHANGE),
        ("The pain score was lower with zinc, but this difference was not significant.", Direction.NO_CHANGE),
        ("Although not significant, the pain score was lower with zinc.", Direction.NO_CHANGE),
        ("The pain score was lower with zinc. These differences were not significant.", Direction.NO_CHANGE),
        ("For the pain score the mean difference was -0.4 (95% CI -1.2 to 0.4).", Direction.NO_CHANGE),
        ("For the pain score the mean difference was -0.9 (95% CI -1.2 to -0.4).", Direction.DECREASE),
        ("The pain score was 3.1 with zinc and 4.5 with placebo (p = 0.01).", Direction.DECREASE),
        ("The pain score was 3.1 with placebo and 4.5 with zinc (p = 0.01).", Direction.INCREASE),
        ("The pain score fell in both groups.", Direction.NO_CHANGE),
        ("The pain score fell in both groups, but the pain score fell more in the zinc group.", Direction.DECREASE),
        ("Zinc tablets led to a lower pain score than tablets without it.", Direction.DECREASE),
        ("Sleep time was longer with zinc.", Direction.NOT_MEASURED),
    ],
)
def test_direction_is_that_of_the_intervention_against_the_comparator(text: str, direction: Direction) -> None:
    assert answer_question(QUESTION, results_of(text)).direction is direction


def test_arms_are_known_by_the_letters_that_the_text_gives_them() -> None:
    text = "Group A received zinc; group B received copper. The pain score was higher in group B."
    answer = answer_question(EffectQuestion("zinc", "copper", "pain score"), results_of(text))
    assert answer.direction is Direction.DECREASE


@pytest.mark.parametrize(
    ("intervention", "comparator", "direction"),
    [
        ("usual care", "usual care plus zinc", Direction.INCREASE),
        ("usual care plus zinc", "usual care", Direction.DECREASE),
        ("standard care plus zinc", "usual care", Direction.DECREASE),
        ("sterile water", "zinc", Direction.INCREASE),
    ],
)
def test_control_is_the_arm_that_gets_nothing_more(intervention: str, comparator: str, direction: Direction) -> None:
    text = "The pain score was lower in the intervention group than in the control group (p = 0.01)."
    assert (
        answer_question(EffectQuestion(intervention, comparator, "pain score"), results_of(text)).direction is direction
    )


@pytest.mark.parametrize(
    ("text", "is_turned"),
    [
        ("The pain score was higher with placebo than with zinc.", True),
        ("The pain score was 4.5 with placebo and 3.1 with zinc (p = 0.01).", True),
        ("The pain score was lower with zinc than with placebo.", False),
    ],
)
def test_answer_tells_whether_the_statement_speaks_of_the_comparator(text: str, *, is_turned: bool) -> None:
    answer = answer_question(QUESTION, results_of(text))
    assert (answer.direction, answer.is_turned) == (Direction.DECREASE, is_turned)


def test_outcome_is_known_by_its_short_form() -> None:
    question = EffectQuestion("zinc", "placebo", "body mass index")
    text = "We took the body mass index (BMI). BMI was higher with zinc than with placebo. Pain was lower with zinc."
    assert answer_question(question, results_of(text)).direction is Direction.INCREASE


def test_results_are_believed_before_aims() -> None:
    aim = results_of("We tested whether zinc reduces the pain score compared with placebo.", "OBJECTIVE")
    result = results_of("The pain score was similar with zinc and placebo.")
    assert answer_question(QUESTION, aim + result).direction is Direction.NO_CHANGE


def test_a_denial_for_all_outcomes_answers_where_nothing_else_does() -> None:
    answer = answer_question(QUESTION, results_of("There were no differences in any other outcomes."))
    assert (answer.direction, answer.rule) == (Direction.NO_CHANGE, "effects/general-denial")


def test_an_answer_quotes_its_statement_and_silence_has_no_place() -> None:
    text = "Sleep was good; the pain score was lower with zinc (p = 0.01)."
    place = answer_question(QUESTION, results_of(text)).place
    assert place is not None
    assert place.quote == place.span.of(text) == "the pain score was lower with zinc (p = 0.01)."
    assert answer_question(QUESTION, ()).place is None


@given(st.text(max_size=120), st.text(max_size=20), st.text(max_size=20), st.text(max_size=20))
def test_any_text_is_answered_without_an_error(text: str, intervention: str, comparator: str, outcome: str) -> None:
    answer = answer_question(EffectQuestion(intervention, comparator, outcome), results_of(text))
    assert (answer.place is None) == (answer.direction is Direction.NOT_MEASURED)
