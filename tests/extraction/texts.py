"""Abstracts for tests."""

from __future__ import annotations

from kg.extraction.passages import Passage, passages_of
from kg.extraction.texts import SourceText

__all__ = ["results_of"]


def results_of(text: str, label: str | None = "RESULTS") -> tuple[Passage, ...]:
    """The sentences of a section of results."""
    return passages_of([SourceText("abstract", text, 0, label)])
