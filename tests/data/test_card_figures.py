"""Every figure on the cards of the bundled studies: from a paper and a place, and as the study file has it."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest

from ingest.curated import bundled_folder, read_study, read_vocabulary
from ingest.pipeline import build
from kg.cards import read_card, read_map
from kg.model.card import CardLine, TherapyCard
from kg.prefixes import PREFIXES
from kg.query import get_query
from kg.rdf.iris import concept_iri
from kg.store import Generation
from kg.workspace import Workspace

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
VOCABULARY = read_vocabulary(bundled_folder() / "vocabulary.yaml")


@pytest.fixture(scope="module")
def generation(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    workspace = Workspace.at(tmp_path_factory.mktemp("figures") / "ws")
    build(workspace)
    return workspace.store.open()


@pytest.fixture(scope="module")
def cards(generation: Generation) -> tuple[TherapyCard, ...]:
    therapies = dict.fromkeys(str(made.therapy) for made in read_map(generation).assessments)
    return tuple(read_card(generation, key) for key in therapies)


def read_sources(generation: Generation, card: TherapyCard) -> dict[str, list[tuple[str, str, str | None, str | None]]]:
    """Value, paper, part and address of each figure, by study, as the one question behind the card gives them."""
    text = get_query("therapy_figures").text
    answer = generation.query(text, prefixes=PREFIXES, values={"therapy": concept_iri(card.therapy)})
    found: dict[str, list[tuple[str, str, str | None, str | None]]] = defaultdict(list)
    columns = [answer.columns.index(name) for name in ("study", "value", "paper", "part", "address")]
    for row in answer.rows:
        study, value, paper, part, address = (None if row[at] is None else row[at].value for at in columns)  # type: ignore[union-attr]
        assert study is not None
        assert value is not None
        assert paper
        found[study.rsplit("/", 1)[-1]].append((value, paper, part, address))
    return found


def loose_numbers(
    text: str, line_studies: list[str], sources: dict[str, list[tuple[str, str, str | None, str | None]]]
) -> list[str]:
    """The numbers of a text that no value of the studies it rests on has."""
    for key in line_studies:
        text = text.replace(key, " ")
    values = " ".join(value for key in line_studies for value, *_ in sources.get(key, ()))
    return [number for number in _NUMBER.findall(text) if number not in _NUMBER.findall(values)]


def test_every_published_number_on_a_card_is_in_the_answer_of_one_question(
    cards: tuple[TherapyCard, ...], generation: Generation
) -> None:
    checked = 0
    for card in cards:
        sources = read_sources(generation, card)
        for line in (line for block in card.blocks for line in block.lines if line.studies and not line.is_computed):
            checked += len(_NUMBER.findall(line.text))
            assert loose_numbers(line.text, [*map(str, line.studies)], sources) == [], line.text
        for row in (row for outcome in card.outcomes for row in outcome.rows):
            checked += len(_NUMBER.findall(row.said))
            assert loose_numbers(row.said, [str(row.fact.study)], sources) == [], row.said
            for figure in (row.size, row.low, row.high):
                assert figure is None or loose_numbers(str(abs(figure)), [str(row.fact.study)], sources) == []
    assert checked > 500


def test_every_figure_behind_a_card_leads_to_a_named_part_of_what_was_read(
    cards: tuple[TherapyCard, ...], generation: Generation
) -> None:
    figures = {
        (study, value, part)
        for card in cards
        for study, found in read_sources(generation, card).items()
        for value, _, part, _ in found
    }
    assert len(figures) > 300
    assert {(study, value) for study, value, part in figures if part is None} == set()


def test_figures_whose_place_nobody_recorded_are_listed_by_a_question_of_their_own(
    cards: tuple[TherapyCard, ...], generation: Generation
) -> None:
    text = get_query("therapy_unplaced_figures").text
    for card in cards:
        answer = generation.query(text, prefixes=PREFIXES, values={"therapy": concept_iri(card.therapy)})
        columns = [answer.columns.index(name) for name in ("study", "what", "value")]
        listed = {tuple(str(row[at].value).rsplit("/", 1)[-1] for at in columns) for row in answer.rows}  # type: ignore[union-attr]
        unplaced = {(str(f.study), f.what, f.value.rsplit("/", 1)[-1]) for f in card.figures if f.part is None}
        assert listed == unplaced


def test_computed_numbers_follow_from_the_studies_that_the_line_names(
    cards: tuple[TherapyCard, ...], generation: Generation
) -> None:
    for card in cards:
        sources = read_sources(generation, card)
        line = next(line for line in card.blocks[0].lines if " people in " in line.text)
        assert int(line.text.split()[0].replace(",", "")) == sum(
            count_people(str(key), sources) for key in line.studies
        )
        counted = next(line for line in card.blocks[0].lines if "independent stud" in line.text)
        assert f"in {len(counted.studies)} report" in counted.text


def count_people(key: str, sources: dict[str, list[tuple[str, str, str | None, str | None]]]) -> int:
    """People of a bundled study from its file's own line on the card's question."""
    people = read_study(bundled_folder() / "studies" / f"{key}.yaml", VOCABULARY).population
    assert people is not None
    number = people.analysed if people.analysed is not None else people.enrolled
    assert number is not None
    assert str(number) in [value for value, *_ in sources[key]]
    return number


def test_lines_of_silence_have_no_studies_and_a_date(cards: tuple[TherapyCard, ...]) -> None:
    silent: list[CardLine] = [
        line for card in cards for block in card.blocks for line in block.lines if line.text.startswith("No study")
    ]
    assert silent
    assert all(re.search(r"\d{4}-\d\d-\d\d", line.text) and not line.studies for line in silent)
