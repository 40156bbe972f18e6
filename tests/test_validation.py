"""The shapes cover the model, the bundled graph conforms to them, and what breaks them is named."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from click.testing import CliRunner
from rdflib import OWL, RDF, RDFS, XSD, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import SH
from rdflib.term import Node

from ingest.curated import bundled_folder
from ingest.pipeline import ingest_article, load_snapshot
from kg.audit import audit
from kg.cli import main
from kg.identifiers import ConceptId, Pmid, StudyId
from kg.model import Direction, EditorialNotice, Fact, NoticeKind, Setting, Study
from kg.rdf import (
    SHAPES,
    Triple,
    article_edges,
    article_triples,
    report_edges,
    report_triples,
    study_edges,
    study_triples,
    vocabulary_edges,
    vocabulary_triples,
)
from kg.rdf.iris import concept_iri, graph_iri, study_iri
from kg.rdf.mapping import Shape, camel_case
from kg.rdf.nquads import to_nquads
from kg.store import Generation, Store
from kg.validation import read_shapes, validate
from kg.vocabulary import EKG, FABIO
from kg.workspace import Workspace
from tests.builders import VOCABULARY, make_article, make_evidence, make_study

PULLED = graph_iri("studies", "pulled")
CITED = "smith-2020"


@pytest.fixture(scope="module")
def shapes() -> Graph:
    return read_shapes()


@pytest.fixture(scope="module")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    workspace = Workspace.at(tmp_path_factory.mktemp("validation") / "ws")
    ingest_article(workspace, load_snapshot(next((bundled_folder() / "articles").glob("*.md"))))
    return workspace


def make_trial() -> Study:
    """A study with an effect, a mechanism and a notice."""
    study = make_study(CITED, conditions=("eczema",))
    notice = EditorialNotice(NoticeKind.ERRATUM, "J Calm. 2021", "PubMed", pmid=Pmid("22222222"))
    facts = (
        Fact("itching", Direction.DECREASE, ConceptId("itching"), value="half"),
        Fact("cooling", Direction.NOT_MEASURED, ConceptId("cooling"), tested_in=Setting.PROPOSED),
    )
    return dataclasses.replace(study, record=dataclasses.replace(study.record, notices=(notice,)), facts=facts)


def make_graphs(*pulled: Study) -> dict[URIRef, Graph]:
    """The graphs of a small vocabulary, one study, one article and its audit, and of pulled studies."""
    study = make_trial()
    evidence = make_evidence(study, *pulled)
    article = make_article("Calmol reduced itching in 12 women.[1]")
    report = audit(article, evidence)
    records = {found.id: found.record for found in (study, *pulled)}
    return {
        graph_iri("vocabulary"): _graph([*vocabulary_triples(VOCABULARY), *vocabulary_edges(VOCABULARY)]),
        graph_iri("studies", "bundled"): _graph([*study_triples(study), *study_edges(study, VOCABULARY)]),
        graph_iri("article", "calm"): _graph([*article_triples(article), *article_edges(article)]),
        graph_iri("audit", "calm"): _graph([*report_triples(report), *report_edges(report, article, records)]),
        PULLED: _graph(triple for one in pulled for triple in (*study_triples(one), *study_edges(one, VOCABULARY))),
    }


def _graph(triples: Iterable[Triple]) -> Graph:
    graph = Graph()
    for triple in triples:
        graph.add(triple)
    return graph


def as_text(graphs: dict[URIRef, Graph]) -> dict[str, str]:
    return {str(name): to_nquads(name, list(graph)) for name, graph in graphs.items()}  # type: ignore[arg-type]


def open_texts(folder: Path, texts: dict[str, str]) -> Generation:
    store = Store(folder)
    store.rebuild(lambda: texts)
    return store.open()


def open_graphs(folder: Path, graphs: dict[URIRef, Graph]) -> Generation:
    return open_texts(folder, as_text(graphs))


def make_pulled(count: int) -> list[Study]:
    return [make_study(f"pulled-{at}", pmid=f"3333333{at}") for at in range(count)]


def property_shapes(shapes: Graph, rdf_class: URIRef) -> dict[Node, Node]:
    """The property shapes of a class by path."""
    (shape,) = shapes.subjects(SH.targetClass, rdf_class)
    found = list(shapes.objects(shape, SH.property))
    return {path: one for one in found if (path := shapes.value(one, SH.path)) is not None}


def listed(shapes: Graph, constraint: Node) -> list[str] | None:
    values = shapes.value(constraint, SH["in"])
    return None if values is None else [str(value) for value in Collection(shapes, values)]


def test_every_class_of_the_ontology_has_a_shape(shapes: Graph) -> None:
    ontology = Graph().parse(bundled_folder() / "ontology.ttl", format="turtle")
    assert set(ontology.subjects(RDF.type, OWL.Class)) == set(shapes.objects(None, SH.targetClass))


def is_optional(hint: Any) -> bool:
    return types.NoneType in get_args(hint)


def value_type(hint: Any) -> Any:
    """``str`` of ``str``, of ``str | None`` and of ``tuple[str, ...]``."""
    return next((part for part in get_args(hint) if part is not types.NoneType), hint)


NODES = [shape for shape in SHAPES if shape.text is None]


@pytest.mark.parametrize("shape", NODES, ids=lambda shape: shape.record.__name__)
def test_shape_says_of_each_field_what_the_model_says(shape: Shape, shapes: Graph) -> None:
    constraints = property_shapes(shapes, shape.classes[0])
    hints = get_type_hints(shape.record)
    for field in dataclasses.fields(shape.record):
        constraint = constraints[shape.predicates.get(field.name) or EKG[camel_case(field.name)]]
        kind, is_many = value_type(hints[field.name]), get_origin(hints[field.name]) is tuple
        if field.name in shape.packed:
            kind, is_many = str, False
        is_required = (
            field.default is dataclasses.MISSING
            and get_origin(hints[field.name]) is not tuple
            and not is_optional(hints[field.name])
        )
        assert (shapes.value(constraint, SH.minCount) == Literal(1)) == is_required, field.name
        assert (shapes.value(constraint, SH.maxCount) == Literal(1)) == (not is_many), field.name
        if issubclass(kind, StrEnum):
            assert listed(shapes, constraint) == [str(value) for value in kind], field.name
        elif dataclasses.is_dataclass(kind) and kind in {other.record for other in NODES}:
            target = shapes.value(constraint, SH["class"])
            assert target in {other.classes[0] for other in SHAPES if other.record is kind}, field.name
        else:
            written_as_text: dict[type, URIRef] = {
                other.record: XSD.string for other in SHAPES if other.text is not None
            }
            known: dict[type, URIRef] = {bool: XSD.boolean, int: XSD.integer, str: XSD.string, **written_as_text}
            assert kind not in known or shapes.value(constraint, SH.datatype) == known[kind], field.name


def test_every_property_shape_says_something_of_its_values(shapes: Graph) -> None:
    says = {SH.datatype, SH["class"], SH["in"], SH.nodeKind}
    for constraint in set(shapes.objects(None, SH.property)):
        assert says & set(shapes.predicates(constraint)), shapes.value(constraint, SH.path)


def test_bundled_workspace_with_the_example_conforms(bundled: Workspace) -> None:
    report = validate(bundled.store.open(), sample=None)
    assert report.results == ()
    assert report.conforms
    assert report.statements > 10_000


def test_small_graph_conforms_before_it_is_broken(tmp_path: Path) -> None:
    assert validate(open_graphs(tmp_path, make_graphs()), sample=None).results == ()


BREAKAGES: dict[str, tuple[URIRef, URIRef, list[Node], str]] = {
    "claim without label": (EKG.Claim, RDFS.label, [], "rdfs:label"),
    "claim without text": (EKG.Claim, EKG.text, [], "ekg:text"),
    "claim with an empty text": (EKG.Claim, EKG.text, [Literal("")], "ekg:text"),
    "claim that mentions a word": (EKG.Claim, EKG.mentions, [Literal("calmol")], "ekg:mentions"),
    "claim with an unknown verdict": (EKG.Claim, EKG.verdict, [Literal("verified")], "ekg:verdict"),
    "record with two years": (EKG.Record, EKG.year, [Literal(2019), Literal(2020)], "ekg:year"),
    "record with a year in words": (EKG.Record, EKG.year, [Literal("2020")], "ekg:year"),
    "record with an impossible PMID": (EKG.Record, FABIO.hasPubMedId, [Literal("0123")], "fabio:hasPubMedId"),
    "people in a wrong datatype": (EKG.Population, EKG.analysed, [Literal("ten")], "ekg:analysed"),
    "fewer people than none": (EKG.Population, EKG.analysed, [Literal(-1)], "ekg:analysed"),
    "finding with an unknown outcome": (EKG.Finding, EKG.outcome, [Literal("maybe")], "ekg:outcome"),
    "finding without rule": (EKG.Finding, EKG.rule, [], "ekg:rule"),
    "finding about nothing": (EKG.Finding, EKG.about, [], "ekg:about"),
    "study without record": (EKG.Study, EKG.record, [], "ekg:record"),
    "condition studied as a therapy": (
        EKG.Study,
        EKG.studiesTherapy,
        [concept_iri(ConceptId("eczema"))],
        "ekg:studiesTherapy/ekg:kind",
    ),
    "effect that was not measured": (EKG.EffectEstimate, EKG.direction, [Literal("not measured")], "ekg:direction"),
    "mechanism that no study shows": (EKG.MechanismLink, EKG.shownBy, [], "ekg:shownBy"),
    "notice that is a mere yes": (EKG.EditorialNotice, EKG.kind, [Literal("yes")], "ekg:kind"),
    "pointer that denotes a study": (EKG.Pointer, EKG.denotes, [study_iri(StudyId(CITED))], "ekg:denotes"),
    "reference before the first line": (EKG.Reference, EKG.line, [Literal(0)], "ekg:line"),
    "article read from an unknown snapshot": (EKG.Article, EKG.snapshot, [Literal("abc")], "ekg:snapshot"),
    "sentence at no place": (EKG.Sentence, EKG.span, [Literal("here")], "ekg:span"),
}


@pytest.mark.parametrize("name", BREAKAGES)
def test_broken_thing_is_named_with_what_is_wrong(name: str, tmp_path: Path) -> None:
    rdf_class, predicate, values, path = BREAKAGES[name]
    graphs = make_graphs()
    focus = min(str(found) for graph in graphs.values() for found in graph.subjects(RDF.type, rdf_class))
    for graph in graphs.values():
        graph.remove((URIRef(focus), predicate, None))
    for value in values:
        graphs[graph_iri("vocabulary")].add((URIRef(focus), predicate, value))
    report = validate(open_graphs(tmp_path, graphs), sample=None)
    assert not report.conforms
    assert (focus, path) in {(found.focus, found.path) for found in report.results}
    assert all(found.message and found.severity == "violation" for found in report.results)


def test_number_that_is_none_is_a_result_and_no_remark_in_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    texts = as_text(make_graphs())
    studies = str(graph_iri("studies", "bundled"))
    assert f'"10"^^<{XSD.integer}>' in texts[studies]
    texts[studies] = texts[studies].replace(f'"10"^^<{XSD.integer}>', f'"ten"^^<{XSD.integer}>')
    report = validate(open_texts(tmp_path, texts), sample=None)
    assert ("ekg:analysed", "ten") in {(found.path, found.value) for found in report.results}
    assert not caplog.records


def test_sample_of_pulled_records_is_as_large_as_asked_for_and_each_time_the_same(tmp_path: Path) -> None:
    graphs = make_graphs(*make_pulled(5))
    graphs[PULLED].remove((None, EKG.record, None))
    generation = open_graphs(tmp_path, graphs)
    whole, none, some = (validate(generation, sample=sample) for sample in (None, 0, 2))
    assert (whole.pulled, whole.sampled, len(whole.results)) == (5, 5, 5)
    assert (none.pulled, none.sampled, none.conforms) == (5, 0, True)
    assert (some.pulled, some.sampled, len(some.results)) == (5, 2, 2)
    assert some == validate(generation, sample=2)


def test_pulled_record_that_an_article_leans_on_is_always_looked_at(tmp_path: Path) -> None:
    graphs = make_graphs(*make_pulled(3))
    cited = study_iri(make_pulled(3)[1].id)
    claim = next(graphs[graph_iri("article", "calm")].subjects(RDF.type, EKG.Claim))
    graphs[graph_iri("audit", "calm")].add((claim, EKG.leansOn, cited))
    graphs[PULLED].remove((cited, EKG.record, None))
    report = validate(open_graphs(tmp_path, graphs), sample=0)
    assert report.sampled == 1
    assert [(found.focus, found.path) for found in report.results] == [(str(cited), "ekg:record")]


def test_validate_command_says_that_the_workspace_conforms_and_what_was_looked_at(tmp_path: Path) -> None:
    workspace = Workspace.at(tmp_path / "ws")
    open_graphs(workspace.path / "store", make_graphs(*make_pulled(3)))
    result = CliRunner().invoke(main, ["validate", "--sample", "2", "--workspace", str(workspace.path)])
    assert result.exit_code == 0
    assert "conforms" in result.output
    assert "2 of 3 pulled records" in result.output


def test_validate_command_lists_what_is_wrong_and_fails(tmp_path: Path) -> None:
    workspace = Workspace.at(tmp_path / "ws")
    graphs = make_graphs()
    graphs[graph_iri("studies", "bundled")].remove((study_iri(StudyId(CITED)), EKG.record, None))
    open_graphs(workspace.path / "store", graphs)
    result = CliRunner().invoke(main, ["validate", "--workspace", str(workspace.path)])
    assert result.exit_code == 3
    assert f"study:{CITED}" in result.output
    assert "ekg:record" in result.output
    assert "does not conform" in result.output
