"""What people come for, done in a browser."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import App
from tests.conftest import CHECKOUT
from tests.explorer.articles import WRONG_NUMBER, to_file

pytestmark = pytest.mark.browser

EXAMPLE = "article?article=shedding-after-microneedling"
OpenPage = Callable[..., Page]


def test_count_leads_to_the_article_filtered(open_page: OpenPage) -> None:
    page = open_page()
    page.locator(".articles > li", has_text="Does needling").get_by_role("link", name="1 error").click()
    expect(page.locator(".panel .fixes .fix")).to_have_count(1)
    expect(page).to_have_url(re.compile(r"article\?article=shedding-after-microneedling&severity=error"))


def test_wrong_number_of_participants_shows_the_source_and_a_patch(open_page: OpenPage) -> None:
    page = open_page(EXAMPLE)
    page.locator("a.claim.contradicted").click()
    panel = page.locator(".panel")
    expect(panel.locator("mark").nth(0)).to_have_text("ten men")
    expect(panel.locator("mark").nth(1)).to_have_text("9")
    expect(panel.locator(".mend .patch").first).to_contain_text("ten men nine men")
    expect(panel).to_contain_text("our paraphrase")
    expect(panel).to_contain_text("What was not checked")
    expect(page.locator("a.claim[aria-current]")).to_be_in_viewport()


def test_decisions_of_two_people_stand_at_the_finding_after_a_reload(open_page: OpenPage) -> None:
    page = open_page("article?article=hostile")
    page.locator(".fixes .fix").first.click()
    for decision, who in (("Accept", "Ada"), ("Dismiss", "Bo <b>")):
        page.get_by_text(re.compile(f"^{decision}: ")).click()
        page.get_by_label("Reason").fill("<img src=x onerror=window.broken=1> **so**")
        page.get_by_label("Your name").fill(who)
        page.get_by_role("button", name="Keep the decision").click()
        expect(page.locator(".choice .decided", has_text=f"by {who}")).to_be_visible()
    page.reload()
    shown = page.locator(".choice .decided")
    expect(shown).to_have_count(3)
    expect(shown.nth(0)).to_have_text("people differ on this finding")
    expect(shown.nth(1)).to_contain_text("<img src=x onerror=window.broken=1> **so**")
    assert page.evaluate("window.broken") is None


def test_claim_is_chosen_with_the_keyboard(open_page: OpenPage) -> None:
    page = open_page(EXAMPLE)
    page.locator("a.claim").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator("a.claim").nth(2)).to_have_attribute("aria-current", "true")
    expect(page).to_have_url(re.compile(r"claim=[0-9a-f]{16}-1"))
    expect(page.locator("a.claim").nth(2)).to_be_focused()


def test_shared_link_opens_the_same_claim(open_page: OpenPage) -> None:
    page = open_page(EXAMPLE)
    page.locator("a.claim.contradicted").click()
    expect(page.locator(".panel .back")).to_be_visible()
    shared = page.url.rpartition("/")[2]
    other = open_page(shared)
    expect(other.locator("a.claim[aria-current]")).to_have_class(re.compile("contradicted"))
    expect(other.locator("a.claim[aria-current]")).to_be_in_viewport()
    other.locator(".panel .back").click()
    expect(other.locator(".panel h3").first).to_have_text("What to mend")


def test_finding_on_a_reference_leads_to_it(open_page: OpenPage) -> None:
    page = open_page(EXAMPLE)
    page.locator(".harm", has_text="Notes").locator("summary").click()
    page.locator(".fix", has_text="SRC003").click()
    expect(page.locator(".choice h3")).to_contain_text("Reference 4")
    expect(page.locator(".references .chosen-place")).to_be_in_viewport()


def test_dropped_article_appears_with_its_findings(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page()
    page.locator("input[type=file]").set_input_files(to_file(WRONG_NUMBER, tmp_path / "rubbing.md"))
    page.get_by_role("button", name="Read and audit").click()
    expect(page.get_by_text("Read, audited and kept")).to_be_visible()
    expect(page.locator(".articles")).to_contain_text("Does rubbing the scalp help?")
    page.get_by_role("link", name="Open the article").click()
    expect(page.locator(".fixes").first).to_contain_text("12 men")


def test_article_that_cannot_be_read_says_what_to_do(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page()
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b" \n")
    page.locator("input[type=file]").set_input_files(empty)
    page.get_by_role("button", name="Read and audit").click()
    expect(page.get_by_text("The article was not taken in")).to_be_visible()
    expect(page.get_by_text("Check that the right file was given.")).to_be_visible()


def test_table_of_studies_leads_to_a_study_and_on_to_its_source(open_page: OpenPage) -> None:
    page = open_page("studies")
    page.get_by_label("Words").fill("scalp massage hair thickness")
    page.get_by_label("Words").press("Enter")
    expect(page.locator(".studies tbody tr")).to_have_count(1)
    page.locator(".studies").get_by_role("link", name="Koyama et al. 2016").click()
    expect(page).to_have_url(re.compile(r"studies\?study=koyama-2016"))
    expect(page.locator(".study-page")).to_contain_text("Nobody has looked whether it was retracted")
    source = page.get_by_role("link", name="PubMed 26904154")
    expect(source).to_have_attribute("href", "https://pubmed.ncbi.nlm.nih.gov/26904154/")
    expect(source).to_have_attribute("rel", "noopener noreferrer")
    page.locator(".study-page .study-facts a", has_text="ten men").click()
    expect(page.locator(".panel blockquote")).to_contain_text("ten men")


def test_header_sorts_the_studies(open_page: OpenPage) -> None:
    page = open_page("studies")
    page.locator(".studies th").get_by_text("year").click()
    expect(page.locator(".studies tbody tr td").nth(1)).to_have_text(re.compile(r"2026"))
    page.locator(".studies th").get_by_text("year ▼").click()
    expect(page.locator(".studies tbody tr td").nth(1)).to_have_text(re.compile(r"196\d"))


def test_links_that_sort_say_so_on_a_phone(open_page: OpenPage) -> None:
    page = open_page("studies", width=390)
    head = page.locator(".studies thead tr")
    expect(head).to_be_visible()
    assert head.evaluate("row => getComputedStyle(row, '::before').content") == '"Sort by"'
    expect(head.locator("th").filter(visible=True, has_not=page.locator("a"))).to_have_count(0)


def test_link_to_a_study_that_is_gone_says_so_and_shows_the_others(open_page: OpenPage) -> None:
    page = open_page("studies?study=long-gone")
    expect(page.get_by_text("There is no study “long-gone” here.")).to_be_visible()
    expect(page.locator(".studies tbody tr").first).to_be_visible()


def test_query_behind_a_page_opens_in_the_editor(open_page: OpenPage) -> None:
    page = open_page("studies?study=koyama-2016")
    page.get_by_text("Queries behind this page").click()
    page.get_by_role("link", name="Open it to run or change it").nth(1).click()
    expect(page).to_have_url(re.compile(r"sparql\?question=study_claims&study=koyama-2016"))
    expect(page.get_by_label("Query")).to_have_value(re.compile("Which claims lean on a study"))
    expect(page.locator(".answer")).to_have_count(0)


def test_open_pages_show_what_a_command_ingested(open_page: OpenPage, app: App, tmp_path: Path) -> None:
    first, second = open_page(), open_page(EXAMPLE)
    expect(first.locator(".articles")).to_be_visible()
    expect(second.locator(".reading")).to_be_visible()
    article = to_file(WRONG_NUMBER.replace("rubbing", "brushing"), tmp_path / "brushing.md")
    command = [
        sys.executable,
        "-m",
        "kg.cli",
        "ingest",
        "article",
        str(article),
        "--workspace",
        str(app.workspace.path),
    ]
    environment = os.environ | {"PYTHONPATH": str(CHECKOUT)}
    subprocess.run(command, cwd=CHECKOUT, env=environment, check=True, capture_output=True)
    first.get_by_role("button", name="Read and audit").click()
    expect(first.locator(".articles")).to_contain_text("Does brushing the scalp help?")
    second.locator("a.claim").first.click()
    expect(second.locator(".panel .back")).to_be_visible()
    second.get_by_role("combobox", name=re.compile("Article")).click()
    expect(second.get_by_role("option", name="Does brushing the scalp help?")).to_be_visible()
    assert first.locator("[data-testid=stException]").count() == 0
    assert second.locator("[data-testid=stException]").count() == 0


def test_narrow_pages_have_no_sideways_scroll(open_page: OpenPage, app: App) -> None:
    page = open_page(width=390, height=844)
    for path in ("", EXAMPLE, "studies", "studies?study=koyama-2016", "sparql?question=therapy_evidence"):
        page.goto(app.address + path)
        shown = ".articles, .reading, .studies, .study-page, textarea"
        expect(page.locator(shown).first).to_be_visible()
        widths = (
            "[document.documentElement, document.querySelector('[data-testid=stMain]')].map((it) => it.scrollWidth)"
        )
        assert max(page.evaluate(widths)) <= 390


def test_dark_page_is_dark_and_readable(open_page: OpenPage) -> None:
    contrasts = {}
    for dark in (False, True):
        page = open_page(EXAMPLE, dark=dark)
        expect(page.locator(".reading")).to_be_visible()
        colours = page.locator(".reading .aside-of, .panel .quiet").first.evaluate(
            "node => [getComputedStyle(node).color, getComputedStyle(document.querySelector('.stApp')).backgroundColor]"
        )
        ink, paper = (_luminance(page, colour) for colour in colours)
        contrasts[dark] = (paper, (max(ink, paper) + 0.05) / (min(ink, paper) + 0.05))
    assert contrasts[True][0] < 0.1
    assert contrasts[False][0] > 0.7
    assert min(contrast for _, contrast in contrasts.values()) >= 4.5  # WCAG 1.4.3


def _luminance(page: Page, colour: str) -> float:
    """Relative luminance (WCAG 2.2) of any colour that CSS can write."""
    red, green, blue = page.evaluate(
        """(colour) => {
          const context = document.createElement("canvas").getContext("2d");
          context.fillStyle = colour;
          context.fillRect(0, 0, 1, 1);
          return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3).map((part) => part / 255);
        }""",
        colour,
    )
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (red, green, blue)]
    return float(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2])
