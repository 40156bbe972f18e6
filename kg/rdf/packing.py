"""Many small parts as one literal: JSON lists in the order of the record's fields.

A table of 200 cells as nodes is some 2,000 statements, and nobody asks for one cell by a triple pattern. Such parts are
packed: one literal that gives back exactly what went in. What people do ask for (header cells, which paragraph cites
which work) stands beside it as nodes and edges.
"""

from __future__ import annotations

import dataclasses
import json
import types
from enum import StrEnum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from kg.identifiers import Identifier

__all__ = ["pack", "unpack"]


def pack(values: tuple[Any, ...]) -> str:
    """The parts as one line of JSON.

    >>> from kg.model import Span
    >>> pack((Span(0, 3), Span(5, 9)))
    '[[0,3],[5,9]]'
    """
    return json.dumps(_to_plain(values), ensure_ascii=False, separators=(",", ":"))


def unpack(text: str, kind: type[Any]) -> tuple[Any, ...]:
    """The parts of this kind that :func:`pack` wrote.

    >>> from kg.model import Span
    >>> unpack("[[0,3]]", Span)
    (Span(start=0, end=3),)

    Raises:
        ValueError: if it is anything else.
    """
    try:
        return tuple(_from_plain(part, kind) for part in json.loads(text))
    except (TypeError, IndexError, AttributeError) as error:
        raise ValueError(f"no packed {kind.__name__}: {text[:80]}") from error


def _to_plain(value: Any) -> Any:
    if isinstance(value, Identifier | StrEnum):
        return str(value)
    if dataclasses.is_dataclass(value):
        return [_to_plain(getattr(value, field.name)) for field in dataclasses.fields(value)]
    return [_to_plain(part) for part in value] if isinstance(value, tuple) else value


def _from_plain(value: Any, kind: Any) -> Any:
    if get_origin(kind) in (Union, types.UnionType):
        kind = next(part for part in get_args(kind) if part is not types.NoneType)
    if value is None:
        return None
    if get_origin(kind) is tuple:
        return tuple(_from_plain(part, get_args(kind)[0]) for part in value)
    if dataclasses.is_dataclass(kind) and isinstance(kind, type) and not issubclass(kind, Identifier):
        return kind(*(_from_plain(part, hint) for part, hint in zip(value, _hints(kind), strict=True)))
    return kind(value)


@cache
def _hints(kind: type[Any]) -> tuple[Any, ...]:
    hints = get_type_hints(kind)
    return tuple(hints[field.name] for field in dataclasses.fields(kind))
