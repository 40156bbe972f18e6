"""The sentences of a source in the order in which they speak of a claim: by shared words, with or without vectors.

Either way is a :class:`Ranker`. Neither tells whether a sentence bears the claim out: one with a changed figure or a
negation stands as high as the true one. Rules that compare words line them up by :mod:`kg.audit.alignment`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Protocol

from kg.audit.rarity import Rarity, word_shares
from kg.extraction.passages import Passage

__all__ = ["ByWords", "Ranker", "find_ranker"]


class Ranker(Protocol):
    """A way to put the sentences of a source in order."""

    @property
    def name(self) -> str:
        """By what it ranks, to be read behind "ranked by"."""

    def rank(self, claim: str, passages: Sequence[Passage], rarity: Rarity) -> tuple[Passage, ...]:
        """The sentences, those nearest to the claim first; equals stay in the order of the source."""


@dataclass(frozen=True, slots=True)
class ByWords:
    """By the words that claim and sentence share, the rare ones weighing more."""

    name: str = "shared words"

    def rank(self, claim: str, passages: Sequence[Passage], rarity: Rarity) -> tuple[Passage, ...]:
        """See :meth:`Ranker.rank`.

        >>> from kg.extraction.passages import passages_of
        >>> from kg.extraction.texts import SourceText
        >>> passages = passages_of([SourceText("abstract", "We asked ten men. Calmol reduced itching.")])
        >>> ByWords().rank("Itching was reduced.", passages, Rarity())[0].text
        'Calmol reduced itching.'
        """
        shares = word_shares(claim, passages, rarity)
        return tuple(passages[at] for at in sorted(range(len(passages)), key=lambda at: -shares[at]))


def find_ranker() -> Ranker:
    """By words and vectors where a package that carries these is installed, else by words alone."""
    if find_spec("wordllama") is None:
        return ByWords()
    from kg.audit.vector_ranking import ByWordsAndVectors  # noqa: PLC0415 - numpy takes 0.1 s that words alone need not pay
    from kg.text.word_vectors import find_word_vectors  # noqa: PLC0415 - as above

    vectors = find_word_vectors()
    return ByWords() if vectors is None else ByWordsAndVectors(vectors)
