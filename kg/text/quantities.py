"""Figures with their unit and role, so that only like is compared with like.

A figure is read outwards: the number itself, then what follows it (range, plus-minus, unit, counted
noun), then the few words before it ("n =", "p <", "month", "aged", "after"). Each step looks a
bounded way, so the whole is linear in the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from kg.model.quantity import Bound, Quantity, QuantityRole
from kg.model.span import Span
from kg.text.bounds import Qualifier, qualifier_after, qualifier_before
from kg.text.counted import CountedNoun, counted_noun_at
from kg.text.figures import Figure, figure_of
from kg.text.numbering import is_numbering
from kg.text.numerals import iter_numerals, numeral_at
from kg.text.units import DAYS, unit_at

__all__ = ["duration_days", "find_quantities"]

_LOOK_BACK = 60
_SAMPLE_SIZE = re.compile(r"(?<!\w)n\s?[=:]\s?\Z", re.IGNORECASE)
_P_VALUE = re.compile(r"(?<!\w)p(?:[\s-]values?)?\s?(?:[=<>≤≥]|\bof|\bwas|\bis)\s?=?\s?\Z", re.IGNORECASE)
_NUMBERED_TIME = re.compile(r"(?<![\w-])(?P<unit>hour|day|week|month|year)s?\s\Z", re.IGNORECASE)
_COUNTED_TIME = re.compile(r"\b(?:an?|per|each|every|this|last|next|same)\s\Z", re.IGNORECASE)
_FIRST = re.compile(r"\b(?:first|initial)\s\Z", re.IGNORECASE)
_EVERY = re.compile(r"\b(?:every|each|per)\s\Z", re.IGNORECASE)
_AT_A_TIME = re.compile(r"\b(?:at|after|by|until|till|before|within)(?:\s(?:the|only|just))?\s\Z", re.IGNORECASE)
_LATER = re.compile(r"\s(?:later|ago|after|afterwards)\b", re.IGNORECASE)
_AGED = re.compile(
    r"\b(?:aged?|ages)(?:[\s(:=]{1,2}(?:of|was|were|is|are|range|ranged|ranging|from|between|at|the|mean|median|groups?"
    r"|in|years))*[\s(:=]{1,3}\Z|\b(?:older|younger)\sthan\s\Z",
    re.IGNORECASE,
)
_OLD = re.compile(r"[\s-](?:olds?\b|of\sage\b)|\s(?:or|and)\s(?:older|younger)\b", re.IGNORECASE)
_IN = re.compile(r"\sin\s(?:every\s|each\s)?", re.IGNORECASE)
_SCORED = re.compile(r"\b(?:grade|level|mean|median|score)s?(?:\sof)?\s\Z", re.IGNORECASE)
_OUT_OF = re.compile(r"\s(?:out\s)?of\s(?:all\s)?(?:the(?:se)?\s)?(?:a\stotal\sof\s)?", re.IGNORECASE)
_ROUND = 1000
"""A count given in thousands or more ("50 million") is a rounded one."""

_AND = re.compile(r"\s?/\s?|,?\s(?:and|or|to)\s")
_COMMA = re.compile(r",\s")
_LONGEST_SERIES = 8
_SHARED = frozenset(
    {
        QuantityRole.DOSE,
        QuantityRole.DURATION,
        QuantityRole.MEASURE,
        QuantityRole.PERCENTAGE,
        QuantityRole.TIME_POINT,
    }
)


@dataclass(frozen=True, slots=True)
class _Reading:
    """What the words before a figure make of it; ``start`` takes in a label such as "n =" or "month"."""

    role: QuantityRole
    start: int
    unit: str | None = None
    from_zero: bool = False


@lru_cache(maxsize=1 << 12)
def find_quantities(text: str) -> tuple[Quantity, ...]:
    """The figures of a text, sorted, none overlapping another.

    Numbers that belong to a name, a label, a date or a citation mark ("B12", "grade 2", "in 2016",
    "[4]") are no quantities, nor is "one" without a unit or counted noun. People count as participants
    unless they are the part of a whole ("*22 men* of 68") or the base of a rate ("one in *ten* women"). A change
    ("from 1 to 2 mm") gives two quantities, a range ("1 to 2 mm") one. An age without a unit is in
    years. "The first three months" runs from 0 to 3, "the first 1-3 months" from 1 to 3; both are time
    points. An interval ("every 4 weeks") has a unit of time and the role ``OTHER``. "P < .001" is
    approximate but has no ``bound``: the sign belongs to how p values are printed.

    >>> [(quantity.text, quantity.role.value) for quantity in find_quantities("Nine men for 24 weeks.")]
    [('Nine men', 'participants'), ('24 weeks', 'duration')]
    """
    found: list[Quantity] = []
    end = 0
    bare: Figure | None = None
    for numeral in iter_numerals(text):
        if numeral.span.start < end:
            continue
        figure = figure_of(text, numeral)
        in_rate = _is_base_of_rate(text, bare, figure)
        numbers = is_numbering(text, figure)
        quantity = None if numbers else _quantity(text, figure, end, in_rate=in_rate)
        if quantity:
            found.append(quantity)
        bare = None if numbers or (quantity and not _is_bare(quantity)) else figure
        end = quantity.span.end if quantity else figure.end
    return _with_shared_units(text, found)


def duration_days(quantity: Quantity) -> tuple[float, float] | None:
    """Lower and upper end in days, the same twice where it is no range; ``None`` without a unit of time.

    A month has 30.4375 days and a year 365.25.

    >>> duration_days(find_quantities("for 2-3 weeks")[0])
    (14.0, 21.0)
    """
    if quantity.unit not in DAYS:
        return None
    days = DAYS[quantity.unit]
    upper = quantity.value if quantity.upper is None else quantity.upper
    return float(quantity.value) * days, float(upper) * days


def _quantity(text: str, figure: Figure, earliest: int, *, in_rate: bool) -> Quantity | None:
    """The figure in its role, or ``None`` for a bare "one"; ``earliest`` is where the last one ended."""
    window = max(earliest, figure.start - _LOOK_BACK)
    before, after = qualifier_before(text, Span(window, figure.start)), qualifier_after(text, figure.end)
    noun = None if in_rate else _noun_of(text, figure, after)
    after = after or (qualifier_after(text, noun.end) if noun else None)
    reading = _read(text, figure, noun, Span(window, before.span.start if before else figure.start))
    counted = noun if noun and reading.role is noun.role else None
    span = Span(reading.start, noun.end if noun else figure.end)
    if reading.role is QuantityRole.OTHER and span.of(text).lower() == "one":
        return None
    return Quantity(
        span=span,
        text=span.of(text),
        value=Decimal(0) if reading.from_zero else figure.value,
        role=reading.role,
        upper=figure.value if reading.from_zero else figure.upper,
        uncertainty=figure.uncertainty,
        unit=figure.unit.name if figure.unit else reading.unit,
        noun=counted.noun if counted else None,
        approximate=bool(before or after or figure.factor >= _ROUND),
        bound=None if reading.role is QuantityRole.P_VALUE else _bound(before, after),
    )


def _bound(before: Qualifier | None, after: Qualifier | None) -> Bound | None:
    return next((found.bound for found in (before, after) if found and found.bound), None)


def _noun_of(text: str, figure: Figure, after: Qualifier | None) -> CountedNoun | None:
    if figure.unit or not figure.is_count:
        return None
    at = after.span.end if after and after.precedes_noun else figure.end
    return counted_noun_at(text, at, singular=figure.value == 1)


def _is_base_of_rate(text: str, part: Figure | None, figure: Figure) -> bool:
    """Whether the figure is the "ten" of "one in ten women", which counts nobody."""
    if part is None or not _IN.fullmatch(text, part.end, figure.start) or part.value >= figure.value:
        return False
    return not _SCORED.search(text, max(0, part.start - _LOOK_BACK), part.start)


def _is_part(text: str, figure: Figure, noun: CountedNoun) -> bool:
    """Whether the people counted are some of a greater number that follows ("22 men of 68")."""
    joint = _OUT_OF.match(text, noun.end) if noun.role is QuantityRole.PARTICIPANTS else None
    whole = numeral_at(text, joint.end()) if joint else None
    return whole is not None and whole.value >= figure.value and not unit_at(text, whole.span.end)


def _read(text: str, figure: Figure, noun: CountedNoun | None, before: Span) -> _Reading:
    """The role of a figure; ``before`` ends ahead of an "about" or "more than"."""
    lead = before.of(text)
    if equation := _read_equation(text, figure, before.start):
        return equation
    if noun:
        return _Reading(QuantityRole.OTHER if _is_part(text, figure, noun) else noun.role, figure.start)
    if _is_age(text, figure, lead):
        return _Reading(QuantityRole.AGE, figure.start, unit="year")
    if figure.has_time_unit:
        return _read_time(text, figure, lead, before.start)
    if figure.unit:
        return _Reading(figure.unit.role, figure.start)
    return _read_bare(figure, lead, before.start)


def _read_equation(text: str, figure: Figure, offset: int) -> _Reading | None:
    lead = text[offset : figure.start]
    if figure.is_count and (label := _SAMPLE_SIZE.search(lead)):
        return _Reading(QuantityRole.PARTICIPANTS, offset + label.start())
    if label := _P_VALUE.search(lead):
        return _Reading(QuantityRole.P_VALUE, offset + label.start())
    return None


def _read_bare(figure: Figure, lead: str, offset: int) -> _Reading:
    label = _NUMBERED_TIME.search(lead)
    if label and not _COUNTED_TIME.search(lead[: label.start()]):
        return _Reading(QuantityRole.TIME_POINT, offset + label.start(), unit=label["unit"].lower())
    return _Reading(QuantityRole.OTHER, figure.start)


def _is_age(text: str, figure: Figure, lead: str) -> bool:
    if figure.unit is None:
        return _AGED.search(lead) is not None
    if figure.unit.name not in {"year", "month"}:
        return False
    return bool(_AGED.search(lead) or _OLD.match(text, figure.end))


def _read_time(text: str, figure: Figure, lead: str, offset: int) -> _Reading:
    if first := _FIRST.search(lead):
        start = offset + first.start()
        return _Reading(QuantityRole.TIME_POINT, start, from_zero=figure.upper is None)
    if _EVERY.search(lead):
        return _Reading(QuantityRole.OTHER, figure.start)
    is_point = _AT_A_TIME.search(lead) or _LATER.match(text, figure.end)
    return _Reading(QuantityRole.TIME_POINT if is_point else QuantityRole.DURATION, figure.start)


def _with_shared_units(text: str, found: list[Quantity]) -> tuple[Quantity, ...]:
    """Shares unit and role along a series: "at 4, 8 and 12 weeks", "weeks 12 and 24", "from 1 to 2 mm"."""
    shared: list[Quantity] = []
    while len(shared) < len(found):
        series = found[len(shared) : _end_of_series(text, found, len(shared))]
        shared += _with_shared_unit(text, series) if len(series) > 1 else series
    return tuple(shared)


def _end_of_series(text: str, found: list[Quantity], first: int) -> int:
    """Index behind the last member; commas alone make no series ("in 22, 55 %"), an "and" must follow."""
    for at in range(first + 1, len(found)):
        gap = text[found[at - 1].span.end : found[at].span.start]
        if _AND.fullmatch(gap):
            return at + 1
        if not _COMMA.fullmatch(gap) or at - first > _LONGEST_SERIES:
            break
    return first + 1


def _with_shared_unit(text: str, series: list[Quantity]) -> list[Quantity]:
    first, last = series[0], series[-1]
    giver = last if last.role in _SHARED else first
    if giver.role not in _SHARED:
        return series
    is_point = first.role is QuantityRole.TIME_POINT or bool(
        giver.unit in DAYS and _AT_A_TIME.search(text, max(0, first.span.start - _LOOK_BACK), first.span.start)
    )
    role = QuantityRole.TIME_POINT if is_point and giver.unit in DAYS else giver.role
    return [
        replace(member, unit=giver.unit, role=role) if _is_bare(member) or member.unit == giver.unit else member
        for member in series
    ]


def _is_bare(quantity: Quantity) -> bool:
    return quantity.role is QuantityRole.OTHER and quantity.unit is None
