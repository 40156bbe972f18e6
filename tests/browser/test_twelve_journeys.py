"""Twelve journeys of a reader, an editor and a data person, each from the first page to what they came for."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from ingest.pipeline import build, ingest_article, load_snapshot
from kg.search import search
from kg.workspace import Workspace
from tests.browser.accessibility import list_violations
from tests.browser.conftest import App, serving
from tests.explorer.articles import EXCLUDING, to_file
from tests.explorer.conftest import BUNDLED
from tests.ncbi_server import make_record, run_server

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
PATIENCE_MS = 60_000
TITLE = "Does needling your scalp make hair fall out?"
EXAMPLE = "article?article=shedding-after-microneedling"
ROOMS = {
    "./": ".articles",
    "article": ".reading",
    "studies": ".studies tbody",
    "evidence": ".answers",
    "graph": ".network canvas",
    "sparql": "textarea",
    "data": "table[aria-label=Audits]",
}
"""The pages, and what stands on each once it is there."""
FIND_ACTIVE = """() => {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  return (at?.getAttribute("aria-label") || at?.labels?.[0]?.textContent || at?.textContent || "").trim();
}"""
"""What the element with the focus is called."""


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """The explorer as it is after the set-up: the bundled graph and article, and nothing of anybody's."""
    workspace = Workspace.at(tmp_path_factory.mktemp("journeys") / "workspace")
    build(workspace)
    ingest_article(workspace, load_snapshot(BUNDLED))
    with serving(workspace) as address:
        yield App(address, workspace)


def go_to(page: Page, room: str, link: str) -> None:
    """Follow a link of the navigation, and wait until its page is there."""
    page.get_by_test_id("stTopNavLink").filter(has_text=link).click()
    expect(page.locator(ROOMS[room]).first).to_be_visible(timeout=PATIENCE_MS)


def drop(page: Page, path: Path) -> None:
    """Give the first page a file, have it read, and open the article."""
    page.locator("input[type=file]").set_input_files(path)
    expect(page.get_by_text(re.compile(r"\d\.\d[KM]?B"))).to_be_visible(timeout=PATIENCE_MS)  # the file has arrived
    page.get_by_role("button", name="Read and audit").click()
    expect(page.get_by_text("Read, audited and kept")).to_be_visible(timeout=PATIENCE_MS)
    page.get_by_role("link", name="Open the article").click()
    expect(page.locator(".reading")).to_be_visible(timeout=PATIENCE_MS)


def take_back(page: Page) -> None:
    """Undo the last import of this session, on the first page."""
    go_to(page, "./", "Overview")
    page.get_by_role("button", name="Undo this import").click()
    expect(page.get_by_role("button", name="Undo this import")).to_have_count(0, timeout=PATIENCE_MS)


