"""The pulls of a workspace: what was asked of PubMed, when, and what became of it, one file of ``pulls/`` each."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ingest.pubmed.pull import PullReport
from kg.errors import EvidenceError, Place, RecordError
from kg.workspace import Workspace

__all__ = ["KeptPulls", "Pull", "keep_pull", "make_pull", "read_pulls"]


@dataclass(frozen=True, slots=True)
class Pull:
    """One pull; every PMID that was wanted is in one of the four lists.

    Attributes:
        time: when it ended, ISO 8601 in UTC.
        asked: what for, in the words of whoever asked.
        fetched: PMIDs whose records the service gave now.
        held: PMIDs whose records were here already, so that nobody was asked for them.
        not_found: PMIDs that PubMed has no record of.
        failed: PMIDs that could not be had, and ``reasons`` why.
        unidentified: what could not be led to a record, one line each.
    """

    time: str
    asked: str
    fetched: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    not_found: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    unidentified: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KeptPulls:
    """The pulls of a workspace, the newest first, and why each other file could not be read."""

    pulls: tuple[Pull, ...]
    rejected: tuple[EvidenceError, ...]


def make_pull(report: PullReport, asked: str, held: frozenset[str], unidentified: Iterable[str] = ()) -> Pull:
    """What a pull came to.

    Args:
        report: what became of each PMID.
        asked: what for, in words.
        held: keys of the requests whose answers were kept before it began.
        unidentified: what could not be led to a record.
    """
    had = [item for item in report.pulled if item.entry.request.key in held]
    new = [item for item in report.pulled if item.entry.request.key not in held]
    return Pull(
        datetime.now(UTC).isoformat(timespec="seconds"),
        asked,
        fetched=tuple(str(item.record.pmid) for item in new),
        held=tuple(str(item.record.pmid) for item in had),
        not_found=tuple(str(pmid) for pmid in report.not_found),
        failed=tuple(str(pmid) for failure in report.failures for pmid in failure.pmids),
        reasons=tuple(dict.fromkeys(failure.reason for failure in report.failures)),
        unidentified=tuple(unidentified),
    )


def keep_pull(workspace: Workspace, pull: Pull) -> None:
    """Write a pull into the workspace's history.

    Raises:
        WorkspaceError: if it cannot be written.
    """
    document = {name: getattr(pull, name) for name in Pull.__dataclass_fields__}
    text = json.dumps(document, indent=2, ensure_ascii=False) + "\n"
    workspace.keep_pull(f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}", text)


def read_pulls(paths: Iterable[Path]) -> KeptPulls:
    """Every pull that these files hold."""
    pulls: list[Pull] = []
    rejected: list[EvidenceError] = []
    for path in paths:
        try:
            pulls.append(_parse(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, TypeError) as error:
            what = f"the pull cannot be read ({type(error).__name__}: {error})"
            rejected.append(RecordError(what, place=Place(str(path)), mend="Remove the file; nothing is lost by that."))
    return KeptPulls(tuple(sorted(pulls, key=lambda pull: pull.time, reverse=True)), tuple(rejected))


def _parse(text: str) -> Pull:
    document = json.loads(text)
    lists = {
        name: tuple(str(each) for each in document[name])
        for name in Pull.__dataclass_fields__
        if name not in ("time", "asked")
    }
    return Pull(str(document["time"]), str(document["asked"]), **lists)
