"""The evidence map as text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from kg.cards import EvidenceMap, MechanismChain
from kg.export.card_text import NO_RATING, people_in_words, wrap

__all__ = ["chain_in_words", "map_text"]


def map_text(made: EvidenceMap) -> str:
    """The whole map, and the questions behind it."""
    conflicts = _block(
        "Contradictions between studies",
        _conflicts(made),
        none="None between independent studies of one therapy, outcome and condition.",
        query="evidence_conflicts",
    )
    chains = _block(
        "Mechanism chains (none says that a therapy works)",
        map(chain_in_words, made.chains),
        none="No study in this graph looked at a mechanism of a therapy and at an outcome with it.",
        query="mechanism_chains",
    )
    return "\n".join((*_cells(made), *conflicts, *chains, *_signs(made))) + "\n"


def _cells(made: EvidenceMap) -> Iterator[str]:
    yield "Evidence map"
    yield from wrap(NO_RATING, "  ")
    if not made.assessments:
        yield f"  No study in this graph reports an effect of a therapy ({made.searched})."
    for therapy, cells in groupby(made.assessments, key=lambda each: each.therapy):
        yield ""
        yield made.label(therapy)
        for each in cells:
            condition = made.label(each.condition) if each.condition else "condition not stated"
            conflict = " — STUDIES GO OPPOSITE WAYS" if each.is_conflicting else ""
            said = f"{made.label(each.outcome)} · {condition}: {each.direction}, {people_in_words(each)}"
            yield from wrap(f"{said}, certainty {each.said_level}{conflict}", "  - ")
    yield "    kg query evidence_map"


def _conflicts(made: EvidenceMap) -> Iterator[str]:
    for each in made.conflicts:
        where = f"{made.label(each.therapy)}, {made.label(each.outcome)}"
        if each.condition:
            where += f", {made.label(each.condition)}"
        up = f"{each.study_up} up ({each.said_up or 'no figure'})"
        yield f"{where}: {up}, {each.study_down} down ({each.said_down or 'no figure'})"


def _block(heading: str, entries: Iterable[str], *, none: str, query: str) -> Iterator[str]:
    """A list under its heading, with what is said where it is empty, and the question behind it."""
    yield ""
    yield heading
    for entry in [*entries] or [none]:
        yield from wrap(entry, "  - ")
    yield f"    kg query {query}"


def chain_in_words(each: MechanismChain) -> str:
    """A chain with what each link rests on."""
    first = f"{each.link_basis or 'setting not told'}, {each.link_study}"
    last = f"{each.outcome_basis or 'no rung'}, {each.outcome_study}"
    return f"{each.therapy_label} → {each.mechanism} ({first}) → {each.outcome}: {each.direction} ({last})"


def _signs(made: EvidenceMap) -> Iterator[str]:
    yield ""
    yield "Diagnostic signs"
    for label, readings in groupby(made.signs, key=lambda each: each.label):
        yield f"  {label}"
        for each in readings:
            yield from wrap(f"{each.tells} tell {each.reading} ({each.study.rsplit('/', 1)[-1]})", "    - ")
    yield "    kg query sign_readings"
