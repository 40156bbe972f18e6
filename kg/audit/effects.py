"""Which way an effect points: what a claim says of a therapy, and what a study's facts say.

A direction ("fell") becomes a benefit or a harm only by the outcome's own polarity, as the vocabulary gives it.
"""

from __future__ import annotations

import re
from enum import StrEnum

from kg.audit.case import Case
from kg.audit.subjects import Subject
from kg.extraction.directions import MOVING, ChangeKind, find_cues
from kg.extraction.polarity import polarity_of
from kg.identifiers import ConceptId
from kg.model import Claim, ClaimKind, ConceptKind, Direction, Fact, Study, Vocabulary
from kg.model.statistic import Significance

__all__ = ["Pull", "is_hearsay", "said_pull", "told_facts", "told_pull"]

_HARMS = ConceptId("adverse-events")
_OF_EFFECTS = frozenset({ClaimKind.EFFICACY, ClaimKind.SAFETY})
_SOME = re.compile(
    r"\b(?:some|few|certain|several|many)\s+(?:\w+\s+)?(?:users?|people|patients?|individuals|men|women|participants|readers)\b"
    r"|\banecdot\w+|\bcases?\s+of\b",
    re.IGNORECASE,
)
_NAMES = re.compile(r"loss|lost|effects?|falls?|gains?", re.IGNORECASE)
"""Words of change that as often belong to a name ("hair loss", "side effects")."""


class Pull(StrEnum):
    """Which way an effect points for the people treated."""

    BENEFIT = "benefit"
    NONE = "no effect"
    HARM = "harm"
    MIXED = "mixed"


def is_hearsay(text: str) -> bool:
    """Whether a sentence tells only what some people say or met with.

    >>> is_hearsay("Some users report more shedding."), is_hearsay("Users shed more hair.")
    (True, False)
    """
    return _SOME.search(text) is not None


def said_pull(claim: Claim, subject: Subject, vocabulary: Vocabulary) -> Pull | None:
    """What a claim says a therapy does; ``None`` where its words do not tell, or tell two things.

    A comparison of two therapies, or two together, tell nothing of either alone, and that some people report something
    is no effect.
    """
    if claim.kind not in _OF_EFFECTS or len(subject.therapies) != 1:
        return None
    if claim.comparison or claim.adjuncts or is_hearsay(claim.text):
        return None
    polarities = {_polarity(key, vocabulary) for key in subject.outcomes}
    polarity = polarities.pop() if len(polarities) == 1 else None
    pulls = {_pull_of_cue(cue.kind, polarity) for cue in find_cues(claim.text) if not _NAMES.fullmatch(cue.text)}
    pulls.discard(None)
    said = pulls.pop() if len(pulls) == 1 else None
    return said if said is Pull.NONE or not claim.negations else None


def _pull_of_cue(kind: ChangeKind, polarity: int | None) -> Pull | None:
    if kind is ChangeKind.SAME:
        return Pull.NONE
    if kind in (ChangeKind.BETTER, ChangeKind.WORSE):
        return Pull.BENEFIT if kind is ChangeKind.BETTER else Pull.HARM
    if kind in MOVING and polarity is not None:
        return Pull.BENEFIT if (kind is ChangeKind.MORE) == (polarity > 0) else Pull.HARM
    return None


def told_facts(case: Case, study: Study, subject: Subject) -> tuple[Fact, ...]:
    """The study's effects on people that bear on a subject: on its outcomes, or on any benefit where it names none.

    Of a study of several conditions only those facts count that name the subject's own.
    """
    several = len(study.population.conditions) > 1 if study.population else False
    names = case.remembered(("names", subject.conditions), lambda: _names(case, subject)) if several else ()
    found = []
    for fact in study.facts:
        concept = case.vocabulary.find(fact.concept) if fact.concept else None
        if not fact.is_effect or concept is None or concept.kind is not ConceptKind.OUTCOME:
            continue
        if not _bears_on(concept.id, subject, case.vocabulary):
            continue
        words = f"{fact.outcome} {fact.value or ''}".replace("-", " ").lower()
        if not names or any(name in words for name in names):
            found.append(fact)
    return tuple(found)


def _names(case: Case, subject: Subject) -> frozenset[str]:
    """The names of the subject's conditions and of narrower ones, written out: abbreviations may be of anything."""
    concepts = [case.vocabulary.get(key) for key in case.within(subject.conditions)]
    names = (name for concept in concepts for name in (concept.label, *concept.alternative_labels))
    return frozenset(name.lower() for name in names if not name.isupper())


def _bears_on(concept: ConceptId, subject: Subject, vocabulary: Vocabulary) -> bool:
    if not subject.outcomes:
        return _HARMS not in vocabulary.broader_chain(concept)
    return any(vocabulary.is_within(concept, outcome) for outcome in subject.outcomes)


def told_pull(facts: tuple[Fact, ...], vocabulary: Vocabulary) -> Pull | None:
    """Which way a study's facts point together; facts against each other are mixed, never a side taken."""
    pulls = {_pull_of_fact(fact, vocabulary) for fact in facts}
    pulls.discard(None)
    if len(pulls) > 1:
        pulls.discard(Pull.NONE)
    return None if not pulls else pulls.pop() if len(pulls) == 1 else Pull.MIXED


def _pull_of_fact(fact: Fact, vocabulary: Vocabulary) -> Pull | None:
    if fact.direction is Direction.NO_CHANGE or fact.significance is Significance.NOT_SIGNIFICANT:
        return Pull.NONE
    if fact.direction is Direction.MIXED:
        return Pull.MIXED
    polarity = _polarity(fact.concept, vocabulary) if fact.concept else None
    if polarity is None or fact.direction not in (Direction.INCREASE, Direction.DECREASE):
        return None
    return Pull.BENEFIT if (fact.direction is Direction.INCREASE) == (polarity > 0) else Pull.HARM


def _polarity(key: ConceptId, vocabulary: Vocabulary) -> int | None:
    """1 where more is better, -1 where less is: by the vocabulary, for want of that by the words of the name."""
    for each in vocabulary.broader_chain(key):
        if (lower := vocabulary.get(each).lower_is_better) is not None:
            return -1 if lower else 1
    return polarity_of(vocabulary.get(key).label)
