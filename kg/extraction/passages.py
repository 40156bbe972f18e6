"""A source's texts sentence by sentence, each with the part of the paper that it reports for."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from kg.extraction.texts import TABLE, SourceText
from kg.model.extraction import TextPlace
from kg.model.fulltext import FullText, Matter, Table, TableCell
from kg.model.span import Span
from kg.text import split_sentences

__all__ = [
    "FINDINGS",
    "PaperPart",
    "Passage",
    "full_text_passages",
    "is_intent",
    "passages_of",
    "table_passages",
    "wants_research",
]


class PaperPart(StrEnum):
    """What a sentence reports for."""

    TITLE = "title"
    BACKGROUND = "background"
    METHODS = "methods"
    RESULTS = "results"
    CONCLUSIONS = "conclusions"
    UNKNOWN = "unknown"


FINDINGS = frozenset({PaperPart.RESULTS, PaperPart.CONCLUSIONS, PaperPart.UNKNOWN})
"""The parts that tell what was found, and what may be one of them."""

_HEADINGS = {
    PaperPart.RESULTS: r"result|finding|outcome(?!s? measure)|efficacy|safety|observation",
    PaperPart.CONCLUSIONS: r"conclusion|interpretation|discussion|implication|significance|relevance",
    PaperPart.METHODS: r"method|design|setting|participant|patient|subject|intervention|measure|material|procedure"
    r"|sampl|population|statistic|data|registration|trial reg|funding|protocol",
    PaperPart.BACKGROUND: r"background|introduction|objective|aim|purpose|context|hypothes|rationale|question"
    r"|importance|summary",
}
_HEADING = tuple((part, re.compile(words, re.IGNORECASE)) for part, words in _HEADINGS.items())
"""In the order in which they decide: "methods and results" holds results."""

_INLINE = re.compile(r"(?P<label>[A-Z][A-Za-z]{3,14}(?:[ /&]{1,3}[A-Za-z]{2,14}){0,3})\s?:\s")
_CONCLUDES = re.compile(
    r"(?:in conclusion|we conclude|to conclude|these (?:results|findings|data) (?:suggest|indicate|show))",
    re.IGNORECASE,
)

_INTENT = re.compile(
    r"\A(?:at\sbaseline|baseline\scharacter)|\b(?:aim(?:ed|s)?|objectives?|purpose|hypothes[ie]\w*|whether"
    r"|(?:conducted|designed|performed|undertaken|sought|study)\sto\s|to\s(?:determine|assess|evaluate|investigate|compare"
    r"|test|examine|explore)\b|outcome\smeasures\s(?:included|were)"
    r"|primary\s(?:outcome|end\s?point)s?\s(?:was|were|is)\s(?:the|a|change)"
    r"|(?:was|were)\s(?:measured|assessed|evaluated|randomi[sz]ed|allocated|recorded))",
    re.IGNORECASE,
)


_MORE_RESEARCH = r"(?:further|additional|future|more|larger|new|well-designed)\s(?:[\w-]+,?\s){0,4}?"
_RESEARCH = r"(?:trials?|stud(?:y|ies)|research|investigations?|evaluations?|data|evidence|work)\b"
_WANTS_RESEARCH = re.compile(
    rf"\b{_MORE_RESEARCH}{_RESEARCH}[^.;]{{0,60}}?\b(?:need(?:ed|s)?|warrant(?:ed|s)?|require[ds]?|necessary|should)\b"
    rf"|\b(?:need(?:s|ed)?|warrant(?:s|ed)?|require[ds]?|call(?:s|ed)?)\s(?:for\s)?(?:the\s)?{_MORE_RESEARCH}{_RESEARCH}",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Passage:
    """One sentence of a source."""

    source: SourceText
    span: Span
    reports: PaperPart

    @property
    def text(self) -> str:
        """Its own characters."""
        return self.span.of(self.source.text)

    def words(self, span: Span) -> str:
        """Some characters of the source that it stands in."""
        return span.of(self.source.text)

    def place(self, span: Span) -> TextPlace:
        """The place of some characters, counted as its span is."""
        return self.source.place(span)


def passages_of(sources: Iterable[SourceText]) -> tuple[Passage, ...]:
    """Title and abstract, sentence by sentence; a full text is read by :func:`full_text_passages`.

    A sentence reports what its section's label says, or a label printed within the text ("RESULTS: ...").

    >>> sources = [SourceText("title", "A trial"), SourceText("abstract", "It fell.", 0, "RESULTS")]
    >>> [passage.reports.value for passage in passages_of(sources)]
    ['title', 'results']
    """
    found: list[Passage] = []
    for source in sources:
        if source.part == "title":
            found.append(Passage(source, Span(0, len(source.text)), PaperPart.TITLE))
        elif source.part == "abstract":
            found += _sentences(source)
    return tuple(found)


def full_text_passages(full_text: FullText) -> Iterator[Passage]:
    """The sentences of the sections of a paper's body that hold results or conclusions."""
    source = SourceText("full text", full_text.text)
    for paragraph in full_text.paragraphs:
        if paragraph.matter is not Matter.BODY or paragraph.section is None:
            continue
        part = _part_named(full_text.sections[paragraph.section].path.partition(">")[0])
        if part in {PaperPart.RESULTS, PaperPart.CONCLUSIONS}:
            for span in split_sentences(paragraph.span.of(full_text.text)):
                yield Passage(source, span.shifted(paragraph.span.start), part)


