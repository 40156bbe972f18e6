"""``kg audit --base``: articles against themselves at a revision of their repository."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.errors import EvidenceError, UsageError

if TYPE_CHECKING:
    from ingest.pipeline import Audited
    from ingest.revisions import Revision
    from kg.cli.telling import AuditTeller
    from kg.identifiers import ArticleId
    from kg.run_comparison import AuditChanges, KeptAudit, StaleDecision
    from kg.shelf import Shelf
    from kg.workspace import Snapshot

__all__ = ["BaseAudit"]


@dataclass(frozen=True, slots=True)
class BaseAudit:
    """How articles are held against a revision.

    Attributes:
        teller: what is asked of each article, and the workspace whose evidence and decisions count for both states.
        shelf: where finished audits are kept.
        jobs: how many processes work.
    """

    teller: AuditTeller
    shelf: Shelf | None
    jobs: int | None

    def compare(
        self, base: str, asked: Sequence[str], snapshots: Sequence[Snapshot], unread: list[EvidenceError]
    ) -> tuple[AuditChanges, ...]:
        """What became of each article since a revision.

        Args:
            base: the revision.
            asked: the files and folders that were asked for, to find the articles that are there no more.
            snapshots: each article as it is.
            unread: gets the errors of those that cannot be read; as they were, they count as absent.
        """
        from ingest.revisions import Revision
        from kg.run_comparison import compare_audits

        if any("://" in snapshot.source for snapshot in snapshots):
            raise UsageError("an address has no revisions", mend="Give files or folders with --base.")
        revision = Revision.find(base, Path.cwd())
        before = list(_as_they_were(revision, snapshots))
        before += _vanished(revision, asked, {each.source for each in snapshots}, {each.article for each in before})
        new, old = self._audit(snapshots, unread), self._audit(before, [])
        compared = compare_audits(self._kept(old), self._kept(new))
        olds, news = ({snapshot.article: audited for snapshot, audited in audits} for audits in (old, new))
        return tuple(
            replace(one, stale=tuple(self._stale(olds[one.old.article], news[one.new.article])))
            if one.old and one.new and one.old.snapshot != one.new.snapshot
            else one
            for one in compared
        )

    def _audit(self, snapshots: Sequence[Snapshot], unread: list[EvidenceError]) -> list[tuple[Snapshot, Audited]]:
        """Each article that can be read, by the rules that are for it; the errors of the others are told, and kept."""
        from ingest.auditing import audit_all

        done: dict[int, Audited | EvidenceError] = {}
        for rules, places in self.teller.plan.by_rules([each.source for each in snapshots]).items():
            some = [snapshots[place] for place in places]
            audits = audit_all(some, self.teller.workspace, rules=rules, shelf=self.shelf, jobs=self.jobs)
            done.update(zip(places, audits, strict=True))
        found = []
        for place, outcome in sorted(done.items()):
            if isinstance(outcome, EvidenceError):
                unread.append(outcome)
                click.echo(f"kg: {outcome}", err=True)
            else:
                found.append((snapshots[place], outcome))
        return found

    def _kept(self, audits: Sequence[tuple[Snapshot, Audited]]) -> Iterator[KeptAudit]:
        """What counts of each audit: without what was set aside, with the severities that the settings give."""
        from kg.run_comparison import KeptAudit

        for snapshot, audited in audits:
            yield KeptAudit.of(audited.article, self.teller.screen(snapshot, audited).failures)

    def _stale(self, old: Audited, new: Audited) -> Iterator[StaleDecision]:
        """The decisions that held on the article as it was, and hold no more."""
        from kg.audit import RULES
        from kg.decisions import decisions_path, read_decisions, settle
        from kg.run_comparison import StaleDecision

        decisions = read_decisions(decisions_path(self.teller.workspace, new.article.id), RULES).decisions
        if not decisions:
            return
        before, after = (settle(each.article, each.report, decisions) for each in (old, new))
        held = {decision: None for one in before.findings for decision in one.decisions}
        holds = {decision for one in after.findings for decision in one.decisions}
        why = {one.decision: one.lapse.value for one in after.lapsed}
        for decision in held:
            if decision not in holds:
                told = why.get(decision, "what is known of its sources changed")
                yield StaleDecision(decision.finding.rule, decision.words, decision.who, decision.decision.value, told)


def _as_they_were(revision: Revision, snapshots: Sequence[Snapshot]) -> Iterator[Snapshot]:
    from kg.identifiers import content_hash

    for snapshot in snapshots:
        data = revision.read(snapshot.source)
        if data is not None:
            yield replace(snapshot, data=data, digest=content_hash(data))


def _vanished(
    revision: Revision, asked: Sequence[str], there: Collection[str], taken: set[ArticleId]
) -> Iterator[Snapshot]:
    """The articles that were below what was asked for, and are there no more, each with a key that none has taken.

    One that was moved keeps its key, and so is compared with itself at its new place.
    """
    from ingest.folder import is_article_name
    from ingest.snapshots import make_snapshot
    from kg.identifiers import ArticleId, content_hash

    for path in revision.files_below(asked):
        if path not in there and is_article_name(path) and not Path(path).exists():
            data = revision.read(path)
            if data is not None:
                snapshot = make_snapshot(path, data)
                key = snapshot.article
                if key in taken:
                    key = ArticleId(f"{key}-{content_hash(path)[:8]}")
                taken.add(key)
                yield replace(snapshot, article=key, source=path)
