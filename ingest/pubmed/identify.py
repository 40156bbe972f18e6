"""Which PubMed record a printed reference is: by its identifiers, else by an exact match; never by a near one.

Candidates are asked for first, fetched with all other records, and only then confirmed on what was fetched: PubMed's
search drops words that it does not know, and then answers another question.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ingest.pubmed.entrez_xml import SearchAnswer
from ingest.pubmed.eutilities import EutilitiesClient
from ingest.pubmed.id_converter import Conversion
from kg.identifiers import Doi, Pmcid, Pmid
from kg.model import IndexedRecord, Reference, ResolvedBy
from kg.model.record import family_name, normalise_title

__all__ = ["Candidates", "fetch_candidates", "is_confirmed"]

_MOST_CANDIDATES = 5
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_OPERATORS = re.compile(r"\b(AND|OR|NOT)\b")


@dataclass(frozen=True, slots=True)
class Candidates:
    """The records that a reference may be, and what they were found by; or why there are none.

    Attributes:
        position: index into the references that were given.
        pmids: to be confirmed on their records; of several, one alone may be.
        by: the rule.
        reason: why there are none, in words for the user.
    """

    position: int
    pmids: tuple[Pmid, ...] = ()
    by: ResolvedBy | None = None
    reason: str | None = None


def fetch_candidates(
    position: int,
    reference: Reference,
    client: EutilitiesClient,
    converted: Mapping[Pmcid | Pmid | Doi, Conversion] = MappingProxyType({}),
) -> Candidates:
    """Ask for the records that a reference may be: by PMID, else PMCID, else DOI, else title, year and first author.

    ``converted`` is what PMC's ID converter knows; what stands there is not asked for.

    Raises:
        FetchError: if the service gave no usable answer.
        RecordError: if its answer reports an error.
    """
    if reference.pmid is not None:
        return Candidates(position, (reference.pmid,), ResolvedBy.PMID)
    for identifier, by in ((reference.pmcid, ResolvedBy.PMCID), (reference.doi, ResolvedBy.DOI)):
        conversion = converted.get(identifier) if identifier is not None else None
        if conversion is not None and conversion.pmid is not None:
            return Candidates(position, (conversion.pmid,), by)
    if reference.pmcid is not None:
        pmids = client.fetch_pmids_of(reference.pmcid)
        if len(pmids) == 1:
            return Candidates(position, pmids, ResolvedBy.PMCID)
        return Candidates(position, reason=f"{len(pmids)} records in PubMed for {reference.pmcid}")
    if reference.doi is not None:
        return _by_doi(position, reference, client)
    return _by_title(position, reference, client)


def is_confirmed(record: IndexedRecord, reference: Reference, by: ResolvedBy) -> bool:
    """Whether a fetched record is the one that the reference prints, by the rule that it was found by.

    A PMID stands for itself. A PMCID or DOI must be the record's own. Title, year and first author's family name must
    all be equal, but for case, accents and punctuation, and no identifier may say otherwise.
    """
    match by:
        case ResolvedBy.PMID:
            return record.pmid == reference.pmid
        case ResolvedBy.PMCID:
            return record.pmcid in (None, reference.pmcid)
        case ResolvedBy.DOI:
            return record.doi == reference.doi
        case ResolvedBy.TITLE:
            return _is_same_work(record, reference)


def _by_doi(position: int, reference: Reference, client: EutilitiesClient) -> Candidates:
    found = client.fetch_search(f'"{reference.doi}"[doi]', maximum=_MOST_CANDIDATES)
    if _is_one(found):
        return Candidates(position, found.pmids, ResolvedBy.DOI)
    if found.not_understood or found.count == 0:  # many older records have no DOI
        return _by_title(position, reference, client)
    return Candidates(position, reason=f"{found.count} records in PubMed for DOI {reference.doi}")


def _by_title(position: int, reference: Reference, client: EutilitiesClient) -> Candidates:
    if not reference.title or reference.year is None or not reference.authors:
        known = "PubMed does not know its DOI" if reference.doi else "no identifier is printed"
        return Candidates(position, reason=f"{known}, and title, year and first author could not all be read")
    title, family = _words(reference.title), _words(family_name(reference.authors[0]))
    term = f"{title}[Title] AND {reference.year}[pdat] AND {family}[1au]"
    found = client.fetch_search(term, maximum=_MOST_CANDIDATES)
    if 0 < found.count <= _MOST_CANDIDATES and not found.not_understood:
        return Candidates(position, found.pmids, ResolvedBy.TITLE)
    count = 0 if found.not_understood else found.count
    return Candidates(position, reason=f"{count} records in PubMed for its title, year and first author")


def _is_one(found: SearchAnswer) -> bool:
    return found.count == len(found.pmids) == 1 and not found.not_understood


def _is_same_work(record: IndexedRecord, reference: Reference) -> bool:
    if not (record.title and reference.title and record.authors and reference.authors):
        return False
    title, printed_title = normalise_title(record.title), normalise_title(reference.title)
    author, printed_author = (normalise_title(family_name(work.authors[0])) for work in (record, reference))
    return (
        (title, author, record.year) == (printed_title, printed_author, reference.year)
        and bool(title and author)
        and not (record.doi and reference.doi and record.doi != reference.doi)
    )


def _words(text: str) -> str:
    """A text without what PubMed's search would take for a sign of its own."""
    return _OPERATORS.sub(lambda operator: operator[0].lower(), " ".join(_WORD.findall(text)))
