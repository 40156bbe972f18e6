"""SUP001 and MEC001: whether the source speaks of it, and in what a mechanism was looked at."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.audit.support import support_score
from kg.extraction.passages import passages_of
from kg.extraction.texts import SourceText
from kg.identifiers import ConceptId
from kg.model import Direction, Fact, Outcome, Setting, SourcePlace
from tests.audit.findings import only, outcomes, paper
from tests.builders import ABSTRACT, make_article, make_study

TEXT = (
    "We gave calmol to ten adults. Itching of the hands was lower after a week. Sleep did not change. "
    "Nobody stopped early. Calmol is worth testing in larger groups."
)


@pytest.mark.parametrize(
    ("claim", "outcome"),
    [
        ("After a week of calmol, itching of the hands was lower.", Outcome.PASSED),
        ("Eating salt raises blood pressure among elderly pilots.", Outcome.FAILED),
        ("Calmol soothes scalp redness among elderly pilots.", Outcome.CANNOT_TELL),
    ],
)
def test_source_speaks_of_a_claim_or_does_not_or_cannot_tell(claim: str, outcome: Outcome) -> None:
    finding = only(outcomes("SUP001", f"{claim}[1]", paper(TEXT)))
    assert finding.outcome is outcome
    assert finding.possible is (outcome is Outcome.FAILED)


def test_little_text_never_shows_that_a_source_is_silent() -> None:
    claim = "Eating salt raises blood pressure among elderly pilots.[1]"
    assert only(outcomes("SUP001", claim, paper("Itching was lower."))).outcome is Outcome.CANNOT_TELL


@given(st.text(max_size=200), st.text(max_size=200))
def test_score_lies_between_0_and_1_for_any_words(claim: str, source: str) -> None:
    passages = passages_of([SourceText("abstract", source)])
    assert 0 <= support_score(claim, passages) <= 1


@pytest.mark.parametrize(
    ("setting", "claim", "outcome"),
    [
        (Setting.PROPOSED, "Calmol works by cooling the skin.", Outcome.FAILED),
        (Setting.HUMAN, "Calmol works by cooling the skin.", Outcome.PASSED),
        (Setting.PROPOSED, "Calmol may work by cooling the skin.", Outcome.PASSED),
    ],
)
def test_mechanism_stated_as_a_fact_needs_to_have_been_seen(setting: Setting, claim: str, outcome: Outcome) -> None:
    assert ConceptId("cooling") in make_article(f"{claim}[1]").claims[0].concepts
    fact = Fact("cooling", Direction.NOT_MEASURED, ConceptId("cooling"), tested_in=setting, source=ABSTRACT)
    finding = only(outcomes("MEC001", f"{claim}[1]", replace(make_study(), facts=(fact,))))
    assert finding.outcome is outcome


def test_mechanism_read_second_hand_is_a_possible_conflict() -> None:
    place = SourcePlace("a blog")
    fact = Fact("cooling", Direction.NOT_MEASURED, ConceptId("cooling"), tested_in=Setting.ANIMAL, source=place)
    finding = only(outcomes("MEC001", "Calmol works by cooling the skin.[1]", replace(make_study(), facts=(fact,))))
    assert (finding.outcome, finding.possible) == (Outcome.FAILED, True)
