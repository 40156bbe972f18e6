"""NUM: a figure fails only where it can be nothing else than the study's own size or length."""

from __future__ import annotations

import pytest

from kg.model import Confidence, Outcome, Severity, SourcePlace
from tests.audit.findings import only, outcomes
from tests.builders import REFERENCE, make_article, make_study


@pytest.mark.parametrize("said", ["12 women", "Twelve women", "a total of 12 patients"])
def test_sample_size_fails_when_no_number_of_the_source_agrees(said: str) -> None:
    finding = only(outcomes("NUM001", f"In a study of {said} calmol eased itching.[1]"))
    assert (finding.outcome, finding.severity) == (Outcome.FAILED, Severity.ERROR)
    assert finding.source[0].paraphrase
    assert "10 participants analysed" in finding.message


@pytest.mark.parametrize("said", ["10 women", "ten women", "about 11 people"])
def test_sample_size_passes_when_digits_or_words_agree(said: str) -> None:
    assert only(outcomes("NUM001", f"In a study of {said} calmol eased itching.[1]")).outcome is Outcome.PASSED


def test_sample_size_patch_changes_only_the_number() -> None:
    body = "In a study of 12 women calmol eased itching.[1]"
    article = make_article(body)
    finding = only(outcomes("NUM001", body))
    assert finding.patch is not None
    assert finding.patch.span.of(article.text) == "12 women"
    assert finding.patch.replacement == "10 women"


def test_sample_size_cannot_be_told_when_the_source_gives_none() -> None:
    finding = only(outcomes("NUM001", "In a study of 12 women calmol eased itching.[1]", make_study(analysed=None)))
    assert finding.outcome is Outcome.CANNOT_TELL


def test_sample_size_conflict_is_only_possible_when_the_figure_is_second_hand() -> None:
    place = SourcePlace("a blog", (), Confidence.LOW)
    finding = only(outcomes("NUM001", "A study of 12 women found calm.[1]", make_study(place=place)))
    assert finding.possible
    assert finding.severity is Severity.WARNING


def test_sample_size_is_not_judged_without_a_pointer() -> None:
    assert outcomes("NUM001", "In a study of 12 women calmol eased itching.") == []


@pytest.mark.parametrize(
    "said",
    [
        "Six women had itching at night.[1]",
        "Of those on calmol, 4 men slept better.[1]",
        "The trial did not include 12 women with fever.[1]",
        "More than 8 women slept better in the trial.[1]",
        "Fewer than 20 people took part in the trial.[1]",
        "Some 50 million people itch at night.[1]",
        "About 1 in 12 women itches at night.[1]",
        "The trial of 6 women and 4 men found calm.[1]",
        "A study of 12 women [1] and a study of 10 men [2] found calm.",
    ],
)
def test_sample_size_never_fails_on_a_figure_that_can_be_of_something_else(said: str) -> None:
    references = REFERENCE + "\n2. Doe C. Quiet. J Calm. 2019;1:1-2. PMID: 22222222."
    findings = outcomes("NUM001", said, references=references)
    assert [finding.message for finding in findings if finding.outcome is Outcome.FAILED] == []


def test_sample_size_of_one_study_in_a_review_is_not_held_against_the_whole() -> None:
    finding = only(outcomes("NUM001", "One trial of 60 women found calm.[1]", make_study(design="systematic-review")))
    assert finding.outcome is Outcome.CANNOT_TELL


def test_sample_size_patch_is_not_offered_where_the_noun_would_become_untrue() -> None:
    finding = only(
        outcomes("NUM001", "In a study of 12 women calmol eased itching.[1]", make_study(sex="both male and female"))
    )
    assert (finding.outcome, finding.patch) == (Outcome.FAILED, None)


def test_duration_fails_when_treatment_time_differs() -> None:
    finding = only(outcomes("NUM002", "Women were treated for 12 months and calmol eased itching.[1]"))
    assert finding.outcome is Outcome.FAILED
    assert "24 weeks" in finding.message


@pytest.mark.parametrize("said", ["for six months", "for 24 weeks", "by month 6"])
def test_duration_passes_when_times_agree_after_normalising(said: str) -> None:
    assert only(outcomes("NUM002", f"Calmol eased itching {said} of treatment.[1]")).outcome is Outcome.PASSED


@pytest.mark.parametrize(
    "said",
    [
        "Women took calmol for 4 minutes a day for 24 weeks.[1]",
        "Each treatment took 20 minutes.[1]",
        "They had not been treated for 6 months before the trial.[1]",
        "Calmol has been used for 40 years.[1]",
        "Treatment was given at intervals of 2 weeks.[1]",
        "Continue the treatment for at least 12 months.[1]",
        "The trial did not treat people for 12 months.[1]",
        "Women who had itched for 5 years slept better.[1]",
    ],
)
def test_duration_never_fails_on_a_time_that_can_be_of_something_else(said: str) -> None:
    findings = outcomes("NUM002", said)
    assert [finding.message for finding in findings if finding.outcome is Outcome.FAILED] == []


def test_duration_of_an_unread_source_is_not_held_against_the_other() -> None:
    references = REFERENCE + "\n2. Doe C. Quiet. J Calm. 2019;1:1-2. PMID: 22222222."
    finding = only(outcomes("NUM002", "Women were treated for 52 weeks.[1][2]", references=references))
    assert finding.outcome is Outcome.CANNOT_TELL


def test_duration_cannot_be_told_when_the_time_is_of_something_else() -> None:
    finding = only(outcomes("NUM002", "By day 3 the itching was back.[1]"))
    assert finding.outcome is Outcome.CANNOT_TELL
