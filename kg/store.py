"""The triple store: a disposable index kept in generations, the only place that knows pyoxigraph.

A generation is a folder that never changes once it is current. A writer takes the lock, makes the next
generation beside it and names it in the file ``current`` by an atomic rename. A reader opens the
generation that ``current`` names, read-only, and keeps it for as long as it likes: it never waits and
never sees half a state. (Reading beside a writer in one directory is undefined in RocksDB.)

Queries see the union of all named graphs as their default graph.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.errors import Place, QueryError, StoreError, StoreLockedError

if TYPE_CHECKING:
    from rdflib import URIRef
    from rdflib.term import Node

__all__ = ["Answer", "Generation", "Store", "Term", "write_atomically"]

_CURRENT = "current"
_KEPT_GENERATIONS = 3
_KEPT_SECONDS = 15 * 60
"""Old generations go when they are neither among the newest nor younger than this: a reader may still
be opening one that it read the name of."""

_FORMATS = {"trig": ox.RdfFormat.TRIG, "turtle": ox.RdfFormat.TURTLE, "jsonld": ox.RdfFormat.JSON_LD}
_XSD = "http://www.w3.org/2001/XMLSchema#"
_REBUILD = "Run `kg build` to make it again; nothing else is lost by that."


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


class Generation:
    """One state of the graph, open for reading.

    It answers :class:`~kg.rdf.mapping.TripleSource`, so records are read back from it directly.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._store = ox.Store.read_only(str(path))
        except (OSError, RuntimeError, ValueError) as error:
            raise StoreError(f"the store cannot be read ({error})", place=Place(str(path)), mend=_REBUILD) from error

    @property
    def name(self) -> str:
        """Its name; a later state has another one."""
        return self.path.name

    @cached_property
    def quad_count(self) -> int:
        """Number of statements in all graphs."""
        return len(self._store)

    def objects(self, subject: Any, predicate: Any) -> Iterator[Node]:
        """The objects of all graphs for this subject and predicate, as RDFLib terms."""
        pattern = (ox.NamedNode(str(subject)), ox.NamedNode(str(predicate)), None, None)
        return (_to_rdflib(quad.object) for quad in self._store.quads_for_pattern(*pattern))

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

    def copy_to(self, folder: Path) -> None:
        """A copy that can be written to; hard links on the same file system, so it costs next to nothing."""
        self._store.backup(str(folder))

    def dump(self, form: str, *, prefixes: Mapping[str, str] | None = None) -> bytes:
        """All statements, sorted, as text in UTF-8.

        Args:
            form: ``nquads`` (canonical), ``trig``, ``turtle`` (the union, without graph names) or ``jsonld``.
            prefixes: those that Turtle and TriG may use.
        """
        quads = sorted(self._store, key=str)
        if form == "nquads":
            return "".join(f"{quad} .\n" for quad in quads).encode()
        statements: Iterable[Any] = quads
        if form == "turtle":
            statements = sorted({quad.triple for quad in quads}, key=str)
        text = ox.serialize(statements, format=_FORMATS[form], prefixes=dict(prefixes or {}))
        return text or b""


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


