"""What was read out of a record by rule: each value with the place it stands at and the rule that read it.

Nothing here is a judgement or a guess: a value that the source does not state is absent. Curated facts
(:mod:`kg.model.study`) stand beside these and override them field by field; neither replaces the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from kg.model.span import Span

__all__ = ["ExtractedValue", "TextPlace"]

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
