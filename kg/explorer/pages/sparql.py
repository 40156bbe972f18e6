"""Questions to the graph: bundled ones in plain words, and those that a reader types."""

from __future__ import annotations

import streamlit as st

from kg.errors import QueryError
from kg.explorer.access import kept
from kg.explorer.components.answer import show_answer
from kg.explorer.components.choice import choose
from kg.explorer.components.document import show_document
from kg.explorer.components.editor import current_run, edit_query
from kg.explorer.components.frame import page, show_error, show_queries, show_title
from kg.explorer.query_words import QUERIES as QUERIES_OF_WORDS
from kg.explorer.query_words import read_words
from kg.explorer.sparql_markup import render_notes, render_rules, render_share
from kg.explorer.sparql_view import check_length, fill, label_variable, list_options
from kg.explorer.things import QUERIES, read_things
from kg.query import NamedQuery, iter_queries
from kg.store import Answer, Generation

__all__ = ["sparql"]

_read_things, _read_words = kept(read_things), kept(read_words)


@page
def sparql(generation: Generation) -> None:
    """The query that the address names, and its answer once it was run."""
    show_title("SPARQL", "Ask the graph: choose a question in plain words, or write your own in SPARQL.")
    show_document("rules", [render_rules()])
    query, given = _choose_question(generation)
    if query is not None:
        show_document("notes", [render_notes(query)])
    text = _find_text(query, given)
    edit_query(generation, text, _read_words(generation))
    run = current_run(generation)
    if run is not None and run.text == text and run.outcome and isinstance(run.outcome.said, Answer):
        show_answer(generation, run.outcome.said)
    show_document("share", [render_share(text)])
    asked = query.parameters.values() if query else ()
    show_queries([*QUERIES_OF_WORDS, *dict.fromkeys(QUERIES[kind] for kind in asked)])


def _choose_question(generation: Generation) -> tuple[NamedQuery | None, dict[str, str]]:
    """The bundled question, if one was chosen, and what was given to it."""
    queries = {query.name: query for query in iter_queries()}
    variables = {name for query in queries.values() for name in query.parameters}
    name = choose(
        "Question",
        "question",
        ["", *queries],
        show=lambda name: queries[name].purpose if name else "one of my own",
        resets=["q", "sort", "page", "view", *variables],
    )
    query = queries.get(name)
    if query is None or not query.parameters:
        return query, {}
    boxes = zip(query.parameters, st.columns(len(query.parameters)), strict=True)
    given = {variable: _choose_thing(generation, query, variable, box) for variable, box in boxes}
    return query, {variable: key for variable, key in given.items() if key}


def _choose_thing(
    generation: Generation, query: NamedQuery, variable: str, box: st.delta_generator.DeltaGenerator
) -> str:
    """The key of what a variable is given; of a long list the first are offered, and any other can be typed."""
    parameter = query.parameters[variable]
    found = _read_things(generation, parameter.value)
    options = list_options(found.things, query, variable)
    with box:
        return choose(
            label_variable(variable, parameter, is_cut=found.is_cut),
            variable,
            ["", *options],
            show=lambda key: options.get(key, key or "any"),
            resets=["q"],
            others=found.is_cut,
        )


def _find_text(query: NamedQuery | None, given: dict[str, str]) -> str:
    """What the address asks for: a query in words of its own, else the question."""
    asked = st.query_params.get("q")
    if asked is None:
        return fill(query, given)
    try:
        check_length(asked)
    except QueryError as error:
        show_error(error)
        return fill(query, given)
    return asked
