"""Wikitext to a page: what MediaWiki would print, as far as it follows from the page alone.

References are numbered in order of their first mention, as the Cite extension does, one number for each name;
a name that is defined nowhere keeps its marker and has no entry. Citation templates are written out in the order
of English Wikipedia's Citation Style 1. Other templates live on the wiki and cannot be expanded: they are kept as
page furniture, and a remark counts them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from ingest.article.page import Page, Remark, Role
from ingest.article.page_builder import PageBuilder
from ingest.article.text_page import read_text_page
from ingest.article.wikitext_citations import is_citation, print_citation
from kg.model.article import DefectKind

__all__ = ["read_wikitext_page"]

_PICTURES = frozenset("file image datei bild fichier archivo imagen media".split())
_APART = frozenset("category kategorie catégorie categoría".split())
_BLOCK_TAGS = frozenset("table tr td th div p blockquote center ul ol".split())
_ITEM_TAGS = frozenset("li dd dt".split())
_UNSEEN_TAGS = frozenset("gallery math score timeline syntaxhighlight source templatestyles imagemap".split())
_SPACES = {"nbsp": " ", "spaces": " ", "ndash": "–", "mdash": "—", "snd": " – ", "spnd": " – ", "'": "'"}
_REFLISTS = frozenset("reflist references refs".split())
_LAST_WORDS = frozenset("lang abbr tooltip nowrap nobr smallcaps small".split())
_BRACKET = re.compile(
    r"(?P<template>\{\{)|(?P<template_end>\}\})|(?P<link>\[\[)|(?P<link_end>\]\])|(?P<table>^\{\|)|(?P<table_end>^\|\})"
    r"|(?P<tag><(?!br|hr|ref\s[^<>]{0,300}/>|references\s*/)[A-Za-z]{1,20}(?:\s[^<>]{0,300})?(?<!/)>)"
    r"|(?P<tag_end></[A-Za-z]{1,20}\s*>)|(?P<comment><!--)|(?P<comment_end>-->)",
    re.MULTILINE,
)
_CLOSES = {f"{name}_end": name for name in ("template", "link", "table", "tag", "comment")}
_DEEPEST = 60
_MOST_UNCLOSED = 40
_DISPLAY = re.compile(
    r"(?:thumb|thumbnail|frame|frameless|border|left|right|center|none|upright|alt|link|page|lang)\b|\d+px"
)


def read_wikitext_page(text: str) -> Page:
    """The page that wikitext makes; lines are those of the file."""
    import mwparserfromhell  # noqa: PLC0415 - read only when wikitext is

    if _is_too_broken(text):
        message = "Too many brackets of the wikitext are never closed. It was read as plain text, markup and all."
        return replace(read_text_page(text), remarks=(Remark(DefectKind.UNREAD_PART, message),))
    walk = _Walk(text)
    walk.define_references(mwparserfromhell.parse(text))
    walk.read_top()
    return walk.finish()


def _is_too_broken(text: str) -> bool:
    """Whether so many brackets are open or so deep in each other that the parser would look for their ends for ever."""
    stack: list[str] = []
    unclosed = 0
    for match in _BRACKET.finditer(text):
        kind = match.lastgroup or ""
        if kind in _CLOSES:
            opener = _CLOSES[kind]
            while stack and stack[-1] != opener:
                if opener not in stack:
                    break
                stack.pop()
                unclosed += 1
            if stack and stack[-1] == opener:
                stack.pop()
        else:
            stack.append(kind)
        if len(stack) > _DEEPEST:
            return True
    return unclosed + len(stack) > _MOST_UNCLOSED


@dataclass(slots=True)
class _Note:
    """One reference: its number, the words that define it, and where."""

    label: str
    content: Any = None
    line: int = 1


@dataclass(slots=True)
class _Walk:
    """The way through the nodes: the page so far, the references named, what is held back to the paragraph's end."""

    text: str
    page: PageBuilder = field(default_factory=PageBuilder)
    starts: list[int] = field(default_factory=list)
    nodes: Any = None
    number: int = 0
    role: Role = Role.TEXT
    notes: dict[str, _Note] = field(default_factory=dict)
    defined: dict[str, tuple[Any, int]] = field(default_factory=dict)
    held: list[tuple[Role, str | list[Any]]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    unexpanded: int = 0
    listed: bool = False

    def define_references(self, code: Any) -> None:
        """Note the words of every named reference, wherever it is defined."""
        self.nodes = code.nodes
        self.starts = [0, *(match.end() for match in re.finditer("\n", self.text))]
        offset = 0
        for node in self.nodes:
            printed = str(node)
            if "<ref" in printed.lower():
                self._define_in(code, node, printed, offset)
            offset += len(printed)

    def _define_in(self, code: Any, node: Any, printed: str, offset: int) -> None:
        found = [node] if _is_tag(node, "ref") else type(code)([node]).filter_tags(matches=_is_reference)
        after = 0
        for tag in found:
            place = printed.find(str(tag), after)
            after = max(place, after)
            name = _attribute(tag, "name")
            if name and str(tag.contents or "").strip():
                self.defined.setdefault(_key(tag), (tag.contents, self._line_at(offset + max(place, 0))))

    def read_top(self) -> None:
        """Take in the nodes of the page, each at its line."""
        offset = 0
        for node in self.nodes:
            self.page.line = self._line_at(offset)
            offset += len(str(node))
            self.say(node)

    def _line_at(self, offset: int) -> int:
        return bisect_right(self.starts, offset)

    def finish(self) -> Page:
        """End the page: the references where no list stands, and how much could not be expanded."""
        self._end()
        if not self.listed:
            self._list_references()
        if self.unexpanded:
            message = (
                f"{self.unexpanded} templates live on the wiki and could not be written out: "
                "what they print is missing."
            )
            self.page.remarks.append(Remark(DefectKind.UNREAD_PART, message))
        return self.page.build("wikitext")

    def say_all(self, nodes: Iterable[Any]) -> None:
        """Take in nodes one after the other."""
        for node in nodes:
            self.say(node)

    def say(self, node: Any) -> None:
        """Take in one node of any kind."""
        match type(node).__name__:
            case "Text":
                self._say_lines(str(node))
            case "HTMLEntity":
                self.page.say(node.normalize())
            case "Heading":
                self._end()
                self.say_all(node.title.nodes)
                self.page.close(Role.HEADING, level=node.level)
            case "Wikilink":
                self._say_link(node)
            case "ExternalLink":
                shown = node.title if node.title is not None else node.url
                self.page.say(_plain(shown), address=str(node.url) if str(node.url).startswith("http") else None)
            case "Template":
                self._say_template(node)
            case "Tag":
                self._say_tag(node)

    def _say_lines(self, words: str) -> None:
        first, *others = words.split("\n")
        self.page.say(first)
        for number, words_of_line in enumerate(others):
            if self.role is not Role.TEXT or (not words_of_line.strip() and number < len(others) - 1):
                self._end()
            else:
                self.page.say(" ")
            self.page.line = (self.page.line or 0) + 1
            self.page.say(words_of_line)

    def _say_link(self, node: Any) -> None:
        space, _, _ = str(node.title).strip().lstrip(":").partition(":")
        if space.casefold() in _PICTURES:
            self.page.has_figures = True
            self._set_apart(Role.TEXT, _caption(node.text.nodes if node.text is not None else []))
        elif space.casefold() in _APART and not str(node.title).startswith(":"):
            self._set_apart(Role.FURNITURE, str(node.title))
        elif node.text is not None:
            self.say_all(node.text.nodes)
        else:
            self.page.say(str(node.title).strip().lstrip(":"))

    def _say_template(self, node: Any) -> None:
        name = " ".join(str(node.name).split()).casefold()
        positional = [parameter.value for parameter in node.params if not parameter.showkey]
        if name in _SPACES:
            self.page.say(_SPACES[name])
        elif name in _REFLISTS:
            self._end()
            self._list_references(node)
        elif name in {"r", "rp"}:
            for value in positional if name == "r" else ():
                self._mark(_plain(value).strip(), "", None)
        elif name in {"sfn", "sfnp", "harvnb", "efn", "refn"}:
            self._mark("", "note" if name == "efn" else "", node)
        elif name in _LAST_WORDS and positional:
            self.say_all(positional[-1].nodes)
        elif name in {"convert", "cvt"} and len(positional) > 1:
            self.page.say(f"{_plain(positional[0])} {_plain(positional[1])}")
        elif is_citation(node):
            words, address = print_citation(node)
            self.page.say(words)
            self.page.address = self.page.address or address
        else:
            self.unexpanded += 1
            self._set_apart(Role.FURNITURE, " ".join(str(node).split()))

    def _say_tag(self, node: Any) -> None:
        name = str(node.tag).strip().casefold()
        if name == "ref":
            self._mark(_attribute(node, "name"), _attribute(node, "group"), node.contents)
        elif name == "references":
            self._end()
            self._list_references(node)
        elif name in _UNSEEN_TAGS:
            self._set_apart(Role.FURNITURE, " ".join(str(node).split()))
        elif name in _ITEM_TAGS and node.wiki_markup:
            if self.role is Role.TEXT or self.page.length > self.page.start:
                self._end()
            self.role = Role.ITEM
            self.number = self.number + 1 if node.wiki_markup == "#" else 0
        elif name in {"br", "hr"}:
            self.page.say(" ")
        elif name == "sup" and node.contents is not None:
            self.page.say_marker(_plain(node.contents), linked=False)
        elif node.contents is not None:
            self._say_block(name, node)

    def _say_block(self, name: str, node: Any) -> None:
        """Take in an element's words, set off from what stands around it where it is a block."""
        if name in {"td", "th"}:
            self.page.separate()
        elif name in _BLOCK_TAGS:
            self._end()
        self.say_all(node.contents.nodes)
        if name == "tr":
            self.role = Role.ROW
            self._end()
        elif name in _BLOCK_TAGS:
            self._end()

    def _mark(self, name: str, group: str, content: Any) -> None:
        """Print the marker of a reference, with the number that its name has or gets."""
        key = f"{group}:{name}" if name else f"{group}#{len(self.notes)}"
        note = self.notes.get(key)
        if note is None:
            line = self.page.line or 1
            self.counts[group] += 1
            number = self.counts[group]
            words, line = self.defined.get(key, (None, line)) if name else (content, line)
            note = self.notes[key] = _Note(f"{group} {number}" if group else str(number), words, line)
        self.page.say_marker(f"[{note.label}]", linked=True)

    def _list_references(self, node: Any = None) -> None:
        """The entries of the references that the text names, then what else stands in the list."""
        self.listed = True
        for note in list(self.notes.values()):
            if note.content is not None:
                self._say_entry(note)
        inner = _inner(node)
        self.say_all(one for one in inner if not _is_tag(one, "ref"))
        self._end()

    def _say_entry(self, note: _Note) -> None:
        if type(note.content).__name__ == "Template":
            values = [_plain(p.value).strip() for p in note.content.params if not p.showkey]
            self.page.say(" ".join(values))
        else:
            self.say_all(one for one in note.content.nodes if not _is_tag(one, "ref"))
        self.page.began = note.line
        self.page.close(Role.ENTRY, label=note.label)

    def _set_apart(self, role: Role, words: str | list[Any]) -> None:
        """Keep words that stand in no sentence: at once between paragraphs, else behind the open one."""
        self.held.append((role, words))
        if self.page.length == self.page.start and self.role is Role.TEXT:
            self._end()

    def _end(self) -> None:
        """End the open element, and put behind it what was held back."""
        label = str(self.number) if self.role is Role.ITEM and self.number else None
        if self.role is not Role.ITEM and self.page.length > self.page.start:
            self.number = 0
        self.page.close(self.role, label=label)
        self.role = Role.TEXT
        held, self.held = self.held, []
        for role, words in held:
            if isinstance(words, str):
                self.page.say(words)
            else:
                self.say_all(words)
            self.page.close(role)


def _is_tag(node: Any, name: str) -> bool:
    return type(node).__name__ == "Tag" and str(node.tag).strip().casefold() == name


def _is_reference(node: Any) -> bool:
    return _is_tag(node, "ref")


def _attribute(tag: Any, name: str) -> str:
    return _plain(tag.get(name).value).strip() if tag.has(name) else ""


def _key(tag: Any) -> str:
    return f"{_attribute(tag, 'group')}:{_attribute(tag, 'name')}"


def _plain(code: Any) -> str:
    """The words of wikicode without its markup."""
    return str(code.strip_code(normalize=True, collapse=False)) if hasattr(code, "strip_code") else str(code)


def _caption(nodes: list[Any]) -> list[Any]:
    """The nodes of a picture's caption: what stands behind the last bar, unless that says how to show it."""
    caption: list[Any] = []
    for node in nodes:
        words = str(node)
        if type(node).__name__ == "Text" and "|" in words:
            node.value = words.rpartition("|")[2]
            caption = []
        caption.append(node)
    return [] if caption and _DISPLAY.match(str(caption[0]).strip()) else caption


def _inner(node: Any) -> list[Any]:
    """The nodes within a reference list."""
    if node is None:
        return []
    if type(node).__name__ == "Template":
        return list(node.get("refs").value.nodes) if node.has("refs") else []
    return list(node.contents.nodes) if node.contents is not None else []
