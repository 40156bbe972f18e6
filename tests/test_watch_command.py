"""Watching on the command line, against a server on this machine in place of NCBI."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg.cli import main
from tests.ncbi_server import NcbiServer, make_record, run_server, status

ARTICLE = """# On massage

Massage thickens hair in most people.[1]

## References

1. Smith A. Massage and hair. J Calm. 2020;1:2-3. PMID: 111.
"""
CONCERN = (
    "<CommentsCorrectionsList><CommentsCorrections RefType='ExpressionOfConcernIn'><RefSource>J Calm. 2021;2:1"
    "</RefSource></CommentsCorrections></CommentsCorrectionsList>"
)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[NcbiServer]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with run_server() as made:
        made.records["111"] = make_record("111", title="Massage and hair.", author="Smith", year=2020)
        yield made


def run(folder: Path, *arguments: str) -> Result:
    environment = {"XDG_CACHE_HOME": str(folder.parent / "user"), "NCBI_API_KEY": "x" * 8}
    result = CliRunner().invoke(main, [*arguments, "--workspace", str(folder)], env=environment)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def test_status_and_output_say_what_became_of_the_records(server: NcbiServer, tmp_path: Path) -> None:
    folder, article = tmp_path / "ws", tmp_path / "on-massage.md"
    folder.mkdir()
    (folder / "kg.toml").write_text(f'[ncbi]\naddress = "{server.address}"\n')
    article.write_text(ARTICLE)
    assert run(folder, "ingest", "article", str(article), "--pull").exit_code == 0

    calm = run(folder, "watch")
    assert (calm.exit_code, calm.stdout) == (0, "1 record asked for; none changed.\n")

    server.records["111"] = server.records["111"].replace("</Article>", f"</Article>{CONCERN}")
    touched = run(folder, "watch", "--format", "json")
    assert touched.exit_code == 1
    (change,) = json.loads(touched.stdout)["changes"]
    assert [notice["kind"] for notice in change["notices"]] == ["expression of concern"]
    assert [claim["line"] for claim in change["losing"]] == [3]

    server.faults.append(status(404))
    unasked = run(folder, "watch")
    assert unasked.exit_code == 3
    assert "Run `kg watch` again later" in unasked.stderr


def test_workspace_without_a_store_says_how_to_make_one(tmp_path: Path) -> None:
    result = run(tmp_path / "new", "watch")
    assert result.exit_code == 3
    assert "kg build" in result.output
    assert not (tmp_path / "new").exists()
