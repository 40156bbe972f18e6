r"""Plain values as RDF terms and back: as RDFLib nodes, and as the text that N-Triples and N-Quads have for them.

The text is canonical (W3C RDF Dataset Canonicalization, 2024: which characters are escaped, and how). It is made
without nodes in between, since records by the ten thousand pass through here.

>>> to_text(7), to_text("two\nlines"), to_text(URIRef("http://example.org/a"))
('"7"^^<http://www.w3.org/2001/XMLSchema#integer>', '"two\\nlines"', '<http://example.org/a>')
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from rdflib import Literal, URIRef
from rdflib.namespace import XSD
from rdflib.term import Node

from kg.errors import RecordError
from kg.identifiers import ConceptId, Identifier, StudyId
from kg.model import Span
from kg.rdf.iris import concept_iri, study_iri

__all__ = ["from_term", "to_lexical", "to_term", "to_text"]

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
_DATATYPES = {bool: XSD.boolean, int: XSD.integer, Decimal: XSD.decimal}
_KEYS = frozenset({URIRef, ConceptId, StudyId})
"""What stands for a thing of its own, and so becomes an IRI."""
_INTEGER = f"^^<{XSD.integer}>"
_ENDINGS = {kind: f"^^<{datatype}>" for kind, datatype in _DATATYPES.items()}


def to_lexical(value: Any) -> str:  # noqa: PLR0911 - one for each kind of value
    """The characters of a value's term: an IRI's own, or a literal's lexical form.

    Raises:
        RecordError: for a value of a kind that has no term.
    """
    match value:
        case str():  # an enumeration's member and an IRI too
            return str(value)
        case ConceptId():
            return concept_iri(value)
        case StudyId():
            return study_iri(value)
        case Identifier():
            return value.value
        case Span():
            return f"{value.start}-{value.end}"
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case Decimal():
            return format(value, "f")
    raise RecordError(f"no way to write a {type(value).__name__} as RDF")


def to_term(value: Any) -> Node:
    """The term of a value as an RDFLib node: an IRI for the key of another thing, else a literal."""
    if type(value) in _KEYS:
        return URIRef(to_lexical(value))
    return Literal(to_lexical(value), datatype=_DATATYPES.get(type(value)), normalize=False)


def to_text(value: Any) -> str:
    """The term of a value, or of an RDFLib node, as N-Triples text.

    Raises:
        TypeError: for a blank node.
    """
    kind = type(value)
    if kind is str:
        plain = value.isprintable() and '"' not in value and "\\" not in value
        return f'"{value}"' if plain else f'"{_escaped(value)}"'
    if kind in _KEYS:
        return "".join(("<", value if kind is URIRef else to_lexical(value), ">"))
    if kind is int:
        return f'"{value}"{_INTEGER}'
    if isinstance(value, Node):
        return _literal_text(value)
    return f'"{_escaped(to_lexical(value))}"{_ENDINGS.get(kind, "")}'


def _escaped(text: str) -> str:
    if not text.isprintable():
        return text.translate(_ESCAPES)
    return text.replace("\\", "\\\\").replace('"', '\\"') if '"' in text or "\\" in text else text


def _literal_text(node: Node) -> str:
    if not isinstance(node, Literal):
        raise TypeError(f"{node!r} has no place in our graphs: they hold no blank nodes")
    quoted = f'"{_escaped(str(node))}"'
    if node.language:
        return f"{quoted}@{node.language}"
    if node.datatype is None or node.datatype == XSD.string:
        return quoted
    return f"{quoted}^^<{node.datatype}>"


def from_term(node: Node, kind: type[Any]) -> Any:
    """The value of this kind that a term stands for; undoes :func:`to_term`.

    Raises:
        ValueError: if the term stands for none.
        ArithmeticError: if it stands for no decimal number.
    """
    text = str(node)
    if kind is Span:
        start, _, end = text.partition("-")
        return Span(int(start), int(end))
    if kind is bool:
        return text == "true"
    if kind in (ConceptId, StudyId) and isinstance(node, URIRef):
        return kind(text.rsplit("/", 1)[-1])
    return kind(text)
