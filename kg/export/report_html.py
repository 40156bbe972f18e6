"""An audit report as one page to mail: no script, nothing fetched, readable on a phone and on paper.

The page says first how well the article was read, then what to mend, then what each claim with a finding was held
against, in plain words, and what was not checked. Words of the article and of its sources are quoted; what is ours is
called so and never stands in quotation marks.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from importlib.resources import files
from itertools import groupby

from kg.audit import RULES
from kg.audit.fix_list import fix_list
from kg.decisions import FindingIds
from kg.errors import EvidenceError
from kg.export import conflicts_text
from kg.export.excerpts import around
from kg.export.ledger_html import badge_of, claims_section, ledger_section
from kg.export.markup import Child, Html, link, tag
from kg.export.places import has_lines
from kg.identifiers import content_hash
from kg.model import Article, BlockKind, Finding, Passage, Severity, Span
from kg.model.fix import Fix, Screened
from kg.model.position import Conflict
from kg.model.suppression import Suppressed

__all__ = ["to_frame", "to_part"]

_SIGNS = {Severity.ERROR: "■", Severity.WARNING: "▲", Severity.NOTE: "●"}
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
"""The page could fetch nothing even if something in it asked to."""
_NEARBY = 40
"""Characters of the article shown on each side of a patch."""

_CAVEAT = "No flag and no verdict here means “verified”. What was not checked is listed, with the reason."


def to_part(screened: Screened) -> str:
    """One article's section of the page, and its entry in the contents; as JSON on a line."""
    name = f"a{content_hash(screened.path)[:10]}"
    article = screened.article
    title = article.title or article.id.value
    entry = tag("li", tag("a", title, href=f"#{name}"), _tally(screened.failures))
    fixes, ids = fix_list(screened), FindingIds.of(article, screened.report)
    section = tag(
        "article",
        tag("h2", title, lang=article.language),
        tag("p", screened.path, class_="path"),
        _tally(screened.failures),
        *_reading(article),
        *_fixes(fixes, screened, name, ids),
        *_set_aside(screened.suppressed),
        *claims_section(screened),
        *ledger_section(screened),
        class_="audit",
        id=name,
    )
    return json.dumps([title, entry, section], ensure_ascii=False)


def to_frame(parts: Sequence[str], unread: Sequence[EvidenceError], conflicts: Sequence[Conflict] = ()) -> str:
    """The page that holds these articles, and tells of those that could not be read."""
    read = [json.loads(part) for part in parts]
    titles = [title for title, _, _ in read]
    title = f"Audit: {titles[0]}" if len(titles) == 1 else f"Audit of {len(titles)} articles"
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        tag("meta", name="color-scheme", content="light dark"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("title", title),
        Html(f"<style>{_style()}</style>"),
    )
    contents = tag("ul", *(Html(entry) for _, entry, _ in read), class_="contents") if len(read) > 1 else None
    whose = "an article says about its" if len(read) == 1 else f"{len(read)} articles say about their"
    header = tag(
        "header",
        tag("h1", f"Audit of what {whose} sources", class_="kicker"),
        tag("nav", contents, aria_label="Articles") if contents else None,
        class_="page-head",
    )
    sections = [Html(section) for _, _, section in read]
    body = tag(
        "body",
        header,
        tag("main", *_unread(unread), *sections, *_conflicts(conflicts)),
        tag("footer", tag("p", _CAVEAT), class_="page-foot"),
    )
    return f"<!DOCTYPE html>\n{tag('html', head, body, lang='en')}\n"


def _style() -> str:
    return files("kg.export").joinpath("report.css").read_text(encoding="utf-8")


def _unread(unread: Sequence[EvidenceError]) -> Iterator[Html]:
    if unread:
        yield tag("h2", "What could not be read")
        yield tag("ul", *(tag("li", str(error)) for error in unread), class_="plain")


