"""Audits compared: from files, from a repository's history, and what cannot be read."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ingest.kept_audits import read_audits
from kg.audit import audit
from kg.cli import main
from kg.errors import RecordError
from kg.export import report_json
from kg.run_comparison import AuditChanges, KeptAudit, compare_audits
from tests.builders import make_article, make_evidence, make_study

OLD = "Calmol eased itching in 12 people.[1]\n\nCalmol improves sleep in all patients."
NEW = "A new first line.\n\nCalmol eased itching in 10 people.[1]\n\nCalmol improves sleep in all patients."


def kept(body: str) -> KeptAudit:
    article = make_article(body)
    return KeptAudit.of(article, audit(article, make_evidence(make_study())).failures)


def compared(old: str, new: str) -> AuditChanges:
    (changes,) = compare_audits([kept(old)], [kept(new)])
    return changes


def test_a_mended_claim_is_reworded_and_its_finding_gone() -> None:
    changes = compared(OLD, NEW)
    assert [finding.rule for finding in changes.gone] == ["NUM001"]
    assert [(one.old and one.old.text, one.new and one.new.text) for one in changes.reworded] == [
        ("Calmol eased itching in 12 people.", "Calmol eased itching in 10 people.")
    ]
    assert changes.kept
    assert not changes.is_same


def test_lines_that_shift_make_no_finding_new() -> None:
    changes = compared(OLD, "Something else is said here.\n\n" + OLD)
    assert {finding.rule for finding in changes.added} <= {"CIT001"}
    assert not changes.gone


def test_the_same_audit_is_the_same() -> None:
    assert compared(OLD, OLD).is_same


def test_an_article_in_one_audit_only_is_new_or_gone() -> None:
    (added,) = compare_audits([], [kept(OLD)])
    (gone,) = compare_audits([kept(OLD)], [])
    assert added.old is None
    assert added.added == gone.gone == kept(OLD).findings


def write_report(path: Path, body: str) -> Path:
    article = make_article(body)
    document = report_json.to_document(audit(article, make_evidence(make_study())), article)
    path.write_text(json.dumps({"time": "2026-01-01T00:00:00+00:00", "version": "0.1.0", **document}), encoding="utf-8")
    return path


def test_a_kept_run_is_read_as_it_was(tmp_path: Path) -> None:
    (found,) = read_audits(write_report(tmp_path / "run.json", OLD))
    assert found == kept(OLD)


def test_a_run_of_an_earlier_version_lacks_a_field_and_is_read(tmp_path: Path) -> None:
    path = write_report(tmp_path / "run.json", OLD)
    document = json.loads(path.read_text())
    for claim in document["article"]["claims"]:
        del claim["stance_words"], claim["people"]
    path.write_text(json.dumps(document))
    (found,) = read_audits(path)
    assert [claim.text for claim in found.claims] == [claim.text for claim in kept(OLD).claims]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "cannot be read"),
        ("[]", "cannot be read"),
        ("{}", "kg ingest article"),
        ('{"format": 99, "audits": []}', "layout 99"),
        ('{"version": "0.0.1", "article": {}, "report": {}}', "made by version 0.0.1"),
    ],
)
def test_what_is_no_run_says_what_to_do(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "run.json"
    path.write_text(content)
    with pytest.raises(RecordError, match=message) as told:
        read_audits(path)
    assert "run.json" in str(told.value)


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def test_diff_tells_audits_from_articles(tmp_path: Path) -> None:
    old, new = (write_report(tmp_path / name, body) for name, body in (("old.json", OLD), ("new.json", NEW)))
    result = run("diff", old, new, "--workspace", tmp_path / "ws")
    assert result.exit_code == 1
    assert "reworded: Calmol eased itching in 12 people." in result.output
    assert run("diff", old, old, "--workspace", tmp_path / "ws").exit_code == 0
    mixed = run("diff", old, Path(__file__), "--workspace", tmp_path / "ws")
    assert mixed.exit_code == 2
    assert "cannot be compared with an article" in mixed.output


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "repository"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("KG_WORKSPACE", str(tmp_path / "ws"))
    for name in ("kept.md", "mended.md", "gone.md"):
        (folder / name).write_text(f"# {name}\n\nMassage helps everybody, always.\n\nIt costs nothing.\n")
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    for words in (["init", "-q"], ["add", "."], [*identity, "commit", "-q", "-m", "first"]):
        subprocess.run(["git", *words], check=True, capture_output=True)
    return folder


def test_base_tells_what_changed_since_a_revision(repository: Path) -> None:
    (repository / "mended.md").write_text("# mended.md\n\nMassage helps nobody, always.\n\nIt costs nothing.\n")
    (repository / "gone.md").unlink()
    (repository / "new.md").write_text("# New\n\nNothing is said.\n")
    result = run("audit", ".", "--base", "HEAD", "--format", "json")
    found = {each["source"]: each for each in json.loads(result.output)["articles"]}
    assert {name: each["same"] for name, each in found.items()} == {
        "kept.md": True,
        "mended.md": False,
        "new.md": False,
        "gone.md": False,
    }
    assert found["gone.md"]["new"] is None
    assert found["new.md"]["old"] is None
    assert [claim["change"] for claim in found["mended.md"]["claims"]].count("reworded") == 1
    total = run("audit", ".", "--base", "HEAD").output.splitlines()[-1]
    assert "1 claim reworded; 0 decisions gone stale; 1 of 4 articles as before." in total


def test_base_counts_new_findings_only(repository: Path) -> None:
    assert run("audit", ".", "--fail-on", "note").exit_code == 1
    assert run("audit", ".", "--fail-on", "note", "--base", "HEAD").exit_code == 0
    (repository / "kept.md").write_text("# kept.md\n\nMassage cures cancer in all people.[7]\n")
    assert run("audit", ".", "--fail-on", "note", "--base", "HEAD").exit_code == 1


@pytest.mark.usefixtures("repository")
def test_base_that_is_no_commit_is_refused() -> None:
    result = run("audit", ".", "--base", "no-such-thing")
    assert result.exit_code == 2
    assert "no-such-thing is no commit here" in result.output


def test_base_outside_a_repository_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    (tmp_path / "a.md").write_text("# A\n\nText.\n")
    result = run("audit", "a.md", "--base", "HEAD", "--workspace", tmp_path / "ws")
    assert result.exit_code == 2
    assert "in no git repository" in result.output


def test_base_knows_an_article_that_moved_and_does_not_mix_files_of_one_name(repository: Path) -> None:
    (repository / "below").mkdir()
    (repository / "mended.md").rename(repository / "below" / "mended.md")
    (repository / "gone.md").unlink()
    (repository / "below" / "gone.md").write_text("# Another\n\nSomething else is said.\n")
    result = run("audit", ".", "--base", "HEAD", "--format", "json")
    found = {each["source"]: each for each in json.loads(result.output)["articles"]}
    assert found["below/mended.md"]["old"] == found["below/mended.md"]["new"]
    assert set(found) == {"kept.md", "below/mended.md", "below/gone.md"}
