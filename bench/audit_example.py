"""How much of what careful readers found in the worked example the audit finds, and what it says too much.

The yardsticks (../shared/corpus/evidence) list the claims of ../shared/corpus/article by paragraph and sentence, each
with the flag that an auditor is expected to raise, and the points that an audit should raise with the rules that may
raise them. A point is reached when one of its rules fails on one of its claims (on a reference or the article where it
names none) and the finding is shown as one of its own. A wrong alarm is a warning or error on claims whose flag is
``none``.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bench.figures import Figure, print_figures
from ingest.pipeline import Audited, audit_snapshot, load_snapshot, open_evidence
from kg.model import Article, Finding, Severity, SubjectKind
from kg.workspace import Workspace

__all__ = [
    "LEAST_POINTS",
    "Yardstick",
    "audit_example",
    "keys_of",
    "main",
    "measure",
    "points_reached",
    "read_yardstick",
    "wrong_alarms",
]

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
LEAST_POINTS = 11
FIRST_LINE = 43
"""The yardstick's paragraph 1 stands on line 44 of the file."""


@dataclass(frozen=True, slots=True)
class Yardstick:
    """The claims that careful readers listed and the points that an audit should raise, as the files give them."""

    claims: Sequence[Mapping[str, Any]]
    points: Sequence[Mapping[str, Any]]


def read_yardstick(corpus: Path = CORPUS) -> Yardstick:
    """Both yardsticks of the worked example."""
    claims = yaml.safe_load((corpus / "evidence" / "claims.yaml").read_text(encoding="utf-8"))["claims"]
    points = yaml.safe_load((corpus / "evidence" / "expected_audit.yaml").read_text(encoding="utf-8"))["points"]
    return Yardstick(claims, points)


def audit_example(workspace: Workspace, corpus: Path = CORPUS) -> Audited:
    """The worked example, held against what the workspace knows."""
    (path,) = (corpus / "article").iterdir()
    return audit_snapshot(load_snapshot(path), open_evidence(workspace))


def keys_of(article: Article, yardstick: Yardstick) -> dict[str, set[str]]:
    """The keys of the article's claims for each claim of the yardstick, by paragraph, sentence and part."""
    numbers: dict[int, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for claim in article.claims:
        numbers[article.sentences[claim.sentence].line][claim.sentence].append(claim.key)
    found = {}
    for expected in yardstick.claims:
        place = re.fullmatch(r"P(\d+)(?:\.s(\d+))?([a-z])?", expected["at"])
        if place is None:
            raise ValueError(f"{expected['id']}: {expected['at']} is no place")
        paragraph, sentence, part = place.groups()
        sentences = list(numbers[int(paragraph) + FIRST_LINE].values())
        there = sentences[int(sentence) - 1] if sentence else [key for keys in sentences for key in keys]
        found[expected["id"]] = {there[min("abcd".index(part), len(there) - 1)]} if part else set(there)
    return found


def points_reached(audited: Audited, yardstick: Yardstick) -> dict[int, Finding]:
    """For each point that is reached, the first finding that raises it."""
    keys = keys_of(audited.article, yardstick)
    reached: dict[int, Finding] = {}
    for point in yardstick.points:
        about = {key for claim in point["claims"] for key in keys[claim]}
        for finding in audited.report.failures:
            on_point = finding.subject in about if about else finding.subject_kind is not SubjectKind.CLAIM
            if finding.rule in point["rules"] and on_point and _is_shown(finding):
                reached.setdefault(point["n"], finding)
    return reached


def _is_shown(finding: Finding) -> bool:
    """Whether the report shows it as a finding of its own: notes on single uncited claims it only sums up."""
    return (
        finding.rule != "CIT001"
        or finding.severity is not Severity.NOTE
        or finding.subject_kind is not SubjectKind.CLAIM
    )


def wrong_alarms(audited: Audited, yardstick: Yardstick) -> list[Finding]:
    """Warnings and errors on claims that careful readers let pass."""
    keys = keys_of(audited.article, yardstick)
    clean = {key for claim in yardstick.claims if claim["flag"] == "none" for key in keys[claim["id"]]}
    flagged = {key for claim in yardstick.claims if claim["flag"] != "none" for key in keys[claim["id"]]}
    return [
        finding
        for finding in audited.report.failures
        if finding.subject in clean - flagged and finding.severity is not Severity.NOTE
    ]


def measure() -> list[Figure]:
    """Points reached, wrong alarms, and how long the list is that an editor has to read."""
    with tempfile.TemporaryDirectory() as folder:
        audited = audit_example(Workspace.at(Path(folder) / "ws"))
    yardstick = read_yardstick()
    shown = [finding for finding in audited.report.failures if finding.severity is not Severity.NOTE]
    points = len(yardstick.points)
    reached = points_reached(audited, yardstick)
    return [
        Figure("example: points reached", len(reached), f"of {points}", f">= {LEAST_POINTS}"),
        Figure("example: alarms on what readers let pass", len(wrong_alarms(audited, yardstick)), "findings", "== 0"),
        Figure("example: warnings and errors in all", len(shown), "findings"),
    ]


def main() -> int:
    """Measure, and name the points that are not reached; gives back the exit status."""
    if not CORPUS.is_dir():
        print("the corpus is not beside the checkout", file=sys.stderr)
        return 1
    return print_figures(measure())


if __name__ == "__main__":
    sys.exit(main())
