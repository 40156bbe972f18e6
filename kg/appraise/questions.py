"""Every question that studies answer: a therapy, an outcome, and a condition with its narrower ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from kg.appraise.certainty import assess
from kg.appraise.investigation import Investigation
from kg.identifiers import ConceptId
from kg.model import ConceptKind, Vocabulary
from kg.model.appraisal import CertaintyAssessment, RuleTable

__all__ = ["assess_all"]


def assess_all(
    found: Sequence[Investigation], vocabulary: Vocabulary, rules: RuleTable
) -> tuple[CertaintyAssessment, ...]:
    """The assessments of all questions, by therapy, outcome and condition.

    A condition gathers the studies of narrower ones, if some study of the therapy names the wider one itself. Studies
    of one therapy are never taken for studies of a wider one: another route or dose is another treatment.
    """
    by_question: dict[tuple[ConceptId, ConceptId], list[Investigation]] = defaultdict(list)
    for each in found:
        for therapy in _therapies(each):
            for outcome in _outcomes(each, vocabulary):
                by_question[therapy, outcome].append(each)
    return tuple(
        assess(therapy, outcome, condition, members, rules)
        for (therapy, outcome), studies in sorted(by_question.items())
        for condition, members in _by_condition(therapy, studies, found, vocabulary)
    )


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
