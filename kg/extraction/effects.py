"""Effects that a record reports, without a question asked: one for each statement of its findings."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TypeVar

from kg.extraction.clauses import Statement, find_denial, iter_statements, with_following
from kg.extraction.courses import measured_change, sign_of
from kg.extraction.directions import MOVING, ChangeCue, ChangeKind, find_cues, without_brackets
from kg.extraction.outcome_phrases import find_outcome, find_sides
from kg.extraction.passages import (
    FINDINGS,
    PaperPart,
    Passage,
    full_text_passages,
    is_intent,
    passages_of,
    wants_research,
)
from kg.extraction.polarity import polarity_of
from kg.extraction.statistics_text import PrintedEstimate, PrintedP, find_estimates, find_p_values, is_significant
from kg.extraction.texts import source_texts
from kg.model.effect import BASELINE, EffectSize, ReportedEffect
from kg.model.extraction import ExtractedValue
from kg.model.fulltext import FullText
from kg.model.record import Record
from kg.model.span import Span
from kg.model.statistic import Significance
from kg.model.study import Direction
from kg.text import find_hedges

__all__ = ["effects_of", "extract_effects"]

Value = TypeVar("Value")

_TIME = re.compile(
    r"\b(?:at|after|by|within|over|during)\s(?:the\s)?(?:\w+\s)?"
    r"(?P<time>(?:\d+(?:[.-]\d+)?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|a)[\s-]"
    r"(?:hours?|h|days?|weeks?|wk|months?|mo|years?|yr)(?:\s(?:of\s)?follow-?up)?\b"
    r"|(?:hour|day|week|month|year)\s\d+(?:,?\s(?:and\s)?\d+)*)",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"\bbaseline\b|\bbefore\b|pre-?treatment", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_WEAKENS = re.compile(
    r"trend|tend|non[-\s]?significant|(?:statistically\s)?insignificant|marginal|borderline", re.IGNORECASE
)
_OF_VARIATION = re.compile(
    r"(?:\bI\s?(?:2|²|\^2)\s?[=:]\s?\d{1,3}(?:[.·]\d+)?\s?%?\s?[,;]\s?|\bheterogeneity\b[^.;()]{0,20})\Z", re.IGNORECASE
)
_SAYS_CHANCE = re.compile(r"significan|\bNS\b", re.IGNORECASE)


def extract_effects(record: Record, full_text: FullText | None = None) -> tuple[ReportedEffect, ...]:
    """The effects that title and abstract report, then those of the full text's results and conclusions.

    Statements of aims and methods report none. A statement whose outcome is not in its own words is left out:
    nothing is completed from elsewhere.
    """
    passages = passages_of(source_texts(record))
    further = tuple(full_text_passages(full_text)) if full_text is not None else ()
    return effects_of(passages) + effects_of(further)


def effects_of(passages: tuple[Passage, ...]) -> tuple[ReportedEffect, ...]:
    """The effects that some passages report, in order.

    >>> from kg.extraction.texts import SourceText
    >>> text = "Pain was lower in the zinc group than in controls (p = 0.01)."
    >>> effect, = effects_of(passages_of([SourceText("abstract", text, 0, "RESULTS")]))
    >>> effect.values.outcome, effect.values.direction.value, effect.values.arm, effect.values.comparator
    ('Pain', 'decrease', 'zinc group', 'controls')
    """
    found = (passage for passage in passages if passage.reports in FINDINGS)
    telling = tuple(each for each in found if not is_intent(each.text) and not wants_research(each.text))
    statements = (
        each for passage, following in with_following(telling) for each in iter_statements(passage, following)
    )
    read = ((statement, _read(statement)) for statement in statements)
    return tuple(effect for statement, effect in read if effect is not None and _is_finding(statement, effect))


def _is_finding(statement: Statement, effect: ReportedEffect) -> bool:
    """Outside the results a statement counts that compares, or says it of chance, and is not hedged."""
    if statement.passage.reports is PaperPart.RESULTS:
        return True
    compares = effect.arm or effect.comparator or effect.p or effect.size or effect.significance
    return bool(compares) and not find_hedges(statement.text)


def _read(statement: Statement) -> ReportedEffect | None:
    masked = without_brackets(statement.text)
    cues = find_cues(masked)
    cue = _leading(cues)
    outcome = find_outcome(masked, cue) if cue else None
    if cue is None or outcome is None:
        return None
    sides = find_sides(masked, cue)
    p, size = _p(statement, cue), _size(statement, cue)
    direction, rule = _direction(cue, cues, masked, outcome.of(masked))
    return ReportedEffect(
        place=statement.passage.place(statement.span),
        outcome=_extracted(statement, outcome, outcome.of(statement.text), "outcome/phrase"),
        direction=_extracted(statement, cue.span, direction, rule),
        arm=_words(statement, sides.arm, "arm/phrase"),
        comparator=_comparator(statement, sides.comparator),
        size=_extracted(statement, size.span, _as_size(size), "size/named") if size else None,
        p=_extracted(statement, p.span, p.p, "p/printed") if p else None,
        significance=_significance(statement, cues, cue, p, size),
        time_point=_time_point(statement, masked),
    )


def _as_size(printed: PrintedEstimate) -> EffectSize:
    return EffectSize(printed.measure, printed.value, printed.unit, printed.interval)


def _leading(cues: tuple[ChangeCue, ...]) -> ChangeCue | None:
    """The word that a statement turns on: the first of change or denial, else a difference that is called significant.

    "A trend towards", "tended to be", "a non-significant" only weaken the word of change behind them.
    """
    for cue, following in zip(cues, [*cues[1:], None], strict=False):
        if following is not None and _WEAKENS.match(cue.text) and following.kind in MOVING:
            return following
        if cue.kind is not ChangeKind.DIFFERENT:
            return cue
    return cues[0] if any(cue.is_significant for cue in cues) else None


def _direction(cue: ChangeCue, cues: tuple[ChangeCue, ...], masked: str, outcome: str) -> tuple[Direction, str]:
    """Better and worse go up or down only where the outcome's name tells its polarity."""
    if cue.kind is ChangeKind.SAME:
        return Direction.NO_CHANGE, "direction/denied"
    if cue.kind not in MOVING:
        return Direction.UNCLEAR, "direction/differs"
    polarity = polarity_of(outcome)
    pair = measured_change(cue, cues, masked) or (cue,)
    if polarity is None and any(each.kind in {ChangeKind.BETTER, ChangeKind.WORSE} for each in pair):
        return Direction.UNCLEAR, "direction/judged"
    sign = 1
    for each in pair:
        sign *= sign_of(each.kind, polarity or 1)
    return (Direction.INCREASE if sign > 0 else Direction.DECREASE), "direction/words"


