"""Records that were pulled or given, and how they meet the curated studies.

One publication is one record in the graph. Where a curated study and a database speak of the same one (equal PMID
or DOI), the database's values stand and the curated ones fill what it leaves open; where nobody curated it, the
record stands behind a study of its own that says nothing yet.
"""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ingest.pubmed import DeletedRecord, Entry, RejectedRecord, iter_record_files, iter_records
from ingest.pubmed.cache import Answer, AnswerCache
from ingest.pubmed.medline import iter_medline
from kg.errors import EvidenceError, Place, RecordError
from kg.identifiers import Pmid
from kg.model import IndexedRecord, Record, Study

__all__ = ["KeptRecords", "build_studies", "merge_records", "read_given_file", "read_kept_records"]

_HEAD = 2000
"""Bytes in which a file shows what it is."""


@dataclass(frozen=True, slots=True)
class KeptRecords:
    """The newest record of each PMID that a cache holds, and what of it could not be read."""

    records: tuple[IndexedRecord, ...]
    rejected: tuple[EvidenceError, ...]


def read_kept_records(cache: AnswerCache, given: Iterable[Path] = ()) -> KeptRecords:
    """The PubMed records of the cache and of files that the user gave.

    Of two records with one PMID the later stands: an answer of the service goes before a file, a newer answer before
    an older one. Records that PubMed deleted are left out.

    Args:
        cache: raw answers of the service.
        given: files of PubMed's XML, gzipped or not, or in the MEDLINE format.
    """
    newest: dict[Pmid, IndexedRecord] = {}
    rejected: list[EvidenceError] = []
    for read in (
        *(partial(read_given_file, path) for path in given),
        *(partial(_iter_answer, a) for a in _answers(cache)),
    ):
        try:
            for entry in read():
                _take(entry, newest, rejected)
        except EvidenceError as error:
            rejected.append(error)
    in_order = sorted(newest, key=lambda pmid: int(pmid.value))
    return KeptRecords(tuple(newest[pmid] for pmid in in_order), tuple(rejected))


def _answers(cache: AnswerCache) -> list[Answer]:
    """The kept answers that hold PubMed records, the oldest first."""
    entries = [entry for entry in cache.iter_entries() if entry.request.find_field("db") == "pubmed"]
    answers = (cache.read(entry) for entry in sorted(entries, key=lambda entry: (entry.retrieved, entry.digest)))
    return [answer for answer in answers if answer is not None and b"<PubmedArticleSet" in answer.body[:_HEAD]]


def _iter_answer(answer: Answer) -> Iterator[Entry]:
    return iter_records(io.BytesIO(answer.body), source=answer.entry.request.address)


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


def _take(entry: Entry, newest: dict[Pmid, IndexedRecord], rejected: list[EvidenceError]) -> None:
    match entry:
        case IndexedRecord() if entry.pmid is not None:
            newest[entry.pmid] = entry
        case DeletedRecord():
            newest.pop(entry.pmid, None)
        case RejectedRecord():
            rejected.append(RecordError(entry.reason, place=entry.place, mend="Pull or give the record again."))


def merge_records(curated: Record, pulled: IndexedRecord) -> IndexedRecord:
    """One record of two: the database's values, and the curated ones where it has none.

    The curated key stays, so that the study keeps its place; notices of both are kept, each once.
    """
    filled: dict[str, object] = {}
    for field in dataclasses.fields(Record):
        ours, theirs = getattr(curated, field.name), getattr(pulled, field.name)
        filled[field.name] = ours if theirs in (None, (), field.default) else theirs
    filled["key"] = curated.key
    filled["notices"] = tuple(dict.fromkeys((*pulled.notices, *curated.notices)))
    return dataclasses.replace(pulled, **filled)  # type: ignore[arg-type]


def build_studies(
    curated: Iterable[Study], pulled: Iterable[IndexedRecord]
) -> tuple[tuple[Study, ...], tuple[Study, ...]]:
    """The curated studies with their records filled from the pulled ones, and a study for each other pulled record."""
    by_identifier: dict[object, IndexedRecord] = {}
    for record in pulled:
        for identifier in (record.pmid, record.doi):
            if identifier is not None:
                by_identifier[identifier] = record
    used: set[Pmid | None] = set()
    filled = []
    for study in curated:
        found = by_identifier.get(study.record.pmid) or by_identifier.get(study.record.doi)
        if found is not None:
            used.add(found.pmid)
            study = dataclasses.replace(study, record=merge_records(study.record, found))  # noqa: PLW2901
        filled.append(study)
    records = {record.pmid: record for record in by_identifier.values()}
    others = (Study(record.key, record) for pmid, record in records.items() if pmid not in used)
    return tuple(filled), tuple(sorted(others, key=lambda study: study.id))
