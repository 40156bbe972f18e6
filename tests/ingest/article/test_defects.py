from __future__ import annotations

import pytest

from kg.model.article import DefectKind
from tests.ingest.article.conftest import Read


def count(read: Read, kind: DefectKind, text: str, source: str = "a.txt") -> int:
    return sum(defect.kind is kind for defect in read(text, source).defects)


LONG = "Whether it does is a question that many people have asked, and to which nobody has found a good answer yet."


@pytest.mark.parametrize(
    "lead_in",
    ["Oil helps in a number of ways:", "Stop at once if you:", "Check the following:", "Take these steps:"],
)
def test_lead_in_without_a_list_is_a_lost_list(read: Read, lead_in: str) -> None:
    assert count(read, DefectKind.LOST_LIST, f"{LONG}\n{lead_in}\n{LONG} Then more.") == 1
    assert count(read, DefectKind.LOST_LIST, f"{LONG}\n{lead_in}\n- oil\n- fat\n{LONG} Then more.") == 0
    assert count(read, DefectKind.LOST_LIST, f"{LONG}\n{lead_in}\noil\nfat\n{LONG} Then more.") == 0


@pytest.mark.parametrize("lead_in", ["Ask yourself the following question:", "Mind the following rule of thumb:"])
def test_lead_in_to_one_thing_is_complete(read: Read, lead_in: str) -> None:
    assert count(read, DefectKind.LOST_LIST, f"{LONG}\n{lead_in}\n{LONG} Then more.") == 0


def test_lost_list_is_told_with_its_line_and_sentence(read: Read) -> None:
    article = read(f"{LONG}\nIt is known. It helps in many ways:\n{LONG} Then more.")
    (defect,) = [defect for defect in article.defects if defect.kind is DefectKind.LOST_LIST]
    assert (defect.line, defect.span.of(article.text)) == (2, "It helps in many ways:")


def test_lost_figures_are_told_once_a_kind(read: Read) -> None:
    text = f"{LONG} See photo A. As photo B shows, and photo A too, it is round. Fig. 2 and Figure 3 agree."
    assert count(read, DefectKind.LOST_FIGURE, text) == 2


def test_figure_that_the_page_has_is_not_lost(read: Read) -> None:
    assert count(read, DefectKind.LOST_FIGURE, f"{LONG} See Figure 1.\n\n![Figure 1](a.png)\n", "a.md") == 0
    assert count(read, DefectKind.LOST_FIGURE, f"<p>{LONG} See the image below.</p><img src='a.png'>", "a.html") == 0


def test_article_without_headings_and_references_says_so(read: Read) -> None:
    kinds = {defect.kind for defect in read(LONG).defects}
    assert {DefectKind.NO_HEADINGS, DefectKind.NO_REFERENCES} == kinds


def test_notice_inside_an_entry_is_a_defect_at_its_line(read: Read) -> None:
    article = read(f"{LONG}\n\nReferences\n1. Doe J. Oil. J Oil. 2019;1:2. Erratum in: J Oil 2020;2:3.\n")
    (defect,) = [defect for defect in article.defects if defect.kind is DefectKind.NOTICE_IN_REFERENCE]
    assert defect.line == 4
