"""The raw worked example, held against the yardsticks that people wrote for it."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest
import yaml

from ingest.pipeline import Audited, audit_snapshot, load_snapshot, open_evidence
from kg.model import Finding, Outcome, Severity, SubjectKind, Verdict
from kg.workspace import Workspace

pytestmark = pytest.mark.corpus

FIRST_LINE = 43
"""The yardstick's paragraph 1 stands on line 44 of the file."""


@pytest.fixture(scope="module")
def yardstick(corpus: Path) -> list[dict[str, Any]]:
    text = (corpus / "evidence" / "claims.yaml").read_text(encoding="utf-8")
    claims: list[dict[str, Any]] = yaml.safe_load(text)["claims"]
    return claims


@pytest.fixture(scope="module")
def audited(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Audited:
    workspace = Workspace.at(tmp_path_factory.mktemp("example") / "ws")
    path = corpus / "article" / "microneedling-shedding.txt"
    return audit_snapshot(load_snapshot(path), open_evidence(workspace))


@pytest.fixture(scope="module")
def keys(audited: Audited, yardstick: list[dict[str, Any]]) -> dict[str, set[str]]:
    """The keys of our claims for each claim of the yardstick, by paragraph, sentence and part."""
    article = audited.article
    numbers: dict[int, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for claim in article.claims:
        numbers[article.sentences[claim.sentence].line][claim.sentence].append(claim.key)
    found = {}
    for expected in yardstick:
        place = re.fullmatch(r"P(\d+)(?:\.s(\d+))?([a-z])?", expected["at"])
        assert place is not None
        paragraph, sentence, part = place.groups()
        sentences = list(numbers[int(paragraph) + FIRST_LINE].values())
        there = sentences[int(sentence) - 1] if sentence else [key for keys in sentences for key in keys]
        found[expected["id"]] = {there[min("abcd".index(part), len(there) - 1)]} if part else set(there)
    return found


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


def test_no_warning_falls_on_a_claim_that_careful_readers_let_pass(
    audited: Audited, keys: dict[str, set[str]], yardstick: list[dict[str, Any]]
) -> None:
    clean = {key for claim in yardstick if claim["flag"] == "none" for key in keys[claim["id"]]}
    flagged = {key for claim in yardstick if claim["flag"] != "none" for key in keys[claim["id"]]}
    assert [
        finding
        for finding in audited.report.failures
        if finding.subject in clean - flagged and finding.severity is not Severity.NOTE
    ] == []


def test_points_of_the_expected_audit_that_these_rules_can_reach_are_reached(
    audited: Audited, corpus: Path, keys: dict[str, set[str]]
) -> None:
    points = yaml.safe_load((corpus / "evidence" / "expected_audit.yaml").read_text(encoding="utf-8"))["points"]
    reached = set()
    for point in points:
        about = set().union(*(keys[claim] for claim in point["claims"]))
        for finding in audited.report.failures:
            on_point = finding.subject in about if about else finding.subject_kind is not SubjectKind.CLAIM
            if finding.rule in point["rules"] and on_point:
                reached.add(point["n"])
    assert reached >= {3, 6, 8, 13, 16}


def test_report_says_what_was_read_and_what_was_not_checked(audited: Audited) -> None:
    cited = [entry for entry in audited.report.ledger if entry.studies]
    assert len({entry.line for entry in cited}) == 3
    assert all(entry.unchecked for entry in cited)
    verdicts = {entry.verdict for entry in audited.report.ledger}
    assert verdicts.isdisjoint({Verdict.SUPPORTED, Verdict.RESERVATIONS})
    untold = [f for f in audited.report.findings if f.rule == "SRC003" and f.outcome is Outcome.CANNOT_TELL]
    assert len(untold) == 2


def test_audit_of_the_same_file_is_the_same(audited: Audited, corpus: Path, tmp_path: Path) -> None:
    path = corpus / "article" / "microneedling-shedding.txt"
    again = audit_snapshot(load_snapshot(path), open_evidence(Workspace.at(tmp_path / "ws")))
    assert again.report == audited.report
