"""Each form of the graph against a reader or validator that others wrote."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from typing import Any

import networkx as nx
import pyld.jsonld
import pyshacl
import pytest
import rispy
import schema_org
from bibtexparser import loads
from bibtexparser.bparser import BibTexParser
from bibtexparser.latexenc import latex_to_unicode, unicode_to_latex_map
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from csl_reference import Reference
from hypothesis import example, given, settings
from hypothesis import strategies as st
from iiif_prezi3 import Annotation, AnnotationPage
from iiif_prezi3.skeleton import SpecificResource
from pydantic import ValidationError
from rdflib import Dataset as RdfDataset
from rdflib import Graph, URIRef

from ingest.curated import bundled_folder
from kg.audit import audit
from kg.cli.keeping import export
from kg.errors import RecordError
from kg.export.bibliographic import iter_names, one_line
from kg.export.bibtex import to_bibtex
from kg.export.claim_review import REVIEWED, to_claim_review
from kg.export.csl_json import to_csl_json
from kg.export.formats import FORMATS
from kg.export.graphml import to_graphml
from kg.export.ris import to_ris
from kg.export.web_annotation import CONTEXT, to_web_annotation
from kg.holdings import HeldArticle, iter_articles
from kg.identifiers import ArticleId, Doi, Pmcid, Pmid, StudyId
from kg.model import (
    EditorialNotice,
    IndexedRecord,
    LedgerEntry,
    NoticeKind,
    Reading,
    RecordKind,
    Report,
    Verdict,
)
from kg.network import Link, Thing
from kg.rdf import (
    article_edges,
    article_triples,
    report_edges,
    report_triples,
    study_edges,
    study_triples,
    vocabulary_edges,
    vocabulary_triples,
)
from kg.rdf.iris import graph_iri
from kg.rdf.nquads import to_nquads
from kg.store import Draft
from tests.builders import VOCABULARY, make_article, make_evidence, make_study

BODY = """In a long study of 12 women who "could not" sleep, calmol eased itching.[1]

