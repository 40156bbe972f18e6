"""A publication is one record, whoever spoke of it."""

from __future__ import annotations

import dataclasses
import gzip
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.pubmed.cache import AnswerCache, Request
from ingest.records import build_studies, merge_records, read_kept_records
from kg.identifiers import Doi, Pmid, StudyId
from kg.model import EditorialNotice, IndexedRecord, NoticeKind, Record
from tests.builders import make_study
from tests.ncbi_server import make_record
from tests.strategies import register

register()

NOW = datetime(2026, 1, 2, tzinfo=UTC)


def make_pulled(pmid: str = "11111111", **fields: object) -> IndexedRecord:
    record = IndexedRecord(key=StudyId(f"pmid-{pmid}"), pmid=Pmid(pmid), notices_checked=True)
    return dataclasses.replace(record, **fields)  # type: ignore[arg-type]


def keep(cache: AnswerCache, *records: str, when: datetime = NOW, ids: str = "1") -> None:
    body = f"<PubmedArticleSet>{''.join(records)}</PubmedArticleSet>".encode()
    request = Request.of("https://example.org/efetch.fcgi", db="pubmed", id=ids)
    cache.keep(request, body, retrieved=when, status=200, headers={})


def test_database_goes_before_the_curated_value_and_leaves_what_it_does_not_have() -> None:
    curated = Record(key=StudyId("smith-2020"), title="Old title", journal="J Calm", pages="3-4")
    merged = merge_records(curated, make_pulled(title="New title"))
    assert (merged.title, merged.journal, merged.pages) == ("New title", "J Calm", "3-4")
    assert (merged.key, merged.pmid) == (StudyId("smith-2020"), Pmid("11111111"))
    assert merged.notices_checked


def test_notices_of_both_are_kept_once() -> None:
    notice = EditorialNotice(NoticeKind.ERRATUM, "J Calm 2021;1:1", "PubMed")
    other = EditorialNotice(NoticeKind.RETRACTION, "J Calm 2022;1:1", "a reference list")
    curated = Record(key=StudyId("a"), notices=(notice, other))
    assert merge_records(curated, make_pulled(notices=(notice,))).notices == (notice, other)


@settings(max_examples=40)
@given(st.from_type(Record), st.from_type(IndexedRecord))
def test_no_value_of_the_database_is_lost_in_a_merge(curated: Record, pulled: IndexedRecord) -> None:
    merged = merge_records(curated, pulled)
    for field in dataclasses.fields(pulled):
        theirs = getattr(pulled, field.name)
        if field.name not in ("key", "notices") and theirs not in (None, (), field.default):
            assert getattr(merged, field.name) == theirs


def test_pulled_record_fills_its_curated_study_and_others_stand_for_themselves() -> None:
    by_doi = make_study("doe-2019", pmid=None, title="By DOI")
    by_doi = dataclasses.replace(by_doi, record=dataclasses.replace(by_doi.record, doi=Doi("10.1000/182")))
    pulled = [make_pulled(title="New"), make_pulled("22222222", doi=Doi("10.1000/182")), make_pulled("33333333")]
    filled, others = build_studies([make_study(), by_doi], pulled)
    assert [study.record.pmid for study in filled] == [Pmid("11111111"), Pmid("22222222")]
    assert filled[0].record.title == "New"
    assert [study.id.value for study in others] == ["pmid-33333333"]


def test_later_answer_goes_before_an_earlier_one_and_both_before_a_given_file(tmp_path: Path) -> None:
    cache = AnswerCache(tmp_path / "cache")
    keep(cache, make_record("1", title="newest"), when=NOW, ids="1")
    keep(
        cache, make_record("1", title="older"), make_record("2", title="kept"), when=NOW - timedelta(days=9), ids="1,2"
    )
    given_file = tmp_path / "set.xml.gz"
    body = "".join(make_record(pmid, title="given") for pmid in "123")
    given_file.write_bytes(gzip.compress(f"<PubmedArticleSet>{body}</PubmedArticleSet>".encode()))
    kept = read_kept_records(cache, [given_file])
    assert [record.title for record in kept.records] == ["newest", "kept", "given"]
    assert kept.rejected == ()


def test_file_that_is_cut_gives_its_whole_records_and_the_error(tmp_path: Path) -> None:
    path = tmp_path / "cut.xml"
    path.write_text(f"<PubmedArticleSet>{make_record('1')}{make_record('2')}"[:-60])
    kept = read_kept_records(AnswerCache(tmp_path / "cache"), [path])
    assert [record.pmid for record in kept.records] == [Pmid("1")]
    assert "cut.xml" in str(kept.rejected[0])


def test_medline_file_is_read_beside_xml(tmp_path: Path) -> None:
    path = tmp_path / "set.nbib"
    path.write_text("PMID- 5\nTI  - Calm at last.\nAU  - Smith A\nDP  - 2020\n\n")
    (record,) = read_kept_records(AnswerCache(tmp_path / "cache"), [path]).records
    assert (record.pmid, record.title) == (Pmid("5"), "Calm at last.")
