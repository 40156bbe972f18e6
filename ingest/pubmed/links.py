"""What a record says of other publications: notices about it, links to others, the works that it cites.

A notice is something that happened to *this* record (RetractionIn, ErratumIn ...). That this record is
itself the notice on another one (RetractionOf, ErratumFor ...) is a link. A type that is not known is a link
of the kind ``other``, never a notice.
"""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element

from ingest.pubmed.dates import find_printed_date
from ingest.pubmed.elements import child, child_words
from ingest.pubmed.identifiers import find_identifier, read_typed
from kg.identifiers import Doi, Pmcid, Pmid
from kg.model.record import CitedWork, EditorialNotice, LinkKind, NoticeKind, RecordLink

__all__ = ["read_cited_works", "read_comments", "retraction_by_type"]

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


def read_comments(comments: Iterable[Element]) -> tuple[list[EditorialNotice], list[RecordLink]]:
    """The notices and the links of a CommentsCorrectionsList, each in order."""
    notices, links = [], []
    for element in comments:
        kind, pmid = element.get("RefType", ""), find_identifier("pubmed", child_words(element, "PMID") or "")
        place = ". ".join([text for tag in ("RefSource", "Note") if (text := child_words(element, tag))])
        own = pmid if isinstance(pmid, Pmid) else None
        if kind in _NOTICES:
            notices.append(EditorialNotice(_NOTICES[kind], place, "PubMed", find_printed_date(place), own))
        else:
            links.append(RecordLink(_LINKS.get(kind, LinkKind.OTHER), place, own))
    return notices, links


def retraction_by_type(publication_types: Iterable[str], notices: list[EditorialNotice]) -> list[EditorialNotice]:
    """The notice that the publication type alone states, where no typed notice of a retraction is given."""
    if "Retracted Publication" not in publication_types:
        return []
    if any(notice.kind is NoticeKind.RETRACTION for notice in notices):
        return []
    return [EditorialNotice(NoticeKind.RETRACTION, "", "PubMed publication type")]


def read_cited_works(references: Iterable[Element], links: Iterable[RecordLink]) -> tuple[CitedWork, ...]:
    """The works that the references name, then those that only a link of the kind ``cites`` names."""
    works = [_read_work(element) for element in references]
    listed = {work.pmid for work in works}
    cited = (link for link in links if link.kind is LinkKind.CITES)
    works += [CitedWork(link.text, link.pmid) for link in cited if link.pmid is None or link.pmid not in listed]
    return tuple([work for work in works if work != CitedWork("")])


def _read_work(reference: Element) -> CitedWork:
    pmid = doi = pmcid = None
    for kind, text in read_typed(child(reference, "ArticleIdList"), "IdType"):
        match find_identifier(kind, text):
            case Pmid() as found:
                pmid = pmid or found
            case Doi() as found:
                doi = doi or found
            case Pmcid() as found:
                pmcid = pmcid or found
    return CitedWork(child_words(reference, "Citation") or "", pmid, doi, pmcid)
