"""Records in YAML files that people edit by hand: read by the record's own types, each value with its line.

Because the type of the field decides, ``volume: 4``, ``p: 0.010`` and ``country: NO`` are the texts that they
look like, where YAML 1.1 alone makes a number, a shorter number and a truth value of them (yaml.org/type). The
reader walks the parser's events as deep as the record's types go and no deeper, so that no nesting,
alias or tag in a file can make it do more work than the file is long.
"""

from __future__ import annotations

import dataclasses
import difflib
import functools
import itertools
import re
import typing
from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import Enum, StrEnum
from types import MappingProxyType
from typing import Any, ClassVar, Generic, TypeVar

import yaml

from kg.errors import IdentifierError, Place, RecordError
from kg.identifiers import Identifier

__all__ = ["Sourced", "closest", "format_record", "parse_record"]

R = TypeVar("R")

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_COUNT = re.compile(r"0|[1-9][0-9]*")
_FIGURE = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_TRUTH = MappingProxyType({"true": True, "false": False})
_FLOW_WIDTH = 90
_LINE_WIDTH = 110


@dataclasses.dataclass(frozen=True, slots=True)
class Sourced(Generic[R]):
    """A record and where in its file each of its fields stands (from line 1)."""

    record: R
    source: str
    lines: Mapping[str, int]

    def place(self, field: str) -> Place:
        """Where ``field`` (such as ``facts[2].p``) stands; without a line if the file leaves it out."""
        return Place(self.source, self.lines.get(field), field)


@dataclasses.dataclass(frozen=True, slots=True)
class _Field:
    attribute: str
    kind: Any
    is_required: bool


@functools.cache
def _fields_of(kind: type) -> Mapping[str, _Field]:
    """The record's fields by the name that they have in a file, in order."""
    hints = typing.get_type_hints(kind)
    fields = {}
    for field in dataclasses.fields(kind):
        present = [hint for hint in typing.get_args(hints[field.name]) if hint is not type(None)]
        is_optional = type(None) in typing.get_args(hints[field.name])
        fields[field.metadata.get("file_name", field.name)] = _Field(
            attribute=field.name,
            kind=present[0] if is_optional else hints[field.name],
            is_required=field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING,
        )
    return MappingProxyType(fields)


def closest(word: str, known: list[str]) -> str:
    """A sentence that proposes the nearest known word; where none is near, it names them all if they are few.

    >>> closest("pmdi", ["pmid", "doi"])
    "Did you mean 'pmid'?"
    """
    near = difflib.get_close_matches(word, known, n=1)
    if near:
        return f"Did you mean {near[0]!r}?"
    return f"Known are: {', '.join(known)}." if len(known) <= 25 else "Look it up among those that exist."


