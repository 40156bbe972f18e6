"""What became of an article that a reader dropped in, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ingest.pipeline import Audited
from kg.model import Severity

__all__ = ["describe"]


def describe(audited: Audited) -> Iterator[str]:
    """The steps that were done, each with what came out."""
    article, report = audited.article, audited.report
    led = sum(resolution.study is not None for resolution in report.resolutions)
    counts = Counter(finding.severity for finding in report.failures)
    checked = sum(bool(entry.studies) for entry in report.ledger)
    yield (
        f"Read {article.source}: {len(article.claims)} claims, {len(article.pointers)} markers, "
        f"{len(article.references)} references; {len(article.defects)} remarks on how well."
    )
    yield f"Followed the references: {led} of {len(article.references)} lead to a record in this workspace."
    yield f"Held {checked} of {len(report.ledger)} claims against a study; the others name none that is here."
    yield (
        "Found "
        + ", ".join(f"{counts[level]} {level.value}{'' if counts[level] == 1 else 's'}" for level in Severity)
        + "."
    )
    yield "Kept the article, its audit and its graph in the workspace."
