"""Diagnostic signs: what can be seen or done to tell what is the matter, and what each can and cannot tell."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kg.identifiers import ConceptId, StudyId

__all__ = ["DiagnosticSign", "SignReading", "SignScope"]


class SignScope(StrEnum):
    """Whether a sign tells something."""

    CAN = "can"
    CANNOT = "cannot"


@dataclass(frozen=True, slots=True)
class SignReading:
    """One thing that a sign can or cannot tell, in our words, and the studies that say so."""

    tells: SignScope
    text: str
    studies: tuple[StudyId, ...]


@dataclass(frozen=True, slots=True)
class DiagnosticSign:
    """A sign, by the concept that it is, and what it tells."""

    concept: ConceptId
    readings: tuple[SignReading, ...]
