"""The bundled questions on what studies say together, asked of a small graph whose answers are known; and its card."""

from __future__ import annotations

import dataclasses
import json
from decimal import Decimal
from pathlib import Path

import pytest

from ingest.appraisal_rules import read_rules
from ingest.appraising import appraisal_triples
from ingest.curated import bundled_folder
from kg.audit import audit
from kg.cards import find_therapy, read_card, read_map
from kg.errors import VocabularyError
from kg.export.card_json import card_document, map_document
from kg.export.card_text import card_text
from kg.export.map_text import map_text
from kg.identifiers import ConceptId, StudyId
from kg.model import (
    CriterionRole,
    Direction,
    EditorialNotice,
    EligibilityCriterion,
    Fact,
    FieldPlace,
    NoticeKind,
    PlacedField,
    Setting,
    SourcePlace,
    Study,
    StudyGroup,
)
from kg.model.card import CardTopic
from kg.model.sign import DiagnosticSign, SignReading, SignScope
from kg.model.statistic import EffectMeasure
from kg.query import iter_queries
from kg.rdf import (
    article_edges,
    article_triples,
    group_edges,
    report_edges,
    report_triples,
    study_edges,
    study_triples,
    to_rdf,
    vocabulary_edges,
    vocabulary_triples,
)
from kg.rdf.iris import graph_iri, study_group_iri
from kg.rdf.nquads import to_nquads
from kg.store import Generation, Store
from kg.worker import Worker
from tests.builders import ABSTRACT, VOCABULARY, make_article, make_evidence, make_study
from tests.test_named_queries import Asker

RULES = read_rules(bundled_folder() / "appraisal.yaml")
ITCHING, SLEEP, COOLING = ConceptId("itching"), ConceptId("sleep"), ConceptId("cooling")
BODY = "Studies show that calmol eases itching in eczema.[1] Calmol helps people with psoriasis."


def sized(direction: Direction, size: str, low: str, high: str) -> Fact:
    return Fact(
        "itching",
        direction,
        ITCHING,
        unit="points",
        time_point="6 months",
        comparator="placebo",
        measure=EffectMeasure.MEAN_DIFFERENCE,
        size=Decimal(size),
        interval_low=Decimal(low),
        interval_high=Decimal(high),
        interval_level=Decimal(95),
        source=ABSTRACT,
    )


def make_studies() -> tuple[Study, ...]:
    smith = dataclasses.replace(
        make_study(conditions=("eczema",), duration="8 weeks"),
        facts=(
            sized(Direction.DECREASE, "-2.5", "-4", "-1"),
            Fact("cooling", Direction.INCREASE, COOLING, "2 degrees", tested_in=Setting.HUMAN, source=ABSTRACT),
            Fact("itching after stopping", Direction.INCREASE, SLEEP, "back after 3 months", source=ABSTRACT),
        ),
        criteria=(EligibilityCriterion(CriterionRole.EXCLUSION, "had psoriasis", ConceptId("psoriasis")),),
        interests="first author holds a patent",
        limitations=("no sham",),
        adverse_events="mild redness in 2 people",
    )
    twin = make_study("smith-2021", pmid="22222222", title="Calmol, again", year=2021, conditions=("eczema",))
    other = dataclasses.replace(
        make_study(
            "doe-2019", pmid="33333333", title="Calmol elsewhere", year=2019, analysed=30, conditions=("eczema",)
        ),
        facts=(
            sized(Direction.INCREASE, "1.5", "0.5", "2.5"),
            Fact("cooling", Direction.INCREASE, COOLING, tested_in=Setting.IN_VITRO, source=ABSTRACT),
        ),
        places=(FieldPlace(PlacedField.ANALYSED, SourcePlace("full text, Table 2")),),
    )
    gone = make_study("gone-2018", pmid="44444444", title="Calmol withdrawn", year=2018, conditions=("eczema",))
    notice = EditorialNotice(NoticeKind.RETRACTION, "J Calm 2022;3:1", "PubMed")
    gone = dataclasses.replace(
        gone,
        record=dataclasses.replace(gone.record, notices=(notice,)),
        facts=(Fact("itching", Direction.DECREASE, ITCHING, "all better", source=ABSTRACT),),
    )
    return smith, twin, other, gone


