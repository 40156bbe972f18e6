"""`kg audit` on a folder, as its users meet it: what it audits, in which order, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg.cli import main

ARTICLES, MANY = 20, 300


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Articles of which the first two contradict each other and one cannot be read."""
    monkeypatch.setenv("KG_WORKSPACE", str(tmp_path / "ws"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    made = tmp_path / "library"
    made.mkdir()
    for number in range(ARTICLES):
        (made / f"{number:03}.md").write_text(f"# Number {number}\n\nThis is sentence {number}, and no more is said.\n")
    (made / "000.md").write_text("# One\n\nMicroneedling improves hair density in women.\n")
    (made / "001.md").write_text("# Two\n\nMicroneedling does not change hair density in women.\n")
    (made / "017.md").write_bytes(b"\x00\x01")
    monkeypatch.chdir(made)
    return made


def run(*words: str) -> Result:
    result = CliRunner().invoke(main, list(words))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def test_one_unreadable_article_among_three_hundred_is_told_and_the_rest_is_done(folder: Path) -> None:
    for number in range(ARTICLES, MANY):
        (folder / f"{number:03}.md").write_text(f"# Number {number}\n\nCalm helps in {number} ways.\n")
    result = run("audit", ".", "--format", "json", "--fail-on", "never")
    document = json.loads(result.stdout)
    assert result.exit_code == 3
    assert [each["source"] for each in document["unread"]] == ["017.md"]
    sources = [audit["article"]["source"] for audit in document["audits"]]
    assert sources == [f"{number:03}.md" for number in range(MANY) if number != 17]


@pytest.mark.usefixtures("folder")
def test_the_output_is_the_same_bytes_whatever_the_processes_and_what_was_kept() -> None:
    outputs = [run("audit", ".", *options).stdout for options in (("--jobs", "1", "--no-cache"), ("--jobs", "3"), ())]
    assert outputs[0] == outputs[1] == outputs[2]


def test_an_article_that_vanished_or_changed_is_seen(folder: Path) -> None:
    before = json.loads(run("audit", ".", "--format", "json").stdout)
    (folder / "005.md").unlink()
    (folder / "006.md").write_text("# Six\n\nAnother text.\n")
    after = json.loads(run("audit", ".", "--format", "json").stdout)
    old, new = ({audit["article"]["source"]: audit for audit in each["audits"]} for each in (before, after))
    assert set(old) - set(new) == {"005.md"}
    assert [name for name in new if new[name] != old[name]] == ["006.md"]


@pytest.mark.usefixtures("folder")
def test_contradictions_between_articles_are_told_at_the_end_with_both_sentences() -> None:
    result = run("audit", "000.md", "001.md", "002.md", "--fail-on", "never")
    end = result.stdout[result.stdout.index("Contradictions between articles: 1 question") :]
    assert "000.md:3: “Microneedling improves hair density in women.”" in end
    assert "001.md:3: “Microneedling does not change hair density in women.”" in end
    (conflict,) = json.loads(run("audit", "000.md", "001.md", "--format", "json").stdout)["conflicts"]
    assert {each["position"]["answer"] for each in conflict["positions"]} == {"benefit", "no effect"}


@pytest.mark.usefixtures("folder")
def test_files_can_be_listed_and_left_out() -> None:
    result = run("audit", ".", "--list-files", "--exclude", "00*")
    assert result.stdout.splitlines()[0] == "010.md"
    assert "passed over: 000.md: excluded" in result.stderr


@pytest.mark.parametrize("words", [("empty",), (".", "--exclude", "*")])
def test_that_nothing_was_there_to_audit_is_told(folder: Path, words: tuple[str, ...]) -> None:
    (folder / "empty").mkdir()
    (folder / "empty" / "code.py").write_text("pass\n")
    result = run("audit", *words)
    assert "no article was found here, so nothing was audited" in result.stderr
    assert result.exit_code == 0
    assert "nothing was audited" not in run("audit", "000.md").stderr
