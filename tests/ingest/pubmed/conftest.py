"""What the tests of PubMed stand on: a server in place of NCBI, and clients of it that never really wait."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import pytest

from ingest.pubmed.cache import AnswerCache
from ingest.pubmed.eutilities import EutilitiesClient
from ingest.pubmed.rate_limit import RateLimit
from ingest.pubmed.service import ServiceClient
from ingest.pubmed.settings import NcbiSettings
from tests.ncbi_server import NcbiServer, run_server

API_KEY, EMAIL = "0123456789abcdef", "reader@example.org"
NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


Client = TypeVar("Client", bound=ServiceClient)


@dataclass(slots=True)
class Clients:
    """Makes clients of one server and one cache; ``waits`` are the pauses that they asked for."""

    server: NcbiServer
    folder: Path
    stack: ExitStack
    waits: list[float] = field(default_factory=list)

    @property
    def cache(self) -> AnswerCache:
        """The cache that all of them share."""
        return AnswerCache(self.folder / "cache")

    def make(self, **options: Any) -> EutilitiesClient:
        """A client of the E-utilities, made with the options of :meth:`make_client`."""
        return self.make_client(EutilitiesClient, **options)

    def make_client(
        self,
        kind: type[Client],
        *,
        offline: bool = False,
        attempts: int = 4,
        not_before: datetime | None = None,
        read_timeout_seconds: float = 5.0,
        answer_timeout_seconds: float = 60.0,
        address: str | None = None,
        now: Callable[[], datetime] = lambda: NOW,
    ) -> Client:
        """A client that is closed at the end of the test."""
        settings = NcbiSettings(
            email=EMAIL,
            api_key=API_KEY,
            address=address or self.server.address,
            converter_address=f"{address or self.server.address}/idconv/",
            europe_pmc_address=f"{address or self.server.address}/europepmc",
            read_timeout_seconds=read_timeout_seconds,
            answer_timeout_seconds=answer_timeout_seconds,
            attempts=attempts,
        )
        limit = RateLimit(self.folder / "user", per_second=10_000)
        client = kind(
            settings,
            self.cache,
            limit,
            offline=offline,
            not_before=not_before,
            now=now,
            sleep=self.waits.append,
            jitter=lambda: 1.0,
        )
        self.stack.callback(client.close)
        return client


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[NcbiServer]:
    """A server in place of NCBI, asked directly whatever proxy the machine has."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with run_server() as running:
        yield running


@pytest.fixture
def clients(server: NcbiServer, tmp_path: Path) -> Iterator[Clients]:
    """Clients of that server."""
    with ExitStack() as stack:
        yield Clients(server, tmp_path, stack)
