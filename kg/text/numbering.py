"""Numbers that name, place or date something and so measure nothing: "grade 2", "in 2016", "[4]"."""

from __future__ import annotations

import re

from kg.text.counted import counted_noun_at
from kg.text.figures import Figure

__all__ = ["is_numbering"]

_LOOK_BACK = 40
_MONTHS = (
    "Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    "|Nov(?:ember)?|Dec(?:ember)?"
)
_LABEL = re.compile(
    r"(?:\b(?i:grade|type|figs?|figures?|tables?|phase|stage|class|level|box|panel|section|chapter|step|nos?|number|vol"
    r"|volume|version|group|arm|part|pt|pp?|appendix|equation|refs?|references?|question|item|pmid|doi)[.:]?[\s-]"
    rf"|\b(?:{_MONTHS})\.?\s|[/:;#$€£↑_@)\]]|[^\W\d_][-‐‑+]|\d[-‐‑–(])\Z"
)
_OPENED, _CLOSED = re.compile(r"\[[\d\s,;–-]*\Z"), re.compile(r"[\d\s,;–-]*\]")
_GLUED = re.compile(r"[^\W\d_]|[-‐‑]\s?[^\W\d_]|[/:](?=\w)|\.\d|[([]\d|[@_^]|,\d")
_DATE = re.compile(rf"\s(?:{_MONTHS})\b|[;:]")
_ITEM = re.compile(r"\)\s[^\W\d_]")
_YEAR_BEFORE_NOUN = re.compile(r"\b(?:in|since|during|until|year)\s\Z", re.IGNORECASE)
_YEAR = re.compile(r"(?:\A|[^\W\d_][,.]{0,2}\s|\(|[-–/])\Z")


def is_numbering(text: str, figure: Figure) -> bool:
    """Whether the number is part of a name, label, date, citation or enumeration.

    A number of four digits is a year where a year can stand, unless it counts something; directly
    after "in", "since", "during" and "until" it is a year even then, because a count of thousands is
    rarely written without a comma.
    """
    window = max(0, figure.start - _LOOK_BACK)
    is_cited = _OPENED.search(text, window, figure.start) and _CLOSED.match(text, figure.end)
    if is_cited or (not figure.in_words and _LABEL.search(text, window, figure.start)):
        return True
    if figure.unit is not None:
        return False
    if _is_year(text, figure, window):
        return True
    if counted_noun_at(text, figure.end, singular=figure.value == 1):
        return False
    if _GLUED.match(text, figure.end) or (not figure.in_words and _DATE.match(text, figure.end)):
        return True
    in_bracket = text[max(0, figure.start - 1) : figure.start] == "("
    return in_bracket and figure.value <= 12 and _ITEM.match(text, figure.end) is not None


def _is_year(text: str, figure: Figure, window: int) -> bool:
    digits = text[figure.start : figure.start + 4]
    if not (digits.isdecimal() and 1800 <= figure.value < 2100 and figure.value == int(digits)):
        return False
    if counted_noun_at(text, figure.end, singular=False):
        return _YEAR_BEFORE_NOUN.search(text, window, figure.start) is not None
    return _YEAR.search(text, max(0, figure.start - 4), figure.start) is not None
