"""Numbers in digits and in words, before anyone asks what they count.

English number words form a small closed grammar ("twenty-four", "one hundred and five", "a dozen"),
so one pattern reads them with exact spans.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from kg.model.span import Span
from kg.text.cues import WordStarts, openings

__all__ = ["Numeral", "iter_numerals", "numeral_at", "spell_out"]

_ONES = {
    word: value
    for value, word in enumerate(
        """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
        seventeen eighteen nineteen""".split()
    )
}
_TENS = {
    word: value
    for value, word in zip(
        range(20, 100, 10), "twenty thirty forty fifty sixty seventy eighty ninety".split(), strict=True
    )
}
_FACTORS = {"dozen": 12, "hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}

_GAP = r"[\s-]"
_BELOW_100 = rf"(?:(?:{'|'.join(_TENS)})(?:{_GAP}(?:{'|'.join(list(_ONES)[1:10])})\b)?|(?:{'|'.join(_ONES)})\b)"
_AND = rf"(?:{_GAP}and)?{_GAP}"
_BELOW_1000 = rf"(?:(?:{_BELOW_100}|an?){_GAP}(?:hundred|dozen)\b(?:{_AND}{_BELOW_100})?|{_BELOW_100}|dozen\b)"
_WORDS = rf"(?:{_BELOW_1000}|an?){_GAP}(?:thousand|million|billion)\b(?:,?{_AND}{_BELOW_1000})?|{_BELOW_1000}"
_NUMBERED = "day days week month year visit table figure group arm grade phase stage type part step level class".split()
_UNNUMBERED = "".join(rf"(?<!\b{word}\s)" for word in _NUMBERED)  # "Table 2 115 women" gives two numbers
_SPACED = (
    r"[1-9][0-9]{0,2}(?:[\u00a0\u2009\u202f][0-9]{3}){1,4}"
    rf"|{_UNNUMBERED}[1-9][0-9]{{0,2}}(?:\s[0-9]{{3}}){{1,4}}(?=\s[a-z]{{4}})"
)
_COMMAS = r"[0-9]{1,3}(?:,[0-9]{3}){1,4}|[0-9]{1,2}(?:,[0-9]{2}){1,4},[0-9]{3}"  # the second as in India
_GROUPED = f"{_COMMAS}|{_SPACED}"
_DECIMALS = r"[.·][0-9]{1,12}|[.·]\s[0-9]{1,2}(?=\s?%)"  # the second as broken by typesetting: "68. 5 %"
_DIGITS = rf"(?:(?:{_GROUPED})(?![0-9]|,[0-9])|[0-9]{{1,15}})(?:{_DECIMALS})?|[.·][0-9]{{1,12}}"
_NUMERAL = re.compile(
    rf"(?<![\w.·^])(?<!\d,)(?:(?P<digits>{_DIGITS})(?!\d)(?:\s(?P<factor>{'|'.join(_FACTORS)})\b)?"
    rf"|(?P<words>{_WORDS})(?!\w))",
    re.IGNORECASE,
)
_STARTS = WordStarts(openings(rf"{_WORDS}|\d"))
_MINUS = re.compile(r"(?:\A|[\s(\[=<>±])[-−]\Z")


@dataclass(frozen=True, slots=True)
class Numeral:
    """One number as written.

    Attributes:
        span: its place in the text.
        value: what it says.
        in_words: tells "nine" from "9".
        factor: what its last word multiplies by ("2 million", "three hundred"), else 1.
    """

    span: Span
    value: Decimal
    in_words: bool = False
    factor: int = 1


def iter_numerals(text: str) -> Iterator[Numeral]:
    """Every number in the text, in order; part of a name ("B12", "1.2.3") is none.

    >>> [str(numeral.value) for numeral in iter_numerals("Twenty-four men lost -1.5 of 1,000 hairs.")]
    ['24', '-1.5', '1000']
    >>> [str(numeral.value) for numeral in iter_numerals("We met 38 115 women, and on day 3 115 more women.")]
    ['38115', '3', '115']
    """
    return iter(_numerals_of(text))


@lru_cache(maxsize=1 << 11)
def _numerals_of(text: str) -> tuple[Numeral, ...]:
    """The numbers of a sentence, which is read for its figures, its quantities and its counts of people."""
    return tuple(_signed(_numeral(match)) if _has_minus(text, match) else _numeral(match) for match in _matches(text))


def _has_minus(text: str, match: re.Match[str]) -> bool:
    start = match.start()
    return bool(match["digits"]) and _MINUS.search(text, max(0, start - 2), start) is not None


def _matches(text: str) -> Iterator[re.Match[str]]:
    """Where a number begins a word, or the point in front of its first digit."""
    end = 0
    for start in _STARTS.of(text):
        first = start - (text[start - 1 : start] in {".", "·"})
        for at in dict.fromkeys((first, start)):
            match = _NUMERAL.match(text, at) if at >= end else None
            if match:
                end = match.end()
                yield match


def numeral_at(text: str, at: int) -> Numeral | None:
    """The number that begins exactly at this character, its sign apart, or ``None``."""
    match = _NUMERAL.match(text, at)
    return _numeral(match) if match else None


def _signed(numeral: Numeral) -> Numeral:
    return replace(numeral, span=Span(numeral.span.start - 1, numeral.span.end), value=-numeral.value)


def _numeral(match: re.Match[str]) -> Numeral:
    span = Span(*match.span())
    if match["words"]:
        last = re.split(_GAP, match["words"])[-1].lower()
        return Numeral(span, Decimal(_value_of_words(match["words"])), True, _FACTORS.get(last, 1))
    factor = _FACTORS[match["factor"].lower()] if match["factor"] else 1
    return Numeral(span, Decimal(re.sub(r"[,\s]", "", match["digits"]).replace("·", ".")) * factor, factor=factor)


def _value_of_words(words: str) -> int:
    """Reads words that the grammar above has let through; unknown ones ("and", "a") add nothing."""
    total = group = 0
    for word in re.split(r"[\s,-]+", words.lower()):
        if word in {"dozen", "hundred"}:
            group = (group or 1) * _FACTORS[word]
        elif word in _FACTORS:
            total, group = total + (group or 1) * _FACTORS[word], 0
        else:
            group += _ONES.get(word, 0) + _TENS.get(word, 0)
    return total + group


def spell_out(number: int) -> str | None:
    """A whole number below a hundred in words; ``None`` for others.

    >>> spell_out(9), spell_out(42), spell_out(100)
    ('nine', 'forty-two', None)
    """
    ones = list(_ONES)
    if not 0 <= number < _HUNDRED:
        return None
    if number < len(ones):
        return ones[number]
    ten = next(word for word, value in _TENS.items() if value == number - number % 10)
    return f"{ten}-{ones[number % 10]}" if number % 10 else ten


_HUNDRED = 100
