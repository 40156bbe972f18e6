"""What was typed is what is asked for, and what came is told in words."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from ingest.pipeline import make_snapshot
from ingest.pull_history import Pull
from kg.errors import FetchError, UsageError
from kg.explorer.data_markup import render_audits, render_dumps, render_pulls, render_validation
from kg.explorer.data_view import MOST_SHOWN, DataView, read_data
from kg.explorer.intake import MOST_WANTED, OFFLINE, describe_pull, find_room, parse_wanted, tell_offline
from kg.identifiers import Doi, Pmid
from kg.store import Generation
from kg.validation import ValidationReport, Violation
from kg.workspace import Workspace
from tests.explorer.test_article_view import BUNDLED, walk

HOSTILE = "<script>window.broken=1</script>"


@pytest.mark.parametrize(
    ("text", "pmids", "dois"),
    [
        ("11111111", ["11111111"], []),
        ("PMID: 11111111, 22222222;33333333\n11111111", ["11111111", "22222222", "33333333"], []),
        ("doi: 10.1000/182, https://doi.org/10.1000/ABC", [], ["10.1000/182", "10.1000/abc"]),
        ("10.1000/a,b 11111111", ["11111111"], ["10.1000/a,b"]),
        ("", [], []),
    ],
)
def test_identifiers_are_read_as_people_write_them(text: str, pmids: list[str], dois: list[str]) -> None:
    wanted = parse_wanted(text)
    assert wanted.pmids == tuple(map(Pmid, pmids))
    assert wanted.dois == tuple(map(Doi, dois))


def test_what_is_no_identifier_is_named_and_nothing_is_asked() -> None:
    with pytest.raises(UsageError, match=r"hair: neither a PMID nor a DOI.*Nobody was asked"):
        parse_wanted("11111111 hair")


def test_more_than_a_page_asks_for_is_refused() -> None:
    with pytest.raises(UsageError, match="kg ingest pubmed --file"):
        parse_wanted(" ".join(str(10_000_000 + at) for at in range(MOST_WANTED + 1)))


def test_article_of_another_source_never_takes_the_place_of_one_that_is_here(tmp_path: Path) -> None:
    workspace = Workspace.at(tmp_path / "ws")
    first = make_snapshot("guide.md", b"one")
    workspace.keep_snapshot(first)
    assert find_room(workspace, make_snapshot("guide.md", b"two")).article == first.article
    assert find_room(workspace, make_snapshot("guide.html", b"three")).article.value == "guide-2"


def test_offline_says_that_nothing_is_lost() -> None:
    error = FetchError("the service could not be reached", url="https://example.org/", mend="Go online.")
    assert tell_offline(error).mend == OFFLINE
    refused = FetchError("404", url="https://example.org/", mend="Open it in a browser, save the page, and give it.")
    assert tell_offline(refused).mend == refused.mend


PULL = Pull(
    "2026-01-02T03:04:05+00:00",
    f"search {HOSTILE!r}",
    fetched=("11111111",),
    held=("22222222", "33333333"),
    not_found=("44444444",),
    failed=("55555555",),
    reasons=("the service answers 500",),
    unidentified=("10.1000/182: PubMed does not know its DOI",),
)


def test_pull_is_told_whole() -> None:
    told = " ".join(describe_pull(PULL))
    assert "Fetched 1 record; 2 records were here already." in told
    assert "PubMed has no record of 44444444." in told
    assert "1 record could not be had (55555555): the service answers 500" in told
    assert "10.1000/182: PubMed does not know its DOI" in told


def view(**changes: object) -> DataView:
    empty = {"generation": "gen-0001-0a", "statements": 5, "audits": (), "further_audits": 0, "pulls": ()}
    rest = {"further_pulls": 0, "unreadable": (), "restricted": ()}
    return DataView(**{**empty, **rest, **changes})  # type: ignore[arg-type]


def test_pulls_are_listed_with_their_counts_and_hostile_words_stay_words() -> None:
    shown = render_pulls(view(pulls=(PULL,), further_pulls=3, unreadable=("pulls/x.json: broken",)))
    cells = [part.text for part in walk(shown) if part.tag == "td"]
    assert cells[:6] == ["2026-01-02 03:04 UTC", f"search {HOSTILE!r}", "1", "2", "1", "1"]
    assert "3 earlier ones are not listed." in shown.text
    assert "pulls/x.json: broken" in shown.text


def test_empty_history_says_so() -> None:
    assert "Nothing was pulled yet." in render_pulls(view()).text
    assert "No article was audited yet." in render_audits(view()).text


def test_audits_of_the_workspace_are_listed_the_newest_first(generation: Generation, workspace: Workspace) -> None:
    found = read_data(generation, workspace)
    assert {audit.article for audit in found.audits} >= {BUNDLED}
    assert [audit.time for audit in found.audits] == sorted((a.time for a in found.audits), reverse=True)
    assert len(found.audits) <= MOST_SHOWN
    assert f"article?article={BUNDLED}" in {part.href for part in walk(render_audits(found))}


def test_what_a_dump_leaves_out_is_named() -> None:
    assert "Nothing had to be left out" in render_dumps(view()).text
    assert "1 text whose licence" in render_dumps(view(restricted=("pmc-1",))).text


def test_validation_never_says_more_than_it_looked_at() -> None:
    partly = render_validation(ValidationReport(True, (), 900, pulled=50, sampled=20))
    assert "20 of 50 pulled records looked at. Of the records that were not looked at this says nothing." in partly.text
    wrong = Violation("https://evidence-kg.example/id/study/x", "ekg:year", HOSTILE, "violation")
    told = render_validation(ValidationReport(False, (wrong,) * 120, 900, pulled=0, sampled=0))
    assert "120 results" in told.text
    assert "20 further results" in told.text


def test_data_page_opens_without_a_request(workspace: Workspace) -> None:
    def show() -> None:
        from kg.explorer.pages.data import data  # noqa: PLC0415 - the function's text is run as a script

        data()

    app = AppTest.from_function(show, default_timeout=60).run()
    assert not app.exception
    assert workspace.path.is_dir()
    assert {"Read and audit", "Pull the records", "Check the graph"} <= {button.label for button in app.button}
