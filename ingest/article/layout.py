"""What each element of a page is for: the article's own words, its references, or page furniture.

The features are those of boilerplate detection at large (Kohlschütter, Fankhauser & Nejdl 2010,
"Boilerplate detection using shallow text features"): length, sentence punctuation, link density,
runs of short lines, repeats, and the place before the first or after the last real paragraph.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.article.page import Element, Page, Role, View
from ingest.article.reference_list import ReferenceList, find_reference_lists
from kg.model.article import Block, BlockKind
from kg.model.span import Span

__all__ = ["BUTTONS", "Layout", "find_layout", "is_sentence_like"]

BUTTONS = frozenset(
    (
        "back to top|book now|buy now|click here|contact us|continue reading|download|find out more|get started|join"
        "|join now|learn more|load more|log in|read more|see more|share|shop now|show more|sign in|sign up|start now"
        "|subscribe|subscribe now|try now|view all|view more"
    ).split("|")
)
"""Words that buttons carry on any site."""

_WITH_SURROUNDINGS = frozenset({"html", "text"})
"""The formats in which menus and adverts stand around an article."""

_LONG = 100
"""From this length on, a line that ends like a sentence is a paragraph."""

_SHORT = 60
_SENTENCE_END = re.compile(
    r"[.?!:。？！][\"'”’»)\]]*(?:[\s,–-]*(?:\[(?:[^\]\s]{1,20}|[\d\s,;–-]{0,40})\]|\([\d\s,;–-]{0,40}\)|[⁰¹²³⁴-⁹⁻]|[*†‡§]))*+\Z"
    r"|[^\W\d_]{2}(?<![Nn]o)[.?!][\"'”’»)\]]*\d{1,3}(?:[,–-]\s?\d{1,3})*\Z"
)
_SNIPPET_END = re.compile(r"(?:…|\.\.\.)\W*\Z")
_INNER_SENTENCE_END = re.compile(r"[.?!][\"'”’)\]]*\s+\S")
_TESTIMONIAL = re.compile(r"(?:I|I[’']\w+|My|We|[A-Z]\w+ly,? (?:I|my|thank)|Thank(?:s| you))\b")
_GLUED_MARKER = re.compile(r"\][^\W\d_]")
_CUT_FOOTNOTE_END = re.compile(r"(?:…|\.\.\.)\s*Continue reading\W*\Z")
_TAIL = 120
"""How much of a line tells how it ends."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The blocks of a page, one an element, with their words, and the lists of references among them."""

    blocks: tuple[Block, ...]
    views: tuple[View, ...]
    texts: tuple[str, ...]
    lists: tuple[ReferenceList, ...]


def find_layout(page: Page) -> Layout:
    """What each element of the page is for."""
    views = tuple(page.view(element.span) for element in page.elements)
    texts = tuple(view.text for view in views)
    lists = find_reference_lists(page.elements, texts)
    judged = tuple(_without_anchors(page, *pair) for pair in zip(page.elements, views, strict=True))
    kinds = _kinds(page, judged, lists)
    blocks = tuple(
        Block(kind, element.span, element.line, element.level or (2 if kind is BlockKind.HEADING else None))
        for kind, element in zip(kinds, page.elements, strict=True)
    )
    return Layout(blocks, views, texts, lists)


def _without_anchors(page: Page, element: Element, view: View) -> str:
    """The words without raised and linked numbers, which would hide how a line ends ("helps.1,2")."""
    anchors = page.anchors_in(element.span)
    if not anchors:
        return view.text
    gaps = (Span(view.position_of(one.span.start), view.position_of(one.span.end)) for one in anchors)
    return view.without(gaps).text.rstrip(" ,;–-")


def is_sentence_like(text: str) -> bool:
    """Whether a line ends as sentences do and is no snippet cut off with an ellipsis.

    A marker behind the stop counts as part of it, also one that lost its form ("helps.1").

    >>> is_sentence_like("It may help.[1]"), is_sentence_like("It may help..."), is_sentence_like("Our team")
    (True, False, False)
    """
    tail = text[-_TAIL:]
    if _CUT_FOOTNOTE_END.search(tail) and _GLUED_MARKER.search(text):
        return True
    return bool(_SENTENCE_END.search(tail)) and not _SNIPPET_END.search(tail)


def _kinds(page: Page, texts: Sequence[str], lists: Sequence[ReferenceList]) -> list[BlockKind]:
    repeats = Counter(text.casefold() for text in texts)
    kinds = [
        _own_kind(element, text, repeats[text.casefold()]) for element, text in zip(page.elements, texts, strict=True)
    ]
    for listed in lists:
        _mark_list(page, listed, kinds)
    if page.format in _WITH_SURROUNDINGS:
        _mark_surroundings(page, texts, kinds, listed={index for found in lists for index in found.elements})
    if page.format == "text":
        _mark_runs(texts, kinds)
        _mark_headings(page, texts, kinds)
    return kinds


def _own_kind(element: Element, text: str, repeats: int) -> BlockKind:
    """What an element is, as far as it tells alone."""
    if element.role in {Role.FURNITURE, Role.RULE} or not any(character.isalnum() for character in text):
        return BlockKind.BOILERPLATE
    if element.role is Role.HEADING:
        return BlockKind.HEADING
    if text.casefold().strip(" .!>»→") in BUTTONS or (element.linked and not is_sentence_like(text)):
        return BlockKind.BOILERPLATE
    if repeats > 1 and (not is_sentence_like(text) or len(text) >= _SHORT or repeats > 2):
        return BlockKind.BOILERPLATE
    return BlockKind.LIST_ITEM if element.role in {Role.ITEM, Role.ROW} else BlockKind.PARAGRAPH


