"""What hangs on one publication: as text for people, as a document for programs."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator

from kg.impact import Impact, LeaningClaim

__all__ = ["to_json", "to_text"]


def to_json(impact: Impact) -> str:
    """What hangs on it, for programs."""
    document = {
        "study": impact.study.value,
        "title": impact.title,
        "losing": [dataclasses.asdict(claim) for claim in impact.losing],
        "keeping": [dataclasses.asdict(claim) for claim in impact.keeping],
        "opposed": [dataclasses.asdict(claim) for claim in impact.opposed],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def to_text(impact: Impact) -> str:
    """What hangs on it, for people."""
    return "\n".join(_lines(impact)).rstrip() + "\n"


def _lines(impact: Impact) -> Iterator[str]:
    yield f"If {impact.study} falls ({impact.title or 'no title known'}):"
    if not impact.touched:
        yield "  no claim of an article that is kept here cites it."
        return
    articles = len({claim.article for claim in impact.touched})
    yield f"  {_counted(len(impact.touched), 'claim')} in {_counted(articles, 'article')} cite it."
    yield ""
    yield f"Left without any study: {_counted(len(impact.losing), 'claim')}"
    for claim in impact.losing:
        yield from _claim(claim)
    yield ""
    yield f"Citing other studies too: {_counted(len(impact.keeping), 'claim')}"
    for claim in impact.keeping:
        yield from _claim(claim)
        for other in claim.others:
            yield f"      {other.study}" + (f": {other.title}" if other.title else "")
    yield ""
    yield f"It speaks against: {_counted(len(impact.opposed), 'finding')}"
    for found in impact.opposed:
        yield f"  {found.article}, line {found.line}: {found.text}"
        yield f"      {found.rule}: {found.message}"


def _claim(claim: LeaningClaim) -> Iterator[str]:
    yield f"  {claim.article}, line {claim.line}: {claim.text} ({claim.verdict})"


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
