"""A PDF's printed lines to a page: paragraphs, headings, list items; running heads and page numbers set aside."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from ingest.article.page import Page, Remark, Role
from ingest.article.page_builder import PageBuilder
from ingest.article.pdf_lines import PdfText, PrintedLine, read_pdf_lines
from ingest.article.text_page import BULLET
from kg.model.article import DefectKind

__all__ = ["read_pdf_page"]

_EDGE = 0.1
"""The part of a page's height, at its top and at its foot, where running heads and page numbers stand."""

_PAGE_NUMBER = re.compile(r"(?:page\s*)?[-–—\s]*(?:\d{1,4}|[ivxl]{1,6})[-–—\s]*(?:(?:of|/)\s*\d{1,4})?", re.IGNORECASE)
_NUMBER = re.compile(r"\d+")
_ENTRY = re.compile(r"\[\d{1,3}\]\s")
_LABELLED = re.compile(r"(?:(?:[a-z]|[ivxlc]{1,6})[.)]\s+|[*†‡§¶]{1,3}\s?)[^\W\d_a-zà-ÿ]")
_BREAK = re.compile(r"[-\u00ad\u2010]\Z")
_SENTENCE_END = re.compile(r"[.?!:][\"'”’)\]]*(?:[\[(]?[\d,–-]{1,12}[\])]?)?\s*\Z")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_BIGGER = 1.12
_WIDER_GAP = 1.3
_INDENT = 0.8
_LONGEST_HEADING = 160
_DEEPEST = 4


def read_pdf_page(data: bytes, *, source: str) -> Page:
    """The page that a PDF with a text layer makes.

    Raises:
        ArticleError: see :func:`~ingest.article.pdf_lines.read_pdf_lines`.
    """
    printed = read_pdf_lines(data, source=source)
    edges = _running_heads(printed)
    body = [line for line in printed.lines if line not in edges]
    look = _Look.of(body)
    builder = PageBuilder(has_figures=printed.has_pictures)
    waiting = [line for line in printed.lines if line in edges]
    for paragraph in _paragraphs(body, look):
        _say(builder, paragraph, look)
        while waiting and waiting[0].page < paragraph[-1].page:
            _say_edge(builder, waiting.pop(0))
    for line in waiting:
        _say_edge(builder, line)
    builder.remarks += _remarks(printed)
    page = builder.build("pdf", language=printed.language)
    is_printed = printed.title is not None and printed.title in page.text
    return replace(page, title=printed.title) if is_printed and page.title is None else page


def _say_edge(builder: PageBuilder, line: PrintedLine) -> None:
    builder.say(line.text)
    builder.close(Role.FURNITURE)


def _running_heads(printed: PdfText) -> frozenset[PrintedLine]:
    """Lines at the edges of pages that are page numbers, or that come back on other pages but for their digits."""
    at_edge = [line for line in printed.lines if not _EDGE < line.y / (line.height or 1) < 1 - _EDGE]
    pages: dict[str, set[int]] = defaultdict(set)
    for line in at_edge:
        pages[_NUMBER.sub("#", line.text)].add(line.page)
    least = 2 if printed.pages < 6 else 3
    return frozenset(
        line
        for line in at_edge
        if _PAGE_NUMBER.fullmatch(line.text.strip()) or len(pages[_NUMBER.sub("#", line.text)]) >= least
    )


@dataclass(frozen=True, slots=True)
class _Look:
    """How the document is set.

    Attributes:
        size: of running text, in points.
        gap: the usual distance between its lines, in points.
        width: of its wide lines, in characters.
        headings: the sizes of bigger text, the biggest first.
        words: how often each word occurs.
    """

    size: float
    gap: float
    width: int
    headings: tuple[float, ...]
    words: Mapping[str, int]

    @classmethod
    def of(cls, lines: Sequence[PrintedLine]) -> _Look:
        weights: Counter[float] = Counter()
        for line in lines:
            weights[round(line.size, 1)] += len(line.text)
        size = weights.most_common(1)[0][0] if weights else 1.0
        running = [line for line in lines if round(line.size, 1) == size]
        gaps = [a.y - b.y for a, b in pairwise(running) if 0 < a.y - b.y < 3 * size]
        bigger = sorted({round(line.size, 1) for line in lines if line.size > _BIGGER * size}, reverse=True)
        widths = sorted(len(line.text) for line in running)
        width = widths[int(len(widths) * 0.9)] if widths else 0
        words = Counter(match.group().casefold() for line in lines for match in _WORD.finditer(line.text))
        return cls(size, median(gaps) if gaps else 1.2 * size, width, tuple(bigger), words)

    def level_of(self, paragraph: Sequence[PrintedLine]) -> int | None:
        """A heading's depth: by its size, else for being bold and short; ``None`` for running text."""
        text = " ".join(line.text for line in paragraph)
        if len(text) > _LONGEST_HEADING or not any(character.isalpha() for character in text):
            return None
        size = round(max(line.size for line in paragraph), 1)
        if size > _BIGGER * self.size:
            return min(1 + self.headings.index(size), _DEEPEST)
        bold = all(line.bold for line in paragraph) and not text.rstrip().endswith((".", ",", ";"))
        return min(len(self.headings) + 1, _DEEPEST) if bold and size >= self.size * 0.95 else None


