"""Pull records from PubMed into the cache and out of it: whole batches, resumed where they stopped.

A record that any kept answer was asked for is not asked for again; so a pull that was killed goes on where it was,
and one without a network gives what there is. What failed is said, and costs nothing of what came.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.pubmed.cache import Answer, CacheEntry
from ingest.pubmed.eutilities import IDS_PER_REQUEST, EutilitiesClient
from ingest.pubmed.id_converter import Conversion, IdConverter
from ingest.pubmed.identify import Candidates, fetch_candidates, is_confirmed
from ingest.pubmed.pubmed_xml import RejectedRecord, iter_records
from kg.errors import FetchError, RecordError
from kg.identifiers import Doi, Pmcid, Pmid
from kg.model import IndexedRecord, Reference, ResolvedBy

__all__ = [
    "FailedBatch",
    "IdentifiedReference",
    "Progress",
    "PullReport",
    "PulledRecord",
    "ReferencePull",
    "UnidentifiedReference",
    "pull_records",
    "pull_references",
]

Progress = Callable[[str, int, int], None]
"""Told what is being done, how many are done, and of how many."""


@dataclass(frozen=True, slots=True)
class PulledRecord:
    """A record, and the kept answer that it was read from: when it came, from where, its hash."""

    record: IndexedRecord
    entry: CacheEntry


@dataclass(frozen=True, slots=True)
class FailedBatch:
    """Records that could not be had, and why."""

    pmids: tuple[Pmid, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class PullReport:
    """What became of every PMID that was wanted: each is in one of the three, in the order wanted.

    Attributes:
        pulled: those that came.
        not_found: those that PubMed was asked for and has no record of.
        failures: those for which no usable answer came, or none that could be read.
    """

    pulled: tuple[PulledRecord, ...]
    not_found: tuple[Pmid, ...]
    failures: tuple[FailedBatch, ...]


@dataclass(frozen=True, slots=True)
class IdentifiedReference:
    """A reference (by its index) whose record is sure, and what made it so."""

    position: int
    pmid: Pmid
    by: ResolvedBy


@dataclass(frozen=True, slots=True)
class UnidentifiedReference:
    """A reference (by its index) whose record is not known, and why."""

    position: int
    reason: str


@dataclass(frozen=True, slots=True)
class ReferencePull:
    """The records of an article's references, and what became of each reference: it is in one of the two lists."""

    report: PullReport
    identified: tuple[IdentifiedReference, ...]
    unidentified: tuple[UnidentifiedReference, ...]


def _tell_nobody(stage: str, done: int, total: int) -> None:
    """Progress for those who do not want to know."""


def pull_records(
    pmids: Iterable[Pmid],
    client: EutilitiesClient,
    *,
    progress: Progress = _tell_nobody,
    batch_size: int = IDS_PER_REQUEST,
) -> PullReport:
    """The PubMed records of these PMIDs, from the cache or from the service.

    Args:
        pmids: those wanted; each is pulled once.
        client: asks, and keeps the answers.
        progress: told after each batch.
        batch_size: how many are asked for at once, 200 at most.

    Raises:
        WorkspaceError: if an answer could not be kept; all earlier ones are.
    """
    wanted = tuple(dict.fromkeys(pmids))
    pulled: dict[Pmid, PulledRecord] = {}
    failures: list[FailedBatch] = []
    done = 0
    for batch, entry in _iter_batches(wanted, client, batch_size):
        try:
            kept = client.cache.read(entry) if entry else None
            records, rejected = _read_records(kept or client.fetch_records(batch), batch)
        except (FetchError, RecordError) as error:
            failures.append(FailedBatch(batch, str(error)))
        else:
            pulled |= records
            missing = tuple(pmid for pmid in batch if pmid not in records)
            failures += [FailedBatch(missing, rejected[0].reason)] if missing and rejected else []
        done += len(batch)
        progress("fetching records", done, len(wanted))
    failed = {pmid for failure in failures for pmid in failure.pmids}
    return PullReport(
        tuple(pulled[pmid] for pmid in wanted if pmid in pulled),
        tuple(pmid for pmid in wanted if pmid not in pulled and pmid not in failed),
        tuple(failures),
    )


