"""HTML to a page: the words that a reader sees, element by element, with the line each starts on."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from ingest.article.html_furniture import NOTE_TARGET, UNSEEN, find_furniture
from ingest.article.html_metadata import read_metadata
from ingest.article.note_labels import PRINTED_LABEL
from ingest.article.page import Anchor, Element, Link, Page, Role
from ingest.article.text_page import RULE
from kg.errors import ArticleError, Place
from kg.model.span import Span

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["read_html_page"]

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCKS = _HEADINGS | frozenset(
    """address article aside blockquote body button caption center dd details dialog div dl dt fieldset figcaption
    figure footer form header hr html li main menu nav ol p pre section select summary table tbody tfoot thead tr
    ul""".split()
)
_CELLS = frozenset({"td", "th"})
_NOTE_ID = re.compile(r"(?:cite[_-]?note|fn|footnote|endnote|bib|reference)[-_:]?(?:.*\D)?\d+", re.IGNORECASE)
_ACTED_ON = frozenset({"onclick", "role", "data-toggle", "data-target", "data-bs-toggle", "aria-controls"})
"""Attributes of a link that a program answers, whatever its address."""

_SPACES = re.compile(r"\s+")
_SENTENCE_END = re.compile(r"[.?!…:)\]]\s*")


def read_html_page(text: str, *, source: str) -> Page:
    """The page that an HTML file makes; its text is what the elements say, one line each.

    Raises:
        ArticleError: if there is no element in it, or if elements are nested deeper than libxml2 reads.
    """
    from lxml import etree  # noqa: PLC0415 - read only when an HTML file is

    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True)
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        what = f"the HTML holds nothing ({error})"
        raise ArticleError(what, place=Place(source), mend="Save the page again.") from error
    if root is None:
        what = "the HTML holds nothing (Document is empty)"
        raise ArticleError(what, place=Place(source), mend="Save the page again.")
    if any(problem.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for problem in parser.error_log):
        what = "the elements of the HTML are nested too deeply to be read"
        raise ArticleError(what, place=Place(source), mend="Save the page as plain text and read that.")
    walk = _Walk(find_furniture(root))
    for event, node in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event in {"start", "end"}:
            walk.enter(node) if event == "start" else walk.leave(node)
        if event != "start":
            walk.say(node.tail)
    walk.close()
    told = read_metadata(root)
    return Page(
        "html",
        "".join(walk.parts),
        tuple(walk.elements),
        tuple(walk.markup),
        tuple(walk.anchors),
        walk.has_figures,
        title=told.title,
        language=told.language,
        published=told.published,
        modified=told.modified,
        audience=told.audience,
        links=tuple(sorted(walk.outer_links, key=lambda link: link.span)),
        near_links=tuple(sorted(walk.near_links, key=lambda link: link.span)),
        names=_names(root) if walk.near_links else frozenset(),
        home=_home(root),
        places=told.places,
    )


@dataclass(slots=True)
class _Walk:
    """The page so far, and the block that is open at this point of the walk through the tree."""

    apart: frozenset[_Element]
    parts: list[str] = field(default_factory=list)
    elements: list[Element] = field(default_factory=list)
    markup: list[Span] = field(default_factory=list)
    anchors: list[Anchor] = field(default_factory=list)
    outer_links: list[Link] = field(default_factory=list)
    near_links: list[Link] = field(default_factory=list)
    has_figures: bool = False
    length: int = 0
    start: int = 0
    linked: int = 0
    address: str | None = None
    unseen: int = 0
    furniture: int = 0
    blocks: list[_Element] = field(default_factory=list)
    counters: list[int | None] = field(default_factory=list)
    labels: list[str | None] = field(default_factory=list)
    links: list[tuple[_Element, int]] = field(default_factory=list)

    def enter(self, node: _Element) -> None:
        """Take in an element's start and the words straight after it."""
        tag = node.tag
        if self.unseen or tag in UNSEEN:
            self.unseen += 1
            return
        if tag in _BLOCKS or node in self.apart:
            self._open(node)
        elif tag in _CELLS:
            self._separate_cell()
        elif tag == "br":
            self._break()
        elif tag in {"sup", "a"}:
            self.links.append((node, self.length))
        self.has_figures |= tag in {"img", "figure", "figcaption"}
        self.say(node.text)

    def leave(self, node: _Element) -> None:
        """Take in an element's end."""
        if self.unseen:
            self.unseen -= 1
        elif node.tag in _BLOCKS or node in self.apart:
            self._shut(node)
        elif self.links and self.links[-1][0] is node:
            self._link(node, self.links.pop()[1])

    def say(self, words: str | None) -> None:
        """Add words to the open block, white space made single."""
        if self.unseen or not words:
            return
        plain = _SPACES.sub(" ", words)
        if plain[0] == " " and (self.length == self.start or self.parts[-1].endswith(" ")):
            plain = plain[1:]
        if plain:
            self.parts.append(plain)
            self.length += len(plain)

    def close(self) -> None:
        """End the open block."""
        if self.length > self.start:
            self.elements.append(self._element())
            self.parts.append("\n")
            self.length += 1
        self.start, self.linked, self.address = self.length, 0, None

    def _element(self) -> Element:
        block = self.blocks[-1] if self.blocks else None
        span = Span(self.start, self.length)
        row = self._nearest("tr")
        item = self._nearest("li")
        holder = item if item is not None else row
        level = int(block.tag[1]) if block is not None and block.tag in _HEADINGS else None
        if self.furniture:
            role = Role.FURNITURE
        elif level:
            role = Role.HEADING
        elif holder is not None and _NOTE_ID.fullmatch(holder.get("id") or ""):
            role = Role.ENTRY
        elif RULE.fullmatch("".join(self.parts[-1:])):
            role = Role.RULE
        else:
            role = Role.ITEM if item is not None else Role.ROW if row is not None else Role.TEXT
        label = self.labels[-1] if item is not None and self.labels else None
        line = cast("int | None", block.sourceline if block is not None else None) or 1
        line = max(line, self.elements[-1].line) if self.elements else line  # words behind an inner block
        linked = 0 < self.length - self.start <= self.linked + 2
        quoted = self._nearest("blockquote") is not None
        name = next((str(n.get("id")) for n in (holder, block) if n is not None and n.get("id")), None)
        return Element(role, span, line, level, label, linked, self.address, quoted, name)

    def _nearest(self, tag: str) -> _Element | None:
        return next((block for block in reversed(self.blocks[-4:]) if block.tag == tag), None)

    def _open(self, node: _Element) -> None:
        self.close()
        self.blocks.append(node)
        self.furniture += node in self.apart
        if node.tag in {"ol", "ul"}:
            start = node.get("start") or "1"
            self.counters.append(int(start) if node.tag == "ol" and start.isdecimal() and len(start) < 6 else None)
        elif node.tag == "li":
            number = self.counters[-1] if self.counters else None
            self.labels.append(None if number is None else str(number))
            if number is not None:
                self.counters[-1] = number + 1

    def _shut(self, node: _Element) -> None:
        self.close()
        self.blocks.pop()
        self.furniture -= node in self.apart
        if node.tag in {"ol", "ul"}:
            self.counters.pop()
        elif node.tag == "li":
            self.labels.pop()

    def _separate_cell(self) -> None:
        if self.length > self.start:
            self.parts.append(" | ")
            self.markup.append(Span(self.length, self.length + 3))
            self.length += 3

    def _break(self) -> None:
        if self.length > self.start and _SENTENCE_END.fullmatch(self.parts[-1].rstrip()[-1:]):
            self.close()
        else:
            self.say(" ")

    def _link(self, node: _Element, start: int) -> None:
        target = node.get("href") or ""
        if node.tag == "a":
            self.linked += self.length - max(start, self.start)
            self.address = self.address or (target if target.startswith("http") else None)
            words = Span(max(start, self.start), self.length)
            if node.get("href") is not None and words.start < words.end and not self.furniture:
                is_acted_on = not _ACTED_ON.isdisjoint(node.keys())
                links = self.outer_links if target.startswith("http") else self.near_links
                links.append(Link(words, "javascript:" if is_acted_on and links is self.near_links else target))
        printed = "".join(self.parts[-4:])[-(self.length - start) :] if start < self.length else ""
        raised = any(outer.tag == "sup" for outer, _ in self.links)
        if start < self.start or not printed.strip():
            return
        if node.tag == "a" and target.startswith("#") and len(target) > 1:
            is_note = bool(NOTE_TARGET.match(target)) and bool(PRINTED_LABEL.fullmatch(printed))
            self.anchors.append(Anchor(Span(start, self.length), is_note, target=target[1:]))
            return
        if raised or not PRINTED_LABEL.fullmatch(printed):
            return
        linked = bool(NOTE_TARGET.match(target)) or (node.tag == "sup" and node.find(".//a[@href]") is not None)
        if linked or node.tag == "sup":
            self.anchors.append(Anchor(Span(start, self.length), linked))


def _names(root: _Element) -> frozenset[str]:
    """The names of the places that a link of the page can lead to."""
    named = (node.get(key) for node in root.iter() for key in ("id", "name"))
    return frozenset(name for name in named if name)


def _home(root: _Element) -> str | None:
    canonical = root.find(".//link[@rel='canonical']")
    shared = root.find(".//meta[@property='og:url']")
    given = canonical.get("href") if canonical is not None else shared.get("content") if shared is not None else None
    return str(given) if given else None
