"""The questions of a therapy card, each with an answer of a few plain sentences."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.card_parts import Assessed
from kg.explorer.evidence_view import EvidenceMap
from kg.identifiers import ConceptId
from kg.model.appraisal import Certainty
from kg.model.card import CardBlock, CardLine, CardTopic, TherapyCard

__all__ = ["Answer", "find_block", "name_studies", "short_answers"]

_MOST_TOLD = 3


@dataclass(frozen=True, slots=True)
class Answer:
    """A question of the card and its short answer, in sentences that need no training."""

    question: str
    sentences: tuple[str, ...]


def find_block(card: TherapyCard, topic: CardTopic) -> CardBlock:
    """The block of a card that answers a question."""
    return next(block for block in card.blocks if block.topic is topic)


def name_studies(line: CardLine, card: TherapyCard) -> str:
    """The words of a line, with the name that people call a study by in the place of its key."""
    text = line.text
    for study in line.studies:
        name = card.names.get(study, str(study)).replace("\\", r"\\")
        text = re.sub(rf"(?<![\w-]){re.escape(str(study))}(?![\w-])", name, text)
    return text


def short_answers(card: TherapyCard, made: EvidenceMap, how_much: str) -> tuple[Answer, ...]:
    """The card's questions in their order, each with an answer of a few sentences; the card below has all of it.

    Args:
        card: of a therapy; its outcomes are not looked at.
        made: the map, which has an assessment of each of its outcomes.
        how_much: how the question on effects is put.
    """
    assessed = made.of_therapy(str(card.therapy))
    studied = find_block(card, CardTopic.STUDIED)
    return (
        Answer(studied.topic.value, (*_first_texts(studied.lines, 1), *_people(studied.lines), *_how_sure(assessed))),
        Answer(how_much, tuple(_amounts(assessed, made))),
        Answer(CardTopic.SAFE.value, tuple(_safety(card))),
        Answer(CardTopic.LEFT_OUT.value, _first_texts(find_block(card, CardTopic.LEFT_OUT).lines, _MOST_TOLD)),
    )


def _first_texts(lines: Sequence[CardLine], most: int) -> tuple[str, ...]:
    return tuple(line.text for line in lines[:most])


def _people(lines: Sequence[CardLine]) -> Iterator[str]:
    yield from (line.text for line in lines if line.is_computed and line.query == "therapy_figures")


def _how_sure(assessed: Sequence[Assessed]) -> Iterator[str]:
    levels = [each.level for each in assessed if not each.is_extracted]
    if levels:
        counts = Counter(level.value if level is not None else "not rated" for level in levels)
        order = [*(level.value for level in reversed(Certainty)), "not rated"]
        told = ", ".join(f"{name} for {counts[name]}" for name in order if counts[name])
        yield f"Certainty over {len(levels):,} questions of outcome and condition: {told}."


def _amounts(assessed: Sequence[Assessed], made: EvidenceMap) -> Iterator[str]:
    """Of the outcomes that most studies looked at, which way each went."""
    best: dict[ConceptId, Assessed] = {}
    for each in assessed:
        best.setdefault(each.outcome, each)
    for outcome, each in [*best.items()][:_MOST_TOLD]:
        studies = "1 study" if each.investigations == 1 else f"{each.investigations} studies"
        goes = {
            "increase": "goes up",
            "decrease": "goes down",
            "no change": "does not change",
            "mixed": "goes different ways",
            "unclear": "changes, and nobody tells which way",
        }.get(each.direction.value, each.direction.value)
        good = {True: "; less is better", False: "; more is better", None: ""}[made.less_is_better.get(outcome)]
        yield f"{made.label(outcome)} {goes} ({studies}{good}). Certainty: {each.said_level}."
    if not assessed:
        yield f"No study in this graph reports an effect of it, {made.searched}."
    elif len(best) > _MOST_TOLD:
        yield f"{len(best) - _MOST_TOLD} more outcomes stand below."


def _safety(card: TherapyCard) -> Iterator[str]:
    """How many reports speak of harms, how long people were followed, and what is known of stopping."""
    block = find_block(card, CardTopic.SAFE)
    more = {each.query: "More than " for each in block.cut}
    harms = [line for line in block.lines if line.query == "therapy_adverse_events"]
    told = {study for line in harms if not line.is_computed for study in line.studies}
    if told:
        speak = "report speaks" if len(told) == 1 else "reports speak"
        lead = more.get("therapy_adverse_events", "")
        yield f"{lead}{len(told)} {speak} of unwanted effects; what they say stands below."
    for query in ("therapy_adverse_events", "therapy_follow_up", "therapy_stopping"):
        found = [line for line in block.lines if line.query == query]
        if query == "therapy_stopping" and len(found) > 1:
            yield f"{more.get(query, '')}{len(found)} lines tell of the time after the treatment."
        elif query == "therapy_adverse_events":
            yield from (line.text for line in found if line.is_computed or not line.studies)
        else:
            yield from (name_studies(line, card) for line in found[:1])
