"""What people said of findings beforehand, laid beside them.

A suppressed finding stays in the report: it is counted, named with its reason, and no longer asked to be mended. What
is wrong with a suppression is a finding of its own, so that a mistyped code or a word that outlived its finding shows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from kg.audit import RULES, select_rules
from kg.audit.suppressions import INVALID, UNUSED
from kg.errors import UsageError
from kg.model import Article, BlockKind, Finding, Outcome, Report, Rule, Severity, Span, SubjectKind
from kg.model.fix import Screened
from kg.model.suppression import Suppressed, SuppressedBy, Suppression
from kg.text.directives import Directive

__all__ = ["find_suppressions", "screen"]


def find_suppressions(
    directives: Iterable[Directive], article: Article, *, path: str
) -> tuple[tuple[Suppression, ...], tuple[Finding, ...]]:
    """What the directives of an article's file set aside, and what is wrong with those that set nothing aside.

    Args:
        directives: of the file.
        article: the file as it was read.
        path: the file as it was given.
    """
    suppressions, faults = [], []
    for directive in directives:
        fault = directive.fault
        try:
            codes = tuple(sorted(select_rules(directive.names))) if not fault else ()
        except UsageError as error:
            fault = str(error)
        if fault:
            message = f"This suppression sets nothing aside: {fault}"
            faults.append(_finding(INVALID, article, directive.line, message))
            continue
        lines = None if directive.whole_file else _reach(directive, article)
        by = SuppressedBy.ARTICLE
        suppressions.append(Suppression(codes, directive.reason, by, path, directive.line, lines, directive.words))
    return tuple(suppressions), tuple(faults)


def screen(
    report: Report,
    article: Article,
    *,
    path: str,
    suppressions: Sequence[Suppression] = (),
    faults: Sequence[Finding] = (),
    decided: Mapping[Finding, Suppression] | None = None,
    severities: Mapping[str, Severity] | None = None,
    rules: Collection[str] | None = None,
) -> Screened:
    """The report with what was set aside beforehand beside it.

    Args:
        report: the audit; it is not changed.
        article: the snapshot that it audited.
        path: the file or address as it was given.
        suppressions: what is to be set aside.
        faults: what is wrong with suppressions that set nothing aside.
        decided: findings of the report that people dismissed, each with their word.
        severities: the severity that a rule's failed findings get in place of their own.
        rules: the codes of the rules that were applied, all by default; a suppression of others is not called unused.
    """
    levels = severities or {}
    applied = RULES if rules is None else rules
    suppressed: list[Suppressed] = []
    failures: list[Finding] = []
    used: set[Suppression] = set()
    for finding in report.failures:
        covering = _covering(finding, article, suppressions)
        used.update(covering)
        shown = replace(finding, severity=levels.get(finding.rule, finding.severity))
        places = (finding.line, *finding.folded)
        dismissed = (decided or {}).get(finding)
        if dismissed is not None:
            suppressed.append(Suppressed(shown, dismissed))
        elif covering and all(any(_holds(one, line) for one in covering) for line in places):
            suppressed.append(Suppressed(shown, covering[0]))
        else:
            failures.append(shown)
    own = [*faults, *_unused(suppressions, used, article, applied)]
    own = [replace(one, severity=levels.get(one.rule, one.severity)) for one in own if one.rule in applied]
    return Screened(article, report, path, (*failures, *own), tuple(suppressed))


def _covering(finding: Finding, article: Article, suppressions: Sequence[Suppression]) -> list[Suppression]:
    """Those that speak of one of the finding's places."""
    said = finding.said.text if finding.said else finding.span.of(article.text)
    words = " ".join(said.split()).casefold()
    places = (finding.line, *finding.folded)
    return [
        one
        for one in suppressions
        if finding.rule in one.rules
        and (one.words is None or " ".join(one.words.split()).casefold() in words)
        and any(_holds(one, line) for line in places)
    ]


def _holds(suppression: Suppression, line: int) -> bool:
    return suppression.lines is None or suppression.lines[0] <= line <= suppression.lines[1]


def _unused(
    suppressions: Iterable[Suppression], used: Collection[Suppression], article: Article, rules: Collection[str]
) -> Iterator[Finding]:
    for one in suppressions:
        applied = [code for code in one.rules if code in rules]
        if one in used or not applied:
            continue
        named = ", ".join(applied) if len(applied) < 4 else f"{applied[0][:3]}"
        on = f" on “{one.words}”" if one.words else ""
        message = f"Nothing is found by {named}{on} where this suppression speaks of it ({one.place}). Remove it."
        line = one.line if one.by is SuppressedBy.ARTICLE and one.line else 1
        yield _finding(UNUSED, article, line, message)


def _finding(rule: Rule, article: Article, line: int, message: str) -> Finding:
    return Finding(
        rule.code, Outcome.FAILED, rule.severity, SubjectKind.ARTICLE, article.id.value, message, line, Span(0, 0)
    )


def _reach(directive: Directive, article: Article) -> tuple[int, int]:
    """The lines of the paragraph that a directive stands in or, where it stands alone, above."""
    starts = sorted({block.line for block in article.blocks if block.kind is not BlockKind.BOILERPLATE})
    if directive.alone:
        start = next((line for line in starts if line > directive.last_line), 0)
    else:
        start = next((line for line in reversed(starts) if line <= directive.line), 0)
    if not start:
        return (0, 0)
    following = next((line for line in starts if line > start), None)
    return (start, max(start, following - 1 if following else _last_line(article)))


def _last_line(article: Article) -> int:
    return article.text.count("\n") + max((block.line for block in article.blocks), default=1)
