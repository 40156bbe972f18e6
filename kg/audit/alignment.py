"""Which sentences of a source speak of a claim: the best first, by the words that they share.

BM25 (Robertson and Zaragoza 2009, doi 10.1561/1500000019) over the sentences of the one source, with word forms folded
together; the weight of a word comes from that source alone, so that a paper's own subject counts for little. A
score is no measure of support: sentences with a changed figure or a negation score as high as the true one.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.extraction.passages import PaperPart, Passage

__all__ = ["RankedPassage", "content_words", "placed_words", "rank_passages"]

_WORD = re.compile(r"[^\W\d_]{2,}(?:-[^\W\d_]{2,})*|\d+(?:[.,]\d+)*")
_EMPTY = frozenset(
    """a about after all also an and any are as at be been being between both but by can could did do does during each
    either for from had has have having in into is it its may might more most no nor not of on only or other our over
    per should since so some such than that the their them then there these they this those through to under up was
    we were what when where whether which while who whose will with within without would""".split()
)
_ENDINGS = re.compile(r"(?:ically|ations?|ingly|ments?|ings?|ally|edly|ions?|ies|ity|ed|es|ly|s|e|y)$")
_SATURATION, _LENGTH = 1.2, 0.5
_SHORTEST_STEM = 4
_TELLING = {PaperPart.RESULTS: 1.15, PaperPart.CONCLUSIONS: 1.1, PaperPart.BACKGROUND: 0.85}
"""A finding is sought: what a paper found goes before what it set out from."""


@dataclass(frozen=True, slots=True)
class RankedPassage:
    """A sentence of a source, how well its words fit the claim (to be compared within the source only), which do."""

    passage: Passage
    score: float
    shared: frozenset[str]


@lru_cache(maxsize=4096)
def content_words(text: str) -> tuple[str, ...]:
    """The words and figures that carry the meaning, in order, their endings taken off.

    >>> content_words("The patients improved, and improvement lasted 12 weeks.")
    ('patient', 'improv', 'improve', 'last', '12', 'week')
    """
    return tuple(word for _, word in placed_words(text))


@lru_cache(maxsize=4096)
def placed_words(text: str) -> tuple[tuple[int, str], ...]:
    """Each content word with the character at which it starts.

    >>> placed_words("The patients improved.")
    ((4, 'patient'), (13, 'improv'))
    """
    found = _WORD.finditer(text.lower())
    return tuple([(match.start(), _fold(match[0])) for match in found if match[0] not in _EMPTY])


@lru_cache(maxsize=1 << 15)
def _fold(word: str) -> str:
    stem = _ENDINGS.sub("", word)
    return stem if len(stem) >= _SHORTEST_STEM else word


@lru_cache(maxsize=4096)
def _tally(text: str) -> Counter[str]:
    """How often each content word stands in a sentence; not to be changed, since all rules share it."""
    return Counter(content_words(text))


@dataclass(frozen=True, slots=True)
class _Counted:
    """The words of the sentences of one source, counted once for all claims on it.

    Attributes:
        words: by sentence, how often each word stands in it.
        lengths: by sentence, how its length compares with the others', for BM25.
        holding: how many sentences hold a word.
    """

    words: tuple[Counter[str], ...]
    lengths: tuple[float, ...]
    holding: Counter[str]


@lru_cache(maxsize=64)
def _count(passages: tuple[Passage, ...]) -> _Counted:
    words = tuple(_tally(passage.text) for passage in passages)
    sizes = [sum(found.values()) for found in words]
    average = sum(sizes) / max(1, len(words))
    lengths = tuple(1 - _LENGTH + _LENGTH * size / average if average else 1.0 for size in sizes)
    return _Counted(words, lengths, Counter(word for found in words for word in found))


def rank_passages(claim: str, passages: Sequence[Passage]) -> tuple[RankedPassage, ...]:
    """Those that share a word with the claim, the best first; equals stay in the order of the source."""
    counted = _count(tuple(passages))
    wanted = dict.fromkeys(content_words(claim))
    number, holding = len(passages), counted.holding
    rare = {
        word: math.log(1 + (number - holding[word] + 0.5) / (holding[word] + 0.5)) for word in wanted if holding[word]
    }
    ranked = []
    for passage, found, length in zip(passages, counted.words, counted.lengths, strict=True):
        shared = [word for word in rare if word in found]
        score = sum(
            rare[word] * (found[word] * (_SATURATION + 1) / (found[word] + _SATURATION * length)) for word in shared
        )
        if shared:
            ranked.append(RankedPassage(passage, score * _TELLING.get(passage.reports, 1.0), frozenset(shared)))
    return tuple(sorted(ranked, key=lambda each: -each.score))
