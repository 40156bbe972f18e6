"""A therapy's card out of its investigations, its assessments and what claims say of people."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.appraise.investigation import Investigation, is_human
from kg.identifiers import ConceptId, StudyId
from kg.model import CriterionRole, Fact, Study, Vocabulary
from kg.model.appraisal import Rung
from kg.model.card import CardBlock, CardLine, CardTopic, FactKey
from kg.model.quantity import QuantityRole
from kg.model.searched import Searched
from kg.text import duration_days, find_quantities

__all__ = ["Addressed", "fact_key", "left_out", "safety", "say_nothing", "studied"]

_HARM = ConceptId("adverse-events")
_READ = "therapy_extracted"
_PRIMARY = {Rung.UNCONTROLLED, Rung.CONTROLLED}
_OTHER_KINDS: Mapping[Rung | None, str] = {
    Rung.SYNTHESISED: "that put others together",
    Rung.PRECLINICAL: "in vitro or in animals",
    Rung.PROPOSED: "that propose a mechanism",
    None: "that only plan one, or whose design was not read",
}
"""What a study is that is no primary one in people, by its rung."""
_TIMES = {QuantityRole.DURATION, QuantityRole.TIME_POINT}
_STOPPING = (
    "stopping",
    "after stop",
    "discontinu",
    "withdraw",
    "cessation",
    "relapse",
    "rebound",
    "durab",
    "after the last session",
    "after last session",
)
"""Beginnings of what people write of the time after a treatment."""


@dataclass(frozen=True, slots=True)
class Addressed:
    """People whom claims of articles speak of: a population, condition or criterion, and how many claims do."""

    concept: ConceptId
    claims: int


def fact_key(study: Study, fact: Fact) -> FactKey:
    """Where a fact stands in its study's file."""
    return FactKey(study.id, next(at for at, other in enumerate(study.facts, start=1) if other is fact))


def say_nothing(what: str, query: str, searched: Searched) -> CardLine:
    """The line for what no study tells.

    >>> say_nothing("on stopping", "therapy_stopping", Searched(pulled="2026-11-26")).text
    'No study in this graph on stopping (searched 2026-11-26).'
    """
    return CardLine(f"No study in this graph {what} ({searched}).", query)


def studied(
    found: Sequence[Investigation],
    excluded: Sequence[Investigation],
    rungs: Mapping[StudyId, Rung],
    searched: Searched,
    vocabulary: Vocabulary,
    estimated: Sequence[Study] = (),
) -> CardBlock:
    """Is it well studied: how many studies, of which designs and rungs, how many people, when, and whom.

    Studies that a notice excludes count for nothing, and each of them is said. Those that nobody curated stand below,
    as what rules read of them.
    """
    gone = [_one(report, vocabulary, "left out: ") for each in excluded for report in each.reports]
    gone += _estimates(estimated, vocabulary)
    if not found:
        what = "of this therapy" if not estimated else "of this therapy that somebody curated"
        return CardBlock(CardTopic.STUDIED, (say_nothing(what, "therapy_studies", searched), *gone))
    reports = [report for each in found for report in each.reports]
    counts = f"{_plural(len(found), 'independent study', 'independent studies')} in {_plural(len(reports), 'report')}"
    lines = [CardLine(f"{counts}: {_kinds(found, rungs)}.", "therapy_studies", _ids(found), is_computed=True)]
    lines += _counted("On the ladder", reports, lambda r: [rungs.get(r.id, "no rung")], "therapy_rungs")
    lines += _counted(
        "Designs", reports, lambda r: [_label(vocabulary, r.design) if r.design else "not read"], "therapy_studies"
    )
    lines.append(_people(found, rungs))
    years = sorted({report.record.year for report in reports if report.record.year})
    if years:
        dated = tuple(report.id for report in reports if report.record.year)
        lines.append(CardLine(f"Published from {years[0]} to {years[-1]}.", "therapy_studies", dated))
    lines += _counted("Whom", reports, lambda r: [_label(vocabulary, key) for key in _groups(r)], "therapy_populations")
    lines += _counted(
        "Conditions", reports, lambda r: [_label(vocabulary, key) for key in _conditions(r)], "therapy_populations"
    )
    lines += gone
    lines += [_one(report, vocabulary) for report in reports]
    return CardBlock(CardTopic.STUDIED, tuple(lines))


