"""The newest state of each record reaches the graph, whether few are read here or many by a process beside."""

from __future__ import annotations

import gzip
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest import record_loading
from ingest.pubmed.cache import AnswerCache, Request
from ingest.record_loading import load_records
from ingest.record_stream import StreamOutcome
from kg.errors import StoreError
from kg.identifiers import Doi, Pmid
from kg.prefixes import PREFIXES
from kg.store import Draft
from kg.workspace import Workspace
from tests.ncbi_server import make_record

NOW = datetime(2026, 1, 2, tzinfo=UTC)
TITLES = "SELECT ?pmid ?title WHERE { ?r fabio:hasPubMedId ?pmid ; dcterms:title ?title }"
Load = Callable[..., tuple[StreamOutcome, list[tuple[str, str]]]]


def keep(workspace: Workspace, *records: str, when: datetime = NOW, ids: str = "1") -> None:
    body = f"<PubmedArticleSet>{''.join(records)}</PubmedArticleSet>".encode()
    request = Request.of("https://example.org/efetch.fcgi", db="pubmed", id=ids)
    AnswerCache(workspace.cache).keep(request, body, retrieved=when, status=200, headers={})


def give(workspace: Workspace, *records: str, name: str = "set.xml") -> None:
    workspace.keep_given("records", name, f"<PubmedArticleSet>{''.join(records)}</PubmedArticleSet>".encode())


def load_all(workspace: Workspace, *claimed: Pmid | Doi) -> tuple[StreamOutcome, list[tuple[str, str]]]:
    """What became of the records, and PMID and title of each in the graph."""
    draft = Draft.in_memory()
    outcome = load_records(workspace, draft, claimed)
    rows = draft.query(TITLES, prefixes=PREFIXES).rows
    return outcome, sorted((pmid.value, title.value) for pmid, title in rows if pmid and title)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.at(tmp_path / "ws")


