"""The table of studies as markup: headers that sort, rows that lead to a study's page."""

from __future__ import annotations

from collections.abc import Iterator

from kg.explorer.markup import Element, element, page_link
from kg.explorer.paging import render_pages
from kg.explorer.studies_query import Column, Order, StudyFilters
from kg.explorer.studies_view import StudyRow, StudyTable

__all__ = ["render_count", "render_studies"]

_ORIGINS = {"extracted": "read by rules"}
"""Said of a study that nobody curated."""


def render_count(table: StudyTable) -> Element:
    """How many studies there are and pass the filters, which of them are shown, and links to the others."""
    words = f"{table.found:,} of {table.total:,} studies pass these filters"
    if table.filters == StudyFilters():
        words = f"{table.total:,} studies"
    note = "An empty cell was not seen; it never means “none”."
    return element(
        "div",
        render_pages(table.number, table.of, _asked(table, table.order), words=words),
        element("p", _where_words(table), style="quiet") if table.filters.words.split() else None,
        element("p", note, style="quiet"),
    )


def _where_words(table: StudyTable) -> str:
    """Where the words were looked for."""
    found = table.words
    if found.keys is None:
        return (
            "The words were looked for in names and titles alone. The index of abstracts, facts and full texts of this "
            "graph is being made, which takes a minute or two; once it is there, it is asked as well."
        )
    where = "Whole words, looked for in names, titles, abstracts, facts and full texts."
    return f"{where} The index has more: these are the {len(found.keys):,} best." if found.is_cut else where


def render_studies(table: StudyTable) -> Element:
    """The table, or what to do if nothing passes the filters."""
    if not table.rows:
        return element("p", "No study passes these filters. ", page_link("", {}, "Show all"), ".")
    head = element("thead", element("tr", *(_header(table, column) for column in Column)))
    body = element("tbody", *(_row(row) for row in table.rows))
    shown = element("table", head, body, style="studies", label="Studies")
    return element("div", shown, style="wide", role="scroll", label="Studies, to be scrolled sideways")


def _asked(table: StudyTable, order: Order) -> dict[str, str]:
    """The address of the table in another order, on its first page."""
    filters = table.filters
    return {
        "therapy": filters.therapy,
        "condition": filters.condition,
        "design": filters.design,
        "words": filters.words,
        "sort": str(order),
    }


def _header(table: StudyTable, column: Column) -> Element:
    """A column's name as a link that sorts by it, or turns the order round."""
    style = "count" if column.is_count else ""
    if not column.sorts:
        return element("th", str(column), style=style)
    is_sorted = column is table.order.column
    order = Order(column, not table.order.descending if is_sorted else column.is_count)
    sign = (" ▼" if table.order.descending else " ▲") if is_sorted else ""
    label = f"Sort by {column}{', descending' if order.descending else ''}"
    return element("th", page_link("", _asked(table, order), f"{column}{sign}", label=label), style=style)


def _row(row: StudyRow) -> Element:
    return element("tr", *_cells(row))


def _cells(row: StudyRow) -> Iterator[Element]:
    title = element("span", row.title, style="quiet") if row.title != row.name else None
    origin = element("span", _ORIGINS[row.origin], style="badge quiet") if row.origin in _ORIGINS else None
    yield element("td", page_link("", {"study": row.key}, row.name), " ", origin, title, style="study")
    yield _cell(Column.YEAR, str(row.year or ""))
    yield _cell(Column.DESIGN, row.design)
    yield _cell(Column.PEOPLE, _people(row))
    yield _cell(Column.THERAPIES, ", ".join(row.therapies))
    yield _cell(Column.CONDITIONS, ", ".join(row.conditions))
    yield _cell(Column.FACTS, str(row.facts))
    yield _cell(Column.NOTICES, _notices(row))
    yield _cell(Column.CLAIMS, str(row.claims))


def _cell(column: Column, words: str) -> Element:
    """A cell; its column's name shows where there is no room for a head."""
    style = " ".join(name for name, on in (("count", column.is_count), ("empty", not words)) if on)
    return element("td", element("span", str(column), style="cell-name", role="hidden"), words, style=style)


def _people(row: StudyRow) -> str:
    """People analysed of people enrolled, as far as either was seen."""
    if row.analysed is None:
        return "" if row.enrolled is None else f"{row.enrolled:,} enrolled"
    if row.enrolled is None or row.enrolled == row.analysed:
        return f"{row.analysed:,}"
    return f"{row.analysed:,} of {row.enrolled:,}"


def _notices(row: StudyRow) -> str:
    return str(row.notices) if row.notices else "none found" if row.is_checked else "nobody looked"
