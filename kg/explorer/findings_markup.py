"""The side panel as markup: the fix list, or the claim or place that was chosen, with every axis."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import assert_never

from kg.audit import RULES
from kg.explorer.article_view import ArticleView, ClaimView, PlaceView
from kg.explorer.links import to_claim, to_finding, to_list
from kg.explorer.markup import Child, Element, element, external_link
from kg.explorer.signs import severity_sign, verdict_sign
from kg.model import Claim, Finding, Outcome, Passage, Severity, Verdict

__all__ = ["panel", "tally"]

_OUTCOMES = {
    Outcome.PASSED: "agrees",
    Outcome.CANNOT_TELL: "cannot tell",
    Outcome.UNTESTED: "not tested",
    Outcome.INAPPLICABLE: "does not apply",
}


def tally(severities: Mapping[Severity, int]) -> Iterator[Element]:
    """The findings counted by severity."""
    for severity in Severity:
        count = severities.get(severity, 0)
        words = severity_sign(severity)
        sign, name = words.children
        plural = "" if count == 1 else "s"
        yield element("span", sign, f"{count} {name}{plural}", style=words.style if count else "none")


def panel(view: ArticleView) -> Element:
    """What stands beside the article."""
    match view.chosen:
        case None:
            parts = _fix_list(view)
        case ClaimView() as claim:
            parts = _claim(view, claim)
        case PlaceView() as place:
            parts = _place(view, place)
        case never:
            assert_never(never)
    return element("aside", *parts, style="panel", label="Findings")


def _fix_list(view: ArticleView) -> Iterator[Element]:
    if view.filters.verdict:
        yield from _claims_of(view, view.filters.verdict)
    yield element("h3", "What to mend in them" if view.filters.verdict else "What to mend")
    if view.fixes:
        yield element("p", "The gravest for a reader first. Choose one to see the words side by side.", style="quiet")
        yield element("ul", *(_fix(view, finding) for finding in view.fixes), style="fixes")
    else:
        yield element("p", "No finding passes these filters. That is not a sign that all is well.", style="quiet")
    if view.folded:
        notes = f"{view.folded} notes on single uncited claims are left out; the filter for notes lists them."
        yield element("p", notes, style="quiet")
    if view.dismissed:
        count = f"{len(view.dismissed)} dismissed finding{'' if len(view.dismissed) == 1 else 's'}"
        items = element("ul", *(_fix(view, finding) for finding in view.dismissed), style="fixes")
        yield element("details", element("summary", count), items, style="axes")


def _claims_of(view: ArticleView, verdict: Verdict) -> Iterator[Element]:
    """The claims with the verdict asked for."""
    found = [claim for claim in view.claims.values() if claim.shown]
    yield element("h3", verdict_sign(verdict, f"· {len(found)} claim{'' if len(found) == 1 else 's'}"))
    items = [
        element("li", Element("a", (claim.claim.text,), style="fix", href=to_claim(view, claim.claim.key)))
        for claim in found
    ]
    yield element("ul", *items, style="fixes short")


def _fix(view: ArticleView, finding: Finding) -> Element:
    mend = element("span", *_patch(view, finding), style="patch") if finding.patch else None
    head = element("span", severity_sign(finding.severity, possible=finding.possible), _code(finding), style="fix-head")
    words = finding.said.text if finding.said and finding.rule == "CIT001" else None
    quoted = element("span", f"“{words}”", style="excerpt") if words else None
    decided = (element("span", line, style="decided") for line in view.decided(finding))
    parts: list[Child | None] = [head, element("span", finding.message), quoted, mend, *decided]
    link = Element("a", tuple(part for part in parts if part is not None), style="fix", href=to_finding(view, finding))
    return element("li", link)


def _code(finding: Finding) -> Element:
    rule = RULES.get(finding.rule)
    name = f"{finding.rule} {rule.name}" if rule else finding.rule
    return element("span", name, style="code", hint=f"fails when {rule.fails_when}" if rule else "")


def _patch(view: ArticleView, finding: Finding) -> Iterator[Child]:
    if finding.patch is not None:
        yield element("del", view.words(finding.patch.span))
        yield " → "
        yield element("ins", finding.patch.replacement)


def _back(view: ArticleView) -> Element:
    return Element("a", ("← All findings",), style="back", href=to_list(view))


def _claim(view: ArticleView, claim: ClaimView) -> Iterator[Element]:
    entry = claim.entry
    yield _back(view)
    yield element("p", verdict_sign(entry.verdict), element("span", f"line {claim.line}", style="line"))
    yield element("blockquote", *_words(view, claim.claim))
    about = f"{claim.claim.kind.value} claim, {claim.claim.certainty.value}"
    yield element("p", about, style="quiet")
    yield from _reading(claim.claim)
    yield element("ul", *(element("li", _sentence(reason)) for reason in entry.reasons), style="reasons")
    yield from _findings(view, claim.findings)
    yield element("h4", "What was read and checked")
    studies = ", ".join(study.value for study in entry.studies) or "no source"
    yield element(
        "dl",
        *_row("read", f"{entry.reading.value} of {studies}" if entry.studies else "nothing: no source was found"),
        *_row("checked", ", ".join(entry.checked) or "nothing"),
    )
    yield element("h4", "What was not checked")
    missing = entry.unchecked or ("Everything else: without a source there was nothing to compare.",)
    yield element("ul", *(element("li", _sentence(reason)) for reason in missing), style="unchecked-list")


def _words(view: ArticleView, claim: Claim) -> Iterator[Child]:
    """A claim's own words, behind those of its sentence that it takes over."""
    if claim.context:
        yield element("span", " … ".join(view.words(span) for span in claim.context) + " … ", style="quiet")
    yield claim.text


