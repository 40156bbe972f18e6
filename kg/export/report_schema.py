"""The JSON Schema of an audit report, made from the records that it holds, so that the two cannot part.

``data/schema/report.schema.json`` is what :func:`to_schema` gives.
"""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from decimal import Decimal
from enum import StrEnum
from typing import Any

from kg.audit import RULES
from kg.export.report_json import FORMAT
from kg.identifiers import Identifier
from kg.model import Claim, Defect, Passage, Reference, Report, Severity, Span
from kg.model.fix import Harm
from kg.model.position import Conflict
from kg.model.suppression import Suppressed

__all__ = ["to_schema", "write_schema"]

Part = dict[str, Any]

_TEXT: Part = {"type": "string"}
_LINE: Part = {"type": "integer", "minimum": 1}
_SIMPLE: dict[type, Part] = {
    str: _TEXT,
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    Decimal: {"type": "string", "description": "a number, written out so that no digit is lost"},
    Span: {"$ref": "#/$defs/Span"},
}


def write_schema() -> str:
    """The schema as text."""
    return json.dumps(to_schema(), indent=2, ensure_ascii=False) + "\n"


def to_schema() -> Part:
    """The schema of :func:`kg.export.report_json.to_json`."""
    made = _Definitions()
    article = {
        "id": _TEXT,
        "source": {**_TEXT, "description": "the name of the file, or the address"},
        "title": _or_null(_TEXT),
        "snapshot": {**_TEXT, "description": "SHA-256 of the bytes that were read"},
        "defects": made.list_of(Defect),
        "references": made.list_of(Reference),
        "claims": made.list_of(Claim),
    }
    audit = {
        "path": {**_TEXT, "description": "the file or address as it was given"},
        "fixes": _list(_fix(made), "what to mend, the gravest for a reader first, each thing once"),
        "suppressed": {**made.list_of(Suppressed), "description": "findings that people set aside, and why"},
        "article": _object(article),
        "report": made.part_of(Report),
    }
    unread = {"source": _TEXT, "message": _TEXT}
    document = {
        "format": {"const": FORMAT, "description": "version of the layout"},
        "audits": _list(_object(audit), "one for each article that was read, in the order given"),
        "unread": _list(_object(unread), "the articles that could not be read, and why"),
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Report of kg audit",
        "description": "What articles say about their sources, held against them. Spans count characters of the text.",
        **_object(document, also={"conflicts": made.list_of(Conflict)}),
        "$defs": dict(sorted(made.parts.items())),
    }


def _fix(made: _Definitions) -> Part:
    patch = {"span": _SIMPLE[Span], "words": _TEXT, "replacement": _TEXT}
    place = {
        "id": {**_or_null(_TEXT), "description": "what `kg decide` knows it by; null for faults of suppressions"},
        "line": _LINE,
        "column": {**_or_null(_LINE), "description": "null where spans do not count the file's characters"},
        "span": _SIMPLE[Span],
        "subject": {**_TEXT, "description": "a claim's key, the index of a reference or marker, or the article's key"},
        "said": _or_null(made.part_of(Passage)),
        "also": _list(_LINE, "lines of further places with the same words"),
        "patch": _or_null(_object(patch)),
    }
    return _object(
        {
            "harm": {"enum": [harm.value for harm in Harm]},
            "severity": {"enum": [severity.value for severity in Severity]},
            "possible": {"type": "boolean", "description": "rests on a low-confidence or second-hand fact"},
            "rule": {"enum": sorted(RULES)},
            "name": _TEXT,
            "message": _TEXT,
            "sentence": _or_null(_TEXT),
            "places": {**_list(_object(place), "where it stands"), "minItems": 1},
            "source": made.list_of(Passage),
        }
    )


class _Definitions:
    """The parts that have names, made as they are first asked for."""

    def __init__(self) -> None:
        pair: Part = {"type": "integer", "minimum": 0}
        self.parts: dict[str, Part] = {
            "Span": {"type": "array", "items": pair, "minItems": 2, "maxItems": 2, "description": "[start, end]"}
        }

    def list_of(self, kind: type) -> Part:
        return {"type": "array", "items": self.part_of(kind)}

    def part_of(self, hint: Any) -> Part:
        """The schema of a field by its type.

        Raises:
            TypeError: if it is of a type that no record has had so far.
        """
        if hint in _SIMPLE:
            return _SIMPLE[hint]
        if isinstance(hint, types.UnionType) or typing.get_origin(hint) is typing.Union:
            kinds = [kind for kind in typing.get_args(hint) if kind is not type(None)]
            parts = [self.part_of(kind) for kind in kinds]
            return _or_null(*parts) if type(None) in typing.get_args(hint) else {"anyOf": parts}
        if typing.get_origin(hint) is tuple:
            kind, *rest = typing.get_args(hint)
            many = self.list_of(kind)
            return many if rest == [...] else {**many, "minItems": 1 + len(rest), "maxItems": 1 + len(rest)}
        if isinstance(hint, type) and issubclass(hint, Identifier):
            return _TEXT
        if isinstance(hint, type) and issubclass(hint, StrEnum):
            self.parts.setdefault(hint.__name__, {"enum": [member.value for member in hint]})
        elif isinstance(hint, type) and dataclasses.is_dataclass(hint):
            self._record(hint)
        else:
            raise TypeError(f"no schema for {hint!r}")
        return {"$ref": f"#/$defs/{hint.__name__}"}

    def _record(self, kind: type) -> None:
        if kind.__name__ not in self.parts:
            self.parts[kind.__name__] = {}
            hints = typing.get_type_hints(kind)
            fields = {field.name: self.part_of(hints[field.name]) for field in dataclasses.fields(kind)}
            summary = (kind.__doc__ or "").partition("\n")[0].strip()
            self.parts[kind.__name__] = {"description": summary, **_object(fields)}


def _object(properties: dict[str, Part], also: dict[str, Part] | None = None) -> Part:
    return {
        "type": "object",
        "properties": {**properties, **(also or {})},
        "required": list(properties),
        "additionalProperties": False,
    }


def _list(items: Part, description: str) -> Part:
    return {"type": "array", "items": items, "description": description}


def _or_null(*parts: Part) -> Part:
    return {"anyOf": [*parts, {"type": "null"}]}
