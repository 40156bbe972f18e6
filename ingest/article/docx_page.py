"""DOCX to a page: paragraphs, headings, lists, tables, notes and raised digits of a Word document.

Read from the XML of the package itself (ECMA-376 part 1: 17 WordprocessingML), part by part and each only so
far as its size allows, so that a small file that unpacks to gigabytes is refused. Deleted and moved words of
tracked changes, comments and the code of fields are left out.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ingest.article.note_labels import PRINTED_LABEL, note_label
from ingest.article.page import Page, Remark, Role
from ingest.article.page_builder import PageBuilder
from kg.errors import ArticleError, Place
from kg.model.article import DefectKind

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["read_docx_page"]

_LARGEST_PART = 64 * 2**20
_MOST_PARTS = 20_000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": _W[1:-1].encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": _R[1:-1].encode(),
}
"""The namespaces of the strict form of the standard, and those of the common one."""

_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_UNSEEN = {f"{_W}{name}" for name in ("del", "moveFrom", "instrText", "delText", "pPr", "rPr", "sdtPr")} | {_FALLBACK}
_CORE_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_HEADING = re.compile(r"heading (\d)", re.IGNORECASE)
_COUNTING = {"decimal", "lowerLetter", "upperLetter", "lowerRoman", "upperRoman"}
_SEPARATORS = {"separator", "continuationSeparator", "continuationNotice"}


def read_docx_page(data: bytes, *, source: str) -> Page:
    """The page that a Word document makes; its notes are labelled in order of their first mention.

    Raises:
        ArticleError: if it is no Word document, is damaged, or unpacks to more than can be read.
    """
    package = _Package.of(data, source)
    body = package.parse("word/document.xml")
    if body is None:
        what = "the archive holds no Word document"
        raise ArticleError(what, place=Place(source), mend="Give a DOCX, or save the document as HTML or plain text.")
    walk = _Walk(package)
    walk.read(body)
    walk.read_notes()
    for name in package.names("word/header", "word/footer"):
        part = package.parse(name)
        if part is not None:
            walk.read(part, only=Role.FURNITURE)
    core = package.parse("docProps/core.xml")
    title = core.findtext(_CORE_TITLE) if core is not None else None
    return walk.page.build("docx", title=" ".join((title or "").split()) or walk.title)


@dataclass(frozen=True, slots=True)
class _Package:
    """The parts of the archive, each read with a limit."""

    archive: zipfile.ZipFile
    source: str

    @classmethod
    def of(cls, data: bytes, source: str) -> _Package:
        try:
            archive = zipfile.ZipFile(io.BytesIO(data))
            count = len(archive.infolist())
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise ArticleError(
                f"the archive is damaged ({error})", place=Place(source), mend="Save the document again."
            ) from error
        if count > _MOST_PARTS:
            raise ArticleError(f"the archive holds {count} files", place=Place(source), mend="Save it as plain text.")
        return cls(archive, source)

    def names(self, *starts: str) -> list[str]:
        return sorted(name for name in self.archive.namelist() if name.startswith(starts) and name.endswith(".xml"))

    def parse(self, name: str) -> _Element | None:
        """The root of a part; ``None`` if it is not there."""
        from lxml import etree  # noqa: PLC0415 - read only when a document is

        place = Place(self.source, field=name)
        try:
            with self.archive.open(name) as part:
                data = part.read(_LARGEST_PART + 1)
        except KeyError:
            return None
        except RuntimeError as error:  # how zipfile tells that it wants a password
            raise ArticleError("the document is encrypted", place=place, mend="Save it without a password.") from error
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as error:
            raise ArticleError(f"it is damaged ({error})", place=place, mend="Save the document again.") from error
        if len(data) > _LARGEST_PART:
            what = f"it unpacks to more than {_LARGEST_PART >> 20} MiB"
            raise ArticleError(what, place=place, mend="Save the document as plain text and give that.")
        for strict, common in _STRICT.items():
            data = data.replace(strict, common)
        try:
            return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
        except etree.XMLSyntaxError as error:
            raise ArticleError(f"its XML is broken ({error})", place=place, mend="Save the document again.") from error


@dataclass(frozen=True, slots=True)
class _Styles:
    """What the styles say of paragraphs and runs: a heading's depth, the title, a list, raised text."""

    levels: Mapping[str, int]
    titles: frozenset[str]
    lists: Mapping[str, tuple[str, int]]
    raised: frozenset[str]

    @classmethod
    def of(cls, root: _Element | None) -> _Styles:
        levels: dict[str, int] = {}
        lists: dict[str, tuple[str, int]] = {}
        titles, raised = set(), set()
        based: dict[str, str] = {}
        for style in root.iterfind(f"{_W}style") if root is not None else ():
            key, name = style.get(f"{_W}styleId", ""), _value(style, "name") or ""
            based[key] = _value(style, "basedOn") or ""
            outline = _value(style, "pPr", "outlineLvl")
            heading = _HEADING.fullmatch(name)
            if heading or (outline and outline.isdecimal() and int(outline) < 9):
                levels[key] = int(heading[1]) if heading else int(outline or 0) + 1
            if name.lower() == "title":
                titles.add(key)
            numbered = _numbering(style)
            if numbered:
                lists[key] = numbered
            if _value(style, "rPr", "vertAlign") == "superscript":
                raised.add(key)
        for key in based:
            parent, seen = key, {key}
            while (parent := based.get(parent, "")) and parent not in seen:
                seen.add(parent)
                if parent in levels:
                    levels.setdefault(key, levels[parent])
                if parent in lists:
                    lists.setdefault(key, lists[parent])
        return cls(levels, frozenset(titles), lists, frozenset(raised))


