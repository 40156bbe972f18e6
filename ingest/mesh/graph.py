"""Descriptors as N-Quads text, written line by line: thirty thousand of them load in seconds.

They keep the IRIs that NLM gives them (id.nlm.nih.gov), so that our matches and other data meet, and NLM's
own term for a wider descriptor: ``skos:broader`` is left to the vocabulary, whose questions would else climb all of
MeSH. What the table says of the vocabulary is a graph beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rdflib import RDF, RDFS, URIRef

from ingest.mesh.matching import compare_vocabulary
from ingest.mesh.reading import iter_descriptors
from kg.errors import EvidenceError
from kg.identifiers import slugify
from kg.model import Descriptor, MatchRemark, Vocabulary
from kg.rdf import Triple, remark_edges, to_rdf
from kg.rdf.iris import child_iri, concept_iri, descriptor_iri, graph_iri
from kg.rdf.nquads import to_nquads
from kg.rdf.terms import to_text
from kg.store import Draft
from kg.vocabulary import EKG, MESHV, SKOS

__all__ = ["DESCRIPTORS", "REMARKS", "MeshGraphs", "iter_mesh_nquads", "mesh_graphs", "remark_nquads"]

DESCRIPTORS = graph_iri("mesh", "descriptors")
"""The graph of the descriptors."""

REMARKS = graph_iri("mesh", "remarks")
"""The graph of what they say of the vocabulary."""

_CLASSES = (EKG.MeshDescriptor, SKOS.Concept)


@dataclass(frozen=True, slots=True)
class MeshGraphs:
    """The N-Quads text of each graph by its name, the descriptors that it names, and why a file could not be used."""

    graphs: dict[str, str]
    rejected: tuple[EvidenceError, ...] = ()
    named: tuple[URIRef, ...] = ()

    def load_into(self, draft: Draft) -> None:
        """Load them; of a descriptor that records name too, the name of the file stands, so that it has one."""
        for descriptor in self.named:
            draft.remove_values(descriptor, RDFS.label)
        draft.bulk_load("".join(self.graphs.values()).encode())


def mesh_graphs(given: Iterable[Path], vocabulary: Vocabulary) -> MeshGraphs:
    """The graphs of the file that the user gave: descriptors, and remarks on the vocabulary; without a file, none."""
    path = next(iter(given), None)
    if path is None:
        return MeshGraphs({})
    try:
        table = tuple(iter_descriptors(path))
    except EvidenceError as error:
        return MeshGraphs({}, (error,))
    remarks = compare_vocabulary(vocabulary, table)
    return MeshGraphs(
        {str(DESCRIPTORS): "".join(iter_mesh_nquads(table)), str(REMARKS): remark_nquads(remarks)},
        named=tuple(descriptor_iri(descriptor.id) for descriptor in table),
    )


def iter_mesh_nquads(descriptors: Iterable[Descriptor]) -> Iterator[str]:
    """The text of each descriptor in turn: names, tree numbers, and the next wider descriptors by tree number.

    A tree number whose wider place no descriptor of the table has leads to no wider descriptor.
    """
    table = tuple(descriptors)
    at = {number: descriptor for descriptor in table for number in descriptor.tree_numbers}
    for descriptor in table:
        parents = (at.get(number) for number in descriptor.parent_tree_numbers)
        wider = sorted({descriptor_iri(parent.id) for parent in parents if parent is not None})
        yield "".join(_iter_lines(descriptor, wider))


def remark_nquads(remarks: Iterable[MatchRemark]) -> str:
    """The text of the remarks."""
    return to_nquads(REMARKS, [triple for remark in remarks for triple in _iter_remark(remark)])


def _iter_remark(remark: MatchRemark) -> Iterator[Triple]:
    subject = child_iri(concept_iri(remark.concept), f"remarks/{slugify(remark.kind)}/{remark.identifier}")
    yield from to_rdf(remark, subject)
    yield from remark_edges(remark, subject)


def _iter_lines(descriptor: Descriptor, wider: Iterable[URIRef]) -> Iterator[str]:
    subject, end = f"<{descriptor_iri(descriptor.id)}>", f"<{DESCRIPTORS}> .\n"
    for rdf_class in _CLASSES:
        yield f"{subject} <{RDF.type}> <{rdf_class}> {end}"
    label = to_text(descriptor.label)
    yield f"{subject} <{RDFS.label}> {label} {end}"
    yield f"{subject} <{SKOS.prefLabel}> {label} {end}"
    yield f'{subject} <{EKG.identifier}> "{descriptor.id}" {end}'
    for synonym in descriptor.synonyms:
        yield f"{subject} <{SKOS.altLabel}> {to_text(synonym)} {end}"
    for number in descriptor.tree_numbers:
        yield f'{subject} <{EKG.treeNumber}> "{number}" {end}'
    for parent in wider:
        yield f"{subject} <{MESHV.broaderDescriptor}> <{parent}> {end}"
