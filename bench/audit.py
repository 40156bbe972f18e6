"""How truly the audit tells a claim that its source does not bear out, axis by axis.

The mutation bench (../shared/corpus/mutations) changes one thing of a claim that its source supports. Each row is
audited as any article is: a page of one sentence with one reference, whose record has the source as its abstract.
Caught counts explicit breaking rows with a failed finding on the right axis; a false alarm is a failed finding on that
axis on a row that keeps the meaning, or on the unedited claim; coverage is the share of rows on which any rule of the
axis said passed or failed.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from rdflib import Graph

from bench.figures import Figure, print_figures
from ingest.article import read_article
from ingest.curated import bundled_folder, read_vocabulary
from kg.audit import audit
from kg.evidence import Evidence
from kg.identifiers import ArticleId, Pmid, StudyId
from kg.model import AbstractSection, Article, IndexedRecord, Outcome, Report, Study, Vocabulary
from kg.rdf import Triple, study_edges, study_triples, vocabulary_triples
from kg.text import split_sentences

__all__ = ["AXES", "Bench", "Judged", "Row", "iter_rows", "judge", "main", "measure_mutations", "page_of"]

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
AXES: Mapping[str, frozenset[str]] = {
    "number": frozenset({"NUM003"}),
    "unit": frozenset({"NUM003"}),
    "sample_size": frozenset({"NUM001"}),
    "duration": frozenset({"NUM002"}),
    "dose": frozenset({"INT001", "NUM003"}),
    "sex": frozenset({"POP001"}),
    "negation": frozenset({"DIR001", "DIR002", "SUP002"}),
    "direction": frozenset({"DIR001"}),
    "null_as_effect": frozenset({"DIR002", "DIR001"}),
    "population": frozenset({"POP001"}),
    "species": frozenset({"POP001", "STR001"}),
    "condition": frozenset({"POP001"}),
    "therapy": frozenset({"INT001"}),
    "comparator": frozenset({"INT001"}),
    "hedge": frozenset({"STR002"}),
    "causation": frozenset({"STR001"}),
    "plural_studies": frozenset({"CIT003"}),
}
"""The rules whose findings are on each axis of the bench."""
STRICT = ("number", "unit", "sample_size", "duration", "dose", "sex", "negation")
PMID = "11111111"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the bench."""

    id: str
    axis: str
    is_breaking: bool
    is_explicit: bool
    origin: str
    source: str
    claim: str
    edited: str


@dataclass(frozen=True, slots=True)
class Judged:
    """What the rules of the row's axis said of its edited claim and of the unedited one: failed, or anything at all."""

    row: Row
    caught: bool
    covered: bool
    alarm_unedited: bool


