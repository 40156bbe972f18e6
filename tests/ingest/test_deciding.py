"""Decisions in a workspace: kept as files, taken into the graph, and there again after a build."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from ingest.deciding import keep_decision, read_all_decisions, settle_audit
from ingest.pipeline import Audited, build, ingest_article, make_snapshot
from kg.decisions import decisions_path, identify_findings, make_decision
from kg.errors import RecordError
from kg.model.decision import Decision, Ruling, Standing
from kg.prefixes import PREFIXES
from kg.query import get_query
from kg.validation import validate
from kg.workspace import Workspace

TEXT = """# On calm

Calmol always helps.[1]

Calmol halves itching in adults.

## References

1. Nobody N. A paper. J None. 2020;1:2-3. PMID: 99999999.
"""
HOSTILE = 'He said: "no" <script>alert(1)</script> \\ # – ünd'


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return Workspace.at(tmp_path_factory.mktemp("deciding") / "ws")


@pytest.fixture(scope="module")
def audited(workspace: Workspace) -> Audited:
    return ingest_article(workspace, make_snapshot("calm.md", TEXT.encode()))


def decide(audited: Audited, ruling: Ruling, who: str, number: int = 0) -> Decision:
    found = identify_findings(audited.article, audited.report)[number]
    when = datetime(2026, 1, 31, tzinfo=UTC)
    return make_decision(found, ruling, reason=HOSTILE, who=who, when=when, rule_version=1)


def ask(workspace: Workspace, name: str) -> list[dict[str, str]]:
    answer = workspace.store.open().query(get_query(name).text, prefixes=PREFIXES)
    return [{c: t.value for c, t in zip(answer.columns, row, strict=True) if t} for row in answer.rows]


@pytest.fixture(scope="module")
def decided(workspace: Workspace, audited: Audited) -> Workspace:
    for ruling, who in ((Ruling.DISMISS, "Ada"), (Ruling.ACCEPT, "Bo <b>")):
        keep_decision(workspace, audited.article.id, decide(audited, ruling, who))
    return workspace


def test_both_people_are_in_the_graph_at_once_and_after_a_build(decided: Workspace) -> None:
    at_once = ask(decided, "article_decisions")
    assert [(row["who"], row["ruling"], row["state"]) for row in at_once] == [
        ("Ada", "dismiss", "holds"),
        ("Bo <b>", "accept", "holds"),
    ]
    assert {row["reason"] for row in at_once} == {HOSTILE}
    assert build(decided).rejected == ()
    assert ask(decided, "article_decisions") == at_once
    assert [row["decisions"] for row in ask(decided, "rule_agreement")] == ["1", "1"]


def test_the_graph_with_decisions_fits_its_shapes(decided: Workspace) -> None:
    assert validate(decided.store.open(), sample=0).results == ()


def test_the_finding_in_the_graph_says_where_it_stands(decided: Workspace) -> None:
    text = "SELECT ?state WHERE { ?finding a ekg:Finding ; ekg:findingState ?state }"
    ((state,),) = decided.store.open().query(text, prefixes=PREFIXES).rows
    assert state is not None
    assert state.value == "disputed"


def test_the_settled_audit_leaves_the_report_as_it_is(decided: Workspace, audited: Audited) -> None:
    settled = settle_audit(decided, audited.article, audited.report)
    assert [one.finding for one in settled.findings] == list(audited.report.failures)
    assert settled.findings[0].standing is Standing.DISPUTED


def test_a_decision_on_a_claim_that_changed_is_told_in_the_graph(tmp_path: Path) -> None:
    workspace = Workspace.at(tmp_path / "ws")
    before = ingest_article(workspace, make_snapshot("calm.md", TEXT.encode()))
    number = next(n for n, f in enumerate(before.report.failures) if f.subject_kind == "claim")
    keep_decision(workspace, before.article.id, decide(before, Ruling.DISMISS, "Ada", number))
    words = before.article.text[before.report.failures[number].span.start :].split(".")[0]
    ingest_article(workspace, make_snapshot("calm.md", TEXT.replace(words, f"{words} indeed").encode()))
    (row,) = ask(workspace, "article_decisions")
    assert "no longer in the article" in row["state"]


def test_a_file_that_cannot_be_read_is_told_and_the_rest_is_built(tmp_path: Path) -> None:
    workspace = Workspace.at(tmp_path / "ws")
    audited = ingest_article(workspace, make_snapshot("calm.md", TEXT.encode()))
    path = decisions_path(workspace, audited.article.id)
    path.parent.mkdir()
    path.write_text("<<<<<<< HEAD\n", encoding="utf-8")
    report = build(workspace)
    assert [str(error).split(": ")[0] for error in report.rejected] == [f"{path}:1"]
    assert len(report.articles) == 1
    assert len(read_all_decisions(workspace).rejected) == 1
    with pytest.raises(RecordError, match="a merge that was not finished"):
        ingest_article(workspace, make_snapshot("calm.md", TEXT.encode()))
