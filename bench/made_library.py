"""A made-up library of any size: records of studies that nobody did, and articles that cite them.

Everything is drawn from a seed, so that the same numbers give the same bytes. The words are the vocabulary's names in
sentences of our own; PMIDs begin with 9 and have eight digits, which PubMed has not come to, and DOIs have the prefix
that is reserved for examples. Most claims say what their source's abstract says; some change a figure, leave a doubt
out or turn the direction round, so that rules have work.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.curated import bundled_folder, read_vocabulary
from kg.model import ConceptKind

__all__ = ["MadeRecord", "iter_articles", "iter_records", "write_library"]

_FIRST_PMID = 90_000_001
_DESIGNS = (
    ("randomized controlled trial", "Randomized Controlled Trial"),
    ("prospective cohort study", "Observational Study"),
    ("case series", "Case Reports"),
    ("systematic review", "Systematic Review"),
)
_FAMILIES = (
    "Adler Berger Castro Dunn Ebner Fontaine Greco Holm Ito Jansen Keller Lund Moreau Novak Okafor Petit".split()
)
_PEOPLE = ("men", "women", "adults", "children", "people aged 18 to 65 years")
_PLACES = ("Norway", "Brazil", "Japan", "Kenya", "Canada", "Spain")
_FILLERS = (
    "This page is for readers who want to know what was studied and what was not.",
    "Talk to a doctor before you change a treatment.",
    "Not every study is of the same quality, and a small one can mislead.",
    "What works in a clinic need not work at home.",
    "Older reports are hard to compare with newer ones.",
    "People differ in how they respond, and nobody can promise a result.",
)
_MORE = (
    "Who should read {subject} advice twice?",
    "{subject} is offered in many clinics.",
    "There is no agreement on how long {subject} should be used.",
    "{subject} may help some people with {condition}.",
    "{subject} improves {outcome}.",
    "{subject} does not change {outcome}.",
)


@dataclass(frozen=True, slots=True)
class MadeRecord:
    """A record, with the figures that its abstract reports."""

    pmid: int
    therapy: str
    outcome: str
    condition: str
    design: tuple[str, str]
    people: str
    size: int
    percent: int
    weeks: int
    falls: bool
    hedged: bool
    author: str
    year: int

    @property
    def doi(self) -> str:
        """Its DOI."""
        return f"10.5555/library.{self.pmid}"

    @property
    def title(self) -> str:
        """Its title; no two are the same."""
        return f"{self.therapy} and {self.outcome} in {self.condition}: a {self.design[0]} ({self.pmid - _FIRST_PMID})"

    @property
    def result(self) -> str:
        """What it found, in one clause."""
        verb = "decreased" if self.falls else "increased"
        return f"{self.outcome} {verb} by {self.percent}% after {self.weeks} weeks"

    def to_medline(self) -> str:
        """As PubMed writes it in the MEDLINE format."""
        doubt = "may have changed" if self.hedged else "changed"
        abstract = (
            f"BACKGROUND: Little is known of {self.therapy} in {self.condition}. METHODS: In this {self.design[0]} in "
            f"{_PLACES[self.pmid % len(_PLACES)]}, {self.size} {self.people} with {self.condition} received "
            f"{self.therapy} for {self.weeks} weeks. RESULTS: {self.result[0].upper()}{self.result[1:]} "
            f"(P = 0.0{self.pmid % 8 + 1}). {self.pmid % 5} participants withdrew. CONCLUSIONS: {self.outcome} "
            f"{doubt} under {self.therapy}; longer studies are needed."
        )
        return (
            f"PMID- {self.pmid}\nOWN - NLM\nSTAT- MEDLINE\nDP  - {self.year}\nTI  - {self.title}.\n"
            f"LID - {self.doi} [doi]\nAB  - {abstract}\nFAU - {self.author}, A\nAU  - {self.author} A\nLA  - eng\n"
            f"PT  - Journal Article\nPT  - {self.design[1]}\nTA  - J Made\nJT  - Journal of made studies\n"
            f"MH  - Humans\nVI  - {self.year - 1990}\nPG  - {self.pmid % 900 + 1}-{self.pmid % 900 + 7}\n"
        )

    def to_reference(self, label: int) -> str:
        """As an article lists it; one in five gives no PMID, one in five no DOI."""
        identifiers = [f"doi:{self.doi}."] if self.pmid % 5 else []
        identifiers += [f"PMID: {self.pmid}."] if self.pmid % 5 != 1 else []
        return f"{label}. {self.author} A. {self.title}. J Made. {self.year};{self.year - 1990}:1-7. " + " ".join(
            identifiers
        )


def iter_records(count: int, *, seed: int = 2026) -> Iterator[MadeRecord]:
    """So many records."""
    chance = random.Random(seed)  # noqa: S311 - the same library each time
    vocabulary = read_vocabulary(bundled_folder() / "vocabulary.yaml")
    therapies, outcomes, conditions = (
        [concept.label for concept in vocabulary if concept.kind is kind]
        for kind in (ConceptKind.THERAPY, ConceptKind.OUTCOME, ConceptKind.CONDITION)
    )
    for number in range(count):
        yield MadeRecord(
            pmid=_FIRST_PMID + number,
            therapy=chance.choice(therapies),
            outcome=chance.choice(outcomes).lower(),
            condition=chance.choice(conditions).lower(),
            design=chance.choice(_DESIGNS),
            people=chance.choice(_PEOPLE),
            size=chance.randint(8, 400),
            percent=chance.randint(3, 90),
            weeks=chance.choice((4, 8, 12, 24, 52)),
            falls=chance.random() < 0.5,
            hedged=chance.random() < 0.4,
            author=chance.choice(_FAMILIES),
            year=chance.randint(1995, 2024),
        )


def _claims(record: MadeRecord, label: int, chance: random.Random) -> Iterator[str]:
    """Two or three claims on a record; some are not what it says."""
    percent = record.percent + (7 if chance.random() < 0.2 else 0)
    falls = record.falls != (chance.random() < 0.1)
    verb = "decreased" if falls else "increased"
    size = record.size * (10 if chance.random() < 0.1 else 1)
    yield f"In {record.condition}, {record.outcome} {verb} by {percent}% with {record.therapy}.[{label}]"
    design = record.design[0]
    yield f"A {design} of {size} {record.people} looked at {record.therapy} for {record.weeks} weeks.[{label}]"
    if chance.random() < 0.5:
        may = "may change" if record.hedged and chance.random() < 0.7 else "always changes"
        yield f"{record.therapy} {may} {record.outcome}.[{label}]"


def _article(number: int, cited: Sequence[MadeRecord], chance: random.Random) -> str:
    """One article as Markdown."""
    sentences = [claim for label, record in enumerate(cited, 1) for claim in _claims(record, label, chance)]
    for record in chance.sample(list(cited), min(8, len(cited))):
        words = {"subject": record.therapy, "condition": record.condition, "outcome": record.outcome}
        sentences.append(chance.choice(_MORE).format(**words))
    sentences += [chance.choice(_FILLERS) for _ in range(6)]
    chance.shuffle(sentences)
    paragraphs = [" ".join(sentences[at : at + 4]) for at in range(0, len(sentences), 4)]
    parts = list(itertools.chain.from_iterable([f"## Part {at}", text] for at, text in enumerate(paragraphs, 1)))
    listed = "\n".join(record.to_reference(label) for label, record in enumerate(cited, 1))
    return "\n\n".join([f"# On {cited[0].therapy} and others ({number})", *parts, "## References", listed]) + "\n"


def iter_articles(
    records: Sequence[MadeRecord], count: int, *, references: int = 30, seed: int = 2026
) -> Iterator[tuple[str, str]]:
    """So many articles as Markdown, each with the name of its file; every record can be cited by several."""
    for number in range(count):
        chance = random.Random(seed * 1_000_003 + number)  # noqa: S311 - as above
        yield f"article-{number:04}.md", _article(number, chance.sample(records, references), chance)


def write_library(
    folder: Path, workspace: Path, *, articles: int = 300, references: int = 30, records: int = 3_000
) -> None:
    """Write articles into a folder, and a workspace's file of their records; `kg build` then makes its store."""
    made = list(iter_records(records))
    (workspace / "records").mkdir(parents=True, exist_ok=True)
    (workspace / "kg.toml").write_text("format = 1\n", encoding="utf-8")
    medline = "\n".join(record.to_medline() for record in made)
    (workspace / "records" / "library.nbib").write_text(medline, encoding="utf-8")
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in iter_articles(made, articles, references=references):
        (folder / name).write_text(text, encoding="utf-8")
