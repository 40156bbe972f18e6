"""Sizes and times of a claim held against the curated facts of a study.

A figure that the source does not give is no conflict: it may count an arm, a subgroup or another time.
Only a figure that can be nothing else than the study's own size, or the study's own length, fails.
"""

from __future__ import annotations

import re

from kg.audit.case import Case, Details, called, caveat, is_second_hand, mark, source_passage, untold
from kg.audit.rewording import as_counted
from kg.model import (
    Bound,
    Claim,
    Finding,
    Outcome,
    Passage,
    Patch,
    Quantity,
    QuantityRole,
    Rule,
    Severity,
    SourcePlace,
    Study,
)
from kg.text.modality import is_negated
from kg.text.people import find_people
from kg.text.quantities import duration_days, find_quantities

__all__ = ["judge_size", "judge_time", "times_of"]

_ROUNDING = 0.1
"""Share by which a time (month 6 for 24 weeks) or an "about" figure may differ and still agree."""

_LIKELY_FACTOR = 20
"""A number of people this many times the study's own is of another population."""

_LIKELY_TIMES = 4
"""A time this many times longer or shorter than the treatment is of something else."""

_WHOLE_STUDY = re.compile(
    r"\b(?:stud(?:y|ies)|trials?|experiments?|series|cohorts?|surveys?)\s+(?:of|in|with|on|among|enrolling|involving)"
    r"\s+(?:an?\s+|only\s+|just\s+)*(?:total\s+of\s+)?$",
    re.IGNORECASE,
)
_TREATED_FOR = re.compile(
    r"\b(?:treat(?:ed|ment)|therapy|lasted|lasting|continued|follow(?:ed|-up)|ran|trial|study|course)\b"
    r"(?:\s+\w+){0,3}?\s*(?:for|over|of|lasting|up)?\s*$",
    re.IGNORECASE,
)
_LENGTH_OF = re.compile(r"^(?:[\s-]*\w+)?\s*(?:trial|study|treatment|course|follow-up|therapy)\b", re.IGNORECASE)
_OTHER_TIME = re.compile(
    r"\b(?:before|ago|earlier|every|each|interval|intervals|within|previous|prior|old|if|until)\b", re.IGNORECASE
)


def judge_size(case: Case, rule: Rule, claim: Claim, figure: Quantity, study: Study) -> Finding:
    """The finding for one number of participants and the one study that the claim leans on."""
    counts = _counts(study)
    if not counts:
        return untold(case, rule, claim, figure, f"cannot be compared: no size of {called(study)} was read")
    told = ", ".join(f"{number} {what}" for number, what in counts)
    place = study.population.source if study.population else SourcePlace()
    passage = source_passage(study, told, place, mark(told, str(counts[0][0])))
    details: Details = {"source": (passage,), "study": study.id}
    if any(_agrees(figure, number) for number, _ in counts) or _add_up(claim, counts):
        message = f"“{figure.text}” agrees with the source ({told})."
        return case.on_claim(rule, claim, Outcome.PASSED, message, figure.text, **details)
    if not _counts_the_whole_study(claim, figure, counts) or int(figure.value) in _other_counts(study):
        why = f"may count a part of the study or other people; the source has {told}"
        return untold(case, rule, claim, figure, why, **details)
    details["possible"] = is_second_hand(place)
    details["severity"] = Severity.WARNING if details["possible"] else rule.severity
    details["patch"] = _corrected(case, claim, figure, study, counts[0][0])
    message = f"The article says “{figure.text}”; the source has {told}.{caveat(place)}"
    return case.on_claim(rule, claim, Outcome.FAILED, message, figure.text, **details)


def _counts(study: Study) -> list[tuple[int, str]]:
    """The sizes that the source gives and what each counts, those analysed first."""
    people = study.population
    if people is None:
        return []
    pairs = (
        (people.analysed, "participants analysed"),
        (people.enrolled, "participants enrolled"),
        (people.planned, "participants planned"),
    )
    return [(number, what) for number, what in pairs if number is not None]


def _agrees(figure: Quantity, number: int) -> bool:
    """Whether a figure can be this number: equal, within a tenth for "about", on the right side of a bound."""
    match figure.bound:
        case Bound.AT_LEAST:
            return number >= figure.value
        case Bound.AT_MOST:
            return number <= figure.value
    if figure.upper is not None:
        return figure.value <= number <= figure.upper
    if figure.approximate:
        return abs(float(figure.value) - number) <= _ROUNDING * number
    return figure.value == number


def _add_up(claim: Claim, counts: list[tuple[int, str]]) -> bool:
    """Whether the claim gives the parts of a size: "36 women and 14 men" of 50."""
    parts = [quantity.value for quantity in claim.quantities if quantity.role is QuantityRole.PARTICIPANTS]
    return len(parts) > 1 and sum(parts) in {number for number, _ in counts}


def _counts_the_whole_study(claim: Claim, figure: Quantity, counts: list[tuple[int, str]]) -> bool:
    """Whether a figure can be nothing but the study's size: it says so, or is larger than every size given."""
    if figure.bound is not None or is_negated(claim.text, figure.span):
        return False
    largest = max(number for number, _ in counts)
    says_so = _WHOLE_STUDY.search(claim.text[: figure.span.start]) is not None
    return says_so or largest < figure.value <= largest * _LIKELY_FACTOR


