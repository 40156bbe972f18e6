from __future__ import annotations

import pytest

from ingest.article.formats import decode, detect_format
from kg.errors import ArticleError
from kg.model.article import DefectKind
from tests.ingest.article.conftest import Read


@pytest.mark.parametrize(
    ("data", "named"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04word/document.xml", "DOCX"),
        (b"", "no text"),
        (b" \n\t\n", "no text"),
        (b"Hair\x00oil", "NUL"),
        (b"\xef\xbb\xbf", "no text"),
    ],
)
def test_decode_refuses_what_is_no_text_and_says_how_to_mend(data: bytes, named: str) -> None:
    with pytest.raises(ArticleError, match=named) as caught:
        decode(data, source="page.txt")
    assert caught.value.mend
    assert str(caught.value).startswith("page.txt: ")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_decode_reads_an_encoding_found_in_the_wild(encoding: str) -> None:
    assert decode("Señor’s oil\r\nhelps\r".encode(encoding), source="a.txt").text == "Señor’s oil\nhelps\n"


def test_decode_counts_bytes_that_no_encoding_explains(read: Read) -> None:
    assert decode(b"caf\x81 \xe9", source="a.txt").replaced == 1
    defects = read(b"The caf\x81 serves \xe9clairs to everyone.").defects
    assert DefectKind.REPLACED_CHARACTERS in {defect.kind for defect in defects}


@pytest.mark.parametrize(
    ("text", "source", "expected"),
    [
        ("<!DOCTYPE html><p>Hair", "page", "html"),
        ("\n<html lang='en'>", "page.md", "html"),
        ("Hair", "https://example.org/page.HTML?x=1#top", "html"),
        ("Hair *grows*", "notes.markdown", "markdown"),
        ("Hair\nA line without any markup", "notes.md", "text"),
        ("Intro\n\n## Hair\n", "https://example.org/raw", "markdown"),
        ("# not a heading here", "notes.txt", "text"),
        ("1 < 2 and so on", "notes", "text"),
    ],
)
def test_detect_format_by_content_then_name(text: str, source: str, expected: str) -> None:
    assert detect_format(text, source=source) == expected


@pytest.mark.parametrize("page", ["<html></html>", "<!-- nothing -->"])
def test_page_without_words_is_refused(read: Read, page: str) -> None:
    with pytest.raises(ArticleError, match=r"no words|holds nothing"):
        read(page, "page.html")
