"""Namespaces as plain text, for queries and exports that need no RDF library."""

from __future__ import annotations

__all__ = ["BASE", "MESH", "PREFIXES", "RESTRICTED"]

BASE = "https://evidence-kg.example/"
"""Root of every IRI of ours; ``.example`` is reserved (RFC 2606), so none pretends to be a page."""

MESH = "http://id.nlm.nih.gov/mesh/"
"""Root of the IRIs that NLM gives to MeSH."""

RESTRICTED = f"{BASE}graph/restricted/"
"""What the name of every graph begins with that holds what its licence does not let us pass on."""

PREFIXES: dict[str, str] = {
    "cito": "http://purl.org/spar/cito/",
    "concept": f"{BASE}id/concept/",
    "dcterms": "http://purl.org/dc/terms/",
    "ekg": f"{BASE}ns#",
    "fabio": "http://purl.org/spar/fabio/",
    "meshv": f"{MESH}vocab#",
    "mesh": MESH,
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "study": f"{BASE}id/study/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""The prefixes that every query and export may use without declaring them."""
