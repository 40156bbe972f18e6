"""Everything known of a study as one JSON document."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from enum import StrEnum
from typing import Any

from kg.dossier import Dossier
from kg.extraction.facts import to_fact
from kg.identifiers import Identifier
from kg.model import SourcePlace
from kg.model.extraction import DataProblem, FieldValue, TextPlace
from kg.model.study_extraction import EffectBesideFacts
from kg.precision import read_precisions
from kg.rdf.extracted_effects import value_places

__all__ = ["to_document"]


def to_document(dossier: Dossier) -> dict[str, Any]:
    """The study with its record, what was read by rule, the disagreements and what cannot be so.

    Fields at their default ("not seen") are left out of ``study``.
    """
    return {
        "key": dossier.study.id.value,
        "obtained_by": "curated" if dossier.is_curated else "extracted",
        "study": _plain(dataclasses.replace(dossier.study, record=dossier.record)),
        "extracted": [_value(value) for value in dossier.values],
        "effects": [_effect(each) for each in dossier.effects],
        "design_disagreement": dossier.extraction.design.disagreement,
        "problems": [_problem(each) for each in (*dossier.extraction.problems, *dossier.file_problems)],
    }


def _value(value: FieldValue) -> dict[str, Any]:
    found = value.extracted
    document = {
        "field": value.field,
        "value": found.value,
        "rule": found.rule,
        "precision": _precision(found.rule),
        "place": _place(found.place),
    }
    return document if value.curated is None else {**document, "curated": value.curated}


def _effect(each: EffectBesideFacts) -> dict[str, Any]:
    """An effect under the names of a study file's facts, with its place and its values' own places."""
    fact = to_fact(each.effect.values, SourcePlace())
    document = {
        **_plain(fact),
        "obtained_by": "extracted",
        "rule": each.effect.direction.rule,
        "precision": _precision(each.effect.direction.rule),
        "place": _place(each.effect.place),
        "value_places": value_places(each.effect),
    }
    if each.number is not None:
        document |= {"curated_fact": each.number, "curated": dict(each.differs)}
    return document


def _precision(rule: str) -> dict[str, Any] | None:
    """How often the rule was right; nothing where nobody measured it."""
    found = read_precisions().find(rule)
    return None if found is None else {"right": found.right, "given": found.given, "sets": list(found.sets)}


def _problem(problem: DataProblem) -> dict[str, Any]:
    place = None if problem.place is None else _place(problem.place)
    return {"what": problem.what, "place": place, "file_place": problem.file_place}


def _place(place: TextPlace) -> dict[str, Any]:
    span = [place.span.start, place.span.end]
    return {"part": place.part, "index": place.index, "span": span, "quote": place.quote}


def _plain(value: object) -> Any:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Identifier):
        return value.value
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, Decimal):
        return str(value)
    if not dataclasses.is_dataclass(value):
        return value
    parts = ((part, getattr(value, part.name)) for part in dataclasses.fields(value))
    return {part.name: _plain(content) for part, content in parts if content != part.default}
