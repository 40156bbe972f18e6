"""A pull is told whole: what came, what was here, what PubMed does not know, what failed; and it can be taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.full_text_pull import Services
from ingest.pull_history import Pull, read_pulls
from ingest.pulling import RecordsPull, open_services, pull_wanted
from ingest.taking_back import remove_answers
from kg.errors import FetchError
from kg.identifiers import Doi, Pmid
from kg.workspace import Workspace
from tests.ncbi_server import NcbiServer, make_record, run_server, status


@pytest.fixture
def server() -> Iterator[NcbiServer]:
    with run_server() as made:
        made.records["111"] = make_record("111", title="Massage and hair.")
        made.records["222"] = make_record("222", title="Rest and hair.", doi="10.1000/rest")
        made.searches['"10.1000/rest"[doi]'] = ["222"]
        made.searches["hair rest"] = ["111", "222", "333"]
        yield made


@pytest.fixture
def workspace(server: NcbiServer, tmp_path: Path) -> Workspace:
    (tmp_path / "ws").mkdir()
    converter = f'converter_address = "{server.address}/idconv/"'
    (tmp_path / "ws" / "kg.toml").write_text(f'[ncbi]\naddress = "{server.address}"\n{converter}\n')
    return Workspace.at(tmp_path / "ws")


@pytest.fixture
def services(workspace: Workspace, tmp_path: Path) -> Iterator[Services]:
    with open_services(workspace, {}, tmp_path / "pace") as opened:
        yield opened


def pull(workspace: Workspace, services: Services, **wanted: object) -> RecordsPull:
    return pull_wanted(workspace, services, progress=lambda *_: None, **wanted)  # type: ignore[arg-type]


def parts(pull: Pull) -> tuple[tuple[str, ...], ...]:
    return pull.fetched, pull.held, pull.not_found, pull.failed


def test_each_record_wanted_is_in_one_list_and_the_history_says_the_same(
    workspace: Workspace, services: Services
) -> None:
    first = pull(workspace, services, pmids=[Pmid("111")])
    assert parts(first.pull) == (("111",), (), (), ())
    second = pull(workspace, services, pmids=[Pmid("111"), Pmid("999")], dois=[Doi("10.1000/rest"), Doi("10.1000/no")])
    assert parts(second.pull) == (("222",), ("111",), ("999",), ())
    assert len(second.pull.unidentified) == 1
    assert second.pull.unidentified[0].startswith("10.1000/no: ")
    kept = read_pulls(workspace.iter_pulls())
    assert kept.pulls == (second.pull, first.pull)
    assert not kept.rejected


def test_search_takes_no_more_than_was_asked_for(workspace: Workspace, services: Services) -> None:
    done = pull(workspace, services, search="hair rest", maximum=2)
    assert parts(done.pull) == (("111", "222"), (), (), ())
    assert done.pull.asked == "search 'hair rest', at most 2"


def test_search_that_cannot_be_asked_pulls_nothing(
    workspace: Workspace, services: Services, server: NcbiServer
) -> None:
    server.faults.extend([status(404)] * 5)
    with pytest.raises(FetchError):
        pull(workspace, services, search="hair rest", pmids=[Pmid("111")])
    assert not read_pulls(workspace.iter_pulls()).pulls
    assert not list((workspace.path).glob("cache/requests/*/*"))


def test_failed_records_are_told_with_their_reason(
    workspace: Workspace, services: Services, server: NcbiServer
) -> None:
    server.faults.extend([status(404)] * 5)
    done = pull(workspace, services, pmids=[Pmid("111")])
    assert parts(done.pull) == ((), (), (), ("111",))
    assert done.pull.reasons


def test_pull_that_is_taken_back_leaves_the_graph_and_the_cache_as_before(
    workspace: Workspace, services: Services
) -> None:
    pull(workspace, services, pmids=[Pmid("111")])

    def state() -> tuple[list[Path], bytes]:
        return sorted(workspace.cache.rglob("*.json")), workspace.store.open().dump("nquads")

    before = state()
    done = pull(workspace, services, dois=[Doi("10.1000/rest")])
    assert b"Rest and hair" in state()[1]
    remove_answers(workspace, done.added)
    assert state() == before


def test_damaged_file_of_the_history_is_told(workspace: Workspace) -> None:
    workspace.keep_pull("20260101T000000", "{}")
    kept = read_pulls(workspace.iter_pulls())
    assert not kept.pulls
    assert "Remove the file" in str(kept.rejected[0])
