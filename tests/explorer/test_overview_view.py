from __future__ import annotations

from ingest.pipeline import audit_snapshot, make_snapshot
from kg.evidence import Evidence
from kg.explorer.intake import describe_article, describe_audit
from kg.explorer.overview_markup import render_articles, render_graph
from kg.explorer.overview_view import GraphCounts, Overview, read_overview
from kg.model import Severity
from kg.store import Generation
from tests.explorer.articles import WRONG_NUMBER
from tests.explorer.test_article_view import BUNDLED, make_view, walk


def test_counts_are_those_of_the_article_page(generation: Generation) -> None:
    (counts,) = (article for article in read_overview(generation).articles if article.key == BUNDLED)
    view = make_view(generation)
    assert dict(counts.verdicts) == dict(view.verdicts)
    assert {level: count for level, count in counts.severities.items() if count} == dict(view.severities)
    assert counts.remarks == len(view.quality.lost) + len(view.quality.remarks)


def test_every_count_leads_to_the_page_that_lists_it(generation: Generation) -> None:
    links = {part.href for part in walk(render_articles(read_overview(generation))) if part.href}
    assert f"article?article={BUNDLED}&verdict=uncited" in links
    assert f"article?article={BUNDLED}&severity=error" in links


def test_graph_holds_studies_and_concepts(generation: Generation) -> None:
    graph = read_overview(generation).graph
    assert graph.studies > 50
    assert graph.concepts["therapy"] > 10
    assert f"{graph.facts}" in render_graph(graph).text


def test_empty_workspace_says_what_to_do() -> None:
    empty = Overview((), GraphCounts(0, 0, 0, {}, 0))
    assert "Drop one in" in render_articles(empty).text


def test_steps_tell_what_came_out(generation: Generation) -> None:
    audited = audit_snapshot(make_snapshot("a.md", WRONG_NUMBER.encode()), Evidence(generation))
    words = " ".join([*describe_article(audited.article), *describe_audit(audited)])
    assert "Read a.md: 3 claims" in words
    assert "1 of 1 lead to a record" in words
    assert f"1 {Severity.ERROR.value}" in words
