"""PubMed's XML as records: each one read, told as deleted, or rejected with the reason; none lost in silence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, TypeAlias
from xml.etree.ElementTree import Element

from ingest.pubmed.article_parts import ARTICLE_PARTS
from ingest.pubmed.book import read_book
from ingest.pubmed.citation import build_article
from ingest.pubmed.elements import children_words, words
from ingest.pubmed.part_reader import PartReader
from ingest.pubmed.parts import Parts
from ingest.pubmed.xml_stream import iter_children
from kg.errors import IdentifierError, Place, RecordError
from kg.identifiers import Pmid
from kg.model.record import IndexedRecord, RecordKind

__all__ = [
    "DeletedRecord",
    "Entry",
    "RecordSet",
    "RejectedRecord",
    "Tally",
    "iter_record_files",
    "iter_records",
    "read_records",
]


@dataclass(frozen=True, slots=True)
class DeletedRecord:
    """A PMID that PubMed has taken out."""

    pmid: Pmid


@dataclass(frozen=True, slots=True)
class RejectedRecord:
    """Something in a file that could not be read as a record, with the reason."""

    reason: str
    place: Place


Entry: TypeAlias = IndexedRecord | DeletedRecord | RejectedRecord


@dataclass(slots=True)
class Tally:
    """Counts what passes through it.

    Attributes:
        articles: journal articles and preprints.
        books: books and chapters.
        deleted: PMIDs taken out.
        rejected: what could not be read.
        duplicates: records whose PMID has been seen before; the last one in the order of the files is the newest.
    """

    articles: int = 0
    books: int = 0
    deleted: int = 0
    duplicates: int = 0
    rejected: list[RejectedRecord] = field(default_factory=list)
    _seen: set[int] = field(default_factory=set, repr=False)

    def count(self, entries: Iterable[Entry]) -> Iterator[Entry]:
        """The same entries, each counted as it passes."""
        for entry in entries:
            match entry:
                case IndexedRecord():
                    self._count_record(entry)
                case DeletedRecord():
                    self.deleted += 1
                case RejectedRecord():
                    self.rejected.append(entry)
            yield entry

    def _count_record(self, record: IndexedRecord) -> None:
        if record.kind is RecordKind.BOOK:
            self.books += 1
        else:
            self.articles += 1
        if record.pmid is not None:
            number = int(record.pmid.value)
            self.duplicates += number in self._seen
            self._seen.add(number)


@dataclass(frozen=True, slots=True)
class RecordSet:
    """Everything in one file, in its order."""

    records: tuple[IndexedRecord, ...]
    deleted_pmids: tuple[Pmid, ...]
    rejected: tuple[RejectedRecord, ...]


def iter_records(stream: BinaryIO, *, source: str) -> Iterator[Entry]:
    """Every entry of a PubmedArticleSet, gzipped or not, one at a time and in constant memory.

    Args:
        stream: the bytes, read forwards once.
        source: what to call them in errors: a path or an address.

    Raises:
        RecordError: after every whole record, if the stream is cut, broken, hostile or no set of PubMed records.
    """
    reader = PartReader(ARTICLE_PARTS, "PubmedArticle")
    for number, child in enumerate(iter_children(stream, source=source, read_articles=reader.read), start=1):
        try:
            if isinstance(child, Parts):
                yield build_article(child)
            else:
                yield from _read_entries(child)
        except (IdentifierError, RecordError) as error:
            yield RejectedRecord(error.what, Place(source, field=f"record {number}"))


def iter_record_files(paths: Iterable[Path]) -> Iterator[Entry]:
    """Every entry of several files, in their order.

    Raises:
        RecordError: as :func:`iter_records` does; the files after it are not read.
    """
    for path in paths:
        with path.open("rb") as stream:
            yield from iter_records(stream, source=str(path))


def read_records(path: Path) -> RecordSet:
    """All of one file at once; for files that fit in memory.

    Raises:
        RecordError: the file is cut, broken, hostile or no set of PubMed records.
    """
    entries = list(iter_record_files([path]))
    return RecordSet(
        records=tuple(entry for entry in entries if isinstance(entry, IndexedRecord)),
        deleted_pmids=tuple(entry.pmid for entry in entries if isinstance(entry, DeletedRecord)),
        rejected=tuple(entry for entry in entries if isinstance(entry, RejectedRecord)),
    )


def _read_entries(element: Element) -> Iterator[Entry]:
    """What one child of the set is: one record, or any number of deletions."""
    match element.tag:
        case "PubmedArticle":
            yield build_article(ARTICLE_PARTS.read(element))
        case "PubmedBookArticle":
            yield read_book(element)
        case "DeleteCitation" | "DeleteDocument":
            for pmid in children_words(element, "PMID"):
                yield DeletedRecord(Pmid.parse(pmid))
        case unknown:
            raise RecordError(f"a {unknown} is no record of PubMed: {words(element) or ''}"[:200])
