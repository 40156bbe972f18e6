"""Statistics as papers print them: p values, intervals, effect sizes, means with their spread, groups set side by side.

Patterns follow the forms that ICMJE and the SAMPL guidelines (Lang & Altman 2013) name, with the variants
that journals print: a leading zero left out, a middle dot for a point, brackets of any kind, any dash.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from kg.model.span import Span
from kg.model.statistic import EffectMeasure, Interval, PSign, PValue

__all__ = [
    "ComparedFigures",
    "PrintedEstimate",
    "PrintedInterval",
    "PrintedP",
    "find_compared_figures",
    "find_estimates",
    "find_intervals",
    "find_p_values",
    "is_significant",
]

_NUMBER = r"[+\-−–]?\s?(?:\d{1,3}(?:,\d{3})+|\d{1,9})?(?:[.·]\s?\d{1,8})?(?<=\d)"
_P = re.compile(
    r"(?<![\w-])[pP][-\s]{0,2}(?:[vV]alues?|trend|interaction)?\s{0,2}"
    r"(?:of|was|were|is|for trend|for interaction)?\s{0,2}"
    r"(?P<sign>[=<>≤≥⩽⩾]{1,2}|&[lg]t;|less than|greater than|(?<=of )|(?<=was ))\s{0,2}=?\s{0,2}"
    r"(?P<value>\d{0,3}[.·]\s?\d{1,10}|[01](?![\d.]))(?:\s?(?:[×x]\s?10|[eE])\s?[-−–]\s?(?P<exponent>\d{1,3}))?"
)
_SHORT_FOR_NONE = ("NS", "N.S.", "n.s.", "ns")
_NAMES_OF_INTERVAL = ("CI", "CrI", "onfidence", "redible")
"""Letters of which some stand in every text that the patterns fit: a look that costs little goes first."""

_NOT_SIGNIFICANT = re.compile(r"(?<![\w-])(?:[pP]\s?[=:]\s?)?(?:NS|N\.S\.|n\.s\.)(?![\w-])|[pP]\s?[=:]\s?ns\b")
_INTERVAL = re.compile(
    r"(?:(?P<level>9[0-9](?:\.\d)?|80)\s?%?\s?)?"
    r"(?:CrI|CIs?|[Cc]onfidence (?:intervals?|limits)|[Cc]redible intervals?)\b(?:\s?\[?CI\]?)?(?:\s?9\d\s?%)?"
    r"[\s:=,;of\[(\])]{0,6}(?:(?:was|were|from|between|ranging)\s){0,2}"
    rf"(?P<low>{_NUMBER})\s?(?:%|(?!to\b|and\b)[a-zA-Z/]{{1,8}})?\s?(?:to|and|[-−–—,;]|\bthrough\b)\s?(?P<high>{_NUMBER})"
)
_ADJUSTED = r"(?:(?:un)?adjusted |crude |pooled |summary |estimated |weighted )?"
_MEASURES = {
    EffectMeasure.ODDS_RATIO: rf"(?i:{_ADJUSTED}odds ratios?)|a?ORs?",
    EffectMeasure.RATE_RATIO: rf"(?i:{_ADJUSTED}(?:incidence )?rate ratios?)|IRRs?",
    EffectMeasure.PREVALENCE_RATIO: rf"(?i:{_ADJUSTED}prevalence ratios?)",
    EffectMeasure.RISK_RATIO: rf"(?i:{_ADJUSTED}(?:relative risks?|risk ratios?))|a?RRs?",
    EffectMeasure.HAZARD_RATIO: rf"(?i:{_ADJUSTED}hazards? ratios?)|a?HRs?",
    EffectMeasure.RISK_DIFFERENCE: r"(?i:(?:absolute )?risk differences?|absolute (?:risk )?(?:reduction|difference))"
    r"|ARR|RD",
    EffectMeasure.STANDARDISED_MEAN_DIFFERENCE: r"(?i:standardi[sz]ed mean differences?|cohen['’]?s d|hedges['’]? g)"
    r"|SMDs?",
    EffectMeasure.MEAN_DIFFERENCE: rf"(?i:(?:{_ADJUSTED}|between[- ]group |least[- ]squares? )mean"
    r"(?: (?:between-group|treatment|group))? differences?|differences? in means)|W?MDs?",
    EffectMeasure.DIFFERENCE: rf"(?i:(?:{_ADJUSTED}|treatment |between-group |absolute )differences?)",
}
_ESTIMATE = re.compile(
    r"(?<![\w-])(?:"
    + "|".join(f"(?P<{measure.name}>{words})" for measure, words in _MEASURES.items())
    + r")(?![\w-])(?:\s?[\[(](?:[A-Za-z]{1,5}|9\d\s?%\s?CI)[\])])?"
    r"(?:\s(?:of|was|were|is)|\s?[=:,])?(?:\s(?:of|was|for))?\s{0,2}[(\[]?"
    rf"(?P<value>{_NUMBER})(?:\s?(?P<unit>%|percentage points?|[a-zA-Zµμ°]{{1,6}}(?:/[a-zA-Z0-9]{{1,5}})?)"
    r"(?=[\s;,.)\]]|\Z))?"
)
_MAY_HOLD_ESTIMATE = re.compile(r"ratio|isk|ifference|[OHR]R|MD|RD|ohen|edges")
_BARE_INTERVAL = re.compile(
    rf"[\s,;]{{0,2}}[(\[]\s?(?P<low>{_NUMBER})\s?%?\s?(?:to|[-−–—,;])\s?(?P<high>{_NUMBER})\s?%?\s?[;,)\]]"
)
_NO_UNITS = frozenset("and to in for with vs versus but or at p P CI n by per the was a".split())
_DIGIT = re.compile(r"\d")
_INTERVAL_REACH = 40
_FIGURE = re.compile(
    r"(?<![\w.,/=<>≤≥-])(?P<value>[-−]?\d{1,7}(?:,\d{3})*(?:[.·]\d{1,6})?)"
    r"(?:\s?\[?(?:±|\+/-|\+/−)\s?\d+(?:[.·]\d+)?\]?)?"
    r"\s?(?P<unit>%|[a-zA-Zµμ]{1,8}(?:/[a-zA-Z0-9²³]{1,6})?)?(?![\d.-])"
)
_NO_FIGURE = re.compile(
    r"(?:(?<![\w-])(?:[Pp]\s?[-\s]?(?:values?)?\s?[=<>≤≥]{1,2}|[nN]\s?=|CI|[Gg]roups?|[Dd]ay|[Ww]eeks?|[Mm]onths?|at|after"
    r"|[Aa]ge|grade|stage|phase|type|level)\s?|\d\s?[-–—/]\s?|±\s?)\Z"
)
_FARTHEST = 120
_TIMES = frozenset(
    "day days week weeks month months year years hour hours min minutes h of out patients participants subjects".split()
)
_JOINT = re.compile(r"\b(?:vs|versus|and|compared|than|while|whereas|against)\b|[,;:/]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PrintedP:
    """A p value and its characters."""

    p: PValue
    span: Span


@dataclass(frozen=True, slots=True)
class PrintedInterval:
    """An interval and its characters."""

    interval: Interval
    span: Span


@dataclass(frozen=True, slots=True)
class PrintedEstimate:
    """An effect size with the unit and interval printed beside it, and the characters of size and unit."""

    measure: EffectMeasure
    value: Decimal
    span: Span
    unit: str | None = None
    interval: Interval | None = None


@dataclass(frozen=True, slots=True)
class ComparedFigures:
    """Two figures of one unit set side by side, in the order printed; ``span`` holds both."""

    first: Decimal
    second: Decimal
    span: Span
    first_end: int
    second_start: int
    unit: str | None = None


def find_p_values(text: str) -> tuple[PrintedP, ...]:
    """The p values of a text, with the sign as printed; "NS" is one of no value.

    >>> [(str(found.p.sign), str(found.p.value)) for found in find_p_values("(P < .001), p=0·2")]
    [('<', '0.001'), ('=', '0.2')]
    """
    found = [
        PrintedP(PValue(_sign(match["sign"]), value), Span(*match.span()))
        for match in _P.finditer(text)
        if (value := _p_value(match)) is not None
    ]
    if not any(short in text for short in _SHORT_FOR_NONE):
        return tuple(found)
    found += [
        PrintedP(PValue(PSign.NOT_SIGNIFICANT, None), Span(*match.span())) for match in _NOT_SIGNIFICANT.finditer(text)
    ]
    return tuple(sorted(found, key=lambda each: each.span))


def is_significant(p: PValue, threshold: Decimal = Decimal("0.05")) -> bool | None:
    """Whether a p value lies below the threshold; ``None`` where its sign leaves that open.

    >>> is_significant(PValue(PSign.BELOW, Decimal("0.01"))), is_significant(PValue(PSign.BELOW, Decimal("0.5")))
    (True, None)
    """
    if p.value is None:
        return False
    if p.sign in {PSign.BELOW, PSign.AT_MOST}:
        return True if p.value <= threshold else None
    if p.sign in {PSign.ABOVE, PSign.AT_LEAST}:
        return False if p.value >= threshold else None
    return p.value <= threshold


def find_intervals(text: str) -> tuple[PrintedInterval, ...]:
    """The intervals that a text calls so, with their level where it is printed.

    >>> found, = find_intervals("RR 0.7 (95% CI 0.5-0.9)")
    >>> str(found.interval.low), str(found.interval.high), str(found.interval.level)
    ('0.5', '0.9', '95')
    """
    if not any(name in text for name in _NAMES_OF_INTERVAL):
        return ()
    found = []
    for match in _INTERVAL.finditer(text):
        low, high = decimal_of(match["low"]), decimal_of(match["high"])
        if low is not None and high is not None:
            level = Decimal(match["level"]) if match["level"] else None
            found.append(PrintedInterval(_ordered(low, high, match["high"], level), Span(*match.span())))
    return tuple(found)


def find_estimates(text: str) -> tuple[PrintedEstimate, ...]:
    """The effect sizes that a text names, each with the interval that follows it before the next one.

    >>> found, = find_estimates("hazard ratio 0.70; 95% CI, 0.50 to 0.98")
    >>> found.measure.value, str(found.value), str(found.interval.high)
    ('hazard ratio', '0.70', '0.98')
    """
    if not _MAY_HOLD_ESTIMATE.search(text):
        return ()
    matches = [match for match in _ESTIMATE.finditer(text) if decimal_of(match["value"]) is not None]
    intervals = find_intervals(text)
    ends = [*(match.start() for match in matches[1:]), len(text)]
    return tuple(_estimate(text, match, end, intervals) for match, end in zip(matches, ends, strict=False))


def _estimate(text: str, match: re.Match[str], end: int, intervals: tuple[PrintedInterval, ...]) -> PrintedEstimate:
    """The effect size of a match, with the interval that begins soon behind it and before ``end``."""
    last = min(end, match.end() + _INTERVAL_REACH)
    near = (found for found in intervals if match.start() < found.span.start < last)
    named = next((found.interval for found in near if not _DIGIT.search(text, match.end(), found.span.start)), None)
    unit = match["unit"] if match["unit"] not in _NO_UNITS else None
    return PrintedEstimate(
        measure=next(measure for measure in EffectMeasure if match[measure.name]),
        value=decimal_of(match["value"]) or Decimal(0),
        span=Span(match.start(), match.end("unit") if unit else match.end("value")),
        unit=unit,
        interval=named or _bare(_BARE_INTERVAL.match(text, match.end("value"))),
    )


def find_compared_figures(text: str) -> ComparedFigures | None:
    """The first two figures of one unit that a text sets side by side ("12 vs 15", "93.3% and 46.6%").

    Numbers of people, times, p values, intervals and spreads are passed over.

    >>> pair = find_compared_figures("(17.7 ± 19.4 vs. 20.9 ± 19.8, p = 0.04)")
    >>> str(pair.first), str(pair.second)
    ('17.7', '20.9')
    """
    inside = [found.span for found in find_p_values(text)] + [found.span for found in find_intervals(text)]
    figures = [
        match
        for match in _FIGURE.finditer(text)
        if match["unit"] not in _TIMES
        and not _NO_FIGURE.search(text, max(0, match.start() - 14), match.start())
        and not any(span.start <= match.start() < span.end for span in inside)
    ]
    for one, other in itertools.pairwise(figures):
        first, second = decimal_of(one["value"]), decimal_of(other["value"])
        if first is None or second is None or (one["unit"] == "%") != (other["unit"] == "%"):
            continue
        if _JOINT.search(text, one.end("value"), other.start() + 1) and other.start() - one.end() < _FARTHEST:
            unit = one["unit"] if one["unit"] == other["unit"] else other["unit"] if one["unit"] in _NO_UNITS else None
            return ComparedFigures(first, second, Span(one.start(), other.end("value")), one.end(), other.start(), unit)
    return None


def decimal_of(printed: str) -> Decimal | None:
    """A printed number: thousands marked by commas, a middle dot, any dash for a minus."""
    plain = re.sub(r"[−–]", "-", printed).replace(",", "").replace("·", ".").replace(" ", "")
    try:
        return Decimal(plain)
    except InvalidOperation:
        return None


_SIGNS = {
    "<": PSign.BELOW,
    "&lt;": PSign.BELOW,
    "less than": PSign.BELOW,
    ">": PSign.ABOVE,
    "&gt;": PSign.ABOVE,
    "greater than": PSign.ABOVE,
    "≤": PSign.AT_MOST,
    "⩽": PSign.AT_MOST,
    "<=": PSign.AT_MOST,
    "≥": PSign.AT_LEAST,
    "⩾": PSign.AT_LEAST,
    ">=": PSign.AT_LEAST,
}


def _sign(printed: str) -> PSign:
    """The sign as printed; of a doubled one the first half, and none is "="."""
    return _SIGNS.get(printed) or _SIGNS.get(printed[:1]) or PSign.EQUAL


def _p_value(match: re.Match[str]) -> Decimal | None:
    value = decimal_of(match["value"])
    return value.scaleb(-int(match["exponent"])) if value is not None and match["exponent"] else value


def _ordered(low: Decimal, high: Decimal, printed_high: str, level: Decimal | None) -> Interval:
    """A dash before the upper end may be the one that joins ("-0.9-15.9"): read so where the ends would cross."""
    if low > high and printed_high[:1] in "-−–" and low <= -high:
        high = -high
    return Interval(low, high, level)


def _bare(match: re.Match[str] | None) -> Interval | None:
    if match is None:
        return None
    low, high = decimal_of(match["low"]), decimal_of(match["high"])
    return Interval(low, high) if low is not None and high is not None and low <= high else None
