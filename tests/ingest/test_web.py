"""Fetching from a server on this machine, which is asked only where a test allows it."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from ingest.web import FetchLimits, fetch_page, fetch_snapshot
from kg.errors import FetchError, UsageError
from kg.identifiers import content_hash

_Act = Callable[[BaseHTTPRequestHandler], None]


@dataclass(slots=True)
class Server:
    """What each path does, and which paths were asked for."""

    address: str = ""
    port: int = 0
    acts: dict[str, _Act] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)


def _page(body: bytes, **headers: str) -> _Act:
    def act(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", headers.pop("length", str(len(body))))
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return act


def _redirect(location: str, status: int = 302) -> _Act:
    def act(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Location", location)
        handler.end_headers()

    return act


def _missing(handler: BaseHTTPRequestHandler) -> None:
    handler.send_error(404)


def _drip(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.end_headers()
    for _ in range(200):
        try:
            handler.wfile.write(b".")
            handler.wfile.flush()
        except OSError:
            return
        time.sleep(0.05)


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            made.asked.append((self.headers["Host"], self.path))
            made.acts.get(self.path, _missing)(self)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as in the base class
            """Stay silent."""

    http_server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.port = http_server.server_port
    made.address = f"http://127.0.0.1:{made.port}"
    thread = threading.Thread(target=http_server.serve_forever, daemon=True)
    thread.start()
    yield made
    http_server.shutdown()
    http_server.server_close()


def test_page_is_fetched_with_its_address_time_and_hash(server: Server) -> None:
    server.acts["/hair/guide.html?a=1"] = _page(b"<p>Oil helps.")
    snapshot = fetch_snapshot(f"{server.address}/hair/guide.html?a=1", allow_loopback=True)
    assert (snapshot.source, snapshot.data) == (f"{server.address}/hair/guide.html?a=1", b"<p>Oil helps.")
    assert snapshot.article.value == "guide"
    assert snapshot.digest == content_hash(b"<p>Oil helps.")
    assert snapshot.retrieved


def test_this_machine_is_refused_unless_it_is_allowed(server: Server) -> None:
    server.acts["/"] = _page(b"secret")
    with pytest.raises(FetchError, match="public internet"):
        fetch_page(server.address)
    assert server.asked == []


@pytest.mark.parametrize(
    "place",
    [
        "10.0.0.1", "192.168.1.1", "172.16.0.1", "169.254.169.254", "0.1.2.3", "100.64.0.1", "224.0.0.1",
        "255.255.255.255", "192.0.2.1", "::", "::1", "fe80::1", "fd00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1",
        "2002:a00:1::", "2001:0:a00:1::", "fec0::1", "ff02::1",
    ],
)  # fmt: skip
def test_place_that_is_not_public_is_refused_before_it_is_asked(place: str) -> None:
    for allowed in (False, place != "::1"):
        with pytest.raises(FetchError, match="public internet"):
            fetch_page("http://page.example/", allow_loopback=allowed, resolve=lambda _host, _port: [place])


def test_one_private_place_among_public_ones_is_enough_to_refuse() -> None:
    with pytest.raises(FetchError, match=r"10\.0\.0\.1"):
        fetch_page("http://page.example/", resolve=lambda _host, _port: ["93.184.215.14", "10.0.0.1"])


def test_connection_goes_to_the_place_that_was_checked(server: Server) -> None:
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    server.acts["/"] = _page(b"Oil.")
    address = f"http://rebind.example:{server.port}/"
    page = fetch_page(address, allow_loopback=True, resolve=lambda _host, _port: next(answers))
    assert page.body == b"Oil."
    assert server.asked == [(f"rebind.example:{server.port}", "/")]
    assert next(answers) == ["10.0.0.1"]


def test_redirects_are_followed_and_the_last_address_is_kept(server: Server) -> None:
    server.acts |= {"/a": _redirect("/b", 301), "/b": _redirect("c", 308), "/c": _page(b"Oil.")}
    assert fetch_page(f"{server.address}/a", allow_loopback=True).address == f"{server.address}/c"


@pytest.mark.parametrize(
    ("location", "named"),
    [
        ("http://10.0.0.1/", "public internet"),
        ("http://[::ffff:169.254.169.254]/latest", "public internet"),
        ("file:///etc/passwd", "no address of the web"),
        ("ftp://example.org/", "no address of the web"),
        ("http://user:word@127.0.0.1/", "password"),
    ],
)
def test_redirect_gets_the_same_care(server: Server, location: str, named: str) -> None:
    server.acts["/a"] = _redirect(location)
    with pytest.raises((FetchError, UsageError), match=named):
        fetch_page(f"{server.address}/a", allow_loopback=True)


def test_redirects_have_an_end(server: Server) -> None:
    server.acts["/a"] = _redirect("/a")
    with pytest.raises(FetchError, match="more than 5"):
        fetch_page(f"{server.address}/a", allow_loopback=True)
    assert len(server.asked) == 6


@pytest.mark.parametrize(
    "act",
    [
        _page(b"x" * 5000),
        _page(b"x" * 5000, Content_Encoding="identity"),
        _page(gzip.compress(b"x" * 10**6), Content_Encoding="gzip"),
    ],
    ids=["plain", "identity", "bomb"],
)
def test_page_beyond_the_limit_is_refused(server: Server, act: _Act) -> None:
    server.acts["/"] = act
    with pytest.raises(FetchError, match="larger"):
        fetch_page(server.address, allow_loopback=True, limits=FetchLimits(largest=4000))


def test_packed_page_is_unpacked(server: Server) -> None:
    server.acts["/"] = _page(gzip.compress(b"Oil."), Content_Encoding="gzip")
    assert fetch_page(server.address, allow_loopback=True).body == b"Oil."


@pytest.mark.parametrize(
    "act", [_page(b"Oil.", length="400"), _page(gzip.compress(b"Oil.")[:-9], Content_Encoding="gzip")]
)
def test_page_that_is_cut_short_is_no_page(server: Server, act: _Act) -> None:
    server.acts["/"] = act
    with pytest.raises(FetchError, match="cut short"):
        fetch_page(server.address, allow_loopback=True)


def test_slow_page_is_stopped(server: Server) -> None:
    server.acts["/"] = _drip
    with pytest.raises(FetchError, match="too long"):
        fetch_page(server.address, allow_loopback=True, limits=FetchLimits(seconds=0.3))


def test_status_is_told(server: Server) -> None:
    with pytest.raises(FetchError, match="404"):
        fetch_page(f"{server.address}/nothing", allow_loopback=True)


def test_host_that_is_not_found_is_told() -> None:
    def fail(_host: str, _port: int) -> list[str]:
        raise OSError("Name or service not known")

    with pytest.raises(FetchError, match="not found"):
        fetch_page("https://nowhere.example/", resolve=fail)


@pytest.mark.parametrize(
    "address", ["ftp://example.org/", "file:///etc/passwd", "http://", "http://[::1", "https://u:p@example.org/"]
)
def test_what_is_no_address_of_the_web_is_refused(address: str) -> None:
    with pytest.raises(UsageError):
        fetch_page(address)
