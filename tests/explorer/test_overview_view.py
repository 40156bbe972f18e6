from __future__ import annotations

from ingest.pipeline import audit_snapshot, build, make_snapshot, restore_article
from kg.evidence import Evidence
from kg.explorer.intake import advise, describe_article, describe_audit
from kg.explorer.overview_markup import render_articles, render_graph, render_unaudited
from kg.explorer.overview_view import (
    ArticleCounts,
    GraphCounts,
    Overview,
    find_unaudited,
    page_articles,
    read_overview,
)
from kg.identifiers import ArticleId
from kg.model import Severity, Verdict
from kg.store import Generation
from kg.workspace import Workspace
from tests.explorer.articles import REFERENCE, WRONG_NUMBER
from tests.explorer.test_article_view import BUNDLED, make_view, walk


def test_counts_are_those_of_the_article_page(generation: Generation) -> None:
    (counts,) = (article for article in read_overview(generation).articles if article.key == BUNDLED)
    view = make_view(generation)
    assert dict(counts.verdicts) == dict(view.verdicts)
    assert {level: count for level, count in counts.severities.items() if count} == dict(view.severities)
    assert counts.remarks == len(view.quality.lost) + len(view.quality.remarks)


def test_every_count_leads_to_the_page_that_lists_it(generation: Generation) -> None:
    shown = render_articles(page_articles(read_overview(generation), "", 1))
    links = {part.href for part in walk(shown) if part.href}
    assert f"article?article={BUNDLED}&verdict=uncited" in links
    assert f"article?article={BUNDLED}&severity=error" in links


def test_graph_holds_studies_and_concepts(generation: Generation) -> None:
    graph = read_overview(generation).graph
    assert graph.studies > 50
    assert graph.concepts["therapy"] > 10
    shown = render_graph(graph)
    assert f"{graph.facts}" in shown.text
    figures = [part for part in walk(shown) if part.tag == "li"]
    assert all(any(part.href for part in walk(figure)) for figure in figures)


def test_empty_workspace_says_what_to_do() -> None:
    empty = Overview((), GraphCounts(0, 0, 0, {}, 0))
    assert "Drop one in" in render_articles(page_articles(empty, "", 1)).text


def make_article(key: str, *, errors: int = 0, contradicted: int = 0, stale: int = 0) -> ArticleCounts:
    verdicts = {Verdict.CONTRADICTED: contradicted, Verdict.UNCITED: 2, Verdict.SUPPORTED: 3}
    return ArticleCounts(key, f"About {key}", f"{key}.md", 0, verdicts, {Severity.ERROR: errors}, stale)


def make_overview(*articles: ArticleCounts) -> Overview:
    return Overview(articles, GraphCounts(0, 0, 0, {}, 0))


def test_articles_stand_by_harm(generation: Generation) -> None:
    harms = [article.harm for article in read_overview(generation).articles]
    assert len(harms) > 1
    assert harms == sorted(harms, reverse=True)


def test_articles_are_found_by_words_and_turned_page_by_page() -> None:
    many = make_overview(*(make_article(f"sleep-{at:02}") for at in range(45)), make_article("hair"))
    pages = [page_articles(many, "", number) for number in (1, 2, 3, 99)]
    assert [(len(page.articles), page.number, page.of) for page in pages] == [
        (20, 1, 3),
        (20, 2, 3),
        (6, 3, 3),
        (6, 3, 3),
    ]
    assert {each.key for page in pages for each in page.articles} == {each.key for each in many.articles}
    assert [each.key for each in page_articles(many, "ABOUT hair.md", 1).articles] == ["hair"]
    assert "1 of 46 articles hold these words" in render_articles(page_articles(many, "hair", 1)).text
    assert "No article holds “<b>”" in render_articles(page_articles(many, "<b>", 1)).text
    links = {part.href for part in walk(render_articles(page_articles(many, "sleep", 1))) if part.text == "Next →"}
    assert links == {"?words=sleep&page=2"}


def test_article_tells_what_was_held_against_a_source_and_which_decisions_are_stale() -> None:
    words = render_articles(page_articles(make_overview(make_article("a", contradicted=1, stale=1)), "", 1)).text
    assert "4 of 6 claims held against a source" in words
    assert "1 decision made before a source changed" in words
    assert "stale" not in render_articles(page_articles(make_overview(make_article("a")), "", 1)).text


def test_article_that_nobody_audited_is_told_and_never_counted_as_fine(tmp_workspace: Workspace) -> None:
    tmp_workspace.keep_snapshot(make_snapshot("new.md", b"# New\n\nSleep may help.\n"))
    unaudited = find_unaudited(tmp_workspace, make_overview(make_article("old")))
    assert unaudited == ("new",)
    assert "nothing is known of what they claim" in render_unaudited(unaudited).text
    restore_article_of(tmp_workspace, "new")
    assert find_unaudited(tmp_workspace, read_overview(tmp_workspace.store.open())) == ()


def restore_article_of(workspace: Workspace, key: str) -> None:
    build(workspace)
    restore_article(workspace, ArticleId(key))


def test_steps_tell_what_came_out(generation: Generation) -> None:
    audited = audit_snapshot(make_snapshot("a.md", WRONG_NUMBER.encode()), Evidence(generation))
    words = " ".join([*describe_article(audited.article), *describe_audit(audited)])
    assert "Read a.md: 3 claims" in words
    assert "1 of 1 lead to a record" in words
    assert f"1 {Severity.ERROR.value}" in words
    assert [*advise(audited, was_asked=False)] == []


def test_references_that_lead_nowhere_are_told_with_what_to_do(generation: Generation) -> None:
    text = WRONG_NUMBER.replace(REFERENCE, "Nobody N. A paper that nobody knows. J Nothing. 1999;1:1-2.")
    audited = audit_snapshot(make_snapshot("a.md", text.encode()), Evidence(generation))
    assert "PubMed is asked" in " ".join(advise(audited, was_asked=False))
    assert [*advise(audited, was_asked=True)] == []
