"""The page to mail, opened as an editor opens it: from a file, on a screen, a phone and paper."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from ingest.pipeline import audit_snapshot, load_snapshot, open_evidence
from kg.errors import ArticleError, Place
from kg.export.report_html import to_frame, to_part
from kg.model.fix import Screened
from kg.workspace import Workspace
from tests.explorer.conftest import BUNDLED
from tests.export.audits import HOSTILE, make_screened

pytestmark = pytest.mark.browser

PHONE, DESK = 360, 1280


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A page of the bundled example, and one of several articles, hostile ones among them."""
    folder = tmp_path_factory.mktemp("pages")
    example = audit_snapshot(load_snapshot(BUNDLED), open_evidence(Workspace(folder / "none")))
    several = [make_screened(), make_screened(HOSTILE, path="hostile <b>.md")]
    unread = [ArticleError("the file is <empty>", place=Place("b.md"))]
    texts = {
        "example": to_frame([to_part(Screened.of(example.report, example.article))], []),
        "several": to_frame([to_part(one) for one in several], unread),
    }
    for name, text in texts.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    return {name: folder / f"{name}.html" for name in texts}


@pytest.mark.parametrize("name", ["example", "several"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [PHONE, DESK])
def test_page_has_no_fault_that_axe_knows_asks_nobody_and_fits(
    browser: Browser, pages: dict[str, Path], name: str, dark: bool, width: int
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme="dark" if dark else "light", bypass_csp=True
    )
    try:
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(pages[name].as_uri())
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        assert asked == [pages[name].as_uri()]
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate("window.broken") is None
    finally:
        context.close()


def test_paper_shows_what_the_screen_folds_away(browser: Browser, pages: dict[str, Path]) -> None:
    context = browser.new_context()
    try:
        page = context.new_page()
        page.goto(pages["example"].as_uri())
        folded = page.locator("details p").first
        heights = "(one) => one.getBoundingClientRect().height"
        assert not page.evaluate(
            "(one) => one.checkVisibility({ contentVisibilityAuto: true })", folded.element_handle()
        )
        page.emulate_media(media="print")
        assert folded.evaluate(heights) > 0
        assert page.evaluate("(one) => one.checkVisibility({ contentVisibilityAuto: true })", folded.element_handle())
    finally:
        context.close()
