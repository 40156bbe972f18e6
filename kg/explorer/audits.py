"""Reads an article, its audit, the records behind it, and what people and earlier audits said of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ingest.kept_audits import read_history
from ingest.pipeline import Audited
from ingest.screening import find_decided, screen_audited
from kg.evidence import Evidence
from kg.identifiers import ArticleId, StudyId
from kg.model import Article, Record, Report
from kg.model.fix import Screened
from kg.query import iter_rows
from kg.rdf import from_rdf
from kg.rdf.iris import article_iri, report_iri
from kg.run_comparison import DatedAudit
from kg.store import Generation
from kg.workspace import Workspace

__all__ = ["QUERIES", "Audit", "list_articles", "read_audit", "read_past", "screen_audit"]

_MOST_PAST = 40

QUERIES = ("article_list", "article_findings", "article_decisions")
"""The questions behind the article page; the page itself reads whole records, of which these show the core."""


@dataclass(frozen=True, slots=True)
class Audit:
    """One article, its newest audit, and the record of every study that the audit names."""

    article: Article
    report: Report
    records: Mapping[StudyId, Record]


@dataclass(frozen=True, slots=True)
class _Row:
    key: str
    title: str


def list_articles(generation: Generation) -> Mapping[str, str]:
    """The title of every article, by its key."""
    return {row.key: row.title for row in iter_rows(generation, "article_list", _Row)}


def read_audit(generation: Generation, key: str) -> Audit:
    """An article with its audit.

    Raises:
        RecordError: if the graph holds none of this key, or only a part of it.
    """
    article_id = ArticleId(key)
    article = from_rdf(Article, article_iri(article_id), generation)
    report = from_rdf(Report, report_iri(article_id), generation)
    evidence = Evidence(generation)
    studies = {resolution.study for resolution in report.resolutions if resolution.study is not None}
    return Audit(article, report, {study: evidence.get_study(study).record for study in sorted(studies)})


def screen_audit(workspace: Workspace, audit: Audit) -> Screened:
    """The audit beside what people set aside: by a decision, or in the article's own file.

    Raises:
        RecordError: if the article's file of decisions cannot be read.
        WorkspaceError: if the snapshot is not there any more, or was changed.
    """
    article = audit.article
    audited = Audited(article, audit.report)
    decided = find_decided(workspace, audited, None)
    snapshot = workspace.get_snapshot(article.id, article.snapshot)
    return screen_audited(snapshot, audited, path=article.source, decided=decided.dismissed)


def read_past(workspace: Workspace, article: ArticleId) -> tuple[DatedAudit, ...]:
    """The newest of the article's kept audits, the oldest of them first; files that cannot be read are passed over."""
    paths = [path for path in workspace.iter_runs() if f"-{article}-" in path.name]
    found, _ = read_history(paths[-_MOST_PAST:])
    return tuple(one for one in found if one.audit.article == article)
