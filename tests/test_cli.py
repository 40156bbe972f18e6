"""The command as its users meet it: what it prints, what it leaves behind, how it ends."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ingest.curated import bundled_folder
from kg.cli import main
from kg.cli.asking import query
from kg.query import iter_queries

BODY = """# On massage

A study of 12 women found that massage thickens hair.[1]

## References

1. Nobody N. A paper that no one has. J None. 2020;1:2-3. PMID: 99999999.
"""


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the bundled knowledge, made once; tests that write take a copy."""
    folder = tmp_path_factory.mktemp("cli") / "ws"
    assert run("build", folder=folder).exit_code == 0
    return folder


@pytest.fixture
def workspace(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "ws"))


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "on-massage.md"
    path.write_text(BODY, encoding="utf-8")
    return path


def run(*arguments: str | Path, folder: Path, given: str | None = None) -> Result:
    words = [str(argument) for argument in arguments]
    result = CliRunner().invoke(main, [*words, "--workspace", str(folder)], input=given)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def example() -> Path:
    return next((bundled_folder() / "articles").glob("*.md"))


def test_build_says_what_the_store_holds(built: Path) -> None:
    result = run("build", folder=built)
    assert "128 concepts, 85 studies" in result.output


def test_audit_finds_the_wrong_number_in_the_bundled_example(built: Path) -> None:
    result = run("audit", example(), folder=built)
    assert result.exit_code == 1
    assert "NUM001" in result.output
    assert "our paraphrase" in result.output
    assert "What was not checked" in result.output


def test_audit_writes_nothing_into_the_workspace(built: Path) -> None:
    before = sorted(built.rglob("*"))
    run("audit", example(), folder=built)
    assert sorted(built.rglob("*")) == before


@pytest.mark.parametrize(
    ("options", "status"), [(["--fail-on", "never"], 0), (["--select", "REF005"], 0), (["--select", "REF003"], 1)]
)
def test_audit_status_follows_the_rules_asked_for(built: Path, options: list[str], status: int) -> None:
    assert run("audit", example(), *options, folder=built).exit_code == status


def test_audit_as_json_is_one_document_and_the_same_each_time(built: Path) -> None:
    one, other = (run("audit", example(), "--format", "json", folder=built).output for _ in range(2))
    assert one == other
    (found,) = json.loads(one)["audits"]
    report = found["report"]
    assert {finding["rule"] for finding in report["findings"]} >= {"NUM001", "REF003", "SRC004"}
    assert report["ledger"]


