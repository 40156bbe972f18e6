"""Whether a sentence of the source denies what a claim asserts, or asserts what it denies: pure, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.audit.assertions import Aligned, Assertion, nearest_clause, read_assertion
from kg.extraction.directions import MOVING, find_cues, without_brackets
from kg.extraction.passages import FINDINGS, PaperPart, is_intent
from kg.text.verbs import is_auxiliary, is_base_form, is_finite_form

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

_FOCUS = 4
"""How many of the words behind a flat denial count for what it denies."""

_SPEAKS = 0.2
"""From this share on, a sentence speaks of the claim's matter at all."""

_ALIKE = 6
"""Letters that words of one family share ("transmit", "transmission")."""

_ENOUGH = 2
"""So many of those words a sentence of the source must speak of, or deny, to count."""

_NO_USE = re.compile(
    r"\b(?:no|not|n[o’']t|cannot|neither|lack(?:s|ed)?|without)\s(?:[\w-]+\s){0,3}?(?:support\w*|recommend\w*|justif\w+"
    r"|benefi\w+|effective(?:ness)?|efficac\w+|useful\w*|helpful|effect\son)\b",
    re.IGNORECASE,
)
"""A source that finds no use in something denies that it does good."""

_FLAT = re.compile(r"not\b|n[o’']t\b|never\b|fail|unable", re.IGNORECASE)
_OF_CHANCE = re.compile(r"(?:in)?signific|differ|chang|similar|comparab|equal|same|trend", re.IGNORECASE)
"""What a source denies by figures and P values alone, so that its silence tells nothing."""

_DENIES_CHANCE = re.compile(r"(?:\bnot|n[o’']t)\s(?:statistically\s)?significant", re.IGNORECASE)
"""Such a claim denies only that a change was beyond chance: nothing but a clause that tells a change gainsays it."""

_BUT_NOT_OF = re.compile(r"\bbut\snot\s(?:in|with|for|by|among|after|when)\b", re.IGNORECASE)
"""Behind these stands whom the rest of a sentence does not hold for."""

_OF_NOTHING = frozenset({"diseas", "condit", "patient", "peopl", "group"})
"""Folded words that any two sentences of medicine may share."""

_PLANS = re.compile(
    r"\b(?:trial|study|review|analysis)\s(?:[\w-]+\s){0,3}?to\s(?:assess|evaluate|compare|define|describe|determine"
    r"|establish|explore|test|examine|investigate)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[A-Za-z]+")
_NO_VERB = re.compile(
    r"[A-Za-z]+\b(?=\W*\Z|[,:;]|\s(?:by|with|in|as|to|for|from|on|at|of|after|during|among|between|and|or)\b)",
    re.IGNORECASE,
)

_OF_RECORD = re.compile(r"avail|known|report|record|measur|collect|assess|studi|examin|includ|investig", re.IGNORECASE)
"""What is denied of a record and not of the world: a source that is silent bears it out."""

_SOME = re.compile(
    r"\b(?:many|some|most|half|majority|minority|several|few|often|sometimes|per\s?cent)\b|\d\s?%",
    re.IGNORECASE,
)
"""Before a denial: it holds of some only."""

