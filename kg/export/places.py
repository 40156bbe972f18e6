"""Where a finding stands, in the words of editors and code scanners: file, line and column."""

from __future__ import annotations

from kg.model import Article, Span

__all__ = ["column_of", "counts_in_file", "has_lines", "place_of"]

_AS_WRITTEN = frozenset({"text", "markdown"})
"""Formats whose text is the file itself, so that spans count its characters."""
_WITHOUT_LINES = frozenset({"docx", "pdf"})


def counts_in_file(article: Article) -> bool:
    """Whether spans of the article count characters of its file: only then can a column be told, or a patch placed."""
    return article.format in _AS_WRITTEN


def has_lines(article: Article) -> bool:
    """Whether a line of the article is a line of its file, and not the number of a paragraph."""
    return article.format not in _WITHOUT_LINES


def column_of(article: Article, offset: int) -> int:
    """The column of a character of the article's text, from 1, counted in code points."""
    return offset - article.text.rfind("\n", 0, offset)


def place_of(article: Article, path: str, line: int, span: Span) -> str:
    """A place as editors follow it: ``path:line:column``; without a column where the file's own is not known.

    In a DOCX or PDF the line is the number of the paragraph, and called so.
    """
    if not has_lines(article):
        return f"{path}: paragraph {line}"
    return f"{path}:{line}:{column_of(article, span.start)}" if counts_in_file(article) else f"{path}:{line}"
