"""Contradictions between articles: questions that two of them answer differently."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from kg.model.position import Conflict, PlacedPosition, Question

__all__ = ["find_conflicts"]


def find_conflicts(placed: Iterable[PlacedPosition]) -> tuple[Conflict, ...]:
    """The questions that two articles or more answer differently, by question; what one says twice is not among them.

    Where no two plain assertions of different articles stand against each other, the conflict is only a possible one.
    """
    by_question: dict[Question, list[PlacedPosition]] = defaultdict(list)
    for each in placed:
        by_question[each.position.question].append(each)
    found = []
    for question, positions in sorted(by_question.items()):
        if _differ(positions):
            plain = [each for each in positions if not each.position.hedged]
            ordered = sorted(positions, key=lambda each: (each.position.answer, each.source, each.position.line))
            found.append(Conflict(question, tuple(ordered), possible=not _differ(plain)))
    return tuple(found)


def _differ(positions: Sequence[PlacedPosition]) -> bool:
    """Whether two of different articles have different answers."""
    sources: dict[str, set[str]] = defaultdict(set)
    for each in positions:
        sources[each.position.answer].add(each.source)
    return len(sources) > 1 and len(set.union(*sources.values())) > 1
