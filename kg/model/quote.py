"""Quotes, and whether they were found in the source that they are said to be from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kg.model.span import Span

__all__ = ["QuoteProof", "QuoteSource", "QuoteStatus"]


class QuoteStatus(StrEnum):
    """Whether the words stand in the source; a quote that does not is refused and never gets this far."""

    PROVEN = "proven"
    NOT_PROVEN = "not proven"


class QuoteSource(StrEnum):
    """Which text of a publication a quote was found in."""

    ABSTRACT = "abstract"
    FULL_TEXT = "full text"


@dataclass(frozen=True, slots=True)
class QuoteProof:
    """Where a quote stands, word for word, or why that could not be told.

    Attributes:
        found_in: the text that holds it; for one that is not proven, ``None``.
        span: its characters in that text.
        text_hash: SHA-256 of that text.
        reason: why it is not proven.
    """

    status: QuoteStatus
    found_in: QuoteSource | None = None
    span: Span | None = None
    text_hash: str | None = None
    reason: str | None = None

    @property
    def is_proven(self) -> bool:
        """Whether the words may be shown as the source's."""
        return self.status is QuoteStatus.PROVEN
