"""Real articles of many publishers, against counts taken from the same files by other means."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import etree
from rdflib import URIRef

from ingest.fulltext import parse_jats
from kg.errors import RecordError
from kg.model.fulltext import FullText
from kg.prefixes import RESTRICTED
from kg.rdf import full_text_graphs
from kg.text.sentences import split_sentences

FOLDER = Path(__file__).resolve().parents[3] / "../shared/corpus/pubmed/pmc"
UNPRINTED = (
    *map("//{}".format, "alt-text object-id permissions corresp long-desc".split()),
    "//tex-math[../*[local-name()='math']]",
)
FILES = sorted(FOLDER.glob("*.nxml"))

pytestmark = pytest.mark.corpus


@pytest.fixture(params=FILES, ids=lambda path: path.stem, scope="module")
def case(request: pytest.FixtureRequest) -> tuple[FullText, str]:
    """A full text, and its file without comments."""
    data = request.param.read_bytes()
    (text,) = parse_jats(data, source=request.param.name)
    return text, re.sub(r"<!--.*?-->", "", data.decode(), flags=re.DOTALL)


def squeeze(words: str) -> str:
    """Words without white space: where a line breaks is a matter of taste, characters are not."""
    return "".join(words.split())


def strip_tags(xml: str) -> str:
    """The characters between the tags, references to characters resolved."""
    return words_in(etree.fromstring(f"<x>{re.sub(r'<[^>]*>', '', xml)}</x>"))


def find_all(root: etree._Element, path: str) -> list[etree._Element]:
    """The elements at an XPath."""
    found = root.xpath(path)
    return [each for each in found if isinstance(each, etree._Element)] if isinstance(found, list) else []


def words_in(element: etree._Element) -> str:
    """All characters of an element but white space."""
    return squeeze("".join(str(each) for each in element.itertext()))


def parts_with_words(xml: str) -> Iterator[etree._Element]:
    """The elements that hold the article's words, from a tree without what is not printed."""
    root = etree.fromstring(xml.encode())
    for path in UNPRINTED:
        for each in find_all(root, path):
            each.tail, tail = None, each.tail or ""
            each.clear()
            each.text = tail
    for printed in find_all(root, "//citation[@citation-type='display-unstructured']"):
        fields = printed.getprevious()
        assert fields is not None
        fields.clear()
    yield from find_all(
        root,
        "front/article-meta/title-group/article-title | front/article-meta/abstract | front/article-meta/trans-abstract"
        " | body | back | floats-group | floats-wrap | front/notes | front/article-meta/author-notes"
        " | front/article-meta/funding-group/funding-statement",
    )


def test_the_corpus_is_there() -> None:
    assert len(FILES) == 69


def test_counts_equal_those_of_a_text_scan(case: tuple[FullText, str]) -> None:
    text, xml = case
    assert len(text.tables) == len(re.findall(r"<table-wrap[\s>]", xml))
    assert len(text.figures) == len(re.findall(r"<fig[\s>]", xml))
    assert len(text.references) == len(re.findall(r"<ref[\s>]", xml))
    assert len(text.lists) == len(re.findall(r"<(?:def-)?list[\s>]", xml))
    assert len(text.footnotes) == len(re.findall(r"<fn[\s>]", xml))
    citations = re.findall(r"<xref\b[^>]*\bref-type=\"bibr\"", xml)
    assert len([link for link in text.links if link.is_citation]) == len(citations)


def test_every_character_is_written_once(case: tuple[FullText, str]) -> None:
    text, xml = case
    given = Counter("".join(words_in(each) for each in parts_with_words(xml)))
    written = Counter(squeeze(text.text))
    for mark in "/()":  # strokes and brackets of formulas are drawn by MathML, and written by us
        del given[mark], written[mark]
    assert written == given


def test_every_paragraph_is_there_word_for_word(case: tuple[FullText, str]) -> None:
    text, xml = case
    found = Counter(squeeze(text.quote_at(each.span)) for each in text.paragraphs)
    plain = re.findall(
        r"<p(?:\s[^>]*)?>((?:(?!</?p[\s>]|<(?:fig|table-wrap|list|boxed-text|fn|alternatives)[\s>]).)*)</p>",
        xml,
        re.DOTALL,
    )
    cells = "".join(re.findall(r"<t[dh][\s>].*?</t[dh]>", xml, re.DOTALL))
    licences = "".join(re.findall(r"<license.*?</license>", xml, re.DOTALL))
    given = Counter(
        words for each in plain if each not in cells and each not in licences and (words := strip_tags(each))
    )
    assert given - found == Counter()
    assert sum(given.values()) > 0.5 * sum(found.values()) - 3


