"""Grades of causal language."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.text.causality import CausalStrength, read_causality


@pytest.mark.parametrize(
    ("sentence", "strength"),
    [
        ("Calmol reduced itching.", CausalStrength.DIRECT),
        ("Poor sleep leads to itching.", CausalStrength.DIRECT),
        ("Calmol was more effective than placebo.", CausalStrength.DIRECT),
        ("Calmol might reduce itching.", CausalStrength.CONDITIONAL),
        ("Cooling could play a role in healing.", CausalStrength.CONDITIONAL),
        ("Itching was associated with reduced sleep.", CausalStrength.CORRELATIONAL),
        ("Itching may be associated with poor sleep.", CausalStrength.CORRELATIONAL),
        ("Women were more likely to itch than men.", CausalStrength.CORRELATIONAL),
        ("Further trials are needed to test whether calmol reduces itching.", CausalStrength.NONE),
        ("Doctors should ask about itching.", CausalStrength.NONE),
        ("The mean age was 40 years.", CausalStrength.NONE),
        ("In women, reduced sleep was associated with itching.", CausalStrength.CORRELATIONAL),
        ("Itching increased during the first winter.", CausalStrength.CORRELATIONAL),
        ("There was an improvement in itching after a year.", CausalStrength.CORRELATIONAL),
        ("Calmol is safe for skin.", CausalStrength.NONE),
        ("Itching occurred in more than half of the women.", CausalStrength.NONE),
    ],
)
def test_sentence_has_the_grade_of_its_first_relation(sentence: str, strength: CausalStrength) -> None:
    reading = read_causality(sentence)
    assert reading.strength is strength
    assert (reading.cue is None) is (strength is CausalStrength.NONE)


@given(st.text(max_size=300))
def test_words_that_decide_stand_where_they_are_said_to(text: str) -> None:
    cue = read_causality(text).cue
    assert cue is None or cue.span.of(text) == cue.text
