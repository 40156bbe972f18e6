from __future__ import annotations

from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from kg.errors import QueryError
from kg.explorer.sparql_markup import render_answer, render_rules, render_share, thing_link
from kg.explorer.sparql_view import LONGEST_QUERY, Thing, check_length, fill, list_options, read_things
from kg.prefixes import BASE, PREFIXES
from kg.query import NamedQuery, Parameter, get_query, guard, iter_queries
from kg.store import Answer, Generation, Term
from tests.explorer.test_article_view import BUNDLED, walk

HOSTILE = "<script>window.broken=1</script>"
QUERIES_WITH_VARIABLES = [query for query in iter_queries() if query.parameters]


@pytest.fixture(scope="module")
def things(generation: Generation) -> tuple[Thing, ...]:
    return read_things(generation)


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


def test_key_of_a_thing_leads_back_to_it(things: tuple[Thing, ...]) -> None:
    assert all(thing.parameter.term(thing.key).value == thing.iri for thing in things)


def test_variable_named_as_a_kind_of_concept_takes_that_kind(things: tuple[Thing, ...]) -> None:
    kinds = {thing.key: thing.kind for thing in things if thing.parameter is Parameter.CONCEPT}
    query = get_query("therapy_evidence")
    for variable in ("therapy", "outcome"):
        assert {kinds[key] for key in list_options(things, query, variable)} == {variable}
    assert {kinds[key] for key in list_options(things, get_query("concept_facts"), "concept")} > {"therapy", "outcome"}


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


def test_answer_counts_rows_and_tells_a_cut() -> None:
    row = (Term("literal", "x"),)
    assert render_answer(answer_of(row)).text.startswith("1 row.")
    assert "cut" not in render_answer(answer_of(row)).text
    assert "The answer was cut: there are more." in render_answer(answer_of(row, row, is_cut=True)).text
    assert "No rows." in render_answer(answer_of()).text


def test_long_answer_shows_its_first_rows_and_says_so() -> None:
    many = render_answer(answer_of(*[(Term("literal", "x"),)] * 600))
    assert "The first 500 are shown" in many.text
    assert len([part for part in walk(many) if part.tag == "td"]) == 500


def test_answer_to_a_yes_or_no_question_is_a_word() -> None:
    def ask(value: str) -> str:
        return render_answer(Answer("ask", ("answer",), ((Term("literal", value),),))).text

    assert (ask("true"), ask("false")) == ("Yes.", "No.")


def test_hostile_answer_stays_words() -> None:
    hostile = (Term("literal", HOSTILE), Term("uri", "javascript:alert(1)"), None)
    parts = walk(render_answer(answer_of(hostile)))
    assert [part.text for part in parts if part.tag == "td"] == [HOSTILE, "<javascript:alert(1)>", ""]
    assert not [part for part in parts if part.href]


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


def test_question_fills_the_editor_and_runs_only_when_asked() -> None:
    app = open_page(question="study_facts", study="koyama-2016")
    assert not app.exception
    assert app.text_area[0].value == fill(get_query("study_facts"), {"study": "koyama-2016"})
    assert not app.get("download_button")
    app.button[0].click().run()
    assert not app.exception
    assert len(app.get("download_button")) == 3


def test_changed_query_is_in_the_address_and_its_old_answer_is_gone() -> None:
    app = open_page(q="ASK { ?s ?p ?o }")
    app.button[0].click().run()
    assert app.get("download_button")
    app.text_area[0].input("SELECT * { SERVICE <http://example.org/> { } }")
    app.button[0].click().run()
    assert not app.exception
    assert app.query_params["q"] == "SELECT * { SERVICE <http://example.org/> { } }"
    assert not app.get("download_button")


def test_link_that_is_too_long_leaves_the_editor_as_it_begins() -> None:
    app = open_page(q="#" * (LONGEST_QUERY + 1))
    assert not app.exception
    assert app.text_area[0].value == fill(None, {})
