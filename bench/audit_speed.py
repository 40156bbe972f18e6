"""How long an audit takes, what memory it needs, and whether it says the same each time.

100 made-up articles of 3,000 words with 30 references each. Their references lead to records in a store on disk, with
titles and abstracts of the mutation bench (../shared/corpus/mutations); their sentences are its claims, each with a
marker to its own source where that is among the thirty, and sentences on the vocabulary's therapies, so that the rules
on the whole graph have work. One process reads and audits them all; a second one, with another hash seed, must say the
same.
"""

from __future__ import annotations

import gzip
import hashlib
import itertools
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from bench.figures import Figure, print_figures
from ingest.knowledge import load_knowledge
from ingest.pipeline import audit_article, make_snapshot, open_evidence, read_snapshot_article
from kg.export import report_json
from kg.identifiers import Doi, StudyId
from kg.model import AbstractSection, ConceptKind, IndexedRecord, Study, Vocabulary
from kg.rdf import study_edges, study_triples
from kg.rdf.iris import graph_iri
from kg.rdf.nquads import to_nquads
from kg.store import Draft
from kg.workspace import Workspace

__all__ = ["main", "make_articles", "measure"]

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
ARTICLES, WORDS, REFERENCES = 100, 3_000, 30
SENTENCES_A_PARAGRAPH = 6
MOST_SECONDS, MOST_MEBIBYTES = 0.25, 600


@dataclass(frozen=True, slots=True)
class Paper:
    """A source of the mutation bench, and the claims that rest on it."""

    doi: Doi
    title: str
    abstract: str
    claims: tuple[str, ...]

    @property
    def record(self) -> IndexedRecord:
        """The record that the store holds of it."""
        key = StudyId(self.doi.value.rpartition("/")[2])
        return IndexedRecord(key, doi=self.doi, title=self.title, year=2020, abstract=(AbstractSection(self.abstract),))


