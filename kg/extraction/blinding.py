"""Who did not know which arm was which, in closed terms and in the source's own words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.extraction.texts import SourceText
from kg.model.extraction import ExtractedValue, FieldValue
from kg.model.span import Span
from kg.model.study import Blinding

__all__ = ["find_blinding"]

_WHO = r"(?:observer|assessor|evaluator|investigator|rater|examiner)"
_NAMED = re.compile(
    rf"\b(?:(?:(?P<degree>single|double|triple|quadruple)|(?P<assessor>{_WHO})|(?P<taker>participant|patient))[\s-]?(?:blind(?:ed)?|mask(?:ed)?)"
    r"|(?P<open>open-?\s?label(?:ed|led)?|non-?blinded|unblinded|unmasked)"
    rf"|(?P<blinded>(?:blinded|masked)\s(?:(?:outcome\s)?assess\w+|evaluat\w+|observer\w*|rater\w*|investigator\w*)"
    rf"|{_WHO}s?\s(?:was|were)\s(?:blinded|masked))"
    r"|(?P<words>(?:were|was)\s(?:blinded|masked)\sto))\b",
    re.IGNORECASE,
)
_DENIED = re.compile(r"\b(?:not|neither|nor|without|no)\s(?:\w+\s)?\Z|\bnon-?\Z", re.IGNORECASE)
_DEGREES = {
    "single": Blinding.SINGLE,
    "double": Blinding.DOUBLE,
    "triple": Blinding.TRIPLE,
    "quadruple": Blinding.QUADRUPLE,
}
_SORTS = {
    "assessor": Blinding.ASSESSOR,
    "blinded": Blinding.ASSESSOR,
    "taker": Blinding.SINGLE,
    "open": Blinding.OPEN,
}


def find_blinding(texts: Sequence[SourceText]) -> Iterator[FieldValue]:
    """The blinding that is named first; words that do not tell who was blinded stand in ``blinding.words``.

    A denied term ("not double-blind") is no blinding, and neither is it taken for an open trial.

    >>> text = SourceText("abstract", "A double-masked trial.", 0)
    >>> [value.extracted.value for value in find_blinding([text])]
    ['double-blind']
    """
    for source in texts:
        low = source.text.lower()
        if not any(part in low for part in ("blind", "mask", "label")):
            continue
        for match in _NAMED.finditer(source.text):
            if not _DENIED.search(source.text, max(0, match.start() - 24), match.start()):
                yield _value(source, match)
                return


def _value(source: SourceText, match: re.Match[str]) -> FieldValue:
    sort = next(name for name, words in match.groupdict().items() if words is not None)
    place = source.place(Span(*match.span()))
    if sort == "words":
        return FieldValue("blinding.words", ExtractedValue(match[0], place, "blinding/not-told-who"))
    value = _DEGREES[match["degree"].lower()] if sort == "degree" else _SORTS[sort]
    return FieldValue("blinding", ExtractedValue(value.value, place, f"blinding/{sort}"))
