"""PMC's ID converter: asked as documented, once each, and borne with its faults."""

from __future__ import annotations

import logging

import pytest

from ingest.pubmed.id_converter import Conversion, IdConverter, read_kept_conversions
from ingest.pubmed.pull import pull_references
from kg.errors import FetchError, RecordError
from kg.identifiers import Doi, Pmcid, Pmid
from kg.model import Reference, ResolvedBy, Span
from tests.ingest.pubmed.conftest import API_KEY, EMAIL, Clients
from tests.ncbi_server import Fault, NcbiServer, cut, hang, make_record, send, status

KNOWN: dict[str, str | int] = {"pmid": 11111111, "pmcid": "PMC1111111", "doi": "10.1000/one"}
CONVERSION = Conversion(Pmcid("PMC1111111"), Pmid("11111111"), Doi("10.1000/one"))
REFUSED = b'{"status":"error","errors":[{"message":"All values must be DOIs.","code":"invalid_dois"}]}'


@pytest.fixture(autouse=True)
def _known(server: NcbiServer) -> None:
    server.conversions.append(KNOWN)


def test_each_type_is_asked_for_by_itself_as_documented(clients: Clients, server: NcbiServer) -> None:
    found = clients.make_client(IdConverter).convert([Pmid("11111111"), Doi("10.1000/one"), Pmid("22222222")])
    assert found == {Pmid("11111111"): CONVERSION, Doi("10.1000/one"): CONVERSION}
    assert [(each.fields["idtype"], each.fields["ids"]) for each in server.asked("idconv")] == [
        ("pmid", "11111111,22222222"),
        ("doi", "10.1000/one"),
    ]
    assert {each.fields["format"] for each in server.requests} == {"json"}
    assert {each.fields["tool"] for each in server.requests} == {"evidence-kg"}


def test_email_is_no_part_of_an_address_a_log_or_the_cache(
    clients: Clients, server: NcbiServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    clients.make_client(IdConverter).convert([Pmid("11111111")])
    assert server.requests[0].sender == EMAIL
    kept = "".join(path.read_text() for path in clients.cache.folder.rglob("*.json"))
    for text in (kept, "".join(record.getMessage() for record in caplog.records if record.name == "httpx")):
        assert text
        assert EMAIL not in text
        assert API_KEY not in text


def test_what_was_asked_for_is_not_asked_for_again_found_or_not(clients: Clients, server: NcbiServer) -> None:
    clients.make_client(IdConverter).convert([Pmid("11111111"), Pmid("22222222")])
    again = clients.make_client(IdConverter).convert([Pmid("22222222"), Pmid("11111111")])
    assert again == {Pmid("11111111"): CONVERSION}
    assert len(server.requests) == 1
    assert read_kept_conversions(clients.cache)[Pmcid("PMC1111111")] == CONVERSION


def test_more_than_one_answer_holds_is_asked_for_in_groups(clients: Clients, server: NcbiServer) -> None:
    clients.make_client(IdConverter).convert([Pmid(str(number)) for number in range(1, 402)])
    assert [len(each.fields["ids"].split(",")) for each in server.requests] == [200, 200, 1]


def test_doi_with_a_comma_is_not_asked_for(clients: Clients, server: NcbiServer) -> None:
    assert clients.make_client(IdConverter).convert([Doi("10.1000/a,b")]) == {}
    assert server.requests == []


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        (status(400, body=REFUSED), "status 400: All values must be DOIs"),
        (send(b"<html><body>Sign in</body></html>"), "a web page came instead of JSON"),
        (send(b'{"status":"ok","rec'), "or it is cut"),
        (send(b""), "nothing came"),
        (status(429, Retry_After="9999"), "status 429"),
        (hang(), "could not be reached"),
        (cut(honest=True), "could not be reached, or broke off"),
    ],
)
def test_fault_is_told(clients: Clients, server: NcbiServer, fault: Fault, message: str) -> None:
    server.faults.extend([fault] * 4)
    with pytest.raises(FetchError, match=message):
        clients.make_client(IdConverter, read_timeout_seconds=0.05).convert([Pmid("11111111")])


def test_fault_that_passes_is_borne(clients: Clients, server: NcbiServer) -> None:
    server.faults.extend([status(429, Retry_After="7"), status(503)])
    assert clients.make_client(IdConverter).convert([Pmid("11111111")])
    assert clients.waits[0] == 7.0


@pytest.mark.parametrize("body", [b"{}", b'{"records": [{"pmcid": "none"}]}', b'{"records": [1]}'])
def test_answer_of_another_form_is_an_error(clients: Clients, server: NcbiServer, body: bytes) -> None:
    server.faults.append(send(body))
    with pytest.raises(RecordError, match="the converter's answer cannot be read"):
        clients.make_client(IdConverter).convert([Pmid("11111111")])


def make_reference(*, pmcid: str | None = None, doi: str | None = None) -> Reference:
    known = Pmcid(pmcid) if pmcid else None
    return Reference(("1",), "One", Span(0, 3), 1, pmcid=known, doi=Doi(doi) if doi else None)


def test_reference_with_a_pmcid_or_doi_only_is_identified_by_the_converter(
    clients: Clients, server: NcbiServer
) -> None:
    server.records["11111111"] = make_record("11111111", doi="10.1000/one", pmcid="PMC1111111")
    references = [make_reference(pmcid="PMC1111111"), make_reference(doi="10.1000/one")]
    pulled = pull_references(references, clients.make(), converter=clients.make_client(IdConverter))
    assert [(each.pmid.value, each.by) for each in pulled.identified] == [
        ("11111111", ResolvedBy.PMCID),
        ("11111111", ResolvedBy.DOI),
    ]
    assert not server.asked("elink")
    assert not server.asked("esearch")


def test_converter_that_names_another_paper_identifies_nothing(clients: Clients, server: NcbiServer) -> None:
    server.records["11111111"] = make_record("11111111", doi="10.1000/other")
    pulled = pull_references(
        [make_reference(doi="10.1000/one")], clients.make(), converter=clients.make_client(IdConverter)
    )
    assert pulled.identified == ()


def test_converter_that_is_down_leaves_the_question_to_the_e_utilities(clients: Clients, server: NcbiServer) -> None:
    server.records["11111111"] = make_record("11111111", pmcid="PMC1111111")
    server.links["1111111"] = ["11111111"]
    server.faults.append(status(404))
    pulled = pull_references(
        [make_reference(pmcid="PMC1111111")], clients.make(), converter=clients.make_client(IdConverter)
    )
    assert [each.by for each in pulled.identified] == [ResolvedBy.PMCID]
