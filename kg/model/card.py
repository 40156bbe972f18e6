"""A therapy's card: what its studies say to the questions that people come with, each line with what it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from kg.identifiers import ConceptId, StudyId
from kg.model.appraisal import CertaintyAssessment
from kg.model.searched import Searched

__all__ = [
    "NO_PLACE",
    "CardBlock",
    "CardFigure",
    "CardLine",
    "CardTopic",
    "CutLines",
    "EffectRow",
    "FactKey",
    "OutcomeCard",
    "PooledEstimate",
    "TherapyCard",
]


NO_PLACE = "place not recorded"
"""Said where nobody wrote down which part of a paper a value was read in."""


class CardTopic(StrEnum):
    """The questions of a card, in their order."""

    STUDIED = "Is it well studied?"
    SAFE = "Is it safe and sustainable?"
    LEFT_OUT = "Who was left out?"


@dataclass(frozen=True, slots=True, order=True)
class FactKey:
    """One fact of a study file: the study, and its position among the study's facts from 1."""

    study: StudyId
    position: int


@dataclass(frozen=True, slots=True)
class CardLine:
    """One line.

    Attributes:
        text: what it says.
        studies: those that it rests on.
        facts: the facts, where it rests on single ones.
        is_computed: whether its figures were computed here; otherwise they stand so in the study files.
        query: the bundled question that lists what it rests on.
        is_extracted: whether it tells what rules read of a study that nobody curated, so that it is an estimate.
        further: how many more studies it rests on than are named; only in what :func:`kg.card_parts.shorten` cut.
    """

    text: str
    query: str
    studies: tuple[StudyId, ...] = ()
    facts: tuple[FactKey, ...] = ()
    is_computed: bool = False
    is_extracted: bool = False
    further: int = 0


@dataclass(frozen=True, slots=True)
class CutLines:
    """How many more lines of a block one question lists."""

    query: str
    lines: int


@dataclass(frozen=True, slots=True)
class CardBlock:
    """The lines that answer one question; a block without evidence has the line that says so.

    Attributes:
        topic: the question.
        lines: in their order.
        cut: the lines that are not here; only in what :func:`kg.card_parts.shorten` cut.
    """

    topic: CardTopic
    lines: tuple[CardLine, ...]
    cut: tuple[CutLines, ...] = ()


@dataclass(frozen=True, slots=True)
class CardFigure:
    """One value that a card rests on, and where it was read.

    Attributes:
        study: the key of its study.
        what: the outcome, else the field of the study file.
        value: as the study file has it.
        part: the part of the paper; ``None`` where nobody recorded it.
        address: of the page or the paper; ``None`` where no file has one.
    """

    study: StudyId
    what: str
    value: str
    part: str | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class EffectRow:
    """One effect as published; ``size``, ``low`` and ``high`` only where a study file has them as figures.

    With ``is_extracted`` a rule read it in a record that nobody curated: its position is that of the record's effect.
    """

    fact: FactKey
    name: str
    direction: str
    said: str
    place: str
    is_synthesis: bool = False
    measure: str | None = None
    size: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    is_extracted: bool = False


@dataclass(frozen=True, slots=True)
class PooledEstimate:
    """What was computed from several effects: the size with its 95 % interval, and how many studies went in."""

    measure: str
    size: float
    low: float
    high: float
    studies: int


@dataclass(frozen=True, slots=True)
class OutcomeCard:
    """How much a therapy does to one outcome in one condition.

    Attributes:
        assessment: direction, people and certainty with its steps.
        outcome, condition: names.
        lower_is_better: whether less of the outcome is better; ``None`` if the vocabulary does not say.
        rows: the effects.
        pooled: one estimate of several, in words; empty where there is none.
        not_pooled: why there is none.
        estimate: the one estimate as figures.
        further: how many more effects there are than rows; only where a page shows a part.
    """

    assessment: CertaintyAssessment
    outcome: str
    condition: str | None
    lower_is_better: bool | None
    rows: tuple[EffectRow, ...]
    pooled: str
    not_pooled: tuple[str, ...]
    estimate: PooledEstimate | None = None
    further: int = 0


@dataclass(frozen=True, slots=True)
class TherapyCard:
    """The card of one therapy.

    Attributes:
        therapy, label: the concept.
        narrower: therapies that are kinds of it and have cards of their own, by key.
        searched: when studies were last looked for.
        blocks: well studied, safe and sustainable, who was left out.
        outcomes: how much.
        names: the name of each study that is mentioned.
        figures: what the card rests on, each with its place.
    """

    therapy: ConceptId
    label: str
    narrower: Mapping[str, str]
    searched: Searched
    blocks: tuple[CardBlock, ...]
    outcomes: tuple[OutcomeCard, ...]
    names: Mapping[StudyId, str] = field(default_factory=dict)
    figures: tuple[CardFigure, ...] = ()
