from __future__ import annotations

from pathlib import Path

import pytest

from ingest.appraisal_rules import find_rules, read_rules
from ingest.curated import bundled_folder, read_vocabulary
from ingest.signs import read_signs
from kg.errors import RecordError, WorkspaceError
from kg.identifiers import StudyId
from kg.model import ConceptKind, NoticeKind
from kg.workspace import Workspace

BUNDLED = (bundled_folder() / "appraisal.yaml").read_text(encoding="utf-8")


def test_bundled_table_knows_every_notice_and_only_designs_of_the_vocabulary() -> None:
    rules = read_rules(bundled_folder() / "appraisal.yaml")
    vocabulary = read_vocabulary(bundled_folder() / "vocabulary.yaml")
    assert {rule.kind for rule in rules.notices} == set(NoticeKind)
    assert all(vocabulary.get(rule.design).kind is ConceptKind.DESIGN for rule in rules.designs)


def test_own_table_of_the_workspace_takes_the_place_of_ours(tmp_path: Path) -> None:
    workspace = Workspace.at(tmp_path / "ws")
    assert find_rules(workspace).same_way == 75
    (workspace.path / "appraisal.yaml").write_text(BUNDLED.replace("same_way: 75", "same_way: 90"), encoding="utf-8")
    assert find_rules(workspace).same_way == 90


def test_settings_name_another_table(tmp_path: Path) -> None:
    workspace = Workspace.at(tmp_path / "ws")
    (workspace.path / "strict.yaml").write_text(BUNDLED.replace("same_way: 75", "same_way: 99"), encoding="utf-8")
    (workspace.path / "kg.toml").write_text('format = 1\nappraisal = "strict.yaml"\n', encoding="utf-8")
    assert find_rules(workspace).same_way == 99


def test_missing_table_that_the_settings_name_is_an_error(tmp_path: Path) -> None:
    workspace = Workspace.at(tmp_path / "ws")
    (workspace.path / "kg.toml").write_text('appraisal = "none.yaml"\n', encoding="utf-8")
    with pytest.raises(RecordError, match="cannot be read"):
        find_rules(workspace)


@pytest.mark.parametrize("settings", ["appraisal = 3\n", "appraisal =\n"])
def test_settings_that_name_no_file_are_an_error(tmp_path: Path, settings: str) -> None:
    workspace = Workspace.at(tmp_path / "ws")
    (workspace.path / "kg.toml").write_text(settings, encoding="utf-8")
    with pytest.raises(WorkspaceError):
        find_rules(workspace)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("share: 25", "share: 0", "share of 0"),
        ("same_way: 75", "same_way: 101", "101 per cent"),
        ("large_ratio: 2", "large_ratio: 1", "above 1"),
        ("kind: erratum,", "kind: retraction,", "retraction stands here twice"),
        ("start: high", "start: certain", "certain"),
        ("conflict_down", "conflict_dwon", "conflict_dwon"),
    ],
)
def test_mistake_in_the_table_is_told_with_its_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    path = tmp_path / "appraisal.yaml"
    path.write_text(BUNDLED.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RecordError, match=said) as caught:
        read_rules(path)
    assert caught.value.place is not None
    assert caught.value.place.line is not None


def test_sign_of_a_study_that_is_not_here_is_an_error(tmp_path: Path) -> None:
    vocabulary = read_vocabulary(bundled_folder() / "vocabulary.yaml")
    path = tmp_path / "signs.yaml"
    path.write_text(
        "signs:\n  - concept: hair-pull-test\n    readings:\n      - {tells: can, text: x, studies: [smith-2020]}\n"
    )
    with pytest.raises(RecordError, match="no study smith-2020"):
        read_signs(path, vocabulary, [])
    (sign,) = read_signs(path, vocabulary, [StudyId("smith-2020")])
    assert sign.readings[0].studies == (StudyId("smith-2020"),)
