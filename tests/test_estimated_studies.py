"""Studies that nobody curated: taken in as estimates, beside what is curated, and never in its counts."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ingest.curated import bundled_folder, read_vocabulary
from ingest.pipeline import build
from kg.card_parts import make_face
from kg.cards import read_assessments, read_card, read_map
from kg.cli import main
from kg.explorer.evidence_markup import render_outcomes
from kg.explorer.evidence_view import build_matrix, page_questions, read_evidence_map, with_outcomes
from kg.export.card_json import card_document, map_document
from kg.export.card_text import card_text
from kg.export.map_text import map_text
from kg.extraction.estimated import estimate_study, therapy_of_title
from kg.identifiers import ConceptId, Pmid, StudyId
from kg.model import AbstractSection, Direction, IndexedRecord
from kg.store import Generation
from kg.text.concepts import matcher_of
from kg.validation import validate
from kg.workspace import Workspace

VOCABULARY = read_vocabulary(bundled_folder() / "vocabulary.yaml")
MATCHER = matcher_of(VOCABULARY)
TEXT = (
    "Sixty men were randomised to microneedling (n = 30) or placebo (n = 30). "
    "Hair density was higher with microneedling than with placebo (p = 0.01). "
    "Hair shedding was lower with microneedling than with placebo (p = 0.02). "
    "Patients with psoriasis were excluded. Adverse events were erythema and mild pain."
)
RECORD = IndexedRecord(
    StudyId("pmid-33333333"),
    pmid=Pmid("33333333"),
    title="Microneedling in androgenetic alopecia: a randomised trial",
    year=2022,
    abstract=(AbstractSection(TEXT),),
)
SCALP_MASSAGE = dataclasses.replace(
    RECORD,
    key=StudyId("pmid-44444444"),
    pmid=Pmid("44444444"),
    title="Scalp massage in alopecia areata: a randomised trial",
    abstract=(
        AbstractSection(TEXT.replace("microneedling", "scalp massage").replace("Microneedling", "Scalp massage")),
    ),
)


@pytest.mark.parametrize(
    ("title", "therapy"),
    [
        ("Microneedling in androgenetic alopecia", "microneedling"),
        ("Microneedling versus platelet-rich plasma in alopecia", "microneedling"),
        ("Microneedling and platelet-rich plasma in alopecia", None),
        ("Hair loss in men", None),
        (None, None),
    ],
)
def test_therapy_is_the_one_that_the_title_names_before_it_compares(title: str | None, therapy: str | None) -> None:
    found = therapy_of_title(title, VOCABULARY, MATCHER)
    assert (found.value if found else None) == therapy


def test_study_is_estimated_with_places_and_only_in_what_is_certain() -> None:
    estimated = estimate_study(RECORD, VOCABULARY, MATCHER)
    assert estimated is not None
    study = estimated.study
    assert study.design == ConceptId("randomised-controlled-trial")
    assert study.population is not None
    assert study.population.enrolled == 60
    assert study.population.conditions == (ConceptId("androgenetic-alopecia"),)
    found = {(str(fact.concept), fact.direction) for fact in study.facts}
    assert found == {("hair-density", Direction.INCREASE), ("hair-shedding", Direction.DECREASE)}
    assert all(str(fact.source.part).endswith("read by rule") for fact in study.facts)
    assert len(estimated.numbers) == len(study.facts)


def test_effect_of_another_arm_is_none_of_the_therapy() -> None:
    text = "Hair density was higher with minoxidil than with microneedling."
    record = dataclasses.replace(RECORD, abstract=(AbstractSection(text),))
    estimated = estimate_study(record, VOCABULARY, MATCHER)
    assert estimated is not None
    assert estimated.study.facts == ()


def to_xml(record: IndexedRecord) -> str:
    text = " ".join(section.text for section in record.abstract)
    return (
        f'<PubmedArticle><MedlineCitation Status="MEDLINE"><PMID Version="1">{record.pmid}</PMID><Article><Journal>'
        f"<JournalIssue><PubDate><Year>{record.year}</Year></PubDate></JournalIssue><Title>J</Title></Journal>"
        f"<ArticleTitle>{record.title}</ArticleTitle><Abstract><AbstractText>{text}</AbstractText></Abstract>"
        f"<PublicationTypeList><PublicationType>Randomized Controlled Trial</PublicationType></PublicationTypeList>"
        f'</Article></MedlineCitation><PubmedData><ArticleIdList><ArticleId IdType="pubmed">{record.pmid}</ArticleId>'
        f"</ArticleIdList></PubmedData></PubmedArticle>"
    )


def make_workspace(folder: Path, *records: IndexedRecord) -> Workspace:
    workspace = Workspace.at(folder)
    (workspace.path / "records").mkdir()
    text = f"<PubmedArticleSet>{''.join(map(to_xml, records))}</PubmedArticleSet>"
    (workspace.path / "records" / "given.xml").write_text(text)
    return workspace


@pytest.fixture(scope="module")
def generation(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    workspace = make_workspace(tmp_path_factory.mktemp("estimated") / "ws", RECORD, SCALP_MASSAGE)
    build(workspace)
    return workspace.store.open()


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    workspace = Workspace.at(tmp_path_factory.mktemp("bare") / "ws")
    build(workspace)
    return workspace.store.open()


def test_what_is_curated_stays_as_it_is(generation: Generation, bare: Generation) -> None:
    before = {(each.therapy, each.outcome, each.condition): each for each in read_assessments(bare)}
    after = {(each.therapy, each.outcome, each.condition): each for each in read_assessments(generation)}
    assert before
    for question, assessment in before.items():
        assert dataclasses.replace(after[question], read_beside=()) == assessment


def test_uncurated_study_stands_beside_a_curated_answer(generation: Generation) -> None:
    made = [each for each in read_assessments(generation, ConceptId("microneedling")) if RECORD.key in each.read_beside]
    assert any(str(each.outcome) == "hair-density" and not each.is_extracted for each in made)
    assert all(RECORD.key not in each.studies for each in made if not each.is_extracted)


def test_question_that_nobody_curated_rests_on_estimates_and_is_capped(generation: Generation) -> None:
    made = [each for each in read_assessments(generation, ConceptId("scalp-massage")) if each.is_extracted]
    found = {(str(each.outcome), str(each.condition)): each for each in made}
    assessment = found["hair-density", "alopecia-areata"]
    assert assessment.studies == (SCALP_MASSAGE.key,)
    assert assessment.participants == 60
    assert assessment.steps[-1].kind.value == "read by rule"
    assert assessment.level is not None
    assert assessment.level.value in {"very low", "low"}
    assert "estimated from studies read by rule" in assessment.said_level


def test_card_tells_estimates_apart_and_pools_none(generation: Generation) -> None:
    card = read_card(generation, "scalp-massage")
    text = " ".join(card_text(card).split())
    assert "1 study that nobody curated is read by rule only: an estimate, to be checked" in text
    assert "pmid-44444444: read by rule: " in text
    assert "what rules read is an estimate, and is never pooled" in text
    assert "pmid-44444444: read by rule: kept out: " in text
    lines = [line for block in card.blocks for line in block.lines if SCALP_MASSAGE.key in line.studies]
    assert lines
    assert all(line.is_extracted and line.query == "therapy_extracted" for line in lines)
    rows = [row for outcome in card.outcomes for row in outcome.rows if row.is_extracted]
    assert rows
    assert all("read by rule" in row.place for row in rows)
    document = card_document(card)
    shown = [effect for outcome in document["outcomes"] for effect in outcome["effects"] if effect["is_extracted"]]
    assert all("/effects/" in effect["fact"] for effect in shown)


def run(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments, "--workspace", str(folder)])


def test_named_question_lists_what_was_read(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path / "ws", SCALP_MASSAGE)
    build(workspace)
    result = run(workspace.path, "query", "therapy_extracted", "--therapy", "scalp-massage", "--format", "json")
    rows = json.loads(result.output)["results"]["bindings"]
    found = {(row["field"]["value"], row["value"]["value"]) for row in rows}
    assert ("population.randomised", "60") in found
    assert all(row["place"]["value"] and row["rule"]["value"] for row in rows)
    shown = json.loads(
        run(workspace.path, "query", "evidence_map", "--therapy", "scalp-massage", "--format", "json").output
    )
    assert any(row.get("extracted", {}).get("value") == "true" for row in shown["results"]["bindings"])


def test_table_without_a_cap_takes_no_estimate_in(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path / "ws", SCALP_MASSAGE)
    rules = (bundled_folder() / "appraisal.yaml").read_text(encoding="utf-8")
    (workspace.path / "appraisal.yaml").write_text(rules.replace("extracted_cap: low\n", ""))
    build(workspace)
    assert not any(each.is_extracted or each.read_beside for each in read_assessments(workspace.store.open()))


def test_graph_with_estimates_conforms_to_its_shapes(generation: Generation) -> None:
    report = validate(generation, sample=None)
    assert report.results == ()


def test_map_marks_estimates(generation: Generation) -> None:
    made = map_document(read_map(generation, "scalp-massage", with_chains=False))
    assert any(each["is_extracted"] for each in made["assessments"])


def test_pages_tell_estimates_as_such(generation: Generation) -> None:
    shown = read_evidence_map(generation)
    page = page_questions(shown.of_therapy("scalp-massage"), 1)
    card = with_outcomes(generation, make_face(generation, "scalp-massage").card, page.questions)
    assert "estimated from studies read by rule" in render_outcomes(card, page, {}).text
    assert "read by rule" in map_text(read_map(generation, "scalp-massage", with_chains=False))
    cells = build_matrix(shown, "alopecia-areata").cells.values()
    assert any("estimated from studies read by rule" in cell.certainty for cell in cells)
