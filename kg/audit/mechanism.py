"""MEC: is the mechanism that a claim names the one that its source looked at, and in what was it looked at?"""

from __future__ import annotations

from collections.abc import Iterator

from kg.audit.case import Case, Check, called, caveat, is_second_hand, source_passage
from kg.identifiers import ConceptId
from kg.model import Certainty, Claim, ClaimKind, ConceptKind, Fact, Finding, Outcome, Rule, Setting, Severity, Study
from kg.model import Direction as Way

__all__ = ["CHECKS"]

_ONLY = {
    Setting.PROPOSED: "only proposed",
    Setting.MODEL: "looked at by calculation only",
    Setting.IN_VITRO: "looked at in cells only",
    Setting.ANIMAL: "looked at in animals only",
}


def _mechanism(case: Case, rule: Rule) -> Iterator[Finding]:
    for claim in case.article.claims:
        named = _mechanisms_of(case, claim)
        if not named:
            continue
        for study in case.studies_of(claim):
            yield _held_against(case, rule, claim, study, named)


def _held_against(case: Case, rule: Rule, claim: Claim, study: Study, named: tuple[ConceptId, ...]) -> Finding:
    """What the curated facts say of the mechanisms that a claim names."""
    facts = [
        fact for fact in study.facts if fact.concept and case.vocabulary.get(fact.concept).kind is ConceptKind.MECHANISM
    ]
    same = [fact for fact in facts if fact.concept in named]
    if not facts:
        message = f"No mechanism was written down from {called(study)}."
        return case.on_claim(rule, claim, Outcome.CANNOT_TELL, message, study=study.id)
    if not same:
        others = " and ".join(dict.fromkeys(fact.outcome for fact in facts))
        told = f"The claim names {_labels(case, named)}; what was written down from {called(study)} is {others}."
        return case.on_claim(rule, claim, Outcome.CANNOT_TELL, told, study=study.id)
    weak = next((fact for fact in same if fact.tested_in in _ONLY), None)
    if weak is None or not _is_asserted(claim) or any(fact.tested_in is Setting.HUMAN for fact in same):
        message = f"{called(study)} looked at {_labels(case, named)} as well."
        return case.on_claim(rule, claim, Outcome.PASSED, message, study=study.id)
    return _only_proposed(case, rule, claim, study, weak)


def _only_proposed(case: Case, rule: Rule, claim: Claim, study: Study, fact: Fact) -> Finding:
    only = _ONLY[fact.tested_in] if fact.tested_in else ""
    told = f"The claim states as a fact what was {only} in {called(study)}."
    possible = is_second_hand(fact.source)
    went = "" if fact.direction is Way.NOT_MEASURED else f" ({fact.direction})"
    passage = source_passage(study, f"{fact.outcome}{went}: {only}", fact.source)
    return case.on_claim(
        rule,
        claim,
        Outcome.FAILED,
        told + (caveat(fact.source) if possible else ""),
        source=(passage,),
        possible=possible,
        study=study.id,
    )


def _mechanisms_of(case: Case, claim: Claim) -> tuple[ConceptId, ...]:
    """The mechanisms that a claim of a mechanism names."""
    if claim.kind is not ClaimKind.MECHANISM:
        return ()
    return tuple(key for key in claim.concepts if case.vocabulary.get(key).kind is ConceptKind.MECHANISM)


def _is_asserted(claim: Claim) -> bool:
    return claim.certainty is Certainty.ASSERTED and not claim.negations


def _labels(case: Case, keys: tuple[ConceptId, ...]) -> str:
    return " and ".join(case.vocabulary.get(key).label.lower() for key in keys)


CHECKS = (
    Check(
        Rule(
            code="MEC001",
            name="mechanism",
            version=1,
            severity=Severity.WARNING,
            fails_when="the claim states as a fact a mechanism that its source only proposes, or saw outside people",
            rationale="A mechanism never shows that something works, and a proposed one may not be there at all.",
            failing="Calmol works by cooling the skin.[1] (the source proposes cooling, and did not measure it)",
            passing="Calmol may work by cooling the skin.[1]",
        ),
        _mechanism,
        reads_english=True,
    ),
)
