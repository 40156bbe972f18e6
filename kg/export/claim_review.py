"""Verdicts as schema.org ``ClaimReview``, for claims that were held against words of their sources.

A claim that was not checked, or names no source, has no review. No figure rates anything: the rating is the verdict's
words, with its reasons beside, and says what was read. There is no author: who publishes one puts a name to it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from kg.export.bibliographic import web_address
from kg.holdings import HeldArticle
from kg.model import Article, Claim, IndexedRecord, LedgerEntry, Reading, Verdict
from kg.rdf.iris import article_iri, claim_iri

__all__ = ["REVIEWED", "to_claim_review"]

REVIEWED = (Verdict.SUPPORTED, Verdict.RESERVATIONS, Verdict.CONTRADICTED, Verdict.NOT_ADDRESSED)
"""The verdicts that say something of what the sources say."""


def to_claim_review(articles: Iterable[HeldArticle]) -> str:
    """One document, a review for each claim that has such a verdict, in order of article and text."""
    reviews = [review for held in articles for review in _reviews(held)]
    return json.dumps({"@context": "https://schema.org", "@graph": reviews}, indent=2, ensure_ascii=False) + "\n"


def _reviews(held: HeldArticle) -> Iterator[dict[str, Any]]:
    claims = {claim.key: claim for claim in held.article.claims}
    for entry in held.report.ledger:
        if entry.verdict in REVIEWED and entry.reading is not Reading.NOTHING and entry.claim in claims:
            cited = [held.records[study] for study in entry.studies if study in held.records]
            yield _review(held.article, claims[entry.claim], entry, cited)


def _review(article: Article, claim: Claim, entry: LedgerEntry, cited: list[IndexedRecord]) -> dict[str, Any]:
    iri = claim_iri(article_iri(article.id), claim)
    aspect = f"what its cited sources say, by automatic rules that read: {entry.reading}"
    rating = {
        "@type": "Rating",
        "alternateName": entry.verdict.value,
        "ratingExplanation": " ".join(entry.reasons) or None,
        "reviewAspect": aspect,
    }
    return _present(
        {
            "@type": "ClaimReview",
            "@id": f"{iri}/review",
            "claimReviewed": claim.text,
            "itemReviewed": {
                "@type": "Claim",
                "@id": str(iri),
                "text": claim.text,
                "appearance": _appearance(article),
            },
            "reviewAspect": aspect,
            "reviewRating": _present(rating),
            "citation": [_work(record) for record in cited] or None,
        }
    )


def _appearance(article: Article) -> dict[str, Any]:
    is_address = article.source.startswith(("http://", "https://"))
    name = article.title or article.id.value
    return _present(
        {
            "@type": "Article",
            "@id": str(article_iri(article.id)),
            "name": name,
            "url": article.source if is_address else None,
        }
    )


def _work(record: IndexedRecord) -> dict[str, Any]:
    ids = [("PMID", record.pmid), ("DOI", record.doi), ("PMCID", record.pmcid)]
    return _present(
        {
            "@type": "ScholarlyArticle",
            "name": record.title or record.key.value,
            "identifier": [f"{name}:{value}" for name, value in ids if value is not None] or None,
            "sameAs": web_address(record),
        }
    )


def _present(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
