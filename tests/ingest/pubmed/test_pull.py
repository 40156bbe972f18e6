"""Everything that was wanted is accounted for, nothing is asked twice, and no near record passes for the right one."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from itertools import chain
from pathlib import Path

import pytest

from ingest.pubmed.pull import ReferencePull, pull_records, pull_references
from kg.errors import WorkspaceError
from kg.identifiers import Doi, Pmcid, Pmid, content_hash
from kg.model import Reference, ResolvedBy, Span
from tests.conftest import CHECKOUT
from tests.ingest.pubmed.conftest import NOW, Clients
from tests.ncbi_server import NcbiServer, hang, make_record, send, status

TITLE_TERM = "A Made-Up Trial[Title] AND 2020[pdat] AND Smith[1au]"
PRINTED = Reference(
    ("1",), "Smith A. A made-up trial. J 2020.", Span(0, 1), 1,
    authors=("Smith A", "Jones B"), title="A Made-Up Trial", year=2020,
)  # fmt: skip
BARE = Reference(("1",), "?", Span(0, 1), 1)

PULL = """
import sys
from pathlib import Path
from ingest.pubmed.cache import AnswerCache
from ingest.pubmed.eutilities import EutilitiesClient
from ingest.pubmed.pull import pull_records
from ingest.pubmed.rate_limit import RateLimit
from ingest.pubmed.settings import NcbiSettings
from kg.identifiers import Pmid

address, folder = sys.argv[1], Path(sys.argv[2])
limit = RateLimit(folder / "user", per_second=10_000)
with EutilitiesClient(NcbiSettings(address=address), AnswerCache(folder / "cache"), limit) as client:
    pmids = [Pmid(str(number)) for number in range(1, 21)]
    report = pull_records(pmids, client, batch_size=2)
