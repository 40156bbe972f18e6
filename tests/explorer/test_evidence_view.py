from __future__ import annotations

import json

import pytest

from kg.cards import EvidenceMap, MechanismChain, read_card, read_chains, read_map
from kg.explorer.components.charts import forest_chart, matrix_chart
from kg.explorer.evidence_markup import (
    render_card_head,
    render_chains,
    render_conflicts,
    render_left_out,
    render_map,
    render_outcomes,
    render_safety,
    render_signs,
    render_studied,
)
from kg.explorer.evidence_view import (
    CARD_QUERIES,
    MAP_QUERIES,
    build_matrix,
    forest_rows,
    layer_chains,
    list_conditions,
    list_therapies,
)
from kg.explorer.markup import Element
from kg.identifiers import ConceptId
from kg.model.appraisal import Certainty, CertaintyAssessment
from kg.model.card import TherapyCard
from kg.model.study import Direction
from kg.query import get_query
from kg.store import Generation


def make_assessment(
    therapy: str,
    outcome: str = "itching",
    condition: str | None = "eczema",
    *,
    people: int | None = 40,
    studies: int = 1,
) -> CertaintyAssessment:
    return CertaintyAssessment(
        ConceptId(therapy),
        ConceptId(outcome),
        ConceptId(condition) if condition else None,
        Certainty.LOW,
        Direction.DECREASE,
        (),
        is_conflicting=therapy == "fight",
        participants=people,
        pooled=None,
        investigations=studies,
        studies=(),
        left_out=(),
        steps=(),
    )


def make_map(*assessments: CertaintyAssessment) -> EvidenceMap:
    return EvidenceMap(assessments, (), (), (), {}, None)


@pytest.fixture(scope="module")
def made(generation: Generation) -> EvidenceMap:
    return read_map(generation)


@pytest.fixture(scope="module")
def card(generation: Generation) -> TherapyCard:
    return read_card(generation, "microneedling")


def iter_elements(root: Element) -> list[Element]:
    return [root, *(each for child in root.children if isinstance(child, Element) for each in iter_elements(child))]


def test_cell_shows_the_condition_with_the_most_studies_and_counts_the_others() -> None:
    matrix = build_matrix(make_map(make_assessment("a"), make_assessment("a", condition="hand-eczema", studies=3)))
    (cell,) = matrix.cells
    assert (cell.condition, cell.more) == ("hand-eczema", 1)
    assert any("several conditions" in cap for cap in matrix.caps)
    assert build_matrix(make_map(make_assessment("a")), "eczema").cells[0].more == 0
    assert build_matrix(make_map(make_assessment("a")), "gout").cells == ()


def test_cap_on_bubbles_is_said_and_the_number_stays() -> None:
    matrix = build_matrix(make_map(make_assessment("a", people=9000)))
    assert (matrix.cells[0].people, matrix.cells[0].bubble) == (9000, 500)
    assert any("500 people" in cap for cap in matrix.caps)


def test_number_that_was_not_read_is_not_shown_as_nobody() -> None:
    matrix = build_matrix(make_map(make_assessment("a", people=None)))
    assert matrix.cells[0].people is None
    assert "not read" in render_map(matrix).text
    assert any("no number" in cap for cap in matrix.caps)


def test_too_many_pairs_are_cut_and_said() -> None:
    matrix = build_matrix(make_map(*(make_assessment(f"t{at}") for at in range(30))))
    assert len(matrix.cells) == 12
    assert "Drawn are 12 of 30 pairs: those of the therapies and outcomes with the most of them." in matrix.caps


def test_conflict_is_told_in_words_and_marked_in_the_picture() -> None:
    matrix = build_matrix(make_map(make_assessment("fight")))
    assert "studies go opposite ways" in render_map(matrix).text
    spec = matrix_chart(matrix).to_dict()
    assert spec["layer"][1]["transform"] == [{"filter": "datum.conflict != 'none'"}]


def test_picture_says_with_shape_what_colour_alone_cannot(made: EvidenceMap) -> None:
    spec = matrix_chart(build_matrix(made)).to_dict()
    encoding = spec["layer"][0]["encoding"]
    assert encoding["shape"]["field"] == "certainty"
    assert len(set(encoding["shape"]["scale"]["range"])) == 5
    assert {"direction", "people", "conflict"} <= {each["field"] for each in encoding["tooltip"]}


def test_choices_name_what_there_is(made: EvidenceMap) -> None:
    assert list_therapies(made)["microneedling"] == "Microneedling"
    assert list_conditions(made)["alopecia-areata"] == "Alopecia areata"


def test_forest_has_each_sized_effect_once_and_its_null_line(card: TherapyCard) -> None:
    rows = forest_rows(card)
    assert {(row.study, row.size, row.low, row.high) for row in rows} == {
        ("ahmed-2025", 1.32, 0.73, 1.92),
        ("ahmed-2025", 0.34, 0.11, 0.58),
    }
    assert len(rows) == 2
    spec = forest_chart(rows).to_dict()
    assert [{"null": 0}] in spec["datasets"].values()


def test_chains_stand_in_layers_with_what_each_link_rests_on() -> None:
    chains = [
        MechanismChain("x", "Calmol", "cooling", "itching", "decrease", "a-1", "b-2", "in vitro", "controlled"),
        MechanismChain("x", "Calmol", "cooling", "sleep", "increase", "a-1", "b-2", None, None),
    ]
    (step,) = layer_chains(chains)
    assert step.links == (("in vitro", "a-1"), ("setting not told", "a-1"))
    assert step.outcomes[1] == ("sleep", "increase", "no rung", "b-2")


def test_every_block_of_the_card_has_links_to_the_questions_behind_it(
    card: TherapyCard, made: EvidenceMap, generation: Generation
) -> None:
    chains = render_chains(layer_chains(read_chains(generation, card.therapy)), card)
    blocks = [render_studied(card), render_outcomes(card), render_safety(card), render_left_out(card), chains]
    for block in [*blocks, render_conflicts(made), render_signs(made.signs)]:
        links = [each.href for each in iter_elements(block) if each.href.startswith("sparql?question=")]
        assert links
        for link in links:
            get_query(link.removeprefix("sparql?question=").partition("&")[0])
    for name in (*MAP_QUERIES, *CARD_QUERIES):
        get_query(name)


def test_card_links_each_study_that_a_line_rests_on(card: TherapyCard) -> None:
    links = {each.href for each in iter_elements(render_studied(card))}
    assert {f"studies?study={key}" for key in card.names} <= links


def test_outcomes_can_be_those_of_one_condition(card: TherapyCard) -> None:
    text = render_outcomes(card, "alopecia-areata").text
    assert "Hair regrowth in Alopecia areata" in text
    assert "Hair count in" not in text
    assert "more in other conditions" in text


def test_words_of_strangers_stay_words(card: TherapyCard) -> None:
    hostile = "<script>alert(1)</script>"
    head = render_card_head(TherapyCard(card.therapy, hostile, {"x": hostile}, None, (), ()))
    assert hostile in head.text
    assert all(each.tag != "script" for each in iter_elements(head))
    assert "<script>" in json.dumps(head.to_json())
