"""How often each rule of extraction is right, on given halves and hand-read marks; ``--write`` keeps the counts.

A rule is measured where somebody marked what it reads: totals and arms of people, roles, designs, directions of
effects, values of tables, and the words for age, place, condition and comparison. Figures have to be equal; words have
to share a stem or a number with words that are marked so in the same abstract. The rest is "not measured", and the
product says so.
"""

from __future__ import annotations

import re
import sys
import tarfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bench import effect_reading
from bench.extract import (
    CORPUS,
    FAMILIES,
    ROLES,
    iter_evidence_inference,
    iter_new_records,
    iter_pico,
    read_counts,
    read_marks,
)
from bench.figures import Figure, print_figures
from ingest.fulltext import parse_jats
from kg.extraction import extract_study, source_texts
from kg.extraction.design import designs_of_text
from kg.extraction.findings import extract_findings
from kg.extraction.participants import find_participants, headline
from kg.extraction.study import field_values
from kg.extraction.tables import find_table_values
from kg.extraction.terms import content_stems
from kg.identifiers import StudyId
from kg.model import AbstractSection, IndexedRecord
from kg.model.effect import ReportedEffect
from kg.model.extraction import CountRole
from kg.model.precision import PrecisionTable, RulePrecision
from kg.model.study import Direction
from kg.yaml_records import format_record

TARGET = Path(__file__).parents[1] / "data" / "rule_precision.yaml"
PICO, HAND = "PICO-Corpus, given half", "hand-read abstracts"
INFERENCE = "Evidence Inference, validation half"
TABLES = "hand-read tables of PMC papers"
HEAD = "# Made by `python -m bench rule_precision --write`: how often each rule of extraction is right.\n"
MARKED_WORDS = {
    "population.age": frozenset({"age"}),
    "population.country": frozenset({"location"}),
    "population.condition": frozenset({"condition", "eligibility"}),
    "comparator": frozenset({"control"}),
}
FEWEST = 10
"""Fewer marked values say nothing of a rule."""

OPPOSITE = {Direction.INCREASE: Direction.DECREASE, Direction.DECREASE: Direction.INCREASE}


@dataclass(frozen=True, slots=True)
class Trial:
    """One value that a rule gave where somebody had marked the truth."""

    rule: str
    is_right: bool
    corpus: str


def iter_trials() -> Iterator[Trial]:
    """Every value that can be judged."""
    yield from of_counts()
    yield from of_roles()
    yield from of_designs()
    yield from of_words()
    yield from of_tables()
    yield from of_effects()


def of_counts() -> Iterator[Trial]:
    """The main number of people, and the sizes of arms."""
    judged = {row["document"]: row["total"] for row in read_marks("participants_unmarked.tsv")}
    for abstract in iter_pico():
        counts = read_counts(abstract.text)
        main = headline(counts)
        if main is not None and abstract.totals:
            yield Trial(main.rule, main.value.number in abstract.totals, PICO)
        elif main is not None:
            yield Trial(main.rule, str(main.value.number) == judged.get(abstract.document), HAND)
        for count in counts if abstract.arms else ():
            if count.value.role is CountRole.ARM:
                yield Trial(count.rule, count.value.number in abstract.arms, PICO)


def of_roles() -> Iterator[Trial]:
    """Numbers of people in a role that was marked by hand."""
    marks = {row["document"]: row for row in read_marks("participants_by_role.tsv")}
    for document, texts in iter_evidence_inference(marks):
        for count in find_participants(texts):
            for role in (name for name, ours in ROLES.items() if count.value.role in ours):
                stated = marks[document][role]
                if stated != "-":
                    yield Trial(count.rule, str(count.value.number) in stated.split("/"), HAND)


def of_designs() -> Iterator[Trial]:
    """The main design of records that were read one by one."""
    judged = {row["pmid"]: row["family"] for row in read_marks("designs.tsv")}
    for record in iter_new_records():
        if record.pmid is not None and record.pmid.value in judged:
            found = [each for each in designs_of_text(source_texts(record)) if each.value.value in FAMILIES]
            for each in found[:1]:
                yield Trial(each.rule, FAMILIES[each.value.value] == judged[record.pmid.value], HAND)


def of_words() -> Iterator[Trial]:
    """Values in words, in abstracts whose annotators marked such words."""
    marks = read_marked_words()
    for abstract in iter_pico():
        record = IndexedRecord(StudyId("abstract"), abstract=(AbstractSection(abstract.text),))
        for value in field_values(extract_study(record)):
            kinds = MARKED_WORDS.get(value.field, frozenset())
            known = {stem for kind in kinds for stem in marks[abstract.document, kind]}
            if known:
                yield Trial(value.extracted.rule, bool(stems_of(value.extracted.value) & known), PICO)


