"""Full-text search over the titles, abstracts, full texts, study facts and claims of one generation (SQLite FTS5).

The index is a file beside the generation, made when somebody first searches it and thrown away when the generation
is gone. A generation that differs from the one before by articles alone takes its index over, and only the articles'
texts are read again. Words are found as they are written, whatever their case and accents; nothing is stemmed.
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from pathlib import Path

from kg.errors import Place, StoreError
from kg.model import Span
from kg.query import iter_rows
from kg.store import Generation

__all__ = ["Hit", "HitKind", "build_index", "carry_index", "is_indexed", "make_index", "search"]

_OPEN, _CLOSE = "\x02", "\x03"
"""Put around found words by SQLite; no text holds them, for they are taken out on the way in."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
_SNIPPET_WORDS = 24
_DRAFT = ".search-"
_DRAFT_SECONDS = 60 * 60
"""An older draft is nobody's: no index takes that long."""
_TITLE_WEIGHT = 4.0
_SCHEMA = """
CREATE VIRTUAL TABLE texts USING fts5(
    kind UNINDEXED, iri UNINDEXED, key UNINDEXED, name UNINDEXED, title, body,
    tokenize = "unicode61 remove_diacritics 2"
)
"""
_FIND = f"""
SELECT kind, key, iri, name, snippet(texts, -1, ?, ?, ' … ', {_SNIPPET_WORDS}),
       -bm25(texts, 0, 0, 0, 0, {_TITLE_WEIGHT}, 1) AS score
FROM texts WHERE texts MATCH ? AND (? IS NULL OR kind = ?)
ORDER BY score DESC, kind, key LIMIT ?
"""  # noqa: S608 - the two constants above
_FORGET_ARTICLES = "DELETE FROM texts WHERE kind IN ('article', 'claim')"


