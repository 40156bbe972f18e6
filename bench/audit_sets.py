"""How the audit does on sets that others labelled: citations judged against the cited paper, and causal language.

Citation-Integrity: the audit's score tells accurate citing sentences from erroneous ones (the cited paper contradicts
them, or does not speak of them), as the area under the curve, with the middle 95 % of bootstrap resamples; train and
dev pooled, nothing trained on them. The peers, in the same run: TF-IDF cosine, the share of shared words, anchorcite's
offline lexical score.
Causal language: macro-F1 of the four grades, on the half whose sentences nobody read (by a hash of the sentence),
and on the other half beside it. Measured only: nothing made from it is kept.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import importlib
import json
import math
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from bench.audit import CORPUS, Bench
from bench.figures import Figure, print_figures
from kg.audit.rarity import Rarity
from kg.audit.support import support_score
from kg.extraction.passages import Passage, passages_of
from kg.extraction.texts import SourceText
from kg.model import Outcome
from kg.text.causality import CausalStrength, read_causality

__all__ = [
    "CLAIMS",
    "Citation",
    "area_figures",
    "area_under_curve",
    "iter_citations",
    "main",
    "measure",
    "measure_causality",
    "measure_citations",
    "passages_in",
]

CLAIMS = CORPUS / "claims"
GRADES = (CausalStrength.NONE, CausalStrength.DIRECT, CausalStrength.CONDITIONAL, CausalStrength.CORRELATIONAL)
"""In the order of the set's labels."""

CONTENT = ("NUM", "POP", "INT", "OUT", "DIR", "STR", "SUP002", "MEC")
"""Rules on what a citation says; SUP001 is told apart."""

RULE_WEIGHT = 0.1
"""What one failed rule takes off the score of shared words; one of ten."""

RESAMPLES = 500
_MARKER = re.compile(r"[\[(]?\s*(?:<\|[^>]*\|>[,\s\d–-]*)+\s*[\])]?")
_OTHER = re.compile(r"<\|other_cit\|>")
_THIS = re.compile(r"<\|(?:multi_)?cit\|>")
_WORD = re.compile(r"[a-z0-9]+")
_SHORTEST = 6

Vector = dict[str, float]


@dataclass(frozen=True, slots=True)
class Citation:
    """The part of a citing sentence that its marker stands on, the cited paper's passages, and the judgement.

    Attributes:
        marked: which of the passages people marked as the evidence.
    """

    cited: str
    passages: tuple[str, ...]
    is_accurate: bool
    marked: frozenset[int]


def iter_citations() -> Iterator[Citation]:
    """Train and dev of Citation-Integrity."""
    folder = CLAIMS / "citation_integrity"
    with gzip.open(folder / "corpus.jsonl.gz", "rt", encoding="utf-8") as lines:
        papers = {paper["doc_id"]: paper["abstract"] for paper in map(json.loads, lines)}
    for name in ("claims_train.jsonl", "claims_dev.jsonl"):
        for line in (folder / name).read_text(encoding="utf-8").splitlines():
            raw: dict[str, Any] = json.loads(line)
            evidence = [each for found in raw["evidence"].values() for each in found]
            labels = {each["label"] for each in evidence}
            marked = frozenset(number for each in evidence for number in each["sentences"])
            passages = tuple(papers[raw["cited_doc_ids"][0]])
            yield Citation(_cited_part(raw["claim"]), passages, labels == {"SUPPORT"}, marked)


def _plain(sentence: str) -> str:
    return " ".join(_MARKER.sub(" ", sentence).split())


def _cited_part(sentence: str) -> str:
    """The part between the markers of other papers that this paper's marker stands in; all where that is too short."""
    part = next((part for part in _OTHER.split(sentence) if _THIS.search(part)), sentence)
    return _plain(part) if len(_WORD.findall(_plain(part).lower())) >= _SHORTEST else _plain(sentence)


def measure_citations() -> list[Figure]:
    """The audit and its peers on Citation-Integrity."""
    citations = list(iter_citations())
    accurate = np.array([each.is_accurate for each in citations])
    bench = Bench()
    judged = [_judged(bench, each) for each in citations]
    failed = np.array([each[Outcome.FAILED] for each in judged], dtype=float)
    agreed = np.array([_agreement(each) for each in judged])
    passages = [passages_in(each) for each in citations]
    rarity = Rarity.among({each.passages: read for each, read in zip(citations, passages, strict=True)}.values())
    support = np.array(
        [support_score(each.cited, read, rarity) for each, read in zip(citations, passages, strict=True)]
    )
    cosine = np.array(_cosines(citations))
    shared = np.array([_shared(each) for each in citations])
    figures = [
        *area_figures("citations: the rules alone", agreed, accurate),
        *area_figures("citations: failed rules alone", -failed, accurate),
        *area_figures("citations: the rules and SUP001", support - RULE_WEIGHT * failed, accurate),
        *area_figures("citations: TF-IDF cosine", cosine, accurate),
        *area_figures("citations: share of shared words", shared, accurate),
        *_offline_anchorcite(citations, accurate),
    ]
    gain = area_under_curve(support - RULE_WEIGHT * failed, accurate) - area_under_curve(cosine, accurate)
    return [*figures, Figure("citations: rules and SUP001 over TF-IDF", gain, "of area", ">= 0.05")]


