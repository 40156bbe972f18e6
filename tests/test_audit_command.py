"""``kg audit`` as editors and CI meet it: forms, settings, suppressions, what comes in and how it ends."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ingest.pipeline import build
from kg.cli import main
from kg.cli.audit_plan import wants_colour
from kg.workspace import Workspace

REFERENCE = "1. Nobody N. A paper that no one has. J None. 2020;1:2-3. PMID: 99999999."
WRONG = "A study of 12 women found that massage thickens hair.[1]"
ARTICLE = f"# On massage\n\n{WRONG}\n\nIt works.[2]\n\n## References\n\n{REFERENCE}\n"
DANGLING = "REF004"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the bundled knowledge; no test writes into it."""
    workspace = Workspace.at(tmp_path_factory.mktemp("audits") / "ws")
    build(workspace)
    return workspace.path


@pytest.fixture(autouse=True)
def place(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an article whose second marker leads nowhere, as the current one."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KG_WORKSPACE", str(built))
    monkeypatch.delenv("NO_COLOR", raising=False)
    (tmp_path / "drafts").mkdir()
    (tmp_path / "drafts" / "one.md").write_text(ARTICLE, encoding="utf-8")
    return tmp_path


def run(*words: str, given: str | None = None) -> Result:
    result = CliRunner().invoke(main, ["audit", *words, "--no-cache"], input=given)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def rules_of(result: Result) -> set[str]:
    (audit,) = json.loads(result.stdout)["audits"]
    return {fix["rule"] for fix in audit["fixes"]}


def test_place_is_that_of_the_path_as_it_was_given() -> None:
    result = run("drafts/one.md", "--format", "concise")
    assert result.exit_code == 1
    assert "drafts/one.md:5:10: error:" in result.stdout


def test_pattern_and_path_give_each_article_once_in_order(place: Path) -> None:
    (place / "drafts" / "a.md").write_text(ARTICLE, encoding="utf-8")
    lines = run("drafts/one.md", "drafts/*.md", "--format", "concise", "--select", DANGLING).stdout.splitlines()
    assert [line.partition(":")[0] for line in lines] == ["drafts/one.md", "drafts/a.md"]


def test_standard_input_is_an_article_of_the_name_given() -> None:
    result = run("-", "--stdin-filename", "drafts/new.md", "--format", "concise", given=ARTICLE)
    assert "drafts/new.md:5:10: error:" in result.stdout
    assert run("-", given="").exit_code == 3


def test_settings_of_the_articles_folder_hold_and_the_command_line_goes_before_them(place: Path) -> None:
    (place / "kg.toml").write_text(f'ignore = ["{DANGLING}"]\noutput-format = "json"\n', encoding="utf-8")
    assert DANGLING not in rules_of(run("drafts/one.md"))
    assert rules_of(run("drafts/one.md", "--select", DANGLING)) == {DANGLING}
    assert DANGLING in rules_of(run("drafts/one.md", "--isolated", "--format", "json"))
    (place / "other.toml").write_text(f'select = ["{DANGLING}"]\n', encoding="utf-8")
    assert rules_of(run("drafts/one.md", "--config", "other.toml", "--format", "json")) == {DANGLING}


def test_rules_can_be_passed_over_file_by_file(place: Path) -> None:
    (place / "two.md").write_text(ARTICLE, encoding="utf-8")
    (place / "pyproject.toml").write_text(
        f'[tool.kg.per-file-ignores]\n"drafts/*" = ["{DANGLING}"]\n', encoding="utf-8"
    )
    audits = json.loads(run("drafts/one.md", "two.md", "--format", "json").stdout)["audits"]
    found = {audit["path"]: DANGLING in {fix["rule"] for fix in audit["fixes"]} for audit in audits}
    assert found == {"drafts/one.md": False, "two.md": True}


def test_excluded_article_is_left_out_aloud(place: Path) -> None:
    (place / "kg.toml").write_text('exclude = ["drafts"]\n', encoding="utf-8")
    result = run("drafts/one.md")
    assert result.exit_code == 0
    assert "drafts/one.md: left out" in result.stderr


@pytest.mark.parametrize(
    ("options", "status"),
    [
        ([], 1),
        (["--severity", f"{DANGLING}=note"], 0),
        (["--severity", "REF=note", "--severity", f"{DANGLING}=error"], 1),
        (["--fail-on", "never"], 0),
        (["--severity", "REF04=note"], 2),
        (["--severity", f"{DANGLING}=grave"], 2),
        (["--select", "REF04"], 2),
        (["--quiet", "--verbose"], 2),
        (["--statistics", "--format", "sarif"], 2),
        (["missing.md"], 3),
    ],
)
def test_exit_status_says_how_it_ended(options: list[str], status: int) -> None:
    result = run("drafts/one.md", *options, *([] if "--select" in options else ["--select", f"{DANGLING},IGN"]))
    assert result.exit_code == status
    if status > 1:
        assert result.stderr.startswith("kg: ")


