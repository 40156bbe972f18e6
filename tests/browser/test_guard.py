"""What every browser test stands on: a request to another host is seen, whatever asks, and so is an uncaught error."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import App, Windows

pytestmark = pytest.mark.browser

ASKS = {
    "a picture": "new Image().src = 'http://192.0.2.1/pixel.png'",
    "a script": "document.head.append(Object.assign(document.createElement('script'), {src: 'https://example.org/a.js'}))",
    "a style sheet": "document.head.append(Object.assign(document.createElement('link'), "
    "{rel: 'stylesheet', href: 'https://example.org/a.css'}))",
    "a fetch": "fetch('https://example.org/').catch(() => {})",
    "a socket": "new WebSocket('wss://example.org/')",
    "a frame": "document.body.append(Object.assign(document.createElement('iframe'), {src: 'https://example.org/'}))",
}
ERRORS = {
    "thrown": "setTimeout(() => { throw new Error('lost') })",
    "rejected": "void Promise.reject(new Error('lost'))",
}


@pytest.fixture(scope="module")
def page_and_windows(browser: Browser, app: App) -> tuple[Page, Windows]:
    windows = Windows(browser, app.address)
    page = windows.open()
    expect(page.locator(".articles")).to_be_visible()
    return page, windows


def test_explorer_itself_asks_nobody_and_throws_nothing(page_and_windows: tuple[Page, Windows]) -> None:
    assert page_and_windows[1].wrong == []


@pytest.mark.parametrize("doing", ASKS.values(), ids=ASKS)
def test_request_to_another_host_is_seen(page_and_windows: tuple[Page, Windows], doing: str) -> None:
    page, windows = page_and_windows
    windows.wrong.clear()
    page.evaluate(f"() => {{ {doing} }}")
    page.wait_for_timeout(300)
    assert any(re.match(r"asked \w+://(example\.org|192\.0\.2\.1)/", each) for each in windows.wrong)
    windows.wrong.clear()


@pytest.mark.parametrize("doing", ERRORS.values(), ids=ERRORS)
def test_uncaught_error_is_seen(page_and_windows: tuple[Page, Windows], doing: str) -> None:
    page, windows = page_and_windows
    windows.wrong.clear()
    page.evaluate(f"() => {{ {doing} }}")
    page.wait_for_timeout(300)
    assert windows.wrong == ["error on the page: lost"]
    windows.wrong.clear()
