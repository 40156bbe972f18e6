"""The words of a JATS article, element by element, to one text and the parts in it.

Every word is written once, where a reader meets it: what floats (figures, tables, boxes, footnotes)
follows the paragraph that it is anchored in, lists stay where they are. Elements that are not known
are read for their words, so that nothing is lost in silence.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace

from lxml import etree

from ingest.fulltext.elements import BLOCKS, DEFAULT_TITLES, FLOATS, PARAGRAPH_KINDS, UNPRINTED
from ingest.fulltext.inline import InlineReader
from ingest.fulltext.references import iter_works, read_work
from ingest.fulltext.tables import read_table
from ingest.fulltext.tree import attribute_of, find_child, is_text_element, name_of, words_of
from ingest.fulltext.writer import Gap, Mark, TextWriter
from kg.model.fulltext import (
    Figure,
    Footnote,
    ListedReference,
    Matter,
    Paragraph,
    ParagraphKind,
    Table,
    TextList,
    TextSection,
)
from kg.model.span import Span

__all__ = ["BodyReader", "Scope"]


@dataclass(frozen=True, slots=True)
class Scope:
    """What an element stands in."""

    matter: Matter
    path: tuple[str, ...] = ()
    level: int = 0
    section: int | None = None
    kind: ParagraphKind = ParagraphKind.PARAGRAPH

    def within(self, name: str) -> Scope:
        """The scope of what an element of this name holds; a note below a table stays one of the table."""
        is_table_note = name == "fn" and self.kind is ParagraphKind.TABLE_NOTE
        return self if is_table_note else replace(self, kind=PARAGRAPH_KINDS.get(name, self.kind))


@dataclass(slots=True)
class BodyReader:
    """The parts found so far; their words go to ``inline``."""

    inline: InlineReader = field(default_factory=InlineReader)
    sections: list[TextSection] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    lists: list[TextList] = field(default_factory=list)
    footnotes: list[Footnote] = field(default_factory=list)
    references: list[ListedReference] = field(default_factory=list)

    @property
    def writer(self) -> TextWriter:
        """Where the words go."""
        return self.inline.writer

    def read(self, element: etree._Element, scope: Scope) -> None:
        """Write an element that stands on its own, with everything in it."""
        name = name_of(element)
        scope = scope.within(name)
        if name == "label":
            self._read_label(element)
        elif name in DEFAULT_TITLES:
            self._read_section(element, scope)
        elif name == "table-wrap":
            self._read_table_wrap(element, scope)
        elif name == "table":
            self.tables.append(read_table(element, self.inline))
        elif name == "fig":
            self._read_figure(element, scope)
        elif name in {"list", "def-list"}:
            self._read_list(element, scope)
        elif name == "fn":
            self._read_footnote(element, scope)
        elif name == "ref":
            self._read_reference(element)
        elif name and name not in UNPRINTED:
            self.read_content(element, scope)

    def read_content(
        self, element: etree._Element, scope: Scope, *, without: Collection[etree._Element | None] = ()
    ) -> None:
        """Write what an element holds but for some children: runs of words as paragraphs, blocks each for itself.

        Within a paragraph what floats waits until the paragraph ends.
        """
        outer, floats = self.inline.floats, list[etree._Element]()
        self.inline.floats = floats if name_of(element) == "p" else None
        mark = self._start_run()
        self.writer.say(element.text)
        for child in element:
            if name_of(child) in BLOCKS and not (self.inline.floats is floats and name_of(child) in FLOATS):
                self._end_run(mark, scope)
                if child not in without:
                    self.read(child, scope)
                mark = self._start_run()
            else:
                self.inline.read(child)
            self.writer.say(child.tail)
        self._end_run(mark, scope)
        self.writer.end()
        self.inline.floats = outer
        for each in floats:
            self.read(each, scope)

    def _start_run(self) -> Mark:
        self.writer.part(Gap.BLOCK)
        return self.writer.mark()

    def _end_run(self, mark: Mark, scope: Scope) -> None:
        span = self.writer.span_since(mark)
        if span.start < span.end:
            self.paragraphs.append(Paragraph(span, scope.kind, scope.matter, scope.section))

    def _read_label(self, label: etree._Element | None) -> str | None:
        """Write a label; what it labels follows on the same line."""
        if label is None:
            return None
        mark = self._start_run()
        self.inline.read_content(label)
        words = self.writer.words_since(mark)
        if words:
            self.writer.hold()
        return words or None

    def read_heading(self, heading: etree._Element | None, scope: Scope) -> str | None:
        """Write a heading, then what floats from it; says its words."""
        if heading is None:
            return None
        outer, floats = self.inline.floats, list[etree._Element]()
        self.inline.floats = floats
        mark = self._start_run()
        self.inline.read_content(heading)
        title = self.writer.words_since(mark)
        self.writer.end()
        self.inline.floats = outer
        for each in floats:
            self.read(each, scope)
        return title or None

    def _read_section(self, element: etree._Element, scope: Scope) -> None:
        name = name_of(element)
        mark, index = self._start_run(), len(self.sections)
        kinds = (attribute_of(element, each) for each in ("sec-type", "notes-type", "abstract-type"))
        kind = next((each for each in kinds if each), None if name == "sec" else name)
        section = TextSection(None, Span(0, 0), scope.level + 1, scope.matter, "", kind)
        self.sections.append(section)
        label, heading = find_child(element, "label"), find_child(element, "title")
        self._read_label(label)
        title = self.read_heading(heading, scope) or words_of(find_child(element, "caption", "title"))
        step = title or DEFAULT_TITLES[name]
        path = (*scope.path, step) if step else scope.path
        inner = replace(scope, path=path, level=section.level, section=index)
        self.read_content(element, inner, without=(label, heading))
        self.sections[index] = replace(section, title=title, span=self.writer.span_since(mark), path=" > ".join(path))

    def _read_list(self, element: etree._Element, scope: Scope) -> None:
        mark = self._start_run()
        items: list[Span] = []
        for child in element:
            start = self._start_run()
            self.read(child, scope)
            if name_of(child) in {"list-item", "def-item"}:
                items.append(self.writer.span_since(start))
        self.lists.append(TextList(self.writer.span_since(mark), tuple(items), attribute_of(element, "list-type")))

    def _read_footnote(self, element: etree._Element, scope: Scope) -> None:
        mark = self._start_run()
        label = find_child(element, "label")
        words = self._read_label(label)
        self.read_content(element, scope, without=(label,))
        span, kind = self.writer.span_since(mark), attribute_of(element, "fn-type")
        self.footnotes.append(Footnote(span, scope.matter, element.get("id"), words, kind))

    def _read_figure(self, element: etree._Element, scope: Scope) -> None:
        mark = self._start_run()
        label, caption = self._read_captioned(element, scope)
        self.figures.append(Figure(self.writer.span_since(mark), element.get("id"), label, caption))

    def _read_table_wrap(self, element: etree._Element, scope: Scope) -> None:
        mark, first_table, first_paragraph = self._start_run(), len(self.tables), len(self.paragraphs)
        label, caption = self._read_captioned(element, replace(scope, kind=ParagraphKind.TABLE_NOTE))
        span, below = self.writer.span_since(mark), self.paragraphs[first_paragraph:]
        notes = tuple(each.span for each in below if each.kind is ParagraphKind.TABLE_NOTE)
        self.tables[first_table:] = [
            replace(grid, span=span, identifier=element.get("id"), label=label, caption=caption, notes=notes)
            for grid in self.tables[first_table:] or [Table(span)]
        ]

    def _read_captioned(self, element: etree._Element, scope: Scope) -> tuple[str | None, Span | None]:
        """Write a figure or table; says its label and where its caption stands."""
        label: str | None = None
        caption: Span | None = None
        for child in element:
            start = self._start_run()
            if name_of(child) == "label":
                label = self._read_label(child)
            elif is_text_element(child):
                self.read(child, scope)
            if name_of(child) == "caption":
                caption = self.writer.span_since(start)
        self.writer.end()
        return label, caption

    def _read_reference(self, element: etree._Element) -> None:
        mark = self._start_run()
        given = find_child(element, "label")
        label = self._read_label(given)
        for fields, printed in iter_works(element):
            start = self.writer.mark()
            self.inline.read(printed, has_fields=True)
            work = read_work(fields, printed)
            self.references.append(
                ListedReference(
                    span=self.writer.span_since(mark),
                    text=self.writer.words_since(start),
                    identifier=element.get("id"),
                    work_identifier=fields.get("id"),
                    label=label,
                    authors=work.authors,
                    title=work.title,
                    source=work.source,
                    year=work.year,
                    volume=work.volume,
                    issue=work.issue,
                    pages=work.pages,
                    pmid=work.identifiers.pmid,
                    pmcid=work.identifiers.pmcid,
                    doi=work.identifiers.doi,
                    other_identifiers=work.identifiers.others,
                )
            )
            self.writer.part(Gap.SPACE)
            mark = self.writer.mark()
        self.writer.end()
