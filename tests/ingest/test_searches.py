"""When a database last answered: from kept answers and remembered pulls, never from the day of a build."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from ingest.pipeline import build
from ingest.pubmed.cache import AnswerCache, Request
from ingest.pull_history import Pull, keep_pull
from ingest.searches import find_last_answer
from kg.cards import read_card, read_map
from kg.export.card_json import card_document
from kg.workspace import Workspace

ADDRESS = "https://example.org/search"


def keep_answer(workspace: Workspace, number: int, day: int) -> None:
    AnswerCache(workspace.cache).keep(
        Request(ADDRESS, (("term", str(number)),)),
        b"{}",
        retrieved=datetime(2025, 5, day, tzinfo=UTC),
        status=200,
        headers={},
    )


def test_newest_kept_answer_tells_the_day(tmp_path: Path) -> None:
    workspace = Workspace.at(tmp_path / "ws")
    assert find_last_answer(workspace) is None
    keep_answer(workspace, 1, 9)
    keep_answer(workspace, 2, 7)
    assert find_last_answer(workspace) == "2025-05-09"


def test_pull_that_asked_nobody_is_no_search(tmp_path: Path) -> None:
    workspace = Workspace.at(tmp_path / "ws")
    keep_answer(workspace, 1, 9)
    keep_pull(workspace, Pull("2025-06-01T10:00:00+00:00", "1 PMID", held=("11111111",)))
    assert find_last_answer(workspace) == "2025-05-09"
    keep_pull(workspace, Pull("2025-06-02T10:00:00+00:00", "1 PMID", not_found=("22222222",)))
    assert find_last_answer(workspace) == "2025-06-02"


def test_pull_that_was_taken_back_counts_no_more(tmp_path: Path) -> None:
    workspace = Workspace.at(tmp_path / "ws")
    keep_pull(workspace, Pull("2025-06-02T10:00:00+00:00", "2 PMIDs", fetched=("11111111",), not_found=("22222222",)))
    assert find_last_answer(workspace) is None


def test_silence_gives_the_later_of_pull_and_collection_and_says_where_nothing_was_pulled(tmp_path: Path) -> None:
    workspace = Workspace.at(tmp_path / "ws")
    keep_pull(workspace, Pull("2099-06-02T10:00:00+00:00", "1 PMID", not_found=("22222222",)))
    build(workspace)
    pulled = read_card(workspace.store.open(), "microneedling")
    assert str(pulled.searched) == "searched 2099-06-02"
    assert card_document(pulled)["pulled"] == "2099-06-02"
    bare = Workspace.at(tmp_path / "bare")
    build(bare)
    made = read_map(bare.store.open())
    assert str(made.searched).endswith("for the curated studies; nothing was pulled")
