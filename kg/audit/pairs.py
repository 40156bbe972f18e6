"""What the rules on a source's own words share: which claims they look at, and how their findings are put."""

from __future__ import annotations

from collections.abc import Iterator

from kg.audit.case import Case, Details, called
from kg.audit.inquiry import Source
from kg.audit.quoting import quote
from kg.audit.side_by_side import SideBySide
from kg.extraction.passages import Passage as SourcePassage
from kg.model import Claim, ClaimKind, Finding, Outcome, Rule, Span, Stance, Study
from kg.model.extraction import TextPlace

__all__ = ["SPEAKS", "failed", "iter_pairs", "left_open", "place_of", "shown"]

SPEAKS = 0.3
"""A sentence that holds less of the claim's words does not speak of it."""

_NOT_SAID = frozenset({ClaimKind.QUESTION, ClaimKind.META})
_POSSIBLE = " The words differ, so this is a possible conflict."


def iter_pairs(case: Case) -> Iterator[tuple[Claim, Source, Study, SideBySide]]:
    """Each claim that states something beside each of its sources that led to a study.

    A claim that sets itself against its source is left out: a conflict is what it speaks of.
    """
    for claim in case.claims:
        if claim.kind in _NOT_SAID or claim.stance is not Stance.NEUTRAL:
            continue
        for source in case.sources_of(claim):
            if source.study is not None:
                yield claim, source, source.study, case.beside(claim, source)


def failed(case: Case, rule: Rule, claim: Claim, told: str, words: str, details: Details, *, is_sure: bool) -> Finding:
    """A failed finding; a possible one where one signal only speaks, or another source may bear the claim out."""
    is_possible = not is_sure or len(case.sources_of(claim)) > 1
    details["possible"] = is_possible
    return case.on_claim(rule, claim, Outcome.FAILED, told + (_POSSIBLE if is_possible else ""), words, **details)


def left_open(case: Case, rule: Rule, claim: Claim, study: Study, beside: SideBySide, *, is_borne_out: bool) -> Finding:
    """Passed where the nearest sentences go along with the claim, else it cannot be told."""
    if not beside.is_read:
        message, outcome = f"No words of {called(study)} beyond its title are here.", Outcome.CANNOT_TELL
    elif is_borne_out:
        message, outcome = f"The nearest sentence of {called(study)} says nothing to the contrary.", Outcome.PASSED
    else:
        message, outcome = f"No sentence of {called(study)} speaks of it clearly enough.", Outcome.CANNOT_TELL
    return case.on_claim(rule, claim, outcome, message, study=study.id)


def shown(case: Case, source: Source, study: Study, passage: SourcePassage, *marked: Span) -> Details:
    """The source's sentence as it goes with a finding."""
    return Details(source=(quote(study, case.passages_of(source), passage, *marked),), study=study.id)


def place_of(case: Case, source: Source, place: TextPlace | None) -> tuple[SourcePassage | None, Span | None]:
    """The source's sentence that a place stands in, and the place's characters there."""
    for passage in case.passages_of(source) if place else ():
        same = place is not None and (passage.source.part, passage.source.index) == (place.part, place.index)
        if place is not None and same and passage.span.start <= place.span.start < passage.span.end:
            return passage, Span(place.span.start, min(place.span.end, passage.span.end)).shifted(-passage.span.start)
    return None, None
