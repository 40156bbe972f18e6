"""How a folder says its articles are to be audited."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import UsageError
from kg.model import Severity
from kg.settings import find_settings, read_settings

EVERYTHING = """
select = ["NUM", "CIT"]
ignore = ["CIT002"]
fail-on = "error"
output-format = "sarif"
exclude = ["old/*"]
jobs = 2

[severity]
CIT = "note"
CIT001 = "error"

[per-file-ignores]
"drafts/*" = ["CIT"]

[[suppress]]
article = "drafts/one.docx"
rules = ["NUM001"]
words = "12 women"
reason = "counted so"
"""


def write(folder: Path, text: str, name: str = "kg.toml") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_every_setting_is_read(tmp_path: Path) -> None:
    settings = read_settings(write(tmp_path, EVERYTHING))
    assert settings.rules_for(tmp_path / "a.md") == frozenset({"NUM001", "NUM002", "NUM003", "CIT001", "CIT003"})
    assert settings.rules_for(tmp_path / "drafts" / "a.md") == frozenset({"NUM001", "NUM002", "NUM003"})
    assert settings.severity["CIT001"] is Severity.ERROR
    assert settings.severity["CIT003"] is Severity.NOTE
    assert (settings.fail_on, settings.output_format, settings.jobs) == ("error", "sarif", 2)
    assert settings.excludes(tmp_path / "old" / "deep" / "a.md")
    assert not settings.excludes(tmp_path / "new" / "a.md")
    (one,) = settings.suppressions_for(tmp_path / "drafts" / "one.docx")
    assert (one.rules, one.words, one.reason, one.place) == (
        ("NUM001",), "12 women", "counted so", "kg.toml suppress[1]",
    )  # fmt: skip
    assert settings.suppressions_for(tmp_path / "one.docx") == ()


def test_command_line_goes_before_the_file(tmp_path: Path) -> None:
    settings = read_settings(write(tmp_path, 'select = ["NUM"]\nignore = ["NUM002"]\n'))
    assert settings.rules_for(None, select=["NUM002", "POP001"]) == frozenset({"NUM002", "POP001"})
    assert settings.rules_for(None, ignore=["NUM003"]) == frozenset({"NUM001"})


def test_pyproject_holds_the_same_under_its_table(tmp_path: Path) -> None:
    write(tmp_path, '[project]\nname = "x"\n[tool.kg]\nselect = ["POP001"]\n', "pyproject.toml")
    assert find_settings(tmp_path / "a" / "b").select == ("POP001",)


def test_nearest_file_upwards_counts_alone(tmp_path: Path) -> None:
    write(tmp_path, 'select = ["NUM"]\n')
    write(tmp_path / "a", '[tool.kg]\nignore = ["CIT"]\n', "pyproject.toml")
    write(tmp_path / "a" / "b", "[tool.other]\n", "pyproject.toml")
    found = find_settings(tmp_path / "a" / "b")
    assert (found.select, found.ignore) == ((), ("CIT",))
    write(tmp_path / "a", "format = 1\n[ncbi]\n")
    assert find_settings(tmp_path / "a" / "b").rules_for(None) is None


@pytest.mark.parametrize(
    ("text", "where", "mend"),
    [
        ('sellect = ["NUM"]', "sellect", "nearest is select"),
        ('select = ["NUM01"]', "select", "nearest is NUM001"),
        ('select = "NUM"', "select", "a list of texts"),
        ('[severity]\nCIT001 = "fatal"', "severity", "error, warning, note"),
        ('fail-on = "always"', "fail-on", "never"),
        ("jobs = 0", "jobs", "from 1 on"),
        ('format = "sarif"', "format", "output-format"),
        ('[[suppress]]\narticle = "a.md"\nrules = ["NUM"]', "suppress[1]", "no reason"),
        ('[[suppress]]\narticle = "a.md"\nrules = ["NUM"]\nreason = " "', "suppress[1].reason", "text is wanted"),
        ('[[suppress]]\narticle = "a.md"\nrule = ["NUM"]', "suppress[1].rule", "nearest is rules"),
        ('[[suppress]]\narticle = "a.md"\nrules = ["NUN001"]\nreason = "x"', "suppress[1].rules", "NUM001"),
        ("select = [", "", "no TOML"),
    ],
)
def test_what_there_is_not_is_told_with_file_key_and_nearest(tmp_path: Path, text: str, where: str, mend: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(UsageError) as refused:
        find_settings(tmp_path)
    assert f"{path} {where}".strip() in str(refused.value)
    assert mend in str(refused.value)