def _offline_anchorcite(citations: Sequence[Citation], accurate: np.ndarray[Any, Any]) -> list[Figure]:
    """Anchorcite's offline score: the best passage's share of the claim's content words; a line where it is missing."""
    try:
        coverage = importlib.import_module("anchorcite.retrieval").content_token_coverage
    except ImportError:
        print("citations: anchorcite is not installed (the extra bench has it), its score is not measured")
        return []
    best = [max((coverage(each.cited, text) for text in each.passages), default=0.0) for each in citations]
    return area_figures("citations: anchorcite's offline lexical score", np.array(best), accurate)


def passages_in(citation: Citation) -> tuple[Passage, ...]:
    """The cited paper's passages, sentence by sentence."""
    return tuple(
        Passage(source, each.span, each.reports)
        for at, text in enumerate(citation.passages)
        for source in [SourceText("abstract", text, at)]
        for each in passages_of([source])
    )


def _judged(bench: Bench, citation: Citation) -> Counter[Outcome]:
    """By outcome, how many of the rules on content have a finding of it."""
    report = bench.audit(citation.cited, "\n" + " ".join(citation.passages))
    told = {(finding.rule, finding.outcome) for finding in report.findings if finding.rule.startswith(CONTENT)}
    return Counter(outcome for _, outcome in told)


def _agreement(judged: Counter[Outcome]) -> float:
    """Passed less failed rules, of all that had something to hold against the source: a rule that cannot tell, too."""
    tried = judged[Outcome.PASSED] + judged[Outcome.FAILED] + judged[Outcome.CANNOT_TELL]
    return (judged[Outcome.PASSED] - judged[Outcome.FAILED]) / max(1, tried)


def _cosines(citations: Sequence[Citation]) -> list[float]:
    """TF-IDF cosine of the cited part, as the rules get it, and all of the cited passages."""
    sources = [Counter(_WORD.findall(" ".join(each.passages).lower())) for each in citations]
    holding = Counter(word for source in sources for word in source)
    claims = [Counter(_WORD.findall(each.cited.lower())) for each in citations]
    weigh = {word: math.log((1 + len(sources)) / (1 + n)) + 1 for word, n in holding.items()}
    return [
        sum(value * b.get(word, 0.0) for word, value in a.items())
        for a, b in ((_unit(claim, weigh), _unit(source, weigh)) for claim, source in zip(claims, sources, strict=True))
    ]


def _unit(counts: Counter[str], weigh: Vector) -> Vector:
    unseen = math.log(1 + len(weigh)) + 1
    vector = {word: count * weigh.get(word, unseen) for word, count in counts.items()}
    length = math.sqrt(sum(value * value for value in vector.values())) or 1.0
    return {word: value / length for word, value in vector.items()}


def _shared(citation: Citation) -> float:
    words = set(_WORD.findall(citation.cited.lower()))
    return len(words.intersection(_WORD.findall(" ".join(citation.passages).lower()))) / max(1, len(words))


def area_under_curve(score: np.ndarray[Any, Any], accurate: np.ndarray[Any, Any]) -> float:
    """The chance that an accurate one scores above an erroneous one, equals counted half (Mann and Whitney 1947)."""
    positives, negatives = int(accurate.sum()), int((~accurate).sum())
    _, at, counts = np.unique(score, return_inverse=True, return_counts=True)
    middle = counts.cumsum() - (counts - 1) / 2
    ranks = float(middle[at][accurate].sum())
    return (ranks - positives * (positives + 1) / 2) / (positives * negatives)


def area_figures(name: str, score: np.ndarray[Any, Any], accurate: np.ndarray[Any, Any]) -> list[Figure]:
    """The area under the curve, with the middle 95 % of bootstrap resamples."""
    draw = np.random.default_rng(1)
    picks = (draw.integers(0, len(score), len(score)) for _ in range(RESAMPLES))
    low, high = np.percentile([area_under_curve(score[pick], accurate[pick]) for pick in picks], [2.5, 97.5])
    return [Figure(name, area_under_curve(score, accurate), f"of area, {low:.3f} to {high:.3f}")]


def measure_causality() -> list[Figure]:
    """Macro-F1 of the grades of causal language, half by half."""
    counts: dict[int, Counter[tuple[CausalStrength, CausalStrength]]] = {0: Counter(), 1: Counter()}
    path = CLAIMS / "causal_language" / "pubmed_causal_language_use.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            half = int(hashlib.sha256(row["sentence"].encode()).hexdigest(), 16) % 2
            counts[half][GRADES[int(row["label"])], read_causality(row["sentence"]).strength] += 1
    return [
        Figure("causal language: half with sentences unread", _macro_f1(counts[0]), "macro-F1", ">= 0.75"),
        Figure("causal language: half with a small look", _macro_f1(counts[1]), "macro-F1"),
    ]


def _macro_f1(counts: Counter[tuple[CausalStrength, CausalStrength]]) -> float:
    scores = []
    for grade in GRADES:
        told = sum(n for (_, read), n in counts.items() if read is grade)
        meant = sum(n for (label, _), n in counts.items() if label is grade)
        scores.append(2 * counts[grade, grade] / max(1, told + meant))
    return sum(scores) / len(scores)


def measure() -> list[Figure]:
    """All figures of the labelled sets."""
    return [*measure_causality(), *measure_citations()]


def main() -> int:
    """Measure and print; gives back the exit status."""
    if not CORPUS.is_dir():
        print("the corpus is not beside the checkout", file=sys.stderr)
        return 1
    return print_figures(measure())


if __name__ == "__main__":
    sys.exit(main())
