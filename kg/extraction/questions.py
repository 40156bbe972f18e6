"""What an abstract answers to "did this intervention, against that comparator, move this outcome?"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.extraction.arm_names import name_arms
from kg.extraction.clauses import Statement, iter_statements, with_following
from kg.extraction.courses import SAID_OF_BOTH, CourseReader
from kg.extraction.directions import ChangeKind, find_cues, without_brackets
from kg.extraction.outcome_names import name_outcome
from kg.extraction.passages import FINDINGS, PaperPart, Passage, is_intent
from kg.extraction.polarity import polarity_of
from kg.extraction.terms import find_abbreviations
from kg.model.extraction import TextPlace
from kg.model.study import Direction

__all__ = ["EffectAnswer", "EffectQuestion", "answer_question"]

_TRUST = {
    PaperPart.RESULTS: 1.0,
    PaperPart.UNKNOWN: 0.95,
    PaperPart.CONCLUSIONS: 0.93,
    PaperPart.TITLE: 0.6,
    PaperPart.METHODS: 0.3,
    PaperPart.BACKGROUND: 0.25,
}
"""How far each part of a paper is believed to tell what was found."""

_ENOUGH = 0.55
"""Statements that name less of the outcome are not about it."""

_STRONGER = 0.6
"""A statement that compares the arms is believed over one on both if it has this much of its score."""

_OF_INTENT = 0.6
_COVERS_ALL = re.compile(
    r"\b(?:other|secondary|any|all|outcomes?|parameters?|variables?|measures?|end\s?points?|groups|treatments|arms|effect|two)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class EffectQuestion:
    """The three parts of a question, in any words."""

    intervention: str
    comparator: str
    outcome: str


@dataclass(frozen=True, slots=True)
class EffectAnswer:
    """What a text answers.

    Attributes:
        direction: of the outcome under the intervention against the comparator; ``NOT_MEASURED`` where the
            text does not answer.
        place: the statement that answers, ``None`` where none does.
        rule: name of the rule that read it, ``None`` where none did.
        is_turned: whether the statement speaks of the comparator, so that its own words say the opposite.
    """

    direction: Direction
    place: TextPlace | None = None
    rule: str | None = None
    is_turned: bool = False


def answer_question(question: EffectQuestion, passages: tuple[Passage, ...]) -> EffectAnswer:
    """What the passages answer to the question.

    The statement that names most of the outcome decides, results before conclusions before the rest; where it
    says nothing that can be read, the next one does, and at last a denial that covers all outcomes. Where the
    words give good or bad and the outcome's name tells neither, more is taken for good.

    >>> from kg.extraction.texts import SourceText
    >>> from kg.extraction.passages import passages_of
    >>> text = SourceText("abstract", "Pain was lower with zinc than with placebo (p = 0.01).", 0, "RESULTS")
    >>> answer_question(EffectQuestion("zinc", "placebo", "pain"), passages_of([text])).direction.value
    'decrease'
    """
    reader = _reader(question, passages)
    found = [
        scored for passage, following in with_following(passages) for scored in _scored(reader, passage, following)
    ]
    for_both: tuple[float, EffectAnswer] | None = None
    for score, statement in sorted(found, key=lambda each: -each[0]):
        if score < (for_both[0] if for_both else _ENOUGH):
            break
        answer = _answer(reader, statement)
        if answer and answer.rule != SAID_OF_BOTH:
            return answer
        if answer and for_both is None:
            for_both = score * _STRONGER, answer
    return for_both[1] if for_both else _general_denial(found) or EffectAnswer(Direction.NOT_MEASURED)


def _reader(question: EffectQuestion, passages: tuple[Passage, ...]) -> CourseReader:
    texts = tuple(dict.fromkeys(passage.source.text for passage in passages))
    abbreviations = find_abbreviations((question.outcome, question.intervention, question.comparator, *texts))
    outcome = name_outcome(question.outcome, abbreviations, (passage.text for passage in passages))
    arms = name_arms(question.intervention, question.comparator, texts).without(frozenset(outcome.weights))
    return CourseReader(outcome, arms, polarity_of(question.outcome) or 1)


def _scored(reader: CourseReader, passage: Passage, following: Passage | None) -> Iterator[tuple[float, Statement]]:
    """The statements of a sentence with how much of the outcome each names, times how far its part is trusted."""
    sentence = reader.outcome.stems_of(passage.text)
    trust = _TRUST[passage.reports] * (_OF_INTENT if is_intent(passage.text) else 1.0)
    for statement in iter_statements(passage, following):
        yield reader.outcome.score(reader.outcome.stems_of(statement.text), sentence) * trust, statement


def _answer(reader: CourseReader, statement: Statement) -> EffectAnswer | None:
    read = reader.read(statement)
    if read is None:
        return None
    return EffectAnswer(read.direction, statement.passage.place(statement.span), read.rule, is_turned=read.is_turned)


def _general_denial(found: list[tuple[float, Statement]]) -> EffectAnswer | None:
    """A denial that covers all outcomes or all others ("no differences between groups")."""
    for _, statement in found:
        masked = without_brackets(statement.text)
        denies = any(cue.kind is ChangeKind.SAME for cue in find_cues(masked))
        if denies and statement.passage.reports in FINDINGS and _COVERS_ALL.search(masked):
            return EffectAnswer(Direction.NO_CHANGE, statement.passage.place(statement.span), "effects/general-denial")
    return None
