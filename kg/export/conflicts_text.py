"""Contradictions between articles, for people: each question, who answers what, and the sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.model.position import Conflict, PlacedPosition, Question

__all__ = ["to_text"]

_MOST_SHOWN = 5
_ANSWERS = {
    "benefit": "tell of a benefit",
    "no effect": "tell of no effect",
    "harm": "tell of a harm",
    "alike": "call them alike",
    "unlike": "call them unlike",
}


def to_text(conflicts: Iterable[Conflict]) -> str:
    """The contradictions; of the articles on one side five at most are shown, and how many more there are."""
    told = list(conflicts)
    if not told:
        return ""
    count = f"{len(told)} question{'' if len(told) == 1 else 's'}"
    lines = [f"Contradictions between articles: {count}", ""]
    for conflict in told:
        lines += _conflict(conflict)
    return "\n".join(lines).rstrip() + "\n"


def _conflict(conflict: Conflict) -> Iterator[str]:
    sure = "possible contradiction" if conflict.possible else "contradiction"
    yield f"{sure} on {_about(conflict.question)}"
    for answer in dict.fromkeys(each.position.answer for each in conflict.positions):
        side = [each for each in conflict.positions if each.position.answer == answer]
        yield f"  {len({each.source for each in side})} {_ANSWERS.get(answer, answer)}:"
        yield from map(_position, side[:_MOST_SHOWN])
        if len(side) > _MOST_SHOWN:
            yield f"    and {len(side) - _MOST_SHOWN} sentences more"
    yield ""


def _position(each: PlacedPosition) -> str:
    hedged = " (hedged)" if each.position.hedged else ""
    return f"    {each.source}:{each.position.line}: “{each.position.text}”{hedged}"


def _about(question: Question) -> str:
    """A question in the keys of its concepts."""
    told = [" and ".join(map(str, keys)) for keys in (question.therapies, question.outcomes, question.conditions)]
    limits = f" ({', '.join(question.limits)})" if question.limits else ""
    return ", ".join(part for part in told if part) + limits
