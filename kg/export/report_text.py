"""An audit report for people, in the manner of a linter: place, rule, words with a mark under them, mend."""

from __future__ import annotations

import re
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from kg.audit import RULES
from kg.audit.fix_list import fix_list
from kg.decisions import FindingIds
from kg.export.excerpts import around
from kg.export.paint import finish, paint, width
from kg.export.places import place_of
from kg.legibility import counted
from kg.model import Article, BlockKind, Finding, LedgerEntry, Outcome, Passage, Report, Severity, Span, Verdict
from kg.model.fix import Fix, Screened
from kg.model.suppression import Suppressed, SuppressedBy

__all__ = ["to_lines", "to_text"]

_WIDTH = 100
_AROUND = 40
"""Characters of context on either side of the words that are marked."""
_SUMMED_UP = frozenset({"CIT001", "SRC004"})
_SPACE = re.compile(r"\s")


def to_text(screened: Screened, *, verbose: bool = False, quiet: bool = False, colour: bool = False) -> str:
    """How well the article was read, the fix list, what was set aside, the verdicts and what was not checked.

    Args:
        screened: the audit, with what was set aside beforehand.
        verbose: whether to list every claim of the ledger, the notes that a finding on the article sums up, and what
            was set aside.
        quiet: whether to give the fix list alone.
        colour: whether to write the codes by which a terminal shows colours.
    """
    article, report = screened.article, screened.report
    fixes, ids = fix_list(screened), FindingIds.of(screened.article, screened.report)
    shown = [fix for fix in fixes if verbose or not _is_minor(fix)]
    listed = list(_fixes(shown, screened, ids))
    if quiet:
        return finish("".join(f"{line}\n" for line in listed), colour=colour)
    hidden = sum(len(fix.findings) for fix in fixes) - sum(len(fix.findings) for fix in shown)
    parts = [
        f"{paint(article.title or article.id.value, 'strong')}  ({screened.path})",
        "",
        paint("How well it was read", "strong"),
        *_reading(article),
        "",
        f"{paint('What to mend', 'strong')}: {_tally(screened.failures)}",
        "",
        *listed,
        *_left_out(hidden),
        *_set_aside(screened.suppressed, verbose=verbose),
        paint("What the verdicts rest on", "strong"),
        *_verdicts(report),
        "",
        *_ledger(report, verbose=verbose),
    ]
    return finish("\n".join(parts).rstrip() + "\n", colour=colour)


def to_lines(screened: Screened) -> str:
    """One line a finding to mend, in the form that editors follow: ``file:line:column: error: message [CODE name] id``.

    The id is what ``kg decide`` takes; what is wrong with a suppression has none.
    """
    lines, ids = [], FindingIds.of(screened.article, screened.report)
    for fix in fix_list(screened):
        for finding in fix.findings:
            place = place_of(screened.article, screened.path, finding.line, finding.span)
            kind = f"possible {finding.severity}" if finding.possible else finding.severity.value
            message = " ".join(finding.message.split())
            key = ids.find(finding)
            named = f" {key}" if key else ""
            lines.append(f"{place}: {kind}: {message} [{finding.rule} {RULES[finding.rule].name}]{named}\n")
    return finish("".join(lines), colour=False)


def _is_minor(fix: Fix) -> bool:
    """Notes on single uncited claims and on what was read of single references: findings on the article sum them up."""
    finding = fix.finding
    return finding.rule in _SUMMED_UP and finding.severity is Severity.NOTE and bool(finding.said)


def _reading(article: Article) -> Iterator[str]:
    kinds = Counter(block.kind for block in article.blocks)
    body = kinds[BlockKind.PARAGRAPH] + kinds[BlockKind.LIST_ITEM]
    yield _bullet(
        f"{counted(body, 'paragraph or list item', 'paragraphs and list items')} with "
        f"{counted(len(article.claims), 'claim')}, "
        f"{counted(len(article.pointers), 'marker')}, {counted(len(article.references), 'reference')}; "
        f"{counted(kinds[BlockKind.BOILERPLATE], 'piece')} taken for page furniture."
    )
    for defect in article.defects:
        yield _bullet(f"line {defect.line}: {defect.message}")


def _fixes(fixes: Sequence[Fix], screened: Screened, ids: FindingIds) -> Iterator[str]:
    """The fix list under headings that say why the one stands before the other."""
    for heading, group in groupby(fixes, key=_heading):
        yield paint(heading, "quiet")
        yield ""
        for fix in group:
            yield from _fix(fix, screened, ids)


def _heading(fix: Fix) -> str:
    return "Worth knowing" if fix.finding.severity is Severity.NOTE else f"What {fix.harm}"


def _tally(failures: tuple[Finding, ...]) -> str:
    counts = Counter(finding.severity for finding in failures)
    return ", ".join(counted(counts[level], level.value) for level in Severity)


