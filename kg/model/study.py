"""Studies and what they report, each value with its place in the source."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from kg.identifiers import ConceptId, StudyId
from kg.model.record import Record
from kg.model.statistic import EffectMeasure, PSign, Significance

__all__ = [
    "AgeGroup",
    "Blinding",
    "Confidence",
    "CriterionRole",
    "Direction",
    "EligibilityCriterion",
    "Fact",
    "FieldPlace",
    "Intervention",
    "PlacedField",
    "Population",
    "Setting",
    "SourcePlace",
    "Study",
]


class Confidence(StrEnum):
    """How near to the paper a value was read."""

    HIGH = "high"
    """On the publisher's page, in PubMed Central or PubMed, or a plain mirror of PubMed."""
    MEDIUM = "medium"
    """On a page that tabulates or reproduces the paper."""
    LOW = "low"
    """In a lay, forum or commercial summary only."""
    UNSTATED = "unstated"
    """Nobody wrote down where it was read."""


@dataclass(frozen=True, slots=True)
class SourcePlace:
    """Where a value was read: the part of the source, its addresses, and how sure that makes it.

    ``quote`` holds the source's own words for it. They are words of the source only where a
    :class:`~kg.model.quote.QuoteProof` says so.
    """

    part: str | None = None
    addresses: tuple[str, ...] = ()
    confidence: Confidence = Confidence.UNSTATED
    quote: str | None = None


class PlacedField(StrEnum):
    """A field of a study file that has no source of its own, or only that of its group, as files spell its path."""

    DESIGN = "design"
    BLINDING = "blinding"
    COMPARATOR = "comparator"
    ADVERSE_EVENTS = "adverse_events"
    FUNDING = "funding"
    INTERESTS = "interests"
    LIMITATIONS = "limitations"
    ENROLLED = "population.enrolled"
    ANALYSED = "population.analysed"
    INVITED = "population.invited"
    PLANNED = "population.planned"
    STUDIES = "population.studies"
    STUDIES_POOLED = "population.studies_pooled"
    SEX = "population.sex"
    AGE = "population.age"
    CONDITION = "population.condition"
    COUNTRY = "population.country"
    DOSE = "intervention.dose"
    FREQUENCY = "intervention.frequency"
    SESSIONS = "intervention.sessions"
    DURATION = "intervention.duration"


@dataclass(frozen=True, slots=True)
class FieldPlace:
    """Where the value of one field was read; it goes before the source of the group that the field is in."""

    field: PlacedField
    source: SourcePlace


class AgeGroup(StrEnum):
    """Ages as sources name them; the limits differ from source to source, so none are given here."""

    CHILDREN = "children"
    ADOLESCENTS = "adolescents"
    ADULTS = "adults"
    ELDERLY = "elderly"


class Blinding(StrEnum):
    """Who did not know which arm was which, in the source's own terms: "double-blind" is not taken apart."""

    OPEN = "open"
    SINGLE = "single-blind"
    DOUBLE = "double-blind"
    TRIPLE = "triple-blind"
    QUADRUPLE = "quadruple-blind"
    ASSESSOR = "assessor-blind"


@dataclass(frozen=True, slots=True)
class Population:
    """Who was studied. Counts are people (or animals), never hairs or studies unless named so.

    ``groups`` and ``conditions`` are the vocabulary's concepts that ``sex``, ``age`` and
    ``condition`` speak of.
    """

    enrolled: int | None = None
    analysed: int | None = None
    invited: int | None = None
    planned: int | None = None
    studies: int | None = None
    studies_pooled: int | None = None
    sex: str | None = None
    age: str | None = None
    age_groups: tuple[AgeGroup, ...] = ()
    condition: str | None = None
    country: str | None = None
    strain: str | None = None
    groups: tuple[ConceptId, ...] = ()
    conditions: tuple[ConceptId, ...] = ()
    note: str | None = None
    source: SourcePlace = SourcePlace()


@dataclass(frozen=True, slots=True)
class Intervention:
    """What was done, in the source's terms; ``therapies`` and ``co_therapies`` are concepts."""

    therapies: tuple[ConceptId, ...] = ()
    co_therapies: tuple[ConceptId, ...] = ()
    device: str | None = None
    needle_depth: str | None = None
    drug: str | None = None
    dose: str | None = None
    frequency: str | None = None
    sessions: str | None = None
    duration: str | None = None
    site: str | None = None
    arms: str | None = None
    co_intervention: str | None = None
    other_arm: str | None = None
    measured_at: str | None = None
    note: str | None = None
    source: SourcePlace = SourcePlace()


