"""Positions: what a claim answers to a question that other claims may answer otherwise."""

from __future__ import annotations

from dataclasses import dataclass

from kg.identifiers import ConceptId

__all__ = ["Conflict", "PlacedPosition", "Position", "Question"]


@dataclass(frozen=True, slots=True, order=True)
class Question:
    """What is asked, of which therapies, outcomes and conditions; two claims on it can be held against each other.

    Attributes:
        kind: ``effect`` (which way does it move?) or ``alike`` (are they alike?).
        therapies, outcomes, conditions: concepts, sorted.
        limits: the people, routes and added therapies that it is limited to, sorted.
    """

    kind: str
    therapies: tuple[ConceptId, ...]
    outcomes: tuple[ConceptId, ...] = ()
    conditions: tuple[ConceptId, ...] = ()
    limits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Position:
    """What one claim answers to a question.

    Attributes:
        answer: ``benefit``, ``no effect`` or ``harm``; ``alike`` or ``unlike``.
        hedged: whether the claim is not plainly asserted.
        text: the claim's words.
        line: of the file, from 1.
    """

    question: Question
    answer: str
    hedged: bool
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class PlacedPosition:
    """A position with the article that takes it, by the name it was given under."""

    source: str
    position: Position


@dataclass(frozen=True, slots=True)
class Conflict:
    """A question that articles answer differently, with every position on it; ``possible`` where one is hedged."""

    question: Question
    positions: tuple[PlacedPosition, ...]
    possible: bool
