"""Small articles of our own, each citing in another way, with what is to be read of their markers and entries."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kg.model.article import Article, DefectKind
from tests.ingest.article.conftest import Read

GOLDEN = Path(__file__).resolve().parents[2] / "golden"
CASES = sorted(path.parent for path in GOLDEN.glob("citing-*/expected.json"))


def to_expected(article: Article) -> dict[str, Any]:
    return {
        "sentences": [
            {"text": sentence.text, "labels": [p.label for p in article.pointers if p.sentence == index]}
            for index, sentence in enumerate(article.sentences)
        ],
        "references": [
            {
                "labels": list(one.labels),
                "first_author": one.authors[0] if one.authors else None,
                "year": one.year,
                "title": one.title,
                "kind": one.kind.value,
                "identifiers": [str(each) if each else None for each in (one.doi, one.pmid, one.pmcid)],
                "address": one.address,
            }
            for one in article.references
        ],
        "uncertain": [
            defect.span.of(article.text) for defect in article.defects if defect.kind is DefectKind.UNCERTAIN_MARKER
        ],
    }


def test_there_are_enough_ways_of_citing() -> None:
    assert len(list(GOLDEN.glob("*/expected.json"))) >= 24


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_citations_are_read_as_written_down(case: Path, read: Read) -> None:
    (source,) = case.glob("input.*")
    article = read(source.read_bytes(), source.name)
    assert to_expected(article) == json.loads((case / "expected.json").read_text(encoding="utf-8"))
    assert all(pointer.span.start < pointer.span.end for pointer in article.pointers)