def parse_record(
    data: bytes,
    kind: type[R],
    *,
    source: str,
    implied: Mapping[str, object] = MappingProxyType({}),
    guide: str = "the README beside the data",
) -> Sourced[R]:
    """The record that a YAML file holds.

    Args:
        data: the file's bytes.
        kind: the dataclass to read.
        source: the file's name, for messages.
        implied: values by field that hold where the file leaves them out.
        guide: where its writer reads what goes into it, for messages.

    Raises:
        RecordError: if the file is no UTF-8 or no YAML, is empty, names an unknown or the same field twice,
            leaves out a required one, or holds a value of the wrong type; with the line and field.
    """
    if b"\0" in data:
        raise RecordError(
            "the file holds a NUL byte, so it is not a text file",
            place=Place(source, data[: data.index(b"\0")].count(b"\n") + 1),
            mend="Save it again as UTF-8 text.",
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise RecordError("not UTF-8", place=Place(source, line), mend="Save the file again as UTF-8 text.") from None
    reader = _Reader(text, source, implied, guide)
    try:
        record = reader.read_document(kind)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise RecordError(
            f"not valid YAML: {getattr(error, 'problem', None) or getattr(error, 'reason', error)}",
            place=Place(source, mark.line + 1 if mark else None),
            mend="Look at the indentation and quotes on this line and the one above.",
        ) from None
    return Sourced(record, source, MappingProxyType(reader.lines))


class _Reader:
    """One pass over the events of one file."""

    def __init__(self, text: str, source: str, implied: Mapping[str, object], guide: str) -> None:
        self._events: Iterator[Any] = yaml.parse(text, Loader=_LOADER)
        self._source = source
        self._implied = implied
        self._guide = guide
        self.lines: dict[str, int] = {}

    def read_document(self, kind: type[R]) -> R:
        next(self._events)  # start of the stream
        if isinstance(next(self._events), yaml.StreamEndEvent):
            raise RecordError("the file is empty", place=Place(self._source), mend="Fill it in or remove it.")
        record: R = self._read(next(self._events), kind, "")
        next(self._events)  # end of the document
        if not isinstance(next(self._events), yaml.StreamEndEvent):
            raise RecordError(
                "the file holds more than one document",
                place=Place(self._source),
                mend="Keep one record a file and take the line '---' out.",
            )
        return record

    def _read(self, event: Any, kind: Any, field: str) -> Any:
        self.lines.setdefault(field, event.start_mark.line + 1)
        if typing.get_origin(kind) is tuple:
            return self._read_list(event, typing.get_args(kind)[0], field)
        if dataclasses.is_dataclass(kind) and not issubclass(typing.cast("type", kind), Identifier):
            return self._read_fields(event, kind, field)
        return self._read_scalar(event, kind, field)

    def _read_list(self, event: Any, kind: Any, field: str) -> tuple[Any, ...]:
        if not isinstance(event, yaml.SequenceStartEvent):
            raise self._error("is not a list", field, "Write [one, two], or each on a line of its own after '- '.")
        items: list[Any] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._read(event, kind, f"{field}[{len(items)}]"))
        return tuple(items)

    def _read_fields(self, event: Any, kind: Any, field: str) -> Any:
        known = _fields_of(kind)
        if not isinstance(event, yaml.MappingStartEvent):
            raise self._error("is not a group of fields", field, f"Its fields are: {', '.join(known)}.")
        values: dict[str, Any] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            name = getattr(event, "value", None) or "?"
            path = f"{field}.{name}" if field else name
            line = event.start_mark.line + 1
            if name not in known:
                raise RecordError(
                    f"{name!r} is not a field here", place=Place(self._source, line, path), mend=closest(name, [*known])
                )
            if known[name].attribute in values:
                raise RecordError(
                    "the field stands here twice", place=Place(self._source, line, path), mend="Keep one of the two."
                )
            self.lines[path] = line
            values[known[name].attribute] = self._read(next(self._events), known[name].kind, path)
        return kind(**self._with_implied(values, known, field))

    def _with_implied(self, values: dict[str, Any], known: Mapping[str, _Field], field: str) -> dict[str, Any]:
        for name, spec in known.items():
            path = f"{field}.{name}" if field else name
            if spec.attribute in values:
                continue
            if path in self._implied:
                values[spec.attribute] = self._implied[path]
            elif spec.is_required:
                raise RecordError(
                    f"the field {name!r} is missing",
                    place=Place(self._source, self.lines[field], path),
                    mend=f"Add it; {self._guide} says what goes into it.",
                )
        return values

    def _read_scalar(self, event: Any, kind: Any, field: str) -> Any:
        if not isinstance(event, yaml.ScalarEvent):
            raise self._error("is not a single value", field, "Write one text or figure; put quotes around [ and {.")
        is_bare = event.style in (None, "")
        text = event.value
        if not text.strip() or (is_bare and text in ("null", "~")):
            raise self._error("is empty", field, "Leave the line out where nothing was seen.")
        if _CONTROL.search(text):
            raise self._error("holds a control character", field, "Type the text again.")
        if kind is int and not (is_bare and _COUNT.fullmatch(text)):
            raise self._error(f"is {text!r}, which is not a whole number", field, "Write digits only, 0 or more.")
        if kind is Decimal and not _FIGURE.fullmatch(text):
            raise self._error(f"is {text!r}, which is not a number", field, "Write digits with a point, such as 0.05.")
        if kind is bool and not (is_bare and text in _TRUTH):
            raise self._error(f"is {text!r}, which is not true or false", field, "Write true or false.")
        if isinstance(kind, type) and issubclass(kind, Enum) and text not in [member.value for member in kind]:
            raise self._error(
                f"is {text!r}, which is not one of its values", field, closest(text, [member.value for member in kind])
            )
        if isinstance(kind, type) and issubclass(kind, Identifier):
            return self._read_identifier(text, kind, field)
        return _TRUTH[text] if kind is bool else kind(text)

    def _read_identifier(self, text: str, kind: type[Identifier], field: str) -> Identifier:
        try:
            return kind.parse(text)
        except IdentifierError as error:
            raise RecordError(error.what, place=self._place(field), mend=error.mend) from None

    def _error(self, what: str, field: str, mend: str) -> RecordError:
        return RecordError(what if field else f"the file {what}", place=self._place(field), mend=mend)

    def _place(self, field: str) -> Place:
        return Place(self._source, self.lines.get(field), field or None)


