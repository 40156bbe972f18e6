"""INT and OUT: are the therapy, what it was compared with, and the outcome of a claim those of the source?"""

from __future__ import annotations

from collections.abc import Iterator

from kg.audit.case import Case, Check
from kg.audit.judgements import by_words
from kg.audit.same_words import Judgement, judge_controls, judge_names
from kg.audit.source_reading import SourceReading
from kg.model import Finding, Rule, Severity
from kg.text.clinical_names import ClinicalKind

__all__ = ["CHECKS"]


def _intervention(case: Case, rule: Rule) -> Iterator[Finding]:
    for claim in case.article.claims:
        if claim.pointers:
            yield by_words(case, rule, claim, _judge_therapies, "The claim names no therapy that this rule knows.")


def _judge_therapies(text: str, source: SourceReading, whole: bool) -> Iterator[Judgement]:
    yield from judge_names(text, ClinicalKind.THERAPY, source, whole=whole)
    yield from judge_controls(text, source, whole=whole)


def _outcome(case: Case, rule: Rule) -> Iterator[Finding]:
    for claim in case.article.claims:
        if claim.pointers:
            yield by_words(case, rule, claim, _judge_outcomes, "The claim names no outcome that this rule knows.")


def _judge_outcomes(text: str, source: SourceReading, whole: bool) -> Iterator[Judgement]:
    yield from judge_names(text, ClinicalKind.OUTCOME, source, whole=whole)


CHECKS = (
    Check(
        Rule(
            code="INT001",
            name="intervention",
            version=1,
            severity=Severity.WARNING,
            fails_when="the source names another therapy, or another control, where it says what the claim says",
            rationale="A result of one therapy, or against one control, says nothing of another.",
            failing="It eased pain better than placebo.[1] (the source: It eased pain better than usual care.)",
            passing="It eased pain better than usual care.[1] (the source: It eased pain better than usual care.)",
        ),
        _intervention,
        reads_english=True,
    ),
    Check(
        Rule(
            code="OUT001",
            name="outcome",
            version=1,
            severity=Severity.WARNING,
            fails_when="the source names another outcome where it says what the claim says",
            rationale="A study that measured one thing bears out nothing on another, however near.",
            failing="Metformin lowered blood pressure.[1] (the source: Metformin lowered heart rate.)",
            passing="Metformin lowered heart rate.[1] (the source: Metformin lowered heart rate.)",
        ),
        _outcome,
        reads_english=True,
    ),
)
