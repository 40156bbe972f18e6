"""The client asks as NCBI wishes, bears its faults, and shows nobody who asks."""

from __future__ import annotations

import gzip
import logging
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.pubmed.answer_checks import parse_retry_after
from ingest.pubmed.entrez_xml import parse_links, parse_search
from ingest.pubmed.eutilities import EutilitiesClient
from ingest.pubmed.settings import NCBI_ADDRESS, NcbiSettings, read_ncbi_settings
from kg.errors import FetchError, RecordError, WorkspaceError
from kg.identifiers import Pmcid, Pmid
from tests.conftest import CHECKOUT
from tests.ingest.pubmed.conftest import API_KEY, EMAIL, NOW, Clients
from tests.ncbi_server import Fault, NcbiServer, cut, drip, hang, send, status

ONE = [Pmid("1")]


def test_request_is_posted_with_tool_email_and_key(clients: Clients, server: NcbiServer) -> None:
    server.add(1, 2)
    clients.make().fetch_records([Pmid("2"), Pmid("1"), Pmid("2")])
    (posted,) = server.requests
    assert posted.utility == "efetch"
    assert posted.fields == {
        "db": "pubmed", "retmode": "xml", "id": "1,2", "tool": "evidence-kg", "email": EMAIL, "api_key": API_KEY
    }  # fmt: skip
    assert posted.user_agent == "evidence-kg"


def test_making_a_client_opens_no_connection(clients: Clients, server: NcbiServer) -> None:
    client = clients.make()
    client.find_kept_records()
    assert server.requests == []
    assert not clients.cache.folder.exists()


def test_answer_is_kept_and_not_asked_for_again(clients: Clients, server: NcbiServer) -> None:
    server.add(1)
    first = clients.make().fetch_records(ONE)
    again = clients.make().fetch_records(ONE)
    assert first == again
    assert len(server.requests) == 1
    assert first.entry.retrieved == "2026-01-02T03:04:05+00:00"


def test_old_answer_is_asked_for_again_but_serves_offline(clients: Clients, server: NcbiServer) -> None:
    server.add(1)
    clients.make().fetch_records(ONE)
    later = NOW + timedelta(days=30)
    clients.make(not_before=later, offline=True).fetch_records(ONE)
    assert len(server.requests) == 1
    renewed = clients.make(not_before=later, now=lambda: later).fetch_records(ONE)
    assert len(server.requests) == 2
    assert renewed.entry.retrieved == later.isoformat()


def test_damaged_answer_is_asked_for_again(clients: Clients, server: NcbiServer) -> None:
    server.add(1)
    first = clients.make().fetch_records(ONE)
    (path,) = clients.cache.folder.glob(f"bodies/*/{first.entry.digest}")
    path.write_bytes(path.read_bytes()[:50])
    assert clients.make().fetch_records(ONE).body == first.body
    assert len(server.requests) == 2


def test_offline_client_asks_nobody_and_says_so(clients: Clients, server: NcbiServer) -> None:
    with pytest.raises(FetchError, match="not in the cache, and the network is not used") as raised:
        clients.make(offline=True).fetch_records(ONE)
    assert raised.value.attempt == 0
    assert server.requests == []


PASSING_FAULTS: dict[str, Callable[[], Fault]] = {
    "too many requests": lambda: status(429),
    "server error": lambda: status(500),
    "bad gateway": lambda: status(502, body=b"<html><body>Bad Gateway</body></html>"),
    "relayed failure": lambda: status(400, body=b"<eFetchResult><ERROR>x proxy_stream() y</ERROR></eFetchResult>"),
    "cut in transfer": lambda: cut(honest=True),
    "cut before transfer": lambda: cut(honest=False),
    "web page": lambda: send(b"<!DOCTYPE html>\n<html><body>Error</body></html>"),
    "rate limit as JSON": lambda: send(b'{"error":"API rate limit exceeded","count":"11"}'),
    "nothing": lambda: send(b""),
    "text": lambda: send(b"Resource temporarily unavailable"),
}