def test_audit_of_an_unknown_reference_says_that_nothing_was_read(built: Path, article: Path) -> None:
    result = run("audit", article, "--fail-on", "never", folder=built)
    assert "Read of 1 reference: nothing of 1." in result.output
    assert "supported" not in result.output.replace("could show support", "")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("missing.md", None, "cannot be read"),
        ("empty.md", b"", "empty"),
        ("blank.txt", b" \n\n", "holds no text"),
        ("paper.html", b"%PDF-1.7 \x00\x01", "PDF"),
        ("zeros.txt", b"some text\x00more", "NUL"),
    ],
)
def test_unreadable_article_is_named_with_what_to_do_and_the_rest_is_done(
    built: Path, tmp_path: Path, article: Path, name: str, content: bytes | None, message: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    result = run("audit", path, article, folder=built)
    assert result.exit_code == 3
    assert message in result.output
    assert name in result.output
    assert "On massage" in result.output


def test_page_without_references_is_read_and_says_so(built: Path, tmp_path: Path) -> None:
    path = tmp_path / "bare.txt"
    path.write_text("Massage thickens hair in all men who try it for a year.\n\nIt is easy to do at home every day.\n")
    result = run("audit", path, "--fail-on", "never", folder=built)
    assert result.exit_code == 0
    assert "no reference" in result.output.lower()


def test_ingest_keeps_the_article_its_run_and_its_graphs(workspace: Path, article: Path) -> None:
    result = run("ingest", "article", article, folder=workspace)
    assert result.exit_code == 0
    assert (workspace / "articles" / "on-massage" / "article.json").exists()
    run_file = next((workspace / "runs").glob("*on-massage*.json"))
    assert json.loads(run_file.read_text())["report"]["article"] == "on-massage"
    asked = run(
        "query", "-", "--format", "csv", folder=workspace, given="SELECT ?l { ?a a ekg:Article; rdfs:label ?l }"
    )
    assert "On massage" in asked.output


def test_ingesting_an_article_again_does_not_double_it(workspace: Path, article: Path) -> None:
    question = "SELECT (COUNT(?c) AS ?n) { ?c a ekg:Claim }"
    counts = []
    for _ in range(2):
        run("ingest", "article", article, folder=workspace)
        counts.append(run("query", "-", "--format", "csv", folder=workspace, given=question).output)
    assert counts[0] == counts[1] != "n\r\n0\r\n"


def test_unreadable_article_leaves_the_workspace_as_it_was(workspace: Path, tmp_path: Path) -> None:
    before = sorted(workspace.rglob("*"))
    (tmp_path / "empty.md").touch()
    assert run("ingest", "article", tmp_path / "empty.md", folder=workspace).exit_code == 3
    assert sorted(workspace.rglob("*")) == before


def test_deleting_the_store_and_building_again_gives_the_same_bytes(workspace: Path, article: Path) -> None:
    run("ingest", "article", article, folder=workspace)
    before = run("export", folder=workspace).stdout_bytes
    shutil.rmtree(workspace / "store")
    run("build", folder=workspace)
    assert run("export", folder=workspace).stdout_bytes == before
    assert before == b"".join(sorted(before.splitlines(keepends=True)))
    assert b"_:" not in before


def test_build_leaves_out_a_bad_study_file_and_says_where_and_why(workspace: Path) -> None:
    studies = workspace / "studies"
    studies.mkdir()
    (studies / "bad-2020.yaml").write_text("id: bad-2020\nrecord:\n  colour: blue\n")
    result = run("build", folder=workspace)
    assert result.exit_code == 3
    assert "bad-2020.yaml:3" in result.output
    assert "colour" in result.output
    assert "85 studies" in result.output


def test_own_study_replaces_the_bundled_one_of_its_key(workspace: Path) -> None:
    bundled = min((bundled_folder() / "studies").glob("*.yaml"))
    (workspace / "studies").mkdir()
    own = workspace / "studies" / bundled.name
    own.write_text(bundled.read_text() + "\nfunding: a grant of our own reading\n")
    run("build", folder=workspace)
    asked = run("query", "-", folder=workspace, given='SELECT ?s { ?s ekg:funding "a grant of our own reading" }')
    assert bundled.stem in asked.output
    assert "85 studies" in run("build", folder=workspace).output


def test_refused_query_ends_with_usage_status(built: Path) -> None:
    result = run("query", "-", folder=built, given="DROP ALL")
    assert result.exit_code == 2
    assert "DROP is refused" in result.output


def test_query_from_a_missing_file_is_named(built: Path) -> None:
    result = run("query", "nothing.rq", folder=built)
    assert result.exit_code == 2
    assert "nothing.rq" in result.output


def test_query_without_a_store_says_how_to_make_one(tmp_path: Path) -> None:
    result = run("query", "-", folder=tmp_path / "new", given="ASK {}")
    assert result.exit_code == 3
    assert "kg build" in result.output


def test_stats_counts_each_class(built: Path) -> None:
    result = run("stats", folder=built)
    assert "ekg:Study" in result.output
    assert "85" in result.output


@pytest.mark.parametrize("form", ["nquads", "trig", "turtle", "jsonld"])
def test_export_in_every_format_goes_to_a_file(built: Path, tmp_path: Path, form: str) -> None:
    target = tmp_path / "graph"
    assert run("export", "--format", form, "--output", target, folder=built).exit_code == 0
    assert target.stat().st_size > 100_000


def test_rule_is_explained() -> None:
    result = CliRunner().invoke(main, ["rule", "num001"])
    assert "sample-size" in result.output
    assert "fails:" in result.output


def test_environment_names_the_workspace(built: Path) -> None:
    result = CliRunner().invoke(main, ["stats"], env={"KG_WORKSPACE": str(built)})
    assert str(built) in result.output


def test_audit_of_several_files_as_json_is_one_document_that_names_the_unread(built: Path, article: Path) -> None:
    missing = article.parent / "missing.md"
    result = CliRunner().invoke(
        main, ["audit", str(article), str(missing), str(example()), "--format", "json", "--workspace", str(built)]
    )
    document = json.loads(result.stdout)
    assert len(document["audits"]) == 2
    assert "missing.md" in document["unread"][0]["source"]
    assert result.exit_code == 3


def test_audit_without_a_store_uses_the_bundled_data_and_writes_nothing(tmp_path: Path) -> None:
    result = run("audit", example(), folder=tmp_path / "none")
    assert "NUM001" in result.output
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("command", ["query", "stats", "export"])
def test_reading_command_makes_no_workspace(tmp_path: Path, command: str) -> None:
    arguments = ["query", "-"] if command == "query" else [command]
    assert run(*arguments, folder=tmp_path / "typo", given="ASK {}").exit_code == 3
    assert not (tmp_path / "typo").exists()


def test_unknown_rule_is_wrong_usage(built: Path) -> None:
    assert run("audit", example(), "--select", "XXX", folder=built).exit_code == 2
    assert CliRunner().invoke(main, ["rule", "N"]).exit_code == 2


def test_export_to_a_place_that_cannot_be_written_is_told(built: Path, tmp_path: Path) -> None:
    result = run("export", "--output", tmp_path / "none" / "graph", folder=built)
    assert result.exit_code == 3
    assert "could not be written" in result.output


def test_other_file_of_the_same_key_is_refused_unless_the_key_is_given(workspace: Path, article: Path) -> None:
    run("ingest", "article", article, folder=workspace)
    other = article.with_name("On Massage.md")
    other.write_text(BODY)
    refused = run("ingest", "article", other, folder=workspace)
    assert refused.exit_code == 2
    assert "taken by on-massage.md" in refused.output
    assert run("ingest", "article", other, "--id", "on-massage", folder=workspace).exit_code == 0
    assert run("ingest", "article", other, "--id", "another", folder=workspace).exit_code == 0


def test_damaged_snapshot_is_left_out_of_a_build_and_mended_by_ingesting_again(workspace: Path, article: Path) -> None:
    run("ingest", "article", article, folder=workspace)
    kept = next((workspace / "articles" / "on-massage").glob("*.md"))
    kept.write_bytes(kept.read_bytes() + b"x")
    built = run("build", folder=workspace)
    assert built.exit_code == 3
    assert "85 studies and 0 articles" in built.output
    assert "changed after it was read" in built.output
    run("ingest", "article", article, folder=workspace)
    assert "85 studies and 1 article" in run("build", folder=workspace).output


def test_query_text_that_is_not_utf8_is_told(built: Path, tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_bytes(b"ASK {} # \xff")
    result = run("query", tmp_path / "q.rq", folder=built)
    assert result.exit_code == 2
    assert "cannot be read" in result.output


def test_all_that_a_bundled_question_takes_can_be_given() -> None:
    assert {name for each in iter_queries() for name in each.parameters} <= {option.name for option in query.params}


def test_query_that_is_cut_says_so(built: Path) -> None:
    result = run("query", "-", "--max-rows", "2", folder=built, given="SELECT * { ?s ?p ?o }")
    assert result.exit_code == 3
    assert "the answer is cut" in result.output


def test_show_prints_what_is_read_and_keeps_nothing(article: Path, tmp_path: Path) -> None:
    folder = tmp_path / "none"
    result = run("ingest", "article", article, "--show", folder=folder)
    assert result.exit_code == 0
    assert "A study of 12 women found that massage thickens hair." in result.output
    assert (
        json.loads(run("ingest", "article", article, "--show", "--json", folder=folder).output)["format"] == "markdown"
    )
    assert not folder.exists()


def test_json_without_show_is_refused(article: Path, tmp_path: Path) -> None:
    result = run("ingest", "article", article, "--json", folder=tmp_path / "none")
    assert result.exit_code == 2
    assert "--show" in result.output


def test_diff_of_two_files_tells_what_changed(article: Path, tmp_path: Path) -> None:
    changed = tmp_path / "newer.md"
    changed.write_text(BODY.replace("12 women", "20 women"), encoding="utf-8")
    result = run("diff", article, changed, folder=tmp_path / "none")
    assert result.exit_code == 1
    assert "figures 12 became 20" in result.output
    assert run("diff", article, article, folder=tmp_path / "none").exit_code == 0
    document = json.loads(run("diff", article, changed, "--format", "json", folder=tmp_path / "none").output)
    assert (document["same"], document["claims"][0]["change"]) == (False, "reworded")


def test_diff_compares_snapshots_of_the_workspace(workspace: Path, article: Path) -> None:
    run("ingest", "article", article, folder=workspace)
    first = next(path.name for path in (workspace / "articles" / "on-massage").iterdir() if path.suffix == ".md")
    article.write_text(BODY.replace("found that", "showed that"), encoding="utf-8")
    run("ingest", "article", article, folder=workspace)
    assert run("diff", f"on-massage@{first[:8]}", "on-massage", folder=workspace).exit_code == 1
    assert run("diff", "on-massage", "on-massage", folder=workspace).exit_code == 0
    assert run("diff", "on-massage@ffffffff", "on-massage", folder=workspace).exit_code == 3


def test_diff_of_what_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    result = run("diff", "no-such-thing", "no-such-thing", folder=tmp_path / "none")
    assert result.exit_code == 2
    assert "no file and no article" in result.output


def test_address_of_a_private_place_is_refused(tmp_path: Path) -> None:
    result = run("audit", "http://127.0.0.1:9/page", folder=tmp_path / "none")
    assert result.exit_code == 3
    assert "public internet" in result.output
