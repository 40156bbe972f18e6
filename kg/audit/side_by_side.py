"""One claim beside one source: all that the two say of each other's directions, denials and certainty, read once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from kg.audit.asking import ask
from kg.audit.assertions import Aligned, align, read_assertion
from kg.audit.changes import Opposition, find_opposition, tells_alike
from kg.audit.contradictions import Contradiction, find_contradiction
from kg.extraction.courses import DENIED
from kg.extraction.directions import ChangeCue, ChangeKind
from kg.extraction.passages import PaperPart, Passage
from kg.extraction.polarity import polarity_of
from kg.extraction.questions import EffectAnswer, EffectQuestion, answer_question
from kg.model import Direction

__all__ = ["Answered", "SideBySide"]

_SAYS_THE_SAME = 0.85
"""From this share on, a sentence says the same but for a word or two, whatever the rest seems to answer."""

_MOST_ASKED = 60
"""Of a full text, only so many sentences are asked: those that share most with the claim."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What the source answers to the question that a claim settles.

    Attributes:
        sign: which way the claim says that the outcome went, 1 for up.
        answer: what the source says; its place is the words that say so.
    """

    question: EffectQuestion
    cue: ChangeCue
    sign: int
    answer: EffectAnswer

    @property
    def is_null(self) -> bool:
        """Whether the source says that the outcome did not move."""
        return self.answer.direction is Direction.NO_CHANGE

    @property
    def is_opposite(self) -> bool:
        """Whether the source says that it went the other way."""
        return self.answer.direction is (Direction.DECREASE if self.sign > 0 else Direction.INCREASE)

    @property
    def is_exchanged(self) -> bool:
        """Whether it says of what the claim compares with that it went the claim's way."""
        return self.is_opposite and self.answer.is_turned

    @property
    def is_alike(self) -> bool:
        """Whether the source says that it went the same way."""
        return self.answer.direction is (Direction.INCREASE if self.sign > 0 else Direction.DECREASE)


class SideBySide:
    """A claim's words beside the sentences of one source; everything else is read when it is first asked for.

    Args:
        text: the claim's words.
        passages: all sentences of the source, in its order.
    """

    def __init__(self, text: str, passages: Sequence[Passage]) -> None:
        self.text = text
        self.passages = passages

    @cached_property
    def aligned(self) -> tuple[Aligned, ...]:
        """The sentences that hold most of the claim's words, the nearest first."""
        return align(self.text, self.passages)

    @property
    def is_read(self) -> bool:
        """Whether anything beyond the source's title is here; a title alone shows no agreement."""
        return any(passage.reports is not PaperPart.TITLE for passage in self.passages)

    @cached_property
    def share(self) -> float:
        """How much of the claim's words the nearest sentence holds, from 0 to 1."""
        return self.aligned[0].share if self.aligned else 0.0

    @cached_property
    def contradiction(self) -> Contradiction | None:
        """The sentence that denies what the claim asserts, or the other way round."""
        return find_contradiction(self.text, self.aligned)

    @cached_property
    def opposition(self) -> Opposition | None:
        """The word of change that a sentence turns round; none where the source answers as the claim does."""
        found = find_opposition(self.text, self.aligned)
        is_loose = found is not None and found.aligned.share < _SAYS_THE_SAME
        return None if is_loose and self.answered is not None and self.answered.is_alike else found

    @cached_property
    def answered(self) -> Answered | None:
        """What the source answers to the claim; ``None`` where it settles no question, or denies.

        A claim that compares nothing is answered only by a denial: which way an arm went is no comparison. That the
        outcome did not move is no answer either where a finding of the source says that it did.
        """
        asked = ask(self.text)
        if asked is None or read_assertion(self.text).denial:
            return None
        answered = self._answer(*asked)
        if answered.is_null and tells_alike(self.text, self.aligned):
            return None
        is_denied = answered.is_null and answered.answer.rule == DENIED
        return answered if asked[0].comparator or is_denied else None

    def _answer(self, question: EffectQuestion, cue: ChangeCue) -> Answered:
        good = polarity_of(question.outcome) or 1
        sign = {ChangeKind.MORE: 1, ChangeKind.LESS: -1, ChangeKind.BETTER: good, ChangeKind.WORSE: -good}[cue.kind]
        asked_of = tuple(self.passages)
        if len(asked_of) > _MOST_ASKED:
            asked_of = tuple(each.passage for each in align(self.text, asked_of, most=_MOST_ASKED))
        return Answered(question, cue, sign, answer_question(question, asked_of))
