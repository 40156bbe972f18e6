"""The full text of a paper: one plain text, and what stands where in it.

Every span counts characters of :attr:`FullText.text`, so that any part, and any quote, is proven by
the characters themselves. White space in that text is single; blank lines part paragraphs, line
ends part the rows of a table, tabs its cells.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kg.identifiers import Doi, Pmcid, Pmid
from kg.model.record import Accession, Grant
from kg.model.span import Span, find_words

__all__ = [
    "Figure",
    "Footnote",
    "FullText",
    "Licence",
    "ListedReference",
    "Matter",
    "Paragraph",
    "ParagraphKind",
    "RegistrationOwner",
    "Statement",
    "StatementKind",
    "Table",
    "TableCell",
    "TextLink",
    "TextList",
    "TextSection",
    "TrialRegistration",
]


class Matter(StrEnum):
    """The main parts of a paper, as JATS names them; ``floats`` holds what a publisher keeps apart."""

    FRONT = "front"
    ABSTRACT = "abstract"
    BODY = "body"
    BACK = "back"
    FLOATS = "floats"


class ParagraphKind(StrEnum):
    """What a run of words belongs to."""

    PARAGRAPH = "paragraph"
    LIST_ITEM = "list item"
    DEFINITION = "definition"
    CAPTION = "caption"
    TABLE_NOTE = "table note"
    FOOTNOTE = "footnote"
    QUOTATION = "quotation"


@dataclass(frozen=True, slots=True)
class TextSection:
    """A part of the paper under one heading, the sections within it included.

    Attributes:
        title: its printed heading without the number; ``None`` if it has none.
        span: heading and content.
        level: depth, from 1.
        kind: what the publisher says it is (``methods``, ``COI-statement``), or the sort of part
            (``abstract``, ``ack``, ``app``).
        path: headings from the outermost on, such as ``Methods > Participants``; a part without a
            heading goes by its sort (``Abstract``, ``Acknowledgements``).
    """

    title: str | None
    span: Span
    level: int
    matter: Matter
    path: str
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A run of words; no two share a character.

    A paragraph that a list or quotation interrupts is two. ``section`` is an index into
    :attr:`FullText.sections`, ``None`` outside any.
    """

    span: Span
    kind: ParagraphKind
    matter: Matter
    section: int | None = None


@dataclass(frozen=True, slots=True)
class TableCell:
    """One cell and where it stands in its table's grid (rows and columns from 0).

    Attributes:
        span: its words; of length 0 where it is empty.
        headers: indexes into :attr:`Table.cells` of the cells that say what this one is about: column
            headers, then the heading that spans the table above it, then the row's own header.
    """

    span: Span
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    is_header: bool = False
    headers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table; one that was published as a picture only has no cells. ``notes`` are the lines below it."""

    span: Span
    cells: tuple[TableCell, ...] = ()
    identifier: str | None = None
    label: str | None = None
    caption: Span | None = None
    notes: tuple[Span, ...] = ()

    def headers_of(self, cell: TableCell) -> tuple[TableCell, ...]:
        """The cells that say what ``cell`` is about."""
        return tuple(self.cells[index] for index in cell.headers)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure's words: its label and caption."""

    span: Span
    identifier: str | None = None
    label: str | None = None
    caption: Span | None = None


@dataclass(frozen=True, slots=True)
class TextList:
    """A list and its items; ``kind`` as the publisher has it (``order``, ``bullet``)."""

    span: Span
    items: tuple[Span, ...]
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Footnote:
    """A note of the paper or of a table; ``kind`` as the publisher has it (``conflict``, ``supported-by``)."""

    span: Span
    matter: Matter
    identifier: str | None = None
    label: str | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class TextLink:
    """Words that lead somewhere.

    Attributes:
        span: the words; of length 0 where nothing is printed.
        kind: ``bibr`` (the reference list), ``table``, ``fig``, ``fn`` ..., or ``address`` for one outside.
        targets: identifiers of the parts that it leads to, or the address.
        implied: identifiers of the references that the print leaves out between the ends of a range: in
            "1-3" with links on 1 and 3 only, the link on 3 implies 2.
    """

    span: Span
    kind: str
    targets: tuple[str, ...]
    implied: tuple[str, ...] = ()

    @property
    def is_citation(self) -> bool:
        """Whether it leads into the reference list."""
        return self.kind == "bibr"


