"""The things of the graph that a question can be about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from kg.model import ConceptKind
from kg.query import iter_rows
from kg.query_keys import Parameter
from kg.store import Generation

__all__ = ["MOST_THINGS", "QUERIES", "Thing", "Things", "read_things"]

QUERIES: Mapping[Parameter, str] = {
    Parameter.ARTICLE: "question_articles",
    Parameter.CONCEPT: "question_concepts",
    Parameter.MESH: "question_mesh",
    Parameter.RECORD: "question_records",
    Parameter.RUN: "question_runs",
    Parameter.STUDY: "question_studies",
}
"""The question that lists what can be given to a variable of each kind."""

MOST_THINGS = 1_000
"""How many things of one kind are offered; a longer list is no help, and takes seconds to send."""


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that a question can be about; ``kind`` is that of a concept, or article, record, study."""

    iri: str
    kind: str
    label: str

    @property
    def parameter(self) -> Parameter:
        """The kind of variable that it can be given to."""
        return Parameter.CONCEPT if self.kind in set(ConceptKind) else Parameter(self.kind)

    @property
    def key(self) -> str:
        """What names it in links and on the command line; a record's is its PMID or DOI.

        >>> Thing("https://evidence-kg.example/id/record/doi/10.1000%2F182", "record", "A trial").key
        '10.1000/182'
        """
        return unquote(self.iri.rsplit("/", 1)[-1])


@dataclass(frozen=True, slots=True)
class Things:
    """Things of one kind by name; ``is_cut`` tells that the graph holds more of them."""

    things: tuple[Thing, ...]
    is_cut: bool


def read_things(generation: Generation, parameter: str) -> Things:
    """What can be given to a variable of this kind; a record without PMID and DOI cannot.

    Of a kind with more than ``MOST_THINGS`` those are given that the store has first, for to put all of them in order
    takes seconds.
    """
    found = list(iter_rows(generation, QUERIES[Parameter(parameter)], Thing, most=MOST_THINGS + 1))
    fitting = [thing for thing in found[:MOST_THINGS] if thing.parameter.term(thing.key).value == thing.iri]
    return Things(
        tuple(sorted(fitting, key=lambda thing: (thing.kind, thing.label, thing.iri))), len(found) > MOST_THINGS
    )
