"""Which way a claim says that an outcome went, and which way the source's sentences say so: pure.

Two readings. As a question (:mod:`kg.extraction.questions`): what the claim did, against what, and to which outcome,
answered by all of the source's words. And side by side: a word of change in the claim beside one in a sentence that
speaks of the same, their outcomes told by the words around them. A sentence that compares the other way round
("placebo was worse than zinc" beside "zinc was better than placebo") is turned before it is compared.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from kg.audit.assertions import Aligned, fold, read_assertion
from kg.extraction.directions import MOVING, ChangeCue, ChangeKind, find_cues, without_brackets
from kg.extraction.passages import FINDINGS, is_intent
from kg.extraction.polarity import polarity_of
from kg.extraction.questions import EffectQuestion
from kg.text.comparison import find_comparison

__all__ = ["Change", "Opposition", "ask", "find_opposition", "read_changes", "tells_alike"]

_LEAD = re.compile(
    r"\A\W*(?:(?:in|across|according\sto)\s(?:(?!significantly\b)[\w-]+\s){0,6}?(?:trials?|stud(?:y|ies)|RCTs?"
    r"|analys[ie]s|review),?\s"
    r"|(?:however|moreover|furthermore|thus|therefore|also|similarly|in\saddition|overall),\s"
    r"|(?:[\w-]+\s){0,6}?(?:found|showed|shown|shows?|suggests?|reported|concluded|demonstrated|indicates?"
    r"|confirmed|agree)\sthat\s)+",
    re.IGNORECASE,
)
_ADVERBS = re.compile(
    r"(?:\s|\b(?:significantly|also|markedly|slightly|not|strongly|to|can|may|did|does|do|will|statistically)\b)+\Z",
    re.IGNORECASE,
)
_COPULA = re.compile(r"\b(?:is|are|was|were|had|has|have|be|been|shows?|showed)\b[^,;]*\Z", re.IGNORECASE)
_NO_VERB_AFTER = re.compile(
    r"(?:\A|\b(?:of|in|at|with|than|and|or|the|an?|to|for|by|that|which|because|from|on|any|no|more|less|its"
    r"|their|is|such)\s)\W*\Z",
    re.IGNORECASE,
)
"""Behind these, a word of change qualifies a noun or is one."""

_NO_NAME = re.compile(r"(?:and|but|or|to|that|by|may|could|not|did|which|it|there|this)\b", re.IGNORECASE)
_LONGEST_PART = 14
_MOST = 40
"""Words of change that are read of one sentence; no sentence that means something has more."""

_LONGEST_READ, _LONGEST_CLAIM = 3000, 1000
"""Characters; a longer run of words is no comparison."""

_GROUP = re.compile(
    r"\s*(?:\w+\s){0,2}?(?:with|in|after|by|for|among|on|following|under)\s+(?P<who>(?:(?!than\b|compared\b"
    r"|versus\b)[^,;.\s]+\s*)+)",
    re.IGNORECASE,
)
_END = re.compile(r"[,;]\s|\s(?:compared|versus|vs|than|when|while|but|after|during|and\s(?:did|was|were))\b")
_WORD = re.compile(r"[^\W\d_]{2,}")
_REACH_AFTER, _REACH_BEFORE = 7, 7
_SETTING = frozenset(
    fold(word) for word in "compared patients associated risk treatment treated group groups rate rates".split()
)
_NEAR, _LIKE, _RIVAL = 0.3, 0.3, 0.8
_ENOUGH = 2
_SAME, _FAR_NEARER = 0.6, 2.0
"""Share of the claim's words from which a sentence says the same; so many times the share of another is far nearer."""


@dataclass(frozen=True, slots=True)
class Change:
    """A word of change with what stands around it.

    Attributes:
        sign: 1 for more or better, -1 for less or worse.
        is_judged: whether the word tells good or bad rather than more or less.
        around: the folded words next to it on both sides, its own left out.
        against: the folded words that it is compared with.
    """

    cue: ChangeCue
    sign: int
    is_judged: bool
    around: frozenset[str]
    against: frozenset[str]


@dataclass(frozen=True, slots=True)
class Opposition:
    """A word of change in the claim and its opposite in a sentence of the source; spans count in each text."""

    said: ChangeCue
    found: ChangeCue
    aligned: Aligned


