"""Every field of a PubMed record, read by XPath over lxml's tree and without any of this project's readers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import TypeAlias

from lxml import etree

from kg.identifiers import Identifier
from kg.model import IndexedRecord, LinkKind, NoticeKind

__all__ = ["Plain", "read_fields", "to_plain_fields"]

Plain: TypeAlias = "str | int | bool | tuple[Plain, ...] | None"

NOTICES: Mapping[str, NoticeKind] = {
    "RetractionIn": NoticeKind.RETRACTION,
    "RetractedandRepublishedIn": NoticeKind.RETRACTION,
    "PartialRetractionIn": NoticeKind.PARTIAL_RETRACTION,
    "ExpressionOfConcernIn": NoticeKind.EXPRESSION_OF_CONCERN,
    "ErratumIn": NoticeKind.ERRATUM,
    "CorrectedandRepublishedIn": NoticeKind.CORRECTED_AND_REPUBLISHED,
    "RepublishedIn": NoticeKind.CORRECTED_AND_REPUBLISHED,
    "UpdateIn": NoticeKind.UPDATE,
}
LINKS: Mapping[str, LinkKind] = {
    "CommentIn": LinkKind.COMMENT_IN,
    "CommentOn": LinkKind.COMMENT_ON,
    "ErratumFor": LinkKind.ERRATUM_FOR,
    "RetractionOf": LinkKind.RETRACTION_OF,
    "PartialRetractionOf": LinkKind.RETRACTION_OF,
    "ExpressionOfConcernFor": LinkKind.CONCERN_FOR,
    "UpdateOf": LinkKind.UPDATE_OF,
    "SummaryForPatientsIn": LinkKind.SUMMARY_FOR_PATIENTS_IN,
    "OriginalReportIn": LinkKind.ORIGINAL_REPORT_IN,
    "Cites": LinkKind.CITES,
}
MONTHS = ["", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
REGISTRATION = re.compile(r"\b(?:NCT|ISRCTN)\d{8}\b")
USUAL_DOI = re.compile(r"10\.[0-9.]+/[^\s\"<>]+")  # those of old journals that have < or > are kept as text
PRINTED_DATE = re.compile(r"(\d{4})(?: ([A-Z][a-z]{2}))?(?: (\d{1,2}))?;")


def to_plain_fields(record: IndexedRecord) -> dict[str, Plain]:
    """The fields of a record by name, with tuples for what they hold."""
    return {field.name: _to_plain(getattr(record, field.name)) for field in fields(record)}


def _to_plain(value: object) -> Plain:
    if isinstance(value, Identifier):
        return value.value
    if isinstance(value, Enum):
        return str(value.value)
    if is_dataclass(value):
        return tuple(_to_plain(getattr(value, field.name)) for field in fields(value))
    if isinstance(value, tuple):
        return tuple(map(_to_plain, value))
    if value is None or isinstance(value, (str, int)):
        return value
    raise TypeError(f"no record holds {value!r}")


def read_fields(article: etree._Element) -> dict[str, Plain]:
    """The same fields, of a PubmedArticle."""
    cited, authors = "MedlineCitation/Article", _people(article, "MedlineCitation/Article/AuthorList/Author", "author")
    pmid, types = _first(article, "MedlineCitation/PMID"), _texts(article, f"{cited}/PublicationTypeList/*")
    notices, links = _comments(article, types)
    title, abstract = _first(article, f"{cited}/ArticleTitle"), _sections(article, f"{cited}/Abstract/AbstractText")
    banks = tuple(
        (_first(bank, "DataBankName") or "", number)
        for bank in _find(article, f"{cited}/DataBankList/DataBank")
        for number in _texts(bank, "AccessionNumberList/AccessionNumber")
    )
    searched = [*(number for _, number in banks), title or "", *(f"{label} {text}" for text, label, _ in abstract)]
    dois, pmcids, others = _identifiers(article, pmid)
    journal, issue, info = f"{cited}/Journal", f"{cited}/Journal/JournalIssue", "MedlineCitation/MedlineJournalInfo"
    published = _date(article, f"{issue}/PubDate")
    online = _dates(article, f"{cited}/ArticleDate[not(@DateType) or @DateType='Electronic']")
    year = re.search(r"\d{4}", published or "")
    supplements = _find(article, "MedlineCitation/SupplMeshList/SupplMeshName")
    return {
        "key": f"pmid-{pmid}",
        "kind": "preprint" if "Preprint" in types else "journal article",
        "pmid": pmid,
        "doi": next(iter(dois), None),
        "pmcid": next(iter(pmcids), None),
        "identifiers_seen_on": None,
        "title": title,
        "authors": tuple(author[0] for author in authors),
        "journal": _first(article, f"{journal}/Title"),
        "year": int(year[0]) if year else None,
        "volume": _first(article, f"{issue}/Volume"),
        "issue": _first(article, f"{issue}/Issue"),
        "pages": _first(article, f"{cited}/Pagination/MedlinePgn"),
        "published": published,
        "published_online": next(iter(online), None),
        "publication_types": types,
        "mesh_headings": (),
        "keywords": _texts(article, "MedlineCitation/KeywordList/Keyword"),
        "registrations": tuple(dict.fromkeys(REGISTRATION.findall(" ; ".join(searched)))),
        "address": None,
        "notices": notices,
        "notices_checked": True,
        "abstract": abstract,
        "other_abstracts": tuple(
            (_sections(other, "AbstractText"), other.get("Type"), other.get("Language"))
            for other in _find(article, "MedlineCitation/OtherAbstract")
        ),
        "abstract_copyright": _first(article, f"{cited}/Abstract/CopyrightInformation"),
        "vernacular_title": _first(article, f"{cited}/VernacularTitle"),
        "languages": _texts(article, f"{cited}/Language"),
        "contributors": authors + _people(article, "MedlineCitation/InvestigatorList/Investigator", "investigator"),
        "mesh": tuple(map(_heading, _find(article, "MedlineCitation/MeshHeadingList/MeshHeading")))
        + tuple((term.get("UI"), _words(term), False, ()) for term in supplements),
        "substances": _texts(article, "MedlineCitation/ChemicalList/Chemical/NameOfSubstance"),
        "dates": _all_dates(article, published, online),
        "journal_abbreviation": _first(article, f"{journal}/ISOAbbreviation") or _first(article, f"{info}/MedlineTA"),
        "issn": tuple(dict.fromkeys(_texts(article, f"{journal}/ISSN") + _texts(article, f"{info}/ISSNLinking"))),
        "nlm_journal_id": _first(article, f"{info}/NlmUniqueID"),
        "other_identifiers": others,
        "status": _find(article, "MedlineCitation")[0].get("Status"),
        "grants": tuple(
            tuple(_first(grant, tag) for tag in ("GrantID", "Agency", "Country"))
            for grant in _find(article, f"{cited}/GrantList/Grant")
        ),
        "accessions": banks,
        "interests_statement": _first(article, "MedlineCitation/CoiStatement"),
        "cited_works": _cited_works(article, links),
        "links": tuple(link for link in links if link[0] != "cites"),
    }


def _find(element: etree._Element, path: str) -> list[etree._Element]:
    found = element.xpath(path)
    return [part for part in found if isinstance(part, etree._Element)] if isinstance(found, list) else []


def _words(element: etree._Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())


def _texts(element: etree._Element, path: str) -> tuple[str, ...]:
    return tuple(text for text in map(_words, _find(element, path)) if text)


def _first(element: etree._Element, path: str) -> str | None:
    return next(iter(_texts(element, path)), None)


def _sections(element: etree._Element, path: str) -> tuple[tuple[str, str | None, str | None], ...]:
    parts = [(_words(part), part.get("Label"), part.get("NlmCategory")) for part in _find(element, path)]
    return tuple(part for part in parts if part[0])


def _date(element: etree._Element, path: str) -> str | None:
    parts = {str(part.tag): _words(part) for place in _find(element, path) for part in place}
    year, month, day = (parts.get(tag) for tag in ("Year", "Month", "Day"))
    if year is None or month is None:
        return parts.get("MedlineDate") or " ".join(filter(None, (year, parts.get("Season")))) or None
    number = month if month.isdigit() else str(MONTHS.index(month))
    return "-".join(filter(None, (year, number.zfill(2), day and day.zfill(2))))


def _all_dates(article: etree._Element, published: str | None, online: list[str]) -> tuple[Plain, ...]:
    """In the order of ``kind: value``."""
    history = _find(article, "PubmedData/History/*")
    dates = [
        *([("publication", published)] if published else []),
        *(("electronic", date) for date in online),
        *((str(date.get("PubStatus")), _date(date, ".")) for date in history),
        *(("record completed", date) for date in _dates(article, "MedlineCitation/DateCompleted")),
        *(("record revised", date) for date in _dates(article, "MedlineCitation/DateRevised")),
    ]
    return tuple(sorted(dates, key=lambda date: f"{date[0]}: {date[1]}"))


def _dates(article: etree._Element, path: str) -> list[str]:
    return [date for part in _find(article, path) if (date := _date(part, ".")) is not None]


def _people(article: etree._Element, path: str, role: str) -> tuple[tuple[str, Plain, Plain, Plain, Plain, bool], ...]:
    people = []
    for person in _find(article, f"{path}[not(@ValidYN='N')]"):
        parts = [_first(person, "LastName"), _first(person, "Initials"), _first(person, "Suffix")]
        given, group = _first(person, "ForeName"), _first(person, "CollectiveName")
        name = " ".join(filter(None, parts)) or given
        orcid = re.sub(r"\D*(\d{4})-?(\d{4})-?(\d{4})-?(\w{4})$", r"\1-\2-\3-\4", _first(person, "Identifier") or "")
        affiliations = tuple(dict.fromkeys(_texts(person, "AffiliationInfo/Affiliation")))
        if name or group:
            people.append((name or str(group), role, given, orcid or None, affiliations, name is None))
    return tuple(people)


def _heading(heading: etree._Element) -> tuple[Plain, ...]:
    terms = [(term.get("UI"), _words(term), term.get("MajorTopicYN") == "Y") for term in heading]
    return (*terms[0], tuple(terms[1:]))


def _identifiers(article: etree._Element, pmid: str | None) -> tuple[list[str], list[str], tuple[str, ...]]:
    """The DOIs, the PMCIDs, and all that is neither as ``type:value``."""
    valid = "[not(@ValidYN='N')]"
    typed = [(one.get("IdType"), _words(one)) for one in _find(article, "PubmedData/ArticleIdList/ArticleId")]
    typed += [
        (one.get("EIdType"), _words(one)) for one in _find(article, f"MedlineCitation/Article/ELocationID{valid}")
    ]
    typed += [(one.get("Source"), _words(one)) for one in _find(article, "MedlineCitation/OtherID")]
    dois = [text.lower() for kind, text in typed if kind == "doi" and USUAL_DOI.fullmatch(text)]
    pmcids = [text for kind, text in typed if kind == "pmc"]
    others = [
        f"{kind}:{text}"
        for kind, text in typed
        if text and kind != "pmc" and text != pmid and not (kind == "doi" and text.lower() in dois)
    ]
    version = _find(article, "MedlineCitation/PMID")[0].get("Version", "1")
    return dois, pmcids, (*dict.fromkeys(others), *([f"pmid-version:{version}"] if version != "1" else []))


def _comments(article: etree._Element, types: tuple[str, ...]) -> tuple[tuple[Plain, ...], list[tuple[Plain, ...]]]:
    notices: list[tuple[Plain, ...]] = []
    links: list[tuple[Plain, ...]] = []
    for comment in _find(article, "MedlineCitation/CommentsCorrectionsList/CommentsCorrections"):
        kind, pmid = comment.get("RefType", ""), _first(comment, "PMID")
        place = ". ".join(_texts(comment, "RefSource") + _texts(comment, "Note"))
        if kind in NOTICES:
            notices.append((str(NOTICES[kind]), place, "PubMed", _printed_date(place), pmid))
        else:
            links.append((str(LINKS[kind]), place, pmid))
    if "Retracted Publication" in types and not any(notice[0] == "retraction" for notice in notices):
        notices.append(("retraction", "", "PubMed publication type", None, None))
    return tuple(notices), links


def _printed_date(place: str) -> str | None:
    found = PRINTED_DATE.search(place)
    if found is None:
        return None
    year, month, day = found.groups()
    return "-".join(filter(None, (year, month and f"{MONTHS.index(month):02}", day and day.zfill(2))))


def _cited_works(article: etree._Element, links: list[tuple[Plain, ...]]) -> tuple[Plain, ...]:
    works: list[tuple[Plain, ...]] = []
    for reference in _find(article, "PubmedData//Reference"):
        typed = {one.get("IdType"): _words(one) for one in _find(reference, "ArticleIdList/ArticleId")}
        doi = typed.get("doi", "").lower() or None
        works.append((_first(reference, "Citation") or "", typed.get("pubmed"), doi, typed.get("pmc")))
    listed = {work[1] for work in works}
    works += [(text, pmid, None, None) for kind, text, pmid in links if kind == "cites" and pmid not in listed]
    return tuple(works)
