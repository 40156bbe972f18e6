"""The explorer's entry point: page set-up, navigation and wiring. Run it with ``kg explore``."""

from __future__ import annotations

import streamlit as st

from kg.explorer.components.document import ROOMS
from kg.explorer.components.frame import let_into_sight, tidy
from kg.explorer.rooms import enter, prepare

st.set_page_config(page_title="Evidence explorer", page_icon="🔎")

pages = [
    st.Page(enter("overview"), title="Overview", default=True),
    st.Page(enter("article"), title="Article", url_path="article"),
    st.Page(enter("studies"), title="Studies", url_path="studies"),
    st.Page(enter("evidence"), title="Evidence", url_path="evidence"),
    st.Page(enter("graph"), title="Graph", url_path="graph"),
    st.Page(enter("sparql"), title="SPARQL", url_path="sparql"),
    st.Page(enter("data"), title="Data", url_path="data"),
]
st.session_state[ROOMS] = {page.url_path or "./": page for page in pages}
with tidy():
    st.navigation(pages, position="top").run()
    let_into_sight()
prepare()