It may improve sleep & <b>rest</b>."""

hostile = st.text(st.characters(exclude_categories=["Cs"]), max_size=30) | st.sampled_from(
    ["a{b", "}", "\\", "50 % & $5_#~^", "Smith and Jones", "TY  - JOUR", "ER  - ", '"x"', "a\nTI  - b", "Ünï, Ç", "and"]
)
words = hostile.filter(lambda text: bool(one_line(text)))
records = st.builds(
    IndexedRecord,
    st.just(StudyId("smith-2020")),
    kind=st.sampled_from(RecordKind),
    pmid=st.none() | st.just(Pmid("11111111")),
    doi=st.none() | st.just(Doi("10.1000/a(b)_c#d")),
    pmcid=st.none() | st.just(Pmcid("PMC1111111")),
    title=words,
    authors=st.lists(words, max_size=3).map(tuple),
    journal=st.none() | words,
    year=st.none() | st.integers(1800, 2026),
    volume=st.none() | words,
    pages=st.sampled_from([None, "3-4", "e12"]),
    notices=st.sampled_from([(), (EditorialNotice(NoticeKind.RETRACTION, "J Calm 2021;2:1", "PubMed"),)]),
)


@pytest.fixture(scope="module")
def dataset() -> Draft:
    article, study = make_article(BODY), make_study()
    report = audit(article, make_evidence(study))
    ontology = Graph().parse(bundled_folder() / "ontology.ttl", format="turtle")
    graphs = {
        graph_iri("ontology"): [(URIRef(str(s)), URIRef(str(p)), o) for s, p, o in ontology],
        graph_iri("vocabulary"): [*vocabulary_triples(VOCABULARY), *vocabulary_edges(VOCABULARY)],
        graph_iri("studies"): [*study_triples(study), *study_edges(study, VOCABULARY)],
        graph_iri("article", "calm"): [*article_triples(article), *article_edges(article)],
        graph_iri("audit", "calm"): [
            *report_triples(report), *report_edges(report, article, {study.id: study.record})
        ],
    }  # fmt: skip
    draft = Draft.in_memory()
    for name, triples in graphs.items():
        draft.load(to_nquads(name, triples))
    return draft


def write(name: str, dataset: Draft, key: ArticleId | None = None) -> str:
    return FORMATS[name].write(dataset, key).decode()


@pytest.mark.parametrize("name", FORMATS)
def test_same_graph_gives_the_same_bytes_and_an_unknown_article_is_refused(name: str, dataset: Draft) -> None:
    assert write(name, dataset) == write(name, dataset)
    assert write(name, dataset, ArticleId("calm"))
    with pytest.raises(RecordError, match="no article here has the key nothing"):
        write(name, dataset, ArticleId("nothing"))


def test_command_offers_each_form() -> None:
    (option,) = (each for each in export.params if each.name == "form")
    assert list(option.type.choices) == list(FORMATS)  # type: ignore[attr-defined]


@pytest.mark.filterwarnings("ignore:(Dataset|ConjunctiveGraph):DeprecationWarning")
@pytest.mark.parametrize("key", [None, ArticleId("calm")])
def test_json_ld_holds_the_same_statements_for_two_readers(dataset: Draft, key: ArticleId | None) -> None:
    expected = set(write("nquads", dataset, key).splitlines())
    text = write("jsonld", dataset, key)
    assert json.loads(text)["@context"]
    normal = pyld.jsonld.to_rdf(json.loads(text), {"format": "application/n-quads"})
    assert set(map(unescape, normal.splitlines())) == set(map(unescape, expected))
    read = RdfDataset().parse(data=text, format="json-ld")
    again = RdfDataset().parse(data="\n".join(expected), format="nquads")
    assert {q[:3] for q in read.quads()} == {q[:3] for q in again.quads()}


def unescape(line: str) -> str:
    return line.replace("^^<http://www.w3.org/2001/XMLSchema#string>", "").replace("\\t", "\t")


def build_model(value: Any) -> Any:
    """A JSON-LD value as the model of its type, its parts first."""
    if isinstance(value, list):
        return [build_model(part) for part in value]
    if not isinstance(value, dict):
        return value
    parts = {name: build_model(part) for name, part in value.items() if name not in ("@type", "@context")}
    return getattr(schema_org, value["@type"]).model_validate(parts)


VERDICTS = st.sampled_from(Verdict)


@given(VERDICTS, st.sampled_from(Reading), hostile)
def test_only_verdicts_from_words_that_were_read_are_reviews(verdict: Verdict, reading: Reading, reason: str) -> None:
    article, record = make_article(BODY), IndexedRecord(StudyId("smith-2020"), title="A", pmid=Pmid("11111111"))
    entry = LedgerEntry(article.claims[0].key, 3, verdict, (reason,), reading, (record.key,))
    held = HeldArticle(article, Report(article.id, article.snapshot, ledger=(entry,)), {record.key: record})
    reviews = json.loads(to_claim_review([held]))["@graph"]
    assert len(reviews) == (verdict in REVIEWED and reading is not Reading.NOTHING)
    for review in reviews:
        assert build_model(review).review_rating.alternate_name == verdict.value
        assert "ratingValue" not in review["reviewRating"]


def test_invented_property_is_refused_by_the_validator_of_reviews() -> None:
    with pytest.raises(ValueError, match="verdict"):
        build_model({"@type": "ClaimReview", "verdict": "true"})


def test_reviews_of_an_audit_are_valid(dataset: Draft) -> None:
    document = json.loads(write("claimreview", dataset))
    assert document["@context"] == "https://schema.org"
    build_model(document["@graph"])


OA = "http://www.w3.org/ns/oa#"
ANNOTATION_TERMS = {
    "oa": OA, "as": "https://www.w3.org/ns/activitystreams#", "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/", "xsd": "http://www.w3.org/2001/XMLSchema#",
    "id": {"@id": "@id", "@type": "@id"}, "type": {"@id": "@type", "@type": "@vocab"},
    "Annotation": "oa:Annotation", "AnnotationPage": "as:OrderedCollectionPage", "TextualBody": "oa:TextualBody",
    "SpecificResource": "oa:SpecificResource", "TextQuoteSelector": "oa:TextQuoteSelector",
    "TextPositionSelector": "oa:TextPositionSelector", "assessing": "oa:assessing", "Text": "http://purl.org/dc/dcmitype/Text",
    "motivation": {"@type": "@vocab", "@id": "oa:motivatedBy"}, "body": {"@type": "@id", "@id": "oa:hasBody"},
    "target": {"@type": "@id", "@id": "oa:hasTarget"}, "source": {"@type": "@id", "@id": "oa:hasSource"},
    "selector": {"@type": "@id", "@id": "oa:hasSelector"}, "value": "rdf:value", "exact": "oa:exact",
    "prefix": "oa:prefix", "suffix": "oa:suffix", "format": "dc:format", "language": "dc:language",
    "start": {"@type": "xsd:nonNegativeInteger", "@id": "oa:start"},
    "end": {"@type": "xsd:nonNegativeInteger", "@id": "oa:end"}, "via": {"@type": "@id", "@id": "oa:via"},
    "items": {"@type": "@id", "@container": "@list", "@id": "as:items"},
}  # fmt: skip
"""The terms of the W3C context that the export uses; a term that it lacked would be an error when read."""
ANNOTATION_SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix oa: <http://www.w3.org/ns/oa#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
[] a sh:NodeShape ; sh:targetClass oa:Annotation ;
  sh:property [ sh:path oa:hasTarget ; sh:minCount 1 ] ,
    [ sh:path oa:motivatedBy ; sh:minCount 1 ; sh:nodeKind sh:IRI ] ,
    [ sh:path oa:hasBody ; sh:property [ sh:path rdf:value ; sh:minCount 1 ; sh:maxCount 1 ] ] .
[] a sh:NodeShape ; sh:targetClass oa:SpecificResource ;
  sh:property [ sh:path oa:hasSource ; sh:minCount 1 ; sh:maxCount 1 ] , [ sh:path oa:hasSelector ; sh:maxCount 2 ] .
[] a sh:NodeShape ; sh:targetClass oa:TextQuoteSelector ;
  sh:property [ sh:path oa:exact ; sh:minCount 1 ; sh:maxCount 1 ] , [ sh:path oa:prefix ; sh:maxCount 1 ] .
[] a sh:NodeShape ; sh:targetClass oa:TextPositionSelector ;
  sh:property [ sh:path oa:start ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:nonNegativeInteger ] ,
    [ sh:path oa:end ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:nonNegativeInteger ] .
"""


