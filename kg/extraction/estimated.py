"""A study that nobody curated, as far as rules read it: an estimate, told as one wherever it is shown.

Only what certainly meets the vocabulary is taken. The therapy is the one that the title names before any comparison; a
title that names two, or none, gives no study. An outcome has to name one concept of its kind, and nothing is completed
from other sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from kg.extraction.facts import to_fact
from kg.extraction.study import extract_study
from kg.identifiers import ConceptId
from kg.model.concept import ConceptKind, Vocabulary
from kg.model.effect import ReportedEffect
from kg.model.extraction import CountRole, CountUnit, ExtractedValue, ParticipantCount
from kg.model.record import Record
from kg.model.study import (
    CriterionRole,
    Direction,
    EligibilityCriterion,
    Fact,
    Intervention,
    Population,
    SourcePlace,
    Study,
)
from kg.model.study_extraction import EstimatedStudy, StudyExtraction
from kg.text.concepts import ConceptMatcher

__all__ = ["estimate_study", "therapy_of_title"]

_COMPARES = re.compile(r"\b(?:versus|vs\.?|compared\s(?:with|to)|in\scomparison|against|or|than)\b", re.IGNORECASE)
_COMBINES = re.compile(
    r"\b(?:plus|combin\w+|with|along|together|adjunct\w*|adjuvant|followed\sby|assisted|and)\b|\+", re.IGNORECASE
)
_OWN_ARM = re.compile(r"\b(?:intervention|treatment|treated|experimental|active|study)\b", re.IGNORECASE)
_CERTAIN = frozenset({Direction.INCREASE, Direction.DECREASE, Direction.NO_CHANGE})
_ENROLLED = frozenset({CountRole.ENROLLED, CountRole.RANDOMISED, CountRole.STUDIED})


def therapy_of_title(title: str | None, vocabulary: Vocabulary, matcher: ConceptMatcher) -> ConceptId | None:
    """The one therapy that a title names before it compares anything; ``None`` where it is none or more than one."""
    if title is None:
        return None
    compares = _COMPARES.search(title)
    head = title[: compares.start()] if compares else title
    found = _narrowest(_of_kind(matcher.concepts_in(head), ConceptKind.THERAPY, vocabulary), vocabulary)
    return found[0] if len(found) == 1 else None


def estimate_study(record: Record, vocabulary: Vocabulary, matcher: ConceptMatcher) -> EstimatedStudy | None:
    """The study of a record that nobody curated.

    Args:
        record: with its abstract.
        vocabulary: whose therapies, outcomes and conditions count.
        matcher: finds them.

    Returns:
        ``None`` where the therapy cannot be told.
    """
    therapy = therapy_of_title(record.title, vocabulary, matcher)
    if therapy is None:
        return None
    found = extract_study(record)
    facts = list(_facts(found, therapy, vocabulary, matcher))
    combined = "the title speaks of a combination" if _COMBINES.search(_head(record.title or "", matcher)) else None
    designs = [each.value for each in found.design.decided if vocabulary.find(each.value) is not None]
    conditions = _of_kind(matcher.concepts_in(record.title or ""), ConceptKind.CONDITION, vocabulary)
    study = Study(
        id=record.key,
        record=record,
        design=designs[0] if designs else None,
        also_designs=tuple(designs[1:]),
        species=_texts(found, "species"),
        population=Population(
            enrolled=_people(found.participants, _ENROLLED),
            analysed=_people(found.participants, frozenset({CountRole.ANALYSED})),
            conditions=_narrowest(conditions, vocabulary),
        ),
        intervention=Intervention(therapies=(therapy,), co_intervention=combined),
        facts=tuple(fact for _, fact in facts),
        criteria=tuple(
            EligibilityCriterion(CriterionRole.EXCLUSION, text) for text in _texts(found, "criteria.exclusion")
        ),
        adverse_events="; ".join(_harms(found)) or None,
        limitations=_texts(found, "limitations"),
    )
    return EstimatedStudy(study, tuple(number for number, _ in facts))


def _head(title: str, matcher: ConceptMatcher) -> str:
    """The title from its first named concept up to what it compares: there stands what was given together."""
    compares = _COMPARES.search(title)
    head = title[: compares.start()] if compares else title
    return re.split(r"\b(?:in|for|of)\b(?=[^:]*\Z)|:", head)[0] if matcher.concepts_in(head) else head


def _facts(
    found: StudyExtraction, therapy: ConceptId, vocabulary: Vocabulary, matcher: ConceptMatcher
) -> Iterator[tuple[int, Fact]]:
    """The effects on one known outcome each, in the arm of the therapy, with their numbers from 1."""
    for number, effect in enumerate(found.findings.effects, start=1):
        values = effect.values
        outcomes = _of_kind(matcher.concepts_in(values.outcome), ConceptKind.OUTCOME, vocabulary)
        if values.direction not in _CERTAIN or len(outcomes) != 1 or not _is_own(effect, therapy, vocabulary, matcher):
            continue
        fact = to_fact(values, SourcePlace(f"{effect.place}, read by rule"))
        p = f"{values.p.sign} {values.p.value or ''}".strip() if values.p else None
        yield number, _named(fact, outcomes[0], p)


def _named(fact: Fact, concept: ConceptId, p: str | None) -> Fact:
    return Fact(
        **{name: getattr(fact, name) for name in Fact.__dataclass_fields__ if name not in ("concept", "p")},
        concept=concept,
        p=p,
    )


def _is_own(effect: ReportedEffect, therapy: ConceptId, vocabulary: Vocabulary, matcher: ConceptMatcher) -> bool:
    """Whether an effect is that of the therapy: its arm is named so, is the treated one, or is not named at all."""
    values = effect.values
    against = _of_kind(matcher.concepts_in(values.comparator or ""), ConceptKind.THERAPY, vocabulary)
    if therapy in against:
        return False
    if values.arm is None:
        return True
    named = _of_kind(matcher.concepts_in(values.arm), ConceptKind.THERAPY, vocabulary)
    return set(named) == {therapy} if named else _OWN_ARM.search(values.arm) is not None


def _of_kind(keys: Iterable[ConceptId], kind: ConceptKind, vocabulary: Vocabulary) -> tuple[ConceptId, ...]:
    return tuple(key for key in keys if (concept := vocabulary.find(key)) is not None and concept.kind is kind)


def _narrowest(keys: Sequence[ConceptId], vocabulary: Vocabulary) -> tuple[ConceptId, ...]:
    """Without those of which another one is a kind."""
    return tuple(key for key in keys if not any(other != key and vocabulary.is_within(other, key) for other in keys))


def _people(counts: Sequence[ExtractedValue[ParticipantCount]], roles: frozenset[CountRole]) -> int | None:
    """The largest number of people in one of the roles."""
    found = (each.value for each in counts if each.value.role in roles and each.value.unit is CountUnit.PEOPLE)
    return max((count.number for count in found), default=None)


def _texts(found: StudyExtraction, field: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value.extracted.value for value in found.details if value.field == field))


def _harms(found: StudyExtraction) -> Iterator[str]:
    adverse = found.findings.adverse
    yield from dict.fromkeys(each.value for each in (*adverse.events, *adverse.none_reported))
