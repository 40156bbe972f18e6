"""The evidence map, and below it the card of one therapy."""

from __future__ import annotations

from itertools import groupby

import streamlit as st

from kg.cards import EvidenceMap, read_card, read_chains, read_map
from kg.explorer.access import kept
from kg.explorer.components.choice import choose
from kg.explorer.components.document import show_document
from kg.explorer.components.frame import page, show_queries
from kg.explorer.evidence_markup import (
    render_card_head,
    render_chains,
    render_conflicts,
    render_left_out,
    render_map,
    render_outcomes,
    render_safety,
    render_signs,
    render_studied,
)
from kg.explorer.evidence_view import (
    CARD_QUERIES,
    MAP_QUERIES,
    build_matrix,
    forest_rows,
    layer_chains,
    list_conditions,
    list_therapies,
)
from kg.explorer.markup import element, page_link
from kg.model.card import TherapyCard
from kg.store import Generation

__all__ = ["evidence"]

_read_map = kept(read_map)
_read_card = kept(read_card)


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
    _show_map(made, condition)
    _show_card(_read_card(generation, therapy), condition, generation)
    show_document("signs", [render_conflicts(made), render_signs(made.signs)])
    show_queries([*MAP_QUERIES, *CARD_QUERIES], {"therapy": therapy})


def _show_map(made: EvidenceMap, condition: str) -> None:
    from kg.explorer.components.charts import matrix_chart  # noqa: PLC0415 - other pages start without its library

    matrix = build_matrix(made, condition)
    st.altair_chart(matrix_chart(matrix), width="stretch")
    show_document("map", [render_map(matrix)])


def _show_card(card: TherapyCard, condition: str, generation: Generation) -> None:
    from kg.explorer.components.charts import forest_chart  # noqa: PLC0415 - other pages start without its library

    show_document("card", [render_card_head(card), render_studied(card), render_outcomes(card, condition)])
    for measure, rows in groupby(sorted(forest_rows(card), key=lambda row: row.measure), key=lambda row: row.measure):
        show_document(f"forest-{measure}", [element("h4", f"Sizes with their intervals: {measure}")])
        st.altair_chart(forest_chart(list(rows)), width="stretch")
    chains = layer_chains(read_chains(generation, card.therapy))
    show_document("rest", [render_safety(card), render_left_out(card), render_chains(chains, card)])
