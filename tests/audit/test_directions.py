"""DIR and SUP002: a claim held against the sentences of its source, by what either says and denies."""

from __future__ import annotations

import pytest

from kg.audit.quoting import quote
from kg.extraction.passages import passages_of
from kg.extraction.texts import SourceText
from kg.model import Finding, Outcome, Span
from tests.audit.findings import only, outcomes, paper
from tests.builders import make_article

ABSTRACT = (
    "We gave calmol to ten adults for four weeks. "
    "Itching at night was significantly lower with calmol than with placebo. "
    "Calmol did not improve morning sleep quality. Calmol is absorbed by the skin within one hour."
)


def asked(rule: str, claim: str, abstract: str = ABSTRACT) -> Finding:
    return only(outcomes(rule, f"{claim}[1]", paper(abstract)))


def test_direction_fails_on_the_opposite_word_and_shows_both_sides() -> None:
    finding = asked("DIR001", "Itching at night was significantly higher with calmol than with placebo.")
    assert finding.outcome is Outcome.FAILED
    assert finding.said is not None
    assert [span.of(finding.said.text) for span in finding.said.marked] == ["significantly higher"]
    (passage,) = finding.source
    assert passage.text in ABSTRACT
    assert passage.place == "PMID 11111111, abstract, sentence 2"
    assert [span.of(passage.text) for span in passage.marked] == ["significantly lower"]
    assert not passage.paraphrase


@pytest.mark.parametrize(
    "claim",
    [
        "Itching at night was significantly lower with calmol than with placebo.",
        "Itching at night was reduced with calmol compared with placebo.",
        "Itching at night was higher with placebo than with calmol.",
    ],
)
def test_direction_does_not_fail_on_the_same_finding_in_other_words(claim: str) -> None:
    assert asked("DIR001", claim).outcome is not Outcome.FAILED


def test_direction_is_inapplicable_where_the_claim_tells_none() -> None:
    assert asked("DIR001", "Calmol is a white powder.").outcome is Outcome.INAPPLICABLE


def test_null_finding_told_as_an_effect_fails() -> None:
    finding = asked("DIR002", "Calmol improved morning sleep quality.")
    assert finding.outcome is Outcome.FAILED
    assert finding.source[0].text == "Calmol did not improve morning sleep quality."


@pytest.mark.parametrize(
    "claim",
    [
        "Calmol did not improve morning sleep quality.",
        "Calmol failed to improve morning sleep quality.",
        "Calmol didn’t improve morning sleep quality.",
    ],
)
def test_null_finding_told_as_null_raises_nothing(claim: str) -> None:
    for rule in ("DIR001", "DIR002", "SUP002"):
        assert asked(rule, claim).outcome is not Outcome.FAILED


def test_denied_statement_is_contradicted_and_a_double_denial_is_not() -> None:
    assert asked("SUP002", "Calmol is not absorbed by the skin within one hour.").outcome is Outcome.FAILED
    assert asked("SUP002", "Calmol does not fail to be absorbed by the skin.").outcome is not Outcome.FAILED


SPREAD = (
    "Dust was followed in twelve homes. No dust was seen before March. "
    "Normal speaking caused the transmission of pollen in closed rooms."
)
UNUSED = (
    "Eighty adults took calmol or placebo. Attacks at night were counted for a year. "
    "These results do not support its use in severe asthma."
)


def test_denial_of_what_the_source_states_in_other_forms_is_contradicted() -> None:
    finding = asked("SUP002", "People with dust on their coats can not transmit pollen by speaking in a room.", SPREAD)
    assert finding.outcome is Outcome.FAILED
    assert finding.possible


def test_denial_that_the_source_makes_too_is_not_contradicted() -> None:
    denied = SPREAD.replace("caused the transmission", "did not cause the transmission")
    claim = "People with dust on their coats can not transmit pollen by speaking in a room."
    assert asked("SUP002", claim, denied).outcome is not Outcome.FAILED


def test_good_told_of_what_the_source_finds_no_use_for_fails() -> None:
    claim = "Inhaled calmol reduces attacks of severe asthma in young smokers."
    assert asked("DIR002", claim, UNUSED).outcome is Outcome.FAILED
    found = UNUSED.replace("do not support", "support")
    assert asked("DIR002", claim, found).outcome is not Outcome.FAILED


def test_source_without_a_word_on_it_cannot_tell() -> None:
    assert asked("DIR001", "Salt raises blood pressure in old age.").outcome is Outcome.CANNOT_TELL


