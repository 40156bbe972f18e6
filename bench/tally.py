"""How far two multisets agree: precision and recall of what was read against what is there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass

__all__ = ["Tally"]


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of what both hold, of what was read, and of what is there.

    >>> Tally.of("aab", "abc").precision
    0.6666666666666666
    """

    both: int = 0
    read: int = 0
    there: int = 0

    @classmethod
    def of(cls, read: Iterable[Hashable], there: Iterable[Hashable]) -> Tally:
        """The counts for two collections, repeats counted."""
        read, there = Counter(read), Counter(there)
        return cls((read & there).total(), read.total(), there.total())

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.both + other.both, self.read + other.read, self.there + other.there)

    @property
    def precision(self) -> float:
        """The share of what was read that is there; 1 where nothing was read."""
        return self.both / self.read if self.read else 1.0

    @property
    def recall(self) -> float:
        """The share of what is there that was read; 1 where there is nothing."""
        return self.both / self.there if self.there else 1.0
