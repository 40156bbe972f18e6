"""Whom an article is for, where it says so in words of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["find_audience"]

_SAID = re.compile(
    r"\bthis (?:article|page|guide|leaflet|fact ?sheet|booklet|information|summary|resource|post) (?:is|was)"
    r"(?: (?:mainly|primarily|only|intended|written|meant|designed|produced|aimed)){0,3} (?:for|at)"
    r" (?P<whom>[^.;:!?()]{3,160})",
    re.IGNORECASE,
)
_NO_PEOPLE = re.compile(
    r"\b(?:purposes?|information|reference|educational?|entertainment|use|now|sale)\b", re.IGNORECASE
)


def find_audience(sentences: Iterable[str]) -> tuple[int, str] | None:
    """The first sentence that says so, counted from 0, and the people that it names; ``None`` where none does.

    >>> find_audience(["Oil helps.", "This leaflet is intended for women over fifty."])
    (1, 'women over fifty')
    >>> find_audience(["This article is for informational purposes only."]) is None
    True
    """
    for number, sentence in enumerate(sentences):
        match = _SAID.search(sentence)
        if match and not _NO_PEOPLE.search(match["whom"]):
            return number, match["whom"].strip(" ,")
    return None
