"""Questions in SPARQL: the bundled named ones, and those that people type.

A typed query is looked over before it runs: it may read this graph and nothing else. Anything that would
write, or ask another host, is refused wherever in the query it stands.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any, TypeVar, get_type_hints

from kg.errors import Place, QueryError
from kg.prefixes import PREFIXES

if TYPE_CHECKING:
    from rdflib.term import Node

    from kg.store import Answer, Generation

__all__ = ["NamedQuery", "get_query", "guard", "iter_queries", "iter_rows", "run"]

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
    kg.errors.QueryError: query:1: SERVICE is refused: it would ask another host. A query may only read this graph.

    Raises:
        QueryError: naming the first word that is refused, and its line.
    """
    for token in _TOKEN.finditer(text):
        word = token.group().upper()
        if token.lastgroup in ("word", "other") and word in _REFUSED:
            line = text.count("\n", 0, token.start()) + 1
            raise QueryError(
                f"{word} is refused: {_REFUSED[word]}",
                place=Place("query", line=line),
                mend="A query may only read this graph.",
            )


def run(generation: Generation, text: str) -> Answer:
    """The whole answer to a query that somebody typed.

    Raises:
        QueryError: if it is refused, malformed or fails.
    """
    guard(text)
    return generation.query(text, prefixes=PREFIXES)


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """One bundled question: its name, what it asks (the comment at its head) and its text."""

    name: str
    purpose: str
    text: str


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
    return NamedQuery(name, " ".join(head), text)


def iter_rows(
    generation: Generation, name: str, row: type[_Row], *, values: Mapping[str, Node] | None = None
) -> Iterator[_Row]:
    """The rows of a bundled question, as records whose fields have the names of its variables.

    Args:
        generation: the graph.
        name: the question.
        row: a dataclass; its fields are ``str`` or ``int``, or one of them ``| None`` where unbound is possible.
        values: terms for its open variables.
    """
    answer = generation.query(get_query(name).text, prefixes=PREFIXES, values=values)
    hints = get_type_hints(row)
    fields = [field.name for field in dataclasses.fields(row)]  # type: ignore[arg-type]
    where = [answer.columns.index(field) for field in fields]
    for found in answer.rows:
        cells = [None if (term := found[at]) is None else term.value for at in where]
        yield row(*(_typed(cell, hints[field]) for cell, field in zip(cells, fields, strict=True)))


def _typed(cell: str | None, hint: Any) -> object:
    return int(cell) if cell is not None and hint in (int, int | None) else cell
