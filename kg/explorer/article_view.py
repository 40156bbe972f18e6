"""What the article page shows, from an article and its audit: the selection, the fix list, the references."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg.explorer.reading import ReadingBlock, read_blocks
from kg.export.decisions import decided_lines
from kg.identifiers import StudyId
from kg.legibility import measure_legibility
from kg.model import (
    Article,
    Claim,
    Finding,
    LedgerEntry,
    Outcome,
    Record,
    Reference,
    Report,
    Resolution,
    Severity,
    Span,
    SubjectKind,
    Verdict,
)
from kg.model.decision import SettledFinding, Settlement, Standing

__all__ = [
    "ArticleView",
    "ClaimView",
    "Filters",
    "PlaceView",
    "Quality",
    "ReferenceView",
    "Selection",
    "build_article_view",
]


@dataclass(frozen=True, slots=True)
class Filters:
    """What to show of the findings and claims, ``None`` being everything; and whether to show page furniture."""

    rule: str | None = None
    severity: Severity | None = None
    verdict: Verdict | None = None
    furniture: bool = False

    def let_through(self, finding: Finding) -> bool:
        """Whether a finding has the rule and the severity asked for."""
        return self.rule in (None, finding.rule) and self.severity in (None, finding.severity)


@dataclass(frozen=True, slots=True)
class Selection:
    """What the reader chose: a claim by its key, or a place such as ``reference-2`` or ``line-50``."""

    claim: str | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Quality:
    """How well the article was read.

    Attributes:
        summary: what was found, set aside and lost, counted.
        language: as declared or told by the words; ``None`` where neither tells.
        lines_left_out: lines taken for page furniture; ``left_out`` shows how each of these parts begins.
        dangling: markers that name no reference, as printed, each with its line.
        remarks: what limits the reading, each with its line.
    """

    summary: str
    language: str | None
    lines_left_out: int
    left_out: tuple[tuple[int, str], ...]
    dangling: tuple[tuple[int, str], ...]
    remarks: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class ClaimView:
    """One claim with all that the audit says of it.

    Attributes:
        findings: those on the claim or on a marker in it, failed ones first.
        worst: the gravest severity among the failed ones.
        shown: whether the filters let it through.
    """

    claim: Claim
    line: int
    entry: LedgerEntry
    findings: tuple[Finding, ...]
    worst: Severity | None
    shown: bool


@dataclass(frozen=True, slots=True)
class ReferenceView:
    """One entry of the reference list, where it led, and its findings, failed ones first."""

    number: int
    reference: Reference
    resolution: Resolution | None
    record: Record | None
    findings: tuple[Finding, ...]
    claims: tuple[str, ...]

    @property
    def place(self) -> str:
        """Its name in a link."""
        return f"reference-{self.number}"


@dataclass(frozen=True, slots=True)
class PlaceView:
    """A place that is no claim: its findings, failed ones first, and the reference if it is one."""

    name: str
    line: int
    findings: tuple[Finding, ...]
    reference: ReferenceView | None = None


@dataclass(frozen=True, slots=True)
class ArticleView:
    """Everything on the article page.

    Attributes:
        fixes: failed findings that the filters let through, the gravest first; notes on single uncited claims
            are summed up by the article's own finding and left out, unless they are asked for.
        folded: how many such notes were left out.
        dismissed: failed findings that the filters let through and that people dismissed.
        settled: what people decided on each failed finding.
        rules: codes of the rules that failed somewhere, for the filter.
        chosen: what the side panel is about.
    """

    article: Article
    quality: Quality
    blocks: tuple[ReadingBlock, ...]
    claims: Mapping[str, ClaimView]
    references: tuple[ReferenceView, ...]
    fixes: tuple[Finding, ...]
    folded: int
    dismissed: tuple[Finding, ...]
    settled: Mapping[Finding, SettledFinding]
    severities: Mapping[Severity, int]
    verdicts: Mapping[Verdict, int]
    rules: tuple[str, ...]
    filters: Filters
    chosen: ClaimView | PlaceView | None

    @property
    def title(self) -> str:
        """The article's title, else the name of its file."""
        return self.article.title or self.article.source

    @property
    def open_to_decide(self) -> tuple[SettledFinding, ...]:
        """The failed findings on what was chosen: those that a person can decide on here."""
        found = self.chosen.findings if self.chosen else ()
        return tuple(self.settled[finding] for finding in found if finding in self.settled)

    def decided(self, finding: Finding) -> tuple[str, ...]:
        """What each person decided on a finding, a line each; that people differ is told first."""
        one = self.settled.get(finding)
        if one is None:
            return ()
        differ = ("people differ on this finding",) if one.standing is Standing.DISPUTED else ()
        return (*differ, *decided_lines(one))

    def words(self, span: Span) -> str:
        """The article's words in a span."""
        return span.of(self.article.text)


