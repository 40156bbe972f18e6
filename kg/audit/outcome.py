"""OUT: is the outcome of a claim the one that its source measured, and at the time at which it was measured?"""

from __future__ import annotations

from collections.abc import Iterator

from kg.audit.case import Case, Check
from kg.audit.curated_outcome import judge_outcome_by_facts
from kg.audit.judgements import by_words, is_statement
from kg.audit.same_words import Judgement, judge_names
from kg.audit.source_reading import SourceReading
from kg.audit.time_points import judge_time_points
from kg.model import Finding, Outcome, Rule, Severity
from kg.text.clinical_names import ClinicalKind

__all__ = ["CHECKS"]


def _outcome(case: Case, rule: Rule) -> Iterator[Finding]:
    for claim in case.claims:
        if not claim.pointers:
            continue
        study = case.only_study_of(claim)
        noted = judge_outcome_by_facts(case, rule, claim, study) if study and is_statement(claim) else None
        by_name = noted or by_words(case, rule, claim, _judge, "The claim names no outcome that this rule knows.")
        by_time = list(judge_time_points(case, rule, claim))
        if by_name.outcome is not Outcome.INAPPLICABLE or not by_time:
            yield by_name
        yield from by_time


def _judge(text: str, source: SourceReading, whole: bool) -> Iterator[Judgement]:
    yield from judge_names(text, ClinicalKind.OUTCOME, source, whole=whole)


CHECKS = (
    Check(
        Rule(
            code="OUT001",
            name="outcome",
            version=2,
            severity=Severity.WARNING,
            fails_when="the source names another outcome where it says what the claim says, did not "
            "measure the claim's, or measured at other times only (a tenth apart is close, and that is said)",
            rationale="A study that measured one thing bears out nothing on another, nor on another time.",
            failing="Metformin lowered blood pressure.[1] (the source: Metformin lowered heart rate.)",
            passing="Metformin lowered heart rate.[1] (the source: Metformin lowered heart rate.)",
        ),
        _outcome,
        reads_english=True,
    ),
)
