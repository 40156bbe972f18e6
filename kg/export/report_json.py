"""An audit report for programs: the fix list, then the records of the model as JSON, dataclass by dataclass."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any

from kg.audit import RULES
from kg.audit.fix_list import fix_list
from kg.decisions import FindingIds
from kg.errors import EvidenceError
from kg.export.places import column_of, counts_in_file
from kg.identifiers import Identifier
from kg.model import Article, Finding, Report, Span
from kg.model.fix import Fix, Screened
from kg.model.position import Conflict

__all__ = ["FORMAT", "to_document", "to_frame", "to_json", "to_part"]

FORMAT = 1
"""Version of the layout; grows when a reader of an older file would stumble."""


def to_json(audits: Iterable[Screened], unread: Iterable[EvidenceError] = ()) -> str:
    """The audits of some articles as one indented JSON document; the same audits give the same text.

    Keys are the fields of :mod:`kg.model`; a span is ``[start, end]`` in characters of the article's text.
    ``data/schema/report.schema.json`` describes it.

    Args:
        audits: each audit with what was set aside.
        unread: the errors of the articles that could not be read.
    """
    return to_frame([to_part(screened) for screened in audits], list(unread))


def to_part(screened: Screened) -> str:
    """One audit of the document, as JSON on a line."""
    article, ids = screened.article, FindingIds.of(screened.article, screened.report)
    return json.dumps(
        {
            "path": screened.path,
            "fixes": [_fix(fix, article, ids) for fix in fix_list(screened)],
            "suppressed": _plain(screened.suppressed),
            **to_document(screened.report, article),
        },
        ensure_ascii=False,
    )


def to_frame(parts: Sequence[str], unread: Sequence[EvidenceError], conflicts: Sequence[Conflict] | None = None) -> str:
    """The document of these audits; with the contradictions between them where they were held against each other."""
    document: dict[str, Any] = {
        "format": FORMAT,
        "audits": [json.loads(part) for part in parts],
        "unread": [{"source": str(error.place), "message": str(error)} for error in unread],
    }
    if conflicts is not None:
        document["conflicts"] = [_plain(conflict) for conflict in conflicts]
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def to_document(report: Report, article: Article) -> dict[str, Any]:
    """One audit in JSON's types, with what the article's page lacked."""
    return {
        "article": {
            "id": article.id.value,
            "source": article.source,
            "title": article.title,
            "snapshot": article.snapshot,
            "defects": _plain(article.defects),
            "references": _plain(article.references),
            "claims": _plain(article.claims),
        },
        "report": _plain(report),
    }


def _fix(fix: Fix, article: Article, ids: FindingIds) -> dict[str, Any]:
    first = fix.finding
    return {
        "harm": fix.harm.value,
        "severity": first.severity.value,
        "possible": first.possible,
        "rule": first.rule,
        "name": RULES[first.rule].name,
        "message": first.message,
        "sentence": fix.sentence,
        "places": [_place(finding, article, ids) for finding in fix.findings],
        "source": _plain(first.source),
    }


def _place(finding: Finding, article: Article, ids: FindingIds) -> dict[str, Any]:
    """Where it stands; the column is ``null`` where spans do not count the file's characters."""
    patch, key = finding.patch, ids.find(finding)
    return {
        "id": key.value if key else None,
        "line": finding.line,
        "column": column_of(article, finding.span.start) if counts_in_file(article) else None,
        "span": _plain(finding.span),
        "subject": finding.subject,
        "said": _plain(finding.said),
        "also": list(finding.folded),
        "patch": patch
        and {
            "span": _plain(patch.span),
            "words": patch.span.of(article.text),
            "replacement": patch.replacement,
        },
    }


def _plain(value: Any) -> Any:
    """The value in JSON's types."""
    if isinstance(value, Span):
        return [value.start, value.end]
    if isinstance(value, Identifier | StrEnum):
        return str(value)
    if dataclasses.is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if value is None or isinstance(value, str | bool | int):
        return value
    return str(value)
