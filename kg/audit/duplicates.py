"""REF006: is one work listed twice, or one study counted twice?"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from kg.audit.case import Case, Check, called
from kg.audit.inquiry import Source
from kg.grouping import group_studies
from kg.identifiers import StudyId
from kg.model import Finding, Outcome, Reference, Rule, Severity
from kg.model.record import family_name, normalise_title

__all__ = ["CHECKS"]

_BY_SECTION = re.compile(r"(\d+)\.\d+")


def _duplicates(case: Case, rule: Rule) -> Iterator[Finding]:
    works, groups = _same_work(case.sources), _same_study(case)
    for source in case.sources:
        name = source.name.capitalize()
        twin = works.get(source.index)
        reports, why = groups.get(source.index, ((), ""))
        if twin is not None:
            message = f"{name} is the same work as {twin.name}: one of the two entries can go."
            yield case.on_reference(rule, source.index, Outcome.FAILED, message)
        elif reports:
            others = " and ".join(each.name for each in reports)
            message = f"{name} and {others} report one study ({why}); they count as one, not as {len(reports) + 1}."
            yield case.on_reference(
                rule, source.index, Outcome.FAILED, message, severity=_weight(case, source, reports)
            )
        elif source.study is None:
            message = f"{name} led to no study, so only what is printed was compared with the other entries."
            yield case.on_reference(rule, source.index, Outcome.CANNOT_TELL, message)
        else:
            yield case.on_reference(rule, source.index, Outcome.PASSED, f"No other entry is {called(source.study)}.")


def _same_work(sources: Sequence[Source]) -> dict[int, Source]:
    """For every entry that repeats an earlier one, the first that it repeats."""
    first: dict[object, Source] = {}
    found: dict[int, Source] = {}
    for source in sources:
        keys = list(_keys(source))
        earlier = next((first[key] for key in keys if key in first), None)
        if earlier is not None:
            found[source.index] = earlier
        for key in keys:
            first.setdefault(key, earlier or source)
    return found


def _keys(source: Source) -> Iterator[object]:
    """What two entries of one list and one work have in common: a study, an identifier, or title, year and author."""
    where = _list_of(source.reference)
    return ((where, key) for key in _work_keys(source))


def _list_of(reference: Reference) -> str:
    """Which list an entry stands in: where each section has its own ("2.1"), a work may be in each of them."""
    numbered = [_BY_SECTION.fullmatch(label) for label in reference.labels]
    return next((found[1] for found in numbered if found), "")


def _work_keys(source: Source) -> Iterator[object]:
    reference = source.reference
    if source.study is not None:
        yield source.study.id
    yield from (each for each in (reference.pmid, reference.doi, reference.pmcid) if each is not None)
    if reference.title and reference.year and reference.authors:
        title = normalise_title(reference.title)
        if title:
            yield title, reference.year, normalise_title(family_name(reference.authors[0]))


def _same_study(case: Case) -> dict[int, tuple[tuple[Source, ...], str]]:
    """For every entry, the others that report the same study, and what says so."""
    records = {each.study.id: each.study for each in case.sources if each.study}
    by_group: dict[object, list[StudyId]] = defaultdict(list)
    why: dict[object, str] = {}
    for group in group_studies(records.values()):
        by_group[group.id] = [key for key in group.members if key in records]
        why[group.id] = f"{group.joins[0].rule}: {group.joins[0].basis}"
    known = {key for keys in by_group.values() for key in keys}
    for key, study in records.items():
        if key not in known and (named := case.group_of(study)):
            by_group[named].append(key)
            why[named] = "the graph groups them"
    found = {}
    for name, keys in by_group.items():
        reports = [source for source in case.sources if source.study and source.study.id in keys]
        for source in reports if len(set(keys)) > 1 else ():
            found[source.index] = (tuple(each for each in reports if each is not source), why[name])
    return found


def _weight(case: Case, source: Source, others: tuple[Source, ...]) -> Severity:
    """A warning where one claim points to several reports of the study, as if they were several; else a note."""
    together = any(
        source in cited and any(other in cited for other in others)
        for cited in map(case.sources_of, case.article.claims)
    )
    return Severity.WARNING if together else Severity.NOTE


CHECKS = (
    Check(
        Rule(
            code="REF006",
            name="duplicate-reference",
            version=1,
            severity=Severity.WARNING,
            fails_when="two entries are one work, or two reports are of one study (a note unless a claim has both)",
            rationale="A work or a study that counts twice looks like two that agree.",
            failing="Two entries of the reference list with the same PMID.",
            passing="Each entry of the reference list leads to another study.",
        ),
        _duplicates,
    ),
)
