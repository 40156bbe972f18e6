"""Every record of the corpus, against a plain scan for PMIDs and an independent reading of its fields with lxml."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from ingest.pubmed import RejectedRecord, iter_records
from kg.errors import RecordError
from kg.identifiers import Doi
from kg.model import IndexedRecord, LinkKind, NoticeKind
from tests.conftest import CORPUS

OWN_PMID = re.compile(rb"<(?:MedlineCitation|BookDocument)\b[^>]*>\s*<PMID[^>]*>(\d+)</PMID>")
DELETED = re.compile(rb"<DeleteCitation>(.*?)</DeleteCitation>", re.DOTALL)
NOTICE_TYPES = {
    "RetractionIn": NoticeKind.RETRACTION,
    "ExpressionOfConcernIn": NoticeKind.EXPRESSION_OF_CONCERN,
    "ErratumIn": NoticeKind.ERRATUM,
    "UpdateIn": NoticeKind.UPDATE,
}
MONTHS = ["", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

pytestmark = pytest.mark.corpus


def _paths() -> list[Path]:
    return sorted((CORPUS / "pubmed").glob("*/*.xml"))


def _record_sets() -> list[Path]:
    return [path for path in _paths() if b"<PubmedArticleSet" in path.read_bytes()]


def _records(path: Path) -> list[IndexedRecord]:
    with path.open("rb") as stream:
        return [entry for entry in iter_records(stream, source=path.name) if isinstance(entry, IndexedRecord)]


def _pairs() -> Iterator[tuple[IndexedRecord, etree._Element]]:
    """Each record with the element that lxml read for it."""
    for path in _record_sets():
        articles = etree.parse(path, etree.XMLParser(load_dtd=False, no_network=True)).getroot().iter("PubmedArticle")
        yield from zip(_records(path), articles, strict=True)


def _elements(article: etree._Element, path: str) -> list[etree._Element]:
    found = article.xpath(path)
    assert isinstance(found, list)
    return [item for item in found if isinstance(item, etree._Element)]


def _strings(article: etree._Element, path: str) -> list[str]:
    found = article.xpath(path)
    assert isinstance(found, list)
    texts = ["".join(map(str, item.itertext())) if isinstance(item, etree._Element) else str(item) for item in found]
    return [text for text in (" ".join(text.split()) for text in texts) if text]


def test_every_record_is_counted_and_none_is_rejected() -> None:
    assert len(_record_sets()) == 175
    for path in _record_sets():
        with path.open("rb") as stream:
            entries = list(iter_records(stream, source=path.name))
        content = path.read_bytes()
        pmids = [entry.pmid.value for entry in entries if isinstance(entry, IndexedRecord) and entry.pmid]
        assert pmids == [pmid.decode() for pmid in OWN_PMID.findall(content)], path.name
        deleted = sum(len(re.findall(rb"<PMID\b", block)) for block in DELETED.findall(content))
        assert len(entries) == len(pmids) + deleted, path.name
        assert not any(isinstance(entry, RejectedRecord) for entry in entries)


def test_every_other_document_is_refused() -> None:
    others = [path for path in _paths() if b"<PubmedArticleSet" not in path.read_bytes()]
    assert others
    for path in others:
        with path.open("rb") as stream, pytest.raises(RecordError, match=re.escape(path.name)):
            list(iter_records(stream, source=path.name))


def test_words_people_and_headings_equal_an_independent_reading() -> None:
    for record, article in _pairs():
        assert [record.title or ""] == (_strings(article, "MedlineCitation/Article/ArticleTitle") or [""])
        texts = _strings(article, "MedlineCitation/Article/Abstract/AbstractText")
        assert [section.text for section in record.abstract] == texts
        people = _elements(article, "MedlineCitation/Article/AuthorList/Author[not(@ValidYN='N')]")
        names = [
            " ".join(_strings(person, "LastName") + _strings(person, "Initials") + _strings(person, "Suffix"))
            or " ".join(_strings(person, "CollectiveName"))
            for person in people
        ]
        assert [re.sub(r" , ", " ", name) for name in names] == list(record.authors)
        assert [heading.identifier for heading in record.mesh] == _strings(
            article, "MedlineCitation/MeshHeadingList/MeshHeading/DescriptorName/@UI"
        ) + _strings(article, "MedlineCitation/SupplMeshList/SupplMeshName/@UI")
        qualifiers = [qualifier.identifier for heading in record.mesh for qualifier in heading.qualifiers]
        assert qualifiers == _strings(article, "MedlineCitation/MeshHeadingList/MeshHeading/QualifierName/@UI")
        assert list(record.keywords) == _strings(article, "MedlineCitation/KeywordList/Keyword")
        assert list(record.publication_types) == _strings(article, "MedlineCitation/Article/PublicationTypeList/*")


def test_identifiers_dates_and_works_equal_an_independent_reading() -> None:
    for record, article in _pairs():
        dois = _strings(article, "PubmedData/ArticleIdList/ArticleId[@IdType='doi']")
        dois += _strings(article, "MedlineCitation/Article/ELocationID[@EIdType='doi'][@ValidYN='Y']")
        assert ([record.doi] if record.doi else []) == [Doi.parse(doi) for doi in dois][:1]
        pmcids = _strings(article, "PubmedData/ArticleIdList/ArticleId[@IdType='pmc']")
        assert ([record.pmcid.value] if record.pmcid else []) == pmcids[:1]
        history = _elements(article, "PubmedData/History/PubMedPubDate")
        expected = [
            (str(date.get("PubStatus")), "-".join(_strings(date, tag)[0].zfill(2) for tag in ("Year", "Month", "Day")))
            for date in history
        ]
        kinds = {kind for kind, _ in expected}
        assert sorted((date.kind, date.value) for date in record.dates if date.kind in kinds) == sorted(expected)
        (place,) = _elements(article, "MedlineCitation/Article/Journal/JournalIssue/PubDate")
        assert record.published == _independent_date(place)
        assert len(record.cited_works) >= len(_strings(article, "PubmedData//ReferenceList/Reference/Citation"))


def _independent_date(place: etree._Element) -> str:
    parts = {str(child.tag): (child.text or "") for child in place}
    if "Year" not in parts or "Season" in parts:
        return " ".join(parts.values())
    month = parts.get("Month", "")
    number = month.zfill(2) if month.isdigit() else f"{MONTHS.index(month):02}"
    return "-".join([parts["Year"], *([number] if month else []), *([parts["Day"].zfill(2)] if "Day" in parts else [])])


def test_notices_equal_a_count_by_type_and_no_correction_is_a_retraction() -> None:
    for record, article in _pairs():
        types = _strings(article, "MedlineCitation/CommentsCorrectionsList/CommentsCorrections/@RefType")
        stated = Counter(notice.kind for notice in record.notices if notice.stated_by == "PubMed")
        assert stated == Counter(NOTICE_TYPES[kind] for kind in types if kind in NOTICE_TYPES)
        links = [kind for kind in types if kind not in NOTICE_TYPES and kind != "Cites"]
        assert len(record.links) == len(links)
        assert not any(link.kind is LinkKind.OTHER for link in record.links)
        by_type = any(notice.stated_by == "PubMed publication type" for notice in record.notices)
        assert by_type == ("Retracted Publication" in record.publication_types and "RetractionIn" not in types)
