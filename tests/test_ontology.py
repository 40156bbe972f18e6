"""The closed vocabulary in code, the ontology file and the schema page speak of the same terms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, SDO, Graph, URIRef

from ingest.curated import bundled_folder
from ingest.deciding import keep_decision
from ingest.fulltext import parse_jats
from ingest.pipeline import Audited, ingest_article, load_snapshot
from ingest.quotes import ProvenQuote, quote_triples
from kg.decisions import identify_findings, make_decision
from kg.identifiers import Pmid, StudyId, content_hash
from kg.model import (
    AbstractSection,
    Accession,
    CitedWork,
    Contributor,
    Grant,
    IndexedRecord,
    JoinRule,
    LinkKind,
    MeshHeading,
    MeshQualifier,
    OtherAbstract,
    RecordDate,
    RecordLink,
    SourcePlace,
    Span,
    Study,
    StudyGroup,
    StudyJoin,
    Vocabulary,
)
from kg.model.decision import Ruling
from kg.model.quote import QuoteProof, QuoteSource, QuoteStatus
from kg.prefixes import PREFIXES
from kg.query import guard
from kg.rdf import SHAPES, Triple, extraction_triples, full_text_graphs, group_edges, study_edges, to_rdf
from kg.rdf.iris import graph_iri, record_iri, study_group_iri, study_iri
from kg.rdf.nquads import to_nquads
from kg.store import Generation
from kg.vocabulary import CITO, EKG, FABIO, SCHEMA
from kg.workspace import Workspace
from tests.conftest import CHECKOUT

PAGE = (CHECKOUT / "docs" / "schema.md").read_text(encoding="utf-8")
PULLED = IndexedRecord(
    key=StudyId("pmid-11111111"),
    pmid=Pmid("11111111"),
    title="Calmol for itching",
    abstract=(
        AbstractSection(
            "It helped 12 of 40 patients (p = 1.2). Itching was lower with calmol than with rest.",
            "RESULTS",
            "RESULTS",
        ),
    ),
    other_abstracts=(OtherAbstract((AbstractSection("Es half."),), "plain-language-summary", "de"),),
    contributors=(Contributor("Smith A", orcid="0000-0002-1825-0097"),),
    mesh=(MeshHeading("D001", "Itching", is_major=True, qualifiers=(MeshQualifier("Q1", "drug therapy"),)),),
    dates=(RecordDate("publication", "2020-05"),),
    grants=(Grant("G1", "A foundation"),),
    accessions=(Accession("ClinicalTrials.gov", "NCT00000000"),),
    cited_works=(CitedWork("An older one", Pmid("22222222")),),
    links=(RecordLink(LinkKind.COMMENT_IN, "J Calm 2021", Pmid("33333333")),),
)
JATS = b"""<article article-type="research-article"><front><article-meta>
<article-id pub-id-type="pmid">11111111</article-id>
<title-group><article-title>Calmol for itching</article-title></title-group></article-meta></front><body>
<sec><title>Methods</title><p>We asked ten people<xref ref-type="bibr" rid="r1">1</xref> (NCT00000000).</p>
<table-wrap id="t1"><label>Table 1</label><caption><p>Who took part</p></caption><table>
<thead><tr><th>Group</th><th>n</th></tr></thead><tbody><tr><td>Calmol</td><td>5</td></tr></tbody></table></table-wrap>
<fig id="f1"><label>Figure 1</label><caption><p>Itching by week</p></caption></fig></sec></body><back>
<fn-group><fn fn-type="conflict"><p>None declared.</p></fn></fn-group>
<ref-list><ref id="r1"><mixed-citation>An older one. 2019.</mixed-citation></ref></ref-list></back></article>"""
QUESTIONS = re.findall(r"```sparql\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return Graph().parse(bundled_folder() / "ontology.ttl", format="turtle")


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    """The graph of the bundled knowledge, the bundled example article and one record as PubMed gives it."""
    folder = tmp_path_factory.mktemp("schema")
    workspace = Workspace.at(folder / "ws")
    table = folder / "table.tsv"
    table.write_text("D000000\tCalm\t\tF01\nD000001\tAlopecia areata\tMicroneedling\tF01.001\n", encoding="utf-8")
    workspace.keep_only("mesh", table)
    audited = ingest_article(workspace, load_snapshot(next((bundled_folder() / "articles").glob("*.md"))))
    decide_on_first(workspace, audited)
    graph = graph_iri("records", "pulled")
    study = Study(PULLED.key, PULLED)
    triples = [*to_rdf(study, study_iri(study.id)), *study_edges(study, Vocabulary.of(()))]
    triples += extraction_triples(study)
    join = StudyJoin(StudyId("a"), StudyId("b"), JoinRule.STATED, "the file of a")
    group = StudyGroup(StudyId("a"), (StudyId("a"), StudyId("b")), (join,))
    triples += [*to_rdf(group, study_group_iri(group)), *group_edges(group)]
    (text,) = parse_jats(JATS, source="calmol.xml")
    graphs = {graph: [*triples, *make_quote()], **full_text_graphs(text, record_iri(PULLED))}
    workspace.store.replace({str(name): to_nquads(name, triples) for name, triples in graphs.items()})
    return workspace.store.open()


def decide_on_first(workspace: Workspace, audited: Audited) -> None:
    found = identify_findings(audited.article, audited.report)[0]
    now = datetime(2026, 1, 31, tzinfo=UTC)
    decision = make_decision(found, Ruling.ACCEPT, reason="So it is.", who="Ada", when=now, rule_version=1)
    keep_decision(workspace, audited.article.id, decision)


def make_quote() -> Iterator[Triple]:
    """A place with a quote, and its proof."""
    place = record_iri(PULLED) + "/place"
    proof = QuoteProof(QuoteStatus.PROVEN, QuoteSource.ABSTRACT, Span(0, 9), content_hash("It helped."))
    yield from to_rdf(SourcePlace("abstract", quote="It helped"), place)
    yield from quote_triples([ProvenQuote(PULLED.key, place, "It helped", proof, record_iri(PULLED))])


def own_terms(graph: Graph) -> set[URIRef]:
    return {s for s in graph.subjects() if isinstance(s, URIRef) and str(s).startswith(str(EKG._NS))}


def test_every_term_of_the_code_is_in_the_ontology_and_the_other_way_round(ontology: Graph) -> None:
    assert {EKG[name] for name in EKG.__annotations__ if not name.startswith("_")} == own_terms(ontology)


def test_every_term_says_what_it_means(ontology: Graph) -> None:
    for term in own_terms(ontology):
        assert (term, RDFS.label, None) in ontology, term
        assert (term, RDFS.comment, None) in ontology, term


def test_a_misspelt_term_raises() -> None:
    with pytest.raises(AttributeError):
        _ = EKG.studysTherapy


def test_every_class_that_is_written_is_declared_and_on_the_schema_page(ontology: Graph) -> None:
    declared = set(ontology.subjects(RDF.type, OWL.Class))
    for shape in SHAPES:
        assert shape.text is not None or shape.classes[0] in declared
    for term in declared:
        assert f"**{str(term).removeprefix(str(EKG._NS))}**" in PAGE, term


def test_every_predicate_in_the_graph_is_declared(ontology: Graph, example: Generation) -> None:
    answer = example.query("SELECT DISTINCT ?p WHERE { ?s ?p ?o }")
    used = {term.value for row in answer.rows if (term := row[0]) is not None}
    assert {URIRef(iri) for iri in used if iri.startswith(str(EKG._NS))} <= own_terms(ontology)
    known = (*PREFIXES.values(), "http://www.w3.org/2002/07/owl#")
    assert all(iri.startswith(known) for iri in used)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda text: re.sub(r"\W+", " ", text)[:40])
def test_question_of_the_schema_page_has_an_answer_in_the_example(question: str, example: Generation) -> None:
    guard(question)
    assert example.query(question, prefixes=PREFIXES).rows


def test_everything_with_a_class_of_ours_has_a_label(example: Generation) -> None:
    text = """SELECT DISTINCT ?class WHERE {
        ?thing a ?class FILTER(STRSTARTS(STR(?class), STR(ekg:))) FILTER NOT EXISTS { ?thing rdfs:label ?label } }"""
    assert example.query(text, prefixes=PREFIXES).rows == ()


@pytest.mark.corpus
@pytest.mark.parametrize(("file", "terms"), [("cito.ttl", CITO), ("fabio.ttl", FABIO)])
def test_borrowed_term_exists_where_it_is_borrowed_from(corpus: Path, file: str, terms: type) -> None:
    graph = Graph().parse(corpus / "ontologies" / file, format="turtle")
    for name in terms.__annotations__:
        if not name.startswith("_"):
            assert (getattr(terms, name), RDF.type, None) in graph, name


def test_borrowed_schema_org_terms_exist_in_rdflib() -> None:
    assert {str(SCHEMA.Article), str(SCHEMA.Claim)} == {str(SDO.Article), str(SDO.Claim)}
