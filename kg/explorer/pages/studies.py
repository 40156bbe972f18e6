"""All studies of the graph in a table, and the page of one of them."""

from __future__ import annotations

import streamlit as st

from kg.explorer.access import kept
from kg.explorer.components.choice import choose, search
from kg.explorer.components.document import show_document
from kg.explorer.components.frame import page, show_queries
from kg.explorer.markup import element, page_link
from kg.explorer.studies_markup import render_count, render_studies
from kg.explorer.studies_view import (
    QUERIES,
    Order,
    StudyFilters,
    StudyRow,
    build_table,
    list_topics,
    read_studies,
)
from kg.explorer.study_markup import render_study
from kg.explorer.study_view import QUERIES as QUERIES_OF_ONE
from kg.explorer.study_view import read_study
from kg.store import Generation

__all__ = ["studies"]

_read_studies = kept(read_studies)
_read_study = kept(read_study)


@page
def studies(generation: Generation) -> None:
    """The study that the address names, else the table."""
    rows = _read_studies(generation)
    asked = st.query_params.get("study")
    if asked in {row.key for row in rows}:
        show_document("study", [render_study(_read_study(generation, asked))])
        show_queries(QUERIES_OF_ONE, {"study": asked or ""})
        return
    st.title("Studies", anchor=False)
    if asked:
        show_document("unknown", [element("p", f"There is no study “{asked}” here. These are the ones there are.")])
    if not rows:
        hint = element(
            "p", "No study yet. ", page_link("./", {}, "Drop an article in"), " or build the graph to begin."
        )
        show_document("empty", [hint])
        return
    table = build_table(rows, _choose_filters(rows), Order.parse(st.query_params.get("sort", "")))
    show_document("studies", [render_count(table), render_studies(table)])
    show_queries(QUERIES)


def _choose_filters(rows: tuple[StudyRow, ...]) -> StudyFilters:
    by_therapy, by_condition, by_design, by_words = st.columns(4)
    with by_therapy:
        therapy = _choose_topic(rows, "therapy")
    with by_condition:
        condition = _choose_topic(rows, "condition")
    with by_design:
        design = _choose_topic(rows, "design")
    with by_words:
        words = search("Words", "words", hint="name, title, year or topic")
    return StudyFilters(therapy, condition, design, words)


def _choose_topic(rows: tuple[StudyRow, ...], kind: str) -> str:
    topics = list_topics(rows, kind)
    return choose(kind.capitalize(), kind, ["", *topics], show=lambda key: topics.get(key, f"every {kind}"))
