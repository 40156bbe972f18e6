"""The editor: a query that the address may fill in, and that runs only when its reader says so."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from kg.errors import QueryError
from kg.explorer.access import query_worker
from kg.explorer.sparql_view import LIMITS, LONGEST_QUERY, shorten
from kg.query import run
from kg.store import Answer, Generation

__all__ = ["ask", "edit_query"]

_TEXT = "query-text"
_FILLED_IN = "query-filled-in"
_RESULT = "query-result"
_STYLE = """<style>
.st-key-query-text textarea {
  font-family: "Source Code Pro", ui-monospace, monospace; font-size: 0.9rem; line-height: 1.5;
}
</style>"""


@dataclass(frozen=True, slots=True)
class _Result:
    """What came of a query on one generation."""

    generation: str
    text: str
    said: Answer | QueryError


def edit_query(given: str) -> tuple[str, bool]:
    """The query in the editor, and whether Run was pressed in this run.

    Args:
        given: what the address asks for; it is filled in whenever that changes.
    """
    if _TEXT not in st.session_state or st.session_state.get(_FILLED_IN) != given:
        st.session_state[_TEXT] = st.session_state[_FILLED_IN] = given

    def keep() -> None:
        written = st.session_state[_TEXT]
        if written != given:
            st.query_params["q"] = st.session_state[_FILLED_IN] = written

    st.html(_STYLE)
    with st.form("query", border=False):
        text = st.text_area("Query", key=_TEXT, height=260, max_chars=LONGEST_QUERY)
        return text or "", st.form_submit_button("Run", type="primary", on_click=keep)


def ask(generation: Generation, text: str, *, is_asked: bool) -> Answer | None:
    """The answer to the query, asked now or before; ``None`` if it was not asked yet.

    Args:
        generation: the graph.
        text: the query.
        is_asked: whether to ask it now.

    Raises:
        QueryError: if it is refused, malformed or stopped.
    """
    if is_asked:
        with st.spinner(f"Asking, for {LIMITS.seconds:g} seconds at most"):
            st.session_state[_RESULT] = _Result(generation.name, text, _run(generation, text))
    result = st.session_state.get(_RESULT)
    if not isinstance(result, _Result) or (result.generation, result.text) != (generation.name, text):
        return None
    if isinstance(result.said, QueryError):
        raise result.said
    return result.said


def _run(generation: Generation, text: str) -> Answer | QueryError:
    try:
        return run(generation.path, text, worker=query_worker(), limits=LIMITS)
    except QueryError as error:
        return shorten(error)
