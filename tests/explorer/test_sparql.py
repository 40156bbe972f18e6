from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qs

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from kg.errors import QueryError
from kg.explorer import things as things_of_the_graph
from kg.explorer.answer_view import AnswerOrder, build_page
from kg.explorer.markup import Element
from kg.explorer.query_runs import QueryRun, RunState
from kg.explorer.query_words import Word, WordKind, find_unknown, read_words
from kg.explorer.sparql_markup import render_cut, render_rules, render_share, render_table, render_word, thing_link
from kg.explorer.sparql_view import (
    LIMITS,
    LONGEST_QUERY,
    Remark,
    check_length,
    describe_run,
    fill,
    label_variable,
    list_options,
    list_remarks,
)
from kg.explorer.things import MOST_THINGS, Thing, read_things
from kg.prefixes import BASE, PREFIXES
from kg.query import NamedQuery, get_query, guard, iter_queries
from kg.query_keys import Parameter
from kg.store import Answer, Generation, Term
from kg.worker import Limits, Workers
from tests.explorer.test_article_view import BUNDLED, walk

HOSTILE = "<script>window.broken=1</script>"
QUERIES_WITH_VARIABLES = [query for query in iter_queries() if query.parameters]


@pytest.fixture(scope="module")
def things(generation: Generation) -> tuple[Thing, ...]:
    return tuple(thing for kind in Parameter for thing in read_things(generation, kind).things)


def answer_of(*rows: tuple[Term | None, ...], is_cut: bool = False) -> Answer:
    return Answer("select", tuple(f"column{at}" for at in range(len(rows[0]) if rows else 1)), rows, is_cut)


def open_page(**asked: str) -> AppTest:
    def show() -> None:
        from kg.explorer.pages.sparql import sparql  # noqa: PLC0415 - the function's text is run as a script

        sparql()

    app = AppTest.from_function(show, default_timeout=30)
    for name, value in asked.items():
        app.query_params[name] = value
    return app.run()


def test_every_kind_of_variable_has_things_to_choose_from(things: tuple[Thing, ...]) -> None:
    needs_a_table = {Parameter.MESH}  # of descriptors, which the bundled data has not
    assert {thing.parameter for thing in things} == set(Parameter) - needs_a_table


