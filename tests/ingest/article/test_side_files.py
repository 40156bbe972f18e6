from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.article import read_article
from ingest.article.side_files import read_side_file
from kg.errors import ArticleError
from kg.identifiers import ArticleId
from kg.model.article import Reference, ReferenceKind
from kg.model.concept import Vocabulary

BIBTEX = """
@string{oil = "J Oil"}

@article{doe2019,
  author = {Doe, Jane R. and van der Roe, Karl},
  title = {{Oil} and hair: a {Trial}},
  journal = oil, year = 2019, volume = {12}, number = {4}, pages = {33--9}, doi = {10.1000/oil.1}
}
@online{site, author = {{World Health Organization}}, title = {Oils}, url = {https://example.org/oils}}
"""
RIS = """TY  - JOUR
ID  - doe2019
AU  - Doe, Jane R.
AU  - van der Roe, Karl
TI  - Oil and hair: a Trial
JO  - J Oil
PY  - 2019
VL  - 12
IS  - 4
SP  - 33
EP  - 9
DO  - 10.1000/oil.1
ER  -
"""
CSL = json.dumps(
    [
        {
            "id": "doe2019",
            "type": "article-journal",
            "title": "Oil and hair: a Trial",
            "author": [
                {"family": "Doe", "given": "Jane R."},
                {"family": "Roe", "given": "Karl", "non-dropping-particle": "van der"},
            ],
            "container-title": "J Oil",
            "issued": {"date-parts": [[2019, 5]]},
            "volume": "12",
            "issue": "4",
            "page": "33-9",
            "DOI": "10.1000/oil.1",
        }
    ]
)


@pytest.mark.parametrize(("text", "name"), [(BIBTEX, "a.bib"), (RIS, "a.ris"), (CSL, "a.json")])
def test_each_form_gives_the_same_reference(text: str, name: str) -> None:
    reference = read_side_file(text.encode(), source=name)[0]
    assert reference.labels == ("doe2019",)
    assert reference.authors == ("Doe JR", "van der Roe K")
    assert (reference.title, reference.journal, reference.year) == ("Oil and hair: a Trial", "J Oil", 2019)
    assert (reference.volume, reference.issue) == ("12", "4")
    assert str(reference.doi) == "10.1000/oil.1"
    assert reference.kind is ReferenceKind.JOURNAL_ARTICLE


def test_body_as_author_and_page_on_the_web() -> None:
    _, site = read_side_file(BIBTEX.encode(), source="a.bib")
    assert (site.authors, site.kind) == (("World Health Organization",), ReferenceKind.WEB_PAGE)
    assert site.address == "https://example.org/oils"
    assert site.year is None


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "a.bib"),
        (b"no list", "a.bib"),
        (b"{", "a.json"),
        (b"[3]", "a.json"),
        (b"\xff\xfe", "a.ris"),
        (b"x", "a.doc"),
    ],
)
def test_what_is_no_list_is_refused_with_its_name(data: bytes, name: str) -> None:
    with pytest.raises(ArticleError, match="list of references") as refused:
        read_side_file(data, source=name)
    assert name in str(refused.value)


@given(st.binary(max_size=300), st.sampled_from(["a.bib", "a.ris", "a.json"]))
def test_any_bytes_give_references_or_the_error(data: bytes, name: str) -> None:
    with suppress(ArticleError):
        assert all(isinstance(one, Reference) for one in read_side_file(data, source=name))


def test_only_the_references_that_the_text_names_are_the_article_s() -> None:
    cited = read_side_file(BIBTEX.encode(), source="a.bib")
    article = read_article(
        b"# Oil\n\nIt smells.\n\nIt helps [@doe2019].\n",
        source="a.md",
        article_id=ArticleId("a"),
        vocabulary=Vocabulary.of([]),
        cited=cited,
    )
    (reference,) = article.references
    assert (reference.title, reference.line) == ("Oil and hair: a Trial", 5)
    assert [article.reference_of(pointer) for pointer in article.pointers] == [reference]


def test_numbers_count_in_the_order_of_the_file_where_the_article_has_no_list() -> None:
    cited = read_side_file(BIBTEX.encode(), source="a.bib")
    article = read_article(
        b"Oil is said to help.[2]\n",
        source="a.txt",
        article_id=ArticleId("a"),
        vocabulary=Vocabulary.of([]),
        cited=cited,
    )
    assert [reference.title for reference in article.references] == ["Oils"]
