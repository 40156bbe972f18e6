"""What a reader decides on a finding of the page: from the words of a form to the file of decisions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from ingest.deciding import keep_decision
from kg.audit import RULES
from kg.decisions import find_finding, identify_findings, make_decision
from kg.explorer.audits import Audit
from kg.model.decision import Decision, Ruling, SettledFinding
from kg.workspace import Workspace

__all__ = ["RULINGS", "Answer", "keep_answer", "name_findings"]

RULINGS: Mapping[Ruling, str] = {
    Ruling.ACCEPT: "Accept: the finding is right",
    Ruling.DISMISS: "Dismiss: the article may stay as it is",
    Ruling.REWORD: "Reword: write other words instead",
}
"""What can be decided, in words."""

_LONGEST = 90


@dataclass(frozen=True, slots=True)
class Answer:
    """What a reader filled in: the id of the finding, the ruling, and the words of the three fields, as typed."""

    finding: str
    ruling: Ruling
    reason: str
    who: str
    words: str = ""


def name_findings(findings: Sequence[SettledFinding]) -> Mapping[str, str]:
    """A line that names each finding, by its id."""
    return {one.id.value: _cut(f"{one.finding.rule}: {one.finding.message}") for one in findings}


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rsplit(' ', 1)[0]} …"


def keep_answer(workspace: Workspace, audit: Audit, answer: Answer, *, when: datetime) -> Decision:
    """Keep what a reader decided, in the file that ``kg decide`` writes too.

    Raises:
        UsageError: if the reason, the name or the words are missing, or there is no such finding.
        RecordError: if the file cannot be read; it stays as it is.
        WorkspaceError: if it cannot be written.
        StoreError: if the graph cannot be written; the decision is in the file then.
    """
    on = find_finding(answer.finding, identify_findings(audit.article, audit.report))
    decision = make_decision(
        on,
        answer.ruling,
        reason=answer.reason,
        who=answer.who,
        when=when,
        rule_version=RULES[on.finding.rule].version,
        replacement=answer.words if answer.ruling is Ruling.REWORD else None,
    )
    keep_decision(workspace, audit.article.id, decision)
    return decision
