"""The words that a query can be made of: what the editor offers while one is written, and what it finds unknown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from itertools import pairwise

from kg.errors import Place
from kg.explorer.things import Thing, read_things
from kg.prefixes import PREFIXES
from kg.query import iter_queries, iter_rows
from kg.query_faults import find_place
from kg.query_keys import Parameter
from kg.sparql_grammar import iter_tokens
from kg.store import Generation

__all__ = ["QUERIES", "Unknown", "Word", "WordKind", "find_unknown", "read_words", "shorten"]

QUERIES = ("question_words",)

_OURS = ("ekg", "concept")
"""The prefixes whose names are all known here, so that another one is a slip."""
_MOST_GRAPHS = 200
_LONGEST_MEANING = 140


class WordKind(StrEnum):
    """What a word names, in the words of the list that offers it."""

    CLASS = "class"
    PROPERTY = "property"
    CONCEPT = "concept"
    GRAPH = "graph"


@dataclass(frozen=True, slots=True)
class Word:
    """Something that can stand in a query.

    Attributes:
        text: as it is written there.
        kind: what it names.
        label: its name in plain words.
        meaning: one line on it, where there is one.
    """

    text: str
    kind: WordKind
    label: str
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Unknown:
    """A name of ours in a query that names nothing, and the ones that are written nearly so."""

    name: str
    place: Place
    near: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    iri: str
    kind: str
    label: str
    meaning: str | None


def read_words(generation: Generation) -> tuple[Word, ...]:
    """Classes, properties, concepts and named graphs, each kind by its names, as a query writes them."""
    terms = [
        Word(shorten(row.iri), WordKind(row.kind), row.label, (row.meaning or "")[:_LONGEST_MEANING])
        for row in iter_rows(generation, "question_words", _Row)
    ]
    known = {word.text for word in terms}
    borrowed = [word for word in _borrowed() if word.text not in known]
    concepts = [_concept(thing) for thing in read_things(generation, Parameter.CONCEPT).things]
    graphs = [Word(f"<{name}>", WordKind.GRAPH, name.rpartition("/graph/")[2]) for name in generation.graph_names()]
    order = list(WordKind)
    words = {word.text: word for word in (*terms, *borrowed, *concepts, *graphs[:_MOST_GRAPHS])}
    return tuple(sorted(words.values(), key=lambda word: (order.index(word.kind), word.text)))


def _concept(thing: Thing) -> Word:
    return Word(shorten(thing.iri), WordKind.CONCEPT, thing.label, thing.kind)


def _borrowed() -> Iterator[Word]:
    """The terms of other vocabularies, as the bundled questions use them."""
    for query in iter_queries():
        for before, token in pairwise(iter_tokens(query.text)):
            prefix, _, name = token.text.partition(":")
            if token.kind == "NAME" and prefix in PREFIXES and name[0].isalpha() and prefix not in ("study", "xsd"):
                kind = WordKind.CLASS if before.kind == "a" or name[0].isupper() else WordKind.PROPERTY
                yield Word(token.text, kind, name)


def find_unknown(text: str, words: Iterable[Word]) -> tuple[Unknown, ...]:
    """The names of ours in a query that nothing has, in their order; such a query is right, and finds nothing.

    >>> words = [Word("ekg:Study", WordKind.CLASS, "study")]
    >>> [(each.name, each.near) for each in find_unknown("ASK { ?s a ekg:Studdy }", words)]
    [('ekg:Studdy', ('ekg:Study',))]
    """
    known = {word.text for word in words}
    names = [token for token in iter_tokens(text) if token.kind == "NAME" and token.text.partition(":")[0] in _OURS]
    unknown = {token.text: token for token in reversed(names) if token.text not in known}
    return tuple(
        Unknown(
            token.text, find_place(text, token.start), tuple(get_close_matches(token.text, known, n=2, cutoff=0.75))
        )
        for token in sorted(unknown.values(), key=lambda token: token.start)
    )


def shorten(iri: str) -> str:
    """An IRI as a query has it: by its prefix where what is left is a plain name.

    >>> shorten("http://purl.org/dc/terms/title"), shorten("http://example.org/x")
    ('dcterms:title', '<http://example.org/x>')
    """
    for prefix, base in PREFIXES.items():
        rest = iri.removeprefix(base)
        if rest != iri and rest.replace("-", "").replace("_", "").isalnum():
            return f"{prefix}:{rest}"
    return f"<{iri}>"
