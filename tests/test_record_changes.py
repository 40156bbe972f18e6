"""What counts as a change of a record, and what does not."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.identifiers import Doi, Pmid, StudyId
from kg.model import AbstractSection, EditorialNotice, IndexedRecord, NoticeKind
from kg.record_changes import FieldChange, RecordChange, compare_records

BARE = IndexedRecord(StudyId("pmid-111"), pmid=Pmid("111"), title="Massage and hair.")
notices = st.lists(
    st.builds(
        EditorialNotice,
        st.sampled_from(NoticeKind),
        st.sampled_from(["J Calm 2021", "J Calm 2022"]),
        st.just("PubMed"),
        pmid=st.none() | st.sampled_from([Pmid("8"), Pmid("9")]),
    ),
    max_size=3,
    unique=True,
).map(tuple)


def compare(held: IndexedRecord, new: IndexedRecord, *, same_source: bool = True) -> RecordChange:
    found = compare_records(held, new, same_source=same_source)
    assert found is not None
    return found


@given(notices, notices)
def test_each_notice_that_was_not_there_is_told_and_each_that_is_gone(
    before: tuple[EditorialNotice, ...], after: tuple[EditorialNotice, ...]
) -> None:
    held, new = (dataclasses.replace(BARE, notices=each) for each in (before, after))
    found = compare_records(held, new)
    kinds = {notice.kind for notice in before}
    assert {n for n in after if n.kind not in kinds} <= set(found.notices if found else ())
    assert not (set(found.notices if found else ()) & set(before))
    assert not (set(found.withdrawn if found else ()) & set(after))
    assert compare_records(held, held) is None


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"title": "Massage and baldness."}, FieldChange("title", "Massage and hair.", "Massage and baldness.")),
        ({"doi": Doi("10.1000/x")}, FieldChange("DOI", None, "10.1000/x")),
        ({"publication_types": ("Letter",)}, FieldChange("publication types", None, "Letter")),
        ({"abstract": (AbstractSection("Words."),)}, FieldChange("abstract")),
    ],
)
def test_changed_field_is_told_with_both_values(change: dict[str, object], told: FieldChange) -> None:
    assert compare(BARE, dataclasses.replace(BARE, **change)).fields == (told,)  # type: ignore[arg-type]


def test_indexing_alone_is_no_change() -> None:
    assert compare_records(BARE, dataclasses.replace(BARE, status="MEDLINE", substances=("Calmol",))) is None


def test_what_another_source_left_open_or_wrote_otherwise_is_no_change() -> None:
    new = dataclasses.replace(BARE, title="MASSAGE and hair", doi=Doi("10.1000/x"), abstract=(AbstractSection("W."),))
    assert compare_records(BARE, new, same_source=False) is None
    retraction = EditorialNotice(NoticeKind.RETRACTION, "J Calm. 2021;2:1", "PubMed")
    assert compare(BARE, dataclasses.replace(new, notices=(retraction,)), same_source=False).notices == (retraction,)


def test_notice_that_another_source_told_already_is_not_new() -> None:
    told = EditorialNotice(NoticeKind.RETRACTION, "Retraction Watch", "Retraction Watch")
    new = EditorialNotice(NoticeKind.RETRACTION, "J Calm. 2021;2:1", "PubMed", pmid=Pmid("9"))
    held = dataclasses.replace(BARE, notices=(told,))
    assert compare_records(held, dataclasses.replace(BARE, notices=(new,)), same_source=False) is None