def find_nine_not_ten(page: Page) -> None:
    """The claim on ten men stands against a source of nine, with the change that would mend it."""
    page.locator(".fixes .fix", has_text="NUM001").filter(has_text="the source has 9 participants").first.click()
    choice = page.locator(".choice")
    expect(choice.locator("mark").nth(0)).to_contain_text(re.compile("ten|10"))
    expect(choice.locator("mark").nth(1)).to_have_text("9")
    expect(choice.locator(".mend .patch del").first).to_contain_text(re.compile("ten|10"))
    expect(choice.locator(".mend .patch ins").first).to_contain_text(re.compile("nine|9"))


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the focus is on what is called so."""
    for _ in range(150):
        page.keyboard.press("Tab")
        if page.evaluate(FIND_ACTIVE).startswith(name):
            return
    raise AssertionError(f"Tab does not lead to {name!r}")


def widest(page: Page) -> float:
    """How wide the page is, scrolled sideways to its end."""
    parts = "[document.documentElement, document.querySelector('[data-testid=stMain]')]"
    return float(page.evaluate(f"Math.max(...{parts}.map((part) => part.scrollWidth))"))


def test_first_visit_offline_shows_the_example_with_real_figures(open_page: OpenPage) -> None:
    page = open_page()
    example = page.locator(".articles > li")
    expect(example).to_have_count(1)
    expect(example).to_contain_text(TITLE)
    expect(example.locator(".counts")).to_contain_text(["1 contradicted", "1 error"])
    expect(page.locator(".figures")).to_contain_text("studies85")
    example.get_by_role("link", name=TITLE).click()
    expect(page.locator(".reading")).to_be_visible()
    for room in ROOMS:
        go_to(page, room, {"./": "Overview", "sparql": "SPARQL"}.get(room, room.capitalize()))
        assert list_violations(page) == [], room


def test_dropped_example_says_nine_not_ten(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page()
    drop(page, to_file(BUNDLED.read_text(encoding="utf-8"), tmp_path / "dropped.md"))
    find_nine_not_ten(page)
    take_back(page)


@pytest.mark.corpus
def test_dropped_raw_article_says_nine_not_ten(open_page: OpenPage, corpus: Path) -> None:
    page = open_page()
    drop(page, corpus / "article" / "microneedling-shedding.txt")
    find_nine_not_ten(page)
    take_back(page)


def test_therapy_leads_to_a_study_and_on_to_pubmed(open_page: OpenPage) -> None:
    page = open_page("evidence")
    page.get_by_role("link", name=re.compile("^Microneedling, Hair count")).click()
    expect(page.locator(".pair h3")).to_have_text("Microneedling and Hair count", timeout=PATIENCE_MS)
    page.locator(".pair").get_by_role("link", name="Dhurat et al. 2013").click()
    expect(page.locator(".study-page")).to_contain_text("Randomized Evaluator Blinded", timeout=PATIENCE_MS)
    outward = page.get_by_role("link", name="PubMed 23960389")
    expect(outward).to_have_attribute("href", "https://pubmed.ncbi.nlm.nih.gov/23960389/")
    expect(outward).to_have_attribute("target", "_blank")
    expect(outward).to_have_attribute("rel", "noopener noreferrer")


def test_dismissal_with_a_reason_outlives_a_reload_and_stands_in_the_text_file(open_page: OpenPage, app: App) -> None:
    page = open_page(f"{EXAMPLE}&rule=OUT001")
    page.locator(".fixes .fix").first.click()
    page.get_by_text(re.compile("^Dismiss: ")).click()
    page.get_by_role("textbox", name="Reason").fill("The entry is kept for its notice.")
    page.get_by_label("Your name").fill("Ada")
    page.get_by_role("button", name="Keep the decision").click()
    kept = page.locator(".choice .decided", has_text="The entry is kept for its notice.")
    expect(kept).to_be_visible()
    page.reload()
    expect(kept).to_be_visible()
    (file,) = (app.workspace.path / "decisions").iterdir()
    text = file.read_text(encoding="utf-8")
    assert all(word in text for word in ("OUT001", "dismiss", "The entry is kept for its notice.", "Ada"))


def test_copied_link_to_a_claim_opens_it_fresh(open_page: OpenPage) -> None:
    page = open_page(f"{EXAMPLE}&severity=error")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("a.claim.contradicted").click()
    page.get_by_role("link", name="Copy the link").click()
    expect(page.get_by_role("link", name="Copied")).to_be_visible()
    shared = page.evaluate("navigator.clipboard.readText()")
    other = open_page(shared.rpartition("/")[2])
    expect(other.locator("a.claim[aria-current]")).to_have_class(re.compile("contradicted"))
    expect(other.locator("a.claim[aria-current]")).to_be_in_viewport()
    expect(other.locator(".choice")).to_contain_text("NUM001")


def test_query_is_run_stopped_and_its_answer_downloaded(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page("sparql")
    editor = page.get_by_label("Query")
    editor.fill("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }")
    page.get_by_role("button", name="Run").click()
    expect(page.locator(".state")).to_contain_text("Running for", timeout=PATIENCE_MS)
    page.get_by_role("button", name="Stop").click()
    expect(page.locator(".state")).to_contain_text("there is no answer", timeout=PATIENCE_MS)
    editor.fill("SELECT ?study ?label { ?study a ekg:Study ; rdfs:label ?label } ORDER BY ?label LIMIT 5")
    editor.press("Control+Enter")
    expect(page.locator(".answer tbody tr")).to_have_count(5, timeout=PATIENCE_MS)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download as CSV").click()
    download.value.save_as(tmp_path / "answer.csv")
    rows = list(csv.reader((tmp_path / "answer.csv").read_text(encoding="utf-8").splitlines()))
    assert rows[0] == ["study", "label"]
    assert len(rows) == 6


def test_way_from_needling_by_a_mechanism_to_density_is_found(open_page: OpenPage) -> None:
    page = open_page("graph?focus=concept/microneedling")
    page.get_by_role("combobox", name=re.compile("Find the ways to")).fill("hair density")
    page.get_by_role("option", name=re.compile("Hair density")).click()
    way = page.locator(".ways ol > li").filter(has=page.locator(".kind-mechanism")).first
    expect(way).to_contain_text(re.compile("Microneedling.*Hair density"), timeout=PATIENCE_MS)
    expect(way).to_contain_text("A mechanism does not show that a therapy works.")
    way.locator(".steps-told a[href^=studies]").first.click()
    expect(page.locator(".study-page")).to_be_visible(timeout=PATIENCE_MS)


def test_who_was_left_out_of_the_studies_behind_a_claim(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page()
    drop(page, to_file(EXCLUDING, tmp_path / "excluding.md"))
    page.locator("a.claim", has_text="microneedling").first.click()
    page.locator(".choice").get_by_role("link", name="Yu et al. 2021").first.click()
    expect(page.locator(".study-page")).to_contain_text("Who could take part", timeout=PATIENCE_MS)
    expect(page.get_by_role("heading", name="Kept out")).to_be_visible()
    expect(page.locator(".study-page")).to_contain_text("microneedling with minoxidil increased hair count in men")
    page.go_back()
    take_back(page)


def test_phone_shows_every_page_without_a_sideways_scroll_and_the_claim_over_the_text(open_page: OpenPage) -> None:
    page = open_page(width=390, height=844)
    for room, shown in ROOMS.items():
        page.goto(page.url.rpartition("/")[0] + "/" + room.removeprefix("./"))
        expect(page.locator(shown).first).to_be_visible(timeout=PATIENCE_MS)
        assert widest(page) <= 390, room
    page.goto(page.url.rpartition("/")[0] + f"/{EXAMPLE}")
    page.locator("a.claim.contradicted").click()
    expect(page.locator(".choice")).to_be_in_viewport()
    expect(page.locator("a.claim[aria-current]")).to_be_in_viewport()
    page.get_by_role("link", name="All findings").click()
    expect(page.locator(".choice")).to_have_count(0)


def test_dark_is_dark_on_every_page_and_can_be_read(open_page: OpenPage) -> None:
    page = open_page(dark=True)
    for room, shown in ROOMS.items():
        page.goto(page.url.rpartition("/")[0] + "/" + room.removeprefix("./"))
        expect(page.locator(shown).first).to_be_visible(timeout=PATIENCE_MS)
        expect(page.locator(".stApp")).to_have_css("background-color", "rgb(18, 24, 27)")
        assert list_violations(page) == [], room


def test_keyboard_alone_leads_from_the_overview_to_a_decision_on_a_claim(open_page: OpenPage) -> None:
    page = open_page()
    expect(page.locator(".articles")).to_be_visible()
    tab_to(page, "■1 error")
    page.keyboard.press("Enter")
    expect(page.locator(".reading")).to_be_visible(timeout=PATIENCE_MS)
    expect(page.locator(".steps-bar [data-key=j]")).to_be_visible()
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0)
    page.keyboard.press("j")
    expect(page.locator(".choice")).to_be_visible()
    tab_to(page, "Accept: ")
    page.keyboard.press("ArrowDown")
    tab_to(page, "Reason")
    page.keyboard.type("Nine were analysed, ten began.")
    tab_to(page, "Your name")
    page.keyboard.type("Bo")
    tab_to(page, "Keep the decision")
    page.keyboard.press("Enter")
    expect(page.locator(".choice .decided", has_text="Nine were analysed, ten began.")).to_contain_text("dismissed")


def test_records_are_pulled_from_a_service_and_taken_back(open_page: OpenPage, app: App) -> None:
    settings = app.workspace.path / "kg.toml"
    before = settings.read_text(encoding="utf-8")
    with run_server() as service:
        service.records["111"] = make_record("111", title="Kneading for zebras.")
        lines = ["[ncbi]", f'address = "{service.address}"', f'converter_address = "{service.address}/idconv/"', ""]
        settings.write_text("\n".join([before, *lines]), encoding="utf-8")
        try:
            page = open_page("data")
            page.get_by_label("PMIDs or DOIs, one a line").fill("111\n999")
            page.get_by_role("button", name="Pull the records").click()
            expect(page.get_by_text("The records are in the graph")).to_be_visible(timeout=PATIENCE_MS)
            expect(page.locator(".steps")).to_contain_text("Fetched 1 record")
            expect(page.locator(".steps")).to_contain_text("PubMed has no record of 999.")
            assert len(search(app.workspace.store.open(), "zebras")) == 1
            page.get_by_role("button", name="Undo this import").click()
            expect(page.get_by_text("Taken back:")).to_be_visible(timeout=PATIENCE_MS)
        finally:
            settings.write_text(before, encoding="utf-8")
    assert search(app.workspace.store.open(), "zebras") == ()