def ask(text: str) -> tuple[EffectQuestion, ChangeCue] | None:
    """What a claim says that something did to an outcome, as a question, and its word of change.

    >>> question, cue = ask("In one trial, zinc significantly reduced pain at rest compared with placebo.")
    >>> question.intervention, question.outcome, question.comparator, cue.kind.value
    ('zinc', 'pain at rest', 'placebo', 'less')
    """
    if len(text) > _LONGEST_CLAIM:
        return None
    masked = without_brackets(text)
    lead = _LEAD.match(masked)
    start = lead.end() if lead else 0
    cue = next((cue for cue in find_cues(masked) if cue.span.start >= start), None)
    if cue is None or cue.kind not in MOVING or is_intent(text):
        return None
    comparison = find_comparison(masked)
    against = comparison.against.of(masked) if comparison else ""
    before, after = masked[start : cue.span.start], masked[cue.span.end :]
    if _COPULA.search(before):
        group = _GROUP.match(after) if comparison else None
        return _question(group["who"] if group else "", against, _COPULA.sub("", before), cue)
    end = _END.search(after)
    outcome = after[: end.start()] if end else after
    return None if _NO_VERB_AFTER.search(before) else _question(_ADVERBS.sub("", before), against, outcome, cue)


def _question(who: str, against: str, outcome: str, cue: ChangeCue) -> tuple[EffectQuestion, ChangeCue] | None:
    """The question, if each part is short enough to be what it should be."""
    parts = [part.strip(" ,.") for part in (who, outcome)]
    if not all(part and len(part.split()) <= _LONGEST_PART for part in parts) or _NO_NAME.match(parts[1]):
        return None
    return EffectQuestion(parts[0], against, parts[1]), cue


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
    known = frozenset(read.stems)
    cues = [cue for cue in find_cues(masked) if cue.kind in MOVING and cue.span.start >= start]
    return tuple(_change(masked, cue, against, known) for cue in cues if fold(cue.text.split()[-1]) not in read.denied)


def _change(masked: str, cue: ChangeCue, against: frozenset[str], known: frozenset[str]) -> Change:
    before = [fold(word[0]) for word in _WORD.finditer(masked, 0, cue.span.start)][-_REACH_BEFORE:]
    after = [fold(word[0]) for word in _WORD.finditer(masked, cue.span.end)][:_REACH_AFTER]
    sign = 1 if cue.kind in (ChangeKind.MORE, ChangeKind.BETTER) else -1
    is_judged = cue.kind in (ChangeKind.BETTER, ChangeKind.WORSE)
    around = (frozenset(before) | frozenset(after)) & known - {fold(word) for word in cue.text.split()} - _SETTING
    return Change(cue, sign, is_judged, around, against)


def _against(masked: str) -> frozenset[str]:
    comparison = find_comparison(masked)
    return frozenset(read_assertion(comparison.against.of(masked)).stems) if comparison else frozenset()


def find_opposition(text: str, aligned: Sequence[Aligned]) -> Opposition | None:
    """The word of change of the claim that the nearest sentences of the source turn round; ``None`` where none does.

    Only where no sentence as near has a word that goes the claim's way beside the same words.
    """
    near = [each for each in aligned if each.share >= _NEAR and not is_intent(each.passage.text)]
    found = [(each, change) for each in near for change in read_changes(each.passage.text)[:_MOST]]
    for said in read_changes(text)[:_MOST]:
        likely = ((_likeness(said, change), each, change) for each, change in found)
        rivals = [(likeness * each.share, each, change) for likeness, each, change in likely if likeness >= _LIKE]
        if not rivals:
            continue
        top = max(likeness for likeness, _, _ in rivals)
        best = [(each, change) for likeness, each, change in rivals if likeness >= _RIVAL * top]
        if all(_opposed(said, change) for _, change in best) and not _is_said_nearer(said, best[0][0].share, found):
            return Opposition(said.cue, best[0][1].cue, best[0][0])
    return None


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
    """Which share of the words around the claim's word of change stand around the source's; one word tells nothing."""
    shared = len(said.around & found.around)
    return shared / len(said.around) if shared >= min(_ENOUGH, len(said.around)) and said.around else 0.0


def _opposed(said: Change, found: Change) -> bool:
    """Whether two words of change about the same go opposite ways."""
    signs = _comparable_signs(said, found)
    if signs is None:
        return False
    is_turned = bool(said.against & found.around - found.against) and bool(found.against & said.around - said.against)
    return (signs[0] != signs[1]) != is_turned


def _comparable_signs(said: Change, found: Change) -> tuple[int, int] | None:
    if said.is_judged == found.is_judged:
        return said.sign, found.sign
    polarity = polarity_of(" ".join(said.around & found.around))
    if polarity is None:
        return None
    return (said.sign if said.is_judged else said.sign * polarity), (
        found.sign if found.is_judged else found.sign * polarity
    )
