"""One RDF dataset of the store: reading it, and filling a new one; the only code that knows pyoxigraph.

Queries see the union of all named graphs as their default graph.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Self

import pyoxigraph as ox

from kg.errors import Place, QueryError, StoreError

if TYPE_CHECKING:
    from rdflib import URIRef
    from rdflib.term import Node

__all__ = ["Answer", "Dataset", "Draft", "Generation", "Term"]

REBUILD = "Run `kg build` to make it again; nothing else is lost by that."
_FORMATS = {"trig": ox.RdfFormat.TRIG, "turtle": ox.RdfFormat.TURTLE, "jsonld": ox.RdfFormat.JSON_LD}
_XSD = "http://www.w3.org/2001/XMLSchema#"


@dataclass(frozen=True, slots=True)
class Term:
    """One RDF term of an answer: an IRI, a literal or a blank node (``uri``, ``literal``, ``bnode``)."""

    kind: str
    value: str
    datatype: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The whole answer to a query.

    Attributes:
        form: ``select``, ``ask`` or ``graph`` (CONSTRUCT and DESCRIBE).
        columns: variable names of a SELECT; subject, predicate, object for a graph; ``answer`` for an ASK.
        rows: a term for each column, ``None`` where unbound; an ASK has one row, ``true`` or ``false``.
        is_cut: whether there were more rows than were asked for.
    """

    form: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    is_cut: bool = False


class Dataset:
    """Named graphs that can be asked; their union is the default graph.

    It answers :class:`~kg.rdf.mapping.TripleSource`, so records are read back from it directly.
    """

    def __init__(self, store: Any) -> None:
        self._store = store

    @cached_property
    def quad_count(self) -> int:
        """Number of statements in all graphs."""
        return len(self._store)

    def objects(self, subject: Any, predicate: Any) -> Iterator[Node]:
        """The objects of all graphs for this subject and predicate, as RDFLib terms."""
        pattern = (ox.NamedNode(str(subject)), ox.NamedNode(str(predicate)), None, None)
        return (_to_rdflib(quad.object) for quad in self._store.quads_for_pattern(*pattern))

    def about(self, subject: Any) -> Callable[[Any], Iterator[Node]]:
        """All that is said of a subject, read at once: what gives its objects for a predicate, as :meth:`objects`."""
        found: dict[str, list[Any]] = {}
        for quad in self._store.quads_for_pattern(ox.NamedNode(str(subject)), None, None, None):
            found.setdefault(quad.predicate.value, []).append(quad.object)
        return lambda predicate: map(_to_rdflib, found.get(str(predicate), ()))

    def subjects(self, predicate: URIRef, value: Node) -> Iterator[URIRef]:
        """The subjects that have this value."""
        pattern = (None, ox.NamedNode(str(predicate)), _from_rdflib(value), None)
        return (_to_rdflib(quad.subject) for quad in self._store.quads_for_pattern(*pattern))  # type: ignore[misc]

    def query(
        self,
        text: str,
        *,
        prefixes: Mapping[str, str] | None = None,
        values: Mapping[str, Node | Term] | None = None,
        rows: int | None = None,
    ) -> Answer:
        """The answer to a query that the caller trusts; users' queries go through :mod:`kg.query`.

        Args:
            text: SPARQL 1.1, no update.
            prefixes: those that the text may use undeclared.
            values: terms to put in place of variables, by variable name; each must be among the columns.
            rows: how many rows to give at most; by default all.

        Raises:
            QueryError: if it is malformed or fails.
        """
        substitutions = {ox.Variable(name): _from_rdflib(term) for name, term in (values or {}).items()}
        try:
            result = self._store.query(
                text, prefixes=dict(prefixes or {}), use_default_graph_as_union=True, substitutions=substitutions
            )
            return _to_answer(result, rows)
        except (SyntaxError, ValueError, OSError, RuntimeError) as error:
            raise QueryError(f"the query failed: {error}", mend="Mend the query and run it again.") from error

    def graph_names(self) -> list[str]:
        """The names of all graphs, sorted."""
        return sorted(name.value for name in self._store.named_graphs() if isinstance(name, ox.NamedNode))

    def dump(
        self,
        form: str,
        *,
        prefixes: Mapping[str, str] | None = None,
        without: str | None = None,
        only: Collection[str] | None = None,
    ) -> bytes:
        """All statements, sorted, as text in UTF-8.

        Args:
            form: ``nquads`` (canonical), ``trig``, ``turtle`` (the union, without graph names) or ``jsonld``.
            prefixes: those that Turtle and TriG may use.
            without: graphs whose name begins with this are left out.
            only: the names of the graphs to write; by default all.
        """
        wanted = (quad for quad in self._store if only is None or getattr(quad.graph_name, "value", "") in only)
        quads = sorted((quad for quad in wanted if not _is_in(quad, without)), key=str)
        if form == "nquads":
            return "".join(f"{quad} .\n" for quad in quads).encode()
        statements: Iterable[Any] = quads
        if form == "turtle":
            statements = sorted({quad.triple for quad in quads}, key=str)
        text = ox.serialize(statements, format=_FORMATS[form], prefixes=dict(prefixes or {}))
        return text or b""


