"""Choices whose value lives in the page's address, so that every view can be shared."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from kg.explorer.components.document import show_document
from kg.explorer.markup import element

__all__ = ["ask", "choose", "choose_many", "search"]

_LONGEST_SEARCH = 200
_LONGEST_TOLD = 80


def ask(name: str, value: str | None, *, resets: Sequence[str] = ()) -> None:
    """Write what is asked for into the address, in one step: each change of it is an entry that Back goes to.

    Args:
        name: the query parameter.
        value: what it becomes; without one it leaves the address.
        resets: query parameters that go with what was asked before.
    """
    rest = {other: asked for other, asked in st.query_params.to_dict().items() if other not in (*resets, name)}
    st.query_params.from_dict(rest | ({name: value} if value else {}))


def choose(
    label: str,
    name: str,
    options: Sequence[str],
    *,
    show: Callable[[str], str] = str,
    resets: Sequence[str] = (),
    fallback: str = "",
    others: bool = False,
) -> str:
    """One of the options: what the address asks for, if there is such a one; that there is none is told.

    Args:
        label: above the box.
        name: the query parameter.
        options: its possible values; ``""`` stands for no choice and leaves the address.
        show: an option in words.
        resets: query parameters that mean nothing once this one changes.
        fallback: what is chosen when the address asks for nothing or for nothing that is there.
        others: whether something that is not among the options can be asked for, and typed.
    """
    state = f"choice-{name}"

    def keep() -> None:
        ask(name, st.session_state[state], resets=resets)

    asked = st.query_params.get(name, fallback)[:_LONGEST_SEARCH]
    st.session_state[state] = chosen = asked if others or asked in options else fallback or options[0]
    taken = st.selectbox(label, options, key=state, format_func=show, on_change=keep, accept_new_options=others)
    if asked and asked != chosen:
        words = f"There is no {label.lower()} “{asked[:_LONGEST_TOLD]}” here. This shows {show(chosen)}."
        show_document(f"unknown-{name}", [element("p", words, style="quiet")])
    return taken or options[0]


def choose_many(
    label: str, name: str, options: Sequence[str], *, first: Sequence[str], show: Callable[[str], str] = str
) -> tuple[str, ...]:
    """Some of the options, in their order: those that the address names, else those to begin with.

    Args:
        label: above the options.
        name: the query parameter; its values are joined by full stops.
        options: its possible values.
        first: those chosen when the address names none that exists.
        show: an option in words.
    """
    state = f"choice-{name}"

    def keep() -> None:
        chosen = st.session_state[state]
        st.query_params[name] = ".".join(option for option in options if option in chosen)

    asked = st.query_params.get(name, "").split(".")
    chosen = [option for option in options if option in asked] or list(first)
    st.session_state[state] = chosen
    st.pills(label, options, key=state, selection_mode="multi", format_func=show, on_change=keep)
    return tuple(chosen)


def search(label: str, name: str, *, hint: str, resets: Sequence[str] = ()) -> str:
    """Words to look for, as the address has them.

    Args:
        label: above the field.
        name: the query parameter.
        hint: what shows in the empty field.
        resets: query parameters that mean nothing once this one changes.
    """
    state = f"choice-{name}"

    def keep() -> None:
        ask(name, st.session_state[state], resets=resets)

    st.session_state[state] = st.query_params.get(name, "")[:_LONGEST_SEARCH]
    return st.text_input(label, key=state, placeholder=hint, max_chars=_LONGEST_SEARCH, on_change=keep)
