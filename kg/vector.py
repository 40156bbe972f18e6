"""A picture as SVG, from the same layout as in the browser: for print, slides and whoever edits it further."""

from __future__ import annotations

import math
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from itertools import starmap

from kg.drawing import KINDS, link_words
from kg.network import Link, Path, Picture, Point, Thing, name_lines, xml_text

__all__ = ["to_svg"]

_MARGIN = 110
_HEAD = 74
_LINE_PX = 15
_SIZE, _FOCUS_SIZE = 11, 17
_INK, _QUIET, _LINE = "#22282b", "#5d676a", "#8b9497"
_FAINT = "0.2"
_POLYGONS: Mapping[str, tuple[float, ...]] = {
    "diamond": (0, 90, 180, 270),
    "triangle": (-90, 30, 150),
    "triangleDown": (90, 210, 330),
    "square": (45, 135, 225, 315),
    "hexagon": (0, 60, 120, 180, 240, 300),
}
"""Corners by their angle in degrees, clockwise from the right."""


def to_svg(picture: Picture, points: Mapping[str, Point], *, title: str, bright: Path | None = None) -> str:
    """The picture with its title, legend and remarks.

    Args:
        picture: what to draw.
        points: a position for every node.
        title: above it, and what a screen reader says of it.
        bright: the way that stands out, the rest being faint; by default nothing is faint.
    """
    left, top = min(point.x for point in points.values()), min(point.y for point in points.values())
    right, bottom = max(point.x for point in points.values()), max(point.y for point in points.values())
    width = max(right - left + 2 * _MARGIN, 560)
    height = bottom - top + 2 * _MARGIN + _HEAD + _LINE_PX * len(picture.remarks)
    root = ET.Element(
        "svg",
        {"xmlns": "http://www.w3.org/2000/svg", "viewBox": f"0 0 {width:.0f} {height:.0f}", "role": "img"}
        | {"width": f"{width:.0f}", "height": f"{height:.0f}", "font-family": "system-ui, sans-serif"},
    )
    ET.SubElement(root, "title").text = xml_text(title)
    ET.SubElement(root, "rect", {"width": "100%", "height": "100%", "fill": "#ffffff"})
    _add_head(root, picture, title)
    moved = {iri: Point(point.x - left + _MARGIN, point.y - top + _MARGIN + _HEAD) for iri, point in points.items()}
    for link in picture.links:
        is_faint = bright is not None and link not in bright.links
        _add_link(root, link, moved[link.source], moved[link.target], is_faint=is_faint)
    for thing in picture.things:
        is_faint = bright is not None and thing.iri not in bright.nodes
        _add_thing(root, thing, moved[thing.iri], is_focus=thing.iri == picture.focus, is_faint=is_faint)
    for number, remark in enumerate(picture.remarks, start=1):
        _add_text(root, remark, 16, height - _LINE_PX * (len(picture.remarks) - number) - 12, size=12, fill=_QUIET)
    return ET.tostring(root, encoding="unicode") + "\n"


def _add_head(root: ET.Element, picture: Picture, title: str) -> None:
    _add_text(root, title, 16, 30, size=19)
    kinds = {thing.kind for thing in picture.things}
    left = 16
    for kind, style in KINDS.items():
        if kind in kinds:
            _add_text(root, style.glyph, left, 54, size=14, fill=style.colour)
            _add_text(root, kind, left + 18, 54, size=13)
            left += 40 + 7 * len(kind)


def _add_link(root: ET.Element, link: Link, start: Point, end: Point, *, is_faint: bool) -> None:
    away = math.hypot(end.x - start.x, end.y - start.y) or 1.0
    across, down = (end.x - start.x) / away, (end.y - start.y) / away
    tip = Point(end.x - across * (_SIZE + 6), end.y - down * (_SIZE + 6))
    width = 1 + (min(math.log2(link.reports), 6) / 2 if link.reports else 0)
    group = ET.SubElement(root, "g", {"opacity": _FAINT} if is_faint else {})
    ET.SubElement(group, "title").text = xml_text(link_words(link))
    line = {"x1": start.x, "y1": start.y, "x2": tip.x, "y2": tip.y}
    shape = {name: f"{value:.1f}" for name, value in line.items()}
    ET.SubElement(group, "line", shape | {"stroke": _LINE, "stroke-width": f"{width:.1f}"})
    head = [Point(6, 0), Point(-3, 4), Point(-3, -4)]
    corners = [(tip.x + across * point.x - down * point.y, tip.y + down * point.x + across * point.y) for point in head]
    ET.SubElement(group, "polygon", {"points": _points(corners), "fill": _LINE})


def _add_thing(root: ET.Element, thing: Thing, at: Point, *, is_focus: bool, is_faint: bool) -> None:
    style = KINDS.get(thing.kind, KINDS["criterion"])
    size = _FOCUS_SIZE if is_focus or thing.members else _SIZE
    group = ET.SubElement(root, "g", {"opacity": _FAINT} if is_faint else {})
    ET.SubElement(group, "title").text = xml_text(f"{thing.kind}: {thing.label}")
    look = {"fill": "#ffffff" if thing.members else style.colour, "stroke": style.colour, "stroke-width": "2"}
    if thing.members:
        look["stroke-dasharray"] = "4 3"
    if style.shape in _POLYGONS:
        corners = [_corner(at, size, angle) for angle in _POLYGONS[style.shape]]
        ET.SubElement(group, "polygon", {"points": _points(corners)} | look)
    elif style.shape == "star":
        corners = [_corner(at, size if n % 2 == 0 else size * 0.45, 36 * n - 90) for n in range(10)]
        ET.SubElement(group, "polygon", {"points": _points(corners)} | look)
    elif style.shape == "box":
        box = {"x": at.x - size, "y": at.y - size * 0.6, "width": size * 2, "height": size * 1.2, "rx": 3}
        ET.SubElement(group, "rect", {name: f"{value:.1f}" for name, value in box.items()} | look)
    else:
        ET.SubElement(group, "circle", {"cx": f"{at.x:.1f}", "cy": f"{at.y:.1f}", "r": f"{size * 0.8:.1f}"} | look)
    for number, line in enumerate(name_lines(thing), start=1):
        _add_text(group, line, at.x, at.y + size + _LINE_PX * number, size=13, anchor="middle")


def _corner(centre: Point, radius: float, degrees: float) -> tuple[float, float]:
    angle = math.radians(degrees)
    return centre.x + radius * math.cos(angle), centre.y + radius * math.sin(angle)


def _points(corners: list[tuple[float, float]]) -> str:
    return " ".join(starmap("{:.1f},{:.1f}".format, corners))


def _add_text(
    parent: ET.Element, words: str, x: float, y: float, *, size: int, fill: str = _INK, anchor: str = "start"
) -> None:
    place = {"x": f"{x:.1f}", "y": f"{y:.1f}", "font-size": str(size), "fill": fill, "text-anchor": anchor}
    # a white rim keeps a name readable where a line runs behind it
    rim = {"paint-order": "stroke", "stroke": "#ffffff", "stroke-width": "3", "stroke-linejoin": "round"}
    ET.SubElement(parent, "text", place | rim).text = xml_text(words)
