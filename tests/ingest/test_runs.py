"""The history is in the graph, in classes of its own, and counts nothing twice."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest.pipeline import build, ingest_article, make_snapshot
from ingest.runs import read_runs, run_graphs
from kg.identifiers import ArticleId
from kg.prefixes import PREFIXES
from kg.query import get_query
from kg.rdf.nquads import to_nquads
from kg.store import Generation
from kg.validation import validate
from kg.workspace import Workspace

TEXT = "# On rest\n\nA study showed that rest helps.[1]\n\n## References\n\n1. Nobody N. A paper. J None. 2020.\n"
MORE = TEXT.replace("helps.[1]", "helps.[1]\n\nA trial of 40 women found that rest doubles hair growth.")
"""The same with a claim that names no source."""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.at(tmp_path / "ws")


def keep(workspace: Workspace, text: str, at: int) -> None:
    """Ingest a text as the only article, and name its run after ``at``, as if it had been made that minute."""
    before = set(workspace.iter_runs())
    ingest_article(workspace, make_snapshot("rest.md", text.encode()))
    (new,) = set(workspace.iter_runs()) - before
    document = json.loads(new.read_text(encoding="utf-8"))
    document["time"] = f"2026-01-01T00:0{at}:00+00:00"
    new.unlink()
    workspace.keep_run(f"20260101T000{at}00-rest", json.dumps(document))


def ask(generation: Generation, name: str) -> list[dict[str, str]]:
    answer = generation.query(get_query(name).text, prefixes=PREFIXES)
    return [
        {column: term.value for column, term in zip(answer.columns, row, strict=True) if term} for row in answer.rows
    ]


@pytest.fixture
def revised(workspace: Workspace) -> Workspace:
    keep(workspace, TEXT, 1)
    keep(workspace, MORE, 2)
    build(workspace)
    return workspace


def test_findings_that_came_and_went_are_told_from_run_to_run(revised: Workspace) -> None:
    rows = ask(revised.store.open(), "article_run_changes")
    assert {(row["change"], row["rule"]) for row in rows} >= {("new", "CIT001")}
    assert {row["earlier"] for row in rows} == {"2026-01-01T00:01:00+00:00"}
    assert {row["later"] for row in rows} == {"2026-01-01T00:02:00+00:00"}
    assert ("gone", "CIT001") not in {(row["change"], row["rule"]) for row in rows}


def test_any_two_runs_can_be_compared_across_one_between(revised: Workspace) -> None:
    keep(revised, TEXT, 3)
    build(revised)
    rows = ask(revised.store.open(), "article_run_comparison")
    pairs = {(row["earlier"][-21:-5], row["later"][-21:-5]) for row in rows}
    assert len(pairs) == 2  # the first and the third run do not differ
    assert {row["change"] for row in rows if row["rule"] == "CIT001"} == {"new", "gone"}


def test_current_findings_do_not_count_the_history(revised: Workspace) -> None:
    generation = revised.store.open()
    current = len(ask(generation, "article_findings"))
    keep(revised, MORE, 3)
    build(revised)
    after = revised.store.open()
    assert len(ask(after, "article_findings")) == current
    assert {row["findings"] for row in ask(after, "article_runs")} >= {str(current)}
    assert len(ask(after, "article_runs")) == 3


def test_run_is_in_the_graph_as_soon_as_the_article_is_kept(workspace: Workspace) -> None:
    ingest_article(workspace, make_snapshot("rest.md", TEXT.encode()))
    at_once = workspace.store.open()
    assert len(ask(at_once, "article_runs")) == 1
    before = at_once.dump("nquads")
    build(workspace)
    assert workspace.store.open().dump("nquads") == before


def test_same_history_gives_the_same_bytes_and_conforms(revised: Workspace) -> None:
    def text() -> list[str]:
        graphs = run_graphs(read_runs(revised.iter_runs()).runs)
        return [to_nquads(name, triples) for name, triples in graphs.items()]

    assert text() == text()
    assert validate(revised.store.open(), sample=0).results == ()


@pytest.mark.parametrize("broken", ["", "{}", "[]", '{"article": 1, "report": 2}', "\x00", '{"time": "x"'])
def test_run_that_cannot_be_read_is_told_and_the_others_stay(revised: Workspace, broken: str) -> None:
    (revised.path / "runs" / "20250101T000000-bad.json").write_text(broken, encoding="utf-8")
    kept = read_runs(revised.iter_runs())
    assert [run.article for run in kept.runs] == [ArticleId("rest")] * 2
    (error,) = kept.rejected
    assert "20250101T000000-bad.json" in str(error)
    assert len(build(revised).rejected) == 1
