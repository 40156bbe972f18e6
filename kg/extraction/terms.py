"""Words as they are compared: stems, words that carry no content, short forms and what they stand for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from kg.model.span import Span
from kg.text.names import abbreviates

__all__ = ["Word", "content_stems", "find_abbreviations", "iter_words", "stem", "weight_of", "with_abbreviations"]

_WORD = re.compile(r"[^\W_]+")
_STOP = frozenset(
    """a about above after all also among an and any are as at be been being between both but by can could did do does
    during each either et for from further had has have having he her his how if in into is it its may more most no nor
    not of off on once only or other our out over own per s same she should so some such t than that the their them
    then there these they this those through to too under until up versus via vs was we were what when where whether
    which while who whom why will with within without would yet you your whereas although however al e g i ie eg
    compared comparison respectively using used use based group groups arm arms patient patients participant
    participants subject subjects people""".split()
)
_GENERIC = frozenset(
    """amount area average change changes concentration concentrations count day days degree difference differences
    duration effect effects end event events follow frequency higher hours improvement improvements incidence increase
    decrease index intensity level levels lower mean median minutes month months number occurrence outcome outcomes
    overall parameter parameters percent percentage period points prevalence primary proportion quality rate rates
    ratio reduction response result results score scores secondary serum plasma severity significant significantly size
    status test time total up value values week weeks year years baseline measure measured measures scale self
    reported post pre""".split()
)
_IRREGULAR = {"died": "death", "dying": "death", "mortality": "death", "deaths": "death", "dead": "death"}
_SHORT_FORM = re.compile(r"\((?P<short>[A-Za-z0-9][\w/+-]{1,11})(?=[);,])")
_LONGEST_FORM = 90


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text as compared, and where it stands."""

    stem: str
    span: Span


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """A word without its endings, cut to seven letters, American spelling.

    Words of one family mostly meet ("improvement", "improved"); it is no dictionary form.

    >>> stem("Improvements"), stem("coughing"), stem("oedema"), stem("deaths")
    ('improve', 'cough', 'edema', 'death')
    """
    folded = word.lower()
    if folded in _IRREGULAR:
        return _IRREGULAR[folded]
    if len(folded) < 4 or not folded.isalpha():
        return folded
    folded = folded.replace("ae", "e").replace("oe", "e").replace("isation", "ization")
    if folded.endswith("ies"):
        folded = folded[:-3] + "y"
    elif folded.endswith("s") and not folded.endswith(("ss", "us", "is")):
        folded = folded[:-1]
    for ending in ("ing", "ed"):
        if folded.endswith(ending) and len(folded) - len(ending) >= 4:
            folded = folded[: -len(ending)]
    return folded.rstrip("e")[:7] if len(folded) > 4 else folded


_STOP_STEMS = frozenset(stem(word) for word in _STOP) | _STOP
_GENERIC_STEMS = frozenset(stem(word) for word in _GENERIC)


def iter_words(text: str) -> Iterator[Word]:
    """The words of a text, in order."""
    return (Word(stem(match[0]), Span(*match.span())) for match in _WORD.finditer(text))


def content_stems(text: str) -> frozenset[str]:
    """The stems of the words that say something of their own; numbers and single letters are left out.

    >>> sorted(content_stems("the rate of asthma attacks after 3 weeks"))
    ['asthma', 'attack', 'rate', 'week']
    """
    found = (stem(match[0]) for match in _WORD.finditer(text))
    return frozenset(word for word in found if len(word) > 1 and word not in _STOP_STEMS and not word.isdecimal())


def weight_of(word: str) -> float:
    """How much it tells that two texts share this stem: words of measuring ("rate", "mean") tell little."""
    return 0.3 if word in _GENERIC_STEMS else 1.0


def find_abbreviations(texts: Iterable[str]) -> dict[str, frozenset[str]]:
    """Short forms that the texts define in brackets, as stems, with the content stems of what they stand for.

    By the criterion of Schwartz & Hearst (2003): the letters stand in the words before the bracket, in order.

    >>> find_abbreviations(["body mass index (BMI) fell"])["bmi"] == {"body", "mass", "index"}
    True
    """
    found: dict[str, frozenset[str]] = {}
    for text in texts:
        for match in _SHORT_FORM.finditer(text):
            long_form = _long_form(match["short"], text[max(0, match.start() - _LONGEST_FORM) : match.start()])
            if long_form:
                found.setdefault(stem(match["short"]), content_stems(long_form))
    return found


def _long_form(short: str, before: str) -> str | None:
    """The fewest words before the bracket whose letters spell the short form."""
    words = list(_WORD.finditer(before))
    most = min(len(words), len(short) + 5)
    for count in range(1, most + 1):
        start = words[-count].start()
        if before[start].lower() == short[0].lower() and abbreviates(short, before[start:]):
            return before[start:]
    return None


def with_abbreviations(words: frozenset[str], abbreviations: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The stems with what their short forms stand for, and with the short forms that they spell out."""
    found = set(words)
    for short, long_form in abbreviations.items():
        if short in words:
            found |= long_form
        elif long_form and long_form <= words:
            found.add(short)
    return frozenset(found)
