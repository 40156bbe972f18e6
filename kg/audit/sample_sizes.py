"""A claim's number of people held against every number that its source counts people by.

Sizes are told apart from other figures: they are whole, they are counted and not measured, and a source gives its own
at several stages and for each arm. A claim's number that is any of them, or a sum of arms, agrees. One that is none of
them conflicts where the claim says that it is the size of the study or of an arm, and the source gives such a size.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from kg.audit.amounts import Amount, AmountKind
from kg.extraction.counts import find_counts
from kg.extraction.participants import find_participants, headline
from kg.extraction.passages import Passage
from kg.extraction.texts import FULL_TEXT, SourceText
from kg.model import Bound, Span
from kg.model.extraction import CountRole, CountUnit, ExtractedValue, ParticipantCount, TextPlace

__all__ = ["CountedPassage", "SourceSizes", "find_size", "is_size_of_study", "read_sizes", "stated_size"]

_NEAR = 0.1
"""Share by which a number that is called approximate may differ."""

_PEOPLE = frozenset({CountUnit.PEOPLE, CountUnit.ANIMALS})
_NOBODY = frozenset({CountUnit.STUDIES, CountUnit.CLUSTERS})
_ARM = re.compile(r"\b(?:arm|group|cohort)\b", re.IGNORECASE)
_BEFORE = re.compile(
    r"\b(?:(?:arm|group|cohort|sample|stud(?:y|ies)|trials?|experiments?|series|surveys?|report|analysis|research)\s"
    r"(?:(?:that|which)\s)?(?:had|has|have|of|in|with|on|among|included|includes|including|involved|involving|enrolled"
    r"|enrolling|recruited|comprised|comprising|contained|counts|counted|consisted\sof|followed|looked\sat|tracked|tested"
    r"|surveyed|randomi[sz]ed|gave|assigned)|total\sof|sample\ssize\sof)\s(?:(?:an?|only|just|about|the|over|nearly|some|around"
    r"|more\sthan|approximately|almost|total\sof|data\son|data\sfrom)\s)*\Z",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"\s(?:(?:in\s(?:total|all|the\s(?:study|trial))|altogether|overall|took\spart|participated)\b"
    r"|(?:were|was)\s(?:\w+ly\s)?(?:enrol+ed|randomi[sz]ed|recruited|included|assigned|allocated|analy[sz]ed|studied)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class CountedPassage:
    """A sentence of a source, and the characters in it that give a number of people.

    Attributes:
        is_firm: whether the sentence says that people are counted; else nothing tells what the number is of.
        is_sum: whether it is the sum of two.
    """

    passage: Passage
    span: Span
    number: int
    is_firm: bool = True
    is_sum: bool = False


@dataclass(frozen=True, slots=True)
class SourceSizes:
    """Every number of people of a source, and the sizes that it says are those of the study and of its arms."""

    counts: tuple[CountedPassage, ...]
    whole: ExtractedValue[ParticipantCount] | None
    arms: tuple[ExtractedValue[ParticipantCount], ...]
    passages: tuple[Passage, ...]


def read_sizes(passages: tuple[Passage, ...]) -> SourceSizes:
    """The sizes of a source; read once for all the claims that lean on it.

    Which count is the study's is read from title and abstract; any sentence may count people.
    """
    texts = tuple(dict.fromkeys(passage.source for passage in passages if passage.source.part != FULL_TEXT))
    found = find_participants(texts)
    counts = tuple(count for passage in passages for count in _counts(passage))
    return SourceSizes(
        counts,
        headline([each for each in found if each.value.role is not CountRole.ARM]),
        tuple(each for each in found if each.value.role is CountRole.ARM),
        passages,
    )


def is_size_of_study(text: str, said: Amount) -> bool:
    """Whether a sentence says that the people it counts are those of a study or of one of its arms.

    >>> from kg.audit.amounts import read_amounts
    >>> for text in ("The trial enrolled 40 men.", "Of those, 40 men slept."):
    ...     print(is_size_of_study(text, read_amounts(text)[0]))
    True
    False
    """
    if _BEFORE.search(text, 0, said.span.start) or _BEHIND.match(text, said.span.end):
        return True
    if said.bound is not None:
        return False
    found = find_participants([SourceText("abstract", text, 0)])
    told = [each for each in found if each.value.role is not CountRole.STUDIED]
    return any(said.span.start <= each.place.span.start < said.span.end for each in told)


def find_size(text: str, said: Amount, sizes: SourceSizes) -> CountedPassage | None:
    """Where the source gives the claim's number of people, or arms that add up to it; ``None`` where it does not."""
    is_arm = _names_arm(text, said)
    return next((each for each in sizes.counts if _fits(said, each.number) and not (each.is_sum and is_arm)), None)


def stated_size(text: str, said: Amount, sizes: SourceSizes) -> CountedPassage | None:
    """The size that the source gives for what the claim counts: an arm's for an arm, else the whole study's.

    Where the source does not say which count is the study's, it is the largest; an arm's is the nearest.
    """
    firm = [each for each in sizes.counts if each.is_firm and not each.is_sum]
    if _names_arm(text, said):
        arms = [placed for arm in sizes.arms if (placed := _placed(arm, sizes))] or firm
        return min(arms, key=lambda arm: abs(arm.number - said.low), default=None)
    whole = _placed(sizes.whole, sizes) if sizes.whole else None
    return whole or max(firm, key=lambda each: each.number, default=None)


def _names_arm(text: str, said: Amount) -> bool:
    return _ARM.search(text, max(0, said.span.start - 40), said.span.start) is not None


def _placed(found: ExtractedValue[ParticipantCount], sizes: SourceSizes) -> CountedPassage | None:
    place: TextPlace = found.place
    for passage in sizes.passages:
        same = passage.source.part == place.part and passage.source.index == place.index
        if same and passage.span.start <= place.span.start < passage.span.end:
            return CountedPassage(passage, place.span.shifted(-passage.span.start), found.value.number)
    return None


def _counts(passage: Passage) -> Iterator[CountedPassage]:
    """The numbers of a sentence that can count people, and the sums of two that stand beside each other."""
    text = passage.text
    counts = [each for each in find_counts(text, Span(0, len(text))) if each.unit not in _NOBODY]
    for count in counts:
        is_firm = count.n_equals or (count.unit in _PEOPLE and not count.is_share)
        yield CountedPassage(passage, count.span, count.number, is_firm)
    for one, other in pairwise(counts):
        if not (one.is_loose and other.is_loose):
            span = Span(one.span.start, other.span.end)
            yield CountedPassage(passage, span, one.number + other.number, is_firm=False, is_sum=True)


def _fits(said: Amount, number: int) -> bool:
    """Whether a number of people can be this one: equal, within a tenth for "about", on the right side of a bound."""
    if said.kind is not AmountKind.PEOPLE or number <= 0:
        return False
    if said.bound is Bound.AT_LEAST and said.low <= number <= said.low * 2:
        return True
    if said.bound is Bound.AT_MOST and said.low / 2 <= number <= said.low:
        return True
    if said.high > said.low:
        return said.low <= number <= said.high
    allowed = _NEAR * number if said.is_approximate else said.step / 2 if said.step > 1 else 0.0
    return abs(said.low - number) <= allowed
