"""Fetching open-access full texts into the cache, from PMC or Europe PMC, one by one; a stopped pull goes on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from ingest.fulltext import parse_jats
from ingest.pubmed.cache import Answer
from ingest.pubmed.europe_pmc import EuropePmcClient
from ingest.pubmed.eutilities import EutilitiesClient
from ingest.pubmed.id_converter import Conversion, IdConverter
from ingest.pubmed.pull import Progress
from kg.errors import EvidenceError, FetchError, RecordError
from kg.identifiers import Doi, Pmcid, Pmid
from kg.model import Record

__all__ = ["FailedText", "FullTextReport", "FullTextSource", "Services", "find_pmcids", "pull_full_texts"]


class FullTextSource(StrEnum):
    """Who is asked for a full text."""

    PMC = "pmc"
    EUROPE_PMC = "europepmc"


@dataclass(frozen=True, slots=True)
class Services:
    """The clients of one run, with one cache."""

    ncbi: EutilitiesClient
    converter: IdConverter
    europe_pmc: EuropePmcClient


@dataclass(frozen=True, slots=True)
class FailedText:
    """A text that could not be had, and why."""

    pmcid: Pmcid
    reason: str


@dataclass(frozen=True, slots=True)
class FullTextReport:
    """What became of every text that was wanted: each is in one of the three, in the order wanted.

    Attributes:
        held: those of which the cache has the body now.
        abstract_only: those of which the service gave the front matter only, because their licence forbids more.
        failures: those that could not be had or read.
    """

    held: tuple[Pmcid, ...]
    abstract_only: tuple[Pmcid, ...]
    failures: tuple[FailedText, ...]


def pull_full_texts(
    services: Services, pmcids: Iterable[Pmcid], *, source: FullTextSource = FullTextSource.PMC, progress: Progress
) -> FullTextReport:
    """The open-access full texts of these articles, from the cache or from the service.

    Raises:
        WorkspaceError: if an answer could not be kept; all earlier ones are.
    """
    wanted = tuple(dict.fromkeys(pmcids))
    held: list[Pmcid] = []
    abstract_only: list[Pmcid] = []
    failures: list[FailedText] = []
    for done, pmcid in enumerate(wanted, start=1):
        try:
            answer = _fetch(services, pmcid, source)
            (held if _has_body(answer, pmcid) else abstract_only).append(pmcid)
        except (FetchError, RecordError) as error:
            failures.append(FailedText(pmcid, str(error)))
        progress("fetching full texts", done, len(wanted))
    return FullTextReport(tuple(held), tuple(abstract_only), tuple(failures))


def _fetch(services: Services, pmcid: Pmcid, source: FullTextSource) -> Answer:
    client = services.ncbi if source is FullTextSource.PMC else services.europe_pmc
    return client.fetch_full_text(pmcid)


def _has_body(answer: Answer, pmcid: Pmcid) -> bool:
    """Whether the answer holds more than the article's front matter.

    Raises:
        RecordError: if it holds no article, or another one.
    """
    address = answer.entry.request.address
    texts = parse_jats(answer.body, source=address)
    found = next((text for text in texts if text.pmcid in {None, pmcid}), None)
    if found is None:
        told = ", ".join(str(text.pmcid) for text in texts)
        raise RecordError(f"the service gave {told} where {pmcid} was asked for", mend="Give a local file instead.")
    return found.has_body


def find_pmcids(services: Services, records: Iterable[Record]) -> tuple[tuple[Pmcid, ...], EvidenceError | None]:
    """The PMCIDs of records: their own, else those that the converter knows by PMID; and why it could not be asked."""
    listed = list(records)
    missing = [record.pmid for record in listed if record.pmcid is None and record.pmid is not None]
    problem: EvidenceError | None = None
    converted: dict[Pmcid | Pmid | Doi, Conversion] = {}
    try:
        converted = services.converter.convert(missing)
    except (FetchError, RecordError) as error:
        problem = error
    found = [record.pmcid for record in listed if record.pmcid is not None]
    found += [converted[pmid].pmcid for pmid in missing if pmid in converted]
    return tuple(dict.fromkeys(found)), problem
