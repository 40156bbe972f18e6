"""The parts of a PubmedArticle: where each stands, and how it is read.

Left out: subsets, notes, numbers of references, owners, the subjects of biographies, registry numbers of
substances, identifiers of institutions, space flight missions, gene symbols.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any
from xml.etree.ElementTree import Element

from ingest.pubmed.abstracts import read_abstract_section, read_other_abstract
from ingest.pubmed.contributors import read_contributor
from ingest.pubmed.dates import read_date, read_electronic_date, read_history_date
from ingest.pubmed.identifiers import read_typed_words
from ingest.pubmed.indexing import read_accessions, read_descriptor, read_grant, read_qualifier, read_supplement
from ingest.pubmed.journals import read_catalogue_entry, read_journal_issue
from ingest.pubmed.links import ReferenceItem, begin_reference, read_comment
from ingest.pubmed.pagination import read_pages
from ingest.pubmed.parts import Part, PartTable, make_leaf
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


def _take_words(text: str | None, _: Mapping[str, str]) -> str | None:
    return text


def _read_pmid(text: str | None, attributes: Mapping[str, str]) -> tuple[str, str]:
    """The text, and the version of the record."""
    return text or "", attributes.get("Version", "1")


def _read_status(citation: Element) -> str | None:
    return citation.get("Status")


def _leave_unread(_: str | None, __: Mapping[str, str]) -> None:
    """What is only a part because its text varies, where the markup around it does not."""


STATUS = Part("MedlineCitation", _read_status, opens=True)
PMID = make_leaf("MedlineCitation/PMID", _read_pmid)
COMPLETED = Part("MedlineCitation/DateCompleted", read_date, recurs=True)
REVISED = Part("MedlineCitation/DateRevised", read_date, recurs=True)
JOURNAL_ISSUE = Part("MedlineCitation/Article/Journal", read_journal_issue, recurs=True)
TITLE = make_leaf("MedlineCitation/Article/ArticleTitle", _take_words)
PAGES = Part("MedlineCitation/Article/Pagination", read_pages)
LOCATION = make_leaf("MedlineCitation/Article/ELocationID", partial(read_typed_words, attribute="EIdType"))
ABSTRACT = make_leaf("MedlineCitation/Article/Abstract/AbstractText", read_abstract_section)
ABSTRACT_COPYRIGHT = make_leaf("MedlineCitation/Article/Abstract/CopyrightInformation", _take_words)
AUTHOR = Part("MedlineCitation/Article/AuthorList/Author", partial(read_contributor, role="author"))
LANGUAGE = make_leaf("MedlineCitation/Article/Language", _take_words, recurs=True)
ACCESSIONS = Part("MedlineCitation/Article/DataBankList/DataBank", read_accessions)
GRANT = Part("MedlineCitation/Article/GrantList/Grant", read_grant)
PUBLICATION_TYPE = make_leaf("MedlineCitation/Article/PublicationTypeList/PublicationType", _take_words, recurs=True)
VERNACULAR_TITLE = make_leaf("MedlineCitation/Article/VernacularTitle", _take_words)
ELECTRONIC_DATE = Part("MedlineCitation/Article/ArticleDate", read_electronic_date, recurs=True)
CATALOGUE_ENTRY = Part("MedlineCitation/MedlineJournalInfo", read_catalogue_entry, recurs=True)
SUBSTANCE = make_leaf("MedlineCitation/ChemicalList/Chemical/NameOfSubstance", _take_words, recurs=True)
_REGISTRY_NUMBER: Part[None] = make_leaf(
    "MedlineCitation/ChemicalList/Chemical/RegistryNumber", _leave_unread, recurs=True
)
SUPPLEMENT = make_leaf("MedlineCitation/SupplMeshList/SupplMeshName", read_supplement)
COMMENT = Part("MedlineCitation/CommentsCorrectionsList/CommentsCorrections", read_comment)
MESH_TERM: Part[MeshHeading | MeshQualifier] = make_leaf(
    "MedlineCitation/MeshHeadingList/MeshHeading/DescriptorName", read_descriptor, recurs=True
)
_QUALIFIER = make_leaf(
    "MedlineCitation/MeshHeadingList/MeshHeading/QualifierName", read_qualifier, recurs=True, into=MESH_TERM
)
OTHER_ID = make_leaf("MedlineCitation/OtherID", partial(read_typed_words, attribute="Source"))
OTHER_ABSTRACT = Part("MedlineCitation/OtherAbstract", read_other_abstract)
KEYWORD = make_leaf("MedlineCitation/KeywordList/Keyword", _take_words)
INTERESTS_STATEMENT = make_leaf("MedlineCitation/CoiStatement", _take_words)
INVESTIGATOR = Part("MedlineCitation/InvestigatorList/Investigator", partial(read_contributor, role="investigator"))
HISTORY_DATE = Part("PubmedData/History/PubMedPubDate", read_history_date, recurs=True)
ARTICLE_IDS = make_leaf("PubmedData/ArticleIdList/ArticleId", partial(read_typed_words, attribute="IdType"))
REFERENCE: Part[ReferenceItem] = Part("PubmedData/ReferenceList/Reference", begin_reference, opens=True)
_CITATION = make_leaf("PubmedData/ReferenceList/Reference/Citation", _take_words, into=REFERENCE)
_CITED_ID = make_leaf(
    "PubmedData/ReferenceList/Reference/ArticleIdList/ArticleId",
    partial(read_typed_words, attribute="IdType"),
    into=REFERENCE,
)

_ALL: tuple[Part[Any], ...] = (
    STATUS, PMID, COMPLETED, REVISED, JOURNAL_ISSUE, TITLE, PAGES, LOCATION, ABSTRACT, ABSTRACT_COPYRIGHT, AUTHOR,
    LANGUAGE, ACCESSIONS, GRANT, PUBLICATION_TYPE, VERNACULAR_TITLE, ELECTRONIC_DATE, CATALOGUE_ENTRY, SUBSTANCE,
    SUPPLEMENT, COMMENT, MESH_TERM, _QUALIFIER, OTHER_ID, OTHER_ABSTRACT, KEYWORD, INTERESTS_STATEMENT, INVESTIGATOR,
    HISTORY_DATE, ARTICLE_IDS, REFERENCE, _CITATION, _CITED_ID, _REGISTRY_NUMBER,
)  # fmt: skip

ARTICLE_PARTS = PartTable(_ALL)
"""All of them."""
