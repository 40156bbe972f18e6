"""Asking one rule of a small article."""

from __future__ import annotations

from kg.audit import audit
from kg.model import Finding, Study
from tests.builders import REFERENCE, make_article, make_evidence, make_study

__all__ = ["only", "outcomes"]


def outcomes(rule: str, body: str, *studies: Study, references: str = REFERENCE) -> list[Finding]:
    """The findings of one rule on an article with this body."""
    article = make_article(body, references)
    report = audit(article, make_evidence(*(studies or (make_study(),))))
    return [finding for finding in report.findings if finding.rule == rule]


def only(findings: list[Finding]) -> Finding:
    """The one finding that there is."""
    assert len(findings) == 1, findings
    return findings[0]
