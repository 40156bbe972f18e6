"""Rules on the article as a whole: absolutes, contrary evidence, contradictions, safety, interests, reviews, twins."""

from __future__ import annotations

import dataclasses
from dataclasses import replace

import pytest

from kg.audit import audit
from kg.identifiers import ConceptId, Pmid, StudyId
from kg.model import (
    AbstractSection,
    Article,
    CitedWork,
    ConceptMatch,
    Confidence,
    Direction,
    Fact,
    Finding,
    IndexedRecord,
    MatchKind,
    MeshHeading,
    Outcome,
    Severity,
    Study,
    Vocabulary,
)
from tests.audit.findings import only, outcomes
from tests.builders import ABSTRACT, REFERENCE, VOCABULARY, make_article, make_evidence, make_study

SECOND = "2. Doe C. Calmol again. J Calm. 2021;2(1):5-6. PMID: 22222222."


def make_result(key: str, direction: Direction, *, outcome: str = "itching", **study: object) -> Study:
    """A study of calmol that reports one outcome."""
    made = make_study(key, pmid=None, title=key, **study)  # type: ignore[arg-type]
    fact = Fact(outcome, direction, concept=ConceptId(outcome), source=ABSTRACT)
    return replace(made, facts=(fact,), species=("Homo sapiens",))


def failed(rule: str, body: str, *studies: Study, references: str = REFERENCE) -> list[Finding]:
    return [f for f in outcomes(rule, body, *studies, references=references) if f.outcome is Outcome.FAILED]


def dated(article: Article, date: str) -> Article:
    return replace(article, published=date)


# Absolutes


def test_absolute_fails_when_the_graph_holds_a_study_and_says_that_the_article_has_no_date() -> None:
    study = make_study(conditions=("eczema",))
    (finding,) = failed("ABS001", "Calmol has never been studied in eczema.", study)
    assert finding.severity is Severity.WARNING
    assert "1 study of calmol in eczema" in finding.message
    assert "gives no date" in finding.message
    assert finding.source


@pytest.mark.parametrize(
    ("date", "told"),
    [("2021-05-01", "1 of them was out"), ("2019", "1 came later"), ("2020", "not known well enough")],
)
def test_absolute_is_judged_by_the_date_of_the_article(date: str, told: str) -> None:
    article = dated(make_article("Calmol has never been studied in eczema."), date)
    report = audit(article, make_evidence(make_study(conditions=("eczema",))))
    (finding,) = [f for f in report.failures if f.rule == "ABS001"]
    assert told in finding.message


@pytest.mark.parametrize(
    "said",
    [
        "There are no long-term studies of calmol in eczema.",
        "Calmol has not been rigorously studied in eczema.",
        "Calmol should never be used in eczema.",
        "Calmol is not always needed in eczema.",
        "Has calmol never been studied in eczema?",
    ],
)
def test_absolute_says_nothing_where_the_words_leave_room(said: str) -> None:
    assert outcomes("ABS001", said, make_study(conditions=("eczema",))) == []


def test_absolute_that_nothing_speaks_against_is_not_confirmed() -> None:
    finding = only(
        outcomes("ABS001", "Calmol has never been studied in psoriasis.", make_study(conditions=("eczema",)))
    )
    assert finding.outcome is Outcome.CANNOT_TELL
    assert "no proof" in finding.message


def test_absolute_on_a_narrow_condition_is_not_refuted_by_a_study_of_a_wider_one() -> None:
    finding = only(
        outcomes("ABS001", "Calmol has never been studied in hand eczema.", make_study(conditions=("eczema",)))
    )
    assert finding.outcome is Outcome.CANNOT_TELL


def test_absolute_without_a_known_therapy_cannot_be_told() -> None:
    finding = only(outcomes("ABS001", "Nobody knows why, but it has never been studied in eczema."))
    assert finding.outcome is Outcome.CANNOT_TELL


def test_pronoun_takes_the_therapy_of_the_sentence_before() -> None:
    study = make_study(conditions=("eczema",))
    (finding,) = failed("ABS001", "Calmol is popular for sleep. It has never been studied in eczema.", study)
    assert "read from the sentence before" in finding.message


def test_no_benefit_shown_is_held_against_studies_with_benefit_and_tells_those_without() -> None:
    better = make_result("good-2020", Direction.DECREASE, conditions=("eczema",))
    none = make_result("null-2021", Direction.NO_CHANGE, conditions=("eczema",))
    (finding,) = failed("ABS001", "Calmol has not been shown to help in eczema.", better, none)
    assert "1 study with benefit" in finding.message
    assert "1 finds none" in finding.message


