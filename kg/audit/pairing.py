"""Which figure of a source is of the same quantity as a figure of a claim.

Each pair of comparable figures is weighed by the company that the two share, near words before far ones, and by the
words that claim and sentence share at all. Figures that agree are paired first, the likeliest first and each once;
what is left of the claim is held against what is left of the sentences.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import chain

from kg.audit.agreement import Agreement, agreement_of, are_comparable
from kg.audit.alignment import content_words
from kg.audit.amounts import Amount, AmountKind, read_amounts
from kg.extraction.passages import Passage
from kg.model import Span

__all__ = ["Comparison", "Pair", "SourceFigures", "Standing", "compare_figures", "read_source"]

_LOCAL, _SHARED = 0.6, 0.4
_FADING = 0.25
_OTHER_SIDE = 0.5
_MOVED = 0.1
_LOOSE = 0.15
"""Taken off for a bare number, whose kind only its value tells, and for another dimension."""

_CLEARLY = 0.1
_VERBATIM = 0.6
"""Where the source gives the claim's value too, only a near copy of the claim with another value contradicts it."""

_FIRM = 0.5
_LEAST_OTHER_UNIT = 0.12
_LEAST_SAME_NOUN = 0.25
_LEAST = dict.fromkeys(AmountKind, 0.4) | {
    AmountKind.TIME: 0.25,
    AmountKind.SHARE: 0.25,
    AmountKind.MULTIPLE: 0.25,
    AmountKind.MEASURE: 0.25,
    AmountKind.FREQUENCY: 0.25,
    AmountKind.PEOPLE: 0.3,
    AmountKind.NUMBER: 0.5,
}
"""Likeness from which two different figures are taken for values of one quantity, where the claim's stands nowhere."""

_TELLING = frozenset({AmountKind.SHARE, AmountKind.MULTIPLE})
_SPEAKS_OF, _STANDS_OUT = 0.12, 0.15


class Standing(StrEnum):
    """How a figure of a claim stands to its source."""

    AGREES = "agrees"
    CONFLICTS = "conflicts"
    UNTOLD = "untold"


@dataclass(frozen=True, slots=True, eq=False)
class SourceFigures:
    """The figures of a source, sentence by sentence, and how telling each of its words is; equal to itself only."""

    passages: tuple[Passage, ...]
    figures: tuple[tuple[Amount, ...], ...]
    words: tuple[frozenset[str], ...]
    weights: dict[str, float]
    unknown: float


@dataclass(frozen=True, slots=True)
class Pair:
    """A figure of a claim beside one of its source.

    Attributes:
        likeness: how likely both are of one quantity, from 0 to 1.
        local: the share of its company that the other keeps; ``shared`` that of the claim's words in the sentence.
    """

    said: Amount
    stated: Amount
    passage: Passage
    agreement: Agreement
    likeness: float
    local: float
    shared: float

    @property
    def is_other_unit(self) -> bool:
        """Whether the same number is given in another unit."""
        return self.said.unit != self.stated.unit and self.said.low == self.stated.low


@dataclass(frozen=True, slots=True)
class Comparison:
    """What was found for one figure: with which it agrees or conflicts, or which is the nearest."""

    said: Amount
    standing: Standing
    pair: Pair | None = None

    @property
    def is_firm(self) -> bool:
        """Whether the two sentences are so much alike that both figures can only be of one quantity."""
        return self.pair is not None and (self.pair.likeness >= _FIRM or self.pair.local >= _FIRM)


def read_source(passages: tuple[Passage, ...]) -> SourceFigures:
    """The figures of a source's sentences; read once for all the claims that lean on it."""
    words = tuple(frozenset(content_words(passage.text)) for passage in passages)
    holding = Counter(chain.from_iterable(words))
    weights = {word: math.log(1 + len(words) / count) for word, count in holding.items()}
    figures = tuple(read_amounts(passage.text) for passage in passages)
    return SourceFigures(passages, figures, words, weights, math.log(2 + len(words)))


@lru_cache(maxsize=256)
def compare_figures(text: str, source: SourceFigures) -> tuple[Comparison, ...]:
    """Each figure of a sentence held against a source; those worked out from two counts are left out."""
    said = [each for each in read_amounts(text) if not each.is_derived]
    pairs = {each: _pairs(text, each, source) for each in said}
    agreeing = {each: _best(pair for pair in pairs[each] if pair.agreement is not Agreement.DIFFERENT) for each in said}
    taken = {(id(pair.passage), pair.stated.span) for pair in agreeing.values() if pair is not None}
    kinds = Counter(each.kind for each in said if not each.is_spread)
    return tuple(_compared(each, pairs[each], agreeing[each], taken, is_only=kinds[each.kind] == 1) for each in said)