def _mark_list(page: Page, listed: ReferenceList, kinds: list[BlockKind]) -> None:
    """Mark a list's lines, and what follows it up to the next heading as furniture.

    Footnotes that the format itself marks may stand anywhere: text goes on behind them.
    """
    for index in listed.elements:
        role = page.elements[index].role
        if role is not Role.HEADING:
            kinds[index] = BlockKind.BOILERPLATE if role is Role.RULE else BlockKind.REFERENCE
    if page.elements[listed.elements.start].role is Role.ENTRY:
        return
    for index in range(listed.elements.stop, len(kinds)):
        if page.elements[index].role in {Role.HEADING, Role.ENTRY}:
            break
        kinds[index] = BlockKind.BOILERPLATE


def _mark_surroundings(page: Page, texts: Sequence[str], kinds: list[BlockKind], *, listed: set[int]) -> None:
    """Mark as furniture what stands before the article's first words and after its last."""
    real = [index for index, kind in enumerate(kinds) if kind is BlockKind.PARAGRAPH and _is_real(texts[index])]
    if not real:
        real = [i for i, kind in enumerate(kinds) if kind is BlockKind.PARAGRAPH and is_sentence_like(texts[i])]
    if not real:
        return
    first, last = _first_of_article(page, texts, kinds, real[0]), _last_of_article(page, texts, kinds, real[-1])
    for index in range(len(kinds)):
        if not first <= index <= last and index not in listed:
            kinds[index] = BlockKind.BOILERPLATE


def _is_real(text: str) -> bool:
    """Whether a paragraph is one that no menu or button would hold."""
    return len(text) >= _LONG and is_sentence_like(text)


def _first_of_article(page: Page, texts: Sequence[str], kinds: Sequence[BlockKind], real: int) -> int:
    """Go back from the first real paragraph over short sentences, headings and one title line."""
    first = real
    while first > 0 and _leads_in(page, texts[first - 1], kinds[first - 1]):
        first -= 1
    alone = first == 1 or (first > 1 and _gap(page, first - 2, first - 1) > 1)
    title_line = (
        first > 0 and kinds[first - 1] is BlockKind.PARAGRAPH and not _SNIPPET_END.search(texts[first - 1][-_TAIL:])
    )
    return first - 1 if title_line and alone else first


def _leads_in(page: Page, text: str, kind: BlockKind) -> bool:
    """Whether a line before the first real paragraph belongs to the article."""
    if kind is BlockKind.HEADING or (kind is BlockKind.LIST_ITEM and page.format == "html"):
        return True
    words = kind in {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM} and is_sentence_like(text)
    return words and not (page.format == "text" and _TESTIMONIAL.match(text))


def _last_of_article(page: Page, texts: Sequence[str], kinds: Sequence[BlockKind], real: int) -> int:
    """Go on from the last real paragraph over short sentences, headings and list items."""
    last = real
    for index in range(real + 1, len(kinds)):
        kind = kinds[index]
        if kind is BlockKind.LIST_ITEM or (kind is BlockKind.PARAGRAPH and is_sentence_like(texts[index])):
            last = index
        elif kind is not BlockKind.HEADING and not _short_run(page, texts, kinds, index):
            break
    return last


def _short_run(page: Page, texts: Sequence[str], kinds: Sequence[BlockKind], index: int) -> bool:
    """Whether a line may be a plain-text heading: short, and set off from what stands before it."""
    return (
        page.format == "text"
        and kinds[index] is BlockKind.PARAGRAPH
        and len(texts[index]) <= _SHORT
        and _gap(page, index - 1, index) > 1
    )


def _gap(page: Page, before: int, after: int) -> int:
    """How many line ends lie between two elements."""
    return page.text.count("\n", page.elements[before].span.end, page.elements[after].span.start)


def _mark_runs(texts: Sequence[str], kinds: list[BlockKind]) -> None:
    """Mark short lines that follow a colon, two or more in a row, as the list they are."""
    for index in range(1, len(texts)):
        if kinds[index] is not BlockKind.PARAGRAPH or not texts[index - 1].endswith(":"):
            continue
        end = index
        while end < len(texts) and kinds[end] is BlockKind.PARAGRAPH and _is_bare_item(texts[end]):
            end += 1
        if end - index >= 2:
            kinds[index:end] = [BlockKind.LIST_ITEM] * (end - index)


def _is_bare_item(text: str) -> bool:
    return len(text) <= _LONG and not text.endswith(":") and not _INNER_SENTENCE_END.search(text)


def _mark_headings(page: Page, texts: Sequence[str], kinds: list[BlockKind]) -> None:
    """Mark as headings short lines without a full stop, set off by a blank line, before a longer one."""
    words = {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM}
    for index in range(len(texts) - 1):
        if kinds[index] is not BlockKind.PARAGRAPH or kinds[index + 1] not in words:
            continue
        set_off = index == 0 or kinds[index - 1] is BlockKind.BOILERPLATE or _gap(page, index - 1, index) > 1
        if set_off and _looks_like_heading(texts[index]) and len(texts[index + 1]) > len(texts[index]):
            kinds[index] = BlockKind.HEADING


def _looks_like_heading(text: str) -> bool:
    opens, closes = text[0].isupper() or text[0].isdigit(), text[-1].isalnum() or text[-1] in '?)”"'
    return opens and closes and len(text) <= 80 and len(text.split()) <= 12