def test_reviews_are_told_apart_from_studies_with_benefit_and_alone_make_a_possible_conflict() -> None:
    said = "Calmol has not been shown to help in eczema."
    better = make_result("good-2020", Direction.DECREASE, conditions=("eczema",))
    review = replace(
        make_result("sum-2021", Direction.DECREASE, conditions=("eczema",)), design=ConceptId("systematic-review")
    )
    (finding,) = failed("ABS001", said, better, review)
    assert "1 study with benefit" in finding.message
    assert "cohort study: " in finding.message
    assert "Reviews say so too" in finding.message
    assert not finding.possible
    (finding,) = failed("ABS001", said, review)
    assert "1 review with benefit" in finding.message
    assert finding.possible


def test_benefit_without_a_comparison_is_a_possible_conflict_with_not_shown() -> None:
    alone = replace(
        make_result("good-2020", Direction.DECREASE, conditions=("eczema",)), design=ConceptId("case-series")
    )
    (finding,) = failed("ABS001", "Calmol has not been shown to help in eczema.", alone)
    assert finding.possible
    assert "None of them compared people with others" in finding.message


def test_benefit_of_two_therapies_together_is_no_benefit_of_the_one() -> None:
    better = make_result("good-2020", Direction.DECREASE, conditions=("eczema",))
    assert better.intervention
    both = replace(
        better,
        id=StudyId("both-2020"),
        record=replace(better.record, key=StudyId("both-2020")),
        intervention=replace(better.intervention, co_therapies=(ConceptId("rest"),)),
    )
    said = "Calmol has not been shown to help in eczema."
    finding = only(outcomes("ABS001", said, both))
    assert finding.outcome is Outcome.CANNOT_TELL
    assert "1 more found benefit where it was given with another therapy" in finding.message
    (finding,) = failed("ABS001", said, better, both)
    assert "1 study with benefit" in finding.message


def test_absolute_is_held_against_pulled_records_too_by_their_descriptors() -> None:
    matches = {"calmol": "D999991", "eczema": "D999992"}
    vocabulary = Vocabulary.of(
        [
            replace(concept, matches=(ConceptMatch("mesh", matches[concept.id.value], MatchKind.EXACT),))
            if concept.id.value in matches
            else concept
            for concept in VOCABULARY
        ]
    )
    headings = tuple(MeshHeading(identifier, name) for name, identifier in matches.items())
    bare = make_study("pmid-22222222", pmid="22222222", title="A trial of it")
    pulled = indexed(
        replace(bare, population=None, intervention=None), mesh=(*headings, MeshHeading("D006801", "Humans"))
    )
    mice = indexed(replace(pulled, id=StudyId("pmid-33333333")), pmid=Pmid("33333333"), key=StudyId("pmid-33333333"))
    mice = indexed(mice, mesh=(*headings, MeshHeading("D000818", "Animals")))
    article = make_article("Calmol has never been studied in eczema.", vocabulary=vocabulary)
    report = audit(article, make_evidence(pulled, mice, vocabulary=vocabulary))
    (finding,) = [f for f in report.failures if f.rule == "ABS001"]
    assert "1 study of calmol in eczema" in finding.message
    assert [(passage.text, passage.paraphrase) for passage in finding.source] == [("A trial of it", False)]


def test_word_that_leaves_no_exception_fails_where_studies_differ() -> None:
    studies = [make_result("null-2021", Direction.NO_CHANGE), make_result("good-2020", Direction.DECREASE)]
    (finding,) = failed("ABS001", "Calmol always reduces itching.", *studies)
    assert "the studies of the graph differ" in finding.message
    assert not failed("ABS001", "Calmol always reduces itching.", studies[1])


# Contrary evidence


def test_contrary_evidence_is_told_and_weighed_against_what_agrees() -> None:
    null = make_result("null-2021", Direction.NO_CHANGE)
    (finding,) = failed("CON001", "Calmol reduces itching.", null)
    assert finding.severity is Severity.WARNING
    agreeing = make_result("good-2020", Direction.DECREASE)
    (finding,) = failed("CON001", "Calmol reduces itching.", null, agreeing)
    assert finding.severity is Severity.NOTE
    assert "1 agrees" in finding.message


def test_contrary_evidence_that_the_article_cites_is_not_left_out() -> None:
    null = replace(make_study(), facts=(Fact("itching", Direction.NO_CHANGE, ConceptId("itching"), source=ABSTRACT),))
    assert failed("CON001", "Calmol reduces itching.[1]", null) == []


@pytest.mark.parametrize(
    "said",
    [
        "Some users say that calmol reduces itching.",
        "Calmol combined with rest reduces itching.",
        "Does calmol reduce itching?",
        "Calmol reduces itching more than rest.",
    ],
)
def test_contrary_evidence_says_nothing_of_claims_that_a_study_cannot_counter(said: str) -> None:
    assert failed("CON001", said, make_result("null-2021", Direction.NO_CHANGE)) == []


