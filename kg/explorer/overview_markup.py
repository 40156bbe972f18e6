"""The overview as markup; every count of an article leads to its page, filtered."""

from __future__ import annotations

from collections.abc import Iterator

from kg.explorer.markup import Element, element, page_link
from kg.explorer.overview_view import ArticleCounts, GraphCounts, Overview
from kg.explorer.signs import SEVERITIES, VERDICTS, severity_sign, verdict_sign

__all__ = ["render_articles", "render_graph", "render_lead"]


def render_lead() -> Element:
    """What this is, in one line."""
    words = (
        "It reads a health article, follows each footnote to its study, and shows what agrees, "
        "what does not, and what nobody could check."
    )
    return element("p", words, style="lead")


def render_articles(overview: Overview) -> Element:
    """The articles of the workspace, or what to do if there are none."""
    if not overview.articles:
        hint = "There is no article here yet. Drop one in below: a page, a document or plain text, with its references."
        return element("section", element("h3", "Articles"), element("p", hint))
    entries = [_article(article) for article in overview.articles]
    return element("section", element("h3", "Articles"), element("ul", *entries, style="articles"))


def _article(article: ArticleCounts) -> Element:
    asked = {"article": article.key}
    count = article.remarks
    remarks = f"{count} remark{'' if count == 1 else 's'} on how well it was read" if count else "read without remarks"
    return element(
        "li",
        element("h3", page_link("article", asked, article.title)),
        element("p", f"{article.source} · {remarks}", style="quiet"),
        element("div", element("h4", "Claims by verdict"), element("ul", *_verdicts(article), style="counts")),
        element("div", element("h4", "Findings by severity"), element("ul", *_severities(article), style="counts")),
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
    """What the graph holds, in figures."""
    kinds = ("therapy", "therapies"), ("mechanism", "mechanisms"), ("outcome", "outcomes"), ("condition", "conditions")
    figures = [
        ("studies", graph.studies),
        ("facts from them", graph.facts),
        *((plural, graph.concepts.get(kind, 0)) for kind, plural in kinds),
        ("statements", graph.statements),
    ]
    items = [element("li", element("span", name), element("strong", f"{count:,}")) for name, count in figures]
    return element("section", element("h3", "What the graph holds"), element("ul", *items, style="figures"))
