"""What an editor does on the article page, done in a browser."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import list_violations

pytestmark = pytest.mark.browser

EXAMPLE = "article?article=shedding-after-microneedling"
OpenPage = Callable[..., Page]


def test_keys_walk_through_findings_and_claims_and_keep_the_focus(open_page: OpenPage) -> None:
    page = open_page(EXAMPLE)
    expect(page.locator(".reading")).to_be_visible()
    page.keyboard.press("n")
    expect(page.locator(".choice")).to_be_visible()
    expect(page).to_have_url(re.compile("claim="))
    first = page.url
    claim = re.compile(re.escape(first.rpartition("claim=")[2]))
    expect(page.get_by_role("link", name="Next claim")).not_to_have_attribute("href", claim)  # the bar has come after
    page.keyboard.press("n")
    expect(page).not_to_have_url(first)
    expect(page.locator("a.claim[aria-current]")).to_be_focused()
    expect(page.get_by_role("link", name="Previous claim")).to_have_attribute("href", claim)
    page.keyboard.press("p")
    expect(page).to_have_url(first)
    page.keyboard.press("j")
    expect(page.locator(".choice .finding").first).to_be_visible()
    expect(page.locator(".choice")).to_be_in_viewport()


def test_typing_a_reason_walks_nowhere(open_page: OpenPage) -> None:
    page = open_page(EXAMPLE)
    page.locator("a.claim.contradicted").click()
    expect(page.get_by_role("textbox", name="Reason")).to_be_visible()
    shown = page.url
    page.get_by_role("textbox", name="Reason").press_sequentially("no pun")
    expect(page.get_by_role("textbox", name="Reason")).to_have_value("no pun")
    assert page.url == shown


def test_link_to_a_claim_that_is_gone_says_so(open_page: OpenPage) -> None:
    page = open_page(f"{EXAMPLE}&claim=0000000000000000-1")
    expect(page.locator(".gone")).to_contain_text("This claim is not in the article")


def test_link_to_an_article_that_is_gone_says_so_and_shows_another(open_page: OpenPage) -> None:
    page = open_page("article?article=long-gone")
    expect(page.get_by_text("There is no article “long-gone” here.")).to_be_visible()
    expect(page.locator(".reading")).to_be_visible()


def test_report_can_be_taken_along_in_every_form(open_page: OpenPage) -> None:
    page = open_page(EXAMPLE)
    for form, suffix in (("HTML", "html"), ("text", "txt"), ("JSON", "json"), ("SARIF", "sarif")):
        with page.expect_download() as download:
            page.get_by_role("button", name=f"Download as {form}").click()
        assert download.value.suggested_filename.endswith(f"-report.{suffix}")


def test_paper_has_the_list_and_the_text_and_no_controls(open_page: OpenPage) -> None:
    page = open_page(f"{EXAMPLE}&severity=error")
    page.locator(".fixes .fix").first.click()
    expect(page.locator(".choice")).to_be_visible()
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(page.locator(".whole-list .fix").first).to_be_visible()
    expect(page.locator(".references")).to_be_visible()
    for control in (".steps-bar", ".choice", "[data-testid=stForm]", ".stDownloadButton", ".stSelectbox"):
        expect(page.locator(control).first).to_be_hidden()


@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing_grave(open_page: OpenPage, *, dark: bool) -> None:
    page = open_page(EXAMPLE, dark=dark)
    page.locator("a.claim.contradicted").click()
    expect(page.locator(".choice")).to_be_visible()
    assert list_violations(page) == []
