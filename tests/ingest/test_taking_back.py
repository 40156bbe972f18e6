"""What was taken in can be taken back: the workspace and the graph are then as if it had never been there."""

from __future__ import annotations

import pytest

from ingest.pipeline import build, make_snapshot
from ingest.taking_back import forget_article, import_article, undo_import
from kg.errors import StoreError, WorkspaceError
from kg.identifiers import ArticleId
from kg.store import Store
from kg.workspace import Workspace
from tests.explorer.articles import WRONG_NUMBER

KEY = ArticleId("rubbing")
OTHER_WORDS = WRONG_NUMBER.replace("12 men", "nine men")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    workspace = Workspace.at(tmp_path_factory.mktemp("taking") / "ws")
    build(workspace)
    return workspace


@pytest.fixture
def workspace(built: Workspace) -> Workspace:
    for path in built.list_files(KEY):
        path.unlink()
    if any("rubbing" in name for name in built.store.open().graph_names()):
        build(built)
    return built


def state(workspace: Workspace) -> tuple[dict[str, bytes], bytes]:
    """All files but the store's, and the graph."""
    kept = [path for path in workspace.path.rglob("*") if path.is_file() and "store" not in path.parts]
    files = {str(path.relative_to(workspace.path)): path.read_bytes() for path in kept}
    return files, workspace.store.open().dump("nquads")


def take_in(workspace: Workspace, text: str = WRONG_NUMBER):  # type: ignore[no-untyped-def]
    return import_article(workspace, make_snapshot("rubbing.md", text.encode()))


def break_store(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> str:
        raise StoreError("the disk is full")

    monkeypatch.setattr(Store, "replace", fail)


def test_new_article_that_is_undone_leaves_nothing(workspace: Workspace) -> None:
    before = state(workspace)
    made = take_in(workspace)
    assert made.is_new
    assert any("rubbing" in name for name in workspace.store.open().graph_names())
    undo_import(workspace, made)
    assert state(workspace) == before


def test_new_snapshot_that_is_undone_brings_the_old_one_back(workspace: Workspace) -> None:
    take_in(workspace)
    before = state(workspace)
    made = take_in(workspace, OTHER_WORDS)
    assert not made.is_new
    assert b"nine men" in workspace.store.open().dump("nquads")
    undo_import(workspace, made)
    assert state(workspace) == before


def test_import_that_is_no_longer_the_newest_is_not_undone(workspace: Workspace) -> None:
    made = take_in(workspace)
    take_in(workspace, OTHER_WORDS)
    before = state(workspace)
    with pytest.raises(WorkspaceError, match="has changed since"):
        undo_import(workspace, made)
    assert state(workspace) == before


def test_forgotten_article_is_gone_with_its_history_and_stays_so_after_a_build(workspace: Workspace) -> None:
    before = state(workspace)
    take_in(workspace)
    take_in(workspace, OTHER_WORDS)
    gone = forget_article(workspace, KEY)
    assert (gone.source, gone.snapshots) == ("rubbing.md", 2)
    assert gone.runs >= 1
    assert state(workspace) == before
    build(workspace)
    assert state(workspace) == before


@pytest.mark.parametrize("is_new", [True, False])
def test_undo_that_fails_changes_nothing(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, *, is_new: bool
) -> None:
    if not is_new:
        take_in(workspace, OTHER_WORDS)
    made = take_in(workspace)
    before = state(workspace)
    break_store(monkeypatch)
    with pytest.raises(StoreError, match="disk is full"):
        undo_import(workspace, made)
    assert state(workspace) == before


def test_article_that_is_not_there_is_told_with_those_that_are(workspace: Workspace) -> None:
    take_in(workspace)
    with pytest.raises(WorkspaceError, match=r"there is no article nothing\. There are rubbing\."):
        forget_article(workspace, ArticleId("nothing"))


def test_ingest_whose_watcher_leaves_keeps_nothing(workspace: Workspace) -> None:
    class GoneError(Exception):
        pass

    def leave(_: object) -> None:
        raise GoneError

    before = state(workspace)
    with pytest.raises(GoneError):
        import_article(workspace, make_snapshot("rubbing.md", WRONG_NUMBER.encode()), told=leave)
    assert state(workspace) == before


def test_runs_of_another_article_whose_key_continues_this_one_stay(workspace: Workspace) -> None:
    take_in(workspace)
    longer = import_article(workspace, make_snapshot("rubbing-more.md", WRONG_NUMBER.encode()))
    forget_article(workspace, KEY)
    assert longer.added
    assert all(path.exists() for path in longer.added)
    forget_article(workspace, ArticleId("rubbing-more"))
