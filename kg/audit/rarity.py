"""How much of a claim's words a sentence holds, where a word weighs more the fewer of the sources read hold it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from kg.audit.assertions import stems_of
from kg.extraction.passages import Passage

__all__ = ["Rarity", "word_shares"]

Pair = tuple[str, str]

_PREFIX, _HEAVIEST, _FIGURE = 5, 9, 3
_OF_PAIR = 0.25
"""What two words side by side weigh beyond themselves, of what they weigh."""

_UNSEEN = 30
"""So many sources are thought of beside those that are read, so that one alone makes no word rare."""


@dataclass(frozen=True, slots=True)
class Rarity:
    """How rare words are among the sources that are read together: the fewer sources hold one, the more it tells.

    Attributes:
        holding: by the beginning of a word, how many sources hold it.
        sources: how many there are.
    """

    holding: Mapping[str, int] = field(default_factory=dict)
    sources: int = 0

    @classmethod
    def among(cls, sources: Iterable[Sequence[Passage]]) -> Rarity:
        """Counted over the sentences of some sources."""
        words = [frozenset(word for each in passages for word in _beginnings(each.text)) for passages in sources]
        return cls(Counter(word for found in words for word in found), len(words))

    def weight(self, stem: str) -> float:
        """What a word weighs, by its stem: the more, the rarer and longer it is, and more for a figure.

        Rarity is the inverse document frequency, as if some sources more had been read that do not hold the word.
        """
        frequency = math.log((self.sources + _UNSEEN) / (self.holding.get(stem[:_PREFIX], 0) + 1))
        return frequency * (min(len(stem), _HEAVIEST) + _FIGURE * any(letter.isdigit() for letter in stem))


def word_shares(text: str, passages: Sequence[Passage], rarity: Rarity) -> tuple[float, ...]:
    """By sentence, how much of a claim's words it holds, from 0 to 1.

    Words are compared by their first five letters; two that stand side by side in both weigh more.
    """
    weights = _weights(text, rarity)
    whole = sum(weights.values())
    if not whole:
        return (0.0,) * len(passages)
    return tuple(
        sum([weights[each] for each in _words_and_pairs(passage.text) if each in weights]) / whole
        for passage in passages
    )


def _weights(text: str, rarity: Rarity) -> dict[str | Pair, float]:
    """The claim's words by their first letters, and its pairs of neighbours, each with its weight."""
    weights: dict[str | Pair, float] = {word[:_PREFIX]: rarity.weight(word) for word in stems_of(text)}
    weights.update({pair: _OF_PAIR * sum(weights[word] for word in pair) for pair in pairwise(_beginnings(text))})
    return weights


@lru_cache(maxsize=1 << 13)
def _beginnings(text: str) -> tuple[str, ...]:
    return tuple(word[:_PREFIX] for word in stems_of(text))


@lru_cache(maxsize=1 << 13)
def _words_and_pairs(text: str) -> tuple[str | Pair, ...]:
    words = _beginnings(text)
    return tuple(dict.fromkeys((*words, *pairwise(words))))
