"""What the overview shows: the workspace's articles with their counts, and what the graph holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kg.model import Severity, Verdict
from kg.query import iter_rows
from kg.store import Generation

__all__ = ["QUERIES", "ArticleCounts", "GraphCounts", "Overview", "read_overview"]

QUERIES = (
    "article_list",
    "article_verdict_counts",
    "article_failure_counts",
    "graph_totals",
    "graph_concept_counts",
)
"""The questions behind the page, in the order in which they are asked."""


@dataclass(frozen=True, slots=True)
class ArticleCounts:
    """One article: its claims by verdict, its failed findings by severity, and the remarks on reading it."""

    key: str
    title: str
    source: str
    remarks: int
    verdicts: Mapping[Verdict, int]
    severities: Mapping[Severity, int]


@dataclass(frozen=True, slots=True)
class GraphCounts:
    """What the graph holds."""

    studies: int
    records: int
    facts: int
    concepts: Mapping[str, int]
    statements: int


@dataclass(frozen=True, slots=True)
class Overview:
    """The whole page."""

    articles: tuple[ArticleCounts, ...]
    graph: GraphCounts


@dataclass(frozen=True, slots=True)
class _ArticleRow:
    key: str
    title: str
    source: str
    remarks: int


@dataclass(frozen=True, slots=True)
class _VerdictRow:
    key: str
    verdict: str
    claims: int


@dataclass(frozen=True, slots=True)
class _FailureRow:
    key: str
    severity: str
    findings: int


@dataclass(frozen=True, slots=True)
class _TotalsRow:
    studies: int
    records: int
    facts: int


@dataclass(frozen=True, slots=True)
class _KindRow:
    kind: str
    count: int


def read_overview(generation: Generation) -> Overview:
    """The overview of one state of the graph."""
    verdicts = {
        (row.key, Verdict(row.verdict)): row.claims
        for row in iter_rows(generation, "article_verdict_counts", _VerdictRow)
    }
    severities = {
        (row.key, Severity(row.severity)): row.findings
        for row in iter_rows(generation, "article_failure_counts", _FailureRow)
    }
    articles = tuple(
        ArticleCounts(
            row.key,
            row.title,
            row.source,
            row.remarks,
            {verdict: verdicts[row.key, verdict] for verdict in Verdict if (row.key, verdict) in verdicts},
            {severity: severities.get((row.key, severity), 0) for severity in Severity},
        )
        for row in iter_rows(generation, "article_list", _ArticleRow)
    )
    return Overview(articles, _graph(generation))


def _graph(generation: Generation) -> GraphCounts:
    (totals,) = iter_rows(generation, "graph_totals", _TotalsRow)
    concepts = {row.kind: row.count for row in iter_rows(generation, "graph_concept_counts", _KindRow)}
    return GraphCounts(totals.studies, totals.records, totals.facts, concepts, generation.quad_count)
