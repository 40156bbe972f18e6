from __future__ import annotations

from ingest.kept_audits import read_history
from ingest.pipeline import build, ingest_article, make_snapshot
from kg.explorer.claim_history import find_gone, follow_claim
from kg.run_comparison import DatedAudit
from kg.workspace import Workspace
from tests.explorer.articles import WRONG_NUMBER

RIGHT = WRONG_NUMBER.replace("12 men", "9 men")
WITHOUT = WRONG_NUMBER.replace("In a trial of 12 men, scalp massage increased hair thickness.[1]", "See the source.[1]")


def audits_of(workspace: Workspace, *texts: str) -> tuple[DatedAudit, ...]:
    """The audits of these texts of one article, one after the other."""
    build(workspace)
    found: list[DatedAudit] = []
    for text in texts:
        for path in workspace.iter_runs():
            path.unlink()
        ingest_article(workspace, make_snapshot("rubbing.md", text.encode()))
        (runs, rejected) = read_history(workspace.iter_runs())
        assert not rejected
        found += runs
    return tuple(found)


def key_of(audit: DatedAudit, words: str) -> str:
    return next(claim.key for claim in audit.audit.claims if words in claim.text)


def test_history_tells_that_and_when_a_claim_was_reworded(tmp_workspace: Workspace) -> None:
    past = audits_of(tmp_workspace, WRONG_NUMBER, WRONG_NUMBER, RIGHT)
    history = follow_claim(key_of(past[-1], "9 men"), past)
    assert [(step.audits, step.reworded) for step in history.steps] == [(2, False), (1, True)]
    before, now = history.steps
    assert "12 men" in before.text
    assert "NUM001" in before.failed
    assert "NUM001" not in now.failed
    assert before.verdict != now.verdict
    assert history.is_first


def test_claim_that_came_later_begins_there(tmp_workspace: Workspace) -> None:
    past = audits_of(tmp_workspace, WITHOUT, WRONG_NUMBER)
    history = follow_claim(key_of(past[-1], "12 men"), past)
    assert len(history.steps) == 1
    assert not history.is_first


def test_gone_claim_is_told_with_its_words_and_the_nearest(tmp_workspace: Workspace) -> None:
    past = audits_of(tmp_workspace, WRONG_NUMBER, RIGHT)
    gone = find_gone(key_of(past[0], "12 men"), past[-1].audit.claims, past)
    assert gone.text is not None
    assert "12 men" in gone.text
    assert gone.nearest is not None
    assert "9 men" in gone.nearest.text


def test_damaged_run_is_told_and_the_others_are_read(tmp_workspace: Workspace) -> None:
    audits_of(tmp_workspace, RIGHT)
    tmp_workspace.keep_run("20260101T000000-broken", "{")
    runs, rejected = read_history(tmp_workspace.iter_runs())
    assert len(runs) == len(rejected) == 1
