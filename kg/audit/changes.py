"""Which way a claim says that an outcome went, and which way the source's sentences say so: pure.

Read side by side (the other reading, as a question, is :mod:`kg.audit.asking`): a word of change in the claim beside
one in a sentence that speaks of the same, their outcomes told by the words around them. A sentence that compares the
other way round ("placebo was worse than zinc" beside "zinc was better than placebo") is turned before it is compared.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from kg.audit.assertions import Aligned, fold, read_assertion
from kg.extraction.directions import MOVING, ChangeCue, ChangeKind, find_cues, without_brackets
from kg.extraction.passages import FINDINGS, is_intent
from kg.extraction.polarity import polarity_of
from kg.text.comparison import find_comparison

__all__ = ["Change", "Opposition", "find_opposition", "read_changes", "tells_alike"]

_AT_BEFORE = re.compile(r"\bat\s(?:an?\s|the\s)?(?:[a-z]+ly\s)?\Z", re.IGNORECASE)
_RISK_BEHIND = re.compile(r"\s(?:[\w-]+\s){0,3}?(?:risk|likelihood|probability)\b", re.IGNORECASE)
"""Around a word of change that tells who somebody is."""


_OF_TIME = re.compile(r"earlier|later|sooner", re.IGNORECASE)
_QUANTIFIES = re.compile(r"most|least", re.IGNORECASE)
_NOUN = re.compile(
    r"loss|gains?|falls?|drops?|declines?|rises?|increases?|decreases?|reductions?|relief", re.IGNORECASE
)
_WITHIN_PHRASE = re.compile(r"\s(?:(?:of|in|the|a|an)\s)?(?:[\w-]+\s){0,2}", re.IGNORECASE)
"""Between a word of change and the noun that names what it moves."""

_MOST = 40
"""Words of change that are read of one sentence; no sentence that means something has more."""

_LONGEST_READ = 3000
"""Characters; a longer run of words is no comparison."""

_WORD = re.compile(r"[^\W\d_]{2,}")
_REACH, _FADING = 5, 0.5
"""So many words on each side count, a far one less than a near one."""

_SETTING = frozenset(
    fold(word) for word in "compared patients associated risk treatment treated group groups rate rates fold".split()
)
_NEAR, _LIKE, _RIVAL = 0.3, 0.3, 0.8
_ENOUGH = 2
"""So many words around two words of change must be the same; one tells nothing."""

_SAME, _FAR_NEARER = 0.6, 2.0
"""Share of the claim's words from which a sentence says the same; so many times the share of another is far nearer."""
_RATHER_LIKE, _SEVERAL = 0.25, 2
"""Words of change that stand in less like company count where several sentences have one, and all go one way."""


@dataclass(frozen=True, slots=True)
class Change:
    """A word of change with what stands around it.

    Attributes:
        sign: 1 for more or better, -1 for less or worse.
        is_judged: whether the word tells good or bad rather than more or less.
        is_state: whether it tells who somebody is ("women at increased risk") rather than what went which way.
        around: the folded words next to it on both sides, its own left out, the nearer the heavier.
        against: the folded words that it is compared with.
    """

    cue: ChangeCue
    sign: int
    is_judged: bool
    around: Mapping[str, float]
    against: frozenset[str]
    is_state: bool = False


@dataclass(frozen=True, slots=True)
class Opposition:
    """A word of change in the claim and its opposite in a sentence of the source; spans count in each text.

    Attributes:
        is_turned: whether the word is no other, but the sentence compares the other way round.
    """

    said: ChangeCue
    found: ChangeCue
    aligned: Aligned
    is_turned: bool = False


@dataclass(frozen=True, slots=True)
class _Rival:
    """A word of change of the source, and how like its company is to that of the claim's, from 0 to 1."""

    likeness: float
    aligned: Aligned
    change: Change

    @property
    def weight(self) -> float:
        return self.likeness * self.aligned.share


@lru_cache(maxsize=1 << 12)
def read_changes(text: str, *, start: int = 0) -> tuple[Change, ...]:
    """Every word of change that no negation reaches, in order, from a character on.

    >>> changes = read_changes("Zinc reduced pain, but did not improve sleep.")
    >>> [(change.sign, sorted(change.around)) for change in changes]
    [(-1, ['improv', 'pain', 'sleep', 'zinc'])]
    """
    masked = without_brackets(text[:_LONGEST_READ])
    read = read_assertion(text)
    against = _against(masked)
    known = frozenset(read.stems) - _SETTING
    placed = [(word.start(), stem) for word in _WORD.finditer(masked) if (stem := fold(word[0])) in known]
    moving = [cue for cue in find_cues(masked) if cue.kind in MOVING]
    cues = [cue for cue in moving if cue.span.start >= start and not _is_name(cue, moving, masked)]
    return tuple(_change(masked, cue, against, placed) for cue in cues if fold(cue.text.split()[-1]) not in read.denied)


def _is_name(cue: ChangeCue, moving: Sequence[ChangeCue], masked: str) -> bool:
    """Whether a word of change only names what another one moves ("less weight gain"), or how many ("most")."""
    if _QUANTIFIES.fullmatch(cue.text):
        return True
    before = (masked[other.span.end : cue.span.start] for other in moving if other.span.end < cue.span.start)
    return _NOUN.fullmatch(cue.text) is not None and any(_WITHIN_PHRASE.fullmatch(gap) for gap in before)


