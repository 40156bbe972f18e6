"""Words that mean harm, in every place that words come from: each page shows them as text, and nothing runs."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from html import escape
from pathlib import Path
from urllib.parse import urlencode

import pytest
from markdown_it import MarkdownIt
from playwright.sync_api import Browser, Page, expect

from ingest.pipeline import audit_snapshot, build, ingest_article, make_snapshot, open_evidence
from kg.export.report_html import to_frame, to_part
from kg.model.fix import Screened
from kg.workspace import Workspace
from tests.browser.conftest import App, serving
from tests.browser.payloads import ALL, PAYLOADS, list_markup, wait_for_words

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
PATIENCE_MS = 60_000
PMID = "11111111"
TITLE = f"Scalp massage and hair thickness: {ALL}"
RECORD = f"""PMID- {PMID}
OWN - NLM
STAT- MEDLINE
DP  - 2020
TI  - {TITLE}
AB  - RESULTS: In 14 men scalp massage increased hair thickness. {ALL}
FAU - {PAYLOADS["picture"]}, Ada
AU  - {PAYLOADS["picture"]} A
LA  - eng
PT  - Journal Article
JT  - Journal {ALL}
"""
STUDY = f"""id: hostile-study
record:
  title: {json.dumps(ALL)}
  authors: [{json.dumps(PAYLOADS["picture"])}]
  year: 2020
design: before-after-study
design_text: {json.dumps(ALL)}
species: [Homo sapiens]
population: {{enrolled: 14, condition: {json.dumps(ALL)}}}
intervention: {{therapies: [microneedling], sessions: {json.dumps(ALL)}}}
comparator: {json.dumps(ALL)}
facts:
  - outcome: hair-count
    direction: increase
    concept: hair-count
    value: {json.dumps(ALL)}
    note: {json.dumps(ALL)}
    source: {{part: abstract, addresses: ["https://example.net/read"], confidence: low}}
criteria:
  - text: {json.dumps(ALL)}
    role: exclusion
    source: {{part: abstract, addresses: ["https://example.net/read"], confidence: low}}
