"""The small articles of the tests: how far what is read of their citations is what was written down by hand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.tally import Tally
from ingest.article import read_article
from kg.identifiers import ArticleId
from kg.model.article import Article
from kg.model.concept import Vocabulary

__all__ = ["Case", "measure_cases"]

GOLDEN = Path(__file__).resolve().parents[1] / "tests" / "golden"


@dataclass(frozen=True, slots=True)
class Case:
    """One small article: its markers, each with its sentence and label, and its entries by label and title."""

    name: str
    links: Tally
    entries: Tally


def measure_cases() -> list[Case]:
    """The scores of every small article, by name."""
    return [_measure(path.parent) for path in sorted(GOLDEN.glob("*/expected.json"))]


def _measure(folder: Path) -> Case:
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    (source,) = folder.glob("input.*")
    article = read_article(
        source.read_bytes(), source=source.name, article_id=ArticleId("golden"), vocabulary=Vocabulary.of([])
    )
    there = [(one["text"], label) for one in expected["sentences"] for label in one["labels"]]
    entries = [(tuple(one["labels"]), one["title"], one["year"]) for one in expected["references"]]
    read = [(tuple(one.labels), one.title, one.year) for one in article.references]
    return Case(folder.name, Tally.of(_links(article), there), Tally.of(read, entries))


def _links(article: Article) -> Iterator[tuple[str, Any]]:
    for pointer in article.pointers:
        yield article.sentences[pointer.sentence].text, pointer.label