def _change(masked: str, cue: ChangeCue, against: frozenset[str], placed: Sequence[tuple[int, str]]) -> Change:
    own = {fold(word) for word in cue.text.split()}
    around: dict[str, float] = {}
    before = [word for start, word in placed if start < cue.span.start]
    after = [word for start, word in placed if start >= cue.span.end]
    for words in (reversed(before), after):
        telling = (word for word in words if word not in own)
        for place, word in enumerate(islice(telling, _REACH)):
            around[word] = max(around.get(word, 0.0), 1 / (1 + _FADING * place))
    sign = 1 if cue.kind in (ChangeKind.MORE, ChangeKind.BETTER) else -1
    is_judged = cue.kind in (ChangeKind.BETTER, ChangeKind.WORSE)
    is_state = _AT_BEFORE.search(masked, 0, cue.span.start) is not None and _RISK_BEHIND.match(masked, cue.span.end)
    return Change(cue, sign, is_judged, around, against, bool(is_state))


def _against(masked: str) -> frozenset[str]:
    comparison = find_comparison(masked)
    return frozenset(read_assertion(comparison.against.of(masked)).stems) if comparison else frozenset()


def find_opposition(text: str, aligned: Sequence[Aligned]) -> Opposition | None:
    """The word of change of the claim that the nearest sentences of the source turn round; ``None`` where none does.

    Only where no sentence as near has a word that goes the claim's way beside the same words. Who somebody is is held
    against the same only, and there an aim counts as well.
    """
    near = [each for each in aligned if each.share >= _NEAR]
    aims = {id(each) for each in near if is_intent(each.passage.text)}
    found = [(each, change) for each in near for change in read_changes(each.passage.text)[:_MOST]]
    for said in read_changes(text)[:_MOST]:
        fitting = (
            _Rival(_likeness(said, change), each, change)
            for each, change in found
            if change.is_state is said.is_state and (said.is_state or id(each) not in aims)
        )
        likely = [each for each in fitting if each.likeness >= _RATHER_LIKE]
        for rivals in (_best(likely), likely if len({id(each.aligned) for each in likely}) >= _SEVERAL else []):
            best = max(rivals, key=lambda each: each.weight, default=None)
            if best is None or _is_said_nearer(said, best.aligned.share, found):
                continue
            if all(_opposed(said, each.change) for each in rivals):
                return Opposition(said.cue, best.change.cue, best.aligned, _is_turned(said, best.change))
    return None


def _best(likely: Sequence[_Rival]) -> list[_Rival]:
    """Those in the likest company that stand in the nearest sentences."""
    rivals = [each for each in likely if each.likeness >= _LIKE]
    top = max((each.weight for each in rivals), default=0.0)
    return [each for each in rivals if each.weight >= _RIVAL * top]


def _is_said_nearer(said: Change, share: float, found: Sequence[tuple[Aligned, Change]]) -> bool:
    """Whether a sentence that holds far more of the claim's words tells a change the claim's way."""
    return any(each.share >= max(_SAME, _FAR_NEARER * share) and _is_alike(said, change) for each, change in found)


def tells_alike(text: str, aligned: Sequence[Aligned]) -> bool:
    """Whether a result or conclusion that speaks of the claim tells its change, of the same and the same way."""
    found = [
        (each, change)
        for each in aligned
        if each.share >= _SAME and each.passage.reports in FINDINGS and not is_intent(each.passage.text)
        for change in read_changes(each.passage.text)[:_MOST]
    ]
    return any(
        _likeness(said, change) >= _SAME and _is_alike(said, change)
        for said in read_changes(text)[:_MOST]
        for _, change in found
    )


def _is_alike(said: Change, found: Change) -> bool:
    """Whether two words of change about the same go the same way."""
    return _comparable_signs(said, found) is not None and not _opposed(said, found)


def _likeness(said: Change, found: Change) -> float:
    """Which share of the words around the claim's word of change stand around the source's, by their weight."""
    shared = [weight for word, weight in said.around.items() if word in found.around]
    is_enough = len(shared) >= min(_ENOUGH, len(said.around))
    return sum(shared) / sum(said.around.values()) if shared and is_enough else 0.0


def _opposed(said: Change, found: Change) -> bool:
    """Whether two words of change about the same go opposite ways."""
    signs = _comparable_signs(said, found)
    if signs is None:
        return False
    return (signs[0] != signs[1]) != _is_turned(said, found)


def _is_turned(said: Change, found: Change) -> bool:
    """Whether each of two comparisons names first what the other one compares with."""
    return bool(said.against & found.around.keys() - found.against) and bool(
        found.against & said.around.keys() - said.against
    )


def _comparable_signs(said: Change, found: Change) -> tuple[int, int] | None:
    if (_OF_TIME.fullmatch(said.cue.text) is None) != (_OF_TIME.fullmatch(found.cue.text) is None):
        return None
    if said.is_judged == found.is_judged:
        return said.sign, found.sign
    polarity = polarity_of(" ".join(sorted(said.around.keys() & found.around.keys())))
    if polarity is None:
        return None
    return (said.sign if said.is_judged else said.sign * polarity), (
        found.sign if found.is_judged else found.sign * polarity
    )
