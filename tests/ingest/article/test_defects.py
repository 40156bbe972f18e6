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


@pytest.mark.parametrize(
    "parts",
    [
        "1. ITCHING\n1. Itching\n" + LONG,
        "A. Harms that last\n" + LONG,
        "Age: " + LONG + "\nWeight: " + LONG,
    ],
)
def test_lead_in_to_parts_that_are_counted_or_named_has_its_list(read: Read, parts: str) -> None:
    text = f"{LONG}\nThe harms include:\n{parts}\n{LONG} Then more."
    assert count(read, DefectKind.LOST_LIST, text) == 0


def test_a_reference_list_is_no_list_that_a_text_announces(read: Read) -> None:
    text = f"{LONG}\n\nThe harms include:\n\n## References\n\n1. Smith A. Oil. J Calm. 2020;1:2-3. PMID: 11111111."
    assert count(read, DefectKind.LOST_LIST, text, "a.md") == 1


def test_lost_list_is_told_with_its_line_and_sentence(read: Read) -> None:
    article = read(f"{LONG}\nIt is known. It helps in many ways:\n{LONG} Then more.")
    (defect,) = [defect for defect in article.defects if defect.kind is DefectKind.LOST_LIST]
    assert (defect.line, defect.span.of(article.text)) == (2, "It helps in many ways:")


def test_lost_figures_are_told_once_a_kind(read: Read) -> None:
    text = f"{LONG} See photo A. As photo B shows, and photo A too, it is round. Fig. 2 and Figure 3 agree."
    assert count(read, DefectKind.LOST_FIGURE, text) == 2


HEADED = f"# On calm\n\n{LONG}"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It is told [in a list]() of harms.", "in a list"),
        ("It is told [in a list](#) of harms.", "in a list"),
        ("It is told [in a list](#who-must-not) of harms.", "in a list"),
        ("It is told [in a list][harms] of harms.", "in a list"),
        ('It is told <a href="#harms">in a list</a> of harms.', "in a list"),
        ("Of the harms you can read here. Then rest.", "read here"),
        ("Get the list at this link.", "at this link"),
        ("A list of harms [link] helps.", "[link]"),
    ],
)
def test_link_that_leads_nowhere_or_is_missing_is_lost(read: Read, text: str, words: str) -> None:
    article = read(f"{HEADED}\n\n{text}\n", "a.md")
    (defect,) = [defect for defect in article.defects if defect.kind is DefectKind.LOST_LINK]
    assert (defect.line, defect.span.of(article.text)) == (5, words)
    assert f"“{words}”" in defect.message


@pytest.mark.parametrize(
    "text",
    [
        "It is told [in a list](harms.md) of harms.",
        "It is told [in a list](#on-calm) of harms.",
        "It is told [in a list](#top) of harms.",
        "It is told [in a list][harms] of harms.\n\n[harms]: harms.md",
        'It is told <a href="#harms">in a list</a> of harms.\n\n<p id="harms">Fever.</p>',
        "Of the harms you can [read here](harms.md).",
        "Of the harms you can read here: https://example.org/harms",
        "Two studies [1][2] agree with [the rest][1].",
        "We see here that the link between sleep and calm is weak.",
        "Through this link between the two, sleep got better.",
        "[Back to the start](#start)",
    ],
)
def test_link_that_leads_somewhere_and_words_that_announce_none_are_no_loss(read: Read, text: str) -> None:
    assert count(read, DefectKind.LOST_LINK, f"{HEADED}\n\n{text}\n", "a.md") == 0


@pytest.mark.parametrize(
    ("link", "lost"),
    [
        ('<a href="">in a list</a>', 1),
        ('<a href="#harms">in a list</a>', 1),
        ('<a href="#" onclick="show()">in a list</a>', 0),
        ('<a href="#way">in a list</a>', 0),
        ('<a href="harms.html">in a list</a>', 0),
        ('<a name="here">in a list</a>', 0),
    ],
)
def test_links_of_a_web_page_are_asked_for_their_places(read: Read, link: str, lost: int) -> None:
    page = f"<h1 id='way'>On calm</h1><p>{LONG}</p><p>It is told {link} of harms.</p>"
    assert count(read, DefectKind.LOST_LINK, page, "a.html") == lost


def test_links_that_a_pasted_text_lost_are_told_once_with_their_lines(read: Read) -> None:
    text = f"{LONG}\nFor more, click here.\n{LONG}\nOrder it at this link.\nTo stop, click here."
    (defect,) = [defect for defect in read(text).defects if defect.kind is DefectKind.LOST_LINK]
    assert defect.line == 2
    assert "“click here”, “at this link” (again on line 4, 5)" in defect.message


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
