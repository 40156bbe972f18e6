"""A source's sentences as the rules on people, conditions and therapies read them, each read once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from kg.audit.alignment import content_words
from kg.extraction.passages import Passage
from kg.model import Span
from kg.text.alternatives import find_alternatives
from kg.text.clinical_names import ClinicalName, find_clinical_names, folded_words, names_of
from kg.text.comparison import find_comparison
from kg.text.controls import ControlMention, find_controls
from kg.text.groups import GroupMention, find_groups

__all__ = ["ClaimReading", "SentenceReading", "SourceReading", "Synonyms"]

_STEM = 6
"""Letters in which words of one family agree ("cardiac", "cardiology" do not; "asthma", "asthmatic" do)."""

_COMPARES = re.compile(
    r"\bcompar(?:ed?|ing|es|ison of)\s[^.;]{3,120}?\s(?:with|to|against|and)\s(?P<against>[^.;,()]{3,60})",
    re.IGNORECASE,
)
_PLAIN = re.compile(
    r"\b(?:controls?|baseline|those|other|the rest|before|comparison)\b|\A\W*(?:an?|the)?\s?(?:\d|group|expected)",
    re.IGNORECASE,
)


class SentenceReading:
    """One sentence of a source, and what it names."""

    def __init__(self, passage: Passage) -> None:
        self.passage = passage
        self.text = passage.text
        self.words = frozenset(content_words(self.text))

    @cached_property
    def groups(self) -> tuple[GroupMention, ...]:
        """The groups of people and animals."""
        return find_groups(self.text)

    @cached_property
    def names(self) -> tuple[ClinicalName, ...]:
        """The conditions and therapies."""
        return find_clinical_names(self.text)

    @cached_property
    def folded(self) -> str:
        """All words as names are compared, a space on each side."""
        return f" {' '.join(folded_words(self.text))} "

    @cached_property
    def controls(self) -> tuple[ControlMention, ...]:
        """What controls get."""
        return find_controls(self.text)

    @cached_property
    def alternatives(self) -> tuple[Span, ...]:
        """The things of which some people were given one and some another."""
        return find_alternatives(self.text)

    @cached_property
    def compared_with(self) -> str | None:
        """What stands behind the first comparing word, where that names a therapy or a kind of control."""
        return _compared_with(self.text)


Synonyms = Callable[[ClinicalName], tuple[tuple[str, ...], ...]]
"""All other names of the thing that a name names, as folded words."""


def _no_synonyms(_name: ClinicalName) -> tuple[tuple[str, ...], ...]:
    return ()


class SourceReading:
    """All sentences of a source that are at hand.

    Args:
        passages: the sentences.
        synonyms: what the graph knows of other names, beside the listed ones.
    """

    def __init__(self, passages: Iterable[Passage], synonyms: Synonyms = _no_synonyms) -> None:
        self.passages = tuple(passages)
        self.sentences = tuple(map(SentenceReading, self.passages))
        self.synonyms = synonyms

    @cached_property
    def content(self) -> frozenset[str]:
        """The content words of all sentences."""
        return frozenset().union(*(sentence.words for sentence in self.sentences))

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(word for sentence in self.sentences for word in folded_words(sentence.text))

    @cached_property
    def _stems(self) -> frozenset[str]:
        return frozenset(word[:_STEM] for word in self._words)

    @cached_property
    def _names(self) -> dict[str, ClinicalName]:
        return {name.key: name for sentence in self.sentences for name in sentence.names}

    def speaks_of(self, name: ClinicalName) -> bool:
        """Whether the source can mean this thing anywhere: by any of its names, its initials or its distinct words."""
        if name.key in self._names or all(word[:_STEM] in self._stems for word in name.distinct):
            return True
        listed = (folded_words(name.text), *names_of(name.key), *self.synonyms(name))
        return any(set(words) <= self._words or _initials(words) in self._words for words in listed)


def _initials(words: tuple[str, ...]) -> str | None:
    """The short form of a name of several words; ``None`` for one word."""
    return "".join(word[0] for word in words) if len(words) > 1 else None


@dataclass(frozen=True, slots=True)
class ClaimReading:
    """A claim's words, to be held against sentences."""

    words: frozenset[str]

    @classmethod
    def without(cls, text: str, spans: Iterable[Span]) -> ClaimReading:
        """The content words of a claim outside some stretches of it."""
        for span in spans:
            text = text[: span.start] + " " * (span.end - span.start) + text[span.end :]
        return cls(frozenset(content_words(text)))

    def coverage(self, words: frozenset[str]) -> float:
        """The share of these words that are among others, from 0 to 1."""
        return len(self.words & words) / len(self.words) if self.words else 0.0


def _compared_with(text: str) -> str | None:
    found = find_comparison(text)
    plain = _COMPARES.search(text)
    against = found.against.of(text) if found else plain["against"] if plain else None
    return against if against and not _PLAIN.search(against) else None
