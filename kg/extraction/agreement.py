"""Effects that were read, each beside the curated fact on the same outcome, and where the two differ.

Curated facts stand. A fact is held beside an effect only where both are certainly on one outcome: the same words, or
the one concept of the vocabulary that the outcome's name speaks of; not where they name other time points, or one
compares with the baseline and the other with another group.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.extraction.terms import content_stems
from kg.model.effect import BASELINE, EffectValues, ReportedEffect
from kg.model.study import Direction, Fact
from kg.model.study_extraction import EffectBesideFacts
from kg.text.concepts import ConceptMatcher
from kg.text.dimensions import measure_of_words

__all__ = ["beside_facts"]

_SURE = frozenset({Direction.INCREASE, Direction.DECREASE, Direction.NO_CHANGE})
_NUMBER = re.compile(r"\d+")


def beside_facts(
    effects: Sequence[ReportedEffect], facts: Sequence[Fact], matcher: ConceptMatcher | None = None
) -> tuple[EffectBesideFacts, ...]:
    """Each effect with the fact of its outcome, of several the one that differs least.

    Args:
        effects: as read.
        facts: the study's curated ones, in the order of its file.
        matcher: finds the vocabulary's concepts in the names of outcomes; without one only the same words meet.
    """
    return tuple(_beside(effect, facts, matcher) for effect in effects)


def _beside(effect: ReportedEffect, facts: Sequence[Fact], matcher: ConceptMatcher | None) -> EffectBesideFacts:
    values = effect.values
    found = [
        (tuple(_differences(values, fact)), number, fact)
        for number, fact in enumerate(facts, start=1)
        if fact.is_effect and _is_same_outcome(values, fact, matcher) and _may_be_same_comparison(values, fact)
    ]
    if not found:
        return EffectBesideFacts(effect)
    differs, number, fact = min(found, key=lambda each: len(each[0]))
    return EffectBesideFacts(effect, fact, number, differs)


def _is_same_outcome(values: EffectValues, fact: Fact, matcher: ConceptMatcher | None) -> bool:
    words = content_stems(values.outcome)
    if words and words == content_stems(fact.outcome.replace("-", " ")):
        return True
    return matcher is not None and fact.concept is not None and matcher.concepts_in(values.outcome) == (fact.concept,)


def _may_be_same_comparison(values: EffectValues, fact: Fact) -> bool:
    if values.comparator and fact.comparator and (values.comparator == BASELINE) != (fact.comparator == BASELINE):
        return False
    read, curated = (set(_NUMBER.findall(each or "")) for each in (values.time_point, fact.time_point))
    return not read or not curated or bool(read & curated)


def _differences(values: EffectValues, fact: Fact) -> Iterator[tuple[str, str]]:
    """The fields in which a person wrote something else, with what they wrote; what either leaves open agrees."""
    if {values.direction, fact.direction} <= _SURE and values.direction is not fact.direction:
        yield "direction", fact.direction.value
    size = values.size
    if size is not None and size.unit and fact.unit and not _is_same_kind(size.unit, fact.unit):
        yield "unit", fact.unit
    elif size is not None and size.measure is fact.measure and fact.size is not None and size.value != fact.size:
        yield "size", str(fact.size)
    if values.significance and fact.significance and values.significance is not fact.significance:
        yield "significance", fact.significance.value


def _is_same_kind(unit: str, other: str) -> bool:
    """Whether two units measure the same; a unit that is not known agrees with every other."""
    ours, theirs = measure_of_words(unit), measure_of_words(other)
    return ours is None or theirs is None or (ours.dimension, ours.per) == (theirs.dimension, theirs.per)
