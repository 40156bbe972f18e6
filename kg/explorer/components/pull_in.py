"""Takes records in: PMIDs and DOIs that were typed, or what a search finds; asked for when the button is pressed."""

from __future__ import annotations

import streamlit as st

from ingest.pulling import RecordsPull, pull_wanted
from kg.errors import FetchError, UsageError
from kg.explorer.access import ncbi_host, open_ncbi, open_workspace
from kg.explorer.components.document import show_document
from kg.explorer.components.steps import Steps
from kg.explorer.components.undoing import offer_undo, remember
from kg.explorer.intake import MOST_WANTED, Wanted, count, describe_pull, parse_wanted, tell_offline
from kg.explorer.markup import element

__all__ = ["pull_in"]


def pull_in() -> bool:
    """The form, and after it what came; whether the workspace has changed in this run."""
    with st.form("pull-in", border=False):
        by_name, by_search = st.tabs(["PMIDs or DOIs", "A search"])
        with by_name:
            typed = st.text_area("PMIDs or DOIs, one a line", key="pull-names", height=120)
        with by_search:
            search = st.text_input("Terms, as typed into PubMed", key="pull-search", max_chars=500)
            maximum = st.number_input("Records at most", 1, MOST_WANTED, 50, key="pull-most")
        note = (
            f"The button asks {ncbi_host()}, and nobody is asked before. What is here already is not asked for again."
        )
        show_document("pull-note", [element("p", note, style="quiet")])
        is_sent = st.form_submit_button("Pull the records")
    if not is_sent:
        offer_undo("records")
        return False
    title = f"Asking {ncbi_host()}"
    with Steps(title, done="The records are in the graph", failed="Nothing was pulled") as steps:
        wanted = parse_wanted(typed)
        if not (wanted.pmids or wanted.dois or search.strip()):
            raise UsageError("there is nothing to pull", mend="Give PMIDs, DOIs, or the terms of a search.")
        made = _pull(wanted, search.strip(), int(maximum), steps)
        steps.tell(describe_pull(made.pull))
        steps.tell([f"The graph holds {count(made.built.studies, 'study', 'studies')} now."])
        if made.pull.failed:
            steps.tell(["Press the button again to ask for what failed: what came is kept and not asked for again."])
        if made.added:
            remember("records", count(len(made.pull.fetched), "record"), made, link="studies?")
    offer_undo("records")
    return steps.is_done


def _pull(wanted: Wanted, search: str, maximum: int, steps: Steps) -> RecordsPull:
    workspace = open_workspace()
    with open_ncbi(workspace) as services:
        try:
            return pull_wanted(
                workspace,
                services,
                pmids=wanted.pmids,
                dois=wanted.dois,
                search=search,
                maximum=maximum,
                progress=steps.count,
            )
        except FetchError as error:
            raise tell_offline(error) from error
