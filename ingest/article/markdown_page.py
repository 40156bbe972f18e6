"""Markdown to a page; the text stays the file's own, markup is named and left out of the words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from ingest.article.markdown_links import iter_reference_links, names_of_places
from ingest.article.page import Anchor, Element, Link, Note, Page, Role
from ingest.article.text_page import RULE
from kg.model.span import Span
from kg.text.directives import is_directive

__all__ = ["read_markdown_page"]

_FRONT_MATTER = re.compile(r"---[ \t]*\n(?P<fields>.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^(?P<name>[A-Za-z_-]+)[ \t]*:[ \t]*(?P<value>\S.*?)[ \t]*$", re.MULTILINE)
_MODIFIED = ("modified", "updated", "lastmod", "last_modified", "last-modified", "last_modified_at")
_FOOTNOTE = re.compile(r" {0,3}\[\^(?P<key>[^\]\s]+)\]:[ \t]*")
_ITEM_START = re.compile(r"\s*(?:(?:[-*+]|\d{1,9}[.)]|>)(?:\s+|$))+")
_ATX = re.compile(r"\s{0,3}#{1,6}[ \t]*|[ \t]+#+[ \t]*$")
_INLINE = re.compile(
    r"(?=[&<!\[>*_`~\\ \t])(?:"  # no other sign begins any of them, and few signs do
    r"(?P<entity>&(?:[A-Za-z]{2,12}|#\d{1,6}|#[xX][0-9A-Fa-f]{1,5});)"
    r"|(?P<comment><!--(?:(?!<!--).){0,4000}?-->)"
    r"|(?P<image>!\[[^\]\n]{0,300}\]\([^()\n]{0,500}\))"
    r"|(?P<note><ref\b[^<>]{0,200}/>|<ref\b(?P<named>[^<>]{0,200}(?<!/))>(?P<noted>(?:(?!</?ref).){0,4000})</ref\s*>)"
    r"|(?P<open>\[)(?P<words>(?:\\.|[^\[\]\\]|\[[^\[\]]{0,100}\]){1,600})(?P<target>\]\((?:[^()\s]|\([^()\s]{0,200}\)){0,600}(?:\s+\"[^\"]{0,400}\")?\))"
    r"|<sup[^>\n]{0,200}>(?P<raised>[^<\n]{1,40})</sup>"
    r"|(?P<opening><)(?=https?://[^\s<>]{1,1000}>)|(?<=[\w/])(?P<closing>>)"
    r"|(?P<tag></?[A-Za-z][^<>]{0,1000}>)"
    r"|(?P<emphasis>\*{1,3}|(?<!\w)_{1,3}|_{1,3}(?!\w)|`+|~~)"
    r"|(?P<escape>\\)(?=[!-/:-@\[-`{-~])"
    r"|^(?P<quote>[ \t]*>[ \t]?))",
    re.DOTALL | re.MULTILINE,
)
_PROSE = re.compile(r"\A[\s*_>]*[A-Z][^{}=;<>]{40,}[.!?][*_\s]*\Z")
_TEMPLATE = re.compile(
    r"^[ \t]*(?:\{\{[<%]?|\{!\{)(?:(?!\}\}|\}!\}).)*?(?:\}\}|\}!\})[ \t]*$", re.MULTILINE | re.DOTALL
)
_UNSEEN = re.compile(r"<(?P<element>style|script)\b[^<>]{0,300}>")
_NOTE_NAME = re.compile(r"\bname\s*=\s*(?:\"([^\"]{1,100})\"|'([^']{1,100})'|([^\s\"'/>]{1,100}))")
_TARGET = re.compile(r"\]\(<?([^\s<>]+?)>?(?:\s+\".*\")?\)\Z", re.DOTALL)
_LINK_TAG = re.compile(r"<a\s[^<>]*?href\s*=\s*[\"'\\]*([^\s\"'<>\\]*)", re.IGNORECASE)
_MARKER_DIGITS = re.compile(r"\\?\[?\^?\d{1,4}(?:\s*[,–-]\s*\d{1,4})*\\?\]?")
_ADDRESS = re.compile(r"https?://[^\s<>\"|)\]]+(?:\([^\s<>\"|()]*\)[^\s<>\"|)\]]*)*")
_ROLES = {
    "paragraph_open": Role.TEXT,
    "heading_open": Role.HEADING,
    "tr_open": Role.ROW,
    "html_block": Role.TEXT,
    "fence": Role.FURNITURE,
    "code_block": Role.FURNITURE,  # unless it reads as prose
}


def read_markdown_page(text: str) -> Page:
    """The page that a Markdown file makes; what its front matter says of it is kept."""
    fields, body_line = _front_matter(text)
    lines = text.split("\n")
    notes = list(_footnotes(lines, body_line))
    taken = {number for first, last, _ in notes for number in range(first, last)}
    taken |= set(_template_lines(text))
    body = "\n".join("" if n < body_line or n in taken else line for n, line in enumerate(lines))
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    blocks = sorted([*_blocks(body), *((first, last, Role.ENTRY, None, key) for first, last, key in notes)], key=_place)
    elements, inline = [], _Inline(text)
    for first, last, role, level, label in blocks:
        span = _trimmed(text, Span(starts[first], max(starts[first], starts[last] - 1)))
        quoted = text.startswith(">", span.start)
        elements.append(inline.read(Element(role, span, first + 1, level=level, label=label, quoted=quoted)))
    page = Page("markdown", text, tuple(elements), tuple(inline.markup), tuple(inline.anchors), "![" in text)
    near = tuple(sorted([*inline.near_links, *iter_reference_links(text, elements)], key=lambda link: link.span))
    published = next((name for name in ("published", "date") if fields.get(name)), None)
    modified = next((name for name in _MODIFIED if name in fields), None)
    told = {"published": published, "modified": modified, "audience": "audience" if "audience" in fields else None}
    return replace(
        page,
        links=tuple(inline.links),
        near_links=near,
        names=names_of_places(text, elements) if any(link.address.startswith("#") for link in near) else frozenset(),
        notes=tuple(inline.notes),
        title=fields.get("title") or _first_heading(page),
        language=fields.get("lang") or fields.get("language"),
        published=fields[published] if published else None,
        modified=fields[modified] if modified else None,
        audience=fields.get("audience"),
        places={key: f"front matter field {name}" for key, name in told.items() if name},
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


def _template_lines(text: str) -> Iterator[int]:
    """The lines of calls to a site's templates, which are none of the article's words."""
    for match in _TEMPLATE.finditer(text):
        first = text.count("\n", 0, match.start())
        yield from range(first, first + match.group().count("\n") + 1)


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
                if token.type == "code_block" and _PROSE.search(token.content):
                    role = Role.TEXT
                level = int(token.tag[1]) if role is Role.HEADING else None
                setext = role is Role.HEADING and last - first > 1
                yield first, last - 1 if setext else last, role, level, None


def _html_lines(body: str, first: int, last: int) -> Iterator[_Block]:
    """HTML within Markdown, line by line; a comment is none of the article's words, and one for the audit no remark."""
    lines = body.split("\n")[first:last]
    comment = lines[0].lstrip().startswith("<!--")
    for number, line in enumerate(lines, start=first):
        if line.strip() and not is_directive(line):
            yield number, number + 1, Role.FURNITURE if comment else Role.TEXT, None, None


