"""The side panel as markup: the fix list, or before it the claim or place that was chosen, with every axis."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from kg.audit import RULES
from kg.explorer.article_view import ArticleView, ClaimView, PlaceView
from kg.explorer.fixes_markup import code, fix_list_parts, patch
from kg.explorer.history_markup import gone_parts, history_parts
from kg.explorer.links import to_claim, to_list, to_share
from kg.explorer.markup import Child, Element, element, external_link, page_link
from kg.explorer.signs import severity_sign, verdict_sign
from kg.model import Claim, Finding, LedgerEntry, Outcome, Passage

__all__ = ["panel"]

_OUTCOMES = {
    Outcome.PASSED: ("+", "agrees", "supported"),
    Outcome.CANNOT_TELL: ("?", "cannot tell", "unchecked"),
    Outcome.UNTESTED: ("○", "not tested", "uncited"),
    Outcome.INAPPLICABLE: ("–", "does not apply", "not-checkable"),
}
"""Each outcome that is no failure: its sign, its words, its style."""


def panel(view: ArticleView) -> Element:
    """What stands beside the article."""
    match view.chosen:
        case None:
            return element("aside", *gone_parts(view), *fix_list_parts(view), style="panel", label="Findings")
        case ClaimView() as claim:
            parts = _claim(view, claim)
        case PlaceView() as place:
            parts = _place(view, place)
        case never:
            assert_never(never)
    chosen = element("div", _back(view), *parts, style="choice")
    count = len(view.fixes)
    title = element("summary", element("strong", f"The whole fix list ({count})"))
    whole = element("details", title, *fix_list_parts(view), style="whole-list")
    return element("aside", chosen, whole, style="panel", label="Findings")


def _back(view: ArticleView) -> Element:
    return Element("a", ("← All findings",), style="back", href=to_list(view))


def _claim(view: ArticleView, claim: ClaimView) -> Iterator[Element]:
    entry = claim.entry
    share = Element("a", ("Copy the link",), style="copy", href=to_share(view, claim.claim.key), role="copy")
    yield element("p", verdict_sign(entry.verdict), element("span", f"line {claim.line}", style="line"), " ", share)
    yield element("blockquote", *_words(view, claim.claim))
    about = f"{claim.claim.kind.value} claim, {claim.claim.certainty.value}"
    yield element("p", about, style="quiet")
    if entry.studies:
        yield element("p", "Read beside it: ", *_studies(view, entry))
    yield from _reading(claim.claim)
    yield element("ul", *(element("li", _sentence(reason)) for reason in entry.reasons), style="reasons")
    yield from (_finding(view, finding) for finding in _failed(claim.findings))
    yield element("h4", "Axis by axis")
    yield _axes(claim)
    yield from _agreed(view, claim.findings)
    yield element("h4", "What was read and checked")
    yield element(
        "dl",
        element("dt", "read"),
        _read(view, entry),
        *_row("checked", ", ".join(entry.checked) or "nothing"),
        *(_row("nearest sentence", f"found by {view.ranked_by}") if entry.studies and view.ranked_by else ()),
    )
    yield element("h4", "What was not checked")
    missing = entry.unchecked or ("Everything else: without a source there was nothing to compare.",)
    yield element("ul", *(element("li", _sentence(reason)) for reason in missing), style="unchecked-list")
    yield from history_parts(view.history)


def _read(view: ArticleView, entry: LedgerEntry) -> Element:
    """How much of which studies was read; each leads to its page, with whom it left out."""
    if not entry.studies:
        return element("dd", "nothing: no source was found")
    return element("dd", f"{entry.reading.value} of ", *_studies(view, entry))


def _studies(view: ArticleView, entry: LedgerEntry) -> list[Child]:
    """The studies that were read for a claim, by the names that people call them by."""
    links = [
        page_link("studies", {"study": study.value}, view.studies.get(study, study.value)) for study in entry.studies
    ]
    return [piece for link in links for piece in (", ", link)][1:]


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
    yield from (_finding(view, finding) for finding in _failed(place.findings))
    yield from _agreed(view, place.findings)


def _row(name: str, value: str) -> tuple[Element, Element]:
    return element("dt", name), element("dd", value)


def _sentence(words: str) -> str:
    return words if words.endswith((".", "!", "?")) else f"{words}."


def _failed(findings: tuple[Finding, ...]) -> Iterator[Finding]:
    return (finding for finding in findings if finding.outcome is Outcome.FAILED)


def _agreed(view: ArticleView, findings: tuple[Finding, ...]) -> Iterator[Element]:
    """What did not fail and shows words of a source, folded: it rests on them as much as a failure does."""
    shown = [one for one in findings if one.outcome is not Outcome.FAILED and one.source]
    if shown:
        count = f"The words side by side on {len(shown)} other {'axis' if len(shown) == 1 else 'axes'}"
        yield element("details", element("summary", count), *(_finding(view, one) for one in shown), style="axes")


def _axes(claim: ClaimView) -> Element:
    """Every rule that looked at the claim, with its outcome as sign and words."""
    names = ("rule", "outcome", "what it says")
    head = element("thead", element("tr", *(element("th", name) for name in names)))
    rows = [_axis(finding) for finding in claim.findings]
    if not rows:
        rows = [
            element("tr", element("td", "no rule"), element("td", "nothing"), element("td", "It was not compared."))
        ]
    table = element("table", head, element("tbody", *rows), style="axis-table", label="Every axis and its outcome")
    return element("div", table, style="wide", role="scroll", label="Every axis and its outcome")


def _axis(finding: Finding) -> Element:
    rule = RULES.get(finding.rule)
    name = element("td", element("span", finding.rule, style="code"), " ", rule.name.replace("-", " ") if rule else "")
    return element("tr", name, element("td", _outcome(finding)), element("td", finding.message))


def _outcome(finding: Finding) -> Element:
    if finding.outcome is Outcome.FAILED:
        return severity_sign(finding.severity, possible=finding.possible)
    sign, words, style = _OUTCOMES[finding.outcome]
    return element("span", element("span", sign, style="sign", role="hidden"), words, style=f"outcome {style}")


def _finding(view: ArticleView, finding: Finding) -> Element:
    label = element("span", "The smallest change that would pass", style="label")
    mend = element("p", label, element("span", *patch(view, finding), style="patch"), style="mend")
    return element(
        "section",
        element("p", _outcome(finding), code(finding), style="fix-head"),
        element("p", finding.message),
        _passage("The article", finding.said) if finding.said and finding.said.marked else None,
        *(_passage("The source", passage) for passage in finding.source),
        mend if finding.patch else None,
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
