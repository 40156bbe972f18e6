"""The fix list as markup: what to mend by the harm it can do, each with its patch, and what was set aside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from kg.audit import RULES
from kg.explorer.article_view import ArticleView
from kg.explorer.links import to_claim, to_finding
from kg.explorer.markup import Child, Element, element
from kg.explorer.signs import severity_sign, verdict_sign
from kg.model import Finding, Severity, Verdict
from kg.model.decision import Standing
from kg.model.fix import Fix
from kg.model.suppression import Suppressed

__all__ = ["STANDINGS", "code", "fix_list_parts", "patch", "tally"]

STANDINGS: Mapping[Standing, str] = {
    Standing.OPEN: "nobody decided",
    Standing.ACCEPTED: "accepted",
    Standing.DISMISSED: "dismissed",
    Standing.DISPUTED: "people differ",
    Standing.STALE: "stale: a source changed since",
}
"""Where a finding stands with what people decided, in words."""

_MOST = 150
"""How many things to mend one list holds."""
_AROUND = 40
"""How many characters of the article stand on each side of a patch."""


def tally(severities: Mapping[Severity, int]) -> Iterator[Element]:
    """The findings counted by severity."""
    for severity in Severity:
        count = severities.get(severity, 0)
        words = severity_sign(severity)
        sign, name = words.children
        plural = "" if count == 1 else "s"
        yield element("span", sign, f"{count} {name}{plural}", style=words.style if count else "none")


def fix_list_parts(view: ArticleView) -> Iterator[Element]:
    """The whole fix list: by harm, notes folded, and what people set aside last."""
    if view.filters.verdict:
        yield from _claims_of(view, view.filters.verdict)
    asked = [fix for fix in view.fixes if fix.finding.severity is not Severity.NOTE]
    notes = [fix for fix in view.fixes if fix.finding.severity is Severity.NOTE]
    yield element("h3", "What to mend in them" if view.filters.verdict else "What to mend")
    if view.fixes:
        words = "What can do a reader the most harm comes first. Choose one to see the words side by side."
        yield element("p", words, style="quiet")
    else:
        yield element("p", "No finding passes these filters. That is not a sign that all is well.", style="quiet")
    for harm, group in groupby(asked[:_MOST], key=lambda fix: fix.harm):
        yield _group(view, f"What {harm}", list(group), is_open=True)
    if notes:
        yield _group(view, "Notes: worth knowing", notes[:_MOST], is_open=not asked)
    if left := max(len(asked) - _MOST, 0) + max(len(notes) - _MOST, 0):
        told = f"{left} more are not shown, for a list here holds {_MOST}. The filters and the downloads reach them."
        yield element("p", told, style="quiet")
    yield from _aside(view)


def _group(view: ArticleView, title: str, fixes: Sequence[Fix], *, is_open: bool) -> Element:
    count = element("span", str(len(fixes)), style="count-of")
    items = element("ul", *(_fix(view, fix) for fix in fixes), style="fixes")
    summary = element("summary", element("strong", title), " ", count)
    return element("details", summary, items, style="harm", role="open" if is_open else "")


def _claims_of(view: ArticleView, verdict: Verdict) -> Iterator[Element]:
    """The claims with the verdict asked for."""
    found = [claim for claim in view.claims.values() if claim.shown]
    yield element("h3", verdict_sign(verdict, f"· {len(found)} claim{'' if len(found) == 1 else 's'}"))
    items = [
        element("li", Element("a", (claim.claim.text,), style="fix", href=to_claim(view, claim.claim.key)))
        for claim in found[:_MOST]
    ]
    yield element("ul", *items, style="fixes short")
    if len(found) > _MOST:
        yield element("p", f"{len(found) - _MOST} more are not shown; the text has them all.", style="quiet")


def _fix(view: ArticleView, fix: Fix) -> Element:
    finding = fix.finding
    is_chosen = view.chosen is not None and any(one in view.chosen.findings for one in fix.findings)
    mend = element("span", *patch(view, finding), style="patch") if finding.patch else None
    line = element("span", f"line {finding.line}", style="line")
    head = element(
        "span", severity_sign(finding.severity, possible=finding.possible), code(finding), line, style="fix-head"
    )
    lines = [at for each in fix.findings for at in (each.line, *each.folded)][1:]
    again = f"The same again: {', '.join(f'line {at}' for at in dict.fromkeys(lines))}." if lines else ""
    parts: list[Child | None] = [
        head,
        element("span", finding.message),
        _excerpt(fix) if mend is None else None,
        mend,
        element("span", again, style="quiet") if again else None,
        *(element("span", words, style="decided") for words in view.decided(finding)),
    ]
    link = Element(
        "a",
        tuple(part for part in parts if part is not None),
        style="fix",
        href=to_finding(view, finding),
        role="current" if is_chosen else "",
    )
    return element("li", link)


def _excerpt(fix: Fix) -> Element | None:
    """The article's own words, where the finding shows some."""
    words = fix.sentence or (fix.finding.said.text if fix.finding.said else "")
    if not words or words in fix.finding.message:
        return None
    short = words if len(words) <= 5 * _AROUND else f"{words[: 5 * _AROUND].rsplit(' ', 1)[0]} …"
    return element("span", f"“{short}”", style="excerpt")


def code(finding: Finding) -> Element:
    """The rule's code and name; what makes it fail, to the pointer."""
    rule = RULES.get(finding.rule)
    name = f"{finding.rule} {rule.name}" if rule else finding.rule
    return element("span", name, style="code", hint=f"fails when {rule.fails_when}" if rule else "")


def patch(view: ArticleView, finding: Finding) -> Iterator[Child]:
    """The smallest change that would pass, between a few words of the article."""
    if finding.patch is None:
        return
    text, span = view.article.text, finding.patch.span
    before = text[max(0, span.start - _AROUND) : span.start].rpartition("\n")[2]
    after = text[span.end : span.end + _AROUND].partition("\n")[0]
    if span.start > _AROUND and len(before) == _AROUND:
        before = f"… {before.partition(' ')[2]}"
    if len(after) == _AROUND:
        after = f"{after.rpartition(' ')[0]} …"
    yield element("span", before, style="around")
    yield element("del", span.of(text))
    yield " " if finding.patch.replacement else ""
    yield element("ins", finding.patch.replacement)
    yield element("span", after, style="around")


def _aside(view: ArticleView) -> Iterator[Element]:
    if not view.aside:
        return
    by = Counter(one.by.by for one in view.aside)
    told = ", ".join(f"{count} {where}" for where, count in by.items())
    title = element("strong", f"{len(view.aside)} set aside, with the reason")
    items = element("ul", *(_set_aside(view, one) for one in view.aside[:_MOST]), style="fixes")
    yield element("details", element("summary", title, f" ({told})"), items, style="harm aside")


def _set_aside(view: ArticleView, one: Suppressed) -> Element:
    head = element(
        "span", severity_sign(one.finding.severity, possible=one.finding.possible), code(one.finding), style="fix-head"
    )
    reason = element("span", f"{one.by.reason} ({one.by.place})", style="decided")
    return element(
        "li",
        Element(
            "a", (head, element("span", one.finding.message), reason), style="fix", href=to_finding(view, one.finding)
        ),
    )
