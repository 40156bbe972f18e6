"""Sentences cut into statements that can each speak of an outcome of their own, and what denies one from outside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.extraction.directions import MOVING, ChangeKind, find_cues, without_brackets
from kg.extraction.passages import Passage
from kg.extraction.terms import content_stems
from kg.model.extraction import TextPlace
from kg.model.span import Span

__all__ = ["Statement", "find_denial", "iter_statements", "split_clauses", "with_following"]

_PREDICATE = (
    r"did|does|was|were|had|has|no|reduced|decreased|increased|improved|lower(?:ed)?|higher|fewer|less|more|greater"
    r"|shorter|longer"
)
_LATER_VERB = (
    r"was|were|did|had|showed|increased|decreased|improved|reduced|is|are|does|declined|lower|higher|fewer|greater"
    r"|shorter|longer"
)
_CUT = re.compile(
    r"[;:]\s|,?\s(?:but|whereas|while|although|though|however|yet|except)\b,?\s?"
    r"|,\s(?:and\s)?(?=(?:also|significantly|did|does|do|was|were|is|are|had|has|no|with\sno|without|neither|nor)\s)"
    rf"|\sand\s(?=(?:also\s|significantly\s)?(?:{_PREDICATE})\s)"
    rf"|,\s(?:and\s|with\s)?(?=(?:\w+\s){{0,6}}?(?:{_LATER_VERB})\s)",
    re.IGNORECASE,
)
_SHORTEST = 12
_TRIM = " ,;:"
_ANAPHOR = re.compile(
    r"(?:(?:but|and|however|although|though|while|yet|nevertheless|nonetheless),?\s)?(?:all\s|none\sof\s|neither\sof\s)?"
    r"(?:this|these|those|the\s(?:difference|change|increase|decrease|reduction|improvement|trend|effect|result|between)\w*"
    r"|it|they|not|did\snot|was\snot|were\snot|without|no\s|non|statistical|both)\b",
    re.IGNORECASE,
)
_BACKWARD = re.compile(
    r"(?:(?:but|however),?\s)?(?:all\s|none\sof\s|neither\sof\s)?(?:this|these|those|the\sdifference)", re.IGNORECASE
)
_CONCESSION = re.compile(r"(?:although|though|while|albeit|despite|but)\b", re.IGNORECASE)
_OF_CHANGE = content_stems(
    "difference change increase decrease reduction improvement trend effect significant statistically significance"
    " reach differ clinically between result observed found however although comparison both all also either"
)


@dataclass(frozen=True, slots=True)
class Statement:
    """One clause, with its neighbours.

    Attributes:
        clauses: all those of its sentence; it is number ``at``, from 0.
        following: the sentence after its own, ``None`` at the end.
    """

    passage: Passage
    clauses: tuple[Span, ...]
    at: int
    following: Passage | None

    @property
    def span(self) -> Span:
        """Its characters in the source."""
        return self.clauses[self.at]

    @property
    def text(self) -> str:
        """The characters themselves."""
        return self.passage.words(self.span)

    @property
    def lead(self) -> Span:
        """Its sentence from the first character up to its own end."""
        return Span(self.passage.span.start, self.span.end)


def split_clauses(text: str, sentence: Span) -> tuple[Span, ...]:
    """The statements of a sentence, in order; what stands in brackets is never cut.

    >>> text = "Pain fell (2; 3), but sleep did not change."
    >>> [span.of(text) for span in split_clauses(text, Span(0, len(text)))]
    ['Pain fell (2; 3)', 'but sleep did not change.']
    """
    whole = sentence.of(text)
    cuts = [match.start() for match in _CUT.finditer(without_brackets(whole)) if match.start() >= _SHORTEST]
    spans = []
    for start, end in zip([0, *cuts], [*cuts, len(whole)], strict=True):
        piece = whole[start:end]
        if body := piece.strip(_TRIM):
            begin = sentence.start + start + len(piece) - len(piece.lstrip(_TRIM))
            spans.append(Span(begin, begin + len(body)))
    return tuple(spans)


def with_following(passages: tuple[Passage, ...]) -> Iterator[tuple[Passage, Passage | None]]:
    """Each sentence with the one after it, ``None`` at the end."""
    return zip(passages, [*passages[1:], None], strict=False)


def iter_statements(passage: Passage, following: Passage | None = None) -> Iterator[Statement]:
    """Every clause of a sentence, in order."""
    clauses = split_clauses(passage.source.text, passage.span)
    return (Statement(passage, clauses, at, following) for at in range(len(clauses)))


def find_denial(statement: Statement) -> TextPlace | None:
    """Words beside the statement that deny it ("..., but this was not significant"), ``None`` where there are none."""
    passage, following = statement.passage, statement.following
    if statement.at + 1 < len(statement.clauses):
        span = statement.clauses[statement.at + 1]
        if _ANAPHOR.match(passage.words(span)) and _only_denies(passage.words(span)):
            return passage.place(span)
    elif following is not None and _BACKWARD.match(following.text) and _only_denies(following.text):
        return following.place(following.span)
    before = statement.clauses[statement.at - 1] if statement.at else None
    if before is not None and _CONCESSION.match(passage.words(before)) and _only_denies(passage.words(before)):
        return passage.place(before)
    return None


def _only_denies(clause: str) -> bool:
    """Whether a clause denies a difference and names next to nothing of its own."""
    masked = without_brackets(clause)
    kinds = {cue.kind for cue in find_cues(masked)}
    return ChangeKind.SAME in kinds and not kinds & MOVING and len(content_stems(masked) - _OF_CHANGE) <= 3
