"""The folder is the truth: what is kept there comes back, and foreign folders are left alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg.errors import WorkspaceError
from kg.identifiers import ArticleId, content_hash
from kg.workspace import Snapshot, Workspace, find_workspace


def snapshot(text: str, key: str = "calm") -> Snapshot:
    return Snapshot(ArticleId(key), "calm.md", content_hash(text), text.encode())


def test_newest_snapshot_comes_back_and_older_ones_stay(tmp_path: Path) -> None:
    workspace = Workspace.at(tmp_path / "ws")
    workspace.keep_snapshot(snapshot("one"))
    workspace.keep_snapshot(snapshot("two"))
    assert list(workspace.iter_snapshots()) == [snapshot("two")]
    assert len(list((workspace.path / "articles" / "calm").glob("*.md"))) == 2


def test_snapshot_that_was_changed_by_hand_is_told_beside_the_others_and_mended_by_keeping_it_again(
    tmp_path: Path,
) -> None:
    workspace = Workspace.at(tmp_path / "ws")
    workspace.keep_snapshot(snapshot("one"))
    workspace.keep_snapshot(snapshot("two", "quiet"))
    next((workspace.path / "articles" / "calm").glob("*.md")).write_text("other")
    broken, whole = workspace.iter_snapshots()
    assert "changed after it was read" in str(broken)
    assert whole == snapshot("two", "quiet")
    workspace.keep_snapshot(snapshot("one"))
    assert list(workspace.iter_snapshots()) == [snapshot("one"), snapshot("two", "quiet")]


def test_broken_index_of_an_article_is_named(tmp_path: Path) -> None:
    workspace = Workspace.at(tmp_path / "ws")
    workspace.keep_snapshot(snapshot("one"))
    (workspace.path / "articles" / "calm" / "article.json").write_text("{")
    (error,) = workspace.iter_snapshots()
    assert re.search(r"article\.json.*Ingest the article again", str(error))


def test_folder_with_other_things_is_not_taken_for_a_workspace(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_text("x")
    with pytest.raises(WorkspaceError, match="holds other things"):
        Workspace.at(tmp_path)
    assert [entry.name for entry in tmp_path.iterdir()] == ["photo.jpg"]


def test_file_is_not_taken_for_a_workspace(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(WorkspaceError, match="this is a file"):
        Workspace.at(tmp_path / "file")


def test_settings_of_an_existing_workspace_are_left_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_text("# mine\n")
    Workspace.at(tmp_path)
    assert (tmp_path / "kg.toml").read_text() == "# mine\n"


def test_workspace_is_the_given_one_else_the_nearest_upwards_else_the_default(tmp_path: Path) -> None:
    inner = tmp_path / "team" / "drafts"
    inner.mkdir(parents=True)
    (tmp_path / "team" / "kg.toml").touch()
    default = tmp_path / "default"
    assert find_workspace(tmp_path / "given", start=inner, default=default) == tmp_path / "given"
    assert find_workspace(None, start=inner, default=default) == tmp_path / "team"
    assert find_workspace(None, start=tmp_path, default=default) == default


def test_path_that_no_system_takes_is_an_error_of_ours(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="cannot be made"):
        Workspace.at(tmp_path / ("x" * 5000))


def test_run_that_cannot_be_kept_is_told(tmp_path: Path) -> None:
    workspace = Workspace.at(tmp_path / "ws")
    (workspace.path / "runs").write_text("a file in the way")
    with pytest.raises(WorkspaceError, match="the run could not be kept"):
        workspace.keep_run("one", "{}")
