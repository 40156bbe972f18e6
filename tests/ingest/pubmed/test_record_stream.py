"""Whole documents: everything counted, faults told after what is whole, nothing hostile let in."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.pubmed import DeletedRecord, RejectedRecord, Tally, iter_record_files, read_records
from kg.identifiers import Pmid
from kg.model import AbstractSection, IndexedRecord
from tests.ingest.pubmed.documents import DOCTYPE, make_article, make_set, read, read_until_error

THREE = make_set(*(make_article(f"<ArticleTitle>No {n}</ArticleTitle>", pmid=str(n)) for n in (1, 2, 3)))
ENTITIES = '<!DOCTYPE PubmedArticleSet [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]>'
words = st.lists(st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1), min_size=1).map(" ".join)


@given(st.lists(st.tuples(words, words), max_size=4))
def test_written_records_come_back_equal(written: list[tuple[str, str]]) -> None:
    children = [
        make_article(
            f"<ArticleTitle>{escape(title)}</ArticleTitle>"
            f"<Abstract><AbstractText>{escape(text)}</AbstractText></Abstract>",
            pmid=str(number),
        )
        for number, (title, text) in enumerate(written, start=1)
    ]
    records = [entry for entry in read(make_set(*children)) if isinstance(entry, IndexedRecord)]
    expected = [(" ".join(title.split()), (AbstractSection(" ".join(text.split())),)) for title, text in written]
    assert [(record.title, record.abstract) for record in records] == expected


def test_everything_is_counted(tmp_path: Path) -> None:
    first, second = tmp_path / "a.xml", tmp_path / "b.xml"
    first.write_bytes(make_set(make_article(), make_article(pmid="x"), "<Odd>1</Odd>", make_article(pmid="0")))
    deleted = "<DeleteCitation><PMID>8</PMID><PMID>9</PMID></DeleteCitation>"
    second.write_bytes(make_set(make_article(), "<PubmedBookArticle><BookDocument><PMID>3</PMID></BookDocument>"
                                "</PubmedBookArticle>", deleted))  # fmt: skip
    tally = Tally()
    entries = list(tally.count(iter_record_files([first, second])))
    assert (tally.articles, tally.books, tally.deleted, tally.duplicates) == (2, 1, 2, 1)
    assert [str(rejected.place) for rejected in tally.rejected] == [f"{first} record {n}" for n in (2, 3, 4)]
    assert [rejected.reason.split()[0] for rejected in tally.rejected] == ["'x'", "a", "'0'"]
    assert len(entries) == 8


def test_file_is_read_as_a_set_of_records(tmp_path: Path) -> None:
    path = tmp_path / "named-without-gz.xml"
    path.write_bytes(
        gzip.compress(make_set(make_article(), "<DeleteCitation><PMID>8</PMID></DeleteCitation>", "<Odd/>"))
    )
    found = read_records(path)
    assert ([record.pmid for record in found.records], found.deleted_pmids) == ([Pmid("1")], (Pmid("8"),))
    assert len(found.rejected) == 1


def test_empty_set_has_no_records_and_no_error() -> None:
    assert read(make_set()) == []


def test_record_without_title_is_kept() -> None:
    (record,) = read(make_set(make_article()))
    assert isinstance(record, IndexedRecord)
    assert record.title is None


def test_document_cut_at_any_byte_gives_every_whole_record_then_an_error() -> None:
    ends = [match.end() for match in re.finditer(b"</PubmedArticle>", THREE)]
    for cut in range(len(THREE)):
        entries, error = read_until_error(THREE[:cut])
        assert len(entries) == sum(end <= cut for end in ends), cut
        assert error is not None, cut
        assert f"{len(entries)} records before it are whole" in str(error)


def test_gzip_cut_at_any_byte_ends_in_an_error() -> None:
    packed = gzip.compress(THREE)
    for cut in range(2, len(packed)):
        entries, error = read_until_error(packed[:cut])
        assert error is not None, cut
        assert len(entries) <= 3


def test_cut_gzip_gives_the_whole_records_before_the_cut() -> None:
    many = make_set(*(make_article(f"<ArticleTitle>{hash(n)}</ArticleTitle>", pmid=str(n)) for n in range(1, 3000)))
    entries, error = read_until_error(gzip.compress(many)[:-2000])
    assert len(entries) > 1000
    assert error is not None
    assert "gzip" in str(error)


def test_error_names_source_and_line() -> None:
    _, error = read_until_error(THREE.replace(b"No 2</ArticleTitle>", b"No 2</Wrong>"))
    assert error is not None
    assert str(error).startswith("answer.xml:5: the XML is broken or cut off at byte ")
    assert "The 1 records before it are whole" in str(error)


def test_what_follows_the_set_is_an_error_after_all_its_records() -> None:
    entries, error = read_until_error(THREE + b"<more/>")
    assert (len(entries), error is not None) == (3, True)


@pytest.mark.parametrize(
    ("document", "message"),
    [
        (b"<html><body>Service unavailable</body></html>", "an HTML page"),
        (b"<!DOCTYPE html><HTML><head><meta></head></HTML>", "an HTML page"),
        (b"<eSearchResult><ERROR>no</ERROR></eSearchResult>", "type eSearchResult"),
        (b"<pmc-articleset/>", "type pmc-articleset"),
        (b"", "no element found"),
        (b'{"error": "rate limit"}', "broken"),
        (f"{ENTITIES}<PubmedArticleSet>&c;</PubmedArticleSet>".encode(), "entity 'a'"),
        (b'<!DOCTYPE PubmedArticleSet [<!ENTITY x SYSTEM "file:///etc/hostname">]><PubmedArticleSet/>', "entity 'x'"),
        (b'<!DOCTYPE PubmedArticleSet [<!ENTITY % p SYSTEM "http://192.0.2.1/p"> %p;]><PubmedArticleSet/>', "'p'"),
        (f"{DOCTYPE}<PubmedArticleSet><PubmedArticle>&nbsp;</PubmedArticle></PubmedArticleSet>".encode(), "'nbsp'"),
        (THREE.replace(b"No 1", b"No \xff"), "broken"),
    ],
)
def test_hostile_or_foreign_document_is_refused_with_what_it_is(document: bytes, message: str) -> None:
    entries, error = read_until_error(document)
    assert entries == []
    assert error is not None
    assert message in str(error)
    assert str(error).startswith("answer.xml")


def test_deletion_and_rejection_are_told_in_place() -> None:
    entries = read(make_set("<DeleteCitation><PMID>8</PMID></DeleteCitation>", "<Odd>words</Odd>"))
    assert entries[0] == DeletedRecord(Pmid("8"))
    assert isinstance(entries[1], RejectedRecord)
    assert "words" in entries[1].reason
