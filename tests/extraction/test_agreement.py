"""Effects that were read, beside curated facts on the same outcome."""

from __future__ import annotations

import dataclasses
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extraction.agreement import beside_facts
from kg.extraction.effects import effects_of
from kg.extraction.facts import to_fact
from kg.extraction.passages import passages_of
from kg.extraction.texts import SourceText
from kg.identifiers import ConceptId
from kg.model import Direction, Fact, SourcePlace
from kg.model.effect import EffectValues, ReportedEffect
from kg.model.statistic import EffectMeasure, Significance
from kg.text.concepts import ConceptMatcher
from tests.builders import VOCABULARY

MATCHER = ConceptMatcher(VOCABULARY)
FACT = Fact("itching", Direction.INCREASE, ConceptId("itching"))


def effect_of(text: str) -> ReportedEffect:
    (effect,) = effects_of(passages_of([SourceText("abstract", text, 0, "RESULTS")]))
    return effect


FELL = effect_of("Itching was lower with calmol than with rest at 12 weeks (p = 0.01).")


def test_effect_meets_the_fact_of_its_outcome_and_says_where_they_differ() -> None:
    (found,) = beside_facts([FELL], [Fact("sleep", Direction.DECREASE), FACT])
    assert (found.fact, found.number, found.differs) == (FACT, 2, (("direction", "increase"),))


def test_of_several_facts_the_one_that_differs_least_is_met() -> None:
    agreeing = dataclasses.replace(FACT, direction=Direction.DECREASE)
    (found,) = beside_facts([FELL], [FACT, agreeing])
    assert (found.number, found.differs) == (2, ())


def test_outcome_in_other_words_is_met_by_its_concept() -> None:
    effect = effect_of("The severity of itch was lower with calmol (p = 0.01).")
    assert beside_facts([effect], [FACT])[0].fact is None
    assert beside_facts([effect], [FACT], MATCHER)[0].fact == FACT


@pytest.mark.parametrize(
    "fact",
    [
        dataclasses.replace(FACT, comparator="baseline"),
        dataclasses.replace(FACT, time_point="week 4"),
        Fact("sleep", Direction.INCREASE, ConceptId("sleep")),
        Fact("itching", Direction.NOT_MEASURED),
    ],
)
def test_fact_on_something_else_is_not_held_beside_it(fact: Fact) -> None:
    assert beside_facts([FELL], [fact], MATCHER)[0].fact is None


def test_size_and_significance_differ_only_where_both_are_stated_alike() -> None:
    effect = effect_of("Itching was lower with calmol (hazard ratio 0.70, 95% CI 0.50 to 0.98; p = 0.04).")
    read = effect.values
    assert read.size is not None
    same = to_fact(read, SourcePlace())
    assert beside_facts([effect], [same])[0].differs == ()
    other = dataclasses.replace(same, size=Decimal("0.80"), significance=Significance.NOT_SIGNIFICANT)
    assert beside_facts([effect], [other])[0].differs == (("size", "0.80"), ("significance", "not significant"))
    silent = dataclasses.replace(other, measure=EffectMeasure.ODDS_RATIO, significance=None)
    assert beside_facts([effect], [silent])[0].differs == ()


@given(st.from_type(EffectValues))
def test_effect_never_differs_from_its_own_fact(values: EffectValues) -> None:
    fact = to_fact(
        dataclasses.replace(values, outcome="Itching", comparator="rest", time_point="12 weeks"), SourcePlace()
    )
    effect = dataclasses.replace(FELL, direction=dataclasses.replace(FELL.direction, value=values.direction))
    read = dataclasses.replace(effect, p=None, significance=None)
    assert all(name == "size" for name, _ in beside_facts([read], [fact])[0].differs)