def _paragraphs(lines: Sequence[PrintedLine], look: _Look) -> Iterator[list[PrintedLine]]:
    paragraph: list[PrintedLine] = []
    for line in lines:
        if paragraph and _begins(paragraph, line, look):
            yield paragraph
            paragraph = []
        paragraph.append(line)
    if paragraph:
        yield paragraph


def _begins(paragraph: Sequence[PrintedLine], line: PrintedLine, look: _Look) -> bool:
    """Whether a line opens a new paragraph: by its number, its look, the gap, its indent, or a short line before."""
    before = paragraph[-1]
    ended = bool(_SENTENCE_END.search(before.text))
    if BULLET.match(line.text) or _ENTRY.match(line.text) or (ended and _LABELLED.match(line.text)):
        return True
    if abs(line.size - before.size) > 0.1 * look.size or line.bold != before.bold:
        return True
    if before.page != line.page or line.y > before.y:  # the next column or page
        return ended and not line.text[:1].islower()
    if before.y - line.y > _WIDER_GAP * look.gap * max(1.0, line.size / look.size):
        return True
    step = line.x - before.x
    if len(paragraph) > 1 and abs(step) > _INDENT * line.size:
        return True
    return ended and len(before.text) < 0.75 * look.width


def _say(builder: PageBuilder, paragraph: Sequence[PrintedLine], look: _Look) -> None:
    """Add a paragraph, its words put together where a line broke them."""
    level = look.level_of(paragraph)
    is_raised = bool(paragraph[0].raised) and paragraph[0].raised[0].start == 0
    bullet = BULLET.match(paragraph[0].text) if level is None and not is_raised else None
    if bullet:
        builder.markup.append(builder.say(bullet.group()))
    for number, line in enumerate(paragraph):
        following = paragraph[number + 1].text if number + 1 < len(paragraph) else ""
        _say_line(builder, line, following, look, begin=bullet.end() if bullet and number == 0 else 0)
    if level is not None:
        builder.close(Role.HEADING, level=level)
    else:
        builder.close(Role.ITEM if bullet else Role.TEXT, label=bullet["number"] if bullet else None)


def _say_line(builder: PageBuilder, line: PrintedLine, following: str, look: _Look, *, begin: int) -> None:
    position = begin
    for place in line.raised:
        if place.start >= position:
            builder.say(line.text[position : place.start])
            builder.say_marker(place.of(line.text), linked=False)
            position = place.end
    rest = line.text[position:]
    if _is_broken_word(rest, following, look):
        builder.say(_BREAK.sub("", rest))
    else:
        builder.say(rest)
        if not (_BREAK.search(rest) and following[:1].isalnum()):
            builder.say(" ")


def _is_broken_word(text: str, following: str, look: _Look) -> bool:
    """Whether a hyphen at a line's end only breaks a word: the whole word, or none of the two, stands elsewhere."""
    if not _BREAK.search(text) or not following[:1].islower():
        return False
    first, second = re.search(r"[^\W\d_]+\Z", text[:-1]), re.match(r"[^\W\d_]+", following)
    if text.endswith("\u00ad") or not first or not second:
        return text.endswith("\u00ad")
    whole, hyphened = (f"{first.group()}{sign}{second.group()}".casefold() for sign in ("", "-"))
    return look.words.get(whole, 0) > 0 or look.words.get(hyphened, 0) == 0


def _remarks(printed: PdfText) -> Iterator[Remark]:
    for pages, why in ((printed.empty, "hold no text (pictures or scans)"), (printed.broken, "are broken")):
        if pages:
            shown = ", ".join(map(str, pages[:20])) + (" and others" if len(pages) > 20 else "")
            yield Remark(DefectKind.UNREAD_PART, f"Of {printed.pages} pages these {why} and were not read: {shown}.")
    if printed.has_scripts:
        yield Remark(DefectKind.UNREAD_PART, "The PDF carries scripts. They were not run; what they show is missing.")
