"""Sentences ranked by shared words and by word vectors, so that other words for the same count too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from kg.audit.assertions import fold, telling_words
from kg.audit.rarity import Rarity, word_shares
from kg.extraction.passages import Passage
from kg.text.word_vectors import Vectors, WordVectors

__all__ = ["ByWordsAndVectors"]

_DECIMALS = 4
"""Scores are rounded to so many, so that no order hangs on the last bit of a processor's arithmetic."""


@dataclass(frozen=True, slots=True)
class ByWordsAndVectors:
    """By the words that are shared, and by how like each word of the claim is to the likest one of the sentence.

    The two shares of the claim's words are added, rare words weighing more in both. Likeness is late interaction
    (MaxSim: Khattab and Zaharia 2020, doi 10.1145/3397271.3401075) over static vectors: a word that stands in both
    counts whole, another word for the same in part.
    """

    vectors: WordVectors

    @property
    def name(self) -> str:
        """By what it ranks."""
        return f"shared words and word vectors ({self.vectors.name})"

    def rank(self, claim: str, passages: Sequence[Passage], rarity: Rarity) -> tuple[Passage, ...]:
        """See :meth:`kg.audit.ranking.Ranker.rank`."""
        shares = np.array(word_shares(claim, passages, rarity), dtype=np.float32)
        scores = np.round(shares + self.likeness(claim, passages, rarity), _DECIMALS)
        return tuple(passages[at] for at in np.argsort(-scores, kind="stable"))

    def likeness(self, claim: str, passages: Sequence[Passage], rarity: Rarity) -> Vectors:
        """By sentence, how like its words are to the claim's: 1 where it holds them all, about 0 where none is near."""
        wanted = telling_words(claim)
        weights = np.array([rarity.weight(fold(word)) for word in wanted], dtype=np.float32)
        if not weights.sum() > 0 or not passages:
            return np.zeros(len(passages), dtype=np.float32)
        of_words = _likeness(self.vectors, tuple(passages), wanted)
        likeness: Vectors = np.einsum("pw,w->p", of_words, weights / weights.sum())
        return likeness


@dataclass(frozen=True, slots=True, eq=False)
class _LaidOut:
    """The words of a source's sentences, each once, with its vector.

    Attributes:
        vectors: a row for each word.
        words: the rows of the words of one sentence behind those of the other.
        starts: where the words of each sentence that has any begin among them.
        has_words: by sentence, whether it has any.
    """

    vectors: Vectors
    words: NDArray[np.intp]
    starts: NDArray[np.intp]
    has_words: NDArray[np.bool_]


@lru_cache(maxsize=64)
def _lay_out(vectors: WordVectors, passages: tuple[Passage, ...]) -> _LaidOut:
    sentences = [telling_words(passage.text) for passage in passages]
    row = {word: number for number, word in enumerate(dict.fromkeys(word for each in sentences for word in each))}
    counts = np.array([len(each) for each in sentences], dtype=np.intp)
    starts = np.cumsum(counts) - counts
    words = np.array([row[word] for each in sentences for word in each], dtype=np.intp)
    return _LaidOut(vectors.of(tuple(row)), words, starts[counts > 0], counts > 0)


def _likeness(vectors: WordVectors, passages: tuple[Passage, ...], wanted: tuple[str, ...]) -> Vectors:
    """By sentence and wanted word, how like the word is to the sentence's likest one; 0 where that has no words."""
    source = _lay_out(vectors, passages)
    likeness = np.zeros((len(passages), len(wanted)), dtype=np.float32)
    if source.words.size:
        # Not by BLAS: its threads cost more than they save on so little, and its sums differ between machines.
        of_words = np.einsum("sk,wk->sw", source.vectors, vectors.of(wanted))
        likeness[source.has_words] = np.maximum.reduceat(of_words[source.words], source.starts, axis=0)
    return likeness
