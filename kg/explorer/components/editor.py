"""The editor: a query that the address may fill in, and that runs when its reader says so, until it is done or stopped.

The text area, its colours and its suggestions are the browser's part (``editor.js``). It hands on the text that is to
run, that the run is to stop, and now and then the question how far it is, which draws the page anew. (A fragment that
polls was lost now and then when the page was drawn anew beside it, and the answer with it.) The history of a session
lies in the browser's own store of the tab.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from functools import cache
from typing import Any

import streamlit as st

from kg.errors import EvidenceError, QueryError
from kg.explorer.access import current_generation, query_workers
from kg.explorer.components.choice import ask
from kg.explorer.components.document import asset
from kg.explorer.query_runs import QueryRun
from kg.explorer.query_words import Word
from kg.explorer.sparql_view import LIMITS, LONGEST_QUERY, RULES, Remark, check_length, describe_run, list_remarks
from kg.prefixes import PREFIXES
from kg.store import Generation

__all__ = ["current_run", "edit_query"]

_KEY = "query-editor"
_RUN = "query-run"
_REFUSED = "query-refused"
_AT_ONCE_SECONDS = 0.3
"""Most queries are done by then, and their answer comes with the first picture of the page."""


@cache
def _component() -> Any:
    return st.components.v2.component(
        "evidence_editor", html=asset("editor.html"), css=asset("editor.css"), js=asset("editor.js")
    )


def edit_query(generation: Generation, given: str, words: Sequence[Word]) -> None:
    """The editor, and what became of the query that was run last.

    Args:
        generation: the graph that is asked.
        given: what the address asks for; it is filled in whenever that changes.
        words: what it offers while one types.
    """
    refused = st.session_state.get(_REFUSED)
    run = None if refused else current_run(generation)
    remarks = list_remarks(run, words) if refused is None else (Remark.of(refused),)
    data = {
        "text": given,
        "stamp": given,
        "words": [asdict(word) for word in words],
        "prefixes": list(PREFIXES),
        "most": LONGEST_QUERY,
        "rules": RULES,
        "ran": given if refused else run.text if run else "",
        "state": run.state.value if run else "",
        "seconds": run.seconds if run else 0.0,
        "said": describe_run(run) if run and run.state.is_over else "",
        "marks": [asdict(remark) for remark in remarks],
    }
    _component()(data=data, key=_KEY, on_run_change=_begin, on_stop_change=_stop, on_look_change=_look)


def current_run(generation: Generation) -> QueryRun | None:
    """The query that was run last in this session, unless the graph has changed since."""
    run = st.session_state.get(_RUN)
    return run if isinstance(run, QueryRun) and run.generation == generation.path else None


def _look() -> None:
    """The editor asks how far the query is; drawing the page anew tells it."""


def _begin() -> None:
    """Run what the editor hands on; what ran before is stopped."""
    text = st.session_state[_KEY].run
    if not text:
        return
    _stop()
    st.session_state[_REFUSED] = None
    try:
        check_length(text)
        run = QueryRun(query_workers(), current_generation().path, text, LIMITS)
    except EvidenceError as error:
        st.session_state[_REFUSED] = error if isinstance(error, QueryError) else QueryError(error.what, mend=error.mend)
        return
    run.wait(_AT_ONCE_SECONDS)
    st.session_state[_RUN] = run
    ask("q", text, resets=("sort", "page", "view", "across", "up"))


def _stop() -> None:
    run = st.session_state.get(_RUN)
    if isinstance(run, QueryRun) and not run.state.is_over:
        run.stop()
        run.wait(_AT_ONCE_SECONDS)