def conforms(graph: Graph, shapes: str) -> tuple[bool, str]:
    done, _, text = pyshacl.validate(graph, shacl_graph=Graph().parse(data=shapes, format="turtle"))
    return bool(done), str(text)


def test_annotations_select_their_words_in_both_ways(dataset: Draft) -> None:
    page = json.loads(write("webannotation", dataset))
    assert page["@context"] == CONTEXT
    (held,) = iter_articles(dataset)
    assert len(page["items"]) == len(held.report.failures) > 0
    placed = [item for item in page["items"] if "selector" in item["target"]]
    assert placed
    for item in placed:
        quote, position = item["target"]["selector"]
        text = held.article.text
        assert text[position["start"] : position["end"]] == quote["exact"]
        assert quote["prefix"] + quote["exact"] + quote["suffix"] in text
    read = AnnotationPage.model_validate(page)
    assert all(isinstance(item, Annotation) and isinstance(item.target, SpecificResource) for item in read.items)
    triples = pyld.jsonld.to_rdf({**page, "@context": ANNOTATION_TERMS}, {"format": "application/n-quads"})
    graph = Graph().parse(data=triples, format="nt")
    done, told = conforms(graph, ANNOTATION_SHAPES)
    assert done, told
    expanded = pyld.jsonld.expand({**page, "@context": {**ANNOTATION_TERMS, "@vocab": "urn:unknown:"}})
    assert "urn:unknown:" not in json.dumps(expanded)


