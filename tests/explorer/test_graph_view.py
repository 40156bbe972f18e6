from __future__ import annotations

import dataclasses

import pytest

from kg.composition import compose
from kg.explorer.graph_ask import Ask, iri_of, list_unknown, name_of, read_ask
from kg.explorer.graph_markup import (
    render_card,
    render_group,
    render_kinds,
    render_link,
    render_list,
    render_unknown,
    render_ways,
)
from kg.explorer.graph_view import (
    QUERIES,
    GraphView,
    build_view,
    find_start,
    list_starts,
    read_group_card,
    read_link_card,
)
from kg.explorer.thing_card import read_card
from kg.neighbourhood import Neighbourhoods, Tie
from kg.network import Layout, Thing, to_graphml
from kg.query import get_query
from kg.store import Generation
from kg.vector import to_svg
from tests.explorer.test_article_view import BUNDLED, find_wrong_number, make_view, walk

THERAPY = "concept/microneedling"
OUTCOME = "concept/hair-count"


@pytest.fixture(scope="module")
def source(generation: Generation) -> Neighbourhoods:
    return Neighbourhoods(generation)


def get_thing(source: Neighbourhoods, name: str) -> Thing:
    thing = source.find(iri_of(name))
    assert thing is not None
    return thing


def show(source: Neighbourhoods, **parameters: str) -> GraphView:
    return build_view(source, read_ask({"focus": THERAPY, **parameters}, source, THERAPY))


def links_of(view: GraphView) -> set[str]:
    return {part.href for part in walk(render_list(view)) if part.href}


def test_what_an_address_asks_for_and_does_not_exist_is_left_out(source: Neighbourhoods) -> None:
    asked = {
        "focus": "concept/<b>",
        "open": "concept/nothing|concept/hair-count",
        "kinds": "study.<b>",
        "limit": "9999999",
        "layout": "worse",
        "node": "study/nobody#study",
        "edge": "concept/hair-count|concept/nothing",
        "to": "https://example.org/",
        "path": "²",
    }
    ask = read_ask(asked, source, THERAPY)
    assert ask == Ask(THERAPY, ("concept/hair-count",), ("study",))
    assert list_unknown(asked, source) == ("concept/<b>", "https://example.org/")
    assert "“concept/<b>”, “https://example.org/”" in render_unknown(list_unknown(asked, source)).text
    assert list_unknown({"focus": THERAPY, "to": "concept/hair-count"}, source) == ()


def test_address_of_a_view_leads_back_to_it(source: Neighbourhoods) -> None:
    for ask in (
        Ask(THERAPY),
        Ask(THERAPY, (OUTCOME,), ("study",), 80, Layout.FORCE, is_each=True, node=f"{OUTCOME}#study"),
        Ask(THERAPY, edge=(THERAPY, OUTCOME), goal=OUTCOME, path=2),
    ):
        assert read_ask(ask.parameters(), source, "concept/nothing") == ask


def test_opening_twice_closes_again() -> None:
    ask = Ask(THERAPY)
    assert ask.opening(OUTCOME)["open"] == OUTCOME
    assert "open" not in Ask(THERAPY, opened=(OUTCOME,)).opening(OUTCOME)


def test_starts_are_concepts_and_articles_with_therapies_first(source: Neighbourhoods) -> None:
    starts = list_starts(source, asked="study/koyama-2016")
    assert next(iter(starts.values())).endswith("therapy")
    assert "study/koyama-2016" in starts
    assert find_start(source) == THERAPY


def test_studies_and_claims_are_one_node_each_with_their_number(source: Neighbourhoods) -> None:
    view = show(source)
    groups = [thing for thing in view.picture.things if thing.members]
    assert [group.kind for group in groups] == ["study", "claim"]
    assert groups[0].label == f"{groups[0].members} studies"
    assert any(groups[0].label in remark for remark in view.remarks)
    card = read_group_card(source, groups[0])
    assert card is not None
    assert len(card.first) + card.further == groups[0].members
    assert "Draw them one by one" in render_group(card, view.ask).text


def test_one_by_one_draws_studies_with_their_links_and_says_how_many_are_left(source: Neighbourhoods) -> None:
    view = show(source, each="yes", limit="10")
    studies = [thing for thing in view.picture.things if thing.kind == "study"]
    assert any(not study.members for study in studies)
    assert any("more studies" in study.label for study in studies if study.members)
    drawn = {study.iri for study in studies if not study.members}
    assert all(view.picture.links_of(iri) for iri in drawn)


def test_hidden_kinds_are_not_drawn(source: Neighbourhoods) -> None:
    assert {thing.kind for thing in show(source, kinds="mechanism").picture.things} == {"therapy", "mechanism"}


@pytest.mark.parametrize("layout", list(Layout))
def test_opening_a_thing_moves_nothing_that_was_drawn(source: Neighbourhoods, layout: Layout) -> None:
    before, after = show(source, layout=layout), show(source, layout=layout, open=OUTCOME)
    assert len(after.picture.things) > len(before.picture.things)
    assert {iri: after.points[iri] for iri in before.points} == before.points


def test_picture_never_grows_beyond_its_limit(source: Neighbourhoods) -> None:
    hubs = [thing.iri for things in source.names.by_kind.values() for thing in things]
    picture = compose(source, hubs, kinds=("therapy", "outcome", "study"), most=300, is_each=True)
    assert len(picture.things) <= 300 + len(hubs)
    assert len({thing.iri for thing in picture.things}) == len(picture.things)
    drawn = {thing.iri for thing in picture.things}
    assert all({link.source, link.target} <= drawn for link in picture.links)
    assert {iri for stage in picture.stages for iri in stage} == drawn


