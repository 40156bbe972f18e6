"""What a sentence takes up from the one before it in its paragraph: "it", "this inflammation".

Only where grammar leaves one reading. A pronoun that is the subject at the front of a sentence goes on with the subject
of the sentence before (Grosz, Joshi & Weinstein 1995, "Centering"; Kameyama 1986 on parallel subjects), if that is one
name in the singular. "It is clear that" and the like take up nothing. "This" before a wide name ("this inflammation")
means the narrower one that the same sentence names in front of it or the sentence before, if that names just one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kg.identifiers import ConceptId
from kg.model.concept import Vocabulary
from kg.text.concepts import Mention
from kg.text.verbs import is_auxiliary, is_finite_form

__all__ = ["TakenUp", "find_narrower", "find_second_subject", "find_subject", "stands_in"]

_OPENING = (
    r"(?:(?:however|therefore|moreover|furthermore|in addition|in fact|indeed|for starters|first|second|finally"
    r"|having said that|that said|likewise|overall|[a-z]{2,20}ly),?\s|(?:but|and|so|yet|also|still),?\s){0,2}"
)
_ADVERBS = r"(?:\s(?:also|even|still|never|now|then|often|always|sometimes|[a-z]{2,20}ly)){0,2}"
_BEGINNING = re.compile(_OPENING, re.IGNORECASE)
_SECOND_CONTENT = re.compile(r"and that it\b(?![’'])", re.IGNORECASE)
_IT = re.compile(rf"{_OPENING}it(?P<verb>[’']s\b|{_ADVERBS}\s(?P<word>[a-z]+(?:[’'][a-z]+)?))", re.IGNORECASE)
_POINTS_AHEAD = re.compile(
    r".{0,60}?\b(?:to|that|if|whether|how|why|what|who)\b|[^a-z]*(?:seem|appear|turn|take|took|happen|follow|remain|matter|cost|help)",
    re.IGNORECASE,
)
"""What follows an "it" that stands for no thing: "it is clear that", "it seems", "it takes years to"."""

_PRONOUN = re.compile(r"\bits?\b(?![’'])", re.IGNORECASE)
_VERB_BEHIND = re.compile(rf"{_ADVERBS}\s(?P<word>[a-z]+(?:[’'][a-z]+)?)", re.IGNORECASE)
_DEMONSTRATIVE = re.compile(r"\bthis\s(?:[a-z-]{3,20}\s)?\Z", re.IGNORECASE)
_PLURAL = re.compile(r"(?:[^su]s|men|women|children|people|mice)\Z", re.IGNORECASE)
_STEM = 5
_FARTHEST = 3
_REACH = 200

Reader = Callable[[str], Sequence[Mention]]
"""Gives the names in a text."""


@dataclass(frozen=True, slots=True)
class TakenUp:
    """A name of an earlier sentence: how many sentences back it stands, and where in that sentence."""

    back: int
    mention: Mention


def find_subject(text: str, earlier: Sequence[str], read: Reader) -> TakenUp | None:
    """The name that an "it" at the front of a sentence stands for, or ``None`` where that is not sure.

    Args:
        text: the sentence.
        earlier: the sentences before it in the paragraph, in order.
        read: gives the names in a text.
    """
    pronoun = _IT.match(text)
    if pronoun is None or not _is_thing(text, pronoun) or not earlier:
        return None
    for back, before in enumerate(earlier[: -_FARTHEST - 1 : -1], start=1):
        if not _IT.match(before):
            subject = _subject_of(before, read(before))
            return TakenUp(back, subject) if subject else None
        if not _is_thing(before, _IT.match(before)):
            return None
    return None


def find_second_subject(text: str, before: str, read: Reader) -> Mention | None:
    """What "it" means in the second of two things said: "shows that pain is rare, *and that it* passes".

    The name in the singular that has a finite verb right behind it in the words before, if that is one.

    Args:
        text: the words from "and that it" on.
        before: the words before them.
        read: gives the names in a text.
    """
    if not _SECOND_CONTENT.match(text):
        return None
    subjects = [mention for mention in read(before) if mention.concept and _is_subject(before, mention)]
    return subjects[0] if len(subjects) == 1 else None


def stands_in(text: str, named: Sequence[Mention]) -> bool:
    """Whether an "it" or "its" of the text comes before every name in it, so that it goes on with the same thing."""
    pronoun = _PRONOUN.search(text)
    return pronoun is not None and all(mention.span.start > pronoun.start() for mention in named)


def find_narrower(
    text: str,
    mention: Mention,
    named: Sequence[Mention],
    before: Sequence[Mention],
    vocabulary: Vocabulary,
) -> tuple[Mention, bool] | None:
    """The one narrower name that "this" and a wide name mean, and whether it stands in the sentence before.

    What the same text names in front comes first. Nothing is taken up from the sentence before where a word of the
    same stem stands between ("if it is *inflamed*, this inflammation").

    Args:
        text: the text that holds the wide name.
        mention: the wide name.
        named: the names in front of it in the text.
        before: the names in the sentence before.
        vocabulary: tells what is narrower than what.
    """
    front = text[max(0, mention.span.start - _REACH) : mention.span.start]
    if mention.concept is None or not _DEMONSTRATIVE.search(front):
        return None
    here = _kinds_of(mention, named, vocabulary)
    if len(here) == 1:
        return here[0], False
    if here or mention.text[:_STEM].lower() in front.lower():
        return None
    there = _kinds_of(mention, before, vocabulary)
    return (there[0], True) if len(there) == 1 and there[0].concept != mention.concept else None


def _kinds_of(wide: Mention, names: Sequence[Mention], vocabulary: Vocabulary) -> list[Mention]:
    """The last mention of each concept that is the wide one, within it or called by its word too."""
    word = f" {wide.text.lower()}"
    found: dict[ConceptId, Mention] = {}
    for name in names:
        if name.concept and wide.concept:
            concept = vocabulary.get(name.concept)
            labels = (concept.label, *concept.alternative_labels)
            if vocabulary.is_within(concept.id, wide.concept) or any(label.lower().endswith(word) for label in labels):
                found[concept.id] = name
    return list(found.values())


def _is_thing(text: str, pronoun: re.Match[str] | None) -> bool:
    """Whether a finite verb follows the "it", and nothing that it only points ahead to."""
    if pronoun is None or _POINTS_AHEAD.match(text, pronoun.start("verb")):
        return False
    return pronoun["word"] is None or is_auxiliary(pronoun["word"]) or is_finite_form(pronoun["word"])


def _subject_of(text: str, mentions: Sequence[Mention]) -> Mention | None:
    """The name in the singular that opens the sentence and has its finite verb right behind it."""
    opening = _BEGINNING.match(text)
    start = opening.end() if opening else 0
    first = next((mention for mention in mentions if mention.span.start == start), None)
    return first if first and first.concept and _is_subject(text, first) else None


def _is_subject(text: str, name: Mention) -> bool:
    """Whether a name is in the singular and has a finite verb right behind it."""
    verb = _VERB_BEHIND.match(text, name.span.end)
    is_verb = verb is not None and (is_auxiliary(verb["word"]) or is_finite_form(verb["word"]))
    return is_verb and not _PLURAL.search(name.text)
