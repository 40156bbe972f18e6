"""Every question that studies answer: a therapy, an outcome, and a condition with its narrower ones."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterator, Sequence

from kg.appraise.certainty import assess
from kg.appraise.investigation import Investigation
from kg.identifiers import ConceptId
from kg.model import ConceptKind, Vocabulary
from kg.model.appraisal import CertaintyAssessment, RuleTable

__all__ = ["assess_all"]


Question = tuple[ConceptId, ConceptId, ConceptId | None]
"""Therapy, outcome and condition."""


def assess_all(
    found: Sequence[Investigation],
    vocabulary: Vocabulary,
    rules: RuleTable,
    *,
    estimated: Sequence[Investigation] = (),
) -> tuple[CertaintyAssessment, ...]:
    """The assessments of all questions, by therapy, outcome and condition.

    A condition gathers the studies of narrower ones, if some study of the therapy names the wider one itself. Studies
    of one therapy are never taken for studies of a wider one: another route or dose is another treatment.

    Args:
        found: what was curated.
        vocabulary: the concepts.
        rules: the table.
        estimated: studies that nobody curated, as rules read them. Where a curated study answers a question they stand
            beside it and change nothing; where none does, the answer rests on them and says so. Without a cap for them
            in the table they are not taken in.
    """
    curated = dict(_questions(found, vocabulary))
    read = dict(_questions(estimated, vocabulary)) if rules.extracted_cap is not None else {}
    made = []
    for therapy, outcome, condition in sorted({**curated, **read}, key=lambda each: (*each[:2], str(each[2] or ""))):
        asked = (therapy, outcome, condition)
        if asked in curated:
            assessment = assess(*asked, curated[asked], rules)
            beside = tuple(study for each in read.get(asked, ()) for study in each.ids)
            made.append(dataclasses.replace(assessment, read_beside=beside))
        else:
            made.append(assess(*asked, read[asked], rules, is_extracted=True))
    return tuple(made)


def _questions(
    found: Sequence[Investigation], vocabulary: Vocabulary
) -> Iterator[tuple[Question, list[Investigation]]]:
    """Every question that these studies answer, with those that do."""
    by_question: dict[tuple[ConceptId, ConceptId], list[Investigation]] = defaultdict(list)
    for each in found:
        for therapy in _therapies(each):
            for outcome in _outcomes(each, vocabulary):
                by_question[therapy, outcome].append(each)
    for (therapy, outcome), studies in by_question.items():
        for condition, members in _by_condition(therapy, studies, found, vocabulary):
            yield (therapy, outcome, condition), members


def _by_condition(
    therapy: ConceptId, studies: Sequence[Investigation], found: Sequence[Investigation], vocabulary: Vocabulary
) -> list[tuple[ConceptId | None, list[Investigation]]]:
    named = {condition for each in found if therapy in _therapies(each) for condition in _conditions(each)}
    gathered: dict[ConceptId | None, list[Investigation]] = defaultdict(list)
    for each in studies:
        own = _conditions(each)
        wider = {
            wide for condition in own if vocabulary.find(condition) for wide in vocabulary.broader_chain(condition)
        }
        for condition in own | (wider & named):
            gathered[condition].append(each)
        if not own:
            gathered[None].append(each)
    return sorted(gathered.items(), key=lambda pair: str(pair[0] or ""))


def _therapies(each: Investigation) -> set[ConceptId]:
    return {key for report in each.reports if report.intervention for key in report.intervention.therapies}


def _conditions(each: Investigation) -> set[ConceptId]:
    return {key for report in each.reports if report.population for key in report.population.conditions}


def _outcomes(each: Investigation, vocabulary: Vocabulary) -> set[ConceptId]:
    concepts = {fact.concept for report in each.reports for fact in report.facts if fact.is_effect}
    found = (vocabulary.find(key) for key in concepts if key is not None)
    return {concept.id for concept in found if concept is not None and concept.kind is ConceptKind.OUTCOME}
