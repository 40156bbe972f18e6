"""An audit beside what people set aside in the article's own file and in the settings of its folder."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from ingest.article.formats import decode, detect_container
from ingest.deciding import settle_audit
from ingest.pipeline import Audited
from kg.audit.screening import find_suppressions, screen
from kg.decisions import decisions_path
from kg.model import Finding, Severity
from kg.model.decision import Lapse, SettledFinding, Standing
from kg.model.fix import Screened
from kg.model.suppression import SuppressedBy, Suppression
from kg.text.directives import Directive, find_directives
from kg.workspace import Snapshot, Workspace

__all__ = ["Decided", "find_decided", "read_directives", "screen_audited"]


def read_directives(snapshot: Snapshot) -> tuple[Directive, ...]:
    """The instructions to the audit that an article's file holds; a DOCX or PDF can hold none.

    Raises:
        ArticleError: if the file cannot be read.
    """
    if detect_container(snapshot.data) is not None:
        return ()
    return find_directives(decode(snapshot.data, source=snapshot.source).text)


@dataclass(frozen=True, slots=True)
class Decided:
    """What people decided on an audit.

    Attributes:
        dismissed: the findings that do not count, each with the word of those who dismissed it.
        lapsed: how many decisions do not hold any more: a source changed since, or what they were about did.
    """

    dismissed: Mapping[Finding, Suppression] = field(default_factory=dict)
    lapsed: int = 0


def find_decided(workspace: Workspace, audited: Audited, rules: Collection[str] | None) -> Decided:
    """What people decided in this workspace on an audit by these rules; all of them by default.

    Raises:
        RecordError: if the article's file of decisions cannot be read.
    """
    path = decisions_path(workspace, audited.article.id)
    if not path.exists():
        return Decided()
    settlement = settle_audit(workspace, audited.article, audited.report, rules=rules)
    source = path.relative_to(workspace.path).as_posix()
    lapsed = sum(one.lapse is not Lapse.NOT_APPLIED for one in settlement.lapsed)
    stale = sum(len(one.stale) for one in settlement.findings)
    dismissed = {one.finding: _word(one, source) for one in settlement.of(Standing.DISMISSED)}
    return Decided(dismissed, lapsed + stale)


def _word(one: SettledFinding, source: str) -> Suppression:
    reason = "; ".join(f"dismissed by {decision.who}: {decision.reason}" for decision in one.decisions)
    return Suppression((one.finding.rule,), reason, SuppressedBy.DECISION, source)


def screen_audited(
    snapshot: Snapshot,
    audited: Audited,
    *,
    path: str,
    rules: Collection[str] | None = None,
    severities: Mapping[str, Severity] | None = None,
    suppressions: Sequence[Suppression] = (),
    decided: Mapping[Finding, Suppression] | None = None,
) -> Screened:
    """The audit of a snapshot with what was set aside beside it.

    Args:
        snapshot: what was audited.
        audited: its audit.
        path: the file or address as it was given.
        rules: the codes of the rules that were applied; all by default.
        severities: the severity that a rule's findings get, by code.
        suppressions: what the settings set aside.
        decided: what people dismissed; see :func:`find_decided`.
    """
    own, faults = find_suppressions(read_directives(snapshot), audited.article, path=path)
    return screen(
        audited.report,
        audited.article,
        path=path,
        suppressions=(*own, *suppressions),
        faults=faults,
        decided=decided,
        severities=severities,
        rules=rules,
    )