@dataclass(slots=True)
class _Walk:
    """The way through the document: the page so far, the notes named, the numbers of lists."""

    package: _Package
    page: PageBuilder = field(default_factory=PageBuilder)
    notes: dict[tuple[str, str], str] = field(default_factory=dict)
    counts: Counter[tuple[str, int]] = field(default_factory=Counter)
    title: str | None = None
    custom: tuple[str, str] | None = None  # the note whose own mark comes next
    printed: str | None = None  # the own mark that a note's words still begin with
    marked: set[tuple[str, str]] = field(default_factory=set)  # the notes with a mark of their own
    styles: _Styles = field(init=False)
    note_forms: Mapping[str, str] = field(init=False)
    formats: Mapping[tuple[str, int], str] = field(init=False)
    targets: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.note_forms = _note_forms(self.package.parse("word/settings.xml"))
        self.styles = _Styles.of(self.package.parse("word/styles.xml"))
        self.formats = _number_formats(self.package.parse("word/numbering.xml"))
        self.targets = _targets(self.package.parse("word/_rels/document.xml.rels"))

    def read(self, root: _Element, *, only: Role | None = None, label: str | None = None) -> None:
        """Take in every paragraph and table below ``root``, at any depth of frames around them."""
        pending = [root]
        while pending:
            node = pending.pop()
            if node.tag == f"{_W}p":
                boxes = self._say_paragraph(node)
                self._close(node, only, label)
                pending += reversed(boxes)
            elif node.tag == f"{_W}tr":
                self._read_row(node, only)
            elif node.tag not in _UNSEEN:
                pending += reversed([child for child in node if isinstance(child.tag, str)])

    def read_notes(self) -> None:
        """The notes that the text names; one that it names and the file lacks stays without an entry."""
        roots = {kind: self.package.parse(f"word/{kind}s.xml") for kind in ("footnote", "endnote")}
        bodies = {
            (kind, note.get(f"{_W}id", "")): note
            for kind, root in roots.items()
            if root is not None
            for note in root.iterfind(f"{_W}{kind}")
            if note.get(f"{_W}type") not in _SEPARATORS
        }
        for key, label in list(self.notes.items()):
            if key in bodies:
                self.printed = label if key in self.marked else None
                for paragraph in bodies[key].iterfind(f"{_W}p"):
                    self._say_paragraph(paragraph)
                    self.page.say(" ")
                self.page.close(Role.ENTRY, label=label)
        unused = len(bodies.keys() - self.notes.keys())
        if unused:
            message = f"{unused} notes of the document are named nowhere in its text and were not read."
            self.page.remarks.append(Remark(DefectKind.UNREAD_PART, message))

    def _say_paragraph(self, paragraph: _Element) -> list[_Element]:
        """Take in a paragraph's words; gives back the text boxes that hang on it."""
        boxes: list[_Element] = []
        pending: list[tuple[_Element, bool, str | None]] = [(paragraph, False, None)]
        while pending:
            node, raised, address = pending.pop()
            if node.tag == f"{_W}txbxContent":
                boxes.append(node)
            elif node.tag == f"{_W}t":
                self._say_text(node.text or "", raised=raised, address=address)
            elif node.tag not in _UNSEEN:
                self._say_sign(node)
                if node.tag == f"{_W}r":
                    raised = self._is_raised(node)
                elif node.tag == f"{_W}hyperlink":
                    address = self._target(node)
                inner = [(child, raised, address) for child in node if isinstance(child.tag, str)]
                pending += reversed(inner)
        return boxes

    def _say_text(self, words: str, *, raised: bool, address: str | None) -> None:
        if self.custom and words.strip():
            self._say_own_mark(self.custom, words)
            return
        if self.printed and words.strip():
            words, self.printed = _without_mark(words, self.printed), None
        if raised:
            self.page.say_marker(words, linked=address is not None)
        else:
            self.page.say(words, address=address)

    def _say_sign(self, node: _Element) -> None:
        """Take in what is no text but is printed: spaces, hyphens, the markers of notes, pictures."""
        match node.tag.removeprefix(_W):
            case "tab" | "br" | "cr" | "ptab":
                self.page.say(" ")
            case "noBreakHyphen":
                self.page.say("-")
            case "footnoteReference" | "endnoteReference" as named:
                key = (named.removesuffix("Reference"), node.get(f"{_W}id", ""))
                if node.get(f"{_W}customMarkFollows") in {"1", "true", "on"}:
                    self.custom = key
                else:
                    self._say_note(*key)
            case "drawing" | "pict":
                self.page.has_figures = True

    def _target(self, link: _Element) -> str | None:
        anchor = link.get(f"{_W}anchor")
        return self.targets.get(link.get(f"{_R}id", "")) or (f"#{anchor}" if anchor else None)

    def _say_note(self, kind: str, key: str) -> None:
        form = self.note_forms.get(kind, "")
        if (kind, key) not in self.notes:
            before = sum(other == kind or not form for other, _ in self.notes)
            self.notes[kind, key] = self._free(note_label(before + 1, form))
        self.page.say_marker(f"[{self.notes[kind, key]}]", linked=True)

    def _say_own_mark(self, key: tuple[str, str], words: str) -> None:
        """Take in the mark that the writer gave a note; one that another note has is no label."""
        self.custom = None
        mark = words.strip()
        if PRINTED_LABEL.fullmatch(mark) and mark.lower() not in self.notes.values():
            self.notes.setdefault(key, mark.lower())
            self.page.say_marker(words, linked=True)
            self.marked.add(key)
        else:
            self._say_note(*key)
            self.page.say("" if PRINTED_LABEL.fullmatch(mark) else words)

    def _free(self, label: str) -> str:
        """The label, or the next number where another note has it."""
        taken, number = set(self.notes.values()), len(self.notes) + 1
        while label in taken:
            label, number = str(number), number + 1
        return label

    def _is_raised(self, run: _Element) -> bool:
        return (
            _value(run, "rPr", "vertAlign") == "superscript"
            or (_value(run, "rPr", "rStyle") or "") in self.styles.raised
        )

    def _close(self, paragraph: _Element, only: Role | None, label: str | None) -> None:
        """End the element that a paragraph made, as what its style and numbering say it is."""
        style = _value(paragraph, "pPr", "pStyle") or ""
        level = self.styles.levels.get(style)
        numbered = _numbering(paragraph) or self.styles.lists.get(style)
        if only is not None:
            self.page.close(only, label=label)
        elif style in self.styles.titles or (level is not None and self.page.length > self.page.start):
            if style in self.styles.titles and self.title is None:
                self.title = "".join(self.page.parts)[self.page.start :].strip() or None
            self.page.close(Role.HEADING, level=level or 1)
        elif numbered and numbered[0] != "0" and self.page.length > self.page.start:
            self.page.close(Role.ITEM, label=self._next_number(numbered))
        else:
            self.page.close(Role.TEXT)

    def _next_number(self, numbered: tuple[str, int]) -> str | None:
        """The number, letter or Roman number that Word prints before an item; ``None`` for bullets."""
        key, depth = numbered
        form = self.formats.get(numbered)
        if form not in _COUNTING:
            return None
        for deeper in range(depth + 1, 9):
            self.counts.pop((key, deeper), None)
        self.counts[numbered] += 1
        return note_label(self.counts[numbered], form)

    def _read_row(self, row: _Element, only: Role | None) -> None:
        for cell in row.iterfind(f"{_W}tc"):
            self.page.separate()
            for paragraph in cell.iter(f"{_W}p"):
                self._say_paragraph(paragraph)
                self.page.say(" ")
        self.page.close(only or Role.ROW)


