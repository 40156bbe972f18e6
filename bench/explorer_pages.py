"""What the explorer's server takes, beside an empty Streamlit page in the same run: its start, its pages, its memory.

Pages are asked for over Streamlit's own connection (bench/explorer_server.py), so the server's time is told without a
browser's. A page is warm when it was shown once before, in whatever session; between two visits stands another page.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bench.explorer_server import APP, EMPTY_PAGE, Server, Visit, Visitor, serving
from bench.figures import Figure
from ingest.pipeline import ingest_article, load_snapshot
from kg.explorer.audits import list_articles
from kg.identifiers import ArticleId
from kg.model import Article
from kg.rdf import from_rdf
from kg.rdf.iris import article_iri
from kg.workspace import Workspace

__all__ = ["measure_memory", "measure_start", "measure_switch"]

ROOMS = ("", "article", "studies", "evidence", "graph", "sparql", "data")
_BUNDLED = next((APP.parent / "data" / "articles").iterdir())
_STARTS, _VISITS, _SESSIONS = 5, 3, 5


@contextmanager
def _empty_page() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "empty.py")
        page.write_text(EMPTY_PAGE, encoding="utf-8")
        yield page


@contextmanager
def _bundled() -> Iterator[Workspace]:
    """A workspace with the bundled article and graph."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace.at(Path(folder, "workspace"))
        ingest_article(workspace, load_snapshot(_BUNDLED))
        yield workspace


def measure_start(large: Workspace) -> list[Figure]:
    """From the command to a server that answers, and to its first page, the explorer and an empty app by turns."""
    with _empty_page() as page:
        both = [(_start(APP, large), _start(page)) for _ in range(_STARTS)]
    own, empty = [_middle(pair[each] for pair in both) for each in (0, 1)]
    with _bundled() as bundled, serving(APP, bundled.path) as server:
        first = _first(server)
    return [
        Figure("server start to health, against an empty app", own / empty, "times", "<= 1.3"),
        Figure("server start to health", own, "s"),
        Figure("server start to health, an empty app", empty, "s"),
        Figure("first page of a new server, bundled graph", first.wall, "s"),
        Figure("first page of a new server, processor time", first.busy, "s"),
    ]


def _start(script: Path, workspace: Workspace | None = None) -> float:
    begin = time.perf_counter()
    with serving(script, workspace.path if workspace else None):
        return time.perf_counter() - begin


def _first(server: Server) -> Visit:
    visitor = Visitor(server)
    visitor.close()
    return visitor.first


def measure_switch(large: Workspace) -> list[Figure]:
    """Warm page switches on both graphs, and a rerun of an empty page."""
    with _bundled() as bundled:
        small = _switches("bundled graph", bundled, "< 0.3")
    with _empty_page() as page, serving(page) as server:
        visitor = Visitor(server)
        empty = [visitor.visit("") for _ in range(_VISITS)]
        visitor.close()
    peers = [
        Figure("an empty page", _middle(each.wall for each in empty), "s"),
        Figure("an empty page, processor time", _middle(each.busy for each in empty), "s"),
    ]
    return [*small, *_switches("large graph", large, "< 0.8"), *peers]


def _switches(graph: str, workspace: Workspace, goal: str) -> list[Figure]:
    figures = []
    with serving(APP, workspace.path) as server:
        visitor = Visitor(server)
        first = {room: visitor.visit(room) for room in ROOMS}
        for room in ROOMS:
            visits = _visit_by_turns(visitor, room)
            figures += _tell(f"{graph}: {room or 'overview'}", visits, first[room], goal)
        chosen = [visitor.visit("article", choice) for choice in _claims(workspace)]
        figures += _tell(f"{graph}: another claim of an article", chosen[1:], chosen[0], goal)
        visitor.close()
    return figures


def _tell(name: str, visits: Sequence[Visit], first: Visit, goal: str) -> list[Figure]:
    """What warm visits took, beside the first one."""
    return [
        Figure(name, _middle(each.wall for each in visits), "s", goal),
        Figure(f"{name}, processor time", _middle(each.busy for each in visits), "s"),
        Figure(f"{name}, shown first", first.wall, "s"),
        Figure(f"{name}, shown first, processor time", first.busy, "s"),
        Figure(f"{name}, sent", visits[0].sent / 2**10, "KiB"),
    ]


def _claims(workspace: Workspace) -> list[dict[str, str]]:
    """An article, and then some of its claims, as addresses choose them."""
    generation = workspace.store.open()
    key = next(iter(list_articles(generation)))
    claims = from_rdf(Article, article_iri(ArticleId(key)), generation).claims
    return [{"article": key}, *({"article": key, "claim": claim.key} for claim in claims[: 2 * _VISITS])]


def _visit_by_turns(visitor: Visitor, room: str) -> Sequence[Visit]:
    visits = []
    for _ in range(_VISITS):
        visitor.visit("sparql" if room != "sparql" else "")
        visits.append(visitor.visit(room))
    return visits


def measure_memory(large: Workspace) -> list[Figure]:
    """Five sessions on the large graph, each of which has seen every page and stays open."""
    with serving(APP, large.path) as server, ExitStack() as stack:
        visitors = []
        for _ in range(_SESSIONS):
            visitors.append(Visitor(server))
            stack.callback(visitors[-1].close)
            if len(visitors) == 1:
                opened = server.memory_mib
            for room in ROOMS:
                visitors[-1].visit(room)
            if len(visitors) == 1:
                seen = server.memory_mib
        return [
            Figure("memory, five sessions that saw every page", server.memory_mib, "MiB", "< 1500"),
            Figure("memory, one session that saw every page", seen, "MiB"),
            Figure("memory, one session on its first page", opened, "MiB"),
        ]


def _middle(values: Iterator[float]) -> float:
    return statistics.median(values)
