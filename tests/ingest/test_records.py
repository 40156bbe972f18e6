"""A publication is one record, whoever spoke of it."""

from __future__ import annotations

import dataclasses

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.records import fill_studies, merge_records
from kg.identifiers import Doi, Pmid, StudyId
from kg.model import EditorialNotice, IndexedRecord, NoticeKind, Record
from tests.builders import make_study
from tests.strategies import register

register()


def make_pulled(pmid: str = "11111111", **fields: object) -> IndexedRecord:
    record = IndexedRecord(key=StudyId(f"pmid-{pmid}"), pmid=Pmid(pmid), notices_checked=True)
    return dataclasses.replace(record, **fields)  # type: ignore[arg-type]


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


def test_pulled_record_fills_the_curated_study_of_the_same_pmid_or_doi() -> None:
    by_doi = make_study("doe-2019", pmid=None, title="By DOI")
    by_doi = dataclasses.replace(by_doi, record=dataclasses.replace(by_doi.record, doi=Doi("10.1000/182")))
    pulled = [make_pulled(title="New"), make_pulled("22222222", doi=Doi("10.1000/182"))]
    filled = fill_studies([make_study(), by_doi, make_study("roe-2018", pmid="44444444")], pulled).studies
    assert [study.record.pmid for study in filled] == [Pmid("11111111"), Pmid("22222222"), Pmid("44444444")]
    assert filled[0].record.title == "New"


def test_identifier_that_the_study_file_gives_otherwise_is_kept_in_words() -> None:
    study = make_study(pmid="11111111", year=2020)
    study = dataclasses.replace(study, record=dataclasses.replace(study.record, doi=Doi("10.1000/old")))
    met = fill_studies([study], [make_pulled(doi=Doi("10.1000/new"), year=2021)])
    (filled,) = met.studies
    assert [field for field, _ in met.contradictions[study.id]] == ["record.doi", "record.year"]
    assert filled.record.doi == Doi("10.1000/new")
    assert filled.cautions == (
        "the study file says doi 10.1000/old, the database 10.1000/new",
        "the study file says year 2020, the database 2021",
    )
