"""Reports of one study are joined by what says so, and by nothing else."""

from __future__ import annotations

import dataclasses
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.grouping import find_registration, group_studies
from kg.identifiers import ConceptId, Pmid, StudyId
from kg.model import (
    AbstractSection,
    Accession,
    EditorialNotice,
    IndexedRecord,
    JoinRule,
    LinkKind,
    NoticeKind,
    RecordLink,
    Study,
)

NUMBER, ANOTHER = "NCT00000001", "NCT00000002"


def make(
    number: int,
    *,
    title: str = "Calmol for itching: a trial",
    types: tuple[str, ...] = ("Journal Article",),
    abstract: str = "",
    banks: tuple[str, ...] = (),
    registrations: tuple[str, ...] = (),
    links: tuple[tuple[LinkKind, int], ...] = (),
    notices: tuple[EditorialNotice, ...] = (),
    same: tuple[int, ...] = (),
    design: str | None = None,
) -> Study:
    record = IndexedRecord(
        key=key(number),
        pmid=Pmid(str(number)),
        title=title,
        publication_types=types,
        registrations=registrations,
        abstract=(AbstractSection(abstract),) if abstract else (),
        accessions=tuple(Accession("ClinicalTrials.gov", bank) for bank in banks),
        links=tuple(RecordLink(kind, "J Calm", Pmid(str(target))) for kind, target in links),
        notices=notices,
    )
    return Study(key(number), record, same_study_as=tuple(map(key, same)), design=ConceptId(design) if design else None)


def key(number: int) -> StudyId:
    return StudyId(f"pmid-{number}")


def members(*studies: Study) -> list[tuple[str, ...]]:
    return [tuple(member.value for member in group.members) for group in group_studies(studies)]


def test_one_registration_in_metadata_and_abstract_joins() -> None:
    studies = [make(1, banks=(NUMBER,)), make(2, abstract=f"Registered as {NUMBER}."), make(3, registrations=(NUMBER,))]
    (group,) = group_studies(studies)
    assert group.id == key(1)
    assert group.members == (key(1), key(2), key(3))
    assert {(join.rule, join.basis) for join in group.joins} == {(JoinRule.REGISTRATION, NUMBER)}


def test_registration_of_another_trial_does_not_join() -> None:
    assert members(make(1, banks=(NUMBER,)), make(2, banks=(ANOTHER,)), make(3)) == []


def test_paper_that_names_several_registrations_joins_nothing() -> None:
    several = make(1, banks=(NUMBER,), abstract=f"We also ran {ANOTHER}.")
    assert find_registration(several) is None
    assert members(several, make(2, banks=(NUMBER,)), make(3, banks=(ANOTHER,))) == []


@pytest.mark.parametrize(
    "about_others",
    [
        {"types": ("Journal Article", "Review")},
        {"types": ("Systematic Review",)},
        {"types": ("Meta-Analysis",)},
        {"types": ("Practice Guideline",)},
        {"types": ("Comment", "Letter")},
        {"types": ("Editorial",)},
        {"title": "Calmol for itching: a systematic review"},
        {"title": "A meta-analysis of calmol"},
        {"title": "Guideline on itching"},
        {"design": "systematic-review"},
    ],
)
def test_paper_about_trials_does_not_join_by_a_number_that_it_mentions(about_others: dict[str, object]) -> None:
    paper = make(1, banks=(NUMBER,), **about_others)  # type: ignore[arg-type]
    assert members(paper, make(2, banks=(NUMBER,))) == []


@pytest.mark.parametrize(
    ("kind", "rule"),
    [
        (LinkKind.UPDATE_OF, JoinRule.UPDATE),
        (LinkKind.ORIGINAL_REPORT_IN, JoinRule.ORIGINAL_REPORT),
        (LinkKind.CORRECTED_FROM, JoinRule.REPUBLISHED),
        (LinkKind.RETRACTED_FROM, JoinRule.REPUBLISHED),
        (LinkKind.PREPRINT, JoinRule.PREPRINT),
    ],
)
def test_link_of_pubmed_joins_and_is_the_basis(kind: LinkKind, rule: JoinRule) -> None:
    (group,) = group_studies([make(2, links=((kind, 1),)), make(1)])
    (join,) = group.joins
    assert (join.study, join.other, join.rule) == (key(1), key(2), rule)
    assert join.basis == f"PubMed: 2 {kind} 1"