def _conflicts(conflicts: Sequence[Conflict]) -> Iterator[Html]:
    """The contradictions between the articles, as they are told in text."""
    if conflicts:
        head, _, told = conflicts_text.to_text(conflicts).partition("\n")
        box = tag("pre", told.strip(), class_="scroll", tabindex="0", role="group", aria_label="Contradictions")
        yield tag("section", tag("h2", head), box, class_="audit")


def _tally(failures: Iterable[Finding]) -> Html:
    counts = Counter(finding.severity for finding in failures)
    chips = [
        tag("li", tag("span", _SIGNS[level], aria_hidden="true"), _counted(counts[level], level.value),
            class_=f"chip {level.value if counts[level] else ''}".strip())
        for level in Severity
    ]  # fmt: skip
    return tag("ul", *chips, class_="tally")


def _reading(article: Article) -> Iterator[Html]:
    kinds = Counter(block.kind for block in article.blocks)
    body = kinds[BlockKind.PARAGRAPH] + kinds[BlockKind.LIST_ITEM]
    yield tag("h3", "How well it was read")
    yield tag(
        "p",
        f"{_counted(body, 'paragraph or list item', 'paragraphs and list items')} with "
        f"{_counted(len(article.claims), 'claim')}, {_counted(len(article.pointers), 'marker')} and "
        f"{_counted(len(article.references), 'reference')}; "
        f"{_counted(kinds[BlockKind.BOILERPLATE], 'piece')} taken for page furniture.",
    )
    if article.defects:
        items = (tag("li", f"{_place(article, one.line)}: {one.message}") for one in article.defects)
        yield tag("ul", *items, class_="plain")


def _fixes(fixes: Sequence[Fix], screened: Screened, name: str, ids: FindingIds) -> Iterator[Html]:
    yield tag("h3", "What to mend")
    if not fixes:
        yield tag("p", "Nothing was found. That is not a sign that all is well.", class_="quiet")
        return
    yield tag("p", "What can do a reader the most harm comes first.", class_="quiet")
    asked = [(number, fix) for number, fix in enumerate(fixes, 1) if fix.finding.severity is not Severity.NOTE]
    notes = [(number, fix) for number, fix in enumerate(fixes, 1) if fix.finding.severity is Severity.NOTE]
    for harm, group in groupby(asked, key=lambda pair: pair[1].harm):
        yield tag("h4", f"What {harm}")
        yield tag("ol", *(_fix(fix, screened, f"{name}-{number}", ids) for number, fix in group), class_="fixes")
    if notes:
        items = [_fix(fix, screened, f"{name}-{number}", ids) for number, fix in notes]
        summary = tag("summary", f"{_counted(len(notes), 'note')}: worth knowing")
        yield tag("details", summary, tag("ol", *items, class_="fixes"))


def _fix(fix: Fix, screened: Screened, name: str, ids: FindingIds) -> Html:
    finding, article = fix.finding, screened.article
    kind = f"possible {finding.severity}" if finding.possible else finding.severity.value
    head = tag(
        "p",
        tag("span", tag("span", _SIGNS[finding.severity], aria_hidden="true"), f" {kind}", class_="severity"),
        tag("span", f"{finding.rule} {RULES[finding.rule].name.replace('-', ' ')}", class_="rule"),
        tag("span", _place(article, finding.line), class_="where"),
        class_="fix-head",
    )
    return tag(
        "li",
        head,
        tag("p", finding.message, class_="message"),
        badge_of(finding, screened),
        _quoted(fix, article),
        *_mend(finding, article),
        *(_source(passage) for passage in finding.source),
        _repeats(fix, article),
        _named(fix, name, ids),
        class_=f"fix {finding.severity.value}",
        id=name,
    )


def _quoted(fix: Fix, article: Article) -> Html | None:
    """The article's sentence with the words that matter; the rule's own excerpt where it stands in no sentence."""
    finding = fix.finding
    if fix.sentence is not None:
        start = article.text.find(fix.sentence, max(0, finding.span.start - len(fix.sentence)))
        marked = Span(finding.span.start, finding.span.end)
        if 0 <= start <= marked.start:
            return tag("blockquote", *_marked(article.text, Span(start, start + len(fix.sentence)), (marked,)),
                       lang=article.language)  # fmt: skip
    if finding.said is None:
        return None
    said = finding.said
    return tag("blockquote", *_marked(said.text, Span(0, len(said.text)), said.marked), lang=article.language)


