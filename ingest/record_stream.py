"""The records that a workspace holds, as N-Quads text: one after the other, the newest of each, in constant memory.

Sources are read from the newest to the oldest, so that a record that was seen needs no second look; only within one
file can a later record replace an earlier one, and that is told at the end. Records that the caller claims (those of
curated studies, which it merges) are handed over instead of written.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from rdflib import RDFS

from ingest.pubmed import DeletedRecord, Entry, RejectedRecord, Tally, iter_record_files, iter_records
from ingest.pubmed.cache import Answer, AnswerCache, CacheEntry
from ingest.pubmed.medline import iter_medline
from kg.errors import EvidenceError, Place, RecordError
from kg.identifiers import Doi, Pmid
from kg.model import IndexedRecord, Record, Study
from kg.rdf import extraction_triples, to_lines
from kg.rdf.edges import iter_record_edges
from kg.rdf.iris import graph_iri, study_iri
from kg.rdf.nquads import to_nquads
from kg.rdf.terms import to_text

__all__ = [
    "PULLED",
    "RecordSource",
    "RecordStream",
    "StreamOutcome",
    "find_sources",
    "read_given_file",
    "tally_given_file",
]

PULLED = graph_iri("studies", "pulled")
"""The graph of the records that nobody curated."""

_HEAD = 2000
_MEDLINE = re.compile(rb"(?:\xef\xbb\xbf)?\s*[A-Z][A-Z0-9]{1,3} *- ")
"""How a file in MEDLINE format begins; an abstract further down may well say "p < 0.05"."""
"""Bytes in which a file shows what it is."""
_PACKED = 10
"""How many times smaller PubMed's XML is when gzipped, or more."""
_LABEL = RDFS.label
_END = f" <{PULLED}> .\n"


@dataclass(frozen=True, slots=True)
class RecordSource:
    """One answer of a service or one file, about how many bytes of text it holds, and how its entries are read.

    ``pmids`` are all that it can hold, where that is known: it is not read where newer sources had each of them.
    """

    name: str
    size: int
    read: Callable[[], Iterator[Entry]]
    pmids: frozenset[int] | None = None


def find_sources(cache: AnswerCache, given: Iterable[Path]) -> list[RecordSource]:
    """Where a workspace's records come from, the newest first: answers of the service, then files that the user gave.

    Args:
        cache: raw answers of the service.
        given: files of PubMed's XML, gzipped or not, or in the MEDLINE format, the oldest first.
    """
    asked = (entry for entry in cache.iter_entries() if entry.request.find_field("db") == "pubmed")
    answers = [answer for entry in asked if (answer := _find_records(cache, entry)) is not None]
    sources = {
        answer.entry: RecordSource(
            answer.entry.request.address, len(answer.body), partial(_iter_answer, cache, answer.entry)
        )
        for answer in answers
    } | dict(_iter_earlier(cache, {answer.entry.digest for answer in answers}))
    newest = sorted(sources, key=lambda entry: (entry.retrieved, entry.digest), reverse=True)
    files = [RecordSource(str(path), _text_size(path), partial(read_given_file, path)) for path in given]
    return [*(sources[entry] for entry in newest), *reversed(files)]


def _iter_earlier(cache: AnswerCache, known: set[str]) -> Iterator[tuple[CacheEntry, RecordSource]]:
    """Earlier answers to the same requests: only they still hold a record that the service no longer gives."""
    for entry in cache.iter_earlier():
        asked = (entry.request.find_field("id") or "").split(",")
        is_fetch = entry.request.address.endswith("/efetch.fcgi") and entry.request.find_field("db") == "pubmed"
        if is_fetch and entry.digest not in known and all(pmid.isdecimal() for pmid in asked):
            # of no size: it is hardly ever read
            read = partial(_iter_answer, cache, entry)
            yield entry, RecordSource(entry.request.address, 0, read, frozenset(map(int, asked)))


def _text_size(path: Path) -> int:
    return path.stat().st_size * (_PACKED if path.suffix == ".gz" else 1)


def _find_records(cache: AnswerCache, entry: CacheEntry) -> Answer | None:
    answer = cache.read(entry)
    return answer if answer is not None and b"<PubmedArticleSet" in answer.body[:_HEAD] else None


def _iter_answer(cache: AnswerCache, entry: CacheEntry) -> Iterator[Entry]:
    answer = cache.read(entry)
    if answer is not None:
        yield from iter_records(io.BytesIO(answer.body), source=entry.request.address)


def read_given_file(path: Path) -> Iterator[Entry]:
    """Every entry of a file of PubMed's XML, gzipped or not, or in the MEDLINE format.

    Raises:
        RecordError: if it cannot be read as one of them, after every whole record.
    """
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
    except OSError as error:
        what = f"the file cannot be read ({error.strerror})"
        raise RecordError(what, place=Place(str(path)), mend="Give the path of a readable file.") from error
    if _MEDLINE.match(head) or not (head.startswith(b"\x1f\x8b") or b"<" in head):
        return iter_medline(path)
    return iter_record_files([path])


