"""The article page as markup: how well it was read, the steps through it, the reading view, the references."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from kg.explorer.article_view import ArticleView, ClaimView, ReferenceView
from kg.explorer.fixes_markup import tally
from kg.explorer.links import to_claim, to_finding, to_furniture, to_keys, to_part, to_place
from kg.explorer.markup import Child, Element, element, external_link, page_link
from kg.explorer.reading import ReadingBlock, Run
from kg.explorer.reading_quality import Dated, Quality
from kg.explorer.signs import SEVERITIES, VERDICTS
from kg.model import BlockKind, Severity

__all__ = ["render_quality", "render_reading", "render_steps", "render_title"]

_MOST_LINES = 100
"""How many lines of one kind the summary lists."""
_LONGEST_UNBROKEN = 24
"""Characters of a word that fits into a line of a phone with its signs."""


def render_title(view: ArticleView) -> Element:
    """The article's title, where it came from, its findings counted, and what is to be seen below."""
    purpose = (
        "Each claim is underlined, with a sign for how its source bears it out; choose one to see both side by side."
    )
    aside = f"{len(view.aside)} of them set aside" if view.aside else ""
    return element(
        "header",
        element("h2", view.title, style="title"),
        element("p", view.article.source, style="quiet"),
        element("p", *tally(view.severities), element("span", aside, style="quiet") if aside else None, style="tally"),
        element("p", purpose, style="purpose"),
    )


def render_quality(view: ArticleView) -> Element:
    """How well the article was read: in one line, and below it what was set aside, lost or left dangling."""
    quality = view.quality
    return element(
        "details",
        element("summary", element("strong", "How well it was read"), element("span", quality.summary, style="quiet")),
        _said_of_itself(quality),
        _named_lines("Lists and figures that seem lost", quality.lost),
        _named_lines("Markers without a reference", quality.dangling),
        _named_lines("What else got in the way", quality.remarks),
        _named_lines("Taken for menus, buttons and other page furniture", quality.left_out),
        None if _has_remarks(quality) else element("p", "Nothing on the page got in the way of reading it."),
        style="quality",
        role="open" if quality.lost or quality.dangling else "",
    )


def _has_remarks(quality: Quality) -> bool:
    return bool(quality.lost or quality.dangling or quality.remarks or quality.left_out)


def _said_of_itself(quality: Quality) -> Element:
    """Dates, audience and language, each with its place; what the article does not say is said to be so."""
    rows = [("language", element("dd", quality.language or "neither declared nor told by the words"))]
    rows += [(one.name, element("dd", *_dated(one))) for one in quality.dated]
    return element("dl", *(part for name, value in rows for part in (element("dt", name), value)), style="pairs")


def _dated(one: Dated) -> Iterator[Child]:
    yield one.value or "not stated"
    if one.value and one.place:
        yield element("span", one.place, style="line")


def _named_lines(title: str, lines: tuple[tuple[int, str], ...]) -> Element | None:
    """Words about lines under a title of their own; nothing where there are none."""
    shown = _lines(lines[:_MOST_LINES])
    if shown is None:
        return None
    more = len(lines) - _MOST_LINES
    rest = (
        element("p", f"{more} more are not shown; `kg ingest article --show` lists all.", style="quiet")
        if more > 0
        else None
    )
    return element("div", element("strong", f"{title} ({len(lines)})"), shown, rest)


def _lines(lines: tuple[tuple[int, str], ...]) -> Element | None:
    items = [element("li", element("span", f"line {line}", style="line"), words) for line, words in lines]
    return element("ul", *items) if items else None


def render_steps(view: ArticleView) -> Element:
    """The ways on from here, by button or by key, and the keys that do it."""
    steps = view.steps
    ways = (
        ("Previous claim", "p", to_claim(view, steps.previous_claim) if steps.previous_claim else ""),
        ("Next claim", "n", to_claim(view, steps.next_claim) if steps.next_claim else ""),
        ("Previous finding", "k", to_finding(view, steps.previous_fix.finding) if steps.previous_fix else ""),
        ("Next finding", "j", to_finding(view, steps.next_fix.finding) if steps.next_fix else ""),
    )
    turn = Element("a", (f"turn the keys {'off' if view.filters.keys else 'on'}",), href=to_keys(view))
    words = "Arrow keys walk from claim to claim, Enter opens one; " if view.filters.keys else "The keys are off; "
    return element(
        "nav",
        element("ul", *(element("li", _way(view, *way)) for way in ways)),
        element("p", words, turn, ". ", Element("a", ("Print",), href="#print", role="print"), style="quiet"),
        style="steps-bar",
        label="Through the article",
    )


def _way(view: ArticleView, name: str, key: str, href: str) -> Element:
    shown = element("kbd", key) if view.filters.keys else None
    parts: tuple[Child, ...] = tuple(part for part in (name, " ", shown) if part is not None)
    if not href:
        return element("span", *parts, style="way none")
    return Element("a", parts, style="way", href=href, key=key if view.filters.keys else "")


def render_reading(view: ArticleView) -> Element:
    """The article as people read it, its claims marked; of a long one the part asked for."""
    return element(
        "article",
        _left_out(view),
        _parts(view),
        *_blocks(view),
        _parts(view),
        _references(view),
        style="reading",
        label="The article, with its claims marked",
        role="group",
    )


def _parts(view: ArticleView) -> Element | None:
    """Which part of a long article this is, and the ways to the others."""
    part = view.part
    if part.of == 1:
        return None
    here = f"The article is long: this is part {part.number} of {part.of}. The fix list is about all of it. "
    links = [
        Element("a", (f"part {number}",), href=to_part(view, number), role="current" if number == part.number else "")
        for number in range(1, part.of + 1)
    ]
    spaced: list[Child] = [piece for link in links for piece in (link, " ")]
    return element("p", here, *spaced, style="left-out parts")