def test_long_list_is_cut_and_says_so(generation: Generation, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = read_things(generation, Parameter.STUDY)
    assert len(whole.things) > 3
    assert not whole.is_cut
    monkeypatch.setattr(things_of_the_graph, "MOST_THINGS", 3)
    cut = read_things(generation, Parameter.STUDY)
    assert (len(cut.things), cut.is_cut) == (3, True)
    assert f"the first {MOST_THINGS:,}" in label_variable("study", Parameter.STUDY, is_cut=True)
    assert label_variable("study", Parameter.STUDY, is_cut=False) == "Study"


def test_thing_that_is_not_listed_can_be_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(things_of_the_graph, "MOST_THINGS", 3)
    st.cache_resource.clear()
    shown = open_page(question="study_facts", study="not-among-the-first")
    st.cache_resource.clear()
    assert not shown.exception
    assert shown.selectbox[1].value == "not-among-the-first"


def test_key_of_a_thing_leads_back_to_it(things: tuple[Thing, ...]) -> None:
    assert all(thing.parameter.term(thing.key).value == thing.iri for thing in things)


def test_variable_named_as_a_kind_of_concept_takes_that_kind(things: tuple[Thing, ...]) -> None:
    concepts = [thing for thing in things if thing.parameter is Parameter.CONCEPT]
    kinds = {thing.key: thing.kind for thing in concepts}
    query = get_query("therapy_evidence")
    for variable in ("therapy", "outcome"):
        assert {kinds[key] for key in list_options(concepts, query, variable)} == {variable}
    assert {kinds[key] for key in list_options(concepts, get_query("concept_facts"), "concept")} > {
        "therapy",
        "outcome",
    }


@pytest.mark.parametrize("query", QUERIES_WITH_VARIABLES, ids=lambda query: query.name)
def test_filled_question_gives_the_rows_about_what_was_given(generation: Generation, query: NamedQuery) -> None:
    everything = generation.query(query.text, prefixes=PREFIXES)
    for variable, parameter in query.parameters.items():
        at = everything.columns.index(variable)
        for term in list(dict.fromkeys(term for row in everything.rows if (term := row[at])))[:5]:
            key = Thing(term.value, parameter, "").key
            text = fill(query, {variable: key})
            guard(text)
            found = generation.query(text, prefixes=PREFIXES).rows
            assert sorted(map(str, found)) == sorted(str(row) for row in everything.rows if row[at] == term)


def test_two_variables_are_given_at_once(generation: Generation) -> None:
    query = get_query("therapy_evidence")
    text = fill(query, {"therapy": "microneedling", "outcome": "hair-count"})
    answer = generation.query(text, prefixes=PREFIXES)
    assert answer.rows
    assert {(row[0].value, row[1].value) for row in answer.rows if row[0] and row[1]} == {
        (f"{BASE}id/concept/microneedling", f"{BASE}id/concept/hair-count")
    }


def test_hostile_key_is_data() -> None:
    text = fill(get_query("study_facts"), {"study": "x> } SERVICE <http://example.org/> {"})
    guard(text)
    assert "SERVICE <" not in text


def test_starter_is_a_query_that_answers(generation: Generation) -> None:
    assert generation.query(fill(None, {}), prefixes=PREFIXES).rows


def test_link_with_a_query_that_is_too_long_is_refused() -> None:
    check_length("x" * LONGEST_QUERY)
    with pytest.raises(QueryError, match="characters"):
        check_length("x" * (LONGEST_QUERY + 1))


def test_share_link_holds_the_query_unchanged() -> None:
    text = 'SELECT * { ?s ?p "a & b = c # d" }\n'
    (link,) = [part for part in walk(render_share(text)) if part.href]
    assert parse_qs(link.href.removeprefix("?"))["q"] == [text]


def test_rules_tell_both_limits() -> None:
    assert "20 seconds" in render_rules().text
    assert "10,000 rows" in render_rules().text


def shown(answer: Answer, order: str = "", number: int = 1, **asked: str) -> Element:
    return render_table(build_page(answer, AnswerOrder.parse(order), number), asked)


def test_answer_counts_its_rows_and_a_cut_one_says_so() -> None:
    row = (Term("literal", "x"),)
    assert "1 row" in shown(answer_of(row)).text
    assert "The answer was cut after 2 rows: there are more." in render_cut(answer_of(row, row, is_cut=True)).text
    assert "No rows." in render_word(answer_of()).text


def test_long_answer_is_turned_page_by_page_and_keeps_the_rest_of_its_address() -> None:
    many = answer_of(*[(Term("literal", f"{at}"),) for at in range(120)])
    first, last = shown(many, q="ASK {}"), shown(many, number=3)
    assert "Rows 1 to 50 of 120" in first.text
    assert "Rows 101 to 120 of 120" in last.text
    turns = [part.href for part in walk(first) if part.tag == "a" and part.text in ("next", "last")]
    assert turns == ["?q=ASK+%7B%7D&page=2", "?q=ASK+%7B%7D&page=3"]


def test_header_sorts_then_turns_round_then_gives_the_order_back() -> None:
    answer = answer_of((Term("literal", "x"),))
    links = [next(part.href for part in walk(shown(answer, order)) if part.tag == "a") for order in ("", "column0")]
    assert links == ["?sort=column0", "?sort=-column0"]
    assert next(part.href for part in walk(shown(answer, "-column0")) if part.tag == "a") == "?"


def test_answer_to_a_yes_or_no_question_is_a_word() -> None:
    def ask(value: str) -> str:
        return render_word(Answer("ask", ("answer",), ((Term("literal", value),),))).text

    assert (ask("true"), ask("false")) == ("Yes.", "No.")


def test_hostile_answer_stays_words() -> None:
    hostile = (Term("literal", HOSTILE), Term("uri", "javascript:alert(1)"), None)
    parts = walk(shown(answer_of(hostile)))
    assert [part.text for part in parts if part.tag == "td"] == [HOSTILE, "<javascript:alert(1)>", ""]
    assert not [part for part in parts if part.href.startswith("javascript")]


@pytest.mark.parametrize(
    ("name", "href"),
    [
        ("study/koyama-2016", "studies?study=koyama-2016"),
        (f"article/{BUNDLED}", f"article?article={BUNDLED}"),
        (f"article/{BUNDLED}/claim/a-1", f"article?article={BUNDLED}&claim=a-1"),
        ("concept/minoxidil", "graph?focus=concept%2Fminoxidil"),
    ],
)
def test_things_of_ours_lead_to_their_pages(name: str, href: str) -> None:
    assert getattr(thing_link(f"{BASE}id/{name}", "it"), "href") == href  # noqa: B009


def test_other_iris_are_words() -> None:
    assert thing_link("http://example.org/id/study/x", "it") == "it"
    assert thing_link(f"{BASE}id/record/pmid/1", "it") == "it"


def test_page_opens_with_a_question_and_asks_nothing_by_itself() -> None:
    app = open_page(question="study_facts", study="koyama-2016")
    assert not app.exception
    assert not app.get("download_button")


def test_link_that_is_too_long_is_said_and_the_page_stands() -> None:
    app = open_page(q="#" * (LONGEST_QUERY + 1))
    assert not app.exception


@pytest.fixture(scope="module")
def words(generation: Generation) -> tuple[Word, ...]:
    return read_words(generation)


def test_words_are_of_every_kind_and_stand_as_a_query_has_them(words: tuple[Word, ...]) -> None:
    known = {word.text: word for word in words}
    assert known["ekg:Study"].kind is WordKind.CLASS
    assert known["ekg:studiesTherapy"].kind is WordKind.PROPERTY
    assert known["rdfs:label"].kind is WordKind.PROPERTY
    assert known["concept:microneedling"].label == "Microneedling"
    assert any(word.kind is WordKind.GRAPH and word.label == "vocabulary" for word in words)


@pytest.mark.parametrize("query", list(iter_queries()), ids=lambda query: query.name)
def test_no_bundled_question_has_a_name_that_nothing_has(words: tuple[Word, ...], query: NamedQuery) -> None:
    assert find_unknown(query.text, words) == ()


def test_misspelt_name_has_its_place_and_a_near_one(words: tuple[Word, ...]) -> None:
    (unknown,) = find_unknown("SELECT *\n{ ?s a ekg:Studdy } # ekg:Nothing", words)
    assert (unknown.name, unknown.place.line, unknown.place.column) == ("ekg:Studdy", 2, 8)
    assert "ekg:Study" in unknown.near


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    made = Workers(2)
    yield made
    made.close()


RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def test_run_ends_with_its_answer(workers: Workers, generation: Generation) -> None:
    run = QueryRun(workers, generation.path, "SELECT * { ?s a ekg:Study }", Limits(rows=3))
    assert run.wait(20)
    assert run.state is RunState.CUT
    assert describe_run(run).startswith("Cut at 3 rows")
    assert list_remarks(run, ()) == (Remark("Nothing here is called ekg:Study. It finds nothing.", "doubtful", 1, 17),)


def test_run_that_is_stopped_has_no_answer_and_the_next_one_runs(workers: Workers, generation: Generation) -> None:
    slow = QueryRun(workers, generation.path, RUNAWAY, LIMITS)
    other = QueryRun(workers, generation.path, "ASK { ?s ?p ?o }", LIMITS)
    assert other.wait(20)
    assert not slow.wait(0.1)
    assert list_remarks(slow, ()) == ()
    slow.stop()
    assert slow.wait(10)
    assert slow.state is RunState.STOPPED
    assert "there is no answer" in describe_run(slow)
    assert list_remarks(slow, ()) == ()


def test_run_beyond_its_time_says_what_to_do(workers: Workers, generation: Generation) -> None:
    run = QueryRun(workers, generation.path, RUNAWAY, Limits(seconds=0.3))
    assert run.wait(20)
    assert run.state is RunState.FAILED
    (remark,) = list_remarks(run, ())
    assert "stopped after 0.3 seconds. Ask for less" in remark.words


def test_mistake_is_a_remark_at_its_place(workers: Workers, generation: Generation) -> None:
    run = QueryRun(workers, generation.path, "SELECT *\n{ ?s ?p }", LIMITS)
    assert run.wait(20)
    assert list_remarks(run, ()) == (Remark("“}” cannot stand here. Mend the query and run it again.", "wrong", 2, 9),)
