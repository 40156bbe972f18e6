"""Whether a claim names the people, conditions and therapies that its source names, by the words of both.

Two ways to a mismatch, and no third. Absent: the source names the thing nowhere, under none of its names, and where it
speaks of the rest of the claim it names another of the same kind. Exchanged: the sentence that says most of the rest
of the claim names another, and no sentence that says about as much names the claim's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Protocol

from kg.audit.alignment import content_words
from kg.audit.source_reading import ClaimReading, SentenceReading, SourceReading
from kg.extraction.passages import PaperPart, is_intent
from kg.model import Outcome, Span
from kg.text.clinical_names import (
    ClinicalKind,
    ClinicalName,
    are_related,
    find_clinical_names,
    folded_words,
    names_of,
    qualified_words,
)
from kg.text.controls import Control, ControlMention, find_controls
from kg.text.groups import GroupAxis, GroupMention, find_groups

__all__ = [
    "SPEAKS",
    "Beside",
    "Judgement",
    "Subject",
    "is_denied",
    "judge_controls",
    "judge_groups",
    "judge_names",
    "judge_subject",
]

SPEAKS = 0.3
"""Share of the rest of a claim that a sentence must have to be taken for what the source says on it."""

_SPEAKS_AS_A_WHOLE = 0.4
"""The same of all sentences together, where the other thing stands in the title."""

_SAYS_THE_SAME = 0.6
"""Share from which a sentence is taken to say what the claim says, but for the thing compared."""

_ABOUT_AS_MUCH = 0.7
"""A sentence with this much of the best one's share may be meant as well."""

_DENIED = re.compile(
    r"\b(?:no|not|without|exclud\w+|unlike|except|whether|other than|rather than|instead of|neither|nor|regardless of)"
    r"\s(?:[\w-]+\s){0,3}\Z",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r"\b(?:(?<!more )(?<!less )(?<!fewer )than|versus|vs\.?|compared (?:with|to)|in contrast to|relative to"
    r"|in comparison (?:with|to))\s(?:(?!in\b|of\b|for\b|among\b)[\w-]+\s){0,3}\Z",
    re.IGNORECASE,
)
_LEFT_OUT = re.compile(
    r"\A[^.;]{0,40}\b(?:(?:was|were|is|are)\s(?:excluded|left out|unknown|not\s(?:included|studied|enrolled|eligible))"
    r"|(?:did|does|do) not (?:apply|take part))\b",
    re.IGNORECASE,
)
_JOINT = re.compile(r"[\s()]*(?:,|/|and|or|,\s?(?:and|or)|&)[\s()]*")
_DIGIT = re.compile(r"\d")
_BLINDED = re.compile(r"\b(?:double|single|triple)[\s-]blind", re.IGNORECASE)


_INERT = re.compile(
    r"\b(?:saline|water|lactose|dextrose|glucose|starch|cellulose|maltodextrin|vehicle|sugar)\b", re.IGNORECASE
)
"""What serves as a placebo without being called one."""

_NO_OTHER = re.compile(
    r"\b(?:controls?|comparison|comparator|same|other|both|neither|respective\w*|conditions?|ratio|standard|intervention"
    r"|treatment|baseline|those|not)\b",
    re.IGNORECASE,
)
"""What may be any kind of control, or is none."""


class Subject(Protocol):
    """A thing that a claim names."""

    @property
    def text(self) -> str:
        """The words that name it."""

    @property
    def span(self) -> Span:
        """Their characters in the claim."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was found on one word of a claim.

    Attributes:
        outcome: failed, passed or cannot tell.
        said: the claim's words, as written; ``at`` is their place in the claim.
        sentence: the source's sentence that was held against them, ``None`` where there is none.
        told: that sentence's words for the same thing.
        is_absent: whether the source names the claim's thing nowhere, rather than elsewhere.
        is_left_out: whether the source says that it left those people out.
        is_noun: whether both are names that can stand for each other as they are.
        with_it: what the source gave beside the claim's thing, where that is what differs.
    """

    outcome: Outcome
    said: str
    at: Span
    sentence: SentenceReading | None = None
    told: str = ""
    is_absent: bool = False
    is_left_out: bool = False
    is_noun: bool = True
    with_it: str = ""


