"""One article: how well it was read, what to mend, its claims in the text, and what the audit says of each."""

from __future__ import annotations

import streamlit as st

from ingest.deciding import settle_audit
from kg.audit import RULES
from kg.errors import EvidenceError
from kg.explorer.access import kept, open_workspace
from kg.explorer.article_filters import Selection
from kg.explorer.article_markup import render_quality, render_reading, render_steps, render_title
from kg.explorer.article_view import ArticleView, build_article_view
from kg.explorer.audits import QUERIES, Audit, list_articles, read_audit, read_past, screen_audit
from kg.explorer.components.choice import choose
from kg.explorer.components.decide import decide
from kg.explorer.components.document import show_document
from kg.explorer.components.downloads import offer_report
from kg.explorer.components.frame import page, show_error, show_legend, show_queries
from kg.explorer.findings_markup import panel
from kg.explorer.fixes_markup import STANDINGS
from kg.explorer.links import read_filters
from kg.explorer.markup import element, page_link
from kg.explorer.signs import SEVERITIES, VERDICTS
from kg.identifiers import ArticleId
from kg.model.decision import Settlement
from kg.model.fix import Screened
from kg.run_comparison import DatedAudit
from kg.store import Generation

__all__ = ["article"]

_OF_ONE_ARTICLE = ("claim", "place", "rule", "severity", "verdict", "decided", "furniture", "part")

_list_articles = kept(list_articles)
_read_audit = kept(read_audit)


@kept
def _read_past(_: Generation, key: str) -> tuple[DatedAudit, ...]:
    """Earlier audits; each new one comes with a generation of its own."""
    return read_past(open_workspace(), ArticleId(key))


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
    settlement, screened = _settle(audit)
    view = build_article_view(
        audit.article,
        audit.report,
        audit.records,
        filters=read_filters(st.query_params.to_dict(), {finding.rule for finding in audit.report.failures}),
        selection=Selection(st.query_params.get("claim"), st.query_params.get("place")),
        settlement=settlement,
        screened=screened,
        past=_read_past(generation, key),
    )
    show_document("head", [render_title(view), render_quality(view)])
    _show_filters(view)
    show_document("steps", [render_steps(view)])
    text, beside = st.columns([5, 3], gap="large")
    with text:
        show_document("reading", [render_reading(view)])
    with beside, st.container(key="panel-chosen" if view.chosen else "panel-list"):
        show_document("panel", [panel(view)])
        if decide(audit, view):
            st.rerun()
    offer_report(screened)
    show_legend()
    show_queries(QUERIES, {"article": key})


def _settle(audit: Audit) -> tuple[Settlement | None, Screened]:
    """What people said of the findings; where that cannot be read, it is told and the page goes on without."""
    try:
        workspace = open_workspace()
        return settle_audit(workspace, audit.article, audit.report), screen_audit(workspace, audit)
    except EvidenceError as error:
        show_error(error)
        return None, Screened.of(audit.report, audit.article)


def _show_filters(view: ArticleView) -> None:
    by_severity, by_rule, by_verdict, by_decision = st.columns(4)
    with by_severity:
        choose("Findings", "severity", ["", *SEVERITIES], show=lambda name: f"{name}s" if name else "every severity")
    with by_rule:
        choose(
            "Rule", "rule", ["", *view.rules], show=lambda code: f"{code} {RULES[code].name}" if code else "every rule"
        )
    with by_verdict:
        choose("Claims", "verdict", ["", *VERDICTS], show=lambda name: name or "every verdict")
    with by_decision:
        words = {"": "decided or not"} | {standing.value: told for standing, told in STANDINGS.items()}
        choose("Decisions", "decided", list(words), show=words.__getitem__)
