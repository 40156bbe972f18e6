"""A title that is nearly the same is told to a person and resolves nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rdflib import Graph

from kg.evidence import Evidence
from kg.model import Reference
from kg.model.span import Span
from kg.rdf import study_triples
from tests.builders import make_study

TITLE = "Rosemary oil and the hair of forty women: a randomised trial"


@pytest.fixture
def evidence() -> Evidence:
    study = make_study()
    study = replace(study, record=replace(study.record, title=TITLE, year=2019, authors=("Doe J",)))
    graph = Graph()
    for triple in study_triples(study):
        graph.add(triple)
    return Evidence(graph)


def refer(title: str, year: int = 2019) -> Reference:
    return Reference(("1",), title, Span(0, 1), 1, authors=("Doe J",), title=title, year=year)


@pytest.mark.parametrize(
    "reference", [refer(TITLE.replace("forty", "fourty")), refer(TITLE, 2020)], ids=["other words", "other year"]
)
def test_near_match_is_a_suggestion(evidence: Evidence, reference: Reference) -> None:
    resolution = evidence.resolve(0, reference)
    assert resolution.study is None
    assert "near match for a person to judge" in (resolution.reason or "")


def test_another_title_is_no_near_match(evidence: Evidence) -> None:
    resolution = evidence.resolve(0, refer("Sleep of mice in the dark: an observation of their habits"))
    assert "near match" not in (resolution.reason or "")
