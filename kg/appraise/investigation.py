"""Independent studies: the reports of one investigation together, counted once, and what notices make of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.identifiers import ConceptId, StudyId
from kg.model import NoticeKind, Study, StudyGroup
from kg.model.appraisal import Certainty, DesignRule, NoticeAction, RuleTable, Rung
from kg.model.study import Direction, Fact

__all__ = ["Investigation", "find_rung", "gather", "is_human", "standing"]

_HUMAN = "homo sapiens"


@dataclass(frozen=True, slots=True)
class Investigation:
    """One investigation and its reports, by key."""

    key: StudyId
    reports: tuple[Study, ...]

    @property
    def ids(self) -> tuple[StudyId, ...]:
        """The keys of its reports."""
        return tuple(report.id for report in self.reports)

    @property
    def people(self) -> int | None:
        """The most people that one of its reports analysed, else enrolled; ``None`` if none states it."""
        return max((n for report in self.reports if (n := _people(report)) is not None), default=None)

    @property
    def year(self) -> int | None:
        """Of the first report."""
        return min((report.record.year for report in self.reports if report.record.year), default=None)

    def facts_on(self, outcome: ConceptId) -> tuple[tuple[Study, Fact], ...]:
        """Its effects on an outcome, with the report of each."""
        return tuple(
            (report, fact)
            for report in self.reports
            for fact in report.facts
            if fact.is_effect and fact.concept == outcome
        )

    def direction_of(self, outcome: ConceptId) -> Direction:
        """Which way its effects on an outcome go; mixed where they differ."""
        found = {fact.direction for _, fact in self.facts_on(outcome)} - {Direction.UNCLEAR}
        if len(found) > 1:
            return Direction.MIXED
        return found.pop() if found else Direction.UNCLEAR

    def find_rule(self, rules: RuleTable) -> DesignRule | None:
        """The rule of the highest rung that one of its designs stands on, and there of the highest start."""
        designs = {design for report in self.reports for design in (report.design, *report.also_designs)}
        return _highest(rule for rule in rules.designs if rule.design in designs)

    def standing(self, rules: RuleTable) -> NoticeAction | None:
        """The gravest that a notice on one of its reports does; ``None`` without any notice."""
        found = {action for report in self.reports if (action := standing(report, rules)) is not None}
        return next((action for action in NoticeAction if action in found), None)

    @property
    def is_human(self) -> bool:
        """Whether one of its reports is of people, or does not say of what it is."""
        return any(is_human(report) for report in self.reports)


def _people(study: Study) -> int | None:
    if study.population is None or not is_human(study):
        return None
    return study.population.analysed if study.population.analysed is not None else study.population.enrolled


def is_human(study: Study) -> bool:
    """Whether a study is of people; one that names no species is taken to be."""
    return not study.species or any(_HUMAN in species.casefold() for species in study.species)


def find_rung(study: Study, rules: RuleTable) -> Rung | None:
    """The highest rung that a study's designs stand on; ``None`` for a plan, a label, or a design that is not known."""
    designs = {study.design, *study.also_designs}
    rule = _highest(rule for rule in rules.designs if rule.design in designs)
    return rule.rung if rule is not None else None


def _highest(found: Iterable[DesignRule]) -> DesignRule | None:
    levels = (None, *Certainty)
    return max(found, key=lambda rule: (rule.rung.height, levels.index(rule.start)), default=None)


def standing(study: Study, rules: RuleTable) -> NoticeAction | None:
    """What the notices on a study's record do to it; a reinstatement that came later undoes what went before."""
    actions = {rule.kind: rule.action for rule in rules.notices}
    found = {actions.get(kind, NoticeAction.SAY) for kind in _in_force(study)}
    return next((action for action in NoticeAction if action in found), None)


def _in_force(study: Study) -> Iterator[NoticeKind]:
    back = [notice.date or "" for notice in study.record.notices if notice.kind is NoticeKind.REINSTATEMENT]
    for notice in study.record.notices:
        is_undone = any(date >= (notice.date or "") for date in back if date)
        yield NoticeKind.REINSTATEMENT if is_undone else notice.kind


def gather(studies: Iterable[Study], groups: Iterable[StudyGroup]) -> tuple[Investigation, ...]:
    """The studies as investigations, by key: reports of one group together, every other study alone."""
    leader = {member: group.id for group in groups for member in group.members}
    found: dict[StudyId, list[Study]] = {}
    for study in sorted(studies, key=lambda study: study.id):
        found.setdefault(leader.get(study.id, study.id), []).append(study)
    return tuple(Investigation(key, tuple(found[key])) for key in sorted(found))
