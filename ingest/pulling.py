"""Pulling records into a workspace: the only steps that open a connection, and only when a user asks for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ingest.pipeline import BuildReport, build, open_evidence, read_snapshot_article
from ingest.pubmed.cache import AnswerCache
from ingest.pubmed.eutilities import EutilitiesClient
from ingest.pubmed.pull import Progress, PullReport, ReferencePull, pull_records, pull_references
from ingest.pubmed.rate_limit import RateLimit
from ingest.pubmed.settings import read_ncbi_settings
from kg.identifiers import Pmid
from kg.workspace import SETTINGS, Snapshot, Workspace

__all__ = ["open_client", "pull_article", "pull_pmids", "search_pmids"]

_FRESH = timedelta(days=30)
"""Answers older than this are asked for again: records gain notices, and searches find more."""


@contextmanager
def open_client(workspace: Workspace, environment: Mapping[str, str], pace_folder: Path) -> Iterator[EutilitiesClient]:
    """A client of NCBI's E-utilities with the workspace's settings and cache.

    Args:
        workspace: whose ``kg.toml`` says who asks, and whose ``cache/`` keeps the answers.
        environment: variables, for ``NCBI_API_KEY`` and ``NCBI_EMAIL``.
        pace_folder: where all programs of one user agree on their pace.
    """
    settings = read_ncbi_settings(workspace.path / SETTINGS, environment)
    limit = RateLimit(pace_folder, per_second=settings.requests_per_second)
    not_before = datetime.now(UTC) - _FRESH
    with EutilitiesClient(settings, AnswerCache(workspace.cache), limit, not_before=not_before) as client:
        yield client


def search_pmids(client: EutilitiesClient, term: str, *, maximum: int) -> tuple[Pmid, ...]:
    """The PMIDs that PubMed finds for a search, at most so many."""
    return client.fetch_search(term, maximum=maximum).pmids


def pull_pmids(
    workspace: Workspace, client: EutilitiesClient, pmids: Iterable[Pmid], *, progress: Progress
) -> tuple[PullReport, BuildReport]:
    """Pull records and build the store with them; what the cache holds is not asked for again."""
    report = pull_records(pmids, client, progress=progress)
    return report, build(workspace)


def pull_article(
    workspace: Workspace, client: EutilitiesClient, snapshot: Snapshot, *, progress: Progress
) -> ReferencePull:
    """Pull the records that an article's references identify, and build the store with them.

    Raises:
        ArticleError: if it cannot be read as an article.
    """
    vocabulary = open_evidence(workspace).vocabulary
    article = read_snapshot_article(snapshot, vocabulary)
    pulled = pull_references(article.references, client, progress=progress)
    build(workspace)
    return pulled
