"""All that the rules read of one study: who was studied and how, what was found, and what cannot be so."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.model.effect import ReportedEffect, StudyFindings
from kg.model.extraction import DataProblem, DesignReading, ExtractedValue, FieldValue, ParticipantCount
from kg.model.study import Fact, Study

__all__ = ["EffectBesideFacts", "EstimatedStudy", "StudyExtraction"]


@dataclass(frozen=True, slots=True)
class StudyExtraction:
    """All of it; a value that the source does not state is absent.

    Attributes:
        design, participants, details: who was studied, and how.
        findings: effects, harms, and the longest follow-up.
        problems: figures that cannot be so, each once.
    """

    design: DesignReading = field(default_factory=DesignReading)
    participants: tuple[ExtractedValue[ParticipantCount], ...] = ()
    details: tuple[FieldValue, ...] = ()
    findings: StudyFindings = field(default_factory=StudyFindings)
    problems: tuple[DataProblem, ...] = ()


@dataclass(frozen=True, slots=True)
class EstimatedStudy:
    """A study in the form of a curated one, all of it read by rule.

    Attributes:
        study: what was read; each fact with its place.
        numbers: which of the record's effects each fact is, from 1.
    """

    study: Study
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class EffectBesideFacts:
    """An effect that was read, and the curated fact on the same outcome, which stands before it.

    Attributes:
        effect: as read.
        fact: the curated fact, ``None`` where nobody curated one that is certainly on the same outcome.
        number: which of the study's facts that is, from 1.
        differs: the fields in which a person wrote something else ("direction", "size"), with what they wrote.
    """

    effect: ReportedEffect
    fact: Fact | None = None
    number: int | None = None
    differs: tuple[tuple[str, str], ...] = ()
