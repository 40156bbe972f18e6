"""The table of studies as markup: headers that sort, rows that lead to a study's page."""

from __future__ import annotations

from collections.abc import Iterator

from kg.explorer.markup import Element, element, page_link
from kg.explorer.studies_view import Column, Order, StudyRow, StudyTable

__all__ = ["render_count", "render_studies"]


def render_count(table: StudyTable) -> Element:
    """How many studies are listed, and how to see the others."""
    shown, found = len(table.rows), table.found
    if shown < found:
        words = f"Showing the first {shown} of {found} studies. Narrow the filters to see the others."
    elif found < table.total:
        words = f"{found} of {table.total} studies pass these filters."
    else:
        words = f"{found} studies."
    return element("p", f"{words} An empty cell was not seen; it never means “none”.", style="quiet")


def render_studies(table: StudyTable) -> Element:
    """The table, or what to do if nothing passes the filters."""
    if not table.rows:
        return element("p", "No study passes these filters. ", page_link("", {}, "Show all"), ".")
    head = element("thead", element("tr", *(_header(table, column) for column in Column)))
    body = element("tbody", *(_row(row) for row in table.rows))
    return element("div", element("table", head, body, style="studies", label="Studies"), style="wide")


def _header(table: StudyTable, column: Column) -> Element:
    """A column's name as a link that sorts by it, or turns the order round."""
    is_sorted = column is table.order.column
    order = Order(column, not table.order.descending if is_sorted else column.is_count)
    sign = (" ▼" if table.order.descending else " ▲") if is_sorted else ""
    filters = table.filters
    asked = {
        "therapy": filters.therapy,
        "condition": filters.condition,
        "design": filters.design,
        "words": filters.words,
        "sort": str(order),
    }
    link = page_link(
        "", asked, f"{column}{sign}", label=f"Sort by {column}{', descending' if order.descending else ''}"
    )
    return element("th", link, style="count" if column.is_count else "")


def _row(row: StudyRow) -> Element:
    return element("tr", *_cells(row))


def _cells(row: StudyRow) -> Iterator[Element]:
    title = element("span", row.title, style="quiet") if row.title != row.name else None
    yield element("td", page_link("", {"study": row.key}, row.name), title, style="study")
    yield _cell(Column.YEAR, str(row.year or ""))
    yield _cell(Column.DESIGN, row.design)
    yield _cell(Column.PEOPLE, _people(row))
    yield _cell(Column.THERAPIES, ", ".join(row.labels("therapy")))
    yield _cell(Column.CONDITIONS, ", ".join(row.labels("condition")))
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
