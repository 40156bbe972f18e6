"""Typed queries may read and nothing else; answers come out in the forms that other programs read."""

from __future__ import annotations

import contextlib
import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import RDF, RDFS, XSD, BNode, Graph, Literal, URIRef
from rdflib.compare import to_isomorphic
from rdflib.term import Node

from kg.errors import QueryError
from kg.export import answers
from kg.query import get_query, guard, iter_queries
from kg.store import Answer, Term
from kg.vocabulary import EKG

HOSTILE = [
    "SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }",
    "SELECT * { { { OPTIONAL { service silent ?x { ?s ?p ?o } } } } }",
    "SELECT * { ?s ?p ?o FILTER EXISTS { SERVICE <http://example.org/> { ?s ?p ?o } } }",
    "SELECT * { ?s ?p 1.SERVICE <http://example.org/> { } }",
    "SELECT * FROM <http://example.org/data> { ?s ?p ?o }",
    "SELECT * FROM NAMED <file:///etc/passwd> { GRAPH ?g { ?s ?p ?o } }",
    "LOAD <http://example.org/data>",
    "INSERT DATA { <a:b> <a:c> <a:d> }",
    "DELETE WHERE { ?s ?p ?o }",
    "DROP ALL",
    "clear default",
    "# SELECT\nWITH <a:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "SELECT * { \\u0053ERVICE <http://example.org/> { ?s ?p ?o } }",
    "SELECT * { ?s ?p 'it\\'s' SERVICE <http://example.org/> { } }",
    'SELECT * { ?s ?p """a"b""" SERVICE <http://example.org/> { } }',
    "PREFIX a: <http://example.org/#> SELECT * { ?s a:b ?o . SERVICE a:c { } }",
]
HARMLESS = [
    "SELECT ?service WHERE { ?service ?p 'LOAD' }",
    "SELECT * { ?s <http://example.org/SERVICE> ?o } # SERVICE",
    "PREFIX service: <http://example.org/> SELECT * { ?s service:from ?o }",
    "ASK { ?s ?p '''SERVICE <x> ' '' ''' }",
    'SELECT * { ?s ?p "SERVICE \\" FROM"@en }',
    "SELECT * { ?s ?p ?o FILTER(?o < 5 && ?o > 3) }",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_guard_refuses_what_writes_or_asks_another_host(text: str) -> None:
    with pytest.raises(QueryError, match="is refused"):
        guard(text)


@pytest.mark.parametrize("text", HARMLESS)
def test_guard_lets_words_pass_in_names_strings_and_comments(text: str) -> None:
    guard(text)


@given(st.text(max_size=200))
def test_guard_says_yes_or_refused_on_any_text(text: str) -> None:
    with contextlib.suppress(QueryError):
        guard(text)


def test_guard_names_the_line() -> None:
    with pytest.raises(QueryError, match=r"query:3:\d+: SERVICE is refused"):
        guard("SELECT *\n{\n SERVICE <a:b> {} }")


def test_unknown_query_name_is_refused_and_the_known_ones_told() -> None:
    with pytest.raises(QueryError, match="graph_class_counts"):
        get_query("nothing_such")
    with pytest.raises(QueryError):
        get_query("../../pyproject")


@pytest.mark.parametrize("query", list(iter_queries()), ids=lambda query: query.name)
def test_bundled_query_states_its_purpose_and_passes_the_guard(query: object) -> None:
    assert getattr(query, "purpose")  # noqa: B009
    guard(getattr(query, "text"))  # noqa: B009


ANSWER = Answer(
    "select",
    ("thing", "words"),
    (
        (Term("uri", "https://evidence-kg.example/ns#Claim"), Term("literal", 'a "b", c\n', None, "en")),
        (None, Term("literal", "3", "http://www.w3.org/2001/XMLSchema#integer")),
    ),
)


def test_csv_keeps_commas_quotes_and_line_ends() -> None:
    rows = list(csv.reader(io.StringIO(answers.to_csv(ANSWER), newline="")))
    assert rows == [["thing", "words"], ["https://evidence-kg.example/ns#Claim", 'a "b", c\n'], ["", "3"]]


def test_json_is_the_standard_form_with_unbound_left_out() -> None:
    document = json.loads(answers.to_json(ANSWER))
    assert document["head"]["vars"] == ["thing", "words"]
    first, second = document["results"]["bindings"]
    assert first["words"] == {"type": "literal", "value": 'a "b", c\n', "xml:lang": "en"}
    assert list(second) == ["words"]


def test_tsv_writes_terms_as_turtle() -> None:
    lines = answers.to_tsv(ANSWER).splitlines()
    assert lines[0] == "?thing\t?words"
    assert lines[1] == '<https://evidence-kg.example/ns#Claim>\t"a \\"b\\", c\\n"@en'


def test_table_shortens_names_and_counts_rows() -> None:
    table = answers.to_table(ANSWER, {"ekg": "https://evidence-kg.example/ns#"})
    assert "ekg:Claim" in table
    assert table.endswith("(2 rows)\n")


A_STUDY = Term("uri", "https://evidence-kg.example/id/study/a")
GRAPH = Answer(
    "graph",
    ("subject", "predicate", "object"),
    (
        (
            Term("uri", "https://evidence-kg.example/id/study/a"),
            Term("uri", str(RDF.type)),
            Term("uri", str(EKG.Study)),
        ),
        (
            Term("uri", "https://evidence-kg.example/id/study/a"),
            Term("uri", str(RDFS.label)),
            Term("literal", 'a "b"\n'),
        ),
        (Term("uri", "http://example.org/x?y#z.;"), Term("uri", str(RDFS.label)), Term("literal", "c", None, "en")),
        (Term("uri", "http://example.org/x?y#z.;"), Term("uri", str(EKG.n)), Term("literal", "3", str(XSD.integer))),
        (Term("bnode", "b0"), Term("uri", str(EKG.n)), Term("bnode", "b1")),
    ),
)


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # by RDFLib's own reader of JSON-LD
@pytest.mark.parametrize(("form", "read_as"), [("turtle", "turtle"), ("json", "json-ld")])
def test_graph_answer_is_read_back_the_same_by_others(form: str, read_as: str) -> None:
    expected = Graph()
    nodes = {"b0": BNode(), "b1": BNode()}
    for row in GRAPH.rows:
        subject, predicate, value = (_node(term, nodes) for term in row if term is not None)
        expected.add((subject, predicate, value))
    found = Graph().parse(data=answers.FORMATS[form](GRAPH), format=read_as)
    assert to_isomorphic(found) == to_isomorphic(expected)


def _node(term: Term, nodes: dict[str, BNode]) -> Node:
    if term.kind == "uri":
        return URIRef(term.value)
    if term.kind == "bnode":
        return nodes[term.value]
    return Literal(term.value, lang=term.language, datatype=URIRef(term.datatype) if term.datatype else None)


def test_turtle_is_short_and_only_for_graphs() -> None:
    text = answers.to_turtle(GRAPH)
    assert "study:a a ekg:Study" in text
    assert "@prefix cito:" not in text
    with pytest.raises(QueryError, match="CONSTRUCT or DESCRIBE"):
        answers.to_turtle(ANSWER)


def test_ask_is_a_boolean_in_json() -> None:
    answer = Answer("ask", ("answer",), ((Term("literal", "true"),),))
    assert json.loads(answers.to_json(answer))["boolean"] is True
