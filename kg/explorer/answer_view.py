"""An answer as the page shows it: a page of its rows in an order, a chart where its columns fit one, a network."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kg.explorer.query_words import shorten
from kg.network import Link, Picture, Thing
from kg.prefixes import BASE, PREFIXES
from kg.store import Answer, Term

__all__ = [
    "MOST_MARKS",
    "MOST_NODES",
    "PAGE_ROWS",
    "AnswerOrder",
    "AnswerPage",
    "AnswerView",
    "Axes",
    "Mark",
    "Marks",
    "build_answer_picture",
    "build_marks",
    "build_page",
    "find_axes",
    "find_pair",
    "list_views",
]

PAGE_ROWS = 50
"""Rows on one page of the table."""

MOST_MARKS = 400
"""Rows that a chart draws."""

MOST_NODES = 150
"""Nodes that a network draws."""

_XSD = PREFIXES["xsd"]
_NUMBERS = frozenset(
    f"{_XSD}{name}"
    for name in "integer decimal double float int long short byte nonNegativeInteger positiveInteger gYear".split()
)
_LABEL, _TYPE = f"{PREFIXES['rdfs']}label", f"{PREFIXES['rdf']}type"
_KINDS = {"study": "study", "article": "article", "record": "study", "concept": "criterion"}
"""What is drawn as what, by the first step of its IRI, where the graph does not tell."""


class AnswerView(StrEnum):
    """A way to show an answer."""

    TABLE = "table"
    CHART = "chart"
    GRAPH = "graph"
    RAW = "raw"


@dataclass(frozen=True, slots=True)
class AnswerOrder:
    """By which column rows are sorted; ``""`` for the order in which they came."""

    column: str = ""
    descending: bool = False

    @classmethod
    def parse(cls, text: str) -> AnswerOrder:
        """What a link asks for.

        >>> AnswerOrder.parse("-people")
        AnswerOrder(column='people', descending=True)
        """
        return cls(text.removeprefix("-"), text.startswith("-"))

    def __str__(self) -> str:
        return f"-{self.column}" if self.descending else self.column


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """Some rows of an answer.

    Attributes:
        columns: their names.
        rows: those of this page, in its order.
        first: the number of its first row, from 1.
        found: how many rows the answer has.
        number, pages: which page it is, and of how many.
        order: how the rows are sorted.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    first: int
    found: int
    number: int
    pages: int
    order: AnswerOrder


@dataclass(frozen=True, slots=True)
class Axes:
    """The columns that can stand on the axes of a chart: all of numbers, and all that name something."""

    names: tuple[str, ...]
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """One row in a chart: its name or number across, its number up."""

    across: str | float
    up: float


@dataclass(frozen=True, slots=True)
class Marks:
    """What a chart draws.

    Attributes:
        across, up: the columns on its axes.
        marks: one for each row that has both, at most ``MOST_MARKS``.
        left_out: rows that lack one of the two.
        beyond: rows beyond the limit.
        is_bars: whether each name stands once, so that a bar can stand for it.
    """

    across: str
    up: str
    marks: tuple[Mark, ...]
    left_out: int
    beyond: int
    is_bars: bool


def list_views(answer: Answer) -> tuple[AnswerView, ...]:
    """The ways that fit an answer, the best one first; a yes or no has none but its own words."""
    if answer.form == "ask" or not answer.rows:
        return ()
    fitting = {
        AnswerView.GRAPH: answer.form == "graph" and find_pair(answer) is not None,
        AnswerView.TABLE: True,
        AnswerView.CHART: find_axes(answer) is not None,
        AnswerView.RAW: True,
    }
    views = [view for view, fits in fitting.items() if fits]
    if answer.form == "select" and find_pair(answer) is not None:
        views.insert(-1, AnswerView.GRAPH)
    return tuple(views)


def build_page(answer: Answer, order: AnswerOrder, number: int) -> AnswerPage:
    """A page of an answer's rows; an order or page that there is not is the first one.

    Numbers are sorted as numbers and before words, unbound ones come last either way.
    """
    rows: Sequence[tuple[Term | None, ...]] = answer.rows
    if order.column in answer.columns:
        at = answer.columns.index(order.column)
        bound = [row for row in rows if row[at] is not None]
        unbound = [row for row in rows if row[at] is None]
        rows = [*sorted(bound, key=lambda row: _sort_key(row[at]), reverse=order.descending), *unbound]
    else:
        order = AnswerOrder()
    pages = max(1, math.ceil(len(rows) / PAGE_ROWS))
    number = number if 1 <= number <= pages else 1
    first = (number - 1) * PAGE_ROWS
    shown = tuple(rows[first : first + PAGE_ROWS])
    return AnswerPage(answer.columns, shown, first + 1 if rows else 0, len(rows), number, pages, order)


