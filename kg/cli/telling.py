"""How `kg audit` tells of one article: what a process that audits hands on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingest.pipeline import Audited
    from ingest.screening import Decided
    from ingest.telling import Told
    from kg.cli.audit_plan import AuditPlan
    from kg.model.fix import Screened
    from kg.workspace import Snapshot, Workspace

__all__ = ["AuditTeller"]


@dataclass(frozen=True, slots=True)
class AuditTeller:
    """Tells of an audit as it was asked for (see :class:`ingest.telling.Teller`).

    Attributes:
        form: ``text``, ``concise``, ``json``, ``sarif`` or ``html``.
        manner: what else :class:`kg.export.forms.Output` is told.
        plan: what is asked of each article.
        workspace: whose decisions stand beside the findings.
        undecided: whether those are left out of account.
    """

    form: str
    manner: tuple[tuple[str, bool], ...]
    plan: AuditPlan
    workspace: Workspace
    undecided: bool = False

    def key_for(self, snapshot: Snapshot) -> str:
        """The form, what the settings say of the article, and its decisions."""
        from kg.decisions.files import decisions_path
        from kg.identifiers import content_hash

        path = decisions_path(self.workspace, snapshot.article)
        decisions = content_hash(path.read_bytes()) if path.exists() else ""
        return repr((self.form, self.manner, self.undecided, self.plan.key_for(snapshot.source), decisions))

    def tell(self, snapshot: Snapshot, audited: Audited) -> Told:
        """The part of the output that is on one article, and how many findings there are to mend."""
        from ingest.telling import Told
        from kg.export.forms import Output
        from kg.model import Severity

        decided = self._decided(snapshot, audited)
        screened = self._screen(snapshot, audited, decided)
        found = [finding.severity for finding in screened.failures]
        counts = {level.value: found.count(level) for level in Severity}
        text = Output(self.form, **dict(self.manner)).part(screened)
        return Told(snapshot.source, text, counts, suppressed=len(screened.suppressed), lapsed=decided.lapsed)

    def screen(self, snapshot: Snapshot, audited: Audited) -> Screened:
        """An audit beside what the article, the settings and the decisions set aside."""
        return self._screen(snapshot, audited, self._decided(snapshot, audited))

    def _decided(self, snapshot: Snapshot, audited: Audited) -> Decided:
        from ingest.screening import Decided, find_decided

        rules = self.plan.rules_for(snapshot.source)
        return Decided() if self.undecided else find_decided(self.workspace, audited, rules)

    def _screen(self, snapshot: Snapshot, audited: Audited, decided: Decided) -> Screened:
        from ingest.screening import screen_audited

        path = snapshot.source
        return screen_audited(
            snapshot,
            audited,
            path=path,
            rules=self.plan.rules_for(path),
            severities=self.plan.levels_for(path),
            suppressions=self.plan.suppressions_for(path),
            decided=decided.dismissed,
        )
