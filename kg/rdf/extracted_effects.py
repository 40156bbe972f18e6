"""Effects that rules read, as triples beside curated facts: one node an effect, under the names that facts use.

A node's place is the statement that reports it all. Where each of its values stands and by which rule is one literal:
a proof to look at, which nobody counts by.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rdflib import RDF, RDFS, Literal, URIRef

from kg.extraction.facts import to_fact
from kg.model.effect import ReportedEffect
from kg.model.extraction import ExtractedValue, TextPlace
from kg.model.study import SourcePlace
from kg.model.study_extraction import EffectBesideFacts
from kg.rdf.iris import child_iri
from kg.rdf.mapping import Triple
from kg.rdf.terms import to_term
from kg.vocabulary import EKG

__all__ = ["effect_triples", "place_text", "value_places"]

_FIELDS = {
    "outcome": EKG.outcomeName,
    "direction": EKG.direction,
    "arm": EKG.arm,
    "comparator": EKG.comparator,
    "time_point": EKG.timePoint,
    "measure": EKG.measure,
    "size": EKG.size,
    "unit": EKG.unit,
    "interval_low": EKG.intervalLow,
    "interval_high": EKG.intervalHigh,
    "interval_level": EKG.intervalLevel,
    "p_sign": EKG.pSign,
    "p_value": EKG.pValue,
    "significance": EKG.significance,
}
_PARTS = ("outcome", "direction", "arm", "comparator", "size", "p", "significance", "time_point")
_LONGEST_LABEL = 80


def place_text(place: TextPlace) -> str:
    """Part, section or member from 1, and characters: ``abstract 2: 45-50``.

    >>> from kg.model import Span
    >>> place_text(TextPlace("abstract", 1, Span(45, 50), "ten m"))
    'abstract 2: 45-50'
    """
    return str(place)


def value_places(effect: ReportedEffect) -> str:
    """Where each value of an effect stands and which rule read it: ``outcome 0-4 outcome/phrase; ...``."""
    parts = ((name, getattr(effect, name)) for name in _PARTS)
    return "; ".join(_part(name.replace("_", " "), value) for name, value in parts if value is not None)


def _part(name: str, value: ExtractedValue[object]) -> str:
    span = value.place.span
    return f"{name} {span.start}-{span.end} {value.rule}"


def effect_triples(subject: URIRef, role: str, effects: Sequence[EffectBesideFacts]) -> Iterator[Triple]:
    """The effects of a study.

    Args:
        subject: the study.
        role: what their nodes are called under it.
        effects: in order.
    """
    for position, each in enumerate(effects, start=1):
        node = child_iri(subject, role, position)
        yield subject, EKG.extractedEffect, node
        yield from _node_triples(node, each.effect)
        if each.number is not None:
            yield node, EKG.curatedFact, child_iri(subject, "facts", each.number)
        for field, curated in each.differs:
            yield node, EKG.curatedValue, Literal(f"{field}: {curated}")


def _node_triples(node: URIRef, effect: ReportedEffect) -> Iterator[Triple]:
    fact = to_fact(effect.values, SourcePlace())
    yield node, RDF.type, EKG.ExtractedEffect
    yield node, RDFS.label, Literal(f"{fact.outcome}: {fact.direction}"[:_LONGEST_LABEL])
    yield node, EKG.obtainedBy, Literal("extracted")
    for field, predicate in _FIELDS.items():
        value = getattr(fact, field)
        if value is not None:
            yield node, predicate, to_term(value)
    yield node, EKG.textPlace, Literal(place_text(effect.place))
    yield node, EKG.quote, Literal(effect.place.quote)
    yield node, EKG.rule, Literal(effect.direction.rule)
    yield node, EKG.valuePlaces, Literal(value_places(effect))
