"""A source's own sentence as the passage of a finding: where it stands, what matters in it, no more than is fit."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.extraction.passages import Passage as SourcePassage
from kg.extraction.texts import FULL_TEXT, TABLE, TITLE
from kg.model import Confidence, Passage, Span, Study

__all__ = ["quote"]

_MOST_WORDS = 25
"""A full text may not be passed on further than as a short quotation, whatever its licence."""

_WORD = re.compile(r"\S+")


def quote(study: Study, passages: Sequence[SourcePassage], passage: SourcePassage, *marked: Span) -> Passage:
    """One sentence of a study as a passage, word for word; of a full text at most 25 words around the marked ones.

    Args:
        study: whose sentence it is.
        passages: all sentences of the study, to number this one.
        passage: the sentence.
        marked: the words that matter, by their span in the sentence.
    """
    part = passage.source.part
    number = sum(1 for each in passages if each.source.part == part and _order(each) <= _order(passage))
    identifier = next((i for i in (study.record.pmid, study.record.pmcid, study.record.doi) if i is not None), None)
    name = f"{type(identifier).__name__.upper()} {identifier}" if identifier else study.id.value
    is_row = part.startswith(TABLE)
    place = f"{name}, {part}" if part == TITLE or is_row else f"{name}, {part}, sentence {number}"
    text, marks = passage.text, tuple(span for span in marked if span.end <= len(passage.text))
    if part == FULL_TEXT or is_row:
        text, marks = _shortened(text, marks)
    address = identifier.address if identifier else study.record.address
    return Passage(text, place, marks, address, confidence=Confidence.HIGH)


def _order(passage: SourcePassage) -> tuple[int, int]:
    return passage.source.index or 0, passage.span.start


def _shortened(text: str, marks: tuple[Span, ...]) -> tuple[str, tuple[Span, ...]]:
    """At most 25 words, the first marked ones among them, cut at words."""
    words = [Span(*match.span()) for match in _WORD.finditer(text)]
    if len(words) <= _MOST_WORDS:
        return text, marks
    at = next((i for i, word in enumerate(words) if marks and word.meets(marks[0])), 0)
    first = max(0, min(at - _MOST_WORDS // 3, len(words) - _MOST_WORDS))
    cut = Span(words[first].start, words[first + _MOST_WORDS - 1].end)
    inside = (span for span in marks if cut.start <= span.start and span.end <= cut.end)
    return cut.of(text), tuple(span.shifted(-cut.start) for span in inside)
