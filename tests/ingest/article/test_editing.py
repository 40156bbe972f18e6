"""Words written into an article's file: those and nothing else, whatever the file's form."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.article.editing import Edit, replace_words
from ingest.article.page_readers import read_page
from kg.errors import ArticleError
from kg.model import Span

MARKDOWN = "# Calm\n\nA study of ten people found that *calmol* helps.[1]\n\nSo it is.\n"
HTML = """<!DOCTYPE html>
<html><head><title>ten people</title><script>var a = "ten people";</script></head><body>
<h1>Calm</h1>
<p>A study of ten&nbsp;people &amp; more found
   that <em>calmol</em> helps.<sup><a href="#r1">1</a></sup></p>
<!-- ten people -->
<table><tr><td>ten people</td><td>calm &lt; 5</td></tr></table>
<p>Again ten people came, and <b>ten</b> people left.</p>
</body></html>
"""


def read(data: bytes, name: str) -> str:
    return read_page(data, source=name)[0].text


def put(data: bytes, name: str, old: str, new: str, *, nth: int = 0, kept: tuple[Span, ...] = ()) -> bytes:
    """The file with the nth place of some words of its text replaced."""
    text, at = read(data, name), -1
    for _ in range(nth + 1):
        at = text.index(old, at + 1)
    return replace_words(data, Edit(Span(at, at + len(old)), new), source=name, kept=kept)


def assert_only(old: bytes, new: bytes, removed: bytes, added: bytes) -> None:
    """That the bytes differ in one place, by these words."""
    at = next(
        i
        for i in range(len(old))
        if old[i : i + len(removed)] == removed and new == old[:i] + added + old[i + len(removed) :]
    )
    assert at >= 0


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("encoding", "mark"),
    [("utf-8", b""), ("utf-8", codecs.BOM_UTF8), ("utf-16-le", codecs.BOM_UTF16_LE), ("cp1252", b"")],
)
@pytest.mark.parametrize(
    ("form", "name"),
    [(MARKDOWN, "calm.md"), (HTML, "calm.html"), ("Ten people came.\n\nThere were ten people.\n", "calm.txt")],
)
def test_encoding_mark_and_line_ends_stay(form: str, name: str, ends: str, encoding: str, mark: bytes) -> None:
    data = mark + (form.rstrip("\n").replace("\n", ends) + f" Ünlü – café{ends}").encode(encoding)
    changed = put(data, name, "ten", "nine")
    assert_only(data, changed, "ten".encode(encoding), "nine".encode(encoding))


def test_the_words_of_the_article_are_changed_and_not_those_of_title_script_or_comment() -> None:
    changed = put(HTML.encode(), "calm.html", "ten people & more", "9 people & more").decode()
    assert changed == HTML.replace("ten&nbsp;people &amp;", "9&nbsp;people &amp;")


@pytest.mark.parametrize(("nth", "place"), [(1, "<td>ten people</td>"), (2, "Again ten people")])
def test_the_place_that_is_meant_is_changed(nth: int, place: str) -> None:
    changed = put(HTML.encode(), "calm.html", "ten people", "9 people", nth=nth).decode()
    assert changed == HTML.replace(place, place.replace("ten", "9"))


def test_what_is_a_sign_of_the_markup_is_written_as_a_word() -> None:
    html = put(HTML.encode(), "calm.html", "calm < 5", "p < .05 & <b>x</b>")
    assert b"p &lt; .05 &amp; &lt;b&gt;x&lt;/b&gt;</td>" in html
    assert "p < .05 & <b>x</b>" in read(html, "calm.html")
    markdown = put(MARKDOWN.encode(), "calm.md", "So it", "So <b>it</b> & he")
    assert b"So &lt;b&gt;it&lt;/b&gt; &amp; he is." in markdown


def test_a_character_that_an_encoding_lacks_is_an_entity_in_html_and_refused_elsewhere() -> None:
    data = HTML.replace("<head>", '<head><meta charset="iso-8859-1">').replace("Again", "\xc4gain").encode("latin-1")
    assert b"&#8805; 9 people came" in put(data, "calm.html", "ten people came", "≥ 9 people came")
    with pytest.raises(ArticleError, match="cp1252, has no “≥”"):
        put("Caf\xe9. There were ten people.\n".encode("cp1252"), "calm.txt", "ten", "≥ 9")


@pytest.mark.parametrize(
    ("data", "name", "old", "told"),
    [
        (HTML, "calm.html", "that calmol helps", "markup .*<em>"),
        (HTML, "calm.html", "people left.", ""),
        (HTML, "calm.html", "ten people | calm", "more than one cell"),
        (MARKDOWN, "calm.md", "that *calmol*", "markup .*\\*"),
        (
            "{{Short|x}}\n== Calm ==\n'''Ten''' [[people]] came.<ref>A</ref>\n",
            "calm.wiki",
            "came",
            "wikitext.*Markdown, HTML",
        ),
    ],
)
def test_what_crosses_markup_or_is_of_another_kind_is_refused(data: str, name: str, old: str, told: str) -> None:
    if not told:
        assert put(data.encode(), name, old, "women left.")
        return
    with pytest.raises(ArticleError, match=told):
        put(data.encode(), name, old, "new words of it")


def test_a_change_beside_markup_within_the_words_is_made() -> None:
    changed = put(MARKDOWN.encode(), "calm.md", "found that *calmol* helps", "found that *calmol* may help")
    assert changed.decode() == MARKDOWN.replace("helps", "may help")


def test_a_marker_within_the_words_is_kept() -> None:
    at = MARKDOWN.index("[1]")
    with pytest.raises(ArticleError, match=r"the marker \[1\] stands within"):
        put(MARKDOWN.encode(), "calm.md", "helps.[1]", "hurts!", kept=(Span(at, at + 3),))


def test_a_file_in_more_than_one_encoding_is_refused() -> None:
    data = "Café, naïve, Ünlü – there were ten people.\n".encode() + b"caf\xe9 ten\n"
    with pytest.raises(ArticleError, match="more than one encoding"):
        put(data, "calm.txt", "ten", "9")


_WORDS = st.lists(
    st.sampled_from(["ten", "people", "&nbsp;", "&amp;", "&lt;5", "<b>bold</b>", "<em>", "</em>",
                     "\n", "–", "ü", "<!-- ten -->", "<br>", "[1]", "*x*",
                     "calm."]),
    min_size=3, max_size=25,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(_WORDS, _WORDS, st.sampled_from(["calm.html", "calm.md", "calm.txt"]), st.data())
def test_every_change_is_exactly_that_or_refused(
    first: list[str], second: list[str], name: str, data: st.DataObject
) -> None:
    body = f"<p>{' '.join(first)}</p>\n<p>{' '.join(second)} end</p>\n"
    source = (f"<!DOCTYPE html><title>ten</title>{body}" if name == "calm.html" else body.replace("<p>", "\n")).encode()
    text = read(source, name)
    start = data.draw(st.integers(0, max(0, len(text) - 2)))
    span = Span(start, data.draw(st.integers(start + 1, min(len(text), start + 20))))
    words = data.draw(st.sampled_from(["nine", "9 < 10 & more", "*few*", "", "ten people"]))
    try:
        changed = replace_words(source, Edit(span, words), source=name)
    except ArticleError:
        return
    expected = f"{text[: span.start]}{words}{text[span.end :]}"
    assert read(changed, name).replace("\\", "").split() == expected.replace("\\", "").split()
    cut = next((n for n in range(len(source)) if source[n : n + 1] != changed[n : n + 1]), len(source))
    tail = next((n for n in range(1, len(source) + 1) if source[-n:] != changed[-n:]), len(source) + 1) - 1
    assert len(source) - cut - min(tail, len(source) - cut) <= 4 * (span.end - span.start) + 120
