from __future__ import annotations

import networkx as nx
import pytest

from kg.explorer.graph_markup import render_card, render_kinds
from kg.explorer.graph_view import (
    count_in_words,
    find_busiest,
    find_iri,
    list_nodes,
    list_starts,
    name_of,
    read_card,
    read_network,
)
from kg.network import find_neighbourhood
from kg.store import Generation
from tests.explorer.test_article_view import BUNDLED, find_wrong_number, make_view, walk

THERAPY = "concept/minoxidil"


@pytest.fixture(scope="module")
def network(generation: Generation) -> nx.MultiDiGraph[str]:
    return read_network(generation)


def get_iri(network: nx.MultiDiGraph[str], name: str) -> str:
    iri = find_iri(name, network)
    assert iri is not None
    return iri


def test_network_links_therapies_mechanisms_outcomes_studies_and_claims(network: nx.MultiDiGraph[str]) -> None:
    relations = {relation for *_, relation in network.edges(keys=True)}
    assert {"acts through", "studies therapy", "reports outcome", "leans on", "mentions"} <= relations


def test_names_in_links_lead_back(network: nx.MultiDiGraph[str]) -> None:
    assert all(find_iri(name_of(iri), network) == iri for iri in network)
    assert find_iri("concept/<b>", network) is None
    assert find_iri(None, network) is None


def test_starts_are_linked_things_with_therapies_first(network: nx.MultiDiGraph[str]) -> None:
    starts = list_starts(network)
    assert next(iter(starts.values())).startswith("therapy")
    assert all(network.degree(get_iri(network, name)) for name in starts)
    assert (find_busiest(network) or "") in starts


def test_count_says_how_many_are_not_shown(network: nx.MultiDiGraph[str]) -> None:
    focus = get_iri(network, find_busiest(network) or "")
    some = find_neighbourhood(network, focus, depth=2, limit=5, kinds=("study", "outcome"))
    assert count_in_words(some, 2).startswith(f"Showing 5 of {some.found} neighbours within 2 steps")
    none = find_neighbourhood(network, focus, depth=1, limit=5, kinds=())
    assert count_in_words(none, 1) == "Nothing of the kinds chosen lies within 1 step."
    assert next(iter(list_nodes(some))) == name_of(focus)


def test_card_of_a_concept_gives_its_definition_and_facts_with_their_places(
    generation: Generation, network: nx.MultiDiGraph[str]
) -> None:
    card = read_card(generation, network, get_iri(network, find_busiest(network) or ""))
    assert card.kind == "therapy"
    assert card.text
    assert card.facts
    assert all("confidence" in fact.place for fact in card.facts)
    assert card.further > 0
    assert "our paraphrase" in render_card(card, is_focus=True).text


def test_card_of_a_study_gives_title_facts_and_address(generation: Generation, network: nx.MultiDiGraph[str]) -> None:
    card = read_card(generation, network, get_iri(network, "study/koyama-2016"))
    assert card.address is not None
    assert card.facts
    assert any(part.href == "?focus=study%2Fkoyama-2016" for part in walk(render_card(card, is_focus=False)))


def test_card_of_a_claim_leads_to_its_place_in_the_article(
    generation: Generation, network: nx.MultiDiGraph[str]
) -> None:
    key = find_wrong_number(make_view(generation)).claim.key
    card = read_card(generation, network, get_iri(network, f"article/{BUNDLED}/claim/{key}"))
    assert "contradicted" in card.remarks
    assert f"article?article={BUNDLED}&claim={key}" in {part.href for part in walk(render_card(card, is_focus=True))}


def test_card_can_be_made_of_every_node(generation: Generation, network: nx.MultiDiGraph[str]) -> None:
    assert all(read_card(generation, network, iri).label for iri in network)


def test_legend_names_every_kind_that_can_be_drawn(network: nx.MultiDiGraph[str]) -> None:
    kinds = {data["kind"] for _, data in network.nodes(data=True)}
    words = render_kinds().text
    assert all(kind in words for kind in kinds)
