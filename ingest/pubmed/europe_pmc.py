"""Europe PMC's RESTful service, for the full texts of its open-access subset.

Source: Europe PMC, Articles RESTful API: ``GET {address}/{PMCID}/fullTextXML`` gives the JATS of an open-access
article, and status 404 for every other. Its pace is not documented; we keep to that of NCBI without a key.
"""

from __future__ import annotations

from ingest.pubmed.answer_checks import Refusal, check_answer
from ingest.pubmed.cache import Answer, Request
from ingest.pubmed.service import ServiceClient
from kg.identifiers import Pmcid

__all__ = ["REQUESTS_PER_SECOND", "EuropePmcClient"]

REQUESTS_PER_SECOND = 3


class EuropePmcClient(ServiceClient):
    """Asks Europe PMC; see :class:`~ingest.pubmed.service.ServiceClient` for what it is made with."""

    def fetch_full_text(self, pmcid: Pmcid) -> Answer:
        """The article as JATS.

        Raises:
            FetchError: if no usable answer came; also where the article is unknown or not open access.
            WorkspaceError: if it could not be kept.
        """
        request = Request.of(f"{self._settings.europe_pmc_address}/{pmcid}/fullTextXML")
        return self._ask(request, _check, method="GET")


def _check(status: int, body: bytes, wait_seconds: float | None) -> None:
    if status == 404:
        what = "there is no open-access full text of it in Europe PMC (status 404)"
        raise Refusal(what, may_pass=False, mend="Check the PMCID, or try --source pmc.")
    check_answer(status, body, root="article", wait_seconds=wait_seconds)
