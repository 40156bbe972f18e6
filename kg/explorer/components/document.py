"""Shows markup, and hands on the links that the reader follows within the explorer."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import streamlit as st

from kg.explorer.markup import Element

__all__ = ["ROOMS", "asset", "go_on", "show_document"]

ROOMS = "rooms"
"""State key of the pages by the name that links give them; the entry point fills it in."""
_NEXT = "next-room"


def asset(name: str) -> str:
    """The text of a style sheet or script of this package."""
    return files("kg.explorer.components").joinpath(name).read_text(encoding="utf-8")


@cache
def _component() -> Any:
    return st.components.v2.component(
        "evidence_document", html='<div class="document"></div>', css=asset("document.css"), js=asset("document.js")
    )


def show_document(key: str, parts: Sequence[Element]) -> None:
    """Show markup; a link within the page becomes its query parameters, one to another page is kept for `go_on`.

    Args:
        key: unique on the page.
        parts: the elements, one below the other.
    """
    state = f"document-{key}"

    def follow() -> None:
        address = urlsplit(st.session_state[state].followed or "")
        if address.path:
            st.session_state[_NEXT] = address
        else:
            st.query_params.from_dict(dict(parse_qsl(address.query)))

    _component()(data=[part.to_json() for part in parts], key=state, on_followed_change=follow)


def go_on() -> None:
    """Open the page that a link led to, if one was followed; a callback cannot."""
    address = st.session_state.pop(_NEXT, None)
    if address is not None:
        st.switch_page(st.session_state[ROOMS][address.path], query_params=dict(parse_qsl(address.query)))
