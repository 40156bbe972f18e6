"""An audit report for programs: the records of the model as JSON, dataclass by dataclass."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from kg.errors import EvidenceError
from kg.identifiers import Identifier
from kg.model import Article, Report, Span
from kg.model.position import Conflict

__all__ = ["join", "to_document", "to_json", "to_part"]

FORMAT = 1
"""Version of the layout; grows when a reader of an older file would stumble."""


def to_json(audits: Iterable[tuple[Report, Article]], unread: Iterable[EvidenceError] = ()) -> str:
    """The audits of some articles as one indented JSON document; the same reports give the same text.

    Keys are the fields of :mod:`kg.model`; a span is ``[start, end]`` in characters of the article's text.

    Args:
        audits: each report with the article that it audited.
        unread: the errors of the articles that could not be read.
    """
    return join((to_part(report, article) for report, article in audits), unread)


def to_part(report: Report, article: Article) -> str:
    """One audit as it stands in the document."""
    return _dumped(to_document(report, article)).replace("\n", "\n    ")


def join(
    parts: Iterable[str], unread: Iterable[EvidenceError] = (), conflicts: Iterable[Conflict] | None = None
) -> str:
    """The document of some audits.

    Args:
        parts: what :func:`to_part` gave of each.
        unread: the errors of the articles that could not be read.
        conflicts: the contradictions between the articles, where several were held against each other.
    """
    rest: dict[str, Any] = {
        "unread": [{"source": str(error.place), "message": str(error)} for error in unread],
    }
    if conflicts is not None:
        rest["conflicts"] = [_plain(conflict) for conflict in conflicts]
    audits = ",\n    ".join(parts)
    shown = f"[\n    {audits}\n  ]" if audits else "[]"
    return f'{{\n  "format": {FORMAT},\n  "audits": {shown},{_dumped(rest)[1:]}\n'


def _dumped(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)


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
