"""NUM: a claim's figures against its source's own sentences: only another value of the same quantity fails."""

from __future__ import annotations

import re

import pytest

from kg.audit import RULES
from kg.identifiers import Pmid, StudyId
from kg.model import AbstractSection, Finding, IndexedRecord, Outcome, Severity, Study
from tests.audit.findings import only, outcomes
from tests.builders import REFERENCE, make_article, make_study

ABSTRACT = (
    "We randomised 120 women with eczema to calmol 20 mg twice daily (n = 62) or rest (n = 58). "
    "At 24 weeks itching had eased in 44.4% of women on calmol and in 21% of those at rest. "
    "Sleep was longer in half of them, and scratching at night was 12 times less frequent. "
    "Systolic blood pressure fell by 5 mmHg after 8 weeks of calmol."
)
LONG = (
    "We randomised 2,341 women with eczema, of whom most completed 18-month follow-up. "
    "The cohort held 12 450 people with eczema."
)


def source(abstract: str = ABSTRACT, *, title: str = "Calmol for eczema", pmid: str = "11111111") -> Study:
    """A study of which nothing but title and abstract is known."""
    key = StudyId(f"pmid-{pmid}")
    return Study(key, IndexedRecord(key, pmid=Pmid(pmid), title=title, abstract=(AbstractSection(abstract),)))


def told(rule: str, claim: str, abstract: str = ABSTRACT) -> list[Finding]:
    return outcomes(rule, f"{claim}[1]", source(abstract))


@pytest.mark.parametrize(
    ("rule", "claim", "words", "replacement"),
    [
        ("NUM003", "Itching had eased in 64% of women on calmol.", "64%", "44.4%"),
        ("NUM003", "Women were randomised to calmol 200 mg twice daily or rest.", "200 mg", "20 mg"),
        ("NUM003", "Women were randomised to calmol 20 g twice daily or rest.", "20 g", "20 mg"),
        ("NUM003", "Women were randomised to calmol 20 mg once daily or rest.", "once daily", "twice daily"),
        ("NUM003", "Scratching at night was 20 times less frequent.", "20 times", "12 times"),
        ("NUM003", "Systolic blood pressure fell by 5 kPa after 8 weeks of calmol.", "5 kPa", "5 mmHg"),
        ("NUM002", "At 24 months itching had eased in 44.4% of women on calmol.", "24 months", "24 weeks"),
        ("NUM002", "Systolic blood pressure fell by 5 mmHg after 16 weeks of calmol.", "16 weeks", "8 weeks"),
        ("NUM001", "The trial randomised 220 people to calmol or rest.", "220 people", "120 people"),
    ],
)
def test_another_value_of_the_same_quantity_fails_with_both_sides_shown(
    rule: str, claim: str, words: str, replacement: str
) -> None:
    finding = only([each for each in told(rule, claim) if each.outcome is Outcome.FAILED])
    assert finding.said is not None
    assert [span.of(finding.said.text) for span in finding.said.marked] == [words]
    (shown,) = finding.source
    assert shown.text in ABSTRACT
    assert not shown.paraphrase
    assert shown.place.startswith("PMID 11111111, abstract, sentence ")
    assert finding.patch is not None
    article = make_article(f"{claim}[1]", REFERENCE)
    assert finding.patch.span.of(article.text) == words
    assert finding.patch.replacement == replacement


EXAMPLES = {
    "NUM001": lambda value: make_study(analysed=int(value)),
    "NUM002": lambda value: make_study(duration=value),
    "NUM003": lambda value: source(f"Itching eased in {value} of those on calmol."),
}


@pytest.mark.parametrize("code", EXAMPLES)
def test_examples_of_the_rules_come_out_as_they_say(code: str) -> None:
    for example, outcome in ((RULES[code].failing, Outcome.FAILED), (RULES[code].passing, Outcome.PASSED)):
        told_of = re.fullmatch(r"(?P<claim>.+\[1\]) \(the source (?:analysed|treated for|has) (?P<value>.+)\)", example)
        assert told_of is not None
        finding = only(outcomes(code, told_of["claim"], EXAMPLES[code](told_of["value"])))
        assert finding.outcome is outcome


def test_patched_sentence_passes() -> None:
    claim = "Itching had eased in 64% of women on calmol."
    patch = only(told("NUM003", claim)).patch
    assert patch is not None
    assert only(told("NUM003", claim.replace("64%", patch.replacement))).outcome is Outcome.PASSED


@pytest.mark.parametrize(
    ("rule", "claim"),
    [
        ("NUM003", "Itching had eased in 44 % of women on calmol."),
        ("NUM003", "Itching had eased in about 45 per cent of women on calmol."),
        ("NUM003", "Itching had eased in more than 40 percent of women on calmol."),
        ("NUM003", "Itching had eased in forty-four percent of women on calmol."),
        ("NUM003", "Sleep was longer in 50% of them."),
        ("NUM003", "Women were randomised to calmol 0.02 g two times each day or rest."),
        ("NUM003", "Scratching at night was 12-fold less frequent."),
        ("NUM002", "By month 6 itching had eased in women on calmol."),
        ("NUM002", "Systolic blood pressure fell after 56 days of calmol."),
        ("NUM001", "The trial randomised one hundred and twenty women."),
        ("NUM001", "The calmol group had 62 women."),
        ("NUM001", "About 125 women took part in the trial."),
    ],
)
def test_the_same_value_passes_however_it_is_written(rule: str, claim: str) -> None:
    assert {finding.outcome for finding in told(rule, claim)} == {Outcome.PASSED}