def _significance(
    statement: Statement, cues: tuple[ChangeCue, ...], cue: ChangeCue, p: PrintedP | None, size: PrintedEstimate | None
) -> ExtractedValue[Significance] | None:
    """By the p value, else by the words, else by whether the interval holds the value of no difference."""
    verdict = is_significant(p.p) if p else None
    if p and verdict is not None:
        return _extracted(statement, p.span, _as_significance(verdict), "significance/p")
    if cue.is_significant or (cue.kind is ChangeKind.SAME and _SAYS_CHANCE.search(cue.text)):
        verdict = cue.kind is not ChangeKind.SAME
        return _extracted(statement, cue.span, _as_significance(verdict), "significance/words")
    weak = next((each for each in cues if each.span.end <= cue.span.start and _WEAKENS.match(each.text)), None)
    if weak is not None:
        return _extracted(statement, weak.span, Significance.NOT_SIGNIFICANT, "significance/weakened")
    if (denial := find_denial(statement)) is not None:
        return ExtractedValue(Significance.NOT_SIGNIFICANT, denial, "significance/denied-nearby")
    if size and size.interval:
        verdict = not size.interval.holds(Decimal(size.measure.null_value))
        return _extracted(statement, size.span, _as_significance(verdict), "significance/interval")
    return None


def _as_significance(verdict: bool) -> Significance:
    return Significance.SIGNIFICANT if verdict else Significance.NOT_SIGNIFICANT


def _p(statement: Statement, cue: ChangeCue) -> PrintedP | None:
    """The p value of the difference; one that stands behind I2 or a word of heterogeneity may be that of its test."""
    found = find_p_values(statement.text)
    return _first_behind(
        tuple(each for each in found if not _OF_VARIATION.search(statement.text[: each.span.start])), cue
    )


def _size(statement: Statement, cue: ChangeCue) -> PrintedEstimate | None:
    return _first_behind(find_estimates(statement.text), cue) if _DIGIT.search(statement.text) else None


_Printed = TypeVar("_Printed", PrintedP, PrintedEstimate)


def _first_behind(found: tuple[_Printed, ...], cue: ChangeCue) -> _Printed | None:
    """The first that stands behind the cue, else the first."""
    return next((each for each in found if each.span.start >= cue.span.start), found[0] if found else None)


def _comparator(statement: Statement, span: Span | None) -> ExtractedValue[str] | None:
    """The side held against; "before treatment" is the baseline in other words."""
    if span is None:
        return None
    words = span.of(statement.text)
    is_baseline = _BEFORE.search(words) is not None
    rule = "comparator/baseline" if is_baseline else "comparator/phrase"
    return _extracted(statement, span, BASELINE if is_baseline else words, rule)


def _time_point(statement: Statement, masked: str) -> ExtractedValue[str] | None:
    match = _TIME.search(masked)
    return _words(statement, Span(*match.span("time")), "time-point/phrase") if match else None


def _words(statement: Statement, span: Span | None, rule: str) -> ExtractedValue[str] | None:
    return _extracted(statement, span, span.of(statement.text), rule) if span else None


def _extracted(statement: Statement, span: Span, value: Value, rule: str) -> ExtractedValue[Value]:
    """A value read at these characters of the statement."""
    return ExtractedValue(value, statement.passage.place(span.shifted(statement.span.start)), rule)