class HitKind(StrEnum):
    """What a text that was found is of."""

    ARTICLE = "article"
    CLAIM = "claim"
    FACT = "fact"
    FULL_TEXT = "fulltext"
    STUDY = "study"


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that holds the words.

    Attributes:
        kind: what it is; a fact is one of a study, a claim one of an article, a full text's paragraph or table one of
            the study that its publication reports.
        key: of the study or article that it is or belongs to.
        iri: of the thing itself.
        title: of that study or article.
        snippet: the stretch of its text that holds most of the words.
        marked: the words found, by their spans in the snippet.
        score: how well it fits, for sorting; higher is better (BM25, a title's words count more).
    """

    kind: HitKind
    key: str
    iri: str
    title: str
    snippet: str
    marked: tuple[Span, ...]
    score: float


@dataclass(frozen=True, slots=True)
class _Text:
    """A row of the named queries ``search_texts`` and ``search_article_texts``."""

    kind: str
    iri: str
    owner: str
    title: str
    text: str


def search(generation: Generation, words: str, *, kind: HitKind | None = None, limit: int = 20) -> tuple[Hit, ...]:
    """What of a generation holds all the words, best first; the index is made if there is none.

    Args:
        generation: the state of the graph.
        words: what people type; "in double quotes" stands for a phrase, and nothing else has a meaning of its own.
        kind: only things of this kind.
        limit: how many hits to give at most.

    Raises:
        StoreError: if the index cannot be made or read.
    """
    path = make_index(generation)
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as index:
            rows = index.execute(_FIND, (_OPEN, _CLOSE, _expression(words), kind, kind, limit)).fetchall()
    except sqlite3.Error as error:
        raise StoreError(
            f"the search index cannot be read ({error})",
            place=Place(str(path)),
            mend="Delete the file; the next search makes it again.",
        ) from error
    return tuple(_to_hit(*row) for row in rows)


def is_indexed(generation: Generation) -> bool:
    """Whether the index of a generation is there, so that a search answers at once."""
    return _path(generation).exists()


def make_index(generation: Generation) -> Path:
    """The index of a generation, made if there is none: about a second for a thousand studies.

    Raises:
        StoreError: if it cannot be made.
    """
    path = _path(generation)
    if not path.exists():
        build_index(generation, path)
        _prune(path.parent)
    return path


def carry_index(before: Path, after: Path) -> None:
    """Keep the index of a generation for the next one, which differs by articles alone: its first search mends it.

    Args:
        before: the generation's folder.
        after: the folder of the next one.
    """
    for known in (_path_of(before), _carried(before)):
        with suppress(OSError):
            os.link(known, _carried(after))
            return


def _path(generation: Generation) -> Path:
    return _path_of(generation.path)


def _path_of(folder: Path) -> Path:
    return folder.with_name(f"search-{folder.name}.sqlite")


def _carried(folder: Path) -> Path:
    """Where the index stands that a generation took over and whose articles are those of an earlier one."""
    return folder.with_name(f"search-{folder.name}.carried")


def build_index(generation: Generation, path: Path) -> None:
    """Write the index of a generation: a whole file or none, also when several do it at once.

    One that was taken over from the generation before is copied, and its articles are read again.

    Raises:
        StoreError: if it cannot be written.
    """
    try:
        with tempfile.TemporaryDirectory(prefix=_DRAFT, dir=path.parent) as folder:
            draft = Path(folder, path.name)
            is_carried = _copy(_carried(generation.path), draft)
            with closing(sqlite3.connect(draft)) as index:
                index.execute(_FORGET_ARTICLES if is_carried else _SCHEMA)
                for query in ("search_article_texts",) if is_carried else ("search_texts", "search_article_texts"):
                    index.executemany("INSERT INTO texts VALUES (?, ?, ?, ?, ?, ?)", _iter_documents(generation, query))
                index.commit()
            draft.replace(path)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(
            f"the search index could not be written ({error})",
            place=Place(str(path.parent)),
            mend="Make room on the disk or mend the folder's permissions, then search again.",
        ) from error


def _copy(known: Path, draft: Path) -> bool:
    """Whether there was an index to copy."""
    with suppress(FileNotFoundError):
        shutil.copyfile(known, draft)
        return True
    return False


def _iter_documents(generation: Generation, query: str) -> Iterator[tuple[str, str, str, str, str, str]]:
    """One document for each thing: its texts together, the title apart."""
    texts = iter_rows(generation, query, _Text)
    for (kind, iri), group in groupby(texts, key=lambda text: (text.kind, text.iri)):
        parts = list(group)
        title = _clean([parts[0].title])
        own_title = title if kind in {HitKind.ARTICLE, HitKind.STUDY} else ""
        yield kind, iri, _key(parts[0].owner), title, own_title, _clean(part.text for part in parts)


def _key(iri: str) -> str:
    """The key of the study or article in an IRI: what stands behind its kind."""
    found = re.search(r"/id/(?:article|study)/([^/]+)", iri)
    return found[1] if found else iri


def _clean(texts: Iterable[str]) -> str:
    return _CONTROL.sub(" ", " · ".join(text for text in texts if text))


def _expression(words: str) -> str:
    """The words as FTS5 strings, in which nothing has a meaning, all of which must occur.

    >>> _expression('hair "wound healing" OR *')
    '"hair" "wound healing" "OR" "*"'
    """
    plain = _CONTROL.sub(" ", words).encode("utf-8", "ignore").decode()
    terms = [phrase or word.replace('"', "") for phrase, word in re.findall(r'"([^"]+)"|(\S+)', plain)]
    return " ".join(f'"{term}"' for term in terms) or '""'


def _to_hit(kind: str, key: str, iri: str, title: str, snippet: str, score: float) -> Hit:
    text, marked = "", []
    for part in re.split(f"(?={_OPEN})|(?<={_CLOSE})", snippet):
        plain = part.strip(_OPEN + _CLOSE)
        if part.startswith(_OPEN):
            marked.append(Span(len(text), len(text) + len(plain)))
        text += plain
    return Hit(HitKind(kind), key, iri, title, text, tuple(marked), score)


def _prune(folder: Path) -> None:
    """Remove the indexes of generations that are gone, and drafts of processes that were killed."""
    for path in folder.glob("search-*.*"):
        generation = path.with_name(path.stem.removeprefix("search-"))
        if not generation.is_dir() or (path.suffix == ".carried" and _path_of(generation).exists()):
            path.unlink(missing_ok=True)
    for draft in folder.glob(f"{_DRAFT}*"):
        with suppress(FileNotFoundError):  # its owner has just finished
            if time.time() - draft.stat().st_mtime > _DRAFT_SECONDS:
                shutil.rmtree(draft, ignore_errors=True)