def _value(node: _Element, *path: str) -> str | None:
    """The ``w:val`` of the element at a path below ``node``."""
    found = node.find("/".join(f"{_W}{name}" for name in path))
    return None if found is None else found.get(f"{_W}val")


def _numbering(node: _Element) -> tuple[str, int] | None:
    """The list and the depth in it that a paragraph or style names."""
    key, depth = _value(node, "pPr", "numPr", "numId"), _value(node, "pPr", "numPr", "ilvl") or "0"
    return (key, int(depth)) if key and depth.isdecimal() and len(depth) < 3 else None


def _without_mark(words: str, mark: str) -> str:
    """The words of a note without its mark: all of them, or a sign in front."""
    if words.strip().lower() == mark:
        return ""
    return words if mark.isalnum() else words.lstrip().removeprefix(mark)


def _note_forms(root: _Element | None) -> dict[str, str]:
    """The form of number of footnotes and of endnotes, where the document sets one; digits need none."""
    found = {kind: _value(root, f"{kind}Pr", "numFmt") for kind in ("footnote", "endnote")} if root is not None else {}
    return {kind: form for kind, form in found.items() if form and form != "decimal"}


def _number_formats(root: _Element | None) -> dict[tuple[str, int], str]:
    """The form of number of each depth of each list."""
    if root is None:
        return {}
    abstract = {
        (one.get(f"{_W}abstractNumId", ""), level.get(f"{_W}ilvl", "")): _value(level, "numFmt") or ""
        for one in root.iterfind(f"{_W}abstractNum")
        for level in one.iterfind(f"{_W}lvl")
    }
    return dict(_formats_of(root, abstract))


def _formats_of(root: _Element, abstract: Mapping[tuple[str, str], str]) -> Iterator[tuple[tuple[str, int], str]]:
    for one in root.iterfind(f"{_W}num"):
        base = _value(one, "abstractNumId")
        for (key, depth), form in abstract.items():
            if key == base and depth.isdecimal():
                yield (one.get(f"{_W}numId", ""), int(depth)), form


def _targets(root: _Element | None) -> dict[str, str]:
    """The addresses that links of the document lead to, by their keys."""
    if root is None:
        return {}
    return {
        one.get("Id", ""): one.get("Target", "")
        for one in root
        if isinstance(one.tag, str) and one.get("TargetMode") == "External" and one.get("Target", "").startswith("http")
    }
