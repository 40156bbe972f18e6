"""The graph over HTTP: an endpoint of the SPARQL 1.1 Protocol that only reads, for this machine.

A request's query is guarded and run in a process with limits, as one that is typed is (:mod:`kg.query`). The dataset is
the generation that is current at the time of the request: every graph by its name, and their union as the default
graph. An answer that was cut at the row limit is an error, never a shorter answer.

Source of the method: SPARQL 1.1 Protocol, https://www.w3.org/TR/sparql11-protocol/ (query operation), and SPARQL 1.1
Service Description, https://www.w3.org/TR/sparql11-service-description/.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from kg.errors import EvidenceError, QueryLimitError, UsageError
from kg.export import answers
from kg.query import run
from kg.store import Answer, Store
from kg.worker import Limits, Workers

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request

__all__ = ["HOST", "PATH", "choose_type", "listen", "make_app", "serve"]

HOST = "127.0.0.1"
PATH = "/sparql"
_PROCESSES = 2
_MOST_BYTES = 1_000_000
"""Of a request's body; a query is a few thousand."""
_FORM, _QUERY = "application/x-www-form-urlencoded", "application/sparql-query"

_Writer = Callable[[Answer], str]
_TRUTH: Mapping[str, _Writer] = {
    "application/sparql-results+json": answers.to_json,
    "application/sparql-results+xml": answers.to_xml,
}
_ROWS: Mapping[str, _Writer] = {**_TRUTH, "text/csv": answers.to_csv, "text/tab-separated-values": answers.to_tsv}
_GRAPH: Mapping[str, _Writer] = {"text/turtle": answers.to_turtle, "application/ld+json": answers.to_json}
_WRITERS = {"select": _ROWS, "ask": _TRUTH, "graph": _GRAPH}
_DESCRIPTION = """@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .
@prefix formats: <http://www.w3.org/ns/formats/> .

[] a sd:Service ;
    sd:endpoint <{endpoint}> ;
    sd:supportedLanguage sd:SPARQL11Query ;
    sd:feature sd:UnionDefaultGraph ;
    sd:resultFormat formats:SPARQL_Results_JSON, formats:SPARQL_Results_XML, formats:SPARQL_Results_CSV,
        formats:SPARQL_Results_TSV, formats:Turtle, formats:JSON-LD .
"""


