"""The worked example and other real articles, read from the corpus beside the checkout."""

from __future__ import annotations

from html import escape
from pathlib import Path

import pytest

from bench.lay_citations import Layout, measure_layouts
from ingest.article import read_article
from ingest.curated import read_vocabulary
from kg.identifiers import ArticleId
from kg.model.article import Article, BlockKind, DefectKind
from kg.model.concept import Vocabulary

CHECKOUT = Path(__file__).resolve().parents[3]
CORPUS = CHECKOUT / "../shared/corpus"
EXAMPLE = CORPUS / "article/microneedling-shedding.txt"

pytestmark = pytest.mark.corpus


@pytest.fixture(scope="module")
def full_vocabulary() -> Vocabulary:
    return read_vocabulary(CHECKOUT / "data/vocabulary.yaml")


def read_file(path: Path, vocabulary: Vocabulary) -> Article:
    return read_article(path.read_bytes(), source=path.name, article_id=ArticleId("corpus"), vocabulary=vocabulary)


@pytest.fixture(scope="module")
def article(full_vocabulary: Vocabulary) -> Article:
    return read_file(EXAMPLE, full_vocabulary)


def lines_of(article: Article, kind: BlockKind) -> set[int]:
    return {block.line for block in article.blocks if block.kind is kind}


def defect_lines(article: Article, kind: DefectKind) -> list[int]:
    return [defect.line for defect in article.defects if defect.kind is kind]


def test_body_is_told_from_page_furniture(article: Article) -> None:
    assert lines_of(article, BlockKind.BOILERPLATE) == {*range(1, 44), 88, *range(91, 95)}
    assert lines_of(article, BlockKind.REFERENCE) == {86, 87, 89, 90}
    assert {sentence.line for sentence in article.sentences} == set(range(44, 86))


def test_each_marker_counts_for_its_own_sentence_only(article: Article) -> None:
    found = [(article.sentences[p.sentence].line, p.marker, p.label) for p in article.pointers]
    assert found == [(60, "[1]", "1"), (73, "[2]", "2"), (80, "[4]", "4")]
    last = article.pointers[-1].sentence
    assert article.sentences[last].text.endswith("topical hair loss treatments.")
    assert article.sentences[last + 1].text.startswith("The same relationship")
    assert {claim.pointers for claim in article.claims if claim.sentence == last + 1} == {()}


def test_references_are_read_as_printed(article: Article) -> None:
    rows = [
        (r.labels, r.line, len(r.authors), r.year, r.volume, r.issue, r.pages, str(r.doi), str(r.pmid), str(r.pmcid))
        for r in article.references
    ]
    assert rows == [
        (("1",), 87, 5, 2016, "16", None, "e8", "None", "26904154", "PMC4740347"),
        (("2", "3"), 89, 3, 2017, "4", None, "112", "10.3389/fmed.2017.00112", "28791288", "PMC5522886"),
        (("4",), 90, 1, 1993, "28", "5 Pt 1", "755-63", "10.1016/0190-9622(93)70106-4", "8496421", "None"),
    ]
    assert [r.journal for r in article.references] == ["Eplasty", "Front Med (Lausanne)", "J Am Acad Dermatol"]
    (notice,) = article.references[2].notices
    assert (notice.published_in, notice.date) == ("J Am Acad Dermatol 1993 Oct;29(4):554", "1993-10")


def test_structural_defects_are_all_told(article: Article) -> None:
    assert defect_lines(article, DefectKind.LOST_LIST) == [48, 65, 74]
    assert defect_lines(article, DefectKind.PASTED_FOOTNOTE) == [60, 73, 80]
    assert defect_lines(article, DefectKind.MARKER_MID_PARAGRAPH) == [80]
    assert defect_lines(article, DefectKind.GLUED_TEXT) == [44]
    assert defect_lines(article, DefectKind.LOST_FIGURE) == [73]
    assert defect_lines(article, DefectKind.SHARED_REFERENCE) == [89]
    assert defect_lines(article, DefectKind.TABLE_OF_REFERENCES) == [86]
    assert defect_lines(article, DefectKind.NOTICE_IN_REFERENCE) == [90]
    assert len(defect_lines(article, DefectKind.NO_HEADINGS)) == 1
    (defect,) = [defect for defect in article.defects if defect.kind is DefectKind.BOILERPLATE]
    assert "1-43, 91-94" in defect.message


@pytest.mark.parametrize("name", ["page.md", "page.html", "spaced.txt"])
def test_same_article_in_another_dress_reads_the_same(name: str, full_vocabulary: Vocabulary, article: Article) -> None:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    text = {
        "page.md": "\n".join(lines),
        "page.html": "".join(f"<div>{escape(line)}</div>\n" for line in lines),
        "spaced.txt": "\n\n".join(lines),
    }[name]
    other = read_article(text.encode(), source=name, article_id=ArticleId("corpus"), vocabulary=full_vocabulary)
    assert [claim.key for claim in other.claims] == [claim.key for claim in article.claims]
    assert [(p.label, p.sentence) for p in other.pointers] == [(p.label, p.sentence) for p in article.pointers]
    assert [r.raw for r in other.references] == [r.raw for r in article.references]
    assert [defect.kind for defect in other.defects] == [defect.kind for defect in article.defects]


LAY = sorted((CORPUS / "lay/truth").glob("*.json"))
LEAST_SHARE = 0.85


def test_lay_articles_are_there() -> None:
    assert len(LAY) == 15


@pytest.fixture(scope="module")
def layouts() -> dict[str, Layout]:
    return {layout.name: layout for layout in measure_layouts()}


@pytest.mark.parametrize("name", [path.stem for path in LAY if "wikitext" not in path.read_text(encoding="utf-8")])
def test_markers_of_a_lay_article_lead_to_their_references(name: str, layouts: dict[str, Layout]) -> None:
    links, fields = layouts[name].links, layouts[name].fields
    assert links.precision >= LEAST_SHARE
    assert links.recall >= LEAST_SHARE
    assert fields.both >= LEAST_SHARE * fields.there


def test_no_decoy_of_the_lay_articles_is_taken_for_a_marker(layouts: dict[str, Layout]) -> None:
    assert sum(layout.decoys for layout in layouts.values()) <= 2