def read_papers() -> list[Paper]:
    """The sources of the bench in order of its file, under names that no registry gives."""
    claims: dict[str, dict[str, None]] = {}
    with gzip.open(CORPUS / "mutations" / "mutations.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            claims.setdefault(row["source"], {})[" ".join(row["claim"].split())] = None
    papers = []
    for number, (source, said) in enumerate(claims.items()):
        title, _, abstract = source.partition("\n")
        if abstract.strip():
            papers.append(Paper(Doi(f"10.5555/bench-{number}"), title.strip(), " ".join(abstract.split()), tuple(said)))
    return papers


def iter_general_sentences(vocabulary: Vocabulary, seed: int) -> Iterator[str]:
    """Sentences on the vocabulary's own therapies, outcomes and conditions, without end."""
    chance = random.Random(seed)  # noqa: S311 - the same articles each time
    names = {
        kind: [concept.label for concept in vocabulary if concept.kind is kind]
        for kind in (ConceptKind.THERAPY, ConceptKind.OUTCOME, ConceptKind.CONDITION)
    }
    forms = (
        "{0} improves {1} in {2}.",
        "{0} has never been studied in {2}.",
        "{0} does not change {1}.",
        "{0} may reduce {1} in people with {2}.",
        "Stop {0} if {1} gets worse.",
    )
    for form in itertools.cycle(forms):
        yield form.format(*(chance.choice(labels) for labels in names.values()))


def make_articles(papers: Sequence[Paper], vocabulary: Vocabulary) -> Iterator[bytes]:
    """The articles as Markdown."""
    chance = random.Random(2026)  # noqa: S311 - the same articles each time
    for number in range(ARTICLES):
        cited = chance.sample(papers, REFERENCES)
        general = iter_general_sentences(vocabulary, number)
        sentences = list(itertools.islice(general, SENTENCES_A_PARAGRAPH * 3))
        sentences += [
            f"{claim.rstrip('.')}.[{label}]" for label, paper in enumerate(cited, start=1) for claim in paper.claims
        ]
        while sum(len(sentence.split()) for sentence in sentences) < WORDS:
            sentences.append(f"{chance.choice(chance.choice(papers).claims).rstrip('.')}.")
        while sum(len(sentence.split()) for sentence in sentences) > WORDS:
            sentences.pop()
        chance.shuffle(sentences)
        paragraphs = [
            " ".join(sentences[start : start + SENTENCES_A_PARAGRAPH])
            for start in range(0, len(sentences), SENTENCES_A_PARAGRAPH)
        ]
        listed = [
            f"{label}. Smith A. {paper.title.rstrip('.')}. J Calm. 2020;1:2-3. doi: {paper.doi.value}"
            for label, paper in enumerate(cited, start=1)
        ]
        yield "\n\n".join([f"# Article {number}", *paragraphs, "## References", "\n".join(listed)]).encode()


def make_store(workspace: Workspace, papers: Sequence[Paper]) -> Vocabulary:
    """A store of what is bundled and of the papers' records; gives back the vocabulary."""
    made: list[Vocabulary] = []

    def fill(draft: Draft) -> None:
        made.append(load_knowledge(workspace, draft).vocabulary)
        studies = [Study(paper.record.key, paper.record) for paper in papers]
        triples = [t for study in studies for t in (*study_triples(study), *study_edges(study, made[0]))]
        draft.bulk_load(to_nquads(graph_iri("studies", "bench"), triples).encode())

    workspace.store.make(fill)
    return made[0]


def audit_all(folder: Path) -> None:
    """In a process of its own: read and audit every article of the folder; prints its processor seconds as JSON."""
    evidence = open_evidence(Workspace.at(folder / "ws"))
    digest, reading, auditing = hashlib.sha256(), [], []
    for path in sorted((folder / "articles").iterdir()):
        snapshot = make_snapshot(path.name, path.read_bytes())
        begin = time.process_time()
        article = read_snapshot_article(snapshot, evidence.vocabulary)
        read = time.process_time()
        report = audit_article(article, evidence)
        end = time.process_time()
        reading.append(read - begin)
        auditing.append(end - read)
        digest.update(json.dumps(report_json.to_document(report, article), ensure_ascii=False).encode())
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"reading": reading, "auditing": auditing, "memory": memory, "digest": digest.hexdigest()}))


def measure() -> list[Figure]:
    """Seconds an article, memory of the process, and whether two processes say the same."""
    papers = read_papers()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        vocabulary = make_store(Workspace.at(folder / "ws"), papers)
        (folder / "articles").mkdir()
        for number, article in enumerate(make_articles(papers, vocabulary)):
            (folder / "articles" / f"article-{number:03}.md").write_bytes(article)
        runs = [_run(folder, seed) for seed in ("1", "2")]
    reading, auditing = runs[0]["reading"], runs[0]["auditing"]
    both = [one + other for one, other in zip(reading, auditing, strict=True)]
    most = f"<= {MOST_SECONDS}"
    return [
        Figure("audit of 3,000 words, 30 references: mean", sum(auditing) / len(auditing), "s", most),
        Figure("audit of 3,000 words, 30 references: slowest", max(auditing), "s"),
        Figure("audit of 3,000 words, 30 references: median", median(auditing), "s"),
        Figure("reading the same article: mean", sum(reading) / len(reading), "s"),
        Figure("reading and audit together: mean", sum(both) / len(both), "s", most),
        Figure("memory of a process with 100 articles", runs[0]["memory"], "MiB", f"<= {MOST_MEBIBYTES}"),
        Figure("articles of which two processes differ", float(runs[0]["digest"] != runs[1]["digest"]), "", "== 0"),
    ]


def _run(folder: Path, seed: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.audit_speed", "--in", str(folder)]
    done = subprocess.run(
        command, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def main() -> int:
    """Measure; gives back the exit status."""
    if sys.argv[1:2] == ["--in"]:
        audit_all(Path(sys.argv[2]))
        return 0
    if not CORPUS.is_dir():
        print("the corpus is not beside the checkout", file=sys.stderr)
        return 1
    return print_figures(measure())


if __name__ == "__main__":
    sys.exit(main())
