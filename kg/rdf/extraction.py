"""What the rules read of a study, as triples beside what a person curated: one node a value, with place and rule.

Effects are nodes of their own kind (:mod:`kg.rdf.extracted_effects`). Nothing reads records back from these: the
extraction is made anew from the record whenever it is wanted. What the record already says as such (grants, the
declared interests) is not written a second time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rdflib import RDF, RDFS, Literal, URIRef

from kg.extraction import beside_curated, extract_study
from kg.extraction.agreement import beside_facts
from kg.extraction.tables import is_of_full_text
from kg.extraction.texts import FULL_TEXT
from kg.identifiers import ConceptId, StudyId
from kg.model import Study
from kg.model.extraction import DataProblem, FieldValue
from kg.model.fulltext import FullText
from kg.rdf.extracted_effects import effect_triples, place_text
from kg.rdf.iris import child_iri, concept_iri, study_iri
from kg.rdf.mapping import Triple
from kg.text.concepts import ConceptMatcher
from kg.vocabulary import EKG

__all__ = ["extraction_triples", "file_problem_triples", "text_extraction_triples"]

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


def extraction_triples(study: Study, matcher: ConceptMatcher | None = None) -> Iterator[Triple]:
    """What was read in a study's title, abstract and indexing, where it differs from curated values, data problems.

    Args:
        study: with all that the database said in its record.
        matcher: finds the vocabulary's concepts in the names of outcomes, so that effects meet curated facts.
    """
    subject = study_iri(study.id)
    is_curated = study != Study(study.id, study.record)
    yield subject, EKG.obtainedBy, Literal("curated" if is_curated else "extracted")
    found = extract_study(study.record)
    values = [value for value in beside_curated(found, study) if value.extracted.place.part not in _IN_RECORD]
    yield from _all_values(subject, "extracted", values)
    yield from effect_triples(subject, "effects", beside_facts(found.findings.effects, study.facts, matcher))
    if found.design.disagreement is not None:
        yield subject, EKG.designDisagreement, Literal(found.design.disagreement)
    for position, problem in enumerate(found.problems, start=1):
        yield from _problem_triples(subject, child_iri(subject, "problems", position), problem)


def text_extraction_triples(study: Study, text: FullText, matcher: ConceptMatcher | None = None) -> Iterator[Triple]:
    """What was read in the full text alone; each distinct value once.

    All of it is words of the text, so it belongs where they may stand.
    """
    subject = study_iri(study.id)
    found = extract_study(study.record, text)
    values = [value for value in beside_curated(found, study) if is_of_full_text(value.extracted.place)]
    distinct = {(value.field, value.extracted.value.casefold()): value for value in reversed(values)}
    yield from _all_values(subject, "text-extracted", [*reversed(distinct.values())])
    effects = [effect for effect in found.findings.effects if effect.place.part == FULL_TEXT]
    yield from effect_triples(subject, "text-effects", beside_facts(effects, study.facts, matcher))
    problems = [each for each in found.problems if each.place is not None and each.place.part == FULL_TEXT]
    for position, problem in enumerate(problems, start=1):
        yield from _problem_triples(subject, child_iri(subject, "text-problems", position), problem)


def file_problem_triples(study: StudyId, problems: Sequence[DataProblem]) -> Iterator[Triple]:
    """What cannot be so in the file of a study, each with its place there."""
    subject = study_iri(study)
    for position, problem in enumerate(problems, start=1):
        yield from _problem_triples(subject, child_iri(subject, "file-problems", position), problem)


def _all_values(subject: URIRef, role: str, values: Sequence[FieldValue]) -> Iterator[Triple]:
    for position, value in enumerate(values, start=1):
        node = child_iri(subject, role, position)
        yield subject, _EXTRACTED, node
        yield from _value_triples(node, value)


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
    if problem.file_place is not None:
        yield node, EKG.filePlace, Literal(problem.file_place)
