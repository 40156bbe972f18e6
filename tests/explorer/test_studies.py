from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from kg.explorer.studies_markup import render_count, render_studies
from kg.explorer.studies_query import Column, Order, StudyFilters
from kg.explorer.studies_view import (
    Found,
    StudyRow,
    StudyTable,
    count_studies,
    find_words,
    has_study,
    list_topics,
    read_table,
)
from kg.explorer.study_view import read_study
from kg.prefixes import PREFIXES
from kg.query import guard
from kg.store import Generation, Store
from tests.explorer.test_article_view import walk

ALL = StudyFilters()


def read(
    generation: Generation, filters: StudyFilters = ALL, order: Order | None = None, number: int = 1
) -> StudyTable:
    """A page of the table, as the page asks for it."""
    total = count_studies(generation)
    words = find_words(generation, filters.words, total)
    return read_table(generation, filters, order or Order(), number, total=total, words=words)


def read_all(generation: Generation, filters: StudyFilters = ALL, order: Order | None = None) -> list[StudyRow]:
    """The rows of all pages, one after the other."""
    pages = range(1, read(generation, filters, order).of + 1)
    return [row for number in pages for row in read(generation, filters, order, number).rows]


@pytest.fixture(scope="module")
def rows(generation: Generation) -> tuple[StudyRow, ...]:
    return tuple(read_all(generation))


def find_row(rows: tuple[StudyRow, ...], key: str) -> StudyRow:
    return next(row for row in rows if row.key == key)


def test_table_has_every_study_once_with_its_counts(rows: tuple[StudyRow, ...], generation: Generation) -> None:
    assert len({row.key for row in rows}) == len(rows) == count_studies(generation) > 50
    koyama = find_row(rows, "koyama-2016")
    assert (koyama.name, koyama.year, koyama.analysed, koyama.facts) == ("Koyama et al. 2016", 2016, 9, 7)
    assert koyama.claims == len(read_study(generation, "koyama-2016").claims) > 1
    assert koyama.therapies == ("Scalp massage",)


def test_nobody_looked_for_notices_is_never_none(generation: Generation) -> None:
    words = render_studies(read(generation)).text
    assert "nobody looked" in words
    assert "none found" not in words


def test_notices_of_a_study_that_was_checked_are_none_found(generation: Generation) -> None:
    table = read(generation)
    checked = dataclasses.replace(table.rows[0], is_checked=True, notices=0)
    assert "none found" in render_studies(dataclasses.replace(table, rows=(checked,))).text


def test_study_that_nobody_curated_is_marked(generation: Generation) -> None:
    table = read(generation)
    extracted = dataclasses.replace(table.rows[0], origin="extracted")
    assert "read by rules" in render_studies(dataclasses.replace(table, rows=(extracted,))).text
    assert "read by rules" not in render_studies(table).text


SORTED = [column for column in Column if column.sorts]


def value_of(row: StudyRow, column: Column) -> str | int | None:
    return {
        Column.NAME: row.name,
        Column.YEAR: row.year,
        Column.DESIGN: row.design or None,
        Column.PEOPLE: row.analysed if row.analysed is not None else row.enrolled,
        Column.FACTS: row.facts,
        Column.NOTICES: row.notices or (0 if row.is_checked else None),
        Column.CLAIMS: row.claims,
    }[column]


@pytest.mark.parametrize("column", SORTED)
@pytest.mark.parametrize("descending", [False, True])
def test_order_keeps_every_study_and_puts_what_is_unknown_last(
    generation: Generation, rows: tuple[StudyRow, ...], column: Column, descending: bool
) -> None:
    ordered = read_all(generation, order=Order(column, descending))
    assert sorted(row.key for row in ordered) == sorted(row.key for row in rows)
    values = [value_of(row, column) for row in ordered]
    known = [value for value in values if value is not None]
    assert values == [*known, *[None] * (len(values) - len(known))]
    if column.is_count:
        assert known == sorted(known, reverse=descending)


def test_column_of_several_values_is_no_order() -> None:
    assert Order.parse("therapies") == Order.parse("-conditions") == Order()


def test_filter_by_a_wide_concept_finds_studies_of_narrower_ones(generation: Generation) -> None:
    filters = StudyFilters(condition="alopecia")
    assert any("Alopecia" not in row.conditions for row in read_all(generation, filters))
    assert 0 < read(generation, filters).found < count_studies(generation)


