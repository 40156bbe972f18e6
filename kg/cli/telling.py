"""How `kg audit` tells of one article: what a process that audits hands on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingest.pipeline import Audited
    from ingest.telling import Told
    from kg.workspace import Snapshot

__all__ = ["AuditTeller"]


@dataclass(frozen=True, slots=True)
class AuditTeller:
    """Tells of an audit in the form that was asked for (see :class:`ingest.telling.Teller`)."""

    form: str
    verbose: bool = False

    def key_for(self, snapshot: Snapshot) -> str:
        """The form and how much is told; the snapshot adds nothing."""
        del snapshot
        return f"{self.form} {self.verbose}"

    def tell(self, audited: Audited) -> Told:
        """The part of the output that is on one article, and how many findings failed."""
        from ingest.telling import Told
        from kg.export import report_json, report_text
        from kg.model import Severity

        report, article = audited.report, audited.article
        if self.form == "json":
            text = report_json.to_part(report, article)
        else:
            text = report_text.to_text(report, article, verbose=self.verbose)
        found = [finding.severity for finding in report.failures]
        return Told(article.source, text, {level.value: found.count(level) for level in Severity})
