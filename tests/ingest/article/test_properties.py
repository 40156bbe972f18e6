"""What holds for whatever bytes are given."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.article import read_article
from kg.errors import ArticleError
from kg.identifiers import ArticleId
from kg.model.article import Article
from kg.model.concept import Vocabulary

_LINES = """
1. Doe J. Oil. J Oil. 2019;1:2.
[^1]: Doe J. Oil. 2019.
↑1 | Doe J. Oil. |
---|---|
↑2, ↑3 | Doe J. Oil. |
References
## Notes
- item
---
title: x
Erratum in: J 1999 Oct;1:2.
It helps in these ways:
""".splitlines(keepends=True)
_WORDS = """
Oil helps.;Learn More;Hair sheds;[1];[1,2];[^1];¹;²;… Continue reading;photo B;<p>;</p>;<sup>1</sup>;<br>;<nav>;<!--;-->
é;<a href='#fn1'>1</a>;<ol><li>;</li></ol>;<table><tr><td>1</td><td>;](a);[;**;`;\\;>;PMID: 1;e.g.;汉字。;Doe J, Roe K.
""".replace("\n", ";").split(";")
_PIECES = st.sampled_from([*_LINES, *_WORDS, " ", ". ", "\n", "\u200b", "\x0c", "\u2028", "&nbsp;"])
_TEXTS = st.one_of(st.lists(_PIECES, max_size=40).map("".join), st.text(max_size=200))
_SOURCES = st.sampled_from(["a.txt", "a.md", "a.html", "a"])


def _read(data: bytes, source: str) -> Article:
    return read_article(data, source=source, article_id=ArticleId("test"), vocabulary=Vocabulary())


@given(data=st.binary(max_size=300), source=_SOURCES)
def test_any_bytes_are_read_or_refused(data: bytes, source: str) -> None:
    with suppress(ArticleError):
        assert _read(data, source).format in {"text", "markdown", "html"}


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(text=_TEXTS, source=_SOURCES)
def test_places_of_any_text_are_exact(text: str, source: str) -> None:
    try:
        article = _read(text.encode("utf-8", "replace"), source)
    except ArticleError:
        return
    end = 0
    for sentence in article.sentences:
        assert sentence.span.start >= end
        end = sentence.span.end
        assert article.blocks[sentence.block].span.holds(sentence.span)
        assert 0 <= sentence.section < len(article.sections)
        rest = iter(sentence.span.of(article.text))
        assert all(character in rest for character in sentence.text if character != " ")
    for pointer in article.pointers:
        assert 0 <= pointer.sentence < len(article.sentences)
        assert article.sentences[pointer.sentence].span.meets(pointer.span)
    for block, following in zip(article.blocks, article.blocks[1:], strict=False):
        assert block.span.end <= following.span.start
        assert block.line <= following.line
    assert {claim.sentence for claim in article.claims} == set(range(len(article.sentences)))
    for claim in article.claims:
        sentence = article.sentences[claim.sentence]
        assert claim.text in sentence.text
        assert all(sentence.span.holds(place) for place in (claim.span, *claim.context))
        assert all(article.pointers[index].sentence == claim.sentence for index in claim.pointers)
    assert {index for claim in article.claims for index in claim.pointers} == set(range(len(article.pointers)))
    assert len({claim.key for claim in article.claims}) == len(article.claims)
    whole = len(article.text)
    assert all(defect.span.end <= whole and defect.line >= 1 for defect in article.defects)


@given(text=_TEXTS, source=_SOURCES)
def test_reading_twice_gives_the_same(text: str, source: str) -> None:
    data = text.encode("utf-8", "replace")
    with suppress(ArticleError):
        assert _read(data, source) == _read(data, source)


def _with_references(count: int) -> str:
    body = (
        f"Oil helped in trial {n}.[{n}]Doe J, Roe KL. Oil and hair, part {n}. J … Continue reading"
        for n in range(count)
    )
    return "\n".join(
        [*body, "", "References", *(f"{n}. Doe J, Roe KL. Oil and hair, part {n}. J Oil." for n in range(count))]
    )


def _with_lines(count: int) -> str:
    return "\n".join(f"Oil may help {n} men within a year, in these ways:" for n in range(count))


def _with_long_paragraph(count: int) -> str:
    return " ".join(f"Oil helped {n} men.[{n % 50}]" for n in range(count))


def _with_endless_entry(count: int) -> str:
    return "Oil helps.\n\nReferences\n1. Doe J\n" + "and so the entry goes on\n" * count


@pytest.mark.parametrize("source", ["a.txt", "a.md", "a.html"])
@pytest.mark.parametrize(
    ("article", "size"),
    [(_with_references, 400), (_with_lines, 500), (_with_long_paragraph, 500), (_with_endless_entry, 1_000)],
)
def test_twice_the_article_takes_about_twice_the_time(article: Callable[[int], str], size: int, source: str) -> None:
    def seconds(count: int) -> float:
        text = article(count)
        page = "".join(f"<p>{line}</p>" for line in text.split("\n")) if source == "a.html" else text
        started = time.process_time()
        _read(page.encode(), source)
        return time.process_time() - started

    seconds(size // 10)
    assert any(seconds(2 * size) < 3.2 * max(seconds(size), 0.01) for _ in range(2))


@pytest.mark.parametrize("source", ["a.txt", "a.md", "a.html"])
@pytest.mark.parametrize(
    "unit",
    [
        "Oil may help hair within 12 weeks.[1] Who knows?\n\n",
        "[1]",
        "¹",
        "<!--",
        "a:\n",
        "Doe J, ",
        "](a",
        "- a\n",
        ".",
    ],
)
def test_time_grows_no_faster_than_the_page(unit: str, source: str) -> None:
    def seconds(length: int) -> float:
        text = "Oil. " + unit * (length // len(unit)) + " end."
        started = time.process_time()
        _read(text.encode(), source)
        return time.process_time() - started

    seconds(2_000)
    short, long = seconds(10_000), seconds(80_000)
    assert long < 8 * 4 * max(short, 0.02)