def test_source_without_words_cannot_tell() -> None:
    findings = outcomes("SUP002", "Calmol is not absorbed by the skin.[1]")
    assert only(findings).outcome is Outcome.CANNOT_TELL


def test_claim_with_a_second_source_is_a_possible_conflict_only() -> None:
    references = (
        "1. Smith A. Calmol for itching. J Calm. 2020;1:3-4. PMID: 11111111.\n"
        "2. Doe C. Something else. J Calm. 2019;1:1-2. PMID: 22222222."
    )
    claim = "Calmol is not absorbed by the skin within one hour.[1][2]"
    finding = only(outcomes("SUP002", claim, paper(ABSTRACT), references=references))
    assert (finding.outcome, finding.possible) == (Outcome.FAILED, True)


def test_claim_set_against_its_source_is_left_out() -> None:
    claim = "Contrary to an earlier report, calmol is not absorbed by the skin within one hour.[1]"
    assert make_article(claim).claims[0].stance_words
    assert outcomes("SUP002", claim, paper(ABSTRACT)) == []


def test_full_text_is_quoted_no_further_than_25_words() -> None:
    sentence = " ".join(f"word{number}" for number in range(60)) + "."
    passages = passages_of([SourceText("abstract", sentence)])
    source = SourceText("full text", sentence)
    long = type(passages[0])(source, passages[0].span, passages[0].reports)
    start = sentence.index("word40")
    passage = quote(paper(ABSTRACT), [long], long, Span(start, start + 6))
    assert len(passage.text.split()) == 25
    assert [span.of(passage.text) for span in passage.marked] == ["word40"]


@pytest.mark.parametrize("limit", ["a score of 20 or less", "a score of 20% or less", "a score of ten points or less"])
def test_limit_of_a_value_is_no_direction(limit: str) -> None:
    abstract = (
        "The share of adults who reached this score of itching was significantly greater with calmol than placebo."
    )
    assert asked("DIR001", f"Adults on calmol reached {limit} of itching.", abstract).outcome is not Outcome.FAILED


def test_word_of_change_in_a_far_nearer_sentence_goes_before_its_opposite_elsewhere() -> None:
    abstract = (
        "The main measure, the dose of dust at the left arm as recorded day by day through small portable electronic "
        "battery meters, was higher in the biplane as compared to the monoplane group. The amount of dye was lower "
        "with biplane as compared with monoplane imaging."
    )
    claim = "The {} was higher with biplane than with monoplane imaging."
    assert asked("DIR001", claim.format("dose at the left arm"), abstract).outcome is not Outcome.FAILED
    assert asked("DIR001", claim.format("amount of dye"), abstract).outcome is Outcome.FAILED


def test_comparison_turned_round_is_told_as_one() -> None:
    abstract = "Banding might result in fewer harms than sclerotherapy."
    finding = asked("DIR001", "Sclerotherapy may result in fewer harms than banding.", abstract)
    assert finding.outcome is Outcome.FAILED
    assert "does, but of the other of the two compared" in finding.message


@pytest.mark.parametrize(
    "denial",
    [
        "The diversity of gut microbes was unchanged after calmol.",
        "There was no difference in the diversity of gut microbes (P = .33).",
    ],
)
def test_effect_told_without_a_comparison_fails_where_the_source_found_none(denial: str) -> None:
    claim = "Calmol increased the diversity of gut microbes."
    finding = asked("DIR002", claim, f"We gave calmol to ten adults. {denial}")
    assert finding.outcome is Outcome.FAILED
    assert finding.possible
    assert finding.source[0].text == denial
    both = f"{denial} Calmol increased the diversity of gut microbes in adults."
    assert asked("DIR002", claim, f"We gave calmol to ten adults. {both}").outcome is not Outcome.FAILED


@pytest.mark.parametrize(
    ("rule", "claim", "abstract"),
    [
        (
            "DIR001",
            "The link with ozone was weaker, at 1.05-fold.",
            "Both dust and ozone were found to go with a 1.14-fold and a 1.05-fold increase in the risk of itching.",
        ),
        (
            "SUP002",
            "In the women with eczema the rise was not significant.",
            "Itching causes a significant distress, and the most common types are migraine and eczema in women.",
        ),
        (
            "SUP002",
            "Tired skin did not raise the risk of morning itching.",
            "An increased risk of morning itching was seen in those with dry skin but not in those with tired skin.",
        ),
        (
            "DIR002",
            "Bathing may improve quality of life a little in people with vein disease.",
            "Bathing may result in an improvement in quality of life and has no clear effect on disease and swelling.",
        ),
    ],
)
def test_words_shared_with_a_sentence_on_something_else_are_no_conflict(rule: str, claim: str, abstract: str) -> None:
    assert asked(rule, claim, abstract).outcome is not Outcome.FAILED


