"""A therapy's card as text."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from kg.model.appraisal import CertaintyAssessment
from kg.model.card import NO_PLACE, CardBlock, CardLine, CardTopic, OutcomeCard, TherapyCard

__all__ = ["HOW_MUCH", "NO_RATING", "card_text", "people_in_words", "wrap"]

_WIDTH = 110
_MOST_NAMED = 6
HOW_MUCH = "How much can one expect?"
NO_RATING = "Certainty is worked out by rules over what the study files say; nobody rated the papers by hand."


def card_text(card: TherapyCard) -> str:
    """The whole card; every line names the studies that it rests on and the question that lists them."""
    return "\n".join(_iter_card(card)) + "\n"


def _iter_card(card: TherapyCard) -> Iterator[str]:
    yield card.label
    yield "=" * len(card.label)
    if card.narrower:
        yield from wrap(f"Kinds of it have cards of their own: {', '.join(card.narrower)}.", "")
    for block in card.blocks:
        if block.topic is CardTopic.SAFE:
            yield from _how_much(card)
        yield from _block(block, card)
    yield from _places(card)


def _places(card: TherapyCard) -> Iterator[str]:
    """How many of the figures lead to a part of a paper, and the question that lists the others."""
    lost = sum(figure.part is None for figure in card.figures)
    yield ""
    yield "Where do the figures stand?"
    placed = f"{len(card.figures) - lost} of {len(card.figures)} figures lead to a part of a paper"
    yield from wrap(placed + (f"; of {lost} the {NO_PLACE}." if lost else "."), "  - ")
    yield f"    kg query therapy_figures --therapy {card.therapy}"
    if lost:
        yield f"    kg query therapy_unplaced_figures --therapy {card.therapy}"


def _block(block: CardBlock, card: TherapyCard) -> Iterator[str]:
    yield ""
    yield block.topic.value
    for line in block.lines:
        yield from wrap(line.text + _rests_on(line), "  - ")
    queries = dict.fromkeys(line.query for line in block.lines)
    yield from (f"    kg query {query} --therapy {card.therapy}" for query in queries)


def _rests_on(line: CardLine) -> str:
    ids = list(dict.fromkeys(map(str, line.studies)))
    if not ids or (len(ids) == 1 and ids[0] in line.text):
        return ""
    more = f" and {len(ids) - _MOST_NAMED} more" if len(ids) > _MOST_NAMED else ""
    return f" [{', '.join(ids[:_MOST_NAMED])}{more}]"


def _how_much(card: TherapyCard) -> Iterator[str]:
    yield ""
    yield HOW_MUCH
    if not card.outcomes:
        yield f"  - No study in this graph reports an effect of it ({card.searched})."
        return
    yield from wrap(NO_RATING, "  ")
    for outcome in card.outcomes:
        yield from _outcome(outcome)
    yield f"    kg query evidence_certainty_steps --therapy {card.therapy}"


def _outcome(card: OutcomeCard) -> Iterator[str]:
    made = card.assessment
    yield ""
    yield f"  {card.outcome} in {card.condition or 'people whose condition is not stated'}"
    conflict = "; STUDIES GO OPPOSITE WAYS" if made.is_conflicting else ""
    yield from wrap(f"direction: {made.direction} ({', '.join(made.directions)}{conflict})", "    ")
    yield f"    people: {people_in_words(made)}"
    yield f"    certainty: {made.said_level}"
    for step in made.steps:
        moved = f"{step.change:+d} " if step.change else ""
        yield from wrap(f"{step.kind}: {moved}{step.reason}", "      ")
    for row in card.rows:
        pooled = ", a synthesis" if row.is_synthesis else ""
        said = f"{row.fact.study} #{row.fact.position}: {row.name}: {row.direction}, {row.said} ({row.place}{pooled})"
        yield from wrap(said, "    - ")
    yield from wrap(f"one estimate: {card.pooled or 'none: ' + '; '.join(card.not_pooled)}", "    ")


def people_in_words(made: CertaintyAssessment) -> str:
    """How many people in how many studies.

    A number of nobody is never shown as 0: where none was read, that is said.
    """
    people = f"{made.participants:,} in primary studies" if made.participants is not None else "no number was read"
    pooled = f"; up to {made.pooled:,} in a synthesis, perhaps the same people" if made.pooled is not None else ""
    studies = f"{made.investigations} independent stud{'y' if made.investigations == 1 else 'ies'}"
    return f"{people}{pooled} ({studies})"


def wrap(text: str, lead: str) -> list[str]:
    """A text in lines, the first behind its lead."""
    return textwrap.wrap(text, _WIDTH, initial_indent=lead, subsequent_indent=" " * len(lead), break_long_words=False)