def stems_of(words: str) -> frozenset[str]:
    """What two namings of one thing share: stems of its words, and its numbers."""
    return frozenset(content_stems(words)) | frozenset(re.findall(r"\d+", words))


def read_marked_words() -> Mapping[tuple[str, str], set[str]]:
    """The stems of what is marked, by document and kind of mark."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    with tarfile.open(CORPUS / "pico" / "pico_corpus" / "even_pmids.tar.gz") as archive:
        for member in archive:
            stream = archive.extractfile(member) if member.name.endswith(".ann") else None
            for line in stream.read().decode().splitlines() if stream is not None else ():
                if line.startswith("T"):
                    _, kind, words = line.split("\t")
                    found[Path(member.name).stem, kind.split()[0]] |= stems_of(words)
    return found


def of_tables() -> Iterator[Trial]:
    """Values of tables, of which a seeded sample was read one by one; one that changed since is not counted."""
    marks = {(row["document"], row["place"], row["figure"]): row["right"] for row in read_marks("table_values.tsv")}
    for document in sorted({document for document, _, _ in marks}):
        for text in parse_jats((CORPUS / "pubmed" / "pmc" / document).read_bytes(), source=document):
            for value in find_table_values(text):
                read, place = value.extracted, value.extracted.place
                figure = read.value.split(":")[0] if value.field.startswith("population") else place.quote
                told = marks.get((document, place.part.removeprefix("full text, "), figure))
                if told is not None:
                    yield Trial(read.rule, told == "yes", TABLES)


def of_effects() -> Iterator[Trial]:
    """Directions of effects whose outcome and arms are those of an answerable prompt."""
    by_text: dict[object, list[effect_reading.Prompt]] = defaultdict(list)
    for prompt in effect_reading.read_prompts(effect_reading.CORPUS, "validation"):
        if prompt.is_answerable:
            by_text[prompt.sources].append(prompt)
    for prompts in by_text.values():
        for effect in extract_findings(effect_reading.make_record(prompts[0].sources)).effects:
            wanted = {label for prompt in prompts if (label := label_for(effect, prompt)) is not None}
            if len(wanted) == 1:
                yield Trial(effect.direction.rule, effect.direction.value in wanted, INFERENCE)


def label_for(effect: ReportedEffect, prompt: effect_reading.Prompt) -> Direction | None:
    """What the annotators say of the effect; ``None`` where it is not surely on the prompt's outcome and arms.

    An effect that names no arm is taken to speak of the intervention.
    """
    outcome, asked = content_stems(effect.outcome.value), content_stems(prompt.question.outcome)
    if not outcome or not asked or not (outcome <= asked or asked <= outcome):
        return None
    if effect.arm is None:
        return prompt.label
    arm, ours, theirs = (
        content_stems(words) for words in (effect.arm.value, prompt.question.intervention, prompt.question.comparator)
    )
    if arm & (ours - theirs) and not arm & (theirs - ours):
        return prompt.label
    if arm & (theirs - ours) and not arm & (ours - theirs):
        return OPPOSITE.get(prompt.label, prompt.label)
    return None


def tabulate() -> PrecisionTable:
    """The counts of each rule that was tried often enough, by name."""
    trials: dict[str, list[Trial]] = defaultdict(list)
    for trial in iter_trials():
        trials[trial.rule].append(trial)
    rules = tuple(
        RulePrecision(
            rule,
            sum(trial.is_right for trial in found),
            len(found),
            tuple(dict.fromkeys(trial.corpus for trial in found)),
        )
        for rule, found in sorted(trials.items())
        if len(found) >= FEWEST
    )
    return PrecisionTable(f"{datetime.now(UTC):%Y-%m-%d}", rules)


def main() -> int:
    """Measure, print, keep the counts if that was asked for, and give back the exit status."""
    if not CORPUS.is_dir():
        print(f"{CORPUS} is not here: the corpora are not part of the project", file=sys.stderr)
        return 1
    table = tabulate()
    if "--write" in sys.argv[1:]:
        TARGET.write_text(HEAD + format_record(table), encoding="utf-8", newline="\n")
    return print_figures(
        [Figure(f"{each.rule}: right, of {each.given}", each.share, "of values") for each in table.rules]
    )


if __name__ == "__main__":
    sys.exit(main())
