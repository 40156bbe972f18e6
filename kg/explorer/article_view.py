"""What the article page shows, from an article and its audit: the selection, the fix list, the references."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.audit.fix_list import fix_list
from kg.explorer.article_filters import Filters, Selection
from kg.explorer.claim_history import ClaimHistory, GoneClaim, find_gone, follow_claim
from kg.explorer.reading import ReadingBlock, cut_parts, read_blocks
from kg.explorer.reading_quality import Quality, read_quality
from kg.export.decisions import decided_lines
from kg.identifiers import StudyId
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
from kg.model.fix import Fix, Screened
from kg.model.suppression import Suppressed
from kg.run_comparison import DatedAudit

__all__ = [
    "ArticleView",
    "ClaimView",
    "Part",
    "PlaceView",
    "ReferenceView",
    "Steps",
    "build_article_view",
]


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
class Part:
    """Which part of a long article is shown, from 1, of how many."""

    number: int
    of: int


@dataclass(frozen=True, slots=True)
class Steps:
    """Where one can go on from here: keys of claims that the filters let through, and things to mend."""

    previous_claim: str | None
    next_claim: str | None
    previous_fix: Fix | None
    next_fix: Fix | None


@dataclass(frozen=True, slots=True)
class ArticleView:
    """Everything on the article page.

    Attributes:
        blocks: of the part that is shown.
        fixes: what to mend, as far as the filters let it through, the greatest harm first and notes last.
        aside: findings that the filters let through and that people set aside, each with their word.
        settled: what people decided on each failed finding.
        rules: codes of the rules that failed somewhere, for the filter.
        studies: what people call each study that the audit names; its key where nobody gave it a name.
        ranked_by: by what the nearest sentence of a source was found.
        chosen: what the side panel is about.
        gone: what became of the claim that a link asks for, where it is none of this article's.
        history: of the chosen claim, if it is one.
    """

    article: Article
    quality: Quality
    blocks: tuple[ReadingBlock, ...]
    part: Part
    claims: Mapping[str, ClaimView]
    references: tuple[ReferenceView, ...]
    fixes: tuple[Fix, ...]
    aside: tuple[Suppressed, ...]
    settled: Mapping[Finding, SettledFinding]
    severities: Mapping[Severity, int]
    verdicts: Mapping[Verdict, int]
    rules: tuple[str, ...]
    studies: Mapping[StudyId, str]
    ranked_by: str
    filters: Filters
    chosen: ClaimView | PlaceView | None
    steps: Steps
    gone: GoneClaim | None = None
    history: ClaimHistory | None = None

    @property
    def title(self) -> str:
        """The article's title, else the name of its file."""
        return self.article.title or self.article.source

    @property
    def open_to_decide(self) -> tuple[SettledFinding, ...]:
        """The failed findings on what was chosen, to be decided on here: first those that the filters let through."""
        found = [finding for finding in (self.chosen.findings if self.chosen else ()) if finding in self.settled]
        found.sort(key=lambda finding: not self.filters.let_through(finding, self.settled[finding].standing))
        return tuple(self.settled[finding] for finding in found)

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
    screened: Screened | None = None,
    past: Sequence[DatedAudit] = (),
) -> ArticleView:
    """The page of one article.

    Args:
        article: the snapshot.
        report: its audit.
        records: the record of every study that the audit names.
        filters: what to show.
        selection: what the reader chose; a name that leads nowhere is taken for no choice, and is told.
        settlement: what people decided on its findings, as far as that could be read.
        screened: the audit beside what people set aside, by a decision or in the article's own file.
        past: earlier audits of the article, the oldest first.
    """
    settled = {one.finding: one for one in settlement.findings} if settlement else {}
    claims = _claims(article, report, filters, settled)
    references = tuple(_reference(article, report, index, records) for index in range(len(article.references)))
    screened = screened or Screened.of(report, article)

    def lets(finding: Finding) -> bool:
        passes = filters.let_through(finding, _standing(finding, settled))
        return passes and (filters.verdict is None or _is_on_shown(finding, claims))

    fixes = fix_list(replace(screened, failures=tuple(filter(lets, screened.failures))))
    chosen = claims.get(selection.claim or "") or _place(report, references, selection.place or "")
    parts = cut_parts(read_blocks(article, furniture=filters.furniture))
    number = _part_of(chosen, parts) or min(max(filters.part, 1), len(parts))
    is_gone = bool(selection.claim) and chosen is None
    return ArticleView(
        article=article,
        quality=read_quality(article),
        blocks=parts[number - 1],
        part=Part(number, len(parts)),
        claims=claims,
        references=references,
        fixes=fixes,
        aside=tuple(one for one in screened.suppressed if lets(one.finding)),
        settled=settled,
        severities=Counter(finding.severity for finding in report.failures),
        verdicts=Counter(entry.verdict for entry in report.ledger),
        rules=tuple(sorted({finding.rule for finding in report.failures})),
        studies={study: record.name or study.value for study, record in records.items()},
        ranked_by=report.ranked_by,
        filters=filters,
        chosen=chosen,
        steps=_steps(claims, fixes, chosen),
        gone=find_gone(selection.claim or "", article.claims, past) if is_gone else None,
        history=follow_claim(chosen.claim.key, past) if isinstance(chosen, ClaimView) else None,
    )