def test_filters_and_words_are_all_asked_for(generation: Generation) -> None:
    filters = StudyFilters(therapy="microneedling", design="randomised-controlled-trial", words="AREATA microneedling")
    found = read_all(generation, filters)
    assert found
    assert len(found) == read(generation, filters).found
    for row in found:
        assert "Microneedling" in ", ".join(row.therapies)
    only = {row.key for row in read_all(generation, StudyFilters(therapy="microneedling"))}
    assert {row.key for row in found} < only


@pytest.mark.parametrize("topic", ["therapy", "condition", "design"])
def test_options_count_the_studies_that_they_lead_to(generation: Generation, topic: str) -> None:
    options = list_topics(generation, topic)
    assert len(options) > 3
    for key, label in options.items():
        assert label.endswith(f" · {read(generation, StudyFilters(**{topic: key})).found}")


def test_without_an_index_names_and_titles_are_looked_through_and_that_is_said(generation: Generation) -> None:
    filters = StudyFilters(words='KOYAMA "<b> 2016')
    total = count_studies(generation)
    none = read_table(generation, filters, Order(), 1, total=total, words=Found())
    assert none.found == 0
    filters = StudyFilters(words="KOYAMA 2016")
    table = read_table(generation, filters, Order(), 1, total=total, words=Found())
    assert [row.key for row in table.rows] == ["koyama-2016"]
    assert "in names and titles alone" in render_count(table).text


def test_nobody_waits_for_the_index_of_a_large_graph(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    store.rebuild(dict)
    generation = store.open()
    assert find_words(generation, "scalp", 5_001) == Found(None)
    assert find_words(generation, "scalp", 5_000) == Found(())
    assert find_words(generation, "scalp", 5_001) == Found(()), "the index is there now"


def test_what_the_index_has_beyond_the_best_is_said(generation: Generation) -> None:
    table = dataclasses.replace(
        read(generation, StudyFilters(words="scalp")), words=Found(("koyama-2016",), is_cut=True)
    )
    assert "The index has more: these are the 1 best." in render_count(table).text


@pytest.mark.parametrize("key", ["<b>", "a> . ?s ?p ?o", "no-such-thing"])
def test_what_no_concept_is_finds_nothing_and_does_no_harm(generation: Generation, key: str) -> None:
    assert read(generation, StudyFilters(therapy=key)).found == 0


def test_nothing_found_says_how_to_go_on(generation: Generation) -> None:
    table = read(generation, StudyFilters(words="<nothing-like-it>"))
    assert "No study passes these filters" in render_studies(table).text
    assert render_count(table).text.startswith("0 of ")


def test_pages_are_turned_and_a_page_that_is_not_there_is_the_last(generation: Generation) -> None:
    first, last = read(generation), read(generation, number=999)
    assert (first.number, last.number) == (1, first.of)
    assert {row.key for row in first.rows}.isdisjoint(row.key for row in last.rows)
    links = {part.text: part.href for part in walk(render_count(first)) if part.href}
    assert links == {"Next →": "?sort=-claims&page=2"}
    assert f"Page 1 of {first.of}." in render_count(first).text


def test_own_query_of_the_page_gives_its_rows_to_whoever_runs_it(generation: Generation) -> None:
    table = read(generation, StudyFilters(therapy="microneedling"), Order(Column.YEAR))
    guard(table.text)
    answer = generation.query(table.text, prefixes=PREFIXES)
    assert [row[0].value.rsplit("/", 1)[-1] for row in answer.rows if row[0]] == [row.key for row in table.rows]


def test_header_turns_the_order_round_and_keeps_the_filters(generation: Generation) -> None:
    table = read(generation, StudyFilters(words="scalp"), Order(Column.YEAR, descending=True))
    links = {part.text: part.href for part in walk(render_studies(table)) if part.href.startswith("?words")}
    assert links["year ▼"] == "?words=scalp&sort=year"
    assert links["facts"] == "?words=scalp&sort=-facts"
    assert "therapies" not in links


@pytest.mark.parametrize(("key", "is_there"), [("koyama-2016", True), ("no-such-study", False), ("<b>", False)])
def test_study_that_is_there_is_told_from_one_that_is_not(generation: Generation, key: str, is_there: bool) -> None:
    assert has_study(generation, key) is is_there
