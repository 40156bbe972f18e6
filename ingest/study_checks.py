"""What a study file that is well formed can still get wrong, so that it is refused: concepts, places, addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.identifiers import ConceptId
from kg.model import ConceptKind, EligibilityCriterion, Fact, SourcePlace, Study, Vocabulary
from kg.yaml_records import closest

__all__ = ["Problem", "iter_problems"]

_YEARS = range(1600, 2101)
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")

Problem = tuple[str, str, str]
"""What is wrong, in which field, how to mend it."""


def iter_problems(study: Study, vocabulary: Vocabulary) -> Iterator[Problem]:
    """Each thing for which the file is refused, in the order of the study's fields within its kind.

    A concept has to exist and be of the field's kind; a year lies between 1600 and 2100; an address begins with
    http:// or https://; a field has one place, and only where it has a value. Figures that cannot be so are kept
    (:mod:`ingest.study_figures`).
    """
    yield from _iter_concept_problems(study, vocabulary)
    year = study.record.year
    if year is not None and year not in _YEARS:
        yield f"{year} is not a year of publication", "record.year", "Write four digits between 1600 and 2100."
    yield from _iter_place_problems(study)
    yield from _iter_address_problems(study)


def _iter_concept_problems(study: Study, vocabulary: Vocabulary) -> Iterator[Problem]:
    for where, key, kind in _iter_concepts(study):
        concept = vocabulary.find(key)
        if concept is None:
            keys = [other.id.value for other in vocabulary if kind in (None, other.kind)]
            yield f"the vocabulary has no concept {key}", where, closest(key.value, keys)
        elif kind not in (None, concept.kind):
            yield f"{key} is of kind {concept.kind}, not {kind}", where, f"Name a concept of kind {kind} here."


def _iter_concepts(study: Study) -> Iterator[tuple[str, ConceptId, ConceptKind | None]]:
    """Each concept that the study names, where, and of which kind it has to be."""
    if study.design is not None:
        yield "design", study.design, ConceptKind.DESIGN
    for key in study.also_designs:
        yield "also_designs", key, ConceptKind.DESIGN
    if study.population is not None:
        yield from (("population.groups", key, ConceptKind.POPULATION) for key in study.population.groups)
        yield from (("population.conditions", key, ConceptKind.CONDITION) for key in study.population.conditions)
    if study.intervention is not None:
        yield from (("intervention.therapies", key, ConceptKind.THERAPY) for key in study.intervention.therapies)
        yield from (("intervention.co_therapies", key, ConceptKind.THERAPY) for key in study.intervention.co_therapies)
    for where, item in _iter_items(study):
        if item.concept is not None:
            yield f"{where}.concept", item.concept, None


def _iter_place_problems(study: Study) -> Iterator[Problem]:
    seen = set()
    for number, place in enumerate(study.places):
        where = f"places[{number}].field"
        if place.field in seen:
            yield f"the place of {place.field} stands here twice", where, "Keep one of the two."
        elif _value_of(study, place.field) in (None, ()):
            yield f"{place.field} has a place, but no value", where, f"Write {place.field}, or take its place out."
        seen.add(place.field)


def _value_of(study: Study, path: str) -> object:
    group, _, name = path.rpartition(".")
    return getattr(getattr(study, group) if group else study, name, None)


def _iter_address_problems(study: Study) -> Iterator[Problem]:
    addresses = [("record.address", study.record.address)] if study.record.address else []
    for where, source in _iter_sources(study):
        addresses += [(f"{where}.addresses", address) for address in source.addresses]
    for where, address in addresses:
        if not _ADDRESS.fullmatch(address):
            yield f"{address[:80]!r} is not a web address", where, "Write it in full, from http:// or https:// on."


def _iter_sources(study: Study) -> Iterator[tuple[str, SourcePlace]]:
    if study.population is not None:
        yield "population.source", study.population.source
    if study.intervention is not None:
        yield "intervention.source", study.intervention.source
    for where, item in _iter_items(study):
        yield f"{where}.source", item.source
    for number, place in enumerate(study.places):
        yield f"places[{number}].source", place.source


def _iter_items(study: Study) -> Iterator[tuple[str, Fact | EligibilityCriterion]]:
    yield from ((f"facts[{number}]", fact) for number, fact in enumerate(study.facts))
    yield from ((f"criteria[{number}]", criterion) for number, criterion in enumerate(study.criteria))
