"""How a finding is made: the words it points to on both sides, and how they are put."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypedDict, Unpack

from kg.audit.inquiry import Inquiry
from kg.audit.rewording import Rewording
from kg.identifiers import StudyId
from kg.model import (
    Claim,
    Confidence,
    Finding,
    Outcome,
    Passage,
    Patch,
    Quantity,
    Rule,
    Sentence,
    Severity,
    SourcePlace,
    Span,
    Study,
    SubjectKind,
)
from kg.model.span import find_words

__all__ = [
    "Case",
    "Check",
    "Details",
    "called",
    "caveat",
    "is_second_hand",
    "mark",
    "source_passage",
    "untold",
]


_LOOSE_SPACE = re.compile(r"\s\s|[^\S ]")


class Details(TypedDict, total=False):
    """The fields of a finding that a rule may give; see :class:`~kg.model.Finding`."""

    said: Passage
    source: tuple[Passage, ...]
    severity: Severity
    patch: Patch | None
    possible: bool
    folded: tuple[int, ...]
    study: StudyId


class Case(Inquiry):
    """One article held against the evidence: what a rule may ask, and the findings that it makes of the answers."""

    def locate(self, claim: Claim, words: str) -> Span:
        """Where words of a claim stand in the article; the claim's own span if they are broken up there."""
        text = claim.span.of(self.article.text)
        if _LOOSE_SPACE.search(text) is None and words == " ".join(words.split()):
            at = text.find(words) if words else -1
            found = Span(at, at + len(words)) if at >= 0 else None
        else:
            found = find_words(text, words)
        return found.shifted(claim.span.start) if found else claim.span

    def patch(self, claim: Claim, words: str, replacement: str, *, at: int = 0) -> Patch | None:
        """A rewording of some words of a claim; ``None`` where they do not stand in the article as in the claim.

        Args:
            claim: the claim.
            words: what to take out.
            replacement: what to put in its place.
            at: the character of the claim's text from which on the words are meant.
        """
        return self._patch(claim.text, claim.span, words, replacement, at)

    def _patch(self, text: str, span: Span, words: str, replacement: str, at: int) -> Patch | None:
        """A rewording of words of a text that stands at a span of the article."""
        pattern = re.compile(r"\s+".join(re.escape(word) for word in words.split()))
        before = sum(1 for found in pattern.finditer(text) if found.start() < at)
        places = list(pattern.finditer(span.of(self.article.text))) if words.strip() else []
        if len(places) <= before or replacement == words:
            return None
        return Patch(Span(*places[before].span()).shifted(span.start), replacement)

    def reworded(self, claim: Claim | Sentence, rewording: Rewording | None) -> Patch | None:
        """A change of the text of a claim or sentence as one of the article's."""
        if rewording is None:
            return None
        words = rewording.span.of(claim.text)
        kept = words[len(words.rstrip()) :]
        replacement = rewording.replacement.removesuffix(kept) if kept else rewording.replacement
        return self._patch(claim.text, claim.span, words.rstrip(), replacement, rewording.span.start)

    def said(self, claim: Claim, words: str) -> Passage:
        """A claim's own words, with some of them marked."""
        return Passage(claim.text, self.place(claim.span), mark(claim.text, words))

    def place(self, span: Span) -> str:
        """File and line of a span."""
        return f"{self.article.source}:{self.line_of(span.start)}"

    def on_claim(
        self, rule: Rule, claim: Claim, outcome: Outcome, message: str, words: str = "", **details: Unpack[Details]
    ) -> Finding:
        """A finding on a claim; ``words`` are those of the claim that it is about, to be marked."""
        span = self.locate(claim, words) if words else claim.span
        details.setdefault("said", self.said(claim, words))
        return self._finding(rule, SubjectKind.CLAIM, claim.key, span, outcome, message, details)

    def on_reference(
        self, rule: Rule, index: int, outcome: Outcome, message: str, **details: Unpack[Details]
    ) -> Finding:
        """A finding on a reference."""
        reference = self.article.references[index]
        details.setdefault("said", Passage(reference.raw, self.place(reference.span)))
        return self._finding(rule, SubjectKind.REFERENCE, str(index), reference.span, outcome, message, details)

    def on_pointer(self, rule: Rule, index: int, outcome: Outcome, message: str, **details: Unpack[Details]) -> Finding:
        """A finding on an in-text pointer."""
        pointer = self.article.pointers[index]
        sentence = self.article.sentences[pointer.sentence]
        details.setdefault("said", Passage(sentence.text, self.place(pointer.span)))
        return self._finding(rule, SubjectKind.POINTER, str(index), pointer.span, outcome, message, details)

    def on_article(self, rule: Rule, span: Span, outcome: Outcome, message: str, **details: Unpack[Details]) -> Finding:
        """A finding on the article as a whole, at a place in it."""
        key = self.article.id.value
        return self._finding(rule, SubjectKind.ARTICLE, key, span, outcome, message, details)

    def _finding(
        self, rule: Rule, kind: SubjectKind, subject: str, span: Span, outcome: Outcome, message: str, details: Details
    ) -> Finding:
        line = self.line_of(span.start)
        details.setdefault("severity", rule.severity)
        return Finding(
            rule=rule.code,
            outcome=outcome,
            subject_kind=kind,
            subject=subject,
            message=message,
            line=line,
            span=span,
            **details,
        )


