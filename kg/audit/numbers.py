"""NUM: do the claim's figures agree with the source's figures of the same role?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.audit.case import Case, Check, called, is_second_hand, mark, source_passage
from kg.model import (
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
from kg.text.quantities import duration_days, find_quantities

__all__ = ["CHECKS"]

_ROUNDING = 0.1
"""Share by which a time (month 6 for 24 weeks) or an "about" figure may differ and still agree."""

_TREATED_FOR = re.compile(
    r"\b(?:treat\w*|therapy|trial|study|follow\w*|course|regimen|programme|program|over|for|during|lasting|lasted)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Count:
    """A number of participants that a source gives, and what it counts."""

    number: int
    what: str


def _sample_size(case: Case, rule: Rule) -> Iterator[Finding]:
    for claim in case.article.claims:
        figures = [q for q in claim.quantities if q.role is QuantityRole.PARTICIPANTS and q.upper is None]
        studies = case.studies_of(claim)
        for figure in figures if claim.pointers else ():
            if len(studies) == 1:
                yield _held_against(case, rule, claim, figure, studies[0])
            else:
                why = "no source could be read" if not studies else f"{len(studies)} studies are cited for one figure"
                message = f"“{figure.text}” was not held against a source: {why}."
                yield case.on_claim(rule, claim, Outcome.CANNOT_TELL, message, words=figure.text)


def _held_against(case: Case, rule: Rule, claim: Claim, figure: Quantity, study: Study) -> Finding:
    """The finding for one number of participants and the one study that the claim leans on."""
    counts = _counts(study)
    if not counts:
        message = f"“{figure.text}”: no number of participants of {called(study)} was read."
        return case.on_claim(rule, claim, Outcome.CANNOT_TELL, message, words=figure.text, study=study.id)
    told = ", ".join(f"{count.number} {count.what}" for count in counts)
    place = study.population.source if study.population else SourcePlace()
    passage = source_passage(study, told, place, mark(told, str(counts[0].number)))
    if any(_agrees(figure, count.number) for count in counts):
        message = f"“{figure.text}” agrees with the source ({told})."
        return case.on_claim(rule, claim, Outcome.PASSED, message, words=figure.text, source=(passage,), study=study.id)
    if int(figure.value) in _other_counts(study):
        message = f"“{figure.text}”: the source speaks of {told}, and of {figure.value} elsewhere (a part or an arm)."
        return case.on_claim(
            rule, claim, Outcome.CANNOT_TELL, message, words=figure.text, source=(passage,), study=study.id
        )
    possible = is_second_hand(place)
    return case.on_claim(
        rule,
        claim,
        Outcome.FAILED,
        f"The article says “{figure.text}”; the source has {told}."
        + (" Where the source's figure was read is not stated, so this is a possible conflict." if possible else ""),
        words=figure.text,
        source=(passage,),
        severity=Severity.WARNING if possible else rule.severity,
        possible=possible,
        patch=_corrected(case, claim, figure, counts[0]),
        study=study.id,
    )


def _counts(study: Study) -> list[_Count]:
    """The numbers of participants that the source gives, those analysed first."""
    people = study.population
    if people is None:
        return []
    pairs = (
        (people.analysed, "participants analysed"),
        (people.enrolled, "participants enrolled"),
        (people.planned, "participants planned"),
    )
    return [_Count(number, what) for number, what in pairs if number is not None]


def _other_counts(study: Study) -> set[int]:
    """Whole numbers that the source gives of parts of its participants: arms, subgroups, drop-outs."""
    texts = [study.population.note if study.population else None, study.comparator]
    if study.intervention is not None:
        texts += [study.intervention.arms, study.intervention.other_arm, study.intervention.note]
    texts += [text for fact in study.facts for text in (fact.n, fact.value, fact.note)]
    found = [quantity for text in texts if text for quantity in find_quantities(text)]
    roles = (QuantityRole.PARTICIPANTS, QuantityRole.OTHER)
    return {int(q.value) for q in found if q.role in roles and q.value == int(q.value)}


def _agrees(figure: Quantity, number: int) -> bool:
    if figure.approximate:
        return abs(float(figure.value) - number) <= _ROUNDING * number
    return figure.value == number


def _corrected(case: Case, claim: Claim, figure: Quantity, count: _Count) -> Patch:
    """The claim's own words with the source's number in place of its own."""
    words = figure.text.split(maxsplit=1)
    replacement = f"{count.number} {words[1]}" if len(words) > 1 else str(count.number)
    return Patch(case.locate(claim, figure.text), replacement)


def _duration(case: Case, rule: Rule) -> Iterator[Finding]:
    for claim in case.article.claims:
        figures = [q for q in claim.quantities if q.role in (QuantityRole.DURATION, QuantityRole.TIME_POINT)]
        studies = case.studies_of(claim) if figures else ()
        for figure in figures if claim.pointers else ():
            if len(studies) == 1:
                yield _time_against(case, rule, claim, figure, studies[0])
            else:
                why = "no source could be read" if not studies else f"{len(studies)} studies are cited for one time"
                message = f"“{figure.text}” was not held against a source: {why}."
                yield case.on_claim(rule, claim, Outcome.CANNOT_TELL, message, words=figure.text)


def _time_against(case: Case, rule: Rule, claim: Claim, figure: Quantity, study: Study) -> Finding:
    """The finding for one time and the one study that the claim leans on.

    Only a length of treatment that differs from the source's own fails; any other time that the source
    does not give may stand elsewhere in it, so it is "cannot tell".
    """
    times = _times(study)
    match = next((told for told, passage in times if _same_time(figure, told)), None)
    if match is not None:
        shown = tuple(passage for told, passage in times if told is match)
        message = f"“{figure.text}” agrees with “{match.text}” in the source."
        return case.on_claim(rule, claim, Outcome.PASSED, message, words=figure.text, source=shown, study=study.id)
    treatment = _treatment_time(study)
    speaks_of_treatment = figure.role is QuantityRole.DURATION and _TREATED_FOR.search(claim.text)
    if treatment is None or not speaks_of_treatment or study.intervention is None:
        message = f"“{figure.text}”: no such time was read in {called(study)}."
        return case.on_claim(rule, claim, Outcome.CANNOT_TELL, message, words=figure.text, study=study.id)
    place, lasted = study.intervention.source, f"treatment lasted {treatment.text}"
    possible = is_second_hand(place)
    return case.on_claim(
        rule,
        claim,
        Outcome.FAILED,
        f"The article says “{figure.text}”; the source treated for {treatment.text}."
        + (" Where the source's figure was read is not stated, so this is a possible conflict." if possible else ""),
        words=figure.text,
        source=(source_passage(study, lasted, place, mark(lasted, treatment.text)),),
        severity=Severity.WARNING if possible else rule.severity,
        possible=possible,
        patch=Patch(case.locate(claim, figure.text), treatment.text),
        study=study.id,
    )


def _times(study: Study) -> list[tuple[Quantity, Passage]]:
    """Every time that the source gives, with the fact it stands in."""
    texts: list[tuple[str, SourcePlace]] = []
    if study.intervention is not None:
        place = study.intervention.source
        texts += [(text, place) for text in (study.intervention.duration, study.intervention.measured_at) if text]
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
    found = [q for q in find_quantities(text or "") if duration_days(q) is not None]
    return found[0] if len(found) == 1 else None


def _same_time(one: Quantity, other: Quantity) -> bool:
    """Whether two times overlap, a tenth of rounding allowed."""
    first, second = duration_days(one), duration_days(other)
    if first is None or second is None:
        return False
    return first[0] <= second[1] * (1 + _ROUNDING) and second[0] <= first[1] * (1 + _ROUNDING)


CHECKS = (
    Check(
        Rule(
            code="NUM001",
            name="sample-size",
            version=1,
            severity=Severity.ERROR,
            fails_when="the number of participants differs from those enrolled and those analysed in the source",
            rationale="It is the first thing a reader weighs a study by, and the first sign of a source not read.",
            failing="A study of 12 women found less itching.[1] (the source analysed 10)",
            passing="A study of ten women found less itching.[1] (the source analysed 10)",
        ),
        _sample_size,
    ),
    Check(
        Rule(
            code="NUM002",
            name="duration",
            version=1,
            severity=Severity.ERROR,
            fails_when="the length of treatment differs from the source's by more than a tenth, units normalised",
            rationale="An effect after six weeks and one after a year are different promises.",
            failing="Patients were treated for 12 months.[1] (the source treated for 24 weeks)",
            passing="Patients were treated for six months.[1] (the source treated for 24 weeks)",
        ),
        _duration,
    ),
)
