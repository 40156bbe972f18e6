"""One claim over the audits that were kept: when it was first seen, when its words or its verdict changed.

A claim is the same as long as its words are. One that was reworded between two audits is followed to its earlier
words by :func:`kg.comparison.compare_claims`, and that it was is told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.comparison import Change, compare_claims, likeness
from kg.model import Claim, SubjectKind, Verdict
from kg.run_comparison import DatedAudit

__all__ = ["ClaimHistory", "GoneClaim", "HistoryStep", "find_gone", "follow_claim"]

_KEY = re.compile(r"[0-9a-f]{16}-[0-9]{1,6}")
_ALIKE = 0.5
"""Dice's coefficient of the words from which on a claim may be offered for one that is gone."""


@dataclass(frozen=True, slots=True)
class HistoryStep:
    """A stretch of audits, one after the other, that said the same of a claim.

    Attributes:
        time: of the first of them, in ISO 8601; last, of the last; audits, how many.
        text: the claim's words.
        verdict: ``None`` where the audit gave none.
        failed: codes of the rules that failed on it, sorted.
        reworded: whether its words were others in the audit before.
    """

    time: str
    last: str
    audits: int
    text: str
    verdict: Verdict | None
    failed: tuple[str, ...]
    reworded: bool = False


@dataclass(frozen=True, slots=True)
class ClaimHistory:
    """What the kept audits said of a claim, the oldest first.

    Attributes:
        audits: how many of the article there are.
        is_first: whether the oldest of them has the claim already, so that it may be older.
    """

    steps: tuple[HistoryStep, ...]
    audits: int
    is_first: bool


@dataclass(frozen=True, slots=True)
class GoneClaim:
    """A claim that a link asks for and that the article does not hold.

    Attributes:
        is_key: whether what was asked for can be a claim's key at all.
        text: its words in an earlier audit, if one had it; seen, when that audit was made.
        nearest: the claim that now has its words elsewhere, or the most alike ones.
    """

    is_key: bool
    text: str | None = None
    seen: str | None = None
    nearest: Claim | None = None


def follow_claim(key: str, past: Sequence[DatedAudit]) -> ClaimHistory:
    """The history of the claim that has this key in the newest of the audits, which are given the oldest first."""
    steps: list[HistoryStep] = []
    first = len(past)
    for at in range(len(past) - 1, -1, -1):
        audit = past[at].audit
        claim = next((one for one in audit.claims if one.key == key), None)
        if claim is None:
            claim = _before(key, past[at], past[at + 1]) if at + 1 < len(past) else None
            if claim is None:
                break
            key = claim.key
            if steps:
                steps[-1] = _changed(steps[-1])
        _add(steps, claim, past[at])
        first = at
    return ClaimHistory(tuple(reversed(steps)), len(past), is_first=first == 0)


def _before(key: str, older: DatedAudit, newer: DatedAudit) -> Claim | None:
    """The claim of the older audit that was reworded into the one of this key."""
    changes = compare_claims(older.audit.claims, newer.audit.claims)
    return next(
        (one.old for one in changes if one.change is Change.REWORDED and one.new is not None and one.new.key == key),
        None,
    )


def _changed(step: HistoryStep) -> HistoryStep:
    return HistoryStep(step.time, step.last, step.audits, step.text, step.verdict, step.failed, reworded=True)


def _add(steps: list[HistoryStep], claim: Claim, at: DatedAudit) -> None:
    """Lengthen the stretch that began last, going back in time, or begin another."""
    failed = {
        one.rule for one in at.audit.findings if one.subject_kind is SubjectKind.CLAIM and one.subject == claim.key
    }
    step = HistoryStep(at.time, at.time, 1, claim.text, at.verdicts.get(claim.key), tuple(sorted(failed)))
    later = steps[-1] if steps else None
    if later and not later.reworded and _said(later) == _said(step):
        steps[-1] = HistoryStep(step.time, later.last, later.audits + 1, step.text, step.verdict, step.failed)
    else:
        steps.append(step)


def _said(step: HistoryStep) -> tuple[str, Verdict | None, tuple[str, ...]]:
    return step.text, step.verdict, step.failed


def find_gone(key: str, claims: Sequence[Claim], past: Sequence[DatedAudit]) -> GoneClaim:
    """What is known of a claim that is none of these, and the one of them that comes nearest.

    Args:
        key: as a link gives it.
        claims: those of the article.
        past: its earlier audits, the oldest first.
    """
    if not _KEY.fullmatch(key):
        return GoneClaim(is_key=False)
    same = next((claim for claim in claims if claim.key.partition("-")[0] == key.partition("-")[0]), None)
    for at in reversed(past):
        old = next((one for one in at.audit.claims if one.key == key), None)
        if old is not None:
            return GoneClaim(is_key=True, text=old.text, seen=at.time, nearest=same or _most_alike(old, claims))
    return GoneClaim(is_key=True, nearest=same)


def _most_alike(old: Claim, claims: Sequence[Claim]) -> Claim | None:
    best = max(claims, key=lambda claim: likeness(old.text, claim.text), default=None)
    return best if best is not None and likeness(old.text, best.text) >= _ALIKE else None
