"""Findings beside what people decided on them, and agreement with each rule: for people and for programs."""

from __future__ import annotations

import dataclasses
import json
import textwrap
from collections.abc import Iterator, Sequence
from typing import Any

from kg.audit import RULES
from kg.decisions import RuleAgreement
from kg.model import Article
from kg.model.decision import Decision, LapsedDecision, SettledFinding, Settlement

__all__ = ["agreement_to_json", "agreement_to_text", "decided_lines", "to_document", "to_text"]

_WIDTH = 100


def to_text(settlement: Settlement, article: Article) -> str:
    """Every failed finding with id, standing and decisions, and the decisions that are about none of them."""
    parts = [line for one in settlement.findings for line in _finding(one, article)]
    if settlement.lapsed:
        parts += ["Decisions that are about no finding of this audit", *map(_lapsed, settlement.lapsed)]
    return "\n".join(parts or ["Nothing failed, so there is nothing to decide."]).rstrip() + "\n"


def _finding(one: SettledFinding, article: Article) -> Iterator[str]:
    finding = one.finding
    yield f"{one.id}  {one.standing}  {article.source}:{finding.line}: {finding.severity} {RULES[finding.rule].name}"
    yield _wrapped(finding.message)
    yield from map(_wrapped, decided_lines(one))
    yield ""


def decided_lines(one: SettledFinding) -> Iterator[str]:
    """A line for each person's decision on a finding: what, who, when, why, and whether it still holds."""
    for decision in one.decisions:
        yield _told(decision, RULES[decision.finding.rule].version)
    for decision in one.stale:
        yield f"stale, for a source changed since: {_told(decision, RULES[decision.finding.rule].version)}"


def _told(decision: Decision, version: int) -> str:
    done = {"accept": "accepted", "dismiss": "dismissed", "reword": "reworded"}[decision.decision]
    words = f" as “{decision.replacement}”" if decision.replacement else ""
    older = f" (of version {decision.rule_version} of the rule)" if decision.rule_version != version else ""
    return f"{done}{words} by {decision.who} on {decision.when[:10]}{older}: {decision.reason}"


def _lapsed(one: LapsedDecision) -> str:
    decision = one.decision
    rule = RULES.get(decision.finding.rule)
    words = f" on “{textwrap.shorten(decision.words, 60, placeholder=' …')}”" if decision.words else ""
    told = _told(decision, rule.version if rule else decision.rule_version)
    return textwrap.fill(
        f"{decision.finding}{words}: {one.lapse}; {told}", _WIDTH, initial_indent="  - ", subsequent_indent="    "
    )


def to_document(settlement: Settlement, article: Article) -> dict[str, Any]:
    """The same in JSON's types."""
    return {
        "article": article.id.value,
        "findings": [_finding_document(one) for one in settlement.findings],
        "lapsed": [{**_document(one.decision), "lapse": one.lapse.value} for one in settlement.lapsed],
    }


def _finding_document(one: SettledFinding) -> dict[str, Any]:
    finding = one.finding
    return {
        "id": one.id.value,
        "standing": one.standing.value,
        "rule": finding.rule,
        "severity": finding.severity.value,
        "line": finding.line,
        "message": finding.message,
        "decisions": [
            *({**_document(decision), "stale": False} for decision in one.decisions),
            *({**_document(decision), "stale": True} for decision in one.stale),
        ],
    }


def _document(decision: Decision) -> dict[str, Any]:
    plain = {"finding": decision.finding.value, "decision": decision.decision.value, "about": decision.about.value}
    return {**dataclasses.asdict(decision), **plain}


def agreement_to_text(measured: Sequence[RuleAgreement]) -> str:
    """A table of the rules that people decided on, the most dismissed first."""
    if not measured:
        return "Nobody decided on any finding yet; `kg decide` does.\n"
    head = (
        f"{'rule':<30} {'decisions':>9} {'accepted':>9} {'reworded':>9} {'dismissed':>9} {'share':>6} {'disputed':>9}"
    )
    lines = [
        f"{f'{one.rule} {RULES[one.rule].name}':<30} {one.decided:>9} {one.accepted:>9} {one.reworded:>9} "
        f"{one.dismissed:>9} {one.share_dismissed:>6.0%} {one.disputed:>9}"
        for one in measured
    ]
    return "\n".join([head, *lines]) + "\n"


def agreement_to_json(measured: Sequence[RuleAgreement]) -> str:
    """The same as one JSON document; the share of dismissals is from 0 to 1."""
    rules = [
        {**dataclasses.asdict(one), "decisions": one.decided, "share_dismissed": round(one.share_dismissed, 4)}
        for one in measured
    ]
    return json.dumps({"agreement": rules}, indent=2, ensure_ascii=False) + "\n"


def _wrapped(text: str) -> str:
    return textwrap.fill(text, _WIDTH, initial_indent="    ", subsequent_indent="      ")
