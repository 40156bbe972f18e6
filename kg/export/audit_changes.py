"""What became of articles between two audits: as text for people, as a document for programs."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from kg.legibility import counted
from kg.run_comparison import AuditChanges

__all__ = ["to_json", "to_text"]


def to_json(changes: Iterable[AuditChanges]) -> str:
    """What became of each article, for programs."""
    document = {"format": 1, "articles": [_article(each) for each in changes]}
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _article(changes: AuditChanges) -> dict[str, Any]:
    return {
        "source": changes.source,
        "same": changes.is_same,
        "old": changes.old and changes.old.snapshot,
        "new": changes.new and changes.new.snapshot,
        "findings": {
            "new": [dataclasses.asdict(finding) for finding in changes.added],
            "gone": [dataclasses.asdict(finding) for finding in changes.gone],
            "kept": [dataclasses.asdict(finding) for finding in changes.kept],
        },
        "claims": [
            {"change": one.change.value, "old": one.old and one.old.text, "new": one.new and one.new.text}
            for one in changes.claims
        ],
        "stale_decisions": [dataclasses.asdict(one) for one in changes.stale],
    }


def to_text(changes: Sequence[AuditChanges], *, verbose: bool = False) -> str:
    """What became of each article, for people: ``+`` before what is new, ``-`` before what is gone.

    Args:
        changes: article by article.
        verbose: whether to list kept findings, and articles in which nothing changed.
    """
    lines = [line for each in changes if verbose or not each.is_same for line in _lines(each, verbose)]
    added, gone, kept, reworded, stale = (
        sum(map(count, changes))
        for count in (
            lambda each: len(each.added),
            lambda each: len(each.gone),
            lambda each: len(each.kept),
            lambda each: len(each.reworded),
            lambda each: len(each.stale),
        )
    )
    same = sum(each.is_same for each in changes)
    total = (
        f"{counted(added, 'finding')} new, {gone} gone, {kept} kept; {counted(reworded, 'claim')} reworded; "
        f"{counted(stale, 'decision')} gone stale; {same} of {counted(len(changes), 'article')} as before."
    )
    return "\n".join([*lines, total]) + "\n"


def _lines(changes: AuditChanges, verbose: bool) -> Iterator[str]:
    state = " (new)" if changes.old is None else " (no longer there)" if changes.new is None else ""
    yield f"{changes.source}{state}"
    for sign, findings in (("+", changes.added), ("-", changes.gone), (" ", changes.kept if verbose else ())):
        for finding in findings:
            yield f"{sign} line {finding.line}: {finding.severity} {finding.rule} {finding.message}"
    for claim in changes.reworded:
        if claim.old is not None and claim.new is not None:
            yield f"~ reworded: {claim.old.text}"
            yield f"        to: {claim.new.text}"
    for one in changes.stale:
        yield f"! decision gone stale: {one.who} decided to {one.decision} {one.rule} on “{one.words}”: {one.why}"
    yield ""
