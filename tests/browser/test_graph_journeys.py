"""What people do on the graph page, done in a browser."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image, ImageColor
from playwright.sync_api import Page, expect

from kg.drawing import KINDS
from tests.browser.accessibility import list_violations

pytestmark = pytest.mark.browser

START = "graph?focus=concept/microneedling"
OpenPage = Callable[..., Page]

FIND_SPOT = """(kind) => {
  const find = (root) => {
    for (const node of root.querySelectorAll("*")) {
      if (node.classList.contains("network")) return node;
      const inner = node.shadowRoot && find(node.shadowRoot);
      if (inner) return inner;
    }
  };
  const { network, nodes } = find(document);
  return network.canvasToDOM(network.getPosition(nodes.get().find((node) => node.kind === kind).id));
}"""
"""Where in the picture the first thing of a kind was drawn."""

COUNT_NAMED = """(count) => {
  const find = (root) => {
    for (const node of root.querySelectorAll("*")) {
      if (node.classList.contains("network")) return node;
      const inner = node.shadowRoot && find(node.shadowRoot);
      if (inner) return inner;
    }
  };
  const { edges, network } = find(document);
  return network?.getSelectedNodes().length && edges.get().filter((edge) => edge.label).length === count;
}"""
"""Whether so many links have their words beside them, once one of the things is marked."""


def open_graph(open_page: OpenPage, path: str = START, **how: object) -> Page:
    page = open_page(path, **how)
    expect(page.locator(".network canvas")).to_be_visible(timeout=30_000)
    expect(page.locator(".beside").locator("h3").first).to_be_visible(timeout=30_000)
    return page


def pick(page: Page, kind: str) -> None:
    spot = page.evaluate(FIND_SPOT, kind)
    page.locator(".network canvas").hover(position=spot)
    page.wait_for_timeout(200)  # vis-network takes a press in the very frame of a hover for none
    page.locator(".network canvas").click(position=spot, delay=80)


def test_way_from_needling_through_a_mechanism_to_density_is_found(open_page: OpenPage) -> None:
    page = open_graph(open_page)
    page.get_by_role("combobox", name=re.compile("Find the ways to")).fill("hair density")
    page.get_by_role("option", name=re.compile("Hair density")).click()
    ways = page.locator(".ways ol > li")
    expect(ways.filter(has=page.locator(".kind-mechanism")).first).to_contain_text("Hair density")
    expect(ways.first).to_contain_text("reports try Microneedling and tell of Hair density")
    expect(page.get_by_text("together with Hair density itself")).to_be_visible()
    expect(page).to_have_url(re.compile("to=concept%2Fhair-density"))


def test_chosen_way_stands_out_can_be_shared_and_leads_to_its_studies(open_page: OpenPage) -> None:
    page = open_graph(open_page, f"{START}&to=concept/hair-count")
    way = page.locator(".ways ol > li").filter(has=page.locator(".kind-mechanism")).first
    way.locator("a.way").click()
    expect(page).to_have_url(re.compile("path=2"))
    other = open_graph(open_page, page.url.rpartition("/")[2])
    expect(other.locator("a.way[aria-current]")).to_contain_text("Acute inflammation")
    other.locator(".ways a", has_text="evidence").last.click()
    expect(other.locator(".card .facts")).to_contain_text("confidence")
    other.locator(".ways .steps-told a[href^=studies]").first.click()
    expect(other.locator(".study-page")).to_be_visible(timeout=30_000)


def test_click_on_a_node_shows_its_card_and_a_walk_goes_on_from_there(open_page: OpenPage) -> None:
    page = open_graph(open_page)
    expect(page.locator(".card h3").first).to_have_text("Microneedling")
    pick(page, "mechanism")
    expect(page.locator(".card > .kind")).to_have_text("◆mechanism")
    drawn = page.locator(".drawn .columns li").count()
    page.get_by_role("link", name="Open what lies around it").click()
    expect(page).to_have_url(re.compile("open=concept"))
    expect(page.get_by_role("link", name="Close it again")).to_be_visible()
    assert page.locator(".drawn .columns li").count() >= drawn
    page.get_by_role("link", name="Explore from here").click()
    expect(page).to_have_url(re.compile(r"graph\?focus=concept"))
    expect(page.get_by_role("link", name="Explore from here")).to_have_count(0)


def test_group_of_studies_opens_its_studies(open_page: OpenPage) -> None:
    page = open_graph(open_page)
    pick(page, "study")
    expect(page.locator(".card h3")).to_have_text(re.compile(r"\d+ studies look at Microneedling"))
    page.get_by_role("link", name="Draw them one by one").click()
    expect(page.locator(".drawn .columns li")).not_to_have_count(0)
    expect(page).to_have_url(re.compile("each=yes"))


def test_everything_can_be_done_with_the_keyboard_alone(open_page: OpenPage) -> None:
    page = open_graph(open_page)
    page.locator(".drawn a", has_text="Hair count").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".card h3").first).to_have_text("Hair count")
    expect(page.locator(".drawn a[aria-current]")).to_have_text("Hair count")
    page.locator(".drawn summary").focus()
    page.keyboard.press("Enter")
    page.locator(".drawn details a").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".card h3").first).to_contain_text("report")
    page.get_by_role("button", name="Zoom in").focus()
    page.keyboard.press("Enter")


def test_study_is_found_by_its_words(open_page: OpenPage) -> None:
    page = open_graph(open_page)
    page.get_by_label("Find a study, claim or article").fill("scalp massage thickness")
    page.get_by_label("Find a study, claim or article").press("Enter")
    page.locator(".found a").first.click()
    expect(page).to_have_url(re.compile("focus=(study|article)"))


def test_link_to_what_is_not_in_the_graph_says_so_and_shows_something_else(open_page: OpenPage) -> None:
    page = open_graph(open_page, "graph?focus=concept/long-gone")
    expect(page.get_by_text("There is nothing here called “concept/long-gone”.")).to_be_visible()


def test_downloaded_page_stands_alone(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_graph(open_page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Web page").click()
    target = tmp_path / "graph.html"
    download.value.save_as(target)
    page.set_content(target.read_text(encoding="utf-8"))  # the fixture fails on any request to another host
    expect(page.locator("#mynetwork canvas")).to_be_visible()
    expect(page.get_by_role("heading", name="Around Microneedling")).to_be_visible()


def test_png_holds_the_whole_picture_whatever_is_in_view(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_graph(open_page, width=390, height=844)
    sizes = []
    for press in ("Zoom in", "Whole picture"):
        page.get_by_role("button", name=press).click()
        with page.expect_download() as download:
            page.get_by_role("button", name="Download PNG").click()
        assert download.value.suggested_filename == "graph.png"
        download.value.save_as(tmp_path / "graph.png")
        with Image.open(tmp_path / "graph.png") as picture:
            assert picture.format == "PNG"
            sizes.append(picture.size)
            colours = {colour for _, colour in picture.convert("RGB").getcolors(1 << 24) or ()}
        drawn = {ImageColor.getrgb(KINDS[kind].colour) for kind in ("therapy", "mechanism", "outcome", "study")}
        assert drawn <= colours
        assert (255, 255, 255) in colours
    assert sizes[0] == sizes[1]
    assert min(sizes[0]) > 390


def test_downloaded_svg_and_graphml_can_be_read(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_graph(open_page)
    for button, root in (("SVG picture", "svg"), ("GraphML", "graphml")):
        with page.expect_download() as download:
            page.get_by_role("button", name=button).click()
        download.value.save_as(tmp_path / root)
        assert ET.parse(tmp_path / root).getroot().tag.endswith(root)  # noqa: S314 - our own text


@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing_grave(open_page: OpenPage, *, dark: bool) -> None:
    page = open_graph(open_page, dark=dark)
    assert list_violations(page) == []
    for path in (f"{START}&to=concept/hair-count&path=1", f"{START}&edge=concept/microneedling|concept/hair-count"):
        page.goto(page.url.partition("graph?")[0] + path)
        expect(page.locator(".beside h3").first).to_be_visible(timeout=30_000)
        assert list_violations(page) == []


def test_narrow_page_has_no_sideways_scroll(open_page: OpenPage) -> None:
    page = open_graph(open_page, width=390, height=844)
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390


def test_finger_on_the_picture_moves_the_page(open_page: OpenPage) -> None:
    page = open_graph(open_page, width=390, height=844)
    picture = page.locator(".network canvas")
    picture.scroll_into_view_if_needed()
    before = page.get_by_test_id("stMain").evaluate("node => node.scrollTop")
    box = picture.bounding_box()
    assert box is not None
    touch = page.context.new_cdp_session(page)
    x, y = box["x"] + box["width"] / 2, min(box["y"] + box["height"], 844) - 20
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for moved in range(20, 201, 20):
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x, "y": y - moved}]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_function(f"document.querySelector('[data-testid=stMain]').scrollTop > {before} + 50")


@pytest.mark.parametrize(
    ("path", "named"),
    [("graph?focus=concept/microneedling&to=concept/hair-density", 2), ("graph?focus=concept/scalp-massage", 0)],
)
def test_links_are_named_where_there_is_room_for_their_words(open_page: OpenPage, path: str, named: int) -> None:
    page = open_graph(open_page, path)
    page.wait_for_function(COUNT_NAMED, arg=named)
