"""Failed checks as W3C Web Annotations on the article's words (Web Annotation Data Model, 2017).

Each selects its words twice: by themselves with what stands around them, and by their place in the article's text. The
text is the one that the reader took from the snapshot whose SHA-256 the source names.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from kg.holdings import HeldArticle
from kg.model import Finding, Span
from kg.prefixes import BASE
from kg.rdf.iris import article_iri, child_iri, report_iri

__all__ = ["CONTEXT", "to_web_annotation"]

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_AROUND = 32
"""Characters given before and after the words, so that they are found where they stand several times."""


def to_web_annotation(articles: Iterable[HeldArticle]) -> str:
    """One page of annotations, in order of article and finding."""
    items = [item for held in articles for item in _items(held)]
    page = {"@context": CONTEXT, "id": f"{BASE}id/annotations", "type": "AnnotationPage", "items": items}
    return json.dumps(page, indent=2, ensure_ascii=False) + "\n"


def _items(held: HeldArticle) -> Iterator[dict[str, Any]]:
    article, failed = held.article, set(held.report.failures)
    for position, finding in enumerate(held.report.findings, start=1):
        if finding in failed:
            selectors = list(_selectors(article.text, finding.span))
            yield {
                "id": str(child_iri(f"{report_iri(article.id)}/findings", f"{position}/annotation")),
                "type": "Annotation",
                "motivation": "assessing",
                "body": _body(finding),
                "target": {
                    "type": "SpecificResource",
                    "source": {
                        "id": f"{BASE}id/snapshot/{article.snapshot}",
                        "type": "Text",
                        "via": article.source if "://" in article.source else str(article_iri(article.id)),
                    },
                }
                | ({"selector": selectors} if selectors else {}),
            }


def _body(finding: Finding) -> dict[str, str]:
    doubt = " (possible: it rests on words read far from the paper)" if finding.possible else ""
    return {
        "type": "TextualBody",
        "value": f"{finding.rule}, {finding.severity}: {finding.message}{doubt}",
        "format": "text/plain",
        "language": "en",
    }


def _selectors(text: str, span: Span) -> Iterator[dict[str, Any]]:
    if not span.start < span.end <= len(text):
        return  # it is about the article as a whole
    yield {
        "type": "TextQuoteSelector",
        "exact": text[span.start : span.end],
        "prefix": text[max(0, span.start - _AROUND) : span.start],
        "suffix": text[span.end : span.end + _AROUND],
    }
    yield {"type": "TextPositionSelector", "start": span.start, "end": span.end}
