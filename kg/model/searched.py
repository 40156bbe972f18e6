"""When studies were last looked for: what is silent in the graph was silent then, and nobody knows of later."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Searched"]


@dataclass(frozen=True, slots=True)
class Searched:
    """The dates of the last searches, in ISO 8601.

    Attributes:
        pulled: when a database last answered this workspace; ``None`` where nothing was pulled.
        collected: until when the curated studies were looked for, as the rule table has it, or ``None``.
    """

    pulled: str | None = None
    collected: str | None = None

    @property
    def date(self) -> str | None:
        """The later of the two; never the day on which the graph was built."""
        return max((date for date in (self.pulled, self.collected) if date), default=None)

    def __str__(self) -> str:
        """In words.

        >>> print(Searched(pulled="2026-11-26", collected="2026-11-23"))
        searched 2026-11-26
        >>> print(Searched(collected="2026-11-23"))
        searched 2026-11-23 for the curated studies; nothing was pulled
        """
        if self.date is None:
            return "nothing was pulled, and when the curated studies were looked for was not noted"
        return (
            f"searched {self.date}"
            if self.pulled
            else f"searched {self.date} for the curated studies; nothing was pulled"
        )
