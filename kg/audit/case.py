"""What every rule works on: the article, the studies behind its references, and ways to point at words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from kg.evidence import Evidence
from kg.model import (
    Article,
    Claim,
    Confidence,
    Finding,
    Outcome,
    Passage,
    Reference,
    Resolution,
    Rule,
    Severity,
    SourcePlace,
    Span,
    Study,
    SubjectKind,
    Vocabulary,
)

__all__ = ["Case", "Check", "Source", "called", "is_second_hand", "mark", "source_passage"]


@dataclass(frozen=True, slots=True)
class Source:
    """One reference that a claim points to, and the study it leads to, if any."""

    index: int
    reference: Reference
    resolution: Resolution
    study: Study | None


class Case:
    """One article held against the evidence.

    Args:
        article: the snapshot to audit.
        evidence: the graph to hold it against.
    """

    def __init__(self, article: Article, evidence: Evidence) -> None:
        self.article = article
        self._evidence = evidence

    @property
    def vocabulary(self) -> Vocabulary:
        """The concepts that claims and studies share."""
        return self._evidence.vocabulary

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """Every reference of the article, resolved as far as it can be."""
        found = []
        for index, reference in enumerate(self.article.references):
            resolution = self._evidence.resolve(index, reference)
            study = self._evidence.get_study(resolution.study) if resolution.study else None
            found.append(Source(index, reference, resolution, study))
        return tuple(found)

    def sources_of(self, claim: Claim) -> tuple[Source, ...]:
        """The references that a claim points to, each once; dangling pointers lead nowhere."""
        labels = [self.article.pointers[index].label for index in claim.pointers]
        return tuple(source for source in self.sources if any(label in source.reference.labels for label in labels))

    def studies_of(self, claim: Claim) -> tuple[Study, ...]:
        """The studies behind a claim, each once."""
        return tuple({s.study.id: s.study for s in self.sources_of(claim) if s.study}.values())

    def evidence_fingerprint(self) -> str:
        """Hash of all that the audit of this article depended on."""
        return self._evidence.fingerprint(source.study.id for source in self.sources if source.study)

    def locate(self, claim: Claim, words: str) -> Span:
        """Where words of a claim stand in the article; the claim's own span if they are broken up there."""
        pattern = r"\s+".join(re.escape(word) for word in words.split())
        found = re.search(pattern, claim.span.of(self.article.text)) if pattern else None
        return Span(found.start(), found.end()).shifted(claim.span.start) if found else claim.span

    def said(self, claim: Claim, words: str) -> Passage:
        """A claim's own words, with some of them marked."""
        return Passage(claim.text, self.place(claim.span), mark(claim.text, words))

    def place(self, span: Span) -> str:
        """File and line of a span."""
        return f"{self.article.source}:{self.article.line_of(span.start)}"

    def on_claim(  # noqa: D417 - the rest are the fields of a finding
        self, rule: Rule, claim: Claim, outcome: Outcome, message: str, *, words: str = "", **fields: object
    ) -> Finding:
        """A finding on a claim.

        Args:
            words: those of the claim that it is about; they are marked.
        """
        span = self.locate(claim, words) if words else claim.span
        fields.setdefault("said", self.said(claim, words))
        return self._finding(rule, SubjectKind.CLAIM, claim.key, span, outcome, message, fields)

    def on_reference(self, rule: Rule, index: int, outcome: Outcome, message: str, **fields: object) -> Finding:
        """A finding on a reference."""
        reference = self.article.references[index]
        fields.setdefault("said", Passage(reference.raw, self.place(reference.span)))
        return self._finding(rule, SubjectKind.REFERENCE, str(index), reference.span, outcome, message, fields)

    def on_pointer(self, rule: Rule, index: int, outcome: Outcome, message: str, **fields: object) -> Finding:
        """A finding on an in-text pointer."""
        pointer = self.article.pointers[index]
        sentence = self.article.sentences[pointer.sentence]
        fields.setdefault("said", Passage(sentence.text, self.place(pointer.span)))
        return self._finding(rule, SubjectKind.POINTER, str(index), pointer.span, outcome, message, fields)

    def on_article(self, rule: Rule, span: Span, outcome: Outcome, message: str, **fields: object) -> Finding:
        """A finding on the article as a whole, at a place in it."""
        return self._finding(rule, SubjectKind.ARTICLE, self.article.id.value, span, outcome, message, fields)

    def _finding(
        self,
        rule: Rule,
        kind: SubjectKind,
        subject: str,
        span: Span,
        outcome: Outcome,
        message: str,
        fields: dict[str, object],
    ) -> Finding:
        severity = fields.pop("severity", rule.severity)
        return Finding(
            rule=rule.code,
            outcome=outcome,
            severity=severity if isinstance(severity, Severity) else rule.severity,
            subject_kind=kind,
            subject=subject,
            message=message,
            line=self.article.line_of(span.start),
            span=span,
            **fields,  # type: ignore[arg-type]
        )


@dataclass(frozen=True, slots=True)
class Check:
    """A rule and the function that applies it; it yields a finding for every subject it looked at."""

    rule: Rule
    run: Callable[[Case, Rule], Iterator[Finding]]


def called(study: Study) -> str:
    """A study as people name it: first author and year where both were seen, else its key."""
    record = study.record
    if not record.authors or record.year is None:
        return study.id.value
    family = record.authors[0].rsplit(" ", 1)[0]
    return f"{family}{' et al.' if len(record.authors) > 1 else ''} {record.year}"


def is_second_hand(place: SourcePlace) -> bool:
    """Whether a value was read so far from the paper that a conflict with it is only a possible one."""
    return place.confidence in (Confidence.LOW, Confidence.UNSTATED)


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


def mark(text: str, words: str) -> tuple[Span, ...]:
    """The first place of the words in the text, to be marked; nothing if they are not in it."""
    at = text.find(words)
    return (Span(at, at + len(words)),) if words and at >= 0 else ()
