"""Footnotes that a copied page pastes behind the markers of its text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from ingest.article.authors import split_authors
from ingest.article.markers import Marker
from ingest.article.page import View
from kg.model.article import Reference
from kg.model.span import Span

__all__ = ["Openings", "PastedFootnote", "find_pasted_footnotes"]

_CONTINUE = re.compile(r"\[?(?:…|\.\.\.)\]?\s?Continue reading\b\.?")
_CUT = re.compile(rf"{_CONTINUE.pattern}|\bContinue reading\b\.?|(?:…|\.\.\.)(?=\s|\Z)")
_LONGEST_FOOTNOTE = 1500
_LEAST_COMMON = 40
"""How far a text and an entry must agree to be the same: shorter starts are shared by chance."""

_LEAST_WHOLE = 25
"""The same for an entry that is there to its end."""

_REFERENCE_END = re.compile(
    r"\b(?:19|20)\d\d[^.;]{0,20};[^\s;]{1,20}(?: Pt \d\)[^\s;]{1,20})?"
    r"(?:\s?(?:doi:\s?10\.\S+|PMID:\s?\d+[;.]?|PMCID:\s?PMC\d+[;.]?|Epub [^.]{1,20}\.))*"
)


@dataclass(frozen=True, slots=True)
class PastedFootnote:
    """Footnote text that stands in the body straight after its marker.

    Attributes:
        span: its place in the view.
        text: as printed.
        label: the number of the marker before it.
        entry: the listed reference that it is the start of, or ``None``.
        cut: whether it visibly breaks off.
    """

    span: Span
    text: str
    label: str
    entry: Reference | None
    cut: bool


@dataclass(frozen=True, slots=True)
class Openings:
    """The listed references by number and in the order of their words, to find one by how it opens.

    In that order the entry that agrees with a text the furthest stands next to where the text would.
    """

    by_label: Mapping[str, Reference]
    in_order: tuple[Reference, ...]

    @classmethod
    def of(cls, references: Sequence[Reference]) -> Openings:
        """These references, the first where two have one number."""
        by_label = {label: reference for reference in reversed(references) for label in reference.labels}
        return cls(by_label, tuple(sorted(references, key=lambda reference: reference.raw)))

    def nearest(self, text: str, labels: Sequence[str]) -> Iterator[Reference]:
        """The entries under these numbers, then the neighbours of the text."""
        yield from (self.by_label[label] for label in labels if label in self.by_label)
        at = bisect_left(self.in_order, text, key=lambda reference: reference.raw)
        yield from self.in_order[max(0, at - 1) : at + 1]


def find_pasted_footnotes(view: View, markers: Sequence[Marker], openings: Openings) -> tuple[PastedFootnote, ...]:
    """The footnotes pasted behind the markers of a paragraph.

    A footnote reaches up to its own cut ("… Continue reading"), as far as it agrees with a listed
    entry, or to the end of what reads as a reference.
    """
    found = []
    markers = [marker for marker in markers if marker.labels and not marker.in_words]
    for marker, following in zip_longest(markers, markers[1:]):
        end = following.span.start if following else len(view.text)
        pasted = _pasted(view.text, marker, min(end, marker.span.end + _LONGEST_FOOTNOTE), openings)
        if pasted:
            found.append(pasted)
    return tuple(found)


def _pasted(text: str, marker: Marker, end: int, openings: Openings) -> PastedFootnote | None:
    start = marker.span.end
    while start < end and text[start] in ".,;:!?)\"'”’ ":
        start += 1
    tail = text[start:end]
    entry, common = _nearest_entry(tail, marker, openings)
    by_authors = bool(split_authors(tail)[0])
    if not (common or by_authors or (start == marker.span.end and tail[:1].isupper())):
        return None
    is_whole = entry is not None and common == len(entry.raw)
    cut = None if is_whole else (_CUT if common or by_authors else _CONTINUE).search(tail)
    whole = _REFERENCE_END.search(tail) if by_authors else None
    length = cut.end() if cut else common or (whole.end() if whole else 0)
    if not length:
        return None
    span = Span(start, start + length)
    return PastedFootnote(span, span.of(text), marker.labels[-1], entry, cut is not None)


def _nearest_entry(tail: str, marker: Marker, openings: Openings) -> tuple[Reference | None, int]:
    """The entry that begins as ``tail`` does, its own number's first, and how far they agree."""
    for reference in openings.nearest(tail, marker.labels):
        common = _common_length(tail, reference.raw)
        if common >= _LEAST_COMMON or common == len(reference.raw) >= _LEAST_WHOLE:
            return reference, common
    return None, 0


def _common_length(one: str, other: str) -> int:
    length = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        length += 1
    return length
