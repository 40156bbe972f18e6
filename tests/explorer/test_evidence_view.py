from __future__ import annotations

import json
import re
from decimal import Decimal

import pytest

from kg.card_parts import Assessed, make_face
from kg.cards import MechanismChain, read_chains
from kg.explorer.card_answers import short_answers
from kg.explorer.chain_view import Basis, layer_chains
from kg.explorer.evidence_markup import (
    render_card_head,
    render_chains,
    render_conflicts,
    render_left_out,
    render_outcomes,
    render_pair,
    render_safety,
    render_short,
    render_signs,
    render_studied,
)
from kg.explorer.evidence_view import (
    CARD_QUERIES,
    MAP_QUERIES,
    Conflicts,
    EvidenceMap,
    build_matrix,
    list_conditions,
    list_outcomes,
    list_therapies,
    page_questions,
    read_evidence_map,
    tell_conflicts,
    with_outcomes,
)
from kg.explorer.forest_markup import render_forests
from kg.explorer.forest_view import forests_of
from kg.explorer.markup import Element
from kg.explorer.matrix_markup import render_matrix
from kg.export.card_text import HOW_MUCH
from kg.identifiers import ConceptId, StudyId
from kg.model.appraisal import Certainty, CertaintyAssessment
from kg.model.card import EffectRow, FactKey, OutcomeCard, PooledEstimate, TherapyCard
from kg.model.searched import Searched
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
) -> Assessed:
    return Assessed(
        ConceptId(therapy),
        ConceptId(outcome),
        ConceptId(condition) if condition else None,
        Certainty.LOW,
        Direction.DECREASE,
        is_conflicting=therapy == "fight",
        participants=people,
        pooled=None,
        investigations=studies,
    )


def make_map(*assessments: Assessed) -> EvidenceMap:
    return EvidenceMap(assessments, (), {}, {}, Searched(pulled="2026-11-23"))


def make_effect(
    study: str, figures: tuple[str, str, str] | None, *, measure: str = "mean difference", is_synthesis: bool = False
) -> EffectRow:
    size, low, high = map(Decimal, figures) if figures else (None, None, None)
    key = FactKey(StudyId(study), 1)
    return EffectRow(key, "itching", "decrease", "said", "table 1", is_synthesis, measure, size, low, high)


def make_outcome(*rows: EffectRow, estimate: PooledEstimate | None = None) -> OutcomeCard:
    key = ConceptId("a")
    made = CertaintyAssessment(
        key, key, None, None, Direction.DECREASE, (), is_conflicting=False, participants=None, pooled=None,
        investigations=1, studies=(), left_out=(), steps=(),
    )  # fmt: skip
    return OutcomeCard(made, "Itching", None, True, rows, "", (), estimate)


@pytest.fixture(scope="module")
def made(generation: Generation) -> EvidenceMap:
    return read_evidence_map(generation)


@pytest.fixture(scope="module")
def card(generation: Generation, made: EvidenceMap) -> TherapyCard:
    """With the outcomes of all its questions."""
    return with_outcomes(generation, make_face(generation, "microneedling").card, made.of_therapy("microneedling"))


def show_outcomes(generation: Generation, made: EvidenceMap, condition: str = "") -> Element:
    """The first page of a therapy's outcomes."""
    found = made.of_therapy("microneedling", condition=condition)
    page = page_questions(found, 1, elsewhere=len(made.of_therapy("microneedling")) - len(found))
    card = with_outcomes(generation, make_face(generation, "microneedling").card, page.questions)
    return render_outcomes(card, page, {"therapy": "microneedling"})


def pair_of(generation: Generation, made: EvidenceMap, outcome: str) -> Element:
    page = page_questions(made.of_therapy("microneedling", outcome=outcome), 1)
    card = with_outcomes(generation, make_face(generation, "microneedling").card, page.questions)
    return render_pair(card.label, made.label(ConceptId(outcome)), card, page)


def iter_elements(root: Element) -> list[Element]:
    return [root, *(each for child in root.children if isinstance(child, Element) for each in iter_elements(child))]


def test_cell_shows_the_condition_with_the_most_studies_and_counts_the_others() -> None:
    matrix = build_matrix(make_map(make_assessment("a"), make_assessment("a", condition="hand-eczema", studies=3)))
    (cell,) = matrix.cells.values()
    assert (cell.condition, cell.more) == ("hand-eczema", 1)
    assert any("several conditions" in cap for cap in matrix.caps)
    assert not build_matrix(make_map(make_assessment("a")), "gout").cells


def test_bubble_grows_with_people_up_to_a_cap_that_is_said() -> None:
    few, many, most = (
        build_matrix(make_map(make_assessment("a", people=people))).cells["itching", "a"].diameter
        for people in (10, 500, 9000)
    )
    assert few < many == most
    matrix = build_matrix(make_map(make_assessment("a", people=9000)))
    assert any("500 people" in cap for cap in matrix.caps)
    assert "9,000 people" in labels_of(render_matrix(matrix))[0]