limitations: [{json.dumps(ALL)}]
"""
REFERENCES = f"## References\n\n1. {PAYLOADS['picture']} A. {TITLE}. J. 2020. PMID: {PMID}\n"
CLAIMS = "\n\n".join(f"In a trial of 12 men, {words} scalp massage increased hair." for words in PAYLOADS.values())
PLAIN = CLAIMS.replace("hair.", "hair thickness.[1]") + f"\n\n{REFERENCES}"
MARKED = f"---\ntitle: {ALL}\n---\n\n{PLAIN}"
FILE = f"{PAYLOADS['picture']} {PAYLOADS['markdown']} {PAYLOADS['directive']}".replace("/", "-")
ROWS = " ".join(f"({json.dumps(words)} 1)" for words in PAYLOADS.values())
ANSWER = f"SELECT ?words ?n {{ VALUES (?words ?n) {{ {ROWS} }} }}"
NAMED = [f"<urn:x:{n}> rdfs:label {json.dumps(words)}" for n, words in enumerate(PAYLOADS.values())]
TRIPLES = f"CONSTRUCT {{ {' ; <urn:p> <urn:x:0> . '.join(NAMED)} }} {{}}"
BUILT = ("script", "picture", "svg", "attribute")
WRITTEN = ("outward link", "pixel", "markdown")
LET = {
    **{name: f'<div title="{PAYLOADS[name]}">{PAYLOADS[name]}</div>' for name in BUILT},
    **{name: MarkdownIt().render(PAYLOADS[name]) for name in WRITTEN},
    "address": f'<a href="{PAYLOADS["address"]}">x</a>',
    "directive": "<span>redly</span>",
    "formula": '<span class="katex">1</span>',
}
"""What a page would hold if it took payloads for markup."""


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """An explorer of a workspace whose every text is hostile."""
    workspace = Workspace.at(tmp_path_factory.mktemp("hostile") / "workspace")
    workspace.keep_given("records", "hostile.nbib", RECORD.encode())
    workspace.studies.mkdir(parents=True, exist_ok=True)
    (workspace.studies / "hostile-study.yaml").write_text(STUDY, encoding="utf-8")
    build(workspace)
    for name, text in (("plain.txt", PLAIN), ("marked.md", MARKED)):
        ingest_article(workspace, replace(make_snapshot(name, text.encode()), source=f"{FILE} {name}"))
    with serving(workspace) as address:
        yield App(address, workspace)


@pytest.fixture
def visit(open_page: OpenPage) -> Callable[..., Page]:
    """A page once it is shown, with nothing of it taken for markup."""

    def go(path: str, shown: str, *words: str) -> Page:
        page = open_page(path)
        expect(page.locator(shown).first).to_be_visible(timeout=PATIENCE_MS)
        expect(page.get_by_test_id("stStatusWidget")).to_have_count(0, timeout=PATIENCE_MS)
        check(page, *words)
        return page

    return go


@pytest.mark.parametrize("markup", LET.values(), ids=LET)
def test_payload_that_is_taken_for_markup_is_seen(browser: Browser, markup: str) -> None:
    context = browser.new_context()
    pages = [context.new_page(), context.new_page()]
    for page, content in zip(pages, (markup, escape(markup)), strict=True):
        page.set_content(content)
    assert list_markup(pages[0]) != []
    assert list_markup(pages[1]) == []
    context.close()


def check(page: Page, *words: str) -> None:
    """All of the words stand on the page, letter by letter, and nothing of them is more than words."""
    for each in words:
        wait_for_words(page, each, timeout_ms=20_000)
    assert list_markup(page) == []


def test_overview_shows_titles_and_file_names_as_words(visit: Callable[..., Page]) -> None:
    visit("", ".articles", ALL, FILE)


def test_article_shows_its_text_and_its_sources_as_words(visit: Callable[..., Page]) -> None:
    page = visit("article?article=plain", ".reading", *PAYLOADS.values())
    for claim in page.locator("a.claim").all():
        claim.click()
        expect(claim).to_have_attribute("aria-current", "true")
        expect(page.locator(".choice")).to_be_visible()
    check(page)
    visit("article?article=marked", ".reading", ALL)


def test_choice_of_articles_shows_titles_as_words(visit: Callable[..., Page]) -> None:
    page = visit("article?article=plain", ".reading")
    page.get_by_role("combobox", name="Article").click()
    expect(page.get_by_role("option")).to_have_count(2)
    check(page, ALL)


def test_table_of_studies_shows_titles_and_names_as_words(visit: Callable[..., Page]) -> None:
    visit("studies?words=massage", ".studies tbody tr", TITLE)


def test_pages_of_studies_show_every_field_as_words(visit: Callable[..., Page]) -> None:
    visit(f"studies?study=pmid-{PMID}", ".study-page", TITLE, f"Journal {ALL}", f"hair thickness. {ALL}")
    visit("studies?study=hostile-study", ".study-page", *PAYLOADS.values())


def test_evidence_shows_studies_as_words(visit: Callable[..., Page]) -> None:
    page = visit("evidence?therapy=microneedling&outcome=hair-count", ".answers")
    page.locator("details").evaluate_all("parts => { for (const part of parts) part.open = true; }")
    check(page, *PAYLOADS.values())


def test_graph_shows_labels_as_words_and_so_does_the_page_that_is_taken_along(
    visit: Callable[..., Page], tmp_path: Path
) -> None:
    page = visit("graph?focus=article/plain&kinds=claim.article.study&each=yes", ".drawn", *list(PAYLOADS.values())[:3])
    with page.expect_download() as download:
        page.get_by_role("button", name="Web page").click()
    download.value.save_as(tmp_path / "graph.html")
    page.goto("about:blank")
    page.set_content((tmp_path / "graph.html").read_text(encoding="utf-8"))
    expect(page.locator("#mynetwork canvas")).to_be_visible()
    check(page, "Around plain")


def test_card_of_a_study_shows_its_words_as_words(visit: Callable[..., Page]) -> None:
    visit("graph?focus=study/hostile-study", ".card h3", PAYLOADS["script"])
    visit(f"graph?focus=study/pmid-{PMID}", ".card h3")


def test_answers_of_queries_are_words_as_table_chart_raw_and_graph(visit: Callable[..., Page]) -> None:
    page = visit(f"sparql?{urlencode({'q': ANSWER})}", "textarea")
    page.get_by_role("button", name="Run").click()
    expect(page.locator(".answer tbody tr")).to_have_count(len(PAYLOADS), timeout=PATIENCE_MS)
    check(page, *PAYLOADS.values())
    page.get_by_text("Chart", exact=True).click()
    expect(page.locator("[data-testid=stVegaLiteChart]")).to_be_visible(timeout=PATIENCE_MS)
    check(page)
    page.get_by_text("Raw", exact=True).click()
    check(page, "window.broken=1")
    page.get_by_label("Query").fill(TRIPLES)
    page.get_by_label("Query").press("Control+Enter")
    expect(page.locator(".network canvas")).to_be_visible(timeout=PATIENCE_MS)
    check(page)


def test_data_page_shows_names_as_words_before_and_after_a_file_was_read(
    visit: Callable[..., Page], tmp_path: Path
) -> None:
    page = visit("data", "table[aria-label=Audits]")
    path = tmp_path / f"{FILE}.txt"
    path.write_text(PLAIN, encoding="utf-8")
    page.locator("input[type=file]").set_input_files(path)
    expect(page.get_by_text(re.compile(r"\d\.\d[KM]?B"))).to_be_visible(timeout=PATIENCE_MS)  # the file has arrived
    page.get_by_role("button", name="Read and audit").click()
    expect(page.get_by_text("Read, audited and kept")).to_be_visible(timeout=PATIENCE_MS)
    check(page, f"Read {path.name}")
    page.get_by_label("PMIDs or DOIs, one a line").fill(ALL)
    page.get_by_role("button", name="Pull the records").click()
    expect(page.get_by_text("Nobody was asked.")).to_be_visible(timeout=PATIENCE_MS)
    check(page)
    page.get_by_role("button", name="Undo this import").click()
    expect(page.get_by_text("Taken back:")).to_be_visible(timeout=PATIENCE_MS)
    check(page)


@pytest.mark.parametrize("page_name", ["", "article", "studies", "evidence", "graph", "sparql", "data"])
def test_addresses_that_mean_harm_are_words(visit: Callable[..., Page], page_name: str) -> None:
    names = ("article", "claim", "study", "words", "therapy", "outcome", "focus", "to", "find", "question", "sort")
    visit(f"{page_name}?{urlencode(dict.fromkeys(names, ALL[:300]))}", "h1, h2")


def test_report_to_mail_shows_every_word_as_a_word(browser: Browser, tmp_path: Path) -> None:
    snapshot = replace(make_snapshot("plain.txt", PLAIN.encode()), source=FILE)
    made = audit_snapshot(snapshot, open_evidence(Workspace(tmp_path / "none")))
    target = tmp_path / "report.html"
    target.write_text(to_frame([to_part(Screened.of(made.report, made.article))], []), encoding="utf-8")
    context = browser.new_context(bypass_csp=True)  # what the page itself forbids is not to be what saves it
    page = context.new_page()
    page.goto(target.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    check(page, FILE, PAYLOADS["script"], PAYLOADS["markdown"])
    context.close()
