"""POP: the people of the claim against those of the study."""

from __future__ import annotations

import pytest

from kg.model import Outcome, Severity
from tests.audit.findings import only, outcomes
from tests.builders import make_study


def test_population_fails_when_the_sex_differs() -> None:
    finding = only(outcomes("POP001", "Calmol eases itching in women.[1]", make_study(sex="male")))
    assert finding.outcome is Outcome.FAILED
    assert "women" in finding.message


def test_population_fails_when_the_age_group_differs() -> None:
    study = make_study(age="children and adolescents")
    assert only(outcomes("POP001", "Adults sleep better on calmol.[1]", study)).outcome is Outcome.FAILED


def test_population_warns_by_the_articles_scope_when_the_claim_names_nobody() -> None:
    study = make_study(age="children and adolescents")
    body = "This guide is for women who itch. Calmol eases itching.[1]"
    finding = only(outcomes("POP001", body, study))
    assert (finding.outcome, finding.severity) == (Outcome.FAILED, Severity.WARNING)


def test_population_is_a_note_when_neither_claim_nor_article_names_anybody() -> None:
    finding = only(outcomes("POP001", "Calmol eases itching.[1]", make_study(age="children")))
    assert (finding.outcome, finding.severity) == (Outcome.FAILED, Severity.NOTE)
    assert "about children only" in finding.message


@pytest.mark.parametrize(
    "said",
    [
        "Women were not included.[1]",
        "No women took part.[1]",
        "Whether women would benefit is unknown.[1]",
        "People with psoriasis were excluded.[1]",
        "Unlike women, the others slept.[1]",
    ],
)
def test_population_never_fails_on_groups_that_the_sentence_denies_or_sets_apart(said: str) -> None:
    findings = outcomes("POP001", said, make_study(sex="male", conditions=("eczema",)))
    assert [finding.message for finding in findings if finding.outcome is Outcome.FAILED] == []


def test_population_passes_when_the_source_studied_both() -> None:
    study = make_study(sex="male and female", age="adults")
    assert only(outcomes("POP001", "Calmol eases itching in women.[1]", study)).outcome is Outcome.PASSED


def test_population_fails_for_another_condition_but_not_for_a_narrower_one() -> None:
    study = make_study(conditions=("hand-eczema",))
    assert only(outcomes("POP001", "Calmol helps people with psoriasis.[1]", study)).outcome is Outcome.FAILED
    assert only(outcomes("POP001", "Calmol helps people with eczema.[1]", study)).outcome is not Outcome.FAILED
