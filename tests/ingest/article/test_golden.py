"""Small articles of our own, each with what is to be read from it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.model.article import Article, Claim, Sentence
from tests.ingest.article.conftest import Read

GOLDEN = Path(__file__).resolve().parents[2] / "golden"
CASES = sorted(path.parent for path in GOLDEN.glob("article-*/expected.json"))


def sentences_with_claims(article: Article) -> Iterator[tuple[Sentence, list[Claim]]]:
    for index, sentence in enumerate(article.sentences):
        yield sentence, [claim for claim in article.claims if claim.sentence == index]


def to_expected(article: Article) -> dict[str, Any]:
    return {
        "format": article.format,
        "title": article.title,
        "sections": [section.heading for section in article.sections],
        "sentences": [
            {
                "line": sentence.line,
                "text": sentence.text,
                "kind": claims[0].kind.value,
                "certainty": claims[0].certainty.value,
                "labels": [pointer.label for pointer in article.pointers if pointer.sentence == index],
            }
            for index, (sentence, claims) in enumerate(sentences_with_claims(article))
        ],
        "references": [
            {
                "labels": list(reference.labels),
                "line": reference.line,
                "authors": list(reference.authors),
                "title": reference.title,
                "journal": reference.journal,
                "year": reference.year,
                "place": [reference.volume, reference.issue, reference.pages],
                "identifiers": [str(one) if one else None for one in (reference.doi, reference.pmid, reference.pmcid)],
                "kind": reference.kind.value,
                "address": reference.address,
                "notices": [notice.kind.value for notice in reference.notices],
                "truncated": reference.truncated,
                "pasted": reference.pasted,
            }
            for reference in article.references
        ],
        "defects": [[defect.line, defect.kind.value] for defect in article.defects],
    }


def test_golden_articles_are_there() -> None:
    assert {case.name for case in CASES} >= {
        "article-html",
        "article-html-superscripts",
        "article-markdown",
        "article-scraped-text",
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_golden_article_is_read_as_expected(case: Path, read: Read) -> None:
    (source,) = case.glob("input.*")
    assert to_expected(read(source.read_bytes(), source.name)) == json.loads(
        (case / "expected.json").read_text(encoding="utf-8")
    )
