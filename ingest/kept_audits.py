"""Audits that were written to a file: a run that a workspace keeps, or a report in JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from kg.errors import EvidenceError, Place, RecordError
from kg.export.report_json import FORMAT
from kg.identifiers import ArticleId
from kg.model import Claim, Outcome, RunFinding, Severity, SubjectKind, Verdict
from kg.plain import from_plain
from kg.run_comparison import DatedAudit, KeptAudit

__all__ = ["holds_audits", "read_audits", "read_history"]

_AGAIN = "Make it again: `kg audit --format json FILE > REPORT`, or `kg ingest article FILE` for a run."


def holds_audits(path: Path) -> bool:
    """Whether a file is a run or a report rather than an article, by its form."""
    return path.suffix == ".json" and path.is_file()


def read_audits(path: Path) -> tuple[KeptAudit, ...]:
    """The audits in a file; what an earlier version wrote is read as far as this one can.

    Raises:
        RecordError: if it is no run and no report, is damaged, or is of a version that this one cannot read.
    """
    place = Place(str(path))
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(document, dict) and int(document.get("format", FORMAT)) > FORMAT:
            raise RecordError(
                f"the report has layout {document['format']}, and this program reads up to {FORMAT}",
                place=place,
                mend="Compare with the newer program, or make it again with this one.",
            )
        audits = document.get("audits", [document])
        return tuple(_read(audit) for audit in audits)
    except RecordError:
        raise
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        version = document.get("version") if "document" in locals() and isinstance(document, dict) else None
        made = f", made by version {version}," if version else ""
        what = f"this run or report{made} cannot be read ({type(error).__name__}: {error})"
        raise RecordError(what, place=place, mend=_AGAIN) from error


def read_history(paths: Iterable[Path]) -> tuple[tuple[DatedAudit, ...], tuple[EvidenceError, ...]]:
    """The runs in these files, the oldest first, and why each other file could not be read."""
    found: list[DatedAudit] = []
    rejected: list[EvidenceError] = []
    for path in paths:
        try:
            document = json.loads(path.read_text(encoding="utf-8"))
            verdicts = {str(one["claim"]): Verdict(one["verdict"]) for one in document["report"]["ledger"]}
            found.append(DatedAudit(_read(document), str(document["time"]), str(document["version"]), verdicts))
        except (OSError, ValueError, KeyError, TypeError, AttributeError, EvidenceError) as error:
            what = f"this run cannot be read ({type(error).__name__}: {error})"
            rejected.append(RecordError(what, place=Place(str(path)), mend="Remove the file, or put it back whole."))
    return tuple(sorted(found, key=lambda one: one.time)), tuple(rejected)


def _read(audit: Mapping[str, Any]) -> KeptAudit:
    article, report = audit["article"], audit["report"]
    return KeptAudit(
        article=ArticleId(article["id"]),
        source=str(article["source"]),
        snapshot=str(article["snapshot"]),
        claims=tuple(from_plain(Claim, claim) for claim in article["claims"]),
        lines={str(entry["claim"]): int(entry["line"]) for entry in report["ledger"]},
        findings=tuple(_finding(one) for one in report["findings"] if one["outcome"] == Outcome.FAILED),
    )


def _finding(one: Mapping[str, Any]) -> RunFinding:
    said = one["said"]
    return RunFinding(
        rule=str(one["rule"]),
        severity=Severity(one["severity"]),
        subject_kind=SubjectKind(one["subject_kind"]),
        subject=str(one["subject"]),
        message=str(one["message"]),
        line=int(one["line"]),
        said=None if said is None else str(said["text"]),
    )