def _fix(fix: Fix, screened: Screened, ids: FindingIds) -> Iterator[str]:
    finding, article = fix.finding, screened.article
    kind = f"possible {finding.severity}" if finding.possible else finding.severity.value
    place = place_of(article, screened.path, finding.line, finding.span)
    code = paint(finding.rule, "strong")
    key = ids.find(finding)
    named = f"  {paint(key.value, 'quiet')}" if key else ""
    yield f"{place}: {paint(kind, finding.severity)} {code} {RULES[finding.rule].name}{named}"
    yield _wrapped(finding.message)
    if finding.said is not None:
        yield from _excerpt(finding.said, finding.severity)
    for passage in finding.source:
        yield from _source(passage)
    if finding.patch is not None:
        old, new = paint(finding.patch.span.of(article.text), "old"), paint(finding.patch.replacement, "new")
        yield _wrapped(f"mend: “{old}” -> “{new}”")
    lines = dict.fromkeys(line for each in fix.findings for line in (each.line, *each.folded) if line != finding.line)
    if lines:
        yield _wrapped(f"the same on line {', '.join(map(str, lines))}")
    elif fix.repeats:
        yield _wrapped(f"{counted(len(fix.repeats), 'further place')} on the same line")
    yield ""


def _excerpt(passage: Passage, style: str) -> Iterator[str]:
    """The words around the first mark, and carets under it; the start of the text where nothing is marked."""
    mark = passage.marked[0] if passage.marked else None
    text = _SPACE.sub(" ", passage.text)
    shown = around(text, mark or Span(0, 0), before=_AROUND, after=_AROUND if mark else 2 * _AROUND)
    before, after = "… " if shown.start else "", " …" if shown.end < len(text) else ""
    yield f"    | {before}{shown.of(text)}{after}"
    if mark:
        under = " " * (len(before) + width(text[shown.start : mark.start]))
        yield f"    | {under}{paint('^' * max(1, width(mark.of(text))), style)}"


def _source(passage: Passage) -> Iterator[str]:
    sure = f"; confidence: {passage.confidence}" if passage.confidence else ""
    words = f"{passage.text}" if passage.paraphrase else f"“{passage.text}”"
    ours = " (our paraphrase)" if passage.paraphrase else ""
    yield _wrapped(f"source{ours}: {words} [{passage.place}{sure}]")
    if passage.address:
        yield f"      {paint(passage.address, 'link')}"


def _left_out(count: int) -> Iterator[str]:
    if count:
        notes = counted(count, "note")
        yield f"Left out here: {notes} on single uncited claims and thin sources; --verbose lists them."
        yield ""


def _set_aside(suppressed: Iterable[Suppressed], *, verbose: bool) -> Iterator[str]:
    """What people set aside is counted, and on request listed; it is never just gone."""
    by = Counter(one.by.by for one in suppressed)
    if not by:
        return
    told = ", ".join(f"{count} {where}" for where, count in sorted(by.items()))
    more = "" if verbose or by.keys() <= {SuppressedBy.DECISION} else "; --verbose lists them with their reasons"
    yield f"{counted(by.total(), 'finding')} suppressed ({told}){more}."
    for one in suppressed:
        if verbose or one.by.by is SuppressedBy.DECISION:
            yield _bullet(f"line {one.finding.line}: {one.finding.rule}: {one.by.reason} ({one.by.place})")
    yield ""


def _verdicts(report: Report) -> Iterator[str]:
    counts = Counter(entry.verdict for entry in report.ledger)
    for verdict in Verdict:
        if counts[verdict]:
            yield _bullet(f"{counts[verdict]} {verdict}")
    if report.ranked_by:
        yield _bullet(f"The nearest sentence of each source was found by {report.ranked_by}.")
    yield _bullet("No verdict here means “verified”: see below what was not checked.")


def _ledger(report: Report, *, verbose: bool) -> Iterator[str]:
    yield paint("What was not checked, and why", "strong")
    told = [entry for entry in report.ledger if entry.studies or entry.unchecked]
    common = _common(told)
    for reason in common:
        yield _bullet(f"on every claim with a source: {reason}")
    alike: dict[tuple[str, ...], list[int]] = {}
    for entry in report.ledger if verbose else told:
        alike.setdefault(_told_of(entry, common), []).append(entry.line)
    for (first, *rest), lines in alike.items():
        yield _bullet(f"line {', '.join(map(str, dict.fromkeys(lines)))}: {first}")
        yield from (_bullet(line, depth=1) for line in rest)
    yield from _untold_of_references(report)
    untold = len(report.ledger) - len(told)
    if untold and not verbose:
        carry, them = ("carries", "it") if untold == 1 else ("carry", "them")
        yield _bullet(
            f"{counted(untold, 'further claim')} {carry} no marker, so there was nothing to hold {them} against."
        )


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


def _wrapped(text: str) -> str:
    return textwrap.fill(text, _WIDTH, initial_indent="    ", subsequent_indent="      ")


def _bullet(text: str, depth: int = 0) -> str:
    indent = "  " + "    " * depth
    return textwrap.fill(text, _WIDTH, initial_indent=f"{indent}- ", subsequent_indent=f"{indent}  ")