def labels_of(root: Element) -> list[str]:
    return [each.label for each in iter_elements(root) if each.style == "bubble"]


def test_number_that_was_not_read_is_not_shown_as_nobody() -> None:
    matrix = build_matrix(make_map(make_assessment("a", people=None)))
    (label,) = labels_of(render_matrix(matrix))
    assert "number of people not read" in label
    assert any("hollow" in each.style for each in iter_elements(render_matrix(matrix)))


def test_too_many_pairs_are_cut_and_said() -> None:
    matrix = build_matrix(make_map(*(make_assessment(f"t{at:02}") for at in range(30))))
    assert len(matrix.cells) == 14
    assert "Drawn are 14 of 30 pairs: those of the therapies and outcomes with the most of them." in matrix.caps


def test_bubble_tells_in_words_what_it_shows_and_leads_to_its_studies() -> None:
    shown = render_matrix(build_matrix(make_map(make_assessment("fight"))), condition="eczema")
    (bubble,) = [each for each in iter_elements(shown) if each.style == "bubble"]
    assert bubble.label == (
        "fight, itching in eczema: decrease, certainty low, 40 people, 1 study; studies go opposite ways"
    )
    assert bubble.href == "?therapy=fight&outcome=itching&condition=eczema"
    assert "!" in bubble.text


def test_pair_without_a_study_says_so_with_the_date(generation: Generation, made: EvidenceMap) -> None:
    matrix = build_matrix(make_map(make_assessment("a"), make_assessment("b", "sleep")))
    assert len(matrix.cells) == 2
    assert "no study" in render_matrix(matrix).text
    assert any("no study in this graph, searched 2026-11-23" in cap for cap in matrix.caps)
    assert "no study in this graph, searched" in pair_of(generation, made, "eczema").text


def test_chosen_bubble_is_marked_and_its_studies_stand_open(generation: Generation, made: EvidenceMap) -> None:
    shown = render_matrix(build_matrix(made), chosen=("hair-count", "microneedling"))
    assert [each.style for each in iter_elements(shown) if each.role == "current"] == ["", "bubble"]
    pair = pair_of(generation, made, "hair-count")
    assert next(each.role for each in iter_elements(pair) if each.style == "outcome-card") == "open"
    assert any(each.href.startswith("studies?study=") for each in iter_elements(pair))


def test_choices_name_what_there_is(made: EvidenceMap) -> None:
    assert list_therapies(made)["microneedling"] == "Microneedling"
    assert list_conditions(made)["alopecia-areata"] == "Alopecia areata"
    assert list_outcomes(made)["hair-count"] == "Hair count"


def test_forest_stands_only_where_something_sums_up_several_studies(card: TherapyCard) -> None:
    alone = make_outcome(make_effect("a-1", ("1", "0", "2")), make_effect("b-2", ("2", "1", "3")))
    assert forests_of(alone, {}) == ()
    pooled = make_outcome(*alone.rows, estimate=PooledEstimate("mean difference", 1.5, 0.5, 2.5, 2))
    (forest,) = forests_of(pooled, {"a-1": "Able 2020"})
    assert [row.name for row in forest.rows] == ["Able 2020", "b-2", "Computed here from 2 studies"]
    hair = next(each for each in card.outcomes if str(each.assessment.outcome) == "hair-count")
    ((row,),) = [forest.rows for forest in forests_of(hair, {})]
    assert (row.study, row.size, row.low, row.high) == ("ahmed-2025", 1.32, 0.73, 1.92)


def test_measures_never_share_an_axis() -> None:
    outcome = make_outcome(
        make_effect("a-1", ("1", "0.5", "2"), measure="risk ratio", is_synthesis=True),
        make_effect("b-2", ("9", "8", "10"), is_synthesis=True),
    )
    forests = forests_of(outcome, {})
    assert [forest.measure for forest in forests] == ["mean difference", "risk ratio"]
    assert [forest.null for forest in forests] == [0, 1]
    shown = render_forests(forests)
    assert shown is not None
    assert "1 (0.5 to 2)" in shown.text


def test_ratios_stand_on_a_logarithmic_axis() -> None:
    (forest,) = forests_of(
        make_outcome(make_effect("a-1", ("1", "0.5", "2"), measure="odds ratio", is_synthesis=True)), {}
    )
    assert [*forest.rows[0].at] == [0, 1, 0.5]
    assert forest.null_at == 0.5


def test_effect_without_an_interval_is_in_no_forest_and_in_the_table(generation: Generation, made: EvidenceMap) -> None:
    assert forests_of(make_outcome(make_effect("a-1", None, is_synthesis=True)), {}) == ()
    assert "Effects as published" in show_outcomes(generation, made).text