@dataclass(frozen=True, slots=True)
class ListedReference:
    """One work in the reference list, its fields as given; works under one number share ``identifier``.

    Attributes:
        identifier: the name that links in the text use.
        work_identifier: the work's own, where one number holds several works.
        span: the entry as a whole, its number included.
        text: the entry as printed, without its number; where only fields are given, those in their order.
        other_identifiers: ``type:value``, of other types or not valid as what they are said to be.
    """

    span: Span
    text: str
    identifier: str | None = None
    work_identifier: str | None = None
    label: str | None = None
    authors: tuple[str, ...] = ()
    title: str | None = None
    source: str | None = None
    year: int | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    pmid: Pmid | None = None
    pmcid: Pmcid | None = None
    doi: Doi | None = None
    other_identifiers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Licence:
    """Under what terms the text may be used, and whether we may pass it on.

    Attributes:
        name: short name of a Creative Commons licence (``CC BY-NC``), where it is one.
        is_redistributable: whether anyone may pass it on, for any purpose.
        rule: what decided that, in words.
    """

    is_redistributable: bool
    rule: str
    name: str | None = None
    address: str | None = None
    text: str | None = None
    copyright_statement: str | None = None


class StatementKind(StrEnum):
    """Declarations that a paper makes about itself."""

    FUNDING = "funding"
    INTERESTS = "interests"


@dataclass(frozen=True, slots=True)
class Statement:
    """A declaration, where it stands, and what told that it is one."""

    kind: StatementKind
    span: Span
    rule: str


class RegistrationOwner(StrEnum):
    """Whose registration a number is, as far as its place in the paper tells."""

    OWN = "this paper's own"
    OTHER = "another trial's"
    UNTOLD = "not told"


@dataclass(frozen=True, slots=True)
class TrialRegistration:
    """A registration number in the text, or behind a link in it; it may be that of another trial.

    Attributes:
        section: where it stands first, an index into :attr:`FullText.sections`.
        owner: whose it is; ``rule`` says what told so.
    """

    accession: Accession
    span: Span
    section: int | None = None
    owner: RegistrationOwner = RegistrationOwner.UNTOLD
    rule: str = ""


@dataclass(frozen=True, slots=True)
class FullText:
    """The full text of one paper. Everything is in the order of the text.

    Attributes:
        source: file or address that it was read from; ``source_hash`` is the SHA-256 of its bytes.
        text: all words, ``text_hash`` their SHA-256.
        kind: the publisher's type of article (``research-article``).
        language: of the paper, as a language tag.
        grants: funders and award numbers of the metadata.
        responses: texts that were published within this one: letters of decision, translations.
    """

    source: str
    source_hash: str
    text: str
    text_hash: str
    licence: Licence
    title: str | None = None
    pmid: Pmid | None = None
    pmcid: Pmcid | None = None
    doi: Doi | None = None
    other_identifiers: tuple[str, ...] = ()
    kind: str | None = None
    language: str | None = None
    sections: tuple[TextSection, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    tables: tuple[Table, ...] = ()
    figures: tuple[Figure, ...] = ()
    lists: tuple[TextList, ...] = ()
    footnotes: tuple[Footnote, ...] = ()
    references: tuple[ListedReference, ...] = ()
    links: tuple[TextLink, ...] = ()
    superscripts: tuple[Span, ...] = ()
    """Raised characters: they tell the sixth power of ten from 106."""
    statements: tuple[Statement, ...] = ()
    grants: tuple[Grant, ...] = ()
    registrations: tuple[TrialRegistration, ...] = ()
    responses: tuple[FullText, ...] = ()

    @property
    def has_body(self) -> bool:
        """Whether more than front matter and abstract was given."""
        return any(paragraph.matter is Matter.BODY for paragraph in self.paragraphs)

    @property
    def interests_statement(self) -> str | None:
        """The declared interests as printed; ``None`` if no declaration was seen."""
        return "\n\n".join(self._statements_of(StatementKind.INTERESTS)) or None

    @property
    def funding_statements(self) -> tuple[str, ...]:
        """What is said of funding, as printed."""
        return self._statements_of(StatementKind.FUNDING)

    def _statements_of(self, kind: StatementKind) -> tuple[str, ...]:
        return tuple(self.quote_at(each.span) for each in self.statements if each.kind is kind)

    def quote_at(self, span: Span) -> str:
        """The characters of the text at ``span``.

        Raises:
            ValueError: if the span runs beyond the text.
        """
        if span.end > len(self.text):
            raise ValueError(f"{span} runs beyond a text of {len(self.text)} characters")
        return span.of(self.text)

    def find_quote(self, quote: str) -> Span | None:
        """Where ``quote`` first stands word for word; kind and amount of white space do not count."""
        return find_words(self.text, quote)

    def find_section(self, span: Span) -> TextSection | None:
        """The innermost section that holds ``span``."""
        return next((section for section in reversed(self.sections) if section.span.holds(span)), None)

    def find_references(self, identifier: str) -> tuple[ListedReference, ...]:
        """The works that a link's target names: none, one, or all under one number."""
        return tuple(each for each in self.references if identifier in {each.work_identifier, each.identifier} - {None})
