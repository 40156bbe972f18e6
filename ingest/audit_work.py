"""The work of auditing one article of many, in this process or in one of several beside it."""

from __future__ import annotations

import json
from dataclasses import replace

from ingest.finished import Finished, FinishedAudits, Plan
from ingest.pipeline import Audited, audit_snapshot, open_source
from ingest.telling import Teller, Told
from kg.audit.case import Case
from kg.audit.positions import positions_of
from kg.errors import EvidenceError
from kg.model import Article, Report
from kg.plain import from_plain, to_plain
from kg.traced import TracedEvidence
from kg.workspace import Snapshot

__all__ = ["Work", "attempt", "begin", "do_one"]


class Work:
    """One process at work on a plan; it opens the evidence once."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.evidence = TracedEvidence(open_source(plan.workspace))
        self.finished = None if plan.shelf is None else FinishedAudits(plan.shelf, plan.rules)

    def audit(self, snapshot: Snapshot) -> Audited:
        """The audit of an article, the kept one if it still stands.

        Raises:
            ArticleError: if it cannot be read as an article.
        """
        return self._audit(snapshot)[0]

    def tell(self, snapshot: Snapshot, teller: Teller) -> Told:
        """What a teller makes of the audit, with the positions that the article takes; kept, too.

        Raises:
            ArticleError: if it cannot be read as an article.
        """
        audited, known = self._audit(snapshot)
        positions = positions_of(Case(audited.article, self.evidence))
        told = replace(teller.tell(snapshot, audited), positions=[to_plain(each) for each in positions])
        if self.finished is not None and known is not None:
            self.finished.keep_told(known, teller.key_for(snapshot), told.to_bytes())
        return told

    def _audit(self, snapshot: Snapshot) -> tuple[Audited, Finished | None]:
        if self.finished is None:
            return audit_snapshot(snapshot, self.evidence, rules=self.plan.rules), None
        known = self.finished.find(snapshot)
        if known is not None and (known.state == self.plan.state or self.evidence.answers_alike(known.trace)):
            kept = _read(self.finished.shelf.take(known.body))
            if kept is not None:
                return kept, self.finished.keep(snapshot, self.plan.state, known.trace)
        with self.evidence.tracing() as trace:
            audited = audit_snapshot(snapshot, self.evidence, rules=self.plan.rules)
        return audited, self.finished.keep(snapshot, self.plan.state, trace, _write(audited))


def _write(audited: Audited) -> bytes:
    return json.dumps([to_plain(audited.article), to_plain(audited.report)], separators=(",", ":")).encode()


def _read(kept: bytes | None) -> Audited | None:
    """The audit that was kept; ``None`` if there is none that can be read."""
    try:
        article, report = json.loads(kept or b"null")
        return Audited(from_plain(Article, article), from_plain(Report, report))
    except (ValueError, TypeError):
        return None


_AT_WORK: list[Work] = []
"""In a process beside the first: the one thing that it is there for."""


def begin(plan: Plan) -> None:
    """Make this process one that works on a plan."""
    _AT_WORK[:] = [Work(plan)]


def do_one(snapshot: Snapshot, teller: Teller | None) -> Audited | Told | EvidenceError:
    """In such a process: what is told of an article, or without a teller its audit; or why it cannot be read."""
    return attempt(_AT_WORK[0], snapshot, teller)


def attempt(work: Work, snapshot: Snapshot, teller: Teller | None) -> Audited | Told | EvidenceError:
    """What is told of an article, or without a teller its audit; or why it cannot be read."""
    try:
        return work.audit(snapshot) if teller is None else work.tell(snapshot, teller)
    except EvidenceError as error:
        return error
