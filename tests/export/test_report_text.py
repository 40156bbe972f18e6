"""The report as an editor reads it."""

from __future__ import annotations

from kg.audit import audit
from kg.export.report_text import to_text
from kg.model.fix import Screened
from tests.builders import make_article, make_evidence, make_study

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


def test_notes_on_single_uncited_claims_are_counted_and_listed_on_request() -> None:
    assert "Left out here: 1 note on" in report()
    assert "Left out here" not in report(verbose=True)
    assert report(verbose=True).count("CIT001") > report().count("CIT001")


def test_claims_of_which_the_same_is_to_be_said_are_told_together() -> None:
    text = report("Calmol eases itching.[7]\n\nCalmol improves sleep.[8]\n\nCalmol works.[9]")
    assert "line 3, 7: unchecked. Nothing of its sources could be read." in text


def test_no_line_of_prose_is_wider_than_a_terminal() -> None:
    assert all(len(line) <= 110 for line in report(verbose=True).splitlines())
