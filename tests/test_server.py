"""The endpoint as programs meet it: what the protocol asks for, what is refused, and a client that others wrote."""

from __future__ import annotations

import csv
import io
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.etree import ElementTree

import httpx
import pytest
from rdflib import Graph, Literal, Namespace
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from rdflib.query import ResultRow

from ingest.pipeline import build, ingest_article, load_snapshot
from kg.export.answers import to_xml
from kg.server import listen
from kg.store import Answer, Term
from kg.workspace import Workspace
from tests.conftest import CHECKOUT
from tests.explorer.conftest import BUNDLED

TITLES = "SELECT ?title WHERE { ?article a ekg:Article ; rdfs:label ?title }"
THERAPIES = "SELECT ?therapy WHERE { ?therapy a ekg:Concept }"
CONSTRUCT = "CONSTRUCT { ?a rdfs:label ?title } WHERE { ?a a ekg:Article ; rdfs:label ?title }"
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
RESULTS = "{http://www.w3.org/2005/sparql-results#}"


def make_workspace(folder: Path) -> Workspace:
    made = Workspace.at(folder)
    build(made)
    ingest_article(made, load_snapshot(BUNDLED))
    return made


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return make_workspace(tmp_path_factory.mktemp("served"))


@contextmanager
def started(workspace: Workspace, *options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """An endpoint of a process of its own, which ends with the block, and its address."""
    command = [sys.executable, "-m", "kg.cli", "serve", "--port", "0", "--workspace", str(workspace.path), *options]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=CHECKOUT, stdout=pipe, stderr=pipe, text=True) as process:
        try:
            assert process.stdout is not None
            yield process, process.stdout.readline().split()[2]
        finally:
            process.kill()


@contextmanager
def serving(workspace: Workspace, *options: str) -> Iterator[str]:
    with started(workspace, *options) as (_, address):
        yield address


@pytest.fixture(scope="module")
def endpoint(workspace: Workspace) -> Iterator[str]:
    with serving(workspace) as address:
        yield address


def ask(endpoint: str, query: str, accept: str = JSON) -> httpx.Response:
    return httpx.get(endpoint, params={"query": query}, headers={"Accept": accept}, timeout=60)


def test_the_three_ways_to_ask_have_one_answer(endpoint: str) -> None:
    headers = {"Accept": JSON}
    body = {"Content-Type": "application/sparql-query; charset=utf-8"} | headers
    answers = [
        ask(endpoint, TITLES),
        httpx.post(endpoint, data={"query": TITLES}, headers=headers, timeout=60),
        httpx.post(endpoint, content=TITLES.encode(), headers=body, timeout=60),
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert len({answer.text for answer in answers}) == 1
    (binding,) = answers[0].json()["results"]["bindings"]
    assert binding["title"]["type"] == "literal"


@pytest.mark.parametrize(
    ("query", "accept", "kind"),
    [
        (TITLES, "", JSON),
        (TITLES, "*/*", JSON),
        (TITLES, "text/html, application/sparql-results+xml;q=0.9, */*;q=0.1", XML),
        (TITLES, "text/tab-separated-values", "text/tab-separated-values"),
        ("ASK { ?s a ekg:Article }", "text/csv;q=0.5, application/sparql-results+xml;q=0.2", XML),
        (CONSTRUCT, "text/turtle", "text/turtle"),
        (CONSTRUCT, "application/ld+json", "application/ld+json"),
    ],
)
def test_the_client_chooses_the_form(endpoint: str, query: str, accept: str, kind: str) -> None:
    answer = ask(endpoint, query, accept)
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == kind


def test_every_form_of_a_table_says_the_same(endpoint: str) -> None:
    (binding,) = ask(endpoint, TITLES).json()["results"]["bindings"]
    title = binding["title"]["value"]
    assert list(csv.reader(io.StringIO(ask(endpoint, TITLES, "text/csv").text))) == [["title"], [title]]
    root = ElementTree.fromstring(ask(endpoint, TITLES, XML).text)  # noqa: S314 - our own server
    assert [element.text for element in root.iter(f"{RESULTS}literal")] == [title]
    graph = Graph().parse(data=ask(endpoint, CONSTRUCT, "text/turtle").text, format="turtle")
    assert [str(value) for value in graph.objects()] == [title]


def test_a_client_of_others_reads_terms_as_they_are(endpoint: str) -> None:
    query = "SELECT ?iri ?text ?number WHERE { BIND(ekg:Claim AS ?iri) BIND('<&>'@en AS ?text) BIND(3 AS ?number) }"
    for form in ("xml", "json"):
        (row,) = Graph(SPARQLStore(endpoint, returnFormat=form)).query(query)
        assert isinstance(row, ResultRow)
        assert row.iri.endswith("/Claim") or row.iri.endswith("#Claim")
        assert (row.text, row.number) == (Literal("<&>", lang="en"), Literal(3))


def test_service_describes_itself(endpoint: str) -> None:
    told = httpx.get(endpoint, timeout=60)
    graph = Graph().parse(data=told.text, format="turtle")
    assert [str(found) for found in graph.objects(None, SD.endpoint)] == [endpoint]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("SELECT * WHERE { ?s ?p }", "query:1:"),
        ("SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }", "SERVICE is refused"),
        ("DELETE WHERE { ?s ?p ?o }", "DELETE is refused"),
    ],
)
def test_what_is_malformed_or_writes_is_refused_with_its_place(endpoint: str, query: str, words: str) -> None:
    answer = ask(endpoint, query)
    assert answer.status_code == 400
    assert words in answer.text