@pytest.mark.parametrize("kind", [LinkKind.COMMENT_ON, LinkKind.CITES, LinkKind.ERRATUM_FOR, LinkKind.RETRACTION_OF])
def test_other_links_join_nothing(kind: LinkKind) -> None:
    assert members(make(1, links=((kind, 2),)), make(2)) == []


def test_notice_of_pubmed_joins_from_the_other_side_and_that_of_others_does_not() -> None:
    def notice(kind: NoticeKind, who: str) -> tuple[EditorialNotice, ...]:
        return (EditorialNotice(kind, "J Calm", who, pmid=Pmid("2")),)

    assert members(make(1, notices=notice(NoticeKind.UPDATE, "PubMed")), make(2)) == [("pmid-1", "pmid-2")]
    assert members(make(1, notices=notice(NoticeKind.UPDATE, "a page")), make(2)) == []
    assert members(make(1, notices=notice(NoticeKind.ERRATUM, "PubMed")), make(2)) == []


def test_letters_of_a_debate_are_not_joined_by_their_links() -> None:
    assert members(make(1, types=("Letter", "Comment"), links=((LinkKind.UPDATE_OF, 2),)), make(2)) == []


def test_curated_file_joins_and_unknown_keys_do_not() -> None:
    (group,) = group_studies([make(1, same=(2, 9)), make(2)])
    assert [(join.rule, join.basis) for join in group.joins] == [(JoinRule.STATED, "the file of pmid-1")]


def test_link_to_a_record_that_is_not_here_joins_nothing() -> None:
    assert members(make(1, links=((LinkKind.UPDATE_OF, 5),))) == []


_STUDIES = st.lists(
    st.tuples(
        st.sampled_from(["", NUMBER, ANOTHER, f"{NUMBER} {ANOTHER}"]),
        st.lists(st.tuples(st.sampled_from(list(LinkKind)), st.integers(1, 9)), max_size=2),
        st.lists(st.integers(1, 9), max_size=1),
    ),
    max_size=9,
).map(
    lambda rows: [
        make(at, abstract=text, links=tuple(links), same=tuple(same))
        for at, (text, links, same) in enumerate(rows, start=1)
    ]
)


@given(_STUDIES, st.randoms())
def test_groups_do_not_depend_on_the_order(studies: list[Study], chance: random.Random) -> None:
    shuffled = list(studies)
    chance.shuffle(shuffled)
    assert group_studies(shuffled) == group_studies(studies)


@given(_STUDIES)
def test_groups_are_whole_apart_and_named_after_their_smallest_key(studies: list[Study]) -> None:
    groups = group_studies(studies)
    everyone = [member for group in groups for member in group.members]
    assert len(everyone) == len(set(everyone))
    assert set(everyone) <= {study.id for study in studies}
    for group in groups:
        assert group.id == min(group.members)
        assert len(group.members) >= 2
        assert all(join.study < join.other for join in group.joins)
        reached = {group.id}
        for _ in group.members:
            reached |= {one for join in group.joins for one in (join.study, join.other) if _touches(join, reached)}
        assert reached == set(group.members)


def _touches(join: object, reached: set[StudyId]) -> bool:
    return bool({getattr(join, "study"), getattr(join, "other")} & reached)  # noqa: B009


@given(_STUDIES)
def test_two_with_the_same_single_number_are_together(studies: list[Study]) -> None:
    group_of = {member: group.id for group in group_studies(studies) for member in group.members}
    by_number: dict[str, set[StudyId]] = {}
    for study in studies:
        number = find_registration(study)
        if number is not None:
            by_number.setdefault(number, set()).add(study.id)
    for together in by_number.values():
        if len(together) > 1:
            assert len({group_of[one] for one in together}) == 1


def test_review_joins_by_a_link_all_the_same() -> None:
    update = dataclasses.replace(make(2, types=("Systematic Review",), links=((LinkKind.UPDATE_OF, 1),)))
    assert members(make(1, types=("Systematic Review",)), update) == [("pmid-1", "pmid-2")]
