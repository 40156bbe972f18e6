"""The explorer's rooms, each imported when it is first entered: a first visit waits for what it shows alone.

Once a first page was shown, the others are imported beside the sessions, so that entering them waits for nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from threading import Lock, Thread

__all__ = ["ROOMS", "enter", "prepare"]

ROOMS = ("overview", "article", "studies", "evidence", "graph", "sparql", "data")
"""By the name that their modules, their functions and the address have, in the order of the navigation."""
_IMPORTING = Lock()
"""Two threads that import modules which import each other could meet one half made."""


def enter(name: str) -> Callable[[], None]:
    """What shows the room of this name."""

    def show() -> None:
        _find(name)()

    show.__name__ = show.__qualname__ = name
    return show


def _find(name: str) -> Callable[[], None]:
    with _IMPORTING:
        room: Callable[[], None] = getattr(import_module(f"kg.explorer.pages.{name}"), name)
        return room


@cache
def prepare() -> None:
    """Begin to import the rooms that nobody has entered; once a process."""
    Thread(target=lambda: [_find(name) for name in ROOMS], name="rooms", daemon=True).start()
