"""Watching: what appears between two rounds is told with what it touches, whatever ends a round before its time."""

from __future__ import annotations

import dataclasses
import json
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path

import pytest

from ingest.pipeline import build, ingest_article, make_snapshot
from ingest.pubmed.pull import pull_records
from ingest.watching import begin_round, end_round, find_watched, watch
from kg.export import watched
from kg.identifiers import Pmid
from kg.model import NoticeKind
from kg.record_changes import WatchReport
from kg.workspace import Workspace
from tests.conftest import CHECKOUT
from tests.ingest.pubmed.conftest import NOW, Clients
from tests.ncbi_server import NcbiServer, hang, make_record, run_server, send, status

BODY = """# On massage

Massage thickens hair in most people.[1] Massage and rest calm the scalp of most people.[1][2]

## References

1. Smith A. Massage and hair. J Calm. 2020;1:2-3. PMID: 111.
2. Jones A. Rest and hair. J Calm. 2019;1:4-5. PMID: 222.
"""
RETRACTED = (
    "<CommentsCorrectionsList><CommentsCorrections RefType='RetractionIn'><RefSource>J Calm. 2021 May;2:1</RefSource>"
    "<PMID Version='1'>999</PMID></CommentsCorrections></CommentsCorrectionsList>"
)
WEEK = timedelta(days=7)


def retract(record: str) -> str:
    """The record as PubMed gives it once it has been retracted."""
    return record.replace("</Article>", f"</Article>{RETRACTED}")


@pytest.fixture(scope="module")
def running() -> Iterator[NcbiServer]:
    with run_server() as made:
        yield made