@pytest.mark.parametrize(
    ("rule", "claim", "abstract"),
    [
        ("DIR001", "Banding might cause fewer harms than creams.", "Banding might result in fewer harms than creams."),
        ("DIR001", "People with dry skin fell more severely ill.", "Dry skin increases how severely ill people are."),
        (
            "SUP002",
            "In children with eczema, itching was not related to bile acids.",
            "Ten children with itching eczema and bile acids in their blood were examined.",
        ),
        (
            "SUP002",
            "Calmol was no better than rest in severe eczema.",
            "This was a randomised trial to assess the efficacy and safety of calmol and rest in severe eczema.",
        ),
    ],
)
def test_words_that_tell_no_change_and_plans_are_no_conflict(rule: str, claim: str, abstract: str) -> None:
    assert asked(rule, claim, abstract).outcome is not Outcome.FAILED


@pytest.mark.parametrize(
    ("title", "is_statement"),
    [
        ("Calmol as a cause of itching in adults as recorded in large cohorts", False),
        ("Calmol is a cause of itching in adults", True),
        ("Calmol pills cause itching in adults", True),
    ],
)
def test_title_contradicts_only_where_it_states_something(title: str, is_statement: bool) -> None:
    finding = only(outcomes("SUP002", "Calmol does not cause itching in adults.[1]", paper("We met ten.", title=title)))
    assert (finding.outcome is Outcome.FAILED) is is_statement


@pytest.mark.parametrize(
    ("claim", "abstract"),
    [
        ("Men who sleep little were at decreased risk of gout.", "We enrolled men at elevated risk of gout."),
        ("Hemoglobin levels were lower after the hike.", "After the hike haemoglobin levels were higher."),
        ("Snoring was more frequent in females.", "Snoring was less frequent in women."),
        (
            "Evening walks raise the quality of sleep in nurses.",
            "Evening walks lowered sleep duration of nurses. Walks decreased sleep depth in nurses as well.",
        ),
    ],
)
def test_direction_fails_on_states_spellings_and_several_sentences(claim: str, abstract: str) -> None:
    assert asked("DIR001", claim, abstract).outcome is Outcome.FAILED


@pytest.mark.parametrize(
    ("claim", "abstract"),
    [
        ("Most recently calmol eased itching of the skin.", "Remarkably, calmol lowered itching of the skin."),
        ("Colds are the major causes of coughing in children.", "Lower respiratory colds and coughing in children."),
        ("Calmol led to less weight gain in old mice.", "Old mice on calmol had less gain in weight."),
        ("The men were at increased risk of gout.", "Calmol decreased the risk of gout of the men."),
        ("Calmol had a higher power to find early gout.", "Calmol led to an earlier power to find early gout."),
    ],
)
def test_words_that_tell_no_course_are_held_against_none(claim: str, abstract: str) -> None:
    assert asked("DIR001", claim, abstract).outcome is not Outcome.FAILED


def test_opposite_word_counts_for_nothing_where_the_source_answers_as_the_claim_does() -> None:
    abstract = "Itching was similar in the day; at night calmol led to lower itching than rest did."
    assert (
        asked("DIR001", "At night, rest increased itching compared with calmol.", abstract).outcome
        is not Outcome.FAILED
    )


@pytest.mark.parametrize(
    "claim",
    [
        "Many people with dust on their coats can not transmit pollen by speaking in a room.",
        "In a third of cases, some 30 % of people did not transmit pollen by speaking in a room.",
        "Data on speaking and the transmission of pollen in a room were not available.",
    ],
)
def test_denial_for_some_or_of_a_record_is_no_contradiction(claim: str) -> None:
    assert asked("SUP002", claim, SPREAD).outcome is not Outcome.FAILED


def test_as_well_as_denies_nothing() -> None:
    claim = "Calmol is absorbed by the skin as well as by the scalp within one hour."
    assert asked("SUP002", claim).outcome is not Outcome.FAILED
