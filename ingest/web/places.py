"""Which addresses may be asked: http and https, on hosts of the public internet.

Sources: OWASP, "Server-Side Request Forgery Prevention Cheat Sheet"; RFC 6890 (special-purpose addresses);
RFC 4291, 3056, 4380 and 6052 (IPv6 addresses that hold one of IPv4).
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urlsplit

from kg.errors import FetchError, UsageError

__all__ = ["Destination", "Resolver", "find_destination", "look_up"]

Resolver = Callable[[str, int], Sequence[str]]
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_IN_PATH = "/%:@!$&'()*+,;=~-._"


@dataclass(frozen=True, slots=True)
class Destination:
    """Where to ask for a page: the host by name, and the checked IP addresses that it may be reached at.

    Attributes:
        address: as typed or redirected to.
        target: the path and query to ask for.
    """

    address: str
    host: str
    port: int
    is_encrypted: bool
    target: str
    places: tuple[str, ...]


def look_up(host: str, port: int) -> Sequence[str]:
    """The IP addresses of a host, each once, in the order of the system."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def find_destination(address: str, *, allow_loopback: bool, resolve: Resolver) -> Destination:
    """Where an address leads, looked up once; whoever connects must use ``places`` and look up nothing again.

    Raises:
        UsageError: if it is no address of the web, or holds a password.
        FetchError: if its host is not found, or any of its IP addresses is not a public one.
    """
    parts = _parts(address)
    host = str(parts.hostname)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        host = host if host.isascii() else host.encode("idna").decode("ascii")
        places = tuple(resolve(host, port))
    except (OSError, UnicodeError) as error:
        mend = "Check the address and the connection."
        raise FetchError(f"its host {host} is not found", url=address, mend=mend) from error
    for place in places:
        if not _is_public(place) and not (allow_loopback and _is_loopback(place)):
            what = f"it leads to {place}, which is no address of the public internet"
            raise FetchError(what, url=address, mend="Save the page as a file and give that.")
    if not places:
        raise FetchError(f"its host {host} has no address", url=address, mend="Check the address.")
    query = f"?{quote(parts.query, safe=_IN_PATH + '?')}" if parts.query else ""
    target = quote(parts.path or "/", safe=_IN_PATH) + query
    return Destination(address, host, port, parts.scheme == "https", target, places)


def _parts(address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise UsageError(f"{address[:200]} is no address of the web", mend="Give an http or https address, or a file.")
    if parts.username is not None or parts.password is not None:
        raise UsageError("the address holds a user name or password", mend="Give it without, or save the page.")
    return parts


def _is_loopback(place: str) -> bool:
    return ipaddress.ip_address(place).is_loopback


def _is_public(place: str) -> bool:
    """Whether an IP address is one that anybody may reach, and hides none that is not.

    >>> [_is_public(place) for place in ("10.0.0.1", "169.254.169.254", "::ffff:127.0.0.1", "2002:7f00:1::")]
    [False, False, False, False]
    """
    try:
        found = ipaddress.ip_address(place.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return _is_public(str(found.ipv4_mapped))
        if found in _NAT64:
            return _is_public(str(ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)))
        if found.sixtofour is not None or found.teredo is not None or found.is_site_local:
            return False
    return found.is_global and not found.is_multicast and not found.is_reserved
