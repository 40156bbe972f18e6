"""A small vocabulary, and reading with it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ingest.article import read_article
from kg.identifiers import ArticleId, ConceptId
from kg.model.article import Article
from kg.model.concept import Concept, ConceptKind, Vocabulary

Read = Callable[..., Article]


def _concept(key: str, kind: ConceptKind, *names: str) -> Concept:
    return Concept(ConceptId(key), kind, names[0], f"What is called {names[0]}.", alternative_labels=names[1:])


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    """A handful of concepts, one or two of each kind that matters here."""
    return Vocabulary.of(
        [
            _concept("rosemary-oil", ConceptKind.THERAPY, "Rosemary oil"),
            _concept("platelet-rich-plasma", ConceptKind.THERAPY, "Platelet-rich plasma", "PRP"),
            _concept("hair-count", ConceptKind.OUTCOME, "Hair count"),
            _concept("hair-shedding", ConceptKind.OUTCOME, "Hair shedding", "shedding"),
            _concept("adverse-events", ConceptKind.OUTCOME, "Adverse event", "side effect"),
            _concept("inflammation", ConceptKind.MECHANISM, "Inflammation"),
        ]
    )


@pytest.fixture(scope="session")
def read(vocabulary: Vocabulary) -> Read:
    """Reads a text or bytes as the article ``test``; plain text unless ``source`` says otherwise."""

    def read_text(content: str | bytes, source: str = "article.txt") -> Article:
        data = content.encode() if isinstance(content, str) else content
        return read_article(data, source=source, article_id=ArticleId("test"), vocabulary=vocabulary)

    return read_text
