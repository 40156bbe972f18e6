"""``kg study``: what it shows of a study, and a draft that is read like any other study file."""

from __future__ import annotations

import dataclasses
import json
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

from ingest.curated import bundled_folder, read_study, read_vocabulary
from ingest.study_draft import format_draft
from kg.cli import main
from kg.identifiers import ConceptId, Pmid, StudyId
from kg.model import AbstractSection, Direction, Fact, IndexedRecord, Study
from kg.prefixes import PREFIXES
from kg.query import get_query
from kg.rdf import extraction_triples, study_edges, study_triples
from kg.rdf.iris import graph_iri, study_iri
from kg.rdf.nquads import to_nquads
from kg.validation import validate
from kg.workspace import Workspace
from tests.builders import VOCABULARY, make_study

TEXT = "Forty women with eczema were randomised to calmol 20 mg (n = 21) or placebo (n = 19). It helped (p = 1.2)."
RESULTS = (
    "Itching was lower with calmol than with placebo (mean difference -2.5, 95% CI -4.0 to -1.0; p = 0.01). "
    "Sleep was longer in the calmol group than in controls (p = 1.4). Adverse events were nausea and mild rash. "
    "No serious adverse events occurred. Median follow-up was 18 months."
)
RECORD = IndexedRecord(
    StudyId("pmid-33333333"),
    pmid=Pmid("33333333"),
    title="Calmol for eczema: a randomised trial",
    authors=("Roe J",),
    year=2021,
    publication_types=("Case Reports",),
    abstract=(AbstractSection(TEXT), AbstractSection(RESULTS, "RESULTS")),
)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace that holds one curated study and one record that nobody curated."""
    workspace = Workspace.at(tmp_path_factory.mktemp("study") / "ws")
    curated = make_study(title="Calmol for itching: a randomised trial", design="cohort-study")
    fact = Fact("itching", Direction.INCREASE, ConceptId("itching"))
    stated = dataclasses.replace(RECORD, key=StudyId("roe-2021"), pmid=Pmid("44444444"))
    other = Study(StudyId("roe-2021"), stated, facts=(Fact("sleep", Direction.INCREASE), fact))
    studies = (curated, other, Study(RECORD.key, RECORD))
    name = graph_iri("studies", "own")
    triples = [t for s in studies for t in (*study_triples(s), *study_edges(s, VOCABULARY), *extraction_triples(s))]
    workspace.store.make(lambda draft: draft.bulk_load(to_nquads(name, triples).encode()))
    return workspace.path


def run(workspace: Path, *words: str) -> str:
    result = CliRunner().invoke(main, ["study", *words, "--workspace", str(workspace)])
    assert result.exit_code == 0, result.output
    return result.output


def test_study_is_found_by_pmid_and_by_key(workspace: Path) -> None:
    assert run(workspace, "33333333") == run(workspace, "pmid-33333333")


def test_text_tells_curated_from_read_and_shows_where_they_differ(workspace: Path) -> None:
    text = run(workspace, "smith-2020")
    assert "analysed: 10" in text
    assert "Read by rule, to be checked" in text
    assert "design: curated cohort-study, read randomised-controlled-trial [title: " in text


def test_uncurated_study_says_so_and_shows_what_cannot_be_so(workspace: Path) -> None:
    text = run(workspace, "33333333")
    assert "Nobody has curated this study yet." in text
    assert "a p value of 1.2" in text
    assert "publication types: Case Reports" in " ".join(text.split())


def test_json_gives_each_value_its_place(workspace: Path) -> None:
    document = json.loads(run(workspace, "33333333", "--format", "json"))
    (count,) = [value for value in document["extracted"] if value["field"] == "population.randomised"]
    place = count["place"]
    assert (count["value"], document["obtained_by"]) == ("40", "extracted")
    assert TEXT[slice(*place["span"])] == place["quote"] == "Forty women"
    assert [problem["what"] for problem in document["problems"]] == ["a p value of 1.2", "a p value of 1.4"]


def test_effects_harms_and_follow_up_are_shown_with_their_places(workspace: Path) -> None:
    text = " ".join(run(workspace, "33333333").split())
    assert (
        "Itching: decrease, arm not stated against placebo, mean difference -2.5 (95 % interval -4.0 to -1.0), p = 0.01"
        in text
    )
    assert "adverse_events: nausea [abstract 2: " in text
    assert "adverse_events.none: No serious adverse events [abstract 2: " in text
    assert "follow_up: 18 months [abstract 2: " in text


def test_json_gives_effects_under_the_names_of_facts(workspace: Path) -> None:
    (effect, *_) = json.loads(run(workspace, "33333333", "--format", "json"))["effects"]
    assert (effect["outcome"], effect["direction"], effect["comparator"]) == ("Itching", "decrease", "placebo")
    assert (effect["measure"], effect["size"], effect["interval_low"]) == ("mean difference", "-2.5", "-4.0")
    assert (effect["obtained_by"], effect["rule"]) == ("extracted", "direction/words")
    assert RESULTS[slice(*effect["place"]["span"])] == effect["place"]["quote"]
    assert "curated" not in effect


def test_curated_fact_stands_beside_the_effect_that_differs(workspace: Path) -> None:
    assert "itching (fact 2): direction: curated increase, read decrease [abstract 2: 0-102]" in " ".join(
        run(workspace, "roe-2021").split()
    )
    effects = json.loads(run(workspace, "roe-2021", "--format", "json"))["effects"]
    assert [(each["curated_fact"], each["curated"]) for each in effects if "curated" in each] == [
        (2, {"direction": "increase"}),
        (1, {}),
    ]


def test_draft_is_read_back_as_a_study_file_and_says_that_it_is_to_be_checked(tmp_path: Path, workspace: Path) -> None:
    vocabulary = read_vocabulary(bundled_folder() / "vocabulary.yaml")
    text = format_draft(RECORD, vocabulary)
    path = tmp_path / "roe-2021.yaml"
    path.write_text(text, encoding="utf-8")
    study = read_study(path, vocabulary)
    assert study.population is not None
    assert (study.population.enrolled, study.population.sex) == (40, "female")
    assert study.note is not None
    assert "to be checked" in study.note
    assert any("a p value of 1.2" in caution for caution in study.cautions)
    assert '# 40 <- abstract 1: 0-11 "Forty women" (participants/verb)' in text
    itching, sleep = study.facts
    assert (itching.outcome, itching.direction, itching.comparator) == ("Itching", Direction.DECREASE, "placebo")
    assert (itching.size, itching.interval_low, itching.p_value) == (Decimal("-2.5"), Decimal("-4.0"), Decimal("0.01"))
    assert itching.source.part == "abstract 2: 0-102"
    assert itching.note == "extracted by rule, to be checked"
    assert (sleep.p_value, sleep.note) == (None, "extracted by rule, to be checked; figures as printed: p = 1.4")
    assert study.adverse_events == "nausea, mild rash; No serious adverse events"
    assert study.intervention is not None
    assert study.intervention.measured_at == "longest follow-up: 18 months"
    assert "# roe-2021.yaml: extracted by rule, to be checked by a person." in run(workspace, "33333333", "--draft")


@pytest.mark.parametrize(("name", "key"), [("calm-again", "calm-again"), ("My draft", "roe-2021")])
def test_draft_has_the_key_that_its_file_is_named_after(tmp_path: Path, workspace: Path, name: str, key: str) -> None:
    path = tmp_path / f"{name}.yaml"
    words = ["study", "33333333", "--draft", "--output", str(path), "--workspace", str(workspace)]
    assert CliRunner().invoke(main, words).exit_code == 0
    assert f"\nid: {key}\n" in path.read_text(encoding="utf-8")


def test_draft_never_overwrites_a_file(tmp_path: Path, workspace: Path) -> None:
    path = tmp_path / "kept.yaml"
    path.write_text("mine", encoding="utf-8")
    words = ["study", "33333333", "--draft", "--output", str(path), "--workspace", str(workspace)]
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 3
    assert "already there" in result.output
    assert path.read_text(encoding="utf-8") == "mine"


def test_unknown_study_is_told_with_what_to_do(workspace: Path) -> None:
    result = CliRunner().invoke(main, ["study", "99999999", "--workspace", str(workspace)])
    assert result.exit_code == 3
    assert "kg ingest pubmed" in result.output


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("study_disagreements", [("design", "cohort-study", "randomised-controlled-trial")]),
        ("study_effect_disagreements", [("Itching", "direction: increase", "decrease")]),
        ("study_problems", [("a p value of 1.2",), ("a p value of 1.4",)] * 2),
    ],
)
def test_named_questions_find_disagreements_and_problems(
    workspace: Path, query: str, expected: list[tuple[str, ...]]
) -> None:
    answer = Workspace(workspace).store.open().query(get_query(query).text, prefixes=PREFIXES)
    columns = {
        "study_disagreements": ("field", "curated", "value"),
        "study_effect_disagreements": ("outcome", "curated", "direction"),
        "study_problems": ("message",),
    }[query]
    found = [
        tuple(term.value for name, term in zip(answer.columns, row, strict=True) if name in columns and term)
        for row in answer.rows
    ]
    assert found == expected


def test_named_question_gives_the_effects_of_one_study_with_the_facts_that_stand_before_them(workspace: Path) -> None:
    query = get_query("study_effects")
    generation = Workspace(workspace).store.open()
    answer = generation.query(query.text, prefixes=PREFIXES, values={"study": study_iri(StudyId("roe-2021"))})
    rows = [
        {name: term.value for name, term in zip(answer.columns, row, strict=True) if term is not None}
        for row in answer.rows
    ]
    columns = ("outcome", "direction", "size", "low", "p", "curated")
    assert [tuple(row.get(name) for name in columns) for row in rows] == [
        ("Itching", "decrease", "-2.5", "-4", "0.01", "direction: increase"),
        ("Sleep", "increase", None, None, "1.4", None),
    ]
    assert [row["fact"].rsplit("/", 2)[-2:] for row in rows] == [["facts", "2"], ["facts", "1"]]


def test_what_rules_read_conforms_to_the_shapes(workspace: Path) -> None:
    report = validate(Workspace(workspace).store.open(), sample=None)
    parts = ("/extracted/", "/effects/", "/problems/")
    found = [each for each in report.results if any(part in each.focus for part in parts)]
    assert {each.path for each in found} <= {"ekg:concept"}, "this graph has no vocabulary"