class Store:
    """The generations of one workspace.

    Args:
        folder: where they live; made when first written.
        patience_seconds: how long a writer waits for another one to end.
    """

    def __init__(self, folder: Path, *, patience_seconds: float = 10.0) -> None:
        self.folder = folder
        self.patience_seconds = patience_seconds

    @property
    def current_name(self) -> str | None:
        """The name of the generation in use; ``None`` before the first.

        Raises:
            StoreError: if the file that names it cannot be read or names something else.
        """
        try:
            name = (self.folder / _CURRENT).read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            raise StoreError(
                f"the generation in use cannot be told ({error})", place=Place(str(self.folder)), mend=_REBUILD
            ) from error
        if not re.fullmatch(r"gen-\d+-[0-9a-f]+", name):
            raise StoreError(f"{name[:40]!r} is no generation", place=Place(str(self.folder)), mend=_REBUILD)
        return name

    def open(self) -> Generation:
        """The current generation, for reading.

        Raises:
            StoreError: if there is none, or it is damaged.
        """
        return Generation(self.current_path())

    def current_path(self) -> Path:
        """The folder of the current generation.

        Raises:
            StoreError: if there is none.
        """
        name = self.current_name
        if name is None:
            raise StoreError("there is no store yet", place=Place(str(self.folder)), mend="Run `kg build` to make it.")
        path = self.folder / name
        if not path.is_dir():
            raise StoreError(f"the store's generation {name} is gone", place=Place(str(self.folder)), mend=_REBUILD)
        return path

    def rebuild(self, read: Callable[[], Mapping[str, str]]) -> str:
        """Make a generation of exactly the graphs that are read, by bulk load, and make it current.

        Args:
            read: gives canonical N-Quads text by graph name. It is called under the lock, so that nothing that
                another writer adds meanwhile is lost.

        Returns:
            The new generation's name.

        Raises:
            StoreLockedError: if another process keeps the lock.
            StoreError: if the text or the disk is at fault; the current generation stays.
        """

        def fill(draft: Path) -> None:
            graphs = read()
            store = ox.Store(str(draft))
            for name in sorted(graphs):
                store.bulk_load(graphs[name].encode(), ox.RdfFormat.N_QUADS)
            store.optimize()
            store.flush()

        return self._write(fill)

    def replace(self, graphs: Mapping[str, str]) -> str:
        """Make a generation in which these graphs have the given content and all others are as before.

        An empty text removes its graph. Returns and raises as :meth:`rebuild`.
        """

        def fill(draft: Path) -> None:
            self.open().copy_to(draft)
            store = ox.Store(str(draft))
            for name in sorted(graphs):
                store.remove_graph(ox.NamedNode(name))
                store.load(graphs[name].encode(), ox.RdfFormat.N_QUADS)
            store.flush()

        return self._write(fill)

    def _write(self, fill: Callable[[Path], None]) -> str:
        """Let ``fill`` make the next generation under the lock, then make it current."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with self._lock():
                for leftover in self.folder.glob("*.partial"):
                    shutil.rmtree(leftover)
                name = self._next_name()
                draft = self.folder / f"{name}.partial"
                try:
                    fill(draft)
                    draft.rename(self.folder / name)
                finally:
                    shutil.rmtree(draft, ignore_errors=True)
                write_atomically(self.folder / _CURRENT, name + "\n")
                self._prune(name)
                return name
        except (OSError, RuntimeError, ValueError, SyntaxError) as error:
            raise StoreError(
                f"the store could not be written ({error}); what it held before is untouched",
                place=Place(str(self.folder)),
                mend="Make room on the disk or mend the folder's permissions, then run the command again.",
            ) from error

    @contextmanager
    def _lock(self) -> Iterator[None]:
        """Be the only writer. The system frees the lock of a process that dies."""
        from filelock import FileLock, Timeout  # noqa: PLC0415 - only writers need it

        holder = self.folder / "writer.json"
        try:
            with FileLock(self.folder / "lock", timeout=self.patience_seconds):
                holder.write_text(json.dumps(_this_process(), indent=2) + "\n", encoding="utf-8")
                try:
                    yield
                finally:
                    holder.unlink(missing_ok=True)
        except Timeout as error:
            raise StoreLockedError(
                f"another process is writing: {_read_holder(holder)}",
                place=Place(str(self.folder)),
                mend="Wait for it to end, or end it, and run the command again; nothing was changed.",
            ) from error

    def _next_name(self) -> str:
        """The next number, and a random part: a store made afresh never repeats a name that a reader cached."""
        numbers = [int(path.name.split("-")[1]) for path in self.folder.glob("gen-[0-9]*-*")]
        return f"gen-{max(numbers, default=0) + 1:04d}-{os.urandom(3).hex()}"

    def _prune(self, current: str) -> None:
        """Remove generations that no reader can still be about to open."""
        names = sorted(path for path in self.folder.glob("gen-*") if path.name != current)
        now = time.time()
        for path in names[: 1 - _KEPT_GENERATIONS]:
            if now - path.stat().st_mtime > _KEPT_SECONDS:
                shutil.rmtree(path, ignore_errors=True)


def write_atomically(path: Path, text: str) -> None:
    """Write a whole file or nothing: a reader sees the old text or the new one, a crash leaves one of them."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.draft")
    try:
        with draft.open("w", encoding="utf-8", newline="") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _this_process() -> dict[str, object]:
    return {
        "process": os.getpid(),
        "host": socket.gethostname(),
        "command": " ".join(sys.argv)[:500],
        "since": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def _read_holder(path: Path) -> str:
    """Who writes, in words."""
    try:
        holder = json.loads(path.read_text(encoding="utf-8"))
        return "process {process} on {host} since {since}: {command}".format(**holder)
    except (OSError, ValueError, KeyError):
        return "it has not said who it is"
