"""Cells in reading order to a grid in which every cell knows its headers.

Cells are placed as HTML places them (WHATWG HTML, 4.9.12 "Forming a table"): a cell takes the first
column that no cell from above reaches into, and none reaches out of its row group.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from kg.model.fulltext import TableCell
from kg.model.span import Span

__all__ = ["PrintedCell", "PrintedRow", "place_cells"]

WIDEST = 1000
"""Columns that one cell may span, as in HTML."""


@dataclass(frozen=True, slots=True)
class PrintedCell:
    """A cell as given; ``row_span`` 0 reaches to the end of its row group."""

    span: Span
    row_span: int = 1
    column_span: int = 1
    is_header: bool = False


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """A row as given; ``group`` numbers its row group, ``is_head`` says that this is the table's head."""

    cells: tuple[PrintedCell, ...]
    group: int
    is_head: bool


def place_cells(rows: Sequence[PrintedRow]) -> tuple[TableCell, ...]:
    """The cells with row, column and headers.

    Headers of a cell are: the head's cells above it; the heading within the body that spans the whole
    width above it; in its own row the cells marked as headers to its left, or where none is marked the
    first column's. A table without a head has one if its first rows hold nothing but header cells.

    >>> head = PrintedRow((PrintedCell(Span(0, 3)), PrintedCell(Span(4, 7))), group=0, is_head=True)
    >>> body = PrintedRow((PrintedCell(Span(8, 9)), PrintedCell(Span(10, 11))), group=1, is_head=False)
    >>> [(cell.row, cell.column, cell.headers) for cell in place_cells([head, body])]
    [(0, 0, ()), (0, 1, ()), (1, 0, (0,)), (1, 1, (1, 2))]
    """
    cells = _place(rows)
    return tuple(_find_headers(cells, _count_head_rows(rows)))


def _place(rows: Sequence[PrintedRow]) -> list[TableCell]:
    last_row = {row.group: number for number, row in enumerate(rows)}
    taken_until: dict[int, int] = defaultdict(int)  # column -> first row in which it is free again
    cells: list[TableCell] = []
    for number, row in enumerate(rows):
        column = 0
        height = last_row[row.group] - number + 1
        for printed in row.cells:
            while taken_until[column] > number:
                column += 1
            width = min(max(printed.column_span, 1), WIDEST)
            depth = min(printed.row_span, height) if printed.row_span > 0 else height
            cells.append(TableCell(printed.span, number, column, depth, width, printed.is_header or row.is_head))
            if depth > 1:
                taken_until.update(dict.fromkeys(range(column, column + width), number + depth))
            column += width
    return cells


def _count_head_rows(rows: Sequence[PrintedRow]) -> int:
    """Rows of the head; it comes first."""
    has_head = any(row.is_head for row in rows)
    for number, row in enumerate(rows):
        is_head = row.is_head if has_head else bool(row.cells) and all(cell.is_header for cell in row.cells)
        if not is_head:
            return number
    return len(rows) if has_head else 0


@dataclass(slots=True)
class _Headers:
    """The headers in force while the cells are read in order."""

    of_column: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    of_row: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    over_rows: int | None = None

    def above(self, cell: TableCell) -> Iterable[int]:
        columns = range(cell.column, cell.column + cell.column_span)
        return sorted({index for column in columns for index in self.of_column.get(column, ())})


def _find_headers(cells: Sequence[TableCell], head_rows: int) -> Iterable[TableCell]:
    width = max((cell.column + cell.column_span for cell in cells), default=0)
    marked_rows = {row for cell in cells if cell.is_header for row in range(cell.row, cell.row + cell.row_span)}
    headers = _Headers()
    for index, cell in enumerate(cells):
        found = list(headers.above(cell))
        if cell.row < head_rows:
            for column in range(cell.column, cell.column + cell.column_span):
                headers.of_column[column].append(index)
        elif cell.column_span == width > 1:
            headers.over_rows = index
        else:
            found += [] if headers.over_rows is None else [headers.over_rows]
            found += [each for each in headers.of_row[cell.row] if cells[each].column < cell.column]
            if cell.is_header or (cell.column == 0 and cell.row not in marked_rows):
                for row in range(cell.row, cell.row + cell.row_span):
                    headers.of_row[row].append(index)
        yield replace(cell, headers=tuple(found), is_header=cell.is_header or cell.row < head_rows)
