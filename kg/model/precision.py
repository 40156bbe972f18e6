"""How often a rule of extraction was right where somebody had marked the truth: counts, never a guess."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["PrecisionTable", "RulePrecision"]


@dataclass(frozen=True, slots=True)
class RulePrecision:
    """The counts of one rule.

    Attributes:
        rule: its name, as extracted values carry it.
        right, given: how many values it gave that could be judged, and how many of them were right.
        sets: what they were judged against.
    """

    rule: str
    right: int
    given: int
    sets: tuple[str, ...]

    @property
    def share(self) -> float:
        """Right by given."""
        return self.right / self.given


@dataclass(frozen=True, slots=True)
class PrecisionTable:
    """What was measured, and on which day; a rule that is missing was not measured."""

    measured: str
    rules: tuple[RulePrecision, ...]

    def find(self, rule: str) -> RulePrecision | None:
        """The counts of a rule; ``None`` where it was not measured."""
        return next((each for each in self.rules if each.rule == rule), None)

    def tell(self, rule: str) -> str:
        """What is known of a rule, in words.

        >>> table = PrecisionTable("2026-11-26", (RulePrecision("arms/each", 91, 100, ("a corpus",)),))
        >>> table.tell("arms/each"), table.tell("route/named")
        ('right in 0.91 of 100 marked values', 'precision not measured')
        """
        found = self.find(rule)
        if found is None:
            return "precision not measured"
        return f"right in {found.share:.2f} of {found.given} marked values"
