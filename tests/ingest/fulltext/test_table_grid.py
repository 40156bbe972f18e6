"""Where cells stand, and what each is about."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.fulltext.table_grid import PrintedCell, PrintedRow, place_cells
from kg.model.span import Span


def cell(*, rows: int = 1, columns: int = 1, header: bool = False) -> PrintedCell:
    return PrintedCell(Span(0, 1), rows, columns, header)


def head(*cells: PrintedCell) -> PrintedRow:
    return PrintedRow(cells, group=0, is_head=True)


def body(*cells: PrintedCell, group: int = 1) -> PrintedRow:
    return PrintedRow(cells, group, is_head=False)


def test_cell_from_above_pushes_cells_aside() -> None:
    cells = place_cells([body(cell(rows=2), cell()), body(cell())])
    assert [(each.row, each.column) for each in cells] == [(0, 0), (0, 1), (1, 1)]
    assert cells[2].headers == (0,)


def test_headers_of_two_rows_come_from_top_to_bottom() -> None:
    cells = place_cells([head(cell(rows=2), cell(columns=2)), head(cell(), cell()), body(cell(), cell(), cell())])
    assert cells[3].headers == (1,)
    assert [each.headers for each in cells[4:]] == [(0,), (1, 2, 4), (1, 3, 4)]
    assert [each.is_header for each in cells] == [True] * 4 + [False] * 3


def test_heading_across_the_body_holds_until_the_next() -> None:
    wide = body(cell(columns=2))
    cells = place_cells([wide, body(cell(), cell()), wide, body(cell(), cell())])
    assert [each.headers for each in cells] == [(), (0,), (0, 1), (), (3,), (3, 4)]


def test_marked_row_headers_count_instead_of_the_first_column() -> None:
    cells = place_cells([body(cell(), cell(header=True), cell())])
    assert [each.headers for each in cells] == [(), (), (1,)]


def test_first_row_of_header_cells_is_a_head_where_none_is_given() -> None:
    cells = place_cells([body(cell(header=True), cell(header=True)), body(cell(), cell())])
    assert [each.headers for each in cells] == [(), (), (0,), (1, 2)]


def test_no_cell_leaves_its_row_group() -> None:
    cells = place_cells([head(cell(rows=9)), body(cell(rows=0)), body(cell())])
    assert [(each.row, each.column, each.row_span) for each in cells] == [(0, 0, 1), (1, 0, 2), (2, 1, 1)]


sizes = st.integers(-1, 4)
rows = st.lists(st.builds(PrintedCell, st.just(Span(0, 0)), sizes, sizes, st.booleans()), max_size=4)


@given(st.lists(st.builds(PrintedRow, rows.map(tuple), st.just(0), st.just(False)), max_size=5))
def test_every_cell_gets_its_own_places(printed: list[PrintedRow]) -> None:
    cells = place_cells(printed)
    assert len(cells) == sum(len(row.cells) for row in printed)
    corners = [(each.row, each.column) for each in cells]
    assert len(set(corners)) == len(corners)
    assert all(each.row + each.row_span <= len(printed) for each in cells)
    assert all(index != place for place, each in enumerate(cells) for index in each.headers)
