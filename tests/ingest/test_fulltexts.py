"""Full texts that a workspace holds: whose they are, what they add, and what of them may leave it."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import Graph, URIRef

from ingest.fulltext import parse_jats
from ingest.fulltexts import LinkedTexts, link_full_texts, read_full_text_file, read_kept_full_texts
from ingest.holding import HeldTexts, hold_texts
from ingest.pubmed.cache import AnswerCache, Request
from kg.cli import main
from kg.errors import RecordError
from kg.evidence import Evidence
from kg.identifiers import ConceptId, Pmcid, Pmid, StudyId
from kg.model import Direction, Fact, Reading, Study
from kg.model.fulltext import FullText
from kg.prefixes import RESTRICTED
from kg.rdf import from_rdf, full_text_graphs, study_triples
from kg.rdf.iris import child_iri, full_text_iri, graph_iri, record_iri, restricted_iri, study_iri
from kg.rdf.nquads import to_nquads
from kg.store import Draft, Store
from kg.text.sentences import split_sentences
from kg.vocabulary import EKG
from kg.workspace import Workspace
from tests.builders import VOCABULARY, make_study
from tests.ingest.fulltext.articles import make_jats

NOW = datetime(2026, 1, 2, tzinfo=UTC)
RECORD = URIRef("https://evidence-kg.example/id/record/pmid/11111111")
LICENCE = '<license xlink:href="https://creativecommons.org/licenses/by/4.0/"><p>CC BY</p></license>'
OPEN = f"<permissions>{LICENCE}</permissions>"
IDS = '<article-id pub-id-type="pmid">11111111</article-id><article-id pub-id-type="pmc">PMC1111111</article-id>'
TITLE = "<title-group><article-title>Calmol and itching</article-title></title-group>"
BODY = """<sec><title>Methods</title><p>Ten people took calmol (NCT00000001)<xref ref-type="bibr" rid="r1">1</xref>.</p>
<table-wrap><label>Table 1</label><caption><p>Who took part.</p></caption><table><thead><tr><th>Group</th><th>n</th>
</tr></thead><tbody><tr><td>Calmol</td><td>5</td></tr></tbody></table></table-wrap></sec>
<sec><title>Discussion</title><p>Another trial goes on (NCT00000002).</p></sec>"""
BACK = """<fn-group><fn fn-type="conflict"><p>None of us was paid.</p></fn></fn-group><ref-list><ref id="r1">
<mixed-citation>Smith A. An older one. 2019.</mixed-citation></ref></ref-list>"""


def make_text(*, is_open: bool = False, ids: str = IDS, body: str = BODY) -> FullText:
    data = make_jats(body, meta=ids + TITLE + (OPEN if is_open else ""), back=BACK)
    (text,) = parse_jats(data, source="calmol.xml")
    return text


def keep_answer(cache: AnswerCache, body: bytes, *, hour: int = 0, address: str = "https://x/efetch.fcgi") -> None:
    fields = {"db": "pmc", "id": "1111111", "hour": str(hour)} if address.endswith("fcgi") else {}
    cache.keep(Request.of(address, **fields), body, retrieved=NOW.replace(hour=hour), status=200, headers={})


def test_later_answer_stands_and_front_matter_never_replaces_a_text(tmp_path: Path) -> None:
    cache = AnswerCache(tmp_path / "cache")
    given_file = tmp_path / "given.xml"
    given_file.write_bytes(make_jats("<p>Given.</p>", meta=IDS))
    keep_answer(cache, make_jats("<p>First.</p>", meta=IDS), hour=1, address="https://y/PMC1111111/fullTextXML")
    keep_answer(cache, b"<pmc-articleset>%s</pmc-articleset>" % make_jats("<p>Second.</p>", meta=IDS), hour=2)
    bare = b"<article><front><article-meta>%s</article-meta></front></article>" % IDS.encode()
    keep_answer(cache, b"<pmc-articleset>%s</pmc-articleset>" % bare, hour=3)
    keep_answer(cache, b'<pmc-articleset><Reply Id="9" error="not available"/></pmc-articleset>', hour=4)
    kept = read_kept_full_texts(cache, [given_file])
    assert [text.text for text in kept.texts] == ["Second."]
    assert kept.rejected == ()
    assert kept.without_body == ()


def test_file_that_is_no_jats_is_told_and_the_rest_is_kept(tmp_path: Path) -> None:
    (tmp_path / "bad.xml").write_text("<html/>")
    (tmp_path / "good.xml").write_bytes(make_jats(meta=IDS))
    kept = read_kept_full_texts(AnswerCache(tmp_path / "cache"), sorted(tmp_path.glob("*.xml")))
    assert [text.pmid for text in kept.texts] == [Pmid("11111111")]
    assert ["bad.xml" in str(error) for error in kept.rejected] == [True]


def test_missing_file_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match=r"gone\.xml: the full text cannot be read"):
        read_full_text_file(tmp_path / "gone.xml")


def fill(*studies: Study) -> Draft:
    draft = Draft.in_memory()
    triples = (triple for study in studies for triple in study_triples(study))
    draft.load(to_nquads(graph_iri("studies", "own"), triples))
    return draft


def link(draft: Draft, *texts: FullText) -> LinkedTexts:
    linked = link_full_texts(texts, draft, VOCABULARY)
    draft.load("".join(to_nquads(name, triples) for name, triples in linked.graphs.items()))
    return linked


def test_text_meets_the_study_of_its_record_and_adds_what_that_lacks() -> None:
    study = make_study()
    draft = fill(study)
    assert link(draft, make_text()).new_studies == 0
    record = from_rdf(Study, study_iri(study.id), draft).record
    assert str(record.pmcid) == "PMC1111111"
    assert record.registrations == ("NCT00000001",)
    assert Evidence(draft).has_full_text(study)


def test_what_the_record_says_already_is_not_said_twice() -> None:
    study = make_study()
    known = dataclasses.replace(study.record, pmcid=Pmcid("PMC1111111"), registrations=("NCT00000001", "NCT00000009"))
    draft = fill(dataclasses.replace(study, record=known))
    link(draft, make_text())
    assert from_rdf(Study, study_iri(study.id), draft).record == known


def test_text_of_no_known_publication_gets_a_study_that_says_nothing() -> None:
    draft = fill()
    assert link(draft, make_text()).new_studies == 1
    study = from_rdf(Study, study_iri(StudyId("pmid-11111111")), draft)
    assert (study.record.title, str(study.record.pmcid), study.facts) == ("Calmol and itching", "PMC1111111", ())
    assert study.record.registrations == ("NCT00000001",)
    assert Evidence(draft).find_full_text(study) == make_text()


@pytest.mark.parametrize("is_open", [True, False])
def test_text_comes_back_equal_from_its_graphs(is_open: bool) -> None:
    text = make_text(is_open=is_open)
    graph = Graph()
    for triples in full_text_graphs(text, RECORD).values():
        for triple in triples:
            graph.add(triple)
    assert from_rdf(FullText, full_text_iri(text), graph) == text


def test_audit_knows_that_a_full_text_is_here() -> None:
    study, graph = make_study(), Graph()
    evidence = Evidence(graph)
    assert not evidence.has_full_text(study)
    for triples in full_text_graphs(make_text(), record_iri(study.record)).values():
        for triple in triples:
            graph.add(triple)
    assert evidence.has_full_text(study)
    assert evidence.find_full_text(study) == make_text()
    assert next(iter(Reading)) is Reading.FULL_TEXT


_words = st.lists(st.sampled_from("itching calmed skin trial of with reported among never before".split()), min_size=4)
_sentences = st.lists(_words.map(lambda words: " ".join(words).capitalize() + "."), min_size=1, max_size=6, unique=True)


@given(_sentences, _sentences, st.sampled_from(["nquads", "trig", "turtle", "jsonld"]))
@settings(max_examples=25, suppress_health_check=list(HealthCheck))
def test_no_sentence_of_a_restricted_text_is_in_any_export(
    tmp_path_factory: pytest.TempPathFactory, body: list[str], cells: list[str], form: str
) -> None:
    rows = "".join(f"<tr><th>{each}</th><td>{each}</td></tr>" for each in cells)
    parts = [f"<sec><title>{each}</title><p>{each} NCT00000003</p></sec>" for each in body]
    parts.append(f"<table-wrap><caption><p>{cells[0]}</p></caption><table>{rows}</table></table-wrap>")
    parts.append(f"<fig><caption><p>{body[0]}</p></caption></fig>")
    award = f"<award-group><funding-source>{body[-1]}</funding-source><award-id>{cells[-1]}</award-id></award-group>"
    text = make_text(ids=IDS + f"<funding-group>{award}</funding-group>", body="".join(parts))
    assert text.grants
    store = Store(tmp_path_factory.mktemp("store"))
    graphs = {str(name): to_nquads(name, triples) for name, triples in full_text_graphs(text, RECORD).items()}
    store.rebuild(lambda: graphs)
    exported = store.open().dump(form, without=RESTRICTED).decode()
    whole = store.open().dump(form).decode()
    assert text.text_hash in exported
    found = [span.of(text.text) for span in split_sentences(text.text)]
    for sentence in (*body, *cells, *(each for each in found if len(each.split()) > 2 and each != text.title)):
        assert sentence not in exported
    assert body[0] in whole


def test_open_text_is_in_the_export(tmp_path: Path) -> None:
    store = Store(tmp_path)
    graphs = full_text_graphs(make_text(is_open=True), RECORD)
    store.rebuild(lambda: {str(name): to_nquads(name, triples) for name, triples in graphs.items()})
    assert b"Another trial goes on" in store.open().dump("nquads", without=RESTRICTED)
    assert store.open().graph_names() == [str(graph_iri("fulltext", "PMC1111111"))]


def test_record_gets_the_pmcid_that_the_converter_gave_for_its_pmid(tmp_path: Path) -> None:
    workspace = Workspace.at(tmp_path / "ws")
    request = Request.of("https://x/idconv/", format="json", ids="11111111", idtype="pmid", versions="no")
    body = b'{"status":"ok","records":[{"pmid":11111111,"pmcid":"PMC1111111","requested-id":"11111111"}]}'
    AnswerCache(workspace.cache).keep(request, body, retrieved=NOW, status=200, headers={})
    studies = (make_study(), make_study("doe-2019", pmid="22222222"))
    draft = fill(*studies)
    linked = hold_texts(workspace, studies, {}).link(draft, VOCABULARY)
    draft.load("".join(to_nquads(name, triples) for name, triples in linked.graphs.items()))
    pmcids = [from_rdf(Study, study_iri(study.id), draft).record.pmcid for study in studies]
    assert pmcids == [Pmcid("PMC1111111"), None]


def run(folder: Path, *arguments: str) -> str:
    result = CliRunner().invoke(main, [*arguments, "--workspace", str(folder)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.output


def test_given_text_can_be_searched_but_not_exported(tmp_path: Path) -> None:
    path = tmp_path / "calmol.xml"
    path.write_bytes(make_jats(BODY, meta=IDS + TITLE))
    assert "1 full texts" in run(tmp_path / "ws", "ingest", "fulltext", str(path))
    found = run(tmp_path / "ws", "search", "goes on", "--kind", "fulltext")
    assert "pmid-11111111" in found
    assert "[goes]" in found
    exported = run(tmp_path / "ws", "export")
    assert "left out, for their licences do not let us pass them on: fulltext/PMC1111111" in exported
    assert "NCT00000001" in exported
    assert "Another trial goes on" not in exported


RESULTS = (
    "<sec><title>Results</title><p>Itching was lower with calmol than with rest (p = 0.01). Sleep was longer with "
    "calmol. Adverse events were nausea and mild rash.</p></sec>"
)


@pytest.mark.parametrize("is_open", [True, False])
def test_what_rules_read_in_a_full_text_stands_where_its_words_may(*, is_open: bool) -> None:
    fact = Fact("itching", Direction.INCREASE, ConceptId("itching"))
    studies = (dataclasses.replace(make_study(), facts=(fact,)),)
    draft = fill(*studies)
    held = HeldTexts(studies, (make_text(body=RESULTS, is_open=is_open),))
    graphs = held.link(draft, VOCABULARY).graphs
    open_name = graph_iri("fulltext", "PMC1111111")
    name = open_name if is_open else restricted_iri(open_name)
    subject = study_iri(studies[0].id)
    effects = {str(graph): [o for s, p, o in found if p == EKG.extractedEffect] for graph, found in graphs.items()}
    (effect,) = effects[str(name)]
    assert sum(map(len, effects.values())) == 1
    triples = {(str(s), p): o for s, p, o in graphs[name]}
    assert str(triples[str(effect), EKG.outcomeName]) == "Itching"
    assert str(triples[str(effect), EKG.textPlace]).startswith("full text: ")
    assert triples[str(effect), EKG.curatedFact] == child_iri(subject, "facts", 1)
    assert str(triples[str(effect), EKG.curatedValue]) == "direction: increase"
    harms = [o for s, p, o in graphs[name] if p == EKG.value and (str(s), EKG.field) in triples]
    assert {"nausea", "mild rash"} <= set(map(str, harms))
