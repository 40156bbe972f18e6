"""Who goes from page to page keeps the place: Back goes to what was seen before, and nothing lies in the way."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
EXAMPLE = "article?article=shedding-after-microneedling"


def test_back_from_a_study_is_the_claim_that_led_there(open_page: OpenPage) -> None:
    page = open_page(EXAMPLE)
    page.locator("a.claim.contradicted").click()
    expect(page).to_have_url(re.compile("claim="))
    claim = page.url
    page.locator(".panel a[href^=studies]").first.click()
    expect(page.locator(".study-page")).to_be_visible()
    study = page.url
    page.go_back()
    expect(page.locator(".choice")).to_be_visible()
    expect(page).to_have_url(claim)
    page.go_forward()
    expect(page.locator(".study-page")).to_be_visible()
    expect(page).to_have_url(study)


def test_back_after_another_choice_is_the_choice_before(open_page: OpenPage) -> None:
    page = open_page("studies?therapy=scalp-massage&page=1")
    expect(page.locator(".studies tbody tr").filter(has_text="Koyama")).to_be_visible()
    page.get_by_role("combobox", name=re.compile("Therapy")).fill("Microneedling")
    page.get_by_role("option", name=re.compile("^Microneedling")).click()
    expect(page).to_have_url(re.compile("therapy=microneedling"))
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0)
    page.go_back()
    expect(page).to_have_url(re.compile("therapy=scalp-massage"))
    expect(page.locator(".studies tbody tr").filter(has_text="Koyama")).to_be_visible()


def test_list_of_pages_leaves_a_phone_once_one_is_chosen(open_page: OpenPage) -> None:
    page = open_page(width=390, height=844)
    expect(page.locator(".articles")).to_be_visible()
    page.get_by_test_id("stExpandSidebarButton").click()
    page.get_by_test_id("stSidebarNavLink").filter(has_text="Studies").click()
    expect(page.locator(".studies tbody")).to_be_visible()
    expect(page.get_by_test_id("stSidebarNavLink").first).not_to_be_in_viewport()


def test_page_has_no_room_beside_it_for_words_out_of_sight(open_page: OpenPage) -> None:
    page = open_page("evidence?therapy=microneedling")
    expect(page.locator(".answers .term").first).to_be_visible()
    main = page.get_by_test_id("stMain")
    assert main.evaluate("node => node.scrollWidth - node.clientWidth") == 0


def test_address_that_asks_for_what_is_not_there_is_told_so(open_page: OpenPage) -> None:
    page = open_page("evidence?condition=nowhere&therapy=nothing")
    expect(page.get_by_text("There is no condition “nowhere” here. This shows every condition.")).to_be_visible()
    expect(page.get_by_text("There is no card of “nothing” here. This shows Microneedling.")).to_be_visible()


def test_every_page_tells_what_it_is_for(open_page: OpenPage) -> None:
    page = open_page()
    expect(page.locator(".lead")).to_be_visible()
    for room in ("Article", "Studies", "Evidence", "Graph", "SPARQL", "Data"):
        page.get_by_test_id("stTopNavLink").filter(has_text=room).click()
        expect(page.get_by_test_id("stTopNavLink").filter(has_text=room)).to_have_attribute("aria-current", "page")
        expect(page.locator(".purpose")).to_be_visible()
