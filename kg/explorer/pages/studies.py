"""All studies of the graph in a table, and the page of one of them."""

from __future__ import annotations

import streamlit as st

from kg.explorer.access import index_words, kept
from kg.explorer.components.choice import choose, search
from kg.explorer.components.document import show_document
from kg.explorer.components.frame import page, show_queries, show_title
from kg.explorer.markup import element, page_link
from kg.explorer.paging import read_number
from kg.explorer.studies_markup import render_count, render_studies
from kg.explorer.studies_query import Order, StudyFilters
from kg.explorer.studies_view import (
    QUERIES,
    StudyTable,
    count_studies,
    find_words,
    has_study,
    list_topics,
    read_table,
)
from kg.explorer.study_markup import render_study
from kg.explorer.study_view import QUERIES as QUERIES_OF_ONE
from kg.explorer.study_view import read_study
from kg.search import is_indexed
from kg.store import Generation

__all__ = ["studies"]

_count_studies = kept(count_studies)
_list_topics = kept(list_topics)
_read_study = kept(read_study)


@kept
def _read_page(
    generation: Generation, therapy: str, condition: str, design: str, words: str, order: str, number: str, _: str
) -> StudyTable:
    """A page; the last argument tells whether words had an index, for what was found without one does not last."""
    total = _count_studies(generation)
    filters = StudyFilters(therapy, condition, design, words)
    found = find_words(generation, words, total)
    return read_table(generation, filters, Order.parse(order), int(number), total=total, words=found)


@page
def studies(generation: Generation) -> None:
    """The study that the address names, else a page of the table."""
    asked = st.query_params.get("study", "")
    if has_study(generation, asked):
        show_document("study", [render_study(_read_study(generation, asked))])
        show_queries(QUERIES_OF_ONE, {"study": asked})
        return
    show_title("Studies", "All studies that are known here: whom they looked at, and which claims cite them.")
    if asked:
        words = f"There is no study “{asked[:80]}” here. These are those that there are."
        show_document("unknown", [element("p", words)])
    if not _count_studies(generation):
        hint = element(
            "p", "No study yet. ", page_link("./", {}, "Drop an article in"), " or build the graph to begin."
        )
        show_document("empty", [hint])
        return
    filters = _choose_filters(generation)
    asked_for = (filters.therapy, filters.condition, filters.design, filters.words)
    number = read_number(st.query_params.get("page"))
    order = Order.parse(st.query_params.get("sort", ""))
    with st.spinner("Looking through the studies"):
        is_ready = str(bool(filters.words) and is_indexed(generation))
        table = _read_page(generation, *asked_for, str(order), str(number), is_ready)
    if filters.words and table.words.keys is None:
        index_words(generation)
    show_document("studies", [render_count(table), render_studies(table)])
    show_queries(QUERIES, own=table.text)


def _choose_filters(generation: Generation) -> StudyFilters:
    by_therapy, by_condition, by_design, by_words = st.columns(4)
    with by_therapy:
        therapy = _choose_topic(generation, "therapy")
    with by_condition:
        condition = _choose_topic(generation, "condition")
    with by_design:
        design = _choose_topic(generation, "design")
    with by_words:
        words = search("Words", "words", hint="name, title, year or text", resets=["page"])
    return StudyFilters(therapy, condition, design, words)


def _choose_topic(generation: Generation, kind: str) -> str:
    topics = _list_topics(generation, kind)
    return choose(
        kind.capitalize(),
        kind,
        ["", *topics],
        show=lambda key: topics.get(key, f"every {kind}"),
        resets=["page"],
    )
