"""Reads an article, its audit and the records behind it back from the graph."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kg.evidence import Evidence
from kg.identifiers import ArticleId, StudyId
from kg.model import Article, Record, Report
from kg.query import iter_rows
from kg.rdf import from_rdf
from kg.rdf.iris import article_iri, report_iri
from kg.store import Generation

__all__ = ["QUERIES", "Audit", "list_articles", "read_audit"]

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