def test_facts_that_contradict_each_other_take_no_side() -> None:
    study = make_result("split-2021", Direction.INCREASE)
    fall = Fact("itching", Direction.DECREASE, ConceptId("itching"), source=ABSTRACT)
    study = replace(study, facts=(*study.facts, fall))
    finding = only(outcomes("CON001", "Calmol reduces itching.", study))
    assert finding.outcome is Outcome.CANNOT_TELL
    assert "1 tell a mixed result" in finding.message


def test_contrary_evidence_that_was_read_in_a_summary_only_is_possible() -> None:
    study = make_result("null-2021", Direction.NO_CHANGE)
    place = replace(ABSTRACT, confidence=Confidence.LOW)
    study = replace(study, facts=tuple(replace(fact, source=place) for fact in study.facts))
    (finding,) = failed("CON001", "Calmol reduces itching.", study)
    assert finding.possible


def test_two_therapies_together_are_no_contrary_evidence_on_one() -> None:
    study = make_result("null-2021", Direction.NO_CHANGE)
    assert study.intervention
    both = replace(study, intervention=replace(study.intervention, co_therapies=(ConceptId("rest"),)))
    assert failed("CON001", "Calmol reduces itching.", both) == []


def test_animals_are_no_contrary_evidence() -> None:
    study = replace(make_result("mice-2021", Direction.NO_CHANGE), species=("Mus musculus",))
    assert failed("CON001", "Calmol reduces itching.", study) == []


# Self-contradiction


def test_opposite_claims_are_told_once_with_both_places() -> None:
    (finding,) = failed("SEL001", "Calmol reduces itching.\n\nCalm is nice.\n\nCalmol does not reduce itching.")
    assert finding.folded
    assert finding.source[0].text == "Calmol reduces itching."


def test_likeness_that_was_denied_before_is_a_contradiction() -> None:
    body = (
        "Itching after calmol differs from itching after rest.\n\nItching after calmol is similar to that after rest."
    )
    (finding,) = failed("SEL001", body)
    assert "alike" in finding.message


@pytest.mark.parametrize(
    "body",
    [
        "Calmol reduces itching.\n\nCalmol does not reduce itching in psoriasis.",
        "Calmol may reduce itching.\n\nCalmol may not reduce itching.",
        "Calmol reduces itching.\n\nDoes calmol not reduce itching?",
        "Calmol reduces itching in men.\n\nCalmol does not reduce itching in women.",
        "Calmol reduces itching.\n\nCalmol alone does not reduce itching.",
        "Calmol reduces itching.\n\nCalmol improves sleep.",
    ],
)
def test_qualified_claims_are_no_contradiction(body: str) -> None:
    assert failed("SEL001", body) == []


# Safety


@pytest.mark.parametrize(
    "said",
    [
        "If you feel dizzy after calmol, it is nothing to worry about.",
        "You should stop calmol when itching starts.",
        "If it burns, stop and wait a week.",
        "You should take 5 mg of calmol daily.",
    ],
)
def test_advice_without_source_is_told(said: str) -> None:
    assert len(failed("SAF001", said)) == 1


@pytest.mark.parametrize(
    "said",
    [
        "If it burns, stop and see your doctor.",
        "Itching stops after a week of calmol.",
        "Should you stop calmol?",
        "In one study 5 mg of calmol reduced itching.",
        "You should eat 300 grams of fruit every day.",
        "You should keep your level below 5 mg/dL.",
        "I buy 4 mg of calmol and cut it in half.",
        "Be calm when you stop eating meat.",
    ],
)
def test_no_alarm_where_nothing_unsafe_is_advised(said: str) -> None:
    assert failed("SAF001", said) == []


# Interests


def indexed(study: Study, **fields: object) -> Study:
    """The study with a record as a database gives it."""
    kept = {field.name: getattr(study.record, field.name) for field in dataclasses.fields(study.record)}
    return replace(study, record=IndexedRecord(**{**kept, **fields}))


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("A. Smith is an employee of Calm Ltd. B. Jones declares none.", Outcome.FAILED),
        ("B. Jones holds a patent on calmol.", Outcome.FAILED),
        ("The authors declare that they have no competing interests.", Outcome.PASSED),
        ("The authors have no patents or stock to disclose.", Outcome.PASSED),
        (None, Outcome.CANNOT_TELL),
    ],
)
def test_interests_are_told_and_silence_is_not_none(statement: str | None, expected: Outcome) -> None:
    study = indexed(make_study(), interests_statement=statement)
    finding = only(outcomes("SRC005", "Calmol works.[1]", study))
    assert finding.outcome is expected
    if expected is Outcome.FAILED:
        passage = finding.source[0]
        assert passage.marked
        assert not passage.paraphrase
        assert statement is not None
        assert passage.text in statement


