"""What the variables of bundled questions can be given: keys that people type, and the things that they name."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import quote

from kg.errors import IdentifierError, QueryError
from kg.identifiers import Doi, Pmid
from kg.prefixes import BASE, MESH, PREFIXES
from kg.store import Term

if TYPE_CHECKING:
    from kg.store import Dataset

__all__ = ["Parameter", "get_term"]

_NAMED = "SELECT ?iri ?label { ?iri rdfs:label ?label }"
_IDENTIFIED = "SELECT ?iri ?identifier { ?iri a ekg:Record ; fabio:hasPubMedId|ekg:doi ?identifier }"


class Parameter(StrEnum):
    """What a variable of a bundled question can be given; each kind has its own IRIs."""

    ARTICLE = "article"
    CONCEPT = "concept"
    MESH = "mesh"
    RECORD = "record"
    RUN = "run"
    STUDY = "study"

    def term(self, key: str) -> Term:
        """The thing of this kind that a key names; a record's key is its PMID or DOI, MeSH's is a descriptor's.

        >>> Parameter.CONCEPT.term("blood-pressure").value
        'https://evidence-kg.example/id/concept/blood-pressure'
        """
        if self is Parameter.MESH:
            return Term("uri", f"{MESH}{quote(key, safe='')}")
        if self is not Parameter.RECORD:
            return Term("uri", f"{BASE}id/{self}/{quote(key, safe='')}")
        scheme = "pmid" if key.isdigit() else "doi"
        return Term("uri", f"{BASE}id/record/{scheme}/{quote(key, safe='')}")

    @property
    def listing(self) -> str:
        """The bundled question that lists what there is of this kind.

        >>> Parameter.CONCEPT.listing, Parameter.MESH.listing
        ('question_concepts', 'question_mesh')
        """
        return "question_mesh" if self is Parameter.MESH else f"question_{self}s"


def get_term(kind: Parameter, key: str, source: Dataset) -> Term:
    """The thing of a kind that a key names in a graph; a record is found by any of its identifiers.

    Raises:
        QueryError: if the graph holds none; an empty answer would read as if nothing were known of it.
    """
    if kind is Parameter.RECORD:
        found = source.query(_IDENTIFIED, prefixes=PREFIXES, values={"identifier": _identifier(key)}, rows=1).rows
    else:
        found = source.query(_NAMED, prefixes=PREFIXES, values={"iri": kind.term(key)}, rows=1).rows
    term = found[0][0] if found else None
    if term is None:
        what = {Parameter.MESH: "MeSH heading"}.get(kind, kind.value)
        raise QueryError(f"this graph holds no {what} {key!r}", mend=f"`kg query {kind.listing}` lists what it holds.")
    return term


def _identifier(key: str) -> Term:
    """A PMID or DOI as the graph writes it."""
    for identifier in (Pmid, Doi):
        try:
            return Term("literal", identifier.parse(key).value)
        except IdentifierError:
            continue
    raise QueryError(f"{key!r} is neither a PMID nor a DOI", mend="Give one, such as 12345678 or 10.1000/182.")
