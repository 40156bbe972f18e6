"""What a person said about findings beforehand: which need no mending, where that is written, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kg.model.audit import Finding

__all__ = ["Suppressed", "SuppressedBy", "Suppression"]


class SuppressedBy(StrEnum):
    """Where the word of a person stands."""

    ARTICLE = "in the article"
    SETTINGS = "in the settings"
    DECISION = "by a decision"


@dataclass(frozen=True, slots=True)
class Suppression:
    """A person's word that findings of some rules need no mending.

    Attributes:
        rules: the codes of the rules, sorted.
        reason: why; never empty.
        by: where it was said, and source: the file that says so, as it was given.
        line: of that file, from 1; ``None`` where it has no lines to count.
        lines: the first and the last line of the article that it speaks of; ``None`` for the whole article.
        words: only findings on these words; ``None`` for all.
    """

    rules: tuple[str, ...]
    reason: str
    by: SuppressedBy
    source: str
    line: int | None = None
    lines: tuple[int, int] | None = None
    words: str | None = None

    @property
    def place(self) -> str:
        """Where it is written: the file and, where there is one, the line."""
        return self.source if self.line is None else f"{self.source}:{self.line}"


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A finding that stands and is not asked to be mended, with the word of the person who said so."""

    finding: Finding
    by: Suppression
