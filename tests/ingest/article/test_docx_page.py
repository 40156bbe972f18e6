from __future__ import annotations

import io
import zipfile

import docx
import pytest

from ingest.article.docx_page import read_docx_page
from ingest.article.page import Page, Role
from kg.errors import ArticleError
from kg.model.article import DefectKind
from tests.ingest.article.conftest import Read
from tests.ingest.article.documents import make_docx

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _p(words: str, style: str = "") -> str:
    inner = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{inner}<w:r><w:t xml:space='preserve'>{words}</w:t></w:r></w:p>"


def _raised(digits: str) -> str:
    return f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>{digits}</w:t></w:r>'


def _read(body: str, **parts: str) -> Page:
    return read_docx_page(make_docx(body, **parts), source="a.docx")


def _shown(page: Page) -> list[tuple[Role, str]]:
    return [(element.role, element.span.of(page.text)) for element in page.elements]


def test_document_written_by_a_word_processor_library_is_read(read: Read) -> None:
    document = docx.Document()
    document.add_heading("Oil and hair", 1)
    paragraph = document.add_paragraph("Rosemary oil raised the hair count.")
    paragraph.add_run("1").font.superscript = True
    document.add_paragraph("first", style="List Number")
    document.add_heading("References", 1)
    document.add_paragraph("1. Doe J. Oil and hair. J Oil. 2019;12:33-9.")
    buffer = io.BytesIO()
    document.save(buffer)
    article = read(buffer.getvalue(), "a.docx")
    assert article.format == "docx"
    assert article.title == "Oil and hair"
    assert [sentence.text for sentence in article.sentences] == ["Rosemary oil raised the hair count.", "first"]
    assert [pointer.label for pointer in article.pointers] == ["1"]
    assert [reference.labels for reference in article.references] == [("1",)]


def test_notes_are_entries_under_the_numbers_of_their_markers(read: Read) -> None:
    body = '<w:p><w:r><w:t>Oil helps.</w:t></w:r><w:r><w:footnoteReference w:id="7"/></w:r></w:p>'
    notes = '<w:footnote w:id="0" w:type="separator"/><w:footnote w:id="7">' + _p("Doe J. Oil. J Oil. 2019;1:2.")
    article = read(make_docx(body, notes=f"{notes}</w:footnote>"), "a.docx")
    assert [(pointer.marker, pointer.label) for pointer in article.pointers] == [("[1]", "1")]
    assert [(reference.labels, reference.year) for reference in article.references] == [(("1",), 2019)]


@pytest.mark.parametrize(
    ("form", "labels"),
    [("lowerRoman", ["i", "ii"]), ("lowerLetter", ["a", "b"]), ("chicago", ["*", "†"]), ("decimal", ["1", "2"])],
)
def test_notes_have_the_labels_that_the_document_prints(read: Read, form: str, labels: list[str]) -> None:
    named = "".join(
        f'<w:p><w:r><w:t>Oil {number} helps.</w:t></w:r><w:r><w:endnoteReference w:id="{number}"/></w:r></w:p>'
        for number in (1, 2)
    )
    notes = "".join(f'<w:endnote w:id="{number}">{_p("Doe J. Oil. J Oil. 2019;1:2.")}</w:endnote>' for number in (1, 2))
    settings = f'<w:settings xmlns:w="{W}"><w:endnotePr><w:numFmt w:val="{form}"/></w:endnotePr></w:settings>'
    article = read(make_docx(named, endnotes=notes, word___settings__xml=settings), "a.docx")
    assert [(pointer.label, pointer.sentence) for pointer in article.pointers] == list(zip(labels, (0, 1), strict=True))
    assert [reference.labels for reference in article.references] == [(label,) for label in labels]


def test_note_with_a_mark_of_its_own_is_read_under_it(read: Read) -> None:
    body = "".join(
        f"<w:p><w:r><w:t>Oil {key} helps.</w:t></w:r><w:r>"
        f'<w:footnoteReference w:id="{key}" w:customMarkFollows="1"/><w:t>{mark}</w:t></w:r></w:p>'
        for key, mark in ((7, "*"), (8, "*"))
    )
    notes = "".join(
        f'<w:footnote w:id="{key}"><w:p><w:r><w:t>*</w:t></w:r><w:r><w:t> Doe J. Oil. J Oil. 2019;1:2.</w:t></w:r>'
        "</w:p></w:footnote>"
        for key in (7, 8)
    )
    article = read(make_docx(body, notes=notes), "a.docx")
    assert [(pointer.label, pointer.sentence) for pointer in article.pointers] == [("*", 0), ("2", 1)]
    assert [sentence.text for sentence in article.sentences] == ["Oil 7 helps.", "Oil 8 helps."]
    assert article.references[0].raw == "Doe J. Oil. J Oil. 2019;1:2."


