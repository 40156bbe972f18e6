"""What was read out of a record by rule: each value with the place it stands at and the rule that read it.

Nothing here is a judgement or a guess: a value that the source does not state is absent. Curated facts
(:mod:`kg.model.study`) stand beside these and override them field by field; neither replaces the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from kg.identifiers import ConceptId
from kg.model.span import Span

__all__ = [
    "CountRole",
    "CountUnit",
    "DataProblem",
    "DesignReading",
    "ExtractedValue",
    "FieldValue",
    "ParticipantCount",
    "TextPlace",
]

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class TextPlace:
    """Where in a source a value stands, proven by its characters.

    Attributes:
        part: which text of the source: ``title``, ``abstract``, ``full text``, or a list of the record
            (``publication types``, ``MeSH headings``, ``registrations`` ...).
        index: which section of the abstract, or which member of the list, from 0; ``None`` where the part is one text.
        span: its characters in that text.
        quote: the same characters, word for word.
    """

    part: str
    index: int | None
    span: Span
    quote: str

    def __str__(self) -> str:
        """Part, section or member from 1, and characters: ``abstract 2: 45-50``.

        >>> str(TextPlace("abstract", 1, Span(45, 50), "ten m"))
        'abstract 2: 45-50'
        """
        number = "" if self.index is None else f" {self.index + 1}"
        return f"{self.part}{number}: {self.span.start}-{self.span.end}"


@dataclass(frozen=True, slots=True)
class ExtractedValue(Generic[T_co]):
    """One value, where it was read, and by which rule.

    Attributes:
        value: what was read.
        place: where.
        rule: name of the rule that read it, such as ``participants/n-equals``; its family is what stands before
            the stroke.
    """

    value: T_co
    place: TextPlace
    rule: str


class CountRole(StrEnum):
    """What a count of participants says about them; counts of different roles are never compared."""

    PLANNED = "planned"
    SCREENED = "screened"
    ENROLLED = "enrolled"
    RANDOMISED = "randomised"
    ANALYSED = "analysed"
    COMPLETED = "completed"
    ARM = "arm"
    """The participants of one arm or group."""
    STUDIED = "studied"
    """The source counts them without saying at which stage."""


class CountUnit(StrEnum):
    """What is counted; people and the parts of their bodies are kept apart."""

    PEOPLE = "people"
    ANIMALS = "animals"
    BODY_PARTS = "body parts"
    CLUSTERS = "clusters"
    STUDIES = "studies"
    SAMPLES = "samples"


@dataclass(frozen=True, slots=True)
class ParticipantCount:
    """How many, of what, in which role.

    Attributes:
        number: as stated, in words or digits.
        noun: the counted noun as written; ``None`` where the source leaves it out ("n = 31", "40 completed").
        group: of an arm, the words that name it, as far as they stand beside the number.
    """

    role: CountRole
    number: int
    unit: CountUnit = CountUnit.PEOPLE
    noun: str | None = None
    group: str | None = None


@dataclass(frozen=True, slots=True)
class DesignReading:
    """What publication types, headings and text say of the design, and which of them decided.

    Attributes:
        decided: the designs that stand, the main one first; none where nothing states one.
        typed: what publication types and MeSH headings say; ``told`` what title and abstract say.
        disagreement: in words, where the two cannot both be so; ``None`` where they agree or one is silent.
    """

    decided: tuple[ExtractedValue[ConceptId], ...] = ()
    typed: tuple[ExtractedValue[ConceptId], ...] = ()
    told: tuple[ExtractedValue[ConceptId], ...] = ()
    disagreement: str | None = None


@dataclass(frozen=True, slots=True)
class FieldValue:
    """A value of one field of a study file (``population.sex``, ``intervention.dose``), in the source's words.

    ``curated`` is what a person wrote into that field, where it is something else.
    """

    field: str
    extracted: ExtractedValue[str]
    curated: str | None = None


@dataclass(frozen=True, slots=True)
class DataProblem:
    """A figure or statement that cannot be so, kept as it stands.

    Attributes:
        what: in words.
        place: where it stands in a text of the source; ``None`` where it stands in none.
        file_place: where it stands in a study file, ``smith-2020.yaml:11 population.analysed``.
    """

    what: str
    place: TextPlace | None = None
    file_place: str | None = None
