"""Words around a figure that make it approximate or leave it open: "about", "at least", "or more"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.model.quantity import Bound
from kg.model.span import Span

__all__ = ["Qualifier", "qualifier_after", "qualifier_before"]

_BEFORE = re.compile(
    r"(?:(?<!\w)(?:about|approximately|approx\.|around|nearly|almost|as (?:many|few|much|little) as|roughly|some|circa"
    r"|ca\.|close to|(?P<at_most>under|(?:less|fewer) than|up to|at most|(?:no|not) more than|not (?:over|exceeding))"
    r"|(?P<at_least>over|more than|at least|(?:no|not) (?:fewer|less) than|not under|exceeding))\s+"
    r"|(?:[~≈]|(?P<below>[<≤])|(?P<above>[>≥]))\s?)\Z",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"(?P<counted>\+|\sor\s(?:(?P<more>more)|less|fewer)\b)"
    r"|\s(?:or\s(?:(?P<longer>longer|over|above|older)|under|younger)|and\s(?:(?P<over>over|above|older)|under|younger))\b",
    re.IGNORECASE,
)
_NEXT_FIGURE = re.compile(r"\s(?:than\b|\d|half\b)")


@dataclass(frozen=True, slots=True)
class Qualifier:
    """One such phrase.

    Attributes:
        span: its place in the text.
        bound: which way it leaves the figure open; ``None`` for "about".
        precedes_noun: whether the counted noun can follow it ("50 or more men").
    """

    span: Span
    bound: Bound | None
    precedes_noun: bool = False


def qualifier_before(text: str, before: Span) -> Qualifier | None:
    """The phrase that ends with these characters, which end where a figure starts.

    >>> qualifier_before("no more than 5", Span(0, 13)).bound.value
    'at most'
    """
    match = _BEFORE.search(text, before.start, before.end)
    if match is None:
        return None
    is_least, is_most = match["at_least"] or match["above"], match["at_most"] or match["below"]
    return Qualifier(Span(*match.span()), Bound.AT_LEAST if is_least else Bound.AT_MOST if is_most else None)


def qualifier_after(text: str, at: int) -> Qualifier | None:
    """The phrase behind a figure, or the noun it counts, that ends at this character.

    What belongs to a figure of its own is none ("10 men and over 50 women").

    >>> qualifier_after("18 years or older", 8).bound.value
    'at least'
    """
    match = _AFTER.match(text, at)
    if match is None or _NEXT_FIGURE.match(text, match.end()):
        return None
    opens_upward = match[0] == "+" or match["more"] or match["longer"] or match["over"]
    return Qualifier(Span(*match.span()), Bound.AT_LEAST if opens_upward else Bound.AT_MOST, bool(match["counted"]))