@pytest.mark.parametrize("fault", PASSING_FAULTS.values(), ids=PASSING_FAULTS.keys())
def test_passing_fault_is_borne(clients: Clients, server: NcbiServer, fault: Callable[[], Fault]) -> None:
    server.add(1)
    server.faults.extend([fault(), fault(), fault()])
    assert b"<PMID" in clients.make().fetch_records(ONE).body
    assert len(server.requests) == 4
    assert clients.waits == [1.0, 2.0, 4.0]


@pytest.mark.parametrize("fault", PASSING_FAULTS.values(), ids=PASSING_FAULTS.keys())
def test_lasting_fault_is_an_error_and_nothing_is_kept(
    clients: Clients, server: NcbiServer, fault: Callable[[], Fault]
) -> None:
    server.add(1)
    server.faults.extend([fault()] * 9)
    with pytest.raises(FetchError) as raised:
        clients.make(attempts=3).fetch_records(ONE)
    assert raised.value.url == f"{server.address}/efetch.fcgi"
    assert raised.value.attempt == len(server.requests) == 3
    assert "asked 3 times" in str(raised.value)
    assert str(raised.value).endswith(".")
    assert list(clients.cache.iter_entries()) == []


LASTING_FAULTS: dict[str, tuple[Fault, str]] = {
    "bad key": (status(400, body=f'{{"error":"API key invalid","api-key":"{API_KEY}"}}'.encode()), "API key invalid"),
    "echoed key": (status(400, body=f'{{"error":"API key {API_KEY} of {EMAIL}"}}'.encode()), "API key … of …"),
    "no such list": (send(b"<eFetchResult><ERROR>Unable to obtain query #1</ERROR></eFetchResult>"), "query #1"),
    "another document": (send(b'<?xml version="1.0"?><PubmedBookSet></PubmedBookSet>'), "<PubmedBookSet> came"),
    "moved": (status(301, Location="https://example.org/"), "status 301"),
}


@pytest.mark.parametrize(("fault", "said"), LASTING_FAULTS.values(), ids=LASTING_FAULTS.keys())
def test_fault_that_will_not_pass_is_not_asked_for_again(
    clients: Clients, server: NcbiServer, fault: Fault, said: str
) -> None:
    server.faults.append(fault)
    with pytest.raises(FetchError) as raised:
        clients.make().fetch_records(ONE)
    assert said in str(raised.value)
    assert API_KEY not in str(raised.value)
    assert len(server.requests) == 1


