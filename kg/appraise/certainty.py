"""How certain the answer to one question is: a level that starts from design and moves step by step, with reasons.

Informed by the approach that Guyatt et al. describe (BMJ 2008;336:924-926), carried out by rules over curated facts.
It is no rating by people who read the papers, and is never shown as one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.appraise.investigation import Investigation
from kg.identifiers import ConceptId, StudyId
from kg.model import Study
from kg.model.appraisal import (
    Certainty,
    CertaintyAssessment,
    CertaintyStep,
    NoticeAction,
    RuleTable,
    Rung,
    SignalField,
    SignalRule,
    StepKind,
)
from kg.model.study import Direction

__all__ = ["assess"]

_BOTH_WAYS = {Direction.INCREASE, Direction.DECREASE}
_I2 = re.compile(r"\bI(?:2|²)\s*(?:=|of|was|:)?\s*(\d{1,3})(?:\.\d+)?\s*%")
_RANDOMISED_STARTS = {Certainty.HIGH, Certainty.MODERATE}


@dataclass(frozen=True, slots=True)
class _Change:
    """What one step does, and why."""

    kind: StepKind
    change: int
    reason: str
    studies: tuple[StudyId, ...] = ()


@dataclass(frozen=True, slots=True)
class _Body:
    """What certainty rests on: of the studies that may count, those whose design starts highest."""

    outcome: ConceptId
    counted: tuple[Investigation, ...]
    studies: tuple[Investigation, ...]
    start: Certainty | None


def assess(
    therapy: ConceptId,
    outcome: ConceptId,
    condition: ConceptId | None,
    found: Sequence[Investigation],
    rules: RuleTable,
    *,
    is_extracted: bool = False,
) -> CertaintyAssessment:
    """The assessment of one question.

    Args:
        therapy: a concept.
        outcome: a concept.
        condition: a concept; ``None`` for studies that state none.
        found: the investigations that report an effect on the outcome, by key.
        rules: the table.
        is_extracted: whether rules read all of them, and nobody curated any.
    """
    standings = {each.key: each.standing(rules) for each in found}
    shown = tuple(each for each in found if standings[each.key] is not NoticeAction.EXCLUDE)
    sure = tuple(each for each in shown if standings[each.key] is not NoticeAction.DOUBT)
    body = _body(outcome, sure, rules)
    changes = [_notices(found, standings), _design(body, rules)]
    if body.start is not None:
        changes += [step(body, rules) for step in _STEPS]
        changes.append(_unchecked(body, rules, _level(body.start, changes)))
        if is_extracted:
            changes.append(_read_by_rule(body, rules, _level(body.start, changes)))
    primary = [each for each in shown if not _is_synthesis(each, rules)]
    counts = Counter(each.direction_of(outcome) for each in shown)
    return CertaintyAssessment(
        therapy=therapy,
        outcome=outcome,
        condition=condition,
        level=_level(body.start, changes),
        direction=_direction(counts, rules),
        directions=tuple(f"{direction}: {count}" for direction, count in sorted(counts.items())),
        is_conflicting=set(counts) >= _BOTH_WAYS,
        participants=_sum(primary),
        pooled=max((each.people for each in shown if each not in primary and each.people is not None), default=None),
        investigations=len(shown),
        studies=_ids(shown),
        left_out=_ids([each for each in found if each not in shown]),
        steps=tuple(_steps(body.start, changes)),
        is_extracted=is_extracted,
        read_beside=_ids(shown) if is_extracted else (),
    )


def _body(outcome: ConceptId, sure: tuple[Investigation, ...], rules: RuleTable) -> _Body:
    starts = {each.key: rule.start for each in sure if (rule := each.find_rule(rules)) is not None and each.is_human}
    known = [start for start in starts.values() if start is not None]
    best = max(known, key=[*Certainty].index, default=None)
    chosen = tuple(each for each in sure if best is not None and starts.get(each.key) is best)
    return _Body(outcome, sure, chosen, best)


def _steps(start: Certainty | None, changes: Sequence[_Change]) -> Iterator[CertaintyStep]:
    level = None
    for each in changes:
        if each.kind is StepKind.DESIGN:
            level = start
        elif level is not None:
            level = level.moved(each.change)
        yield CertaintyStep(each.kind, each.change, each.reason, level, each.studies)


def _level(start: Certainty | None, changes: Sequence[_Change]) -> Certainty | None:
    return [step.level for step in _steps(start, changes)][-1]


def _notices(found: Sequence[Investigation], standings: dict[StudyId, NoticeAction | None]) -> _Change:
    marked = [each for each in found if standings[each.key] is not None]
    if not marked:
        unchecked = [each for each in found if not all(report.record.notices_checked for report in each.reports)]
        reason = (
            f"nobody has looked for notices on {_share(unchecked, found)}" if unchecked else "no notice on any study"
        )
        return _Change(StepKind.NOTICES, 0, reason)
    words = {
        NoticeAction.EXCLUDE: "left out, retracted",
        NoticeAction.DOUBT: "shown, but certainty does not rest on it",
        NoticeAction.SAY: "counted, with a notice",
    }
    told = [f"{each.key}: {words[action]}" for each in marked if (action := standings[each.key]) is not None]
    return _Change(StepKind.NOTICES, 0, "; ".join(told), _ids(marked))


def _design(body: _Body, rules: RuleTable) -> _Change:
    if body.start is None:
        return _Change(
            StepKind.DESIGN,
            0,
            "no study in people whose design shows an effect, so nothing is rated",
            _ids(body.counted),
        )
    rungs = Counter(rule.rung for each in body.studies if (rule := each.find_rule(rules)) is not None)
    said = ", ".join(f"{count} {rung}" for rung, count in sorted(rungs.items(), key=lambda pair: -pair[0].height))
    beside = len(body.counted) - len(body.studies)
    rest = f"; {beside} of weaker design stand beside" if beside else ""
    return _Change(
        StepKind.DESIGN, 0, f"starts {body.start} from {_count(body.studies)} ({said}){rest}", _ids(body.studies)
    )


def _bias(body: _Body, rules: RuleTable) -> _Change:
    return _signalled(StepKind.BIAS, body, rules, "no bias is signalled in enough of the study files")


def _inconsistency(body: _Body, rules: RuleTable) -> _Change:
    ways = {each.key: each.direction_of(body.outcome) for each in body.studies}
    if set(ways.values()) >= _BOTH_WAYS:
        both = [each for each in body.studies if ways[each.key] in _BOTH_WAYS]
        return _Change(StepKind.INCONSISTENCY, -rules.conflict_down, "studies go opposite ways", _ids(both))
    spread = [each for each in body.studies if (_stated_i2(each, body.outcome) or 0) >= rules.i2]
    if spread:
        reason = f"a synthesis states a variation beyond chance (I2) of {rules.i2} % or more"
        return _Change(StepKind.INCONSISTENCY, -rules.conflict_down, reason, _ids(spread))
    quiet = "the studies do not go opposite ways" if len(body.studies) > 1 else "one study alone, so none can differ"
    return _signalled(StepKind.INCONSISTENCY, body, rules, quiet)


def _stated_i2(each: Investigation, outcome: ConceptId) -> int | None:
    """The greatest I2 that its values on an outcome print, in whole per cent."""
    values = " ".join(fact.value for _, fact in each.facts_on(outcome) if fact.value)
    return max((int(found) for found in _I2.findall(values)), default=None)


def _indirectness(body: _Body, rules: RuleTable) -> _Change:
    combined = [each for each in body.studies if all(map(_is_combined, each.reports))]
    if len(combined) == len(body.studies):
        reason = f"{_share(combined, body.studies)} gave it together with another treatment"
        return _Change(StepKind.INDIRECTNESS, -rules.combined_down, reason, _ids(combined))
    return _signalled(
        StepKind.INDIRECTNESS, body, rules, f"{_share(combined, body.studies)} gave it together with another treatment"
    )


def _is_combined(study: Study) -> bool:
    done = study.intervention
    return done is not None and bool(done.co_therapies or done.co_intervention)


def _imprecision(body: _Body, rules: RuleTable) -> _Change:
    primary = _sum([each for each in body.studies if not _is_synthesis(each, rules)])
    pooled = max((each.people for each in body.studies if _is_synthesis(each, rules) and each.people), default=None)
    people = max((n for n in (primary, pooled) if n is not None), default=None)
    if people is None:
        down = max((rule.down for rule in rules.people), default=0)
        return _Change(StepKind.IMPRECISION, -down, "no number of people was read", _ids(body.studies))
    held = [rule for rule in rules.people if people < rule.fewer_than]
    if not held:
        return _Change(StepKind.IMPRECISION, 0, f"{people} people", _ids(body.studies))
    worst = max(held, key=lambda rule: rule.down)
    reason = f"{people} people, fewer than {worst.fewer_than}"
    return _Change(StepKind.IMPRECISION, -worst.down, reason, _ids(body.studies))


def _interest(body: _Body, rules: RuleTable) -> _Change:
    told = [
        each
        for each in body.studies
        if any(_texts(r, (SignalField.INTERESTS, SignalField.FUNDING), body) for r in each.reports)
    ]
    quiet = f"interests or funding were read in {_share(told, body.studies)}; missing reports cannot be seen"
    return _signalled(StepKind.INTEREST, body, rules, quiet)


def _large_effect(body: _Body, rules: RuleTable) -> _Change:
    ratios = [
        (report.id, fact.size)
        for each in body.studies
        for report, fact in each.facts_on(body.outcome)
        if fact.measure is not None and fact.measure.is_ratio and fact.size is not None and fact.size > 0
    ]
    large = {study for study, size in ratios if size >= rules.large_ratio or size <= 1 / rules.large_ratio}
    if not ratios:
        return _Change(StepKind.LARGE_EFFECT, 0, "no ratio was read, so no effect is called large")
    if body.start in _RANDOMISED_STARTS or len(large) < len(body.studies):
        return _Change(StepKind.LARGE_EFFECT, 0, "not raised: chance allocation, or not large in every study")
    reason = f"a ratio of {rules.large_ratio} or more (or its inverse) in every study"
    return _Change(StepKind.LARGE_EFFECT, rules.large_up, reason, tuple(sorted(large)))


_STEPS: tuple[Callable[[_Body, RuleTable], _Change], ...] = (
    _bias,
    _inconsistency,
    _indirectness,
    _imprecision,
    _interest,
    _large_effect,
)


def _unchecked(body: _Body, rules: RuleTable, level: Certainty | None) -> _Change:
    """What nobody looked at is not taken to be fine: the level goes no higher than the table lets it."""
    records = [(each, report.record.notices_checked) for each in body.studies for report in each.reports]
    open_ = tuple(dict.fromkeys(each.key for each, is_checked in records if not is_checked))
    if not open_:
        return _Change(StepKind.UNCHECKED, 0, "somebody looked for notices on every study")
    reason = f"nobody looked for notices on {_share(open_, body.studies)}, so no higher than {rules.unchecked_cap}"
    return _Change(StepKind.UNCHECKED, -_above(level, rules.unchecked_cap), reason, open_)


def _read_by_rule(body: _Body, rules: RuleTable, level: Certainty | None) -> _Change:
    """What nobody curated may be misread, so that the level goes no higher than the table lets it."""
    cap = rules.extracted_cap or Certainty.VERY_LOW
    reason = f"rules read {_count(body.studies)}, and nobody checked what they read, so no higher than {cap}"
    return _Change(StepKind.READ_BY_RULE, -_above(level, cap), reason, _ids(body.studies))


def _above(level: Certainty | None, cap: Certainty) -> int:
    """How many levels a level is above the highest that it may be."""
    return 0 if level is None else max([*Certainty].index(level) - [*Certainty].index(cap), 0)


def _signalled(kind: StepKind, body: _Body, rules: RuleTable, quiet: str) -> _Change:
    """The gravest of the signals that enough studies carry; else no change."""
    found: list[_Change] = []
    for rule in (rule for rule in rules.signals if rule.step is kind):
        carrying = [each for each in body.studies if any(_carries(r, rule, body) for r in each.reports)]
        if carrying and 100 * len(carrying) >= rule.share * len(body.studies):
            reason = f"{rule.says} in {_share(carrying, body.studies)}"
            found.append(_Change(kind, -rule.down, reason, _ids(carrying)))
    return min(found, key=lambda change: change.change, default=_Change(kind, 0, quiet, _ids(body.studies)))


def _carries(study: Study, rule: SignalRule, body: _Body) -> bool:
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(word)}" for word in rule.words), re.IGNORECASE)
    return any(
        pattern.search(text) and not any(word in text.casefold() for word in rule.unless)
        for text in _texts(study, rule.fields, body)
    )


def _texts(study: Study, fields: Iterable[SignalField], body: _Body) -> list[str]:
    held: dict[SignalField, tuple[str | None, ...]] = {
        SignalField.DESIGN: (study.design_text, study.design_note),
        SignalField.LIMITATIONS: study.limitations,
        SignalField.CAUTIONS: study.cautions,
        SignalField.INTERESTS: (study.interests,),
        SignalField.FUNDING: (study.funding,),
        SignalField.VALUES: tuple(fact.value for fact in study.facts if fact.concept == body.outcome),
    }
    return [text for field in fields for text in held[field] if text is not None]


def _direction(counts: Counter[Direction], rules: RuleTable) -> Direction:
    told = {way: count for way, count in counts.items() if way is not Direction.UNCLEAR}
    if not told:
        return Direction.UNCLEAR
    way, most = max(told.items(), key=lambda pair: pair[1])
    against = {Direction.INCREASE: Direction.DECREASE, Direction.DECREASE: Direction.INCREASE}.get(way)
    is_shared = 100 * most >= rules.same_way * sum(told.values())
    return way if is_shared and against not in told else Direction.MIXED


def _is_synthesis(each: Investigation, rules: RuleTable) -> bool:
    rule = each.find_rule(rules)
    return rule is not None and rule.rung is Rung.SYNTHESISED


def _sum(found: Iterable[Investigation]) -> int | None:
    people = [each.people for each in found if each.people is not None]
    return sum(people) if people else None


def _count(found: Sequence[Investigation]) -> str:
    return f"{len(found)} stud{'y' if len(found) == 1 else 'ies'}"


def _share(some: Sequence[object], found: Sequence[Investigation]) -> str:
    return f"{len(some)} of {len(found)} studies"


def _ids(found: Iterable[Investigation]) -> tuple[StudyId, ...]:
    return tuple(study for each in found for study in each.ids)
