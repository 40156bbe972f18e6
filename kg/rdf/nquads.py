"""N-Quads text: one statement a line, canonical escapes, sorted.

W3C RDF Dataset Canonicalization (2024) fixes the escapes; without blank nodes its order is that of
the lines by code point.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rdflib import URIRef

from kg.rdf.mapping import Triple
from kg.rdf.terms import to_text

__all__ = ["to_nquads", "to_texts"]


def to_nquads(graph: URIRef, triples: Iterable[Triple]) -> str:
    r"""The triples as canonical N-Quads of one named graph: sorted, each once.

    >>> from rdflib import Literal
    >>> name = URIRef("http://example.org/s")
    >>> to_nquads(name, [(name, name, Literal("a\nb"))])
    '<http://example.org/s> <http://example.org/s> "a\\nb" <http://example.org/s> .\n'
    """
    return "".join(sorted({f"{to_text(s)} {to_text(p)} {to_text(o)} <{graph}> .\n" for s, p, o in triples}))


def to_texts(graphs: Mapping[URIRef, Iterable[Triple]]) -> dict[str, str]:
    """Each graph's N-Quads by its name, as a store takes them."""
    return {str(name): to_nquads(name, triples) for name, triples in graphs.items()}
