"""Markdown to a page; the text stays the file's own, markup is named and left out of the words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ingest.article.page import Anchor, Element, Page, Role
from ingest.article.text_page import RULE
from kg.model.span import Span

__all__ = ["read_markdown_page"]

_FRONT_MATTER = re.compile(r"---[ \t]*\n(?P<fields>.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^(?P<name>[A-Za-z_-]+)[ \t]*:[ \t]*(?P<value>\S.*?)[ \t]*$", re.MULTILINE)
_MODIFIED = ("modified", "updated", "lastmod", "last_modified", "last-modified", "last_modified_at")
_FOOTNOTE = re.compile(r" {0,3}\[\^(?P<key>[^\]\s]+)\]:[ \t]*")
_ITEM_START = re.compile(r"\s*(?:(?:[-*+]|\d{1,9}[.)]|>)(?:\s+|$))+")
_ATX = re.compile(r"\s{0,3}#{1,6}[ \t]*|[ \t]+#+[ \t]*$")
_INLINE = re.compile(
    r"(?P<comment><!--(?:(?!<!--).){0,4000}?-->)"
    r"|(?P<image>!\[[^\]\n]{0,300}\]\([^()\n]{0,500}\))"
    r"|(?P<open>\[)(?P<words>(?:\\.|[^\[\]\\]){1,600})(?P<target>\]\((?:[^()\s]|\([^()\s]{0,200}\)){0,600}(?:\s+\"[^\"]{0,400}\")?\))"
    r"|<sup[^>\n]{0,200}>(?P<raised>[^<\n]{1,40})</sup>"
    r"|(?P<opening><)(?=https?://[^\s<>]{1,1000}>)|(?<=[\w/])(?P<closing>>)"
    r"|(?P<tag></?[A-Za-z][^<>]{0,1000}>)"
    r"|(?P<emphasis>\*{1,3}|(?<!\w)_{1,3}|_{1,3}(?!\w)|`+|~~)"
    r"|(?P<escape>\\)(?=[!-/:-@\[-`{-~])"
    r"|^(?P<quote>[ \t]*>[ \t]?)",
    re.DOTALL | re.MULTILINE,
)
_MARKER_DIGITS = re.compile(r"\\?\[?\^?\d{1,4}(?:\s*[,–-]\s*\d{1,4})*\\?\]?")
_ADDRESS = re.compile(r"https?://[^\s<>\"|)\]]+(?:\([^\s<>\"|()]*\)[^\s<>\"|)\]]*)*")
_ROLES = {
    "paragraph_open": Role.TEXT,
    "heading_open": Role.HEADING,
    "tr_open": Role.ROW,
    "html_block": Role.TEXT,
    "fence": Role.FURNITURE,
    "code_block": Role.FURNITURE,
}


def read_markdown_page(text: str) -> Page:
    """The page that a Markdown file makes; what its front matter says of it is kept."""
    fields, body_line = _front_matter(text)
    lines = text.split("\n")
    notes = list(_footnotes(lines, body_line))
    taken = {number for first, last, _ in notes for number in range(first, last)}
    body = "\n".join("" if n < body_line or n in taken else line for n, line in enumerate(lines))
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    blocks = sorted([*_blocks(body), *((first, last, Role.ENTRY, None, key) for first, last, key in notes)], key=_place)
    elements, markup, anchors = [], [], []
    for first, last, role, level, label in blocks:
        span = _trimmed(text, Span(starts[first], max(starts[first], starts[last] - 1)))
        element, gaps, raised = _inline(text, Element(role, span, first + 1, level=level, label=label))
        elements.append(element)
        markup += gaps
        anchors += raised
    page = Page("markdown", text, tuple(elements), tuple(markup), tuple(anchors), has_figures="![" in text)
    return replace(
        page,
        title=fields.get("title") or _first_heading(page),
        language=fields.get("lang") or fields.get("language"),
        published=fields.get("published") or fields.get("date"),
        modified=next((fields[name] for name in _MODIFIED if name in fields), None),
        audience=fields.get("audience"),
    )


_Block = tuple[int, int, Role, int | None, str | None]


def _place(block: _Block) -> int:
    return block[0]


def _front_matter(text: str) -> tuple[dict[str, str], int]:
    """Its single-line fields, and the number of the first line after it."""
    match = _FRONT_MATTER.match(text)
    if match is None:
        return {}, 0
    fields = {field["name"].lower(): field["value"].strip("\"'").strip() for field in _FIELD.finditer(match["fields"])}
    return fields, text.count("\n", 0, match.end())


def _footnotes(lines: list[str], body_line: int) -> Iterator[tuple[int, int, str]]:
    """First line, line after the last, and key of each footnote definition."""
    opened: tuple[int, str] | None = None
    for number in range(body_line, len(lines) + 1):
        line = lines[number] if number < len(lines) else ""
        match = _FOOTNOTE.match(line)
        if opened and (match or not line.strip()):
            yield opened[0], number, opened[1]
            opened = None
        if match:
            opened = (number, match["key"])


def _blocks(body: str) -> Iterator[_Block]:
    from markdown_it import MarkdownIt  # noqa: PLC0415 - read only when a Markdown file is

    parser = MarkdownIt("commonmark").enable("table").disable("inline")
    numbers: list[str | None] = []
    for token in parser.parse(body):
        if token.type == "list_item_open":
            numbers.append(token.info or None)
        elif token.type == "list_item_close":
            numbers.pop()
        elif token.type in _ROLES and token.map:
            first, last = token.map
            role = _ROLES[token.type]
            if token.type == "html_block":
                yield from _html_lines(body, first, last)
            elif role is Role.TEXT and numbers:
                yield first, last, Role.ITEM, None, numbers[-1]
            else:
                level = int(token.tag[1]) if role is Role.HEADING else None
                setext = role is Role.HEADING and last - first > 1
                yield first, last - 1 if setext else last, role, level, None


def _html_lines(body: str, first: int, last: int) -> Iterator[_Block]:
    """HTML within Markdown, line by line; a comment is none of the article's words."""
    lines = body.split("\n")[first:last]
    comment = lines[0].lstrip().startswith("<!--")
    for number, line in enumerate(lines, start=first):
        if line.strip():
            yield number, number + 1, Role.FURNITURE if comment else Role.TEXT, None, None