def judge_groups(text: str, source: SourceReading, *, whole: bool = True) -> Iterator[Judgement]:
    """A judgement for each group of people or animals that a claim names outright.

    Args:
        text: the claim.
        source: what it is held against.
        whole: whether what is at hand would name all that the source is about; of a review's abstract it is not so.
    """
    mentions = find_groups(text)
    rest = ClaimReading.without(text, (mention.span for mention in mentions))
    for mention in mentions:
        if is_denied(text, mention.span) or (mention.is_implied and mention.axis is not GroupAxis.SPECIES):
            continue
        is_aside = mention.is_implied or _COMPARED.search(text[: mention.span.start]) is not None
        beside = [_beside_group(mention, each) for each in source.sentences]
        judged = judge_subject(mention, source, rest, beside, least=0.0 if whole and not is_aside else None)
        if judged.outcome is Outcome.FAILED or not mention.is_implied:
            yield judged


def judge_names(text: str, kind: ClinicalKind, source: SourceReading, *, whole: bool = True) -> Iterator[Judgement]:
    """A judgement for each condition, or each therapy, that a claim names; wide classes are left out.

    Args:
        text: the claim.
        kind: which of the two.
        source: what it is held against.
        whole: as for groups.
    """
    names = [name for name in find_clinical_names(text) if name.kind is kind and not name.is_class]
    rest = ClaimReading.without(text, (name.span for name in names))
    wider = _classes(text, kind)
    for name in names:
        compound = qualified_words(text, name) if kind is ClinicalKind.CONDITION else None
        if compound and any(f" {' '.join(compound)} " in each.folded for each in source.sentences):
            yield Judgement(Outcome.PASSED, name.text, name.span)
            continue
        also = frozenset(" ".join(words) for words in source.synonyms(name))
        beside = [_beside_name(name, names, each, also, wider) for each in source.sentences]
        least = _SAYS_THE_SAME if _is_in_list(text, name, names) else SPEAKS
        yield judge_subject(name, source, rest, beside, least=least if whole else None)


def _is_in_list(text: str, name: ClinicalName, names: list[ClinicalName]) -> bool:
    """Whether other names of the kind stand beside it, so that the source may be meant for some of them only."""
    gaps = (
        text[min(name.span.end, other.span.end) : max(name.span.start, other.span.start)]
        for other in names
        if other is not name and not other.span.meets(name.span)
    )
    return any(_JOINT.fullmatch(gap) for gap in gaps)


def judge_controls(text: str, source: SourceReading, *, whole: bool = True) -> Iterator[Judgement]:
    """A judgement for each kind of control (placebo, usual care, no treatment) that a claim names."""
    mentions = find_controls(text)
    rest = ClaimReading.without(text, (mention.span for mention in mentions))
    for mention in mentions:
        beside = [_beside_control(mention, text, each) for each in source.sentences]
        yield judge_subject(mention, source, rest, beside, least=SPEAKS if whole else None)


def is_denied(text: str, span: Span) -> bool:
    """Whether a sentence denies a group or leaves it out.

    >>> is_denied("No women took part.", Span(3, 8)), is_denied("It helped women.", Span(10, 15))
    (True, False)
    """
    return bool(_DENIED.search(text[: span.start]) or _LEFT_OUT.match(text[span.end :]))


@dataclass(frozen=True, slots=True)
class Beside:
    """What one sentence says on a thing.

    Attributes:
        agrees: whether it names the same.
        other: what else of the kind it names.
        is_implied: whether it does so only by implication.
        is_its_trial: whether it tells what was given instead of something that the claim names too.
    """

    agrees: bool
    other: str | None
    is_implied: bool = False
    is_its_trial: bool = False


def _beside_group(mention: GroupMention, sentence: SentenceReading) -> Beside:
    found = [each for each in sentence.groups if each.axis is mention.axis]
    others = sorted((each for each in found if not mention.agrees(each)), key=lambda each: _unlike(mention, each))
    return Beside(len(others) < len(found), others[0].text if others else None, bool(others) and others[0].is_implied)


def _unlike(mention: GroupMention, other: GroupMention) -> tuple[bool, bool]:
    """How little another group's words can stand in the place of these: implied ones, then a figure for a word."""
    return other.is_implied, _DIGIT.search(mention.text) is None and _DIGIT.search(other.text) is not None


def _classes(text: str, kind: ClinicalKind) -> frozenset[tuple[str, ...]]:
    """The classes of several words that a claim names ("kidney disease"), folded."""
    named = (folded_words(name.text) for name in find_clinical_names(text) if name.kind is kind and name.is_class)
    return frozenset(words for words in named if len(words) > 1)


def _is_of(name: ClinicalName, classes: frozenset[tuple[str, ...]]) -> bool:
    """Whether a name is one of a class by its own words: "chronic kidney disease" is a kidney disease."""
    return any(words[-len(each) :] == each for words in names_of(name.key) for each in classes)