def _marked(text: str, within: Span, marks: Iterable[Span]) -> Iterator[Child]:
    """A stretch of text with marks in it; a mark over all of it would tell nothing and is left out."""
    at = within.start
    for mark in sorted(marks):
        start, end = max(mark.start, at), min(mark.end, within.end)
        if start < end and (start, end) != (within.start, within.end):
            yield text[at:start]
            yield tag("mark", text[start:end])
            at = end
    yield text[at : within.end]


def _mend(finding: Finding, article: Article) -> Iterator[Html]:
    """The patch with a few whole words around it."""
    if finding.patch is None:
        return
    span = finding.patch.span
    before, after = _around(article.text, span)
    yield tag("span", "The smallest change that would pass", class_="label")
    yield tag(
        "p",
        before,
        tag("del", span.of(article.text)),
        " ",
        tag("ins", finding.patch.replacement),
        after,
        lang=article.language,
    )


def _around(text: str, span: Span) -> tuple[str, str]:
    """The words of the line before and behind a stretch of it, with dots where more of the line is left out."""
    shown = around(text, span, before=_NEARBY, after=_NEARBY)
    is_cut = text[shown.start - 1 : shown.start].strip("\n"), text[shown.end : shown.end + 1].strip("\n")
    before, after = text[shown.start : span.start], text[span.end : shown.end]
    return f"{'… ' if is_cut[0] else ''}{before}", f"{after}{' …' if is_cut[1] else ''}"


def _source(passage: Passage) -> Html:
    sure = f"; confidence: {passage.confidence}" if passage.confidence else ""
    place = link(passage.address, passage.place) if passage.address else passage.place
    if passage.paraphrase:
        told = tag("p", passage.text, class_="paraphrase")
        label = "What the source says, in our paraphrase"
    else:
        told = tag("blockquote", *_marked(passage.text, Span(0, len(passage.text)), passage.marked))
        label = "The source’s words"
    return tag("div", tag("span", label, class_="label"), told, tag("p", place, sure, class_="cite"), class_="source")


def _repeats(fix: Fix, article: Article) -> Html | None:
    lines = [line for each in fix.findings for line in (each.line, *each.folded)][1:]
    if not lines:
        return None
    places = ", ".join(_place(article, line) for line in dict.fromkeys(lines))
    return tag("p", f"The same again: {places}.", class_="quiet")


def _named(fix: Fix, name: str, ids: FindingIds) -> Html | None:
    """The ids by which people decide on its findings, each a place to link to."""
    keys = [key for key in map(ids.find, fix.findings) if key]
    if not keys:
        return None
    page = name.rpartition("-")[0]
    shown = [part for key in keys for part in (" ", tag("code", key.value, id=f"{page}-{key}"))]
    return tag("p", "For kg decide:", *shown, class_="quiet")


def _set_aside(suppressed: Sequence[Suppressed]) -> Iterator[Html]:
    if not suppressed:
        return
    items = [
        tag("li", f"{one.finding.rule}, line {one.finding.line}: {one.finding.message} Set aside {one.by.by}: ",
            tag("strong", one.by.reason), f" ({one.by.place})")
        for one in suppressed
    ]  # fmt: skip
    summary = tag("summary", f"{_counted(len(suppressed), 'finding')} suppressed, with the reason")
    yield tag("details", summary, tag("ul", *items, class_="plain"))


def _place(article: Article, line: int) -> str:
    return f"line {line}" if has_lines(article) else f"paragraph {line}"


def _counted(count: int, noun: str, many: str | None = None) -> str:
    return f"{count} {noun if count == 1 else many or noun + 's'}"
