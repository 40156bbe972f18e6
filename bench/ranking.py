"""How often the sentence that people marked as the evidence stands first, or among the first three, of its source.

Claims with marked sentences of SciFact and Check-COVID (abstracts of about ten sentences) and of Citation-Integrity
(five passages of the cited paper); train and dev pooled, nothing trained on them. Ranked by the audit's two rankers;
peers are BM25, by which rules line sentences up, vectors alone, and the cosine of mean vectors. Each source is ranked
twice, the second time from its end, so that equals help no ranker. Then whether vectors tell accurate citations from
erroneous ones as well as SUP001's score of shared words.
"""

from __future__ import annotations

import gzip
import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from bench.audit import CORPUS
from bench.audit_sets import CLAIMS, area_figures, iter_citations, passages_in
from bench.figures import Figure, print_figures
from kg.audit.alignment import rank_passages
from kg.audit.assertions import telling_words
from kg.audit.ranking import ByWords, Ranker, find_ranker
from kg.audit.rarity import Rarity
from kg.audit.support import support_score
from kg.audit.vector_ranking import ByWordsAndVectors
from kg.extraction.passages import PaperPart, Passage
from kg.extraction.texts import SourceText
from kg.model import Span
from kg.text.word_vectors import WordVectors

__all__ = ["Marked", "main", "measure"]

BOTH = "words and vectors"
SPLITS = ("claims_train.jsonl", "claims_dev.jsonl")


@dataclass(frozen=True, slots=True)
class Marked:
    """A claim, the sentences of its source, and those of them that people marked."""

    claim: str
    passages: tuple[Passage, ...]
    marked: frozenset[Passage]

    @classmethod
    def of(cls, claim: str, sentences: Sequence[str], marked: set[int] | frozenset[int]) -> Marked:
        """From the sentences as they stand in a set."""
        passages = tuple(
            Passage(SourceText("abstract", text, number), Span(0, len(text)), PaperPart.UNKNOWN)
            for number, text in enumerate(sentences)
        )
        return cls(claim, passages, frozenset(passages[number] for number in marked if number < len(passages)))


@dataclass(frozen=True, slots=True)
class Bm25:
    """By the rank that rules line sentences up by."""

    name: str = "BM25"

    def rank(self, claim: str, passages: Sequence[Passage], rarity: Rarity) -> tuple[Passage, ...]:  # noqa: ARG002 - as every ranker
        """The sentences that share a word, then the others."""
        ranked = tuple(each.passage for each in rank_passages(claim, passages))
        return (*ranked, *(each for each in passages if each not in ranked))


@dataclass(frozen=True, slots=True)
class ByLikeness:
    """By vectors alone: how like each word of the claim is to the likest one of the sentence."""

    ranker: ByWordsAndVectors
    name: str = "word vectors"

    def rank(self, claim: str, passages: Sequence[Passage], rarity: Rarity) -> tuple[Passage, ...]:
        """The sentences by likeness."""
        likeness = self.ranker.likeness(claim, passages, rarity).round(4)
        return tuple(passages[at] for at in np.argsort(-likeness, kind="stable"))


@dataclass(frozen=True, slots=True)
class ByMeans:
    """By the cosine of the mean vectors of claim and sentence."""

    vectors: WordVectors
    name: str = "mean vectors"

    def rank(self, claim: str, passages: Sequence[Passage], rarity: Rarity) -> tuple[Passage, ...]:  # noqa: ARG002 - as every ranker
        """The sentences by cosine."""
        wanted, *held = (self._mean(text) for text in (claim, *(each.text for each in passages)))
        return tuple(passages[at] for at in np.argsort([-float(each @ wanted) for each in held], kind="stable"))

    def _mean(self, text: str) -> np.ndarray[Any, Any]:
        total: np.ndarray[Any, Any] = self.vectors.of(telling_words(text)).sum(axis=0)
        total /= max(float(np.linalg.norm(total)), 1e-9)
        return total


def read_scifact() -> Iterator[Marked]:
    """SciFact: each claim beside each abstract with marked sentences."""
    with gzip.open(CLAIMS / "scifact" / "corpus.jsonl.gz", "rt", encoding="utf-8") as lines:
        papers = {str(paper["doc_id"]): paper["abstract"] for paper in map(json.loads, lines)}
    for name in SPLITS:
        for line in (CLAIMS / "scifact" / name).read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            for key, found in row["evidence"].items():
                yield Marked.of(row["claim"], papers[key], {number for each in found for number in each["sentences"]})


def read_check_covid() -> Iterator[Marked]:
    """Check-COVID: the sentences that bear a claim out or refute it by themselves."""
    with gzip.open(CLAIMS / "check_covid" / "corpus.json.gz", "rt", encoding="utf-8") as lines:
        papers = {paper["cord_id"]: paper["abstract"] for paper in map(json.loads, lines)}
    for name in ("train.json", "dev.json"):
        for line in (CLAIMS / "check_covid" / name).read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            marked = {each["sent_index"] for each in row["evidence_set"] if each["type"] == "PRIMARY"}
            yield Marked.of(row["claim"], papers.get(row["cord_id"], ()), marked)


