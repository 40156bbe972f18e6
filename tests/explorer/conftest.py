"""A workspace with the bundled article and one that means harm, built once, and caches that do not outlive a test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st

from ingest.pipeline import build, ingest_article, load_snapshot
from kg.store import Generation
from kg.workspace import Workspace
from tests.conftest import CHECKOUT
from tests.explorer.articles import HOSTILE, to_file

BUNDLED = CHECKOUT / "data" / "articles" / "shedding-after-microneedling.md"


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("explorer")
    workspace = Workspace.at(folder / "workspace")
    build(workspace)
    for path in (BUNDLED, to_file(HOSTILE, folder / "hostile.md")):
        ingest_article(workspace, load_snapshot(path))
    return workspace


@pytest.fixture(scope="session")
def generation(workspace: Workspace) -> Generation:
    return workspace.store.open()


@pytest.fixture(autouse=True)
def _fresh_caches(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("KG_WORKSPACE", str(workspace.path))
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


@pytest.fixture
def tmp_workspace(tmp_path: Path) -> Workspace:
    """An empty workspace of one test."""
    return Workspace.at(tmp_path / "workspace")
