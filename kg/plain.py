"""Frozen records as values of JSON and back, driven by their type hints: compact, and nothing in them is ever run.

A record becomes the list of its fields, an enum or identifier its text, a tuple a list. What is read back is built by
the records' own constructors, so a value that no record could have is refused. A record can also be read from a mapping
of its fields' names, as reports write it; a field that was not known when it was written gets its default.
"""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Callable
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from kg.identifiers import Identifier

__all__ = ["from_plain", "to_plain"]

_Record = TypeVar("_Record")
_Read = Callable[[Any], Any]


def to_plain(value: Any) -> Any:
    """A record, or a part of one, in JSON's types.

    >>> from kg.model import Passage, Span
    >>> to_plain(Passage("Hair grew.", "a.md:3", (Span(0, 4),)))
    ['Hair grew.', 'a.md:3', [[0, 4]], None, False, None]
    """
    if value is None or value.__class__ in (str, int, bool):
        return value
    if isinstance(value, tuple):
        return [to_plain(part) for part in value]
    if isinstance(value, Enum | Identifier):
        return value.value
    if dataclasses.is_dataclass(value):
        return [to_plain(getattr(value, name)) for name, _ in _readers(value.__class__)]
    return str(value)


def from_plain(kind: type[_Record], value: Any) -> _Record:
    """The record that :func:`to_plain` made this of.

    Raises:
        ValueError: if it made it of nothing of this kind.

    >>> from kg.model import Passage, Span
    >>> from_plain(Passage, ["Hair grew.", "a.md:3", [[0, 4]], None, False, None]).marked
    (Span(start=0, end=4),)
    """
    try:
        record: _Record = _record_reader(cast("Any", kind))(value)
    except (TypeError, ArithmeticError, LookupError) as error:
        raise ValueError(f"this is no {kind.__name__} ({error})") from error
    return record


@cache
def _readers(kind: Any) -> tuple[tuple[str, _Read], ...]:
    """The name of each field and what reads its value."""
    hints = get_type_hints(kind)
    return tuple((field.name, _reader(hints[field.name])) for field in dataclasses.fields(kind))


@cache
def _record_reader(kind: Any) -> _Read:
    named = _readers(kind)
    readers = [read for _, read in named]

    def read_record(value: Any) -> Any:
        if isinstance(value, dict):
            return kind(**{name: read(value[name]) for name, read in named if name in value})
        return kind(*[read(part) for read, part in zip(readers, value, strict=True)])

    return read_record


@cache
def _reader(hint: Any) -> _Read:
    """What reads a value of this type."""
    origin, parts = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        read = _reader(next(part for part in parts if part is not types.NoneType))
        return lambda value: None if value is None else read(value)
    if origin is tuple:
        read = _reader(parts[0])
        return lambda value: tuple([read(part) for part in value])
    if hint in (str, int, bool):
        return _checked(hint)
    if issubclass(hint, Enum | Identifier | Decimal):
        made: _Read = hint
        return made
    if dataclasses.is_dataclass(hint):
        return _record_reader(cast("Any", hint))
    raise TypeError(f"values of {hint} cannot be read")


def _checked(kind: type[Any]) -> _Read:
    def read(value: Any) -> Any:
        if value.__class__ is not kind:
            raise TypeError(f"{value!r:.40} is no {kind.__name__}")
        return value

    return read
