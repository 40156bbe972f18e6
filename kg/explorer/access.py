"""The workspace and its current generation, opened once and shared by every session.

Each rerun asks the store which generation is current. What was read is kept under the generation's name, and a
generation never changes, so an open page shows the new state at its next rerun and never a half of it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from functools import wraps
from pathlib import Path
from threading import Thread
from typing import Any, TypeVar
from urllib.parse import urlsplit

import streamlit as st
from platformdirs import user_cache_path, user_data_path

from ingest.full_text_pull import Services
from ingest.pubmed.settings import NCBI_ADDRESS, read_ncbi_settings
from ingest.pulling import open_services
from kg.errors import StoreError, WorkspaceError
from kg.search import make_index
from kg.store import Generation
from kg.worker import Workers
from kg.workspace import SETTINGS, Workspace, find_workspace

__all__ = ["current_generation", "index_words", "kept", "ncbi_host", "open_ncbi", "open_workspace", "query_workers"]

_Answer = TypeVar("_Answer")
_KEPT_GENERATIONS = 3
_KEPT_ANSWERS = 200


def open_workspace() -> Workspace:
    """The workspace that ``KG_WORKSPACE`` names, else the nearest one upwards, else the user's own.

    Raises:
        WorkspaceError: if it is no workspace and cannot be made one.
    """
    given = os.environ.get("KG_WORKSPACE")
    default = user_data_path("evidence-kg")
    return Workspace.at(find_workspace(Path(given) if given else None, start=Path.cwd(), default=default))


def open_ncbi(workspace: Workspace) -> AbstractContextManager[Services]:
    """The clients of the services that records come from; nothing is asked by opening them.

    Raises:
        WorkspaceError: if the workspace's settings cannot be read.
    """
    return open_services(workspace, os.environ, user_cache_path("evidence-kg"))


def ncbi_host() -> str:
    """The host that is asked for records, as the workspace's settings have it."""
    try:
        return urlsplit(read_ncbi_settings(open_workspace().path / SETTINGS, os.environ).address).hostname or ""
    except WorkspaceError:
        return urlsplit(NCBI_ADDRESS).hostname or ""


def current_generation() -> Generation:
    """The state of the graph to show in this rerun.

    Raises:
        StoreError: if there is none, or it is damaged.
    """
    return _open(str(open_workspace().store.current_path()))


@st.cache_resource(max_entries=_KEPT_GENERATIONS, show_spinner=False)
def _open(path: str) -> Generation:
    return Generation(Path(path))


@st.cache_resource(show_spinner=False, on_release=Workers.close)
def query_workers() -> Workers:
    """The processes that answer what readers type, two for all sessions: a slow query leaves the other one free."""
    return Workers(2)


def index_words(generation: Generation) -> None:
    """Begin to make the index of a generation's words, unless that was begun before; nobody waits for it."""
    _indexing(str(generation.path), generation)


@st.cache_resource(max_entries=_KEPT_GENERATIONS, show_spinner=False)
def _indexing(path: str, _generation: Generation) -> Thread:
    del path

    def make() -> None:
        with suppress(StoreError):  # a search that wants it tells what is wrong
            make_index(_generation)

    thread = Thread(target=make, name="index of words", daemon=True)
    thread.start()
    return thread


def kept(read: Callable[..., _Answer]) -> Callable[..., _Answer]:
    """Keep what a function reads from a generation, its first argument; the answer must be immutable.

    Args:
        read: its further arguments are texts.
    """

    @wraps(read)
    def keep(generation: Generation, *rest: str) -> _Answer:
        answer: _Answer = _answer(
            f"{read.__module__}.{read.__qualname__}", str(generation.path), rest, read, generation
        )
        return answer

    return keep


@st.cache_resource(max_entries=_KEPT_ANSWERS, show_spinner=False)
def _answer(
    question: str, path: str, rest: tuple[str, ...], _read: Callable[..., object], _generation: Generation
) -> Any:
    """The answer, kept under the first three arguments; Streamlit leaves out names that begin with a line."""
    del question, path
    return _read(_generation, *rest)