def test_long_statement_is_quoted_shortly() -> None:
    statement = " ".join(["word"] * 40) + " an employee of Calm Ltd " + " ".join(["word"] * 40)
    study = indexed(make_study(), interests_statement=statement)
    (passage,) = only(outcomes("SRC005", "Calmol works.[1]", study)).source
    assert len(passage.text.split()) <= 25
    assert passage.marked[0].of(passage.text).startswith("employee")


def test_source_without_record_has_unknown_interests() -> None:
    finding = only(outcomes("SRC005", "Calmol works.[1]", references=REFERENCE.replace("11111111", "33333333")))
    assert finding.outcome is not Outcome.PASSED


# Reviews and background


def test_review_told_as_one_study_is_a_warning_and_names_the_nearest_work_it_cites() -> None:
    cited = CitedWork("Doe C. A trial of calmol for itching in eczema, 2015.", Pmid("22222222"))
    review = indexed(make_study(design="systematic-review"), cited_works=(cited,))
    (finding,) = failed("CIT002", "In a trial of calmol, itching of eczema fell by half in 2015.[1]", review)
    assert finding.severity is Severity.WARNING
    assert "PMID 22222222" in finding.message


def test_systematic_review_is_a_source_of_its_own_for_what_studies_say_together() -> None:
    finding = only(outcomes("CIT002", "Calmol reduces itching.[1]", make_study(design="systematic-review")))
    assert finding.outcome is Outcome.PASSED


def test_claim_that_only_the_background_speaks_of_is_second_hand() -> None:
    abstract = (
        AbstractSection("Calmol is known to reduce nightly itching in hand eczema of children.", "BACKGROUND"),
        AbstractSection("The price fell.", "RESULTS"),
    )
    study = indexed(make_study(title="Prices"), abstract=abstract)
    (finding,) = failed("CIT002", "Calmol reduces nightly itching in hand eczema of children.[1]", study)
    assert finding.severity is Severity.NOTE
    assert "background" in finding.source[0].place


# Duplicates


def test_two_entries_of_one_work_are_told_on_the_second() -> None:
    twice = f"{REFERENCE}\n{REFERENCE.replace('1. ', '2. ', 1)}"
    first, second = outcomes("REF006", "Calmol works.[1] It helps.[2]", references=twice)
    found = {f.subject: f.outcome for f in (first, second)}
    assert found == {"0": Outcome.PASSED, "1": Outcome.FAILED}


def test_list_of_each_section_may_hold_the_same_work() -> None:
    article = make_article("Calmol works.[1] It helps.[2]", f"{REFERENCE}\n{REFERENCE.replace('1. ', '2. ', 1)}")
    lists = tuple(
        replace(reference, labels=(f"{number}.1",)) for number, reference in enumerate(article.references, start=1)
    )
    report = audit(replace(article, references=lists), make_evidence(make_study()))
    assert not [finding for finding in report.failures if finding.rule == "REF006"]


def test_two_reports_of_one_study_count_as_one() -> None:
    other = make_study("doe-2021", pmid="22222222", title="Calmol again", authors=("Doe C",), year=2021)
    one = replace(make_study(), same_study_as=(other.id,))
    references = f"{REFERENCE}\n{SECOND}"
    together = failed("REF006", "Calmol works.[1,2]", one, other, references=references)
    assert {f.severity for f in together} == {Severity.WARNING}
    apart = failed("REF006", "Calmol works.[1]\n\nCalmol helps.[2]", one, other, references=references)
    assert {f.severity for f in apart} == {Severity.NOTE}


def test_different_works_are_no_duplicates() -> None:
    other = make_study("doe-2021", pmid="22222222", title="Calmol again", authors=("Doe C",), year=2021)
    assert failed("REF006", "Calmol works.[1,2]", make_study(), other, references=f"{REFERENCE}\n{SECOND}") == []


# Newer sources, and what was read


@pytest.mark.parametrize(
    ("date", "expected"),
    [("2019-03", Outcome.FAILED), ("2021", Outcome.PASSED), ("2020", Outcome.CANNOT_TELL), (None, Outcome.CANNOT_TELL)],
)
def test_source_newer_than_the_article_is_told(date: str | None, expected: Outcome) -> None:
    article = replace(make_article("Calmol works.[1]"), published=date)
    (finding,) = [f for f in audit(article, make_evidence(make_study())).findings if f.rule == "SRC006"]
    assert finding.outcome is expected
