"""An article as it was read: its text and what stands where in it.

Every span counts characters of :attr:`Article.text`, the text that the reader took from the file
(for plain text and Markdown the decoded file itself, so that lines agree; for other formats its text).
A DOCX or PDF has no lines of its own: there a line is the number of the paragraph.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum

from kg.identifiers import ArticleId, ConceptId, Doi, Pmcid, Pmid
from kg.model.quantity import Quantity
from kg.model.record import EditorialNotice
from kg.model.span import Span, place_words

__all__ = [
    "Article",
    "Block",
    "BlockKind",
    "Certainty",
    "Claim",
    "ClaimKind",
    "Defect",
    "DefectKind",
    "Pointer",
    "Reference",
    "ReferenceKind",
    "Section",
    "Sentence",
    "Stance",
]


class BlockKind(StrEnum):
    """What a line or element of the page is for."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list item"
    REFERENCE = "reference"
    BOILERPLATE = "boilerplate"
    """Menus, testimonials, buttons, table rules: not the article's own words."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item, reference line or piece of page furniture.

    ``line`` is the line of the file (from 1) where it starts; ``level`` a heading's depth.
    """

    kind: BlockKind
    span: Span
    line: int
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A run of blocks under one heading; ``heading`` is ``None`` before the first one."""

    heading: str | None
    span: Span
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the body.

    Attributes:
        span: where it stands, its markers included, pasted footnote text not.
        text: its words, without markers and pasted footnotes, white space made single.
        line: line of the file it starts on (from 1).
        section: index into :attr:`Article.sections`.
        block: index into :attr:`Article.blocks`.
    """

    span: Span
    text: str
    line: int
    section: int
    block: int


@dataclass(frozen=True, slots=True)
class Pointer:
    """One in-text marker; ``[1,2]`` gives two pointers.

    Attributes:
        span: the characters of the marker; two pointers of one marker share them.
        marker: as printed.
        label: the reference number or key it names.
        sentence: index into :attr:`Article.sentences` of the sentence it stands on.
    """

    span: Span
    marker: str
    label: str
    sentence: int


class ReferenceKind(StrEnum):
    """What a reference leads to, as far as its text tells."""

    JOURNAL_ARTICLE = "journal article"
    PREPRINT = "preprint"
    REGISTRATION = "trial registration"
    LABEL = "drug label"
    BOOK = "book"
    WEB_PAGE = "web page"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Reference:
    """One entry of the reference list, or a footnote that stands in for one.

    Attributes:
        labels: the numbers or keys it is listed under, in the order printed.
        raw: the entry as printed, white space made single.
        truncated: whether the entry is visibly cut.
        pasted: for entries whose only print is a footnote pasted into the body.
        notices: editorial notices that the entry itself mentions.
    """

    labels: tuple[str, ...]
    raw: str
    span: Span
    line: int
    kind: ReferenceKind = ReferenceKind.UNKNOWN
    authors: tuple[str, ...] = ()
    title: str | None = None
    journal: str | None = None
    year: int | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None
    doi: Doi | None = None
    pmid: Pmid | None = None
    pmcid: Pmcid | None = None
    address: str | None = None
    truncated: bool = False
    pasted: bool = False
    notices: tuple[EditorialNotice, ...] = ()


class ClaimKind(StrEnum):
    """What a claim is about; the last five cannot be checked against a study."""

    EFFICACY = "efficacy"
    MECHANISM = "mechanism"
    SAFETY = "safety"
    DIAGNOSIS = "diagnosis"
    EPIDEMIOLOGY = "epidemiology"
    DEFINITION = "definition"
    RECOMMENDATION = "recommendation"
    OPINION = "opinion"
    QUESTION = "question"
    META = "meta"
    """Speaks of the article itself ("we'll explore ...")."""

    @property
    def is_checkable(self) -> bool:
        """Whether a study could bear such a claim out."""
        return self in {
            ClaimKind.EFFICACY,
            ClaimKind.MECHANISM,
            ClaimKind.SAFETY,
            ClaimKind.DIAGNOSIS,
            ClaimKind.EPIDEMIOLOGY,
        }


class Certainty(StrEnum):
    """How the article puts a claim."""

    ASSERTED = "asserted"
    HEDGED = "hedged"


