"""All that the rules read of what a study found, in one pass over its sentences."""

from __future__ import annotations

from kg.extraction.adverse import find_adverse_events
from kg.extraction.effects import effects_of
from kg.extraction.follow_up import longest_follow_up
from kg.extraction.passages import Passage, full_text_passages, passages_of
from kg.extraction.texts import source_texts
from kg.model.effect import StudyFindings
from kg.model.fulltext import FullText
from kg.model.record import Record

__all__ = ["extract_findings", "findings_of"]


def extract_findings(record: Record, full_text: FullText | None = None) -> StudyFindings:
    """Effects, harms and the longest follow-up of a record, and of its full text where given.

    >>> from kg.identifiers import StudyId
    >>> from kg.model import AbstractSection, IndexedRecord
    >>> sections = (AbstractSection("Pain was lower with zinc. No side effects were seen.", "RESULTS"),)
    >>> found = extract_findings(IndexedRecord(key=StudyId("a"), abstract=sections))
    >>> [effect.values.outcome for effect in found.effects], found.adverse.is_stated, found.follow_up
    (['Pain'], True, None)
    """
    further = tuple(full_text_passages(full_text)) if full_text is not None else ()
    passages = passages_of(source_texts(record)) + further
    return findings_of(passages)


def findings_of(passages: tuple[Passage, ...]) -> StudyFindings:
    """The same of sentences."""
    return StudyFindings(
        effects=effects_of(passages),
        adverse=find_adverse_events(passages),
        follow_up=longest_follow_up(passages),
    )
