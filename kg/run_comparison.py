"""Two audits of an article compared: findings new, gone and kept, claims reworded, decisions gone stale.

A finding is the same in another audit if rule, claim and message are, whatever the line that it stands on; one on the
article as a whole, whatever it counts.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from kg.comparison import Change, ClaimChange, compare_claims
from kg.identifiers import ArticleId
from kg.model import Article, Claim, Finding, RunFinding, Severity, SubjectKind, Verdict

__all__ = ["AuditChanges", "DatedAudit", "KeptAudit", "StaleDecision", "compare_audits"]

_FIGURES = re.compile(r"\d+")
_LINES = re.compile(r"\blines? \d+(?:(?:, | and )\d+)*")


@dataclass(frozen=True, slots=True)
class KeptAudit:
    """What is left of an audit when it was kept.

    Attributes:
        article: the article's key.
        source: the name that it was given under.
        snapshot: SHA-256 of its bytes.
        claims: its claims, and the line of each by its key.
        findings: those that failed.
    """

    article: ArticleId
    source: str
    snapshot: str
    claims: tuple[Claim, ...]
    lines: Mapping[str, int]
    findings: tuple[RunFinding, ...]

    @classmethod
    def of(cls, article: Article, failures: Iterable[Finding]) -> KeptAudit:
        """What would be kept of the audit of an article with these failed findings."""
        findings = tuple(map(_run_finding, failures))
        lines = {claim.key: article.line_of(claim.span.start) for claim in article.claims}
        return cls(article.id, article.source, article.snapshot, article.claims, lines, findings)


@dataclass(frozen=True, slots=True)
class DatedAudit:
    """A kept audit with when it was made, in ISO 8601, by which version, and the verdict on each claim by its key."""

    audit: KeptAudit
    time: str
    version: str
    verdicts: Mapping[str, Verdict]


def _run_finding(finding: Finding) -> RunFinding:
    return RunFinding(
        finding.rule,
        finding.severity,
        finding.subject_kind,
        finding.subject,
        finding.message,
        finding.line,
        finding.said.text if finding.said else None,
    )


@dataclass(frozen=True, slots=True)
class StaleDecision:
    """A decision that held in the older audit and holds no more: on what, whose, and why."""

    rule: str
    words: str
    who: str
    decision: str
    why: str


@dataclass(frozen=True, slots=True)
class AuditChanges:
    """What became of an article between two audits; ``old`` or ``new`` is ``None`` where it was in one only.

    Attributes:
        added, gone, kept: findings; of kept ones the newer.
        claims: what became of each claim.
        stale: decisions gone stale.
    """

    old: KeptAudit | None
    new: KeptAudit | None
    added: tuple[RunFinding, ...]
    gone: tuple[RunFinding, ...]
    kept: tuple[RunFinding, ...]
    claims: tuple[ClaimChange, ...]
    stale: tuple[StaleDecision, ...] = ()

    @property
    def source(self) -> str:
        """The article's name."""
        either = self.new or self.old
        return either.source if either else ""

    @property
    def reworded(self) -> tuple[ClaimChange, ...]:
        """The claims that were reworded."""
        return tuple(claim for claim in self.claims if claim.change is Change.REWORDED)

    @property
    def is_same(self) -> bool:
        """Whether no finding came or went, no claim changed and no decision went stale."""
        claims = {claim.change for claim in self.claims} <= {Change.KEPT}
        return claims and not (self.added or self.gone or self.stale)

    @property
    def counts(self) -> dict[str, int]:
        """How many findings are new, by severity."""
        found = [finding.severity for finding in self.added]
        return {level.value: found.count(level) for level in Severity}


def compare_audits(old: Iterable[KeptAudit], new: Iterable[KeptAudit]) -> tuple[AuditChanges, ...]:
    """What became of each article, in the order of the newer audits; articles that went stand last."""
    before = {audit.article: audit for audit in old}
    found = [_compare(before.pop(audit.article, None), audit) for audit in new]
    return (*found, *(_compare(audit, None) for audit in before.values()))


def _compare(old: KeptAudit | None, new: KeptAudit | None) -> AuditChanges:
    claims = compare_claims(old.claims if old else (), new.claims if new else ())
    reworded = {c.old.key: c.new.key for c in claims if c.change is Change.REWORDED and c.old and c.new}
    waiting: dict[str, list[RunFinding]] = defaultdict(list)
    for finding in old.findings if old else ():
        waiting[_sign(finding, reworded)].append(finding)
    added: list[RunFinding] = []
    kept: list[RunFinding] = []
    for finding in new.findings if new else ():
        same = waiting[_sign(finding, {})]
        if same:
            same.pop(0)
            kept.append(finding)
        else:
            added.append(finding)
    left = {id(finding) for findings in waiting.values() for finding in findings}
    gone = [finding for finding in (old.findings if old else ()) if id(finding) in left]
    return AuditChanges(old, new, tuple(added), tuple(gone), tuple(kept), claims)


def _sign(finding: RunFinding, reworded: Mapping[str, str]) -> str:
    """What makes it the same finding, on a claim that was reworded too; lines that it names do not count."""
    subject = finding.subject
    if finding.subject_kind is SubjectKind.CLAIM:
        subject = reworded.get(subject, subject)
    counts = _FIGURES if finding.subject_kind is SubjectKind.ARTICLE else _LINES
    return replace(finding, subject=subject, message=counts.sub("#", finding.message)).fingerprint