def _compared(
    said: Amount, pairs: tuple[Pair, ...], match: Pair | None, taken: set[tuple[int, Span]], *, is_only: bool
) -> Comparison:
    """What the likeliest pairs of a figure come to; a figure that another one of the claim agrees with is no rival.

    ``is_only`` tells that the claim holds no other figure of the kind.
    """
    rival = _best(pair for pair in pairs if _can_contradict(pair) and (id(pair.passage), pair.stated.span) not in taken)
    if rival is None or (match is not None and not _overrules(rival, match)):
        return Comparison(said, Standing.AGREES if match else Standing.UNTOLD, match)
    if match is not None:
        return Comparison(said, Standing.CONFLICTS, rival)
    if rival.likeness >= _least(rival) or (is_only and _is_only_counterpart(rival, pairs)):
        return Comparison(said, Standing.CONFLICTS, rival)
    return Comparison(said, Standing.UNTOLD, rival)


def _overrules(rival: Pair, match: Pair) -> bool:
    """Whether another value is the claim's counterpart although the source gives the claim's value somewhere too."""
    if rival.is_other_unit and not are_comparable(match.said, match.stated):
        return rival.likeness + _CLEARLY >= match.likeness
    return rival.local >= _VERBATIM and rival.likeness > match.likeness + _CLEARLY


def _least(pair: Pair) -> float:
    """The likeness that a pair needs."""
    if pair.is_other_unit:
        return _LEAST_OTHER_UNIT
    same_noun = pair.said.behind[:1] == pair.stated.behind[:1] != ()
    return _LEAST_SAME_NOUN if pair.said.kind is AmountKind.NUMBER and same_noun else _LEAST[pair.said.kind]


def _is_only_counterpart(rival: Pair, pairs: tuple[Pair, ...]) -> bool:
    """Whether the sentence that shares most with the claim offers one figure of the kind, or one far before the others.

    Less need be shared where that figure is the only one of its kind in the source.
    """
    most = max(pair.shared for pair in pairs)
    if rival.said.kind not in _TELLING or rival.shared < most:
        return False
    others = [pair for pair in pairs if _can_contradict(pair) and pair.stated.low != rival.stated.low]
    beside = [pair.local for pair in others if pair.passage is rival.passage]
    if beside:
        stands_out = rival.local >= max(_STANDS_OUT, 2 * max(beside))
        return stands_out and rival.shared >= _SPEAKS_OF
    return rival.shared >= (_SPEAKS_OF if others else _SPEAKS_OF / 2)


def _can_contradict(pair: Pair) -> bool:
    return pair.agreement is Agreement.DIFFERENT and not pair.stated.is_derived


def _best(pairs: Iterable[Pair]) -> Pair | None:
    return max(pairs, key=lambda pair: pair.likeness, default=None)


def _pairs(text: str, said: Amount, source: SourceFigures) -> tuple[Pair, ...]:
    """Every pair of a figure with one of the source that it can be compared with.

    A figure of the same number in a unit of another dimension ("100 mg/dL" for "100 mmol/L") is among them.
    """
    wanted = frozenset(content_words(text))
    whole = sum(source.weights.get(word, source.unknown) for word in wanted) or 1.0
    pairs = []
    for passage, figures, words in zip(source.passages, source.figures, source.words, strict=True):
        comparable = [each for each in figures if _can_pair(said, each)]
        if not comparable:
            continue
        shared = sum(source.weights[word] for word in wanted & words) / whole
        for each in comparable:
            local = _local(said, each, source)
            likeness = _LOCAL * local + _SHARED * shared - (0.0 if are_comparable(said, each) else _LOOSE)
            pairs.append(Pair(said, each, passage, agreement_of(said, each), likeness, local, shared))
    return tuple(pairs)


def _can_pair(said: Amount, stated: Amount) -> bool:
    if are_comparable(said, stated):
        return True
    if agreement_of(said, stated) is not Agreement.DIFFERENT:
        return True
    both = said.kind is stated.kind is AmountKind.MEASURE and said.is_spread is stated.is_spread
    return both and said.low == stated.low and said.high == stated.high


def _local(said: Amount, stated: Amount, source: SourceFigures) -> float:
    """How much of a figure's company the other keeps, near words before far ones."""
    total = kept = 0.0
    for own, same, other in (
        (said.before, stated.before, stated.behind),
        (said.behind, stated.behind, stated.before),
    ):
        for place, word in enumerate(own):
            weight = source.weights.get(word, source.unknown) / (1 + _FADING * place)
            total += weight
            if word in same:
                kept += weight / (1 + _MOVED * abs(same.index(word) - place))
            elif word in other:
                kept += weight * _OTHER_SIDE
    return kept / total if total else 0.0
