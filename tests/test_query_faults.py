"""A mistake in a query is told at its place and by its reason; the grammar takes what the engine takes."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from kg.errors import QueryError
from kg.prefixes import PREFIXES
from kg.query import NamedQuery, guard, iter_queries
from kg.query_faults import explain
from kg.sparql_grammar import find_mistake, iter_tokens
from kg.store import Draft

EMPTY = Draft.in_memory()


def fault(text: str) -> QueryError:
    with pytest.raises(QueryError) as caught:
        EMPTY.query(text, prefixes=PREFIXES)
    return explain(caught.value, text)


@pytest.mark.parametrize(
    ("text", "place", "what"),
    [
        ("SELECT *\nWHERE { ?s ?p }", "query:2:15", "“}” cannot stand here"),
        ("SELECT * {\n  ?s nope:thing ?o }", "query:2:6", "the prefix nope: is not known"),
        ("SELECT ?a { ?a ?b ?c", "query:1:21", "the query ends too early"),
        ("SELECT ?x (COUNT(?y) AS ?n)\n{ ?x ?p ?y }", "None", "neither grouped nor counted"),
        ("SELEC * { ?s ?p ?o }", "query:1:1", "“SELEC” cannot stand here"),
        ("SELECT ?s, ?p { ?s ?p ?o }", "query:1:10", "“,” cannot stand here"),
        ("SELECT ?s { GRAPH { ?s ?p ?o } }", "query:1:19", "“{” cannot stand here"),
        ("PREFIX ex: <http://example.org/>\nSELECT * { ?s ex:p ?o ; exx:q ?r }", "query:2:25", "the prefix exx:"),
        ("SELECT * {\n  BIND(1 AS ?x) BIND(2 AS ?x) }", "query:2", "none that this store can answer"),
        ("SELECT", "query:1:7", "the query ends too early"),
    ],
)
def test_mistake_has_its_place_and_reason(text: str, place: str, what: str) -> None:
    error = fault(text)
    assert str(error.place) == place
    assert what in error.what
    assert error.mend


@pytest.mark.parametrize("query", tuple(iter_queries()), ids=lambda query: query.name)
def test_every_bundled_question_is_a_query(query: NamedQuery) -> None:
    assert find_mistake(query.text) is None


@pytest.mark.parametrize(
    "text",
    [
        "PREFIX a: <urn:a> SELECT DISTINCT ?s (COUNT(*) AS ?n) { GRAPH ?g { ?s a:b|^a:c/a:d+ 1, -2.5e3 ; a [] } }",
        "SELECT ?s {} GROUP BY ?s HAVING (COUNT(*) > 2) ORDER BY DESC(?n) ?s LIMIT 5 OFFSET 2 VALUES ?s { UNDEF }",
        "CONSTRUCT { ?s ?p ( 1 [ ?q 'x'@en-GB ] ) } { { ?s ?p ?o } UNION { ?s !(<urn:a>|^a) ?o } MINUS { ?o ?p ?s } }",
        "CONSTRUCT WHERE { ?s ?p ?o . } LIMIT 1",
        "ASK { FILTER NOT EXISTS { ?s ?p ?o } FILTER (?a IN (1, 2) && !BOUND(?b) || ?c * 2 - 1 < -3) }",
        'DESCRIBE <urn:a> ?b { ?b a <urn:c> . OPTIONAL { ?b <urn:d> """long "text" """^^xsd:string } }',
        "SELECT (GROUP_CONCAT(DISTINCT ?o; SEPARATOR=', ') AS ?a) { VALUES (?o ?p) { (1 UNDEF) () } { SELECT ?o {} } }",
        "SELECT * { BIND(IF(STRLEN(?a) > 1, 'x', COALESCE(?b, true)) AS ?c) SERVICE SILENT <urn:x> {} } # end",
    ],
)
def test_what_the_recommendation_allows_is_no_mistake(text: str) -> None:
    assert find_mistake(text) is None


@given(st.sampled_from([query.text for query in iter_queries()]), st.data())
@settings(max_examples=150)
def test_word_taken_out_is_a_mistake_only_where_the_engine_finds_one(text: str, data: st.DataObject) -> None:
    words = iter_tokens(text)[:-1]
    word = words[data.draw(st.integers(0, len(words) - 1))]
    shorter = text[: word.start] + " " + text[word.start + len(word.text) :]
    is_taken = True
    with contextlib.suppress(QueryError):
        is_taken = False
        EMPTY.query(shorter, prefixes=PREFIXES)
        is_taken = True
    event("taken" if is_taken else "refused")
    assert not is_taken or find_mistake(shorter) is None


def test_no_mistake_lists_all_that_could_stand_there() -> None:
    assert len(str(fault("SELECT * { ?s ekg:kind }"))) < 120


def test_refused_word_has_its_column() -> None:
    with pytest.raises(QueryError) as caught:
        guard("SELECT *\n{ SERVICE <http://example.org/> {} }")
    assert caught.value.place is not None
    assert (caught.value.place.line, caught.value.place.column) == (2, 3)


def test_error_without_a_place_stays_as_it_is() -> None:
    error = QueryError("the disk is gone")
    assert explain(error, "SELECT") is error
