"""``kg decide``, ``kg fix`` and ``kg rules --statistics`` as their users meet them."""

from __future__ import annotations

import json
import re
import stat
from pathlib import Path

import pytest

from tests.test_cli import example, run


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("decide") / "ws"


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "draft.md"
    path.write_bytes(example().read_bytes())
    return path


def decide(draft: Path, folder: Path, *words: str, who: str = "Ada") -> str:
    result = run("decide", draft, *words, "--reason", "So it is.", "--who", who, folder=folder)
    assert result.exit_code == 0, result.output
    return result.output


def listed(draft: Path, folder: Path) -> dict[str, dict[str, object]]:
    result = run("decide", draft, "--list", "--format", "json", folder=folder)
    return {one["rule"]: one for one in reversed(json.loads(result.output)["findings"])}


def test_a_decision_is_kept_listed_and_counted(draft: Path, folder: Path) -> None:
    told = decide(draft, folder, "--finding", "NUM001@44", "dismiss")
    assert str(folder / "decisions" / "draft.yaml") in told
    decide(draft, folder, "--finding", str(listed(draft, folder)["NUM001"]["id"]), "accept", who="Bo")
    one = listed(draft, folder)["NUM001"]
    assert one["standing"] == "disputed"
    assert "dismissed by Ada" in run("decide", draft, "--list", folder=folder).output
    assert "NUM001 sample-size" in run("rules", "--statistics", folder=folder).output
    (measured,) = json.loads(run("rules", "--statistics", "--format", "json", folder=folder).output)["agreement"]
    assert (measured["accepted"], measured["dismissed"], measured["share_dismissed"], measured["disputed"]) == (
        1,
        1,
        0.5,
        1,
    )


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--finding", "NUM001@44", "dismiss"], "the reason is missing"),
        (["dismiss", "--reason", "x"], "which finding was not said"),
        (["--finding", "NUM001@1", "dismiss", "--reason", "x"], "no finding of this article"),
        (["--list", "accept", "--finding", "NUM001@44"], "--list shows and decides nothing"),
        (["--finding", "NUM001@44", "reword", "--reason", "x"], "the new words are missing"),
    ],
)
def test_a_decision_that_says_too_little_is_refused(draft: Path, tmp_path: Path, words: list[str], told: str) -> None:
    result = run("decide", draft, *words, folder=tmp_path / "ws")
    assert (result.exit_code, told in result.output) == (2, True), result.output
    assert not (tmp_path / "ws").exists()


def test_statistics_tell_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "ws" / "decisions" / "draft.yaml"
    path.parent.mkdir(parents=True)
    path.write_text("article: draft\n=======\n", encoding="utf-8")
    result = run("rules", "--statistics", folder=tmp_path / "ws")
    assert result.exit_code == 3
    assert f"{path}:2" in result.output


def test_fix_shows_what_it_would_do_and_writes_when_told(draft: Path, tmp_path: Path) -> None:
    folder, before = tmp_path / "ws", draft.read_bytes()
    draft.chmod(0o640)
    assert "there is nothing to write" in run("fix", draft, folder=folder).output
    decide(draft, folder, "--finding", "NUM001@44", "accept")
    shown = run("fix", draft, folder=folder)
    assert (shown.exit_code, draft.read_bytes()) == (0, before)
    assert "-For example, when ten men" in shown.output
    put = re.search(r"^\+For example, when (9|nine) men", shown.output, re.MULTILINE)
    assert put
    assert run("fix", draft, "--write", folder=folder).exit_code == 0
    assert draft.read_bytes() == before.replace(b"ten men", f"{put[1]} men".encode())
    assert stat.S_IMODE(draft.stat().st_mode) == 0o640
    assert "NUM001" not in listed(draft, folder)


def test_fix_refuses_what_it_cannot_write_to(tmp_path: Path) -> None:
    result = run("fix", "https://example.org/a", folder=tmp_path / "ws")
    assert (result.exit_code, "is an address" in result.output) == (2, True)