def read_citation_integrity() -> Iterator[Marked]:
    """Citation-Integrity: the part of the citing sentence that the marker stands on."""
    for citation in iter_citations():
        yield Marked.of(citation.cited, citation.passages, citation.marked)


SETS: dict[str, Callable[[], Iterator[Marked]]] = {
    "SciFact": read_scifact,
    "Check-COVID": read_check_covid,
    "Citation-Integrity": read_citation_integrity,
}


def measure() -> list[Figure]:
    """Every ranker on every set, the averages of the sets, and what vectors tell of citations."""
    best = find_ranker()
    rankers: dict[str, Ranker] = {"words": ByWords(), "BM25": Bm25()}
    if isinstance(best, ByWordsAndVectors):
        alone, means = ByLikeness(best), ByMeans(best.vectors)
        rankers |= {BOTH: best, "vectors alone": alone, "mean vectors": means}
    else:
        print("no package that carries word vectors is installed (the extra embedding has one): words alone are ranked")
    figures = list[Figure]()
    hits: dict[str, list[tuple[float, float]]] = {name: [] for name in rankers}
    for label, read in SETS.items():
        rows = [row for row in read() if row.marked and len(row.passages) > 1]
        rarity = Rarity.among(dict.fromkeys(row.passages for row in rows))
        for name, ranker in rankers.items():
            begin = time.process_time()
            found = [_hits(ranker, row, rarity) for row in rows]
            spent = (time.process_time() - begin) / len(rows) / 2
            first, three = (sum(each[place] for each in found) / len(found) for place in (0, 1))
            hits[name].append((first, three))
            figures += [
                Figure(f"{label}: first, by {name}", first, f"of {len(rows)}"),
                Figure(f"{label}: among three, by {name}", three, f"of {len(rows)}"),
                Figure(f"{label}: a pair, by {name}", 1000 * spent, "ms"),
            ]
    figures += _averages(hits)
    return [*figures, *(_on_citations(best) if isinstance(best, ByWordsAndVectors) else [])]


def _averages(hits: dict[str, list[tuple[float, float]]]) -> Iterator[Figure]:
    """The plain averages of the sets; the audit's rankers are held against BM25, vectors against words alone."""
    means = {name: [sum(part) / len(SETS) for part in zip(*found, strict=True)] for name, found in hits.items()}
    for at, place in enumerate(("first", "among three")):
        for name, mean in means.items():
            yield Figure(f"average: {place}, by {name}", mean[at], "of sets")
        for better, worse in (("words", "BM25"), (BOTH, "words")):
            if better in means:
                gain = means[better][at] - means[worse][at]
                yield Figure(f"average: {place}, {better} over {worse}", gain, "of sets", "> 0")


def _hits(ranker: Ranker, row: Marked, rarity: Rarity) -> tuple[float, float]:
    """Whether a marked sentence is the first, and one of the first three: the mean of both orders of the source."""
    places = [
        next(place for place, each in enumerate(ranker.rank(row.claim, passages, rarity)) if each in row.marked)
        for passages in (row.passages, row.passages[::-1])
    ]
    return sum(place < 1 for place in places) / 2, sum(place < 3 for place in places) / 2


def _on_citations(ranker: ByWordsAndVectors) -> list[Figure]:
    """Accurate against erroneous citations by SUP001's score, by the same sum of vectors' scores, and by both."""
    citations = list(iter_citations())
    accurate = np.array([each.is_accurate for each in citations])
    passages = [passages_in(each) for each in citations]
    rarity = Rarity.among(dict.fromkeys(passages))
    both = list(zip(citations, passages, strict=True))
    words = np.array([support_score(each.cited, read, rarity) for each, read in both])
    vectors = np.array([_halving(ranker.likeness(each.cited, read, rarity)) for each, read in both])
    return [
        *area_figures("citations: SUP001's score of shared words", words, accurate),
        *area_figures("citations: the same by word vectors", vectors, accurate),
        *area_figures("citations: the mean of both", words + vectors, accurate),
    ]


def _halving(scores: np.ndarray[Any, Any]) -> float:
    """The sum in which each sentence counts half of the better one before it."""
    best = np.sort(scores)[::-1]
    shares = 0.5 ** np.arange(len(best))
    return float((best * shares).sum() / shares.sum()) if len(best) else 0.0


def main() -> int:
    """Measure and print; gives back the exit status."""
    if not CORPUS.is_dir():
        print("the corpus is not beside the checkout", file=sys.stderr)
        return 1
    return print_figures(measure())


if __name__ == "__main__":
    sys.exit(main())
