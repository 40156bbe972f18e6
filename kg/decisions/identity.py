"""What makes a finding the same one in another audit, and what its sources looked like.

The id of a finding says which rule, on which words: those of the claim, reference or marker that it is about, and
those that it marks in them. It survives edits elsewhere in the article, new lines above and a rewritten message; a
change of those words makes it another finding. Its basis is a hash of what the graph held of the sources: of each
study that the claim cites, and, where the finding rests on something else, of the passages that it shows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from kg.errors import UsageError
from kg.identifiers import FindingId, StudyId, content_hash
from kg.model import Article, Finding, Pointer, Report, SubjectKind

__all__ = ["FindingIds", "IdentifiedFinding", "Subject", "find_finding", "find_subject", "identify_findings"]

_AT_LINE = re.compile(r"(?P<rule>[A-Za-z]{3}[0-9]{3})@(?P<line>[0-9]{1,7})")
_SHORT = 16


@dataclass(frozen=True, slots=True)
class Subject:
    """What a finding is about, told so that it is found again: a fingerprint of its words, which repeat, the words."""

    fingerprint: str
    ordinal: int
    words: str

    @property
    def key(self) -> str:
        """Fingerprint and repeat in one."""
        return f"{self.fingerprint}-{self.ordinal}"


@dataclass(frozen=True, slots=True)
class IdentifiedFinding:
    """A failed finding with its id, the words it is about, and the hash of what is known of its sources."""

    finding: Finding
    id: FindingId
    subject: Subject
    basis: str


def identify_findings(article: Article, report: Report) -> tuple[IdentifiedFinding, ...]:
    """The failed findings of an audit, each with its id, in the report's order."""
    states = {one.reference: one.state or "" for one in report.resolutions}
    studies = {one.study: one.state or "" for one in report.resolutions if one.study}
    cited = {entry.claim: entry.studies for entry in report.ledger}
    find = cache(lambda kind, subject: find_subject(article, kind, subject))
    seen: Counter[str] = Counter()
    found = []
    for finding in report.failures:
        subject = find(finding.subject_kind, finding.subject)
        marked = " ".join(finding.span.of(article.text).split()).casefold()
        parts = (finding.rule, finding.subject_kind, subject.fingerprint, marked, str(finding.study or ""))
        alike = content_hash("\n".join(parts))
        seen[f"{alike}{subject.ordinal}"] += 1
        mark = content_hash(f"{alike}{seen[f'{alike}{subject.ordinal}']}")[:8]
        key = FindingId(f"{finding.rule}-{mark}-{subject.ordinal}")
        found.append(IdentifiedFinding(finding, key, subject, _basis(finding, article, states, studies, cited)))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class FindingIds:
    """The ids of an audit's failed findings, whatever severity the settings give them."""

    by_place: Mapping[Hashable, FindingId]

    @classmethod
    def of(cls, article: Article, report: Report) -> FindingIds:
        """Those of an audit."""
        return cls({_place(one.finding): one.id for one in identify_findings(article, report)})

    def find(self, finding: Finding) -> FindingId | None:
        """The id of a finding; ``None`` if it is none of the audit's own."""
        return self.by_place.get(_place(finding))


def _place(finding: Finding) -> Hashable:
    return finding.rule, finding.subject_kind, finding.subject, finding.span, finding.message, finding.study


def find_subject(article: Article, kind: SubjectKind, subject: str) -> Subject:
    """The words that a finding of this kind and subject is about; none where the article has no such subject."""
    match kind:
        case SubjectKind.CLAIM:
            claim = next((one for one in article.claims if one.key == subject), None)
            if claim is not None:
                return Subject(claim.fingerprint, claim.ordinal, _single(claim.text))
        case SubjectKind.REFERENCE:
            if (at := _index(subject, article.references)) is not None:
                return _repeat([_single(one.raw) for one in article.references], at)
        case SubjectKind.POINTER:
            if (at := _index(subject, article.pointers)) is not None:
                return _repeat([_single(_around(article, one)) for one in article.pointers], at)
        case SubjectKind.ARTICLE:
            return Subject(content_hash("")[:_SHORT], 1, "")
    return Subject(content_hash(subject)[:_SHORT], 1, "")


def _index(subject: str, parts: Sequence[object]) -> int | None:
    """The place that a subject names among these parts, if there is one."""
    return next((at for at in range(len(parts)) if str(at) == subject), None)


def _around(article: Article, pointer: Pointer) -> str:
    """A marker with the sentence that it stands on."""
    on = article.sentences[pointer.sentence].text if pointer.sentence < len(article.sentences) else ""
    return f"{pointer.marker} in {on}"


def _repeat(texts: list[str], index: int) -> Subject:
    """The text at the index, and how many of the same stand up to there."""
    text = texts[index]
    return Subject(content_hash(text.casefold())[:_SHORT], texts[: index + 1].count(text), text)


def _single(text: str) -> str:
    """The text with single white space and without what no text file may hold."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def _basis(
    finding: Finding,
    article: Article,
    states: Mapping[int, str],
    studies: Mapping[StudyId, str],
    cited: Mapping[str, tuple[StudyId, ...]],
) -> str:
    """Hash of what the graph held of all that the finding rests on."""
    match finding.subject_kind:
        case SubjectKind.CLAIM:
            held = [f"{key} {studies.get(key, '')}" for key in cited.get(finding.subject, ())]
        case SubjectKind.REFERENCE:
            at = _index(finding.subject, article.references)
            held = [] if at is None else [states.get(at, "")]
        case SubjectKind.POINTER:
            at = _index(finding.subject, article.pointers)
            named = None if at is None else article.reference_of(article.pointers[at])
            held = [states.get(article.references.index(named), "")] if named else []
        case SubjectKind.ARTICLE:
            held = []
    own = finding.study is not None and finding.study in studies
    shown = [] if own else [passage.text for passage in finding.source]
    return content_hash("\n".join([*sorted(held), *shown]))[:_SHORT]


def find_finding(given: str, findings: tuple[IdentifiedFinding, ...]) -> IdentifiedFinding:
    """The finding that a person means: by its id, the beginning of one, or as RULE@LINE.

    Raises:
        UsageError: if there is none, or more than one.
    """
    at = _AT_LINE.fullmatch(given.strip())
    if at:
        rule, line = at["rule"].upper(), int(at["line"])
        meant = [
            one for one in findings if one.finding.rule == rule and line in (one.finding.line, *one.finding.folded)
        ]
    else:
        exact = [one for one in findings if one.id.value == given.strip()]
        meant = exact or [one for one in findings if given.strip() and one.id.value.startswith(given.strip())]
    if len(meant) == 1:
        return meant[0]
    if not meant:
        mend = "`kg decide ARTICLE --list` shows the findings with their ids."
        raise UsageError(f"no finding of this article is {given[:80]!r}", mend=mend)
    ids = ", ".join(one.id.value for one in meant[:10])
    raise UsageError(f"{len(meant)} findings are {given[:80]!r}", mend=f"Give the id of one of them: {ids}.")
