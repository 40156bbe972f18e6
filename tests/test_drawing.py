from __future__ import annotations

import json
import re

import pytest

from kg.drawing import KINDS, Drawing, draw, read_library
from kg.network import Layout, Link, Thing, build_network, find_neighbourhood, place

HOSTILE = "</script><script>broken()</script><img src=x onerror=broken()> a href='https://example.org/'"


def make_drawing(label: str = "Hair count", *, kind: str = "outcome") -> Drawing:
    things = [Thing("https://e.example/t", "therapy", "Therapy"), Thing("https://e.example/o", kind, label)]
    network = build_network(things, [Link(things[0].iri, "acts through", things[1].iri)])
    around = find_neighbourhood(network, things[0].iri, depth=1, limit=5, kinds=(kind,))
    return draw(around, place(around, Layout.LAYERED))


def test_nodes_have_opaque_names_and_stay_where_they_were_put() -> None:
    drawing = make_drawing()
    data = json.loads(drawing.to_json())
    assert {node["id"] for node in data["nodes"]} == set(drawing.nodes)
    assert set(drawing.nodes.values()) == {"https://e.example/t", "https://e.example/o"}
    assert data["options"]["physics"]["enabled"] is False
    assert all({"x", "y"} <= node.keys() for node in data["nodes"])


def test_edge_says_its_relation() -> None:
    (edge,) = json.loads(make_drawing().to_json())["edges"]
    assert edge["title"] == "acts through"


def test_kinds_differ_in_colour_and_in_shape() -> None:
    assert len({style.shape for style in KINDS.values()}) == len(KINDS)
    assert len({style.colour for style in KINDS.values()}) == len(KINDS)
    assert len({style.glyph for style in KINDS.values()}) == len(KINDS)


@pytest.mark.parametrize("paper", ["#fcfbf8", "#12181b"])
@pytest.mark.parametrize("kind", KINDS)
def test_colour_of_a_kind_stands_out_from_the_page(kind: str, paper: str) -> None:
    light, dark = sorted((_luminance(KINDS[kind].colour), _luminance(paper)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 3  # WCAG 1.4.11


def _luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_page_loads_nothing_from_outside() -> None:
    page = make_drawing().to_html("Therapy")
    assert "vis.Network" in page
    assert not re.search(r"<(?:script|link|img|iframe)\b[^>]*\b(?:src|href)\s*=", page)


def test_page_keeps_hostile_words_as_words() -> None:
    page = make_drawing(HOSTILE).to_html(HOSTILE)
    assert "<script>broken()" not in page
    assert "<img src=x" not in page
    assert "</script><script>" not in page


def test_tooltip_never_switches_pyvis_to_markup() -> None:
    assert "div.popup" not in make_drawing(HOSTILE).to_html("x")


def test_study_is_named_by_author_and_year() -> None:
    labels = {
        node["label"]
        for node in json.loads(make_drawing("Smith et al. 2020: A trial", kind="study").to_json())["nodes"]
    }
    assert "Smith et al. 2020" in labels


def test_library_is_the_one_that_pyvis_brings() -> None:
    assert "vis-network" in read_library("vis-network.min.js")[:200]
