"""The evidence map, the pair that was chosen in it, and the card of one therapy."""

from __future__ import annotations

import streamlit as st

from kg.card_parts import Face
from kg.cards import count_chains, read_chains
from kg.explorer.access import kept
from kg.explorer.card_answers import short_answers
from kg.explorer.chain_view import ChainStep, layer_chains
from kg.explorer.components.choice import choose
from kg.explorer.components.document import show_document
from kg.explorer.components.frame import page, show_queries, show_title
from kg.explorer.evidence_markup import (
    render_card_head,
    render_chains,
    render_conflicts,
    render_left_out,
    render_outcomes,
    render_pair,
    render_safety,
    render_short,
    render_signs,
    render_studied,
    render_too_many,
)
from kg.explorer.evidence_view import (
    CARD_QUERIES,
    MAP_QUERIES,
    EvidenceMap,
    QuestionPage,
    build_matrix,
    find_busiest,
    list_conditions,
    list_outcomes,
    list_therapies,
    page_questions,
    read_evidence_map,
    tell_conflicts,
    with_outcomes,
)
from kg.explorer.glossary import render_glossary
from kg.explorer.links import find_choice
from kg.explorer.markup import element, page_link
from kg.explorer.matrix_markup import render_matrix
from kg.explorer.paging import read_number
from kg.export.card_text import HOW_MUCH
from kg.identifiers import ConceptId
from kg.kept_cards import find_face
from kg.model.card import TherapyCard
from kg.store import Generation

__all__ = ["evidence"]

_MOST_CHAINS = 2_000
"""A larger graph has tens of thousands for a single therapy, which nobody can read."""

_read_map = kept(read_evidence_map)


@kept
def _read_face(generation: Generation, therapy: str) -> Face:
    return find_face(generation, ConceptId(therapy))


@kept
def _read_page(generation: Generation, therapy: str, outcome: str, condition: str, number: str) -> TherapyCard:
    """The card with the outcomes of one page of its questions."""
    page = _page(generation, therapy, outcome, condition, number)
    return with_outcomes(generation, _read_face(generation, therapy).card, page.questions)


@kept
def _read_chains(generation: Generation, therapy: str) -> tuple[ChainStep, ...] | None:
    """The chains in layers; ``None`` where they are too many to be drawn."""
    if count_chains(generation, ConceptId(therapy), most=_MOST_CHAINS) > _MOST_CHAINS:
        return None
    return layer_chains(read_chains(generation, ConceptId(therapy)))


def _page(generation: Generation, therapy: str, outcome: str, condition: str, number: str) -> QuestionPage:
    made = _read_map(generation)
    found = made.of_therapy(therapy, outcome=outcome, condition=condition)
    elsewhere = len(made.of_therapy(therapy, outcome=outcome)) - len(found)
    return page_questions(found, read_number(number), elsewhere=elsewhere)


@page
def evidence(generation: Generation) -> None:
    """The map of all therapies, then the card of the one that the address names."""
    purpose = "What each therapy was studied for and what came out: all of them side by side, then one in plain words."
    show_title("Evidence", purpose)
    made = _read_map(generation)
    therapies = list_therapies(made)
    if not therapies:
        hint = element(
            "p", "No effect of a therapy is here yet. ", page_link("./", {}, "Build the graph"), " to begin."
        )
        show_document("empty", [hint])
        return
    by_condition, by_therapy = st.columns(2)
    with by_condition:
        conditions = list_conditions(made)
        condition = choose(
            "Condition",
            "condition",
            ["", *conditions],
            show=lambda key: conditions.get(key, "every condition"),
            resets=["page"],
        )
    with by_therapy:
        therapy = choose(
            "Card of",
            "therapy",
            list(therapies),
            show=therapies.__getitem__,
            resets=["page"],
            fallback=find_busiest(made),
        )
    _show_map(made, condition, therapy, generation)
    _show_card(made, condition, therapy, generation)
    show_document("signs", [render_signs(made.signs), render_glossary()])
    show_queries([*MAP_QUERIES, *CARD_QUERIES], {"therapy": therapy})


def _show_map(made: EvidenceMap, condition: str, therapy: str, generation: Generation) -> None:
    """The map, and below it the pair that the address names."""
    outcomes = list_outcomes(made)
    outcome = find_choice(st.query_params.get("outcome"), outcomes) or ""
    shown = render_matrix(build_matrix(made, condition), condition=condition, chosen=(outcome, therapy))
    pair = element("p", "Choose a bubble: the studies behind it open here.", style="quiet")
    if outcome:
        card = _read_page(generation, therapy, outcome, condition, "1")
        questions = _page(generation, therapy, outcome, condition, "1")
        pair = render_pair(card.label, outcomes[outcome], card, questions)
    beside = element("div", pair, style="pair arrives" if outcome else "pair")
    show_document("map", [element("div", shown, beside, style="map-and-pair")])


def _show_card(made: EvidenceMap, condition: str, therapy: str, generation: Generation) -> None:
    number = str(read_number(st.query_params.get("page")))
    card = _read_page(generation, therapy, "", condition, number)
    questions = _page(generation, therapy, "", condition, number)
    chains = _read_chains(generation, therapy)
    show_document(
        "card",
        [
            render_card_head(card),
            render_short(short_answers(card, made, HOW_MUCH)),
            render_studied(card),
            render_outcomes(card, questions, {"therapy": therapy, "condition": condition}),
            render_safety(card),
            render_left_out(card),
            render_chains(chains, card) if chains is not None else render_too_many(card, _MOST_CHAINS),
            render_conflicts(tell_conflicts(_read_face(generation, therapy), made), made, therapy, card.names),
        ],
    )
