"""What lies beside a generation of the store and holds for the next one too, where only articles differ."""

from __future__ import annotations

from pathlib import Path

from kg.kept_cards import carry_over
from kg.search import carry_index

__all__ = ["carry_beside"]


def carry_beside(before: Path, after: Path) -> None:
    """Take the kept cards and the search index along.

    Args:
        before: the folder of the generation before.
        after: the folder of the new one, which need not be there yet.
    """
    carry_over(before, after)
    carry_index(before, after)
