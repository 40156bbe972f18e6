"""The graph page: reading what lies around a thing, composing, laying out and drawing a picture, and finding ways."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from typing import TypeVar

from bench.figures import Figure, median_seconds
from kg.composition import MOST_NODES, compose
from kg.drawing import KINDS, draw
from kg.explorer.graph_ask import Ask, iri_of
from kg.explorer.graph_view import GraphView, build_view
from kg.neighbourhood import Neighbourhoods
from kg.network import Layout, place, to_graphml
from kg.store import Generation
from kg.vector import to_svg

__all__ = ["measure"]

BUSIEST, AN_OUTCOME, RARE = "concept/therapy-000", "concept/outcome-000", "concept/therapy-140"
"""Of the made-up graph: the therapy and the outcome that most studies look at, and a therapy that few do."""
EVERYTHING = tuple(KINDS)
_Answer = TypeVar("_Answer")


def measure(generation: Generation) -> list[Figure]:
    """Pictures of the large graph's busiest therapy, first read and then kept, and what a browser takes to draw."""
    opened, source = _clock(lambda: Neighbourhoods(generation))
    rare, _ = _clock(lambda: build_view(source, Ask(RARE)))
    first, view = _clock(lambda: build_view(source, Ask(BUSIEST)))
    kept = median_seconds(lambda: build_view(source, Ask(BUSIEST)))
    asked = Ask(BUSIEST, kinds=EVERYTHING, most=MOST_NODES, is_each=True)
    whole_first, whole = _clock(lambda: build_view(source, asked))
    drawn = median_seconds(lambda: _compose_and_draw(source, Layout.LAYERED))
    by_force = median_seconds(lambda: _compose_and_draw(source, Layout.FORCE), runs=3)
    ways_first, ways = _clock(lambda: build_view(source, Ask(BUSIEST, goal=AN_OUTCOME)))
    ways_kept = median_seconds(lambda: build_view(source, Ask(BUSIEST, goal=AN_OUTCOME)))
    studies = source.around(iri_of(BUSIEST))
    return [
        Figure("300 things: composed, laid out, drawn", drawn, "s", "< 1"),
        Figure("300 things: in clusters", by_force, "s", "< 1"),
        Figure("300 things: shown by the browser", _show(whole), "s", "< 1"),
        Figure("a kept picture", kept, "s", "< 0.8"),
        Figure("ways, kept", ways_kept, "s", "< 0.8"),
        Figure("names of all concepts and articles, first", opened, "s"),
        Figure("a picture of a rare therapy, first", rare, "s"),
        Figure("a picture of the busiest therapy, first", first, "s"),
        Figure("300 things, first", whole_first, "s"),
        Figure("ways, first", ways_first, "s"),
        Figure("SVG of 300 things", median_seconds(lambda: _to_svg(whole)), "s"),
        Figure("GraphML of 300 things", median_seconds(lambda: to_graphml(whole.picture)), "s"),
        Figure("things in the large picture", len(whole.picture.things), "things"),
        Figure("things in the usual picture", len(view.picture.things), "things"),
        Figure("ways found", len(ways.ways) + ways.further, "ways"),
        Figure("studies around the busiest therapy", studies.counts["study"] if studies else 0, "studies"),
    ]


def _clock(action: Callable[[], _Answer]) -> tuple[float, _Answer]:
    begin = time.perf_counter()
    answer = action()
    return time.perf_counter() - begin, answer


def _compose_and_draw(source: Neighbourhoods, layout: Layout) -> str:
    picture = compose(source, (iri_of(BUSIEST),), kinds=EVERYTHING, most=MOST_NODES, is_each=True)
    return draw(picture, place(picture, layout)).to_json()


def _to_svg(view: GraphView) -> str:
    return to_svg(view.picture, view.points, title=view.title)


def _show(view: GraphView) -> float:
    """Seconds from a page's text to its first drawn frame, in Chromium."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - the other figures need no browser

    html = draw(view.picture, view.points).to_html(view.title)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page()
        page.set_content("<p>warm</p>")

        def show() -> None:
            page.set_content(html)
            page.wait_for_function("window.network && network.body.nodeIndices.length > 0")
            page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")

        seconds = median_seconds(show, runs=3)
        browser.close()
    return seconds
