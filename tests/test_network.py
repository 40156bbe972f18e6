from __future__ import annotations

import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.network import Layout, Link, Path, Picture, Point, Thing, find_paths, place, place_paths, to_graphml

HOSTILE = "</svg><script>broken()</script>\x00 & <b>"


def make_picture(studies: int = 5, *, label: str = "Therapy") -> Picture:
    """A therapy with studies, each reporting one of two outcomes."""
    things = [Thing("t", "therapy", label), Thing("o0", "outcome", "Zero"), Thing("o1", "outcome", "One")]
    things += [Thing(f"s{n:02}", "study", f"Smith {n}: A trial") for n in range(studies)]
    links = [Link(f"s{n:02}", "studies therapy", "t") for n in range(studies)]
    links += [Link(f"s{n:02}", "reports outcome", f"o{n % 2}") for n in range(studies)]
    return Picture(tuple(things), tuple(links), (tuple(thing.iri for thing in things),))


def add_stage(picture: Picture, *things: Thing) -> Picture:
    links = tuple(Link("t", "acts through", thing.iri) for thing in things)
    stage = tuple(thing.iri for thing in things)
    return Picture((*picture.things, *things), (*picture.links, *links), (*picture.stages, stage))


@pytest.mark.parametrize("layout", list(Layout))
def test_layout_is_the_same_every_time_and_no_two_nodes_coincide(layout: Layout) -> None:
    picture = make_picture(20)
    points = place(picture, layout)
    assert points == place(picture, layout)
    assert set(points) == {thing.iri for thing in picture.things}
    assert len(set(points.values())) == len(points)


@pytest.mark.parametrize("layout", list(Layout))
@given(studies=st.integers(1, 30), further=st.integers(1, 12))
def test_what_is_opened_moves_nothing_that_was_drawn(layout: Layout, studies: int, further: int) -> None:
    before = make_picture(studies)
    after = add_stage(before, *(Thing(f"m{n}", "mechanism", f"M {n}") for n in range(further)))
    old, new = place(before, layout), place(after, layout)
    assert {iri: new[iri] for iri in old} == old
    assert len(set(new.values())) == len(after.things)


def test_layers_run_from_therapy_to_study() -> None:
    points = place(make_picture(), Layout.LAYERED)
    assert points["t"].x < points["o0"].x < points["s00"].x


def test_row_below_a_name_of_two_lines_has_room_for_both() -> None:
    labels = ("Short", "Short too", "A name that is far too long for one line", "Short again", "The last")
    things = tuple(Thing(f"o{at}", "outcome", label) for at, label in enumerate(labels))
    points = place(Picture(things, (), (tuple(thing.iri for thing in things),)), Layout.LAYERED)
    column = sorted((point for point in points.values() if point.x == points["o2"].x), key=lambda point: point.y)
    gaps = {before: after.y - before.y for before, after in pairwise(column)}
    assert max(gaps, key=lambda point: gaps[point]) == points["o2"]
    assert len({gap for point, gap in gaps.items() if point != points["o2"]}) == 1


@pytest.mark.parametrize("layout", list(Layout))
def test_lone_node_has_a_place(layout: Layout) -> None:
    assert set(place(Picture((Thing("a", "study", "A"),), (), (("a",),)), layout)) == {"a"}


def test_paths_are_short_first_then_better_borne_out_whichever_way_links_point() -> None:
    links = [
        Link("a", "acts through", "m", 2),
        Link("m", "goes with", "b", 1),
        Link("b", "goes with", "n", 3),
        Link("a", "acts through", "n", 3),
    ]
    paths = find_paths(links, "a", "b", longest=2)
    assert [path.nodes for path in paths] == [("a", "n", "b"), ("a", "m", "b")]
    assert [path.reports for path in paths] == [3, 1]


def test_path_takes_the_link_with_most_reports_and_goes_no_further_than_asked() -> None:
    links = [Link("a", "x", "b", 1), Link("a", "y", "b", 4), Link("b", "x", "c", 1)]
    assert find_paths(links, "a", "b", longest=1)[0].links == (Link("a", "y", "b", 4),)
    assert find_paths(links, "a", "c", longest=1) == ()
    assert find_paths(links, "a", "a", longest=3) == ()


def test_ways_between_two_ends_do_not_lie_on_one_line() -> None:
    links = [Link("a", "is studied for", "b", 1), Link("a", "acts through", "m", 1), Link("m", "goes with", "b", 1)]
    points = place_paths(find_paths(links, "a", "b", longest=2), "a")
    assert (points["a"].y, points["b"].y) == (0, 0)
    assert points["m"].y != 0
    assert points["a"].x < points["m"].x < points["b"].x
    assert place_paths((), "a") == {"a": Point(0, 0)}


def test_graphml_holds_every_node_and_edge_and_can_be_read_whatever_names_hold() -> None:
    picture = make_picture(label=HOSTILE)
    tree = ET.fromstring(to_graphml(picture))  # noqa: S314 - our own text
    names = [part.tag.rpartition("}")[2] for part in tree.iter()]
    assert names.count("node") == len(picture.things)
    assert names.count("edge") == len(picture.links)


def test_weakest_step_counts_for_a_path() -> None:
    assert Path(("a", "b", "c"), (Link("a", "x", "b", 9), Link("b", "y", "c"))).reports == 1
