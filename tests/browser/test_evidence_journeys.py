"""What people do on the evidence page, done in a browser."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import list_violations

pytestmark = pytest.mark.browser

START = "evidence?therapy=microneedling"
OpenPage = Callable[..., Page]


def open_evidence(open_page: OpenPage, path: str = START, **how: object) -> Page:
    page = open_page(path, **how)
    expect(page.locator(".answers")).to_be_visible(timeout=30_000)
    return page


def test_bubble_opens_its_studies_and_can_be_shared(open_page: OpenPage) -> None:
    page = open_evidence(open_page, "evidence?therapy=topical-minoxidil")
    page.get_by_role("link", name=re.compile("^Microneedling, Hair count")).click()
    expect(page.locator(".pair h3")).to_have_text("Microneedling and Hair count", timeout=30_000)
    expect(page).to_have_url(re.compile("therapy=microneedling&outcome=hair-count"))
    other = open_evidence(open_page, page.url.rpartition("/")[2])
    expect(other.locator(".bubble[aria-current]")).to_have_count(1)
    other.locator(".pair .study-facts a").first.click()
    expect(other.locator(".study-page")).to_be_visible(timeout=30_000)


def test_steps_of_certainty_and_the_forest_stand_in_the_pair(open_page: OpenPage) -> None:
    page = open_evidence(open_page, f"{START}&outcome=hair-count")
    expect(page.locator(".pair .steps li").first).to_contain_text("notices")
    expect(page.locator(".pair .forest li").first).to_contain_text("1.32 (0.73 to 1.92)")
    expect(page.locator("h3", has_text="Diagnostic signs")).to_be_visible()


def test_pair_that_nobody_studied_says_so_with_the_date(open_page: OpenPage) -> None:
    page = open_evidence(open_page, "evidence?therapy=dutasteride&outcome=salt-score")
    expect(page.locator(".pair")).to_contain_text(re.compile(r"no study in this graph, searched \d{4}-\d\d-\d\d"))


def test_word_is_explained_to_the_pointer_and_to_the_keyboard(open_page: OpenPage) -> None:
    page = open_evidence(open_page)
    term = page.locator(".answers .term").first
    expect(term.locator(".tip")).to_be_hidden()
    term.hover()
    expect(term.locator(".tip")).to_be_visible()
    page.mouse.move(0, 0)
    expect(term.locator(".tip")).to_be_hidden()
    term.focus()
    expect(term.locator(".tip")).to_be_visible()
    expect(term).to_have_accessible_description(term.locator(".tip").inner_text())
    page.keyboard.press("Escape")
    expect(term.locator(".tip")).to_be_hidden()


def test_card_stands_with_mechanisms_in_layers(open_page: OpenPage) -> None:
    page = open_evidence(open_page)
    chain = page.locator(".chain").first
    expect(chain.locator(".node.therapy")).to_have_text("Microneedling")
    expect(chain.locator(".basis").first).to_be_visible()
    expect(page.get_by_text("None of them says that the therapy works.")).to_be_visible()


def test_question_behind_a_block_of_the_card_opens_to_be_run(open_page: OpenPage) -> None:
    page = open_evidence(open_page)
    page.get_by_role("link", name="therapy_exclusions").first.click()
    expect(page).to_have_url(re.compile("sparql.*therapy_exclusions"))


@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing_grave(open_page: OpenPage, *, dark: bool) -> None:
    page = open_evidence(open_page, f"{START}&outcome=hair-count", dark=dark)
    for summary in page.locator("details:not([open]) > summary").all()[:6]:
        summary.click()
    assert list_violations(page) == []


def test_narrow_page_scrolls_only_the_map_sideways(open_page: OpenPage) -> None:
    page = open_evidence(open_page, width=390, height=844)
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390
    page.get_by_role("link", name=re.compile("^Microneedling, Hair count")).click()
    expect(page.locator(".pair h3")).to_be_in_viewport(timeout=30_000)