def test_retry_after_is_honoured_in_seconds_and_as_a_date(clients: Clients, server: NcbiServer) -> None:
    server.add(1)
    date = (NOW + timedelta(seconds=9)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    server.faults.extend([status(429, Retry_After="7"), status(503, Retry_After=date)])
    clients.make().fetch_records(ONE)
    assert clients.waits == [7.0, 9.0]


def test_service_that_asks_for_a_very_long_wait_is_not_waited_for(clients: Clients, server: NcbiServer) -> None:
    server.faults.append(status(429, Retry_After="86400"))
    with pytest.raises(FetchError, match="429"):
        clients.make().fetch_records(ONE)
    assert clients.waits == []


@given(value=st.text(max_size=40) | st.integers().map(str) | st.datetimes().map(str))
def test_any_retry_after_gives_seconds_or_nothing(value: str) -> None:
    seconds = parse_retry_after(value, now=datetime(2026, 1, 1, tzinfo=UTC))
    assert seconds is None or seconds >= 0


def test_service_that_hangs_is_given_up(clients: Clients, server: NcbiServer) -> None:
    server.faults.extend([hang(), hang()])
    with pytest.raises(FetchError, match="timed out"):
        clients.make(attempts=2, read_timeout_seconds=0.05).fetch_records(ONE)


def test_answer_that_drips_is_given_up(clients: Clients, server: NcbiServer) -> None:
    server.faults.extend([drip(), drip()])
    with pytest.raises(FetchError, match="does not end"):
        clients.make(attempts=2, answer_timeout_seconds=0.1).fetch_records(ONE)


def test_packed_answer_is_kept_unpacked(clients: Clients, server: NcbiServer) -> None:
    server.add(1)
    whole = server.answer_for("1")
    packed = gzip.compress(whole)
    server.faults.extend(status(200, body=body, Content_Encoding="gzip") for body in (packed[:-40], packed))
    assert clients.make().fetch_records(ONE).body == whole
    assert len(server.requests) == 2


def test_dead_network_is_said_and_then_left_alone(clients: Clients) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound but not listening: refuses
        client = clients.make(attempts=2, address=f"http://127.0.0.1:{taken.getsockname()[1]}")
        for pmid in "12":
            with pytest.raises(FetchError, match=r"could not be reached.*Check the connection"):
                client.fetch_records([Pmid(pmid)])
        with pytest.raises(FetchError, match="not asked, because the requests before failed"):
            client.fetch_records([Pmid("3")])
    assert len(clients.waits) == 2


def test_who_asks_is_never_shown(
    clients: Clients, server: NcbiServer, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    caplog.set_level(logging.DEBUG)
    server.add(1)
    server.faults.extend([status(500), cut(honest=True)])
    client = clients.make()
    client.fetch_records(ONE)
    server.faults.append(status(403, body=API_KEY.encode()))
    with pytest.raises(FetchError) as raised:
        client.fetch_records([Pmid("2")])
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    shown = [str(raised.value), repr(raised.value), caplog.text, repr(client), kept.decode()]
    shown += [repr(NcbiSettings(email=EMAIL, api_key=API_KEY))]
    assert not [text for text in shown if API_KEY in text or EMAIL in text]


def test_search_gives_pmids_in_order_and_the_count(clients: Clients, server: NcbiServer) -> None:
    server.searches["rest AND itching"] = ["9", "7", "8"]
    found = clients.make().fetch_search("rest AND itching", maximum=2)
    assert found.pmids == (Pmid("9"), Pmid("7"))
    assert found.count == 3


def test_pmid_of_a_pmcid_is_found_by_link(clients: Clients, server: NcbiServer) -> None:
    server.links["1234567"] = ["11"]
    assert clients.make().fetch_pmids_of(Pmcid("PMC1234567")) == (Pmid("11"),)
    assert clients.make().fetch_pmids_of(Pmcid("PMC7654321")) == ()
    assert {posted.fields["linkname"] for posted in server.requests} == {"pmc_pubmed"}


def test_full_text_is_asked_of_pmc(clients: Clients, server: NcbiServer) -> None:
    server.recorded["efetch"] = b"<pmc-articleset><article/></pmc-articleset>"
    assert clients.make().fetch_full_text(Pmcid("PMC1234567")).body.endswith(b"</pmc-articleset>")
    assert (server.requests[0].fields["db"], server.requests[0].fields["id"]) == ("pmc", "1234567")


def test_search_that_reports_an_error_is_not_kept(clients: Clients, server: NcbiServer) -> None:
    server.recorded["esearch"] = b"<eSearchResult><ERROR>Empty term</ERROR></eSearchResult>"
    with pytest.raises(FetchError, match="Empty term"):
        clients.make().fetch_search("", maximum=5)
    assert list(clients.cache.iter_entries()) == []


SEARCH_HEAD = (
    b'<?xml version="1.0"?><!DOCTYPE eSearchResult PUBLIC "-//NLM//DTD esearch 20060628//EN" '
    b'"https://eutils.ncbi.nlm.nih.gov/eutils/dtd/20060628/esearch.dtd"'
)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "XML"),
        (b"not xml", "XML"),
        (SEARCH_HEAD + b"><eSearchResult><Count>1", "corrupted"),
        (SEARCH_HEAD + b' [<!ENTITY b "1">]><eSearchResult><Count>&b;</Count></eSearchResult>', "declares entities"),
        (
            b'<?xml version="1.0"?><!DOCTYPE x SYSTEM "https://dtd.nlm.nih.gov/x/unknown.dtd"><x/>',
            "unknown.dtd is not known",
        ),
        (b'<?xml version="1.0"?><!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "scheme"),
    ],
)
@pytest.mark.parametrize("parse", [parse_search, parse_links])
def test_strange_small_answer_is_an_error_with_its_place(parse: Callable[..., object], data: bytes, said: str) -> None:
    with pytest.raises(RecordError, match=f"^here: .*{said}"):
        parse(data, source="here")


