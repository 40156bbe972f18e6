"""The therapy, its route and device, and what was given beside it: a claim against what a person noted of the study."""

from __future__ import annotations

import re

from kg.audit.case import Case, Details, called, caveat, is_second_hand, source_passage
from kg.audit.inquiry import is_synthesis
from kg.identifiers import ConceptId
from kg.model import Claim, ConceptKind, Finding, Intervention, Outcome, Rule, SourcePlace, Study
from kg.text.administration import WayMention, find_ways

__all__ = ["judge_by_facts"]

_ALONE = re.compile(r"\b(?:alone|only|mono\w*|single|by itself|without)\b", re.IGNORECASE)


def judge_by_facts(case: Case, rule: Rule, claim: Claim, study: Study) -> Finding | None:
    """The conflict of a claim with the curated intervention of its one study; ``None`` where there is none.

    A review is of many interventions and is not asked. What was noted need not be all that was done, so that only what
    clashes with it fails.
    """
    done = study.intervention
    if done is None or is_synthesis(study, case.vocabulary):
        return None
    return _other_way(case, rule, claim, study, done) or _not_alone(case, rule, claim, study, done)


def _other_way(case: Case, rule: Rule, claim: Claim, study: Study, done: Intervention) -> Finding | None:
    """Another route or device than every one that was noted."""
    fields = (done.device, done.drug, done.dose, done.site, done.arms, done.other_arm, done.co_intervention, done.note)
    known = [mention for text in fields if text for mention in find_ways(text)]
    for said in find_ways(claim.text):
        noted = [each for each in known if each.way is said.way]
        if noted and not any(said.agrees(each) for each in noted):
            return _failed_way(case, rule, claim, study, said, noted[0])
    return None


def _failed_way(case: Case, rule: Rule, claim: Claim, study: Study, said: WayMention, noted: WayMention) -> Finding:
    told = f"The article says “{said.text}”; what was noted of {called(study)} has another {said.way}: {noted.text}."
    details = _noted(study, f"{said.way}: {noted.text}")
    return case.on_claim(rule, claim, Outcome.FAILED, told + _doubt(study), said.text, **details)


def _not_alone(case: Case, rule: Rule, claim: Claim, study: Study, done: Intervention) -> Finding | None:
    """A therapy told of by itself that the study gave with another one only."""
    named = [key for key in claim.concepts if case.vocabulary.get(key).kind is ConceptKind.THERAPY]
    arms = " ".join(text for text in (done.arms, done.other_arm) if text)
    added = [key for key in done.co_therapies if not _is_named(case, key, claim)]
    is_alone = len(added) == len(done.co_therapies) and not claim.adjuncts and not claim.comparison
    if not added or not is_alone or _ALONE.search(arms) or not _is_one_of(case, named, done.therapies):
        return None
    with_it = " and ".join(case.vocabulary.get(key).label.lower() for key in added)
    words = _name_in(case, named, claim)
    told = f"The claim tells of the therapy by itself; {called(study)} gave it with {with_it}."
    details = _noted(study, f"given with {with_it}")
    details["patch"] = case.patch(claim, words, f"{words} with {with_it}")
    return case.on_claim(rule, claim, Outcome.FAILED, told + _doubt(study), words, **details)


def _is_named(case: Case, key: ConceptId, claim: Claim) -> bool:
    """Whether a claim names a therapy, a wider or a narrower one."""
    return any(case.vocabulary.is_within(one, key) or case.vocabulary.is_within(key, one) for one in claim.concepts)


def _is_one_of(case: Case, named: list[ConceptId], therapies: tuple[ConceptId, ...]) -> bool:
    """Whether the claim is about one therapy, and the study gave it."""
    return len(named) == 1 and any(case.vocabulary.is_within(each, named[0]) for each in therapies)


def _name_in(case: Case, named: list[ConceptId], claim: Claim) -> str:
    """The claim's own words for its therapy, the longest that stand there; empty where a pronoun stands for it."""
    concept = case.vocabulary.get(named[0])
    names = sorted((concept.label, *concept.alternative_labels), key=len, reverse=True)
    found = (re.search(rf"\b{re.escape(name)}\b", claim.text, re.IGNORECASE) for name in names)
    return next((match[0] for match in found if match), "")


def _noted(study: Study, words: str) -> Details:
    """What was noted, as it goes with a finding."""
    place = study.intervention.source if study.intervention else SourcePlace()
    return Details(source=(source_passage(study, words, place),), possible=is_second_hand(place), study=study.id)


def _doubt(study: Study) -> str:
    place = study.intervention.source if study.intervention else SourcePlace()
    return caveat(place) if is_second_hand(place) else ""
