"""A page that is opened cold comes into sight in one piece, and nothing that a reader sees jumps away."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
MOST = 0.1
"""The cumulative layout shift up to which a page is called good (web.dev/articles/cls)."""
PAGES = {
    "": ".articles",
    "article": ".reading",
    "studies": ".studies tbody",
    "studies?study=koyama-2016": ".study-page",
    "evidence": ".answers",
    "graph": ".network canvas",
    "sparql": "textarea",
    "data": "table[aria-label=Audits]",
}
"""What stands on each once it is there."""
MAIN = "[data-testid=stMainBlockContainer]"
LIST_SHIFTS = """() => new Promise((resolve) => {
  const shifts = [];
  const tell = ({ node, previousRect, currentRect }) =>
    `${node?.className ?? node} from ${JSON.stringify(previousRect)} to ${JSON.stringify(currentRect)}`;
  new PerformanceObserver((list) => {
    for (const shift of list.getEntries())
      if (!shift.hadRecentInput) shifts.push([shift.value, shift.sources.map(tell)]);
  }).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => resolve(shifts), 1000);
})"""
"""All shifts since the page was opened, and what moved."""

PATIENCE = """document.addEventListener("DOMContentLoaded", () => {
  document.documentElement.style.setProperty("--patience", "30s");
})"""
"""A busy machine may take longer than a reader is left to wait."""


def visit(open_page: OpenPage, path: str, width: int = 1280) -> Page:
    """A page in a browser that has never been here, once it is there."""
    page = open_page("_stcore/health", width=width)
    page.context.add_init_script(PATIENCE)
    page.goto(page.url.replace("_stcore/health", path))
    expect(page.locator(PAGES[path]).first).to_be_visible()
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0)
    expect(page.locator("html")).to_have_css("--patience", "30s")
    return page


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("path", PAGES)
def test_nothing_jumps_on_a_cold_load(open_page: OpenPage, path: str, width: int) -> None:
    visit(open_page, path)  # the server has read what the page shows: it is the browser that is cold
    shifts = visit(open_page, path, width).evaluate(LIST_SHIFTS)
    # their sum: the measure proper takes the worst five seconds, which are never more
    assert sum(value for value, _ in shifts) <= MOST, shifts


def test_page_shows_itself_where_the_script_never_does(open_page: OpenPage) -> None:
    page = open_page()
    page.context.add_init_script("DOMTokenList.prototype.add = () => {}")
    page.reload()
    expect(page.locator(MAIN)).to_be_hidden()
    expect(page.locator(".articles")).to_be_visible()
    expect(page.get_by_text("Drop an article in").first).to_be_visible()


def test_pages_after_the_first_are_never_out_of_sight(open_page: OpenPage) -> None:
    page = visit(open_page, "")
    page.get_by_test_id("stTopNavLink").filter(has_text="Studies").click()
    expect(page.locator(PAGES["studies"])).to_be_visible()
    expect(page.locator(MAIN)).to_have_css("animation-name", "none")
