"""What an audit says: rules, findings, verdicts, and the ledger of what was not checked."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kg.identifiers import ArticleId, StudyId
from kg.model.span import Span
from kg.model.study import Confidence

__all__ = [
    "Finding",
    "LedgerEntry",
    "Outcome",
    "Passage",
    "Patch",
    "Reading",
    "Report",
    "Resolution",
    "ResolvedBy",
    "Rule",
    "Severity",
    "SubjectKind",
    "Surety",
    "Verdict",
]


class Outcome(StrEnum):
    """Result of one rule on one subject (the values of W3C EARL)."""

    PASSED = "passed"
    FAILED = "failed"
    CANNOT_TELL = "cannot tell"
    INAPPLICABLE = "inapplicable"
    UNTESTED = "untested"


class Severity(StrEnum):
    """How much a failed rule matters to a reader; ``rank`` 0 is the gravest."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def rank(self) -> int:
        """0 for an error, 1 for a warning, 2 for a note."""
        return _RANKS[self]


_RANKS = {severity: rank for rank, severity in enumerate(Severity)}


@dataclass(frozen=True, slots=True)
class Rule:
    """One check, as data; ``version`` changes when its outcomes can.

    ``failing`` and ``passing`` are one example each, in words.
    """

    code: str
    name: str
    version: int
    severity: Severity
    fails_when: str
    rationale: str
    failing: str
    passing: str


class SubjectKind(StrEnum):
    """What a finding is about."""

    ARTICLE = "article"
    CLAIM = "claim"
    POINTER = "pointer"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of the article or of a source that a finding rests on.

    Attributes:
        text: the words. For a curated fact they are ours: then ``paraphrase`` is true, and no
            screen may show them as a quotation.
        place: the file and line, or the part of the source.
        marked: the words of ``text`` that matter, by their span in it.
        address: where the source can be read.
        confidence: for sources, how near to the paper it was read.
    """

    text: str
    place: str
    marked: tuple[Span, ...] = ()
    address: str | None = None
    paraphrase: bool = False
    confidence: Confidence | None = None


@dataclass(frozen=True, slots=True)
class Patch:
    """The smallest rewording that would pass: ``replacement`` for the characters of ``span``."""

    span: Span
    replacement: str


@dataclass(frozen=True, slots=True)
class Finding:
    """The outcome of one rule on one subject.

    Attributes:
        subject: a claim's key, a pointer's or reference's index, or the article's key.
        message: one or two sentences for the editor.
        line: of the file, from 1.
        span: the characters of the article it is about.
        said: the article's words; ``source`` the words they were held against.
        possible: for a failed one that rests on a low-confidence or second-hand fact.
        folded: lines of further places with the same words, told once.
    """

    rule: str
    outcome: Outcome
    severity: Severity
    subject_kind: SubjectKind
    subject: str
    message: str
    line: int
    span: Span
    said: Passage | None = None
    source: tuple[Passage, ...] = ()
    patch: Patch | None = None
    possible: bool = False
    folded: tuple[int, ...] = ()
    study: StudyId | None = None


class ResolvedBy(StrEnum):
    """What led from a printed reference to a record."""

    PMID = "PMID"
    DOI = "DOI"
    PMCID = "PMCID"
    TITLE = "exact title, year and first author"


class Surety(StrEnum):
    """How surely a printed reference is the record that it was led to."""

    CERTAIN = "certain"
    """An identifier led there, and the title, or first author and year, that are printed agree with the record."""
    LIKELY = "likely"
    """Title, year and first author are the record's, but no identifier led there."""
    UNCONFIRMED = "unconfirmed"
    """What is printed differs from the record, or too little of it could be compared."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """Where one reference led: ``study`` is ``None`` where nothing was found, and ``reason`` why.

    Attributes:
        reference: the index of the reference.
        by: what led to the study.
        surety: how surely the study is the work that is printed; ``None`` where it was not compared.
        suggestion: the study of nearly the same title, for a person to judge; the reference counts as unresolved.
        state: a hash of all that the graph held of the study: it changes when any of that does.
    """

    reference: int
    study: StudyId | None = None
    by: ResolvedBy | None = None
    reason: str | None = None
    state: str | None = None
    surety: Surety | None = None
    suggestion: StudyId | None = None


class Reading(StrEnum):
    """What of a source could be read for a claim."""

    FULL_TEXT = "full text"
    ABSTRACT = "abstract"
    CURATED_FACTS = "curated facts"
    NOTHING = "nothing"


class Verdict(StrEnum):
    """What the axes together say of a claim; no flag is never "verified"."""

    SUPPORTED = "supported"
    RESERVATIONS = "supported with reservations"
    CONTRADICTED = "contradicted"
    NOT_ADDRESSED = "not addressed"
    UNCHECKED = "unchecked"
    UNCITED = "uncited"
    NOT_CHECKABLE = "not checkable"


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """What was read for one claim, its verdict with reasons, and what was not checked and why.

    ``checked`` lists the rules that gave an answer, ``unchecked`` pairs a rule with its reason.
    """

    claim: str
    line: int
    verdict: Verdict
    reasons: tuple[str, ...] = ()
    reading: Reading = Reading.NOTHING
    studies: tuple[StudyId, ...] = ()
    checked: tuple[str, ...] = ()
    unchecked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """One audit of one snapshot; findings in fix order, the gravest first.

    Attributes:
        evidence: hash of the evidence that it was held against, so that a later run can tell
            whether anything changed.
        ranked_by: by what the sentences of sources were ranked; empty where none were.
    """

    article: ArticleId
    snapshot: str
    findings: tuple[Finding, ...] = ()
    resolutions: tuple[Resolution, ...] = ()
    ledger: tuple[LedgerEntry, ...] = ()
    evidence: str = ""
    ranked_by: str = ""

    @property
    def failures(self) -> tuple[Finding, ...]:
        """The findings whose rule failed."""
        return tuple(finding for finding in self.findings if finding.outcome is Outcome.FAILED)
