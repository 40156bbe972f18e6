"""A printed reference leads to a study by what identifies it, and never by a near match."""

from __future__ import annotations

import dataclasses

import pytest

from kg.errors import RecordError
from kg.evidence import Evidence
from kg.identifiers import Doi, Pmcid, Pmid, StudyId
from kg.model import Reference, ResolvedBy, Span, Study
from tests.builders import VOCABULARY, make_evidence, make_study


def make_reference(**fields: object) -> Reference:
    printed = Reference(
        ("1",), "as printed", Span(0, 1), 1, title="Calmol for itching", authors=("Smith A",), year=2020
    )
    return dataclasses.replace(printed, **fields)  # type: ignore[arg-type]


def identified() -> Study:
    study = make_study()
    return dataclasses.replace(
        study, record=dataclasses.replace(study.record, doi=Doi("10.1000/182"), pmcid=Pmcid("PMC1234567"))
    )


@pytest.mark.parametrize(
    ("fields", "by"),
    [
        ({"pmid": Pmid("11111111"), "title": None}, ResolvedBy.PMID),
        ({"doi": Doi("10.1000/182"), "title": None}, ResolvedBy.DOI),
        ({"pmcid": Pmcid("PMC1234567"), "title": None}, ResolvedBy.PMCID),
        ({}, ResolvedBy.TITLE),
        ({"title": "CALMOL for Itching."}, ResolvedBy.TITLE),
        ({"authors": ("Smith, Anna",)}, ResolvedBy.TITLE),
    ],
)
def test_reference_leads_to_its_study(fields: dict[str, object], by: ResolvedBy) -> None:
    found = make_evidence(identified()).resolve(0, make_reference(**fields))
    assert (found.study, found.by) == (StudyId("smith-2020"), by)


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "Calmol for itching hands"},
        {"year": 2019},
        {"authors": ("Smithson A",)},
        {"authors": ()},
        {"year": None},
        {"title": None},
    ],
)
def test_near_match_leads_nowhere_and_says_why(fields: dict[str, object]) -> None:
    found = make_evidence(identified()).resolve(0, make_reference(**fields))
    assert found.study is None
    assert found.reason


def test_titles_in_another_script_are_told_apart() -> None:
    study = make_study(title="Массаж головы", authors=("Иванов А",), year=2015)
    evidence = make_evidence(study)
    other = make_reference(title="Диабет у детей", authors=("Петров Б",), year=2015)
    same = make_reference(title="Массаж головы.", authors=("Иванов А",), year=2015)
    assert evidence.resolve(0, other).study is None
    assert evidence.resolve(0, same).by is ResolvedBy.TITLE


def test_identifier_that_is_not_here_is_told() -> None:
    reference = make_reference(pmid=Pmid("22222222"), title="Another")
    reason = make_evidence(identified()).resolve(0, reference).reason
    assert reason == "no record in this workspace has PMID 22222222"


def test_vocabulary_comes_back_whole() -> None:
    assert make_evidence().vocabulary == VOCABULARY


def test_study_that_is_not_there_is_an_error() -> None:
    with pytest.raises(RecordError):
        make_evidence().get_study(StudyId("nobody-1999"))


def test_fingerprint_depends_on_the_cited_studies_only() -> None:
    alone, beside = make_evidence(make_study()), make_evidence(make_study(), make_study("doe-2019", pmid="22222222"))

    def fingerprint(evidence: Evidence) -> str:
        return evidence.fingerprint([StudyId("smith-2020")])

    assert fingerprint(alone) == fingerprint(beside)
