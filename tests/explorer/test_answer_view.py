"""An answer as a page of rows, as a chart where its columns fit one, and as a network."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.explorer.answer_view import (
    MOST_MARKS,
    MOST_NODES,
    PAGE_ROWS,
    AnswerOrder,
    AnswerView,
    build_answer_picture,
    build_marks,
    build_page,
    find_axes,
    list_views,
)
from kg.network import Thing
from kg.prefixes import PREFIXES
from kg.store import Answer, Term

INTEGER = f"{PREFIXES['xsd']}integer"


def number(value: object) -> Term:
    return Term("literal", str(value), INTEGER)


def word(text: str) -> Term:
    return Term("literal", text)


def iri(name: str) -> Term:
    return Term("uri", f"http://example.org/{name}")


def select(*columns: str, rows: list[tuple[Term | None, ...]]) -> Answer:
    return Answer("select", columns, tuple(rows))


def test_numbers_are_sorted_as_numbers_and_what_is_unbound_comes_last_either_way() -> None:
    answer = select("n", rows=[(number(10),), (None,), (number(9),), (number(-1),)])
    up = build_page(answer, AnswerOrder("n"), 1).rows
    down = build_page(answer, AnswerOrder("n", descending=True), 1).rows
    assert [row[0] and row[0].value for row in up] == ["-1", "9", "10", None]
    assert [row[0] and row[0].value for row in down] == ["10", "9", "-1", None]


def test_order_and_page_that_are_not_there_are_the_first() -> None:
    answer = select("n", rows=[(number(2),), (number(1),)])
    page = build_page(answer, AnswerOrder.parse("-<script>"), 99)
    assert (page.number, page.order, [row[0] and row[0].value for row in page.rows]) == (1, AnswerOrder(), ["2", "1"])


@given(st.lists(st.integers() | st.none(), max_size=3 * PAGE_ROWS), st.booleans())
def test_pages_together_are_all_rows_in_order(values: list[int | None], descending: bool) -> None:
    answer = select("n", rows=[(None if value is None else number(value),) for value in values])
    pages = [build_page(answer, AnswerOrder("n", descending), 1)]
    pages += [build_page(answer, AnswerOrder("n", descending), at) for at in range(2, pages[0].pages + 1)]
    found = [row[0] and int(row[0].value) for page in pages for row in page.rows]
    bound = sorted((value for value in values if value is not None), reverse=descending)
    assert found == [*bound, *[None] * (len(values) - len(bound))]


def test_views_that_fit_are_offered_and_no_others() -> None:
    assert list_views(select("a", rows=[(word("x"),)])) == (AnswerView.TABLE, AnswerView.RAW)
    counted = select("a", "n", rows=[(word("x"), number(1)), (word("y"), number(2))])
    assert list_views(counted) == (AnswerView.TABLE, AnswerView.CHART, AnswerView.RAW)
    assert AnswerView.GRAPH in list_views(select("a", "b", rows=[(iri("a"), iri("b"))]))
    triples = Answer("graph", ("subject", "predicate", "object"), ((iri("a"), iri("p"), iri("b")),))
    assert list_views(triples) == (AnswerView.GRAPH, AnswerView.TABLE, AnswerView.RAW)
    assert list_views(Answer("ask", ("answer",), ((word("true"),),))) == ()


def test_column_with_one_word_among_numbers_is_no_axis_of_numbers() -> None:
    rows: list[tuple[Term | None, ...]] = [(word("x"), number(1)), (word("y"), word("many"))]
    assert find_axes(select("a", "n", rows=rows)) is None


def test_bars_stand_for_names_that_stand_once_else_each_row_has_a_point() -> None:
    once = select("a", "n", rows=[(word("x"), number(1)), (word("y"), number(2))])
    twice = select("a", "n", rows=[(word("x"), number(1)), (word("x"), number(2))])
    assert build_marks(once, "a", "n").is_bars
    assert not build_marks(twice, "a", "n").is_bars
    assert len(build_marks(twice, "a", "n").marks) == 2


def test_chart_counts_what_it_leaves_out() -> None:
    rows: list[tuple[Term | None, ...]] = [(word(f"x{at}"), number(at)) for at in range(MOST_MARKS + 5)]
    marks = build_marks(select("a", "n", rows=[*rows, (word("z"), None)]), "a", "n")
    assert (len(marks.marks), marks.beyond, marks.left_out) == (MOST_MARKS, 5, 1)


def test_number_that_is_not_finite_is_not_drawn() -> None:
    rows: list[tuple[Term | None, ...]] = [(word("x"), Term("literal", "INF", f"{PREFIXES['xsd']}double"))] * 2
    assert find_axes(select("a", "n", rows=rows)) is None


def test_triples_are_a_network_with_the_labels_that_they_bring() -> None:
    label = Term("uri", f"{PREFIXES['rdfs']}label")
    rows = ((iri("a"), iri("p"), iri("b")), (iri("a"), label, word("<b>Bold</b>")), (iri("b"), iri("q"), iri("a")))
    picture = build_answer_picture(Answer("graph", ("subject", "predicate", "object"), rows), lambda _: None)
    assert picture is not None
    assert {thing.label for thing in picture.things if thing.iri == "http://example.org/a"} == {"<b>Bold</b>"}
    assert sorted(link.relation for link in picture.links) == [
        "http://example.org/p",
        "http://example.org/q",
    ]


def test_known_things_have_their_kind_and_the_most_linked_are_drawn() -> None:
    rows: list[tuple[Term | None, ...]] = [(iri("hub"), iri(f"x{at}")) for at in range(MOST_NODES + 20)]
    known = {"http://example.org/hub": Thing("http://example.org/hub", "therapy", "Hub")}
    picture = build_answer_picture(select("a", "b", rows=rows), known.get)
    assert picture is not None
    assert len(picture.things) == MOST_NODES
    assert f"of {MOST_NODES + 21} things" in picture.remarks[0]
    assert picture.things[0] == known["http://example.org/hub"]
