from __future__ import annotations

import pytest

from kg.errors import ArticleError
from kg.model.article import Article, BlockKind, DefectKind
from tests.ingest.article.conftest import Read

PROSE = (
    "Many people have asked whether the oil does anything at all, and the answer is not as plain as one might wish it.",
    "A trial of forty women found more hair after half a year, while a second one of the same size found no change.",
    "Until more is known, it seems fair to say that the oil does little harm and may do some good to a few people.",
)


def kinds(article: Article) -> dict[str, BlockKind]:
    return {block.span.of(article.text): block.kind for block in article.blocks}


def test_menu_testimonials_and_buttons_around_the_article_are_furniture(read: Read) -> None:
    menu = ["Home", "Our Products", "Have questions? Ask us.", "I love this so much that I cannot even begin to..."]
    brands = ["Acme Hair", "Best Scalp", "Home"]
    calls = ["Get a personal plan from our team of people who care about each and every hair of yours.", "Sign up"]
    article = read("\n".join([*menu, *brands, *PROSE, *calls, calls[0], "Have questions? Ask us."]))
    assert [s.text for s in article.sentences] == list(PROSE)
    (defect,) = [defect for defect in article.defects if defect.kind is DefectKind.BOILERPLATE]
    assert "11 lines" in defect.message
    assert "1-7, 11-14" in defect.message


def test_what_follows_the_reference_list_is_furniture(read: Read) -> None:
    article = read("\n".join([*PROSE, "References", "1. Doe J. Oil. J Oil. 2019;1:2.", "Join our club and be happy."]))
    assert kinds(article)["Join our club and be happy."] is BlockKind.BOILERPLATE
    assert len(article.references) == 1


def test_short_sentences_around_long_paragraphs_are_the_article_s(read: Read) -> None:
    article = read("\n".join(["Oil is old.", PROSE[0], "Maybe.", PROSE[1], "Nobody knows."]))
    assert [s.text for s in article.sentences] == ["Oil is old.", PROSE[0], "Maybe.", PROSE[1], "Nobody knows."]


@pytest.mark.parametrize("button", ["Learn More", "Subscribe", "Continue reading"])
def test_button_glued_to_the_first_word_is_left_out(read: Read, button: str) -> None:
    article = read(f"{button}{PROSE[0]}\n{PROSE[1]}")
    assert article.sentences[0].text == PROSE[0]
    assert article.sentences[0].span.of(article.text) == PROSE[0]
    (defect,) = [defect for defect in article.defects if defect.kind is DefectKind.GLUED_TEXT]
    assert defect.span.of(article.text) == button


def test_line_that_stands_alone_elsewhere_is_known_as_glued(read: Read) -> None:
    article = read(f"Take the quiz now\nAbout us\nBack home\n{PROSE[0]}\nTake the quiz now{PROSE[1]}")
    assert [s.text for s in article.sentences] == list(PROSE[:2])


def test_word_with_an_inner_capital_is_not_taken_apart(read: Read) -> None:
    article = read(f"McDonald asked many people. {PROSE[0]}")
    assert article.sentences[0].text == "McDonald asked many people."


def test_plain_text_heading_opens_a_section(read: Read) -> None:
    article = read(f"{PROSE[0]}\n\nWhat the trials found\n\n{PROSE[1]}\n")
    assert [section.heading for section in article.sections] == [None, "What the trials found"]
    assert [sentence.section for sentence in article.sentences] == [0, 1]
    assert DefectKind.NO_HEADINGS not in {defect.kind for defect in article.defects}


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("a.md", "# Oil\n\nFirst words here.\n\n## Trials\n\nSecond words here.\n"),
        ("a.md", "Oil\n===\n\nFirst words here.\n\nTrials\n------\n\nSecond words here.\n"),
        ("a.html", "<h1>Oil</h1><p>First words here.</p><h2>Trials</h2><p>Second words here.</p>"),
    ],
)
def test_headings_of_markdown_and_html_make_sections(read: Read, source: str, text: str) -> None:
    article = read(text, source)
    assert [(section.heading, section.level) for section in article.sections] == [("Oil", 1), ("Trials", 2)]
    assert [(s.text, s.section) for s in article.sentences] == [("First words here.", 0), ("Second words here.", 1)]
    assert article.title == "Oil"


def test_wrapped_paragraph_is_one(read: Read) -> None:
    text = (
        "The oil has been sold for many years as a thing that makes hair\n"
        "grow, and yet until not so long ago nobody had put it to a test\n"
        "of any kind. One was made at last.\n\n"
        "It ran for half a year with forty women who all had thin hair.\n"
    )
    article = read(text)
    assert [(sentence.line, sentence.text.split()[0]) for sentence in article.sentences] == [
        (1, "The"),
        (3, "One"),
        (5, "It"),
    ]