def _claims(
    article: Article, report: Report, filters: Filters, settled: Mapping[Finding, SettledFinding]
) -> dict[str, ClaimView]:
    """Every claim by its key, in the order of the article."""
    by_key = {claim.key: claim for claim in article.claims}
    on = _by_subject(report)
    ordered = sorted(report.ledger, key=lambda entry: by_key[entry.claim].span)
    return {entry.claim: _claim(by_key[entry.claim], on, entry, filters, settled) for entry in ordered}


def _standing(finding: Finding, settled: Mapping[Finding, SettledFinding]) -> Standing:
    return settled[finding].standing if finding in settled else Standing.OPEN


def _part_of(chosen: ClaimView | PlaceView | None, parts: Sequence[tuple[ReadingBlock, ...]]) -> int | None:
    """The part in which what was chosen stands, from 1; ``None`` where it stands in none, as the references do."""
    for number, part in enumerate(parts, 1):
        if isinstance(chosen, ClaimView) and any(chosen.claim.key == run.claim for one in part for run in one.runs):
            return number
        if isinstance(chosen, PlaceView) and not chosen.reference and any(chosen.line == one.line for one in part):
            return number
    return None


def _steps(claims: Mapping[str, ClaimView], fixes: tuple[Fix, ...], chosen: ClaimView | PlaceView | None) -> Steps:
    shown = [key for key, claim in claims.items() if claim.shown]
    before, after = shown[-1:], shown[:1]
    if isinstance(chosen, ClaimView):
        at = chosen.claim.span
        before = [key for key in shown if claims[key].claim.span < at][-1:]
        after = [key for key in shown if claims[key].claim.span > at][:1]
    here = [at for at, fix in enumerate(fixes) if chosen and any(one in chosen.findings for one in fix.findings)]
    earlier, later = (fixes[: here[0]], fixes[here[-1] + 1 :]) if here else ((), fixes)
    return Steps(
        previous_claim=before[0] if before and chosen else None,
        next_claim=after[0] if after else None,
        previous_fix=earlier[-1] if earlier else None,
        next_fix=later[0] if later else None,
    )


def _is_on_shown(finding: Finding, claims: Mapping[str, ClaimView]) -> bool:
    """Whether a finding is on a claim that the filters let through."""
    return finding.subject_kind is SubjectKind.CLAIM and claims[finding.subject].shown


_Subject = tuple[SubjectKind, str]


def _by_subject(report: Report) -> dict[_Subject, list[Finding]]:
    """The findings on each subject, in the report's order."""
    found: dict[_Subject, list[Finding]] = {}
    for finding in report.findings:
        found.setdefault((finding.subject_kind, finding.subject), []).append(finding)
    return found


def _claim(
    claim: Claim,
    on: Mapping[_Subject, list[Finding]],
    entry: LedgerEntry,
    filters: Filters,
    settled: Mapping[Finding, SettledFinding],
) -> ClaimView:
    subjects = [(SubjectKind.CLAIM, claim.key), *((SubjectKind.POINTER, str(index)) for index in claim.pointers)]
    findings = _ordered(finding for subject in dict.fromkeys(subjects) for finding in on.get(subject, ()))
    failed = [finding for finding in findings if finding.outcome is Outcome.FAILED]
    passes = filters.verdict in (None, entry.verdict) and (
        not filters.asks_for_findings
        or any(filters.let_through(finding, _standing(finding, settled)) for finding in failed)
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
