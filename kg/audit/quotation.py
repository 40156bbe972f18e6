"""A source's own words as a finding shows them: the sentence, where it stands, and which of its words matter.

A sentence of a full text is cut to a short quotation around those words, because reports are passed on and full texts
mostly may not be.
"""

from __future__ import annotations

import re

from kg.audit.case import Case, Source, called
from kg.extraction.passages import Passage as SourcePassage
from kg.extraction.texts import FULL_TEXT
from kg.model import Confidence, Passage, Span

__all__ = ["quote"]

_MOST_WORDS = 25
_WORD = re.compile(r"\S+")


def quote(case: Case, source: Source, passage: SourcePassage, marked: Span) -> Passage:
    """A sentence of a source, with some of its characters marked.

    Args:
        case: the article that is audited.
        source: the reference that led to it.
        passage: the sentence.
        marked: characters of the sentence that matter.

    Raises:
        ValueError: if the source leads to no study, and so has no words.
    """
    if source.study is None:
        raise ValueError(f"{source.name} leads to no study, so there is nothing to quote")
    record = source.study.record
    named = f"PMID {record.pmid}" if record.pmid else called(source.study)
    peers = [each for each in case.passages_of(source) if each.source.part == passage.source.part]
    number = f", sentence {peers.index(passage) + 1}" if passage in peers and len(peers) > 1 else ""
    window = _short(passage.text, marked) if passage.source.part == FULL_TEXT else Span(0, len(passage.text))
    address = next((i.address for i in (record.pmcid, record.pmid, record.doi) if i is not None), record.address)
    return Passage(
        text=window.of(passage.text),
        place=f"{named}, {passage.source.part}{number}",
        marked=(marked.shifted(-window.start),),
        address=address,
        confidence=Confidence.HIGH,
    )


def _short(text: str, marked: Span) -> Span:
    """The words around some characters, at most 25 in all; one stretch of words longer than that is cut behind them."""
    words = [Span(*match.span()) for match in _WORD.finditer(text)]
    inside = [at for at, word in enumerate(words) if word.start < marked.end and marked.start < word.end]
    first, last = (inside[0], inside[-1]) if inside else (0, 0)
    spare = max(0, _MOST_WORDS - (last - first + 1))
    start = max(0, first - spare // 2)
    end = min(len(words), start + _MOST_WORDS)
    start = max(0, end - _MOST_WORDS)
    return Span(words[start].start, words[end - 1].end) if words else Span(0, 0)
