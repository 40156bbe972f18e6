"""What the evidence page shows: the matrix of therapies and outcomes, and the parts of a card that are drawn."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from kg.cards import EvidenceMap, MechanismChain
from kg.model import Setting
from kg.model.appraisal import Certainty, CertaintyAssessment, Rung
from kg.model.card import CardBlock, CardLine, CardTopic, EffectRow, OutcomeCard, TherapyCard

__all__ = [
    "CARD_QUERIES",
    "MAP_QUERIES",
    "Answer",
    "Basis",
    "ChainStep",
    "Forest",
    "ForestRow",
    "MapCell",
    "Matrix",
    "build_matrix",
    "find_block",
    "forests_of",
    "layer_chains",
    "list_conditions",
    "list_outcomes",
    "list_therapies",
    "outcomes_of",
    "short_answers",
    "silence",
]

MAP_QUERIES = ("evidence_map", "evidence_conflicts", "sign_readings")
CARD_QUERIES = ("therapy_figures", "evidence_certainty_steps", "mechanism_chains")
"""The questions behind the parts; each block of a card names its own."""

_LARGEST_BUBBLE = 500
_MOST_THERAPIES = 14
_MOST_OUTCOMES = 24
_SMALLEST_REM, _LARGEST_REM = 1.15, 2.5
_MOST_TOLD = 3
_STEPS_TO_HUMANS = (Setting.PROPOSED, Setting.MODEL, Setting.IN_VITRO, Setting.ANIMAL, Setting.HUMAN)


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


@dataclass(frozen=True, slots=True)
class ForestRow:
    """An effect with its interval, in figures and as shares of the axis from 0 to 1.

    Attributes:
        study: its key; empty for what was computed here.
        place: where it was read.
    """

    study: str
    name: str
    size: float
    low: float
    high: float
    at: tuple[float, float, float]
    place: str
    is_pooled: bool


@dataclass(frozen=True, slots=True)
class Forest:
    """Effects of one measure on one outcome, of which at least one sums up several studies.

    Attributes:
        null: the size that says that nothing differs, and null_at, its share of the axis.
        ends: the figures at the ends of the axis.
    """

    measure: str
    rows: tuple[ForestRow, ...]
    null: float
    null_at: float
    ends: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Basis:
    """What a link of a chain rests on: how near that is to people, from 1 to ``of``, and a study.

    Attributes:
        step: 0 where the study does not tell.
    """

    words: str
    step: int
    of: int
    study: str


@dataclass(frozen=True, slots=True)
class ChainStep:
    """A mechanism of a therapy: in what and by which studies it was looked at, and which outcomes it leads to."""

    mechanism: str
    links: tuple[Basis, ...]
    outcomes: tuple[tuple[str, str, Basis], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """A question of the card and its short answer, in sentences that need no training."""

    question: str
    sentences: tuple[str, ...]


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
        certainty=each.level.value if each.level is not None else "not rated",
        pips=[*Certainty].index(each.level) + 1 if each.level is not None else 0,
        is_conflicting=each.is_conflicting,
        more=len(found) - 1,
    )


def _caps(cells: list[MapCell], total: int, searched: str | None) -> Iterator[str]:
    yield f"The larger a bubble, the more people; from {_LARGEST_BUBBLE} people on it grows no more."
    if any(cell.people is None for cell in cells):
        yield "Where no number of people was read, the bubble is hollow."
    if any(cell.is_conflicting for cell in cells):
        yield "“!” marks studies that go opposite ways."
    if any(cell.more for cell in cells):
        yield "Of several conditions the one with the most studies is drawn; the card has all."
    if len(cells) < total:
        yield f"Drawn are {len(cells)} of {total} pairs: those of the therapies and outcomes with the most of them."
    yield f"A field left blank: no study in this graph, {_when(searched)}."


def _when(searched: str | None) -> str:
    return f"searched {searched}" if searched else "when they were looked for was not noted"


def silence(therapy: str, outcome: str, searched: str | None) -> str:
    """What is said of a pair that no study looked at.

    >>> silence("Calmol", "Sleep", "2026-11-23")
    'Calmol and Sleep: no study in this graph, searched 2026-11-23.'
    """
    return f"{therapy} and {outcome}: no study in this graph, {_when(searched)}."


def outcomes_of(card: TherapyCard, outcome: str, condition: str = "") -> tuple[OutcomeCard, ...]:
    """What a card says of one outcome by key, in one condition by key, or in all; most studies first."""
    found = [
        each
        for each in card.outcomes
        if str(each.assessment.outcome) == outcome and condition in ("", str(each.assessment.condition or ""))
    ]
    return tuple(sorted(found, key=lambda each: -each.assessment.investigations))


def forests_of(outcome: OutcomeCard, names: Mapping[str, str]) -> tuple[Forest, ...]:
    """The effects on an outcome that can stand on one axis: of one measure, with one that sums up several studies.

    Args:
        outcome: of a card.
        names: of studies by key.
    """
    sized = [row for row in outcome.rows if None not in (row.measure, row.size, row.low, row.high)]
    sized.sort(key=lambda row: (row.measure or "", row.is_synthesis, str(row.fact.study), row.fact.position))
    found = []
    for measure, group in groupby(sized, key=lambda row: row.measure or ""):
        rows = list(group)
        estimate = outcome.estimate if outcome.estimate and outcome.estimate.measure == measure else None
        if estimate is None and not any(row.is_synthesis for row in rows):
            continue
        drawn = [_effect(row, names) for row in rows]
        if estimate is not None:
            name = f"Computed here from {estimate.studies} studies"
            drawn.append(ForestRow("", name, estimate.size, estimate.low, estimate.high, (0, 0, 0), "", is_pooled=True))
        found.append(_on_axis(measure, drawn))
    return tuple(found)


def _effect(row: EffectRow, names: Mapping[str, str]) -> ForestRow:
    study = str(row.fact.study)
    figures = (float(row.size or 0), float(row.low or 0), float(row.high or 0))
    name = names.get(study, study) + (" (synthesis)" if row.is_synthesis else "")
    return ForestRow(study, name, *figures, (0, 0, 0), row.place, row.is_synthesis)


def _on_axis(measure: str, rows: Sequence[ForestRow]) -> Forest:
    """The rows on one axis; ratios stand on a logarithmic one, where twice and half lie equally far from 1."""
    is_ratio = measure.endswith("ratio") and all(row.low > 0 for row in rows)
    scale = math.log if is_ratio else float
    null = 1.0 if measure.endswith("ratio") else 0.0
    figures = [figure for row in rows for figure in (row.low, row.high)] + [null]
    low, high = min(figures), max(figures)
    start, width = scale(low), (scale(high) - scale(low)) or 1.0

    def share(figure: float) -> float:
        return round((scale(figure) - start) / width, 4)

    placed = tuple(
        ForestRow(
            row.study,
            row.name,
            row.size,
            row.low,
            row.high,
            (share(row.low), share(row.high), share(row.size)),
            row.place,
            row.is_pooled,
        )
        for row in rows
    )
    return Forest(measure, placed, null, share(null), (low, high))


def layer_chains(chains: Iterable[MechanismChain]) -> tuple[ChainStep, ...]:
    """Chains of one therapy in layers: mechanism by mechanism, its links to the therapy and on to outcomes.

    What comes nearest to people stands first.
    """
    by_mechanism: dict[str, list[MechanismChain]] = {}
    for chain in chains:
        by_mechanism.setdefault(chain.mechanism, []).append(chain)
    steps = [
        ChainStep(
            mechanism,
            tuple(dict.fromkeys(_setting(each) for each in found)),
            tuple(dict.fromkeys((each.outcome, each.direction, _rung(each)) for each in found)),
        )
        for mechanism, found in sorted(by_mechanism.items())
    ]
    return tuple(sorted(steps, key=lambda step: -max(link.step for link in step.links)))


def _setting(chain: MechanismChain) -> Basis:
    settings = [setting.value for setting in _STEPS_TO_HUMANS]
    step = settings.index(chain.link_basis) + 1 if chain.link_basis in settings else 0
    return Basis(chain.link_basis or "setting not told", step, len(settings), chain.link_study)


def _rung(chain: MechanismChain) -> Basis:
    rungs = [rung.value for rung in Rung]
    step = rungs.index(chain.outcome_basis) + 1 if chain.outcome_basis in rungs else 0
    return Basis(chain.outcome_basis or "no rung", step, len(rungs), chain.outcome_study)


def find_block(card: TherapyCard, topic: CardTopic) -> CardBlock:
    """The block of a card that answers a question."""
    return next(block for block in card.blocks if block.topic is topic)


def short_answers(card: TherapyCard, how_much: str) -> tuple[Answer, ...]:
    """The card's questions in their order, each with an answer of a few sentences; the card below has all of it.

    Args:
        card: of a therapy.
        how_much: how the question on effects is put.
    """
    studied = find_block(card, CardTopic.STUDIED)
    return (
        Answer(studied.topic.value, (*_first_texts(studied.lines, 1), *_people(studied.lines), *_how_sure(card))),
        Answer(how_much, tuple(_amounts(card))),
        Answer(CardTopic.SAFE.value, tuple(_safety(find_block(card, CardTopic.SAFE).lines))),
        Answer(CardTopic.LEFT_OUT.value, _first_texts(find_block(card, CardTopic.LEFT_OUT).lines, _MOST_TOLD)),
    )


def _first_texts(lines: Sequence[CardLine], most: int) -> tuple[str, ...]:
    return tuple(line.text for line in lines[:most])


def _people(lines: Sequence[CardLine]) -> Iterator[str]:
    yield from (line.text for line in lines if line.is_computed and line.query == "therapy_figures")


def _how_sure(card: TherapyCard) -> Iterator[str]:
    levels = [outcome.assessment.level for outcome in card.outcomes]
    if levels:
        counts = Counter(level.value if level is not None else "not rated" for level in levels)
        order = [*(level.value for level in reversed(Certainty)), "not rated"]
        told = ", ".join(f"{name} for {counts[name]}" for name in order if counts[name])
        yield f"Certainty over {len(levels)} questions of outcome and condition: {told}."


def _amounts(card: TherapyCard) -> Iterator[str]:
    """Of the outcomes that most people were studied for, which way each went."""
    best: dict[str, OutcomeCard] = {}
    for each in sorted(card.outcomes, key=lambda each: -each.assessment.investigations):
        best.setdefault(each.outcome, each)
    for each in [*best.values()][:_MOST_TOLD]:
        made = each.assessment
        level = made.level.value if made.level is not None else "not rated"
        studies = "1 study" if made.investigations == 1 else f"{made.investigations} studies"
        goes = {
            "increase": "goes up",
            "decrease": "goes down",
            "no change": "does not change",
            "mixed": "goes different ways",
            "unclear": "changes, and nobody tells which way",
        }.get(made.direction.value, made.direction.value)
        good = {True: "; less is better", False: "; more is better", None: ""}[each.lower_is_better]
        yield f"{each.outcome} {goes} ({studies}{good}). Certainty: {level}."
    if not card.outcomes:
        yield f"No study in this graph reports an effect of it, {_when(card.searched)}."
    elif len(best) > _MOST_TOLD:
        yield f"{len(best) - _MOST_TOLD} more outcomes stand below."


def _safety(lines: Sequence[CardLine]) -> Iterator[str]:
    """How many reports speak of harms, how long people were followed, and what is known of stopping."""
    harms = [line for line in lines if line.query == "therapy_adverse_events"]
    told = {study for line in harms if not line.is_computed for study in line.studies}
    if told:
        speak = "report speaks" if len(told) == 1 else "reports speak"
        yield f"{len(told)} {speak} of unwanted effects; what they say stands below."
    for query in ("therapy_adverse_events", "therapy_follow_up", "therapy_stopping"):
        found = [line for line in lines if line.query == query]
        if query == "therapy_stopping" and len(found) > 1:
            yield f"{len(found)} lines below tell of the time after the treatment."
        elif query == "therapy_adverse_events":
            yield from (line.text for line in found if line.is_computed or not line.studies)
        else:
            yield from (line.text for line in found[:1])
