"""Claims held against the sentences of their source: POP001, POP002, INT001 and OUT001 by words."""

from __future__ import annotations

import re

import pytest

from kg.audit import RULES, audit
from kg.identifiers import ConceptId, Pmid, StudyId
from kg.model import AbstractSection, Finding, IndexedRecord, Outcome, Study
from tests.builders import make_article, make_evidence, make_study

BY_WORDS = ("POP002", "INT001", "OUT001")


def held(rule: str, claim: str, *sentences: str, title: str = "A trial", design: str | None = None) -> Finding:
    """The finding of a rule on one claim whose source has these sentences as its abstract."""
    record = IndexedRecord(
        StudyId("smith-2020"), pmid=Pmid("11111111"), title=title, abstract=(AbstractSection(" ".join(sentences)),)
    )
    study = Study(record.key, record, design=ConceptId(design) if design else None)
    article = make_article(f"{claim}[1]", "1. Smith A. A trial. J Calm. 2020;1:2-3. PMID: 11111111.")
    (finding,) = (each for each in audit(article, make_evidence(study)).findings if each.rule == rule)
    return finding


@pytest.mark.parametrize("rule", BY_WORDS)
@pytest.mark.parametrize("example", ["failing", "passing"])
def test_the_examples_of_a_rule_are_what_they_say(rule: str, example: str) -> None:
    text = getattr(RULES[rule], example)
    match = re.fullmatch(r"(?P<claim>.+)\[1\] \(the source: (?P<source>.+)\)", text)
    assert match is not None
    outcome = held(rule, match["claim"], match["source"]).outcome
    assert (outcome is Outcome.FAILED) == (example == "failing")


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("Calmol eased itching in women.", "Calmol eased itching in men."),
        ("Calmol eased itching in adults.", "Calmol eased itching in children."),
        ("Calmol eased itching in patients.", "Calmol eased itching in mice."),
        ("The participants who slept were aged 5 to 15 years.", "Those who slept were aged 40 to 60 years."),
        ("Calmol eased itching in premenopausal women.", "Calmol eased itching in postmenopausal women."),
        ("Calmol eased itching in patients with asthma.", "Calmol eased itching in patients with migraine."),
    ],
)
def test_another_group_fails_with_the_sources_own_sentence(claim: str, source: str) -> None:
    finding = held("POP001", claim, "We did a study.", source)
    assert finding.outcome is Outcome.FAILED
    assert finding.source[0].text == source
    assert not finding.source[0].paraphrase
    assert finding.source[0].place.endswith("abstract, sentence 2")
    assert finding.said is not None
    assert finding.said.marked


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("Calmol eased itching in adults.", "Calmol eased itching in men and women."),
        ("Calmol eased itching in the elderly.", "Calmol eased itching in adults."),
        ("Calmol eased itching in rodents.", "Calmol eased itching in rats."),
        ("Calmol eased itching in women.", "Calmol eased itching; 40% were men."),
        ("Calmol eased itching in people with high blood pressure.", "Calmol eased itching in hypertensive patients."),
        ("Calmol eased itching in people with diabetes.", "Calmol eased itching in type 2 diabetes."),
        (
            "Calmol eased itching in people with asthma and gout.",
            "Calmol eased itching in people with asthma, or cough.",
        ),
    ],
)
def test_the_same_group_in_other_words_and_a_wider_or_narrower_condition_do_not_fail(claim: str, source: str) -> None:
    assert held("POP001", claim, source).outcome is not Outcome.FAILED


def test_a_group_that_the_source_names_elsewhere_fails_only_where_a_sentence_says_the_same_of_another() -> None:
    aside = "Girls were surveyed once."
    same = held("POP001", "Calmol eased nightly itching in girls.", "Calmol eased nightly itching in boys.", aside)
    other = held("POP001", "Girls answered our survey well.", "Calmol eased nightly itching in boys.", aside)
    assert (same.outcome, other.outcome) == (Outcome.FAILED, Outcome.PASSED)


def test_the_patch_has_the_sources_group_in_the_claims_place() -> None:
    finding = held("POP001", "Women slept better on calmol.", "Men slept better on calmol.")
    assert finding.patch is not None
    assert finding.patch.replacement == "Men"
    assert (
        finding.patch.span.length
        if hasattr(finding.patch.span, "length")
        else finding.patch.span.end == (finding.patch.span.start + len("Women"))
    )


