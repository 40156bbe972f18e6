"""The things of the graph that a question can be about."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote

from kg.model import ConceptKind
from kg.query import Parameter, iter_rows
from kg.store import Generation

__all__ = ["QUERIES", "Thing", "read_things"]

QUERIES = ("question_things",)


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


def read_things(generation: Generation) -> tuple[Thing, ...]:
    """What can be given to a question, by kind and name; a record without PMID and DOI cannot."""
    things = iter_rows(generation, "question_things", Thing)
    return tuple(thing for thing in things if thing.parameter.term(thing.key).value == thing.iri)