def table_passages(full_text: FullText) -> Iterator[Passage]:
    """The rows of a paper's tables that hold a value, each cell behind the words of its column.

    The words are the paper's own, put together from row and heads, so that a row can be read by itself. A passage
    stands in a text of its own, named after its table.
    """
    for number, table in enumerate(full_text.tables, start=1):
        part = f"{TABLE} {number}"
        rows: dict[int, list[TableCell]] = defaultdict(list)
        for cell in table.cells:
            rows[cell.row].append(cell)
        for cells in rows.values():
            words = "; ".join(filter(None, (_in_row(full_text, table, cell) for cell in cells)))
            if any(not cell.is_header for cell in cells) and any(character.isdigit() for character in words):
                yield Passage(SourceText(part, words), Span(0, len(words)), PaperPart.RESULTS)


def _in_row(full_text: FullText, table: Table, cell: TableCell) -> str:
    """A cell's words, behind those of the column's head."""
    words = full_text.quote_at(cell.span)
    heads = [full_text.quote_at(head.span) for head in table.headers_of(cell) if head.row != cell.row]
    return " ".join(filter(None, (*heads, words))) if words and not cell.is_header else words


@lru_cache(maxsize=1 << 7)
def is_intent(sentence: str) -> bool:
    """Whether a sentence tells an aim, a plan or the state at baseline rather than a finding.

    >>> is_intent("We aimed to test whether pain is lower."), is_intent("Pain was lower.")
    (True, False)
    """
    return _INTENT.search(sentence) is not None


def wants_research(sentence: str) -> bool:
    """Whether a sentence asks for research that is still to be done, and finds nothing.

    >>> wants_research("Further trials of zinc are needed."), wants_research("Fewer further trials found pain.")
    (True, False)
    """
    return _WANTS_RESEARCH.search(sentence) is not None


def _sentences(source: SourceText) -> Iterator[Passage]:
    known = _part_named(source.category) or _part_named(source.label)
    reports = known or PaperPart.UNKNOWN
    for span in split_sentences(source.text):
        inline = _INLINE.match(source.text, span.start)
        if inline and (named := _part_named(inline["label"])):
            reports = named
        elif known is None and _CONCLUDES.match(source.text, span.start):
            reports = PaperPart.CONCLUSIONS
        yield Passage(source, span, reports)


def _part_named(heading: str | None) -> PaperPart | None:
    return next((part for part, words in _HEADING if heading and words.search(heading)), None)