@given(data=st.binary(max_size=200))
def test_any_bytes_are_an_answer_or_an_error(data: bytes) -> None:
    with pytest.raises(RecordError):
        parse_search(b'<?xml version="1.0"?>' + data, source="here")


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("name", "count", "first", "missed"),
    [("esearch1", 63, "41282813", ()), ("esearch2", 42249, "41297076", ()), ("esearch8", 0, None, ("abcXYZ",))],
)
def test_recorded_searches_are_read(
    corpus: Path, name: str, count: int, first: str | None, missed: tuple[str, ...]
) -> None:
    data = (corpus / f"pubmed/eutils/{name}.xml").read_bytes()
    answer = parse_search(data, source=name)
    assert (answer.count, answer.not_understood) == (count, missed)
    assert [pmid.value for pmid in answer.pmids][:1] == ([first] if first else [])
    assert len(answer.pmids) == data.count(b"<Id>")


@pytest.mark.corpus
def test_recorded_answers_pass_through_client_and_cache(corpus: Path, clients: Clients, server: NcbiServer) -> None:
    folder = corpus / "pubmed"
    server.recorded |= {
        "esearch": (folder / "eutils/esearch1.xml").read_bytes(),
        "efetch": (folder / "efetch/37909814.xml").read_bytes(),
        "elink": (folder / "eutils/elink2.xml").read_bytes(),
    }
    client = clients.make()
    assert len(client.fetch_search("biopython", maximum=20).pmids) == 20
    assert client.fetch_pmids_of(Pmcid("PMC48819")) == (Pmid("48820"),)
    assert client.fetch_records(ONE).body == server.recorded["efetch"]


@pytest.mark.corpus
@pytest.mark.parametrize("name", ["esummary8", "epost2", "einfo1", "pubmed1"])
def test_recorded_answers_of_another_kind_are_refused(corpus: Path, name: str) -> None:
    with pytest.raises(RecordError):
        parse_search((corpus / f"pubmed/eutils/{name}.xml").read_bytes(), source=name)


def test_reading_small_answers_makes_no_folder_and_no_socket(tmp_path: Path) -> None:
    script = (
        "import socket, urllib.request; socket.socket = None\n"
        "from ingest.pubmed.entrez_xml import parse_search\n"
        "data = b'''<?xml version='1.0'?><!DOCTYPE eSearchResult PUBLIC '-//NLM//DTD esearch 20060628//EN' "
        "'https://eutils.ncbi.nlm.nih.gov/eutils/dtd/20060628/esearch.dtd'><eSearchResult><Count>1</Count>"
        "<RetMax>1</RetMax><RetStart>0</RetStart><IdList><Id>5</Id></IdList></eSearchResult>'''\n"
        "assert parse_search(data, source='x').pmids[0].value == '5'\n"
    )
    home = {"HOME": str(tmp_path), "PYTHONPATH": str(CHECKOUT), "PYTHONDONTWRITEBYTECODE": "1"}
    subprocess.run([sys.executable, "-c", script], env=home, check=True, cwd=CHECKOUT)
    assert list(tmp_path.iterdir()) == []


def test_settings_are_read_from_file_and_environment(tmp_path: Path) -> None:
    path = tmp_path / "kg.toml"
    assert read_ncbi_settings(path, {}) == NcbiSettings()
    path.write_text('format = 1\n[ncbi]\nemail = "a@example.org"\napi_key = "file"\ntool = "mine"\n')
    settings = read_ncbi_settings(path, {"NCBI_API_KEY": "variable", "NCBI_EMAIL": ""})
    assert settings == replace(NcbiSettings(), tool="mine", email="a@example.org", api_key="variable")
    assert settings.address == NCBI_ADDRESS
    assert (settings.requests_per_second, NcbiSettings().requests_per_second) == (10, 3)


@pytest.mark.parametrize(
    "text",
    ["[ncbi", "ncbi = 1", "[ncbi]\nemail = 3", "[ncbi]\nkey = 'x'", "[ncbi]\naddress = 'http://example.org'"],
)
def test_settings_that_cannot_be_meant_are_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "kg.toml"
    path.write_text(text)
    with pytest.raises(WorkspaceError, match=r"kg\.toml"):
        read_ncbi_settings(path, {})


def test_more_ids_than_one_request_takes_are_refused(clients: Clients) -> None:
    client: EutilitiesClient = clients.make()
    with pytest.raises(ValueError, match="201 PMIDs"):
        client.fetch_records([Pmid(str(number)) for number in range(1, 202)])