GROUP = StudyGroup(StudyId("smith-2020"), (StudyId("smith-2020"), StudyId("smith-2021")), ())
SIGN = DiagnosticSign(
    SLEEP,
    (
        SignReading(SignScope.CAN, "whether somebody rests", (StudyId("smith-2020"),)),
        SignReading(SignScope.CANNOT, "why not", (StudyId("doe-2019"),)),
    ),
)


@pytest.fixture(scope="module")
def generation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = make_studies()
    article = make_article(BODY)
    report = audit(article, make_evidence(*found))
    graphs = {
        graph_iri("vocabulary"): [*vocabulary_triples(VOCABULARY), *vocabulary_edges(VOCABULARY)],
        graph_iri("studies"): [t for s in found for t in (*study_triples(s), *study_edges(s, VOCABULARY))],
        graph_iri("groups"): [*to_rdf(GROUP, study_group_iri(GROUP)), *group_edges(GROUP)],
        graph_iri("article"): [*article_triples(article), *article_edges(article)],
        graph_iri("audit"): [
            *report_triples(report),
            *report_edges(report, article, {study.id: study.record for study in found}),
        ],
        graph_iri("appraisal"): list(appraisal_triples(found, [GROUP], VOCABULARY, RULES, [SIGN])),
    }
    store = Store(tmp_path_factory.mktemp("evidence") / "store")
    store.rebuild(lambda: {str(name): to_nquads(name, triples) for name, triples in graphs.items()})
    return store.current_path()


@pytest.fixture
def ask(generation: Path, worker: Worker) -> Asker:
    return Asker(generation, worker)


def pick(rows: list[dict[str, str | None]], *columns: str) -> list[tuple[str | None, ...]]:
    return [tuple(row[column] for column in columns) for row in rows]


def test_therapy_studies_tell_rung_people_year_and_group(ask: Asker) -> None:
    rows = ask("therapy_studies", therapy="calmol")
    assert pick(rows, "study", "rung", "analysed", "year", "group") == [
        ("gone-2018", "controlled", "10", "2018", None),
        ("doe-2019", "controlled", "30", "2019", None),
        ("smith-2020", "controlled", "10", "2020", "smith-2020"),
        ("smith-2021", "controlled", "10", "2021", "smith-2020"),
    ]


def test_therapy_rungs_count_a_group_once(ask: Asker) -> None:
    assert pick(ask("therapy_rungs", therapy="calmol"), "rung", "studies") == [("controlled", "3")]


def test_study_rung_is_told_with_its_design(ask: Asker) -> None:
    assert pick(ask("study_rung", study="doe-2019"), "rung", "design") == [("controlled", "cohort study")]


def test_evidence_map_has_one_row_a_question(ask: Asker) -> None:
    rows = ask("evidence_map", therapy="calmol")
    assert pick(
        rows, "outcome", "condition", "direction", "certainty", "participants", "investigations", "conflict"
    ) == [
        ("itching", "eczema", "mixed", "very low", "40", "2", "true"),
        ("sleep", "eczema", "increase", "very low", "10", "1", "false"),
    ]


def test_evidence_certainty_steps_end_at_the_level(ask: Asker) -> None:
    rows = ask("evidence_certainty_steps", therapy="calmol", outcome="itching")
    assert len(rows) == 9
    assert pick(rows[1:2], "step", "change", "certainty") == [("design", "0", "low")]
    assert rows[-1]["certainty"] == "very low"
    assert all(row["reason"] for row in rows)


def test_evidence_conflicts_pair_independent_studies_and_no_retracted_one(ask: Asker) -> None:
    assert pick(ask("evidence_conflicts"), "outcome", "study_up", "study_down") == [
        ("itching", "doe-2019", "smith-2020")
    ]


def test_evidence_left_out_says_which_notice(ask: Asker) -> None:
    rows = ask("evidence_left_out", therapy="calmol")
    assert pick(rows, "outcome", "study", "kind") == [("itching", "gone-2018", "retraction")]