_SAMENESS = re.compile(r"similar|comparab|equal|equival|(?:the )?same|identical|trend|tend", re.IGNORECASE)
_OF_DIFFERENCE = re.compile(
    r"differ|chang|effect|similar|comparab|equal|same|trend|impact|associat|correlat|relat|link", re.IGNORECASE
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
    if claim.denial is None:
        return _source_denies(claim, aligned)
    is_answered = any(_sets_apart(each.assertion, claim) for each in aligned)
    return None if is_answered else _claim_denies(claim, aligned)


def _claim_denies(claim: Assertion, aligned: Sequence[Aligned]) -> Contradiction | None:
    best, core = aligned[0], claim.denied[:_CORE]
    clause = nearest_clause(claim.text, best.passage)
    is_same = best.share >= _SAME_SENTENCE and _states(best)
    if is_same and clause.denial is None and not _common(best.assertion.denied, claim.denied):
        return Contradiction(best, claim_denies=True, is_sure=True)
    if not core:
        return None
    if any(_common(each.assertion.denied, claim.denied) for each in aligned):
        return _unanswered(claim, aligned)
    for each in aligned[:_NEAREST]:
        if each.share < _NEAR or not _states(each):
            continue
        clause = nearest_clause(claim.text, each.passage)
        telling = clause if _denies(each.assertion) else each.assertion
        if _denies(telling):
            continue
        is_of_same = not _is_of_chance(claim) or (_moves(clause) and frozenset(core) <= frozenset(clause.stems))
        if _holds(telling.stems, core) and is_of_same and (_moves(telling) or not _is_of_difference(claim)):
            return Contradiction(each, claim_denies=True, is_sure=False)
    nearest = aligned[:_NEAREST]
    together = frozenset(word for each in nearest for word in each.assertion.stems)
    is_silent = any(each.assertion.may_deny for each in nearest) or _is_of_difference(claim) or _is_of_chance(claim)
    if not is_silent and _states(best) and _holds(together, core) and _holds(together, claim.stems):
        return Contradiction(best, claim_denies=True, is_sure=False)
    return _unanswered(claim, aligned)


def _unanswered(claim: Assertion, aligned: Sequence[Aligned]) -> Contradiction | None:
    """The nearest sentence where the source speaks of what a flat "not" denies, and nowhere denies it itself.

    A denial of something else in the source answers nothing: it must reach two of the words that the claim denies.
    """
    focus, best = claim.denied[:_FOCUS], next(filter(_states, aligned), None)
    denial = claim.denial.of(claim.text) if claim.denial else ""
    is_flat = _FLAT.search(denial) is not None and not any(_OF_CHANCE.match(word) for word in claim.denied)
    is_of_chance = _is_of_chance(claim) or _OF_CHANCE.search(denial) is not None
    if best is None or not is_flat or is_of_chance or best.share < _SPEAKS or _is_partial(claim):
        return None
    if _is_of_difference(claim) and not any(_moves(each.assertion) for each in aligned[:_NEAREST]):
        return None
    together = {word for each in aligned for word in each.assertion.stems}
    if not _meets(together, focus) or any(_answers(each, focus, claim.stems) for each in aligned):
        return None
    return Contradiction(best, claim_denies=True, is_sure=False)


def _is_partial(claim: Assertion) -> bool:
    """Whether a denial holds of some only, or is of what is known and not of what is so."""
    before = claim.text[: claim.denial.start] if claim.denial else ""
    return _SOME.search(before) is not None or any(map(_OF_RECORD.match, claim.denied[:1]))


def _sets_apart(sentence: Assertion, claim: Assertion) -> bool:
    """Whether a sentence says of what the claim speaks of that the rest of it does not hold there."""
    about = [word for word in claim.stems if word not in claim.denied]
    return (
        bool(about) and _BUT_NOT_OF.search(sentence.text) is not None and frozenset(about) <= frozenset(sentence.denied)
    )


def _answers(aligned: Aligned, focus: Sequence[str], stems: Sequence[str]) -> bool:
    """Whether a sentence denies what the claim denies, however softly, or denies it of whom the claim speaks of."""
    sentence = aligned.assertion
    is_soft = sentence.may_deny and aligned.share >= _SPEAKS and _meets(sentence.stems, focus)
    is_denied = _meets(sentence.denied, focus) or _meets(sentence.denied, stems)
    return is_soft or is_denied or _NO_USE.search(sentence.text) is not None


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
        if core and not rivals and _common([word for word in core if word not in _OF_NOTHING], claim.stems):
            return Contradiction(each, claim_denies=False, is_sure=False)
    return _use_denied(claim, aligned)


def _use_denied(claim: Assertion, aligned: Sequence[Aligned]) -> Contradiction | None:
    """The result or conclusion that finds no benefit or use in what the claim says to do good; none may find one."""
    if not _moves(claim):
        return None
    found = [each for each in aligned if each.share >= _SPEAKS and each.passage.reports in FINDINGS]
    unused = next((each for each in found if _finds_no_use(claim, each)), None)
    if unused is None or any(_asserts(each) and _moves(each.assertion) for each in found):
        return None
    return Contradiction(unused, claim_denies=False, is_sure=False)


def _finds_no_use(claim: Assertion, aligned: Aligned) -> bool:
    """Whether a sentence finds no use, and not in another clause than the one that tells the claim's own change."""
    if aligned.assertion.denial is None or _NO_USE.search(aligned.passage.text) is None:
        return False
    clause = nearest_clause(claim.text, aligned.passage)
    return clause.denial is not None or not _moves(clause)


def _states(aligned: Aligned) -> bool:
    """Whether a sentence says that something is so: a title without a verb and an aim say nothing yet."""
    text = aligned.passage.text
    if is_intent(text) or _PLANS.search(text):
        return False
    return aligned.passage.reports is not PaperPart.TITLE or _has_verb(text)


def _has_verb(text: str) -> bool:
    """Whether a title has a finite verb: no participle or plural with a preposition behind it, or at its end."""
    return any(is_auxiliary(word[0]) or _is_verb(text, word) for word in _WORD.finditer(text))


def _is_verb(text: str, word: re.Match[str]) -> bool:
    """Whether a word can be a finite verb where it stands; a plain form only behind a plural ("acids cause it")."""
    if _NO_VERB.match(text, word.start()):
        return False
    return is_finite_form(word[0]) or (is_base_form(word[0]) and text[: word.start()].endswith("s "))


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


def _meets(stems: Iterable[str], words: Sequence[str]) -> bool:
    """Whether two of the words have one of their family among the stems: the same, or one that begins alike."""
    known = {stem[:_ALIKE] for stem in stems}
    return sum(word[:_ALIKE] in known for word in words) >= min(_ENOUGH, len(words))


def _is_of_difference(claim: Assertion) -> bool:
    """Whether what the claim denies is a difference or an effect, which a source can deny by figures alone."""
    return any(_OF_DIFFERENCE.match(word) for word in claim.denied)


def _is_of_chance(claim: Assertion) -> bool:
    """Whether a claim denies no more than significance."""
    return _DENIES_CHANCE.search(claim.text) is not None


def _moves(clause: Assertion) -> bool:
    return any(cue.kind in MOVING for cue in find_cues(without_brackets(clause.text)))
