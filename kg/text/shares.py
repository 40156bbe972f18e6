"""Parts of a whole in words, and the times by which something is more: "half", "one in four", "tenfold"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.model.span import Span
from kg.text.numerals import numeral_at

__all__ = ["Ratio", "find_multiples", "find_shares"]

_PARTS = {
    "half": 2,
    "halves": 2,
    "third": 3,
    "quarter": 4,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
    "hundredth": 100,
}
_FEW = "one|two|three|four|five|six|seven|eight|nine"
_NUMBER = rf"\d{{1,7}}(?:,\d{{3}})*(?:[.·]\d{{1,3}})?|{_FEW}|ten|eleven|twelve|twenty|fifty|(?:one|a)\shundred"
_FRACTION = re.compile(
    rf"(?<![\w-])(?:(?P<count>an?|{_FEW})[\s-])(?P<part>{'|'.join(_PARTS)})s?(?![\w-])"
    r"(?!\s(?:of\s(?:an?|the)\s(?:hour|day|week|month|year)|party|parties|time|day|week|month|year|visit|trial|study|group|dose|line"
    r"|generation|trimester|stage|century|hour)\b)|(?<![\w-])(?<!first\s)(?<!second\s)(?<!other\s)(?P<half>half)(?![\w-])(?!\s(?:an?\s|the\s)?(?:hour|day|week|month"
    r"|year|life|lives|time)\b)",
    re.IGNORECASE,
)
_ONE_IN = re.compile(
    rf"(?<![\w.-])(?P<part>\d{{1,5}}|{_FEW}|ten)\s(?:in|out\sof)\s(?:every\s|each\s)?(?P<whole>\d{{1,6}}(?:,\d{{3}})*|{_FEW}|ten|twenty"
    r"|fifty|a\shundred|one\shundred)(?![\w%-]|[.,]\d)",
    re.IGNORECASE,
)
_SLASH = re.compile(
    r"(?<![\w./,-])(?P<part>\d{1,6})(?:\s?/\s?|\s?(?:[\[(][^()\[\]]{1,16}[)\]]\s)?(?:out\s)?of\s(?:the\s)?)(?P<whole>\d{1,6})(?![\w/%]|[.,]\d)"
)
_FOLD = re.compile(
    rf"(?<![\w.])(?P<number>{_NUMBER})(?:[\s-]?fold\b|[\s-]times\s"
    r"(?!(?:an?|per|each|every|in|daily|weekly|monthly|before|after|during|at|with|over|for|by)\b)(?=[^\W\d]))|(?P<word>two|three|four|five|six|seven|eight|nine|ten)fold\b"
    r"|\b(?P<twice>twice|double[sd]?|doubling|(?P<triple>triple[sd]?|tripling|trebled?))\b(?!\s(?:a|per|each|every|daily|weekly|monthly|in\sa"
    r")\b)(?!-?\s?(?:blind|dose|mask|dummy|strand))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Ratio:
    """Some words and what they come to: a share in percent, or a multiple."""

    span: Span
    text: str
    value: float
    is_derived: bool = False


def find_shares(text: str) -> tuple[Ratio, ...]:
    """The parts of a whole, in percent; those worked out from two counts ("12 of 40", "12/40") are marked as derived.

    >>> [(share.text, share.value) for share in find_shares("A third slept, one in four woke, half of them twice.")]
    [('A third', 33.333333333333336), ('one in four', 25.0), ('half', 50.0)]
    """
    found = []
    for match in _FRACTION.finditer(text):
        count = 1.0 if match["half"] else _value(match["count"])
        parts = 2 if match["half"] else _PARTS[match["part"].lower()]
        if count < parts:
            found.append(Ratio(Span(*match.span()), match[0], 100 * count / parts))
    for pattern, is_derived in ((_ONE_IN, False), (_SLASH, True)):
        for match in pattern.finditer(text):
            part, whole = _value(match["part"]), _value(match["whole"])
            if 0 < part < whole:
                found.append(Ratio(Span(*match.span()), match[0], 100 * part / whole, is_derived))
    return tuple(sorted(found, key=lambda each: each.span))


def find_multiples(text: str) -> tuple[Ratio, ...]:
    """The times by which something is more or less: "twice as", "ten times that of", "6,600-fold".

    >>> [(found.text.strip(), found.value) for found in find_multiples("12 times more likely; a threefold rise")]
    [('12 times', 12.0), ('threefold', 3.0)]
    """
    found = []
    for match in _FOLD.finditer(text):
        value = 3.0 if match["triple"] else 2.0 if match["twice"] else _value(match["number"] or match["word"])
        found.append(Ratio(Span(match.start(), match.start() + len(match[0].rstrip())), match[0].rstrip(), value))
    return tuple(found)


def _value(number: str) -> float:
    """What a number in digits or words says; 1 for "a"."""
    numeral = numeral_at(number.lower().replace("a hundred", "one hundred"), 0)
    return float(numeral.value) if numeral else 1.0
