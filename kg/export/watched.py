"""What a round of watching found: as text for people, as a document for programs."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from typing import Any

from kg.identifiers import Pmid
from kg.impact import Impact, LeaningClaim
from kg.model import EditorialNotice
from kg.record_changes import FieldChange, WatchedChange, WatchReport

__all__ = ["to_json", "to_text"]

_LONGEST = 160


def to_json(report: WatchReport) -> str:
    """The round, for programs; notices and claims with their parts by name."""
    document = {
        "since": report.since,
        "asked": [pmid.value for pmid in report.asked],
        "changes": [_change_document(change) for change in report.changes],
        "still_gone": [pmid.value for pmid in report.still_gone],
        "unasked": [{"pmids": [p.value for p in each.pmids], "reason": each.reason} for each in report.unasked],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _change_document(watched: WatchedChange) -> dict[str, Any]:
    change, impact = watched.change, watched.impact
    return {
        "pmid": change.pmid.value,
        "title": change.title,
        "gone": change.is_gone,
        "notices": [_notice_document(notice) for notice in change.notices],
        "withdrawn": [_notice_document(notice) for notice in change.withdrawn],
        "fields": [dataclasses.asdict(field) for field in change.fields],
        "losing": [dataclasses.asdict(claim) for claim in impact.losing] if impact else [],
        "keeping": [dataclasses.asdict(claim) for claim in impact.keeping] if impact else [],
    }


def _notice_document(notice: EditorialNotice) -> dict[str, str | None]:
    return {
        "kind": notice.kind.value,
        "date": notice.date,
        "published_in": notice.published_in,
        "pmid": notice.pmid.value if notice.pmid else None,
        "stated_by": notice.stated_by,
    }


def to_text(report: WatchReport) -> str:
    """The round, for people."""
    return "\n".join(_lines(report)).rstrip() + "\n"


def _lines(report: WatchReport) -> Iterator[str]:
    changed = len(report.changes)
    yield f"{_counted(len(report.asked), 'record')} asked for; {changed or 'none'} changed."
    for watched in report.changes:
        yield ""
        yield from _change_lines(watched)
    if report.still_gone:
        yield ""
        yield f"Still not given by PubMed: {_listed(report.still_gone)}."
    for unasked in report.unasked:
        yield ""
        yield f"Not known, for they could not be asked for: {_listed(unasked.pmids)}."
        yield f"  {unasked.reason}"


def _change_lines(watched: WatchedChange) -> Iterator[str]:
    change = watched.change
    yield f"PMID {change.pmid}: {change.title or 'no title known'}"
    if change.is_gone:
        yield "  PubMed gives it no more: it was deleted, or merged with another record. What was held is kept."
    for notice in change.notices:
        yield f"  new: {_notice(notice)}"
    for notice in change.withdrawn:
        yield f"  no longer there: {_notice(notice)}"
    for field in change.fields:
        yield f"  changed: {_field(field)}"
    if watched.impact is None or not watched.impact.touched:
        yield "  No claim cites it."
        return
    yield f"  {_counted(len(watched.impact.touched), 'claim')} cite it:"
    yield from _claim_lines(watched.impact)


def _claim_lines(impact: Impact) -> Iterator[str]:
    for claim in impact.losing:
        yield from _claim(claim, "without it, no other study is cited")
    for claim in impact.keeping:
        others = ", ".join(other.study for other in claim.others)
        yield from _claim(claim, f"also cites {others}")


def _claim(claim: LeaningClaim, rest: str) -> Iterator[str]:
    yield f"    {claim.article}, line {claim.line}: {claim.text} ({claim.verdict}; {rest})"


def _notice(notice: EditorialNotice) -> str:
    parts = [notice.kind.value, notice.date or "no date given", notice.published_in]
    return ", ".join(part for part in parts if part) + (f" (PMID {notice.pmid})" if notice.pmid else "")


def _field(field: FieldChange) -> str:
    if field.before is None and field.after is None:
        return field.name
    return f"{field.name}, from {_value(field.before)} to {_value(field.after)}"


def _value(value: str | None) -> str:
    if value is None:
        return "nothing"
    return f'"{value}"' if len(value) <= _LONGEST else f'"{value[:_LONGEST]}…"'


def _listed(pmids: tuple[Pmid, ...]) -> str:
    return ", ".join(f"PMID {pmid}" for pmid in pmids)


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
