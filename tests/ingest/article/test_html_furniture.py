"""Saved pages: what stands around an article is set aside, and stays in the text as what it is."""

from __future__ import annotations

import pytest

from kg.model.article import Article, BlockKind
from tests.ingest.article.conftest import Read

_WORDS = "Rosemary oil raised the hair count in a trial of forty women that lasted for half a year, and most said so."
_ARTICLE = f"<h1>Oil</h1><p>{_WORDS}</p>" + "".join(f"<p>{n}. {_WORDS}</p>" for n in range(1, 6))
_END = "<p>That is all that is known of the oil at the time of writing, and more trials are under way as we speak.</p>"


def _read(read: Read, box: str) -> Article:
    page = f"<!DOCTYPE html><html><head><title>Oil</title></head><body>{_ARTICLE}{box}{_END}</body></html>"
    return read(page, "page.html")


@pytest.mark.parametrize(
    "box",
    [
        "<nav><p>Everything here was written by our kind people, who know a lot.</p></nav>",
        "<aside><p>Sign up and never miss one of our articles about hair again.</p></aside>",
        '<div role="complementary"><p>Our shop has oils of every kind for you.</p></div>',
        '<div role="dialog"><p>We and our partners store data on your device.</p></div>',
        '<div class="cookie-notice"><p>We use cookies to make this page better for you.</p></div>',
        '<div id="GDPRConsent"><p>You may change your mind at any time.</p></div>',
        '<section class="related-posts"><h3>More</h3><p>Ten oils that you should never use on hair.</p></section>',
        '<div class="newsletterBox"><p>Get the best of our articles each week.</p></div>',
        '<ol class="comment-list"><li><p>I tried this and it worked for me. Thank you!</p></li></ol>',
        '<div class="wp-testimonials"><blockquote>My hair came back within weeks.</blockquote></div>',
        '<div><h4>Ready?</h4><p>Book a talk with our experts today.</p><a class="btn" href="/x">Go</a></div>',
        '<div class="ad-slot"><p>The best oil of the year is here.</p></div>',
    ],
)
def test_part_that_is_no_article_is_kept_as_boilerplate(read: Read, box: str) -> None:
    article = _read(read, box)
    plain = _read(read, "")
    assert [sentence.text for sentence in article.sentences] == [sentence.text for sentence in plain.sentences]
    kept = [block.span.of(article.text) for block in article.blocks if block.kind is BlockKind.BOILERPLATE]
    assert kept, "what was set aside is still told"


@pytest.mark.parametrize(
    "attribute",
    ['class="has-sidebar single-post comments-open"', 'id="content" class="ad-free"', 'class="newsletter-archive"'],
)
def test_element_around_the_article_is_the_article_whatever_it_is_called(read: Read, attribute: str) -> None:
    page = f"<!DOCTYPE html><body><div {attribute}>{_ARTICLE}{_END}</div></body>"
    assert len(read(page, "page.html").sentences) >= 7


def test_box_that_cites_a_note_is_the_articles_own(read: Read) -> None:
    box = '<div class="promo"><p>Oil raised the count in a trial.<sup><a href="#fn1">1</a></sup></p></div>'
    texts = [sentence.text for sentence in _read(read, box).sentences]
    assert "Oil raised the count in a trial." in texts


def test_dates_and_audience_come_from_where_the_page_says_them(read: Read) -> None:
    head = """<meta property="article:published_time" content="2024-03-01">
    <script type="application/ld+json">{"@graph": [{"@type": "MedicalWebPage", "datePublished": "2023",
    "dateModified": "2024-05-02", "audience": {"@type": "Audience", "audienceType": "Patient"}}]}</script>"""
    article = read(f"<!DOCTYPE html><html><head>{head}</head><body>{_ARTICLE}</body></html>", "page.html")
    assert (article.published, article.modified, article.audience) == ("2024-03-01", "2024-05-02", "Patient")
    assert (article.published_place or "").startswith("metadata field article:published_time, line ")
    assert (article.modified_place or "").startswith("JSON-LD field dateModified, line ")
    assert (article.audience_place or "").startswith("JSON-LD field audience, line ")


def test_broken_json_ld_says_nothing(read: Read) -> None:
    page = f'<!DOCTYPE html><script type="application/ld+json">{{"@type": "Article",</script>{_ARTICLE}'
    assert read(page, "page.html").published is None


def test_front_matter_gives_dates_and_audience(read: Read) -> None:
    text = "---\ntitle: Oil\ndate: 2024-01-02\nlastmod: 2024-02-03\naudience: patients\n---\n\nOil helps *hair*.\n"
    article = read(text, "a.md")
    assert (article.published, article.modified, article.audience) == ("2024-01-02", "2024-02-03", "patients")
    assert article.published_place == "front matter field date"
    assert article.modified_place == "front matter field lastmod"
    assert article.audience_place == "front matter field audience"


@pytest.mark.parametrize(
    ("sentence", "whom"),
    [
        ("This guide was written for women over fifty.", "women over fifty"),
        ("This page is primarily aimed at doctors and nurses; others may read on.", "doctors and nurses"),
        ("This article is for informational purposes only.", None),
        ("This oil is for women.", None),
    ],
)
def test_audience_is_what_the_article_says_of_itself(read: Read, sentence: str, whom: str | None) -> None:
    article = read(f"Oil helps.\n\n{sentence}")
    assert article.audience == whom
    end = len(article.text.rstrip())
    assert article.audience_place == (f"line 3, characters 12 to {end}" if whom else None)
