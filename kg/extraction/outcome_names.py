"""How well a statement names an outcome: by the stems they share, each weighed by how much it tells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg.extraction.directions import without_brackets
from kg.extraction.terms import content_stems, iter_words, weight_of, with_abbreviations

__all__ = ["OutcomeNames", "name_outcome"]

_SHORT_NAME = re.compile(r"\(\s?([A-Za-z0-9][\w/-]{1,11})\s?\)")
_COMMON = 0.15
"""How much less a stem tells for each further sentence that holds it."""

_ELSEWHERE = 0.6
"""What a stem counts that stands in the statement's sentence but outside the statement."""


@dataclass(frozen=True, slots=True)
class OutcomeNames:
    """The names of one outcome.

    Attributes:
        weights: every stem of its full name, with how much it tells in this text.
        names: the full name, the same without brackets, and its short forms, each as stems.
        abbreviations: short forms that the text defines, with the stems they stand for.
    """

    weights: Mapping[str, float]
    names: tuple[frozenset[str], ...]
    abbreviations: Mapping[str, frozenset[str]]

    def stems_of(self, text: str) -> frozenset[str]:
        """The stems of a text, short forms spelled out."""
        return with_abbreviations(content_stems(text), self.abbreviations)

    def score(self, clause: frozenset[str], sentence: frozenset[str]) -> float:
        """How much of the outcome a clause names, from 0 to 1, by the name of it that fits best."""
        return max((self._share(name, clause, sentence) for name in self.names), default=0.0)

    def _share(self, name: frozenset[str], clause: frozenset[str], sentence: frozenset[str]) -> float:
        """The weight of a name's stems that are there, of all; stems outside the clause count less."""
        found = sum(
            self.weights[stem] * (1.0 if stem in clause else _ELSEWHERE if stem in sentence else 0.0) for stem in name
        )
        return found / sum(self.weights[stem] for stem in name)

    def holds(self, words: str) -> bool:
        """Whether a word is one of the outcome's own."""
        return not content_stems(words).isdisjoint(self.weights)


def name_outcome(outcome: str, abbreviations: Mapping[str, frozenset[str]], sentences: Iterable[str]) -> OutcomeNames:
    """The names of an outcome, weighed for a text of these sentences.

    >>> names = name_outcome("body mass index (BMI)", {}, [])
    >>> names.score(names.stems_of("BMI fell"), frozenset())
    1.0
    """
    stems = content_stems(outcome) or frozenset(word.stem for word in iter_words(outcome))
    seen = [content_stems(sentence) for sentence in sentences]
    weights = {stem: weight_of(stem) / (1 + _COMMON * max(0, _count(stem, seen) - 1)) for stem in stems}
    shorts = [short for short in _SHORT_NAME.findall(outcome) if sum(letter.isupper() for letter in short) > 1]
    names = [stems, *(content_stems(name) & stems for name in (without_brackets(outcome), *shorts))]
    return OutcomeNames(weights, tuple(dict.fromkeys(name for name in names if name)), abbreviations)


def _count(stem: str, sentences: list[frozenset[str]]) -> int:
    return sum(stem in sentence for sentence in sentences)
