"""Numbered markers in running text, and footnotes that a copied page pastes behind them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from ingest.article.page import Anchor, View
from ingest.article.references import split_authors
from kg.model.article import Reference
from kg.model.span import Span

__all__ = ["Marker", "Openings", "PastedFootnote", "find_markers", "find_pasted_footnotes"]

_NUMBERS = r"\d{1,4}(?:\s?[,;–—-]\s?\d{1,4}){0,40}"
_BRACKETED = re.compile(rf"\[\s?\^?(?P<numbers>{_NUMBERS})\s?\](?:\s?[–—-]\s?\[\s?(?P<upto>\d{{1,4}})\s?\])?")
_KEYED = re.compile(r"\[\^(?P<key>[^\]\s]{1,80})\](?!:)")
_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁼", "0123456789--")
_RAISED = re.compile(r"[⁰¹²³⁴-⁹]{1,3}(?:[,\u2009⁻–-][⁰¹²³⁴-⁹]{1,3})*")
_RANGE = re.compile(r"(\d+)\s?[–—-]\s?(\d+)|(\d+)")
_UNIT_BEFORE = re.compile(r"(?:\b(?:[cdmkµμn]?m|in|ft|kg|s|h|x|R|I|n)|\d)\Z")
_WORD_BEFORE = re.compile(r"[^\W\d_]{3}[\"'”’)\]]?\Z|[.,;:!?\"'”’)\]]\Z")
_NO_MARKER_BEFORE = re.compile(r"(?:\bCI|\brange|\bIQR|[=<>≤≥±×:])\s?\Z", re.IGNORECASE)
_UNIT_AFTER = re.compile(r"\s?(?:%|°|(?:[mkµ]?g|m[lL]|[cm]m|IU|hours?|days?|weeks?|months?|years?)\b)")
_LONGEST_RANGE = 60
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
class Marker:
    """One marker as printed, its place in the view, and the references it names."""

    span: Span
    text: str
    labels: tuple[str, ...]


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


def find_markers(view: View, anchors: Sequence[Anchor], listed: frozenset[str]) -> tuple[Marker, ...]:
    """The numbered markers of a paragraph, in order.

    Digits in brackets are one unless they are a year, a figure with a unit or an interval; raised
    digits that no link explains are one only if the list, where there is one, has their number
    ("cm²" is no marker).
    """
    found = [*_bracketed(view.text, listed), *_keyed(view.text), *_raised(view.text, listed)]
    found += _anchored(view, anchors, listed)
    markers: list[Marker] = []
    for marker in sorted(found, key=lambda marker: (marker.span.start, -marker.span.end)):
        if not markers or marker.span.start >= markers[-1].span.end:
            markers.append(marker)
    return tuple(markers)


def _bracketed(text: str, listed: frozenset[str]) -> Iterator[Marker]:
    for match in _BRACKETED.finditer(text):
        labels = _expanded(f"{match['numbers']}-{match['upto']}" if match["upto"] else match["numbers"])
        known = all(label in listed for label in labels)
        doubtful = _NO_MARKER_BEFORE.search(text, max(0, match.start() - 12), match.start())
        doubtful = doubtful or _UNIT_AFTER.match(text, match.end())
        if labels and (known or not doubtful) and _may_be_listed(labels, listed):
            yield Marker(Span(*match.span()), match.group(), labels)


def _keyed(text: str) -> Iterator[Marker]:
    for match in _KEYED.finditer(text):
        yield Marker(Span(*match.span()), match.group(), (match["key"],))


def _raised(text: str, listed: frozenset[str]) -> Iterator[Marker]:
    for match in _RAISED.finditer(text):
        labels = _expanded(match.group().translate(_DIGITS))
        if _is_footnote_number(text, match.start(), labels, listed):
            yield Marker(Span(*match.span()), match.group(), labels)


def _anchored(view: View, anchors: Sequence[Anchor], listed: frozenset[str]) -> Iterator[Marker]:
    for anchor in anchors:
        span = Span(view.position_of(anchor.span.start), view.position_of(anchor.span.end))
        labels = _expanded(span.of(view.text))
        if labels and (anchor.linked or _is_footnote_number(view.text, span.start, labels, listed)):
            yield Marker(span, span.of(view.text), labels)


def _is_footnote_number(text: str, start: int, labels: tuple[str, ...], listed: frozenset[str]) -> bool:
    if _UNIT_BEFORE.search(text, max(0, start - 6), start):
        return False
    if not _may_be_listed(labels, listed):
        return False
    if not listed:  # the list was lost: a digit raised behind a word or stop is still a marker
        return bool(_WORD_BEFORE.search(text, max(0, start - 6), start))
    return all(label in listed for label in labels)


def _may_be_listed(labels: tuple[str, ...], listed: frozenset[str]) -> bool:
    """Whether each is listed or, in case the list is incomplete, neither a year nor zero."""
    return all(label in listed or (len(label) < 4 and label != "0") for label in labels)


def _expanded(numbers: str) -> tuple[str, ...]:
    """``1,3-5`` as 1, 3, 4, 5; nothing where a range runs backwards or too far."""
    labels: list[str] = []
    for low, high, single in _RANGE.findall(numbers):
        if single:
            labels.append(str(int(single)))
        elif 0 < int(high) - int(low) <= _LONGEST_RANGE:
            labels += [str(number) for number in range(int(low), int(high) + 1)]
        else:
            return ()
    return tuple(dict.fromkeys(labels))


def find_pasted_footnotes(view: View, markers: Sequence[Marker], openings: Openings) -> tuple[PastedFootnote, ...]:
    """The footnotes pasted behind the markers of a paragraph.

    A footnote reaches up to its own cut ("… Continue reading"), as far as it agrees with a listed
    entry, or to the end of what reads as a reference.
    """
    found = []
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
