"""The engine that turns frozen records into triples and back, driven by their type hints.

Each field of a record becomes one predicate. A scalar becomes a literal or, for a key of another
thing, that thing's IRI. A record inside a record becomes a node of its own. ``None``, an empty tuple
and a value equal to the field's default give no triple, and no triple gives the default back.

A record that is small and has no life of its own (a date with its kind) may be written as one literal: its shape
then has a text form in place of classes. Fields that a shape calls packed are one literal each, whatever they hold
(see :mod:`kg.rdf.packing`).

Order: parts of a tuple that are records carry ``ekg:order`` from 1. Scalars of a tuple stand as plain
repeated values; where their order is not the sorted one (or one repeats), it is kept beside them as an
``rdf:Seq``, so that simple queries stay simple and nothing is lost.
"""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from operator import attrgetter
from typing import Any, Protocol, TypeVar, Union, get_args, get_origin, get_type_hints, runtime_checkable

from rdflib import RDF, RDFS, URIRef
from rdflib.term import Node

from kg.errors import Place, RecordError
from kg.rdf.iris import child_iri, child_path
from kg.rdf.packing import pack, unpack
from kg.rdf.telling import Lines, Told, Triple, Triples
from kg.rdf.terms import from_term, to_lexical
from kg.vocabulary import EKG

__all__ = ["Mapper", "Shape", "TextForm", "Triple", "TripleSource", "camel_case"]

_TYPE, _LABEL, _SEQUENCE, _ORDER = RDF.type, RDFS.label, RDF.Seq, EKG.order
"""Looked up once: a namespace checks each name that is asked of it."""

_Record = TypeVar("_Record")


class TripleSource(Protocol):
    """Anything that answers "what does this subject have for this predicate": a Graph, a store."""

    def objects(self, subject: Any, predicate: Any, /) -> Iterable[Node]:
        """The objects, in no order."""


@runtime_checkable
class NodeSource(Protocol):
    """A source that can also tell all that it says of one subject at once."""

    def about(self, subject: Any, /) -> Callable[[Any], Iterable[Node]]:
        """What gives the objects of this subject for a predicate, in no order."""


class _ByNode:
    """A source asked once for each node: a record asks for dozens of predicates, and most of them are absent.

    Args:
        source: it must not change while this one is in use.
    """

    def __init__(self, source: NodeSource) -> None:
        self._about = cache(source.about)

    def objects(self, subject: Any, predicate: Any) -> Iterable[Node]:
        """The objects, in no order."""
        return self._about(subject)(predicate)


@dataclass(frozen=True, slots=True)
class Shape:
    """How one record type is written.

    Attributes:
        record: the dataclass.
        classes: its RDF classes, the most specific first.
        predicates: those of its fields that do not take the default, ``ekg:`` and the field's name.
        iri: the IRI of a record from its owner's and itself; without it, its place in its owner.
        label: its ``rdfs:label``; without it, none.
        text: writes the record as one literal, and reads it from there (raising ValueError); without it, it is a node.
        packed: those of its tuple fields that are written as one literal.
    """

    record: type[Any]
    classes: tuple[URIRef, ...] = ()
    predicates: Mapping[str, URIRef] = field(default_factory=dict)
    iri: Callable[[URIRef, Any], URIRef] | None = None
    label: Callable[[Any], str] | None = None
    text: TextForm | None = None
    packed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class TextForm:
    """How a record is written as one literal, and read from it."""

    write: Callable[[Any], str]
    read: Callable[[str], Any]


@dataclass(frozen=True, slots=True)
class _Slot:
    """One field: its predicate, the type of its value or parts, what no triple means, the role and shape of parts.

    ``is_node`` tells whether its values are records written as nodes; ``write`` makes the literal of one that is not.
    """

    name: str
    predicate: URIRef
    kind: type[Any]
    many: bool
    absent: Any
    role: str
    shape: Shape | None = None
    packed: bool = False
    is_node: bool = False
    write: Callable[[Any], str] | None = None


def camel_case(name: str) -> str:
    """A field's name as a local name in RDF.

    >>> camel_case("follow_up")
    'followUp'
    """
    head, *rest = name.split("_")
    return head + "".join(part.capitalize() for part in rest)


