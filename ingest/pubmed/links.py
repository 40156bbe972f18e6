"""What a record says of other publications: notices about it, links to others, the works that it cites.

A notice is something that happened to *this* record (RetractionIn, ErratumIn ...). That this record is
itself the notice on another one (RetractionOf, ErratumFor ...) is a link. A type that is not known is a link
of the kind ``other``, never a notice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias
from xml.etree.ElementTree import Element

from ingest.pubmed.dates import find_printed_date
from ingest.pubmed.elements import child, child_words
from ingest.pubmed.identifiers import find_identifier, read_typed
from kg.identifiers import Doi, Pmid
from kg.model.record import CitedWork, EditorialNotice, LinkKind, NoticeKind, RecordLink

__all__ = [
    "ReferenceItem",
    "begin_reference",
    "join_cited_works",
    "join_references",
    "read_cited_work",
    "read_comment",
    "retraction_by_type",
]

ReferenceItem: TypeAlias = str | tuple[str, str]
"""The text of a Reference, or a typed identifier of the work that it names."""

_START_OF_REFERENCE: ReferenceItem = ("", "")

_NOTICES = {
    "RetractionIn": NoticeKind.RETRACTION,
    "RetractedandRepublishedIn": NoticeKind.RETRACTION,
    "PartialRetractionIn": NoticeKind.PARTIAL_RETRACTION,
    "ExpressionOfConcernIn": NoticeKind.EXPRESSION_OF_CONCERN,
    "ErratumIn": NoticeKind.ERRATUM,
    "CorrectedandRepublishedIn": NoticeKind.CORRECTED_AND_REPUBLISHED,
    "RepublishedIn": NoticeKind.CORRECTED_AND_REPUBLISHED,  # its name until the DTD of 2019
    "UpdateIn": NoticeKind.UPDATE,
}
_LINKS = {
    "CommentIn": LinkKind.COMMENT_IN,
    "CommentOn": LinkKind.COMMENT_ON,
    "ErratumFor": LinkKind.ERRATUM_FOR,
    "RetractionOf": LinkKind.RETRACTION_OF,
    "PartialRetractionOf": LinkKind.RETRACTION_OF,
    "ExpressionOfConcernFor": LinkKind.CONCERN_FOR,
    "CorrectedandRepublishedFrom": LinkKind.CORRECTED_FROM,
    "RepublishedFrom": LinkKind.CORRECTED_FROM,
    "RetractedandRepublishedFrom": LinkKind.RETRACTED_FROM,
    "UpdateOf": LinkKind.UPDATE_OF,
    "OriginalReportIn": LinkKind.ORIGINAL_REPORT_IN,
    "SummaryForPatientsIn": LinkKind.SUMMARY_FOR_PATIENTS_IN,
    "PreprintIn": LinkKind.PREPRINT,
    "PreprintOf": LinkKind.PREPRINT,
    "Cites": LinkKind.CITES,
}


def read_comment(element: Element) -> EditorialNotice | RecordLink:
    """The notice or the link that a CommentsCorrections is."""
    kind, pmid = element.get("RefType", ""), find_identifier("pubmed", child_words(element, "PMID") or "")
    place = ". ".join([text for tag in ("RefSource", "Note") if (text := child_words(element, tag))])
    own = pmid if isinstance(pmid, Pmid) else None
    if kind in _NOTICES:
        return EditorialNotice(_NOTICES[kind], place, "PubMed", find_printed_date(place), own)
    return RecordLink(_LINKS.get(kind, LinkKind.OTHER), place, own)


def retraction_by_type(publication_types: Iterable[str], notices: list[EditorialNotice]) -> list[EditorialNotice]:
    """The notice that the publication type alone states, where no typed notice of a retraction is given."""
    if "Retracted Publication" not in publication_types:
        return []
    if any(notice.kind is NoticeKind.RETRACTION for notice in notices):
        return []
    return [EditorialNotice(NoticeKind.RETRACTION, "", "PubMed publication type")]


def join_cited_works(works: Iterable[CitedWork], links: Iterable[RecordLink]) -> tuple[CitedWork, ...]:
    """The works of the reference list, then those that only a link of the kind ``cites`` names."""
    works = tuple(works)
    cited = [CitedWork(link.text, link.pmid) for link in links if link.kind is LinkKind.CITES]
    if not cited:
        return works
    listed = {work.pmid for work in works}
    return (*works, *(work for work in cited if work != CitedWork("") and (not work.pmid or work.pmid not in listed)))


def begin_reference(_: Element) -> ReferenceItem:
    """What stands for the start of a Reference, before its texts and its typed identifiers."""
    return _START_OF_REFERENCE


def join_references(items: Sequence[ReferenceItem]) -> Iterator[CitedWork]:
    """The work that each Reference names, but for one that says nothing of it."""
    if not items:
        return
    text, typed = "", list[tuple[str, str]]()
    for item in (*items, _START_OF_REFERENCE):
        if item is _START_OF_REFERENCE:
            if text or typed:
                yield from _build_work(text, typed)
            text, typed = "", []
        elif isinstance(item, str):
            text = text or item
        else:
            typed.append(item)


def read_cited_work(reference: Element) -> Iterable[CitedWork]:
    """The work that a Reference names; none if it says nothing of it."""
    return _build_work(
        child_words(reference, "Citation") or "", read_typed(child(reference, "ArticleIdList"), "IdType")
    )


def _build_work(text: str, typed: Iterable[tuple[str, str]]) -> Iterator[CitedWork]:
    pmid = doi = pmcid = None
    for kind, value in typed:
        found = find_identifier(kind, value)
        if isinstance(found, Pmid):
            pmid = pmid or found
        elif isinstance(found, Doi):
            doi = doi or found
        elif found is not None:
            pmcid = pmcid or found
    if text or pmid or doi or pmcid:
        yield CitedWork(text, pmid, doi, pmcid)
