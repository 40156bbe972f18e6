"""Whose a registration number is, as far as its place in the paper tells."""

from __future__ import annotations

import pytest

from ingest.fulltext import parse_jats
from kg.model.fulltext import RegistrationOwner
from tests.ingest.fulltext.articles import make_jats

OWN, OTHER, UNTOLD = RegistrationOwner.OWN, RegistrationOwner.OTHER, RegistrationOwner.UNTOLD


def section(title: str, words: str) -> str:
    return f"<sec><title>{title}</title><p>{words}</p></sec>"


@pytest.mark.parametrize(
    ("body", "owner"),
    [
        (section("Methods", "Ten people (NCT00000001)."), OWN),
        (section("Ethics approval and consent", "Given; ISRCTN00000001."), OWN),
        (section("Discussion", "A larger trial goes on (NCT00000001)."), OTHER),
        (section("Introduction", "As in ISRCTN00000001."), OTHER),
        (section("Results and discussion", "See UMIN000000001."), OTHER),
        (section("Discussion", "This trial was registered at ClinicalTrials.gov as NCT00000001."), OWN),
        (section("Discussion", "This trial was registered. Another is NCT00000001."), OTHER),
        (section("Results", "CTRI/2020/01/000001 had ten people."), UNTOLD),
        ("<p>2005-000001-01 is a number.</p>", UNTOLD),
    ],
)
def test_place_and_words_tell_whose_a_number_is(body: str, owner: RegistrationOwner) -> None:
    (text,) = parse_jats(make_jats(body), source="made.xml")
    (found,) = text.registrations
    assert found.owner is owner
    assert found.rule


def test_number_in_the_abstract_is_the_papers_own_and_in_a_review_nobody_can_tell() -> None:
    meta = "<abstract><p>Registered as NCT00000001.</p></abstract>"
    for kind, owner in (("research-article", OWN), ("review-article", UNTOLD), ("systematic-review", UNTOLD)):
        (text,) = parse_jats(make_jats(meta=meta, attributes=f'article-type="{kind}"'), source="made.xml")
        assert [each.owner for each in text.registrations] == [owner]


def test_rule_quotes_no_more_of_the_paper_than_a_word_of_its_heading() -> None:
    heading = "Why we think that the methods of others were weak"
    (text,) = parse_jats(make_jats(section(heading, "See NCT00000001.")), source="made.xml")
    assert text.registrations[0].rule == "heading with 'methods'"