def test_therapy_noticed_studies_tell_the_kind(ask: Asker) -> None:
    rows = ask("therapy_noticed_studies", therapy="calmol")
    assert pick(rows, "study", "kind", "stated_by") == [("gone-2018", "retraction", "PubMed")]


def test_therapy_sizes_have_interval_and_comparator(ask: Asker) -> None:
    rows = ask("therapy_sizes", therapy="calmol", outcome="itching")
    assert pick(rows, "study", "size", "low", "high", "comparator") == [
        ("doe-2019", "1.5", "0.5", "2.5", "placebo"),
        ("smith-2020", "-2.5", "-4", "-1", "placebo"),
    ]


def test_therapy_follow_up_has_durations_time_points_and_values(ask: Asker) -> None:
    rows = [row for row in ask("therapy_follow_up", therapy="calmol") if row["study"] == "smith-2020"]
    assert {(row["duration"], row["time_point"], row["value"]) for row in rows} == {
        ("8 weeks", None, None),
        (None, "6 months", None),
        (None, None, "back after 3 months"),
    }


def test_therapy_stopping_finds_what_happens_afterwards(ask: Asker) -> None:
    rows = ask("therapy_stopping", therapy="calmol")
    assert pick(rows, "study", "outcome", "value") == [("smith-2020", "itching after stopping", "back after 3 months")]


def test_therapy_interests_leave_open_what_was_not_read(ask: Asker) -> None:
    rows = ask("therapy_interests", therapy="calmol")
    assert ("smith-2020", "first author holds a patent") in pick(rows, "study", "interests")
    assert ("doe-2019", None) in pick(rows, "study", "interests")


def test_therapy_limitations_and_exclusions_name_their_study(ask: Asker) -> None:
    assert pick(ask("therapy_limitations", therapy="calmol"), "study", "limitation") == [("smith-2020", "no sham")]
    rows = ask("therapy_exclusions", therapy="calmol")
    assert pick(rows, "study", "text", "concept") == [("smith-2020", "had psoriasis", "psoriasis")]


def test_therapy_claim_people_and_those_whom_no_study_looked_at(ask: Asker) -> None:
    rows = ask("therapy_claim_people", therapy="calmol")
    assert sorted(pick(rows, "concept", "claims")) == [("eczema", "1"), ("psoriasis", "1")]
    left_out = ask("therapy_people_left_out", therapy="calmol")
    assert pick(left_out, "concept", "claims", "kept_out") == [("psoriasis", "1", "1")]


def test_therapy_figures_lead_to_a_paper_and_a_place(ask: Asker) -> None:
    rows = ask("therapy_figures", therapy="calmol")
    assert ("smith-2020", "Smith et al. 2020: Calmol for itching", "analysed", "10", "abstract") in pick(
        rows, "study", "paper", "what", "value", "part"
    )
    assert ("doe-2019", "itching", "1.5") in pick(rows, "study", "what", "value")


def test_the_place_of_a_single_field_goes_before_that_of_its_group(ask: Asker) -> None:
    rows = ask("therapy_figures", therapy="calmol")
    found = pick(rows, "study", "what", "value", "part")
    assert ("doe-2019", "analysed", "30", "full text, Table 2") in found
    assert ("doe-2019", "analysed", "30", "abstract") not in found


def test_figures_without_a_place_are_listed_and_said_on_the_card(ask: Asker, generation: Path) -> None:
    rows = pick(ask("therapy_unplaced_figures", therapy="calmol"), "study", "what", "value")
    card = read_card(Generation(generation), "calmol")
    assert rows == [(str(f.study), f.what, f.value) for f in card.figures if f.part is None]
    assert {f["place"] for f in card_document(card)["figures"]} >= {
        "full text, Table 2",
        "place not recorded",
        "record",
    }
    assert f"of {len(rows)} the place not recorded" in " ".join(card_text(card).split())


def test_mechanism_chains_tell_what_each_link_rests_on(ask: Asker) -> None:
    rows = ask("mechanism_chains", therapy="calmol")
    found = pick(rows, "mechanism", "link_basis", "link_study", "outcome", "outcome_basis", "outcome_study")
    assert ("cooling", "in vitro", "doe-2019", "itching", "controlled", "smith-2020") in found
    assert ("cooling", "humans", "smith-2020", "itching", "controlled", "doe-2019") in found