def build_article_view(
    article: Article,
    report: Report,
    records: Mapping[StudyId, Record],
    *,
    filters: Filters,
    selection: Selection,
    settlement: Settlement | None = None,
) -> ArticleView:
    """The page of one article.

    Args:
        article: the snapshot.
        report: its audit.
        records: the record of every study that the audit names.
        filters: what to show.
        selection: what the reader chose; a name that leads nowhere is taken for no choice.
        settlement: what people decided on its findings, as far as that could be read.
    """
    by_key = {claim.key: claim for claim in article.claims}
    on = _by_subject(report)
    claims = {entry.claim: _claim(by_key[entry.claim], on, entry, filters) for entry in report.ledger}
    references = tuple(_reference(article, report, index, records) for index in range(len(article.references)))
    settled = {one.finding: one for one in settlement.findings} if settlement else {}
    through = [
        finding
        for finding in report.failures
        if filters.let_through(finding) and (filters.verdict is None or _is_on_shown(finding, claims))
    ]
    passing = [one for one in through if one not in settled or settled[one].standing.counts]
    fixes = tuple(finding for finding in passing if filters.severity or filters.rule or not _is_minor(finding))
    return ArticleView(
        article=article,
        quality=_quality(article),
        blocks=read_blocks(article, furniture=filters.furniture),
        claims=claims,
        references=references,
        fixes=fixes,
        folded=len(passing) - len(fixes),
        dismissed=tuple(one for one in through if one in settled and not settled[one].standing.counts),
        settled=settled,
        severities=Counter(finding.severity for finding in report.failures),
        verdicts=Counter(entry.verdict for entry in report.ledger),
        rules=tuple(sorted({finding.rule for finding in report.failures})),
        filters=filters,
        chosen=claims.get(selection.claim or "") or _place(report, references, selection.place or ""),
    )


def _is_on_shown(finding: Finding, claims: Mapping[str, ClaimView]) -> bool:
    """Whether a finding is on a claim that the filters let through."""
    return finding.subject_kind is SubjectKind.CLAIM and claims[finding.subject].shown


def _is_minor(finding: Finding) -> bool:
    on_claim = finding.subject_kind is SubjectKind.CLAIM
    return finding.rule == "CIT001" and finding.severity is Severity.NOTE and on_claim


def _quality(article: Article) -> Quality:
    read = measure_legibility(article)
    return Quality(
        summary=read.summary(),
        language=article.language,
        lines_left_out=read.lines_left_out,
        left_out=tuple((part.line, part.message) for part in read.left_out),
        dangling=tuple((article.line_of(one.span.start), one.marker) for one in read.dangling),
        remarks=tuple((remark.line, remark.message) for remark in read.remarks),
    )


_Subject = tuple[SubjectKind, str]


def _by_subject(report: Report) -> dict[_Subject, list[Finding]]:
    """The findings on each subject, in the report's order."""
    found: dict[_Subject, list[Finding]] = {}
    for finding in report.findings:
        found.setdefault((finding.subject_kind, finding.subject), []).append(finding)
    return found


def _claim(claim: Claim, on: Mapping[_Subject, list[Finding]], entry: LedgerEntry, filters: Filters) -> ClaimView:
    subjects = [(SubjectKind.CLAIM, claim.key), *((SubjectKind.POINTER, str(index)) for index in claim.pointers)]
    findings = _ordered(finding for subject in dict.fromkeys(subjects) for finding in on.get(subject, ()))
    failed = [finding for finding in findings if finding.outcome is Outcome.FAILED]
    passes = filters.verdict in (None, entry.verdict) and (
        (filters.rule, filters.severity) == (None, None) or any(filters.let_through(finding) for finding in failed)
    )
    worst = min((finding.severity for finding in failed), key=lambda severity: severity.rank, default=None)
    return ClaimView(claim, entry.line, entry, findings, worst, passes)


def _reference(article: Article, report: Report, index: int, records: Mapping[StudyId, Record]) -> ReferenceView:
    reference = article.references[index]
    resolution = next((found for found in report.resolutions if found.reference == index), None)
    pointers = {at for at, pointer in enumerate(article.pointers) if pointer.label in reference.labels}
    return ReferenceView(
        number=index + 1,
        reference=reference,
        resolution=resolution,
        record=records.get(resolution.study) if resolution and resolution.study else None,
        findings=_ordered(
            finding
            for finding in report.findings
            if finding.subject_kind is SubjectKind.REFERENCE and finding.subject == str(index)
        ),
        claims=tuple(claim.key for claim in article.claims if pointers & set(claim.pointers)),
    )


def _place(report: Report, references: tuple[ReferenceView, ...], name: str) -> PlaceView | None:
    """A reference, or a line that findings on the article or on a marker stand at."""
    for reference in references:
        if reference.place == name:
            return PlaceView(name, reference.reference.line, reference.findings, reference)
    kinds = (SubjectKind.ARTICLE, SubjectKind.POINTER)
    found = _ordered(f for f in report.findings if f.subject_kind in kinds and f"line-{f.line}" == name)
    return PlaceView(name, found[0].line, found) if found else None


def _ordered(findings: Iterator[Finding]) -> tuple[Finding, ...]:
    """Failed ones first, then those that could not tell, then the rest; among equals the gravest first."""
    order = [Outcome.FAILED, Outcome.CANNOT_TELL, Outcome.UNTESTED, Outcome.PASSED, Outcome.INAPPLICABLE]
    return tuple(sorted(findings, key=lambda finding: (order.index(finding.outcome), finding.severity.rank)))
