"""What a sentence says that one group was given and another was given instead: "randomised to zinc or placebo"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from kg.model.span import Span

__all__ = ["find_alternatives"]

_ALLOTS = re.compile(
    r"\b(?:random\w+|assign\w+|allocat\w+)\b[^.;]{0,80}?\s(?:to|into|receiv(?:e|ed|ing)|with|using|underwent)\s",
    re.IGNORECASE,
)
_DIVIDES = re.compile(
    r"\b(?:random\w+|assign\w+|allocat\w+|divided)\b[^.;]{0,80}?\s(?:to|into)\s(?:two|2)\s(?:\w+\s)?(?:groups|arms)\b[\s:,]*",
    re.IGNORECASE,
)
_COMPARES = re.compile(r"\bcompar(?:ed?|es|ing|ison\sof)\s(?!with\b|to\b)", re.IGNORECASE)
_OR = re.compile(r",?\s(?:or|versus|vs\.?)\s(?:to\s)?|,\s", re.IGNORECASE)
_WITH = re.compile(r",?\s(?:with|to|and|against|versus|vs\.?)\s|,\s", re.IGNORECASE)
_LEAD = re.compile(
    r"(?:\s|(?:the|an?|either|receiv(?:e|ed|ing)|with|treatment|therapy|their|of|to|between|one|two|three|groups?|arms?|and|or|(?:the\s)?(?:\w+\s)?"
    r"(?:effects?|efficacy|effectiveness|safety|use|addition|impact|benefits?)(?:\sand\s\w+)?\sof|[:,])\s)+",
    re.IGNORECASE,
)
_STOP_ALL = re.compile(r"[.;:?!](?=\s|\Z)|\s[–—-]\s")
_STOP = re.compile(
    r"\s(?:in|on|for|at|over|during|before|after|prior|within|until|once|twice|daily|who|which|were|was|as|by|while|when"
    r"|groups?|arms?|from|every|using|alone)(?![\w-])|\s{2,}",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]")
_BRACKETS = re.compile(r"\([^()]{0,300}\)|\[[^\[\]]{0,300}\]")
_LONGEST_TAIL, _MOST_WORDS = 240, 7


@lru_cache(maxsize=1 << 12)
def find_alternatives(text: str) -> tuple[Span, ...]:
    """The things between which the first such sentence part divides people, in order; none where it names one only.

    >>> text = "Sixty adults were randomly assigned to receive zinc (20 mg) or vitamin C for a month."
    >>> [span.of(text) for span in find_alternatives(text)]
    ['zinc', 'vitamin C']
    >>> text = "We compared the effects of yoga with stretching in older women."
    >>> [span.of(text) for span in find_alternatives(text)]
    ['yoga', 'stretching']
    """
    masked = _BRACKETS.sub(lambda match: " ".ljust(len(match[0])), text)
    for lead, between in ((_DIVIDES, _WITH), (_ALLOTS, _OR), (_COMPARES, _WITH)):
        match = lead.search(masked)
        found = tuple(_parts(masked, match.end(), between)) if match else ()
        if len(found) > 1:
            return found
    return ()


def _parts(masked: str, start: int, between: re.Pattern[str]) -> Iterator[Span]:
    """The parts of an enumeration, each up to the first word that only tells how or when it was given."""
    stop = _STOP_ALL.search(masked, start, start + _LONGEST_TAIL)
    end = stop.start() if stop else min(len(masked), start + _LONGEST_TAIL)
    cuts = [(start, start), *(match.span() for match in between.finditer(masked, start, end)), (end, end)]
    for (_, begin), (until, _) in pairwise(cuts):
        lead = _LEAD.match(masked, begin, until)
        first = lead.end() if lead else begin
        stop = _STOP.search(masked, first, until)
        words = masked[first : stop.start() if stop else until].rstrip()
        if _WORD.search(words) and len(words.split()) <= _MOST_WORDS:
            yield Span(first, first + len(words))
