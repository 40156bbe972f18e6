"""Steps of a task that takes a while, told as they are done; what goes wrong ends it with a message and a way on."""

from __future__ import annotations

from collections.abc import Iterable
from types import TracebackType
from typing import Self

import streamlit as st

from kg.errors import EvidenceError
from kg.explorer.components.document import show_document
from kg.explorer.components.frame import show_error
from kg.explorer.markup import element

__all__ = ["Steps"]


class Steps:
    """A box that fills with steps; in its ``with`` block an error that a user can mend becomes a message in it.

    Args:
        title: what is being done.
        done: the title once all of it is.
        failed: the title if it was not.
    """

    def __init__(self, title: str, *, done: str, failed: str) -> None:
        self.is_done = False
        self._done, self._failed = done, failed
        self._status = st.status(title, expanded=True)
        self._lines: list[str] = []
        with self._status:
            self._list, self._bar = st.empty(), st.empty()

    def say(self, title: str) -> None:
        """What is being done now; words of ours alone, for they may be read as markup."""
        self._bar.empty()
        self._status.update(label=title)

    def count(self, stage: str, done: int, total: int) -> None:
        """How far a stage is, as the steps of a pull tell it."""
        self._bar.progress(min(1.0, done / total) if total else 0.0, text=f"{stage}: {done} of {total}")

    def tell(self, lines: Iterable[str]) -> None:
        """Steps that are done, each with what came out; whatever they hold stays words."""
        self._lines += lines
        with self._list.container():
            items = [element("li", line) for line in self._lines]
            show_document(f"steps-{self._done}-{len(items)}", [element("ul", *items, style="steps")])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        self._bar.empty()
        if isinstance(error, EvidenceError):
            self._status.update(label=self._failed, state="error", expanded=True)
            with self._status:
                show_error(error)
            return True
        if error is None:
            self.is_done = True
            self._status.update(label=self._done, state="complete", expanded=True)
        return False
