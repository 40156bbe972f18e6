"""Files and bytes as snapshots of articles, before anything is read of them."""

from __future__ import annotations

from pathlib import Path, PurePath

from kg.errors import ArticleError, Place
from kg.identifiers import ArticleId, content_hash, slugify
from kg.workspace import Snapshot

__all__ = ["load_snapshot", "make_snapshot"]

_LARGEST_ARTICLE_MIB = 64
_LONGEST_KEY = 120


def make_snapshot(name: str, data: bytes, article: ArticleId | None = None) -> Snapshot:
    """Bytes as a snapshot of an article, whose key is the name's stem unless one is given.

    >>> make_snapshot("My Article.md", b"...").article.value
    'my-article'

    Raises:
        ArticleError: if the name gives no key.
    """
    source = PurePath(name).name
    key = slugify(PurePath(source).stem)
    if article is None and not key:
        mend = "Give it a name with letters or digits, or a key with --id."
        raise ArticleError("the file's name gives the article no key", place=Place(name), mend=mend)
    return Snapshot(article or ArticleId(key[:_LONGEST_KEY].rstrip("-")), source, content_hash(data), data)


def load_snapshot(path: Path, article: ArticleId | None = None) -> Snapshot:
    """A file as a snapshot of an article; see :func:`make_snapshot`.

    Raises:
        ArticleError: if the file is missing, unreadable, too large, or its name gives no key.
    """
    place = Place(str(path))
    try:
        if path.stat().st_size > _LARGEST_ARTICLE_MIB * 2**20:
            raise ArticleError(
                f"the file is larger than {_LARGEST_ARTICLE_MIB} MiB", place=place, mend="Give the article alone."
            )
        data = path.read_bytes()
    except OSError as error:
        raise ArticleError(
            f"the article cannot be read ({error.strerror})", place=place, mend="Give the path of a readable file."
        ) from error
    return make_snapshot(path.name, data, article)
