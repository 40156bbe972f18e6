"""The vocabulary's concepts in a text.

All names are searched at once (Aho & Corasick 1975). A name with several readings stays open unless
the text itself defines it, in the manner of Schwartz & Hearst (2003, "A simple algorithm for
identifying abbreviation definitions in biomedical text").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

import ahocorasick

from kg.identifiers import ConceptId
from kg.model.concept import Concept, ConceptKind, Vocabulary
from kg.model.span import Span
from kg.text.names import abbreviates, as_phrases, fold, fold_name, is_abbreviation, same_letters, with_other_number

__all__ = ["ConceptMatcher", "Mention", "matcher_of"]

_NOTHING_DEFINED: Mapping[str, ConceptId] = MappingProxyType({})
_SHORT_FORM = r"[A-Z0-9][A-Za-z0-9-]{1,9}"
_SHORT_IN_BRACKETS = re.compile(rf"(?:\s[^\W\d_]{{1,20}}){{0,2}}?\s?\((?P<short>{_SHORT_FORM})\)")
_QUALIFIED = (
    (re.compile(r"\b(?:too (?:much|many)|excessive)\s\Z", re.IGNORECASE), "excess {}"),
    (
        re.compile(
            r"\b(?:accelerat|aggravat|exacerbat|hasten|speed|worsen)(?:e?s|e?d|e|ing)?\s(?:up\s)?"
            r"(?:(?:the|this|that|your|their|his|her|its|existing)\s)?\Z",
            re.IGNORECASE,
        ),
        "progress of {}",
    ),
)
"""Words before a name, and what the vocabulary calls the two together."""

_IN_A_STATE = re.compile(r"[a-z]{3,}ed [a-z]{3,}")
_SHORT_BEFORE_BRACKET = re.compile(rf"(?<![\w-])(?P<short>{_SHORT_FORM})\s\(\Z")


_STATES = frozenset({ConceptKind.CONDITION, ConceptKind.CRITERION, ConceptKind.MECHANISM, ConceptKind.OUTCOME})
"""What befalls something, so that "scalp pain" is pain of the scalp; a "cohort study" is no study of a cohort."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text.

    Attributes:
        span: its characters.
        text: the same characters.
        concept: what it means, or ``None`` where it can mean several things.
        candidates: all its readings, that of ``concept`` first.
    """

    span: Span
    text: str
    concept: ConceptId | None
    candidates: tuple[ConceptId, ...]


@dataclass(frozen=True, slots=True)
class _Name:
    """One spelling of one concept; ``as_written`` holds an abbreviation, which counts in capitals only."""

    concept: ConceptId
    is_ambiguous: bool
    as_written: str | None

    def counts_as(self, written: str) -> bool:
        """Whether these characters, equal when folded, are the name."""
        return self.as_written is None or same_letters(self.as_written, written)


_BEING = re.compile(r" (?:is|are|was|were|become|became)")


def matcher_of(vocabulary: Vocabulary) -> ConceptMatcher:
    """The matcher of a vocabulary, built once for all texts that are read with the same concepts."""
    return _matcher_of(tuple(vocabulary))


@lru_cache(maxsize=4)
def _matcher_of(concepts: tuple[Concept, ...]) -> ConceptMatcher:
    return ConceptMatcher(Vocabulary({concept.id: concept for concept in concepts}))


class ConceptMatcher:
    """Finds the concepts of a vocabulary in texts; build it once and use it for many."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._names: dict[str, list[_Name]] = {}
        for concept in vocabulary:
            for label, name in _names_of(concept):
                self._names.setdefault(label, []).append(name)
        self._states = _predicate_pattern(self._names)
        self._automaton = ahocorasick.Automaton()
        for label in self._names:
            self._automaton.add_word(label, label)
        self._automaton.make_automaton()

    def find(self, text: str, *, definitions: Mapping[str, ConceptId] = _NOTHING_DEFINED) -> tuple[Mention, ...]:
        """The names in a text, in order; where two overlap the longer stands, then the earlier.

        Case, hyphens, simple plurals and British or American spelling make no difference, but an
        abbreviation counts only in its own capitals. Of two readings of which one is broader the
        broader is taken; other names with several readings have no ``concept``.

        Args:
            text: what to search.
            definitions: short forms with their meaning, as :meth:`find_definitions` gives them. They
                settle ambiguous names and need not be in the vocabulary.
        """
        found = [*self._iter_defined(text, definitions), *self._iter_named(text)]
        found.sort(key=lambda mention: (mention.span.start - mention.span.end, mention.span.start))
        taken = bytearray(len(text))
        chosen: list[Mention] = []
        for mention in found:
            start, end = mention.span.start, mention.span.end
            if not any(taken[start:end]):
                taken[start:end] = b"\x01" * (end - start)
                chosen.append(self._qualified(text, mention) or mention)
        return tuple(sorted(chosen, key=lambda mention: mention.span))

    def concepts_in(
        self, text: str, *, definitions: Mapping[str, ConceptId] = _NOTHING_DEFINED
    ) -> tuple[ConceptId, ...]:
        """The concepts that a text certainly speaks of, each once, in order of appearance."""
        mentions = self.find(text, definitions=definitions)
        return tuple(dict.fromkeys(mention.concept for mention in mentions if mention.concept))

    def find_definitions(self, text: str, mentions: Iterable[Mention] | None = None) -> dict[str, ConceptId]:
        """What the text says its short forms mean: "body-mass index (BMI)", "BMI (body-mass index)".

        Up to two words may stand between name and bracket ("ultrasound therapy (US)"). A short form counts
        if the vocabulary lists it for the concept or its letters stand in the name in order, the first
        at the start of a word. The first definition in the text holds.

        Args:
            text: what to search.
            mentions: what :meth:`find` found in it, where that is at hand.
        """
        definitions: dict[str, ConceptId] = {}
        for mention in self.find(text) if mentions is None else mentions:
            found = _short_form_beside(text, mention.span)
            if not found or not mention.concept:
                continue
            long_form = text[mention.span.start : max(mention.span.end, found.start("short"))]
            if abbreviates(found["short"], long_form) or self._lists(found["short"], mention.concept):
                definitions.setdefault(found["short"], mention.concept)
        return definitions

    def _lists(self, short: str, concept: ConceptId) -> bool:
        names = self._names.get(fold_name(short), ())
        return any(name.concept == concept and name.counts_as(short) for name in names)

    def _qualified(self, text: str, mention: Mention) -> Mention | None:
        """The excess or progress of what is named ("too much iron"), where the vocabulary has a name for that."""
        for words, form in _QUALIFIED:
            if words.search(text, max(0, mention.span.start - 30), mention.span.start):
                names = self._names.get(form.format(fold_name(mention.text)))
                return self._mention(mention.span, mention.text, names) if names else None
        return None

    def _iter_named(self, text: str) -> Iterator[Mention]:
        if not self._names:
            return
        folded = fold(text)
        for start, end, label in self._iter_labels(folded.text):
            if not folded.is_whole(start, end):
                continue
            span = folded.span(start, end)
            written = span.of(text)
            names = [name for name in self._names[label] if name.counts_as(written)]
            if names:
                yield self._mention(span, written, names)

    def _iter_labels(self, folded: str) -> Iterator[tuple[int, int, str]]:
        """The names in a folded text, those said by a predicate ("the scalp is inflamed") included."""
        for last, label in self._automaton.iter(folded):
            yield last + 1 - len(label), last + 1, label
        for said in self._states.finditer(folded) if self._states and _BEING.search(folded) else ():
            label = f"{said['state']} {said['thing']}"
            if label in self._names:
                yield *said.span(), label

    def _iter_defined(self, text: str, definitions: Mapping[str, ConceptId]) -> Iterator[Mention]:
        if not definitions:
            return
        forms = "|".join(sorted(map(re.escape, definitions), key=len, reverse=True))
        for match in re.finditer(rf"(?<!\w)(?P<short>{forms})s?(?!\w)", text):
            concept = definitions[match["short"]]
            yield Mention(Span(*match.span()), match[0], concept, (concept,))

    def _mention(self, span: Span, written: str, names: list[_Name]) -> Mention:
        readings = tuple(dict.fromkeys(name.concept for name in names))
        if any(name.is_ambiguous for name in names):
            return Mention(span, written, None, readings)
        for reading in readings:
            if all(self._vocabulary.is_within(other, reading) for other in readings):
                others = tuple(other for other in readings if other != reading)
                return Mention(span, written, reading, (reading, *others))
        return Mention(span, written, None, readings)