@pytest.fixture(params=["here", "beside"])
def load(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Load:
    if request.param == "beside":
        monkeypatch.setattr(record_loading, "_FEW_BYTES", 0)
    return load_all


def test_newer_answer_goes_before_an_older_one_and_both_before_a_given_file(workspace: Workspace, load: Load) -> None:
    older = [make_record("1", title="older"), make_record("2", title="kept")]
    keep(workspace, *older, when=NOW - timedelta(days=9), ids="1,2")
    keep(workspace, make_record("1", title="newest"), when=NOW, ids="1")
    body = "".join(make_record(pmid, title="given") for pmid in "123")
    packed = gzip.compress(f"<PubmedArticleSet>{body}</PubmedArticleSet>".encode())
    workspace.keep_given("records", "set.xml.gz", packed)
    outcome, titles = load(workspace)
    assert titles == [("1", "newest"), ("2", "kept"), ("3", "given")]
    assert (outcome.count, outcome.rejected) == (3, ())


def test_later_record_of_one_file_replaces_all_of_the_earlier_one(workspace: Workspace, load: Load) -> None:
    give(workspace, make_record("1", title="first"), make_record("2"), make_record("1", title="second"))
    outcome, titles = load(workspace)
    assert [title for pmid, title in titles if pmid == "1"] == ["second"]
    assert outcome.count == 2


def test_deleted_record_goes_even_where_it_was_written_before(workspace: Workspace, load: Load) -> None:
    give(workspace, make_record("1"), make_record("2"), "<DeleteCitation><PMID>1</PMID></DeleteCitation>")
    draft = Draft.in_memory()
    load_records(workspace, draft, ())
    assert [pmid for pmid, _ in load(workspace)[1]] == ["2"]
    left = draft.query("SELECT ?s WHERE { ?s ?p ?o FILTER(STRENDS(STR(?s), 'pmid-1') || STRENDS(STR(?s), 'pmid/1')) }")
    assert left.rows == ()


def test_record_deleted_by_a_newer_answer_is_not_taken_from_an_older_file(workspace: Workspace, load: Load) -> None:
    keep(workspace, "<DeleteCitation><PMID>1</PMID></DeleteCitation>")
    give(workspace, make_record("1"), make_record("2"))
    assert [pmid for pmid, _ in load(workspace)[1]] == ["2"]


def test_claimed_record_is_handed_over_in_its_newest_state_and_not_written(workspace: Workspace, load: Load) -> None:
    give(workspace, make_record("1", title="old"), make_record("2"), make_record("1", title="new"))
    outcome, titles = load(workspace, Pmid("1"), Doi("10.1000/none"))
    assert [pmid for pmid, _ in titles] == ["2"]
    assert [record.title for record in outcome.claimed] == ["new"]


def test_file_that_is_cut_gives_its_whole_records_and_the_error(workspace: Workspace, load: Load) -> None:
    text = f"<PubmedArticleSet>{make_record('1')}{make_record('2')}"[:-60]
    workspace.keep_given("records", "cut.xml", text.encode())
    outcome, titles = load(workspace)
    assert [pmid for pmid, _ in titles] == ["1"]
    assert "cut.xml" in str(outcome.rejected[0])


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
def test_medline_file_that_says_less_than_is_not_taken_for_xml(workspace: Workspace, load: Load, start: bytes) -> None:
    workspace.keep_given("records", "set.nbib", start + b"PMID- 5\nTI  - Calm (p<0.05).\nAU  - Smith A\nDP  - 2020\n\n")
    assert load(workspace)[1] == [("5", "Calm (p<0.05).")]


def test_medline_file_is_read_beside_xml(workspace: Workspace, load: Load) -> None:
    workspace.keep_given("records", "set.nbib", b"PMID- 5\nTI  - Calm at last.\nAU  - Smith A\nDP  - 2020\n\n")
    assert load(workspace)[1] == [("5", "Calm at last.")]


def test_process_that_ends_before_its_time_is_an_error(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    give(workspace, make_record("1"))
    monkeypatch.setattr(record_loading, "_FEW_BYTES", 0)
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(StoreError, match="ended before its time"):
        load_all(workspace)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sources=st.lists(st.lists(st.tuples(st.sampled_from("1234"), st.booleans()), max_size=6), max_size=4))
def test_the_last_word_on_a_record_stands(
    sources: list[list[tuple[str, bool]]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Files are given in an order; in each, records come and are deleted."""
    workspace = Workspace.at(tmp_path_factory.mktemp("order") / "ws")
    expected: dict[str, str] = {}
    for number, source in enumerate(sources):
        parts = []
        for position, (pmid, is_deleted) in enumerate(source):
            if is_deleted:
                parts.append(f"<DeleteCitation><PMID>{pmid}</PMID></DeleteCitation>")
                expected.pop(pmid, None)
            else:
                parts.append(make_record(pmid, title=f"t{number}-{position}"))
                expected[pmid] = f"t{number}-{position}"
        keep(workspace, *parts, when=NOW + timedelta(days=number), ids=str(number))
    assert load_all(workspace)[1] == sorted(expected.items())


def test_what_rules_read_of_few_records_is_in_the_graph_and_goes_with_the_record(workspace: Workspace) -> None:
    give(workspace, make_record("11111111", title="Calmol for itching: a randomised trial"), name="a.xml")
    draft = Draft.in_memory()
    load_records(workspace, draft, ())
    text = """SELECT ?value ?by WHERE {
        ?s ekg:obtainedBy ?by ; ekg:extracted ?e . ?e ekg:field "design" ; ekg:value ?value }"""
    rows = draft.query(text, prefixes=PREFIXES).rows
    assert [tuple(term.value for term in row if term) for row in rows] == [("randomised-controlled-trial", "extracted")]
    deleted = "<DeleteCitation><PMID>11111111</PMID></DeleteCitation>"
    both = make_record("11111111", title="Calmol for itching: a randomised trial") + deleted
    give(workspace, both, name="a.xml")
    draft = Draft.in_memory()
    load_records(workspace, draft, ())
    assert draft.query("SELECT ?e WHERE { ?e a ekg:ExtractedValue }", prefixes=PREFIXES).rows == ()
