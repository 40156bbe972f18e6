"""One PubmedBookArticle: a book, or a chapter of one, as a record."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from xml.etree.ElementTree import Element

from ingest.pubmed.abstracts import read_abstract
from ingest.pubmed.citation import find_registered
from ingest.pubmed.contributors import read_contributors
from ingest.pubmed.dates import find_year, read_date, read_history, sort_dates
from ingest.pubmed.elements import child, child_words, children_words
from ingest.pubmed.identifiers import choose_identifiers, read_typed
from ingest.pubmed.indexing import read_grants, read_keywords
from ingest.pubmed.links import join_cited_works, read_cited_work
from ingest.pubmed.pagination import read_pages
from kg.identifiers import Pmid, StudyId
from kg.model.record import Contributor, IndexedRecord, RecordDate, RecordKind

__all__ = ["read_book"]


def read_book(whole: Element) -> IndexedRecord:
    """The record of a PubmedBookArticle; a chapter's ``journal`` is the title of its book.

    Raises:
        IdentifierError: it has no PMID that is one.
    """
    document, data = child(whole, "BookDocument"), child(whole, "PubmedBookData")
    book, abstract_block = child(document, "Book"), child(document, "Abstract")
    pmid = Pmid.parse(child_words(document, "PMID") or "")
    own = choose_identifiers(pmid, _read_typed(document, book, data))
    chapter, abstract = child_words(document, "ArticleTitle"), read_abstract(abstract_block)
    title = chapter or child_words(book, "BookTitle")
    contributors = tuple(_iter_contributors(document, book))
    published = read_date(child(document, "ContributionDate")) or read_date(child(book, "PubDate"))
    return IndexedRecord(
        key=StudyId(f"pmid-{pmid.value}"),
        kind=RecordKind.BOOK,
        pmid=pmid,
        doi=own.doi,
        pmcid=own.pmcid,
        title=title,
        authors=tuple(person.name for person in contributors if person.role == "author"),
        journal=child_words(book, "BookTitle") if chapter else child_words(book, "CollectionTitle"),
        year=find_year(published),
        volume=child_words(book, "Volume"),
        pages=read_pages(child(document, "Pagination")),
        published=published,
        publication_types=children_words(document, "PublicationType"),
        keywords=read_keywords(document),
        registrations=find_registered((), title, abstract),
        notices_checked=True,
        abstract=abstract,
        abstract_copyright=child_words(abstract_block, "CopyrightInformation"),
        vernacular_title=child_words(document, "VernacularTitle"),
        languages=children_words(document, "Language"),
        contributors=contributors,
        dates=sort_dates(_iter_dates(document, book, data)),
        other_identifiers=own.others,
        grants=read_grants(child(document, "GrantList")),
        cited_works=join_cited_works(chain.from_iterable(map(read_cited_work, document.iter("Reference"))), ()),
    )


def _read_typed(document: Element, book: Element, data: Element) -> list[tuple[str, str]]:
    lists = (child(document, "ArticleIdList"), child(data, "ArticleIdList"))
    typed = read_typed(chain(*lists), "IdType")
    typed += read_typed(book.findall("ELocationID"), "EIdType")
    return typed + [("isbn", isbn) for isbn in children_words(book, "Isbn")]


def _iter_contributors(document: Element, book: Element) -> Iterator[Contributor]:
    """The chapter's people, then the book's."""
    for block in (document, book):
        for people in block.findall("AuthorList"):
            yield from read_contributors(people, role="editor" if people.get("Type") == "editors" else "author")
        yield from read_contributors(child(block, "InvestigatorList"), role="investigator")


def _iter_dates(document: Element, book: Element, data: Element) -> Iterator[RecordDate]:
    places = (
        ("publication", child(book, "PubDate")),
        ("contribution", child(document, "ContributionDate")),
        ("beginning", child(book, "BeginningDate")),
        ("ending", child(book, "EndingDate")),
        ("record revised", child(document, "DateRevised")),
    )
    yield from (RecordDate(kind, date) for kind, element in places if (date := read_date(element)))
    yield from read_history(child(data, "History"))