def test_requests_beside_the_protocol_are_told_apart(endpoint: str) -> None:
    update = {"Content-Type": "application/sparql-update"}
    assert httpx.post(endpoint, content=b"CLEAR ALL", headers=update, timeout=60).status_code == 415
    assert httpx.post(endpoint, data={"update": "CLEAR ALL"}, timeout=60).status_code == 400
    assert httpx.get(f"{endpoint}?query=ASK{{}}&query=ASK{{}}", timeout=60).status_code == 400
    assert httpx.get(f"{endpoint}?query=ASK{{}}&default-graph-uri=http://example.org/g", timeout=60).status_code == 400
    assert httpx.delete(endpoint, timeout=60).status_code == 405
    assert ask(endpoint, TITLES, "image/png").status_code == 406
    broken = {"Content-Type": "application/sparql-query"}
    assert httpx.post(endpoint, content=b"ASK { \xff }", headers=broken, timeout=60).status_code == 400
    assert httpx.post(endpoint, content=b" " * 1_000_001, headers=broken, timeout=60).status_code == 413


def test_a_page_that_takes_the_address_for_its_own_is_turned_away(endpoint: str) -> None:
    answer = httpx.get(endpoint, params={"query": TITLES}, headers={"Host": "evil.example"}, timeout=60)
    assert answer.status_code == 400
    assert "access-control-allow-origin" not in answer.headers


def test_limits_are_errors_and_no_shorter_answers(workspace: Workspace) -> None:
    endless = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    with serving(workspace, "--max-rows", "2", "--timeout", "1") as endpoint:
        cut, late = ask(endpoint, THERAPIES), ask(endpoint, endless)
        whole = ask(endpoint, f"{THERAPIES} LIMIT 2")
    assert (cut.status_code, late.status_code, whole.status_code) == (500, 500, 200)
    assert "--max-rows" in cut.text
    assert len(whole.json()["results"]["bindings"]) == 2


def test_a_new_generation_is_asked_without_a_new_start(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path / "workspace")
    article = tmp_path / "another.md"
    article.write_text("# Another article\n\nZinc healed wounds in ten people [1].\n\n1. A. Zinc. 2001.\n", "utf-8")
    with serving(workspace) as endpoint:
        before = len(ask(endpoint, TITLES).json()["results"]["bindings"])
        ingest_article(workspace, load_snapshot(article))
        after = len(ask(endpoint, TITLES).json()["results"]["bindings"])
    assert (before, after) == (1, 2)


def test_ctrl_c_ends_it_without_a_word(workspace: Workspace) -> None:
    with started(workspace) as (process, address):
        assert ask(address, TITLES).status_code == 200
        process.send_signal(signal.SIGINT)
        told = process.communicate(timeout=60)
    assert (process.returncode, *told) == (0, "", "")


def test_it_can_be_asked_from_the_moment_that_it_tells_its_address() -> None:
    with listen(0) as taken, socket.create_connection(taken.getsockname()):
        pass


def test_port_that_is_taken_is_told(workspace: Workspace) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "kg.cli", "serve", "--port", port, "--workspace", str(workspace.path)]
        done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert "--port" in done.stderr


def test_characters_that_xml_cannot_hold_do_not_break_it() -> None:
    text = to_xml(Answer("select", ("a",), ((Term("literal", "x\x00\x0by\ud800"),),)))
    assert ElementTree.fromstring(text)[1][0][0][0].text == "x��y�"  # noqa: S314 - made here