def _reading(claim: Claim) -> Iterator[Element]:
    """What was read off a claim's words beside its kind; nothing where there was nothing."""
    compared = claim.comparison and f"“{claim.comparison}” {claim.compared_with}"
    rows = (
        ("softened by", ", ".join(claim.hedges)),
        ("negated by", ", ".join(claim.negations)),
        ("compares", compared),
        ("people", ", ".join(claim.people)),
        ("given", ", ".join(claim.routes)),
        ("added to it", ", ".join(key.value for key in claim.adjuncts)),
        ("left out", "; ".join(claim.excluded)),
        ("stance", claim.stance_words and f"{claim.stance.value}: {claim.stance_words}"),
    )
    shown = [part for name, value in rows if value for part in _row(name, value)]
    if shown:
        yield element("dl", *shown)


def _place(view: ArticleView, place: PlaceView) -> Iterator[Element]:
    yield _back(view)
    number = place.reference.number if place.reference else 0
    title = f"Reference {number}" if number else "The article"
    yield element("h3", title, element("span", f"line {place.line}", style="line"))
    if place.reference:
        yield element("blockquote", place.reference.reference.raw)
        claims = [view.claims[key] for key in place.reference.claims if key in view.claims]
        if claims:
            yield element("h4", "Claims that point to it")
            links = (
                element("li", Element("a", (claim.claim.text,), style="fix", href=to_claim(view, claim.claim.key)))
                for claim in claims
            )
            yield element("ul", *links, style="fixes")
    yield from _findings(view, place.findings)


def _row(name: str, value: str) -> tuple[Element, Element]:
    return element("dt", name), element("dd", value)


def _sentence(words: str) -> str:
    return words if words.endswith((".", "!", "?")) else f"{words}."


def _findings(view: ArticleView, findings: tuple[Finding, ...]) -> Iterator[Element]:
    """Failed axes in full, the others folded."""
    for finding in findings:
        if finding.outcome is Outcome.FAILED:
            yield _finding(view, finding)
    others = [finding for finding in findings if finding.outcome is not Outcome.FAILED]
    if others:
        count = f"{len(others)} other axis" if len(others) == 1 else f"{len(others)} other axes"
        yield element(
            "details",
            element("summary", count),
            *(_finding(view, finding) for finding in others),
            style="axes",
        )


def _finding(view: ArticleView, finding: Finding) -> Element:
    if finding.outcome is Outcome.FAILED:
        sign = severity_sign(finding.severity, possible=finding.possible)
    else:
        sign = element("span", _OUTCOMES[finding.outcome], style="outcome")
    patch = element("p", "Suggested: ", element("span", *_patch(view, finding), style="patch"), style="mend")
    return element(
        "section",
        element("p", sign, _code(finding), style="fix-head"),
        element("p", finding.message),
        _passage("The article", finding.said) if finding.said and finding.said.marked else None,
        *(_passage("The source", passage) for passage in finding.source),
        patch if finding.patch else None,
        *(element("p", line, style="decided") for line in view.decided(finding)),
        style="finding",
    )


def _passage(who: str, passage: Passage) -> Element:
    """Words of the article or a source, the aligned ones marked; a paraphrase is never shown as a quotation."""
    words = list(_marked(passage))
    if not passage.paraphrase:
        words = ["“", *words, "”"]
    label = element("span", "our paraphrase", style="badge") if passage.paraphrase else None
    sure = f" · confidence {passage.confidence.value}" if passage.confidence else ""
    address = external_link(passage.address, passage.address.removeprefix("https://")) if passage.address else None
    return element(
        "div",
        element("p", element("strong", who), label, style="who"),
        element("p", *words, style="words"),
        element("p", f"{passage.place}{sure} ", address, style="quiet"),
        style="passage",
    )


def _marked(passage: Passage) -> Iterator[Child]:
    at = 0
    for span in sorted(passage.marked):
        if span.start >= at and span.end > span.start:
            yield passage.text[at : span.start]
            yield element("mark", span.of(passage.text))
            at = span.end
    yield passage.text[at:]
