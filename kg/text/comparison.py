"""What a sentence compares with what: "than", "versus", "compared with", "as good as"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from kg.model.span import Span
from kg.text.modality import Cue

__all__ = ["Comparison", "find_comparison"]

_CUE = re.compile(
    r"(?<![\w-])(?:(?:as|when)?\s?compared\s(?:with|to)|in\scomparison\s(?:with|to)|relative\sto|as\sopposed\sto|versus|vs\.?"
    r"|(?:superior|inferior|comparable|equivalent|similar|equal)\sto|(?:differs?|different)\sfrom|(?<!rather\s)(?<!other\s)"
    r"(?<!more\s)(?<!less\s)(?<!fewer\s)than|as\s(?:[a-z-]{2,20}\s){1,2}?as(?=\s(?!well|soon|long|far|much\sas)))(?![\w-])",
    re.IGNORECASE,
)
_NO_COMPARISON = re.compile(r"as\s(?:well|soon|long|far|early|many|much|little|few)\sas\Z", re.IGNORECASE)
_END = re.compile(
    r"[.;:!?)](?=\s|\Z)|,(?=\s)|\s(?:at|in|for|after|over|during|by|when|while|whereas|which|and|but|because)\s"
    r"|\s[–—]\s|\Z",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The comparing word, and the words that stand behind it up to the next preposition, clause or stop."""

    cue: Cue
    against: Span


@lru_cache(maxsize=1 << 12)
def find_comparison(text: str) -> Comparison | None:
    """The first comparison of a text, or ``None``; a bare figure ("more than 5") is none.

    >>> text = "Zinc worked better than a placebo in two trials."
    >>> found = find_comparison(text)
    >>> found.cue.text, found.against.of(text)
    ('than', 'a placebo')
    """
    for match in _CUE.finditer(text):
        if _NO_COMPARISON.match(match[0]):
            continue
        start = match.end() + 1
        end = _END.search(text, start)
        if end is not None and end.start() > start and not text[start].isdigit():
            return Comparison(Cue(Span(*match.span()), match[0]), Span(start, end.start()))
    return None
