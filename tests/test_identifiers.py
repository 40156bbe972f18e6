"""Identifiers are read where they are printed and never completed or guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import IdentifierError
from kg.identifiers import ArticleId, ConceptId, Doi, Pmcid, Pmid, slugify


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("PMID: 12345678", "12345678"),
        ("pmid 123", "123"),
        ("PMID:12345678; PMCID: PMC1234567", "12345678"),
        ("see https://pubmed.ncbi.nlm.nih.gov/12345678/", "12345678"),
        ("https://www.ncbi.nlm.nih.gov/pubmed/12345678?x=1", "12345678"),
        ("PubMed 12345678.", "12345678"),
        ("PubMed: 12345678", "12345678"),
        ("PubMed ID: 12345678", "12345678"),
        ("PubMed ID 123", "123"),
        ("PubMed PMID 12345678", "12345678"),
        ("[PubMed PMID: 12345678]", "12345678"),
        ("http://www.ncbi.nlm.nih.gov/entrez/query.fcgi?cmd=Retrieve&db=PubMed&list_uids=12345678&dopt=a", "12345678"),
        ("https://www.ncbi.nlm.nih.gov/pubmed/?term=12345678", "12345678"),
        ("https://pubmed.ncbi.nlm.nih.gov/?term=12345678%5Buid%5D", "12345678"),
        ("https://pubmed.ncbi.nlm.nih.gov/?term=123456+hair", None),
        ("https://pubmed.ncbi.nlm.nih.gov/?term=2019", None),
        ("PubMed 123456789", None),
        ("PubMed ID: 123456789", None),
        ("query.fcgi?list_uids=12345678", None),
        ("https://www.ncbi.nlm.nih.gov/entrez/query.fcgi?list_uids=123456789", None),
        ("https://pubmed.ncbi.nlm.nih.gov/123456789/", None),
        ("We searched PubMed 2019 and 2020.", None),
        ("PMID: … Continue reading", None),
        ("PMCID: PMC1234567", None),
        ("in 2016 there were 12345678 people", None),
        ("PMID: 123456789", None),
        ("PMID: 0123", None),
    ],
)
def test_pmid_is_found_only_where_it_is_labelled(text: str, expected: str | None) -> None:
    found = Pmid.find(text)
    assert (found.value if found else None) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("doi: 10.1000/xyz.123.", "10.1000/xyz.123"),
        ("(doi:10.1000/182)", "10.1000/182"),
        ("https://doi.org/10.1000/ABC", "10.1000/abc"),
        ("doi: 10.1000/0190-9622(93)70106-4. Erratum", "10.1000/0190-9622(93)70106-4"),
        ("[10.1000/182],", "10.1000/182"),
        ("“10.1000/182”.", "10.1000/182"),
        ("| 10.1000/182|", "10.1000/182"),
        ("doi: … Continue reading", None),
        ("10.1000", None),
        ("version 10.5/6", None),
    ],
)
def test_doi_is_found_without_the_punctuation_around_it(text: str, expected: str | None) -> None:
    found = Doi.find(text)
    assert (found.value if found else None) == expected


def test_pmcid_is_found_beside_a_pmid() -> None:
    found = Pmcid.find("PMID: 12345678; PMCID: PMC1234567")
    assert found == Pmcid("PMC1234567")
    assert Pmcid.parse("pmc1234567") == found


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Pmid, "12a"),
        (Pmid, ""),
        (Doi, "11.1000/x"),
        (Pmcid, "1234567"),
        (ConceptId, "Hair Count"),
        (ArticleId, "a--b"),
        (ArticleId, "a" * 300),
    ],
)
def test_parsing_refuses_anything_else_and_shows_what_it_should_look_like(
    kind: type[Pmid | Doi | Pmcid | ConceptId | ArticleId], text: str
) -> None:
    with pytest.raises(IdentifierError, match="looks like"):
        kind.parse(text)


@given(st.text(max_size=60))
def test_what_is_found_in_any_text_is_valid_and_parses_to_itself(text: str) -> None:
    for kind in (Pmid, Doi, Pmcid):
        found = kind.find(f"PMID: {text} doi: 10.1000/{text} PMC{text}")
        if found is not None:
            assert kind.parse(found.value) == found


@given(st.text())
def test_slug_of_any_text_is_empty_or_a_key(text: str) -> None:
    slug = slugify(text)
    assert slug == "" or ArticleId.parse(slug).value == slug
