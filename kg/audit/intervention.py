"""INT: is the therapy that the claim speaks of, and what it was compared with, that of the source?"""

from __future__ import annotations

from collections.abc import Iterator

from kg.audit.case import Case, Check, called, is_synthesis
from kg.audit.judgements import finding_of, is_statement
from kg.audit.same_words import judge_controls, judge_names
from kg.model import Claim, Finding, Outcome, Rule, Severity
from kg.text.clinical_names import ClinicalKind

__all__ = ["CHECKS"]


def _intervention(case: Case, rule: Rule) -> Iterator[Finding]:
    for claim in case.article.claims:
        if claim.pointers:
            yield _held_against(case, rule, claim)


def _held_against(case: Case, rule: Rule, claim: Claim) -> Finding:
    """The finding for one claim: by the words of its one source."""
    study = case.only_study_of(claim)
    if study is None:
        why = "No source could be read." if not case.studies_of(claim) else "Several sources are cited."
        return case.on_claim(rule, claim, Outcome.CANNOT_TELL, f"{why} The therapy was not held against one.")
    reading = case.source_reading_of(case.sources_of(claim)[0])
    if reading is None or not is_statement(claim):
        why = f"No sentence of {called(study)} is here" if reading is None else "The sentence states no finding"
        return case.on_claim(rule, claim, Outcome.CANNOT_TELL, f"{why}; the therapy was not compared.", study=study.id)
    whole = not is_synthesis(study, case.vocabulary)
    judged = (
        *judge_names(claim.text, ClinicalKind.THERAPY, reading, whole=whole),
        *judge_controls(claim.text, reading, whole=whole),
    )
    untold = case.on_claim(
        rule, claim, Outcome.INAPPLICABLE, "The claim names no therapy that this rule knows.", study=study.id
    )
    return finding_of(case, rule, claim, study, judged) or untold


CHECKS = (
    Check(
        Rule(
            code="INT001",
            name="intervention",
            version=1,
            severity=Severity.WARNING,
            fails_when="the source names another therapy, or another control, where it says what the claim says",
            rationale="A result of one therapy, or against one control, says nothing of another.",
            failing="Metformin eased the pain better than placebo.[1] (the source compared it with usual care)",
            passing="Metformin eased the pain better than usual care.[1] (the source compared it with usual care)",
        ),
        _intervention,
        reads_english=True,
    ),
)
