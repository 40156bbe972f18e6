"""The records that a workspace holds, as N-Quads text: one after the other, the newest of each, in constant memory.

Sources are read from the newest to the oldest, so that a record that was seen needs no second look; only within one
file can a later record replace an earlier one, and that is told at the end. Records that the caller claims (those of
curated studies, which it merges) are handed over instead of written.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from rdflib import RDFS

from ingest.pubmed import DeletedRecord, Entry, RejectedRecord, iter_record_files, iter_records
from ingest.pubmed.cache import Answer, AnswerCache, CacheEntry
from ingest.pubmed.medline import iter_medline
from kg.errors import EvidenceError, Place, RecordError
from kg.identifiers import Doi, Pmid
from kg.model import IndexedRecord, Study, Vocabulary
from kg.rdf import study_edges, to_lines
from kg.rdf.iris import graph_iri, study_iri
from kg.rdf.terms import to_text

__all__ = ["PULLED", "RecordLines", "RecordSource", "find_sources", "read_given_file"]

PULLED = graph_iri("studies", "pulled")
"""The graph of the records that nobody curated."""

_HEAD = 2000
"""Bytes in which a file shows what it is."""
_NO_WORDS = Vocabulary.of(())


@dataclass(frozen=True, slots=True)
class RecordSource:
    """One answer of a service or one file, how large it is, and how its entries are read."""

    name: str
    size: int
    read: Callable[[], Iterator[Entry]]


def find_sources(cache: AnswerCache, given: Iterable[Path]) -> list[RecordSource]:
    """Where a workspace's records come from, the newest first: answers of the service, then files that the user gave.

    Args:
        cache: raw answers of the service.
        given: files of PubMed's XML, gzipped or not, or in the MEDLINE format, the oldest first.
    """
    asked = [entry for entry in cache.iter_entries() if entry.request.find_field("db") == "pubmed"]
    newest = sorted(asked, key=lambda entry: (entry.retrieved, entry.digest), reverse=True)
    answers = (answer for entry in newest if (answer := _find_records(cache, entry)) is not None)
    sources = [
        RecordSource(a.entry.request.address, len(a.body), partial(_iter_answer, cache, a.entry)) for a in answers
    ]
    files = [RecordSource(str(path), path.stat().st_size, partial(read_given_file, path)) for path in given]
    return [*sources, *reversed(files)]


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
    if head.startswith(b"\x1f\x8b") or b"<" in head:
        return iter_record_files([path])
    return iter_medline(path)


@dataclass(slots=True)
class RecordLines:
    """Writes the records of sources as lines, and holds what must be known when all are written.

    Args:
        claimed_identifiers: PMIDs and DOIs of records that are handed over instead of written.
        amend: what is done to each study before it is written.

    Attributes:
        claimed: the records handed over.
        replaced: studies that were written and have a later version in the same file: take out what was written.
        deleted: PMIDs that were written and deleted later in the same file.
        rejected: what could not be read, with the reason.
        count: how many records were written.
    """

    claimed_identifiers: frozenset[Pmid | Doi]
    amend: Callable[[Study], Study] = lambda study: study
    claimed: dict[Pmid, IndexedRecord] = field(default_factory=dict)
    replaced: dict[Pmid, Study] = field(default_factory=dict)
    deleted: set[Pmid] = field(default_factory=set)
    rejected: list[EvidenceError] = field(default_factory=list)
    count: int = 0
    _settled: set[int] = field(default_factory=set)
    _named: set[str] = field(default_factory=set)

    def iter_text(self, sources: Iterable[RecordSource]) -> Iterator[str]:
        """The N-Quads of each record that is to be written."""
        for source in sources:
            seen: set[int] = set()
            try:
                for entry in source.read():
                    yield from self._take(entry, seen)
            except EvidenceError as error:
                self.rejected.append(error)
            self._settled |= seen

    def _take(self, entry: Entry, seen: set[int]) -> Iterator[str]:
        """The text of an entry, unless a newer source had it; ``seen`` are the PMIDs of its own source so far."""
        if isinstance(entry, RejectedRecord):
            self.rejected.append(RecordError(entry.reason, place=entry.place, mend="Pull or give the record again."))
            return
        pmid = entry.pmid
        if pmid is None or int(pmid.value) in self._settled:
            return
        number, is_first = int(pmid.value), int(pmid.value) not in seen
        seen.add(number)
        if isinstance(entry, DeletedRecord):
            self._forget(pmid, was_written=not is_first)
        elif pmid in self.claimed_identifiers or entry.doi in self.claimed_identifiers:
            self.claimed[pmid] = entry
        else:
            study = self.amend(Study(entry.key, entry))
            if is_first:
                self.count += 1
                yield self._to_text(study)
            else:
                self.deleted.discard(pmid)
                self.replaced[pmid] = study

    def _forget(self, pmid: Pmid, *, was_written: bool) -> None:
        self.replaced.pop(pmid, None)
        if self.claimed.pop(pmid, None) is None and was_written:
            self.deleted.add(pmid)

    def _to_text(self, study: Study) -> str:
        return "".join(self._iter_lines(study))

    def _iter_lines(self, study: Study) -> Iterator[str]:
        yield from to_lines(study, study_iri(study.id), PULLED)
        for subject, predicate, value in study_edges(study, _NO_WORDS):
            line = f"<{subject}> <{predicate}> {to_text(value)} <{PULLED}> .\n"
            if predicate != RDFS.label:
                yield line
            elif line not in self._named:  # a descriptor, which thousands of records share
                self._named.add(line)
                yield line
