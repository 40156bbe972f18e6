"""N-Quads text: one statement a line, canonical escapes, sorted.

W3C RDF Dataset Canonicalization (2024) fixes the escapes; without blank nodes its order is that of
the lines by code point.
"""

from __future__ import annotations

from collections.abc import Iterable

from rdflib import Literal, URIRef
from rdflib.namespace import XSD
from rdflib.term import Node

from kg.rdf.mapping import Triple

__all__ = ["to_nquads"]

_ESCAPES = str.maketrans(
    {
        **{chr(code): f"\\u{code:04X}" for code in [*range(0x20), 0x7F]},
        "\b": "\\b",
        "\t": "\\t",
        "\n": "\\n",
        "\f": "\\f",
        "\r": "\\r",
        '"': '\\"',
        "\\": "\\\\",
    }
)


def to_nquads(graph: URIRef, triples: Iterable[Triple]) -> str:
    r"""The triples as canonical N-Quads of one named graph: sorted, each once.

    >>> name = URIRef("http://example.org/s")
    >>> to_nquads(name, [(name, name, Literal("a\nb"))])
    '<http://example.org/s> <http://example.org/s> "a\\nb" <http://example.org/s> .\n'
    """
    name = _term(graph)
    lines = {f"{_term(s)} {_term(p)} {_term(o)} {name} .\n" for s, p, o in triples}
    return "".join(sorted(lines))


def _term(node: Node) -> str:
    if isinstance(node, URIRef):
        return f"<{node}>"
    if isinstance(node, Literal):
        quoted = f'"{str(node).translate(_ESCAPES)}"'
        if node.language:
            return f"{quoted}@{node.language}"
        if node.datatype is None or node.datatype == XSD.string:
            return quoted
        return f"{quoted}^^<{node.datatype}>"
    raise TypeError(f"{node!r} has no place in our graphs: they hold no blank nodes")
