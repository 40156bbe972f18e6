"""Europe PMC's full texts: asked by GET, kept, and borne with their faults, as those of PMC are."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ingest.pubmed.cache import Answer
from ingest.pubmed.europe_pmc import EuropePmcClient
from ingest.pubmed.eutilities import EutilitiesClient
from kg.errors import FetchError
from kg.identifiers import Pmcid
from tests.ingest.fulltext.articles import make_jats
from tests.ingest.pubmed.conftest import Clients
from tests.ncbi_server import Fault, NcbiServer, cut, drip, hang, send, status

ONE = Pmcid("PMC1111111")
Fetch = Callable[[], Answer]


@pytest.fixture(params=["pmc", "europepmc"])
def fetch(request: pytest.FixtureRequest, clients: Clients, server: NcbiServer) -> Fetch:
    """Asks one of the two services for the same article, with little patience."""
    server.articles[str(ONE)] = make_jats("<p>Words.</p>")
    kind = EutilitiesClient if request.param == "pmc" else EuropePmcClient

    def ask() -> Answer:
        client = clients.make_client(kind, read_timeout_seconds=0.1, answer_timeout_seconds=0.3)
        assert isinstance(client, EutilitiesClient | EuropePmcClient)
        return client.fetch_full_text(ONE)

    return ask


def test_article_is_kept_with_address_time_and_hash(fetch: Fetch, server: NcbiServer) -> None:
    answer = fetch()
    assert b"<p>Words.</p>" in answer.body
    assert answer.entry.request.address.startswith(server.address)
    assert answer.entry.retrieved == "2026-01-02T03:04:05+00:00"
    assert fetch() == answer
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        (send(b"<!DOCTYPE html><html><body>Sign in</body></html>"), "a web page came"),
        (send(b""), "nothing came"),
        (cut(honest=False), "the answer is cut"),
        (cut(honest=True), "broke off"),
        (status(429, Retry_After="9999"), "status 429"),
        (status(503), "status 503"),
        (hang(), "could not be reached"),
        (drip(), "does not end"),
    ],
)
def test_fault_is_told_and_nothing_is_kept(
    fetch: Fetch, clients: Clients, server: NcbiServer, fault: Fault, message: str
) -> None:
    server.faults.extend([fault] * 4)
    with pytest.raises(FetchError, match=message):
        fetch()
    assert list(clients.cache.iter_entries()) == []


def test_fault_that_passes_is_borne_and_the_wish_to_wait_is_met(
    fetch: Fetch, clients: Clients, server: NcbiServer
) -> None:
    server.faults.append(status(429, Retry_After="7"))
    assert b"Words" in fetch().body
    assert clients.waits == [7.0]


def test_article_that_is_not_open_access_is_told_at_once(clients: Clients, server: NcbiServer) -> None:
    with pytest.raises(FetchError, match="no open-access full text of it in Europe PMC"):
        clients.make_client(EuropePmcClient).fetch_full_text(Pmcid("PMC9999999"))
    assert len(server.requests) == 1
