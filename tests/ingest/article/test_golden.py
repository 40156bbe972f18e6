"""Small articles of our own, each with what is to be read from it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kg.model.article import Article
from tests.ingest.article.conftest import Read

GOLDEN = Path(__file__).resolve().parents[2] / "golden"
CASES = sorted(path.parent for path in GOLDEN.glob("article-*/expected.json"))


def to_expected(article: Article) -> dict[str, Any]:
    return {
        "format": article.format,
        "title": article.title,
        "sections": [section.heading for section in article.sections],
        "sentences": [
            {
                "line": sentence.line,
                "text": sentence.text,
                "kind": claim.kind.value,
                "certainty": claim.certainty.value,
                "labels": [article.pointers[index].label for index in claim.pointers],
            }
            for sentence, claim in zip(article.sentences, article.claims, strict=True)
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