print(*(item.record.pmid for item in report.pulled))
"""


def pmids(*numbers: int) -> list[Pmid]:
    return [Pmid(str(number)) for number in numbers]


def pull_one(clients: Clients, reference: Reference) -> ReferencePull:
    return pull_references([reference], clients.make())


def reason_of(pull: ReferencePull) -> str:
    assert pull.identified == ()
    assert pull.report.pulled == ()
    return pull.unidentified[0].reason


def test_pull_gives_each_record_once_in_the_order_wanted(clients: Clients, server: NcbiServer) -> None:
    server.add(1, 2, 3)
    report = pull_records(pmids(3, 1, 3, 2), clients.make())
    assert [item.record.pmid for item in report.pulled] == pmids(3, 1, 2)
    assert (report.not_found, report.failures) == ((), ())
    assert len(server.requests) == 1


def test_unknown_pmids_are_named_and_not_asked_for_again(clients: Clients, server: NcbiServer) -> None:
    server.add(1)
    for _ in range(2):
        report = pull_records(pmids(1, 2, 3), clients.make())
        assert report.not_found == tuple(pmids(2, 3))
    assert len(server.requests) == 1


def test_records_come_in_batches_and_progress_is_told(clients: Clients, server: NcbiServer) -> None:
    server.add(*range(1, 451))
    told: list[tuple[int, int]] = []
    report = pull_records(
        pmids(*range(1, 451)),
        clients.make(),
        progress=lambda _, done, total: told.append((done, total)),
    )
    assert len(report.pulled) == 450
    assert told == [(200, 450), (400, 450), (450, 450)]
    assert [len(posted.fields["id"].split(",")) for posted in server.requests] == [200, 200, 50]


def test_only_what_no_kept_answer_holds_is_asked_for(clients: Clients, server: NcbiServer) -> None:
    server.add(1, 2, 3, 4)
    pull_records(pmids(1, 2, 3), clients.make())
    report = pull_records(pmids(4, 3, 2), clients.make())
    assert [item.record.pmid for item in report.pulled] == pmids(4, 3, 2)
    assert [posted.fields["id"] for posted in server.requests] == ["1,2,3", "4"]


def test_old_answers_are_renewed_and_the_newest_one_is_used(clients: Clients, server: NcbiServer) -> None:
    server.add(*range(1, 10))
    for day in range(2, 10):
        time_of_pull = NOW + timedelta(days=day)
        client = clients.make(not_before=time_of_pull, now=lambda now=time_of_pull: now)
        pull_records(pmids(1, day), client)
    assert len(server.requests) == 8
    (pulled,) = pull_records(pmids(1), clients.make(offline=True)).pulled
    assert pulled.entry.retrieved == (NOW + timedelta(days=9)).isoformat()
    assert len(server.requests) == 8


def test_without_network_the_cache_is_used_and_the_rest_named(clients: Clients, server: NcbiServer) -> None:
    server.add(1, 2, 3)
    pull_records(pmids(1, 2), clients.make())
    report = pull_records(pmids(1, 3), clients.make(offline=True))
    assert [item.record.pmid for item in report.pulled] == pmids(1)
    (failure,) = report.failures
    assert failure.pmids == (Pmid("3"),)
    assert "not in the cache" in failure.reason
    assert len(server.requests) == 1


def test_failed_batch_costs_no_other(clients: Clients, server: NcbiServer) -> None:
    server.add(1, 2, 3, 4, 5)
    server.faults.extend([send(server.answer_for("1,2")), *[status(500)] * 4])
    report = pull_records(pmids(1, 2, 3, 4, 5), clients.make(), batch_size=2)
    assert [item.record.pmid for item in report.pulled] == pmids(1, 2, 5)
    assert [failure.pmids for failure in report.failures] == [tuple(pmids(3, 4))]

    again = pull_records(pmids(1, 2, 3, 4, 5), clients.make(), batch_size=2)
    assert [item.record.pmid for item in again.pulled] == pmids(1, 2, 3, 4, 5)
    assert [posted.fields["id"] for posted in server.requests[-1:]] == ["3,4"]


def test_record_that_cannot_be_read_is_no_unknown_one(clients: Clients, server: NcbiServer) -> None:
    server.records |= {"1": make_record("1"), "2": make_record("2").replace('Version="1">2<', 'Version="1">none<')}
    report = pull_records(pmids(1, 2), clients.make())
    assert [item.record.pmid for item in report.pulled] == pmids(1)
    assert report.not_found == ()
    assert report.failures[0].pmids == (Pmid("2"),)
    assert "'none' is not a" in report.failures[0].reason


@pytest.mark.corpus
def test_recorded_records_come_through_whole(corpus: Path, clients: Clients, server: NcbiServer) -> None:
    data = (corpus / "pubmed/eutils/pubmed2.xml").read_bytes()
    server.recorded["efetch"] = data
    wanted = [Pmid(number) for number in re.findall(r'<MedlineCitation[^>]*><PMID Version="1">(\d+)<', data.decode())]
    report = pull_records([*wanted, Pmid("1")], clients.make())
    assert wanted
    assert [item.record.pmid for item in report.pulled] == wanted
    assert report.not_found == (Pmid("1"),)
    assert {item.entry.digest for item in report.pulled} == {content_hash(data)}


def test_damaged_answer_is_pulled_again(clients: Clients, server: NcbiServer) -> None:
    server.add(1, 2)
    before = pull_records(pmids(1, 2), clients.make())
    (body,) = (path for path in clients.cache.folder.glob("bodies/*/*") if path.is_file())
    body.write_bytes(body.read_bytes()[:-9])
    after = pull_records(pmids(1, 2), clients.make())
    assert [item.record for item in after.pulled] == [item.record for item in before.pulled]
    assert len(after.pulled) == 2
    assert len(server.requests) == 2


def test_full_disk_stops_the_pull_and_it_goes_on_later(
    clients: Clients, server: NcbiServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.add(1, 2, 3, 4)
    pull_records(pmids(1, 2), clients.make())
    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        with pytest.raises(WorkspaceError, match="No space left"):
            pull_records(pmids(1, 2, 3, 4), clients.make())
    report = pull_records(pmids(1, 2, 3, 4), clients.make())
    assert len(report.pulled) == 4
    assert [posted.fields["id"] for posted in server.requests] == ["1,2", "3,4", "3,4"]


def test_killed_pull_goes_on_where_it_was(server: NcbiServer, tmp_path: Path) -> None:
    server.add(*range(1, 21))
    command = [sys.executable, "-c", PULL, server.address, str(tmp_path)]
    pass_through = [send(server.answer_for(f"{number},{number + 1}")) for number in (1, 3, 5, 7)]
    server.faults.extend([*pass_through, hang()])
    with subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.PIPE) as first:
        deadline = time.monotonic() + 60
        while len(server.requests) < 5 and time.monotonic() < deadline:
            time.sleep(0.01)
        first.send_signal(signal.SIGKILL)
    assert len(server.requests) == 5

    second = subprocess.run(command, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True, check=True)
    assert second.stdout.split() == [str(number) for number in range(1, 21)]
    asked = Counter(chain.from_iterable(posted.fields["id"].split(",") for posted in server.requests))
    assert asked == {str(number): 2 if number in (9, 10) else 1 for number in range(1, 21)}


@pytest.mark.parametrize(
    ("reference", "by"),
    [
        (replace(BARE, pmid=Pmid("7")), ResolvedBy.PMID),
        (replace(BARE, pmcid=Pmcid("PMC1234567")), ResolvedBy.PMCID),
        (replace(BARE, doi=Doi("10.1000/x(1)")), ResolvedBy.DOI),
        (PRINTED, ResolvedBy.TITLE),
        (replace(PRINTED, authors=("Smith, Ann",)), ResolvedBy.TITLE),
        (replace(PRINTED, doi=Doi("10.1000/unknown")), None),
    ],
)
def test_reference_is_identified(
    clients: Clients, server: NcbiServer, reference: Reference, by: ResolvedBy | None
) -> None:
    server.records["7"] = make_record("7", doi="10.1000/x(1)", pmcid="PMC1234567")
    server.links["1234567"] = ["7"]
    server.searches |= {'"10.1000/x(1)"[doi]': ["7"], TITLE_TERM: ["7"]}
    pull = pull_one(clients, reference)
    assert [(item.pmid.value, item.by) for item in pull.identified] == ([("7", by)] if by else [])
    assert [item.record.pmid for item in pull.report.pulled] == ([Pmid("7")] if by else [])


def test_reference_of_an_old_record_without_doi_is_identified_by_its_title(
    clients: Clients, server: NcbiServer
) -> None:
    server.add(7)
    server.searches[TITLE_TERM] = ["7"]
    (identified,) = pull_one(clients, replace(PRINTED, doi=Doi("10.1000/new"))).identified
    assert identified.by is ResolvedBy.TITLE


@pytest.mark.parametrize(
    "near",
    [
        {"title": "A made-up trial in mice."},
        {"title": "A made-up trail."},
        {"author": "Smithson"},
        {"year": 2021},
    ],
    ids=str,
)
def test_near_record_is_never_taken(clients: Clients, server: NcbiServer, near: dict[str, str]) -> None:
    server.records["7"] = make_record("7", **near)  # type: ignore[arg-type]
    server.searches[TITLE_TERM] = ["7"]
    assert reason_of(pull_one(clients, PRINTED)).startswith("0 of 1 records found agree")


def test_one_of_several_candidates_is_taken_and_two_equal_ones_are_not(clients: Clients, server: NcbiServer) -> None:
    server.records |= {"7": make_record("7"), "8": make_record("8", year=2019), "9": make_record("9")}
    server.searches[TITLE_TERM] = ["7", "8"]
    pull = pull_one(clients, PRINTED)
    assert [item.pmid.value for item in pull.identified] == ["7"]
    assert [str(item.record.pmid) for item in pull.report.pulled] == ["7"]

    server.searches[TITLE_TERM] = ["7", "9"]
    clients.folder /= "anew"
    assert reason_of(pull_one(clients, PRINTED)).startswith("2 of 2 records")


def test_search_that_dropped_words_identifies_nothing(clients: Clients, server: NcbiServer) -> None:
    server.add(7)
    server.recorded["esearch"] = (
        b'<?xml version="1.0"?><!DOCTYPE eSearchResult PUBLIC "-//NLM//DTD esearch 20060628//EN" '
        b'"https://eutils.ncbi.nlm.nih.gov/eutils/dtd/20060628/esearch.dtd"><eSearchResult><Count>1</Count>'
        b"<RetMax>1</RetMax><RetStart>0</RetStart><IdList><Id>7</Id></IdList><TranslationSet/><QueryTranslation/>"
        b"<WarningList><QuotedPhraseNotFound>10.1000/x</QuotedPhraseNotFound></WarningList></eSearchResult>"
    )
    assert "does not know its DOI" in reason_of(pull_one(clients, replace(BARE, doi=Doi("10.1000/x"))))


def test_record_found_by_doi_must_carry_it(clients: Clients, server: NcbiServer) -> None:
    server.records["7"] = make_record("7", doi="10.1000/other")
    server.searches['"10.1000/x"[doi]'] = ["7"]
    assert "agree with it by DOI" in reason_of(pull_one(clients, replace(BARE, doi=Doi("10.1000/x"))))


def test_record_linked_to_a_pmcid_must_not_carry_another(clients: Clients, server: NcbiServer) -> None:
    server.records["7"] = make_record("7", pmcid="PMC7777777")
    server.links["1234567"] = ["7"]
    assert "agree with it by PMCID" in reason_of(pull_one(clients, replace(BARE, pmcid=Pmcid("PMC1234567"))))


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        (BARE, "no identifier is printed, and title, year and first author could not all be read"),
        (replace(BARE, pmid=Pmid("404")), "PubMed has no record of PMID 404"),
        (replace(BARE, pmcid=Pmcid("PMC7654321")), "0 records in PubMed for PMC7654321"),
        (PRINTED, "0 records in PubMed for its title, year and first author"),
    ],
)
def test_reference_that_cannot_be_identified_says_why(
    clients: Clients, server: NcbiServer, reference: Reference, said: str
) -> None:
    server.add(1)
    assert reason_of(pull_one(clients, reference)) == said


def test_every_reference_is_accounted_for_when_the_service_fails(clients: Clients, server: NcbiServer) -> None:
    server.add(1)
    server.faults.extend([status(500)] * 99)
    references = [replace(BARE, doi=Doi("10.1000/x")), replace(BARE, pmid=Pmid("1")), BARE]
    pull = pull_references(references, clients.make(attempts=2))
    assert [item.position for item in pull.unidentified] == [0, 1, 2]
    assert "status 500" in pull.unidentified[0].reason
    assert "could not be had" in pull.unidentified[1].reason


def test_titles_are_searched_without_signs_of_the_search_language(clients: Clients, server: NcbiServer) -> None:
    title = 'Rest AND "sleep"[sic]: (not) a trial OR two?'
    pull_one(clients, replace(PRINTED, title=title, authors=("O'Neil-Smith AB",)))
    assert server.requests[0].fields["term"] == (
        "Rest and sleep sic not a trial or two[Title] AND 2020[pdat] AND O'Neil-Smith[1au]"
    )
