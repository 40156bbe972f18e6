"""An audit beside what people set aside in the article's own file and in the settings of its folder."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from ingest.article.formats import decode, detect_container
from ingest.deciding import settle_audit
from ingest.pipeline import Audited
from kg.audit.screening import find_suppressions, screen
from kg.decisions import decisions_path
from kg.model import Finding, Severity
from kg.model.decision import Ruling, Standing
from kg.model.fix import Screened
from kg.model.suppression import SuppressedBy, Suppression
from kg.text.directives import Directive, find_directives
from kg.workspace import Snapshot, Workspace

__all__ = ["dismissals", "read_directives", "screen_audited"]


def read_directives(snapshot: Snapshot) -> tuple[Directive, ...]:
    """The instructions to the audit that an article's file holds; a DOCX or PDF can hold none.

    Raises:
        ArticleError: if the file cannot be read.
    """
    if detect_container(snapshot.data) is not None:
        return ()
    return find_directives(decode(snapshot.data, source=snapshot.source).text)


def dismissals(workspace: Workspace, audited: Audited, rules: Collection[str] | None) -> dict[Finding, Suppression]:
    """The findings that people dismissed in this workspace, each with the word of the one who did so last.

    Raises:
        RecordError: if the article's file of decisions cannot be read.
    """
    path = decisions_path(workspace, audited.article.id)
    if not path.exists():
        return {}
    found = {}
    for one in settle_audit(workspace, audited.article, audited.report, rules=rules).of(Standing.DISMISSED):
        last = [decision for decision in one.decisions if decision.decision is Ruling.DISMISS][-1]
        reason = f"{last.reason} ({last.who})"
        source = path.relative_to(workspace.path).as_posix()
        found[one.finding] = Suppression((one.finding.rule,), reason, SuppressedBy.DECISION, source)
    return found


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
        decided: what people dismissed; see :func:`dismissals`.
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
