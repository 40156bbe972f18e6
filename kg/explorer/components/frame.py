"""What every page has around it: errors told as messages, and the queries behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import cache, wraps
from typing import Any

import streamlit as st

from ingest.pipeline import build
from kg.errors import EvidenceError
from kg.explorer.access import current_generation, open_workspace
from kg.explorer.components.document import asset, go_on, show_document
from kg.explorer.markup import element, page_link
from kg.explorer.signs import legend
from kg.query import get_query
from kg.store import Generation

__all__ = ["let_into_sight", "page", "show_error", "show_legend", "show_queries", "show_title", "tidy"]


_TIDY = """
.st-key-tidy { display: none; }
.stMainBlockContainer { padding-top: 4.5rem; padding-bottom: 4rem; max-width: 84rem; padding-inline: 5rem; }
:focus-visible { outline-offset: 2px; }
@media (max-width: 640px) { .stMainBlockContainer { padding-inline: 1rem; } h1 { font-size: 1.85rem !important; } }
[data-testid="stExpandSidebarButton"] { width: auto !important; }
[data-testid="stExpandSidebarButton"]::after { content: "Pages"; padding-inline: 0.25rem 0.5rem; font-size: 0.925rem; }
.stColumn:has([class*="st-key-panel-"]) { position: sticky; top: 4.25rem; align-self: flex-start; }
[class*="st-key-panel-"] { max-height: calc(100vh - 5.5rem); overflow-y: auto; scrollbar-width: thin;
  padding: 0.9rem 1rem; border-radius: 0.6rem; border: 1px solid color-mix(in srgb, currentcolor 18%, transparent); }
@media (max-width: 900px) {
  [data-testid="stHorizontalBlock"]:has([class*="st-key-panel-"]) { flex-direction: column-reverse; }
  [data-testid="stHorizontalBlock"]:has([class*="st-key-panel-"]) > .stColumn {
    position: static; width: 100%; flex: auto; }
  .st-key-panel-list { position: static; max-height: 45vh; }
  .st-key-panel-chosen { position: fixed; top: auto; bottom: 0; left: 0; right: 0; max-height: 48vh; z-index: 5;
    background: light-dark(#fcfbf8, #12181b); border-radius: 0.9rem 0.9rem 0 0;
    box-shadow: 0 -6px 24px rgb(0 0 0 / 25%); }
}
@media (min-width: 901px) { /* room that a part will need, until the browser has built it: the rest jumps less */
  .st-key-document-head { min-height: 11rem; }
  .st-key-document-steps { min-height: 3rem; }
  .st-key-document-reading { min-height: 75vh; }
  .st-key-panel-list { min-height: 40vh; }
}
/* the first page of a visit comes into sight in one piece, see sight.js; where that is late or fails, after a while;
   labels say of themselves that they are visible */
.st-key-room { overflow: visible !important; }
[data-testid="stLayoutWrapper"]:has(> .st-key-room) { flex: 0 0 auto !important; height: auto !important; }
@keyframes come-into-sight { from { visibility: hidden; } }
:root:not(.in-sight) :is(.stMainBlockContainer, .stMainBlockContainer [data-testid="stWidgetLabel"]) {
  animation: come-into-sight 1ms var(--patience, 3s) backwards; }
@media print {
  .stMainBlockContainer, .stMainBlockContainer * { animation: none !important; }
  .stApp, .stApp * { position: static !important; overflow: visible !important; max-height: none !important;
    min-height: 0 !important; }
  .stApp, .stMain, [data-testid="stAppViewContainer"], [data-testid="stMainBlockContainer"] {
    display: block !important; height: auto !important; background: #fff !important; color: #000 !important; }
  [data-testid="stHeader"], [data-testid="stToolbar"], .stSelectbox, .stDownloadButton, .stExpander, .stForm,
  .stFileUploader, .stTabs, [data-testid="stAlert"] { display: none !important; }
  [data-testid="stHorizontalBlock"] { display: flex !important; flex-direction: column-reverse !important; }
  [class*="st-key-panel-"] { border: 0; padding: 0; }
}
"""


@cache
def _style() -> Any:
    return st.components.v2.component(
        "evidence_style", html="<span></span>", css=_TIDY, js=asset("menu.js"), isolate_styles=False
    )


def tidy() -> AbstractContextManager[object]:
    """Take out white space that Streamlit leaves, and keep the first page out of sight until `let_into_sight`.

    Returns:
        What the page is to stand in: a room of one pixel, which alone hides it before the style sheet has come.
    """
    _style()(key="tidy")
    return st.container(height=1, border=False, key="room")


@cache
def _sight() -> Any:
    return st.components.v2.component("evidence_sight", js=asset("sight.js"))


def let_into_sight() -> None:
    """Show the first page of a visit once all above is built, so that nothing jumps; later ones as they come."""
    _sight()(key="sight")


def page(render: Callable[[Generation], None]) -> Callable[[], None]:
    """A page of the current generation; what its user can mend is told as a message."""

    @wraps(render)
    def show() -> None:
        go_on()
        try:
            render(current_generation())
        except EvidenceError as error:
            show_error(error)
            _offer_build()

    return show


def show_title(name: str, purpose: str) -> None:
    """The name of a page, and in a line what it is for."""
    st.title(name, anchor=False)
    show_document("purpose", [element("p", purpose, style="purpose")])


def show_error(error: EvidenceError) -> None:
    """What went wrong, where, and what to do."""
    where = element("p", str(error.place), style="quiet") if error.place else None
    parts = [element("p", element("strong", f"{error.what[:1].upper()}{error.what[1:]}.")), where]
    with st.container(border=True):
        mend = element("p", error.mend) if error.mend else None
        show_document(f"error-{error.what}", [part for part in (*parts, mend) if part is not None])


def _offer_build() -> None:
    """The store can always be made again from the rest; the button says so."""
    if st.button("Build the store again", help="It is made from the workspace and the bundled data; nothing is lost."):
        try:
            build(open_workspace())
        except EvidenceError as error:
            show_error(error)
        else:
            st.rerun()


def show_legend() -> None:
    """What the signs mean, folded."""
    with st.expander("What the signs mean"):
        show_document("legend", [legend()])


def show_queries(names: Sequence[str], given: Mapping[str, str] | None = None, *, own: str = "") -> None:
    """The SPARQL that a page was made from, folded, each with a link that opens it to be run.

    Args:
        names: the bundled questions.
        given: keys for those of their variables that the page is about.
        own: a query that the page put together for what it shows; it stands first.
    """
    queries = [get_query(name) for name in names]
    with st.expander("Query behind this page" if len(queries) + bool(own) == 1 else "Queries behind this page"):
        if own:
            _show_query("own", own, {"q": own})
        for query in queries:
            known = {name: key for name, key in (given or {}).items() if name in query.parameters}
            _show_query(query.name, query.text.strip(), {"question": query.name, **known})


def _show_query(name: str, text: str, asked: dict[str, str]) -> None:
    st.code(text, language="sparql")
    link = page_link("sparql", asked, "Open it to run or change it")
    show_document(f"run-{name}", [element("p", link)])
