"""Verdicts by the table, and what cannot be told: other languages, vanished records, claims without words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rdflib import Graph

from kg.audit import audit
from kg.audit.case import Case
from kg.audit.verdicts import CONTENT_AXES, TABLE, ledger
from kg.evidence import Evidence
from kg.model import AbstractSection, Article, Finding, Outcome, Severity, SubjectKind, Verdict
from kg.rdf import study_edges, study_triples, vocabulary_triples
from kg.rdf.iris import record_iri
from kg.vocabulary import FABIO
from tests.audit.test_whole_article import indexed
from tests.builders import VOCABULARY, make_article, make_evidence, make_study

SPEAKS = ("SUP001", Outcome.PASSED, Severity.WARNING)
SAME_WAY = ("DIR001", Outcome.PASSED, Severity.ERROR)
Said = tuple[str, Outcome, Severity]


def verdict_of(*said: Said, possible: bool = False, body: str = "Calmol eases itching.[1]") -> Verdict:
    """The verdict on a one-claim article where the rules said this."""
    article = make_article(body)
    case = Case(article, make_evidence(indexed(make_study(), abstract=(AbstractSection("Itching fell."),))))
    claim = article.claims[0]
    findings = [
        Finding(rule, outcome, severity, SubjectKind.CLAIM, claim.key, "so", 1, claim.span, possible=possible)
        for rule, outcome, severity in said
    ]
    return ledger(case, findings, {rule for rule, _, _ in said})[0].verdict


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ([], Verdict.UNCHECKED),
        ([SPEAKS], Verdict.UNCHECKED),
        ([SAME_WAY], Verdict.UNCHECKED),
        ([SPEAKS, SAME_WAY], Verdict.SUPPORTED),
        ([SPEAKS, ("DIR001", Outcome.INAPPLICABLE, Severity.ERROR)], Verdict.SUPPORTED),
        ([SPEAKS, ("DIR001", Outcome.CANNOT_TELL, Severity.ERROR)], Verdict.UNCHECKED),
        ([SPEAKS, SAME_WAY, ("NUM003", Outcome.CANNOT_TELL, Severity.ERROR)], Verdict.RESERVATIONS),
        ([SPEAKS, SAME_WAY, ("NUM003", Outcome.INAPPLICABLE, Severity.ERROR)], Verdict.SUPPORTED),
        ([SPEAKS, SAME_WAY, ("STR001", Outcome.FAILED, Severity.WARNING)], Verdict.RESERVATIONS),
        ([SPEAKS, SAME_WAY, ("CIT003", Outcome.FAILED, Severity.WARNING)], Verdict.RESERVATIONS),
        ([SPEAKS, SAME_WAY, ("CIT001", Outcome.FAILED, Severity.NOTE)], Verdict.SUPPORTED),
        ([SPEAKS, SAME_WAY, ("NUM001", Outcome.FAILED, Severity.ERROR)], Verdict.CONTRADICTED),
        ([SPEAKS, ("DIR001", Outcome.FAILED, Severity.WARNING)], Verdict.UNCHECKED),
        ([("SUP001", Outcome.FAILED, Severity.WARNING)], Verdict.NOT_ADDRESSED),
        ([("SUP002", Outcome.FAILED, Severity.ERROR)], Verdict.CONTRADICTED),
    ],
)
def test_verdict_follows_from_the_outcomes_of_the_axes(said: list[Said], verdict: Verdict) -> None:
    assert verdict_of(*said) is verdict


@pytest.mark.parametrize("family", CONTENT_AXES)
def test_error_of_any_content_axis_contradicts_unless_it_is_only_possible(family: str) -> None:
    failure = (f"{family}009", Outcome.FAILED, Severity.ERROR)
    assert verdict_of(SPEAKS, SAME_WAY, failure) is Verdict.CONTRADICTED
    assert verdict_of(failure, possible=True) is Verdict.UNCHECKED


def test_claim_without_marker_is_uncited_and_an_opinion_not_checkable() -> None:
    assert verdict_of(body="Calmol eases itching.") is Verdict.UNCITED
    assert verdict_of(body="We think calmol is nice.") is Verdict.NOT_CHECKABLE


def test_table_ends_with_a_row_that_always_holds() -> None:
    assert TABLE[-1].verdict is Verdict.UNCHECKED
    assert all(row.when for row in TABLE)


def test_axes_that_no_rule_compared_are_told_on_each_cited_claim() -> None:
    entry = audit(make_article("Calmol eases itching.[1]"), make_evidence(make_study()), rules={"NUM001"}).ledger[0]
    assert any(each.startswith(CONTENT_AXES["POP"]) for each in entry.unchecked)
    assert not any(each.startswith(CONTENT_AXES["NUM"]) for each in entry.unchecked)


def test_reading_note_tells_of_every_reference_what_was_read() -> None:
    report = audit(make_article("Calmol eases itching.[1]"), make_evidence(make_study()))
    (note,) = [f for f in report.findings if f.rule == "SRC004" and f.subject_kind is SubjectKind.ARTICLE]
    assert note.message.startswith("Read of 1 reference: nothing of 1.")


# What cannot be told


def test_record_that_vanished_is_told_and_nothing_is_concluded() -> None:
    study = make_study()
    graph = Graph()
    for triple in (*vocabulary_triples(VOCABULARY), *study_triples(study), *study_edges(study, VOCABULARY)):
        graph.add(triple)
    record = record_iri(study.record)
    for predicate in set(graph.predicates(record)) - {FABIO.hasPubMedId}:
        graph.remove((record, predicate, None))
    report = audit(make_article("In a study of 12 women calmol eased itching.[1]"), Evidence(graph))
    entry = next(entry for entry in report.ledger)
    assert entry.verdict is Verdict.UNCHECKED
    assert report.resolutions[0].study is None
    assert "no longer holds it whole" in (report.resolutions[0].reason or "")
    assert any("nothing read" in each for each in entry.unchecked)


@pytest.mark.parametrize("words", ["", "—", "…"])
def test_claim_without_words_cannot_be_told(words: str) -> None:
    article: Article = make_article("Calmol eases itching.[1]")
    emptied = replace(article, claims=tuple(replace(claim, text=words) for claim in article.claims))
    entry = audit(emptied, make_evidence(make_study())).ledger[0]
    assert entry.verdict is Verdict.UNCHECKED
    assert entry.reasons == ("cannot tell: the claim has no words that could be compared",)


@pytest.mark.parametrize(("languages", "told"), [(("jpn",), True), (("eng", "jpn"), False), ((), False)])
def test_source_in_another_language_is_told_on_the_claim(languages: tuple[str, ...], told: bool) -> None:
    study = indexed(make_study(), languages=languages)
    entry = audit(make_article("Calmol eases itching.[1]"), make_evidence(study)).ledger[0]
    assert any("written in jpn" in each for each in entry.unchecked) is told
