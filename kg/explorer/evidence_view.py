"""The evidence map: the matrix of therapies and outcomes, and what a card says of one of its cells."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg.cards import EvidenceMap
from kg.model.appraisal import Certainty, CertaintyAssessment
from kg.model.card import OutcomeCard, TherapyCard
from kg.model.searched import Searched

__all__ = [
    "CARD_QUERIES",
    "MAP_QUERIES",
    "MapCell",
    "Matrix",
    "build_matrix",
    "list_conditions",
    "list_outcomes",
    "list_therapies",
    "outcomes_of",
    "silence",
]

MAP_QUERIES = ("evidence_map", "evidence_conflicts", "sign_readings")
CARD_QUERIES = ("therapy_figures", "therapy_extracted", "evidence_certainty_steps", "mechanism_chains")
"""The questions behind the parts; each block of a card names its own."""

_LARGEST_BUBBLE = 500
_MOST_THERAPIES = 14
_MOST_OUTCOMES = 24
_SMALLEST_REM, _LARGEST_REM = 1.15, 2.5


@dataclass(frozen=True, slots=True)
class MapCell:
    """One therapy and outcome.

    Attributes:
        condition: of the assessment that is shown, the one with the most studies; ``None`` where studies state none.
        people: in primary studies, else the largest number of a synthesis; ``None`` is "not read".
        diameter: of the bubble, whose area tells people up to a cap, in rem.
        pips: certainty from 1, very low, to 4, high; 0 is not rated.
        more: further conditions with an assessment of their own.
    """

    therapy: str
    therapy_key: str
    outcome: str
    outcome_key: str
    condition: str | None
    people: int | None
    diameter: float
    investigations: int
    direction: str
    certainty: str
    pips: int
    is_conflicting: bool
    more: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """The cells by outcome and therapy, and everything that is not drawn as it is, in words.

    Attributes:
        therapies: columns, key and name; outcomes: rows.
        cells: by the keys of outcome and therapy; a pair that is missing has no study.
    """

    therapies: tuple[tuple[str, str], ...]
    outcomes: tuple[tuple[str, str], ...]
    cells: Mapping[tuple[str, str], MapCell]
    caps: tuple[str, ...]


def list_therapies(made: EvidenceMap) -> Mapping[str, str]:
    """The name of every therapy that has an assessment, by key; by name."""
    keys = {each.therapy for each in made.assessments}
    return {str(key): made.label(key) for key in sorted(keys, key=made.label)}


def list_conditions(made: EvidenceMap) -> Mapping[str, str]:
    """The name of every condition that has an assessment, by key; by name."""
    keys = {each.condition for each in made.assessments if each.condition is not None}
    return {str(key): made.label(key) for key in sorted(keys, key=made.label)}


def list_outcomes(made: EvidenceMap) -> Mapping[str, str]:
    """The name of every outcome that the vocabulary has, by key."""
    return {str(each.outcome): made.label(each.outcome) for each in made.assessments}


def build_matrix(made: EvidenceMap, condition: str = "") -> Matrix:
    """The matrix of one condition by key, or of all, each cell the assessment with the most studies."""
    asked = [each for each in made.assessments if condition in ("", str(each.condition or ""))]
    by_cell: dict[tuple[str, str], list[CertaintyAssessment]] = {}
    for each in asked:
        by_cell.setdefault((str(each.outcome), str(each.therapy)), []).append(each)
    therapies = _busiest((therapy for _, therapy in by_cell), _MOST_THERAPIES)
    outcomes = _busiest((outcome for outcome, therapy in by_cell if therapy in therapies), _MOST_OUTCOMES)
    cells = {
        (outcome, therapy): _cell(found, made)
        for (outcome, therapy), found in by_cell.items()
        if therapy in therapies and outcome in outcomes
    }
    names = {str(each.therapy): made.label(each.therapy) for each in asked}
    names |= {str(each.outcome): made.label(each.outcome) for each in asked}
    return Matrix(
        tuple((key, names[key]) for key in therapies),
        tuple((key, names[key]) for key in outcomes),
        cells,
        tuple(_caps(list(cells.values()), len(by_cell), made.searched)),
    )


def _busiest(keys: Iterable[str], most: int) -> list[str]:
    counts = Counter(keys)
    return sorted(counts, key=lambda key: (-counts[key], key))[:most]


def _cell(found: list[CertaintyAssessment], made: EvidenceMap) -> MapCell:
    each = max(found, key=lambda one: (one.investigations, one.participants or 0, str(one.condition)))
    people = each.participants if each.participants is not None else each.pooled
    share = math.sqrt(min(people or 0, _LARGEST_BUBBLE) / _LARGEST_BUBBLE)
    return MapCell(
        therapy=made.label(each.therapy),
        therapy_key=str(each.therapy),
        outcome=made.label(each.outcome),
        outcome_key=str(each.outcome),
        condition=made.label(each.condition) if each.condition is not None else None,
        people=people,
        diameter=round(_SMALLEST_REM + share * (_LARGEST_REM - _SMALLEST_REM), 2),
        investigations=each.investigations,
        direction=each.direction.value,
        certainty=each.said_level,
        pips=[*Certainty].index(each.level) + 1 if each.level is not None else 0,
        is_conflicting=each.is_conflicting,
        more=len(found) - 1,
    )


def _caps(cells: list[MapCell], total: int, searched: Searched) -> Iterator[str]:
    yield f"The larger a bubble, the more people; from {_LARGEST_BUBBLE} people on it grows no more."
    if any(cell.people is None for cell in cells):
        yield "Where no number of people was read, the bubble is hollow."
    if any(cell.is_conflicting for cell in cells):
        yield "“!” marks studies that go opposite ways."
    if any(cell.more for cell in cells):
        yield "Of several conditions the one with the most studies is drawn; the card has all."
    if len(cells) < total:
        yield f"Drawn are {len(cells)} of {total} pairs: those of the therapies and outcomes with the most of them."
    yield f"A field left blank: no study in this graph, {searched}."


def silence(therapy: str, outcome: str, searched: Searched) -> str:
    """What is said of a pair that no study looked at.

    >>> silence("Calmol", "Sleep", Searched(pulled="2026-11-23"))
    'Calmol and Sleep: no study in this graph, searched 2026-11-23.'
    """
    return f"{therapy} and {outcome}: no study in this graph, {searched}."


def outcomes_of(card: TherapyCard, outcome: str, condition: str = "") -> tuple[OutcomeCard, ...]:
    """What a card says of one outcome by key, in one condition by key, or in all; most studies first."""
    found = [
        each
        for each in card.outcomes
        if str(each.assessment.outcome) == outcome and condition in ("", str(each.assessment.condition or ""))
    ]
    return tuple(sorted(found, key=lambda each: -each.assessment.investigations))
