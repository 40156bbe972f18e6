"""The raw worked example, held against the yardsticks that people wrote for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.audit_example import (
    LEAST_POINTS,
    Yardstick,
    audit_example,
    keys_of,
    points_reached,
    read_yardstick,
    wrong_alarms,
)
from ingest.pipeline import Audited
from kg.model import Finding, Outcome, Severity, Verdict
from kg.workspace import Workspace

pytestmark = pytest.mark.corpus


@pytest.fixture(scope="module")
def yardstick(corpus: Path) -> Yardstick:
    return read_yardstick(corpus)


@pytest.fixture(scope="module")
def audited(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Audited:
    return audit_example(Workspace.at(tmp_path_factory.mktemp("example") / "ws"), corpus)


@pytest.fixture(scope="module")
def keys(audited: Audited, yardstick: Yardstick) -> dict[str, set[str]]:
    return keys_of(audited.article, yardstick)


def failed(audited: Audited, rule: str) -> list[Finding]:
    return [finding for finding in audited.report.failures if finding.rule == rule]


def test_every_claim_of_the_yardstick_has_a_place(keys: dict[str, set[str]]) -> None:
    assert [claim for claim, found in keys.items() if not found] == []


def test_ten_for_nine_is_found_with_the_words_of_both_sides(audited: Audited, keys: dict[str, set[str]]) -> None:
    (finding,) = failed(audited, "NUM001")
    assert finding.subject in keys["c27"]
    assert (finding.severity, finding.line) == (Severity.ERROR, 60)
    assert finding.patch is not None
    assert finding.patch.span.of(audited.article.text) == "10 men"
    assert finding.patch.replacement == "9 men"
    assert finding.source[0].paraphrase


def test_unused_number_is_found(audited: Audited) -> None:
    (finding,) = failed(audited, "REF003")
    assert finding.message.startswith("Reference 3 is listed")


def test_corrected_source_is_found_and_is_no_retraction(audited: Audited) -> None:
    (finding,) = failed(audited, "SRC003")
    assert "erratum" in finding.message
    assert "29(4):554" in finding.message
    assert "retract" not in finding.message


def test_review_about_children_is_found(audited: Audited, keys: dict[str, set[str]]) -> None:
    (finding,) = failed(audited, "POP001")
    assert finding.subject in keys["c43"]
    assert "children and adolescents" in finding.message


def test_plural_on_one_study_is_found(audited: Audited, keys: dict[str, set[str]]) -> None:
    (finding,) = failed(audited, "CIT003")
    assert finding.subject in keys["c51"]


def test_three_lost_lists_are_found(audited: Audited, keys: dict[str, set[str]]) -> None:
    lost = {finding.subject for finding in failed(audited, "LST001") if finding.severity is Severity.WARNING}
    assert len(lost) == 3
    assert all(lost & keys[claim] for claim in ("c36", "c45", "c09"))


def test_no_warning_falls_on_a_claim_that_careful_readers_let_pass(audited: Audited, yardstick: Yardstick) -> None:
    assert wrong_alarms(audited, yardstick) == []


def test_points_of_the_expected_audit_that_these_rules_can_reach_are_reached(
    audited: Audited, yardstick: Yardstick
) -> None:
    reached = set(points_reached(audited, yardstick))
    assert reached >= {1, 2, 3, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17}
    assert len(reached) >= LEAST_POINTS


def test_report_says_what_was_read_and_what_was_not_checked(audited: Audited) -> None:
    cited = [entry for entry in audited.report.ledger if entry.studies]
    assert len({entry.line for entry in cited}) == 3
    assert all(entry.unchecked for entry in cited)
    verdicts = {entry.verdict for entry in audited.report.ledger}
    assert verdicts.isdisjoint({Verdict.SUPPORTED, Verdict.RESERVATIONS})
    untold = [f for f in audited.report.findings if f.rule == "SRC003" and f.outcome is Outcome.CANNOT_TELL]
    assert len(untold) == 2


def test_audit_of_the_same_file_is_the_same(audited: Audited, corpus: Path, tmp_path: Path) -> None:
    assert audit_example(Workspace.at(tmp_path / "ws"), corpus).report == audited.report
