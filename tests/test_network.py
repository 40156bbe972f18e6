from __future__ import annotations

import xml.etree.ElementTree as ET

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.network import Layout, Link, Thing, build_network, find_neighbourhood, place, to_graphml

KINDS = ("therapy", "outcome", "study", "claim")


def make_network(studies: int = 5) -> nx.MultiDiGraph[str]:
    """A therapy with studies, each reporting one of two outcomes; a claim leans on the first study."""
    things = [Thing("t", "therapy", "Therapy"), Thing("o0", "outcome", "Zero"), Thing("o1", "outcome", "One")]
    things += [Thing(f"s{n:02}", "study", f"Smith {n}: A trial") for n in range(studies)]
    things += [Thing("c", "claim", "It helps."), Thing("alone", "study", "Nobody")]
    links = [Link(f"s{n:02}", "studies therapy", "t") for n in range(studies)]
    links += [Link(f"s{n:02}", "reports outcome", f"o{n % 2}") for n in range(studies)]
    links.append(Link("c", "leans on", "s00"))
    return build_network(things, links)


def test_network_leaves_out_links_to_unknown_things() -> None:
    network = build_network([Thing("a", "study", "A")], [Link("a", "reports", "nowhere")])
    assert list(network) == ["a"]
    assert network.number_of_edges() == 0


def test_two_relations_between_the_same_things_are_two_edges() -> None:
    things = [Thing("s", "study", "S"), Thing("p", "population", "P")]
    network = build_network(things, [Link("s", "excludes", "p"), Link("s", "studies population", "p")])
    assert {relation for *_, relation in network.edges(keys=True)} == {"excludes", "studies population"}


def test_neighbourhood_follows_edges_either_way_up_to_the_depth() -> None:
    near = find_neighbourhood(make_network(), "t", depth=1, limit=50, kinds=KINDS)
    far = find_neighbourhood(make_network(), "t", depth=2, limit=50, kinds=KINDS)
    assert set(near.graph) == {"t", "s00", "s01", "s02", "s03", "s04"}
    assert set(far.graph) - set(near.graph) == {"o0", "o1", "c"}


def test_neighbourhood_says_how_many_it_left_out() -> None:
    found = find_neighbourhood(make_network(30), "t", depth=2, limit=10, kinds=KINDS)
    assert (found.shown, found.found) == (10, 33)


def test_kinds_take_turns_so_that_one_does_not_crowd_out_the_others() -> None:
    found = find_neighbourhood(make_network(30), "t", depth=2, limit=6, kinds=KINDS)
    assert {found.graph.nodes[node]["kind"] for node in found.graph} == set(KINDS)


def test_way_does_not_lead_through_a_kind_that_is_left_out() -> None:
    found = find_neighbourhood(make_network(), "t", depth=3, limit=50, kinds=("outcome", "claim"))
    assert set(found.graph) == {"t"}


def test_focus_is_kept_whatever_its_kind() -> None:
    assert "t" in find_neighbourhood(make_network(), "t", depth=1, limit=5, kinds=("study",)).graph


@given(st.integers(1, 40), st.integers(1, 30), st.integers(1, 3))
def test_every_node_shown_is_linked_to_the_focus(studies: int, limit: int, depth: int) -> None:
    found = find_neighbourhood(make_network(studies), "t", depth=depth, limit=limit, kinds=KINDS)
    assert nx.is_weakly_connected(found.graph)
    assert found.shown <= min(limit, found.found)


@pytest.mark.parametrize("layout", list(Layout))
def test_layout_is_the_same_every_time_and_no_two_nodes_coincide(layout: Layout) -> None:
    found = find_neighbourhood(make_network(20), "t", depth=2, limit=50, kinds=KINDS)
    points = place(found, layout)
    assert points == place(found, layout)
    assert set(points) == set(found.graph)
    assert len(set(points.values())) == len(points)


def test_layers_run_from_therapy_to_claim() -> None:
    points = place(find_neighbourhood(make_network(), "t", depth=2, limit=50, kinds=KINDS), Layout.LAYERED)
    assert points["t"].x < points["o0"].x < points["s00"].x < points["c"].x


@pytest.mark.parametrize("layout", list(Layout))
def test_lone_node_has_a_place(layout: Layout) -> None:
    found = find_neighbourhood(make_network(), "alone", depth=2, limit=5, kinds=KINDS)
    assert set(place(found, layout)) == {"alone"}


def test_graphml_holds_every_node_and_edge() -> None:
    found = find_neighbourhood(make_network(), "t", depth=2, limit=50, kinds=KINDS)
    tree = ET.fromstring(to_graphml(found.graph))  # noqa: S314 - our own text
    names = [part.tag.rpartition("}")[2] for part in tree.iter()]
    assert names.count("node") == len(found.graph)
    assert names.count("edge") == found.graph.number_of_edges()
