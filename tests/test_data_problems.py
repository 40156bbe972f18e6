"""What cannot be so in a study file: told by the build, kept in the graph with its place, shown with the study."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg.cli import main
from tests.ncbi_server import make_record

STUDY = """\
id: smith-2020
record:
  kind: journal article
  pmid: '11111111'
  doi: 10.1000/old
population:
  enrolled: 20
  analysed: 25
facts:
  - outcome: hair-thickness
    direction: increase
    concept: hair-thickness
    value: 12 vs 3
    unit: hairs/cm2
    p: '1.4'
"""


def run(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments, "--workspace", str(folder)])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "ws"
    for name, file, text in (
        ("studies", "smith-2020.yaml", STUDY),
        (
            "records",
            "one.xml",
            f"<PubmedArticleSet>{make_record('11111111', doi='10.1000/new')}</PubmedArticleSet>",
        ),
    ):
        (path / name).mkdir(parents=True)
        (path / name / file).write_text(text)
    (path / "kg.toml").write_text("")
    return path


PLACES = {
    "smith-2020.yaml:8 population.analysed": "25 analysed is more than 20 enrolled",
    "smith-2020.yaml:15 facts[0].p": "1.4 is not a probability",
    "smith-2020.yaml:14 facts[0].unit": "the unit hairs/cm2 does not match hair-thickness, told in mm, micrometre",
    "smith-2020.yaml:5 record.doi": "the study file says doi 10.1000/old, the database 10.1000/new",
}


def test_every_problem_is_told_with_its_place_and_nothing_is_left_out(folder: Path) -> None:
    built = run(folder, "build")
    assert built.exit_code == 0
    for place, what in PLACES.items():
        assert f"cannot be so, kept as it stands: {place}: {what}" in built.output


def test_problems_stand_in_the_graph_with_the_figures_as_they_are(folder: Path) -> None:
    run(folder, "build")
    rows = json.loads(run(folder, "query", "study_problems", "--format", "json").output)["results"]["bindings"]
    found = {row["place"]["value"]: row["message"]["value"] for row in rows if row["study"]["value"].endswith("2020")}
    assert PLACES.items() <= found.items()
    shown = json.loads(run(folder, "study", "smith-2020", "--format", "json").output)
    assert shown["study"]["population"] == {"enrolled": 20, "analysed": 25} | {
        key: value for key, value in shown["study"]["population"].items() if key not in ("enrolled", "analysed")
    }
    assert shown["study"]["facts"][0]["p"] == "1.4"
    assert {each["file_place"]: each["what"] for each in shown["problems"] if each["file_place"]} == PLACES


def test_study_in_text_has_the_problems_under_their_own_head(folder: Path) -> None:
    run(folder, "build")
    text = " ".join(run(folder, "study", "smith-2020").output.split())
    assert "Cannot be so" in text
    assert all(f"{what} [{place}]" in text for place, what in PLACES.items())


def test_graph_with_problems_conforms_to_its_shapes(folder: Path) -> None:
    run(folder, "build")
    assert run(folder, "validate").exit_code == 0
