"""``kg forget``: it asks, and what it removes stays removed."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg.cli import main
from tests.explorer.articles import WRONG_NUMBER, to_file


def run(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments, "--workspace", str(folder)])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("forget")
    result = run(path / "ws", "ingest", "article", str(to_file(WRONG_NUMBER, path / "rubbing.md")))
    assert result.exit_code == 0, result.output
    return path / "ws"


def test_article_is_removed_only_when_that_is_said(folder: Path) -> None:
    refused = run(folder, "forget", "rubbing")
    assert refused.exit_code == 2
    assert "would remove rubbing (rubbing.md) with its history. Give --yes" in refused.output
    assert (folder / "articles" / "rubbing").is_dir()
    done = run(folder, "forget", "rubbing", "--yes")
    assert done.exit_code == 0
    assert "rubbing: removed with 1 snapshot and 1 kept audit." in done.output
    assert not (folder / "articles" / "rubbing").exists()
    again = run(folder, "forget", "rubbing", "--yes")
    assert again.exit_code == 3
    assert "there is no article rubbing" in again.output
