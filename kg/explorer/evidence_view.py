"""The evidence map: the matrix of therapies and outcomes, and what a card says of one of its cells."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.card_parts import Assessed, Face, read_outcomes
from kg.cards import Conflict, SignReadingRow, read_searched
from kg.evidence import Evidence
from kg.explorer.paging import count_pages
from kg.identifiers import ConceptId
from kg.kept_cards import find_assessed
from kg.model.appraisal import Certainty
from kg.model.card import TherapyCard
from kg.model.searched import Searched
from kg.query import iter_rows
from kg.store import Generation

__all__ = [
    "CARD_QUERIES",
    "MAP_QUERIES",
    "Conflicts",
    "EvidenceMap",
    "MapCell",
    "Matrix",
    "QuestionPage",
    "build_matrix",
    "find_busiest",
    "list_conditions",
    "list_outcomes",
    "list_therapies",
    "page_questions",
    "read_evidence_map",
    "silence",
    "tell_conflicts",
    "with_outcomes",
]

MAP_QUERIES = ("evidence_map", "evidence_conflicts", "sign_readings")
CARD_QUERIES = ("therapy_figures", "therapy_extracted", "evidence_certainty_steps", "mechanism_chains")
"""The questions behind the parts; each block of a card names its own."""

_LARGEST_BUBBLE = 500
_MOST_THERAPIES = 14
_MOST_OUTCOMES = 24
_ON_A_PAGE = 12
"""Questions of a therapy on one page of its card."""
_SMALLEST_REM, _LARGEST_REM = 1.15, 2.5


@dataclass(frozen=True, slots=True)
class EvidenceMap:
    """Everything that is assessed, by therapy, outcome and condition, and what stands around it.

    Attributes:
        labels: names of the concepts.
        less_is_better: of an outcome; one that the vocabulary does not tell of is missing.
        searched: when studies were last looked for.
    """

    assessments: tuple[Assessed, ...]
    signs: tuple[SignReadingRow, ...]
    labels: Mapping[ConceptId, str]
    less_is_better: Mapping[ConceptId, bool]
    searched: Searched

    def label(self, key: ConceptId) -> str:
        """The name of a concept; its key where the vocabulary has lost it."""
        return self.labels.get(key, str(key))

    def of_therapy(self, therapy: str, *, outcome: str = "", condition: str = "") -> tuple[Assessed, ...]:
        """The questions of a therapy by key, and of one outcome and condition where given.

        Those that rest on curated studies come first, and of them those with the most studies.
        """
        found = [
            each
            for each in self.assessments
            if str(each.therapy) == therapy
            and outcome in ("", str(each.outcome))
            and condition in ("", str(each.condition or ""))
        ]
        return tuple(sorted(found, key=_by_weight))


def _by_weight(each: Assessed) -> tuple[bool, int, str, str]:
    return (each.is_extracted, -each.investigations, str(each.outcome), str(each.condition))


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """Some of a therapy's questions.

    Attributes:
        questions: those of this page.
        number: of the page, from 1; of: how many pages there are.
        found: how many questions there are on all pages.
        elsewhere: how many more the therapy has in other conditions.
    """

    questions: tuple[Assessed, ...]
    number: int
    of: int
    found: int
    elsewhere: int = 0


@dataclass(frozen=True, slots=True)
class Conflicts:
    """Pairs of studies of one therapy that go opposite ways.

    Attributes:
        pairs: the first of them.
        further: how many more there are.
        others: therapies that have some too, by key, with the number of their questions.
    """

    pairs: tuple[Conflict, ...]
    further: int
    others: Mapping[str, int]


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


def read_evidence_map(generation: Generation) -> EvidenceMap:
    """The map of one state of the graph."""
    vocabulary = Evidence(generation).vocabulary
    return EvidenceMap(
        assessments=find_assessed(generation),
        signs=tuple(iter_rows(generation, "sign_readings", SignReadingRow)),
        labels={concept.id: concept.label for concept in vocabulary},
        less_is_better={c.id: c.lower_is_better for c in vocabulary if c.lower_is_better is not None},
        searched=read_searched(generation),
    )


def with_outcomes(generation: Generation, card: TherapyCard, questions: Iterable[Assessed]) -> TherapyCard:
    """The card with the outcomes of these questions."""
    outcomes, names = read_outcomes(generation, Evidence(generation), questions)
    return replace(card, outcomes=outcomes, names={**card.names, **names})


def page_questions(found: Sequence[Assessed], number: int, *, elsewhere: int = 0) -> QuestionPage:
    """One page of a therapy's questions; the nearest one where there is none of that number."""
    pages = count_pages(len(found), _ON_A_PAGE)
    number = min(max(number, 1), pages)
    start = (number - 1) * _ON_A_PAGE
    return QuestionPage(tuple(found[start : start + _ON_A_PAGE]), number, pages, len(found), elsewhere)


def tell_conflicts(face: Face, made: EvidenceMap) -> Conflicts:
    """Where studies of a therapy go opposite ways, and which other therapies have such studies."""
    others = Counter(str(each.therapy) for each in made.assessments if each.is_conflicting)
    others.pop(str(face.card.therapy), None)
    return Conflicts(face.conflicts, face.further, dict(others.most_common()))


def find_busiest(made: EvidenceMap) -> str:
    """The key of the therapy with the most questions."""
    counts = Counter(str(each.therapy) for each in made.assessments)
    return max(sorted(counts), key=counts.__getitem__)


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
    by_cell: dict[tuple[str, str], list[Assessed]] = {}
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


def _cell(found: list[Assessed], made: EvidenceMap) -> MapCell:
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