def _kinds(found: Sequence[Investigation], rungs: Mapping[StudyId, Rung]) -> str:
    """How many of them found something themselves in people, and what the others are."""
    highest = [max((rungs[key] for key in each.ids if key in rungs), key=_height, default=None) for each in found]
    counts = Counter("primary in people" if rung in _PRIMARY else _OTHER_KINDS[rung] for rung in highest)
    order = ("primary in people", *_OTHER_KINDS.values())
    return ", ".join(f"{counts[kind]} {kind}" for kind in order if counts[kind])


def _height(rung: Rung) -> int:
    return rung.height


def _estimates(estimated: Sequence[Study], vocabulary: Vocabulary) -> Iterator[CardLine]:
    """What rules read of the studies that nobody curated; none of the counts has them."""
    if estimated:
        many = _plural(len(estimated), "study that nobody curated is", "studies that nobody curated are")
        text = f"{many} read by rule only: an estimate, to be checked, and in none of the counts here."
        ids = tuple(study.id for study in estimated)
        yield CardLine(text, _READ, ids, is_computed=True, is_extracted=True)
    for study in estimated:
        yield dataclasses.replace(_one(study, vocabulary, "read by rule: "), query=_READ, is_extracted=True)


def _people(found: Sequence[Investigation], rungs: Mapping[StudyId, Rung]) -> CardLine:
    """People in primary studies; a synthesis counts the people of others, and a review none of its own."""
    primary = [each for each in found if {rungs.get(study) for study in each.ids} & _PRIMARY]
    counted = [each for each in primary if each.people is not None]
    total = sum(each.people or 0 for each in counted)
    rest = "" if len(counted) == len(primary) else "; of the others no number was read"
    of = _plural(len(primary), "primary study", "primary studies")
    text = f"{total:,} people in {len(counted)} of {of} in people{rest}."
    return CardLine(text, "therapy_figures", _ids(counted), is_computed=True)


def _counted(
    name: str, reports: Sequence[Study], read: Callable[[Study], Iterable[str]], query: str
) -> Iterator[CardLine]:
    found = {report.id: list(read(report)) for report in reports}
    counts = Counter(word for words in found.values() for word in words)
    if counts:
        said = ", ".join(
            f"{word} {count}" for word, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        )
        silent = sum(not words for words in found.values())
        rest = f"; not read in {silent}" if silent else ""
        yield CardLine(f"{name} (reports): {said}{rest}.", query, tuple(found), is_computed=True)


def _one(study: Study, vocabulary: Vocabulary, lead: str = "") -> CardLine:
    people = study.population
    parts = [_label(vocabulary, study.design) if study.design else "design not read"]
    if people is not None and people.analysed is not None:
        parts.append(f"{people.analysed} analysed")
    if people is not None and people.enrolled is not None:
        parts.append(f"{people.enrolled} enrolled")
    if study.record.year:
        parts.append(str(study.record.year))
    notices = [notice.kind.value for notice in study.record.notices]
    return CardLine(f"{study.id}: {lead}{', '.join((*parts, *notices))}", "therapy_figures", (study.id,))


