"""What is made of studies by rule: their rung on the ladder, and how certain a question's answer is, step by step.

The rules stand in a table that anyone can read and replace (``data/appraisal.yaml``). The levels are informed by the
approach of Guyatt et al. (BMJ 2008;336:924) and are no rating by people who read the papers.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from kg.identifiers import ConceptId, StudyId
from kg.model.record import NoticeKind
from kg.model.study import Direction

__all__ = [
    "Certainty",
    "CertaintyAssessment",
    "CertaintyStep",
    "DesignRule",
    "NoticeAction",
    "NoticeRule",
    "PeopleRule",
    "RuleTable",
    "Rung",
    "SignalField",
    "SignalRule",
    "StepKind",
    "say_level",
]


class Rung(StrEnum):
    """Where a study stands on the ladder of evidence, the lowest first."""

    PROPOSED = "mechanism proposed"
    PRECLINICAL = "in vitro or animal"
    UNCONTROLLED = "uncontrolled human"
    CONTROLLED = "controlled"
    SYNTHESISED = "synthesised"

    @property
    def height(self) -> int:
        """Its place from 1, the lowest."""
        return [*Rung].index(self) + 1


class Certainty(StrEnum):
    """How certain the answer to a question is, the lowest first."""

    VERY_LOW = "very low"
    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"

    def moved(self, steps: int) -> Certainty:
        """The level so many steps up, or down; never beyond an end.

        >>> Certainty.LOW.moved(-3).value, Certainty.LOW.moved(1).value
        ('very low', 'moderate')
        """
        levels = list(Certainty)
        place = min(max(levels.index(self) + steps, 0), len(levels) - 1)
        return Certainty(levels[place])


class StepKind(StrEnum):
    """What a step of an assessment looks at, in the order of the steps."""

    NOTICES = "notices"
    DESIGN = "design"
    BIAS = "bias"
    INCONSISTENCY = "inconsistency"
    INDIRECTNESS = "indirectness"
    IMPRECISION = "imprecision"
    INTEREST = "publication and interest"
    LARGE_EFFECT = "large effect"
    UNCHECKED = "not checked"
    READ_BY_RULE = "read by rule"


class NoticeAction(StrEnum):
    """What an editorial notice does to a study, the gravest first."""

    EXCLUDE = "exclude"
    """It counts for nothing, and that is said."""
    DOUBT = "doubt"
    """It is shown, and certainty does not rest on it."""
    SAY = "say"
    """It counts, and the notice is said."""


class SignalField(StrEnum):
    """What of a study file a signal is looked for in."""

    DESIGN = "design"
    LIMITATIONS = "limitations"
    CAUTIONS = "cautions"
    INTERESTS = "interests"
    FUNDING = "funding"
    VALUES = "values"
    """The values of its facts on the outcome."""


@dataclass(frozen=True, slots=True)
class DesignRule:
    """The rung of a design; ``start`` is the level that certainty starts from, ``None`` for what shows no effect."""

    design: ConceptId
    rung: Rung
    start: Certainty | None = None


@dataclass(frozen=True, slots=True)
class NoticeRule:
    """What one kind of editorial notice does."""

    kind: NoticeKind
    action: NoticeAction


@dataclass(frozen=True, slots=True)
class SignalRule:
    """Words that tell of a weakness, and how far they lower the level.

    Attributes:
        step: the step that it belongs to.
        says: what the words tell, for the reason.
        fields: where they are looked for.
        words: beginnings of words, without regard to case.
        unless: a text that holds one of these gives no signal.
        share: per cent of the studies that must carry a signal.
        down: levels.
    """

    step: StepKind
    says: str
    fields: tuple[SignalField, ...]
    words: tuple[str, ...]
    share: int
    down: int
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PeopleRule:
    """How far the level goes down where fewer than so many people were studied; the greatest that holds counts."""

    fewer_than: int
    down: int


@dataclass(frozen=True, slots=True)
class RuleTable:
    """The rules of appraisal.

    Attributes:
        designs: by design; one that is missing stands on no rung.
        notices: by kind; one that is missing is only said.
        signals: of bias, inconsistency, indirectness, and interest.
        people: for imprecision.
        same_way: per cent of the studies that must go one way for a direction, with none going the other.
        conflict_down: levels, where studies go opposite ways.
        i2: per cent of a pooled estimate's variation beyond chance from which on it is inconsistent.
        combined_down: levels, where every study gave the therapy together with another one.
        large_ratio: from which ratio on (or its inverse) an effect is large.
        large_up: levels, for a large effect in studies without chance allocation.
        unchecked_cap: the highest level where nobody looked for editorial notices on every study.
        extracted_cap: the highest level of a question that only studies answer which nobody curated; without it such
            studies are not taken in at all.
        searched: until when the curated studies were looked for, as a date in ISO 8601.
    """

    designs: tuple[DesignRule, ...]
    notices: tuple[NoticeRule, ...]
    signals: tuple[SignalRule, ...]
    people: tuple[PeopleRule, ...]
    same_way: int
    conflict_down: int
    i2: int
    combined_down: int
    large_ratio: Decimal
    large_up: int
    unchecked_cap: Certainty
    extracted_cap: Certainty | None = None
    searched: str | None = None


@dataclass(frozen=True, slots=True)
class CertaintyStep:
    """One step of an assessment.

    Attributes:
        kind: what it looks at.
        change: levels up or, below zero, down; 0 where it changed nothing.
        level: after it; ``None`` while nothing can be rated.
        reason: why, with the figures it went by.
        studies: those that it rests on.
    """

    kind: StepKind
    change: int
    reason: str
    level: Certainty | None = None
    studies: tuple[StudyId, ...] = ()


@dataclass(frozen=True, slots=True)
class CertaintyAssessment:
    """How certain it is what a therapy does to an outcome in a condition.

    Attributes:
        therapy, outcome: concepts.
        condition: a concept, studies of narrower ones included; ``None`` gathers studies that state none.
        level: where the steps end; ``None`` if no study shows an effect that certainty could rest on.
        direction: of the outcome; "mixed" where studies differ.
        directions: how many studies go which way, ``increase: 3``.
        is_conflicting: whether studies go opposite ways.
        participants: people in the primary studies that stated a number, each study counted once.
        pooled: the largest number that a synthesis states; it may count the same people.
        investigations: independent studies.
        studies: their reports.
        left_out: reports that a notice excluded.
        steps: in order; the last level is ``level``.
        is_extracted: whether it rests on nothing but what rules read of studies that nobody curated: an estimate.
        read_beside: studies that nobody curated and that rules read an effect of; none of the rest counts them, unless
            ``is_extracted``.
    """

    therapy: ConceptId
    outcome: ConceptId
    condition: ConceptId | None
    level: Certainty | None
    direction: Direction
    directions: tuple[str, ...]
    is_conflicting: bool
    participants: int | None
    pooled: int | None
    investigations: int
    studies: tuple[StudyId, ...]
    left_out: tuple[StudyId, ...]
    steps: tuple[CertaintyStep, ...]
    is_extracted: bool = False
    read_beside: tuple[StudyId, ...] = ()

    @property
    def said_level(self) -> str:
        """The level in words, an estimate told as one."""
        return say_level(self.level, is_extracted=self.is_extracted)


def say_level(level: Certainty | None, *, is_extracted: bool) -> str:
    """A level in words, an estimate told as one.

    >>> say_level(Certainty.LOW, is_extracted=True)
    'low, estimated from studies read by rule'
    """
    name = level.value if level is not None else "not rated"
    return f"{name}, estimated from studies read by rule" if is_extracted else name
