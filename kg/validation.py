"""Holds a generation of the graph against the bundled SHACL shapes (W3C Recommendation 20 July 2017).

All that is the workspace's own is checked. Pulled records and MeSH descriptors can be many thousands, written by one
and the same code: those that the rest of the graph points to are checked, and of the others a sample that is always the
same.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from rdflib import RDF, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import SH
from rdflib.term import Node

from kg.errors import StoreError
from kg.identifiers import content_hash
from kg.prefixes import PREFIXES
from kg.rdf.iris import graph_iri
from kg.store import Answer, Generation, Term

__all__ = ["ValidationReport", "Violation", "read_shapes", "to_answer", "validate"]

_PULLED = graph_iri("studies", "pulled")
_SEED = "2026"
"""Another one draws another sample."""

_MESH = graph_iri("mesh", "descriptors")
_OWN = f"SELECT ?s ?p ?o WHERE {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(?g NOT IN (<{_PULLED}>, <{_MESH}>)) }}"
_STUDIES = f"SELECT ?study WHERE {{ GRAPH <{_PULLED}> {{ ?study a ekg:Study }} }}"
_DESCRIPTORS = f"SELECT ?s WHERE {{ GRAPH <{_MESH}> {{ ?s a ekg:MeshDescriptor }} }}"
_WHOLE_DESCRIPTOR = f"SELECT ?s ?p ?o WHERE {{ GRAPH <{_MESH}> {{ ?s ?p ?o }} }}"
_WHOLE_STUDY = f"SELECT ?study ?s ?p ?o WHERE {{ GRAPH <{_PULLED}> {{ ?study (!rdf:type)* ?s . ?s ?p ?o }} }}"


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One thing that is not as its shape says.

    Attributes:
        focus: IRI of the thing.
        path: the property, or the properties that lead to the value, with their prefixes; empty for the thing itself.
        message: what is wrong with it, in the words of the SHACL engine.
        severity: ``violation``, ``warning`` or ``info``, as the shape has it.
        value: the value at fault; empty where one is missing or there are too many.
    """

    focus: str
    path: str
    message: str
    severity: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class ValidationReport:
    """What a validation found.

    Attributes:
        conforms: whether there was nothing to tell.
        results: what there was, by thing and property.
        statements: how many statements were looked at.
        pulled: how many pulled records the generation holds; ``sampled`` how many of them were looked at.
    """

    conforms: bool
    results: tuple[Violation, ...]
    statements: int
    pulled: int
    sampled: int


@cache
def read_shapes() -> Graph:
    """The bundled shapes: one for each class of ours. Read once, for parsing takes as long as a small validation."""
    shapes = Graph()
    for entry in sorted(files("data").joinpath("shapes").iterdir(), key=lambda path: path.name):
        if entry.name.endswith(".ttl"):
            shapes.parse(data=entry.read_text(encoding="utf-8"), format="turtle")
    return shapes


def validate(generation: Generation, *, sample: int | None) -> ValidationReport:
    """What in a generation is not as the shapes say.

    Args:
        generation: the state of the graph.
        sample: how many pulled records, and how many descriptors, that nothing points to are looked at; ``None`` for
            all of them.

    Raises:
        StoreError: if the graph is such that the shapes cannot be run on it.
    """
    pulled, descriptors = (_list_things(generation, text) for text in (_STUDIES, _DESCRIPTORS))
    with _without_remarks():
        graph = _to_graph(generation.query(_OWN).rows)
        chosen = list(_choose(pulled, graph, sample))
        for study in chosen:
            found = generation.query(_WHOLE_STUDY, prefixes=PREFIXES, values={"study": study})
            graph += _to_graph(row[1:] for row in found.rows)
        for descriptor in list(_choose(descriptors, graph, sample)):
            graph += _to_graph(generation.query(_WHOLE_DESCRIPTOR, prefixes=PREFIXES, values={"s": descriptor}).rows)
        statements = len(graph)  # counted first, for the engine may add to the graph
        results = tuple(sorted(set(_iter_violations(graph))))
    return ValidationReport(not results, results, statements, len(pulled), len(chosen))


def to_answer(report: ValidationReport) -> Answer:
    """The results as a table: thing, property, message, value, severity."""
    columns = ("thing", "property", "message", "value", "severity")
    rows = (
        (
            Term("uri", found.focus),
            *(Term("literal", text) for text in (found.path, found.message, found.value, found.severity)),
        )
        for found in report.results
    )
    return Answer("select", columns, tuple(rows))


@contextmanager
def _without_remarks() -> Iterator[None]:
    """Without RDFLib's log of values that do not fit their datatype: the results tell them."""
    log = logging.getLogger("rdflib.term")
    before, log.disabled = log.disabled, True
    try:
        yield
    finally:
        log.disabled = before


def _list_things(generation: Generation, text: str) -> list[URIRef]:
    return [URIRef(term.value) for (term,) in generation.query(text, prefixes=PREFIXES).rows if term]


def _choose(pulled: list[URIRef], own: Graph, sample: int | None) -> Iterator[URIRef]:
    """Those that something points to, and as many of the others as asked for; a hash draws them."""
    cited = {study for study in pulled if (None, None, study) in own}
    others = sorted(set(pulled) - cited, key=lambda study: content_hash(f"{_SEED} {study}"))
    yield from sorted(cited)
    yield from others[:sample]


def _to_graph(rows: Iterable[tuple[Term | None, ...]]) -> Graph:
    graph = Graph()
    for row in rows:
        subject, predicate, value = (_to_node(term) for term in row if term is not None)
        graph.add((subject, predicate, value))
    return graph


def _to_node(term: Term) -> Node:
    if term.kind == "literal":
        datatype = None if term.datatype is None or term.language else URIRef(term.datatype)
        return Literal(term.value, lang=term.language, datatype=datatype, normalize=False)
    return URIRef(term.value)


def _iter_violations(graph: Graph) -> Iterator[Violation]:
    from pyshacl import validate as run_shapes  # noqa: PLC0415 - half a second that only a validation need pay

    _, found, told = run_shapes(graph, shacl_graph=read_shapes(), inplace=True)
    if not isinstance(found, Graph):
        raise StoreError(f"the graph could not be held against the shapes ({told})", mend="Run `kg build`.")
    for result in found.subjects(RDF.type, SH.ValidationResult):
        value = found.value(result, SH.value)
        yield Violation(
            focus=str(found.value(result, SH.focusNode)),
            path=_shown_path(found.value(result, SH.resultPath), found),
            message=str(found.value(result, SH.resultMessage)),
            severity=str(found.value(result, SH.resultSeverity)).rpartition("#")[2].lower(),
            value="" if value is None else str(value),
        )


def _shown_path(path: Node | None, graph: Graph) -> str:
    """A property, or a sequence of them, in the notation of SPARQL."""
    if path is None:
        return ""
    steps = [path] if isinstance(path, URIRef) else list(Collection(graph, path))
    return "/".join(_shorten(str(step)) for step in steps)


def _shorten(iri: str) -> str:
    for prefix, base in PREFIXES.items():
        if iri.startswith(base):
            return f"{prefix}:{iri.removeprefix(base)}"
    return f"<{iri}>"
