from __future__ import annotations

from pathlib import Path

import pytest

from ingest.folder import distinct_keys, find_articles
from ingest.snapshots import make_snapshot


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    names = (
        "b.md A.html c.pdf notes.csv .hidden.md .git/x.md sub/b.md drafts/d.txt kg.toml store/current.md cache/a.html "
        "articles/kept/article.json articles/kept/0123.md articles/own.md env/pyvenv.cfg env/readme.md"
    ).split()
    for name in names:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text('{"newest": "0123.md"}' if name.endswith("article.json") else "text", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


pytestmark = pytest.mark.usefixtures("folder")


def test_a_folder_stands_for_the_articles_below_it_in_one_order() -> None:
    found = find_articles(["."])
    assert found.given == ("A.html", "articles/own.md", "b.md", "c.pdf", "drafts/d.txt", "sub/b.md")
    reasons = {passed.path: passed.reason for passed in found.passed_over}
    assert reasons["store"] == reasons["cache"] == "kept by the workspace"
    assert reasons["articles/kept"] == "snapshots kept by the workspace"
    assert reasons[".git"] == reasons[".hidden.md"] == "hidden"
    assert reasons["env"] == "a folder of tools"
    assert "notes.csv" in reasons


def test_what_is_excluded_is_passed_over_unless_it_is_named() -> None:
    found = find_articles([".", "drafts/d.txt"], ["drafts", "b.md"])
    assert found.given == ("A.html", "articles/own.md", "c.pdf", "drafts/d.txt")
    assert {passed.path for passed in found.passed_over if passed.reason == "excluded"} == {
        "drafts",
        "b.md",
        "sub/b.md",
    }


def test_a_pattern_finds_files_and_each_is_there_once() -> None:
    assert find_articles(["**/b.md", "b.md", "sub"]).given == ("b.md", "sub/b.md")


@pytest.mark.parametrize("name", ["missing.md", "none/*.md", "https://example.org/a?b=[c]"])
def test_what_is_not_there_stands_for_itself(name: str) -> None:
    assert find_articles([name]).given == (name,)


def test_files_of_one_name_get_keys_of_their_own() -> None:
    given = ["a/index.md", "b/index.md", "other.md"]
    snapshots = [make_snapshot(name, name.encode()) for name in given]
    named = [type(one)(one.article, name, one.digest, one.data) for one, name in zip(snapshots, given, strict=True)]
    assert [one.article.value for one in distinct_keys(named)] == ["a-index", "b-index", "other"]