def format_record(record: object, *, leaving_out: frozenset[str] = frozenset()) -> str:
    """The record as YAML that a person can read and edit; :func:`parse_record` reads it back.

    Fields come in the record's order. Those at their default ("not seen") are left out, and so are those
    named in ``leaving_out``.
    """
    text = yaml.dump(
        _to_plain(record, "", leaving_out),
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        width=_LINE_WIDTH,
    )
    return _with_blank_lines(text)


def _with_blank_lines(text: str) -> str:
    """The text with each group of fields at its top level set apart."""
    parts = re.split(r"\n(?=\w)", text)
    is_group = [part.partition("\n")[0].endswith(":") for part in parts]
    gaps = ["\n\n" if before or here else "\n" for before, here in itertools.pairwise(is_group)]
    return "".join(part + gap for part, gap in zip(parts, [*gaps, ""], strict=True))


def _to_plain(value: object, field: str, leaving_out: frozenset[str]) -> object:
    if isinstance(value, tuple):
        return [_to_plain(item, f"{field}[{number}]", leaving_out) for number, item in enumerate(value)]
    if isinstance(value, Identifier):
        return value.value
    if isinstance(value, StrEnum):
        return value.value
    if not dataclasses.is_dataclass(value):
        return value
    plain: dict[str, object] = {}
    for part in dataclasses.fields(value):
        content = getattr(value, part.name)
        path = f"{field}.{part.name}" if field else part.name
        if path not in leaving_out and content != part.default:
            plain[part.metadata.get("file_name", part.name)] = _to_plain(content, path, leaving_out)
    return plain


def _represent_list(dumper: yaml.SafeDumper, items: list[object]) -> yaml.Node:
    lengths = [len(item) + 2 if isinstance(item, str) else _FLOW_WIDTH for item in items]
    is_short = sum(lengths) < _FLOW_WIDTH and max(lengths, default=0) < _FLOW_WIDTH // 2
    return dumper.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=is_short)


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    # PyYAML's other styles lose line breaks of Unicode (U+0085, U+2028) at the end of a text
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=None if text.isprintable() else '"')


def _represent_figure(dumper: yaml.SafeDumper, figure: Decimal) -> yaml.Node:
    text = format(figure, "f")
    return dumper.represent_scalar(f"tag:yaml.org,2002:{'float' if '.' in text else 'int'}", text)


class _Dumper(yaml.SafeDumper):
    """Lists stand under their field, indented; short ones on its line."""

    yaml_representers: ClassVar[dict[type, Any]] = {
        **yaml.SafeDumper.yaml_representers,
        Decimal: _represent_figure,
        list: _represent_list,
        str: _represent_text,
    }

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002 - PyYAML's signature
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - a person repeats the text
        return True