def tally_given_file(path: Path) -> Tally:
    """What a file that the user gives holds, counted; duplicates and what could not be read are among it.

    Raises:
        RecordError: if it cannot be read to its end, or holds no record and no deletion.
    """
    tally = Tally()
    for _ in tally.count(read_given_file(path)):
        pass
    if not tally.articles + tally.books + tally.deleted:
        first = next(iter(tally.rejected), None)
        what = f"no record could be read ({first.place.field}: {first.reason})" if first else "no record in it"
        raise RecordError(what, place=Place(str(path)), mend="Save or fetch the list again.")
    return tally


@dataclass(frozen=True, slots=True)
class StreamOutcome:
    """What must be known when all records are written.

    Attributes:
        count: how many records were written.
        claimed: the records that were handed over instead.
        replaced: the text of studies that were written and have a later version in the same file.
        deleted: PMIDs that were written and deleted later in the same file.
        rejected: what could not be read, with the reason.
    """

    count: int
    claimed: tuple[IndexedRecord, ...]
    replaced: Mapping[Pmid, str]
    deleted: frozenset[Pmid]
    rejected: tuple[EvidenceError, ...]


class RecordStream:
    """The records of sources as text, one after the other.

    Args:
        claimed: PMIDs and DOIs of records that are handed over instead of written.
        amend: what is done to each study before it is written.
        extracts: whether what rules read in a record is written beside it; it takes longer than all the rest.
    """

    def __init__(
        self,
        claimed: frozenset[Pmid | Doi],
        amend: Callable[[Study], Study] = lambda study: study,
        *,
        extracts: bool = False,
    ) -> None:
        self._extracts = extracts
        self._wanted = claimed
        self._amend = amend
        self._count = 0
        self._claimed: dict[Pmid, IndexedRecord] = {}
        self._replaced: dict[Pmid, str] = {}
        self._deleted: set[Pmid] = set()
        self._rejected: list[EvidenceError] = []
        self._settled: set[int] = set()
        self._named: set[str] = set()

    @property
    def outcome(self) -> StreamOutcome:
        """What became of everything that has passed so far."""
        in_order = sorted(self._claimed, key=lambda pmid: int(pmid.value))
        claimed = tuple(self._claimed[pmid] for pmid in in_order)
        return StreamOutcome(self._count, claimed, self._replaced, frozenset(self._deleted), tuple(self._rejected))

    def iter_text(self, sources: Iterable[RecordSource]) -> Iterator[str]:
        """The N-Quads of each record that is to be written."""
        for source in sources:
            if source.pmids is not None and source.pmids <= self._settled:
                continue
            seen: set[int] = set()
            try:
                for entry in source.read():
                    yield from self._take(entry, seen)
            except EvidenceError as error:
                self._rejected.append(error)
            self._settled |= seen

    def _take(self, entry: Entry, seen: set[int]) -> Iterator[str]:
        """The text of an entry, unless a newer source had it; ``seen`` are the PMIDs of its own source so far."""
        if isinstance(entry, RejectedRecord):
            self._rejected.append(RecordError(entry.reason, place=entry.place, mend="Pull or give the record again."))
            return
        pmid = entry.pmid
        if pmid is None or (number := int(pmid.value)) in self._settled:
            return
        is_first = number not in seen
        seen.add(number)
        if isinstance(entry, DeletedRecord):
            self._forget(pmid, was_written=not is_first)
        elif pmid in self._wanted or entry.doi in self._wanted:
            self._claimed[pmid] = entry
        elif is_first:
            self._count += 1
            yield self._to_text(entry)
        else:
            self._deleted.discard(pmid)
            self._replaced[pmid] = self._to_text(entry)

    def _forget(self, pmid: Pmid, *, was_written: bool) -> None:
        self._replaced.pop(pmid, None)
        if self._claimed.pop(pmid, None) is None and was_written:
            self._deleted.add(pmid)

    def _to_text(self, record: IndexedRecord) -> str:
        study = self._amend(Study(record.key, record))
        lines = [*to_lines(study, study_iri(study.id), PULLED), *self._iter_edge_lines(study.record)]
        if self._extracts:
            lines.append(to_nquads(PULLED, extraction_triples(study)))
        return "".join(lines)

    def _iter_edge_lines(self, record: Record) -> Iterator[str]:
        for subject, predicate, value in iter_record_edges(record):
            if predicate is _LABEL:
                if subject in self._named:  # a descriptor, which thousands of records share; its newest name stands
                    continue
                self._named.add(subject)
            yield "".join(("<", subject, "> <", predicate, "> ", to_text(value), _END))
