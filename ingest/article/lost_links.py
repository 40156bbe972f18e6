"""Links that an article's words announce and that are not there, and links of its own that lead nowhere.

Told is what the page itself shows: an empty address, a place of the page that it has not, an address that should be
listed apart and is not. Whether another page still answers is nobody's guess: nothing is opened. Words that are links
as a whole (menus, "back to top") are answered by programs of the site as often as not and are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import unquote

from ingest.article.body import BlockReading
from ingest.article.layout import Layout
from ingest.article.page import Link, Page
from kg.model.article import Block, Defect, DefectKind
from kg.model.span import Span

__all__ = ["find_lost_links"]

_ANNOUNCED = re.compile(
    r"\b(?:click|tap)\s+(?:on\s+)?(?:here|this\s+link|the\s+link(?:\s+(?:below|above))?)\b"
    r"|\b(?:see|read|read\s+more|find\s+out\s+more|learn\s+more|more\s+information(?:\s+is)?|available|downloaded?"
    r"|accessed|listed|details)\s+here(?=\s*(?:[.!?)\]]|\Z))"
    r"|\b(?:at|via|through|using|follow|visit|open|on|under|see|from)\s+this\s+link\b(?!\s+(?:between|with|to)\b)"
    r"|\bthe\s+links?\s+(?:below|above)\b|\[(?:link|hyperlink|url|insert\s+link)\]",
    re.IGNORECASE,
)
"""Words that a reader can follow only where a link goes with them."""

_MAY_ANNOUNCE = re.compile(r"here\b|link|\[url\]", re.IGNORECASE)
"""Of a text in which this is not found the longer pattern need not be asked."""

_ADDRESS = re.compile(r"https?://|www\.|\bdoi\b|\S@\S", re.IGNORECASE)
_SHOWS_LINKS = frozenset({"text", "markdown", "html"})
"""Formats of which it is known where the words that link stand, or that can hold no link at all."""

_BY_BROWSER = re.compile(r"#(?:top\Z|[!/:?])", re.IGNORECASE)
"""Targets that a browser or a program of the site knows without a place of that name."""

_LETTERS = re.compile(r"[^\W_]+")
_MARKER = re.compile(r"[\W\d_]*")


def find_lost_links(page: Page, layout: Layout, readings: Sequence[BlockReading]) -> Iterator[Defect]:
    """The links that lead nowhere, each, and the words that announce one that is missing, told once for the page."""
    names = {_letters(name) for name in page.names}
    announced: list[tuple[Span, int]] = []
    for reading in readings:
        block = layout.blocks[reading.block]
        near = page.near_links_in(block.span)
        for link in near:
            if (why := _dead(link, page.names, names)) and not _is_alone(page, link, block):
                words = " ".join(link.span.of(page.text).split())
                message = f"The words “{words}” are a link that leads nowhere: {why}."
                yield Defect(DefectKind.LOST_LINK, message, link.span, _line(page, block, link.span))
        if page.format in _SHOWS_LINKS:
            linked = [link.span for link in (*near, *page.links_in(block.span))]
            announced += [(span, _line(page, block, span)) for span in _announced(reading, linked)]
    if announced:
        span, line = announced[0]
        told = dict.fromkeys(" ".join(place.of(page.text).split()) for place, _ in announced)
        shown = ", ".join(f"“{each}”" for each in told)
        more = sorted({other for _, other in announced[1:]} - {line})
        again = f" (again on line {', '.join(map(str, more))})" if more else ""
        message = f"The text sends the reader to a link, {shown}{again}, but no link is there."
        yield Defect(DefectKind.LOST_LINK, message, span, line)


def _announced(reading: BlockReading, linked: Sequence[Span]) -> Iterator[Span]:
    """Where a block announces a link in a sentence that has none, nor an address."""
    if not _MAY_ANNOUNCE.search(reading.words.text):
        return
    for place in reading.sentences:
        text = place.of(reading.words.text)
        found = None if _ADDRESS.search(text) else _ANNOUNCED.search(text)
        whole = reading.words.to_page(place)
        if found and not any(link.meets(whole) for link in linked):
            yield reading.words.to_page(Span(*found.span()).shifted(place.start))


def _dead(link: Link, named: frozenset[str], names: set[str]) -> str | None:
    """Why a link leads nowhere; ``None`` where it leads somewhere, or a program may answer it."""
    address = unquote(link.address.strip())
    if address in ("", "#"):
        return "it has no address"
    if not address.startswith("#") or _BY_BROWSER.match(address):
        return None
    target = address[1:]
    is_there = target in named or _letters(target) in names or _letters(target.rstrip("-0123456789")) in names
    return None if is_there else f"no place of the page is called “{target}”"


def _letters(name: str) -> str:
    """A name as sites make it of a heading, whichever signs they put between its words."""
    return "".join(_LETTERS.findall(name)).casefold()


def _is_alone(page: Page, link: Link, block: Block) -> bool:
    """Whether a link is a marker, or all that its block says."""
    words = link.span.of(page.text)
    around = page.text[block.span.start : link.span.start] + page.text[link.span.end : block.span.end]
    return _MARKER.fullmatch(words) is not None or not any(map(str.isalpha, around))


def _line(page: Page, block: Block, span: Span) -> int:
    return block.line if page.format == "html" else block.line + page.text.count("\n", block.span.start, span.start)
