"""A table of notices accuses no paper but the one that it identifies, and of nothing but what it says."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from click.testing import CliRunner

from ingest.retraction_watch import read_retraction_watch, with_notices
from kg.cli import main
from kg.errors import RecordError
from kg.identifiers import Doi, Pmid
from kg.model import NoticeKind
from tests.builders import make_study

HEADER = (
    "Record ID,Title,Subject,Institution,Journal,Publisher,Country,Author,URLS,ArticleType,RetractionDate,"
    "RetractionDOI,RetractionPubMedID,OriginalPaperDate,OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature,Reason,Paywalled,Notes,"
)


def make_row(nature: str, *, doi: str = "unavailable", pmid: str = "0", date: str = "2/13/2020 0:00") -> str:
    paper = '1,"Calm, again",,,J Calm,P,,A,,Research Article;'
    return f"{paper},{date},10.1000/N,22222222,1/1/2019 0:00,{doi},{pmid},{nature},,No,,"


def write(folder: Path, *rows: str) -> Path:
    path = folder / "table.csv"
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("nature", "kind"),
    [
        ("Retraction", NoticeKind.RETRACTION),
        ("Expression of concern", NoticeKind.EXPRESSION_OF_CONCERN),
        ("Correction", NoticeKind.ERRATUM),
        ("Reinstatement", NoticeKind.REINSTATEMENT),
    ],
)
def test_row_becomes_a_notice_of_its_own_kind(tmp_path: Path, nature: str, kind: NoticeKind) -> None:
    table = read_retraction_watch(write(tmp_path, make_row(nature, pmid="11111111")))
    (notice,) = table.notices[Pmid("11111111")]
    assert (notice.kind, notice.date, notice.pmid) == (kind, "2020-02-13", Pmid("22222222"))
    assert notice.stated_by == "Retraction Watch"
    assert notice.published_in == "J Calm, doi:10.1000/n"


def test_notice_reaches_the_paper_by_its_identifier_only(tmp_path: Path) -> None:
    table = read_retraction_watch(write(tmp_path, make_row("Retraction", doi="10.1000/182"), make_row("Retraction")))
    assert set(table.notices) == {Doi("10.1000/182")}
    same_title = make_study(title="Calm, again")
    hit = dataclasses.replace(same_title, record=dataclasses.replace(same_title.record, doi=Doi("10.1000/182")))
    untouched, touched = (with_notices(study, table) for study in (same_title, hit))
    assert untouched == same_title
    assert [notice.kind for notice in touched.record.notices] == [NoticeKind.RETRACTION]


def test_paper_with_both_identifiers_gets_the_notice_once(tmp_path: Path) -> None:
    table = read_retraction_watch(write(tmp_path, make_row("Retraction", doi="10.1000/182", pmid="11111111")))
    study = make_study()
    study = dataclasses.replace(study, record=dataclasses.replace(study.record, doi=Doi("10.1000/182")))
    assert len(with_notices(study, table).record.notices) == 1


def test_row_of_an_unknown_kind_is_told_with_its_line_and_the_rest_is_read(tmp_path: Path) -> None:
    path = write(tmp_path, make_row("Vanished", pmid="1"), make_row("Retraction", pmid="2"))
    table = read_retraction_watch(path)
    assert set(table.notices) == {Pmid("2")}
    assert "table.csv:2" in str(table.rejected[0])


@pytest.mark.parametrize("content", ["", "a,b\n1,2\n", "just words"])
def test_other_file_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "other.csv"
    path.write_text(content)
    with pytest.raises(RecordError, match="no Retraction Watch table"):
        read_retraction_watch(path)


def test_command_keeps_the_table_and_the_audit_tells_the_retraction(tmp_path: Path) -> None:
    folder = str(tmp_path / "ws")
    table = write(tmp_path, make_row("Retraction", pmid="26904154"))
    assert CliRunner().invoke(main, ["ingest", "notices", str(table), "--workspace", folder]).exit_code == 0
    article = tmp_path / "calm.md"
    article.write_text(
        "# Calm\n\nMassage helps.[1]\n\n## References\n\n1. Koyama T. Massage. Eplasty. 2016. PMID: 26904154\n"
    )
    result = CliRunner().invoke(main, ["audit", str(article), "--select", "SRC", "--workspace", folder])
    assert "error SRC001 retracted-source" in result.output
    assert "Retraction Watch" in result.output


def test_command_tells_each_row_that_could_not_be_read(tmp_path: Path) -> None:
    table = write(tmp_path, make_row("Vanished", pmid="1"), make_row("Retraction", pmid="2"))
    result = CliRunner().invoke(main, ["ingest", "notices", str(table), "--workspace", str(tmp_path / "ws")])
    assert "Notices on 1 identifier read; 1 row could not be." in result.output
    assert "table.csv:2: 'Vanished' is no kind of notice" in result.output
    assert result.exit_code == 3


def test_day_that_no_calendar_has_is_no_date(tmp_path: Path) -> None:
    table = read_retraction_watch(write(tmp_path, make_row("Retraction", pmid="11111111", date="2/31/2020 0:00")))
    assert [notice.date for notice in table.notices[Pmid("11111111")]] == [None]
