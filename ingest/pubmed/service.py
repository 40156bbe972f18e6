"""Asking a service on the web politely and patiently: what all clients of one share, and the only code that connects.

Every question first looks into the cache, and its answer is kept there before it is used. Neither the key nor the email
address ever stands in an address, a log or an error: they are posted, or sent as the header that HTTP has for them.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Self

import httpx

from ingest.pubmed.answer_checks import Refusal, parse_retry_after
from ingest.pubmed.cache import Answer, AnswerCache, CacheEntry, Request
from ingest.pubmed.rate_limit import RateLimit
from ingest.pubmed.settings import NcbiSettings
from kg.errors import FetchError

__all__ = ["Check", "ServiceClient"]

_LARGEST_ANSWER = 256 * 1024 * 1024
_KEPT_HEADERS = ("content-type", "date", "last-modified", "etag", "ncbi-phid")
_FIRST_WAIT_SECONDS = 1.0
_FAILURES_IN_A_ROW = 2

Check = Callable[[int, bytes, float | None], None]
"""Accepts the status and the bytes of an answer, or raises a Refusal; told how long the service asks to wait."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


class ServiceClient:
    """Asks one service; may be used by several threads. Close it, or use it in a ``with`` block.

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

    def _ask(self, request: Request, check: Check, *, method: str = "POST") -> Answer:
        """The kept answer if it is recent enough, else a new one that passes the check.

        Raises:
            FetchError: if no usable answer came.
            WorkspaceError: if it could not be kept.
        """
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
        answer = self._ask_patiently(request, check, method)
        self._failures = 0
        return answer

    def _is_recent(self, entry: CacheEntry) -> bool:
        return self._not_before is None or datetime.fromisoformat(entry.retrieved) >= self._not_before

    def _ask_patiently(self, request: Request, check: Check, method: str) -> Answer:
        attempt = 1
        while True:
            self._limit.wait()
            try:
                return self._ask_once(request, check, method)
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

    def _ask_once(self, request: Request, check: Check, method: str) -> Answer:
        deadline = time.monotonic() + self._settings.answer_timeout_seconds
        body = bytearray()
        try:
            with self._send(request, method) as response:
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
        check(response.status_code, bytes(body), wait_seconds)
        kept = {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers}
        return self.cache.keep(request, bytes(body), retrieved=self._now(), status=response.status_code, headers=kept)

    def _send(self, request: Request, method: str) -> AbstractContextManager[httpx.Response]:
        """By POST who asks is posted; by GET the email is the header ``From`` (RFC 9110, 10.1.2)."""
        if method == "POST":
            return self._http.stream("POST", request.address, data=self._signed(request))
        fields = {**dict(request.fields), "tool": self._settings.tool} if request.fields else None
        sender = {"from": self._settings.email} if self._settings.email else None
        return self._http.stream("GET", request.address, params=fields, headers=sender)

    def _signed(self, request: Request) -> dict[str, str]:
        who = {"tool": self._settings.tool, "email": self._settings.email, "api_key": self._settings.api_key}
        return dict(request.fields) | {name: value for name, value in who.items() if value}

    def _without_secrets(self, text: str) -> str:
        for secret in filter(None, (self._settings.api_key, self._settings.email)):
            text = text.replace(secret, "…")
        return text


def _say(error: Exception) -> str:
    return str(error) or type(error).__name__
