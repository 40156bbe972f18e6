"""Pulling records into a workspace: the only steps that open a connection, and only when a user asks for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
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
from ingest.pull_history import Pull, keep_pull, make_pull
from kg.errors import EvidenceError
from kg.identifiers import Doi, Pmid
from kg.model import Reference, Span
from kg.workspace import SETTINGS, Snapshot, Workspace

__all__ = [
    "ArticlePull",
    "RecordsPull",
    "find_pmids",
    "open_services",
    "pull_article",
    "pull_pmids",
    "pull_wanted",
    "search_pmids",
]

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


@dataclass(frozen=True, slots=True)
class RecordsPull:
    """What came of a pull of records.

    Attributes:
        pull: what became of each, as the history keeps it.
        built: the store that was made with them.
        added: keys of the requests whose answers are new, for taking the pull back.
    """

    pull: Pull
    built: BuildReport
    added: frozenset[str]


@contextmanager
def open_services(
    workspace: Workspace, environment: Mapping[str, str], pace_folder: Path, *, since: datetime | None = None
) -> Iterator[Services]:
    """Clients of NCBI's E-utilities, PMC's ID converter and Europe PMC with the workspace's settings and cache.

    Args:
        workspace: whose ``kg.toml`` says who asks, and whose ``cache/`` keeps the answers.
        environment: variables, for ``NCBI_API_KEY`` and ``NCBI_EMAIL``.
        pace_folder: where all programs of one user agree on their pace.
        since: answers that were kept before are asked for again; by default those of the last 30 days are not.
    """
    settings = read_ncbi_settings(workspace.path / SETTINGS, environment)
    cache, not_before = AnswerCache(workspace.cache), since or datetime.now(UTC) - _FRESH
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
    held, wanted = client.cache.list_keys(), tuple(dict.fromkeys(pmids))
    report = pull_records(wanted, client, progress=progress)
    keep_pull(workspace, make_pull(report, f"{len(wanted)} PMIDs", held))
    return report, build(workspace)


def find_pmids(
    services: Services, dois: Sequence[Doi], *, progress: Progress
) -> tuple[dict[Doi, Pmid], dict[Doi, str]]:
    """The PMIDs of papers by their DOIs, and why the others have none: PMC's converter is asked, then PubMed.

    Raises:
        WorkspaceError: if an answer could not be kept.
    """
    listed = [Reference((), str(doi), Span(0, 0), 1, doi=doi) for doi in dois]
    found = pull_references(listed, services.ncbi, converter=services.converter, progress=progress)
    known = {dois[each.position]: each.pmid for each in found.identified}
    return known, {dois[each.position]: each.reason for each in found.unidentified}


def pull_wanted(
    workspace: Workspace,
    services: Services,
    *,
    pmids: Iterable[Pmid] = (),
    dois: Iterable[Doi] = (),
    search: str = "",
    maximum: int = 100,
    progress: Progress,
) -> RecordsPull:
    """Pull the records that somebody wants by PMID, DOI or a search, and build the store with them.

    Args:
        workspace: whose store is built.
        services: who is asked.
        pmids: of records.
        dois: of papers; those that PubMed does not know are told.
        search: as typed into PubMed.
        maximum: how many records of the search at most.
        progress: told what is being done.

    Raises:
        FetchError: if the search could not be asked; nothing is pulled then.
        RecordError: if its answer cannot be read.
        WorkspaceError: if an answer could not be kept; all earlier ones are.
        StoreError: if the store cannot be written; what came is kept, and ``kg build`` takes it up.
    """
    held, wanted, papers = services.ncbi.cache.list_keys(), list(pmids), tuple(dict.fromkeys(dois))
    asked = [*map(str, wanted), *map(str, papers)]
    if search:
        wanted += search_pmids(services.ncbi, search, maximum=maximum)
        asked.append(f"search {search!r}, at most {maximum}")
    known, unknown = find_pmids(services, papers, progress=progress) if papers else ({}, {})
    report = pull_records([*wanted, *known.values()], services.ncbi, progress=progress)
    pull = make_pull(report, ", ".join(asked), held, (f"{doi}: {reason}" for doi, reason in unknown.items()))
    keep_pull(workspace, pull)
    progress("making the graph again", 0, 1)
    built = build(workspace)
    progress("making the graph again", 1, 1)
    return RecordsPull(pull, built, services.ncbi.cache.list_keys() - held)


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
    vocabulary, held = open_evidence(workspace).vocabulary, services.ncbi.cache.list_keys()
    article = read_snapshot_article(snapshot, vocabulary)
    pulled = pull_references(article.references, services.ncbi, converter=services.converter, progress=progress)
    unknown = (f"reference {each.position + 1}: {each.reason}" for each in pulled.unidentified)
    keep_pull(workspace, make_pull(pulled.report, f"the references of {snapshot.source}", held, unknown))
    texts, problem = None, None
    if full_text:
        records = [item.record for item in pulled.report.pulled]
        pmcids, problem = find_pmcids(services, records)
        texts = pull_full_texts(services, pmcids, progress=progress)
    build(workspace)
    return ArticlePull(pulled, texts, problem)
