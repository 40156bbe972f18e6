"""The texts of a record that are read, in one form: title, each section of the abstract, the full text."""

from __future__ import annotations

from dataclasses import dataclass

from kg.model.extraction import TextPlace
from kg.model.fulltext import FullText
from kg.model.record import IndexedRecord, Record
from kg.model.span import Span

__all__ = ["ABSTRACT", "FULL_TEXT", "TABLE", "TITLE", "SourceText", "source_texts"]

TITLE, ABSTRACT, FULL_TEXT, TABLE = "title", "abstract", "full text", "table"


@dataclass(frozen=True, slots=True)
class SourceText:
    """One text of a source.

    Attributes:
        part: ``title``, ``abstract``, ``full text``, or a table of that by its number (``table 2``).
        text: all of it.
        index: which section of the abstract, from 0; ``None`` for the others.
        label: the heading that an abstract's section was printed under.
        category: PubMed's own sort of that section (``METHODS``, ``RESULTS`` ...).
    """

    part: str
    text: str
    index: int | None = None
    label: str | None = None
    category: str | None = None

    def place(self, span: Span) -> TextPlace:
        """These characters as a place.

        >>> SourceText("title", "A trial in ten men").place(Span(11, 18)).quote
        'ten men'
        """
        return TextPlace(self.part, self.index, span, span.of(self.text))


def source_texts(record: Record, full_text: FullText | None = None) -> tuple[SourceText, ...]:
    """The title, the abstract's sections and the full text, as far as they were given, in this order."""
    texts = [SourceText(TITLE, record.title)] if record.title else []
    if isinstance(record, IndexedRecord):
        texts += [
            SourceText(ABSTRACT, section.text, index, section.label, section.category)
            for index, section in enumerate(record.abstract)
        ]
    if full_text is not None:
        texts.append(SourceText(FULL_TEXT, full_text.text))
    return tuple(texts)
