"""The hand-read labels hold: what is measured by ``bench extract`` does not fall below its goals unseen."""

import math
from pathlib import Path

import pytest

from bench import extract
from bench.figures import Figure


def goals_missed(figures: list[Figure]) -> list[str]:
    return [str(figure) for figure in figures if figure.verdict == "short"]


@pytest.mark.corpus
def test_participants_arms_and_what_is_given_unmarked(corpus: Path) -> None:
    assert corpus.is_dir()
    assert goals_missed(extract.measure_pico()) == []


@pytest.mark.corpus
def test_roles_outside_oncology(corpus: Path) -> None:
    assert corpus.is_dir()
    assert goals_missed(extract.measure_roles()) == []


@pytest.mark.corpus
def test_designs_of_typed_records_and_of_the_hand_read_sample(corpus: Path) -> None:
    assert corpus.is_dir()
    figures = extract.measure_designs(list(extract.iter_new_records()))
    assert [figure for figure in figures if figure.goal and math.isnan(figure.value)] == []
    assert goals_missed(figures) == []


def test_every_label_has_its_own_document() -> None:
    for name, column in (
        ("participants_by_role.tsv", "document"),
        ("participants_unmarked.tsv", "document"),
        ("designs.tsv", "pmid"),
    ):
        keys = [row[column] for row in extract.read_marks(name)]
        assert len(keys) == len(set(keys))
    assert len(extract.read_marks("participants_by_role.tsv")) >= 100
    assert len(extract.read_marks("designs.tsv")) == 100