class Mapper:
    """Both directions for a set of shapes.

    Args:
        shapes: one for each record type that can occur.
    """

    def __init__(self, shapes: Iterable[Shape]) -> None:
        self._shapes = {shape.record: shape for shape in shapes}
        self._known: dict[type[Any], tuple[_Slot, ...]] = {}
        self._readers: dict[type[Any], Callable[[Any], tuple[Any, ...]]] = {}

    def _slots(self, record: type[Any]) -> tuple[_Slot, ...]:
        if record not in self._known:
            self._known[record] = self._make_slots(record)
            self._readers[record] = _make_reader([slot.name for slot in self._known[record]])
        return self._known[record]

    def _make_slots(self, record: type[Any]) -> tuple[_Slot, ...]:
        hints = get_type_hints(record)
        shape = self._shapes[record]
        slots = []
        for part in dataclasses.fields(record):
            kind, many = _value_type(hints[part.name])
            predicate = shape.predicates.get(part.name) or EKG[camel_case(part.name)]
            absent = _absent(part, hints[part.name], many=many)
            role, packed = camel_case(part.name), part.name in shape.packed
            inner = self._shapes.get(kind)
            text = None if inner is None else inner.text
            is_node, write = inner is not None and text is None and not packed, None if text is None else text.write
            slots.append(_Slot(part.name, predicate, kind, many, absent, role, inner, packed, is_node, write))
        return tuple(slots)

    def to_triples(self, record: Any, subject: URIRef) -> Iterator[Triple]:
        """The triples of one record under the given IRI, its parts included."""
        told = Triples([])
        self._walk(record, subject, told)
        return iter(told.triples)

    def to_lines(self, record: Any, subject: str, graph: str) -> list[str]:
        """The same triples as lines of N-Quads in a named graph, in no order."""
        told = Lines([], f" <{graph}> .\n")
        self._walk(record, subject, told)
        return told.lines

    def _walk(self, record: Any, subject: str, told: Told) -> None:
        """Tell each triple: the IRI of its owner, the predicate, and the plain value or the IRI of a part."""
        shape = self._shapes[type(record)]
        if shape.classes:
            told.tell(subject, _TYPE, shape.classes)
        if shape.label is not None:
            told.tell(subject, _LABEL, (shape.label(record),))
        slots, read_all = self._slots(type(record)), self._readers[type(record)]
        for slot, value in zip(slots, read_all(record), strict=True):
            absent = slot.absent
            if value is None or value is absent or value == absent:
                continue
            if slot.packed:
                told.tell(subject, slot.predicate, (pack(value),))
            elif slot.is_node:
                self._walk_parts(subject, slot, value if slot.many else (value,), told)
            else:
                values = value if slot.many else (value,)
                write = slot.write
                _tell_scalars(subject, slot, values if write is None else tuple(map(write, values)), told)

    def _walk_parts(self, owner: str, slot: _Slot, parts: tuple[Any, ...], told: Told) -> None:
        for position, part in enumerate(parts, start=1):
            if slot.shape is None or slot.shape.iri is None:
                subject = child_path(owner, slot.role, position if slot.many else None)
            else:
                subject = slot.shape.iri(URIRef(owner), part)
            told.link(owner, slot.predicate, subject)
            if slot.many:
                told.tell(subject, _ORDER, (position,))
            self._walk(part, subject, told)

    def from_triples(self, record: type[_Record], subject: URIRef, source: TripleSource) -> _Record:
        """The record that these triples say.

        Raises:
            RecordError: if a value that the record must have is missing, doubled or malformed.
        """
        return self._build(record, subject, _ByNode(source) if isinstance(source, NodeSource) else source)

    def _build(self, record: type[_Record], subject: URIRef, source: TripleSource) -> _Record:
        values = {slot.name: self._read(slot, subject, source) for slot in self._slots(record)}
        return record(**values)

    def _read(self, slot: _Slot, subject: URIRef, source: TripleSource) -> Any:
        found = list(source.objects(subject, slot.predicate))
        if not found:
            if slot.absent is dataclasses.MISSING:
                raise RecordError("a value is missing", place=Place(str(subject), field=slot.name))
            return slot.absent
        if slot.is_node:
            parts = sorted(found, key=lambda node: (_order(node, source), str(node)))
            records = tuple(self._build(slot.kind, URIRef(str(part)), source) for part in parts)
            return records if slot.many else records[0]
        if slot.many and not slot.packed:
            sequence = child_iri(subject, slot.role)
            found = _in_sequence(sequence, found, source)
        elif len(found) > 1:
            raise RecordError(f"{len(found)} values where one is possible", place=Place(str(subject), field=slot.name))
        try:
            if slot.packed:
                return unpack(str(found[0]), slot.kind)
            form = None if slot.shape is None else slot.shape.text
            values = tuple(form.read(str(node)) if form else from_term(node, slot.kind) for node in found)
        except (ValueError, ArithmeticError) as error:
            raise RecordError(f"unreadable value: {error}", place=Place(str(subject), field=slot.name)) from error
        return values if slot.many else values[0]


def _make_reader(names: Sequence[str]) -> Callable[[Any], tuple[Any, ...]]:
    """What gives the attributes of those names, all in one go."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda record: tuple(getattr(record, name) for name in names)


def _value_type(hint: Any) -> tuple[type[Any], bool]:
    """The value's type and whether there may be many: ``int | None``, ``tuple[Fact, ...]``, ``str``."""
    if get_origin(hint) in (Union, types.UnionType):
        hint = next(part for part in get_args(hint) if part is not types.NoneType)
    if get_origin(hint) is tuple:
        return get_args(hint)[0], True
    return hint, False


def _absent(part: dataclasses.Field[Any], hint: Any, *, many: bool) -> Any:
    """The value that is written as no triple; MISSING where there must be one."""
    if part.default is not dataclasses.MISSING:
        return part.default
    if many:
        return ()
    return None if types.NoneType in get_args(hint) else dataclasses.MISSING


def _tell_scalars(subject: str, slot: _Slot, values: tuple[Any, ...], told: Told) -> None:
    if len(values) == 1:
        told.tell(subject, slot.predicate, values)
        return
    by_lexical = {value if type(value) is str else to_lexical(value): value for value in values}
    told.tell(subject, slot.predicate, by_lexical.values())
    if len(by_lexical) < len(values) or sorted(by_lexical) != list(by_lexical):
        sequence = child_path(subject, slot.role)
        told.tell(sequence, _TYPE, (_SEQUENCE,))
        for position, value in enumerate(values, start=1):
            told.tell(sequence, _member(position), (value,))


def _in_sequence(sequence: URIRef, found: list[Node], source: TripleSource) -> list[Node]:
    """The values in the order of their ``rdf:Seq`` if there is one, else sorted."""
    ordered: list[Node] = []
    while member := list(source.objects(sequence, _member(len(ordered) + 1))):
        ordered.append(member[0])
    return ordered or sorted(found, key=str)


@cache
def _member(position: int) -> URIRef:
    """The predicate of a sequence's member, from 1."""
    return RDF[f"_{position}"]


def _order(node: Node, source: TripleSource) -> int:
    return next((int(str(order)) for order in source.objects(node, _ORDER)), 0)
