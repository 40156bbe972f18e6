"""Asking one rule of a small article."""

from __future__ import annotations

from kg.audit import audit
from kg.identifiers import ConceptId, Pmid, StudyId
from kg.model import AbstractSection, Finding, IndexedRecord, Study
from tests.builders import REFERENCE, make_article, make_evidence, make_study

__all__ = ["only", "outcomes", "paper"]


def outcomes(rule: str, body: str, *studies: Study, references: str = REFERENCE) -> list[Finding]:
    """The findings of one rule on an article with this body."""
    article = make_article(body, references)
    report = audit(article, make_evidence(*(studies or (make_study(),))))
    return [finding for finding in report.findings if finding.rule == rule]


def only(findings: list[Finding]) -> Finding:
    """The one finding that there is."""
    assert len(findings) == 1, findings
    return findings[0]


def paper(abstract: str, *, title: str = "Calmol for itching", design: str | None = "cohort-study") -> Study:
    """A study of which a record with an abstract is all that there is."""
    key = StudyId("smith-2020")
    record = IndexedRecord(key, pmid=Pmid("11111111"), title=title, abstract=(AbstractSection(abstract),))
    return Study(key, record, design=ConceptId(design) if design else None)
