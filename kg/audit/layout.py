"""LST: is something missing from the page that its own words announce?"""

from __future__ import annotations

from collections.abc import Iterator

from kg.audit.case import Case, Check
from kg.model import Defect, DefectKind, Finding, Outcome, Passage, Rule, Severity

__all__ = ["CHECKS"]

_LOST = {
    DefectKind.LOST_LIST: Severity.WARNING,
    DefectKind.LOST_FIGURE: Severity.NOTE,
    DefectKind.LOST_LINK: Severity.NOTE,
}


def _lost(case: Case, rule: Rule) -> Iterator[Finding]:
    for defect in case.article.defects:
        if defect.kind in _LOST:
            yield _finding(case, rule, defect)


def _finding(case: Case, rule: Rule, defect: Defect) -> Finding:
    severity = _LOST[defect.kind]
    claim = next((claim for claim in reversed(case.article.claims) if claim.span.meets(defect.span)), None)
    if claim is not None:
        return case.on_claim(rule, claim, Outcome.FAILED, defect.message, severity=severity)
    said = Passage(defect.span.of(case.article.text), case.place(defect.span))
    return case.on_article(rule, defect.span, Outcome.FAILED, defect.message, severity=severity, said=said)


CHECKS = (
    Check(
        Rule(
            code="LST001",
            name="lost-content",
            version=2,
            severity=Severity.WARNING,
            fails_when="a lead-in stands without its list, or a figure or link that the text refers to is missing",
            rationale="Reasons to stop and steps to take are often lists; a lost one leaves half an advice.",
            failing="Stop at once if you: (followed by a paragraph)",
            passing="Stop at once if you: (followed by a list)",
        ),
        _lost,
    ),
)