def test_a_denied_group_is_not_compared() -> None:
    assert held("POP001", "No women took part.", "Men slept better on calmol.").outcome is not Outcome.FAILED


def test_what_a_reviews_abstract_does_not_name_may_be_in_the_review() -> None:
    claim, source = "Calmol was tried in women.", "Calmol was mostly given to men in trials."
    assert held("POP001", claim, source).outcome is Outcome.FAILED
    assert held("POP001", claim, source, design="systematic-review").outcome is not Outcome.FAILED


def test_curated_facts_go_before_the_words() -> None:
    study = make_study(sex="female", title="Calmol in men")
    article = make_article("Calmol eases itching in women.[1]")
    findings = [each for each in audit(article, make_evidence(study)).findings if each.rule == "POP001"]
    assert [each.outcome for each in findings] == [Outcome.PASSED]


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("Naproxen eased the headache within hours.", "Ibuprofen eased the headache within hours."),
        ("Calmol was better than no treatment for itching.", "Calmol was better than placebo for itching."),
        ("Calmol was better than placebo for itching.", "Calmol was better than rest for itching."),
    ],
)
def test_another_therapy_or_control_fails(claim: str, source: str) -> None:
    finding = held("INT001", claim, source)
    assert finding.outcome is Outcome.FAILED
    assert finding.patch is not None


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("Acetaminophen eased the headache.", "Paracetamol eased the headache."),
        ("Calmol beat sham for itching.", "Calmol beat placebo for itching."),
        ("Calmol beat placebo for itching.", "In a double-blind trial calmol was better than rest for itching."),
        ("Calmol helps.", "Ibuprofen helps."),
    ],
)
def test_the_same_therapy_under_another_name_does_not_fail(claim: str, source: str) -> None:
    assert held("INT001", claim, source).outcome is not Outcome.FAILED


def test_a_therapy_is_not_settled_by_a_source_that_speaks_of_other_things() -> None:
    finding = held("INT001", "Naproxen eased the headache within hours.", "Ibuprofen prices rose.")
    assert finding.outcome is Outcome.CANNOT_TELL


def test_people_left_out_fail_unless_the_source_names_them_elsewhere() -> None:
    left_out = "Smokers were excluded."
    assert held("POP002", "Smokers slept better.", "Adults slept.", left_out).outcome is Outcome.FAILED
    assert held("POP002", "Smokers slept better.", "Smokers slept.", left_out).outcome is Outcome.CANNOT_TELL
    assert held("POP002", "Women slept better.", "Adults slept.", left_out).outcome is Outcome.PASSED


def test_only_the_excluded_kind_of_a_disease_is_left_out() -> None:
    left_out = "Patients with type 1 diabetes were excluded."
    assert held("POP002", "It helped people with diabetes.", left_out).outcome is not Outcome.FAILED
    assert held("POP002", "It helped people with type 1 diabetes.", left_out).outcome is Outcome.FAILED


def test_another_outcome_fails_and_its_other_names_do_not() -> None:
    source = "Calmol lowered heart rate in ten men."
    assert held("OUT001", "Calmol lowered blood pressure in men.", source).outcome is Outcome.FAILED
    assert held("OUT001", "Calmol lowered the pulse rate in men.", source).outcome is Outcome.PASSED


def test_ages_in_figures_are_shown_beside_the_sources_figures() -> None:
    finding = held(
        "POP001", "Participants were aged 5 to 15 years.", "Women took part.", "They were aged 40 to 60 years."
    )
    assert finding.outcome is Outcome.FAILED
    assert finding.source[0].text == "They were aged 40 to 60 years."


def test_a_drug_before_the_word_therapy_is_that_drug() -> None:
    finding = held("INT001", "Naproxen therapy eased the headache.", "Ibuprofen eased the headache.")
    assert finding.patch is not None
    assert finding.patch.replacement == "Ibuprofen"


def test_a_condition_that_only_qualifies_the_sources_own_outcome_is_no_other_condition() -> None:
    title = "Calmol versus restol stents in coronary artery disease"
    sentence = "There was no difference in stent thrombosis between the two."
    claim = "Stent thrombosis was as frequent with calmol as with restol stents."
    assert held("POP001", claim, sentence, title=title).outcome is not Outcome.FAILED


