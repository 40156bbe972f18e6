"""Records from their text by parts: a part that has been seen in another record is not parsed again.

Most of a record is text that other records have too: dates, headings, journals, the markup in between. So a record
is split, by one regular expression, before each start tag of a part, and each piece (the part, and what
stands between it and the next) is looked up where the path of open elements has led. Of a piece that is new the markup
is mostly known, and so only its text is new: that of a part that is all text is handed to the reader of the part, and
that of another is filled into the element that the same markup has given before. Markup that is new is parsed, and
by expat alone, and so are texts that are not plain: those of several records as the children of one document.
A record whose pieces are all well-formed so is well-formed itself; any other is left to a whole parser, and so is one
with a comment or CDATA, where a ``<`` may begin no tag.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias
from xml.etree.ElementTree import XML, Element, ParseError
from xml.parsers import expat

from ingest.pubmed.parts import Part, Parts, PartTable, join_path
from ingest.pubmed.plain_xml import Templates, parse_attributes, read_plain_words

__all__ = ["PartReader"]

_MOST_KEPT = 1 << 14
"""Pieces: some 10 MiB. When they are full all are forgotten, and those that recur are soon back."""

_DEEPEST = 32
_START_TAG = re.compile(r"([\w.-]+)[^>]*>", re.ASCII)
_DEFAULT_NAMESPACE = re.compile(r"xmlns\s*=")
_WRAPPER = "part-of-record"
_BETWEEN = f"</{_WRAPPER}><{_WRAPPER}>"
_UNREAD: Part[None] = Part("", lambda _: None)
_RECORD: Part[None] = Part("", lambda _: None, opens=True)


class _IrregularError(Exception):
    """This record is for a whole parser, which accepts it or says what is wrong with it."""


@dataclass(slots=True, eq=False)
class _Position:
    """Between two parts: the elements that are open, and what is known of the text that may follow.

    Attributes:
        path: the names of the open elements, the record's first.
        steps: by a piece that may follow, what it does.
        forms: by the name of a part that may follow, what it is here.
    """

    path: tuple[str, ...]
    steps: dict[str, _Step] = field(default_factory=dict)
    forms: dict[str, _Form] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class _Form:
    """A part where it may follow.

    Attributes:
        part: what it is.
        end_tag: of its element.
        closing: what each seam begins with: of a part that is all text, its end tag but for the ``<``.
        seams: by the markup from there to the next part, where that leads to.
        templates: what reads it if its markup was seen before.
    """

    part: Part[Any]
    end_tag: str
    closing: str
    templates: Templates
    seams: dict[str, _Position] = field(default_factory=dict)


_Step: TypeAlias = tuple[Part[Any], object, _Position]
"""Which part a piece begins with, its value, and where its end leads to."""

_NewStep: TypeAlias = tuple[_Position, str, _Position]
"""From where, by which piece, and to where, while the value is not known."""

_NewPart: TypeAlias = tuple[Part[Any], str, list[Any], int, _NewStep | None]
"""A part to be parsed: its sort and name, where its value goes to, and the step that it makes, if that is kept."""


class PartReader:
    """Reads records of one sort; keeps what recurs, so one is made for each file.

    Args:
        table: the parts of such a record.
        name: the name of its element.
    """

    def __init__(self, table: PartTable, name: str) -> None:
        self._table = table
        self._inside = (name,)
        names = _write_pattern([name, *table.names])
        start = rf"<(?!/)(?={names}[\s/>])"  # not an end tag: half of all tags are told apart at once
        self._split = re.compile(start, re.ASCII).split
        self._positions: dict[tuple[str, ...], _Position] = {}
        self._attributes: dict[str, dict[str, str]] = {}
        self._templates: defaultdict[Part[Any], Templates] = defaultdict(Templates)
        self._kept = 0
        self._new: list[_NewPart] = []
        self._new_texts: list[str] = []

    def read(self, records: Sequence[bytes]) -> list[Parts | None]:
        """The parts of each record; ``None`` for one that is irregular or not well-formed.

        Args:
            records: each from its start tag, or white space before it, to before its end tag, in UTF-8.
        """
        self._new, self._new_texts = [], []
        try:
            found: list[Parts | None] = [self._take_apart(record) for record in records]
            self._parse_new()
        except _IrregularError:
            if len(records) == 1:
                return [None]
            return [parts for record in records for parts in self.read([record])]
        return found

    def _take_apart(self, record: bytes) -> Parts:
        """The parts that are known; the others have a place in it until they are parsed."""
        if self._kept > _MOST_KEPT:
            self._forget()
        try:
            text = record.decode()
        except UnicodeDecodeError:
            raise _IrregularError from None
        before, *pieces = self._split(text)
        if before.strip(" \t\r\n"):
            raise _IrregularError
        parts = Parts()
        by_part = parts.by_part
        position, following = self._find_position(()), iter(pieces)
        for piece in following:
            step = position.steps.get(piece)
            if step is None:
                position = self._learn(position, piece, following, by_part)
            else:
                part, value, position = step
                if value is not None:
                    by_part[part].append(value)
        if position.path != self._inside:
            raise _IrregularError
        return parts

    def _learn(
        self, position: _Position, piece: str, following: Iterator[str], by_part: dict[Part[Any], list[Any]]
    ) -> _Position:
        """Where a piece that is not known leads to; its value is put into its place."""
        start, _, seam = piece.partition("<")
        tag, _, text = start.partition(">")
        name, _, written = tag.partition(" ")
        form = position.forms.get(name)
        if form is None:
            return self._learn_by_parsing(position, piece, following, by_part)
        part = form.part
        if part.read_words is not None:
            attributes = self._attributes.get(written)
            if attributes is None:
                attributes = self._learn_attributes(written)
            plain = read_plain_words(text)
            after = form.seams.get(seam) or self._cross(position, form, seam)
            if attributes is None or plain is None or after is None:
                return self._learn_by_parsing(position, piece, following, by_part)
            value = part.read_words(plain or None, attributes)
        elif part.opens:
            return self._open(position, piece, part, by_part)
        else:
            read = form.templates.read(piece, form.end_tag)
            if read is None:
                return self._learn_by_parsing(position, piece, following, by_part)
            element, end = read
            value, seam = part.read(element), piece[end:]
            after = form.seams.get(seam) or self._cross(position, form, seam)
            if after is None:
                raise _IrregularError
        if value is not None:
            by_part[part.into or part].append(value)
        if part.recurs:
            self._keep(part, value, (position, piece, after))
        return after

    def _learn_attributes(self, written: str) -> dict[str, str] | None:
        attributes = parse_attributes(written)
        if attributes is not None:
            self._attributes[written] = attributes
            self._kept += 1
        return attributes

    def _learn_by_parsing(
        self, position: _Position, piece: str, following: Iterator[str], by_part: dict[Part[Any], list[Any]]
    ) -> _Position:
        """The same for a part that is to be parsed with others; it has a place until then."""
        tag = _START_TAG.match(piece)
        if tag is None:
            raise _IrregularError
        form = position.forms.get(tag[1]) or self._find_form(position, tag[1])
        part = form.part
        if part.opens:
            return self._open(position, piece, part, by_part)
        text, seam = _split_off(piece, tag, following)
        seam = form.closing + seam
        after = form.seams.get(seam) or self._cross(position, form, seam)
        if after is None:
            raise _IrregularError
        values = by_part[part.into or part]
        recurs = part.recurs and len(text) < len(piece)  # not if it has taken the pieces that follow, too
        self._new_texts.append(text)
        self._new.append((part, tag[1], values, len(values), (position, piece, after) if recurs else None))
        values.append(None)
        return after

    def _find_form(self, position: _Position, name: str) -> _Form:
        """What an element of that name is here."""
        path = (*position.path, name)
        if path == self._inside:
            part: Part[Any] = _RECORD
        elif position.path:
            part = self._table.find(join_path(path[1:])) or _UNREAD
        else:
            raise _IrregularError
        closing = "" if part.read_words is None else f"/{name}>"
        form = position.forms[name] = _Form(part, f"</{name}>", closing, self._templates[part])
        return form

    def _open(self, position: _Position, piece: str, part: Part[Any], by_part: dict[Part[Any], list[Any]]) -> _Position:
        path, element = _parse_seam(position.path, "<" + piece)
        value, after = part.read(element), self._find_position(path)
        self._keep(part, value, (position, piece, after))
        if value is not None:
            by_part[part.into or part].append(value)
        return after

    def _keep(self, part: Part[Any], value: object, step: _NewStep) -> None:
        position, piece, after = step
        position.steps[piece] = (part.into or part, value, after)
        self._kept += 1

    def _cross(self, position: _Position, form: _Form, seam: str) -> _Position | None:
        """Where a seam leads to that is not known; ``None`` if it does not begin as one after such a part must."""
        if not seam.startswith(form.closing):
            return None
        path, _ = _parse_seam(position.path, seam.removeprefix(form.closing))
        after = form.seams[seam] = self._find_position(path)
        self._kept += 1
        return after

    def _parse_new(self) -> None:
        """Parse the new parts that are not plain, and put each value where it belongs."""
        if not self._new:
            return
        silent = []
        for element, (part, name, values, place, step) in zip(_parse_all(self._new_texts), self._new, strict=True):
            if element.tag != name:
                raise _IrregularError
            value = values[place] = part.read(element)
            if step is not None:
                self._keep(part, value, step)
            if value is None:
                silent.append(values)
        for values in silent:
            values[:] = [value for value in values if value is not None]

    def _find_position(self, path: tuple[str, ...]) -> _Position:
        position = self._positions.get(path)
        if position is None:
            position = self._positions[path] = _Position(path)
        return position

    def _forget(self) -> None:
        for position in self._positions.values():
            position.steps.clear()
            position.forms.clear()
        self._positions.clear()
        self._attributes.clear()
        self._kept = 0


def _write_pattern(words: Iterable[str]) -> str:
    """A regular expression for any of the words that decides by one character after the other."""
    behind: dict[str, list[str]] = {}
    for word in words:
        behind.setdefault(word[:1], []).append(word[1:])
    forms = [re.escape(first) + _write_pattern(rest) if first else "" for first, rest in sorted(behind.items())]
    return forms[0] if len(forms) == 1 else f"(?:{'|'.join(reversed(forms))})"


def _split_off(piece: str, tag: re.Match[str], following: Iterator[str]) -> tuple[str, str]:
    """The part that a piece begins with, and what is after it; parts within a part take more than one piece."""
    if tag[0].endswith("/>"):
        return "<" + tag[0], piece[tag.end() :]
    end_tag = f"</{tag[1]}>"
    content, closing, seam = piece.partition(end_tag)
    if not closing:
        pieces = [piece]
        while end_tag not in pieces[-1]:
            if (more := next(following, None)) is None:
                raise _IrregularError
            pieces.append(more)
        content, closing, seam = "<".join(pieces).partition(end_tag)
    return f"<{content}{closing}", seam


def _parse_all(texts: Sequence[str]) -> list[Element]:
    """The element that each text is, by expat."""
    text = "".join(texts)
    # The wrappers are ours alone, so each holds just what was put into it; a default namespace would rename it.
    if _WRAPPER in text or _is_irregular(text) or _DEFAULT_NAMESPACE.search(text):
        raise _IrregularError
    try:
        wrappers = XML(f"<all><{_WRAPPER}>{_BETWEEN.join(texts)}</{_WRAPPER}></all>")
    except ParseError:
        raise _IrregularError from None
    if any(len(wrapper) != 1 for wrapper in wrappers):
        raise _IrregularError
    return [wrapper[0] for wrapper in wrappers]


def _is_irregular(text: str) -> bool:
    """Whether it has a comment, CDATA, a declaration or a processing instruction."""
    return "<!" in text or "<?" in text


def _parse_seam(path: tuple[str, ...], seam: str) -> tuple[tuple[str, ...], Element]:
    """The path after some markup where these elements are open, and the first element in it, without content.

    Expat parses it, after start tags of those and before end tags of what is open then.
    """
    if _is_irregular(seam):
        raise _IrregularError
    open_names: list[str] = []
    opened: list[Element] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        open_names.append(name)
        opened.append(Element(name, attributes))

    def end(_: str) -> None:
        open_names.pop()

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    try:
        parser.Parse("".join(f"<{name}>" for name in path) + seam)
        after = tuple(open_names)
        parser.Parse("".join(f"</{name}>" for name in reversed(after)), True)
    except expat.ExpatError:
        raise _IrregularError from None
    if not 0 < len(after) <= _DEEPEST:
        raise _IrregularError
    return after, opened[-1] if len(opened) == len(path) else opened[len(path)]
