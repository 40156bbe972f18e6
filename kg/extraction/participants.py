"""Who took part: how many, in which role, in which arm."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.extraction.arms import CountedSentence, counted_value, find_arms
from kg.extraction.counts import Count, find_counts, people_short_forms
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
_OF_PART = re.compile(r"[)%]\s?of\s(?:the\s)?\Z|\b(?:group|arm|subgroup)\b[^.,;]{0,30}\Z", re.IGNORECASE)
_FEWEST = 5
_GROUPS_OF_PEOPLE = ("cases", "controls", "users", "carriers", "recipients")
"""Nouns that name a group by themselves."""
_OF_STUDY = re.compile(
    r"(?:\A\W*|,\s|\b(?:total\sof|in|on|with|among|from|for|identified|reviewed|we\sstudied|studied|overall,|altogether,?|(?<!%\s)(?<!percent\s)(?<!\d\s)of|there\swere"
    r"|in\s(?:all|total),?|performed|:)\s(?:(?:the|these|only|about|approximately)\s)?)\Z",
    re.IGNORECASE,
)
_ITS_PEOPLE = re.compile(
    r"(?:\A\W*|\s[a-z-]+\s|\b(?:of|in|on|with|among|from)\s)(?:patients|women|men|participants|subjects|adults|children|volunteers|individuals|survivors|people|students)"
    r"\s[\[(]?\s?n\s?[=:]\s?\Z|(?:^|\W)(?:sample|total)\s[\[(]?\s?n\s?[=:]\s?\Z",
    re.IGNORECASE,
)
"""Lower-case words before the noun: "DD patients (n = 104)" are those of one arm."""

_Place = tuple[str, int | None, int]
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


def _unsaid(sentences: Sequence[CountedSentence], taken: set[_Place]) -> list[ExtractedValue[ParticipantCount]]:
    """The count of a study that never says at which stage it counts; the first, outside the background.

    It counts the study only where it stands alone in its sentence and nothing singles out a part of the people.
    """
    for sentence in sentences:
        source = sentence.source
        if _BACKGROUND.search(source.label or source.category or ""):
            continue
        firm = [count for count in sentence.counts if not count.is_loose]
        people = [at for at, count in enumerate(firm) if _counts_people(sentence, count)]
        if not people or len(_others(firm, people[0])) > 0:
            continue
        count = firm[people[0]]
        start = (source.part, source.index, count.span.start)
        if start not in taken and LOST not in roles_of(source.text, sentence.span, firm, people[0]):
            return [counted_value(sentence, count, CountRole.STUDIED, "participants/alone")]
    return []


def _others(firm: Sequence[Count], at: int) -> list[Count]:
    """The other counts of people in the sentence that cannot be parts of this one, being as large or before it."""
    people = [count for count in firm if count.unit in (CountUnit.PEOPLE, CountUnit.ANIMALS) and not count.n_equals]
    return [other for other in people if other is not firm[at] and other.number >= firm[at].number]


def _counts_people(sentence: CountedSentence, count: Count) -> bool:
    """Whether the count can be that of the whole study by the words before it."""
    if count.is_share or count.number < _FEWEST or count.unit not in (CountUnit.PEOPLE, CountUnit.ANIMALS, None):
        return False
    if (count.noun or "").lower().endswith(_GROUPS_OF_PEOPLE):
        return False
    before = sentence.source.text[max(sentence.span.start, count.span.start - 60) : count.span.start]
    if _OF_PART.search(before):
        return False
    if count.n_equals:
        return _ITS_PEOPLE.search(before) is not None
    return count.unit is not None and _OF_STUDY.search(before) is not None
