"""An audit report for programs: the records of the model as JSON, dataclass by dataclass."""

from __future__ import annotations

import dataclasses
import json
from enum import StrEnum
from typing import Any

from kg.identifiers import Identifier
from kg.model import Article, Report, Span

__all__ = ["to_json"]

FORMAT = 1
"""Version of the layout; grows when a reader of an older file would stumble."""


def to_json(report: Report, article: Article) -> str:
    """The report, with what the article's page lacked, as indented JSON; the same report gives the same text.

    Keys are the fields of :mod:`kg.model`; a span is ``[start, end]`` in characters of the article's text.
    """
    document = {
        "format": FORMAT,
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
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


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
