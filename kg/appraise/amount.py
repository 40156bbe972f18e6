"""How much a therapy does to one outcome: the effects as published, and one estimate of them where that is sound."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence

from kg.appraise.card import fact_key
from kg.appraise.investigation import Investigation
from kg.identifiers import StudyId
from kg.model import Fact, Study, Vocabulary
from kg.model.appraisal import CertaintyAssessment, Rung
from kg.model.card import NO_PLACE, EffectRow, FactKey, OutcomeCard, PooledEstimate
from kg.model.effect import EffectSize, EffectValues
from kg.model.statistic import Interval
from kg.model.study_extraction import EstimatedStudy

__all__ = ["outcome_card"]

_FEWEST = 2


def outcome_card(
    assessment: CertaintyAssessment,
    found: Sequence[Investigation],
    rungs: dict[StudyId, Rung],
    vocabulary: Vocabulary,
    *,
    estimated: Sequence[EstimatedStudy] = (),
) -> OutcomeCard:
    """The effects on an outcome and what they say together.

    Args:
        assessment: of the question.
        found: the investigations that it rests on.
        rungs: of their reports.
        vocabulary: for names.
        estimated: the studies that nobody curated; what rules read there stands below, and is never pooled.
    """
    concept = vocabulary.find(assessment.outcome)
    condition = vocabulary.find(assessment.condition) if assessment.condition else None
    pooled, reasons, estimate = _pool(assessment, found, rungs)
    if assessment.is_extracted:
        reasons = ("what rules read is an estimate, and is never pooled",)
    return OutcomeCard(
        assessment=assessment,
        outcome=concept.label if concept else str(assessment.outcome),
        condition=condition.label if condition else None,
        lower_is_better=concept.lower_is_better if concept else None,
        rows=(
            *(_row(study, fact, rungs) for each in found for study, fact in each.facts_on(assessment.outcome)),
            *_read_rows(assessment, estimated),
        ),
        pooled=pooled,
        not_pooled=reasons,
        estimate=estimate,
    )


def _read_rows(assessment: CertaintyAssessment, estimated: Sequence[EstimatedStudy]) -> Iterator[EffectRow]:
    """The effects that rules read, under their numbers in the record."""
    for each in estimated:
        if each.study.id in assessment.read_beside:
            for number, fact in zip(each.numbers, each.study.facts, strict=True):
                if fact.concept == assessment.outcome:
                    row = _row(each.study, fact, {})
                    yield dataclasses.replace(row, fact=FactKey(each.study.id, number), is_extracted=True)


def _row(study: Study, fact: Fact, rungs: dict[StudyId, Rung]) -> EffectRow:
    unit = fact.unit if fact.unit and fact.unit not in (fact.value or "") else None
    p = f"p {fact.p}" if fact.p else None
    against = f"against {fact.comparator}" if fact.comparator else None
    size = f"{fact.measure} {fact.size}" if fact.measure and fact.size is not None and not fact.value else None
    said = ", ".join(
        part for part in (" ".join(filter(None, (fact.value or size, unit))), fact.time_point, p, against) if part
    )
    return EffectRow(
        fact=fact_key(study, fact),
        name=fact.outcome.replace("-", " "),
        direction=fact.direction.value,
        said=said or "no figure was read",
        place=fact.source.part or NO_PLACE,
        is_synthesis=rungs.get(study.id) is Rung.SYNTHESISED,
        measure=fact.measure.value if fact.measure else None,
        size=fact.size,
        low=fact.interval_low,
        high=fact.interval_high,
    )


def _pool(
    assessment: CertaintyAssessment, found: Sequence[Investigation], rungs: dict[StudyId, Rung]
) -> tuple[str, tuple[str, ...], PooledEstimate | None]:
    """One estimate in words, or why there is none; a synthesis is never pooled with the studies that it pooled."""
    effects = [
        (each.key, values)
        for each in found
        for study, fact in each.facts_on(assessment.outcome)
        if rungs.get(study.id) is not Rung.SYNTHESISED and (values := _values(fact)).size is not None
    ]
    if len({key for key, _ in effects}) < _FEWEST:
        have = f"{len(effects)} primary effects have their size as a figure"
        return "", (f"{have}; {_FEWEST} studies at least are needed",), None
    from kg.appraise.pooling import NotPooled, StudyEffect, pool  # noqa: PLC0415 - its library takes a second to load

    made = pool([StudyEffect(key, values) for key, values in effects])
    if isinstance(made, NotPooled):
        return "", made.reasons, None
    unit = f" {made.unit}" if made.unit else ""
    estimate = (
        f"{made.measure} {made.random.value:.2f}{unit} (95 % interval {made.random.low:.2f} to {made.random.high:.2f})"
    )
    words = f"computed from {len(made.studies)} studies: {estimate}, I2 {made.i2:.0f} %, random effects"
    figures = (float(made.random.value), float(made.random.low), float(made.random.high))
    return words, (), PooledEstimate(str(made.measure), *figures, len(made.studies))


def _values(fact: Fact) -> EffectValues:
    size = None
    if fact.measure is not None and fact.size is not None:
        interval = (
            Interval(fact.interval_low, fact.interval_high, fact.interval_level)
            if fact.interval_low is not None and fact.interval_high is not None
            else None
        )
        size = EffectSize(fact.measure, fact.size, fact.unit, interval)
    return EffectValues(
        outcome=fact.outcome,
        direction=fact.direction,
        arm=fact.arm,
        comparator=fact.comparator,
        size=size,
        time_point=fact.time_point,
    )