def test_mistyped_setting_is_told_with_file_and_nearest(place: Path) -> None:
    (place / "kg.toml").write_text("fail_on = 1\n", encoding="utf-8")
    result = run("drafts/one.md")
    assert result.exit_code == 2
    assert "kg.toml fail_on: there is no such setting. The nearest is fail-on." in result.stderr


def test_suppressed_in_the_article_or_in_the_settings_counts_no_more_and_is_counted(place: Path) -> None:
    said = f"<!-- kg: ignore {DANGLING} -- the second source is in print -->\n"
    (place / "drafts" / "one.md").write_text(ARTICLE.replace("It works", f"{said}It works"), encoding="utf-8")
    result = run("drafts/one.md", "--select", f"{DANGLING},IGN", "--format", "concise")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "1 finding suppressed" in result.stderr
    (place / "drafts" / "one.md").write_text(ARTICLE, encoding="utf-8")
    table = f'[[suppress]]\narticle = "drafts/one.md"\nrules = ["{DANGLING}"]\nreason = "in print"\n'
    (place / "kg.toml").write_text(table, encoding="utf-8")
    result = run("drafts/one.md", "--select", f"{DANGLING},IGN", "--verbose")
    assert result.exit_code == 0
    assert "in print (kg.toml suppress[1])" in result.stdout


def test_unused_and_unknown_suppressions_are_findings(place: Path) -> None:
    said = "<!-- kg: ignore SRC001 -- so -->\n\n<!-- kg: ignore NUN001 -- so -->\n\n"
    (place / "drafts" / "one.md").write_text(ARTICLE.replace("It works", f"{said}It works"), encoding="utf-8")
    lines = run("drafts/one.md", "--format", "concise", "--select", "IGN,SRC001").stdout.splitlines()
    assert [line.partition(": ")[0] for line in lines] == ["drafts/one.md:7:1", "drafts/one.md:5:1"]
    assert "nearest is NUM001" in lines[0]


def test_report_is_written_to_a_file_whole(place: Path) -> None:
    result = run("drafts/one.md", "--format", "html", "--output", "report.html")
    assert result.stdout == ""
    assert (place / "report.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


@pytest.mark.parametrize("form", ["text", "concise", "json", "sarif", "html"])
def test_same_input_gives_the_same_bytes(form: str) -> None:
    one, other = (run("drafts/one.md", "--format", form).stdout for _ in range(2))
    assert one == other


def test_statistics_count_by_rule_and_axis() -> None:
    rows = json.loads(run("drafts/one.md", "--statistics", "--format", "json").stdout)
    assert next(row for row in rows if row["rule"] == DANGLING)["axis"] == "the reference list"


def test_schema_can_be_had_without_an_article() -> None:
    result = CliRunner().invoke(main, ["audit", "--schema"])
    assert (result.exit_code, json.loads(result.stdout)["title"]) == (0, "Report of kg audit")


def test_colours_are_for_terminals_and_not_for_those_who_want_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b[" not in run("drafts/one.md").stdout
    assert "\x1b[" in run("drafts/one.md", "--color", "always").stdout
    monkeypatch.setenv("TERM", "xterm")
    assert wants_colour("auto", is_terminal=lambda: True)
    assert not wants_colour("never", is_terminal=lambda: True)
    monkeypatch.setenv("NO_COLOR", "1")
    assert not wants_colour("auto", is_terminal=lambda: True)
    assert wants_colour("always", is_terminal=lambda: False)


def test_dismissed_finding_is_told_as_such(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_WORKSPACE", str(place / "ws"))
    options = ["--finding", f"{DANGLING}@5", "--reason", "in print", "--who", "Ann"]
    decided = CliRunner().invoke(main, ["decide", "drafts/one.md", "dismiss", *options])
    assert decided.exit_code == 0, decided.output
    result = run("drafts/one.md", "--select", DANGLING)
    assert result.exit_code == 0
    assert "1 finding suppressed (1 by a decision)" in result.stdout
    assert "dismissed by Ann: in print (decisions/one.yaml)" in result.stdout
    assert run("drafts/one.md", "--select", DANGLING, "--no-decisions").exit_code == 1
    path = place / "ws" / "decisions" / "one.yaml"
    path.write_text(re.sub("(?m)source: .*$", f"source: {'0' * 16}", path.read_text()))
    stale = run("drafts/one.md", "--select", DANGLING)
    assert stale.exit_code == 1
    assert "1 decision does not hold any more" in stale.stderr
