"""From the outcomes on single axes to a claim's verdict, and the ledger of what was not checked."""

from __future__ import annotations

from kg.audit.case import Case
from kg.model import Claim, Finding, LedgerEntry, Outcome, Reading, Severity, SubjectKind, Verdict

__all__ = ["ledger"]

_CONTENT = ("NUM", "POP", "DIR", "STR", "SUP", "MEC")
"""Families that hold what a claim says against what its source says."""

_MISSING_AXES = ("intervention and outcome: no rule of this version compares them",)


_UNREAD_TEXT = "the full text is here; what it says beyond curated facts was compared by no rule"


def ledger(case: Case, findings: list[Finding]) -> tuple[LedgerEntry, ...]:
    """One entry a claim, in order of the text."""
    by_claim: dict[str, list[Finding]] = {claim.key: [] for claim in case.article.claims}
    for finding in findings:
        if finding.subject_kind is SubjectKind.CLAIM:
            by_claim[finding.subject].append(finding)
    return tuple(_entry(case, claim, by_claim[claim.key]) for claim in case.article.claims)


def _entry(case: Case, claim: Claim, findings: list[Finding]) -> LedgerEntry:
    sources = case.sources_of(claim)
    readings = [source.reading for source in sources]
    verdict, reasons = _verdict(claim, findings, readings)
    unchecked = [f"{f.rule}: {f.message}" for f in findings if f.outcome is Outcome.CANNOT_TELL]
    if case.other_language:
        verdict, reasons = Verdict.UNCHECKED, [_other_language(case)]
        unchecked.append(_other_language(case))
    if claim.pointers and claim.kind.is_checkable:
        unchecked += [f"{source.name}: nothing read" for source in sources if source.study is None]
        unchecked += [f"{each.name}: {_UNREAD_TEXT}" for each in sources if each.reading is Reading.FULL_TEXT]
        unchecked += _MISSING_AXES
    return LedgerEntry(
        claim=claim.key,
        line=case.article.line_of(claim.span.start),
        verdict=verdict,
        reasons=tuple(reasons),
        reading=min(readings, key=list(Reading).index, default=Reading.NOTHING),
        studies=tuple(study.id for study in case.studies_of(claim)),
        checked=tuple(dict.fromkeys(f.rule for f in findings if f.outcome in (Outcome.PASSED, Outcome.FAILED))),
        unchecked=tuple(unchecked),
    )


def _other_language(case: Case) -> str:
    return f"cannot tell: the article is in {case.other_language}, and what claims say is read in English only"


def _verdict(claim: Claim, findings: list[Finding], readings: list[Reading]) -> tuple[Verdict, list[str]]:
    """A verdict and its reasons. No axis of this version can show support, so none is given."""
    failed = [f for f in findings if f.outcome is Outcome.FAILED and f.rule[:3] in _CONTENT]
    grave = [f for f in failed if f.severity is Severity.ERROR and not f.possible]
    if grave:
        return Verdict.CONTRADICTED, [f"{f.rule}: {f.message}" for f in grave]
    if not claim.kind.is_checkable and not claim.pointers:
        return Verdict.NOT_CHECKABLE, [f"A study cannot bear out a {claim.kind} as such."]
    if not claim.pointers:
        return Verdict.UNCITED, ["It carries no marker."]
    reasons = [f"{f.rule}: {f.message}" for f in failed]
    if all(reading is Reading.NOTHING for reading in readings):
        reasons.append("Nothing of its sources could be read.")
    else:
        reasons.append("The axes that could show support are not checked in this version.")
    return Verdict.UNCHECKED, reasons