def test_chains_stand_in_layers_with_what_each_link_rests_on() -> None:
    chains = [
        MechanismChain("x", "Calmol", "cooling", "itching", "decrease", "a-1", "b-2", "in vitro", "controlled"),
        MechanismChain("x", "Calmol", "cooling", "sleep", "increase", "a-1", "b-2", None, None),
        MechanismChain("x", "Calmol", "warming", "sleep", "increase", "c-3", "b-2", "humans", None),
    ]
    nearest, step = layer_chains(chains)
    assert nearest.mechanism == "warming"
    assert step.links == (Basis("in vitro", 3, 5, "a-1"), Basis("setting not told", 0, 5, "a-1"))
    assert step.outcomes[1] == ("sleep", "increase", Basis("no rung", 0, 5, "b-2"))


def test_every_question_has_a_short_answer_with_its_words_explained(card: TherapyCard, made: EvidenceMap) -> None:
    answers = short_answers(card, made, HOW_MUCH)
    assert [answer.question for answer in answers] == [
        "Is it well studied?",
        "How much can one expect?",
        "Is it safe and sustainable?",
        "Who was left out?",
    ]
    assert all(answer.sentences for answer in answers)
    assert "which is not “none”" in " ".join(answers[2].sentences)
    terms = [each for each in iter_elements(render_short(answers)) if each.style == "term"]
    assert terms
    assert all(each.role == "tooltip" for term in terms for each in iter_elements(term)[1:])


def test_every_block_of_the_card_has_links_to_the_questions_behind_it(
    card: TherapyCard, made: EvidenceMap, generation: Generation
) -> None:
    chains = render_chains(layer_chains(read_chains(generation, card.therapy)), card)
    blocks = [render_studied(card), show_outcomes(generation, made), render_safety(card)]
    conflicts = render_conflicts(tell_conflicts(make_face(generation, "microneedling"), made), made, "microneedling")
    for block in [*blocks, render_left_out(card), chains, conflicts, render_signs(made.signs)]:
        links = [each.href for each in iter_elements(block) if each.href.startswith("sparql?question=")]
        assert links
        for link in links:
            get_query(link.removeprefix("sparql?question=").partition("&")[0])
    for name in (*MAP_QUERIES, *CARD_QUERIES):
        get_query(name)


def test_card_links_each_study_that_a_line_rests_on(card: TherapyCard) -> None:
    links = {each.href for each in iter_elements(render_studied(card))}
    assert {f"studies?study={key}" for key in card.names} <= links


def test_studies_are_called_by_their_names_and_not_by_keys(
    card: TherapyCard, made: EvidenceMap, generation: Generation
) -> None:
    steps = layer_chains(read_chains(generation, card.therapy))
    safe = render_safety(card)
    shown = [safe, render_short(short_answers(card, made, HOW_MUCH)), render_chains(steps, card)]
    words = " ".join(part.text for part in shown)
    renamed = [key.value for key, name in card.names.items() if name != key.value]
    assert [key for key in renamed if re.search(rf"(?<![\w-]){key}(?![\w-])", words)] == []
    assert "After the treatment — Dhurat et al. 2013:" in safe.text


def test_outcomes_can_be_those_of_one_condition(generation: Generation, made: EvidenceMap) -> None:
    text = show_outcomes(generation, made, "alopecia-areata").text
    assert "Hair regrowth in Alopecia areata" in text
    assert "Hair count in" not in text
    assert "more in other conditions" in text


def test_questions_are_turned_page_by_page_and_a_page_that_is_not_there_is_the_nearest() -> None:
    made = make_map(*(make_assessment("a", f"o{at:02}", studies=at) for at in range(30)))
    pages = [page_questions(made.of_therapy("a"), number) for number in (1, 2, 3, 99)]
    assert [(page.number, page.of, page.found) for page in pages] == [(1, 3, 30), (2, 3, 30), (3, 3, 30), (3, 3, 30)]
    assert [each.outcome.value for page in pages[:3] for each in page.questions] == [
        f"o{at:02}" for at in reversed(range(30))
    ]


def test_contradictions_of_other_therapies_are_told_with_links() -> None:
    shown = render_conflicts(Conflicts((), 0, {"calmol": 3}), make_map(), "other")
    assert "No two independent studies of other go opposite ways" in shown.text
    assert "calmol (3)" in shown.text
    assert "?therapy=calmol" in {each.href for each in iter_elements(shown)}


def test_words_of_strangers_stay_words(card: TherapyCard) -> None:
    hostile = "<script>alert(1)</script>"
    head = render_card_head(TherapyCard(card.therapy, hostile, {"x": hostile}, Searched(), (), ()))
    assert hostile in head.text
    assert all(each.tag != "script" for each in iter_elements(head))
    assert "<script>" in json.dumps(head.to_json())