def test_raised_letters_lead_to_a_lettered_list(read: Read) -> None:
    body = (
        f"<w:p><w:r><w:t>Oil helps.</w:t></w:r>{_raised('b')}<w:r><w:t> On day 5</w:t></w:r>{_raised('e')}</w:p>"
        + _p("Notes", "H1")
        + _p("a. Roe K. Water. J Oil. 2018;1:2.")
        + _p("b. Doe J. Oil. J Oil. 2019;3:4.")
    )
    article = read(make_docx(body), "a.docx")
    assert [pointer.label for pointer in article.pointers] == ["b"]
    assert [reference.labels for reference in article.references] == [("a",), ("b",)]


def test_note_that_the_text_never_names_is_told() -> None:
    page = _read(_p("Oil helps."), notes='<w:footnote w:id="7">' + _p("Doe J. 2019.") + "</w:footnote>")
    assert [remark.kind for remark in page.remarks] == [DefectKind.UNREAD_PART]


def test_styles_lists_tables_and_links_keep_what_they_are() -> None:
    item = '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    body = (
        _p("All about oil", "T") + _p("Oil", "H1") + _p("More", "H2")
        + f"{item}<w:r><w:t>one</w:t></w:r></w:p>{item}<w:r><w:t>two</w:t></w:r></w:p>"
        + f"<w:tbl><w:tr><w:tc>{_p('a')}</w:tc><w:tc>{_p('b')}</w:tc></w:tr></w:tbl>"
        + '<w:p><w:hyperlink r:id="r1"><w:r><w:t>Doe 2019</w:t></w:r></w:hyperlink></w:p>'
    )  # fmt: skip
    link = '<Relationship Id="r1" Target="https://example.org/doe" TargetMode="External"/>'
    page = _read(body, links=link)
    assert page.title == "All about oil"
    assert [role for role, _ in _shown(page)] == [
        Role.HEADING, Role.HEADING, Role.HEADING, Role.ITEM, Role.ITEM, Role.ROW, Role.TEXT
    ]  # fmt: skip
    assert [element.label for element in page.elements[3:5]] == ["1", "2"]
    assert [element.level for element in page.elements[1:3]] == [1, 2]
    assert page.elements[5].span.of(page.text) == "a | b"
    assert page.elements[6].address == "https://example.org/doe"


def test_deleted_words_are_left_out_and_inserted_ones_kept() -> None:
    body = (
        "<w:p><w:del><w:r><w:delText>Never.</w:delText></w:r></w:del><w:ins><w:r><w:t>Always.</w:t></w:r></w:ins></w:p>"
    )
    assert _shown(_read(body)) == [(Role.TEXT, "Always.")]


def test_raised_digits_are_anchors_and_raised_words_are_not() -> None:
    page = _read(
        f"<w:p><w:r><w:t>It helps.</w:t></w:r>{_raised('1,2')}<w:r><w:t> The 5</w:t></w:r>{_raised('th')}</w:p>"
    )
    assert [anchor.span.of(page.text) for anchor in page.anchors] == ["1,2"]


@pytest.mark.parametrize(
    ("data", "named"),
    [
        (b"PK\x03\x04word/document.xml", "damaged"),
        (make_docx("")[:-40], "damaged"),
        (make_docx("<w:p>"), "broken"),
        (make_docx("", word___document__xml=b" " * (65 * 2**20)), "unpacks to more than 64 MiB"),
    ],
    ids=["head alone", "cut short", "broken XML", "bomb"],
)
def test_document_that_cannot_be_read_says_why_and_how_to_mend_it(read: Read, data: bytes, named: str) -> None:
    with pytest.raises(ArticleError, match=named) as caught:
        read(data, "a.docx")
    assert caught.value.mend


def test_entities_are_never_expanded() -> None:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    words = "<w:body><w:p><w:r><w:t>&a;Hair.</w:t></w:r></w:p></w:body>"
    bomb = f"<!DOCTYPE x [<!ENTITY a 'oil oil oil'>]><w:document xmlns:w='{space}'>{words}</w:document>"
    page = read_docx_page(make_docx("", word___document__xml=bomb), source="a.docx")
    assert "oil" not in page.text


def test_archive_that_is_no_document_is_refused(read: Read) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("other.txt", "x")
    with pytest.raises(ArticleError, match="no Word document"):
        read(buffer.getvalue(), "a.zip")


def test_running_heads_are_kept_as_furniture() -> None:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    page = _read(_p("Oil helps."), word___header1__xml=f"<w:hdr {space}>{_p('Journal of Oil')}</w:hdr>")
    assert _shown(page) == [(Role.TEXT, "Oil helps."), (Role.FURNITURE, "Journal of Oil")]
