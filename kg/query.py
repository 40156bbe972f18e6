"""Questions in SPARQL: the bundled named ones, and those that people type.

A typed query is looked over before it runs: it may read this graph and nothing else. Anything that would
write, or ask another host, is refused wherever in the query it stands.
"""

from __future__ import annotations

import dataclasses
import re
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, get_type_hints

from kg.errors import QueryError, QueryLimitError, QueryStoppedError
from kg.prefixes import PREFIXES
from kg.query_faults import explain, find_place
from kg.query_keys import Parameter, get_term
from kg.store import Generation
from kg.worker import Limits, Worker

if TYPE_CHECKING:
    from rdflib.term import Node

    from kg.store import Answer, Dataset

__all__ = ["NamedQuery", "get_query", "guard", "iter_queries", "iter_rows", "run", "run_named"]

_TOKEN = re.compile(
    r"""
      (?P<comment>\#[^\n\r]*)
    | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    | (?P<string>\"\"\"(?:[^\"\\]|\\.|\"(?!\"\"))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''
                |\"(?:[^\"\\\n\r]|\\.)*\"|'(?:[^'\\\n\r]|\\.)*')
    | (?P<variable>[?$]\w+)
    | (?P<name>[\w.-]*:[\w.:%\\-]*)
    | (?P<tag>@[A-Za-z][\w-]*)
    | (?P<word>[^\W\d]\w*)
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
"""SPARQL 1.1, section 19.8, as far as it takes to tell keywords from names, strings, IRIs and comments."""

_REFUSED = {
    "\\": "an escaped character outside a name or text can hide a word",
    "SERVICE": "it would ask another host",
    "FROM": "every query here sees the whole graph",
    **dict.fromkeys(
        ("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"), "it would write"
    ),
}

_Row = TypeVar("_Row")


def guard(text: str) -> None:
    """Let a query pass that only reads this graph.

    >>> guard("SELECT ?service WHERE { ?service a <http://example.org/SERVICE> } # LOAD")
    >>> guard("SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }")
    Traceback (most recent call last):
    kg.errors.QueryError: query:1:12: SERVICE is refused: it would ask another host. A query may only read this graph.

    Raises:
        QueryError: naming the first word that is refused, and its place.
    """
    for token in _TOKEN.finditer(text):
        word = token.group().upper()
        if token.lastgroup in ("word", "other") and word in _REFUSED:
            raise QueryError(
                f"{word} is refused: {_REFUSED[word]}",
                place=find_place(text, token.start()),
                mend="A query may only read this graph.",
            )


def run(
    generation: Path, text: str, *, worker: Worker, limits: Limits | None = None, stop: threading.Event | None = None
) -> Answer:
    """The answer to a query that somebody typed, in a process that ends with its limits.

    Args:
        generation: the folder of the generation to ask.
        text: the query.
        worker: the process to ask it in.
        limits: what the query may use.
        stop: set by another thread, it stops the query.

    Raises:
        QueryStoppedError: if it was stopped.
        QueryLimitError: if it took too long or too much memory.
        QueryError: if it is refused or malformed, with its place, or fails.
    """
    guard(text)
    try:
        return worker.ask(generation, text, prefixes=PREFIXES, limits=limits or Limits(), stop=stop)
    except (QueryLimitError, QueryStoppedError):
        raise
    except QueryError as error:
        raise explain(error, text) from error


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """One bundled question.

    A file's head comment has the question first, then one line ``name: kind`` a variable, and lines on what the
    columns mean. What is not given stays open, and the answer is about all.

    Attributes:
        name: ``subject_question``.
        purpose: what it asks, in one line.
        parameters: the variables that can be given.
        text: the whole file.
        notes: what its columns mean and what they do not.
    """

    name: str
    purpose: str
    parameters: Mapping[str, Parameter]
    text: str
    notes: str = ""

    @property
    def subject(self) -> str:
        """What it asks about: the first word of its name.

        >>> NamedQuery("therapy_paths", "By which path?", {}, "").subject
        'therapy'
        """
        return self.name.partition("_")[0]


def iter_queries() -> Iterator[NamedQuery]:
    """The bundled questions, by name."""
    for entry in sorted(files("data").joinpath("queries").iterdir(), key=lambda path: path.name):
        if entry.name.endswith(".rq"):
            yield _read(entry.name.removesuffix(".rq"), entry.read_text(encoding="utf-8"))


def get_query(name: str) -> NamedQuery:
    """The bundled question of this name.

    Raises:
        QueryError: if there is none.
    """
    entry = files("data").joinpath("queries", f"{name}.rq")
    if not re.fullmatch(r"[a-z_]+", name) or not entry.is_file():
        known = ", ".join(query.name for query in iter_queries())
        raise QueryError(f"there is no bundled query {name}", mend=f"The bundled ones are {known}.")
    return _read(name, entry.read_text(encoding="utf-8"))


def _read(name: str, text: str) -> NamedQuery:
    head = [line.lstrip("# ") for line in text.splitlines() if line.startswith("#")]
    matches = [re.fullmatch(r"(\w+): (\w+)", line) for line in head]
    parameters = {found[1]: Parameter(found[2]) for found in matches if found}
    purpose, *notes = [line for line, found in zip(head, matches, strict=True) if not found]
    return NamedQuery(name, purpose, parameters, text, " ".join(notes))


def run_named(generation: Path, name: str, given: Mapping[str, str], *, worker: Worker, limits: Limits) -> Answer:
    """The answer to a bundled question.

    Args:
        generation: the folder of the generation to ask.
        name: the question.
        given: keys for some of its variables.
        worker: the process to ask it in.
        limits: what it may use.

    Raises:
        QueryError: if there is no such question, it has no such variable, or the graph nothing of such a key.
    """
    query = get_query(name)
    unknown = set(given) - set(query.parameters)
    if unknown:
        takes = ", ".join(f"--{key}" for key in query.parameters) or "nothing"
        raise QueryError(f"{name} takes no --{min(unknown)}", mend=f"It takes {takes}.")
    source = Generation(generation) if given else None
    values = {name: get_term(query.parameters[name], key, source) for name, key in given.items()} if source else {}
    return worker.ask(generation, query.text, prefixes=PREFIXES, limits=limits, values=values)


def iter_rows(
    generation: Dataset,
    name: str,
    row: type[_Row],
    *,
    values: Mapping[str, Node] | None = None,
    most: int | None = None,
) -> Iterator[_Row]:
    """The rows of a bundled question, as records whose fields have the names of its variables.

    Args:
        generation: the graph.
        name: the question.
        row: a dataclass; its fields are ``str`` or ``int``, or one of them ``| None`` where unbound is possible.
        values: terms for its open variables.
        most: how many rows to give at most; by default all.
    """
    answer = generation.query(get_query(name).text, prefixes=PREFIXES, values=values, rows=most)
    hints = get_type_hints(row)
    fields = [field.name for field in dataclasses.fields(row)]  # type: ignore[arg-type]
    where = [answer.columns.index(field) for field in fields]
    for found in answer.rows:
        cells = [None if (term := found[at]) is None else term.value for at in where]
        yield row(*(_typed(cell, hints[field]) for cell, field in zip(cells, fields, strict=True)))


def _typed(cell: str | None, hint: Any) -> object:
    return int(cell) if cell is not None and hint in (int, int | None) else cell
