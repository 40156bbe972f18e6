"""STR: cause for going together, people for mice, certainty for a hedge."""

from __future__ import annotations

import pytest

from kg.model import Finding, Outcome
from tests.audit.findings import only, outcomes, paper

ABSTRACT = (
    "We followed ten adults. Poor sleep was associated with severe itching of the hands. "
    "Calmol may improve morning sleep quality. Cold water reduced redness of the skin."
)


def asked(rule: str, claim: str, abstract: str = ABSTRACT, design: str | None = "cohort-study") -> Finding:
    return only(outcomes(rule, f"{claim}[1]", paper(abstract, design=design)))


def test_cause_for_going_together_fails_and_offers_the_weaker_words() -> None:
    finding = asked("STR001", "Poor sleep causes severe itching of the hands.")
    assert finding.outcome is Outcome.FAILED
    assert finding.patch is not None
    assert finding.patch.replacement == "is associated with"
    assert finding.source[0].text == "Poor sleep was associated with severe itching of the hands."


@pytest.mark.parametrize(
    "claim",
    [
        "Poor sleep is linked to severe itching of the hands.",
        "Poor sleep may cause severe itching of the hands.",
        "Poor sleep does not cause severe itching of the hands.",
    ],
)
def test_weaker_words_pass(claim: str) -> None:
    assert asked("STR001", claim).outcome is not Outcome.FAILED


def test_cause_that_the_source_tells_itself_passes() -> None:
    abstract = "Poor sleep causes severe itching of the hands. Poor sleep was associated with itching."
    assert asked("STR001", "Poor sleep causes severe itching of the hands.", abstract).outcome is Outcome.PASSED


@pytest.mark.parametrize(("design", "fails"), [("animal-experiment", True), ("randomised-controlled-trial", False)])
def test_people_are_told_of_only_where_the_design_holds_people(design: str, fails: bool) -> None:
    finding = asked("STR001", "Cold water reduced redness of the skin in patients.", design=design)
    assert (finding.outcome is Outcome.FAILED) is fails


def test_design_that_only_the_text_states_is_read() -> None:
    abstract = "Twenty male Wistar rats were given calmol. Calmol reduced redness of the skin. The rats were healthy."
    claim = "Calmol reduced redness of the skin in patients."
    assert asked("STR001", claim, abstract, design=None).outcome is Outcome.FAILED


@pytest.mark.parametrize("sure", ["will improve", "will certainly improve", "is proven to improve"])
def test_certainty_for_a_hedge_fails(sure: str) -> None:
    finding = asked("STR002", f"Calmol {sure} morning sleep quality.")
    assert finding.outcome is Outcome.FAILED
    (passage,) = finding.source
    assert [span.of(passage.text) for span in passage.marked] == ["may"]


def test_will_for_may_is_mended_by_one_word() -> None:
    finding = asked("STR002", "Calmol will improve morning sleep quality.")
    assert finding.patch is not None
    assert finding.patch.replacement == "may"


@pytest.mark.parametrize("hedged", ["could improve", "might improve", "possibly improves", "seems to improve"])
def test_another_hedge_passes(hedged: str) -> None:
    assert asked("STR002", f"Calmol {hedged} morning sleep quality.").outcome is Outcome.PASSED


def test_bare_statement_of_a_bare_finding_passes() -> None:
    assert asked("STR002", "Cold water reduced redness of the skin.").outcome is Outcome.PASSED