class Stance(StrEnum):
    """How an article stands to what it points to or tells of."""

    NEUTRAL = "neutral"
    """Nothing in its words sets it against anything."""
    CRITICAL = "critical"
    """Finds fault with it: "this trial is weak"."""
    CONTRARY = "contrary"
    """Says the opposite of it: "contrary to [3]"."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What one sentence, or a part of it, says.

    A part that takes its subject, its auxiliary, a condition or the study it tells of from elsewhere in the sentence
    names those words in ``context``, so that it can be read by itself without a word being made up. Its concepts,
    hedges and negations are those of its own words and of the words it takes over.

    Attributes:
        fingerprint: of its words and those it takes over; survives edits elsewhere in the article.
        ordinal: 1 for the first claim of these words in the article, 2 for the next.
        text: its own words, without markers.
        span: where it stands.
        sentence: index into :attr:`Article.sentences`.
        context: places of the words of the same sentence that it takes over or hangs on, in order.
        hedges: the words that soften it; negations: those that negate it.
        negated: what the negations among its own words reach, spans counted in :attr:`text`.
        concepts: what it speaks of, in order of appearance, each once.
        adjuncts: those of its therapies that it says were added to another.
        routes: how it says something is given ("oral", "topical"), each once.
        people: the sexes, age groups and species it names ("male", "child"), sorted.
        excluded: its words that name who was left out of a study.
        comparison: the word that compares ("than", "versus"), and compared_with: what it compares with, as written.
        quantities: its figures, spans counted in :attr:`text`; doses and times are told by their role.
        pointers: indexes into :attr:`Article.pointers`.
        stance: how it stands to what it points to, and stance_words: the words that say so.
    """

    fingerprint: str
    ordinal: int
    text: str
    span: Span
    sentence: int
    kind: ClaimKind
    certainty: Certainty
    hedges: tuple[str, ...] = ()
    negations: tuple[str, ...] = ()
    concepts: tuple[ConceptId, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    pointers: tuple[int, ...] = ()
    context: tuple[Span, ...] = ()
    negated: tuple[Span, ...] = ()
    adjuncts: tuple[ConceptId, ...] = ()
    routes: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    comparison: str | None = None
    compared_with: str | None = None
    stance: Stance = Stance.NEUTRAL
    stance_words: str | None = None

    @property
    def key(self) -> str:
        """Unique within the article: fingerprint and ordinal."""
        return f"{self.fingerprint}-{self.ordinal}"


class DefectKind(StrEnum):
    """What can be wrong with the page as found, before any claim is judged."""

    BOILERPLATE = "boilerplate"
    GLUED_TEXT = "glued text"
    NO_HEADINGS = "no headings"
    LOST_LIST = "lost list"
    LOST_FIGURE = "lost figure"
    LOST_LINK = "lost link"
    PASTED_FOOTNOTE = "pasted footnote"
    MARKER_MID_PARAGRAPH = "marker mid-paragraph"
    TABLE_OF_REFERENCES = "reference list as a table"
    SHARED_REFERENCE = "several numbers for one reference"
    NOTICE_IN_REFERENCE = "notice inside a reference"
    NO_REFERENCES = "no references"
    REPLACED_CHARACTERS = "replaced characters"
    MIXED_ENCODINGS = "mixed encodings"
    UNREAD_PART = "unread part"
    """A part of the file that holds no words for a reader, or that is never run."""
    UNCERTAIN_MARKER = "uncertain marker"
    """Something that may point to a reference and was not taken for a marker."""


@dataclass(frozen=True, slots=True)
class Defect:
    """Something about the page that limits how well it could be read, with its place."""

    kind: DefectKind
    message: str
    span: Span
    line: int


@dataclass(frozen=True, slots=True)
class Article:
    """One snapshot of an article, read.

    Attributes:
        id: its key in the workspace.
        source: the name of the file, or the address, it came from.
        snapshot: SHA-256 of the bytes that were read.
        format: ``text``, ``markdown``, ``html``, ``wikitext``, ``docx`` or ``pdf``.
        text: what every span counts in.
        language: BCP 47 tag, declared or told by the words; ``None`` where neither is sure.
        published, modified: dates as the page gives them, in whatever form and precision.
        audience: whom the page itself says it is for.
        published_place, modified_place, audience_place: where each of these was read: the metadata field and its
            line, or the sentence by its line and its characters in ``text``.
    """

    id: ArticleId
    source: str
    snapshot: str
    format: str
    text: str
    title: str | None = None
    language: str | None = None
    published: str | None = None
    modified: str | None = None
    audience: str | None = None
    published_place: str | None = None
    modified_place: str | None = None
    audience_place: str | None = None
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    pointers: tuple[Pointer, ...] = ()
    references: tuple[Reference, ...] = ()
    claims: tuple[Claim, ...] = ()
    defects: tuple[Defect, ...] = ()

    def line_of(self, offset: int) -> int:
        """The line of the file (from 1) that holds this character of the text."""
        position = bisect_right(self.blocks, offset, key=lambda block: block.span.start) - 1
        if position < 0:
            return 1
        block = self.blocks[position]
        return block.line + self.text.count("\n", block.span.start, min(offset, block.span.end))

    def places_of(self, sentence: int) -> tuple[int, ...]:
        """Where in the text each character of a sentence's words stands; markers and markup between them are passed.

        Args:
            sentence: its index.
        """
        markers = [pointer.span for pointer in self.pointers if pointer.sentence == sentence]
        return place_words(self.text, self.sentences[sentence].span, self.sentences[sentence].text, passed=markers)

    def reference_of(self, pointer: Pointer) -> Reference | None:
        """The reference that a pointer names, or ``None`` if it dangles."""
        return next((ref for ref in self.references if pointer.label in ref.labels), None)