@pytest.fixture(scope="module")
def pulled(running: NcbiServer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with an article whose records were pulled, made once; each test has a copy."""
    know_both(running)
    folder = tmp_path_factory.mktemp("watched") / "ws"
    workspace = Workspace.at(folder)
    with ExitStack() as stack, pytest.MonkeyPatch.context() as patch:
        patch.setenv("NO_PROXY", "127.0.0.1")
        pull_records([Pmid("111"), Pmid("222")], Clients(running, folder, stack).make())
    build(workspace)
    ingest_article(workspace, make_snapshot("on-massage.md", BODY.encode()))
    return folder


def know_both(server: NcbiServer) -> None:
    server.records["111"] = make_record("111", title="Massage and hair.", author="Smith", year=2020)
    server.records["222"] = make_record("222", title="Rest and hair.", author="Jones", year=2019)


@pytest.fixture
def server(running: NcbiServer, monkeypatch: pytest.MonkeyPatch) -> NcbiServer:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    know_both(running)
    running.faults.clear()
    running.requests.clear()
    return running


@dataclasses.dataclass(slots=True)
class Desk:
    """A workspace with an article whose records were pulled once, and rounds of watching at given times."""

    workspace: Workspace
    clients: Clients

    def look(self, when: datetime, *, told: bool = True) -> WatchReport:
        made = begin_round(self.workspace, when)
        client = self.clients.make(not_before=made.since, now=lambda: when)
        pmids = find_watched(self.workspace.store.open())
        report = watch(self.workspace, client, pmids, made, progress=lambda *_: None)
        if told:
            end_round(self.workspace, made, report)
        return report


@pytest.fixture
def desk(server: NcbiServer, pulled: Path, tmp_path: Path) -> Iterator[Desk]:
    folder = Path(shutil.copytree(pulled, tmp_path / "ws"))
    with ExitStack() as stack:
        yield Desk(Workspace(folder), Clients(server, folder, stack))


def test_retraction_between_two_rounds_is_told_once_with_the_claims_it_touches(desk: Desk, server: NcbiServer) -> None:
    assert desk.look(NOW + WEEK).changes == ()
    server.records["111"] = retract(server.records["111"])
    report = desk.look(NOW + 2 * WEEK)
    (found,) = report.changes
    (notice,) = found.change.notices
    assert (notice.kind, notice.pmid) == (NoticeKind.RETRACTION, Pmid("999"))
    assert found.impact is not None
    assert [claim.line for claim in found.impact.losing] == [3]
    assert [[other.study for other in claim.others] for claim in found.impact.keeping] == [["pmid-222"]]
    assert report.touches_claims
    text, document = watched.to_text(report), json.loads(watched.to_json(report))
    assert "new: retraction" in text
    assert "on-massage, line 3" in text
    assert document["changes"][0]["notices"][0]["kind"] == "retraction"
    assert desk.look(NOW + 3 * WEEK).changes == ()


def test_changed_words_are_told_by_field_and_the_graph_has_them(desk: Desk, server: NcbiServer) -> None:
    server.records["222"] = make_record("222", title="Rest and baldness.", author="Jones", year=2019, doi="10.1000/x")
    (found,) = desk.look(NOW + WEEK).changes
    fields = {field.name: (field.before, field.after) for field in found.change.fields}
    assert fields == {"title": ("Rest and hair.", "Rest and baldness."), "DOI": (None, "10.1000/x")}
    assert b"Rest and baldness." in desk.workspace.store.open().dump("nquads")


def test_record_that_is_given_no_more_is_told_and_its_last_state_stays(desk: Desk, server: NcbiServer) -> None:
    del server.records["111"]
    (found,) = desk.look(NOW + WEEK).changes
    assert found.change.is_gone
    assert found.change.title == "Massage and hair."
    assert found.touches_claims
    build(desk.workspace)
    assert b"Massage and hair." in desk.workspace.store.open().dump("nquads")
    later = desk.look(NOW + 2 * WEEK)
    assert (later.changes, later.still_gone) == ((), (Pmid("111"),))


def test_retraction_that_a_pull_brought_in_is_still_told(desk: Desk, server: NcbiServer) -> None:
    desk.look(NOW + WEEK)
    server.records["111"] = retract(server.records["111"])
    pull_records([Pmid("111")], desk.clients.make(not_before=NOW + 2 * WEEK, now=lambda: NOW + 2 * WEEK))
    build(desk.workspace)
    (found,) = desk.look(NOW + 3 * WEEK).changes
    assert found.change.notices


def test_round_that_was_not_told_is_told_again_without_asking_again(desk: Desk, server: NcbiServer) -> None:
    server.records["111"] = retract(server.records["111"])
    first = desk.look(NOW + WEEK, told=False)
    asked = len(server.requests)
    again = desk.look(NOW + WEEK + timedelta(minutes=5))
    assert again.changes == first.changes
    assert again.changes
    assert len(server.requests) == asked


def test_earlier_answers_stay_beside_the_new_ones(desk: Desk, server: NcbiServer) -> None:
    server.records["111"] = retract(server.records["111"])
    desk.look(NOW + WEEK)
    cache = desk.clients.cache
    bodies = [answer.body for entry in (*cache.iter_entries(), *cache.iter_earlier()) if (answer := cache.read(entry))]
    assert {b"RetractionIn" in body for body in bodies} == {True, False}


def test_unanswered_record_is_told_and_the_rest_is_kept(desk: Desk, server: NcbiServer) -> None:
    server.records["111"] = retract(server.records["111"])
    server.faults.extend([status(404)])
    report = desk.look(NOW + WEEK)
    assert report.asked == ()
    assert "404" in watched.to_text(report)
    assert [found.change.pmid for found in desk.look(NOW + WEEK + timedelta(hours=1)).changes] == [Pmid("111")]


def test_busy_service_is_waited_for_as_it_asks(desk: Desk, server: NcbiServer) -> None:
    server.faults.append(status(429, Retry_After="7"))
    assert desk.look(NOW + WEEK).unasked == ()
    assert desk.clients.waits == [7.0]


def test_dead_host_is_told_plainly(desk: Desk) -> None:
    made = begin_round(desk.workspace, NOW + WEEK)
    client = desk.clients.make(not_before=made.since, address="http://127.0.0.1:9")
    report = watch(desk.workspace, client, [Pmid("111")], made, progress=lambda *_: None)
    assert "could not be reached" in report.unasked[0].reason
    assert "Check the connection" in watched.to_text(report)


def test_only_cited_records_are_watched_unless_all_are_asked_for(desk: Desk) -> None:
    generation = desk.workspace.store.open()
    assert find_watched(generation) == (Pmid("111"), Pmid("222"))
    assert set(find_watched(generation)) < set(find_watched(generation, everything=True))


WATCH = """
import sys
from datetime import datetime, UTC
from pathlib import Path
from ingest import watching
from ingest.pubmed.cache import AnswerCache
from ingest.pubmed.eutilities import EutilitiesClient
from ingest.pubmed.pull import pull_records
from ingest.pubmed.rate_limit import RateLimit
from ingest.pubmed.settings import NcbiSettings
from kg.export import watched
from kg.identifiers import Pmid
from kg.workspace import Workspace
from functools import partial

watching.pull_records = partial(pull_records, batch_size=1)
workspace, limit = Workspace(Path(sys.argv[2])), RateLimit(Path(sys.argv[2]) / "user", per_second=10_000)
made = watching.begin_round(workspace, datetime.now(UTC))
cache = AnswerCache(workspace.cache)
with EutilitiesClient(NcbiSettings(address=sys.argv[1]), cache, limit, not_before=made.since) as client:
    report = watching.watch(workspace, client, [Pmid("111"), Pmid("222")], made, progress=lambda *_: None)
print(watched.to_json(report))
watching.end_round(workspace, made, report)
"""


def test_killed_round_goes_on_where_it_was_and_tells_all_of_it(desk: Desk, server: NcbiServer) -> None:
    server.records["111"] = retract(server.records["111"])
    command = [sys.executable, "-c", WATCH, server.address, str(desk.workspace.path)]
    server.faults.extend([send(server.answer_for("111")), hang()])
    with subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.PIPE) as first:
        deadline = time.monotonic() + 120
        while len(server.requests) < 2 and time.monotonic() < deadline and first.poll() is None:
            time.sleep(0.01)
        with suppress(ProcessLookupError):
            first.send_signal(signal.SIGKILL)
    second = subprocess.run(command, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True, check=True)
    asked = Counter(chain.from_iterable(posted.fields["id"].split(",") for posted in server.requests))
    assert asked == {"111": 1, "222": 2}
    document = json.loads(second.stdout)
    assert [change["pmid"] for change in document["changes"]] == ["111"]
    assert document["unasked"] == []
