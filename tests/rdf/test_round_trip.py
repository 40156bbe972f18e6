"""Every record survives the way to triples, through text, and back."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import Graph, Literal, URIRef

from kg import model
from kg.errors import RecordError
from kg.identifiers import StudyId
from kg.rdf import SHAPES, Triple, from_rdf, to_lines, to_rdf
from kg.rdf.mapping import Shape
from kg.rdf.nquads import to_nquads
from kg.rdf.text_forms import MESH_TEXT
from kg.vocabulary import EKG, FABIO
from tests.strategies import register

register()

SUBJECT = URIRef("https://evidence-kg.example/id/thing")
GRAPH = URIRef("https://evidence-kg.example/graph/test")


def _unique_claims(record: object) -> bool:
    keys = [claim.key for claim in record.claims] if isinstance(record, model.Article) else []
    return len(keys) == len(set(keys))


def _graph(triples: Iterable[Triple]) -> Graph:
    graph = Graph()
    for triple in triples:
        graph.add(triple)
    return graph


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.record.__name__)
def test_record_comes_back_equal_from_its_triples(shape: Shape) -> None:
    @settings(max_examples=30, suppress_health_check=list(HealthCheck))
    @given(st.from_type(shape.record).filter(_unique_claims))
    def check(record: object) -> None:
        if shape.text is None:
            assert from_rdf(shape.record, SUBJECT, _graph(to_rdf(record, SUBJECT))) == record
        else:
            assert shape.text.read(shape.text.write(record)) == record

    check()


@given(st.from_type(model.Study))
def test_study_comes_back_equal_through_text(study: model.Study) -> None:
    text = to_nquads(GRAPH, to_rdf(study, SUBJECT)).replace(f" <{GRAPH}> .\n", " .\n")
    assert from_rdf(model.Study, SUBJECT, Graph().parse(data=text, format="nt")) == study


@given(st.from_type(model.Study))
def test_text_does_not_depend_on_the_order_of_triples(study: model.Study) -> None:
    triples = list(to_rdf(study, SUBJECT))
    assert to_nquads(GRAPH, triples) == to_nquads(GRAPH, reversed(triples))


def test_reading_says_which_value_is_missing() -> None:
    with pytest.raises(RecordError, match="thing id: a value is missing"):
        from_rdf(model.Study, SUBJECT, Graph())


def test_reading_refuses_two_values_where_one_is_possible() -> None:
    record = model.Record(key=StudyId("a"), year=1999)
    graph = _graph(to_rdf(record, SUBJECT))
    graph.add((SUBJECT, EKG.year, Literal(2000)))
    with pytest.raises(RecordError, match="year: 2 values"):
        from_rdf(model.Record, SUBJECT, graph)


def test_reading_says_which_value_is_malformed() -> None:
    graph = _graph(to_rdf(model.Record(key=StudyId("a")), SUBJECT))
    graph.add((SUBJECT, FABIO.hasPubMedId, Literal("not a number")))
    with pytest.raises(RecordError, match="pmid: unreadable value"):
        from_rdf(model.Record, SUBJECT, graph)


def test_order_and_repeats_of_plain_values_survive() -> None:
    study = model.Study(StudyId("a"), model.Record(key=StudyId("a")), limitations=("z", "a", "z"))
    triples = list(to_rdf(study, SUBJECT))
    assert from_rdf(model.Study, SUBJECT, _graph(triples)) == study
    assert {str(o) for s, p, o in triples if (s, p) == (SUBJECT, EKG.limitation)} == {"a", "z"}


@given(st.from_type(model.IndexedRecord))
def test_lines_of_a_record_are_its_triples(record: model.IndexedRecord) -> None:
    lines = to_lines(record, SUBJECT, GRAPH)
    assert "".join(sorted(set(lines))) == to_nquads(GRAPH, to_rdf(record, SUBJECT))


@pytest.mark.parametrize("text", ["Alopecia", "Alopecia/surgery|Q000601", ""])
def test_text_that_is_no_heading_is_told(text: str) -> None:
    with pytest.raises(ValueError, match="is no MeSH heading"):
        MESH_TEXT.read(text)