@dataclass(frozen=True, slots=True)
class Check:
    """A rule and the function that applies it; it yields a finding for every subject it looked at.

    ``reads_english`` tells that it understands the article's words, and only English ones: of an article in another
    language it cannot tell anything, and says so.
    """

    rule: Rule
    run: Callable[[Case, Rule], Iterator[Finding]]
    reads_english: bool = False

    def apply(self, case: Case) -> Iterator[Finding]:
        """The rule's findings on an article."""
        if self.reads_english and case.other_language:
            message = f"The article is in another language ({case.other_language}); this rule reads English only."
            yield case.on_article(self.rule, Span(0, 0), Outcome.CANNOT_TELL, message)
        else:
            yield from self.run(case, self.rule)


def called(study: Study) -> str:
    """A study as people name it; its key where neither an author nor a title was seen."""
    return study.record.name or study.id.value


def is_second_hand(place: SourcePlace) -> bool:
    """Whether a value was read so far from the paper that a conflict with it is only a possible one."""
    return place.confidence in (Confidence.LOW, Confidence.UNSTATED)


def caveat(place: SourcePlace) -> str:
    """What to add to a conflict that rests on a value read far from the paper; nothing otherwise."""
    if place.confidence is Confidence.UNSTATED:
        return " Where the source's value was read is not stated, so this is a possible conflict."
    if place.confidence is Confidence.LOW:
        return " The source's value was read in a summary only, so this is a possible conflict."
    return ""


def source_passage(
    study: Study, text: str, place: SourcePlace, marked: tuple[Span, ...] = (), *, paraphrase: bool = True
) -> Passage:
    """Words on a study as a passage, with where the study and the words can be read.

    Args:
        study: the study that they are of.
        text: a curated fact in our words, or words of the record itself.
        place: where it was read.
        marked: the stretches of the text to mark.
        paraphrase: whether the words are ours.
    """
    record = study.record
    address = next((i.address for i in (record.pmcid, record.pmid, record.doi) if i is not None), record.address)
    read = f", read in: {place.part}" if place.part else ""
    return Passage(text, f"{called(study)}{read}", marked, address, paraphrase=paraphrase, confidence=place.confidence)


def untold(case: Case, rule: Rule, claim: Claim, figure: Quantity, why: str, **details: Unpack[Details]) -> Finding:
    """The finding that a figure of a claim could not be judged, and why."""
    return case.on_claim(rule, claim, Outcome.CANNOT_TELL, f"“{figure.text}” {why}.", figure.text, **details)


def mark(text: str, words: str) -> tuple[Span, ...]:
    """The first place of the words in the text, to be marked; nothing if they are not in it."""
    at = text.find(words)
    return (Span(at, at + len(words)),) if words and at >= 0 else ()
