"""Two snapshots of an article compared: which claims and references are kept, reworded, added and removed.

A claim is kept if its words are the same: fingerprint and ordinal. The kept claims that stand in the same order in
both snapshots cut each into stretches. Within a stretch, that is at the same place, a claim that went and one that came
are the same claim reworded if they share enough words: Dice's coefficient of their words (Dice 1945, "Measures of the
Amount of Ecologic Association Between Species"), twice the shared words over all words of both, counted with repeats.
The most alike pair is matched first. A reference is kept if an identifier, or all of its words, are the same; it is
reworded by the same measure, wherever it stands.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from kg.model import Article, Claim, Reference

__all__ = [
    "ArticleComparison",
    "Change",
    "ClaimChange",
    "ReferenceChange",
    "compare_articles",
    "compare_claims",
    "likeness",
]

_Thing = TypeVar("_Thing")
_WORD = re.compile(r"\w+")
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_ALIKE = 0.5
"""From this likeness on, two claims at the same place are one claim reworded."""

_ALIKE_REFERENCE = 0.7
"""References share years, journals and short words, so they must be more alike."""

_NEIGHBOURS = 200
"""How far from its relative place within a stretch a reworded claim is looked for."""


class Change(StrEnum):
    """What became of something between two snapshots."""

    KEPT = "kept"
    REWORDED = "reworded"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class ClaimChange:
    """What became of one claim; ``old`` or ``new`` is ``None`` where it was not there.

    Attributes:
        likeness: of a reworded claim, from 0 to 1.
        figures: of a reworded claim, its figures before and after where they differ.
        negation: whether a reworded claim gained or lost a negation.
    """

    change: Change
    old: Claim | None = None
    new: Claim | None = None
    likeness: float | None = None
    figures: tuple[tuple[str, ...], tuple[str, ...]] | None = None
    negation: bool = False


@dataclass(frozen=True, slots=True)
class ReferenceChange:
    """What became of one reference; ``renumbered`` where it is listed under other numbers than before."""

    change: Change
    old: Reference | None = None
    new: Reference | None = None
    likeness: float | None = None
    renumbered: bool = False


@dataclass(frozen=True, slots=True)
class ArticleComparison:
    """What became of each claim and reference, in the order of the newer snapshot; what went stands last."""

    old: Article
    new: Article
    claims: tuple[ClaimChange, ...]
    references: tuple[ReferenceChange, ...]

    @property
    def is_same(self) -> bool:
        """Whether every claim and every reference is kept."""
        changes = {*(one.change for one in self.claims), *(one.change for one in self.references)}
        return changes <= {Change.KEPT}


def compare_articles(old: Article, new: Article) -> ArticleComparison:
    """What became of each claim and reference between two snapshots."""
    return ArticleComparison(old, new, compare_claims(old.claims, new.claims), tuple(_references(old, new)))


def likeness(first: str, second: str) -> float:
    """How alike two texts are in their words, from 0 to 1 (Dice's coefficient).

    >>> likeness("Oil helps men.", "oil helps women"), likeness("Oil", "water")
    (0.6666666666666666, 0.0)
    """
    return _dice(_words(first), _words(second))


def _words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(text.casefold()))


def _dice(first: Counter[str], second: Counter[str]) -> float:
    both = first.total() + second.total()
    return 2 * (first & second).total() / both if both else 1.0


def compare_claims(old: Sequence[Claim], new: Sequence[Claim]) -> tuple[ClaimChange, ...]:
    """What became of each claim, in the order of the newer ones; what went stands last."""
    return tuple(_claims(old, new))


def _claims(old: Sequence[Claim], new: Sequence[Claim]) -> Iterator[ClaimChange]:
    before = {claim.key: index for index, claim in enumerate(old)}
    kept = {index: before[claim.key] for index, claim in enumerate(new) if claim.key in before}
    reworded = _reworded(old, new, kept)
    for index, claim in enumerate(new):
        if index in kept:
            yield ClaimChange(Change.KEPT, old[kept[index]], claim)
        elif index in reworded:
            at, share = reworded[index]
            yield _rewording(old[at], claim, share)
        else:
            yield ClaimChange(Change.ADDED, new=claim)
    gone = set(range(len(old))) - set(kept.values()) - {at for at, _ in reworded.values()}
    for index in sorted(gone):
        yield ClaimChange(Change.REMOVED, old=old[index])


def _rewording(old: Claim, new: Claim, share: float) -> ClaimChange:
    figures = (tuple(_FIGURE.findall(old.text)), tuple(_FIGURE.findall(new.text)))
    differ = Counter(figures[0]) != Counter(figures[1])
    negation = bool(old.negations) != bool(new.negations)
    return ClaimChange(Change.REWORDED, old, new, share, figures if differ else None, negation)


def _reworded(old: Sequence[Claim], new: Sequence[Claim], kept: Mapping[int, int]) -> dict[int, tuple[int, float]]:
    """The reworded claims: place in the new snapshot, to place in the old one and likeness."""
    anchors = _in_order(kept)
    new_cuts, old_cuts = [at for at, _ in anchors], [at for _, at in anchors]
    stretches: dict[int, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    came_from = set(kept.values())
    for index in range(len(old)):
        if index not in came_from:
            stretches[bisect_left(old_cuts, index)][0].append(index)
    for index in range(len(new)):
        if index not in kept:
            stretches[bisect_left(new_cuts, index)][1].append(index)
    found: dict[int, tuple[int, float]] = {}
    for went, came in stretches.values():
        pairs = _match([old[at].text for at in went], [new[at].text for at in came], _ALIKE)
        found |= {came[second]: (went[first], share) for first, second, share in pairs}
    return found


def _in_order(kept: Mapping[int, int]) -> list[tuple[int, int]]:
    """The longest run of kept claims that stand in the same order in both snapshots (patience sorting)."""
    tails: list[int] = []
    ends: list[int] = []
    before: dict[int, int | None] = {}
    pairs = sorted(kept.items())
    for at, (_, place) in enumerate(pairs):
        position = bisect_left(tails, place)
        before[at] = ends[position - 1] if position else None
        tails[position : position + 1] = [place]
        ends[position : position + 1] = [at]
    run: list[tuple[int, int]] = []
    step = ends[-1] if ends else None
    while step is not None:
        run.append(pairs[step])
        step = before[step]
    return run[::-1]


def _match(old: Sequence[str], new: Sequence[str], least: float) -> Iterator[tuple[int, int, float]]:
    """Pairs of texts that are alike, the most alike first, each text at most once."""
    if not old or not new:
        return
    first, second = [_words(text) for text in old], [_words(text) for text in new]
    scale = len(new) / len(old)
    found = []
    for i, words in enumerate(first):
        middle = int(i * scale)
        for j in range(max(0, middle - _NEIGHBOURS), min(len(second), middle + _NEIGHBOURS + 1)):
            share = _dice(words, second[j])
            if share >= least:
                found.append((-share, i, j))
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    for share, i, j in sorted(found):
        if i not in taken_old and j not in taken_new:
            taken_old.add(i)
            taken_new.add(j)
            yield i, j, -share


def _references(old: Article, new: Article) -> Iterator[ReferenceChange]:
    went, came = dict(enumerate(old.references)), dict(enumerate(new.references))
    matched: dict[int, ReferenceChange] = {}
    for sign in (_by_pmid, _by_doi, _by_pmcid, _by_words):
        for first, second in list(_same(went, came, sign)):
            before, after = went.pop(first), came.pop(second)
            matched[second] = ReferenceChange(Change.KEPT, before, after, renumbered=before.labels != after.labels)
    old_left, new_left = list(went), list(came)
    pairs = _match([went[at].raw for at in old_left], [came[at].raw for at in new_left], _ALIKE_REFERENCE)
    for i, j, share in list(pairs):
        before, after = went.pop(old_left[i]), came.pop(new_left[j])
        moved = before.labels != after.labels
        matched[new_left[j]] = ReferenceChange(Change.REWORDED, before, after, share, moved)
    for index, reference in enumerate(new.references):
        yield matched.get(index) or ReferenceChange(Change.ADDED, new=reference)
    for reference in went.values():
        yield ReferenceChange(Change.REMOVED, old=reference)


def _by_pmid(reference: Reference) -> str:
    return str(reference.pmid or "")


def _by_doi(reference: Reference) -> str:
    return str(reference.doi or "").casefold()


def _by_pmcid(reference: Reference) -> str:
    return str(reference.pmcid or "")


def _by_words(reference: Reference) -> str:
    return " ".join(_WORD.findall(reference.raw.casefold()))


def _same(
    old: Mapping[int, _Thing], new: Mapping[int, _Thing], sign: Callable[[_Thing], str]
) -> Iterator[tuple[int, int]]:
    """Pairs that have the same sign, in order; an empty sign is none."""
    waiting: dict[str, list[int]] = defaultdict(list)
    for index, thing in old.items():
        waiting[sign(thing)].append(index)
    for index, thing in new.items():
        found = waiting.get(sign(thing))
        if sign(thing) and found:
            yield found.pop(0), index
