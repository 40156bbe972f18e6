"""The page to mail: valid HTML, nothing fetched, nothing of an article's words turned into markup."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import html5lib
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kg.decisions import identify_findings
from kg.errors import ArticleError, Place
from kg.export.ledger_html import badge
from kg.export.report_html import to_frame, to_part
from kg.model import LedgerEntry, Reading, Verdict
from kg.model.fix import Screened
from tests.export.audits import BODY, HOSTILE, make_screened
from tests.strategies import screened_audits

_MARKUP = "http://www.w3.org/1999/xhtml"


def page_of(*audits: Screened, unread: list[ArticleError] | None = None) -> str:
    return to_frame([to_part(one) for one in audits], unread or [])


def parse(page: str) -> Any:
    """The page as a tree, by a parser that refuses what HTML does not allow."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)


def texts_of(page: str, style: str) -> list[str]:
    tree = parse(page)
    found = (one for one in tree.iter() if style in str(one.get("class", "")).split())
    return ["".join(one.itertext()) for one in found]


def outward(page: str) -> Iterator[str]:
    """Every address that the page names, but for links that open only when they are chosen."""
    for one in parse(page).iter():
        if not isinstance(one.tag, str):
            continue
        for name, value in one.attrib.items():
            if name in ("src", "srcset", "action", "data", "poster") or (name == "href" and one.tag != "a"):
                yield value
    yield from re.findall(r"url\(|@import", page.partition("<body")[0])


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow], phases=[Phase.explicit, Phase.generate])
@given(st.lists(screened_audits(), max_size=2, unique_by=lambda one: one.path))
def test_any_report_is_a_valid_page_that_fetches_nothing(audits: list[Screened]) -> None:
    page = page_of(*audits, unread=[ArticleError("<it> is empty", place=Place("b.md"))])
    assert list(outward(page)) == []
    ids = [one.get("id") for one in parse(page).iter() if one.get("id")]
    assert len(ids) == len(set(ids))


def test_parser_would_refuse_a_fault() -> None:
    with pytest.raises(html5lib.html5parser.ParseError):
        parse(page_of(make_screened()).replace("</main>", "</div></main>"))


def test_hostile_words_stay_words() -> None:
    page = page_of(make_screened(HOSTILE))
    tree = parse(page)
    tags = {one.tag for one in tree.iter() if isinstance(one.tag, str)}
    assert not tags & {"script", "img", "iframe", "object", "form", "b"}
    assert "<script>window.broken=1</script>" in "".join(tree.itertext())
    for one in tree.iter("a"):
        assert one.get("href").startswith(("#", "https://", "http://"))
    assert not any(name.startswith("on") for one in tree.iter() if isinstance(one.tag, str) for name in one.attrib)


def test_how_well_it_was_read_comes_first_then_the_fix_list() -> None:
    page = page_of(make_screened())
    assert re.findall(r"<h3>(.*?)</h3>", page) == [
        "How well it was read",
        "What to mend",
        "Claim by claim: what was read",
        "What was not checked, and why",
    ]


def test_patch_is_shown_as_a_change_and_a_paraphrase_is_no_quotation() -> None:
    tree = parse(page_of(make_screened()))
    assert ["".join(one.itertext()) for one in tree.iter("del")] == ["12 women"]
    assert ["".join(one.itertext()) for one in tree.iter("ins")] == ["10 women"]
    quotes = ["".join(one.itertext()) for one in tree.iter("blockquote")]
    assert "10 participants analysed" in texts_of(page_of(make_screened()), "paraphrase")
    assert not any("10 participants analysed" in quote for quote in quotes)


def test_badge_says_in_plain_words_what_was_read() -> None:
    assert set(texts_of(page_of(make_screened()), "badge")) == {
        "names a source of which only the bibliographic record is here"
    }
    lost = page_of(make_screened(BODY.replace("[1]", "[7]")))
    assert "names a source of which nothing could be read" in texts_of(lost, "badge")


@pytest.mark.parametrize(
    ("reading", "words"),
    [
        (Reading.FULL_TEXT, "held against the full text"),
        (Reading.ABSTRACT, "held against the abstract only"),
        (Reading.CURATED_FACTS, "held against facts noted from the paper, not against its text"),
        (Reading.NOTHING, "names no source: held against nothing"),
    ],
)
def test_each_reading_has_plain_words(reading: Reading, words: str) -> None:
    assert badge(LedgerEntry("a-1", 3, Verdict.UNCHECKED, reading=reading)) == words


def test_way_in_which_sentences_were_ranked_is_told_where_any_were() -> None:
    screened = make_screened()
    told = "The nearest sentence of each source was found by shared words."
    assert told not in page_of(screened)
    assert told in page_of(replace(screened, report=replace(screened.report, ranked_by="shared words")))


def test_suppressed_findings_are_counted_and_give_their_reason() -> None:
    page = page_of(make_screened())
    assert "1 finding suppressed, with the reason" in page
    assert "<strong>counted so</strong>" in page


def test_page_of_many_has_contents_that_lead_to_each() -> None:
    page = page_of(
        make_screened(), make_screened(path="other/calm.md"), unread=[ArticleError("empty", place=Place("b.md"))]
    )
    tree = parse(page)
    ids = {one.get("id") for one in tree.iter()}
    targets = [one.get("href")[1:] for one in tree.iter("a") if one.get("href").startswith("#")]
    assert len(targets) == 2
    assert set(targets) <= ids
    assert "What could not be read" in page


def test_each_finding_to_mend_can_be_linked_to_by_the_id_by_which_people_decide_on_it() -> None:
    screened = make_screened()
    known = {one.id.value for one in identify_findings(screened.article, screened.report)}
    places = {"".join(one.itertext()): one.get("id") for one in parse(page_of(screened)).iter("code")}
    assert len(places) == len(screened.failures)
    assert set(places) <= known
    assert all(place.endswith(f"-{key}") for key, place in places.items())


def test_patch_stands_among_whole_words_of_its_line() -> None:
    long = "unbelievably " * 9
    page = page_of(make_screened(f"In a {long}long study of 12 women, {long}calmol eased itching.[1]"))
    (shown,) = ["".join(one.itertext()) for one in parse(page).iter("p") if one.find("del") is not None]
    assert (
        shown == "… unbelievably unbelievably long study of 12 women 10 women, unbelievably unbelievably unbelievably …"
    )
    short = page_of(make_screened("A study of 12 women found that calmol eased itching.[1]"))
    (told,) = ["".join(one.itertext()) for one in parse(short).iter("p") if one.find("del") is not None]
    assert told.startswith("A study of ")
