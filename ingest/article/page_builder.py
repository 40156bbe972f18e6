"""A page made piece by piece, for formats whose text is drawn out of something that is no text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ingest.article.note_labels import PRINTED_LABEL
from ingest.article.page import Anchor, Element, Page, Remark, Role
from kg.model.span import Span

__all__ = ["PageBuilder"]

_SPACE = re.compile(r"\s+")


@dataclass(slots=True)
class PageBuilder:
    """The page so far, and the element that is open.

    The text has one line for each element, white space made single; where the lines of the file are known, an
    element breaks where the file goes on to a next line, so that places keep their lines.

    Attributes:
        line: the line of the file that is being read; where that is left ``None``, elements are counted.
        remarks: what limits the reading, told by the format itself.
    """

    line: int | None = None

    parts: list[str] = field(default_factory=list)
    elements: list[Element] = field(default_factory=list)
    markup: list[Span] = field(default_factory=list)
    anchors: list[Anchor] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    has_figures: bool = False
    length: int = 0
    start: int = 0
    began: int | None = None
    reached: int | None = None
    linked: int = 0
    address: str | None = None

    def say(self, words: str, *, address: str | None = None) -> Span:
        """Add words to the open element; gives back where they stand.

        Args:
            words: as read.
            address: where they lead to.
        """
        plain = _SPACE.sub(" ", words)
        if plain.startswith(" ") and (self.length == self.start or self.parts[-1].endswith((" ", "\n"))):
            plain = plain[1:]
        begin = self.length
        if plain:
            if self.length == self.start:
                self.began = self.reached = self.line
            plain = self._with_line_breaks(plain)
            self.parts.append(plain)
            self.length += len(plain)
        if address is not None:
            self.linked += len(plain)
            self.address = self.address or address
        return Span(begin, self.length)

    def _with_line_breaks(self, plain: str) -> str:
        """The words with the file's line breaks since the last ones, in place of their first space."""
        if self.line is None or self.reached is None or self.line <= self.reached:
            return plain
        breaks = "\n" * (self.line - self.reached)
        if self.parts[-1].endswith(" "):
            self._trim()
        elif " " not in plain:
            return plain
        else:
            head, _, plain = plain.partition(" ")
            breaks = head + breaks
        self.reached = self.line
        return breaks + plain

    def say_marker(self, words: str, *, linked: bool) -> None:
        """Add words that the format raises or links: a possible marker where they are numbers or a note's label."""
        span = self.say(words)
        if span.start < span.end and PRINTED_LABEL.fullmatch(self.parts[-1]):
            self.anchors.append(Anchor(span, linked))

    def separate(self) -> None:
        """Set off the next cell of a table row."""
        self._trim()
        if self.length > self.start:
            self.parts.append(" | ")
            self.markup.append(Span(self.length, self.length + 3))
            self.length += 3

    def close(self, role: Role, *, level: int | None = None, label: str | None = None) -> None:
        """End the open element, if it holds anything.

        Args:
            role: what the format says it is.
            level: a heading's depth.
            label: the number of a numbered item, the key of a footnote.
        """
        self._trim()
        if self.length > self.start:
            line = self.began if self.began is not None else len(self.elements) + 1
            linked = self.length - self.start <= self.linked + 2
            span = Span(self.start, self.length)
            self.elements.append(
                Element(role, span, line, level=level, label=label, linked=linked, address=self.address)
            )
            self.parts.append("\n")
            self.length += 1
        self.start, self.linked, self.address = self.length, 0, None

    def _trim(self) -> None:
        """Take off the space that the open element ends in, unless it is markup."""
        in_markup = bool(self.markup) and self.markup[-1].end == self.length
        if self.length > self.start and self.parts[-1].endswith(" ") and not in_markup:
            self.parts[-1] = self.parts[-1][:-1]
            self.length -= 1

    def build(self, form: str, *, title: str | None = None, language: str | None = None) -> Page:
        """The page; without a title it is named by its first heading of the first level."""
        self.close(Role.TEXT)
        text = "".join(self.parts)
        heading = next((one for one in self.elements if one.role is Role.HEADING and one.level == 1), None)
        return Page(
            form,
            text,
            tuple(self.elements),
            tuple(self.markup),
            tuple(self.anchors),
            self.has_figures,
            title=title or (heading.span.of(text) if heading else None),
            language=language,
            remarks=tuple(self.remarks),
        )
