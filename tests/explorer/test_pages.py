from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from kg.workspace import Workspace
from tests.conftest import CHECKOUT


def run_app() -> AppTest:
    return AppTest.from_file(str(CHECKOUT / "app.py"), default_timeout=30).run()


def test_first_page_opens() -> None:
    app = run_app()
    assert not app.exception
    assert app.title[0].value == "Evidence explorer"


def test_missing_store_is_a_message_with_a_mend(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_WORKSPACE", str(tmp_path / "new"))
    app = run_app()
    assert not app.exception
    assert [button.label for button in app.button] == ["Build the store again"]


def test_store_can_be_built_from_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_WORKSPACE", str(tmp_path / "new"))
    app = run_app()
    app.button[0].click().run()
    assert not app.exception
    assert Workspace.at(tmp_path / "new").store.current_name is not None
    assert "Read and audit" in [button.label for button in app.button]


def test_folder_that_is_no_workspace_is_a_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "other.txt").write_text("x")
    monkeypatch.setenv("KG_WORKSPACE", str(tmp_path))
    assert not run_app().exception


def test_damaged_store_is_a_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = Workspace.at(tmp_path / "new")
    (workspace.path / "store").mkdir()
    (workspace.path / "store" / "current").write_text("gen-0007\n")
    monkeypatch.setenv("KG_WORKSPACE", str(workspace.path))
    assert not run_app().exception
