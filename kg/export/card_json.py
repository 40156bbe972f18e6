"""A therapy's card and the evidence map as documents for programs."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from typing import Any

from kg.cards import EvidenceMap
from kg.model.appraisal import CertaintyAssessment
from kg.model.card import NO_PLACE, CardFigure, CardLine, EffectRow, FactKey, OutcomeCard, TherapyCard
from kg.rdf.iris import child_iri, study_iri

__all__ = ["card_document", "fact_address", "map_document"]


def card_document(card: TherapyCard) -> dict[str, Any]:
    """The card; each line has the keys of its studies, the IRIs of its facts, and the question that lists them."""
    return {
        "therapy": str(card.therapy),
        "label": card.label,
        "narrower": dict(card.narrower),
        "searched": card.searched.date,
        "pulled": card.searched.pulled,
        "blocks": [
            {"question": block.topic.value, "lines": [_line(line, card) for line in block.lines]}
            for block in card.blocks
        ],
        "outcomes": [_outcome(outcome, card) for outcome in card.outcomes],
        "studies": {str(key): name for key, name in card.names.items()},
        "figures": [_figure(figure) for figure in card.figures],
    }


def _figure(figure: CardFigure) -> dict[str, Any]:
    """A value with its place; one whose place nobody recorded says so."""
    place = figure.part or NO_PLACE
    return {
        "study": str(figure.study),
        "what": figure.what,
        "value": figure.value,
        "place": place,
        "address": figure.address,
    }


def _line(line: CardLine, card: TherapyCard) -> dict[str, Any]:
    return {
        "text": line.text,
        "computed": line.is_computed,
        "extracted": line.is_extracted,
        "studies": [str(study) for study in line.studies],
        "facts": [fact_address(fact) for fact in line.facts],
        "query": {"name": line.query, "therapy": str(card.therapy)},
    }


def fact_address(fact: FactKey) -> str:
    """The IRI of a fact."""
    return str(child_iri(study_iri(fact.study), "facts", fact.position))


def _row_address(row: EffectRow) -> str:
    """The IRI of a fact, or of the effect that a rule read."""
    if not row.is_extracted:
        return fact_address(row.fact)
    return str(child_iri(study_iri(row.fact.study), "effects", row.fact.position))


def _outcome(outcome: OutcomeCard, card: TherapyCard) -> dict[str, Any]:
    rows = [{**_plain(row), "fact": _row_address(row), "study": str(row.fact.study)} for row in outcome.rows]
    query = {
        "name": "evidence_certainty_steps",
        "therapy": str(card.therapy),
        "outcome": str(outcome.assessment.outcome),
    }
    return {
        "outcome": outcome.outcome,
        "condition": outcome.condition,
        "lower_is_better": outcome.lower_is_better,
        "assessment": _assessment(outcome.assessment),
        "effects": rows,
        "pooled": outcome.pooled or None,
        "not_pooled": list(outcome.not_pooled),
        "query": query,
    }


def map_document(made: EvidenceMap) -> dict[str, Any]:
    """The map; ``queries`` names the question behind each part."""
    return {
        "searched": made.searched.date,
        "pulled": made.searched.pulled,
        "assessments": [_assessment(each) for each in made.assessments],
        "conflicts": [_plain(each) for each in made.conflicts],
        "chains": [_plain(each) for each in made.chains],
        "signs": [_plain(each) for each in made.signs],
        "queries": {
            "assessments": "evidence_map",
            "conflicts": "evidence_conflicts",
            "chains": "mechanism_chains",
            "signs": "sign_readings",
        },
    }


def _assessment(made: CertaintyAssessment) -> dict[str, Any]:
    return {**_plain(made), "steps": [_plain(step) for step in made.steps]}


def _plain(record: Any) -> dict[str, Any]:
    """A record's fields as JSON has them: figures as printed, keys as texts."""
    return {field.name: _value(getattr(record, field.name)) for field in dataclasses.fields(record)}


def _value(value: Any) -> Any:
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, Decimal):
        return format(value, "f")
    return [_value(each) for each in value] if isinstance(value, tuple) else str(value)
