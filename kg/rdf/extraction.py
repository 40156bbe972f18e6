"""What the rules read of a study, as triples beside what a person curated: one node a value, with place and rule.

Nothing reads records back from these: the extraction is made anew from the record whenever it is wanted. What the
record already says as such (grants, the declared interests) is not written a second time.
"""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import RDF, RDFS, Literal, URIRef

from kg.extraction import beside_curated, extract_study
from kg.identifiers import ConceptId
from kg.model import Study
from kg.model.extraction import DataProblem, FieldValue, TextPlace
from kg.rdf.iris import child_iri, concept_iri, study_iri
from kg.rdf.mapping import Triple
from kg.vocabulary import EKG

__all__ = ["extraction_triples", "place_text"]

_TYPE, _LABEL = RDF.type, RDFS.label
_EXTRACTED, _FIELD, _VALUE, _PLACE, _QUOTE, _RULE = (
    EKG.extracted,
    EKG.field,
    EKG.value,
    EKG.textPlace,
    EKG.quote,
    EKG.rule,
)
"""Looked up once: a namespace checks each name that is asked of it, and records come by the ten thousand."""

_IN_RECORD = frozenset({"grants", "interests statement"})
_DESIGNS = frozenset({"design", "also_designs"})
_LONGEST_LABEL = 80


def place_text(place: TextPlace) -> str:
    """Part, section or member from 1, and characters: ``abstract 2: 45-50``.

    >>> from kg.model import Span
    >>> place_text(TextPlace("abstract", 1, Span(45, 50), "ten m"))
    'abstract 2: 45-50'
    """
    number = "" if place.index is None else f" {place.index + 1}"
    return f"{place.part}{number}: {place.span.start}-{place.span.end}"


def extraction_triples(study: Study) -> Iterator[Triple]:
    """The extracted values of a study's record, where they differ from curated ones, and data problems."""
    subject = study_iri(study.id)
    is_curated = study != Study(study.id, study.record)
    yield subject, EKG.obtainedBy, Literal("curated" if is_curated else "extracted")
    found = extract_study(study.record)
    values = [value for value in beside_curated(found, study) if value.extracted.place.part not in _IN_RECORD]
    for position, value in enumerate(values, start=1):
        node = child_iri(subject, "extracted", position)
        yield subject, _EXTRACTED, node
        yield from _value_triples(node, value)
    if found.design.disagreement is not None:
        yield subject, EKG.designDisagreement, Literal(found.design.disagreement)
    for position, problem in enumerate(found.problems, start=1):
        yield from _problem_triples(subject, child_iri(subject, "problems", position), problem)


def _value_triples(node: URIRef, value: FieldValue) -> Iterator[Triple]:
    text, place = value.extracted.value, value.extracted.place
    yield node, _TYPE, EKG.ExtractedValue
    yield node, _LABEL, Literal(f"{value.field}: {text}"[:_LONGEST_LABEL])
    yield node, _FIELD, Literal(value.field)
    yield node, _VALUE, Literal(text)
    yield node, _PLACE, Literal(place_text(place))
    yield node, _RULE, Literal(value.extracted.rule)
    if place.quote != text:
        yield node, _QUOTE, Literal(place.quote)
    if value.field in _DESIGNS:
        yield node, EKG.concept, concept_iri(ConceptId(text))
    if value.curated is not None:
        yield node, EKG.curatedValue, Literal(value.curated)


def _problem_triples(subject: URIRef, node: URIRef, problem: DataProblem) -> Iterator[Triple]:
    yield subject, EKG.dataProblem, node
    yield node, _TYPE, EKG.DataProblem
    yield node, _LABEL, Literal(problem.what)
    yield node, EKG.message, Literal(problem.what)
    if problem.place is not None:
        yield node, _PLACE, Literal(place_text(problem.place))
        yield node, _QUOTE, Literal(problem.place.quote)