class Direction(StrEnum):
    """Which way an outcome went under the intervention; says nothing of benefit."""

    INCREASE = "increase"
    DECREASE = "decrease"
    NO_CHANGE = "no change"
    MIXED = "mixed"
    UNCLEAR = "unclear"
    """It differs or changes; the source does not say which way."""
    NOT_MEASURED = "not measured"


class Setting(StrEnum):
    """In what a mechanism was looked at; a mechanism never implies efficacy."""

    PROPOSED = "proposed"
    MODEL = "computer model"
    IN_VITRO = "in vitro"
    ANIMAL = "animals"
    HUMAN = "humans"


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that a study reports, in our words, with its figures as published.

    Attributes:
        outcome: the outcome's name as kept in the study file.
        concept: the concept it is about, where the vocabulary has one.
        direction: of the outcome; with one other than "not measured" the fact is an effect.
        value, unit, baseline, follow_up, time_point, p, n: as published, never converted.
        arm, comparator: the groups that the direction sets against each other; a change within one arm has the
            comparator "baseline".
        measure, size: what the size of the effect is, and the size, in ``unit``.
        interval_low, interval_high, interval_level: of the size; the level in per cent.
        p_sign, p_value: the p value in parts that can be compared.
        significance: what the source says of chance; without it the source says nothing.
        derived: what we computed from the published figures, said to be so.
        tested_in: for mechanisms, what they were looked at in.
        note: remark.
        source: where it was read and how sure that makes it.
    """

    outcome: str
    direction: Direction
    concept: ConceptId | None = None
    value: str | None = None
    unit: str | None = None
    baseline: str | None = None
    follow_up: str | None = None
    time_point: str | None = None
    p: str | None = None
    n: str | None = None
    arm: str | None = None
    comparator: str | None = None
    measure: EffectMeasure | None = None
    size: Decimal | None = None
    interval_low: Decimal | None = None
    interval_high: Decimal | None = None
    interval_level: Decimal | None = None
    p_sign: PSign | None = None
    p_value: Decimal | None = None
    significance: Significance | None = None
    derived: str | None = None
    tested_in: Setting | None = None
    note: str | None = None
    source: SourcePlace = SourcePlace()

    @property
    def is_effect(self) -> bool:
        """Whether the fact says which way an outcome went."""
        return self.direction is not Direction.NOT_MEASURED


class CriterionRole(StrEnum):
    """Whether a criterion lets people in or keeps them out."""

    INCLUSION = "inclusion"
    EXCLUSION = "exclusion"


@dataclass(frozen=True, slots=True)
class EligibilityCriterion:
    """One criterion; ``concept`` where the vocabulary has one, ``text`` in our words."""

    role: CriterionRole
    text: str
    concept: ConceptId | None = None
    source: SourcePlace = SourcePlace()


@dataclass(frozen=True, slots=True)
class Study:
    """One investigation and the record that reports it.

    Attributes:
        id: key, also the file's name.
        record: the publication it was read from.
        design: its design as a concept, ``also_designs`` its further parts.
        design_text: the design in our words; ``design_note`` what is uncertain about it.
        blinding: who did not know which arm was which; ``None`` means not seen, not "open".
        species: what was studied; empty means not seen.
        places: where single fields were read, each field once.
        same_study_as: studies whose files report the same investigation, so that all count as one.
        cautions: mistakes in the record itself that a reader or a parser can fall for.
    """

    id: StudyId
    record: Record
    design: ConceptId | None = None
    also_designs: tuple[ConceptId, ...] = ()
    design_text: str | None = None
    design_note: str | None = None
    blinding: Blinding | None = None
    species: tuple[str, ...] = ()
    population: Population | None = None
    intervention: Intervention | None = None
    comparator: str | None = None
    facts: tuple[Fact, ...] = ()
    criteria: tuple[EligibilityCriterion, ...] = ()
    adverse_events: str | None = None
    funding: str | None = None
    interests: str | None = None
    limitations: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()
    places: tuple[FieldPlace, ...] = ()
    same_study_as: tuple[StudyId, ...] = ()
    not_found: str | None = None
    note: str | None = None
