"""How often something is done: "twice a day", "every 8 hours", "once-weekly", "b.i.d."."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.model.span import Span
from kg.text.numerals import numeral_at
from kg.text.units import DAYS

__all__ = ["Frequency", "find_frequencies"]

_PERIODS = {
    "hour": "hours?|hrs?|h",
    "day": "days?|d",
    "week": "weeks?|wks?",
    "month": "months?",
    "year": "years?|yrs?",
}
_ADVERBS = {
    "hourly": DAYS["hour"],
    "daily": 1.0,
    "nightly": 1.0,
    "weekly": 7.0,
    "fortnightly": 14.0,
    "monthly": DAYS["month"],
    "yearly": DAYS["year"],
    "annually": DAYS["year"],
}
_LATIN = {"qd": 1.0, "bd": 2.0, "bid": 2.0, "tid": 3.0, "tds": 3.0, "qid": 4.0, "qds": 4.0, "qod": 0.5}
_TIMES = {"once": 1.0, "twice": 2.0, "thrice": 3.0}

_GAP = r"[\s-]"
_NUMBER = r"\d{1,3}(?:\.\d)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty(?:-four)?|thirty"
_PERIOD = "(?:" + "|".join(rf"(?P<{name}>{spellings})" for name, spellings in _PERIODS.items()) + ")"
_LENGTH = rf"(?:(?:(?P<other>other|second|alternate)|(?P<length>{_NUMBER})){_GAP}?)?"
_COUNT = rf"(?:(?P<times>once|twice|thrice)|(?P<number>{_NUMBER})(?:{_GAP}(?:times?|days)|[x×]))"
_COUNTED = re.compile(
    rf"(?<![\w.]){_COUNT}(?:{_GAP}?/{_GAP}?|{_GAP}(?:in{_GAP})?(?:an?|per|each|every){_GAP})"
    rf"{_LENGTH}{_PERIOD}(?!\w)|(?<![\w.]){_COUNT.replace('?P<', '?P<adverb_')}{_GAP}?"
    rf"(?P<adverb>{'|'.join(_ADVERBS)})(?!\w)",
    re.IGNORECASE,
)
_INTERVAL = re.compile(rf"(?<!\w)(?:every|each|on){_GAP}{_LENGTH}{_PERIOD}(?!\w)", re.IGNORECASE)
_ADVERB = re.compile(
    rf"(?<!\w)(?P<adverb>{'|'.join(_ADVERBS)})(?!{_GAP}(?:life|living|activit|practice|routine))(?!\w)", re.IGNORECASE
)
_SHORT = re.compile(
    r"(?<![\w.])(?:q(?P<hours>[1-9]\d?)h|(?P<latin>q\.?o\.?d|q\.?d|b\.?i?\.?d|t\.?i\.?d|tds|q\.?i\.?d|qds))(?![\w-])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Frequency:
    """One such phrase: its words, and how many times a day it comes to."""

    span: Span
    text: str
    per_day: float


def find_frequencies(text: str) -> tuple[Frequency, ...]:
    """The phrases that tell how often, in order, none overlapping another.

    >>> [(each.text, each.per_day) for each in find_frequencies("500 mg two times each day, or b.i.d.")]
    [('two times each day', 2.0), ('b.i.d', 2.0)]
    """
    found: list[Frequency] = []
    for pattern, read in ((_COUNTED, _counted), (_INTERVAL, _interval), (_ADVERB, _adverb), (_SHORT, _short)):
        for match in pattern.finditer(text):
            span = Span(*match.span())
            per_day = read(match)
            if per_day and not any(span.start < each.span.end and each.span.start < span.end for each in found):
                found.append(Frequency(span, match[0], per_day))
    return tuple(sorted(found, key=lambda each: each.span))


def _counted(match: re.Match[str]) -> float | None:
    if adverb := match["adverb"]:
        return _times(match["adverb_times"], match["adverb_number"]) / _ADVERBS[adverb.lower()]
    return _times(match["times"], match["number"]) / _period(match)


def _interval(match: re.Match[str]) -> float | None:
    is_alternate = (match["other"] or "").lower() == "alternate"
    return None if match[0][:2].lower() == "on" and not is_alternate else 1 / _period(match)


def _adverb(match: re.Match[str]) -> float:
    return 1 / _ADVERBS[match["adverb"].lower()]


def _short(match: re.Match[str]) -> float:
    return 24 / float(match["hours"]) if match["hours"] else _LATIN[match["latin"].replace(".", "").lower()]


def _times(word: str | None, number: str | None) -> float:
    return _TIMES[word.lower()] if word else _value(number or "")


def _period(match: re.Match[str]) -> float:
    """Length of the period in days."""
    days = next(DAYS[name] for name in _PERIODS if match[name])
    return days * (2.0 if match["other"] else _value(match["length"]) if match["length"] else 1.0)


def _value(number: str) -> float:
    """What a number in digits or words says; 1 for none, and never 0, so that it can be divided by."""
    numeral = numeral_at(number, 0)
    return float(numeral.value) if numeral and numeral.value > 0 else 1.0
