"""Findings beside decisions: where each finding stands, computed from the two and never kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from kg.decisions.identity import IdentifiedFinding, find_subject, identify_findings
from kg.model import Article, Report, SubjectKind
from kg.model.decision import (
    Decision,
    Lapse,
    LapsedDecision,
    Ruling,
    SettledFinding,
    Settlement,
    Standing,
)

__all__ = ["settle"]


def settle(
    article: Article, report: Report, decisions: Sequence[Decision], *, rules: Collection[str] | None = None
) -> Settlement:
    """Lay what people decided beside what failed.

    Args:
        article: the snapshot that was audited.
        report: its audit, which stays as it is.
        decisions: all that was ever decided on the article, in the order of its file.
        rules: codes of the rules that were applied; all by default.

    Returns:
        Every failed finding with the decisions on it, and the decisions that are about none of them.
    """
    identified = identify_findings(article, report)
    met = {one.id for one in identified}
    lapsed = [
        LapsedDecision(decision, _lapse(decision, article, rules))
        for decision in _newest(decisions)
        if not any(decision.covers(key) for key in met)
    ]
    return Settlement(tuple(_settle(one, decisions) for one in identified), tuple(lapsed))


def _settle(one: IdentifiedFinding, decisions: Sequence[Decision]) -> SettledFinding:
    newest = _newest([decision for decision in decisions if decision.covers(one.id)], alike=True)
    holding = tuple(decision for decision in newest if decision.source == one.basis)
    stale = tuple(decision for decision in newest if decision.source != one.basis)
    standing = _standing(holding) if holding or not stale else Standing.STALE
    return SettledFinding(one.finding, one.id, one.basis, standing, holding, stale)


def _standing(decisions: Sequence[Decision]) -> Standing:
    """What the people whose decisions hold make of a finding together."""
    dismissed = {decision.decision is Ruling.DISMISS for decision in decisions}
    if not dismissed:
        return Standing.OPEN
    if len(dismissed) > 1:
        return Standing.DISPUTED
    return Standing.DISMISSED if dismissed == {True} else Standing.ACCEPTED


def _newest(decisions: Iterable[Decision], *, alike: bool = False) -> list[Decision]:
    """The newest decision of each person on each finding, the oldest first; ``alike``: all are on one finding."""
    kept: dict[tuple[str, str], Decision] = {}
    for decision in sorted(decisions, key=lambda decision: decision.when):
        key = decision.who, "" if alike else decision.finding.value
        kept.pop(key, None)
        kept[key] = decision
    return list(kept.values())


def _lapse(decision: Decision, article: Article, rules: Collection[str] | None) -> Lapse:
    if rules is not None and decision.finding.rule not in rules:
        return Lapse.NOT_APPLIED
    return Lapse.NOT_FOUND if decision.subject in _subjects(article, decision.about) else Lapse.CLAIM_CHANGED


def _subjects(article: Article, kind: SubjectKind) -> set[str]:
    """The keys of everything of this kind that a finding could be about."""
    match kind:
        case SubjectKind.CLAIM:
            return {claim.key for claim in article.claims}
        case SubjectKind.REFERENCE:
            known = [str(index) for index in range(len(article.references))]
        case SubjectKind.POINTER:
            known = [str(index) for index in range(len(article.pointers))]
        case SubjectKind.ARTICLE:
            known = [article.id.value]
    return {find_subject(article, kind, subject).key for subject in known}
