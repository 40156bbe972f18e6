"""Numbered markers: in brackets, raised, linked, in parentheses, glued to a word, set off by spaces.

Brackets, raised and linked digits show by their form that they are markers. The other forms are also those of
quantities, enumerations and names, so that an article counts as using one only if that explains its list: see
:func:`forms_in_use`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from ingest.article.markers import Marker
from ingest.article.page import Anchor, View
from kg.model.span import Span

__all__ = ["Form", "forms_in_use", "iter_loose", "iter_numbered", "with_ranges"]

_NUMBERS = r"\d{1,12}(?:\s?[,;–—‐-]\s?\d{1,4}){0,40}"
_BRACKETED = re.compile(
    rf"\[\s?\^?(?:(?:refs?|note|nb)\.?\s)?(?P<numbers>{_NUMBERS})\s?\](?:\s?[–—-]\s?\[\s?(?P<upto>\d{{1,4}})\s?\])?",
    re.IGNORECASE,
)
_LETTERED = re.compile(
    r"\[\s?(?:(?:note|nb|fn)\.?\s)?(?P<labels>(?:[a-z]|[ivxlc]{1,6})(?:\s?[,;]\s?(?:[a-z]|[ivxlc]{1,6})){0,8})\s?\]",
    re.IGNORECASE,
)
_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁼", "0123456789--")
_RAISED = re.compile(r"[⁰¹²³⁴-⁹]{1,3}(?:[,\u2009\u202f⁻⁼–-]\s?[⁰¹²³⁴-⁹]{1,3})*")
_RANGE = re.compile(r"(\d+)\s?[–—‐-]\s?(\d+)|(\d+)")
_UNIT_BEFORE = re.compile(r"(?:\b(?:[cdmkµμn]?m|in|ft|kg|s|h|x|R|I|n)|\d)\Z")
_WORD_BEFORE = re.compile(r"[^\W\d_]{3}[\"'”’)\]]?\Z|[.,;:!?\"'”’)\]]\Z")
_NO_MARKER_BEFORE = re.compile(r"(?:\bCI|\brange|\bIQR|[=<>≤≥±×:])\s?\Z", re.IGNORECASE)
_UNIT_AFTER = re.compile(r"\s?(?:%|°|(?:[mkµ]?g|m[lL]|[cm]m|IU|hours?|days?|weeks?|months?|years?)\b)")
_STATISTIC_BEFORE = re.compile(r"(?<!\w)[A-Za-zχ][²2]?\Z")
_EQUALS = re.compile(r"\s?[=<>≤≥]\s?[-−\d.]")
_MEASURE_AFTER = re.compile(r"\s?(?:%|°|(?:[mkµ]?g|m[lL]|[cm]m|IU)\b)")
_LONGEST_RANGE = 60
_WORDS = re.compile(r"[^\W\d_]{3}")
_LETTER = re.compile(
    r"[\[(]?\s*(?:(?:note|nb|fn)\.?\s?)?(?P<label>[a-z]|[ivxlc]{1,6}|[*†‡§¶#]{1,4})\s*[\])]?", re.IGNORECASE
)

_LIST = r"\d{1,3}(?:\s?(?:[,;–—‐-]|\band\b|&)\s?\d{1,3}){0,40}"
_PARENTHESES = re.compile(
    rf"(?<![\w\])])\(\s?(?:(?:refs?|reference)\.?\s)?(?P<numbers>{_LIST})\s?\)(?![\w(])", re.IGNORECASE
)
_GLUED = re.compile(
    r"(?:(?<=[a-zà-ÿ]{3})|(?<=\bal)|(?<=[a-zà-ÿ]{2}[.,;:!?])|(?<=[A-Z]{2}[.,;])|(?<=[\w%][)\]\"”’%]))"
    r"(?:(?<=[)\]\"”’%])[.,;:!?])?"
    r"(?P<numbers>\d{1,12}(?:\s?[,–—‐-]\s?\d{1,3}(?!\d|\.\d)){0,40}"
    r"(?:\s\d{1,3}(?:[–-]\d{1,3})?(?=\s[A-Z]|[.,;)](?!\d)|\Z)){0,3})(?=[\s.,;:)?!]|\Z)(?!\.\d|\s?%)"
)
_SET_OFF = re.compile(
    r"(?<=[a-zà-ÿ)\]%\"”’.,;:])\s(?P<numbers>\d{1,3}(?:\s?[,–—‐-]\s?\d{1,3}(?!\d)){0,40})"
    r"(?=\s?[.,;:)](?!\d)|\s*\Z|\s+[A-Z(])(?!\s?[)][^\s.,;])"
)
_NAMED_BEFORE = re.compile(
    r"(?:\b(?:grades?|types?|figs?|figures?|tables?|phases?|stages?|class(?:es)?|levels?|box(?:es)?|panels?|sections?"
    r"|chapters?|steps?|no|nos|numbers?|vol|versions?|groups?|arms?|parts?|pp?|appendix|equations?|questions?|items?"
    r"|days?|weeks?|months?|years?|ages?|aged|scores?|scale|visits?|cycles?|omega|vitamin|covid|sars|cov|ratio|cohorts?"
    r"|of|in|at|by|to|for|from|than|about|over|under|between|and|or|with|least|most|only|nearly|approximately|around"
    r"|is|are|was|were|every|the|a|an|up|until|within|after|before|per|times|x|n|p|on|exactly|another|these|those"
    r"|all|which|table|trial|study|model|top|chapter|rule|tip|reason|day|"
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?|[-=<>≤≥±×/])\s?\Z",
    re.IGNORECASE,
)
_GLUED_NAME = re.compile(
    r"\b(?:grade|type|figs?|figure|table|phase|stage|class|level|box|section|step|version|group|arm|part|days?|weeks?"
    r"|visit|cycle|omega|covid|cov|cohort|page|photo)\Z",
    re.IGNORECASE,
)
_SHORTENED_BEFORE = re.compile(
    r"\b(?:figs?|tabs?|nos?|vols?|pp?|eqs?|refs?|secs?|chs?|approx|ca|vs)[.:]\Z", re.IGNORECASE
)
_CAPITALS_BEFORE = re.compile(r"[A-Z]{2}[.,;]\Z")
_ENDS_SENTENCE = re.compile(r"\s[A-Z]|\s*\Z")
_STOPS = frozenset(".,;:!?")
_BETWEEN = re.compile(r"[\])]?\s?[–—−‐-]\s?[\[(]?")
_LONGEST_GAP = 6
_WIDEST_LOOSE = 12
_ITEM_BEFORE = re.compile(r"(?:\A|[:;,]|\b(?:and|or|either|both))\s?\Z")
_ITEM_AFTER = re.compile(r"\s[^\W\d_]")
_LEAST_SHARE = 0.4
_LEAST_ORDERED = 0.75
_LEAST_NUMBERS = 2
_MANY_NUMBERS = 5


class Form(StrEnum):
    """A form of marker that is also one of plain figures."""

    PARENTHESES = "in parentheses"
    GLUED = "glued to a word"
    SET_OFF = "set off by spaces"


_PATTERNS = {Form.PARENTHESES: _PARENTHESES, Form.GLUED: _GLUED, Form.SET_OFF: _SET_OFF}


def iter_numbered(
    view: View, anchors: Sequence[Anchor], listed: frozenset[str], named: Mapping[str, tuple[str, ...]]
) -> Iterator[Marker]:
    """The markers of a paragraph that show by their form that they are, in no order.

    A link to the place of an entry is one whatever is printed; ``named`` gives the labels of an entry by its place.

    Digits in brackets are one unless they are a year, a figure with a unit or an interval; raised digits that no
    link explains are one only if the list, where there is one, has their number ("cm²" is no marker).
    """
    yield from _bracketed(view.text, listed)
    yield from _raised(view.text, listed)
    for anchor in anchors:
        span = Span(view.position_of(anchor.span.start), view.position_of(anchor.span.end))
        printed = span.of(view.text)
        if anchor.keys:
            yield Marker(span, printed, anchor.keys, place=anchor.span)
            continue
        labels = _expanded(printed) or _lettered(printed, listed)
        led_to = named.get(anchor.target or "", ())
        if led_to and not (set(labels) & set(led_to) and set(labels) <= listed):
            yield Marker(span, printed, led_to, in_words=bool(_WORDS.search(printed)))
        elif labels and (anchor.linked or _is_footnote_number(view.text, span.start, labels, listed)):
            yield Marker(span, printed, labels)


def _bracketed(text: str, listed: frozenset[str]) -> Iterator[Marker]:
    for match in _BRACKETED.finditer(text):
        labels = _expanded(f"{match['numbers']}-{match['upto']}" if match["upto"] else match["numbers"])
        known = all(label in listed for label in labels)
        if not known and not match["upto"]:
            labels = _listed_only(match["numbers"], listed) or labels
        doubtful = _NO_MARKER_BEFORE.search(text, max(0, match.start() - 12), match.start())
        doubtful = doubtful or _MEASURE_AFTER.match(text, match.end())
        if (
            doubtful
            or _STATISTIC_BEFORE.search(text, max(0, match.start() - 3), match.start())
            or _EQUALS.match(text, match.end())
        ):
            continue
        if labels and (known or not _UNIT_AFTER.match(text, match.end())) and _may_be_listed(labels, listed):
            yield Marker(Span(*match.span()), match.group(), labels)
    for match in _LETTERED.finditer(text):
        labels = tuple(label.lower() for label in re.split(r"\s?[,;]\s?", match["labels"]))
        if all(label in listed for label in labels):
            yield Marker(Span(*match.span()), match.group(), labels)


def _raised(text: str, listed: frozenset[str]) -> Iterator[Marker]:
    for match in _RAISED.finditer(text):
        labels = _expanded(match.group().translate(_DIGITS))
        if _is_footnote_number(text, match.start(), labels, listed):
            yield Marker(Span(*match.span()), match.group(), labels)


def _lettered(printed: str, listed: frozenset[str]) -> tuple[str, ...]:
    match = _LETTER.fullmatch(printed)
    return (match["label"].lower(),) if match and match["label"].lower() in listed else ()


def _is_footnote_number(text: str, start: int, labels: tuple[str, ...], listed: frozenset[str]) -> bool:
    if not labels or _UNIT_BEFORE.search(text, max(0, start - 6), start):
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


def iter_loose(text: str, form: Form, listed: frozenset[str]) -> Iterator[Marker]:
    """What may be a marker of a form that plain figures share: only numbers that are listed, and no name or count."""
    for match in _PATTERNS[form].finditer(text):
        labels = _listed_only(match["numbers"], listed)
        if not labels or (form is not Form.GLUED and _is_interval(match["numbers"], labels)):
            continue
        capitals = form is Form.GLUED and _CAPITALS_BEFORE.search(text, max(0, match.start() - 3), match.start())
        if capitals and not _ENDS_SENTENCE.match(text, match.end()):
            continue  # "BR.21 was": a name with a number
        start = match.start("numbers") if form is Form.GLUED else match.start()
        named = _SHORTENED_BEFORE if text[start - 1 : start] in _STOPS else _NAMED_BEFORE
        named = _GLUED_NAME if form is Form.GLUED and named is _NAMED_BEFORE else named
        if form is not Form.PARENTHESES and named.search(text, max(0, start - 16), start):
            continue
        if form is Form.PARENTHESES and _is_enumeration(text, match):
            continue
        if form is Form.PARENTHESES or not _UNIT_AFTER.match(text, match.end()):
            span = Span(match.start(), match.end()) if form is Form.PARENTHESES else Span(*match.span("numbers"))
            yield Marker(span, span.of(text), labels)


def _listed_only(numbers: str, listed: frozenset[str]) -> tuple[str, ...]:
    """The labels that numbers name, if each is listed; a number whose separators were lost is taken apart."""
    labels = _expanded(numbers)
    if not listed or all(label in listed for label in labels):
        return labels
    parts = [_separated(label, listed) for label in labels]
    return tuple(label for part in parts for label in part) if all(parts) else ()


def _separated(number: str, listed: frozenset[str]) -> tuple[str, ...]:
    """``234`` as 2, 3, 4 where no entry has that number and one way only is a run, or there is one way only."""
    if number in listed:
        return (number,)
    ways = [way for way in _ascending(number, 0, listed) if len(way) > 1]
    runs = [way for way in ways if int(way[-1]) - int(way[0]) == len(way) - 1]
    return runs[0] if len(runs) == 1 else ways[0] if len(ways) == 1 else ()


def _ascending(digits: str, above: int, listed: frozenset[str]) -> Iterator[tuple[str, ...]]:
    if not digits:
        yield ()
    for length in (1, 2, 3):
        head = digits[:length]
        if len(head) == length and head in listed and int(head) > above:
            for rest in _ascending(digits[length:], int(head), listed):
                yield (head, *rest)


def _is_interval(numbers: str, labels: tuple[str, ...]) -> bool:
    """Whether a lone range is wider than anybody cites."""
    return bool(_RANGE.fullmatch(numbers.strip())) and len(labels) > _WIDEST_LOOSE


def _is_enumeration(text: str, match: re.Match[str]) -> bool:
    """Whether a single number in parentheses counts off: "(1) oil, (2) water"."""
    before = _ITEM_BEFORE.search(text, max(0, match.start() - 8), match.start())
    return bool(before) and bool(_ITEM_AFTER.match(text, match.end())) and match["numbers"].isdecimal()


@dataclass(frozen=True, slots=True)
class _Use:
    """How far the markers of a form explain a list."""

    labels: tuple[str, ...]

    @property
    def is_ordered(self) -> bool:
        """Whether new numbers come up in ascending order, as they do where a list follows the text."""
        firsts = [int(label) for label in dict.fromkeys(self.labels)]
        steps = [after > before for before, after in pairwise(firsts)]
        return sum(steps) >= _LEAST_ORDERED * len(steps)


def _told_by(marker: Marker, form: Form) -> tuple[str, ...]:
    """The labels that speak for a form: of a range in parentheses, which may be an interval, the ends only."""
    ends = (marker.labels[0], marker.labels[-1])
    return ends if form is Form.PARENTHESES and _RANGE.fullmatch(marker.text.strip("() ")) else marker.labels


def forms_in_use(texts: Iterable[str], listed: frozenset[str], pointed: frozenset[str]) -> frozenset[Form]:
    """The loose forms that an article's markers have.

    One is in use if it explains a fair share of the list that other markers leave unexplained, and, where nothing
    but a digit's place tells it from a quantity, if new numbers come up in ascending order.

    Args:
        texts: the body's paragraphs.
        listed: the labels of the list.
        pointed: those that markers of other forms name.
    """
    numbers = frozenset(label for label in listed if label.isdecimal())
    open_numbers = numbers - pointed
    if len(open_numbers) <= len(numbers) * (1 - _LEAST_SHARE):
        return frozenset()
    texts = tuple(texts)
    found = {}
    for form in Form:
        markers = [marker for text in texts for marker in iter_loose(text, form, listed)]
        use = _Use(tuple(label for marker in markers for label in _told_by(marker, form)))
        explained = set(use.labels) & open_numbers
        share = len(explained) / len(open_numbers)
        if len(explained) < min(_LEAST_NUMBERS, len(numbers)):
            continue
        is_fair = share >= _LEAST_SHARE or (len(explained) >= _MANY_NUMBERS and share >= _LEAST_SHARE / 2)
        if share >= _LEAST_SHARE if form is Form.PARENTHESES else is_fair and use.is_ordered:
            found[form] = share
    best = max(found.values(), default=0)
    return frozenset(form for form, share in found.items() if share >= best / 2)


def with_ranges(markers: Sequence[Marker], text: str) -> Iterator[Marker]:
    """The markers, one that closes a range with the numbers that lie between ("<1>-<4>" links 1 and 4 only)."""
    before: Marker | None = None
    for marker in sorted(markers, key=lambda marker: marker.span.start):
        closes = before and marker.span.start < before.span.end + _LONGEST_GAP
        if before and closes and _BETWEEN.fullmatch(text, before.span.end, marker.span.start):
            implied = _expanded(f"{before.labels[-1]}-{marker.labels[0]}") if before.labels and marker.labels else ()
            yield replace(marker, labels=(*implied[1:-1], *marker.labels))
        else:
            yield marker
        before = marker if marker.labels and marker.labels[-1].isdecimal() and marker.labels[0].isdecimal() else None
