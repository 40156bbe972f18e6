"""When an outcome was measured: the time of a claim against the times at which its source measured."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.audit.agreement import Agreement, agreement_of
from kg.audit.amounts import Amount, AmountKind, read_amounts
from kg.audit.case import Case, called
from kg.audit.curated_numbers import times_of
from kg.audit.inquiry import Source, is_synthesis
from kg.audit.judgements import is_statement
from kg.audit.pairing import Standing
from kg.audit.pairs import SPEAKS, shown
from kg.audit.stated_numbers import FigureOfClaim, figures_of, held_against
from kg.extraction.passages import Passage
from kg.model import Claim, Finding, Outcome, Patch, QuantityRole, Rule, Study
from kg.text import find_quantities

__all__ = ["judge_time_points"]

_AT = re.compile(
    r"\b(?:at|after|by|following|post|until|through|from baseline to)\s+(?:the\s+)?(?:end\s+of\s+)?(?:about\s+)?\Z",
    re.IGNORECASE,
)
_OTHER_TIME = re.compile(r"\b(?:ago|every|each|within|before|previous|prior|aged?|old|first|last)\b", re.IGNORECASE)
_CLOSE = frozenset({Agreement.SAME, Agreement.ROUNDED, Agreement.CLOSE, Agreement.BOUNDED})
"""Times that differ by no more than a tenth: month 6 and week 24."""


def judge_time_points(case: Case, rule: Rule, claim: Claim) -> Iterator[Finding]:
    """A finding for each time at which a claim says that its outcome was measured, by its one source.

    It fails where the source measured at other times only. What NUM002 holds against another time of the source, as a
    length or as the time of the same result, is that rule's to tell.
    """
    sources = case.sources_of(claim)
    study = case.only_study_of(claim)
    if study is None or is_synthesis(study, case.vocabulary) or not is_statement(claim):
        return
    for figure in figures_of(case, claim, frozenset({AmountKind.TIME})):
        if _is_time_point(figure) and held_against(case, sources[0], figure).standing is not Standing.CONFLICTS:
            finding = _by_facts(case, rule, claim, figure, study) or _by_words(case, rule, claim, figure, sources[0])
            if finding is not None:
                yield finding


def _is_time_point(figure: FigureOfClaim) -> bool:
    before = figure.text[: figure.amount.span.start]
    is_time = _AT.search(before) or not figure.amount.text[:1].isdigit()
    roles = {each.role for each in find_quantities(figure.text) if each.span == figure.amount.span}
    return roles == {QuantityRole.TIME_POINT} and bool(is_time) and not _OTHER_TIME.search(figure.text)


def _by_facts(case: Case, rule: Rule, claim: Claim, figure: FigureOfClaim, study: Study) -> Finding | None:
    """By the times that a person noted; ``None`` where none was, or one of them agrees."""
    noted = [(amount, passage) for quantity, passage in times_of(study) for amount in read_amounts(quantity.text)]
    points = [(amount, passage) for amount, passage in noted if amount.kind is AmountKind.TIME]
    if not points:
        return None
    near = next(((a, p) for a, p in points if agreement_of(figure.amount, a) in _CLOSE), None)
    if near is not None:
        return _agreeing(case, rule, claim, figure, near[0], study)
    told = f"{_differs(figure)}; what was noted of {called(study)} was measured at {_named(a for a, _ in points)}."
    return case.on_claim(
        rule,
        claim,
        Outcome.FAILED,
        told + " What was noted need not be all, so this is a possible conflict.",
        figure.amount.text,
        source=(points[0][1],),
        possible=True,
        study=study.id,
    )


def _by_words(case: Case, rule: Rule, claim: Claim, figure: FigureOfClaim, source: Source) -> Finding | None:
    """By the source's own sentences, where they speak of the claim and tell when they measured."""
    study = source.study
    beside = case.beside(claim, source)
    if study is None or beside.share < SPEAKS:
        return None
    times = [(each, at) for each in case.passages_of(source) for at in _times_in(each)]
    near = next((at for _, (at, _) in times if agreement_of(figure.amount, at) in _CLOSE), None)
    if near is not None:
        return _agreeing(case, rule, claim, figure, near, study)
    points = [(passage, at) for passage, (at, is_point) in times if is_point]
    if not points:
        return None
    passage, at = points[0]
    told = f"{_differs(figure)}; {called(study)} measured at {_named(at for _, at in points)}, by what could be read."
    details = shown(case, source, study, passage, at.span)
    is_one = len({(point.low, point.unit) for _, point in points}) == 1
    details["patch"] = _moved(case, claim, figure, at) if is_one else None
    details["possible"] = True
    return case.on_claim(rule, claim, Outcome.FAILED, told, figure.amount.text, **details)


def _times_in(passage: Passage) -> Iterator[tuple[Amount, bool]]:
    """The times of a sentence, and whether each is one at which something was measured."""
    points = {each.span for each in find_quantities(passage.text) if each.role is QuantityRole.TIME_POINT}
    for amount in read_amounts(passage.text):
        if amount.kind is AmountKind.TIME:
            is_point = amount.span in points and _AT.search(passage.text, 0, amount.span.start) is not None
            yield amount, is_point or (amount.span in points and not amount.text[:1].isdigit())


def _agreeing(case: Case, rule: Rule, claim: Claim, figure: FigureOfClaim, near: Amount, study: Study) -> Finding:
    is_close = agreement_of(figure.amount, near) is Agreement.CLOSE
    note = " The two are close, not the same." if is_close else ""
    message = f"“{figure.amount.text}” agrees with “{near.text}” in {called(study)}.{note}"
    return case.on_claim(rule, claim, Outcome.PASSED, message, figure.amount.text, study=study.id)


def _differs(figure: FigureOfClaim) -> str:
    return f"The article tells of “{figure.amount.text}”"


def _named(amounts: Iterator[Amount]) -> str:
    texts = list(dict.fromkeys(amount.text for amount in amounts))
    return ", ".join(f"“{text}”" for text in texts[:3]) + (" and other times" if len(texts) > 3 else "")


def _moved(case: Case, claim: Claim, figure: FigureOfClaim, at: Amount) -> Patch | None:
    """The source's time in the claim's place, where both are a number with its unit."""
    said = figure.amount.text
    is_one_form = said[:1].isdigit() == at.text[:1].isdigit() and "-" not in said + at.text
    return case.patch(claim, said, at.text) if is_one_form else None