def _sort_key(term: Term | None) -> tuple[int, float, str]:
    number = _number(term)
    return (1, 0.0, term.value.casefold() if term else "") if number is None else (0, number, "")


def _number(term: Term | None) -> float | None:
    """A literal's number; ``None`` for everything else, what is not finite included."""
    if term is None or term.datatype not in _NUMBERS:
        return None
    try:
        number = float(term.value)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def find_axes(answer: Answer) -> Axes | None:
    """The columns that fit a chart: one of numbers, another one, and more than one row; else ``None``."""
    numbers: list[str] = []
    names: list[str] = []
    for at, column in enumerate(answer.columns):
        bound = [row[at] for row in answer.rows if row[at] is not None]
        if not bound:
            continue
        is_number = all(_number(term) is not None for term in bound)
        (numbers if is_number else names).append(column)
    if answer.form != "select" or len(answer.rows) < 2 or not numbers or len(numbers) + len(names) < 2:
        return None
    return Axes(tuple(names), tuple(numbers))


def build_marks(answer: Answer, across: str, up: str) -> Marks:
    """What a chart of two columns draws.

    Args:
        answer: its rows.
        across: a column of names or numbers.
        up: a column of numbers.
    """
    x, y = answer.columns.index(across), answer.columns.index(up)
    is_number = all(_number(row[x]) is not None for row in answer.rows if row[x] is not None)
    marks = []
    for row in answer.rows:
        term, height = row[x], _number(row[y])
        if term is not None and height is not None:
            number = _number(term) if is_number else None
            marks.append(Mark(_name(term) if number is None else number, height))
    kept = tuple(marks[:MOST_MARKS])
    is_bars = not is_number and len({mark.across for mark in marks}) == len(marks)
    return Marks(across, up, kept, len(answer.rows) - len(marks), len(marks) - len(kept), is_bars)


def find_pair(answer: Answer) -> tuple[int, int] | None:
    """The two columns whose rows link one thing to another; ``None`` where there are no two of things."""
    if answer.form == "graph":
        is_linked = any(row[2] is not None and row[2].kind != "literal" for row in answer.rows)
        return (0, 2) if is_linked else None
    things = [
        at
        for at in range(len(answer.columns))
        if answer.rows
        and all(row[at] is None or row[at].kind == "uri" for row in answer.rows)  # type: ignore[union-attr]
        and any(row[at] is not None for row in answer.rows)
    ]
    return (things[0], things[1]) if answer.form == "select" and len(things) > 1 else None


def build_answer_picture(answer: Answer, find: Callable[[str], Thing | None]) -> Picture | None:
    """The things that an answer links, at most ``MOST_NODES``: those with most links; ``None`` if it links none.

    Args:
        answer: triples, or rows of which two columns hold things.
        find: gives a thing of the graph by its IRI, with its kind and label.
    """
    pair = find_pair(answer)
    if pair is None:
        return None
    links = dict.fromkeys(_links(answer, pair))
    labels = {
        row[0].value: row[2].value
        for row in answer.rows
        if answer.form == "graph" and row[0] and row[1] and row[2] and row[1].value == _LABEL
    }
    counts = Counter(iri for link in links for iri in (link.source, link.target))
    drawn = sorted(counts, key=lambda iri: (-counts[iri], iri))[:MOST_NODES]
    if not drawn:
        return None
    return Picture(
        tuple(find(iri) or _thing(iri, labels) for iri in drawn),
        tuple(link for link in links if link.source in drawn and link.target in drawn),
        (tuple(drawn),),
        (_remark(len(drawn), len(counts)),),
    )


def _remark(drawn: int, found: int) -> str:
    """How much of the network is drawn."""
    if drawn == found:
        return f"All {found:,} things that the answer links."
    return (
        f"The {drawn:,} most linked of {found:,} things; more than {MOST_NODES} cannot be told apart. "
        "The table has all rows."
    )


def _links(answer: Answer, pair: tuple[int, int]) -> list[Link]:
    source, target = pair
    relation = f"{answer.columns[source]} – {answer.columns[target]}"
    links = []
    for row in answer.rows:
        one, other = row[source], row[target]
        if one is None or other is None or other.kind == "literal":
            continue
        if answer.form == "graph":
            if row[1] is None or row[1].value == _TYPE:
                continue
            relation = _name(row[1])
        links.append(Link(one.value, relation, other.value))
    return links


def _thing(iri: str, labels: Mapping[str, str]) -> Thing:
    """What the graph does not tell of, by its IRI and the answer's own labels."""
    room = iri.removeprefix(f"{BASE}id/").split("/")
    kind = "claim" if "claim" in room else _KINDS.get(room[0], "criterion")
    return Thing(iri, kind, labels.get(iri) or shorten(iri).strip("<>"))


def _name(term: Term) -> str:
    """A term in a word or two."""
    return shorten(term.value).strip("<>") if term.kind == "uri" else term.value