def test_one_of_the_claims_own_wider_class_is_no_other_condition() -> None:
    claim = "Calmol eased insomnia in people with kidney disease."
    aim = "We asked what eased sleeplessness in people with kidney disease."
    sentence = "Calmol eased sleep in people with CKD."
    assert held("POP001", "Calmol eased insomnia in people.", sentence).outcome is Outcome.FAILED
    assert held("POP001", claim, aim.replace("sleeplessness", "sleep"), sentence).outcome is not Outcome.FAILED


def test_an_aim_does_not_say_what_a_claim_says_of_a_therapy_that_the_source_names() -> None:
    aim = "To assess what helps adults with kidney disease who sleep badly on dialysis."
    named = "Melatonin and music were studied."
    claim = "Melatonin helps adults with kidney disease who sleep badly."
    assert held("INT001", claim, aim, named).outcome is not Outcome.FAILED
    told = "Dialysis helped adults with kidney disease who sleep badly."
    assert held("INT001", claim, told, named).outcome is Outcome.FAILED


def test_a_title_that_names_one_outcome_does_not_exchange_another_that_the_source_names() -> None:
    claim = "Calmol does not lower blood loss in knee surgery."
    title = "Calmol has no effect on pain in knee surgery"
    assert held("OUT001", claim, "Blood loss was as high with it.", title=title).outcome is not Outcome.FAILED


TRIAL = "Sixty women were randomly assigned to receive calmol or a cold bath for a week."


@pytest.mark.parametrize("control", ["placebo", "usual care", "no treatment"])
def test_control_fails_where_the_source_tells_what_others_got_instead(control: str) -> None:
    finding = held("INT001", f"In a trial calmol shortened naps compared with {control}.", TRIAL, "Pulse was measured.")
    assert finding.outcome is Outcome.FAILED
    assert finding.source[0].text == TRIAL
    assert [span.of(finding.source[0].text) for span in finding.source[0].marked] == ["cold bath"]


@pytest.mark.parametrize(
    "source",
    [
        "Sixty women were randomly assigned to receive calmol or placebo for a week.",
        "Sixty women were randomly assigned to receive calmol or saline for a week.",
        "Sixty women were randomly assigned to calmol or control.",
        "Sixty women were randomly assigned to receive zinc or a cold bath for a week.",
    ],
)
def test_control_does_not_fail_on_its_own_kind_or_in_a_trial_of_other_things(source: str) -> None:
    claim = "In a trial calmol shortened naps compared with placebo."
    assert held("INT001", claim, source, "Pulse was measured.").outcome is not Outcome.FAILED


@pytest.mark.parametrize(
    ("claim", "mended"),
    [
        (
            "Swimming raised the pulse more than yoga did.",
            None,
        ),
        (
            "In a trial, zinc significantly shortened naps compared with calmol.",
            "In a trial, calmol significantly shortened naps compared with zinc.",
        ),
        (
            "Naps were shorter with zinc than with calmol.",
            "Naps were shorter with calmol than with zinc.",
        ),
    ],
)
def test_arms_that_changed_places_fail_with_both_put_right(claim: str, mended: str | None) -> None:
    finding = held("INT001", claim, "Naps were shorter with calmol than with zinc (p = 0.01).")
    assert (finding.outcome is Outcome.FAILED) == (mended is not None)
    assert finding.possible == (mended is not None)
    if mended is not None:
        assert finding.patch is not None
        at, new = finding.patch.span, finding.patch.replacement
        text = f"{claim}[1]"
        start = at.start - make_article(text).text.index(claim)
        assert claim[:start] + new + claim[start + len(new) :] == mended


@pytest.mark.parametrize(
    "claim",
    [
        "In a trial, calmol significantly shortened naps compared with zinc.",
        "Naps were longer with zinc than with calmol.",
        "Naps were shorter with calmol than with zinc.",
        "In a trial, calmol significantly lengthened naps compared with zinc.",
    ],
)
def test_arms_in_their_places_do_not_fail_whichever_way_the_outcome_went(claim: str) -> None:
    source = "Naps were shorter with calmol than with zinc (p = 0.01)."
    assert held("INT001", claim, source).outcome is not Outcome.FAILED
