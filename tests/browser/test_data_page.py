"""The Data page in a browser: things go in step by step, are told, and are taken back; and the graph comes out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import list_violations
from tests.browser.conftest import App
from tests.explorer.articles import WRONG_NUMBER, to_file
from tests.ncbi_server import NcbiServer, make_record, run_server, status

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
PATIENCE_MS = 60_000


@pytest.fixture
def server(app: App) -> Iterator[NcbiServer]:
    """A server on this machine in the place of NCBI, as the workspace's settings say."""
    settings = app.workspace.path / "kg.toml"
    before = settings.read_text()
    with run_server() as made:
        made.records["111"] = make_record("111", title="Massage and <b>hair</b>.")
        made.searches["hair massage"] = ["111"]
        made.conversions.append({"pmid": 111, "doi": "10.1000/massage", "pmcid": "PMC111"})
        lines = [f'address = "{made.address}"', f'converter_address = "{made.address}/idconv/"']
        settings.write_text("\n".join([before, "[ncbi]", *lines, ""]))
        yield made
    settings.write_text(before)


def open_data(open_page: OpenPage, **how: object) -> Page:
    page = open_page("data", **how)
    expect(page.get_by_role("button", name="Check the graph")).to_be_visible(timeout=PATIENCE_MS)
    return page


def test_file_with_markup_for_a_name_is_taken_in_step_by_step_and_undone(
    open_page: OpenPage, app: App, tmp_path: Path
) -> None:
    page = open_data(open_page)
    name = "<img src=x onerror=window.broken=1> **rub**.md"
    page.locator("input[type=file]").set_input_files(to_file(WRONG_NUMBER, tmp_path / name))
    expect(page.get_by_text(re.compile(r"\d\.\dB"))).to_be_visible(timeout=PATIENCE_MS)  # the file has arrived
    page.get_by_role("button", name="Read and audit").click()
    expect(page.get_by_text("Read, audited and kept")).to_be_visible(timeout=PATIENCE_MS)
    expect(page.locator(".steps li")).to_contain_text(
        [
            f"Read {name}: 3 claims",
            "1 of 1 lead to a record",
            "Held 2 of 3 claims",
            "Found 1 error",
            "Kept as img-src-x",
        ]
    )
    folder = app.workspace.path / "articles" / "img-src-x-onerror-window-broken-1-rub"
    assert folder.is_dir()
    expect(page.locator("table[aria-label=Audits]")).to_contain_text(folder.name)
    page.get_by_role("button", name="Undo this import").click()
    expect(page.get_by_text("Taken back:")).to_be_visible(timeout=PATIENCE_MS)
    expect(page.locator("table[aria-label=Audits]")).not_to_contain_text(folder.name)
    assert not folder.exists()
    assert page.evaluate("window.broken") is None


def test_pasted_article_is_read_and_leads_to_its_page(open_page: OpenPage) -> None:
    page = open_data(open_page)
    page.get_by_role("tab", name="Pasted text").click()
    page.get_by_label("A short name for it").fill("Pasted by hand")
    page.get_by_label("The article's text").fill(WRONG_NUMBER)
    page.get_by_role("button", name="Read and audit").click()
    expect(page.get_by_text("Kept as pasted-by-hand.")).to_be_visible(timeout=PATIENCE_MS)
    page.get_by_role("link", name="Open the article").click()
    expect(page).to_have_url(re.compile("article=pasted-by-hand"))
    expect(page.locator(".fixes").first).to_contain_text("12 men", timeout=PATIENCE_MS)


def test_address_of_a_private_network_is_refused_and_stays_typed(open_page: OpenPage) -> None:
    page = open_data(open_page)
    page.get_by_role("tab", name="An address").click()
    expect(page.get_by_text("The button asks this address once, and nobody before.")).to_be_visible()
    page.get_by_label("Its address").fill("http://127.0.0.1:9/secret.html")
    page.get_by_role("button", name="Read and audit").click()
    expect(page.get_by_text("The article was not taken in")).to_be_visible(timeout=PATIENCE_MS)
    expect(page.get_by_label("Its address")).to_have_value("http://127.0.0.1:9/secret.html")


def test_records_are_pulled_when_asked_for_told_and_undone(open_page: OpenPage, app: App, server: NcbiServer) -> None:
    page = open_data(open_page)
    expect(page.get_by_text("The button asks 127.0.0.1")).to_be_visible()
    assert not server.requests
    before = app.workspace.store.open().quad_count
    page.get_by_label("PMIDs or DOIs, one a line").fill("111 999")
    page.get_by_role("button", name="Pull the records").click()
    expect(page.get_by_text("The records are in the graph")).to_be_visible(timeout=PATIENCE_MS)
    expect(page.locator(".steps")).to_contain_text("Fetched 1 record; 0 records were here already.")
    expect(page.locator(".steps")).to_contain_text("PubMed has no record of 999.")
    expect(page.locator("table[aria-label=Pulls] tbody tr").first).to_contain_text("111, 999")
    page.get_by_role("button", name="Undo this import").click()
    expect(page.get_by_text("Taken back:")).to_be_visible(timeout=PATIENCE_MS)
    assert app.workspace.store.open().quad_count == before


def test_what_is_no_identifier_is_told_and_nobody_is_asked(open_page: OpenPage, server: NcbiServer) -> None:
    page = open_data(open_page)
    page.get_by_label("PMIDs or DOIs, one a line").fill("111 <script>window.broken=1</script>")
    page.get_by_role("button", name="Pull the records").click()
    expect(page.get_by_text("Nobody was asked.")).to_be_visible(timeout=PATIENCE_MS)
    assert not server.requests
    expect(page.get_by_label("PMIDs or DOIs, one a line")).to_have_value(re.compile("^111 "))


def test_service_that_refuses_is_told_and_nothing_is_lost(open_page: OpenPage, app: App, server: NcbiServer) -> None:
    server.faults.extend([status(404)] * 9)
    before = app.workspace.store.open().quad_count
    page = open_data(open_page)
    page.get_by_role("tab", name="A search").click()
    page.get_by_label("Terms, as typed into PubMed").fill("hair massage")
    page.get_by_role("button", name="Pull the records").click()
    expect(page.get_by_text("Nothing was pulled")).to_be_visible(timeout=PATIENCE_MS)
    expect(page.get_by_label("Terms, as typed into PubMed")).to_have_value("hair massage")
    assert app.workspace.store.open().quad_count == before


def test_graph_is_taken_along(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_data(open_page)
    with page.expect_download(timeout=PATIENCE_MS) as download:
        page.get_by_role("button", name="Download N-Quads").click()
    download.value.save_as(tmp_path / "graph.nq")
    assert "graph/restricted" not in (tmp_path / "graph.nq").read_text(encoding="utf-8")
    assert (tmp_path / "graph.nq").stat().st_size > 1_000_000


@pytest.mark.parametrize("dark", [False, True])
def test_nothing_that_is_drawn_here_shuts_anybody_out(open_page: OpenPage, *, dark: bool) -> None:
    page = open_data(open_page, dark=dark)
    assert list_violations(page) == []


def test_phone_has_no_sideways_scroll(open_page: OpenPage) -> None:
    page = open_data(open_page, width=390, height=844)
    widths = "[document.documentElement, document.querySelector('[data-testid=stMain]')].map((it) => it.scrollWidth)"
    assert max(page.evaluate(widths)) <= 390