def _trimmed(text: str, span: Span) -> Span:
    printed = span.of(text)
    left = len(printed) - len(printed.lstrip())
    return Span(span.start + left, span.start + left + len(printed.strip()))


@dataclass(slots=True)
class _Inline:
    """What the markup within the elements read so far tells: its places, links, and raised or linked digits."""

    text: str
    markup: list[Span] = field(default_factory=list)
    anchors: list[Anchor] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    near_links: list[Link] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    unnamed: int = 0

    def read(self, element: Element) -> Element:
        """The element, with what its links tell."""
        printed, by = element.span.of(self.text), element.span.start
        if element.role in {Role.ROW, Role.TEXT} and RULE.fullmatch(printed):
            return replace(element, role=Role.RULE)
        lead = _lead(printed, element.role)
        first, linked, opened = len(self.markup), 0, None
        self.markup += [gap.shifted(by) for gap in lead]
        unseen = _unseen(printed)
        self.markup += [span.shifted(by) for span in unseen]
        for match in _INLINE.finditer(printed, lead[-1].end if lead else 0):
            kind = match.lastgroup
            if any(match.start() < span.end and span.start < match.end() for span in unseen):
                continue
            if kind == "target":
                self._take_link(match, by)
                linked += len(match["words"].strip())
            elif kind == "note":
                self._take_note(match, by)
            elif kind == "raised":
                start, end = match.span("raised")
                self.markup += [Span(match.start() + by, start + by), Span(end + by, match.end() + by)]
                if _MARKER_DIGITS.fullmatch(match["raised"]):
                    self.anchors.append(Anchor(Span(start + by, end + by), linked=False))
            else:
                self.markup.append(Span(*match.span()).shifted(by))
                opened = self._take_tag(match, by, opened) if kind == "tag" else opened
        self.markup[first:] = sorted(self.markup[first:])
        shown = len(printed.strip()) - sum(gap.end - gap.start for gap in self.markup[first:])
        address = _ADDRESS.search(printed)
        return replace(
            element, linked=0 < shown <= linked + 1, address=address.group().rstrip(".,;") if address else None
        )

    def _take_link(self, match: re.Match[str], by: int) -> None:
        self.markup += [Span(*match.span("open")).shifted(by), Span(*match.span("target")).shifted(by)]
        words = Span(*match.span("words")).shifted(by)
        target = _TARGET.search(match["target"])
        if match["target"].startswith("](#") and _MARKER_DIGITS.fullmatch(match["words"]):
            self.anchors.append(Anchor(words, linked=True))
        else:
            self._add_link(words, target[1] if target else "")

    def _add_link(self, words: Span, address: str) -> None:
        links = self.links if address.startswith("http") else self.near_links
        links.append(Link(words, address))

    def _take_note(self, match: re.Match[str], by: int) -> None:
        """A reference written into the text, or named there again: one character of it stands for it."""
        name = _NOTE_NAME.search(match["note"].partition(">")[0])
        key = next(filter(None, name.groups())) if name else None
        if key is None:
            self.unnamed += 1
            key = str(self.unnamed)
        if match["noted"] and match["noted"].strip():
            words = " ".join(match["noted"].split())
            self.notes.append(Note(key, words, Span(*match.span("noted")).shifted(by)))
        span = Span(*match.span()).shifted(by)
        self.markup.append(Span(span.start + 1, span.end))
        self.anchors.append(Anchor(span, linked=True, keys=(key,)))

    def _take_tag(self, match: re.Match[str], by: int, opened: tuple[int, str] | None) -> tuple[int, str] | None:
        """The link that a tag opens, where its words start; one that it closes is kept."""
        if match.group().lower().startswith("</a"):
            if opened and opened[0] < match.start() + by:
                self._add_link(Span(opened[0], match.start() + by), opened[1])
            return None
        tag = _LINK_TAG.match(match.group())
        return (match.end() + by, tag[1]) if tag else opened


def _unseen(printed: str) -> list[Span]:
    """Where styles and scripts stand within an element, each to its closing tag; one that never closes is left."""
    spans: list[Span] = []
    position = 0
    while match := _UNSEEN.search(printed, position):
        end = printed.find(f"</{match['element']}", match.end())
        position = printed.find(">", end) + 1 if end >= 0 else 0
        if not position:
            break
        spans.append(Span(match.start(), position))
    return spans


def _lead(printed: str, role: Role) -> list[Span]:
    """The bullet, number or hashes before the words, and closing hashes' place is left to the reader."""
    pattern = {Role.ITEM: _ITEM_START, Role.HEADING: _ATX, Role.ENTRY: _FOOTNOTE}.get(role)
    match = pattern.match(printed) if pattern else None
    return [Span(0, match.end())] if match and match.end() else []


def _first_heading(page: Page) -> str | None:
    heading = next((element for element in page.elements if element.role is Role.HEADING and element.level == 1), None)
    return (page.view(heading.span).text or None) if heading else None