@pytest.mark.parametrize(
    ("part", "wrong"), [("type", "Note"), ("target", {"type": "SpecificResource"}), ("body", 7), ("id", "no address")]
)
def test_validator_of_annotations_refuses_what_is_wrong(dataset: Draft, part: str, wrong: object) -> None:
    page = json.loads(write("webannotation", dataset))
    page["items"][0][part] = wrong
    with pytest.raises(ValidationError):
        AnnotationPage.model_validate(page)


EARL_SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix earl: <http://www.w3.org/ns/earl#> .
[] a sh:NodeShape ; sh:targetClass earl:Assertion ;
  sh:property [ sh:path earl:assertedBy ; sh:minCount 1 ; sh:maxCount 1 ; sh:class earl:Software ] ,
    [ sh:path earl:subject ; sh:minCount 1 ; sh:maxCount 1 ; sh:class earl:TestSubject ] ,
    [ sh:path earl:test ; sh:minCount 1 ; sh:maxCount 1 ; sh:class earl:TestCriterion ] ,
    [ sh:path earl:mode ; sh:maxCount 1 ; sh:in ( earl:automatic earl:manual earl:semiAuto earl:undisclosed ) ] ,
    [ sh:path earl:result ; sh:minCount 1 ; sh:maxCount 1 ; sh:class earl:TestResult ] .
[] a sh:NodeShape ; sh:targetClass earl:TestResult ;
  sh:property [ sh:path earl:outcome ; sh:minCount 1 ; sh:maxCount 1 ;
    sh:in ( earl:passed earl:failed earl:cantTell earl:inapplicable earl:untested ) ] .
"""
ASSERTIONS = "SELECT ?a { ?a a <http://www.w3.org/ns/earl#Assertion> }"


def test_assertions_have_all_that_earl_asks_for(dataset: Draft) -> None:
    graph = Graph().parse(data=write("earl", dataset), format="turtle")
    (held,) = iter_articles(dataset)
    assert len(list(graph.query(ASSERTIONS))) == len(held.report.findings) > 0
    done, text = conforms(graph, EARL_SHAPES)
    assert done, text
    first = next(iter(graph.query(ASSERTIONS)))[0]  # type: ignore[index]
    graph.remove((first, None, None))
    graph.parse(data=f"<{first}> a <http://www.w3.org/ns/earl#Assertion> .", format="turtle")
    assert not conforms(graph, EARL_SHAPES)[0]


def plain(text: str) -> str:
    """What a BibTeX field says, as the foreign reader has it."""
    decoded = text.replace(r"\$", "$").replace(r"{\lbrace}", "\ue000").replace(r"{\rbrace}", "\ue001")
    decoded = decoded.replace(r"{\textbackslash}", "\ue002")
    decoded = latex_to_unicode(decoded) if "\\" in decoded else decoded.replace("{", "").replace("}", "")
    return decoded.replace("\ue000", "{").replace("\ue001", "}").replace("\ue002", "\\")


@given(records)
@example(IndexedRecord(StudyId("smith-2020"), kind=RecordKind.JOURNAL_ARTICLE, title="0", authors=("'", "&")))
@settings(max_examples=100)
def test_bibtex_keeps_ids_title_and_names_whatever_is_in_them(record: IndexedRecord) -> None:
    (entry,) = loads(to_bibtex([record]), BibTexParser(common_strings=True, ignore_nonstandard_types=False)).entries
    assert entry["ID"] == "smith-2020"
    assert squeezed(plain(entry["title"])) == squeezed(one_line(record.title))
    names = list(iter_names(record))
    assert squeezed(plain(entry.get("author", "").replace(" and ", ""))) == squeezed(
        "".join(name.family + (f", {name.given}" if name.given else "") for name in names).replace(" and ", "")
    )
    assert entry.get("pmid") == (record.pmid.value if record.pmid else None)
    assert plain(entry.get("doi", "")) == (record.doi.value if record.doi else "")
    assert ("retraction" in entry.get("note", "")) == bool(record.notices)


SIGNS = {
    sign: plain.strip("{}") for sign, plain in unicode_to_latex_map.items() if "\\" not in plain and len(plain) > 1
}
"""Signs that the reader sees in plain characters: a prime in an apostrophe."""


def squeezed(text: str) -> str:
    """Without white space, which the reader's decoding changes around commands, and the signs that it makes up."""
    for sign, made_of in SIGNS.items():
        text = text.replace(sign, made_of)
    return "".join(text.split())


