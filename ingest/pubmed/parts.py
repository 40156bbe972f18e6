"""The parts of a record: which elements are read as a whole, and what was read of each, in the order of the text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Generic, TypeVar
from xml.etree.ElementTree import Element

from ingest.pubmed.elements import words

__all__ = ["Part", "PartTable", "Parts", "join_path", "make_leaf"]

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True, eq=False)
class Part(Generic[_Value]):
    """One sort of element that is read as a whole.

    Attributes:
        path: where it stands in the record, such as ``MedlineCitation/PMID``.
        read: its value; ``None`` where it says nothing.
        recurs: whether many records have equal ones, so that a value is worth keeping for the next.
        opens: only its start tag is read; what it holds are parts of their own.
        into: the sort that its values are listed under, where the order among several sorts counts.
        read_words: what ``read`` does with the words and the attributes of the element, if it needs no more of it.
    """

    path: str
    read: Callable[[Element], _Value | None]
    recurs: bool = False
    opens: bool = False
    into: Part[Any] | None = None
    read_words: Callable[[str | None, Mapping[str, str]], _Value | None] | None = None


def make_leaf(
    path: str,
    read_words: Callable[[str | None, Mapping[str, str]], _Value | None],
    *,
    recurs: bool = False,
    into: Part[Any] | None = None,
) -> Part[_Value]:
    """A part that is all text, but for inline markup.

    Args:
        path: where it stands in the record.
        read_words: its value from its words (``None`` without any) and its attributes.
        recurs: as for any part.
        into: as for any part.
    """

    def read(element: Element) -> _Value | None:
        return read_words(words(element), element.attrib)

    return Part(path, read, recurs, into=into, read_words=read_words)


class Parts:
    """What was read of one record; of a part that says nothing, nothing."""

    __slots__ = ("by_part",)

    def __init__(self) -> None:
        self.by_part: defaultdict[Part[Any], list[Any]] = defaultdict(list)

    def all(self, part: Part[_Value]) -> Sequence[_Value]:
        """Every value of that sort, in order."""
        return self.by_part.get(part, ())

    def first(self, part: Part[_Value]) -> _Value | None:
        """The first value of that sort; ``None`` if there is none."""
        values = self.by_part.get(part)
        return values[0] if values else None


class PartTable:
    """The parts that a sort of record has, found by where they stand."""

    def __init__(self, parts: Iterable[Part[Any]]) -> None:
        self._by_path = {part.path: part for part in parts}
        self.names = frozenset(path.rpartition("/")[2] for path in self._by_path)

    def find(self, path: str) -> Part[Any] | None:
        """The part that stands there."""
        return self._by_path.get(path)

    def read(self, record: Element) -> Parts:
        """The parts of a record that is a tree.

        An element with the name of a part is one wherever it stands: its parts are not looked for.
        """
        parts = Parts()
        open_elements: list[tuple[tuple[str, ...], Iterator[Element]]] = [((), iter(record))]
        while open_elements:
            path, children = open_elements[-1]
            for child in children:
                inside = (*path, child.tag)
                part = self.find(join_path(inside))
                if part is not None:
                    value = part.read(Element(child.tag, child.attrib) if part.opens else child)
                    if value is not None:
                        parts.by_part[part.into or part].append(value)
                if child.tag not in self.names or (part is not None and part.opens):
                    open_elements.append((inside, iter(child)))
                    break
            else:
                open_elements.pop()
        return parts


def join_path(names: Iterable[str]) -> str:
    """A path as text; a list within a list of the same name, which references have, counts as one.

    >>> join_path(["PubmedData", "ReferenceList", "ReferenceList", "Reference"])
    'PubmedData/ReferenceList/Reference'
    """
    return "/".join(name for name, _ in groupby(names))