class Generation(Dataset):
    """One state of the graph that never changes, open for reading.

    Args:
        path: its folder.

    Raises:
        StoreError: if it cannot be read.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            super().__init__(ox.Store.read_only(str(path)))
        except (OSError, RuntimeError, ValueError) as error:
            raise StoreError(f"the store cannot be read ({error})", place=Place(str(path)), mend=REBUILD) from error

    @property
    def name(self) -> str:
        """Its name; a later state has another one."""
        return self.path.name

    def copy_to(self, folder: Path) -> None:
        """A copy that can be written to; hard links on the same file system, so it costs next to nothing."""
        self._store.backup(str(folder))


class Draft(Dataset):
    """A dataset that is being filled, by one writer; it can be asked meanwhile."""

    @classmethod
    def in_memory(cls) -> Self:
        """An empty one that leaves nothing behind."""
        return cls(ox.Store())

    @classmethod
    def at(cls, folder: Path) -> Self:
        """The one in a folder, made if there is none."""
        return cls(ox.Store(str(folder)))

    def load(self, text: str | bytes) -> None:
        """Add N-Quads in one transaction."""
        self._store.load(text.encode() if isinstance(text, str) else text, ox.RdfFormat.N_QUADS)

    def bulk_load(self, quads: IO[bytes] | bytes) -> None:
        """Add N-Quads by the million: fast, and not in one transaction, so only to what nobody reads yet.

        The text is read as it comes, and not checked beyond its grammar.
        """
        self._store.bulk_load(quads, ox.RdfFormat.N_QUADS, lenient=True)

    def clear(self, graph: str) -> None:
        """Remove a named graph and what is in it."""
        self._store.remove_graph(ox.NamedNode(graph))

    def remove_values(self, subject: str, predicate: str) -> None:
        """Remove what is said of a thing by one property, in all graphs."""
        for quad in list(self._store.quads_for_pattern(ox.NamedNode(subject), ox.NamedNode(predicate), None, None)):
            self._store.remove(quad)

    def remove_tree(self, iri: str) -> None:
        """Remove what is said of a thing and of its parts, those whose IRIs continue its own with a slash."""
        waiting, seen = [iri], {iri}
        while waiting:
            for quad in list(self._store.quads_for_pattern(ox.NamedNode(waiting.pop()), None, None, None)):
                self._store.remove(quad)
                part = quad.object.value if isinstance(quad.object, ox.NamedNode) else ""
                if part.startswith(f"{iri}/") and part not in seen:
                    seen.add(part)
                    waiting.append(part)

    def finish(self, *, optimize: bool) -> None:
        """Write all of it to the disk; ``optimize`` makes later reading fast and takes a while."""
        if optimize:
            self._store.optimize()
        self._store.flush()


def _is_in(quad: Any, graphs: str | None) -> bool:
    """Whether a statement is in a graph whose name begins so."""
    return graphs is not None and getattr(quad.graph_name, "value", "").startswith(graphs)


def _to_answer(result: Any, limit: int | None) -> Answer:
    if isinstance(result, ox.QueryBoolean):
        return Answer("ask", ("answer",), ((Term("literal", str(bool(result)).lower(), f"{_XSD}boolean"),),))
    is_graph = isinstance(result, ox.QueryTriples)
    columns = ("subject", "predicate", "object") if is_graph else tuple(found.value for found in result.variables)
    rows = tuple(tuple(_to_term(term) for term in row) for row in islice(result, limit))
    is_cut = limit is not None and len(rows) == limit and next(result, None) is not None
    return Answer("graph" if is_graph else "select", columns, rows, is_cut)


def _to_term(term: Any) -> Term | None:
    match term:
        case ox.NamedNode():
            return Term("uri", term.value)
        case ox.BlankNode():
            return Term("bnode", term.value)
        case ox.Literal():
            datatype = term.datatype.value
            return Term("literal", term.value, None if datatype == f"{_XSD}string" else datatype, term.language)
    return None


def _to_rdflib(term: Any) -> Node:
    from rdflib import BNode, Literal, URIRef  # noqa: PLC0415 - 0.1 s that a query need not pay

    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if term.language:
        return Literal(term.value, lang=term.language)
    datatype = term.datatype.value
    if datatype == f"{_XSD}string":
        return Literal(term.value)
    return Literal(term.value, datatype=URIRef(datatype), normalize=False)


def _from_rdflib(term: Node | Term) -> Any:
    if isinstance(term, Term):
        if term.kind == "uri":
            return ox.NamedNode(term.value)
        return ox.Literal(term.value, datatype=ox.NamedNode(term.datatype) if term.datatype else None)
    from rdflib import Literal, URIRef  # noqa: PLC0415 - as above

    if isinstance(term, URIRef):
        return ox.NamedNode(str(term))
    if isinstance(term, Literal):
        if term.language:
            return ox.Literal(str(term), language=term.language)
        return ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype)) if term.datatype else None)
    raise QueryError(f"{term!r} cannot stand in a query", mend="Give an IRI or a literal.")
