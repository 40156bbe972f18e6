"""A table element to a grid of cells, its words written on the way."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from ingest.fulltext.elements import CELLS, ROW_GROUPS
from ingest.fulltext.inline import InlineReader
from ingest.fulltext.table_grid import PrintedCell, PrintedRow, place_cells
from ingest.fulltext.tree import children_of, name_of
from ingest.fulltext.writer import Gap
from kg.model.fulltext import Table

__all__ = ["read_table"]


def read_table(table: etree._Element, inline: InlineReader) -> Table:
    """Write the table's cells, a line for each row, and say where each stands."""
    inline.writer.part(Gap.BLOCK)
    mark = inline.writer.mark()
    rows = [_read_row(row, group, inline) for row, group in _iter_rows(table)]
    inline.writer.end()
    return Table(inline.writer.span_since(mark), place_cells(rows))


def _iter_rows(table: etree._Element) -> Iterator[tuple[etree._Element, int]]:
    """The rows, each with the number of its row group; rows outside any make one group."""
    for number, part in enumerate(table, 1):
        if name_of(part) == "tr":
            yield part, 0
        elif name_of(part) in ROW_GROUPS:
            yield from ((row, number) for row in children_of(part, "tr"))


def _read_row(row: etree._Element, group: int, inline: InlineReader) -> PrintedRow:
    inline.writer.part(Gap.ROW)
    cells = tuple(_read_cell(cell, inline) for cell in children_of(row, *CELLS))
    parent = row.getparent()
    return PrintedRow(cells, group, is_head=parent is not None and name_of(parent) == "thead")


def _read_cell(cell: etree._Element, inline: InlineReader) -> PrintedCell:
    inline.writer.part(Gap.CELL)
    mark = inline.writer.mark()
    inline.read_content(cell)
    span = inline.writer.span_since(mark)
    return PrintedCell(span, _count(cell, "rowspan"), _count(cell, "colspan"), name_of(cell) == "th")


def _count(cell: etree._Element, name: str) -> int:
    """A span of rows or columns; 1 where it is not given as a number."""
    value = (cell.get(name) or "").strip()
    return int(value[:6]) if value.isascii() and value.isdecimal() else 1