def test_times_that_are_close_and_not_the_same_are_told_apart() -> None:
    finding = only(told("NUM002", "By month 6 itching had eased in women on calmol."))
    assert "close, not the same" in finding.message


@pytest.mark.parametrize(
    ("rule", "claim"),
    [
        ("NUM003", "Nausea was seen in 7% of people in an earlier survey."),
        ("NUM003", "Calmol costs 30 mg of patience."),
        ("NUM002", "Eczema often lasts 20 years."),
        ("NUM001", "Eczema troubles 200 million people."),
        ("NUM001", "Six women had a rash."),
    ],
)
def test_a_figure_of_another_quantity_is_no_conflict(rule: str, claim: str) -> None:
    assert [finding.message for finding in told(rule, claim) if finding.outcome is Outcome.FAILED] == []


@pytest.mark.parametrize(("claimed", "is_caught"), [("21%", True), ("44.4%", False)])
def test_a_figure_of_the_other_arm_fails_where_the_sentence_is_the_same(claimed: str, is_caught: bool) -> None:
    claim = f"At 24 weeks itching had eased in {claimed} of women on calmol and in 21% of those at rest."
    failed = [finding for finding in told("NUM003", claim) if finding.outcome is Outcome.FAILED]
    assert bool(failed) is is_caught


def test_arms_that_add_up_are_the_whole() -> None:
    abstract = "Women took calmol (n = 62) or rest (n = 58)."
    finding = only(told("NUM001", "The trial included 120 women.", abstract))
    assert (finding.outcome, "sum" in finding.message) == (Outcome.PASSED, True)


def test_decimals_broken_by_a_space_are_read() -> None:
    abstract = "Itching had eased in 68. 5 % of women on calmol."
    assert only(told("NUM003", "Itching had eased in 68.5% of women on calmol.", abstract)).outcome is Outcome.PASSED


def test_a_confidence_interval_is_no_other_value() -> None:
    abstract = "Itching had eased in 44% (95% CI 30% to 58%) of women on calmol."
    finding = only(told("NUM003", "Itching had eased in 64% of women on calmol.", abstract))
    assert (finding.outcome, "“44%”" in finding.message) == (Outcome.FAILED, True)


def test_sentences_that_differ_make_a_possible_conflict_only() -> None:
    claim = "Almost everybody who was given calmol, 97%, said that itching had eased."
    abstract = "Itching had eased in 44% of patients who took the drug for long."
    finding = only(told("NUM003", claim, abstract))
    assert (finding.outcome, finding.possible, finding.severity) == (Outcome.FAILED, True, Severity.WARNING)


def test_one_of_several_sources_bears_a_figure_out_and_none_alone_contradicts_it() -> None:
    references = REFERENCE + "\n2. Doe C. Quiet. J Calm. 2019;1:1-2. PMID: 22222222."
    studies = (source(), source("Itching had eased in 70% of men on calmol.", title="Quiet", pmid="22222222"))
    for share, outcome in (("70%", Outcome.PASSED), ("91%", Outcome.CANNOT_TELL)):
        claim = f"Itching had eased in {share} of those on calmol.[1][2]"
        assert only(outcomes("NUM003", claim, *studies, references=references)).outcome is outcome


def test_a_curated_fact_goes_before_the_sentences() -> None:
    finding = only(outcomes("NUM001", "In a study of 12 women calmol eased itching.[1]", make_study()))
    assert finding.source[0].paraphrase


@pytest.mark.parametrize("claim", ["Itching never eased in not 64% of women on calmol.", "It was not 64% of women."])
def test_a_claim_that_denies_a_figure_does_not_conflict(claim: str) -> None:
    assert [each for each in told("NUM003", claim) if each.outcome is Outcome.FAILED] == []


def test_nothing_is_told_of_a_source_that_was_not_read() -> None:
    finding = only(outcomes("NUM003", "Itching eased in 64% of women.[7]"))
    assert finding.outcome is Outcome.CANNOT_TELL


@pytest.mark.parametrize(
    ("rule", "claim", "replacement"),
    [
        ("NUM002", "Most women completed follow-up of 18 weeks.", "18 months"),
        ("NUM001", "The trial randomised 2,431 people with eczema.", "2,341 people"),
        ("NUM001", "The trial randomised 2431 people with eczema.", "2341 people"),
        ("NUM001", "The cohort held 21,450 people with eczema.", "12,450 people"),
    ],
)
def test_the_patch_is_written_as_the_claim_is(rule: str, claim: str, replacement: str) -> None:
    finding = only([each for each in told(rule, claim, LONG) if each.outcome is Outcome.FAILED])
    assert finding.patch is not None
    assert finding.patch.replacement == replacement


def test_thousands_set_off_by_a_space_are_one_number() -> None:
    (finding,) = told("NUM001", "The cohort held 12,450 people with eczema.", LONG)
    assert finding.outcome is Outcome.PASSED
