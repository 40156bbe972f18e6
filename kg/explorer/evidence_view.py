"""What the evidence page shows: the matrix of therapies and outcomes, and the parts of a card that are drawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg.cards import EvidenceMap, MechanismChain
from kg.model.appraisal import CertaintyAssessment
from kg.model.card import TherapyCard

__all__ = [
    "CARD_QUERIES",
    "MAP_QUERIES",
    "ChainStep",
    "ForestRow",
    "MapCell",
    "Matrix",
    "build_matrix",
    "forest_rows",
    "layer_chains",
    "list_conditions",
    "list_therapies",
]

MAP_QUERIES = ("evidence_map", "evidence_conflicts", "sign_readings")
CARD_QUERIES = ("therapy_figures", "evidence_certainty_steps", "mechanism_chains")
"""The questions behind the parts; each block of a card names its own."""

_LARGEST_BUBBLE = 500
_MOST_THERAPIES = 12
_MOST_OUTCOMES = 24


@dataclass(frozen=True, slots=True)
class MapCell:
    """One therapy and outcome.

    Attributes:
        condition: of the assessment that is shown, the one with the most studies; ``None`` where studies state none.
        people: in primary studies, else the largest number of a synthesis; ``None`` is "not read".
        bubble: people as drawn, no more than the cap.
        more: further conditions with an assessment of their own.
    """

    therapy: str
    therapy_key: str
    outcome: str
    condition: str | None
    people: int | None
    bubble: int
    investigations: int
    direction: str
    certainty: str
    is_conflicting: bool
    more: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """The cells by therapy and outcome, and everything that is not drawn as it is, in words."""

    cells: tuple[MapCell, ...]
    caps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ForestRow:
    """An effect whose size and interval are figures; ``null`` is the size that says that nothing differs."""

    study: str
    outcome: str
    measure: str
    size: float
    low: float
    high: float
    null: int
    is_synthesis: bool


@dataclass(frozen=True, slots=True)
class ChainStep:
    """A mechanism of a therapy: in what and by which studies it was looked at, and which outcomes it leads to."""

    mechanism: str
    links: tuple[tuple[str, str], ...]
    outcomes: tuple[tuple[str, str, str, str], ...]


def list_therapies(made: EvidenceMap) -> Mapping[str, str]:
    """The name of every therapy that has an assessment, by key; by name."""
    keys = {each.therapy for each in made.assessments}
    return {str(key): made.label(key) for key in sorted(keys, key=made.label)}


def list_conditions(made: EvidenceMap) -> Mapping[str, str]:
    """The name of every condition that has an assessment, by key; by name."""
    keys = {each.condition for each in made.assessments if each.condition is not None}
    return {str(key): made.label(key) for key in sorted(keys, key=made.label)}


def build_matrix(made: EvidenceMap, condition: str = "") -> Matrix:
    """The matrix of one condition by key, or of all, each cell the assessment with the most studies."""
    asked = [each for each in made.assessments if condition in ("", str(each.condition or ""))]
    by_cell: dict[tuple[str, str], list[CertaintyAssessment]] = {}
    for each in asked:
        by_cell.setdefault((str(each.therapy), str(each.outcome)), []).append(each)
    therapies = _busiest((key[0] for key in by_cell), _MOST_THERAPIES)
    outcomes = _busiest((key[1] for key in by_cell if key[0] in therapies), _MOST_OUTCOMES)
    shown = {key: found for key, found in by_cell.items() if key[0] in therapies and key[1] in outcomes}
    cells = [_cell(found, made) for found in shown.values()]
    return Matrix(
        tuple(sorted(cells, key=lambda cell: (cell.therapy, cell.outcome))), tuple(_caps(cells, len(by_cell)))
    )


def _busiest(keys: Iterable[str], most: int) -> set[str]:
    counts: dict[str, int] = {}
    for key in keys:
        counts[key] = counts.get(key, 0) + 1
    return set(sorted(counts, key=lambda key: (-counts[key], key))[:most])


def _cell(found: list[CertaintyAssessment], made: EvidenceMap) -> MapCell:
    each = max(found, key=lambda one: (one.investigations, one.participants or 0, str(one.condition)))
    people = each.participants if each.participants is not None else each.pooled
    return MapCell(
        therapy=made.label(each.therapy),
        therapy_key=str(each.therapy),
        outcome=made.label(each.outcome),
        condition=made.label(each.condition) if each.condition is not None else None,
        people=people,
        bubble=min(people or 0, _LARGEST_BUBBLE),
        investigations=each.investigations,
        direction=each.direction.value,
        certainty=each.level.value if each.level is not None else "not rated",
        is_conflicting=each.is_conflicting,
        more=len(found) - 1,
    )


def _caps(cells: list[MapCell], total: int) -> Iterable[str]:
    yield "Marks tell certainty: ● high, ■ moderate, ◆ low, ✚ very low, ▶ not rated. Their size tells people."
    yield f"Bubbles grow up to {_LARGEST_BUBBLE} people; a larger number is drawn no larger."
    if any(cell.is_conflicting for cell in cells):
        yield "“!” marks studies that go opposite ways."
    if any(cell.people is None for cell in cells):
        yield "Where no number of people was read, the smallest bubble stands."
    if len(cells) < total:
        yield f"Drawn are {len(cells)} of {total} pairs: those of the therapies and outcomes with the most of them."
    if any(cell.more for cell in cells):
        yield "Of several conditions the one with the most studies is drawn; the card has all."


def forest_rows(card: TherapyCard) -> tuple[ForestRow, ...]:
    """The effects of a card with size and interval, each fact once, by outcome and measure."""
    found = {
        row.fact: ForestRow(
            study=str(row.fact.study),
            outcome=outcome.outcome,
            measure=row.measure,
            size=float(row.size),
            low=float(row.low),
            high=float(row.high),
            null=1 if row.measure.endswith("ratio") else 0,
            is_synthesis=row.is_synthesis,
        )
        for outcome in card.outcomes
        for row in outcome.rows
        if row.measure is not None and row.size is not None and row.low is not None and row.high is not None
    }
    return tuple(sorted(found.values(), key=lambda row: (row.outcome, row.measure, row.study)))


def layer_chains(chains: Iterable[MechanismChain]) -> tuple[ChainStep, ...]:
    """Chains of one therapy in layers: mechanism by mechanism, its links to the therapy and on to outcomes."""
    by_mechanism: dict[str, list[MechanismChain]] = {}
    for chain in chains:
        by_mechanism.setdefault(chain.mechanism, []).append(chain)
    return tuple(
        ChainStep(
            mechanism,
            tuple(dict.fromkeys((each.link_basis or "setting not told", each.link_study) for each in found)),
            tuple(
                dict.fromkeys(
                    (each.outcome, each.direction, each.outcome_basis or "no rung", each.outcome_study)
                    for each in found
                )
            ),
        )
        for mechanism, found in sorted(by_mechanism.items())
    )
