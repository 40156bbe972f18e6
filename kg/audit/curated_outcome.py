"""The outcome of a claim against what a person noted that the study did not measure."""

from __future__ import annotations

from kg.audit.case import Case, called, caveat, is_second_hand, source_passage
from kg.audit.inquiry import is_synthesis
from kg.identifiers import ConceptId
from kg.model import Claim, ConceptKind, Direction, Fact, Finding, Outcome, Rule, Study

__all__ = ["judge_outcome_by_facts"]

_MOST_NAMED = 3


def judge_outcome_by_facts(case: Case, rule: Rule, claim: Claim, study: Study) -> Finding | None:
    """The conflict of a claim with the note that its outcome was not measured; ``None`` where there is no such note.

    That nothing was noted of an outcome proves nothing, and so is no conflict.
    """
    if is_synthesis(study, case.vocabulary):
        return None
    for key in _outcomes_of(case, claim):
        facts = [fact for fact in study.facts if fact.concept and _is_one(case, fact.concept, key)]
        if facts and all(fact.direction is Direction.NOT_MEASURED for fact in facts):
            return _failed(case, rule, claim, study, key, facts[0])
    return None


def _outcomes_of(case: Case, claim: Claim) -> list[ConceptId]:
    """The outcomes that a claim names; the root of all of them says nothing."""
    named = [case.vocabulary.get(key) for key in claim.concepts]
    return [c.id for c in named if c.kind is ConceptKind.OUTCOME and c.id.value != c.kind.value]


def _is_one(case: Case, noted: ConceptId, named: ConceptId) -> bool:
    return case.vocabulary.is_within(noted, named) or case.vocabulary.is_within(named, noted)


def _failed(case: Case, rule: Rule, claim: Claim, study: Study, key: ConceptId, fact: Fact) -> Finding:
    measured = dict.fromkeys(each.outcome.replace("-", " ") for each in study.facts if each.is_effect)
    others = f"; it measured {', '.join(list(measured)[:_MOST_NAMED])}" if measured else ""
    possible = is_second_hand(fact.source)
    told = f"{called(study)} did not measure {case.vocabulary.get(key).label.lower()}{others}."
    return case.on_claim(
        rule,
        claim,
        Outcome.FAILED,
        told + (caveat(fact.source) if possible else ""),
        source=(source_passage(study, fact.note or f"{fact.outcome.replace('-', ' ')}: not measured", fact.source),),
        possible=possible,
        study=study.id,
    )
