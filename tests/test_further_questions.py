"""The bundled questions on groups of reports, notices, MeSH and gaps, asked of a small graph with known answers."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from pyparsing import ParseResults
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

from ingest.curated import bundled_folder
from ingest.mesh import iter_mesh_nquads
from ingest.pipeline import ingest_article, load_snapshot
from kg.audit import audit
from kg.grouping import group_studies
from kg.identifiers import ConceptId, DescriptorId, Pmcid, Pmid, StudyId
from kg.model import (
    AbstractSection,
    CitedWork,
    Descriptor,
    Direction,
    EditorialNotice,
    Fact,
    IndexedRecord,
    MatchRemark,
    MeshHeading,
    NoticeKind,
    RemarkKind,
    Study,
)
from kg.prefixes import PREFIXES
from kg.query import NamedQuery, iter_queries, run_named
from kg.rdf import (
    article_edges,
    article_triples,
    group_edges,
    remark_edges,
    report_edges,
    report_triples,
    study_edges,
    study_triples,
    to_rdf,
    vocabulary_edges,
    vocabulary_triples,
)
from kg.rdf.iris import child_iri, concept_iri, graph_iri, study_group_iri
from kg.rdf.nquads import to_nquads
from kg.store import Generation, Store
from kg.worker import Limits, Worker
from kg.workspace import Workspace
from tests.builders import ABSTRACT, VOCABULARY, make_article, make_evidence, make_study

BODY = "Calmol eases itching.[1][2] Calmol eases itching in women.[1][3]"
REFERENCES = """1. Smith A, Jones B. Calmol for itching. J Calm. 2020;1(2):3-4. PMID: 11111111.
2. Smith A. Calmol, two years on. J Calm. 2022;1:1-2. PMID: 22222222.
3. Doe C. Calmol again. J Calm. 2019;1:1-2. PMID: 33333333."""
TABLE = (
    Descriptor(DescriptorId("D000001"), "Skin Diseases", (), ("C17",)),
    Descriptor(DescriptorId("D000002"), "Eczema", (), ("C17.001",)),
)


def studies() -> tuple[Study, ...]:
    """A trial and its follow-up, a cohort that cites a retracted work, and the retracted work."""
    trial = make_study(conditions=("eczema",))
    trial = dataclasses.replace(
        trial,
        record=IndexedRecord(
            **_fields(trial),
            registrations=("NCT00000001",),
            pmcid=Pmcid("PMC1234567"),
            abstract=(AbstractSection("It eased."),),
            mesh=(MeshHeading("D000002", "Eczema"),),
            notices=(EditorialNotice(NoticeKind.ERRATUM, "J Calm 2021;2:1", "PubMed", date="2021-03"),),
        ),
        facts=(_fact(Direction.DECREASE),),
        adverse_events="two headaches",
    )
    later = make_study("smith-2022", pmid="22222222", title="Calmol, two years on", year=2022, analysed=8)
    later = dataclasses.replace(
        later,
        record=IndexedRecord(**_fields(later), registrations=("NCT00000001",)),
        facts=(_fact(Direction.INCREASE),),
    )
    doe = make_study("doe-2019", pmid="33333333", title="Calmol again", authors=("Doe C",), year=2019)
    doe = dataclasses.replace(
        doe,
        design=ConceptId("randomised-controlled-trial"),
        record=IndexedRecord(**_fields(doe), cited_works=(CitedWork("Old. 2001.", Pmid("44444444")),)),
    )
    old = make_study("old-2001", pmid="44444444", title="Old", year=2001, design="systematic-review")
    retraction = EditorialNotice(NoticeKind.RETRACTION, "J Calm 2003", "PubMed", date="2003")
    old = dataclasses.replace(old, record=dataclasses.replace(old.record, notices=(retraction,)), intervention=None)
    return trial, later, doe, old


def _fields(study: Study) -> dict[str, Any]:
    wanted = ("key", "pmid", "title", "authors", "year")
    return {name: getattr(study.record, name) for name in wanted}


def _fact(direction: Direction) -> Fact:
    return Fact("itching", direction, ConceptId("itching"), "5 vs 9", source=ABSTRACT)


@pytest.fixture(scope="module")
def generation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    article = make_article(BODY, REFERENCES)
    other = dataclasses.replace(article, id=dataclasses.replace(article.id, value="calmer"))
    known = studies()
    records = {study.id: study.record for study in known}
    remark = MatchRemark(ConceptId("eczema"), RemarkKind.SUGGESTED, DescriptorId("D000002"), "eczema", "Eczema")
    remark_iri = child_iri(concept_iri(remark.concept), "remark")
    rct = dataclasses.replace(
        VOCABULARY.get(ConceptId("cohort-study")), id=ConceptId("randomised-controlled-trial"), label="trial"
    )
    graphs = {
        graph_iri("vocabulary"): [
            *vocabulary_triples(VOCABULARY),
            *to_rdf(rct, concept_iri(rct.id)),
            *vocabulary_edges(VOCABULARY),
            *to_rdf(remark, remark_iri),
            *remark_edges(remark, remark_iri),
        ],
        graph_iri("studies"): [t for s in known for t in (*study_triples(s), *study_edges(s, VOCABULARY))],
        graph_iri("groups"): [
            t for g in group_studies(known) for t in (*to_rdf(g, study_group_iri(g)), *group_edges(g))
        ],
    }
    for one in (article, other):
        report = audit(one, make_evidence(*known))
        graphs[graph_iri("article", one.id.value)] = [*article_triples(one), *article_edges(one)]
        graphs[graph_iri("audit", one.id.value)] = [*report_triples(report), *report_edges(report, one, records)]
    store = Store(tmp_path_factory.mktemp("further") / "store")
    texts = {str(name): to_nquads(name, triples) for name, triples in graphs.items()}
    store.rebuild(lambda: texts | {"mesh": "".join(iter_mesh_nquads(TABLE))})
    return store.current_path()


class Asker:
    """Asks one named question and gives its rows as short words."""

    def __init__(self, generation: Path, worker: Worker) -> None:
        self._generation, self._worker = generation, worker

    def __call__(self, name: str, **given: str) -> list[dict[str, str]]:
        answer = run_named(self._generation, name, given, worker=self._worker, limits=Limits())
        return [
            {
                column: term.value.rsplit("/", 1)[-1] if term.kind == "uri" else term.value
                for column, term in zip(answer.columns, row, strict=True)
                if term is not None
            }
            for row in answer.rows
        ]


@pytest.fixture
def ask(generation: Path, worker: Worker) -> Asker:
    return Asker(generation, worker)


def test_reports_of_one_study_are_told_with_the_rule_and_its_basis(ask: Asker) -> None:
    rows = ask("study_reports", study="smith-2022")
    assert [(row["other"], row["rule"], row["basis"]) for row in rows] == [
        ("smith-2020", "same trial registration", "NCT00000001")
    ]
    assert ask("study_reports", study="doe-2019") == []


def test_claim_that_cites_two_reports_of_one_study_is_found(ask: Asker) -> None:
    (row,) = ask("claim_repeated_studies", article="calm")
    assert (row["text"], row["reports"], row["group"]) == ("Calmol eases itching.", "2", "smith-2020")


def test_claim_foundations_count_reports_of_one_study_once(ask: Asker) -> None:
    rows = {row["text"]: (row["studies"], row["reports"]) for row in ask("claim_foundations", article="calm")}
    assert rows == {"Calmol eases itching.": ("1", "2"), "Calmol eases itching in women.": ("2", "2")}


def test_reports_of_one_study_do_not_disagree_with_each_other(ask: Asker) -> None:
    assert ask("therapy_disagreements") == []


def test_record_dependents_leave_out_the_other_reports_of_the_study(ask: Asker) -> None:
    rows = {row["text"]: row["others"] for row in ask("record_dependents", record="11111111")}
    assert rows == {"Calmol eases itching.": "0", "Calmol eases itching in women.": "1"}


def test_people_of_one_study_are_counted_once(ask: Asker) -> None:
    rows = {row.get("condition"): row for row in ask("therapy_populations", therapy="calmol")}
    assert (rows["eczema"]["people_counted"], rows["eczema"]["studies"]) == ("10", "1")
    assert (rows[None]["people_counted"], rows[None]["studies"]) == ("18", "2")


def test_evidence_names_the_group_of_its_reports(ask: Asker) -> None:
    assert {row["group"] for row in ask("therapy_evidence", therapy="calmol")} == {"smith-2020"}


def test_different_numbers_of_people_in_one_study_are_told(ask: Asker) -> None:
    rows = ask("study_sample_conflicts", study="smith-2020")
    assert [(row["people"], row["other"], row["other_people"]) for row in rows] == [("10", "smith-2022", "8")]
    assert ask("study_sample_conflicts", study="doe-2019") == []


def test_trial_without_registration_is_told_and_no_other_design(ask: Asker) -> None:
    assert [row["study"] for row in ask("therapy_unregistered_trials", therapy="calmol")] == ["doe-2019"]


def test_timeline_counts_each_year(ask: Asker) -> None:
    rows = ask("therapy_timeline", therapy="calmol")
    assert [(row["year"], row["design"], row["studies"]) for row in rows] == [
        ("2019", "trial", "1"),
        ("2020", "cohort study", "1"),
        ("2022", "cohort study", "1"),
    ]


def test_therapy_with_a_controlled_study_is_not_uncontrolled(ask: Asker) -> None:
    assert ask("therapy_uncontrolled_evidence") == []


def test_adverse_events_are_told_and_silence_is_empty(ask: Asker) -> None:
    rows = {row["study"]: row.get("reported") for row in ask("therapy_adverse_events", therapy="calmol")}
    assert rows == {"smith-2020": "two headaches", "smith-2022": None, "doe-2019": None}


def test_retracted_work_behind_a_record_in_use_is_told(ask: Asker) -> None:
    (row,) = ask("record_retracted_references")
    assert (row["record"], row["retracted"], row["stated_by"]) == ("33333333", "44444444", "PubMed")


def test_notice_of_an_earlier_year_than_the_newest_source_was_out_before(ask: Asker) -> None:
    rows = ask("record_notice_order", article="calm")
    assert [(row["kind"], row["date"], row["newest"], row["order"]) for row in rows] == [
        ("erratum", "2021-03", "2022", "before")
    ]


def test_record_of_several_articles_is_told_with_its_claims(ask: Asker) -> None:
    rows = {row["record"]: (row["articles"], row["claims"]) for row in ask("record_shared_by_articles")}
    assert rows == {"11111111": ("2", "4"), "22222222": ("2", "2"), "33333333": ("2", "2")}


def test_most_leaned_on_record_comes_first_with_what_there_is_to_read(ask: Asker) -> None:
    first, *others = ask("record_most_leaned_on")
    assert (first["record"], first["claims"], first["abstract"], first["pmcid"]) == (
        "11111111",
        "4",
        "true",
        "PMC1234567",
    )
    assert {row["abstract"] for row in others} == {"false"}


def test_descriptor_leads_to_records_of_narrower_headings(ask: Asker) -> None:
    for heading in ("D000001", "D000002"):
        (row,) = ask("mesh_records", heading=heading)
        assert (row["narrower"], row["name"], row["record"]) == ("D000002", "Eczema", "11111111")


def test_suggested_match_is_listed_and_is_no_match(ask: Asker) -> None:
    (row,) = ask("concept_match_remarks")
    assert (row["concept"], row["kind"], row["descriptor"]) == ("eczema", "suggested", "D000002")
    assert ask("mesh_concepts", heading="D000001") == []


def count_patterns(part: object) -> int:
    """Triple patterns of a parsed query, wherever in it they stand."""
    if isinstance(part, CompValue) and "triples" in part:
        return sum(len(triples) // 3 for triples in part["triples"])
    if isinstance(part, ParseResults | list | tuple):
        return sum(map(count_patterns, part))
    if isinstance(part, Mapping):
        return sum(count_patterns(value) for value in part.values())
    return 0


NEW = [query for query in iter_queries() if query.notes.startswith("Columns: ")]


def test_at_least_ten_further_questions_are_bundled() -> None:
    assert len(NEW) >= 10


@pytest.mark.parametrize("query", NEW, ids=lambda query: query.name)
def test_question_is_short_needs_no_graph_and_names_its_columns(query: NamedQuery) -> None:
    assert "GRAPH" not in query.text
    head = "".join(f"PREFIX {name}: <{base}>\n" for name, base in PREFIXES.items())
    assert 1 <= count_patterns(parseQuery(head + query.text)) <= 14
    assert query.purpose.endswith("?")
    asked = query.text[: query.text.index("WHERE")]
    columns = re.findall(r"\?(\w+)(?!\w)", re.sub(r"\([^()]*(\([^()]*\)[^()]*)*AS (\?\w+)\)", r"\2", asked))
    for column in columns:
        stem = column.replace("_", " ").split()[-1]
        assert column in query.notes or stem in query.notes, column


@pytest.fixture(scope="module")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    workspace = Workspace.at(tmp_path_factory.mktemp("further") / "ws")
    ingest_article(workspace, load_snapshot(next((bundled_folder() / "articles").glob("*.md"))))
    return workspace.store.open()


@pytest.mark.parametrize(
    "name",
    [
        "article_runs",
        "record_most_leaned_on",
        "record_notice_order",
        "therapy_adverse_events",
        "therapy_missing_populations",
        "therapy_timeline",
        "therapy_uncontrolled_evidence",
        "therapy_unregistered_trials",
    ],
)
def test_question_has_an_answer_in_the_bundled_data(name: str, bundled: Generation) -> None:
    (query,) = (query for query in iter_queries() if query.name == name)
    assert bundled.query(query.text, prefixes=PREFIXES).rows


def test_study_key_is_what_a_group_is_named_after() -> None:
    (group,) = group_studies(studies())
    assert group.id == StudyId("smith-2020")
