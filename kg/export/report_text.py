"""An audit report for people, in the manner of a linter: place, rule, words with a mark under them, mend."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterator

from kg.audit import RULES
from kg.model import Article, BlockKind, Finding, LedgerEntry, Outcome, Passage, Report, Severity, Span, Verdict

__all__ = ["to_text"]

_WIDTH = 100
_AROUND = 40
"""Characters of context on either side of the words that are marked."""


def to_text(report: Report, article: Article, *, verbose: bool = False) -> str:
    """How well the article was read, the fix list, the verdicts and what was not checked.

    Args:
        report: the audit.
        article: the snapshot that it audited.
        verbose: whether to list every claim of the ledger, and the notes on uncited ones.
    """
    failures = report.failures
    shown = [f for f in failures if verbose or not _is_minor(f)]
    parts = [
        f"{article.title or article.id}  ({article.source})",
        "",
        "How well it was read",
        *_reading(article),
        "",
        f"What to mend: {_tally(failures)}",
        "",
        *(line for finding in shown for line in _finding(finding, article)),
        *_left_out(len(failures) - len(shown)),
        "What the verdicts rest on",
        *_verdicts(report),
        "",
        *_ledger(report, verbose=verbose),
    ]
    return "\n".join(parts).rstrip() + "\n"


def _is_minor(finding: Finding) -> bool:
    """Notes on single uncited claims: the article's own finding sums them up."""
    return finding.rule == "CIT001" and finding.severity is Severity.NOTE and bool(finding.said)


def _reading(article: Article) -> Iterator[str]:
    kinds = Counter(block.kind for block in article.blocks)
    body = kinds[BlockKind.PARAGRAPH] + kinds[BlockKind.LIST_ITEM]
    yield _bullet(
        f"{body} paragraphs and list items with {len(article.claims)} claims, {len(article.pointers)} markers, "
        f"{len(article.references)} references; {kinds[BlockKind.BOILERPLATE]} pieces taken for page furniture."
    )
    for defect in article.defects:
        yield _bullet(f"line {defect.line}: {defect.message}")


def _tally(failures: tuple[Finding, ...]) -> str:
    counts = Counter(finding.severity for finding in failures)
    return ", ".join(_counted(counts[level], level.value) for level in Severity)


def _finding(finding: Finding, article: Article) -> Iterator[str]:
    column = _column(article, finding.span)
    kind = f"possible {finding.severity}" if finding.possible else finding.severity
    yield f"{article.source}:{finding.line}:{column}: {kind} {finding.rule} {RULES[finding.rule].name}"
    yield _wrapped(finding.message)
    if finding.said is not None:
        yield from _excerpt(finding.said)
    for passage in finding.source:
        yield from _source(passage)
    if finding.patch is not None:
        yield _wrapped(f"mend: “{finding.patch.span.of(article.text)}” -> “{finding.patch.replacement}”")
    yield ""


def _excerpt(passage: Passage) -> Iterator[str]:
    """The words around the first mark, and carets under it; the start of the text where nothing is marked."""
    mark = passage.marked[0] if passage.marked else None
    start = max(0, mark.start - _AROUND) if mark else 0
    end = min(len(passage.text), (mark.end if mark else 0) + _AROUND + (0 if mark else _AROUND))
    before, after = "…" if start else "", "…" if end < len(passage.text) else ""
    yield f"    | {before}{passage.text[start:end]}{after}"
    if mark:
        yield "    | " + " " * (len(before) + mark.start - start) + "^" * (mark.end - mark.start)


def _source(passage: Passage) -> Iterator[str]:
    sure = f"; confidence: {passage.confidence}" if passage.confidence else ""
    words = f"{passage.text}" if passage.paraphrase else f"“{passage.text}”"
    ours = " (our paraphrase)" if passage.paraphrase else ""
    yield _wrapped(f"source{ours}: {words} [{passage.place}{sure}]")
    if passage.address:
        yield f"      {passage.address}"


def _left_out(count: int) -> Iterator[str]:
    if count:
        yield f"Left out here: {_counted(count, 'note')} on single uncited claims; --verbose lists them."
        yield ""


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _verdicts(report: Report) -> Iterator[str]:
    counts = Counter(entry.verdict for entry in report.ledger)
    for verdict in Verdict:
        if counts[verdict]:
            yield _bullet(f"{counts[verdict]} {verdict}")
    yield _bullet("No verdict here means “verified”: see below what was not checked.")


def _ledger(report: Report, *, verbose: bool) -> Iterator[str]:
    yield "What was not checked, and why"
    told = [entry for entry in report.ledger if entry.studies or entry.unchecked]
    common = _common(told)
    for reason in common:
        yield _bullet(f"on every claim with a source: {reason}")
    alike: dict[tuple[str, ...], list[int]] = {}
    for entry in report.ledger if verbose else told:
        alike.setdefault(_told_of(entry, common), []).append(entry.line)
    for (first, *more), lines in alike.items():
        yield _bullet(f"line {', '.join(map(str, dict.fromkeys(lines)))}: {first}")
        yield from (_bullet(line, depth=1) for line in more)
    yield from _untold_of_references(report)
    untold = len(report.ledger) - len(told)
    if untold and not verbose:
        yield _bullet(f"{untold} further claims carry no marker, so there was nothing to hold them against.")


def _untold_of_references(report: Report) -> Iterator[str]:
    """What could not be told of the references; where the reason is the same for all, it is told once."""
    untold = [f for f in report.findings if f.outcome is Outcome.CANNOT_TELL and f.rule[:3] in ("REF", "SRC")]
    for finding in (f for f in untold if f.rule.startswith("REF")):
        yield _bullet(f"line {finding.line}: {finding.message} ({finding.rule})")
    for rule in dict.fromkeys(f.rule for f in untold if f.rule.startswith("SRC")):
        first, *others = (finding for finding in untold if finding.rule == rule)
        same = f" The same on line {', '.join(str(finding.line) for finding in others)}." if others else ""
        yield _bullet(f"line {first.line}: {first.message}{same} ({rule})")


def _common(entries: list[LedgerEntry]) -> list[str]:
    """The reasons that hold for every entry, so that they need telling once."""
    if not entries:
        return []
    return [reason for reason in entries[0].unchecked if all(reason in entry.unchecked for entry in entries)]


def _told_of(entry: LedgerEntry, common: list[str]) -> tuple[str, ...]:
    """What to say of a claim, apart from where it stands: claims of which the same is to be said are told together."""
    read = f" Read: {entry.reading}." if entry.studies else ""
    lines = [f"{entry.verdict}.{read} {' '.join(entry.reasons)}"]
    if entry.checked:
        lines.append(f"checked: {', '.join(entry.checked)}")
    return (*lines, *(f"not checked: {reason}" for reason in entry.unchecked if reason not in common))


def _column(article: Article, span: Span) -> int:
    return span.start - article.text.rfind("\n", 0, span.start)


def _wrapped(text: str) -> str:
    return textwrap.fill(text, _WIDTH, initial_indent="    ", subsequent_indent="      ")


def _bullet(text: str, depth: int = 0) -> str:
    indent = "  " + "    " * depth
    return textwrap.fill(text, _WIDTH, initial_indent=f"{indent}- ", subsequent_indent=f"{indent}  ")
