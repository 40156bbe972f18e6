"""Where the triples of a record go to while it is walked: to RDFLib's nodes, or straight into text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from rdflib import URIRef
from rdflib.term import Node

from kg.rdf.terms import to_term, to_text

__all__ = ["Lines", "Told", "Triple", "Triples"]

Triple = tuple[URIRef, URIRef, Node]


class Told(Protocol):
    """Where triples go to."""

    def tell(self, owner: str, predicate: URIRef, values: Iterable[Any]) -> None:
        """One for each plain value."""

    def link(self, owner: str, predicate: URIRef, part: str) -> None:
        """One to the IRI of a part."""


@dataclass(frozen=True, slots=True)
class Triples:
    """Triples of RDFLib's nodes."""

    triples: list[Triple]

    def tell(self, owner: str, predicate: URIRef, values: Iterable[Any]) -> None:
        """One for each plain value."""
        subject = URIRef(owner)
        self.triples.extend([(subject, predicate, to_term(value)) for value in values])

    def link(self, owner: str, predicate: URIRef, part: str) -> None:
        """One to the IRI of a part."""
        self.triples.append((URIRef(owner), predicate, URIRef(part)))


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of N-Quads with that end; joined, for formatting an IRI of RDFLib's own class takes thrice as long."""

    lines: list[str]
    end: str

    def tell(self, owner: str, predicate: URIRef, values: Iterable[Any]) -> None:
        """One for each plain value."""
        start, end = "".join(("<", owner, "> <", predicate, "> ")), self.end
        for value in values:
            self.lines.append(f"{start}{to_text(value)}{end}")

    def link(self, owner: str, predicate: URIRef, part: str) -> None:
        """One to the IRI of a part."""
        self.lines.append("".join(("<", owner, "> <", predicate, "> <", part, ">", self.end)))
