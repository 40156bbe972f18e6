"""INT: are the therapy, how it was given and what with, and what it was compared with those of the source?"""

from __future__ import annotations

from collections.abc import Iterator

from kg.audit.case import Case, Check
from kg.audit.curated_intervention import judge_by_facts
from kg.audit.exchange import find_exchange
from kg.audit.judgements import by_words, is_statement
from kg.audit.same_words import Judgement, judge_controls, judge_names
from kg.audit.source_reading import SourceReading
from kg.audit.ways import judge_adjuncts, judge_ways
from kg.model import Claim, Finding, Rule, Severity, Study
from kg.text.clinical_names import ClinicalKind

__all__ = ["CHECKS"]


def _intervention(case: Case, rule: Rule) -> Iterator[Finding]:
    """What a person noted of the study goes before what its sentences name."""
    for claim in case.claims:
        if claim.pointers:
            study = case.only_study_of(claim)
            told = _by_study(case, rule, claim, study) if study and is_statement(claim) else None
            yield told or by_words(case, rule, claim, _judge, "The claim names no therapy that this rule knows.")


def _by_study(case: Case, rule: Rule, claim: Claim, study: Study) -> Finding | None:
    """What a person noted of the study; else two arms that changed places."""
    noted = judge_by_facts(case, rule, claim, study)
    return noted or find_exchange(case, rule, claim, case.sources_of(claim)[0], study)


def _judge(text: str, source: SourceReading, whole: bool) -> Iterator[Judgement]:
    yield from judge_names(text, ClinicalKind.THERAPY, source, whole=whole)
    yield from judge_controls(text, source, whole=whole)
    yield from judge_ways(text, source, whole=whole)
    yield from judge_adjuncts(text, source, whole=whole)


CHECKS = (
    Check(
        Rule(
            code="INT001",
            name="intervention",
            version=3,
            severity=Severity.WARNING,
            fails_when="the source names another therapy, another control, another route or another device where it "
            "says what the claim says, gave the therapy with another one only, or compares the two the other way round",
            rationale="A result of one therapy, given in one way and against one control, says nothing of another.",
            failing="It eased pain better than placebo.[1] (the source: It eased pain better than usual care.)",
            passing="It eased pain better than usual care.[1] (the source: It eased pain better than usual care.)",
        ),
        _intervention,
        reads_english=True,
    ),
)