@given(st.lists(records, min_size=1, max_size=2))
def test_ris_keeps_ids_titles_and_names_whatever_is_in_them(given_records: list[IndexedRecord]) -> None:
    text = to_ris(replace(record, key=StudyId(f"r-{at}")) for at, record in enumerate(given_records))
    entries = rispy.loads(text.replace("\r\n", "\n"))
    assert [entry["id"] for entry in entries] == [f"r-{at}" for at in range(len(given_records))]
    for entry, record in zip(entries, given_records, strict=True):
        assert entry["title"] == one_line(record.title)
        expected = [f"{name.family}, {name.given}" if name.given else name.family for name in iter_names(record)]
        assert entry.get("authors", []) == expected
        assert entry.get("doi") == (record.doi.value if record.doi else None)
        assert entry.get("accession_number") == (record.pmid.value if record.pmid else None)
        assert bool(entry.get("notes")) == bool(record.notices)


@given(records)
def test_csl_json_fits_the_official_schema_and_keeps_what_was_given(record: IndexedRecord) -> None:
    (item,) = json.loads(to_csl_json([record]))
    read = Reference.model_validate(item)
    assert set(item) <= {field.alias or name for name, field in Reference.model_fields.items()}
    assert (read.title, read.pmid) == (one_line(record.title), record.pmid.value if record.pmid else None)
    names = [(name.get("family"), name.get("given"), name.get("literal")) for name in item.get("author", [])]
    assert names == [
        (n.family, n.given, None) if n.given is not None else (None, None, n.family) for n in iter_names(record)
    ]


def test_a_citation_processor_prints_what_it_is_given() -> None:
    record = IndexedRecord(
        StudyId("smith-2020"), kind=RecordKind.JOURNAL_ARTICLE, title="Calmol & itching", authors=("Smith AB",),
        journal="J Calm", year=2020, volume="1", pages="3-4",
    )  # fmt: skip
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    shelf = CitationStylesBibliography(style, CiteProcJSON(json.loads(to_csl_json([record]))), formatter.plain)
    shelf.register(Citation([CitationItem("smith-2020")]))
    (printed,) = map(str, shelf.bibliography())
    assert all(part in printed for part in ("Smith", "2020", "Calmol & itching", "J Calm"))


@given(st.lists(hostile, min_size=1, max_size=4))
def test_network_is_read_back_with_its_labels(labels: list[str]) -> None:
    things = [Thing(f"urn:{at}", "study", label) for at, label in enumerate(labels)]
    text = to_graphml(things, [Link("urn:0", "cites", f"urn:{len(labels) - 1}")])
    read = nx.read_graphml(io.BytesIO(text.encode()), force_multigraph=True)
    assert set(read) == {thing.iri for thing in things}
    assert read.number_of_edges() == 1


def test_network_of_one_article_has_its_claims_and_what_they_speak_of(dataset: Draft) -> None:
    whole, part = (
        nx.read_graphml(io.BytesIO(write("graphml", dataset, key).encode()), force_multigraph=True)
        for key in (None, ArticleId("calm"))
    )
    assert set(part) < set(whole)
    assert {data["kind"] for _, data in part.nodes(data=True)} >= {"article", "claim", "study", "therapy"}


def test_annotations_of_nothing_are_an_empty_page() -> None:
    assert json.loads(to_web_annotation([]))["items"] == []
