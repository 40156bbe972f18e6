"""How notes are labelled: by numbers, letters, small Roman numbers, signs."""

from __future__ import annotations

import re

__all__ = ["PRINTED_LABEL", "note_label"]

PRINTED_LABEL = re.compile(
    r"[\[(]?\s*(?:(?:note|nb)\s)?(?:\d{1,4}(?:\s*[,;–-]\s*\d{1,4})*|[a-zA-Z]|[ivxlc]{1,6}|[*†‡§¶]{1,3})\s*[\])]?"
)
"""What a raised or linked marker prints, and nothing else."""

_SIGNS = "*†‡§"
"""The order of the Chicago Manual of Style, in which each is doubled after the last."""

_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def note_label(number: int, form: str) -> str:
    """The label that a word processor prints for a number, in small letters.

    Args:
        number: from 1.
        form: a name of WordprocessingML's ``ST_NumberFormat``; one that is not known here counts in digits.

    >>> [note_label(number, form) for number, form in ((9, "lowerRoman"), (28, "upperLetter"), (6, "chicago"), (3, ""))]
    ['ix', 'bb', '††', '3']
    """
    if form in {"lowerRoman", "upperRoman"}:
        return _roman(number)
    if form in {"lowerLetter", "upperLetter"}:
        return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
    return _SIGNS[(number - 1) % 4] * ((number - 1) // 4 + 1) if form == "chicago" else str(number)


def _roman(number: int) -> str:
    written = ""
    for value, letters in _ROMAN:
        written += letters * (number // value)
        number %= value
    return written