def _other_counts(study: Study) -> set[int]:
    """Whole numbers that the source gives of parts of its participants: arms, sexes, stages, drop-outs."""
    texts = [study.comparator, study.design_text]
    if study.population is not None:
        people = study.population
        texts += [people.sex, people.age, people.condition, people.note]
    if study.intervention is not None:
        texts += [study.intervention.arms, study.intervention.other_arm, study.intervention.note]
    texts += [text for fact in study.facts for text in (fact.n, fact.value, fact.note)]
    found = [quantity for text in texts if text for quantity in find_quantities(text)]
    roles = (QuantityRole.PARTICIPANTS, QuantityRole.OTHER)
    return {int(q.value) for q in found if q.role in roles and q.value == int(q.value)}


def _corrected(case: Case, claim: Claim, figure: Quantity, study: Study, number: int) -> Patch | None:
    """The claim's own words with the source's number, where nothing else in them would become untrue."""
    words = figure.text.split(maxsplit=1)
    sexes = find_people(figure.noun or "").sexes
    studied = find_people((study.population.sex if study.population else None) or "").sexes
    if len(words) != 2 or words[1] != figure.noun or (sexes and studied and sexes != studied):
        return None
    return case.patch(claim, figure.text, as_counted(figure.text, number), at=figure.span.start)


def judge_time(case: Case, rule: Rule, claim: Claim, figure: Quantity, study: Study) -> Finding:
    """The finding for one time and the one study that the claim leans on."""
    times = times_of(study)
    match = next((told for told, _ in times if _same_time(figure, told)), None)
    if match is not None:
        shown = tuple(passage for told, passage in times if told is match)
        message = f"“{figure.text}” agrees with “{match.text}” in the source."
        return case.on_claim(rule, claim, Outcome.PASSED, message, figure.text, source=shown, study=study.id)
    treatment = _treatment_time(study)
    if study.intervention is None or treatment is None or not _is_length_of_treatment(claim, figure, treatment, times):
        why = f"is a time that was not read in {called(study)}"
        return untold(case, rule, claim, figure, why, study=study.id)
    place, lasted = study.intervention.source, f"treatment lasted {treatment.text}"
    possible = is_second_hand(place)
    return case.on_claim(
        rule,
        claim,
        Outcome.FAILED,
        f"The article says “{figure.text}”; the source treated for {treatment.text}.{caveat(place)}",
        figure.text,
        source=(source_passage(study, lasted, place, mark(lasted, treatment.text)),),
        severity=Severity.WARNING if possible else rule.severity,
        possible=possible,
        patch=case.patch(claim, figure.text, treatment.text, at=figure.span.start) if "-" not in figure.text else None,
        study=study.id,
    )


def times_of(study: Study) -> list[tuple[Quantity, Passage]]:
    """Every time that the source gives, with the fact it stands in."""
    texts: list[tuple[str, SourcePlace]] = []
    if study.intervention is not None:
        done = study.intervention
        told = (done.duration, done.measured_at, done.dose, done.frequency, done.sessions)
        texts += [(text, done.source) for text in told if text]
    for fact in study.facts:
        texts += [(text, fact.source) for text in (fact.time_point, fact.value, fact.note) if text]
    return [
        (quantity, source_passage(study, text, place, (quantity.span,)))
        for text, place in texts
        for quantity in find_quantities(text)
        if duration_days(quantity) is not None
    ]


def _treatment_time(study: Study) -> Quantity | None:
    """How long the study treated, where it says one time."""
    text = study.intervention.duration if study.intervention else None
    found = [quantity for quantity in find_quantities(text or "") if duration_days(quantity) is not None]
    return found[0] if len(found) == 1 else None


def _is_length_of_treatment(
    claim: Claim, figure: Quantity, treatment: Quantity, times: list[tuple[Quantity, Passage]]
) -> bool:
    """Whether a time can be nothing but the study's own length, and no other of the sentence is."""
    said, known = duration_days(figure), duration_days(treatment)
    if said is None or known is None or figure.role is not QuantityRole.DURATION or figure.bound is not None:
        return False
    before, after = claim.text[: figure.span.start], claim.text[figure.span.end :]
    told = _TREATED_FOR.search(before) or _LENGTH_OF.match(after)
    others = [other for other in claim.quantities if other is not figure and duration_days(other) is not None]
    return (
        told is not None
        and known[0] / _LIKELY_TIMES <= said[1]
        and said[0] <= known[1] * _LIKELY_TIMES
        and not _OTHER_TIME.search(claim.text)
        and not is_negated(claim.text, figure.span)
        and not any(_same_time(other, time) for other in others for time, _ in times)
    )


def _same_time(one: Quantity, other: Quantity) -> bool:
    """Whether two times overlap, a tenth of rounding allowed."""
    first, second = duration_days(one), duration_days(other)
    if first is None or second is None:
        return False
    return first[0] <= second[1] * (1 + _ROUNDING) and second[0] <= first[1] * (1 + _ROUNDING)