def pull_references(
    references: Sequence[Reference],
    client: EutilitiesClient,
    *,
    converter: IdConverter | None = None,
    progress: Progress = _tell_nobody,
) -> ReferencePull:
    """The PubMed records of an article's references.

    Only records that a reference identifies for sure are in the report, never one that is merely near.

    Args:
        references: of the article, in its order.
        client: asks, and keeps the answers.
        converter: asked first for the PMIDs of references that print a PMCID or DOI only; what it does not know, or
            cannot be asked, the E-utilities are asked for.
        progress: told after each reference and each batch.

    Raises:
        WorkspaceError: if an answer could not be kept; all earlier ones are.
    """
    candidates: list[Candidates] = []
    converted = _convert(references, converter) if converter is not None else {}
    for position, reference in enumerate(references):
        try:
            candidates.append(fetch_candidates(position, reference, client, converted))
        except (FetchError, RecordError) as error:
            candidates.append(Candidates(position, reason=str(error)))
        progress("identifying references", position + 1, len(references))
    wanted = [pmid for candidate in candidates for pmid in candidate.pmids]
    report = pull_records(wanted, client, progress=progress)
    settled = [_settle(candidate, references[candidate.position], report) for candidate in candidates]
    identified = tuple(outcome for outcome in settled if isinstance(outcome, IdentifiedReference))
    sure = {outcome.pmid for outcome in identified}
    return ReferencePull(
        replace(report, pulled=tuple(item for item in report.pulled if item.record.pmid in sure)),
        identified,
        tuple(outcome for outcome in settled if isinstance(outcome, UnidentifiedReference)),
    )


def _convert(references: Sequence[Reference], converter: IdConverter) -> Mapping[Pmcid | Pmid | Doi, Conversion]:
    """What the converter knows of the PMCIDs and DOIs of references without a PMID; nothing if it cannot be asked."""
    wanted = [each for ref in references if ref.pmid is None and (each := ref.pmcid or ref.doi) is not None]
    try:
        return converter.convert(wanted)
    except (FetchError, RecordError):
        return {}


def _iter_batches(
    wanted: Sequence[Pmid], client: EutilitiesClient, size: int
) -> Iterator[tuple[tuple[Pmid, ...], CacheEntry | None]]:
    """The batches with the kept answer that holds each, then those that must be asked for."""
    kept = client.find_kept_records()
    by_entry: dict[str, list[Pmid]] = {}
    for pmid in wanted:
        if pmid.value in kept:
            by_entry.setdefault(kept[pmid.value].request.key, []).append(pmid)
    for batch in by_entry.values():
        yield tuple(batch), kept[batch[0].value]
    missing = [pmid for pmid in wanted if pmid.value not in kept]
    for start in range(0, len(missing), size):
        yield tuple(missing[start : start + size]), None


def _read_records(answer: Answer, batch: Iterable[Pmid]) -> tuple[dict[Pmid, PulledRecord], list[RejectedRecord]]:
    """The records of a batch, and what of the answer could not be read: PubMed has that, so that it is not unknown."""
    source = f"{answer.entry.request.address} (SHA-256 {answer.entry.digest})"
    entries = list(iter_records(io.BytesIO(answer.body), source=source))
    records = {entry.pmid: entry for entry in entries if isinstance(entry, IndexedRecord)}
    pulled = {pmid: PulledRecord(records[pmid], answer.entry) for pmid in batch if pmid in records}
    return pulled, [entry for entry in entries if isinstance(entry, RejectedRecord)]


def _settle(
    candidates: Candidates, reference: Reference, report: PullReport
) -> IdentifiedReference | UnidentifiedReference:
    """The one candidate that its record confirms, or the reason why there is none."""
    by = candidates.by
    if by is None:
        return UnidentifiedReference(candidates.position, candidates.reason or "no record was found")
    failures = [failure.reason for failure in report.failures if set(failure.pmids) & set(candidates.pmids)]
    if failures:
        return UnidentifiedReference(candidates.position, f"its record could not be had: {failures[0]}")
    records = [item.record for item in report.pulled if item.record.pmid in candidates.pmids]
    confirmed = [record.pmid for record in records if record.pmid and is_confirmed(record, reference, by)]
    if len(confirmed) == 1:
        return IdentifiedReference(candidates.position, confirmed[0], by)
    if not records:
        return UnidentifiedReference(
            candidates.position, f"PubMed has no record of PMID {', '.join(map(str, candidates.pmids))}"
        )
    return UnidentifiedReference(
        candidates.position, f"{len(confirmed)} of {len(records)} records found agree with it by {by}"
    )
