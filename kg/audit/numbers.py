"""NUM: do the claim's figures agree with the source's figures of the same quantity and role?

A curated fact goes before the source's sentences. A figure that the source does not give is no conflict: it may count
an arm, a subgroup or another time, or stand in a part that was not read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from kg.audit.amounts import AmountKind
from kg.audit.case import Case, Check, Details, called
from kg.audit.curated_numbers import judge_size, judge_time
from kg.audit.inquiry import Source, is_synthesis
from kg.audit.pairing import Standing
from kg.audit.pairs import shown
from kg.audit.stated_numbers import FigureOfClaim, Stated, figures_of, held_against
from kg.model import Claim, Finding, Outcome, Quantity, Rule, Severity, Stance, Study

__all__ = ["CHECKS"]

_DENIES_FIGURE = re.compile(r"(?:\b(?:not|never|without|rather than|instead of)|n[’']t)\s(?:[^\W\d]+\s){0,2}\Z")
_SIZES = frozenset({AmountKind.PEOPLE})
_TIMES = frozenset({AmountKind.TIME})
_FIGURES = frozenset(
    {
        AmountKind.AGE,
        AmountKind.FREQUENCY,
        AmountKind.MEASURE,
        AmountKind.MULTIPLE,
        AmountKind.NUMBER,
        AmountKind.SHARE,
        AmountKind.STUDIES,
    }
)

_Judge = Callable[[Case, Rule, Claim, Quantity, Study], Finding]


def _sample_size(case: Case, rule: Rule) -> Iterator[Finding]:
    return _judged(case, rule, _SIZES, judge_size)


def _duration(case: Case, rule: Rule) -> Iterator[Finding]:
    return _judged(case, rule, _TIMES, judge_time)


def _figure(case: Case, rule: Rule) -> Iterator[Finding]:
    return _judged(case, rule, _FIGURES, None)


def _judged(case: Case, rule: Rule, kinds: frozenset[AmountKind], judge: _Judge | None) -> Iterator[Finding]:
    """Each figure of these kinds in a claim that points to a source."""
    for claim in case.claims:
        for figure in figures_of(case, claim, kinds) if claim.pointers else ():
            curated = _by_facts(case, rule, claim, figure, judge) if judge else None
            if curated is not None and curated.outcome is not Outcome.CANNOT_TELL:
                yield curated
                continue
            stated = _by_sentences(case, rule, claim, figure)
            if stated is not None:
                yield stated
            elif curated is not None:
                yield curated
            elif figure.amount.kind is not AmountKind.NUMBER:
                yield _untold(case, rule, claim, figure)


def _by_facts(case: Case, rule: Rule, claim: Claim, figure: FigureOfClaim, judge: _Judge) -> Finding | None:
    """The finding by curated facts, where one study alone can be meant and it is no review."""
    study = case.only_study_of(claim)
    span = figure.amount.span.shifted(-figure.within.start)
    quantity = next((each for each in claim.quantities if each.span == span), None)
    if study is None or quantity is None or is_synthesis(study, case.vocabulary):
        return None
    return judge(case, rule, claim, quantity, study)


def _by_sentences(case: Case, rule: Rule, claim: Claim, figure: FigureOfClaim) -> Finding | None:
    """The finding by the sources' own sentences; ``None`` where they tell nothing of the figure.

    Any of several sources may bear a figure out. Only one that stands alone can contradict it, and of a review, whose
    figures are those of many studies, only a sentence that is nearly the claim's own.
    """
    sources = case.sources_of(claim)
    told = [(source, held_against(case, source, figure)) for source in sources]
    agreeing = next((each for each in told if each[1].standing is Standing.AGREES), None)
    if agreeing is not None:
        return _shown(case, rule, claim, figure, *agreeing)
    if len(told) != 1 or told[0][1].standing is not Standing.CONFLICTS or _says_otherwise(claim, figure):
        return None
    source, stated = told[0]
    is_review = source.study is not None and is_synthesis(source.study, case.vocabulary)
    return None if is_review and not stated.is_firm else _shown(case, rule, claim, figure, source, stated)


def _says_otherwise(claim: Claim, figure: FigureOfClaim) -> bool:
    """Whether a claim denies its figure or sets itself against its source: then another value is what it speaks of.

    A negation farther off denies what was found ("did not help at 24 weeks"), not when.
    """
    start = figure.amount.span.start
    return claim.stance is not Stance.NEUTRAL or _DENIES_FIGURE.search(figure.text, 0, start) is not None


def _shown(case: Case, rule: Rule, claim: Claim, figure: FigureOfClaim, source: Source, stated: Stated) -> Finding:
    """A finding that shows both sides."""
    said = figure.amount.text
    details: Details = {}
    if stated.passage and stated.span and source.study:
        details = shown(case, source, source.study, stated.passage, stated.span)
    if stated.standing is Standing.AGREES:
        message = f"“{said}” agrees with “{stated.words}” in the source. {stated.note}".rstrip()
        return case.on_claim(rule, claim, Outcome.PASSED, message, said, **details)
    if stated.replacement is not None:
        at = figure.amount.span.start - figure.within.start
        details["patch"] = case.patch(claim, said, stated.replacement, at=at)
    doubt = ""
    if not stated.is_firm:
        doubt = " The two sentences differ, so this is a possible conflict."
        details["severity"], details["possible"] = Severity.WARNING, True
    message = f"The article says “{said}”; the source has “{stated.words}”.{doubt}"
    return case.on_claim(rule, claim, Outcome.FAILED, message, said, **details)


def _untold(case: Case, rule: Rule, claim: Claim, figure: FigureOfClaim) -> Finding:
    """Why a figure could not be judged."""
    sources = case.sources_of(claim)
    read = [source for source in sources if case.passages_of(source)]
    study = case.only_study_of(claim)
    if not case.studies_of(claim) or not (read or study):
        why = "was not held against a source: no source could be read"
    elif len(sources) > 1:
        why = "was not held against a source: several sources are cited, and none that was read gives it"
    elif study is not None and is_synthesis(study, case.vocabulary):
        why = f"was not held against a source: {called(study)} is a review, and the figure may be of any study in it"
    else:
        why = "is a figure for which no sentence of the source that was read gives a value of the same quantity"
    message = f"“{figure.amount.text}” {why}."
    return case.on_claim(rule, claim, Outcome.CANNOT_TELL, message, figure.amount.text)


CHECKS = (
    Check(
        Rule(
            code="NUM001",
            name="sample-size",
            version=2,
            severity=Severity.ERROR,
            fails_when="the number of participants is none that the source gives: enrolled, analysed, in an arm",
            rationale="It is the first thing a reader weighs a study by, and the first sign of a source not read.",
            failing="A study of 12 women found less itching.[1] (the source analysed 10)",
            passing="A study of ten women found less itching.[1] (the source analysed 10)",
        ),
        _sample_size,
        reads_english=True,
    ),
    Check(
        Rule(
            code="NUM002",
            name="duration",
            version=2,
            severity=Severity.ERROR,
            fails_when="treatment or follow-up time differs from the source's by more than a tenth, units normalised",
            rationale="An effect after six weeks and one after a year are different promises.",
            failing="Patients were treated for 12 months.[1] (the source treated for 24 weeks)",
            passing="Patients were treated for six months.[1] (the source treated for 24 weeks)",
        ),
        _duration,
        reads_english=True,
    ),
    Check(
        Rule(
            code="NUM003",
            name="figure",
            version=1,
            severity=Severity.ERROR,
            fails_when="the source gives another value for the same quantity: a share, dose, rate, size or multiple",
            rationale="A figure is what a reader remembers, and a slip of one digit or unit changes what it promises.",
            failing="Itching eased in 68 % of those on calmol.[1] (the source has 86 %)",
            passing="Itching eased in 44 % of those on calmol.[1] (the source has 44.4 %)",
        ),
        _figure,
        reads_english=True,
    ),
)
