"""A server on this machine that speaks the protocols of the services, with the faults they have been seen to have.

It answers EFetch, ESearch and ELink from what it is given, by POST as NCBI asks for long lists; by GET PMC's ID
converter (``idconv/``) and Europe PMC's full texts (``europepmc/PMCID/fullTextXML``). A fault takes the place of the
next answer; faults are used up in their order.
"""

from __future__ import annotations

import json
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

__all__ = [
    "Fault",
    "NcbiServer",
    "Posted",
    "cut",
    "drip",
    "hang",
    "make_record",
    "run_server",
    "send",
    "status",
]

_DTDS = "https://eutils.ncbi.nlm.nih.gov/eutils/dtd"
_HEADS = {
    "eSearchResult": f'-//NLM//DTD esearch 20060628//EN" "{_DTDS}/20060628/esearch.dtd',
    "eLinkResult": f'-//NLM//DTD elink 20101123//EN" "{_DTDS}/20101123/elink.dtd',
    "PubmedArticleSet": '-//NLM//DTD PubMedArticle//EN" "https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd',
}

Fault = Callable[["_Handler", bytes], None]
"""Answers in place of the server; is given the answer that would have been sent."""


@dataclass(frozen=True, slots=True)
class Posted:
    """One request as it arrived."""

    utility: str
    fields: dict[str, str]
    user_agent: str
    sender: str | None = None


@dataclass(slots=True)
class NcbiServer:
    """What the server knows, what is wrong with it, and what it was asked."""

    address: str = ""
    records: dict[str, str] = field(default_factory=dict)
    searches: dict[str, list[str]] = field(default_factory=dict)
    links: dict[str, list[str]] = field(default_factory=dict)
    articles: dict[str, bytes] = field(default_factory=dict)
    conversions: list[dict[str, str | int]] = field(default_factory=list)
    recorded: dict[str, bytes] = field(default_factory=dict)
    faults: deque[Fault] = field(default_factory=deque)
    requests: list[Posted] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)

    def add(self, *pmids: int | str) -> None:
        """Know a record of each of these PMIDs."""
        self.records |= {str(pmid): make_record(str(pmid)) for pmid in pmids}

    def asked(self, utility: str) -> list[Posted]:
        """The requests that this utility got."""
        return [request for request in self.requests if request.utility == utility]

    def answer(self, posted: Posted) -> bytes:  # noqa: PLR0911 - one for each question
        """What NCBI would send."""
        if posted.utility in self.recorded:
            return self.recorded[posted.utility]
        ids = posted.fields.get("id", "").split(",")
        if posted.fields.get("db") == "pmc":
            return self._fetch_articles(ids)
        match posted.utility:
            case "idconv":
                return self._convert(posted.fields)
            case "fullTextXML":
                return self.articles.get(ids[0], b"")
            case "efetch":
                return _document("PubmedArticleSet", "\n".join(self.records[i] for i in ids if i in self.records))
            case "esearch":
                return self._search(posted)
            case "elink":
                links = "".join(f"<Link><Id>{i}</Id></Link>" for i in self.links.get(ids[0], []))
                database = f"<LinkSetDb><DbTo>pubmed</DbTo><LinkName>pmc_pubmed</LinkName>{links}</LinkSetDb>"
                head = f"<DbFrom>pmc</DbFrom><IdList><Id>{ids[0]}</Id></IdList>"
                return _document("eLinkResult", f"<LinkSet>{head}{database if links else ''}</LinkSet>")
        raise KeyError(posted.utility)

    def answer_for(self, ids: str) -> bytes:
        """What EFetch would send for these PMIDs."""
        return self.answer(Posted("efetch", {"id": ids}, ""))

    def _fetch_articles(self, ids: list[str]) -> bytes:
        known = [self.articles.get(f"PMC{i}", f'<Reply Id="{i}" error="not available: {i}"/>'.encode()) for i in ids]
        return b"<pmc-articleset>" + b"".join(known) + b"</pmc-articleset>"

    def _convert(self, fields: dict[str, str]) -> bytes:
        kind, records = fields["idtype"], []
        for asked in fields["ids"].split(","):
            found = next((each for each in self.conversions if str(each.get(kind)) == asked), None)
            missing = {kind: asked, "status": "error", "errmsg": "Identifier not found in PMC"}
            records.append({"requested-id": asked, **(missing if found is None else found)})
        return json.dumps({"status": "ok", "records": records}).encode()

    def _search(self, posted: Posted) -> bytes:
        found = self.searches.get(posted.fields["term"], [])
        page = found[: int(posted.fields.get("retmax", "20"))]
        ids = "".join(f"<Id>{i}</Id>" for i in page)
        head = f"<Count>{len(found)}</Count><RetMax>{len(page)}</RetMax><RetStart>0</RetStart><IdList>{ids}</IdList>"
        return _document("eSearchResult", f"{head}<TranslationSet/><QueryTranslation/>")


