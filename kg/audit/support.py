"""SUP001: does the source speak of what the claim says at all?

The score is how much of the claim's words the best sentences of the source hold. A paraphrase can hold few of them, and
a changed figure leaves them all in place: it tells whether to look further, not whether the claim is borne out.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from kg.audit.assertions import stems_of
from kg.audit.case import Case, Check, called
from kg.audit.pairs import failed, iter_pairs, shown
from kg.extraction.passages import Passage
from kg.model import Finding, Outcome, Reading, Rule, Severity

__all__ = ["CHECKS", "Rarity", "support_score"]

Pair = tuple[str, str]

_SILENT, _SPEAKS_OF_IT = 0.03, 0.17
"""A source that scores less than the first shares its subject with the claim at most; from the second on, it speaks of
much of the claim."""

_FEWEST_WORDS, _FEWEST_SENTENCES = 4, 4
_PREFIX, _HEAVIEST, _FIGURE = 5, 9, 3
_OF_PAIR = 0.25
"""What two words side by side weigh beyond themselves, of what they weigh."""

_MOST_SENTENCES = 8
_UNSEEN = 30
"""So many sources are thought of beside those that are read, so that one alone makes no word rare."""


@dataclass(frozen=True, slots=True)
class Rarity:
    """How rare words are among the sources that are read together: the fewer sources hold one, the more it tells.

    Attributes:
        holding: by word, how many sources hold it.
        sources: how many there are.
    """

    holding: Mapping[str, int] = field(default_factory=dict)
    sources: int = 0

    @classmethod
    def among(cls, sources: Iterable[Sequence[Passage]]) -> Rarity:
        """Counted over the sentences of some sources."""
        words = [frozenset(word for each in passages for word in _words(each.text)) for passages in sources]
        return cls(Counter(word for found in words for word in found), len(words))

    def weight(self, word: str) -> float:
        """Inverse document frequency, as if some sources more had been read that do not hold the word."""
        return math.log((self.sources + _UNSEEN) / (self.holding.get(word, 0) + 1))


def support_score(text: str, passages: Sequence[Passage], rarity: Rarity | None = None) -> float:
    """How much of a claim's words the best sentences of a source hold, from 0 to 1; rare and long words weigh more.

    Words are compared by their first five letters; two that stand side by side in both weigh more. Each sentence
    counts half of the better one before it.

    >>> from kg.extraction.passages import passages_of
    >>> from kg.extraction.texts import SourceText
    >>> passages = passages_of([SourceText("abstract", "Calmol reduced itching.")])
    >>> support_score("Calmol reduces itching.", passages), support_score("Birds sing.", passages)
    (1.0, 0.0)
    """
    weights = _weights(text, rarity or Rarity())
    whole = sum(weights.values())
    if not whole or not passages:
        return 0.0
    held = (sum(weights[each] for each in _words_and_pairs(passage.text) if each in weights) for passage in passages)
    best = sorted(held, reverse=True)[:_MOST_SENTENCES]
    shares = [0.5**place for place in range(len(best))]
    score = sum(share * each for share, each in zip(shares, best, strict=True)) / whole / sum(shares)
    return min(score, 1.0)  # sums of parts can end a rounding above the whole


def _weights(text: str, rarity: Rarity) -> dict[str | Pair, float]:
    """The claim's words by their first letters, and its pairs of neighbours, each with its weight."""
    weights: dict[str | Pair, float] = {
        word[:_PREFIX]: rarity.weight(word[:_PREFIX])
        * (min(len(word), _HEAVIEST) + _FIGURE * any(letter.isdigit() for letter in word))
        for word in stems_of(text)
    }
    weights.update({pair: _OF_PAIR * sum(weights[word] for word in pair) for pair in pairwise(_words(text))})
    return weights


@lru_cache(maxsize=1 << 13)
def _words(text: str) -> tuple[str, ...]:
    return tuple(word[:_PREFIX] for word in stems_of(text))


@lru_cache(maxsize=1 << 13)
def _words_and_pairs(text: str) -> frozenset[str | Pair]:
    words = _words(text)
    return frozenset((*words, *pairwise(words)))


def _rarity(case: Case) -> Rarity:
    """Counted over the sources of the article, once."""
    studied = {source.study.id: source for source in case.sources if source.study is not None}
    return case.remembered("rarity", lambda: Rarity.among([case.passages_of(each) for each in studied.values()]))


def _addressed(case: Case, rule: Rule) -> Iterator[Finding]:
    for claim, source, study, beside in iter_pairs(case):
        score = support_score(claim.text, beside.passages, _rarity(case))
        is_short = (
            len(stems_of(claim.text)) < _FEWEST_WORDS or len(beside.passages) < _FEWEST_SENTENCES or not beside.is_read
        )
        if score >= _SPEAKS_OF_IT and beside.is_read:
            message = f"{called(study)} has a sentence that speaks of much of it; that it bears it out is not said."
            yield case.on_claim(rule, claim, Outcome.PASSED, message, study=study.id)
        elif score > _SILENT or is_short:
            message = f"Too little of {called(study)} was read, or too few words are shared, to tell."
            yield case.on_claim(rule, claim, Outcome.CANNOT_TELL, message, study=study.id)
        else:
            read = "the full text" if source.reading is Reading.FULL_TEXT else "title and abstract"
            told = f"No sentence in {read} of {called(study)} speaks of it."
            details = shown(case, source, study, beside.passages[0])
            yield failed(case, rule, claim, told, "", details, is_sure=False)


CHECKS = (
    Check(
        Rule(
            code="SUP001",
            name="not-addressed",
            version=1,
            severity=Severity.WARNING,
            fails_when="no sentence of the source that could be read shares more than a word or two with the claim;"
            " always a possible conflict, since other words can say the same",
            rationale="A source on another matter bears nothing out, however sound it is.",
            failing="Eating less salt lowers blood pressure in old age.[1] (the source speaks of calmol and itching)",
            passing="Calmol reduced itching in a week.[1] (the source: “Itching was lower after a week of calmol.”)",
        ),
        _addressed,
        reads_english=True,
    ),
)
