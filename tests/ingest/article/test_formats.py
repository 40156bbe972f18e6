from __future__ import annotations

import pytest

from ingest.article.formats import decode, detect_format
from kg.errors import ArticleError
from kg.model.article import DefectKind
from tests.ingest.article.conftest import Read


@pytest.mark.parametrize(
    ("data", "named"),
    [
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


def test_declared_encoding_is_used_where_it_explains_the_bytes() -> None:
    page = '<meta charset="windows-1251"><p>Масло помогает.'.encode("cp1251")
    assert "Масло" in decode(page, source="a.html").text


def test_encoding_that_nobody_declares_is_told_by_statistics() -> None:
    words = "Розмариновое масло увеличило число волос у сорока женщин за полгода лечения. " * 3
    assert decode(words.encode("cp1251"), source="a.txt").text == words


def test_text_of_two_encodings_keeps_both_and_says_so(read: Read) -> None:
    data = "Señor’s café. ".encode() * 3 + "Señor.".encode("cp1252")
    decoded = decode(data, source="a.txt")
    assert decoded.text.endswith("café. Señor.")
    assert decoded.mixed == 1
    assert DefectKind.MIXED_ENCODINGS in {defect.kind for defect in read(data).defects}


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_read(encoding: str) -> None:
    assert decode("Oil helps.".encode(encoding), source="a.txt").text == "Oil helps."


def test_binary_is_refused() -> None:
    with pytest.raises(ArticleError, match="no text"):
        decode(bytes(range(1, 256)) * 10, source="a")
