"""Small PubMed XML documents, made up."""

from __future__ import annotations

import io

from ingest.pubmed import Entry, iter_records
from kg.errors import RecordError
from kg.model import IndexedRecord

DOCTYPE = (
    '<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January 2025//EN" '
    '"https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">'
)


def make_article(article: str = "", *, citation: str = "", data: str = "", pmid: str = "1") -> str:
    """One PubmedArticle with what is given inside Article, after it, and in PubmedData."""
    return (
        f'<PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM"><PMID Version="1">{pmid}</PMID>'
        f"<Article>{article}</Article>{citation}</MedlineCitation><PubmedData>{data}</PubmedData></PubmedArticle>"
    )


def make_set(*children: str) -> bytes:
    """A whole document as NLM writes it."""
    lines = '<?xml version="1.0" encoding="utf-8"?>', DOCTYPE, "<PubmedArticleSet>", *children, "</PubmedArticleSet>"
    return "\n".join(lines).encode()


def read(document: bytes) -> list[Entry]:
    """Every entry of a whole document."""
    return list(iter_records(io.BytesIO(document), source="answer.xml"))


def read_until_error(document: bytes) -> tuple[list[Entry], RecordError | None]:
    """What was read before the document failed, and how it failed."""
    entries: list[Entry] = []
    try:
        for entry in iter_records(io.BytesIO(document), source="answer.xml"):
            entries.append(entry)  # noqa: PERF402 - what came before an error must be kept
    except RecordError as error:
        return entries, error
    return entries, None


def read_one(child: str) -> IndexedRecord:
    """The one record of a set that holds this child."""
    (record,) = read(make_set(child))
    assert isinstance(record, IndexedRecord)
    return record
