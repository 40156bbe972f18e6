"""The part of the page that says, claim by claim and in plain words, what was read, and what was not checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from kg.export.markup import Html, tag
from kg.model import Claim, Finding, LedgerEntry, Reading, SubjectKind, Verdict
from kg.model.fix import Screened

__all__ = ["badge", "badge_of", "claims_section", "ledger_section"]

_BADGES = {
    Reading.FULL_TEXT: "held against the full text",
    Reading.ABSTRACT: "held against the abstract only",
    Reading.CURATED_FACTS: "held against facts noted from the paper, not against its text",
}
_MANY = 12
"""Claims alike that are told one by one; more are counted."""


def badge(entry: LedgerEntry, claim: Claim | None = None) -> str:
    """What was read for a claim, in plain words.

    >>> badge(LedgerEntry("a-1", 3, Verdict.UNCHECKED, reading=Reading.ABSTRACT))
    'held against the abstract only'
    """
    if entry.reading is not Reading.NOTHING:
        return _BADGES[entry.reading]
    if entry.studies:
        return "names a source of which only the bibliographic record is here"
    if claim is not None and claim.pointers:
        return "names a source of which nothing could be read"
    if entry.verdict is Verdict.NOT_CHECKABLE:
        return "an opinion, definition or advice: held against nothing"
    return "names no source: held against nothing"


def badge_of(finding: Finding, screened: Screened) -> Html | None:
    """What was read for the claim that a finding is about; ``None`` where it is about none, or none with a source."""
    claim = next((one for one in screened.article.claims if one.key == finding.subject), None)
    entry = next((one for one in screened.report.ledger if one.claim == finding.subject), None)
    if claim is None or entry is None or not (entry.studies or claim.pointers):
        return None
    return tag("p", _badge(entry, claim))


def claims_section(screened: Screened) -> Iterator[Html]:
    """Each claim with a finding: its words, what was read for it, its verdict and the reasons."""
    found = _with_a_finding(screened)
    claims = {claim.key: claim for claim in screened.article.claims}
    entries = [entry for entry in screened.report.ledger if entry.claim in found and entry.claim in claims]
    telling = [entry for entry in entries if entry.studies or claims[entry.claim].pointers]
    yield tag("h3", "Claim by claim: what was read")
    yield tag("p", "Each claim with a source and a finding, and what it was held against.", class_="quiet")
    if telling:
        yield tag("ol", *(_claim(entry, claims[entry.claim], screened) for entry in telling), class_="claims")
    else:
        yield tag("p", "No claim with a source has a finding.")
    others = [entry for entry in entries if entry not in telling]
    if others:
        rows = [_row(entry, claims[entry.claim], screened.article.language) for entry in others]
        summary = tag("summary", f"{len(others)} more with a finding: they name no source")
        yield tag("details", summary, _table(rows))


def _with_a_finding(screened: Screened) -> frozenset[str]:
    """The keys of the claims that a finding is about, or of which a marker is."""
    failures = screened.report.failures
    markers = {finding.subject for finding in failures if finding.subject_kind is SubjectKind.POINTER}
    marked = {claim.key for claim in screened.article.claims if markers & {str(index) for index in claim.pointers}}
    return frozenset(marked | {finding.subject for finding in failures if finding.subject_kind is SubjectKind.CLAIM})


def ledger_section(screened: Screened) -> Iterator[Html]:
    """What the verdicts rest on, and what was not checked, with the reasons."""
    ledger = screened.report.ledger
    counts = Counter(entry.verdict for entry in ledger)
    yield tag("h3", "What was not checked, and why")
    yield tag("p", "No verdict means “verified”, and the absence of a flag means nothing.", class_="caveat")
    items = [tag("li", f"{counts[verdict]} {verdict}") for verdict in Verdict if counts[verdict]]
    yield tag("ul", *items, class_="plain")
    if screened.report.ranked_by:
        yield tag("p", f"The nearest sentence of each source was found by {screened.report.ranked_by}.", class_="quiet")
    told = [entry for entry in ledger if entry.studies or entry.unchecked]
    reasons = Counter(reason for entry in told for reason in entry.unchecked)
    if reasons:
        ordered = sorted(reasons, key=lambda reason: (-reasons[reason], reason))
        rows = [tag("li", f"{reason} ({_claims(reasons[reason])})") for reason in ordered]
        yield from _folded(rows)
    claims = {claim.key: claim for claim in screened.article.claims}
    rest = [_row(entry, claims[entry.claim], screened.article.language) for entry in ledger if entry.claim in claims]
    if rest:
        yield tag("details", tag("summary", f"All {_claims(len(rest))}, one by one"), _table(rest))


def _folded(rows: Sequence[Html]) -> Iterator[Html]:
    yield tag("ul", *rows[:_MANY], class_="plain")
    if len(rows) > _MANY:
        summary = tag("summary", f"{len(rows) - _MANY} more reasons")
        yield tag("details", summary, tag("ul", *rows[_MANY:], class_="plain"))


def _claim(entry: LedgerEntry, claim: Claim, screened: Screened) -> Html:
    findings: list[Finding] = [one for one in screened.failures if one.subject == claim.key]
    codes = ", ".join(dict.fromkeys(finding.rule for finding in findings)) or "see its marker, or set aside"
    checked = f"Checked: {', '.join(entry.checked) or 'nothing'}."
    return tag(
        "li",
        tag("p", _badge(entry, claim)),
        tag("blockquote", claim.text, lang=screened.article.language),
        tag("p", tag("span", entry.verdict.value, class_=f"verdict {_slug(entry.verdict)}"), f" · {codes}"),
        tag("ul", *(tag("li", reason) for reason in entry.reasons), class_="plain") if entry.reasons else None,
        tag("p", checked, class_="quiet"),
        class_="claim",
    )


def _badge(entry: LedgerEntry, claim: Claim) -> Html:
    style = _slug(entry.reading) if entry.reading is not Reading.NOTHING or claim.pointers else "none"
    return tag("span", badge(entry, claim), class_=f"badge {style}")


def _row(entry: LedgerEntry, claim: Claim, language: str | None) -> Html:
    return tag(
        "tr",
        tag("td", str(entry.line), class_="number"),
        tag("td", claim.text, lang=language),
        tag("td", entry.verdict.value),
        tag("td", badge(entry, claim)),
    )


def _table(rows: Sequence[Html]) -> Html:
    heads = ("line", "claim", "verdict", "what was read")
    head = tag("thead", tag("tr", *(tag("th", name, scope="col") for name in heads)))
    table = tag("table", head, tag("tbody", *rows))
    return tag("div", table, class_="scroll", tabindex="0", role="group", aria_label="Claims")


def _claims(count: int) -> str:
    return f"{count} claim{'' if count == 1 else 's'}"


def _slug(value: str) -> str:
    return str(value).replace(" ", "-")
