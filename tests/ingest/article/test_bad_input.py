"""Whatever is given: a reading, or an error that says what is wrong and how to mend it; never a hang."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.article import read_article
from ingest.pipeline import load_snapshot
from kg.errors import ArticleError
from kg.identifiers import ArticleId
from kg.model import Article, Vocabulary
from tests.ingest.article.conftest import Read
from tests.ingest.article.documents import PdfLine, make_docx, make_pdf

_WIKI = (
    "'''Oil''' helps.<ref name=a>{{cite journal|title=Oil|journal=J|year=2019|pmid=11111111}}</ref>\n* b<ref name=a/>"
)
_HTML = (
    '<!DOCTYPE html><html lang="en"><nav><a href="/">Home</a></nav><h1>Oil</h1>'
    '<p>Oil helps.<sup><a href="#fn1">1</a></sup></p><table><tr><td>1</td></tr></table>'
    '<ol><li id="fn1">Doe J. Oil. 2019.</li></ol></html>'
)
_DOCX = make_docx(
    '<w:p><w:pPr><w:pStyle w:val="H1"/></w:pPr><w:r><w:t>Oil</w:t></w:r></w:p><w:p><w:r><w:t>It helps.</w:t></w:r>'
    '<w:r><w:footnoteReference w:id="1"/></w:r></w:p>',
    notes='<w:footnote w:id="1"><w:p><w:r><w:t>Doe J. 2019.</w:t></w:r></w:p></w:footnote>',
)
_PDF = make_pdf([[PdfLine("Oil", y=760, size=18), PdfLine("It helps."), PdfLine("1", x=120, y=704, size=6)]])
_SEEDS = {
    "a.wikitext": _WIKI.encode(),
    "a.html": _HTML.encode(),
    "a.docx": _DOCX,
    "a.pdf": _PDF,
    "a.md": b"---\ntitle: Oil\n---\n# Oil\n\nIt helps.[^1] [More](https://example.org/x).\n\n[^1]: Doe J. Oil. 2019.\n",
    "a.txt": "Oil helps.[1] It’s so.\n\nReferences\n1. Doe J. Oil. J Oil. 2019;1:2.\n".encode(),
}
_SPLICES = [
    b"<",
    b">",
    b"{{",
    b"}}",
    b"[[",
    b"]]",
    b"<ref>",
    b"\xff",
    b"\x00",
    b"\n\n",
    b"'''",
    b"<!--",
    b"&#0;",
    b"(",
    b"obj",
]


def _read(data: bytes, source: str) -> Article:
    return read_article(data, source=source, article_id=ArticleId("test"), vocabulary=Vocabulary())


def _read_or_refused(data: bytes, source: str) -> Article | None:
    """The article, or ``None`` where it was refused with a way out."""
    try:
        return _read(data, source)
    except ArticleError as error:
        if not error.mend:
            raise
        return None


def _damaged(data: bytes, chance: random.Random) -> bytes:
    """The bytes with a few of them changed, cut out, repeated, or with markup put between."""
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(data) + 1)
        match chance.randrange(4):
            case 0:
                data = data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]
            case 1:
                data = data[:at] + data[at + chance.randrange(1, 40) :]
            case 2:
                data = data[:at] + data[at : at + 30] * chance.randint(2, 20) + data[at:]
            case _:
                data = data[:at] + chance.choice(_SPLICES) * chance.randint(1, 30) + data[at:]
    return data


@pytest.mark.parametrize("source", _SEEDS)
def test_damaged_files_are_read_or_refused_with_a_way_out(source: str) -> None:
    chance = random.Random(source)  # noqa: S311 - the same damage each time
    for _ in range(120):
        data = _damaged(_SEEDS[source], chance)
        article = _read_or_refused(data, source)
        if article is None:
            continue
        for block in article.blocks:
            assert block.span.end <= len(article.text)
        for pointer in article.pointers:
            assert article.sentences[pointer.sentence].span.meets(pointer.span)


_PIECES = st.sampled_from(
    [
        "Oil helps. ", "[[a|b]]", "[[File:a.jpg|thumb|c]]", "{{x}}", "{{reflist}}", "<ref>Doe J. 2019.</ref>",
        "{{cite web|title=t|url=https://example.org|year=2019}}", "<ref name=a/>", '<ref name="a">Roe</ref>', "''",
        "'''",
        "\n", "\n\n", "\n* ", "\n# ", "\n== a ==\n", "\n{|\n", "|-\n", "| a\n", "|}\n", "<br>", "<sup>1</sup>", "<!--",
        "-->", "&nbsp;",
    ]
)  # fmt: skip


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(pieces=st.lists(_PIECES, max_size=30))
def test_places_of_any_wikitext_are_exact(pieces: list[str]) -> None:
    try:
        article = _read("".join(pieces).encode(), "a.wikitext")
    except ArticleError:
        return
    end = 0
    for block in article.blocks:
        assert end <= block.span.start <= block.span.end <= len(article.text)
        end = block.span.end
    for sentence in article.sentences:
        assert article.blocks[sentence.block].span.holds(sentence.span)
        assert 1 <= sentence.line <= "".join(pieces).count("\n") + 1


@pytest.mark.parametrize(
    "text",
    ["{{a|" * 20_000, "[[" * 20_000, "<ref>" * 20_000, "{|\n|-\n|\n" * 5_000, "<div>" * 20_000, "{{a}}[[b" * 5_000],
    ids=["templates", "links", "references", "tables", "elements", "both"],
)
def test_wikitext_that_never_closes_is_read_as_plain_text_and_said_so(text: str) -> None:
    article = _read(f"Oil helps. {text}".encode(), "a.wikitext")
    assert any("never closed" in defect.message for defect in article.defects)


def test_ten_thousand_references_are_read(read: Read) -> None:
    count = 10_000
    body = "\n\n".join(f"Oil helped in trial {n}.[{n}]" for n in range(1, count + 1))
    listed = "\n".join(f"{n}. Doe J. Oil, part {n}. J Oil. 2019;{n}:1-2." for n in range(1, count + 1))
    article = read(f"# Oil\n\n{body}\n\n## References\n\n{listed}\n", "a.md")
    assert len(article.references) == count
    assert len(article.pointers) >= count - 1  # a marker has four digits at most


def test_page_that_is_all_script_says_what_to_do(read: Read) -> None:
    page = "<!DOCTYPE html><html><body><div id='root'></div><script>render()</script><noscript>Turn it on</noscript>"
    with pytest.raises(ArticleError, match="no words") as caught:
        read(page, "a.html")
    assert "browser" in caught.value.mend


def test_file_of_two_gigabytes_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(2 * 2**30)
    with pytest.raises(ArticleError, match="larger than"):
        load_snapshot(path)


@pytest.mark.parametrize(
    ("start", "command"),
    [
        ('<?xml version="1.0"?>\n<!DOCTYPE article PUBLIC "-//NLM//DTD JATS v1.0//EN" "a.dtd">\n<article>', "fulltext"),
        ('<pmc-articleset><article article-type="research-article">', "fulltext"),
        ('<article xmlns:xlink="http://www.w3.org/1999/xlink" article-type="research-article">', "fulltext"),
        ('<?xml version="1.0"?>\n<PubmedArticleSet>', "medline"),
    ],
)
def test_what_a_source_is_and_no_article_is_refused_with_the_command_that_takes_it(
    start: str, command: str, read: Read
) -> None:
    with pytest.raises(ArticleError, match=f"kg ingest {command} FILE"):
        read(f"{start}<p>Oil helps.</p>", source="a.xml")
    assert read("<article class='post'><p>Oil helps.</p></article>", source="a.html").claims
