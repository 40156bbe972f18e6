"""Runs: the history of an article's audits."""

from __future__ import annotations

from dataclasses import dataclass

from kg.identifiers import ArticleId, content_hash
from kg.model.audit import Severity, SubjectKind

__all__ = ["Run", "RunFinding"]


@dataclass(frozen=True, slots=True)
class RunFinding:
    """A finding that failed in a run.

    Attributes:
        subject: a claim's key, or the index or key of what else it is about, in the snapshot of that run.
        said: the article's words, where the finding shows some.
    """

    rule: str
    severity: Severity
    subject_kind: SubjectKind
    subject: str
    message: str
    line: int
    said: str | None = None

    @property
    def fingerprint(self) -> str:
        """What makes it the same finding in another run: the rule, the claim if it is about one, and the message.

        Lines and positions in lists shift with every edit and do not count.
        """
        subject = self.subject if self.subject_kind is SubjectKind.CLAIM else ""
        return content_hash("\n".join((self.rule, self.subject_kind, subject, self.message)))[:32]


@dataclass(frozen=True, slots=True)
class Run:
    """One audit that was kept.

    Attributes:
        name: of its file in the workspace's ``runs/``, which begins with the time.
        article: the article.
        time: when, in ISO 8601.
        software_version: of the program.
        snapshot: SHA-256 of the text that was audited.
        findings: those that failed, in the order of the report.
    """

    name: str
    article: ArticleId
    time: str
    software_version: str
    snapshot: str
    findings: tuple[RunFinding, ...] = ()
