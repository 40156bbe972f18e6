"""The SPARQL page in a browser: writing with suggestions, running, stopping, looking at an answer, taking it along."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import list_violations

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
PATIENCE_MS = 60_000
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def open_editor(open_page: OpenPage, path: str = "sparql", **how: object) -> Page:
    page = open_page(path, **how)
    expect(page.get_by_label("Query")).to_be_visible(timeout=PATIENCE_MS)
    return page


def run(page: Page, query: str, said: str) -> None:
    """Run a query with the keys, and wait until the line below the editor says so."""
    page.get_by_label("Query").fill(query)
    page.get_by_label("Query").press("Control+Enter")
    expect(page.locator(".state")).to_contain_text(re.compile(said), timeout=PATIENCE_MS)


def test_bundled_question_runs_and_its_rows_can_be_taken_along(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_editor(open_page)
    page.get_by_role("combobox", name=re.compile("Question")).fill("outcome by outcome")
    page.get_by_role("option", name=re.compile("What does a study report, outcome by outcome")).click()
    page.get_by_role("combobox", name=re.compile("Study")).fill("koyama")
    page.get_by_role("option", name=re.compile("Koyama et al. 2016")).click()
    expect(page.get_by_label("Query")).to_have_value(re.compile(r"VALUES \(\?study\) \{ \(study:koyama-2016\) \}"))
    page.get_by_role("button", name="Run").click()
    expect(page.locator(".state")).to_contain_text("7 rows", timeout=PATIENCE_MS)
    expect(page.locator(".answer tbody tr").first).to_contain_text("hair-thickness")
    for form, check in (("CSV", lambda text: len(text.splitlines()) == 8), ("JSON", json.loads)):
        with page.expect_download() as download:
            page.get_by_role("button", name=f"Download as {form}").click()
        download.value.save_as(tmp_path / "answer")
        assert check((tmp_path / "answer").read_text(encoding="utf-8"))
    page.locator(".answer th", has_text="outcome").get_by_role("link").click()
    expect(page).to_have_url(re.compile("sort=outcome"))
    expect(page.locator(".answer tbody tr")).to_have_count(7)


def test_names_are_suggested_inside_a_named_graph_and_taken_with_the_keys(open_page: OpenPage) -> None:
    page = open_editor(open_page)
    editor = page.get_by_label("Query")
    editor.fill("")
    editor.press_sequentially("SELECT * { GRAPH ?g { ?s a Stud")
    options = page.get_by_role("option")
    expect(options.first).to_contain_text("ekg:Study")
    editor.press("Enter")
    editor.press_sequentially("; rdfs:lab")
    editor.press("Tab")
    editor.press_sequentially("?l ; ekg:studiesTherapy micron")
    expect(options.first).to_contain_text("concept:microneedling")
    expect(options.first).to_contain_text("Microneedling")
    editor.press("Enter")
    expect(options).to_have_count(0)
    editor.press_sequentially("} }")
    expect(editor).to_have_value(
        "SELECT * { GRAPH ?g { ?s a ekg:Study ; rdfs:label ?l ; ekg:studiesTherapy concept:microneedling } }"
    )
    editor.press("Control+Enter")
    expect(page.locator(".state")).to_contain_text(re.compile(r"[1-9]\d* rows"), timeout=PATIENCE_MS)


def test_graphs_are_suggested_behind_graph_and_escape_closes_the_list(open_page: OpenPage) -> None:
    page = open_editor(open_page)
    editor = page.get_by_label("Query")
    editor.fill("SELECT * { GRAPH ")
    editor.press("Control+Space")
    expect(page.get_by_role("option").filter(has_text="graph/vocabulary")).to_have_count(1)
    editor.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)
    expect(editor).to_be_focused()


def test_mistake_is_marked_at_its_place_and_gone_when_mended(open_page: OpenPage) -> None:
    page = open_editor(open_page)
    run(page, "SELECT *\nWHERE { ?s ?p }", "No answer")
    expect(page.locator(".paint .wrong")).to_have_text("}")
    expect(page.locator(".lines .wrong")).to_have_text("2")
    expect(page.get_by_label("Query")).to_have_attribute("aria-invalid", "true")
    expect(page.locator(".faults")).to_contain_text("“}” cannot stand here.")
    page.get_by_role("button", name="Line 2, column 15").click()
    assert page.get_by_label("Query").evaluate("area => area.selectionStart") == 23
    page.keyboard.type("?o ")
    expect(page.locator(".paint .wrong")).to_have_count(0)
    page.keyboard.press("Control+Enter")
    expect(page.locator(".state")).to_contain_text(re.compile(r"\d rows|Cut at 10,000 rows"), timeout=PATIENCE_MS)


def test_name_that_nothing_has_is_doubted_with_a_near_one(open_page: OpenPage) -> None:
    page = open_editor(open_page)
    run(page, "SELECT * { ?s a ekg:Studdy }", "0 rows")
    expect(page.locator(".paint .doubtful")).to_have_text("ekg:Studdy")
    expect(page.locator(".faults")).to_contain_text("Nothing here is called ekg:Studdy. Did you mean ekg:Study")


def test_refused_query_says_why_and_what_to_do(open_page: OpenPage) -> None:
    page = open_editor(open_page)
    run(page, "SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }", "No answer")
    expect(page.locator(".faults")).to_contain_text("SERVICE is refused: it would ask another host.")
    expect(page.locator(".faults")).to_contain_text("A query may only read this graph.")
    expect(page.locator(".paint .wrong")).to_have_text("SERVICE")
    run(page, "ASK { ?study a ekg:Study }", "Answered")
    expect(page.get_by_text("Yes.", exact=True)).to_be_visible()
    expect(page.locator(".faults")).to_be_empty()


def test_runaway_query_is_stopped_and_the_page_lives_on(open_page: OpenPage) -> None:
    page = open_editor(open_page)
    page.get_by_label("Query").fill(RUNAWAY)
    page.get_by_role("button", name="Run").click()
    expect(page.locator(".state")).to_contain_text("Running for", timeout=PATIENCE_MS)
    expect(page.locator(".state")).to_contain_text("at most 20 seconds")
    page.get_by_role("button", name="Stop").click()
    expect(page.locator(".state")).to_contain_text(
        re.compile("Stopped after .* there is no answer"), timeout=PATIENCE_MS
    )
    expect(page.locator(".answer")).to_have_count(0)
    expect(page.get_by_role("button", name="Stop")).to_be_disabled()
    run(page, "SELECT ?s { ?s a ekg:Study } LIMIT 3", "3 rows")


def test_cut_answer_says_so_and_its_file_too(open_page: OpenPage) -> None:
    page = open_editor(open_page)
    run(page, "SELECT * { ?s ?p ?o }", "Cut at 10,000 rows")
    expect(page.get_by_text("The answer was cut")).to_be_visible()
    expect(page.locator(".pages")).to_contain_text("Rows 1 to 50 of 10,000")
    page.get_by_role("link", name="last page, 200 of 200").click()
    expect(page.locator(".pages")).to_contain_text("Rows 9,951 to 10,000")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download as TSV").click()
    assert download.value.suggested_filename == "answer-first-10000-rows.tsv"


def test_counts_are_a_chart_and_triples_a_graph_and_turtle(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_editor(open_page)
    run(page, "SELECT ?kind (COUNT(?c) AS ?n) { ?c a ekg:Concept ; ekg:kind ?kind } GROUP BY ?kind", "rows")
    page.get_by_text("Chart", exact=True).click()
    expect(page.locator("[data-testid=stVegaLiteChart]")).to_be_visible(timeout=PATIENCE_MS)
    expect(page.get_by_text(re.compile("One bar a row: n by kind"))).to_be_visible()
    run(page, "CONSTRUCT { ?t ekg:studied ?s } { ?s ekg:studiesTherapy ?t } LIMIT 9", "triples")
    expect(page.locator(".network canvas")).to_be_visible(timeout=PATIENCE_MS)
    expect(page.get_by_text(re.compile(r"All \d+ things"))).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download as Turtle").click()
    download.value.save_as(tmp_path / "answer.ttl")
    assert "@prefix ekg:" in (tmp_path / "answer.ttl").read_text(encoding="utf-8")


def test_shared_query_opens_filled_in_and_does_not_run(open_page: OpenPage) -> None:
    page = open_editor(open_page)
    query = "SELECT ?label { ?thing a ekg:Claim ; rdfs:label ?label } ORDER BY ?label LIMIT 3"
    run(page, query, "3 rows")
    other = open_editor(open_page, page.url.rpartition("/")[2])
    expect(other.get_by_label("Query")).to_have_value(query)
    expect(other.get_by_role("link", name="Link to this query")).to_be_visible()
    expect(other.locator(".answer")).to_have_count(0)
    other.get_by_role("button", name="Run").click()
    expect(other.locator(".answer tbody tr")).to_have_count(3, timeout=PATIENCE_MS)


def test_query_too_long_for_a_link_says_so(open_page: OpenPage) -> None:
    page = open_editor(open_page)
    page.get_by_label("Query").fill("#" * 8_001)
    expect(page.locator(".length")).to_have_text("8,001 of 8,000 characters: too long for a link and this page")
    page.get_by_label("Query").press("Control+Enter")
    expect(page.locator(".state")).to_contain_text("too long")


def test_queries_of_the_session_outlive_a_reload(open_page: OpenPage) -> None:
    page = open_editor(open_page)
    run(page, "SELECT ?first { ?first a ekg:Study } LIMIT 2", "2 rows")
    run(page, "ASK { ?second a ekg:Study }", "Answered")
    page.reload()
    expect(page.get_by_label("Query")).to_be_visible(timeout=PATIENCE_MS)
    page.get_by_text("Queries of this session (2)").click()
    page.get_by_role("button", name=re.compile("Load: SELECT .first")).click()
    expect(page.get_by_label("Query")).to_have_value("SELECT ?first { ?first a ekg:Study } LIMIT 2")


def test_page_works_with_the_keyboard_alone(open_page: OpenPage) -> None:
    page = open_editor(open_page)
    editor = page.get_by_label("Query")
    editor.focus()
    page.keyboard.press("Control+A")
    page.keyboard.type(RUNAWAY)
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Run")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".state")).to_contain_text("Running for", timeout=PATIENCE_MS)
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Stop")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".state")).to_contain_text("Stopped", timeout=PATIENCE_MS)
    expect(editor).to_be_focused()


@pytest.mark.parametrize("dark", [False, True])
def test_nothing_that_is_drawn_here_shuts_anybody_out(open_page: OpenPage, *, dark: bool) -> None:
    page = open_editor(open_page, dark=dark)
    run(page, "SELECT ?s ?l { ?s a ekg:Study ; rdfs:label ?l } LIMIT 60", "60 rows")
    expect(page.locator(".answer")).to_be_visible()
    assert list_violations(page) == []
    run(page, "SELECT * { ?s a ekg:Studdy ; ?p }", "No answer")
    page.get_by_label("Query").press("Control+End")
    page.get_by_label("Query").press_sequentially(" ekg:St")
    expect(page.get_by_role("option").first).to_be_visible()
    assert list_violations(page) == []


def test_phone_has_no_sideways_scroll_and_the_same_buttons(open_page: OpenPage) -> None:
    page = open_editor(open_page, width=390, height=844)
    run(page, "SELECT ?s ?l ?p { ?s a ekg:Study ; rdfs:label ?l ; ?p ?o } LIMIT 60", "60 rows")
    widths = "[document.documentElement, document.querySelector('[data-testid=stMain]')].map((it) => it.scrollWidth)"
    assert max(page.evaluate(widths)) <= 390
    expect(page.get_by_role("button", name="Stop")).to_be_visible()
