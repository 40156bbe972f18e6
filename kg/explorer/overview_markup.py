"""The overview as markup; every count of an article leads to its page, filtered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.explorer.markup import Element, element, page_link
from kg.explorer.overview_view import ArticleCounts, ArticlePage, GraphCounts
from kg.explorer.paging import render_pages
from kg.explorer.signs import SEVERITIES, VERDICTS, severity_sign, verdict_sign

__all__ = ["render_articles", "render_graph", "render_lead", "render_unaudited"]

_MOST_UNAUDITED = 20


def render_lead() -> Element:
    """What this is, in one line."""
    words = (
        "It reads a health article, follows each footnote to its study, and shows what agrees, "
        "what does not, and what nobody could check."
    )
    return element("p", words, style="lead")


def render_articles(page: ArticlePage) -> Element:
    """Articles of the workspace, those that mislead most first, or what to do if there are none."""
    title = element("h3", "Articles")
    if not page.total:
        hint = "There is no article here yet. Drop one in below: a page, a document or plain text, with its references."
        return element("section", title, element("p", hint))
    if not page.found:
        none = element("p", f"No article holds “{page.words}”. ", page_link("", {}, "Show all"), ".")
        return element("section", title, none)
    count = f"{page.found} article{'' if page.found == 1 else 's'}"
    told = f"{page.found} of {page.total} articles hold these words" if page.words else count
    words = f"{told}, those most likely to mislead first" if page.found > 1 else told
    turn = render_pages(page.number, page.of, {"words": page.words}, words=words)
    entries = element("ul", *(_article(article) for article in page.articles), style="articles")
    return element("section", title, turn, entries)


def render_unaudited(keys: Sequence[str]) -> Element:
    """Articles that nobody has audited yet."""
    words = "Not audited yet, or the audit failed: nothing is known of what they claim."
    items = [element("li", key) for key in keys[:_MOST_UNAUDITED]]
    more = len(keys) - len(items)
    rest = element("p", f"And {more} more.", style="quiet") if more else None
    title = element("h3", f"Not audited yet ({len(keys)})")
    return element("section", title, element("p", words, style="quiet"), element("ul", *items, style="reasons"), rest)


def _article(article: ArticleCounts) -> Element:
    asked = {"article": article.key}
    count = article.remarks
    remarks = f"{count} remark{'' if count == 1 else 's'} on how well it was read" if count else "read without remarks"
    held = f"{article.held} of {article.claims} claims held against a source"
    stale = f"{article.stale} decision{'' if article.stale == 1 else 's'} made before a source changed"
    told = " · ".join((article.source, held, remarks, *((stale,) if article.stale else ())))
    severities = [*_severities(article)] or [element("li", element("span", "none", style="quiet"))]
    return element(
        "li",
        element("h3", page_link("article", asked, article.title)),
        element("p", told, style="quiet"),
        element("div", element("h4", "Claims by verdict"), element("ul", *_verdicts(article), style="counts")),
        element("div", element("h4", "Findings by severity"), element("ul", *severities, style="counts")),
    )


def _verdicts(article: ArticleCounts) -> Iterator[Element]:
    for verdict in VERDICTS:
        count = article.verdicts.get(verdict, 0)
        if count:
            asked = {"article": article.key, "verdict": verdict.value}
            sign = verdict_sign(verdict)
            words = f"{count} {verdict.value}"
            yield element("li", page_link("article", asked, sign.children[0], words, style=sign.style))


def _severities(article: ArticleCounts) -> Iterator[Element]:
    for severity in SEVERITIES:
        count = article.severities.get(severity, 0)
        sign = severity_sign(severity)
        if not count:
            continue
        asked = {"article": article.key, "severity": severity.value}
        words = f"{count} {severity.value}{'' if count == 1 else 's'}"
        yield element("li", page_link("article", asked, sign.children[0], words, style=sign.style))


def render_graph(graph: GraphCounts) -> Element:
    """What the graph holds, in figures, each of which leads to where its things are."""
    kinds = ("therapy", "therapies"), ("mechanism", "mechanisms"), ("outcome", "outcomes"), ("condition", "conditions")
    figures = [
        (graph.studies, page_link("studies", {}, "studies")),
        (graph.facts, page_link("studies", {"sort": "-facts"}, "facts from them")),
        *((graph.concepts.get(kind, 0), _concepts(kind, plural)) for kind, plural in kinds),
        (graph.statements, page_link("data", {}, "statements")),
    ]
    items = [element("li", element("span", link), element("strong", f"{count:,}")) for count, link in figures]
    return element("section", element("h3", "What the graph holds"), element("ul", *items, style="figures"))


def _concepts(kind: str, plural: str) -> Element:
    """Therapies lead to what is known of each; of the other concepts there is a question that lists them."""
    if kind == "therapy":
        return page_link("evidence", {}, plural)
    return page_link("sparql", {"question": "question_concepts"}, plural)
