"""Who took part: how many, in which role, in which arm."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.extraction.arms import CountedSentence, counted_value, find_arms
from kg.extraction.counts import find_counts, people_short_forms
from kg.extraction.roles import LOST, is_whole_of, roles_of
from kg.extraction.texts import SourceText
from kg.model.extraction import CountRole, CountUnit, ExtractedValue, ParticipantCount
from kg.text.sentences import split_sentences

__all__ = ["find_participants", "headline"]

_TAKES_PART = frozenset({CountUnit.PEOPLE, CountUnit.ANIMALS, CountUnit.BODY_PARTS, None})
_BACKGROUND = re.compile(
    r"background|introduction|objective|aim|purpose|conclusion|importance|context|interpretation|discussion",
    re.IGNORECASE,
)
_PRIORITY = (
    CountRole.RANDOMISED,
    CountRole.ENROLLED,
    CountRole.ANALYSED,
    CountRole.PLANNED,
    CountRole.STUDIED,
    CountRole.COMPLETED,
)


def find_participants(texts: Sequence[SourceText]) -> tuple[ExtractedValue[ParticipantCount], ...]:
    """The counts of participants that the texts state, in order: each with its role, arms by arm."""
    short_forms = people_short_forms("\n".join(source.text for source in texts))
    sentences = [
        CountedSentence(source, span, find_counts(source.text, span, short_forms))
        for source in texts
        for span in split_sentences(source.text)
    ]
    sentences = [sentence for sentence in sentences if sentence.counts]
    totals = {
        count.number
        for sentence in sentences
        for count in sentence.counts
        if count.unit in _TAKES_PART and not count.is_loose and count.number > 2
    }
    arms = find_arms(sentences, totals)
    taken = {(arm.place.part, arm.place.index, arm.place.span.start) for arm in arms}
    wholes = [
        whole
        for sentence in sentences
        for whole in _wholes(sentence)
        if (whole.place.part, whole.place.index, whole.place.span.start) not in taken
    ]
    wholes += _unsaid(sentences, taken) if not any(v.value.role in _PRIORITY[:4] for v in wholes) else []
    return (*wholes, *arms)


def headline(found: Sequence[ExtractedValue[ParticipantCount]]) -> ExtractedValue[ParticipantCount] | None:
    """The one count that stands for the study: randomised before enrolled before analysed; people before others."""
    for role in _PRIORITY:
        of_role = [each for each in found if each.value.role is role]
        if of_role:
            return max(of_role, key=lambda each: (each.value.unit is CountUnit.PEOPLE, each.value.number))
    return None


def _wholes(sentence: CountedSentence) -> Iterator[ExtractedValue[ParticipantCount]]:
    firm = [count for count in sentence.counts if not count.is_loose]
    for at, count in enumerate(firm):
        if count.unit not in _TAKES_PART or (count.unit is None and not (at or count.n_equals or count.is_share)):
            continue
        if at and firm[at - 1].is_share and is_whole_of(sentence.source.text, firm[at - 1], count):
            continue
        for role in roles_of(sentence.source.text, sentence.span, firm, at):
            if role == LOST:
                break
            if isinstance(role, CountRole):
                yield counted_value(sentence, count, role, "participants/verb")


def _unsaid(
    sentences: Sequence[CountedSentence], taken: set[tuple[str, int | None, int]]
) -> list[ExtractedValue[ParticipantCount]]:
    """The count of a study that never says at which stage it counts; the first, outside the background."""
    for sentence in sentences:
        source = sentence.source
        if _BACKGROUND.search(source.label or source.category or ""):
            continue
        firm = [count for count in sentence.counts if not count.is_loose]
        for at, count in enumerate(firm):
            if (count.unit is not CountUnit.PEOPLE and not count.n_equals) or count.unit not in _TAKES_PART:
                continue
            if (source.part, source.index, count.span.start) in taken or count.is_share:
                continue
            if LOST in roles_of(source.text, sentence.span, firm, at):
                continue
            return [counted_value(sentence, count, CountRole.STUDIED, "participants/first-count")]
    return []
