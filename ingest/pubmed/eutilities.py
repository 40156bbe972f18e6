"""The E-utilities of NCBI: the only module that asks them, politely and patiently.

Every question is posted, so that no address, log or error can show the key or the email address; it first looks into
the cache, and its answer is kept there before it is used. Nothing is asked before a method is called.

Sources: A General Introduction to the E-utilities (NBK25497: pace, tool, email, key, POST for more than about 200
ids), The E-utilities In-Depth (NBK25499: parameters of each). EPost and the history that the service keeps are not
used: what they hold is gone after some hours, so that a pull could not go on from where it was.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Self

import httpx

from ingest.pubmed.answer_checks import Refusal, check_answer, parse_retry_after
from ingest.pubmed.cache import Answer, AnswerCache, CacheEntry, Request
from ingest.pubmed.entrez_xml import SearchAnswer, parse_links, parse_search
from ingest.pubmed.rate_limit import RateLimit
from ingest.pubmed.settings import NcbiSettings
from kg.errors import FetchError
from kg.identifiers import Pmcid, Pmid

__all__ = ["IDS_PER_REQUEST", "EutilitiesClient"]

IDS_PER_REQUEST = 200
"""NBK25499: "if more than about 200 UIDs are to be provided ... the request should be made using the HTTP POST"."""

_LARGEST_ANSWER = 256 * 1024 * 1024
_LARGEST_SEARCH = 10_000
_KEPT_HEADERS = ("content-type", "date", "last-modified", "etag", "ncbi-phid")
_FIRST_WAIT_SECONDS = 1.0
_FAILURES_IN_A_ROW = 2


def _utc_now() -> datetime:
    return datetime.now(UTC)


class EutilitiesClient:
    """Asks the E-utilities; may be used by several threads. Close it, or use it in a ``with`` block.

    After two requests in a row have failed for good, no more are made: the service or the way to it is down.

    Args:
        settings: who asks, and how patiently.
        cache: where answers are found and kept.
        limit: the pace; made with ``settings.requests_per_second``.
        offline: answer from the cache alone.
        not_before: answers that were kept earlier than this are asked for again, unless offline.
        now: the time that an answer is stamped with.
        sleep: waits for so many seconds between attempts.
        jitter: a number from 0 to 1 that keeps several programs from coming back all at once.
    """

    def __init__(
        self,
        settings: NcbiSettings,
        cache: AnswerCache,
        limit: RateLimit,
        *,
        offline: bool = False,
        not_before: datetime | None = None,
        now: Callable[[], datetime] = _utc_now,
        sleep: Callable[[float], None] = time.sleep,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self.cache = cache
        self._offline = offline
        self._settings = settings
        self._limit = limit
        self._not_before = not_before
        self._now = now
        self._sleep = sleep
        self._jitter = jitter
        self._failures = 0
        patience = httpx.Timeout(settings.read_timeout_seconds, connect=settings.connect_timeout_seconds)
        self._http = httpx.Client(timeout=patience, headers={"user-agent": settings.tool})

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

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
        return self._ask(request, root="PubmedArticleSet")

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
        return self._ask(request, root="pmc-articleset")

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
        return parse_search(self._ask(request, root="eSearchResult").body, source=request.address)

    def fetch_pmids_of(self, pmcid: Pmcid) -> tuple[Pmid, ...]:
        """The PubMed records of an article in PMC, one as a rule (ELink ``pmc_pubmed``).

        Raises:
            FetchError: if no usable answer came.
            RecordError: if the answer cannot be read.
            WorkspaceError: if it could not be kept.
        """
        number = pmcid.value.removeprefix("PMC")
        request = self._request("elink", dbfrom="pmc", db="pubmed", linkname="pmc_pubmed", id=number)
        answer = self._ask(request, root="eLinkResult")
        return tuple(Pmid(value) for value in parse_links(answer.body, source=request.address))

    def _request(self, utility: str, **fields: str) -> Request:
        return Request.of(f"{self._settings.address}/{utility}.fcgi", **fields)

    def _ask(self, request: Request, *, root: str) -> Answer:
        kept = self.cache.find(request)
        if kept is not None and (self._offline or self._is_recent(kept.entry)):
            return kept
        if self._offline:
            raise FetchError("not in the cache, and the network is not used", url=request.address, mend="Go online.")
        if self._failures >= _FAILURES_IN_A_ROW:
            raise FetchError(
                "not asked, because the requests before failed",
                url=request.address,
                mend="Run the command again later.",
            )
        answer = self._ask_patiently(request, root)
        self._failures = 0
        return answer

    def _is_recent(self, entry: CacheEntry) -> bool:
        return self._not_before is None or datetime.fromisoformat(entry.retrieved) >= self._not_before

    def _ask_patiently(self, request: Request, root: str) -> Answer:
        attempt = 1
        while True:
            self._limit.wait()
            try:
                return self._ask_once(request, root)
            except Refusal as refusal:
                wait = self._wait_after(refusal, attempt)
                if wait is None:
                    self._failures += refusal.may_pass
                    what = self._without_secrets(refusal.what)
                    raise FetchError(what, url=request.address, attempt=attempt, mend=refusal.mend) from None
            self._sleep(wait)
            attempt += 1

    def _wait_after(self, refusal: Refusal, attempt: int) -> float | None:
        """Seconds until the next attempt, ``None`` for none: twice as long each time, or as the service asks."""
        longest = self._settings.longest_wait_seconds
        if not refusal.may_pass or attempt >= self._settings.attempts:
            return None
        if refusal.wait_seconds is not None:
            return refusal.wait_seconds if refusal.wait_seconds <= longest else None
        return min(longest, _FIRST_WAIT_SECONDS * 2.0 ** (attempt - 1)) * (1 + self._jitter()) / 2

    def _ask_once(self, request: Request, root: str) -> Answer:
        deadline = time.monotonic() + self._settings.answer_timeout_seconds
        body = bytearray()
        try:
            with self._http.stream("POST", request.address, data=self._signed(request)) as response:
                for part in response.iter_bytes():
                    body += part
                    if len(body) > _LARGEST_ANSWER or time.monotonic() > deadline:
                        raise Refusal("the answer does not end", may_pass=True)
        except (httpx.RequestError, httpx.InvalidURL) as error:
            raise Refusal(
                f"the service could not be reached, or broke off ({_say(error)})",
                may_pass=isinstance(error, httpx.TransportError | httpx.DecodingError),
                mend="Check the connection (and the proxy), then run the command again: it goes on from here.",
            ) from error
        wait_seconds = parse_retry_after(response.headers.get("retry-after"), now=self._now())
        check_answer(response.status_code, bytes(body), root=root, wait_seconds=wait_seconds)
        kept = {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers}
        return self.cache.keep(request, bytes(body), retrieved=self._now(), status=response.status_code, headers=kept)

    def _signed(self, request: Request) -> dict[str, str]:
        who = {"tool": self._settings.tool, "email": self._settings.email, "api_key": self._settings.api_key}
        return dict(request.fields) | {name: value for name, value in who.items() if value}

    def _without_secrets(self, text: str) -> str:
        for secret in filter(None, (self._settings.api_key, self._settings.email)):
            text = text.replace(secret, "…")
        return text


def _say(error: Exception) -> str:
    return str(error) or type(error).__name__
