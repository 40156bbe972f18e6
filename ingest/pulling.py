"""Pulling records into a workspace: the only steps that open a connection, and only when a user asks for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ingest.full_text_pull import FullTextReport, Services, find_pmcids, pull_full_texts
from ingest.pipeline import BuildReport, build, open_evidence, read_snapshot_article
from ingest.pubmed.cache import AnswerCache
from ingest.pubmed.europe_pmc import REQUESTS_PER_SECOND, EuropePmcClient
from ingest.pubmed.eutilities import EutilitiesClient
from ingest.pubmed.id_converter import IdConverter
from ingest.pubmed.pull import Progress, PullReport, ReferencePull, pull_records, pull_references
from ingest.pubmed.rate_limit import RateLimit
from ingest.pubmed.settings import read_ncbi_settings
from kg.errors import EvidenceError
from kg.identifiers import Pmid
from kg.workspace import SETTINGS, Snapshot, Workspace

__all__ = ["ArticlePull", "open_services", "pull_article", "pull_pmids", "search_pmids"]

_FRESH = timedelta(days=30)
"""Answers older than this are asked for again: records gain notices, and searches find more."""


@dataclass(frozen=True, slots=True)
class ArticlePull:
    """What came of an article's references.

    Attributes:
        references: their records.
        texts: their full texts; ``None`` if none were wanted.
        problem: why PMCIDs could not be looked up.
    """

    references: ReferencePull
    texts: FullTextReport | None = None
    problem: EvidenceError | None = None


@contextmanager
def open_services(workspace: Workspace, environment: Mapping[str, str], pace_folder: Path) -> Iterator[Services]:
    """Clients of NCBI's E-utilities, PMC's ID converter and Europe PMC with the workspace's settings and cache.

    Args:
        workspace: whose ``kg.toml`` says who asks, and whose ``cache/`` keeps the answers.
        environment: variables, for ``NCBI_API_KEY`` and ``NCBI_EMAIL``.
        pace_folder: where all programs of one user agree on their pace.
    """
    settings = read_ncbi_settings(workspace.path / SETTINGS, environment)
    cache, not_before = AnswerCache(workspace.cache), datetime.now(UTC) - _FRESH
    ncbi_pace = RateLimit(pace_folder, per_second=settings.requests_per_second)
    other_pace = RateLimit(pace_folder, per_second=REQUESTS_PER_SECOND, service="europepmc")
    with (
        EutilitiesClient(settings, cache, ncbi_pace, not_before=not_before) as ncbi,
        IdConverter(settings, cache, ncbi_pace, not_before=not_before) as converter,
        EuropePmcClient(settings, cache, other_pace, not_before=not_before) as europe_pmc,
    ):
        yield Services(ncbi, converter, europe_pmc)


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
    workspace: Workspace, services: Services, snapshot: Snapshot, *, full_text: bool = False, progress: Progress
) -> ArticlePull:
    """Pull the records that an article's references identify, and build the store with them.

    Args:
        workspace: whose store is built.
        services: who is asked.
        snapshot: the article.
        full_text: also fetch the open-access full texts of the records.
        progress: told what is being done.

    Raises:
        ArticleError: if it cannot be read as an article.
    """
    vocabulary = open_evidence(workspace).vocabulary
    article = read_snapshot_article(snapshot, vocabulary)
    pulled = pull_references(article.references, services.ncbi, converter=services.converter, progress=progress)
    texts, problem = None, None
    if full_text:
        records = [item.record for item in pulled.report.pulled]
        pmcids, problem = find_pmcids(services, records)
        texts = pull_full_texts(services, pmcids, progress=progress)
    build(workspace)
    return ArticlePull(pulled, texts, problem)
