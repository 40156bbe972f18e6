from __future__ import annotations

import io

import pytest
from pypdf import PdfReader, PdfWriter

from ingest.article.page import Page, Role
from ingest.article.pdf_lines import read_pdf_lines
from ingest.article.pdf_page import read_pdf_page
from kg.errors import ArticleError
from kg.model.article import DefectKind
from tests.ingest.article.conftest import Read
from tests.ingest.article.documents import PdfLine, make_pdf

_WIDE = "Oil was given to one half of the people and water to the others for"


def _body(*texts: str, top: float = 700) -> list[PdfLine]:
    return [PdfLine(text, y=top - 12 * number) for number, text in enumerate(texts)]


def _shown(page: Page) -> list[tuple[Role, str]]:
    return [(element.role, element.span.of(page.text)) for element in page.elements]


def test_lines_become_paragraphs_and_bigger_ones_headings() -> None:
    lines = [
        PdfLine("Oil and hair", y=760, size=18),
        *_body(_WIDE, "a year. Hair grew."),
        PdfLine("It stopped.", y=640),
    ]
    page = read_pdf_page(make_pdf([lines]), source="a.pdf")
    assert _shown(page) == [
        (Role.HEADING, "Oil and hair"),
        (Role.TEXT, f"{_WIDE} a year. Hair grew."),
        (Role.TEXT, "It stopped."),
    ]
    assert page.title == "Oil and hair"


def test_small_high_digits_are_markers(read: Read) -> None:
    lines = [
        *_body(_WIDE, "a year."),
        PdfLine("2", x=110, y=692, size=6),
        PdfLine(" Hair grew in CO", x=114, y=688),
        PdfLine("2", x=200, y=686, size=6),
        PdfLine("References", y=600, size=14),
        *_body("1. Roe K. Water. J Oil. 2018;1:2.", "2. Doe J. Oil. J Oil. 2019;3:4.", top=580),
    ]
    article = read(make_pdf([lines]), "a.pdf")
    assert article.format == "pdf"
    assert [(pointer.label, pointer.sentence) for pointer in article.pointers] == [("2", 0)]
    assert [reference.labels for reference in article.references] == [("1",), ("2",)]


@pytest.mark.parametrize("labels", [("a", "b"), ("i", "ii"), ("†", "‡")])
@pytest.mark.parametrize("stop", [". ", ") "])
def test_small_high_labels_of_notes_are_markers(read: Read, labels: tuple[str, str], stop: str) -> None:
    first, second = (label + ("" if label in "†‡" else stop) for label in labels)
    lines = [
        *_body(_WIDE, "a year."),
        PdfLine(labels[1], x=110, y=692, size=6),
        PdfLine(" Hair grew on the 5", x=114, y=688),
        PdfLine("th", x=210, y=692, size=6),
        PdfLine(" day.", x=220, y=688),
        PdfLine("Notes", y=600, size=14),
        *_body(f"{first}Roe K. Water. J Oil. 2018;1:2.", f"{second}Doe J. Oil. J Oil. 2019;3:4.", top=580),
    ]
    article = read(make_pdf([lines]), "a.pdf")
    assert [(pointer.label, pointer.sentence) for pointer in article.pointers] == [(labels[1], 0)]
    assert [reference.labels for reference in article.references] == [(label,) for label in labels]


@pytest.mark.parametrize(
    ("broken", "following", "whole"),
    [("random-", "ised trial", "randomised trial"), ("long-", "term use", "long-term use")],
)
def test_word_broken_at_a_line_end_is_put_together(broken: str, following: str, whole: str) -> None:
    lines = _body(f"{_WIDE} a {broken}", f"{following} of long-term and other uses of oil and of water by the same")
    page = read_pdf_page(make_pdf([lines]), source="a.pdf")
    assert whole in page.text


def test_running_heads_and_page_numbers_are_furniture_and_do_not_cut_a_paragraph() -> None:
    pages = [
        [PdfLine("Journal of Oil 12", y=780), *_body(_WIDE, "one year and they were seen"), PdfLine("1", x=300, y=20)],
        [PdfLine("Journal of Oil 13", y=780), *_body("again. Hair grew."), PdfLine("2", x=300, y=20)],
    ]
    page = read_pdf_page(make_pdf(pages), source="a.pdf")
    texts = [text for role, text in _shown(page) if role is Role.TEXT]
    assert texts == [f"{_WIDE} one year and they were seen again. Hair grew."]
    assert sorted(text for role, text in _shown(page) if role is Role.FURNITURE) == [
        "1", "2", "Journal of Oil 12", "Journal of Oil 13"
    ]  # fmt: skip


def test_scan_is_told_so(read: Read) -> None:
    with pytest.raises(ArticleError, match="scan"):
        read(make_pdf([[], []]), "a.pdf")


def test_pages_without_text_are_told() -> None:
    page = read_pdf_page(make_pdf([_body("Oil helps."), []]), source="a.pdf")
    assert [(remark.kind, "2" in remark.message) for remark in page.remarks] == [(DefectKind.UNREAD_PART, True)]


def test_scripts_are_told_and_never_run() -> None:
    data = make_pdf([_body("Oil helps.")], catalog="/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>")
    assert ["scripts" in remark.message for remark in read_pdf_page(data, source="a.pdf").remarks] == [True]


def _locked(user: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(make_pdf([_body("Oil helps.")]))))
    writer.encrypt(user_password=user, owner_password="owner", algorithm="RC4-128")  # noqa: S106
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def test_password_is_asked_for_by_name(read: Read) -> None:
    with pytest.raises(ArticleError, match="password"):
        read(_locked("secret"), "a.pdf")


def test_pdf_that_anyone_may_open_is_read(read: Read) -> None:
    assert [sentence.text for sentence in read(_locked(""), "a.pdf").sentences] == ["Oil helps."]


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7 ...", make_pdf([_body("Oil.")])[:200], b"%PDF-1.4\ntrailer << /Root 1 0 R >>"]
)
def test_broken_pdf_is_refused_with_a_way_out(read: Read, data: bytes) -> None:
    with pytest.raises(ArticleError) as caught:
        read(data, "a.pdf")
    assert caught.value.mend


def test_reading_stops_when_its_time_is_over() -> None:
    with pytest.raises(ArticleError, match="too long"):
        read_pdf_lines(make_pdf([_body("Oil helps.")]), source="a.pdf", seconds=-1)
