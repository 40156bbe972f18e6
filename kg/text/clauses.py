"""The parts of a sentence that are each true or false by themselves.

A sentence is read once from left to right by closed word lists (:mod:`kg.text.verbs`), as chunkers do (Abney 1991,
"Parsing by chunks"; Tjong Kim Sang & Déjean 2001, "Introduction to the CoNLL-2001 shared task: clause identification").
It is cut only where both sides hold a finite verb of their own: at coordinated clauses and verb phrases, at clauses of
reason and contrast, and at relative clauses behind a comma. Alternatives ("or"), conditions ("if", "when"),
restrictive relative clauses and questions are never cut, for their parts say nothing by themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from kg.model.span import Span
from kg.text.clause_cuts import Cut, find_cuts

__all__ = ["Clause", "split_clauses"]

_LONGEST_SENTENCE = 4_000
_MOST_SHARED = 4
_EDGES = " \t\n,;–—-&"


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a sentence that says something by itself.

    Attributes:
        span: its words, without white space, commas, semicolons and dashes at either end.
        shared: words of the sentence that it takes over: subject and auxiliary, condition, or the study it tells of.
        follows: the words that a relative clause hangs on.
    """

    span: Span
    shared: tuple[Span, ...] = ()
    follows: Span | None = None


@lru_cache(maxsize=1 << 12)
def split_clauses(text: str) -> tuple[Clause, ...]:
    """The parts of one sentence, in order; a sentence that cannot be cut is one part.

    Every letter and digit lies in exactly one part.

    >>> text = "Zinc lowers fever, and aspirin eased the pain."
    >>> [clause.span.of(text) for clause in split_clauses(text)]
    ['Zinc lowers fever', 'and aspirin eased the pain.']
    >>> text = "It was used for fever and tested in children."
    >>> [(clause.span.of(text), [span.of(text) for span in clause.shared]) for clause in split_clauses(text)]
    [('It was used for fever', []), ('and tested in children.', ['It was'])]
    """
    whole = _trimmed(text, 0, len(text))
    if whole is None:
        return ()
    if len(text) > _LONGEST_SENTENCE or text.rstrip("\"'”’)] ").endswith(("?", "？")):
        return (Clause(whole),)
    return tuple(_parts(text, find_cuts(text)))


def _parts(text: str, cuts: tuple[Cut, ...]) -> Iterator[Clause]:
    """The stretches between the cuts, each with what it takes over."""
    before: Clause | None = None
    bounds = pairwise([0, *(cut.at for cut in cuts), len(text)])
    for cut, (start, end) in zip([None, *cuts], bounds, strict=True):
        span = _trimmed(text, start, end)
        if span is not None:
            before = Clause(span) if cut is None or before is None else _joined(span, cut, before)
            yield before


def _joined(span: Span, cut: Cut, before: Clause) -> Clause:
    """A part with the words that hold for it too, those of the part before included where it shares its subject."""
    if cut.shared is None:
        return Clause(span, tuple(sorted(set(cut.frames))), before.span if cut.is_relative else None)
    inherits = before.span.start <= cut.shared.start
    shared = {cut.shared, *(before.shared if inherits else ())}
    shared |= {frame for frame in cut.frames if not cut.shared.holds(frame)}
    return Clause(span, tuple(sorted(shared))[-_MOST_SHARED:], before.follows if inherits else None)


def _trimmed(text: str, start: int, end: int) -> Span | None:
    """The stretch without separators at either end; ``None`` where no letter or digit is left."""
    piece = text[start:end]
    if not any(character.isalnum() for character in piece):
        return None
    left = len(piece) - len(piece.lstrip(_EDGES))
    return Span(start + left, start + len(piece.rstrip(_EDGES)))
