"""The evidence map, the pair that was chosen in it, and the card of one therapy."""

from __future__ import annotations

import streamlit as st

from kg.cards import EvidenceMap, count_chains, read_card, read_chains, read_map
from kg.explorer.access import kept
from kg.explorer.card_answers import short_answers
from kg.explorer.chain_view import ChainStep, layer_chains
from kg.explorer.components.choice import choose
from kg.explorer.components.document import show_document
from kg.explorer.components.frame import page, show_queries
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
    build_matrix,
    list_conditions,
    list_outcomes,
    list_therapies,
    outcomes_of,
)
from kg.explorer.glossary import render_glossary
from kg.explorer.links import find_choice
from kg.explorer.markup import element, page_link
from kg.explorer.matrix_markup import render_matrix
from kg.export.card_text import HOW_MUCH
from kg.identifiers import ConceptId
from kg.model.card import TherapyCard
from kg.store import Generation

__all__ = ["evidence"]

_MOST_CHAINS = 2_000
"""A larger graph has tens of thousands for a single therapy, which nobody can read."""

_read_card = kept(read_card)


@kept
def _read_map(generation: Generation) -> EvidenceMap:
    return read_map(generation, with_chains=False)


@kept
def _read_chains(generation: Generation, therapy: str) -> tuple[ChainStep, ...] | None:
    """The chains in layers; ``None`` where they are too many to be drawn."""
    if count_chains(generation, ConceptId(therapy)) > _MOST_CHAINS:
        return None
    return layer_chains(read_chains(generation, ConceptId(therapy)))


@page
def evidence(generation: Generation) -> None:
    """The map of all therapies, then the card of the one that the address names."""
    st.title("Evidence", anchor=False)
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
            "Condition", "condition", ["", *conditions], show=lambda key: conditions.get(key, "every condition")
        )
    with by_therapy:
        busiest = max(therapies, key=lambda key: sum(str(each.therapy) == key for each in made.assessments))
        therapy = choose("Card of", "therapy", list(therapies), show=therapies.__getitem__, fallback=busiest)
    card = _read_card(generation, therapy)
    _show_map(made, condition, card)
    _show_card(card, condition, generation)
    show_document("signs", [render_conflicts(made), render_signs(made.signs), render_glossary()])
    show_queries([*MAP_QUERIES, *CARD_QUERIES], {"therapy": therapy})


def _show_map(made: EvidenceMap, condition: str, card: TherapyCard) -> None:
    """The map, and below it the pair that the address names."""
    outcomes = list_outcomes(made)
    outcome = find_choice(st.query_params.get("outcome"), outcomes) or ""
    matrix = build_matrix(made, condition)
    shown = render_matrix(matrix, condition=condition, chosen=(outcome, str(card.therapy)))
    pair = element("p", "Choose a bubble: the studies behind it open here.", style="quiet")
    if outcome:
        pair = render_pair(card.label, outcomes[outcome], outcomes_of(card, outcome, condition), card)
    beside = element("div", pair, style="pair arrives" if outcome else "pair")
    show_document("map", [element("div", shown, beside, style="map-and-pair")])


def _show_card(card: TherapyCard, condition: str, generation: Generation) -> None:
    chains = _read_chains(generation, str(card.therapy))
    show_document(
        "card",
        [
            render_card_head(card),
            render_short(short_answers(card, HOW_MUCH)),
            render_studied(card),
            render_outcomes(card, condition),
            render_safety(card),
            render_left_out(card),
            render_chains(chains, card) if chains is not None else render_too_many(card, _MOST_CHAINS),
        ],
    )
