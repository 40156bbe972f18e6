"""CIT: uncited claims, and several studies promised where there is one."""

from __future__ import annotations

import pytest

from kg.model import Direction, Outcome, Severity, SubjectKind
from tests.audit.findings import only, outcomes
from tests.audit.test_whole_article import make_result
from tests.builders import make_article, make_study


def test_plural_fails_on_one_study_and_offers_the_singular_with_its_verb() -> None:
    finding = only(outcomes("CIT003", "In several clinical studies, calmol eased itching.[1]"))
    assert finding.outcome is Outcome.FAILED
    assert finding.patch is not None
    assert finding.patch.replacement == "one clinical study"
    finding = only(outcomes("CIT003", "Several clinical studies show that calmol eases itching.[1]"))
    assert finding.patch is not None
    assert finding.patch.replacement == "One clinical study shows"


@pytest.mark.parametrize(
    "said",
    [
        "Further large studies are needed.[1]",
        "Unlike earlier studies, this trial measured sleep.[1]",
        "No other trials have looked at calmol.[1]",
        "In contrast to other studies, calmol did nothing.[1]",
        "More studies would be welcome.[1]",
    ],
)
def test_plural_says_nothing_where_studies_are_no_witnesses(said: str) -> None:
    assert outcomes("CIT003", said) == []


def test_plural_passes_on_a_review() -> None:
    finding = only(
        outcomes("CIT003", "Studies show that calmol eases itching.[1]", make_study(design="systematic-review"))
    )
    assert finding.outcome is Outcome.PASSED


def test_plural_cannot_be_told_when_the_one_source_is_unknown() -> None:
    references = "1. Doe C. Something else. J Calm. 2019;1:1-2. PMID: 22222222."
    finding = only(outcomes("CIT003", "Studies show that calmol eases itching.[1]", references=references))
    assert finding.outcome is Outcome.CANNOT_TELL


def test_uncited_warns_once_for_an_asserted_claim_said_twice() -> None:
    body = "Calmol reduces itching in all patients.\n\nCalmol works.[1]\n\nCalmol reduces itching in all patients."
    failed = [f for f in outcomes("CIT001", body) if f.outcome is Outcome.FAILED and f.severity is Severity.WARNING]
    assert len(failed) == 1
    assert len(failed[0].folded) == 1


def test_uncited_does_not_warn_of_a_statement_that_little_is_known() -> None:
    body = "There are no long-term studies of whether calmol eases itching.\n\nCalmol works.[1]"
    assert len(make_article(body).claims[0].concepts) == 2
    assert not [f for f in outcomes("CIT001", body) if f.severity is Severity.WARNING and f.outcome is Outcome.FAILED]


def test_uncited_is_summed_up_for_the_article() -> None:
    findings = outcomes("CIT001", "Calmol reduces itching.[1]\n\nCalmol improves sleep.")
    assert any(finding.message.startswith("1 of 2 checkable claims") for finding in findings)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("According to clinical research, calmol may help.", "According to clinical research"),
        ("Some studies even suggest that calmol eases itching.", "Some studies"),
        ("In several trials, itching fell.", "several trials"),
        ("Research shows that calmol may ease itching.", "Research shows"),
    ],
)
def test_appeal_to_research_without_a_source_is_warned_of_though_hedged(said: str, words: str) -> None:
    failed = [f for f in outcomes("CIT001", f"{said}\n\nCalmol works.[1]") if f.outcome is Outcome.FAILED]
    (finding,) = [f for f in failed if f.severity is Severity.WARNING]
    assert f"calls on “{words}”" in finding.message


@pytest.mark.parametrize(
    "said",
    ["That calmol may help has not been scientifically proven.", "Further studies are needed of whether it may help."],
)
def test_words_that_little_is_known_are_no_appeal(said: str) -> None:
    assert not [f for f in outcomes("CIT001", f"{said}\n\nCalmol works.[1]") if "calls on" in f.message]


def test_claim_that_studies_of_the_graph_bear_out_is_a_note_that_names_them() -> None:
    said = "Calmol reduces itching in eczema."
    agreeing = make_result("good-2020", Direction.DECREASE, conditions=("eczema",))
    against = make_result("null-2021", Direction.NO_CHANGE, conditions=("eczema",))
    finding = next(f for f in outcomes("CIT001", said, agreeing) if f.subject_kind is SubjectKind.CLAIM)
    assert (finding.severity, "Smith et al. 2020" in finding.message) == (Severity.NOTE, True)
    for studies in ((against,), (agreeing, against)):
        finding = next(f for f in outcomes("CIT001", said, *studies) if f.subject_kind is SubjectKind.CLAIM)
        assert finding.severity is Severity.WARNING


def test_what_some_users_say_needs_no_source_as_much_as_a_finding_does() -> None:
    said = "Some users report that calmol reduces itching in eczema."
    finding = next(f for f in outcomes("CIT001", said) if f.subject_kind is SubjectKind.CLAIM)
    assert finding.severity is Severity.NOTE


def test_lines_on_which_a_claim_is_said_again_are_told_once_each() -> None:
    body = "Calmol eases itching. Calmol eases itching.\n\nCalmol eases itching. Calmol eases itching."
    (told,) = [each for each in outcomes("CIT001", body) if each.folded]
    assert told.message.endswith("Said again on line 3, 5.")