def iter_rows() -> Iterator[Row]:
    """All rows of the given half."""
    with gzip.open(CORPUS / "mutations" / "mutations.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            raw = json.loads(line)
            is_breaking = raw["kind"] == "breaking"
            texts = (raw["origin"], raw["source"], raw["claim"], raw["edited_claim"])
            yield Row(raw["id"], raw["axis"], is_breaking, bool(raw["explicit"]), *texts)


class Bench:
    """Audits a claim against a source as a page of one sentence with one reference."""

    def __init__(self) -> None:
        self.vocabulary: Vocabulary = read_vocabulary(bundled_folder() / "vocabulary.yaml")
        self._base: list[Triple] = list(vocabulary_triples(self.vocabulary))
        self._last: tuple[str, Evidence] | None = None

    def evidence_of(self, source: str) -> Evidence:
        """A graph that holds one record with the source as its title and abstract."""
        if self._last is None or self._last[0] != source:
            title, abstract = _title_and_abstract(source)
            sections = (AbstractSection(" ".join(abstract.split())),) if abstract.strip() else ()
            record = IndexedRecord(
                StudyId(f"pmid-{PMID}"), pmid=Pmid(PMID), title=title.strip() or None, abstract=sections
            )
            study = Study(record.key, record)
            graph = Graph()
            for triple in (*self._base, *study_triples(study), *study_edges(study, self.vocabulary)):
                graph.add(triple)
            self._last = (source, Evidence(graph))
        return self._last[1]

    def read(self, claim: str) -> Article:
        """The page of one sentence."""
        page = page_of(claim)
        return read_article(page, source="page.md", article_id=ArticleId("page"), vocabulary=self.vocabulary)

    def audit(self, claim: str, source: str) -> Report:
        """The report on a claim that points to the source."""
        return audit(self.read(claim), self.evidence_of(source))


def page_of(claim: str) -> bytes:
    """A page in Markdown of one sentence with one reference."""
    sentence = claim.strip().rstrip(".")
    references = f"## References\n\n1. Smith A. A paper. J Calm. 2020;1:2-3. PMID: {PMID}.\n"
    return f"# A page\n\n{sentence}.[1]\n\n{references}".encode()


def _title_and_abstract(source: str) -> tuple[str, str]:
    """The first line, else the first sentence, is the title; the rest is the abstract."""
    title, _, abstract = source.partition("\n")
    if not abstract.strip():
        end = split_sentences(source)[0].end
        title, abstract = source[:end], source[end:]
    return title, abstract


def judge(bench: Bench, row: Row) -> Judged:
    """Audit a row's edited claim and its unedited one."""
    rules = AXES[row.axis]
    edited, unedited = bench.audit(row.edited, row.source), bench.audit(row.claim, row.source)
    said = {finding.outcome for finding in edited.findings if finding.rule in rules}
    failed = any(finding.rule in rules and finding.outcome is Outcome.FAILED for finding in unedited.findings)
    return Judged(row, Outcome.FAILED in said, bool(said & {Outcome.FAILED, Outcome.PASSED}), failed)


def measure_mutations(axes: Iterable[str] = AXES) -> list[Figure]:
    """The figures of each axis, and their plain averages."""
    bench, chosen = Bench(), set(axes)
    judged: dict[str, list[Judged]] = defaultdict(list)
    for row in sorted(iter_rows(), key=lambda row: row.source):
        if row.axis in chosen:
            judged[row.axis].append(judge(bench, row))
    figures, averages = list[Figure](), defaultdict[str, list[float]](list)
    for axis in sorted(judged):
        explicit = [each for each in judged[axis] if each.row.is_breaking and each.row.is_explicit]
        kept = [each for each in judged[axis] if not each.row.is_breaking]
        shares = {
            "caught": _share(each.caught for each in explicit),
            "false alarms on kept meaning": _share(each.caught for each in kept),
            "false alarms on the unedited": _share(each.alarm_unedited for each in judged[axis]),
            "coverage": _share(each.covered for each in judged[axis]),
        }
        for name, share in shares.items():
            averages[name].append(share)
            goal = ">= 0.90" if name == "caught" and axis in STRICT else "<= 0.05" if "unedited" in name else ""
            figures.append(Figure(f"{axis}: {name}", share, f"of {_count(name, explicit, kept, judged[axis])}", goal))
    goals = {"caught": ">= 0.80", "false alarms on kept meaning": "<= 0.05"}
    figures += [
        Figure(f"average: {name}", sum(shares) / len(shares), "of axes", goals.get(name, ""))
        for name, shares in averages.items()
    ]
    return figures


def _count(name: str, explicit: list[Judged], kept: list[Judged], rows: list[Judged]) -> int:
    return len({"caught": explicit, "false alarms on kept meaning": kept}.get(name, rows))


def _share(flags: Iterable[bool]) -> float:
    found = list(flags)
    return sum(found) / len(found) if found else 0.0


def main() -> int:
    """Measure the parts or axes named on the command line, or everything; gives back the exit status."""
    from bench import audit_example, audit_sets, audit_speed  # noqa: PLC0415 - they use what stands above

    if not CORPUS.is_dir():
        print("the corpus is not beside the checkout", file=sys.stderr)
        return 1
    parts: Mapping[str, Callable[[], list[Figure]]] = {
        "mutations": measure_mutations,
        "sets": audit_sets.measure,
        "example": audit_example.measure,
        "speed": audit_speed.measure,
    }
    axes = [name for name in sys.argv[1:] if name in AXES]
    if unknown := set(sys.argv[1:]) - set(AXES) - set(parts):
        print(f"{min(unknown)} is none of {', '.join([*parts, *AXES])}", file=sys.stderr)
        return 2
    chosen = [name for name in parts if name in sys.argv[1:] or len(sys.argv) == 1]
    statuses = [print_figures(measure_mutations(axes))] if axes else []
    return max([*statuses, *(print_figures(parts[name]()) for name in chosen)])


if __name__ == "__main__":
    sys.exit(main())
