"""What people decide on findings, and where a finding stands with what was decided.

A decision never changes the finding that it is about: the machine's outcome stays as it is, and the two are laid side
by side (:mod:`kg.decisions`).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kg.identifiers import ArticleId, FindingId
from kg.model.audit import Finding, SubjectKind

__all__ = [
    "Decision",
    "DecisionSet",
    "Lapse",
    "LapsedDecision",
    "Ruling",
    "SettledFinding",
    "Settlement",
    "Standing",
]


class Ruling(StrEnum):
    """What a person decided on a finding."""

    ACCEPT = "accept"
    """The finding is right; its patch may be written."""
    DISMISS = "dismiss"
    """The article may stay as it is."""
    REWORD = "reword"
    """The finding is right, and these are the words to write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One person's decision on one finding, with what it was made on.

    Attributes:
        finding: the id of the finding.
        decision: accept, dismiss or reword.
        replacement: for a rewording, the words to write in place of the claim's.
        reason: why; never empty.
        who: the person.
        when: in ISO 8601, in UTC, to the second.
        repeats: whether it covers the same finding on every claim of the same words.
        rule_version: of the rule whose finding it is.
        about: what kind of thing the finding is about.
        subject: fingerprint of that thing's words, and 1 for the first of these words in the article, 2 for the next.
        words: its words at the time, white space made single; empty for the article as a whole.
        source: hash of what was known of the sources when it was made.
    """

    finding: FindingId
    decision: Ruling
    replacement: str | None = None
    reason: str
    who: str
    when: str
    repeats: bool = False
    rule_version: int
    about: SubjectKind = SubjectKind.CLAIM
    words: str = ""
    subject: str
    source: str

    def covers(self, finding: FindingId) -> bool:
        """Whether it is a decision on this finding."""
        return finding == self.finding or (self.repeats and finding.family == self.finding.family)


@dataclass(frozen=True, slots=True)
class DecisionSet:
    """The decisions on one article's findings, the whole history of them."""

    article: ArticleId
    decisions: tuple[Decision, ...] = ()


class Standing(StrEnum):
    """Where a finding stands with what people decided."""

    OPEN = "open"
    """Nobody decided."""
    ACCEPTED = "accepted"
    DISMISSED = "dismissed"
    DISPUTED = "disputed"
    """One person dismissed it, another one did not."""
    STALE = "stale"
    """Decided before a source changed: to be decided again."""

    @property
    def counts(self) -> bool:
        """Whether the finding still counts against the article."""
        return self is not Standing.DISMISSED


@dataclass(frozen=True, slots=True)
class SettledFinding:
    """A finding that failed, and what people decided on it.

    Attributes:
        finding: as the rule gave it.
        id: what it is known by.
        basis: hash of what is known of its sources now.
        standing: where it stands.
        decisions: the newest decision of each person that still holds, the oldest first.
        stale: the newest decision of each person that was made before a source changed.
    """

    finding: Finding
    id: FindingId
    basis: str
    standing: Standing = Standing.OPEN
    decisions: tuple[Decision, ...] = ()
    stale: tuple[Decision, ...] = ()


class Lapse(StrEnum):
    """Why a decision is about no finding of this audit."""

    CLAIM_CHANGED = "the words it was about are no longer in the article"
    NOT_FOUND = "the rule finds nothing there any more"
    NOT_APPLIED = "the rule was not applied"


@dataclass(frozen=True, slots=True)
class LapsedDecision:
    """A decision, the newest of its person, that is about no finding of this audit, and why."""

    decision: Decision
    lapse: Lapse


@dataclass(frozen=True, slots=True)
class Settlement:
    """An audit's failed findings, in the report's order, beside what people decided on them."""

    findings: tuple[SettledFinding, ...]
    lapsed: tuple[LapsedDecision, ...] = ()

    def of(self, *standings: Standing) -> tuple[SettledFinding, ...]:
        """The findings that stand so."""
        return tuple(one for one in self.findings if one.standing in standings)

    @property
    def counting(self) -> tuple[Finding, ...]:
        """The findings that count against the article."""
        return tuple(one.finding for one in self.findings if one.standing.counts)