def safety(
    found: Sequence[Investigation], searched: Searched, vocabulary: Vocabulary, estimated: Sequence[Study] = ()
) -> CardBlock:
    """Is it safe and sustainable: harms, the longest follow-up, what happens on stopping, and who stands to gain."""
    reports = [report for each in found for report in each.reports]
    read = [
        CardLine(f"{study.id}: read by rule: {study.adverse_events}", _READ, (study.id,), is_extracted=True)
        for study in estimated
        if study.adverse_events
    ]
    return CardBlock(
        CardTopic.SAFE,
        (
            *(
                _harms(reports, vocabulary)
                or ([] if read else [say_nothing("tells of adverse events", "therapy_adverse_events", searched)])
            ),
            *read,
            _longest(reports) or say_nothing("states a duration or time point", "therapy_follow_up", searched),
            *(_stopping(reports) or [say_nothing("tells what happens on stopping", "therapy_stopping", searched)]),
            *(
                _interests(reports)
                or [say_nothing("whose interests or funding were read", "therapy_interests", searched)]
            ),
        ),
    )


def _harms(reports: Sequence[Study], vocabulary: Vocabulary) -> list[CardLine]:
    lines = [
        CardLine(f"{report.id}: {report.adverse_events}", "therapy_adverse_events", (report.id,))
        for report in reports
        if report.adverse_events
    ]
    lines += [
        _harm(report, fact) for report in reports for fact in report.facts if fact.value and _is_harm(fact, vocabulary)
    ]
    silent = [report.id for report in reports if not report.adverse_events]
    if lines and silent:
        text = f"{len(silent)} of {len(reports)} reports: nothing was read of adverse events, which is not “none”."
        lines.append(CardLine(text, "therapy_adverse_events", tuple(silent), is_computed=True))
    return lines


def _is_harm(fact: Fact, vocabulary: Vocabulary) -> bool:
    return fact.concept is not None and _is_within(fact.concept, _HARM, vocabulary)


def _harm(report: Study, fact: Fact) -> CardLine:
    text = f"{report.id}: {fact.outcome.replace('-', ' ')}: {fact.direction}, {_said(fact)}"
    return CardLine(text, "therapy_figures", (report.id,), (fact_key(report, fact),))


def _longest(reports: Sequence[Study]) -> CardLine | None:
    times = [
        (days, text, report.id, key) for report in reports if is_human(report) for days, text, key in _times(report)
    ]
    if not times:
        return None
    _, text, study, key = max(times, key=lambda found: found[0])
    return CardLine(f"Longest time stated: {text} ({study}).", "therapy_follow_up", (study,), (key,) if key else ())


def _times(study: Study) -> Iterator[tuple[float, str, FactKey | None]]:
    stated: list[tuple[str, FactKey | None]] = [
        (text, fact_key(study, fact)) for fact in study.facts for text in (fact.time_point, fact.value) if text
    ]
    if study.intervention is not None and study.intervention.duration:
        stated.append((study.intervention.duration, None))
    for text, key in stated:
        for quantity in find_quantities(text):
            span = duration_days(quantity) if quantity.role in _TIMES else None
            if span is not None:
                yield span[1], quantity.text, key


def _stopping(reports: Sequence[Study]) -> list[CardLine]:
    lines = []
    for report in reports:
        for fact in report.facts:
            words = " ".join(part for part in (fact.outcome, fact.value, fact.time_point, fact.note) if part)
            if any(word in words.casefold() for word in _STOPPING):
                text = f"{report.id}: {fact.outcome.replace('-', ' ')}: {fact.direction}, {_said(fact)}"
                lines.append(
                    CardLine(
                        f"After the treatment — {text}", "therapy_stopping", (report.id,), (fact_key(report, fact),)
                    )
                )
    return lines


def _interests(reports: Sequence[Study]) -> list[CardLine]:
    return [
        CardLine(f"{report.id}: {name}: {text}", "therapy_interests", (report.id,))
        for report in reports
        for name, text in (("interests", report.interests), ("funding", report.funding))
        if text
    ]


