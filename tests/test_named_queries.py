"""Each bundled question, asked of a small graph whose answers are known."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from kg.audit import audit
from kg.errors import QueryError
from kg.identifiers import ConceptId, Doi
from kg.model import (
    CriterionRole,
    Direction,
    EditorialNotice,
    EligibilityCriterion,
    Fact,
    NoticeKind,
    Setting,
    Study,
)
from kg.prefixes import PREFIXES
from kg.query import NamedQuery, iter_queries, run_named
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
from kg.store import Generation, Store
from kg.worker import Limits, Worker
from tests.builders import ABSTRACT, VOCABULARY, make_article, make_evidence, make_study

BODY = """Studies show that calmol eases itching.[1] Calmol helps people with psoriasis.[1][2]

Calmol improves sleep in all patients. Something else is said.[9]"""
REFERENCES = """1. Smith A, Jones B. Calmol for itching. J Calm. 2020;1(2):3-4. PMID: 11111111.
2. Doe C. Calmol again. J Calm. 2019;1:1-2. PMID: 22222222.
3. Nobody N. Never used. J Calm. 2018;1:1-2."""


def fact(outcome: str, direction: Direction, value: str, tested_in: Setting | None = None) -> Fact:
    return Fact(outcome, direction, ConceptId(outcome), value, tested_in=tested_in, source=ABSTRACT)


def studies() -> tuple[Study, ...]:
    smith = make_study(sex="female", conditions=("eczema",))
    notice = EditorialNotice(NoticeKind.ERRATUM, "J Calm 2021;2:1", "PubMed")
    smith = dataclasses.replace(
        smith,
        record=dataclasses.replace(smith.record, notices=(notice,)),
        species=("Homo sapiens",),
        facts=(
            fact("itching", Direction.DECREASE, "5 vs 9"),
            fact("cooling", Direction.INCREASE, "2 degrees", Setting.HUMAN),
            fact("cooling", Direction.INCREASE, "3 degrees by night", Setting.HUMAN),
        ),
        criteria=(EligibilityCriterion(CriterionRole.EXCLUSION, "had psoriasis", ConceptId("psoriasis")),),
    )
    doe = dataclasses.replace(
        make_study("doe-2019", pmid="22222222", title="Calmol again", authors=("Doe C",), year=2019, analysed=None),
        facts=(fact("itching", Direction.INCREASE, "11 vs 9"),),
    )
    doe = dataclasses.replace(doe, record=dataclasses.replace(doe.record, doi=Doi("10.1000/182")))
    return smith, doe


@pytest.fixture(scope="module")
def generation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    article = make_article(BODY, REFERENCES)
    report = audit(article, make_evidence(*studies()))
    records = {study.id: study.record for study in studies()}
    graphs = {
        graph_iri("vocabulary"): [*vocabulary_triples(VOCABULARY), *vocabulary_edges(VOCABULARY)],
        graph_iri("studies"): [t for s in studies() for t in (*study_triples(s), *study_edges(s, VOCABULARY))],
        graph_iri("article"): [*article_triples(article), *article_edges(article)],
        graph_iri("audit"): [*report_triples(report), *report_edges(report, article, records)],
    }
    store = Store(tmp_path_factory.mktemp("named") / "store")
    store.rebuild(lambda: {str(name): to_nquads(name, triples) for name, triples in graphs.items()})
    return store.current_path()


class Asker:
    """Asks one named question and gives its rows as short words."""

    def __init__(self, generation: Path, worker: Worker) -> None:
        self._generation, self._worker = generation, worker

    def __call__(self, name: str, **given: str) -> list[dict[str, str | None]]:
        answer = run_named(self._generation, name, given, worker=self._worker, limits=Limits())
        return [
            {
                column: None if term is None else term.value.rsplit("/", 1)[-1] if term.kind == "uri" else term.value
                for column, term in zip(answer.columns, row, strict=True)
            }
            for row in answer.rows
        ]


@pytest.fixture
def ask(generation: Path, worker: Worker) -> Asker:
    return Asker(generation, worker)


def test_therapy_evidence_gives_direction_size_and_certainty(ask: Asker) -> None:
    rows = ask("therapy_evidence", therapy="calmol", outcome="itching")
    assert [(row["study"], row["direction"], row["value"], row["analysed"]) for row in rows] == [
        ("doe-2019", "increase", "11 vs 9", None),
        ("smith-2020", "decrease", "5 vs 9", "10"),
    ]
    assert {row["confidence"] for row in rows} == {"high"}
    assert ask("therapy_evidence", therapy="rest") == []


def test_record_dependents_count_what_is_left_without_it(ask: Asker) -> None:
    rows = ask("record_dependents", record="11111111")
    assert sorted((row["text"], row["others"]) for row in rows) == [
        ("Calmol helps people with psoriasis.", "1"),
        ("Studies show that calmol eases itching.", "0"),
    ]
    assert {row["others"] for row in ask("record_dependents", record="22222222")} == {"1"}


def test_mechanism_therapies_say_in_what_it_was_tested(ask: Asker) -> None:
    (row,) = ask("mechanism_therapies", mechanism="cooling")
    assert (row["therapy"], row["tested_in"], row["study"]) == ("calmol", "humans", "smith-2020")


def test_claim_exclusions_tell_whether_the_claim_speaks_of_the_excluded(ask: Asker) -> None:
    rows = {(row["text"], row["criterion"]): row["addressed"] for row in ask("claim_exclusions", article="calm")}
    assert rows == {
        ("Calmol helps people with psoriasis.", "psoriasis"): "true",
        ("Studies show that calmol eases itching.", "psoriasis"): "false",
    }


def test_article_citation_gaps_name_uncited_unused_and_dangling(ask: Asker) -> None:
    assert {row["rule"] for row in ask("article_citation_gaps", article="calm")} == {"CIT001", "REF003", "REF004"}
    with pytest.raises(QueryError, match="no article 'another'"):
        ask("article_citation_gaps", article="another")


def test_source_notices_reach_the_claims_that_touch_them(ask: Asker) -> None:
    rows = ask("source_notices")
    assert {row["kind"] for row in rows} == {"erratum"}
    assert {row["text"] for row in rows} == {
        "Calmol helps people with psoriasis.",
        "Studies show that calmol eases itching.",
    }


def test_therapy_disagreements_pair_opposite_directions(ask: Asker) -> None:
    (row,) = ask("therapy_disagreements")
    assert (row["outcome"], row["study_up"], row["study_down"]) == ("itching", "doe-2019", "smith-2020")


def test_claim_foundations_count_studies_and_people(ask: Asker) -> None:
    rows = {row["text"]: (row["studies"], row["reviews"], row["in_humans"]) for row in ask("claim_foundations")}
    assert rows["Studies show that calmol eases itching."] == ("1", "0", "1")
    assert rows["Calmol helps people with psoriasis."] == ("2", "0", "1")


def test_therapy_paths_carry_the_study_of_each_step(ask: Asker) -> None:
    rows = ask("therapy_paths", therapy="calmol")
    assert {(row["mechanism"], row["outcome"], row["link_study"]) for row in rows} == {
        ("cooling", "itching", "smith-2020")
    }


def test_therapy_populations_do_not_count_unknown_numbers_as_none(ask: Asker) -> None:
    rows = {row["condition"]: row for row in ask("therapy_populations", therapy="calmol")}
    assert (rows["eczema"]["people_counted"], rows["eczema"]["studies_with_number"]) == ("10", "1")
    assert (rows[None]["studies"], rows[None]["studies_with_number"]) == ("1", "0")


def test_question_that_is_given_what_it_does_not_take_says_what_it_takes(ask: Asker) -> None:
    with pytest.raises(QueryError, match=r"therapy_paths takes no --record. It takes --therapy"):
        ask("therapy_paths", record="1")


def test_hostile_key_is_data(ask: Asker) -> None:
    with pytest.raises(QueryError, match="this graph holds no concept 'calmol>"):
        ask("therapy_evidence", therapy="calmol> . ?x ?y ?z } #")


@pytest.mark.parametrize(
    ("question", "given", "message"),
    [
        ("therapy_evidence", {"therapy": "calmoll"}, "no concept 'calmoll'. `kg query question_concepts`"),
        ("record_dependents", {"record": "33333333"}, "no record '33333333'. `kg query question_records`"),
        ("record_dependents", {"record": "calmol"}, "'calmol' is neither a PMID nor a DOI"),
        ("mesh_records", {"heading": "D000505"}, "no MeSH heading 'D000505'. `kg query question_mesh`"),
    ],
)
def test_key_of_nothing_is_an_error_and_no_empty_answer(
    ask: Asker, question: str, given: dict[str, str], message: str
) -> None:
    with pytest.raises(QueryError) as caught:
        ask(question, **given)
    assert message in str(caught.value)


def test_record_is_found_by_its_doi_though_its_pmid_names_it(ask: Asker) -> None:
    by_doi = ask("record_dependents", record="https://doi.org/10.1000/182")
    assert by_doi == ask("record_dependents", record="22222222") != []


@pytest.mark.parametrize("query", [q for q in iter_queries() if q.parameters], ids=lambda query: query.name)
def test_parameter_of_a_question_is_among_its_columns(query: NamedQuery, generation: Path) -> None:
    for name, kind in query.parameters.items():
        Generation(generation).query(query.text, prefixes=PREFIXES, values={name: kind.term("10.1000/182")})
