"""What a paper states of itself: blinding, who was let in or kept out, money, interests, limitations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.extraction.blinding import find_blinding
from kg.extraction.texts import FULL_TEXT, SourceText
from kg.model.extraction import ExtractedValue, FieldValue
from kg.model.fulltext import FullText, StatementKind
from kg.model.record import IndexedRecord, Record
from kg.model.span import Span
from kg.text.sentences import split_sentences

__all__ = ["find_statements"]

_EXCLUDED = re.compile(r"\b(?:exclu(?:ded|ding|sion\scriteri\w+)|ineligible|not\seligible)\b", re.IGNORECASE)
_INCLUDED = re.compile(
    r"\b(?:inclusion\scriteri\w+|eligib(?:le|ility)|we\sincluded|were\sincluded\sif)\b", re.IGNORECASE
)
_ELIGIBILITY = re.compile(
    r"eligib|inclusion|exclusion|selection\scriteria|participants|patients|population|subjects", re.IGNORECASE
)
_FUNDING = re.compile(
    r"\b(?:fund(?:ed|ing)(?:\sby|\ssource)?|(?:financially\s)?supported\sby|sponsored\sby|grant(?:s)?\sfrom|financial\ssupport)\b",
    re.IGNORECASE,
)
_INTERESTS = re.compile(
    r"\b(?:conflicts?\sof\sinterests?|competing\sinterests?|no\s(?:\w+\s)?disclosures?)\b", re.IGNORECASE
)
_LIMITATION = re.compile(
    r"\b(?:limitations?\b|limited\sby|small\ssample(?:\ssize)?|lack\sof\s(?:a\s)?(?:control|blinding|randomi[sz]ation|long-term)|short\s(?:duration|follow-?\s?up))",
    re.IGNORECASE,
)
_LATE = re.compile(r"result|finding|conclusion|interpretation|discussion")
"""Headings below which papers tell who came, and no longer who was meant to."""
_SCREENED = re.compile(
    r"\b(?:assessed|screened|evaluated|checked|reviewed)\sfor\s(?:\w+\s)?eligibility\b", re.IGNORECASE
)
_LABELLED = {
    "fund": "funding",
    "support": "funding",
    "conflict": "interests",
    "disclos": "interests",
    "limitation": "limitations",
}
_MOST = 3


def find_statements(
    record: Record, texts: Sequence[SourceText], full_text: FullText | None = None
) -> Iterator[FieldValue]:
    """Blinding, criteria, funding, interests and limitations, each as the sentence that states it."""
    short = [text for text in texts if text.part != FULL_TEXT]
    yield from find_blinding(short)
    for source in short:
        yield from _of_section(source)
    yield from _of_record(record)
    if full_text is not None:
        yield from _of_full_text(full_text)


def _value(field: str, source: SourceText, span: Span, rule: str) -> FieldValue:
    return FieldValue(field, ExtractedValue(span.of(source.text), source.place(span), rule))


def _of_section(source: SourceText) -> Iterator[FieldValue]:
    """The sentences of one text that state something of the kind, at most three a field."""
    label = (source.label or "").lower()
    for stem, field in _LABELLED.items():
        if stem in label:
            yield _value(field, source, Span(0, len(source.text)), f"{field}/heading")
            return
    if _field_of(source.text) is None:
        return
    is_late = _LATE.search(label) is not None
    given: dict[str, int] = {}
    for span in split_sentences(source.text):
        words = span.of(source.text)
        stated = _field_of(words)
        if stated and stated.startswith("criteria.") and (is_late or _SCREENED.search(words)):
            continue
        if stated is not None and given.get(stated, 0) < _MOST:
            given[stated] = given.get(stated, 0) + 1
            yield _value(stated, source, span, f"{stated.rpartition('.')[2]}/sentence")


def _field_of(words: str) -> str | None:
    low = words.lower()
    for pattern, field, needs in (
        (_EXCLUDED, "criteria.exclusion", "exclu|eligible"),
        (_INCLUDED, "criteria.inclusion", "inclu|eligib"),
        (_FUNDING, "funding", "fund|support|sponsor|grant"),
        (_INTERESTS, "interests", "interest|disclosure"),
        (_LIMITATION, "limitations", "limit|small|lack|short"),
    ):
        if _may_hold(low, needs) and pattern.search(words):
            return field
    return None


def _may_hold(low: str, needs: str) -> bool:
    """Whether any of these letters stand in the text: a look that costs little before a pattern is tried."""
    return any(part in low for part in needs.split("|"))


def _of_record(record: Record) -> Iterator[FieldValue]:
    if not isinstance(record, IndexedRecord):
        return
    agencies = {grant.agency: index for index, grant in reversed(list(enumerate(record.grants))) if grant.agency}
    for agency, index in sorted(agencies.items(), key=lambda pair: pair[1])[:_MOST]:
        yield _value("funding", SourceText("grants", agency, index), Span(0, len(agency)), "funding/grant")
    if record.interests_statement:
        source = SourceText("interests statement", record.interests_statement)
        yield _value("interests", source, Span(0, len(source.text)), "interests/statement")


def _of_full_text(full_text: FullText) -> Iterator[FieldValue]:
    source = SourceText(FULL_TEXT, full_text.text)
    for statement in full_text.statements:
        field = "funding" if statement.kind is StatementKind.FUNDING else "interests"
        yield _value(field, source, statement.span, f"{field}/statement")
    for section in full_text.sections:
        title = (section.title or "").lower()
        if "limitation" in title:
            yield _value("limitations", source, section.span, "limitations/section")
        elif _ELIGIBILITY.search(title) and len(section.span.of(source.text)) < 4000:
            part = SourceText(FULL_TEXT, section.span.of(source.text))
            for found in _of_section(part):
                if found.field.startswith("criteria."):
                    span = found.extracted.place.span.shifted(section.span.start)
                    yield _value(found.field, source, span, found.extracted.rule)
