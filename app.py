"""The explorer's entry point: page set-up, navigation and wiring. Run it with ``kg explore``."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from kg.explorer.components.canvas import serve_library
from kg.explorer.components.document import ROOMS
from kg.explorer.components.frame import tidy
from kg.explorer.pages.article import article
from kg.explorer.pages.data import data
from kg.explorer.pages.evidence import evidence
from kg.explorer.pages.graph import graph
from kg.explorer.pages.overview import overview
from kg.explorer.pages.sparql import sparql
from kg.explorer.pages.studies import studies

st.set_page_config(page_title="Evidence explorer", page_icon="🔎", layout="wide")

pages = [
    st.Page(overview, title="Overview", default=True),
    st.Page(article, title="Article", url_path="article"),
    st.Page(studies, title="Studies", url_path="studies"),
    st.Page(evidence, title="Evidence", url_path="evidence"),
    st.Page(graph, title="Graph", url_path="graph"),
    st.Page(sparql, title="SPARQL", url_path="sparql"),
    st.Page(data, title="Data", url_path="data"),
]
st.session_state[ROOMS] = {page.url_path or "./": page for page in pages}
serve_library(Path(__file__).with_name("static"))
tidy()
st.navigation(pages, position="top").run()
