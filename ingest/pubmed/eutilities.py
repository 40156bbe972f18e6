"""The E-utilities of NCBI: every question is posted, so that no address, log or error can show the key or the email.

Sources: A General Introduction to the E-utilities (NBK25497: pace, tool, email, key, POST for more than about 200
ids), The E-utilities In-Depth (NBK25499: parameters of each). EPost and the history that the service keeps are not
used: what they hold is gone after some hours, so that a pull could not go on from where it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from ingest.pubmed.answer_checks import check_answer
from ingest.pubmed.cache import Answer, CacheEntry, Request
from ingest.pubmed.entrez_xml import SearchAnswer, parse_links, parse_search
from ingest.pubmed.service import ServiceClient
from kg.identifiers import Pmcid, Pmid

__all__ = ["IDS_PER_REQUEST", "EutilitiesClient"]

IDS_PER_REQUEST = 200
"""NBK25499: "if more than about 200 UIDs are to be provided ... the request should be made using the HTTP POST"."""

_LARGEST_SEARCH = 10_000


class EutilitiesClient(ServiceClient):
    """Asks the E-utilities; see :class:`~ingest.pubmed.service.ServiceClient` for what it is made with."""

    def fetch_records(self, pmids: Sequence[Pmid]) -> Answer:
        """PubMed's records of up to 200 PMIDs as XML; an unknown PMID is left out by the service (EFetch).

        Raises:
            FetchError: if no usable answer came.
            WorkspaceError: if it could not be kept.
        """
        ids = sorted({pmid.value for pmid in pmids}, key=int)
        if not 0 < len(ids) <= IDS_PER_REQUEST:
            raise ValueError(f"{len(ids)} PMIDs in one request; give 1 to {IDS_PER_REQUEST}")
        request = self._request("efetch", db="pubmed", retmode="xml", id=",".join(ids))
        return self._ask_for(request, "PubmedArticleSet")

    def find_kept_records(self) -> dict[str, CacheEntry]:
        """For each PMID that a usable kept answer of :meth:`fetch_records` was asked for, the newest such answer."""
        address = self._request("efetch").address
        entries = (entry for entry in self.cache.iter_entries() if entry.request.address == address)
        usable = (entry for entry in entries if self._offline or self._is_recent(entry))
        return {
            pmid: entry
            for entry in sorted(usable, key=lambda entry: entry.retrieved)
            if entry.request.find_field("db") == "pubmed"
            for pmid in (entry.request.find_field("id") or "").split(",")
        }

    def fetch_full_text(self, pmcid: Pmcid) -> Answer:
        """The article as PMC gives it, JATS in a ``pmc-articleset``; without a body where its licence forbids that.

        Raises:
            FetchError: if no usable answer came.
            WorkspaceError: if it could not be kept.
        """
        request = self._request("efetch", db="pmc", retmode="xml", id=pmcid.value.removeprefix("PMC"))
        return self._ask_for(request, "pmc-articleset")

    def fetch_search(self, term: str, *, maximum: int) -> SearchAnswer:
        """The PMIDs that PubMed finds for a search, in its order (ESearch).

        Args:
            term: as typed into PubMed.
            maximum: how many at most; PubMed gives 10,000 at most, whatever their ``count``.

        Raises:
            FetchError: if no usable answer came.
            RecordError: if the answer cannot be read.
            WorkspaceError: if it could not be kept.
        """
        size = str(min(maximum, _LARGEST_SEARCH))
        request = self._request("esearch", db="pubmed", retmode="xml", term=term, retmax=size)
        return parse_search(self._ask_for(request, "eSearchResult").body, source=request.address)

    def fetch_pmids_of(self, pmcid: Pmcid) -> tuple[Pmid, ...]:
        """The PubMed records of an article in PMC, one as a rule (ELink ``pmc_pubmed``).

        Raises:
            FetchError: if no usable answer came.
            RecordError: if the answer cannot be read.
            WorkspaceError: if it could not be kept.
        """
        number = pmcid.value.removeprefix("PMC")
        request = self._request("elink", dbfrom="pmc", db="pubmed", linkname="pmc_pubmed", id=number)
        answer = self._ask_for(request, "eLinkResult")
        return tuple(Pmid(value) for value in parse_links(answer.body, source=request.address))

    def _request(self, utility: str, **fields: str) -> Request:
        return Request.of(f"{self._settings.address}/{utility}.fcgi", **fields)

    def _ask_for(self, request: Request, root: str) -> Answer:
        return self._ask(request, partial(_check, root))


def _check(root: str, status: int, body: bytes, wait_seconds: float | None) -> None:
    check_answer(status, body, root=root, wait_seconds=wait_seconds)
