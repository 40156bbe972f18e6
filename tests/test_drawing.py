from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET

import pytest

from kg.drawing import KINDS, Drawing, draw, read_library
from kg.network import Layout, Link, Path, Picture, Thing, place
from kg.vector import to_svg

HOSTILE = "</script><script>broken()</script><img src=x onerror=broken()> a href='https://example.org/'"
START = "https://e.example/t"
WAY = Path((START,), ())


def make_picture(label: str = "Hair count", *, kind: str = "outcome", members: int = 0) -> Picture:
    things = (Thing(START, "therapy", "Therapy"), Thing("https://e.example/o", kind, label, members))
    link = Link(things[0].iri, "acts through", things[1].iri, 2)
    return Picture(things, (link,), (tuple(thing.iri for thing in things),), ("Three things are not drawn.",))


def make_drawing(label: str = "Hair count", *, kind: str = "outcome", members: int = 0) -> Drawing:
    picture = make_picture(label, kind=kind, members=members)
    return draw(picture, place(picture, Layout.LAYERED))


def test_nodes_have_opaque_names_and_stay_where_they_were_put() -> None:
    drawing = make_drawing()
    data = json.loads(drawing.to_json())
    assert {node["id"] for node in data["nodes"]} == set(drawing.nodes)
    assert set(drawing.nodes.values()) == {START, "https://e.example/o"}
    assert data["options"]["physics"]["enabled"] is False
    assert all({"x", "y"} <= node.keys() for node in data["nodes"])


def test_names_are_the_same_in_every_picture() -> None:
    assert set(make_drawing().nodes) == set(make_drawing("Another name").nodes)


def test_edge_says_its_relation_and_what_it_rests_on_and_can_be_picked() -> None:
    drawing = make_drawing()
    (edge,) = json.loads(drawing.to_json())["edges"]
    assert edge["title"] == "acts through: 2 reports"
    assert drawing.edges[edge["id"]].relation == "acts through"


def test_what_stands_out_leaves_the_rest_faint() -> None:
    picture = make_picture()
    data = json.loads(draw(picture, place(picture, Layout.LAYERED), bright=WAY).to_json())
    assert sorted(node["opacity"] < 1 for node in data["nodes"]) == [False, True]
    assert data["edges"][0]["color"]["opacity"] < 1


def test_group_is_told_from_a_thing_by_its_rim() -> None:
    rims = [node["shapeProperties"]["borderDashes"] for node in json.loads(make_drawing(members=9).to_json())["nodes"]]
    assert rims == [False, [4, 3]]


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


def test_page_loads_nothing_from_outside_and_tells_what_it_leaves_out() -> None:
    page = make_drawing().to_html("Therapy", ["Three things are not drawn."])
    assert "vis.Network" in page
    assert "Three things are not drawn." in page
    assert not re.search(r"<(?:script|link|img|iframe)\b[^>]*\b(?:src|href)\s*=", page)


def test_page_keeps_hostile_words_as_words() -> None:
    page = make_drawing(HOSTILE).to_html(HOSTILE, [HOSTILE])
    assert "<script>broken()" not in page
    assert "<img src=x" not in page
    assert "</script><script>" not in page


def test_tooltip_never_switches_pyvis_to_markup() -> None:
    assert "div.popup" not in make_drawing(HOSTILE).to_html("x")


def test_study_is_named_by_author_and_year() -> None:
    data = json.loads(make_drawing("Smith et al. 2020: A trial", kind="study").to_json())
    assert "Smith et al. 2020" in {node["label"] for node in data["nodes"]}


def test_library_is_the_one_that_pyvis_brings() -> None:
    assert "vis-network" in read_library("vis-network.min.js")[:200]


@pytest.mark.parametrize("kind", KINDS)
def test_svg_of_every_kind_can_be_read_and_keeps_hostile_words_as_words(kind: str) -> None:
    picture = make_picture(f"{HOSTILE}\x00", kind=kind, members=3)
    svg = to_svg(picture, place(picture, Layout.LAYERED), title=HOSTILE)
    tags = {part.tag.rpartition("}")[2] for part in ET.fromstring(svg).iter()}  # noqa: S314 - our own text
    assert not tags & {"script", "img", "a", "image", "use"}
    assert "Three things are not drawn." in svg


def test_svg_draws_the_same_points_and_makes_the_rest_faint() -> None:
    picture = make_picture()
    points = place(picture, Layout.LAYERED)
    plain, faint = (to_svg(picture, points, title="x", bright=bright) for bright in (None, WAY))
    assert plain == to_svg(picture, points, title="x")
    assert 'opacity="0.2"' in faint
    assert 'opacity="0.2"' not in plain
