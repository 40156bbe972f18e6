"""The answer below the editor: table, chart, network or raw text, as the address says, and its downloads."""

from __future__ import annotations

from functools import partial

import streamlit as st

from kg.drawing import draw
from kg.explorer.access import kept
from kg.explorer.answer_view import (
    AnswerOrder,
    AnswerView,
    build_answer_picture,
    build_marks,
    build_page,
    find_axes,
    list_views,
)
from kg.explorer.components.answer_chart import answer_chart
from kg.explorer.components.canvas import show_drawing
from kg.explorer.components.choice import choose
from kg.explorer.components.document import show_document
from kg.explorer.graph_markup import render_kinds
from kg.explorer.markup import element
from kg.explorer.sparql_markup import (
    render_chart_note,
    render_cut,
    render_table,
    render_word,
    thing_link,
)
from kg.export.answers import formats_for
from kg.neighbourhood import Neighbourhoods
from kg.network import Layout, place
from kg.store import Answer, Generation

__all__ = ["show_answer"]

_TYPES = {
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "json": "application/json",
    "turtle": "text/turtle",
}
_LONGEST_RAW = 50_000


_source = kept(Neighbourhoods)


def show_answer(generation: Generation, answer: Answer) -> None:
    """An answer in the way that was chosen.

    Args:
        generation: the graph that it is about.
        answer: whole, or cut, which is said above it.
    """
    if answer.is_cut:
        show_document("cut", [render_cut(answer)])
    views = list_views(answer)
    if not views:
        show_document("answer", [render_word(answer)])
        return
    view = _choose_view(views)
    match view:
        case AnswerView.TABLE:
            number = st.query_params.get("page", "1")
            order = AnswerOrder.parse(st.query_params.get("sort", ""))
            page = build_page(answer, order, int(number) if number.isdecimal() else 1)
            show_document("answer", [render_table(page, st.query_params.to_dict())])
        case AnswerView.CHART:
            _show_chart(answer)
        case AnswerView.GRAPH:
            _show_network(generation, answer)
        case AnswerView.RAW:
            _show_raw(answer)
    _offer_downloads(answer)


def _choose_view(views: tuple[AnswerView, ...]) -> AnswerView:
    """The way to show it, kept in the address."""

    def keep() -> None:
        chosen = st.session_state["answer-view"]
        st.query_params["view"] = chosen or views[0].value

    asked = st.query_params.get("view", "")
    chosen = next((view for view in views if view.value == asked), views[0])
    st.session_state["answer-view"] = chosen.value
    st.segmented_control(
        "Shown as",
        [view.value for view in views],
        key="answer-view",
        format_func=str.capitalize,
        on_change=keep,
    )
    return chosen


def _show_chart(answer: Answer) -> None:
    axes = find_axes(answer)
    if axes is None:
        return
    by_name, by_number = st.columns(2)
    with by_number:
        up = choose("Number", "up", axes.numbers)
    with by_name:
        others = [column for column in (*axes.names, *axes.numbers) if column != up]
        across = choose("By", "across", others)
    marks = build_marks(answer, across, up)
    st.altair_chart(answer_chart(marks), width="stretch", theme="streamlit")
    show_document("chart-note", [render_chart_note(marks)])


def _show_network(generation: Generation, answer: Answer) -> None:
    picture = build_answer_picture(answer, _source(generation).find)
    if picture is None:
        return
    drawing = draw(picture, place(picture, Layout.FORCE))
    picked = show_drawing(drawing, title="The answer of a query", remarks=picture.remarks, focus=picture.focus)
    thing = picture.find(picked.node) if picked.node else None
    if thing is not None:
        show_document("picked", [element("p", "Chosen: ", thing_link(thing.iri, thing.label))])
    remarks = element("p", *picture.remarks, style="quiet")
    show_document("network-note", [remarks, render_kinds(picture)])


def _show_raw(answer: Answer) -> None:
    name = "turtle" if answer.form == "graph" else "json"
    text = formats_for(answer)[name](answer)
    if len(text) > _LONGEST_RAW:
        note = f"The first {_LONGEST_RAW:,} of {len(text):,} characters; the download has all of them."
        show_document("raw-note", [element("p", note, style="quiet")])
    st.code(text[:_LONGEST_RAW], language="turtle" if name == "turtle" else "json", height=480)


def _offer_downloads(answer: Answer) -> None:
    formats = formats_for(answer)
    name = f"answer-first-{len(answer.rows)}-rows" if answer.is_cut else "answer"
    with st.container(horizontal=True):
        for form, write in formats.items():
            st.download_button(
                f"Download as {form.upper() if form != 'turtle' else 'Turtle'}",
                partial(write, answer),
                f"{name}.{'ttl' if form == 'turtle' else form}",
                _TYPES[form],
                on_click="ignore",
            )