def _left_out(view: ArticleView) -> Element | None:
    """How much was taken for page furniture, and a link that shows or hides it."""
    lines = view.quality.lines_left_out
    if not lines:
        return None
    shown = view.filters.furniture
    words = f"{lines} lines of menus and buttons {'are shown in grey' if shown else 'left out'}. "
    link = Element("a", ("Leave them out" if shown else "Show them",), href=to_furniture(view))
    return element("p", words, link, style="left-out")


def _blocks(view: ArticleView) -> Iterator[Element]:
    """Each block; neighbouring list items in one list."""
    for is_item, group in groupby(view.blocks, key=lambda block: block.kind is BlockKind.LIST_ITEM):
        made = [_block(view, block) for block in group]
        if is_item:
            yield element("ul", *made, style="items")
        else:
            yield from made


def _block(view: ArticleView, block: ReadingBlock) -> Element:
    tags = {BlockKind.HEADING: "h3" if block.level <= 2 else "h4", BlockKind.LIST_ITEM: "li"}
    style = "furniture" if block.kind is BlockKind.BOILERPLATE else ""
    here = view.chosen is not None and getattr(view.chosen, "name", "") == f"line-{block.line}"
    opening = element("span", f"{block.opening} ", style="opening") if block.opening else None
    return element(
        tags.get(block.kind, "p"),
        opening,
        *_runs(view, block.runs),
        style=f"{style} chosen-place" if here else style,
        role="current" if here else "",
    )


def _runs(view: ArticleView, runs: tuple[Run, ...]) -> Iterator[Child]:
    for key, group in groupby(runs, key=lambda run: run.claim):
        words = [element("sup", run.text) if run.is_marker else run.text for run in group]
        claim = view.claims.get(key) if key else None
        if claim is None and any(run.claim for run in runs):
            yield element("span", *words, style="aside-of")
        elif claim is None:
            yield from words
        else:
            yield _claim(view, claim, words)


def _claim(view: ArticleView, claim: ClaimView, words: list[Child]) -> Element:
    """A claim as a link to itself, with its verdict as line and sign and its worst severity as a sign."""
    verdict = claim.entry.verdict
    is_chosen = claim is view.chosen
    worst = claim.worst if claim.worst is not Severity.NOTE else None
    described = f"{verdict.value}{f', {worst.value}' if worst else ''}: {claim.claim.text}"
    signs = element("span", VERDICTS[verdict].character, style=f"sign {VERDICTS[verdict].style}")
    alarm = element("span", SEVERITIES[worst].character, style=f"sign {SEVERITIES[worst].style}") if worst else None
    link = to_claim(view, claim.claim.key)
    return Element(
        "a",
        tuple(_ending_with(words, [sign for sign in (signs, alarm) if sign is not None])),
        style=f"claim {VERDICTS[verdict].style}{'' if claim.shown else ' dimmed'}",
        href=link,
        label=described,
        hint=f"{verdict.value}{f' · {worst.value}' if worst else ''}",
        role="current" if is_chosen else "",
    )


def _ending_with(words: list[Child], signs: list[Element]) -> Iterator[Child]:
    """The words with signs behind the last of them, which no line break parts from it."""
    *before, last = words
    yield from before
    if isinstance(last, str):
        start, space, last = last.rpartition(" ")
        yield f"{start}{space}"
    is_long = isinstance(last, str) and len(last) > _LONGEST_UNBROKEN
    yield element("span", last, *signs, style="" if is_long else "ending")


def _references(view: ArticleView) -> Element:
    if not view.references:
        return element("section", element("h3", "References"), element("p", "The article lists none.", style="quiet"))
    entries = [_reference(view, reference) for reference in view.references]
    return element("section", element("h3", "References"), element("ul", *entries, style="references"))


def _reference(view: ArticleView, reference: ReferenceView) -> Element:
    chosen = view.chosen is not None and getattr(view.chosen, "name", "") == reference.place
    listed = {finding for fix in view.fixes for finding in fix.findings}
    failed = [finding for finding in reference.findings if finding in listed]
    worst = min((finding.severity for finding in failed), key=lambda severity: severity.rank, default=None)
    alarm = element("span", SEVERITIES[worst].character, style=f"sign {SEVERITIES[worst].style}") if worst else None
    printed = ", ".join(reference.reference.labels) or str(reference.number)
    number = Element(
        "a",
        (printed, *((alarm,) if alarm else ())),
        style="reference",
        href=to_place(view, reference.place),
        label=f"Reference {printed}, {len(failed)} findings",
        role="current" if chosen else "",
    )
    return element(
        "li",
        number,
        element("span", reference.reference.raw),
        element("p", *_leads_to(reference), style="quiet"),
        style="chosen-place" if chosen else "",
    )


def _leads_to(reference: ReferenceView) -> Iterator[Child]:
    """The record that a reference led to, or why it led to none."""
    record, resolution = reference.record, reference.resolution
    if record is None or resolution is None:
        yield f"No record: {resolution.reason if resolution and resolution.reason else 'not looked for'}."
        if resolution is not None and resolution.suggestion is not None:
            yield " "
            yield page_link("studies", {"study": resolution.suggestion.value}, "look at the near match")
        return
    identifier = record.pmid or record.pmcid or record.doi
    surety = f" ({resolution.surety})" if resolution.surety else ""
    yield f"Found by {resolution.by}{surety}: " if resolution.by else "Record: "
    if identifier is not None:
        yield external_link(identifier.address, identifier.address.removeprefix("https://"))
    else:
        yield record.title or record.key.value
    if resolution.study is not None:
        yield " · "
        yield page_link("studies", {"study": resolution.study.value}, "what we know of this study")