def test_paragraphs_are_in_order_and_apart(case: tuple[FullText, str]) -> None:
    text, _ = case
    spans = [each.span for each in text.paragraphs]
    assert all(before.end < after.start for before, after in pairwise(spans))


def test_cells_are_all_there_and_have_headers(case: tuple[FullText, str]) -> None:
    text, xml = case
    cells = [cell for table in text.tables for cell in table.cells]
    root = etree.fromstring(xml.encode())
    given = Counter(words_in(each) for each in find_all(root, "//table-wrap//td | //table-wrap//th"))
    assert Counter(squeeze(text.quote_at(cell.span)) for cell in cells) == given
    for table in text.tables:
        if any(cell.is_header for cell in table.cells):
            inner = [cell for cell in table.cells if not cell.is_header and cell.column > 0]
            assert all(cell.headers for cell in inner), table.label


def test_identifiers_of_references_equal_an_independent_reading(case: tuple[FullText, str]) -> None:
    text, xml = case
    entries = re.findall(r"<ref[\s>].*?</ref>", xml, re.DOTALL)
    for reference, entry in zip(text.references, entries, strict=True):
        pairs = re.findall(r'<pub-id [^>]*?pub-id-type="([\w-]+)"[^>]*>(.*?)</pub-id>', entry)
        given = {(kind, strip_tags(value).lower()) for kind, value in pairs}
        given |= {("doi", each.lower()) for each in re.findall(r'href="https?://(?:dx\.)?doi\.org/([^"]+)"', entry)}
        read = {tuple(each.lower().split(":", 1)) for each in reference.other_identifiers}
        read |= {("pmid", reference.pmid.value)} if reference.pmid else set()
        read |= {("doi", reference.doi.value)} if reference.doi else set()
        assert read == given


def test_links_lead_to_references_that_exist(case: tuple[FullText, str]) -> None:
    text, xml = case
    known = set(re.findall(r'\bid="([^"]+)"', xml))
    for link in text.links:
        if link.is_citation:
            assert link.targets
            assert {*link.targets, *link.implied} <= known
            assert all(text.find_references(each) for each in link.targets)


def test_own_identifiers_are_those_of_the_front(case: tuple[FullText, str]) -> None:
    text, xml = case
    front = xml.split("</article-meta>")[0]
    given = dict(re.findall(r'<article-id pub-id-type="(\w+)">([^<]+)</article-id>', front))
    assert (text.pmid and text.pmid.value) == given.get("pmid")
    assert text.pmcid
    assert text.pmcid.value == f"PMC{given['pmc']}"


def test_commercial_limits_are_never_overlooked(case: tuple[FullText, str]) -> None:
    text, xml = case
    terms = "".join(
        re.findall(r"<(?:license|copyright-statement)[\s>].*?</(?:license|copyright-statement)>", xml, re.DOTALL)
    )
    if re.search(r"non-?\s?commercial|/by-n|noderiv", terms, re.IGNORECASE):
        assert not text.licence.is_redistributable
    elif re.search(r"Creative Commons Attribution|creativecommons\.org/licenses/by/", terms):
        assert text.licence.is_redistributable
    else:
        assert not text.licence.is_redistributable or "publicdomain" in terms


def test_pubmed_record_among_the_articles_is_told_apart() -> None:
    (path,) = FOLDER.glob("pubmed-*.xml")
    with pytest.raises(RecordError, match="PubMed's record"):
        parse_jats(path.read_bytes(), source=path.name)


def test_open_graph_of_a_restricted_article_holds_none_of_its_sentences(case: tuple[FullText, str]) -> None:
    text, _ = case
    if text.licence.is_redistributable:
        return
    graphs = full_text_graphs(text, URIRef("https://evidence-kg.example/id/record/pmid/11111111"))
    told = [str(value) for name, triples in graphs.items() if not name.startswith(RESTRICTED) for *_, value in triples]
    found = (span.of(text.text) for span in split_sentences(text.text))
    sentences = {each for each in found if len(each.split()) > 3 and each not in (text.title or "")}
    assert [each for each in sentences for value in told if each in value] == []