def test_way_through_a_mechanism_is_found_and_told_with_its_studies(source: Neighbourhoods) -> None:
    view = show(source, to=OUTCOME)
    kinds = [[thing.kind for thing in way.things] for way in view.ways]
    assert ["therapy", "outcome"] in kinds
    assert ["therapy", "mechanism", "outcome"] in kinds
    way = view.ways[kinds.index(["therapy", "mechanism", "outcome"])]
    assert all(step.evidence for step in way.steps)
    assert "Looked at in: humans 1. A mechanism does not show that a therapy works." in way.steps[0].remarks
    shown = render_ways(view)
    assert shown is not None
    assert any(part.href.startswith("studies?study=") for part in walk(shown))


def test_density_is_reached_by_a_mechanism_and_what_is_missing_is_said(source: Neighbourhoods) -> None:
    view = show(source, to="concept/hair-density")
    assert any("mechanism" in [thing.kind for thing in way.things] for way in view.ways)
    assert any("together with Hair density itself" in remark for remark in view.remarks)


def test_chosen_way_stands_out(source: Neighbourhoods) -> None:
    view = show(source, to=OUTCOME, path="2")
    assert view.bright is not None
    assert [name_of(iri) for iri in view.bright.nodes] == [THERAPY, "concept/acute-inflammation", OUTCOME]
    assert show(source, to=OUTCOME, path="99").bright is None


def test_ways_lead_from_claims_and_articles_too(source: Neighbourhoods) -> None:
    view = build_view(source, Ask(f"article/{BUNDLED}", goal=THERAPY))
    assert [thing.kind for thing in view.ways[0].things] == ["article", "claim", "therapy"]


def test_where_no_way_leads_that_is_said(source: Neighbourhoods) -> None:
    lonely = next(
        thing for thing in source.names.things.values() if (found := source.around(thing.iri)) and not found.links
    )
    view = build_view(source, Ask(THERAPY, goal=name_of(lonely.iri)))
    assert not view.ways
    assert view.remarks == (f"No way of up to three steps links Microneedling and {lonely.label} in this graph.",)


def test_link_tells_its_reports_what_they_say_and_where(source: Neighbourhoods) -> None:
    view = show(source, edge=f"{THERAPY}|{OUTCOME}")
    assert view.link is not None
    card = read_link_card(source, view.link)
    assert card.words == f"{view.link.reports} reports try Microneedling and tell of Hair count."
    assert len(card.evidence) == view.link.reports
    assert any(remark.startswith("Results by direction: increase") for remark in card.remarks)
    shown = render_link(card, view.ask)
    assert "our paraphrase" in shown.text
    assert "confidence" in shown.text


def test_reports_that_a_notice_excludes_are_told_to_count_for_nothing(
    source: Neighbourhoods, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = next(link for link in show(source).picture.links if link.relation == Tie.ACTS_THROUGH)
    (report, *_) = source.reports(link, 1)
    monkeypatch.setattr(source, "reports", lambda *_: (dataclasses.replace(report, is_excluded=True),))
    card = read_link_card(source, link)
    assert "An editorial notice makes 1 report of them count for nothing." in card.remarks
    assert "counts for nothing" in render_link(card, Ask(THERAPY)).text


def test_list_does_what_the_picture_does(source: Neighbourhoods) -> None:
    view = show(source)
    links = links_of(view)
    assert len(links) == len(view.picture.things) + len(view.picture.links)
    current = [part for part in walk(render_list(view)) if part.role == "current"]
    assert [part.text for part in current] == ["Microneedling"]


def test_card_of_a_concept_gives_its_definition_and_facts_with_their_places(
    generation: Generation, source: Neighbourhoods
) -> None:
    card = read_card(generation, source, get_thing(source, THERAPY))
    assert card.text
    assert card.facts
    assert all("confidence" in fact.place for fact in card.facts)
    assert card.further > 0
    assert "our paraphrase" in render_card(card, Ask(THERAPY)).text


def test_card_of_a_study_gives_title_facts_and_address(generation: Generation, source: Neighbourhoods) -> None:
    card = read_card(generation, source, get_thing(source, "study/koyama-2016"))
    assert card.address is not None
    assert card.facts
    ways = {part.text for part in walk(render_card(card, Ask(THERAPY))) if part.href}
    assert {"Open what lies around it", "Explore from here", "Find the ways here", "Open the study"} <= ways


def test_card_of_a_claim_leads_to_its_place_in_the_article(generation: Generation, source: Neighbourhoods) -> None:
    key = find_wrong_number(make_view(generation)).claim.key
    card = read_card(generation, source, get_thing(source, f"article/{BUNDLED}/claim/{key}"))
    assert "contradicted" in card.remarks
    links = {part.href for part in walk(render_card(card, Ask(THERAPY)))}
    assert f"article?article={BUNDLED}&claim={key}" in links


def test_card_can_be_made_of_every_concept_and_article(generation: Generation, source: Neighbourhoods) -> None:
    assert all(read_card(generation, source, thing).label for thing in source.names.things.values())


def test_legend_names_every_kind_that_is_drawn(source: Neighbourhoods) -> None:
    view = show(source, kinds="condition.study")
    words = render_kinds(view.picture).text
    assert all(thing.kind in words for thing in view.picture.things)
    assert "claim" not in words


def test_every_question_behind_the_page_is_a_bundled_one() -> None:
    assert [get_query(name).name for name in QUERIES] == list(QUERIES)


def test_picture_of_the_real_graph_can_be_taken_along(source: Neighbourhoods) -> None:
    view = show(source, each="yes")
    assert to_graphml(view.picture).count("<edge ") == len(view.picture.links)
    assert "<svg" in to_svg(view.picture, view.points, title=view.title)
