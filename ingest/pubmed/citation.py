"""One PubmedArticle: from its parts to a record with every field that the model has room for."""

from __future__ import annotations

from collections.abc import Iterable

from ingest.pubmed import article_parts as of
from ingest.pubmed.dates import sort_dates
from ingest.pubmed.identifiers import OwnIdentifiers, choose_identifiers
from ingest.pubmed.indexing import join_headings
from ingest.pubmed.journals import CatalogueEntry, JournalIssue
from ingest.pubmed.links import join_cited_works, join_references, retraction_by_type
from ingest.pubmed.parts import Parts
from kg.identifiers import Pmid, StudyId
from kg.model.record import (
    AbstractSection,
    Accession,
    EditorialNotice,
    IndexedRecord,
    LinkKind,
    RecordDate,
    RecordKind,
    RecordLink,
)
from kg.text.registrations import find_registrations

__all__ = ["build_article", "find_registered"]

_NO_JOURNAL, _NO_ENTRY = JournalIssue(), CatalogueEntry()


def build_article(parts: Parts) -> IndexedRecord:
    """The record of a PubmedArticle.

    Raises:
        IdentifierError: it has no PMID that is one.
    """
    number, version = parts.first(of.PMID) or ("", "1")
    pmid = Pmid.parse(number)
    own = _choose_identifiers(pmid, version, parts)
    journal = parts.first(of.JOURNAL_ISSUE) or _NO_JOURNAL
    entry = parts.first(of.CATALOGUE_ENTRY) or _NO_ENTRY
    title, abstract = parts.first(of.TITLE), tuple(parts.all(of.ABSTRACT))
    authors = parts.all(of.AUTHOR)
    types = tuple(parts.all(of.PUBLICATION_TYPE))
    comments = parts.all(of.COMMENT)
    notices = [comment for comment in comments if isinstance(comment, EditorialNotice)]
    links = [comment for comment in comments if isinstance(comment, RecordLink)]
    accessions = tuple([accession for bank in parts.all(of.ACCESSIONS) for accession in bank])
    return IndexedRecord(
        key=StudyId(f"pmid-{pmid.value}"),
        kind=RecordKind.PREPRINT if "Preprint" in types else RecordKind.JOURNAL_ARTICLE,
        pmid=pmid,
        doi=own.doi,
        pmcid=own.pmcid,
        title=title,
        authors=tuple([author.name for author in authors]),
        journal=journal.title,
        year=journal.year,
        volume=journal.volume,
        issue=journal.issue,
        pages=parts.first(of.PAGES),
        published=journal.published,
        published_online=parts.first(of.ELECTRONIC_DATE),
        publication_types=types,
        keywords=tuple(parts.all(of.KEYWORD)),
        registrations=find_registered(accessions, title, abstract),
        notices=(*notices, *retraction_by_type(types, notices)),
        notices_checked=True,
        abstract=abstract,
        other_abstracts=tuple(parts.all(of.OTHER_ABSTRACT)),
        abstract_copyright=parts.first(of.ABSTRACT_COPYRIGHT),
        vernacular_title=parts.first(of.VERNACULAR_TITLE),
        languages=tuple(parts.all(of.LANGUAGE)),
        contributors=(*authors, *parts.all(of.INVESTIGATOR)),
        mesh=(*join_headings(parts.all(of.MESH_TERM)), *parts.all(of.SUPPLEMENT)),
        substances=tuple(parts.all(of.SUBSTANCE)),
        dates=sort_dates(_find_dates(journal.published, parts)),
        journal_abbreviation=journal.abbreviation or entry.abbreviation,
        issn=tuple(dict.fromkeys(journal.issn + entry.issn)),
        nlm_journal_id=entry.nlm_id,
        other_identifiers=own.others,
        status=parts.first(of.STATUS),
        grants=tuple(parts.all(of.GRANT)),
        accessions=accessions,
        interests_statement=parts.first(of.INTERESTS_STATEMENT),
        cited_works=join_cited_works(join_references(parts.all(of.REFERENCE)), links),
        links=tuple([link for link in links if link.kind is not LinkKind.CITES]),
    )


def _choose_identifiers(pmid: Pmid, version: str, parts: Parts) -> OwnIdentifiers:
    """PubMed's own list comes before the publisher's ELocationID; a version of a record above the first is told."""
    typed = [*parts.all(of.ARTICLE_IDS), *parts.all(of.LOCATION), *parts.all(of.OTHER_ID)]
    if version != "1":
        typed.append(("pmid-version", version))
    return choose_identifiers(pmid, typed)


def find_registered(
    accessions: Iterable[Accession], title: str | None, abstract: Iterable[AbstractSection]
) -> tuple[str, ...]:
    """The trial registrations among the accessions, then those in the words of title and abstract; each once."""
    texts = [accession.number for accession in accessions]
    texts += [title or "", *[f"{section.label or ''} {section.text}" for section in abstract]]
    found = [number for text in texts for number in find_registrations(text)]
    return tuple(dict.fromkeys(found)) if found else ()


def _find_dates(published: str | None, parts: Parts) -> list[RecordDate]:
    """Every date with its kind; ``revised`` is the manuscript, ``record revised`` PubMed's record."""
    dates = [*parts.all(of.HISTORY_DATE)]
    if published:
        dates.append(RecordDate("publication", published))
    dates += [RecordDate("electronic", date) for date in parts.all(of.ELECTRONIC_DATE)]
    if (completed := parts.first(of.COMPLETED)) is not None:
        dates.append(RecordDate("record completed", completed))
    if (revised := parts.first(of.REVISED)) is not None:
        dates.append(RecordDate("record revised", revised))
    return dates