class _RefusedError(Exception):
    """A request that the protocol does not know, or that this endpoint does not serve."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status


def choose_type(accept: str, offered: Sequence[str]) -> str | None:
    """The media type that a client likes best of those offered; ``None`` where it takes none of them.

    Args:
        accept: its Accept header; none means that it takes everything.
        offered: what there is, the best first.

    >>> choose_type("text/csv;q=0.5, application/sparql-results+json", ["text/csv", "application/sparql-results+json"])
    'application/sparql-results+json'
    >>> choose_type("text/*", ["application/ld+json", "text/turtle"])
    'text/turtle'
    >>> choose_type("image/png", ["text/csv"])
    """
    likings = [_read_liking(part) for part in accept.split(",") if part.strip()] or [("*/*", 1.0)]

    def liking(name: str) -> float:
        ranges = (name, f"{name.partition('/')[0]}/*", "*/*")
        return next((weight for wanted in ranges for given, weight in likings if given == wanted), 0.0)

    best = max(offered, key=liking)
    return best if liking(best) > 0 else None


def _read_liking(part: str) -> tuple[str, float]:
    name, *parameters = (piece.strip().lower() for piece in part.split(";"))
    weight = next((each.removeprefix("q=") for each in parameters if each.startswith("q=")), "1")
    try:
        return name, float(weight)
    except ValueError:
        return name, 0.0


def make_app(store: Store, *, limits: Limits) -> Starlette:
    """The endpoint, at :data:`PATH`.

    Args:
        store: the workspace's store; each request asks its current generation.
        limits: what each query may use.
    """
    workers = Workers(_PROCESSES)

    def ask(text: str) -> Answer:
        with workers.lend(threading.Event()) as worker:
            return run(store.current_path(), text, worker=worker, limits=limits)

    async def answer(request: Request) -> Response:
        try:
            text = await _find_query(request)
            if text is None:
                return _describe(request)
            found = await run_in_threadpool(ask, text)
            return await run_in_threadpool(_respond, request, found, limits)
        except _RefusedError as error:
            return _tell(error.status, str(error))
        except QueryLimitError as error:
            return _tell(500, str(error))
        except UsageError as error:
            return _tell(400, str(error))
        except EvidenceError as error:
            return _tell(500, str(error))

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        workers.close()

    here = Middleware(TrustedHostMiddleware, allowed_hosts=[HOST, "localhost"])  # no page may reach it by another name
    return Starlette(routes=[Route(PATH, answer, methods=["GET", "POST"])], middleware=[here], lifespan=lifespan)


async def _find_query(request: Request) -> str | None:
    """The query of a request in any of the three ways of the protocol; ``None`` where it asks what the service is."""
    given = request.query_params
    texts = given.getlist("query")
    graphs = [name for name in ("default-graph-uri", "named-graph-uri") if name in given]
    if request.method == "POST":
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        body = await _read_body(request)
        if kind == _FORM:
            form = parse_qs(body, keep_blank_values=True)
            texts += form.get("query", [])
            graphs += [name for name in ("default-graph-uri", "named-graph-uri") if name in form]
        elif kind == _QUERY:
            texts.append(body)
        else:
            raise _RefusedError(415, f"A query comes as {_FORM} or {_QUERY}; this endpoint only reads.")
    if graphs:
        raise _RefusedError(400, f"{graphs[0]} is not served: name graphs in the query, with GRAPH.")
    if len(texts) > 1 or (not texts and request.method == "POST"):
        raise _RefusedError(400, f"A request has one query; this has {len(texts)}.")
    return texts[0] if texts else None


async def _read_body(request: Request) -> str:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MOST_BYTES:
            raise _RefusedError(413, f"A query has at most {_MOST_BYTES:,} bytes.")
    try:
        return body.decode()
    except UnicodeDecodeError:
        raise _RefusedError(400, "A query is UTF-8, and this is not.") from None


def _respond(request: Request, answer: Answer, limits: Limits) -> Response:
    """The answer in the form that the client likes best."""
    if answer.is_cut:
        raise _RefusedError(
            500, f"There are more than {limits.rows:,} rows. Ask for fewer (LIMIT), or raise --max-rows."
        )
    writers = _WRITERS[answer.form]
    kind = choose_type(request.headers.get("accept", ""), list(writers))
    if kind is None:
        raise _RefusedError(406, f"This answer comes as {', '.join(writers)}.")
    return Response(writers[kind](answer), media_type=kind, headers={"Vary": "Accept"})


def _describe(request: Request) -> Response:
    endpoint = str(request.url.replace(query=""))
    return Response(_DESCRIPTION.format(endpoint=endpoint), media_type="text/turtle")


def _tell(status: int, words: str) -> Response:
    return PlainTextResponse(f"{words}\n", status_code=status)


def listen(port: int) -> socket.socket:
    """A socket of this machine alone, which takes requests from now on; they wait until :func:`serve` answers.

    Raises:
        EvidenceError: if the port is taken.
    """
    taken = socket.socket()
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((HOST, port))
        taken.listen()
    except OSError as error:
        taken.close()
        what = f"port {port} cannot be used ({error.strerror})"
        raise EvidenceError(what, mend="Give another one with --port, or 0 for any that is free.") from error
    return taken


def serve(store: Store, taken: socket.socket, *, limits: Limits) -> None:
    """Answer requests until the process is told to end."""
    config = uvicorn.Config(make_app(store, limits=limits), log_level="warning", lifespan="on")
    uvicorn.Server(config).run(sockets=[taken])
