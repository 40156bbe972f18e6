"""The parts of a PubmedArticle: where each stands, and how it is read.

Left out: subsets, notes, numbers of references, owners, the subjects of biographies, registry numbers of
substances, identifiers of institutions, space flight missions, gene symbols.
"""

from __future__ import annotations

from functools import partial
from typing import Any
from xml.etree.ElementTree import Element

from ingest.pubmed.abstracts import read_abstract_section, read_other_abstract
from ingest.pubmed.contributors import read_contributor
from ingest.pubmed.dates import read_date, read_electronic_date, read_history_date
from ingest.pubmed.elements import child_words, words
from ingest.pubmed.identifiers import read_typed_one
from ingest.pubmed.indexing import read_accessions, read_descriptor, read_grant, read_qualifier, read_supplement
from ingest.pubmed.journals import read_catalogue_entry, read_journal_issue
from ingest.pubmed.links import ReferenceItem, begin_reference, read_comment
from ingest.pubmed.pagination import read_pages
from ingest.pubmed.parts import Part, PartTable
from kg.model.record import MeshHeading, MeshQualifier

__all__ = [
    "ABSTRACT",
    "ABSTRACT_COPYRIGHT",
    "ACCESSIONS",
    "ARTICLE_IDS",
    "ARTICLE_PARTS",
    "AUTHOR",
    "CATALOGUE_ENTRY",
    "COMMENT",
    "COMPLETED",
    "ELECTRONIC_DATE",
    "GRANT",
    "HISTORY_DATE",
    "INTERESTS_STATEMENT",
    "INVESTIGATOR",
    "JOURNAL_ISSUE",
    "KEYWORD",
    "LANGUAGE",
    "LOCATION",
    "MESH_TERM",
    "OTHER_ABSTRACT",
    "OTHER_ID",
    "PAGES",
    "PMID",
    "PUBLICATION_TYPE",
    "REFERENCE",
    "REVISED",
    "STATUS",
    "SUBSTANCE",
    "SUPPLEMENT",
    "TITLE",
    "VERNACULAR_TITLE",
]


def _read_pmid(element: Element) -> tuple[str, str]:
    """The text, and the version of the record."""
    return words(element) or "", element.get("Version", "1")


def _read_status(citation: Element) -> str | None:
    return citation.get("Status")


def _read_substance(chemical: Element) -> str | None:
    return child_words(chemical, "NameOfSubstance")


STATUS = Part("MedlineCitation", _read_status, opens=True)
PMID = Part("MedlineCitation/PMID", _read_pmid)
COMPLETED = Part("MedlineCitation/DateCompleted", read_date, recurs=True)
REVISED = Part("MedlineCitation/DateRevised", read_date, recurs=True)
JOURNAL_ISSUE = Part("MedlineCitation/Article/Journal", read_journal_issue, recurs=True)
TITLE = Part("MedlineCitation/Article/ArticleTitle", words)
PAGES = Part("MedlineCitation/Article/Pagination", read_pages)
LOCATION = Part("MedlineCitation/Article/ELocationID", partial(read_typed_one, attribute="EIdType"))
ABSTRACT = Part("MedlineCitation/Article/Abstract/AbstractText", read_abstract_section)
ABSTRACT_COPYRIGHT = Part("MedlineCitation/Article/Abstract/CopyrightInformation", words)
AUTHOR = Part("MedlineCitation/Article/AuthorList/Author", partial(read_contributor, role="author"))
LANGUAGE = Part("MedlineCitation/Article/Language", words, recurs=True)
ACCESSIONS = Part("MedlineCitation/Article/DataBankList/DataBank", read_accessions)
GRANT = Part("MedlineCitation/Article/GrantList/Grant", read_grant)
PUBLICATION_TYPE = Part("MedlineCitation/Article/PublicationTypeList/PublicationType", words, recurs=True)
VERNACULAR_TITLE = Part("MedlineCitation/Article/VernacularTitle", words)
ELECTRONIC_DATE = Part("MedlineCitation/Article/ArticleDate", read_electronic_date, recurs=True)
CATALOGUE_ENTRY = Part("MedlineCitation/MedlineJournalInfo", read_catalogue_entry, recurs=True)
SUBSTANCE = Part("MedlineCitation/ChemicalList/Chemical", _read_substance, recurs=True)
SUPPLEMENT = Part("MedlineCitation/SupplMeshList/SupplMeshName", read_supplement)
COMMENT = Part("MedlineCitation/CommentsCorrectionsList/CommentsCorrections", read_comment)
MESH_TERM: Part[MeshHeading | MeshQualifier] = Part(
    "MedlineCitation/MeshHeadingList/MeshHeading/DescriptorName", read_descriptor, recurs=True
)
_QUALIFIER = Part(
    "MedlineCitation/MeshHeadingList/MeshHeading/QualifierName", read_qualifier, recurs=True, into=MESH_TERM
)
OTHER_ID = Part("MedlineCitation/OtherID", partial(read_typed_one, attribute="Source"))
OTHER_ABSTRACT = Part("MedlineCitation/OtherAbstract", read_other_abstract)
KEYWORD = Part("MedlineCitation/KeywordList/Keyword", words)
INTERESTS_STATEMENT = Part("MedlineCitation/CoiStatement", words)
INVESTIGATOR = Part("MedlineCitation/InvestigatorList/Investigator", partial(read_contributor, role="investigator"))
HISTORY_DATE = Part("PubmedData/History/PubMedPubDate", read_history_date, recurs=True)
ARTICLE_IDS = Part("PubmedData/ArticleIdList/ArticleId", partial(read_typed_one, attribute="IdType"))
REFERENCE: Part[ReferenceItem] = Part("PubmedData/ReferenceList/Reference", begin_reference, opens=True)
_CITATION = Part("PubmedData/ReferenceList/Reference/Citation", words, into=REFERENCE)
_CITED_ID = Part(
    "PubmedData/ReferenceList/Reference/ArticleIdList/ArticleId",
    partial(read_typed_one, attribute="IdType"),
    into=REFERENCE,
)

_ALL: tuple[Part[Any], ...] = (
    STATUS, PMID, COMPLETED, REVISED, JOURNAL_ISSUE, TITLE, PAGES, LOCATION, ABSTRACT, ABSTRACT_COPYRIGHT, AUTHOR,
    LANGUAGE, ACCESSIONS, GRANT, PUBLICATION_TYPE, VERNACULAR_TITLE, ELECTRONIC_DATE, CATALOGUE_ENTRY, SUBSTANCE,
    SUPPLEMENT, COMMENT, MESH_TERM, _QUALIFIER, OTHER_ID, OTHER_ABSTRACT, KEYWORD, INTERESTS_STATEMENT, INVESTIGATOR,
    HISTORY_DATE, ARTICLE_IDS, REFERENCE, _CITATION, _CITED_ID,
)  # fmt: skip

ARTICLE_PARTS = PartTable(_ALL)
"""All of them."""
