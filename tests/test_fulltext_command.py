"""Full texts on the command line, against a server on this machine in place of the services."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg.cli import main
from tests.ingest.fulltext.articles import make_jats
from tests.ncbi_server import NcbiServer, make_record, run_server, status

IDS = '<article-id pub-id-type="pmid">{pmid}</article-id><article-id pub-id-type="pmc">{pmcid}</article-id>'
ARTICLE = """# On massage

A study found that massage thickens hair.[1] Another agrees.[2]

## References

1. Smith A. Massage and hair. J Calm. 2020;1:2-3. PMID: 111.
2. Jones A. Rest and hair. J Calm. 2019;1:4-5. PMCID: PMC2222222.
"""


def make_article(pmid: str, pmcid: str) -> bytes:
    return make_jats("<p>Massage was measured.</p>", meta=IDS.format(pmid=pmid, pmcid=pmcid))


@pytest.fixture
def server() -> Iterator[NcbiServer]:
    with run_server() as made:
        made.articles["PMC1111111"] = make_article("111", "PMC1111111")
        front = IDS.format(pmid="222", pmcid="PMC2222222")
        made.articles["PMC2222222"] = f"<article><front><article-meta>{front}</article-meta></front></article>".encode()
        made.records["111"] = make_record("111", title="Massage and hair.", author="Smith", year=2020)
        made.records["222"] = make_record("222", title="Rest and hair.", author="Jones", year=2019, pmcid="PMC2222222")
        made.conversions += [{"pmid": 111, "pmcid": "PMC1111111"}, {"pmid": 222, "pmcid": "PMC2222222"}]
        yield made


@pytest.fixture
def folder(server: NcbiServer, tmp_path: Path) -> Path:
    path = tmp_path / "ws"
    path.mkdir()
    (path / "kg.toml").write_text(
        f'[ncbi]\naddress = "{server.address}"\nconverter_address = "{server.address}/idconv/"\n'
        f'[europepmc]\naddress = "{server.address}/europepmc"\n'
    )
    return path


def run(folder: Path, *arguments: str) -> Result:
    result = CliRunner().invoke(
        main, [*arguments, "--workspace", str(folder)], env={"XDG_CACHE_HOME": str(folder.parent / "user")}
    )
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.mark.parametrize("source", ["pmc", "europepmc"])
def test_text_is_fetched_once_kept_and_built_again_from_the_cache(
    folder: Path, server: NcbiServer, source: str
) -> None:
    result = run(folder, "ingest", "fulltext", "PMC1111111", "--source", source)
    assert result.exit_code == 0
    assert "1 full texts in the cache" in result.output
    assert "and 1 full texts." in result.output
    assert len(server.requests) == 1
    again = run(folder, "ingest", "fulltext", "PMC1111111", "--source", source)
    assert "and 1 full texts." in again.output
    assert len(server.requests) == 1


def test_front_matter_alone_is_told_as_abstract_only(folder: Path) -> None:
    result = run(folder, "ingest", "fulltext", "PMC2222222")
    assert result.exit_code == 0
    assert "PMC2222222: abstract only" in result.output
    assert "and 0 full texts." in result.output


@pytest.mark.parametrize(
    ("source", "message"),
    [("pmc", "the service gave no article (not available: 9999999)"), ("europepmc", "no open-access full text of it")],
)
def test_pmcid_that_does_not_exist_is_told(folder: Path, source: str, message: str) -> None:
    result = run(folder, "ingest", "fulltext", "PMC9999999", "--source", source)
    assert result.exit_code == 3
    assert message in result.output
    assert run(folder, "build").exit_code == 0


def test_fault_of_the_service_is_told_and_nothing_is_kept(folder: Path, server: NcbiServer) -> None:
    server.faults.append(status(429, Retry_After="9999"))
    result = run(folder, "ingest", "fulltext", "PMC1111111")
    assert result.exit_code == 3
    assert "PMC1111111: " in result.output
    assert "status 429" in result.output
    assert "and 0 full texts." in result.output


def test_answer_with_another_article_is_refused(folder: Path, server: NcbiServer) -> None:
    server.articles["PMC3333333"] = make_article("111", "PMC1111111")
    result = run(folder, "ingest", "fulltext", "PMC3333333")
    assert result.exit_code == 3
    assert "the service gave PMC1111111 where PMC3333333 was asked for" in result.output


FILES = {
    "cut.xml": (make_article("1", "PMC1111111")[:150], "cut.xml:2"),
    "page.xml": (b"<html><body>An article</body></html>", "this is an HTML page"),
    "tei.xml": (b"<TEI/>", "this is TEI XML"),
    "entity.xml": (
        b'<!DOCTYPE article [<!ENTITY x SYSTEM "file:///etc/hostname">]><article>&x;</article>',
        "declares the entity",
    ),
    "empty.xml": (b"", "the XML cannot be read"),
}


@pytest.mark.parametrize("name", FILES)
def test_file_that_cannot_be_used_is_told_and_not_kept(folder: Path, tmp_path: Path, name: str) -> None:
    data, message = FILES[name]
    (tmp_path / name).write_bytes(data)
    (tmp_path / "good.xml").write_bytes(make_article("1", "PMC1111111"))
    result = run(folder, "ingest", "fulltext", str(tmp_path / name), str(tmp_path / "good.xml"))
    assert result.exit_code == 3
    assert message in result.output
    assert name in result.output
    assert [path.name[17:] for path in (folder / "fulltexts").iterdir()] == ["good.xml"]
    assert "and 1 full texts." in result.output


def test_word_that_is_neither_file_nor_pmcid_is_wrong_usage(folder: Path) -> None:
    result = run(folder, "ingest", "fulltext", "12345")
    assert result.exit_code == 2
    assert "neither a file nor a PMCID" in result.output


def test_audit_with_full_texts_says_which_were_here(folder: Path, tmp_path: Path) -> None:
    article = tmp_path / "on-massage.md"
    article.write_text(ARTICLE)
    result = run(folder, "audit", str(article), "--pull", "--full-text", "--fail-on", "never", "--verbose")
    assert "2 references identified" in result.output
    assert "1 full texts in the cache" in result.output
    assert "PMC2222222: abstract only" in result.output
    assert "Of reference 1" not in result.output
    assert "reference 1: what of its full text stands outside" in " ".join(result.output.split())
    assert "Of reference 2 only the bibliographic record is here" in result.output


def test_full_text_without_pull_is_wrong_usage(folder: Path, tmp_path: Path) -> None:
    article = tmp_path / "on-massage.md"
    article.write_text(ARTICLE)
    for command in ("audit", "ingest article"):
        result = run(folder, *command.split(), str(article), "--full-text")
        assert result.exit_code == 2
        assert "--full-text goes with --pull" in result.output
