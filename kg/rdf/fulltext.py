"""A full text as two graphs: what everybody may know, and what only a licence that allows it lets us pass on.

The record's own triples come from its shape. Beside them stand the words of each part, so that nobody needs to cut them
out of the whole, header cells as nodes, and which part of the paper cites which of the works in its list.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rdflib import RDF, RDFS, Literal, URIRef
from rdflib.namespace import XSD

from kg.model import Span
from kg.model.fulltext import FullText, Table
from kg.rdf.iris import child_iri, full_text_graph, full_text_iri, restricted_iri
from kg.rdf.mapping import Triple
from kg.rdf.shapes import to_rdf
from kg.vocabulary import DCTERMS, EKG, FABIO

__all__ = ["full_text_graphs"]

_OPEN_PREDICATES = frozenset(
    {
        RDF.type,
        RDFS.label,
        DCTERMS.title,
        DCTERMS.language,
        FABIO.hasPubMedId,
        FABIO.hasPubMedCentralId,
        EKG.doi,
        EKG.otherIdentifier,
        EKG.sourceName,
        EKG.sourceHash,
        EKG.textHash,
        EKG.kind,
        EKG.licence,
        EKG.trialRegistration,
    }
)
"""Of the text itself: bibliographic facts, hashes, and what we judged."""

_OPEN_PARTS = ("licence", "registrations")
_CLOSED_LICENCE = frozenset({EKG.text, EKG.copyrightStatement})


@dataclass(frozen=True, slots=True)
class _Part:
    """A part with words of its own."""

    iri: URIRef
    span: Span


def full_text_graphs(text: FullText, record: URIRef) -> dict[URIRef, list[Triple]]:
    """The graphs of a full text by name: one if it may be passed on, else a second one for what must not be.

    Args:
        text: the text.
        record: the publication that it is the text of.
    """
    subject, graph = full_text_iri(text), full_text_graph(text)
    triples = [*to_rdf(text, subject), *_iter_edges(text, subject)]
    held = [(record, EKG.hasFullText, subject)] if text.has_body else []
    if text.licence.is_redistributable:
        return {graph: [*held, *triples]}
    is_open = [_is_open(triple, subject) for triple in triples]
    return {
        graph: [*held, *(triple for triple, may in zip(triples, is_open, strict=True) if may)],
        restricted_iri(graph): [triple for triple, may in zip(triples, is_open, strict=True) if not may],
    }


def _is_open(triple: Triple, text: URIRef) -> bool:
    """Whether a statement of a restricted text may be passed on."""
    subject, predicate, _ = triple
    if subject == text:
        return predicate in _OPEN_PREDICATES
    part = subject.removeprefix(f"{text}/").split("/", 1)[0]
    return part in _OPEN_PARTS and not (part == "licence" and predicate in _CLOSED_LICENCE)


def _iter_edges(text: FullText, subject: URIRef) -> Iterator[Triple]:
    for part in _iter_parts(text, subject):
        yield part.iri, EKG.text, Literal(part.span.of(text.text))
    yield from _citation_edges(text, subject)
    for position, table in enumerate(text.tables, start=1):
        node = child_iri(subject, "tables", position)
        if table.caption is not None:
            yield node, EKG.captionText, Literal(table.caption.of(text.text))
        yield from _header_cells(text, table, node)
    for position, figure in enumerate(text.figures, start=1):
        if figure.caption is not None:
            node = child_iri(subject, "figures", position)
            yield node, EKG.captionText, Literal(figure.caption.of(text.text))
    for position, response in enumerate(text.responses, start=1):
        yield from _iter_edges(response, child_iri(subject, "responses", position))


def _iter_parts(text: FullText, subject: URIRef) -> Iterator[_Part]:
    """Parts that are asked for by their words; a section is its paragraphs."""
    roles: tuple[tuple[str, list[Span]], ...] = (
        ("paragraphs", [part.span for part in text.paragraphs]),
        ("tables", [part.span for part in text.tables]),
        ("footnotes", [part.span for part in text.footnotes]),
        ("statements", [part.span for part in text.statements]),
    )
    for role, spans in roles:
        yield from (_Part(child_iri(subject, role, at), span) for at, span in enumerate(spans, start=1))


def _header_cells(text: FullText, table: Table, node: URIRef) -> Iterator[Triple]:
    for index, cell in enumerate(table.cells):
        words = cell.span.of(text.text)
        if cell.is_header and words.strip():
            header = child_iri(node, "cells", index + 1)
            yield node, EKG.headerCell, header
            yield header, RDF.type, EKG.HeaderCell
            yield header, RDFS.label, Literal(words)
            yield header, EKG.row, Literal(str(cell.row), datatype=XSD.integer)
            yield header, EKG.column, Literal(str(cell.column), datatype=XSD.integer)


def _citation_edges(text: FullText, subject: URIRef) -> Iterator[Triple]:
    """Which part of the paper cites which works of its list, those within a range included."""
    holders = [(part.span, child_iri(subject, "paragraphs", at)) for at, part in enumerate(text.paragraphs, start=1)]
    holders += [(table.span, child_iri(subject, "tables", at)) for at, table in enumerate(text.tables, start=1)]
    works: dict[str, list[URIRef]] = {}
    for position, work in enumerate(text.references, start=1):
        for name in {work.identifier, work.work_identifier} - {None}:
            works.setdefault(str(name), []).append(child_iri(subject, "references", position))
    for link in text.links:
        if link.is_citation:
            holder = next((iri for span, iri in holders if span.holds(link.span)), None)
            cited = [iri for name in (*link.targets, *link.implied) for iri in works.get(name, ())]
            if holder is not None:
                yield from ((holder, EKG.citesWork, iri) for iri in cited)
