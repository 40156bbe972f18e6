"""One article: how well it was read, its claims in the text, and what the audit says of each."""

from __future__ import annotations

import streamlit as st

from ingest.deciding import settle_audit
from kg.audit import RULES
from kg.errors import RecordError
from kg.explorer.access import kept, open_workspace
from kg.explorer.article_markup import render_quality, render_title, render_workbench
from kg.explorer.article_view import ArticleView, Selection, build_article_view
from kg.explorer.audits import QUERIES, Audit, list_articles, read_audit
from kg.explorer.components.choice import choose
from kg.explorer.components.decide import decide
from kg.explorer.components.document import show_document
from kg.explorer.components.frame import page, show_error, show_legend, show_queries
from kg.explorer.links import read_filters
from kg.explorer.markup import element, page_link
from kg.explorer.signs import SEVERITIES, VERDICTS
from kg.export import report_json, report_text
from kg.model.decision import Settlement
from kg.model.fix import Screened
from kg.store import Generation

__all__ = ["article"]

_OF_ONE_ARTICLE = ("claim", "place", "rule", "severity", "verdict", "furniture")

_list_articles = kept(list_articles)
_read_audit = kept(read_audit)


@page
def article(generation: Generation) -> None:
    """The article that the address names, else the first one."""
    titles = _list_articles(generation)
    if not titles:
        st.title("Article", anchor=False)
        show_document("empty", [element("p", "No article yet. ", page_link("./", {}, "Drop one in"), ".")])
        return
    key = choose("Article", "article", list(titles), show=titles.__getitem__, resets=_OF_ONE_ARTICLE)
    audit = _read_audit(generation, key)
    view = build_article_view(
        audit.article,
        audit.report,
        audit.records,
        filters=read_filters(st.query_params.to_dict(), {finding.rule for finding in audit.report.failures}),
        selection=Selection(st.query_params.get("claim"), st.query_params.get("place")),
        settlement=_settle(audit),
    )
    show_document("head", [render_title(view), render_quality(view)])
    _show_filters(view)
    show_document("workbench", [render_workbench(view)])
    if decide(audit, view):
        st.rerun()
    _offer_downloads(audit)
    show_legend()
    show_queries(QUERIES, {"article": key})


def _settle(audit: Audit) -> Settlement | None:
    """What people decided; where their file cannot be read, that is told and the page goes on without."""
    try:
        return settle_audit(open_workspace(), audit.article, audit.report)
    except RecordError as error:
        show_error(error)
        return None


def _show_filters(view: ArticleView) -> None:
    by_severity, by_rule, by_verdict = st.columns(3)
    with by_severity:
        choose("Findings", "severity", ["", *SEVERITIES], show=lambda name: f"{name}s" if name else "every severity")
    with by_rule:
        choose(
            "Rule", "rule", ["", *view.rules], show=lambda code: f"{code} {RULES[code].name}" if code else "every rule"
        )
    with by_verdict:
        choose("Claims", "verdict", ["", *VERDICTS], show=lambda name: name or "every verdict")


def _offer_downloads(audit: Audit) -> None:
    name = audit.article.id.value
    text, data = st.columns(2)
    text.download_button(
        "Download the report as text",
        report_text.to_text(Screened.of(audit.report, audit.article), verbose=True),
        f"{name}-report.txt",
        on_click="ignore",
        width="stretch",
    )
    data.download_button(
        "Download the report as JSON",
        report_json.to_json([Screened.of(audit.report, audit.article)]),
        f"{name}-report.json",
        "application/json",
        on_click="ignore",
        width="stretch",
    )
