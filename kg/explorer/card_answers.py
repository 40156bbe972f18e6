"""The questions of a therapy card, each with an answer of a few plain sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.model.appraisal import Certainty
from kg.model.card import CardBlock, CardLine, CardTopic, OutcomeCard, TherapyCard

__all__ = ["Answer", "find_block", "short_answers"]

_MOST_TOLD = 3


@dataclass(frozen=True, slots=True)
class Answer:
    """A question of the card and its short answer, in sentences that need no training."""

    question: str
    sentences: tuple[str, ...]


def find_block(card: TherapyCard, topic: CardTopic) -> CardBlock:
    """The block of a card that answers a question."""
    return next(block for block in card.blocks if block.topic is topic)


def short_answers(card: TherapyCard, how_much: str) -> tuple[Answer, ...]:
    """The card's questions in their order, each with an answer of a few sentences; the card below has all of it.

    Args:
        card: of a therapy.
        how_much: how the question on effects is put.
    """
    studied = find_block(card, CardTopic.STUDIED)
    return (
        Answer(studied.topic.value, (*_first_texts(studied.lines, 1), *_people(studied.lines), *_how_sure(card))),
        Answer(how_much, tuple(_amounts(card))),
        Answer(CardTopic.SAFE.value, tuple(_safety(find_block(card, CardTopic.SAFE).lines))),
        Answer(CardTopic.LEFT_OUT.value, _first_texts(find_block(card, CardTopic.LEFT_OUT).lines, _MOST_TOLD)),
    )


def _first_texts(lines: Sequence[CardLine], most: int) -> tuple[str, ...]:
    return tuple(line.text for line in lines[:most])


def _people(lines: Sequence[CardLine]) -> Iterator[str]:
    yield from (line.text for line in lines if line.is_computed and line.query == "therapy_figures")


def _how_sure(card: TherapyCard) -> Iterator[str]:
    levels = [outcome.assessment.level for outcome in card.outcomes if not outcome.assessment.is_extracted]
    if levels:
        counts = Counter(level.value if level is not None else "not rated" for level in levels)
        order = [*(level.value for level in reversed(Certainty)), "not rated"]
        told = ", ".join(f"{name} for {counts[name]}" for name in order if counts[name])
        yield f"Certainty over {len(levels)} questions of outcome and condition: {told}."


def _amounts(card: TherapyCard) -> Iterator[str]:
    """Of the outcomes that most people were studied for, which way each went."""
    best: dict[str, OutcomeCard] = {}
    for each in sorted(card.outcomes, key=lambda each: -each.assessment.investigations):
        best.setdefault(each.outcome, each)
    for each in [*best.values()][:_MOST_TOLD]:
        made = each.assessment
        studies = "1 study" if made.investigations == 1 else f"{made.investigations} studies"
        goes = {
            "increase": "goes up",
            "decrease": "goes down",
            "no change": "does not change",
            "mixed": "goes different ways",
            "unclear": "changes, and nobody tells which way",
        }.get(made.direction.value, made.direction.value)
        good = {True: "; less is better", False: "; more is better", None: ""}[each.lower_is_better]
        yield f"{each.outcome} {goes} ({studies}{good}). Certainty: {made.said_level}."
    if not card.outcomes:
        yield f"No study in this graph reports an effect of it, {card.searched}."
    elif len(best) > _MOST_TOLD:
        yield f"{len(best) - _MOST_TOLD} more outcomes stand below."


def _safety(lines: Sequence[CardLine]) -> Iterator[str]:
    """How many reports speak of harms, how long people were followed, and what is known of stopping."""
    harms = [line for line in lines if line.query == "therapy_adverse_events"]
    told = {study for line in harms if not line.is_computed for study in line.studies}
    if told:
        speak = "report speaks" if len(told) == 1 else "reports speak"
        yield f"{len(told)} {speak} of unwanted effects; what they say stands below."
    for query in ("therapy_adverse_events", "therapy_follow_up", "therapy_stopping"):
        found = [line for line in lines if line.query == query]
        if query == "therapy_stopping" and len(found) > 1:
            yield f"{len(found)} lines below tell of the time after the treatment."
        elif query == "therapy_adverse_events":
            yield from (line.text for line in found if line.is_computed or not line.studies)
        else:
            yield from (line.text for line in found[:1])
