"""MEC: is the mechanism that a claim names the one that its source looked at, and in what was it looked at?

What a person noted of the study goes before what its sentences say; where that settles nothing, the sentences are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.audit.assertions import fold
from kg.audit.case import Case, Check, called, caveat, is_second_hand, source_passage
from kg.audit.changes import read_changes
from kg.audit.inquiry import Source
from kg.audit.judgements import is_statement
from kg.audit.mechanism_words import MechanismFound, MechanismKind, judge_mechanism
from kg.audit.pairs import failed, shown
from kg.identifiers import ConceptId
from kg.model import (
    Certainty,
    Claim,
    ClaimKind,
    ConceptKind,
    Fact,
    Finding,
    Outcome,
    Patch,
    Rule,
    Setting,
    Severity,
    Study,
)
from kg.model import Direction as Way

__all__ = ["CHECKS"]

_ONLY = {
    Setting.PROPOSED: "only proposed",
    Setting.MODEL: "looked at by calculation only",
    Setting.IN_VITRO: "looked at in cells only",
    Setting.ANIMAL: "looked at in animals only",
}


def _mechanism(case: Case, rule: Rule) -> Iterator[Finding]:
    for claim in case.claims:
        if claim.kind is not ClaimKind.MECHANISM or not is_statement(claim):
            continue
        named = _mechanisms_of(case, claim)
        for source in case.sources_of(claim):
            if source.study is not None:
                by_facts = _held_against(case, rule, claim, source.study, named) if named else None
                settled = by_facts is not None and by_facts.outcome is not Outcome.CANNOT_TELL
                finding = by_facts if settled else _by_words(case, rule, claim, source, source.study) or by_facts
                if finding is not None:
                    yield finding


def _by_words(case: Case, rule: Rule, claim: Claim, source: Source, study: Study) -> Finding | None:
    """What the source's sentences say; ``None`` where the claim names no mechanism in words, or nothing is here."""
    beside = case.beside(claim, source)
    found = judge_mechanism(claim.text, beside, is_asserted=_is_asserted(claim)) if beside.is_read else None
    if found is None:
        return None
    said, name = found.said.text, called(study)
    told = {
        MechanismKind.OTHER: f"The claim says that it works by “{said}”; {name} names “{found.told}” and never that.",
        MechanismKind.PROPOSED: f"The claim states as a fact what {name} only proposes (“{found.told}”).",
        MechanismKind.OPPOSITE: f"Of the mechanism that the claim names, {name} says “{found.told}”.",
    }.get(found.kind)
    if told is None or found.passage is None:
        is_same = found.kind is MechanismKind.SAME
        outcome, what = (Outcome.PASSED, "names it too") if is_same else (Outcome.CANNOT_TELL, "does not settle it")
        return case.on_claim(rule, claim, outcome, f"{name} {what}: “{said}”.", said, study=study.id)
    details = shown(case, source, study, found.passage, *([found.span] if found.span else []))
    if found.kind is MechanismKind.OTHER:
        details["patch"] = _replaced(case, claim, found)
    return failed(case, rule, claim, told, said, details, is_sure=False)


def _replaced(case: Case, claim: Claim, found: MechanismFound) -> Patch | None:
    """The source's mechanism in the claim's place, where both are of one form."""
    is_gerund = found.told.split(maxsplit=1)[0].lower().endswith("ing")
    if is_gerund != found.said.is_gerund:
        return None
    return case.patch(claim, found.said.text, found.told, at=found.said.span.start)


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
    turned = next((fact for fact in same if _is_turned(claim, fact)), None)
    if turned is not None:
        return _other_way(case, rule, claim, study, turned)
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


def _is_turned(claim: Claim, fact: Fact) -> bool:
    """Whether the claim's one word of change goes the other way than the fact, beside the mechanism's name."""
    changes = read_changes(claim.text)
    signs = {Way.INCREASE: 1, Way.DECREASE: -1}
    if len(changes) != 1 or changes[0].is_judged or fact.direction not in signs or claim.negations:
        return False
    name = frozenset(fold(word) for word in re.findall(r"\w+", fact.outcome.replace("-", " ")))
    return not name.isdisjoint(changes[0].around) and changes[0].sign != signs[fact.direction]


def _other_way(case: Case, rule: Rule, claim: Claim, study: Study, fact: Fact) -> Finding:
    said = read_changes(claim.text)[0].cue.text
    possible = is_second_hand(fact.source)
    told = f"The claim says “{said}”; what was noted of {called(study)} went the other way ({fact.direction})."
    return case.on_claim(
        rule,
        claim,
        Outcome.FAILED,
        told + (caveat(fact.source) if possible else ""),
        said,
        source=(source_passage(study, f"{fact.outcome.replace('-', ' ')}: {fact.direction}", fact.source),),
        possible=possible,
        study=study.id,
    )


def _mechanisms_of(case: Case, claim: Claim) -> tuple[ConceptId, ...]:
    """The mechanisms of the vocabulary that a claim names."""
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
            version=2,
            severity=Severity.WARNING,
            fails_when="the claim states as a fact a mechanism that its source only proposes, or saw outside people; "
            "the source names another one and never the claim's; or what it found of it goes the other way",
            rationale="A mechanism never shows that something works, and a proposed one may not be there at all.",
            failing="Calmol works by cooling the skin.[1] (the source proposes cooling, and did not measure it)",
            passing="Calmol may work by cooling the skin.[1]",
        ),
        _mechanism,
        reads_english=True,
    ),
)