def left_out(
    found: Sequence[Investigation],
    addressed: Sequence[Addressed],
    searched: Searched,
    vocabulary: Vocabulary,
    estimated: Sequence[Study] = (),
) -> CardBlock:
    """Who was left out: what studies excluded, and whom claims speak of that no study looked at."""
    reports = [report for each in found for report in each.reports]
    lines = [_excluded(text, ids, len(reports)) for text, ids in sorted(_exclusions(reports, vocabulary).items())]
    lines.sort(key=lambda line: (-len(line.studies), line.text))
    spoken = [_spoken(each, reports, vocabulary) for each in addressed]
    read = [
        CardLine(f"{study.id}: read by rule: kept out: {each.text}", _READ, (study.id,), is_extracted=True)
        for study in estimated
        for each in study.criteria
    ]
    if not lines and not read:
        lines = [say_nothing("tells whom it kept out", "therapy_exclusions", searched)]
    if not spoken:
        lines.append(
            CardLine("No claim of an article here speaks of people together with this therapy.", "therapy_claim_people")
        )
    return CardBlock(CardTopic.LEFT_OUT, (*lines, *read, *spoken))


def _exclusions(reports: Sequence[Study], vocabulary: Vocabulary) -> Mapping[str, list[StudyId]]:
    by_name: dict[str, list[StudyId]] = {}
    for report in reports:
        for each in report.criteria:
            if each.role is CriterionRole.EXCLUSION:
                name = _label(vocabulary, each.concept) if each.concept else each.text
                ids = by_name.setdefault(name, [])
                ids += [report.id] if report.id not in ids else []
    return by_name


def _excluded(name: str, ids: Sequence[StudyId], total: int) -> CardLine:
    text = f"Kept out: {name} ({_plural(len(ids), 'report')} of {total})."
    return CardLine(text, "therapy_exclusions", tuple(ids), is_computed=True)


def _spoken(each: Addressed, reports: Sequence[Study], vocabulary: Vocabulary) -> CardLine:
    """One group of people that claims address, held against who was studied and who was kept out."""
    kept_out = [
        r.id
        for r in reports
        if any(_excludes(c.concept, each.concept, vocabulary) for c in r.criteria if c.role is CriterionRole.EXCLUSION)
    ]
    looked_at = [
        r.id
        for r in reports
        if any(_is_within(key, each.concept, vocabulary) for key in (*_groups(r), *_conditions(r)))
    ]
    studied = (
        f"studied in {_plural(len(looked_at), 'report')}"
        if looked_at
        else "no study in this graph says that it looked at them"
    )
    out = f", kept out of {_plural(len(kept_out), 'report')}" if kept_out else ""
    claims = _plural(each.claims, "claim speaks", "claims speak")
    text = f"{claims} of {_label(vocabulary, each.concept).lower()}: {studied}{out}."
    return CardLine(text, "therapy_claim_people", (*looked_at, *kept_out), is_computed=True)


def _excludes(criterion: ConceptId | None, concept: ConceptId, vocabulary: Vocabulary) -> bool:
    return criterion is not None and _is_within(concept, criterion, vocabulary)


def _is_within(key: ConceptId, wider: ConceptId, vocabulary: Vocabulary) -> bool:
    return vocabulary.find(key) is not None and vocabulary.is_within(key, wider)


def _groups(study: Study) -> tuple[ConceptId, ...]:
    return study.population.groups if study.population else ()


def _conditions(study: Study) -> tuple[ConceptId, ...]:
    return study.population.conditions if study.population else ()


def _said(fact: Fact) -> str:
    unit = f" {fact.unit}" if fact.value and fact.unit and fact.unit not in fact.value else ""
    return (
        ", ".join(part for part in (f"{fact.value}{unit}" if fact.value else "", fact.time_point) if part)
        or "no figure"
    )


def _label(vocabulary: Vocabulary, key: ConceptId) -> str:
    concept = vocabulary.find(key)
    return concept.label if concept is not None else str(key)


def _plural(count: int, one: str, many: str | None = None) -> str:
    return f"{count} {one if count == 1 else many or one + 's'}"


def _ids(found: Iterable[Investigation]) -> tuple[StudyId, ...]:
    return tuple(study for each in found for study in each.ids)
