"""DIR and SUP002: does the source say that the outcome went the way that the claim says?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.audit.assertions import read_assertion
from kg.audit.case import Case, Check, Details, called
from kg.audit.changes import read_changes
from kg.audit.contradictions import Contradiction
from kg.audit.inquiry import Source
from kg.audit.pairs import SPEAKS, failed, iter_pairs, left_open, place_of, shown
from kg.audit.rewording import as_affirmed, as_denied
from kg.audit.side_by_side import Answered, SideBySide
from kg.model import Claim, Finding, Outcome, Patch, Rule, Severity, Study

__all__ = ["CHECKS"]

_SAYS_MUCH = 0.5
"""A sentence that holds less of the claim's words does not show that nothing is said to the contrary."""

_EFFECT = re.compile(
    r"\b(?:effect|effective|differen\w+|differ(?:s|ed)?|chang\w+|influenc\w+|affect\w*|associat\w+|benefit\w*)\b",
    re.IGNORECASE,
)


def _direction(case: Case, rule: Rule) -> Iterator[Finding]:
    for claim, source, study, beside in iter_pairs(case):
        opposition, answered = beside.opposition, beside.answered
        if opposition:
            found, said = opposition.found, opposition.said
            is_sure = answered is not None and answered.is_opposite
            told = f"The claim says “{said.text}”; {called(study)} says “{found.text}” of the same."
            if said.text.lower() == found.text.lower():
                told = f"The claim says “{said.text}”, as {called(study)} does, but of the other of the two compared."
            details = shown(case, source, study, opposition.aligned.passage, found.span)
            details["patch"] = _turned(case, claim, said.text, found.text)
            yield failed(case, rule, claim, told, said.text, details, is_sure=is_sure)
        elif answered and answered.is_opposite:
            yield _answered(case, rule, claim, source, study, answered)
        elif not read_changes(claim.text):
            yield case.on_claim(rule, claim, Outcome.INAPPLICABLE, "The claim tells no direction.", study=study.id)
        else:
            yield left_open(case, rule, claim, study, beside, is_borne_out=_goes_along(beside))


def _answered(case: Case, rule: Rule, claim: Claim, source: Source, study: Study, answered: Answered) -> Finding:
    """A conflict between the claim's comparison and what the source answers to it."""
    cue, outcome = answered.cue, answered.question.outcome
    went = "did not move" if answered.is_null else "went the other way"
    told = f"The claim says “{cue.text}”; by what {called(study)} says, {outcome} {went}."
    passage, span = place_of(case, source, answered.answer.place)
    details = shown(case, source, study, passage, span) if passage and span else Details(study=study.id)
    return failed(case, rule, claim, told, cue.text, details, is_sure=False)


def _null_as_effect(case: Case, rule: Rule) -> Iterator[Finding]:
    for claim, source, study, beside in iter_pairs(case):
        contradiction, answered = beside.contradiction, beside.answered
        if contradiction and not contradiction.claim_denies and _is_of_effect(claim):
            yield _denied(case, rule, claim, source, study, contradiction)
        elif answered and answered.is_null:
            yield _answered(case, rule, claim, source, study, answered)
        elif not _is_of_effect(claim):
            yield case.on_claim(rule, claim, Outcome.INAPPLICABLE, "The claim tells no effect.", study=study.id)
        else:
            yield left_open(case, rule, claim, study, beside, is_borne_out=_goes_along(beside))


def _contradicted(case: Case, rule: Rule) -> Iterator[Finding]:
    for claim, source, study, beside in iter_pairs(case):
        contradiction = beside.contradiction
        if contradiction and (contradiction.claim_denies or not _is_of_effect(claim)):
            yield _denied(case, rule, claim, source, study, contradiction)
        else:
            is_near = beside.share >= _SAYS_MUCH and not contradiction
            yield left_open(case, rule, claim, study, beside, is_borne_out=is_near)


def _denied(
    case: Case, rule: Rule, claim: Claim, source: Source, study: Study, contradiction: Contradiction
) -> Finding:
    """One side denies what the other says."""
    sentence = contradiction.aligned.assertion
    denial = read_assertion(claim.text).denial if contradiction.claim_denies else sentence.denial
    words = denial.of(claim.text if contradiction.claim_denies else sentence.text) if denial else ""
    if contradiction.claim_denies:
        told = f"The claim denies (“{words}”) what {called(study)} says."
        details = shown(case, source, study, contradiction.aligned.passage)
        details["patch"] = case.reworded(claim, as_affirmed(claim.text))
        return failed(case, rule, claim, told, words, details, is_sure=contradiction.is_sure)
    told = f"{called(study)} denies (“{words}”) what the claim says."
    details = shown(case, source, study, contradiction.aligned.passage, *([denial] if denial else []))
    details["patch"] = case.reworded(claim, as_denied(claim.text))
    return failed(case, rule, claim, told, "", details, is_sure=contradiction.is_sure)


def _goes_along(beside: SideBySide) -> bool:
    """Whether a sentence near the claim tells a change as well, or the source answers as the claim does."""
    if beside.answered is not None:
        return beside.answered.is_alike
    return beside.share >= SPEAKS and bool(read_changes(beside.aligned[0].passage.text))


def _turned(case: Case, claim: Claim, said: str, found: str) -> Patch | None:
    """The source's word for the claim's, where the two have one form."""
    is_one_form = " " not in said and " " not in found and said[-2:].lower() == found[-2:].lower()
    return case.patch(claim, said, found.lower()) if is_one_form else None


def _is_of_effect(claim: Claim) -> bool:
    """Whether the claim tells a change, a difference or an effect."""
    return bool(read_changes(claim.text)) or _EFFECT.search(claim.text) is not None


CHECKS = (
    Check(
        Rule(
            code="DIR001",
            name="direction",
            version=2,
            severity=Severity.ERROR,
            fails_when="the claim tells a change, and the source tells the opposite of the same outcome",
            rationale="A rise told as a fall turns benefit into harm. What one signal shows is a possible conflict.",
            failing="Calmol increased itching.[1] (the source: “Calmol reduced itching.”)",
            passing="Calmol reduced itching.[1]",
        ),
        _direction,
        reads_english=True,
    ),
    Check(
        Rule(
            code="DIR002",
            name="null-as-effect",
            version=2,
            severity=Severity.ERROR,
            fails_when="the claim tells an effect or difference that the source did not find, or not beyond chance",
            rationale="“No significant difference” is no effect, and the commonest thing to be told as one.",
            failing="Calmol improved sleep.[1] (the source: “Calmol did not improve sleep.”)",
            passing="Calmol did not improve sleep.[1]",
        ),
        _null_as_effect,
        reads_english=True,
    ),
    Check(
        Rule(
            code="SUP002",
            name="contradicted",
            version=2,
            severity=Severity.ERROR,
            fails_when="a sentence of the source with the claim's words denies what it says, or says what it denies",
            rationale="One “not” turns a claim round and leaves every other word in place.",
            failing="Calmol is not absorbed by the skin.[1] (the source: “Calmol is absorbed by the skin.”)",
            passing="Calmol is absorbed by the skin.[1]",
        ),
        _contradicted,
        reads_english=True,
    ),
)
