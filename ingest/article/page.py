"""What every format is brought to before anything is judged: text, elements, and views of them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from html import unescape

from kg.model.article import DefectKind
from kg.model.span import Span

__all__ = ["Anchor", "Element", "Link", "Note", "Page", "Remark", "Role", "View"]

_WORD = re.compile(r"\S+")
_LOOSE_SPACE = re.compile(r"\s\s|[^\S ]|\A | \Z")


class Role(StrEnum):
    """What the format itself says of an element."""

    TEXT = "text"
    HEADING = "heading"
    ITEM = "item"
    ROW = "table row"
    RULE = "table rule"
    ENTRY = "footnote"
    FURNITURE = "furniture"


@dataclass(frozen=True, slots=True)
class Element:
    """One line, paragraph or other smallest part of a page.

    Attributes:
        role: what the format says it is.
        span: its characters, bullets and markup included.
        line: line of the file, from 1.
        level: a heading's depth.
        label: the number of a numbered item, the key of a footnote.
        linked: whether it is nothing but a link.
        address: the first address that the element leads to.
        quoted: whether it stands in a block quotation.
        name: the name under which links lead to it.
    """

    role: Role
    span: Span
    line: int
    level: int | None = None
    label: str | None = None
    linked: bool = False
    address: str | None = None
    quoted: bool = False
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Anchor:
    """Digits that the format raises or links; ``linked`` if they lead to a place on the page.

    Where the format itself names what a marker leads to, ``keys`` are those names, whatever is printed; of such a
    marker at least one character is no markup. ``target`` is the name of the place that a link leads to.
    """

    span: Span
    linked: bool
    keys: tuple[str, ...] = ()
    target: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere, and the address as the file gives it."""

    span: Span
    address: str


@dataclass(frozen=True, slots=True)
class Note:
    """A reference written into the text itself: its key, its words, its place in the page."""

    key: str
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that the format itself tells of what could not be read; at the page's first line if nowhere else."""

    kind: DefectKind
    message: str
    line: int = 1


@dataclass(frozen=True, slots=True)
class Page:
    """A page in one shape for all formats.

    Attributes:
        markup: characters that are no words (bullets, link targets), in order, not overlapping.
        anchors: possible markers that the format shows, in order.
        has_figures: whether an image or a caption is there.
        published, modified: dates as the page gives them.
        audience: whom the page says it is for.
        remarks: what limits the reading.
        links: words that lead to other pages, in order.
        near_links: words whose link is no address of a page: it leads to a place of this one (``#name``), to a file
            beside it, or nowhere (an empty address).
        names: of the places on the page that a link can lead to.
        notes: references written into the text, in order.
        home: the address of the page itself, where it gives one.
        places: where its dates and audience stand, by the name of the field.
    """

    format: str
    text: str
    elements: tuple[Element, ...]
    markup: tuple[Span, ...] = ()
    anchors: tuple[Anchor, ...] = ()
    has_figures: bool = False
    title: str | None = None
    language: str | None = None
    published: str | None = None
    modified: str | None = None
    audience: str | None = None
    remarks: tuple[Remark, ...] = ()
    links: tuple[Link, ...] = ()
    near_links: tuple[Link, ...] = ()
    names: frozenset[str] = frozenset()
    notes: tuple[Note, ...] = ()
    home: str | None = None
    places: Mapping[str, str] = field(default_factory=dict)

    def view(self, span: Span) -> View:
        """The words within ``span``, without markup."""
        first = bisect_left(self.markup, span.start, key=lambda gap: gap.end)
        last = bisect_left(self.markup, span.end, key=lambda gap: gap.start)
        return View.of(self.text, span, self.markup[first:last])

    def anchors_in(self, span: Span) -> tuple[Anchor, ...]:
        """The anchors within ``span``."""
        first = bisect_left(self.anchors, span.start, key=_start)
        return self.anchors[first : bisect_left(self.anchors, span.end, key=_start)]

    def links_in(self, span: Span) -> tuple[Link, ...]:
        """The links within ``span``."""
        first = bisect_left(self.links, span.start, key=_start)
        return self.links[first : bisect_left(self.links, span.end, key=_start)]

    def near_links_in(self, span: Span) -> tuple[Link, ...]:
        """The links within ``span`` that lead to no other page."""
        first = bisect_left(self.near_links, span.start, key=_start)
        return self.near_links[first : bisect_left(self.near_links, span.end, key=_start)]


def _start(part: Anchor | Link) -> int:
    return part.span.start


@dataclass(frozen=True, slots=True)
class View:
    """Part of a page with single white space and without some of its characters.

    ``offsets`` gives for each character its place in the page's text.

    >>> view = View.of("a  **b** c", Span(0, 10), (Span(3, 5), Span(6, 8)))
    >>> view.text, view.to_page(Span(2, 3))
    ('a b c', Span(start=5, end=6))
    """

    text: str
    offsets: tuple[int, ...]

    @classmethod
    def of(cls, text: str, span: Span, gaps: Iterable[Span] = ()) -> View:
        """The characters of ``span`` that lie in no gap; gaps are in order, and an entity is what it stands for."""
        words: list[str] = []
        offsets: list[int] = []
        position = span.start
        for gap in (*gaps, Span(span.end, span.end)):
            end = max(position, min(gap.start, span.end))
            words.append(text[position:end])
            offsets.extend(range(position, end))
            if text.startswith("&", gap.start) and gap.start >= position:
                meant = unescape(text[gap.start : gap.end])
                words.append(meant)
                offsets.extend([gap.start] * len(meant))
            position = max(position, gap.end)
        return cls._spaced("".join(words), offsets)

    @classmethod
    def _spaced(cls, text: str, offsets: Sequence[int]) -> View:
        """The same with single white space, none at either end."""
        if not _LOOSE_SPACE.search(text):
            return cls(text, tuple(offsets))
        words: list[str] = []
        kept: list[int] = []
        end = 0
        for word in _WORD.finditer(text):
            if words:
                kept.append(offsets[end])
            start, end = word.span()
            words.append(word[0])
            kept.extend(offsets[start:end])
        return cls(" ".join(words), tuple(kept))

    def without(self, gaps: Iterable[Span]) -> View:
        """The view without these stretches of it; a space where two sentences would run together."""
        words: list[str] = []
        offsets: list[int] = []
        position = 0
        for gap in (*gaps, Span(len(self.text), len(self.text))):
            words.append(self.text[position : gap.start])
            offsets.extend(self.offsets[position : gap.start])
            position = max(position, gap.end)
            if position < len(self.text) and self.text[position].isalnum() and offsets:
                words.append(" ")
                offsets.append(self.offsets[gap.start])
        return self._spaced("".join(words), offsets)

    def to_page(self, span: Span) -> Span:
        """The place in the page of a stretch that holds at least one character."""
        return Span(self.offsets[span.start], self.offsets[span.end - 1] + 1)

    def position_of(self, offset: int) -> int:
        """How many of the view's characters stand before this place in the page."""
        return bisect_left(self.offsets, offset)