def _beside_name(
    name: ClinicalName,
    names: list[ClinicalName],
    sentence: SentenceReading,
    also: frozenset[str],
    wider: frozenset[tuple[str, ...]],
) -> Beside:
    """What a sentence says on a condition, therapy or outcome.

    ``also`` are other names of it, folded; what is one of the claim's own wider classes is no other thing.
    """
    said = {each.key for each in names}
    found = [each for each in sentence.names if each.kind is name.kind]
    same = [each for each in found if are_related(each.key, name.key) or each.distinct & name.distinct]
    others = [each for each in found if each.key not in said and not each.is_class and each not in same]
    others = [each for each in others if not _is_of(each, wider)]
    if also:
        others = [each for each in others if " ".join(folded_words(each.text)) not in also]
    is_named = bool(same) or any(f" {words} " in sentence.folded for words in also)
    return Beside(is_named, others[0].text if others else None)


def _beside_control(mention: ControlMention, claim: str, sentence: SentenceReading) -> Beside:
    same = any(each.kind is mention.kind for each in sentence.controls)
    may_be = mention.kind is Control.DUMMY and _BLINDED.search(sentence.text) is not None
    others = [each.text for each in sentence.controls if each.kind is not mention.kind]
    against = sentence.compared_with
    if against and against.lower() not in claim.lower():
        others.append(against)
    instead = _instead(claim, sentence)
    if instead and not same and not (mention.kind is Control.DUMMY and _INERT.search(instead)):
        return Beside(agrees=False, other=instead, is_its_trial=True)
    return Beside(same or may_be, others[0] if others else None)


def _is_aim(sentence: SentenceReading, subject: Subject) -> bool:
    """Whether a sentence tells what was to be found out, or is a title that names one of several outcomes only."""
    if sentence.passage.reports is PaperPart.TITLE:
        return isinstance(subject, ClinicalName) and subject.kind is ClinicalKind.OUTCOME
    return is_intent(sentence.text)


def _instead(claim: str, sentence: SentenceReading) -> str | None:
    """What a sentence says that others were given, where one of the things that it tells apart is the claim's."""
    said = frozenset(_telling(claim))
    shares = [(span, _telling(span.of(sentence.text))) for span in sentence.alternatives]
    own = [bool(words) and 2 * len(said.intersection(words)) >= len(words) for _, words in shares]
    others = [span.of(sentence.text) for span, words in shares if words and said.isdisjoint(words)]
    named = [each for each in others if not _NO_OTHER.search(each)]
    return named[0] if any(own) and named and len(named) + sum(own) == len(shares) else None


def _telling(text: str) -> tuple[str, ...]:
    return tuple(word for word in content_words(text) if word.isalpha())


def _is_its_subject(source: SourceReading, rest: ClaimReading, clashes: list[int]) -> bool:
    """Whether the source as a whole speaks of the rest of a claim, and its title names the other thing."""
    in_title = any(source.sentences[index].passage.reports is PaperPart.TITLE for index in clashes)
    return in_title and rest.coverage(source.content) >= _SPEAKS_AS_A_WHOLE


def judge_subject(
    subject: Subject,
    source: SourceReading,
    rest: ClaimReading,
    beside: list[Beside],
    *,
    least: float | None,
) -> Judgement:
    """The judgement on one thing that a claim names, by what each sentence says on it.

    ``least`` is the share of the claim from which a source that names only others counts, ``None`` for never.
    """
    shares = [rest.coverage(sentence.words) for sentence in source.sentences]
    same = max((share for share, each in zip(shares, beside, strict=True) if each.agrees), default=0.0)
    clashes = [index for index, each in enumerate(beside) if each.other and not each.agrees]
    is_named = any(each.agrees for each in beside) or (isinstance(subject, ClinicalName) and source.speaks_of(subject))
    judged = Judgement(
        Outcome.PASSED if is_named else Outcome.CANNOT_TELL,
        subject.text,
        subject.span,
        is_absent=not is_named,
        is_noun=not isinstance(subject, GroupMention),
    )
    if is_named:
        clashes = [index for index in clashes if not _is_aim(source.sentences[index], subject)]
    if not clashes:
        return judged
    best = max(
        clashes, key=lambda index: (not beside[index].is_implied, shares[index] + SPEAKS * beside[index].is_its_trial)
    )
    share, other = shares[best], beside[best].other
    is_spoken_of = least is not None and (
        share >= least or beside[best].is_its_trial or (least <= SPEAKS and _is_its_subject(source, rest, clashes))
    )
    is_absent = not is_named and is_spoken_of
    is_exchanged = is_named and share >= _SAYS_THE_SAME and same < share * _ABOUT_AS_MUCH
    if not (is_absent or is_exchanged):
        return judged
    return replace(judged, outcome=Outcome.FAILED, sentence=source.sentences[best], told=other or "")