def _names_of(concept: Concept) -> Iterator[tuple[str, _Name]]:
    ambiguous = set(map(fold_name, concept.ambiguous_labels))
    for label in dict.fromkeys((concept.label, *concept.alternative_labels, *concept.ambiguous_labels)):
        folded = fold_name(label)
        name = _Name(concept.id, folded in ambiguous, label if is_abbreviation(label) else None)
        if folded:
            yield from ((spelling, name) for spelling in with_other_number(folded))
            if concept.kind in _STATES:
                yield from ((spelling, name) for spelling in as_phrases(folded))


def _predicate_pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    """What says of a thing the state that a name of two words gives it: "scalp is (already) inflamed"."""
    pairs = [name.split(" ") for name in names if _IN_A_STATE.fullmatch(name)]
    if not pairs:
        return None
    states, things = ("|".join(sorted(set(words))) for words in zip(*pairs, strict=True))
    return re.compile(
        rf"\b(?P<thing>{things}) (?:is|are|was|were|becomes?|became)(?: [a-z]+(?:ly|y))? (?P<state>{states})\b"
    )


def _short_form_beside(text: str, span: Span) -> re.Match[str] | None:
    """The short form in brackets behind a name, or the one in front of a name in brackets."""
    behind = _SHORT_IN_BRACKETS.match(text, span.end)
    if behind:
        return behind
    if text[span.end : span.end + 1] != ")":
        return None
    return _SHORT_BEFORE_BRACKET.search(text, max(0, span.start - 14), span.start)
