"""An address to a page, redirects followed; and the page as a snapshot of an article."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import PurePosixPath
from urllib.parse import unquote, urljoin, urlsplit

from ingest.web.connection import FetchLimits, ask
from ingest.web.places import Resolver, find_destination, look_up
from kg.errors import ArticleError, FetchError, Place
from kg.identifiers import ArticleId, content_hash, slugify
from kg.workspace import Snapshot

__all__ = ["FetchedPage", "fetch_page", "fetch_snapshot", "is_address"]

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_LONGEST_KEY = 120
_SAVE_IT = "Open it in a browser, save the page, and give the file."


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """A page as it came.

    Attributes:
        address: where it came from, redirects followed.
        retrieved: when, in UTC.
    """

    address: str
    body: bytes
    retrieved: datetime


def is_address(given: str) -> bool:
    """Whether something typed is an address and no file.

    >>> is_address("https://example.org/page"), is_address("page.html")
    (True, False)
    """
    return bool(_SCHEME.match(given))


def fetch_snapshot(
    address: str, article: ArticleId | None = None, *, limits: FetchLimits | None = None, allow_loopback: bool = False
) -> Snapshot:
    """A page of the web as a snapshot of an article, whose key comes from the address unless one is given.

    Raises:
        FetchError, UsageError: see :func:`fetch_page`.
        ArticleError: if the address gives no key.
    """
    page = fetch_page(address, limits=limits, allow_loopback=allow_loopback)
    parts = urlsplit(page.address)
    key = slugify(PurePosixPath(unquote(parts.path)).stem) or slugify(parts.hostname or "")
    if article is None and not key:
        raise ArticleError("the address gives the article no key", place=Place(address), mend="Give one with --id.")
    return Snapshot(
        article or ArticleId(key[:_LONGEST_KEY].rstrip("-")),
        page.address,
        content_hash(page.body),
        page.body,
        retrieved=page.retrieved.isoformat(timespec="seconds"),
    )


def fetch_page(
    address: str,
    *,
    limits: FetchLimits | None = None,
    allow_loopback: bool = False,
    resolve: Resolver = look_up,
) -> FetchedPage:
    """The page at an address.

    Each hop is looked up once, all that its host may be reached at is checked, and the connection is made to a
    checked place itself: a name that leads elsewhere a moment later ("DNS rebinding") gains nothing.

    Args:
        address: http or https.
        limits: what the fetch may use.
        allow_loopback: whether this machine itself may be asked; for a server of one's own.
        resolve: the IP addresses of a host.

    Raises:
        UsageError: if it is no address of the web.
        FetchError: if it leads to a private place, goes beyond a limit, or gives no page.
    """
    limits = limits or FetchLimits()
    until = time.monotonic() + limits.seconds
    for _ in range(limits.redirects + 1):
        destination = find_destination(address, allow_loopback=allow_loopback, resolve=resolve)
        answer = ask(destination, limits, until=until)
        if answer.status == HTTPStatus.OK:
            return FetchedPage(address, answer.body, datetime.now(UTC))
        if answer.status not in _REDIRECTS or not answer.location:
            what = f"the server answers {answer.status} {answer.reason}".rstrip()
            raise FetchError(what, url=address, mend=_SAVE_IT)
        following = urljoin(address, answer.location.strip())
        if destination.is_encrypted and not following.startswith("https:"):
            raise FetchError("it redirects to an address that is not encrypted", url=address, mend=_SAVE_IT)
        address = following
    raise FetchError(f"it redirects more than {limits.redirects} times", url=address, mend=_SAVE_IT)