def test_html_furniture_and_scripts_are_no_sentences(read: Read) -> None:
    article = read(
        "<html lang='en-GB'><head><title>Oil | Site</title>"
        "<meta property='article:published_time' content='2024-01-02'></head><body>"
        "<nav><a href='/'>Home</a></nav><script>var x = 'No. Not this.';</script><article><header>"
        f"<h1>Oil</h1></header><p>{PROSE[0]}</p>\n<p>{PROSE[1]}</p></article>\n<footer>All rights reserved.</footer>"
        "</body></html>",
        "a.html",
    )
    assert [sentence.text for sentence in article.sentences] == list(PROSE[:2])
    assert (article.title, article.language, article.published) == ("Oil", "en-GB", "2024-01-02")
    assert [sentence.line for sentence in article.sentences] == [1, 2]


def test_front_matter_is_read_and_is_no_text(read: Read) -> None:
    article = read("---\ntitle: 'Oil'\nlang: fr\ndate: 2024-01-02\n---\n\nOil helps.\n", "a.md")
    assert (article.title, article.language, article.published) == ("Oil", "fr", "2024-01-02")
    assert [(sentence.text, sentence.line) for sentence in article.sentences] == [("Oil helps.", 7)]


def test_markdown_markup_is_left_out_of_the_words(read: Read) -> None:
    article = read("Some *say* that **oil** [helps](https://example.org/a_(b)) a `lot`. <!-- no -->\n", "a.md")
    assert [sentence.text for sentence in article.sentences] == ["Some say that oil helps a lot."]


RAISED = [
    "<sup><a href='#r1'>1</a></sup>",
    "<sup>1</sup>",
    "<sup>[1]</sup>",
    "<sup>1,2</sup>",
    "<sup>1, 2</sup>",
    "<sup><a href='#r1'>1</a></sup>,<sup><a href='#r2'>2</a></sup>",
    "<a href='#r1'><sup>1</sup></a>",
    "<a href='#r1'>1</a>",
    "<a href='#top'>1</a>",
    "¹",
    "¹⁻²",
    "[^1]",
    "[1, 2]",
    "[1]–[2]",
    "<sup>*</sup>",
]


@pytest.mark.parametrize("marker", RAISED)
@pytest.mark.parametrize("longer", [PROSE[0], "It was tried on forty women."])
def test_first_last_and_short_paragraphs_are_kept_whatever_marker_they_end_in(
    read: Read, marker: str, longer: str
) -> None:
    words = ["Oil helps men.", "It is cheap.", longer, "It may calm.", "It may itch.", "So try it.", "All ends here."]
    lines = [word + marker for word in words]
    article = read(
        f"<html><body><nav>Home</nav><h1>Oil</h1><p>{lines[0]}</p><p>{lines[1]}</p><p>{lines[2]}</p>"
        f"<p>{PROSE[1]}</p><ul><li>{lines[3]}</li><li>{lines[4]}</li></ul><p>{lines[5]}</p><p>{lines[6]}</p><h2>References</h2>"
        "<ol><li id='r1'>Doe J. Oil. J Oil. 2019;1:2.</li><li id='r2'>Poe E. Oil. J Oil. 2020;1:2.</li></ol>",
        "a.html",
    )
    assert [sentence.text.rstrip("1*") for sentence in article.sentences] == [*words[:3], PROSE[1], *words[3:]]
    if "top" not in marker and "*" not in marker:
        assert len({pointer.sentence for pointer in article.pointers if pointer.label == "1"}) == 7


@pytest.mark.parametrize("depth", [1_000, 30_000])
def test_deeply_nested_page_is_read_or_said_to_be_too_deep(read: Read, depth: int) -> None:
    page = f"<html><body><p>Oil helps.</p>{'<div>' * depth}<p>It does.</p>{'</div>' * depth}</body></html>"
    if depth == 1_000:
        assert [sentence.text for sentence in read(page, "a.html").sentences] == ["Oil helps.", "It does."]
    else:
        for too_deep in (page, f"<p>{'<i>' * depth}Oil helps."):
            with pytest.raises(ArticleError, match="nested too deeply"):
                read(too_deep, "a.html")


def test_words_behind_an_inner_block_stand_on_no_earlier_line(read: Read) -> None:
    article = read("<div>Oil helps men.\n\n<p>It helps women.</p>It helps all.</div>", "a.html")
    assert [sentence.line for sentence in article.sentences] == [1, 3, 3]