def _trimmed(text: str, span: Span) -> Span:
    printed = span.of(text)
    left = len(printed) - len(printed.lstrip())
    return Span(span.start + left, span.start + left + len(printed.strip()))


def _inline(text: str, element: Element) -> tuple[Element, list[Span], list[Anchor]]:
    """The element with what its links tell, its markup, and its raised or linked digits."""
    printed = element.span.of(text)
    if element.role in {Role.ROW, Role.TEXT} and RULE.fullmatch(printed):
        return replace(element, role=Role.RULE), [], []
    gaps, anchors, words = _lead(printed, element.role), [], 0
    for match in _INLINE.finditer(printed, gaps[-1].end if gaps else 0):
        kind = match.lastgroup
        if kind == "target":
            gaps += [Span(*match.span("open")), Span(*match.span("target"))]
            words += len(match["words"].strip())
            if match["target"].startswith("](#") and _MARKER_DIGITS.fullmatch(match["words"]):
                anchors.append(Anchor(Span(*match.span("words")), linked=True))
        elif kind == "raised":
            start, end = match.span("raised")
            gaps += [Span(match.start(), start), Span(end, match.end())]
            if _MARKER_DIGITS.fullmatch(match["raised"]):
                anchors.append(Anchor(Span(start, end), linked=False))
        else:
            gaps.append(Span(*match.span()))
    shown = len(printed.strip()) - sum(gap.end - gap.start for gap in gaps)
    address = _ADDRESS.search(printed)
    element = replace(
        element, linked=0 < shown <= words + 1, address=address.group().rstrip(".,;") if address else None
    )
    by = element.span.start
    return element, [gap.shifted(by) for gap in gaps], [Anchor(a.span.shifted(by), a.linked) for a in anchors]


def _lead(printed: str, role: Role) -> list[Span]:
    """The bullet, number or hashes before the words, and closing hashes' place is left to the reader."""
    pattern = {Role.ITEM: _ITEM_START, Role.HEADING: _ATX, Role.ENTRY: _FOOTNOTE}.get(role)
    match = pattern.match(printed) if pattern else None
    return [Span(0, match.end())] if match and match.end() else []


def _first_heading(page: Page) -> str | None:
    heading = next((element for element in page.elements if element.role is Role.HEADING and element.level == 1), None)
    return (page.view(heading.span).text or None) if heading else None
