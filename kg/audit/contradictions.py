"""Whether a sentence of the source denies what a claim asserts, or asserts what it denies: pure, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.audit.assertions import Aligned, Assertion, nearest_clause, read_assertion
from kg.extraction.directions import MOVING, find_cues, without_brackets
from kg.extraction.passages import PaperPart, is_intent

__all__ = ["Contradiction", "find_contradiction"]

_NEAR = 0.5
"""Sentences that hold less of the claim's words are not held against it."""

_SAME_SENTENCE = 0.85
"""From this share on, a sentence says the same but for a word or two."""

_MOST, _RIVAL = 0.7, 0.8
_NEAREST = 3
_HALF = 0.5
_CORE = 3
"""How many of the words behind a denial are what it denies; the rest only qualifies them."""

_SAMENESS = re.compile(r"similar|comparab|equal|equival|(?:the )?same|identical|trend|tend", re.IGNORECASE)
_OF_DIFFERENCE = re.compile(
    r"differ|chang|effect|similar|comparab|equal|same|trend|impact|associat|correlat", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A sentence that says the contrary.

    Attributes:
        claim_denies: whether the denial stands in the claim; else it stands in the source.
        is_sure: whether the sentence holds nearly all of the claim's words.
    """

    aligned: Aligned
    claim_denies: bool
    is_sure: bool


def find_contradiction(text: str, aligned: Sequence[Aligned]) -> Contradiction | None:
    """The sentence of the source that says the contrary of the text; ``None`` where none does."""
    claim = read_assertion(text)
    if not aligned or not claim.stems:
        return None
    return _claim_denies(claim, aligned) if claim.denial else _source_denies(claim, aligned)


def _claim_denies(claim: Assertion, aligned: Sequence[Aligned]) -> Contradiction | None:
    best, core = aligned[0], claim.denied[:_CORE]
    clause = nearest_clause(claim.text, best.passage)
    if best.share >= _SAME_SENTENCE and clause.denial is None and not _common(best.assertion.denied, claim.denied):
        return Contradiction(best, claim_denies=True, is_sure=True)
    if any(_common(each.assertion.denied, claim.denied) for each in aligned) or not core:
        return None
    for each in aligned[:_NEAREST]:
        if each.share < _NEAR:
            continue
        clause = nearest_clause(claim.text, each.passage)
        telling = clause if _denies(each.assertion) else each.assertion
        if _denies(telling):
            continue
        if _holds(telling.stems, core) and (_moves(telling) or not _is_of_difference(claim)):
            return Contradiction(each, claim_denies=True, is_sure=False)
    nearest = aligned[:_NEAREST]
    together = frozenset(word for each in nearest for word in each.assertion.stems)
    is_silent = any(each.assertion.may_deny for each in nearest) or _is_of_difference(claim)
    if not is_silent and _holds(together, core) and _holds(together, claim.stems):
        return Contradiction(best, claim_denies=True, is_sure=False)
    return None


def _source_denies(claim: Assertion, aligned: Sequence[Aligned]) -> Contradiction | None:
    best = aligned[0]
    denied = best.assertion.denied
    if best.share >= _SAME_SENTENCE and denied and _holds(claim.stems, denied):
        return Contradiction(best, claim_denies=False, is_sure=True)
    for each in aligned[:_NEAREST]:
        if each.share < _NEAR:
            continue
        clause = nearest_clause(claim.text, each.passage)
        rivals = [other for other in aligned if other.share >= _RIVAL * each.share and _asserts(other)]
        core = clause.denied[:_CORE] or (each.assertion.denied[:_CORE] if each.share >= _MOST else ())
        if core and not rivals and _common(core, claim.stems):
            return Contradiction(each, claim_denies=False, is_sure=False)
    return None


def _asserts(aligned: Aligned) -> bool:
    """Whether a sentence states something, and denies nothing; a title or an aim states nothing yet."""
    passage = aligned.passage
    is_statement = passage.reports is not PaperPart.TITLE and not is_intent(passage.text)
    return is_statement and aligned.assertion.denial is None


def _denies(assertion: Assertion) -> bool:
    """Whether a sentence denies more than that two things differ ("similar to", "a trend to")."""
    denial = assertion.denial.of(assertion.text) if assertion.denial else ""
    return assertion.may_deny and _SAMENESS.match(denial) is None


def _common(some: Sequence[str], others: Sequence[str]) -> bool:
    return not frozenset(some).isdisjoint(others)


def _holds(stems: Iterable[str], words: Sequence[str]) -> bool:
    """Whether at least half of the words are among the stems."""
    return len(frozenset(words).intersection(stems)) >= _HALF * len(words)


def _is_of_difference(claim: Assertion) -> bool:
    """Whether what the claim denies is a difference or an effect, which a source can deny by figures alone."""
    return any(_OF_DIFFERENCE.match(word) for word in claim.denied)


def _moves(clause: Assertion) -> bool:
    return any(cue.kind in MOVING for cue in find_cues(without_brackets(clause.text)))
