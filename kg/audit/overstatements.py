"""Where a claim says more than the nearest sentences of its source: cause for going together, certainty for a hedge."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.audit.assertions import Aligned, read_assertion
from kg.model import Span
from kg.text.modality import Cue, find_hedges, find_negations

__all__ = ["Overstatement", "find_boost", "find_causal_leap", "find_lost_hedge", "names_cause"]

_NEAR, _RIVAL = 0.4, 0.8
_BOOSTED_NEAR, _SAME, _BEHIND = 0.2, 0.8, 3
_CAUSE = re.compile(
    r"\b(?:caus(?:e|es|ed|ing|ation|al(?:ly)?)|(?:leads?|led|leading)\s(?:\w+\s)?to|result(?:s|ed|ing)?\s(?:\w+\s)?in"
    r"|(?:responsible|to\sblame)\sfor|due\sto|because\sof|owing\sto|gives?\srise\sto|gave\srise\sto"
    r"|brings?\sabout|brought\sabout"
    r"|induc(?:e|es|ed|ing)|trigger(?:s|ed|ing)?|provok(?:e|es|ed)|driv(?:es|en)|produc(?:e|es|ed)\b"
    r"|consequence\sof|results?\sfrom"
    r"|effects?\sof|attributable\sto|thanks\sto|contribut(?:e|es|ed|ing)\sto|increas\w+\sthe\srisk"
    r"|reduc\w+\sthe\srisk)\b",
    re.IGNORECASE,
)
"""Says outright that one thing brings about another."""

_TOGETHER = re.compile(
    r"\b(?:associat\w+|correlat\w+|link(?:ed|s)?\b|relat(?:ed|ion\w*)\b|predict\w*|(?:risk"
    r"|prognostic)\s(?:factors?|markers?)"
    r"|likelihood|odds|hazard|co-?occur\w*|inversely|in\sparallel)\b",
    re.IGNORECASE,
)
_ASSOCIATED = re.compile(
    r"\b(?:associat\w+|correlat\w+|linked|links?\sbetween|relat(?:ed|ion\w*)\sto)\b", re.IGNORECASE
)
_BOOST = re.compile(
    r"\b(?:certainly|definitely|undoubtedly|undeniably|unquestionably|indisputabl[ey]|without\s(?:a\s)?doubt"
    r"|no\sdoubt|surely|always|guarantee[sd]?"
    r"|inevitably|invariably|conclusively?|(?:is|are|was|were|been|has|have)\s(?:\w+\s)?(?:proven|proved"
    r"|established|certain|clear|known)\b|proven|proves?|proved"
    r"|clearly|will\b|must\b|obviously|(?:it|there)\sis\s(?:clear|certain|no\sdoubt)|definitive(?:ly)?"
    r"|beyond\sdoubt|of\scourse|in\sfact)\b",
    re.IGNORECASE,
)
_EVIDENT = re.compile(
    r"\b(?:hints?|hinted|indicat(?:e|es|ed|ing)|impl(?:y|ies|ied)|consider(?:s|ed)?|estimat\w+|would|expect\w*"
    r"|raise\w*\sthe\spossib\w+|perhaps|about|promis\w+|can\b|should|project\w*|predict\w*|think|thought"
    r"|explor\w+|if\b)",
    re.IGNORECASE,
)
"""Softer than a bare statement, though no hedge by itself."""


@dataclass(frozen=True, slots=True)
class Overstatement:
    """The claim's words that say more, if they can be named, and the source's words that say less."""

    said: Cue | None
    found: Cue
    aligned: Aligned


def names_cause(text: str) -> Cue | None:
    """The words by which a text says outright that one thing brings about another.

    >>> names_cause("Smoking leads to wrinkles.").text, names_cause("Smoking is linked to wrinkles.")
    ('leads to', None)
    """
    found = _CAUSE.search(text)
    return Cue(Span(*found.span()), found[0]) if found else None


def find_boost(text: str) -> Cue | None:
    """The first word that makes a statement surer than a bare one."""
    found = _BOOST.search(text)
    return Cue(Span(*found.span()), found[0]) if found else None


def find_causal_leap(text: str, aligned: Sequence[Aligned]) -> Overstatement | None:
    """Cause told of what the nearest sentence says goes together; no sentence as near may tell of a cause.

    A claim that has words of going together itself tells no more than its source.
    """
    said = names_cause(text)
    if said is None or _ASSOCIATED.search(text) or find_hedges(text[: said.span.end]) or find_negations(text):
        return None
    near = [each for each in aligned if each.share >= _NEAR]
    near = [each for each in near if each.share >= _RIVAL * near[0].share]
    if any(names_cause(each.passage.text) for each in near):
        return None
    for each in near:
        found = _TOGETHER.search(each.passage.text)
        if found:
            return Overstatement(said, Cue(Span(*found.span()), found[0]), each)
    return None


def find_lost_hedge(text: str, aligned: Sequence[Aligned]) -> Overstatement | None:
    """A bare or boosted statement of what the nearest sentence hedges; no sentence as near may say it outright.

    A word that boosts ("certainly", "will", "proven") makes a weaker likeness of the sentences enough.
    """
    boost, hedged = find_boost(text), {cue.text.lower() for cue in find_hedges(text)}
    if hedged and not boost:
        return None
    near = [each for each in aligned if each.share >= (_BOOSTED_NEAR if boost else _SAME)]
    near = [each for each in near if each.share >= _RIVAL * near[0].share]
    if not near or (boost is None and _EVIDENT.search(text)):
        return None
    lost = [_hedge_of(text, each, boost) for each in near]
    hedge = lost[0]
    if hedge is None or None in lost or hedge.text.lower() in hedged:
        return None
    return Overstatement(boost, hedge, near[0])


def _hedge_of(text: str, aligned: Aligned, boost: Cue | None) -> Cue | None:
    """The hedge of a sentence that bears on what the claim says; ``None`` where it has none, or the same boost."""
    sentence = aligned.passage.text
    if boost and boost.text.lower() in sentence.lower():
        return None
    hedges = find_hedges(sentence)
    return next((cue for cue in hedges if boost or _bears_on(text, sentence, cue)), None)


def _bears_on(text: str, sentence: str, hedge: Cue) -> bool:
    """Whether the words behind a hedge are also the claim's."""
    behind = read_assertion(sentence[hedge.span.end :]).stems[:_BEHIND]
    return len(set(behind).intersection(read_assertion(text).stems)) * 2 > len(behind)
