"""The report as an editor reads it."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from kg.audit import audit
from kg.audit.ranking import ByWords
from kg.export.report_text import to_lines, to_text
from kg.model.fix import Screened
from tests.audit.findings import paper
from tests.builders import make_article, make_evidence, make_study
from tests.export.audits import HOSTILE, make_screened
from tests.strategies import screened_audits

BODY = "In a long study of 12 women who could not sleep, calmol eased itching.[1]\n\nIt may improve sleep."


def report(body: str = BODY, *, verbose: bool = False) -> str:
    article = make_article(body)
    return to_text(Screened.of(audit(article, make_evidence(make_study())), article), verbose=verbose)


def test_place_rule_and_severity_stand_on_one_line() -> None:
    assert "calm.md:3:20: error NUM001 sample-size" in report()


def test_carets_stand_under_the_words_that_differ() -> None:
    lines = report().splitlines()
    words = next(line for line in lines if line.startswith("    | ") and "12 women" in line)
    carets = lines[lines.index(words) + 1]
    assert words[carets.index("^") : carets.rindex("^") + 1] == "12 women"


def test_paraphrase_is_called_ours_and_stands_without_quotation_marks() -> None:
    source = next(line for line in report().splitlines() if "our paraphrase" in line)
    assert "10 participants analysed" in source
    assert "“" not in source


def test_mend_shows_both_wordings() -> None:
    assert "mend: “12 women” -> “10 women”" in report()


def test_what_was_not_checked_is_told_even_when_nothing_failed() -> None:
    text = report("In a study of ten women calmol eased itching.[1]")
    assert "0 errors" in text
    assert "No verdict here means “verified”" in text
    assert "No words of Smith et al. 2020 beyond its title are here." in text


def test_way_in_which_sentences_were_ranked_is_told_where_any_were() -> None:
    article = make_article("Calmol eased itching of the hands.[1]")
    held = audit(article, make_evidence(paper("Itching was lower.")), ranker=ByWords())
    told = "The nearest sentence of each source was found by shared words."
    assert told in to_text(Screened.of(held, article))
    assert told not in report()


def test_notes_that_a_finding_on_the_article_sums_up_are_counted_and_listed_on_request() -> None:
    assert "Left out here: 2 notes on" in report()
    assert report(verbose=True).count("SRC004 thin-source") > report().count("SRC004 thin-source")
    assert "Left out here" not in report(verbose=True)
    assert report(verbose=True).count("CIT001") > report().count("CIT001")


def test_claims_of_which_the_same_is_to_be_said_are_told_together() -> None:
    text = report("Calmol eases itching.[7]\n\nCalmol improves sleep.[8]\n\nCalmol works.[9]")
    assert "line 3, 7: unchecked. Nothing of its sources could be read." in text


def test_no_line_of_prose_is_wider_than_a_terminal() -> None:
    assert all(len(line) <= 110 for line in report(verbose=True).splitlines())


def test_fix_list_comes_before_the_ledger_under_headings_that_say_why() -> None:
    text = report()
    order = ["How well it was read", "What to mend", "What gives a wrong figure", "What the verdicts rest on"]
    assert sorted(order, key=text.index) == order


def test_quiet_gives_the_fix_list_alone() -> None:
    text = to_text(make_screened(), quiet=True)
    assert "NUM001" in text
    assert "How well it was read" not in text
    assert "What was not checked" not in text


def test_suppressed_findings_are_counted_and_on_request_listed_with_their_reason() -> None:
    assert "1 finding suppressed (1 in the article); --verbose" in to_text(make_screened())
    assert "line 8: NUM001: counted so (calm.md:7)" in to_text(make_screened(), verbose=True)


def test_colours_are_written_only_where_they_are_wanted() -> None:
    coloured = to_text(make_screened(), colour=True)
    assert "\x1b[1;31merror\x1b[0m" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == to_text(make_screened())


@pytest.mark.parametrize("colour", [True, False])
def test_no_word_of_an_article_can_command_a_terminal(colour: bool) -> None:
    text = to_text(make_screened(HOSTILE), verbose=True, colour=colour)
    assert not re.search(r"\x1b(?!\[[0-9;]*m)|\x1b\[2J|[\x00-\x08\u202e]", text)
    assert ("\x1b" in text) is colour
    assert "\x1b" not in to_lines(make_screened(HOSTILE))


def test_concise_form_is_one_line_a_finding_that_editors_follow() -> None:
    lines = to_lines(make_screened(path="drafts/calm.md")).splitlines()
    told = re.compile(r"drafts/calm\.md:3:20: error: The article says .* \[NUM001 sample-size\] NUM001-\w{8}-1")
    assert any(map(told.fullmatch, lines))
    assert all(re.match(r"drafts/calm\.md:\d+:\d+: (possible )?(error|warning|note): ", line) for line in lines)


def test_place_in_html_has_no_column_for_it_is_not_that_of_the_file() -> None:
    assert re.search(r"^calm\.html:2: error: ", to_lines(make_screened(name="calm.html")), re.MULTILINE)


@given(screened_audits())
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow], phases=[Phase.explicit, Phase.generate])
def test_any_report_can_be_told_in_every_manner(screened: Screened) -> None:
    for colour in (True, False):
        assert to_text(screened, verbose=True, colour=colour).endswith("\n")
    assert len(to_lines(screened).splitlines()) >= len(screened.failures)


def test_excerpt_is_cut_between_words() -> None:
    long = "unbelievably " * 9
    text = report(f"In a {long}long study of 12 women, {long}calmol eased itching.[1]")
    words = next(line for line in text.splitlines() if line.startswith("    | ") and "12 women" in line)
    assert set(words.strip("| …").replace(",", "").split()) == {"unbelievably", "long", "study", "of", "12", "women"}
