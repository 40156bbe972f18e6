"""Pulling records on the command line, against a server on this machine in place of NCBI."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg.cli import main
from tests.ncbi_server import NcbiServer, make_record, run_server, status

ARTICLE = """# On massage

A study found that massage thickens hair.[1] Another agrees.[2] A third is lost.[3]

## References

1. Smith A. Massage and hair. J Calm. 2020;1:2-3. PMID: 111.
2. Jones A. Rest and hair. J Calm. 2019;1:4-5.
3. Nobody N. Never written. J Calm. 2018;1:6-7. PMID: 333.
"""


@pytest.fixture
def server() -> Iterator[NcbiServer]:
    with run_server() as made:
        made.records["111"] = make_record("111", title="Massage and hair.", author="Smith", year=2020)
        made.records["222"] = make_record("222", title="Rest and hair.", author="Jones", year=2019)
        yield made


@pytest.fixture
def folder(server: NcbiServer, tmp_path: Path) -> Path:
    path = tmp_path / "ws"
    path.mkdir()
    (path / "kg.toml").write_text(f'[ncbi]\nemail = "editor@example.org"\naddress = "{server.address}"\n')
    return path


def run(folder: Path, *arguments: str) -> Result:
    result = CliRunner().invoke(
        main, [*arguments, "--workspace", str(folder)], env={"XDG_CACHE_HOME": str(folder.parent / "user")}
    )
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def test_records_are_pulled_once_and_stand_in_the_graph(folder: Path, server: NcbiServer) -> None:
    result = run(folder, "ingest", "pubmed", "111", "222")
    assert result.exit_code == 0
    assert "2 records in the cache; the store holds 87 studies" in result.output
    (folder / "q.rq").write_text('SELECT ?t { ?r fabio:hasPubMedId "111" ; dcterms:title ?t }')
    asked = run(folder, "query", str(folder / "q.rq"), "--format", "csv")
    assert "Massage and hair" in asked.output
    before = len(server.requests)
    run(folder, "ingest", "pubmed", "111", "222")
    assert len(server.requests) == before


def test_unknown_pmid_is_told_and_the_rest_is_kept(folder: Path) -> None:
    result = run(folder, "ingest", "pubmed", "111", "999")
    assert result.exit_code == 3
    assert "1 record in the cache" in result.output
    assert "no record of 999" in result.output


def test_pmids_come_from_a_file_and_a_search(folder: Path, server: NcbiServer) -> None:
    (folder / "ids.txt").write_text("111\n")
    server.searches["hair rest"] = ["222"]
    result = run(folder, "ingest", "pubmed", "--file", str(folder / "ids.txt"), "--search", "hair rest")
    assert "2 records in the cache" in result.output


def test_audit_with_pull_uses_what_came_and_says_what_did_not(folder: Path, server: NcbiServer, tmp_path: Path) -> None:
    article = tmp_path / "on-massage.md"
    article.write_text(ARTICLE)
    server.searches.clear()
    result = run(folder, "audit", str(article), "--pull", "--fail-on", "never", "--verbose")
    assert "reference entry 3" in result.output
    assert "Of reference 1 only the bibliographic record is here" in result.output
    assert "Nothing of reference 3 could be read" in result.output
    assert result.exit_code == 0


def test_dead_server_is_told_and_what_the_cache_holds_is_used(folder: Path, server: NcbiServer) -> None:
    run(folder, "ingest", "pubmed", "111")
    server.faults.extend([status(404)] * 20)
    result = run(folder, "ingest", "pubmed", "111", "222")
    assert result.exit_code == 3
    assert "1 record in the cache" in result.output
    assert "could not be had" in result.output


def test_nothing_to_pull_is_wrong_usage(folder: Path) -> None:
    assert run(folder, "ingest", "pubmed").exit_code == 2


def test_saved_file_is_taken_in_and_stays_after_a_build(folder: Path, tmp_path: Path) -> None:
    saved = tmp_path / "set.nbib"
    saved.write_text("PMID- 5\nTI  - Calm at last.\nAU  - Smith A\nDP  - 2020\n\n")
    assert "1 record read; the store holds 86 studies" in run(folder, "ingest", "medline", str(saved)).output
    assert "86 studies" in run(folder, "build").output


def article(pmid: str) -> str:
    title = "<Article><ArticleTitle>Calm</ArticleTitle></Article>"
    return f"<PubmedArticle><MedlineCitation><PMID>{pmid}</PMID>{title}</MedlineCitation></PubmedArticle>"


def test_saved_file_is_counted_by_what_became_of_each_record(folder: Path, tmp_path: Path) -> None:
    saved = tmp_path / "set.xml"
    deleted = "<DeleteCitation><PMID>7</PMID><PMID>8</PMID></DeleteCitation>"
    saved.write_text(f"<PubmedArticleSet>{article('5')}{article('abc')}{article('5')}{deleted}</PubmedArticleSet>")
    result = run(folder, "ingest", "medline", str(saved))
    assert "2 records read, 1 of them again: the last one stands, 2 deletions; the store" in result.output
    assert "set.xml record 2: 'abc' is not a PubMed identifier (PMID)" in result.output
    assert result.exit_code == 3


@pytest.mark.parametrize(
    "words", ["just words\n", "<PubmedArticleSet/>", f"<PubmedArticleSet>{article('x')}</PubmedArticleSet>"]
)
def test_file_that_holds_no_records_is_refused_and_not_kept(folder: Path, tmp_path: Path, words: str) -> None:
    saved = tmp_path / "page.nbib"
    saved.write_text(words)
    result = run(folder, "ingest", "medline", str(saved))
    assert result.exit_code == 3
    assert "page.nbib" in result.output
    assert not (folder / "records").exists()
