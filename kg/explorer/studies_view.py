"""What the studies page shows: all studies of the graph with their counts, filtered and sorted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from kg.network import short_label
from kg.query import iter_rows
from kg.store import Generation

__all__ = [
    "QUERIES",
    "Column",
    "Order",
    "StudyFilters",
    "StudyRow",
    "StudyTable",
    "Topic",
    "build_table",
    "list_topics",
    "read_studies",
]

QUERIES = ("study_list", "study_topics")
"""The questions behind the table."""

_MOST_ROWS = 300


@dataclass(frozen=True, slots=True)
class Topic:
    """A therapy, condition or design of a study; a wider one of what the study names is not ``named``."""

    kind: str
    key: str
    label: str
    named: bool


@dataclass(frozen=True, slots=True)
class StudyRow:
    """One study, as far as the table tells of it.

    Attributes:
        name: as people name the paper; its title where nobody is named.
        analysed, enrolled: people (or animals); ``None`` is "not seen".
        facts, notices, claims: how many of each hang on it; no notice means something only if ``is_checked``.
        topics: what it looks at, wider concepts included.
    """

    key: str
    name: str
    title: str
    year: int | None
    design: str
    analysed: int | None
    enrolled: int | None
    facts: int
    notices: int
    is_checked: bool
    claims: int
    topics: tuple[Topic, ...] = ()

    def labels(self, kind: str) -> tuple[str, ...]:
        """The names of its own topics of one kind."""
        return tuple(topic.label for topic in self.topics if topic.kind == kind and topic.named)

    @property
    def words(self) -> str:
        """Everything that a reader may look for, in one text without case."""
        parts = (self.key, self.name, self.title, str(self.year or ""), *(topic.label for topic in self.topics))
        return " ".join(parts).casefold()


class Column(StrEnum):
    """What the table can be sorted by."""

    NAME = "study"
    YEAR = "year"
    DESIGN = "design"
    PEOPLE = "people"
    THERAPIES = "therapies"
    CONDITIONS = "conditions"
    FACTS = "facts"
    NOTICES = "notices"
    CLAIMS = "claims"

    @property
    def is_count(self) -> bool:
        """Whether it holds numbers, of which the greatest are looked for first."""
        return self in (Column.YEAR, Column.PEOPLE, Column.FACTS, Column.NOTICES, Column.CLAIMS)


_VALUES: Mapping[Column, Callable[[StudyRow], str | int | None]] = {
    Column.NAME: lambda row: row.name.casefold(),
    Column.YEAR: lambda row: row.year,
    Column.DESIGN: lambda row: row.design.casefold(),
    Column.PEOPLE: lambda row: row.analysed if row.analysed is not None else row.enrolled,
    Column.THERAPIES: lambda row: ", ".join(row.labels("therapy")).casefold(),
    Column.CONDITIONS: lambda row: ", ".join(row.labels("condition")).casefold(),
    Column.FACTS: lambda row: row.facts,
    Column.NOTICES: lambda row: row.notices or (0 if row.is_checked else None),
    Column.CLAIMS: lambda row: row.claims,
}
"""By what each column sorts; ``None`` and an empty text are "not seen"."""


@dataclass(frozen=True, slots=True)
class Order:
    """A column and whether its greatest come first; in a link ``-year`` is the newest first.

    >>> Order.parse("-year").column.value, str(Order.parse("-year")), Order.parse("<b>") == Order()
    ('year', '-year', True)
    """

    column: Column = Column.CLAIMS
    descending: bool = True

    @classmethod
    def parse(cls, text: str) -> Order:
        """What a link asks for; the most cited first if there is no such column."""
        name = text.removeprefix("-")
        return cls(Column(name), text.startswith("-")) if name in set(Column) else cls()

    def __str__(self) -> str:
        return f"{'-' if self.descending else ''}{self.column}"


@dataclass(frozen=True, slots=True)
class StudyFilters:
    """What a study must have to be listed: keys of concepts, and words that it names all; empty asks for nothing."""

    therapy: str = ""
    condition: str = ""
    design: str = ""
    words: str = ""

    def let_through(self, row: StudyRow) -> bool:
        """Whether a study has all that is asked for."""
        asked = {("therapy", self.therapy), ("condition", self.condition), ("design", self.design)}
        has = {(topic.kind, topic.key) for topic in row.topics}
        return all(pair in has for pair in asked if pair[1]) and all(
            word in row.words for word in self.words.casefold().split()
        )


@dataclass(frozen=True, slots=True)
class StudyTable:
    """The studies that the filters let through, in order; ``rows`` at most as many as a page takes."""

    rows: tuple[StudyRow, ...]
    found: int
    total: int
    order: Order
    filters: StudyFilters


@dataclass(frozen=True, slots=True)
class _ListRow:
    study: str
    label: str
    title: str | None
    year: int | None
    design: str | None
    analysed: int | None
    enrolled: int | None
    checked: str | None
    facts: int
    notices: int
    claims: int


@dataclass(frozen=True, slots=True)
class _TopicRow:
    study: str
    kind: str
    concept: str
    label: str
    named: str


def read_studies(generation: Generation) -> tuple[StudyRow, ...]:
    """All studies of the graph, by name."""
    topics: defaultdict[str, list[Topic]] = defaultdict(list)
    for found in iter_rows(generation, "study_topics", _TopicRow):
        topics[found.study].append(Topic(found.kind, _key(found.concept), found.label, found.named == "true"))
    rows = [_row(found, tuple(topics[found.study])) for found in iter_rows(generation, "study_list", _ListRow)]
    return tuple(sorted(rows, key=lambda row: (row.name.casefold(), row.key)))


def _row(found: _ListRow, topics: tuple[Topic, ...]) -> StudyRow:
    name = short_label(found.label)
    return StudyRow(
        key=_key(found.study),
        name=(found.title or name) if name == found.label else name,
        title=found.title or found.label,
        year=found.year,
        design=found.design or "",
        analysed=found.analysed,
        enrolled=found.enrolled,
        facts=found.facts,
        notices=found.notices,
        is_checked=found.checked == "true",
        claims=found.claims,
        topics=topics,
    )


def _key(iri: str) -> str:
    return iri.rsplit("/", 1)[-1]


def list_topics(rows: Iterable[StudyRow], kind: str) -> Mapping[str, str]:
    """The label of every topic of one kind that any study has, by its key, with the number of studies; by label."""
    topics = sorted((topic.label, topic.key) for row in rows for topic in row.topics if topic.kind == kind)
    return {key: f"{label} · {len(list(group))}" for (label, key), group in groupby(topics)}


def build_table(rows: tuple[StudyRow, ...], filters: StudyFilters, order: Order) -> StudyTable:
    """The table.

    Args:
        rows: all studies, by name.
        filters: what to list.
        order: by what; what is not known comes last either way, equals stay by name.
    """
    kept = [row for row in rows if filters.let_through(row)]
    return StudyTable(_sorted(kept, order)[:_MOST_ROWS], len(kept), len(rows), order, filters)


def _sorted(rows: list[StudyRow], order: Order) -> tuple[StudyRow, ...]:
    by_value: defaultdict[str | int | None, list[StudyRow]] = defaultdict(list)
    for row in rows:
        by_value[_VALUES[order.column](row)].append(row)
    unknown = [row for value in ("", None) for row in by_value.pop(value, [])]
    values = sorted(by_value, reverse=order.descending)  # type: ignore[type-var]  # of one column, so of one type
    return (*(row for value in values for row in by_value[value]), *unknown)
