"""One question to one checked place, with a limit on the time it takes and on what comes back."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from ingest.web.places import Destination
from kg import __version__
from kg.errors import FetchError

__all__ = ["FetchLimits", "WebAnswer", "ask"]

_CHUNK = 64 * 1024
_HEADERS = {
    "User-Agent": f"evidence-kg/{__version__}",
    "Accept": "text/html, application/xhtml+xml, text/plain, text/markdown, application/pdf;q=0.9, */*;q=0.5",
    "Accept-Encoding": "identity",
    "Connection": "close",
}
_PACKED = {"gzip": 31, "x-gzip": 31, "deflate": 15}
"""The ways of packing that servers use unasked, and zlib's name for each."""

_SAVE_IT = "Open it in a browser, save the page, and give the file."


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """What one fetch may use: seconds in all and without a sign of life, bytes, redirects."""

    seconds: float = 60.0
    silence_seconds: float = 15.0
    largest: int = 32 * 2**20
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class WebAnswer:
    """What a server said: its status, where it redirects to, and the page."""

    status: int
    reason: str
    location: str | None
    body: bytes


def ask(destination: Destination, limits: FetchLimits, *, until: float) -> WebAnswer:
    """Ask for a page.

    Args:
        destination: where; only its checked places are connected to.
        limits: what the fetch may use.
        until: when it must be over, as :func:`time.monotonic` counts.

    Raises:
        FetchError: if no answer comes in time, or it is too large.
    """
    address = destination.address
    try:
        with _connected(destination, limits, until) as (sock, is_over):
            try:
                answer = _answer(destination, sock, limits.largest)
            except (OSError, http.client.HTTPException, ValueError):
                if is_over.is_set():
                    raise _too_slow(address) from None
                raise
            if is_over.is_set():
                raise _too_slow(address)
            return answer
    except (OSError, http.client.HTTPException, ValueError) as error:
        what = f"no answer came ({str(error)[:200] or type(error).__name__})"
        raise FetchError(what, url=address, mend="Try again later, or save the page as a file.") from error


def _too_slow(address: str) -> FetchError:
    return FetchError("it took too long and was stopped", url=address, mend=_SAVE_IT)


@contextmanager
def _connected(
    destination: Destination, limits: FetchLimits, until: float
) -> Iterator[tuple[socket.socket, threading.Event]]:
    """A connection that is shut from outside when the time is over, however slowly bytes drip in."""
    sock = _connect(destination, limits, until)
    is_over = threading.Event()

    def shut() -> None:
        is_over.set()
        with suppress(OSError):
            socket.socket.shutdown(sock, socket.SHUT_RDWR)  # under TLS too, whose own shutdown would wait

    watch = threading.Timer(max(0.0, until - time.monotonic()), shut)
    watch.daemon = True
    watch.start()
    try:
        if destination.is_encrypted:
            sock = ssl.create_default_context().wrap_socket(sock, server_hostname=destination.host)
        yield sock, is_over
    finally:
        watch.cancel()
        sock.close()


def _connect(destination: Destination, limits: FetchLimits, until: float) -> socket.socket:
    """A connection to the first of the checked places that takes one."""
    failure = OSError("no place to connect to")
    for place in destination.places:
        patience = min(limits.silence_seconds, until - time.monotonic())
        if patience <= 0:
            raise _too_slow(destination.address)
        try:
            sock = socket.create_connection((place, destination.port), timeout=patience)
        except OSError as error:
            failure = error
            continue
        sock.settimeout(limits.silence_seconds)
        return sock
    raise failure


def _answer(destination: Destination, sock: socket.socket, largest: int) -> WebAnswer:
    connection = http.client.HTTPConnection(destination.host, destination.port)
    connection.auto_open = 0  # never look the host up again
    connection.sock = sock
    default = 443 if destination.is_encrypted else 80
    named = f"[{destination.host}]" if ":" in destination.host else destination.host
    host = named if destination.port == default else f"{named}:{destination.port}"
    connection.request("GET", destination.target, headers={"Host": host, **_HEADERS})
    response = connection.getresponse()
    location = response.getheader("Location")
    body = _body(destination.address, response, largest) if response.status == http.HTTPStatus.OK else b""
    return WebAnswer(response.status, response.reason, location, body)


def _body(address: str, response: http.client.HTTPResponse, largest: int) -> bytes:
    packing = (response.getheader("Content-Encoding") or "identity").strip().lower()
    if packing not in {"identity", *_PACKED}:
        raise FetchError(f"the page is packed in a way that is not read ({packing})", url=address, mend=_SAVE_IT)
    unpacker = zlib.decompressobj(_PACKED[packing]) if packing in _PACKED else None
    parts, size = [], 0
    while chunk := response.read1(_CHUNK):
        part = chunk if unpacker is None else _unpacked(unpacker, chunk, largest - size + 1)
        size += len(part)
        if size > largest:
            raise FetchError(f"the page is larger than {largest >> 20} MiB", url=address, mend=_SAVE_IT)
        parts.append(part)
    if response.length or (unpacker is not None and not unpacker.eof):
        raise OSError("it was cut short")
    return b"".join(parts)


def _unpacked(unpacker: zlib._Decompress, chunk: bytes, most: int) -> bytes:
    try:
        return unpacker.decompress(chunk, most)
    except zlib.error as error:
        raise OSError(f"the packed page is damaged: {error}") from error