def test_mechanism_open_ends_are_none_where_every_mechanism_leads_on(ask: Asker) -> None:
    assert ask("mechanism_open_ends", therapy="calmol") == []


def test_sign_readings_and_studies_name_their_sources(ask: Asker) -> None:
    assert pick(ask("sign_readings"), "sign", "tells", "reading", "study") == [
        ("sleep", "can", "whether somebody rests", "smith-2020"),
        ("sleep", "cannot", "why not", "doe-2019"),
    ]
    assert pick(ask("sign_studies"), "sign", "study", "value") == [("sleep", "smith-2020", "back after 3 months")]


def test_twenty_questions_or_more_are_about_what_studies_say_together() -> None:
    subjects = {"evidence", "mechanism", "sign", "therapy"}
    assert len([query for query in iter_queries() if query.subject in subjects]) >= 20


def test_card_lines_rest_on_studies_and_say_what_was_computed(generation: Path) -> None:
    card = read_card(Generation(generation), "Calmol")
    studied, safe, left_out = card.blocks
    assert studied.lines[0].text == "2 independent studies in 3 reports: 2 primary in people."
    assert studied.lines[0].is_computed
    texts = [line.text for line in studied.lines]
    assert "40 people in 2 of 2 primary studies in people." in texts
    assert "gone-2018: left out: cohort study, 10 analysed, 2018, retraction" in texts
    assert {line.text for line in safe.lines} >= {
        "smith-2020: mild redness in 2 people",
        "Longest time stated: 6 months (doe-2019).",
        "smith-2020: interests: first author holds a patent",
    }
    assert {line.text for line in left_out.lines} == {
        "Kept out: psoriasis (1 report of 3).",
        "1 claim speaks of eczema: studied in 3 reports.",
        "1 claim speaks of psoriasis: no study in this graph says that it looked at them, kept out of 1 report.",
    }
    assert all(line.studies for block in card.blocks for line in block.lines)


def test_effects_that_agree_are_pooled_and_said_to_be_computed(generation: Path) -> None:
    (itching, _) = read_card(Generation(generation), "calmol").outcomes
    assert itching.pooled.startswith("computed from 2 studies: mean difference")
    assert itching.not_pooled == ()
    assert {str(row.fact.study) for row in itching.rows} == {"smith-2020", "doe-2019"}


def test_card_of_a_therapy_without_studies_says_so_with_the_search_date(generation: Path) -> None:
    text = card_text(read_card(Generation(generation), "rest"))
    when = f"searched {RULES.searched} for the curated studies; nothing was pulled"
    assert f"No study in this graph of this therapy ({when})." in text
    assert text.count("No study in this graph") >= 6
    assert "none" not in text.lower().replace("none of", "")


def test_unknown_therapy_is_told_with_the_known_ones() -> None:
    with pytest.raises(VocabularyError, match=r"no therapy 'itching'.*calmol, rest"):
        find_therapy("itching", VOCABULARY)


def test_map_has_conflicts_chains_and_signs_as_text_and_json(generation: Path) -> None:
    made = read_map(Generation(generation))
    text = " ".join(map_text(made).split())
    assert "STUDIES GO OPPOSITE WAYS" in text
    assert "calmol → cooling (in vitro, doe-2019) → itching" in text
    assert "cannot tell why not (doe-2019)" in text
    document = json.loads(json.dumps(map_document(made)))
    assert [each["level"] for each in document["assessments"]] == ["very low", "very low"]
    assert read_map(Generation(generation), "rest").assessments == ()


def test_card_document_gives_studies_facts_and_query_of_every_line(generation: Path) -> None:
    document = json.loads(json.dumps(card_document(read_card(Generation(generation), "calmol"))))
    known = {query.name for query in iter_queries()}
    for block in document["blocks"]:
        assert block["question"] in set(CardTopic)
        for line in block["lines"]:
            assert line["query"]["name"] in known
            assert line["studies"]
    for outcome in document["outcomes"]:
        for effect in outcome["effects"]:
            assert effect["fact"].endswith(f"study/{effect['study']}/facts/{effect['fact'].rsplit('/', 1)[-1]}")