def make_record(
    pmid: str,
    *,
    title: str = "A made-up trial.",
    author: str = "Smith",
    year: int = 2020,
    doi: str | None = None,
    pmcid: str | None = None,
) -> str:
    """A ``PubmedArticle`` with little in it."""
    ids = {"pubmed": pmid, "doi": doi, "pmc": pmcid}
    listed = "".join(f'<ArticleId IdType="{kind}">{escape(value)}</ArticleId>' for kind, value in ids.items() if value)
    journal = f"<Journal><JournalIssue><PubDate><Year>{year}</Year></PubDate></JournalIssue><Title>J</Title></Journal>"
    authors = f"<AuthorList><Author><LastName>{author}</LastName><Initials>A</Initials></Author></AuthorList>"
    article = f"<Article>{journal}<ArticleTitle>{escape(title)}</ArticleTitle>{authors}</Article>"
    citation = f'<MedlineCitation Status="MEDLINE"><PMID Version="1">{pmid}</PMID>{article}</MedlineCitation>'
    return f"<PubmedArticle>{citation}<PubmedData><ArticleIdList>{listed}</ArticleIdList></PubmedData></PubmedArticle>"


def status(code: int, *, body: bytes = b"", **headers: str) -> Fault:
    """Answer with this status; a header's name has ``_`` for ``-``."""
    return lambda handler, _: handler.send(body, status=code, headers=headers)


def send(body: bytes) -> Fault:
    """Answer with these bytes, and status 200."""
    return lambda handler, _: handler.send(body)


def cut(*, honest: bool) -> Fault:
    """Send half of the answer; an honest length tells that the rest is missing."""
    return lambda handler, body: handler.send(body[: len(body) // 2], length=len(body) if honest else None)


def drip() -> Fault:
    """Send a byte now and then, and never an end."""

    def trickle(handler: _Handler, _: bytes) -> None:
        handler.send(b"", length=1_000_000)
        with suppress(OSError):
            while not handler.ncbi.closing.wait(0.01):
                handler.wfile.write(b" ")

    return trickle


def hang() -> Fault:
    """Answer nothing until the server closes."""

    def wait(handler: _Handler, _: bytes) -> None:
        handler.ncbi.closing.wait(60)

    return wait


class _Handler(BaseHTTPRequestHandler):
    ncbi: NcbiServer

    def do_POST(self) -> None:
        text = self.rfile.read(int(self.headers["Content-Length"])).decode()
        fields = {name: values[0] for name, values in parse_qs(text, keep_blank_values=True).items()}
        utility = self.path.removeprefix("/").removesuffix(".fcgi")
        self._answer(Posted(utility, fields, self.headers["User-Agent"]))

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        fields = {name: values[0] for name, values in parse_qs(parts.query).items()}
        steps = parts.path.strip("/").split("/")
        if steps[0] == "europepmc":
            fields["id"] = steps[1]
        posted = Posted(steps[-1], fields, self.headers["User-Agent"], self.headers["From"])
        if posted.utility == "fullTextXML" and fields["id"] not in self.ncbi.articles:
            self.ncbi.faults.appendleft(status(404))
        self._answer(posted)

    def _answer(self, posted: Posted) -> None:
        self.ncbi.requests.append(posted)
        fault = self.ncbi.faults.popleft() if self.ncbi.faults else None
        answer = self.ncbi.answer(posted)
        if fault:
            fault(self, answer)
        else:
            self.send(answer)

    def send(
        self, body: bytes, *, status: int = 200, headers: dict[str, str] | None = None, length: int | None = None
    ) -> None:
        """Send a whole response."""
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Type", "text/xml; charset=UTF-8")
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
        """Say nothing."""


@contextmanager
def run_server() -> Iterator[NcbiServer]:
    """A server that runs for as long as the block."""
    ncbi = NcbiServer()
    handler = type("Handler", (_Handler,), {"ncbi": ncbi})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        ncbi.address = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield ncbi
        finally:
            ncbi.closing.set()
            server.shutdown()
            thread.join()


def _document(root: str, content: str) -> bytes:
    return f'<?xml version="1.0" ?>\n<!DOCTYPE {root} PUBLIC "{_HEADS[root]}">\n<{root}>{content}</{root}>\n'.encode()
