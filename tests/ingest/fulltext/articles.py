"""JATS articles for tests, and one reader for all of them."""

from __future__ import annotations

from ingest.fulltext import parse_jats
from kg.model.fulltext import FullText
from kg.model.span import Span

__all__ = ["make_jats", "quotes", "read"]


def make_jats(body: str = "<p>Words.</p>", *, meta: str = "", back: str = "", attributes: str = "") -> bytes:
    """An article; every argument is XML."""
    return f"""<article xmlns:xlink="http://www.w3.org/1999/xlink" {attributes}>
    <front><article-meta>{meta}</article-meta></front><body>{body}</body><back>{back}</back></article>""".encode()


def read(body: str = "<p>Words.</p>", *, meta: str = "", back: str = "") -> FullText:
    """The full text of such an article."""
    (text,) = parse_jats(make_jats(body, meta=meta, back=back), source="made.xml")
    return text


def quotes(text: FullText, spans: list[Span]) -> list[str]:
    """The words at each span."""
    return [text.quote_at(span) for span in spans]
