"""What the overview shows: the workspace's articles with their counts, and what the graph holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from kg.explorer.paging import count_pages
from kg.model import Severity, Verdict
from kg.model.decision import Standing
from kg.query import iter_rows
from kg.store import Generation
from kg.workspace import Workspace

__all__ = [
    "QUERIES",
    "ArticleCounts",
    "ArticlePage",
    "GraphCounts",
    "Overview",
    "find_unaudited",
    "page_articles",
    "read_overview",
]

QUERIES = (
    "article_list",
    "article_verdict_counts",
    "article_failure_counts",
    "article_decisions",
    "graph_totals",
    "graph_concept_counts",
)
"""The questions behind the page, in the order in which they are asked."""


_ON_A_PAGE = 20
_UNHELD = (Verdict.UNCHECKED, Verdict.UNCITED, Verdict.NOT_CHECKABLE)
"""Verdicts on claims that were held against no source."""


@dataclass(frozen=True, slots=True)
class ArticleCounts:
    """One article: its claims by verdict, its failed findings by severity, and the remarks on reading it.

    Attributes:
        stale: decisions of people that were made before a source changed.
    """

    key: str
    title: str
    source: str
    remarks: int
    verdicts: Mapping[Verdict, int]
    severities: Mapping[Severity, int]
    stale: int = 0

    @property
    def claims(self) -> int:
        """How many claims it makes."""
        return sum(self.verdicts.values())

    @property
    def held(self) -> int:
        """How many of them were held against a source."""
        return self.claims - sum(self.verdicts.get(verdict, 0) for verdict in _UNHELD)

    @property
    def harm(self) -> tuple[int, ...]:
        """What is likely to mislead a reader, the gravest first: errors, then contradicted claims, and so on."""
        return (
            self.severities.get(Severity.ERROR, 0),
            self.verdicts.get(Verdict.CONTRADICTED, 0),
            self.severities.get(Severity.WARNING, 0),
            self.verdicts.get(Verdict.RESERVATIONS, 0),
        )


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
    """The whole page; the articles stand by harm, those that mislead most first, and then by title."""

    articles: tuple[ArticleCounts, ...]
    graph: GraphCounts


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """Some of the articles that hold the words.

    Attributes:
        articles: those of this page.
        number: of the page, from 1; of, how many pages there are.
        found: how many articles hold the words; total, how many there are.
        words: what was looked for; empty if nothing.
    """

    articles: tuple[ArticleCounts, ...]
    number: int
    of: int
    found: int
    total: int
    words: str = ""


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
class _DecisionRow:
    article: str
    state: str


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
    decisions = iter_rows(generation, "article_decisions", _DecisionRow)
    stale = Counter(row.article.rsplit("/", 1)[-1] for row in decisions if row.state == Standing.STALE)
    articles = [
        ArticleCounts(
            row.key,
            row.title,
            row.source,
            row.remarks,
            {verdict: verdicts[row.key, verdict] for verdict in Verdict if (row.key, verdict) in verdicts},
            {severity: severities.get((row.key, severity), 0) for severity in Severity},
            stale[row.key],
        )
        for row in iter_rows(generation, "article_list", _ArticleRow)
    ]
    articles.sort(key=lambda each: ([-count for count in each.harm], each.title.casefold(), each.key))
    return Overview(tuple(articles), _graph(generation))


def page_articles(overview: Overview, words: str, number: int) -> ArticlePage:
    """A page of the articles whose title, key or source holds all the words; the last one beyond the end."""
    wanted = words.casefold().split()
    found = [
        each
        for each in overview.articles
        if all(word in f"{each.title} {each.key} {each.source}".casefold() for word in wanted)
    ]
    of = count_pages(len(found), _ON_A_PAGE)
    number = min(number, of)
    start = (number - 1) * _ON_A_PAGE
    return ArticlePage(
        tuple(found[start : start + _ON_A_PAGE]), number, of, len(found), len(overview.articles), " ".join(wanted)
    )


def find_unaudited(workspace: Workspace, overview: Overview) -> tuple[str, ...]:
    """The keys of articles that the workspace holds and the graph does not: nobody audited them, or that failed."""
    known = {each.key for each in overview.articles}
    return tuple(key for key in workspace.list_articles() if key not in known)


def _graph(generation: Generation) -> GraphCounts:
    (totals,) = iter_rows(generation, "graph_totals", _TotalsRow)
    concepts = {row.kind: row.count for row in iter_rows(generation, "graph_concept_counts", _KindRow)}
    return GraphCounts(totals.studies, totals.records, totals.facts, concepts, generation.quad_count)
