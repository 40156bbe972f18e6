"""One PubmedArticle: from its text to a record with every field that the model has room for.

Left out: subsets, notes, numbers of references, owners, the subjects of biographies, registry numbers of
substances, identifiers of institutions, space flight missions, gene symbols.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from ingest.pubmed.abstracts import read_abstract, read_other_abstracts
from ingest.pubmed.contributors import read_contributors
from ingest.pubmed.dates import find_year, read_date, read_history
from ingest.pubmed.elements import child, child_words, children_words
from ingest.pubmed.identifiers import OwnIdentifiers, choose_identifiers, read_typed
from ingest.pubmed.indexing import (
    read_accessions,
    read_grants,
    read_keywords,
    read_mesh,
    read_substances,
)
from ingest.pubmed.links import read_cited_works, read_comments, retraction_by_type
from kg.identifiers import Pmid, StudyId
from kg.model.record import AbstractSection, Accession, IndexedRecord, LinkKind, RecordDate, RecordKind
from kg.text.registrations import find_registrations

__all__ = ["find_registered", "read_article", "read_pages"]


def read_article(whole: Element) -> IndexedRecord:
    """The record of a PubmedArticle.

    Raises:
        IdentifierError: it has no PMID that is one.
    """
    citation, data = child(whole, "MedlineCitation"), child(whole, "PubmedData")
    article = child(citation, "Article")
    journal, medline = child(article, "Journal"), child(citation, "MedlineJournalInfo")
    issue, abstract_block = child(journal, "JournalIssue"), child(article, "Abstract")
    pmid = Pmid.parse(child_words(citation, "PMID") or "")
    own = _read_identifiers(pmid, citation, article, data)
    title, abstract = child_words(article, "ArticleTitle"), read_abstract(abstract_block)
    authors = read_contributors(child(article, "AuthorList"), role="author")
    investigators = read_contributors(child(citation, "InvestigatorList"), role="investigator")
    types = children_words(child(article, "PublicationTypeList"), "PublicationType")
    notices, links = read_comments(child(citation, "CommentsCorrectionsList"))
    accessions = read_accessions(child(article, "DataBankList"))
    published = read_date(child(issue, "PubDate"))
    return IndexedRecord(
        key=StudyId(f"pmid-{pmid.value}"),
        kind=RecordKind.PREPRINT if "Preprint" in types else RecordKind.JOURNAL_ARTICLE,
        pmid=pmid,
        doi=own.doi,
        pmcid=own.pmcid,
        title=title,
        authors=tuple([author.name for author in authors]),
        journal=child_words(journal, "Title"),
        year=find_year(published),
        volume=child_words(issue, "Volume"),
        issue=child_words(issue, "Issue"),
        pages=read_pages(child(article, "Pagination")),
        published=published,
        published_online=next(_iter_electronic_dates(article), None),
        publication_types=types,
        keywords=read_keywords(citation),
        registrations=find_registered(accessions, title, abstract),
        notices=(*notices, *retraction_by_type(types, notices)),
        notices_checked=True,
        abstract=abstract,
        other_abstracts=read_other_abstracts(citation),
        abstract_copyright=child_words(abstract_block, "CopyrightInformation"),
        vernacular_title=child_words(article, "VernacularTitle"),
        languages=children_words(article, "Language"),
        contributors=(*authors, *investigators),
        mesh=read_mesh(citation),
        substances=read_substances(child(citation, "ChemicalList")),
        dates=tuple(_iter_dates(published, article, citation, data)),
        journal_abbreviation=child_words(journal, "ISOAbbreviation") or child_words(medline, "MedlineTA"),
        issn=tuple(dict.fromkeys(children_words(journal, "ISSN") + children_words(medline, "ISSNLinking"))),
        nlm_journal_id=child_words(medline, "NlmUniqueID"),
        other_identifiers=own.others,
        status=citation.get("Status"),
        grants=read_grants(child(article, "GrantList")),
        accessions=accessions,
        interests_statement=child_words(citation, "CoiStatement"),
        cited_works=read_cited_works(data.iter("Reference"), links),
        links=tuple([link for link in links if link.kind is not LinkKind.CITES]),
    )


def _read_identifiers(pmid: Pmid, citation: Element, article: Element, data: Element) -> OwnIdentifiers:
    """PubMed's own list comes before the publisher's ELocationID; a version of a record above the first is told."""
    typed = read_typed(child(data, "ArticleIdList").findall("ArticleId"), "IdType")
    typed += read_typed(article.findall("ELocationID"), "EIdType")
    typed += read_typed(citation.findall("OtherID"), "Source")
    version = child(citation, "PMID").get("Version", "1")
    if version != "1":
        typed.append(("pmid-version", version))
    return choose_identifiers(pmid, typed)


def read_pages(pagination: Element) -> str | None:
    """The pages as MEDLINE prints them, else the first and the last.

    >>> from xml.etree.ElementTree import fromstring
    >>> read_pages(fromstring("<Pagination><StartPage>12</StartPage><EndPage>19</EndPage></Pagination>"))
    '12-19'
    """
    first, last = child_words(pagination, "StartPage"), child_words(pagination, "EndPage")
    return child_words(pagination, "MedlinePgn") or (f"{first}-{last}" if first and last else first)


def find_registered(
    accessions: tuple[Accession, ...], title: str | None, abstract: tuple[AbstractSection, ...]
) -> tuple[str, ...]:
    """The trial registrations among the accessions, then those in the words of title and abstract; each once."""
    texts = [accession.number for accession in accessions]
    texts += [title or "", *(f"{section.label or ''} {section.text}" for section in abstract)]
    return tuple(dict.fromkeys([number for text in texts for number in find_registrations(text)]))


def _iter_electronic_dates(article: Element) -> Iterator[str]:
    for element in article.findall("ArticleDate"):
        if element.get("DateType", "Electronic") == "Electronic" and (date := read_date(element)):
            yield date


def _iter_dates(published: str | None, article: Element, citation: Element, data: Element) -> Iterator[RecordDate]:
    """Publication first, then the history; ``revised`` is the manuscript, ``record revised`` PubMed's record."""
    if published:
        yield RecordDate("publication", published)
    for date in _iter_electronic_dates(article):
        yield RecordDate("electronic", date)
    yield from read_history(child(data, "History"))
    for tag, kind in (("DateCompleted", "record completed"), ("DateRevised", "record revised")):
        if (stated := read_date(child(citation, tag))) is not None:
            yield RecordDate(kind, stated)
