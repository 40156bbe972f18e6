"""Whether the figures of the bundled papers stand in the graph as the evidence file has them, each with its place."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bench.figures import Figure
from ingest.pipeline import build
from kg.evidence import Evidence
from kg.identifiers import StudyId
from kg.model import Study
from kg.query import iter_rows
from kg.workspace import Workspace

EVIDENCE = Path(__file__).resolve().parents[1].parent / "shared/corpus/evidence/studies.yaml"


@dataclass(frozen=True, slots=True)
class CardFigure:
    """A figure behind a card, as the question behind it lists it."""

    study: str
    what: str
    value: str
    part: str | None = None
    address: str | None = None


BY_OTHERS = re.compile(r"third-party|review|website|funder|\Atable\Z|\Apage\Z", re.IGNORECASE)
"""Parts that are no part of the paper itself."""

OF_FACTS = {"value": "value", "baseline": "baseline", "follow_up": "followup", "p": "p", "n": "n", "derived": "derived"}
OF_PEOPLE = {"enrolled": "n_enrolled", "analysed": "n_analysed"}


def measure() -> list[Figure]:
    """The share of figures that are the same, and of facts with a place to look at, through the graph."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace.at(Path(folder) / "ws")
        build(workspace)
        generation = workspace.store.open()
        evidence = Evidence(generation)
        figures = set(iter_rows(generation, "therapy_figures", CardFigure))
        entries = yaml.safe_load(EVIDENCE.read_text(encoding="utf-8"))["studies"]
        same = [pair for entry in entries for pair in iter_pairs(evidence.get_study(StudyId(entry["id"])), entry)]
        facts = [fact for entry in entries for fact in evidence.get_study(StudyId(entry["id"])).facts]
    parts = [figure.part is not None for figure in figures]
    found = [figure.part is not None or figure.address is not None for figure in figures]
    others = [figure.part is not None and BY_OTHERS.search(figure.part) is not None for figure in figures]
    equal = sum(ours == theirs for ours, theirs in same)
    placed = sum(bool(fact.source.part or fact.source.addresses) for fact in facts)
    return [
        Figure(f"bundled papers: figures as in the evidence, {len(same)}", equal / len(same), "of figures", "== 1"),
        Figure(f"bundled papers: facts with a place, {len(facts)}", placed / len(facts), "of facts", "== 1"),
        Figure(
            f"cards: figures with a part of a paper, of {len(figures)}", sum(parts), "figures", f"== {len(figures)}"
        ),
        Figure(f"cards: figures with a part or an address, of {len(figures)}", sum(found), "figures"),
        Figure("cards: of these read in a table or summary by others", sum(others), "figures"),
    ]


def iter_pairs(study: Study, entry: Mapping[str, Any]) -> Iterator[tuple[object, object]]:
    """Each printed figure of a paper: as the graph has it, and as the evidence file does.

    Numbers of people that the file gives in words ("target 20") stand in other fields of a study, or in its notes.
    """
    for fact, known in zip(study.facts, entry["facts"], strict=True):
        for ours, theirs in OF_FACTS.items():
            if known.get(theirs) is not None:
                yield getattr(fact, ours), known[theirs]
    for ours, theirs in OF_PEOPLE.items():
        number = (entry.get("population") or {}).get(theirs)
        if isinstance(number, int):
            yield getattr(study.population, ours, None), number
