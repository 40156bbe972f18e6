"""What is told once for a sentence, and what keeps its place."""

from __future__ import annotations

from dataclasses import replace

from kg.audit import audit
from kg.model import Outcome, Severity
from tests.audit.findings import only
from tests.builders import make_article, make_evidence, make_study

TWO_PARTS = (
    "Calmol leaves a cool spot on the skin, which you can often feel with a finger.[1]\n\nBoth men and women took part."
)


def test_finding_that_holds_for_two_parts_of_a_sentence_is_told_once_and_points_to_both() -> None:
    article = make_article(TWO_PARTS)
    assert [claim.sentence for claim in article.claims][:2] == [0, 0]
    report = audit(article, make_evidence(make_study(age="children")))
    finding = only([each for each in report.failures if each.rule == "POP001"])
    assert finding.span.of(article.text).startswith("Calmol")
    assert "you can often feel" in finding.span.of(article.text)
    assert finding.said
    assert finding.said.text == article.sentences[0].text


def test_each_part_of_the_sentence_keeps_its_failure_in_the_ledger() -> None:
    report = audit(make_article(TWO_PARTS), make_evidence(make_study(age="children")))
    cited = [entry for entry in report.ledger if entry.studies]
    assert len(cited) == 2
    assert all("POP001" in entry.checked for entry in cited)


def test_findings_of_two_sentences_stay_two() -> None:
    body = "Itching eases after a week.[1] Sleep improves after a month.[1]\n\nBoth men and women took part."
    report = audit(make_article(body), make_evidence(make_study(age="children")))
    assert len([each for each in report.failures if each.rule == "POP001"]) == 2


def test_group_that_the_claim_does_not_name_is_a_question() -> None:
    report = audit(make_article(TWO_PARTS), make_evidence(make_study(age="children")))
    finding = only([each for each in report.findings if each.rule == "POP001" and each.outcome is Outcome.FAILED])
    assert finding.possible
    assert finding.severity is Severity.WARNING
    assert finding.message.startswith("Does this hold for men and women too?")


def test_that_a_source_is_a_review_is_told_once_with_the_lines_of_the_other_claims() -> None:
    article = make_article("Calmol reduced itching.[1]\n\nCalmol improved sleep.[1]")
    study = make_study()
    review = replace(study, record=replace(study.record, publication_types=("Review",)))
    report = audit(article, make_evidence(review))
    finding = only([each for each in report.failures if each.rule == "CIT002"])
    assert (finding.line, finding.folded) == (3, (5,))
    assert all("CIT002" in entry.checked for entry in report.ledger)
