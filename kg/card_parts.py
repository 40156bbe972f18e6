"""A therapy's card by parts, for those who show a page of it at a time.

A card can rest on thousands of reports. Its face, the blocks that look at every one of them, is shortened and, where
the reports are many, worked out when the graph is built (:mod:`kg.kept_cards`). Its outcomes are read for the questions
that are shown, and no others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from kg.appraise.amount import outcome_card
from kg.cards import Conflict, find_therapy, gather_reports, read_conflicts, read_face, read_rung
from kg.evidence import Evidence
from kg.identifiers import ConceptId, StudyId
from kg.model.appraisal import Certainty, CertaintyAssessment, say_level
from kg.model.card import CardBlock, CardLine, CutLines, OutcomeCard, TherapyCard
from kg.model.study import Direction
from kg.query import iter_rows
from kg.rdf import from_rdf
from kg.rdf.iris import question_iri
from kg.store import Generation

__all__ = ["Assessed", "Face", "make_face", "name_of_report", "read_assessed", "read_outcomes", "shorten"]

_MOST_LINES = 40
"""Lines of one question behind them that a block keeps, of those that were computed and of the others."""
_MOST_NAMED = 40
_MOST_PAIRS = 20
_MOST_LISTED = 40
_MOST_ESTIMATED = 8
"""Studies of one question that nobody curated and that are read by rule again for a page: each takes a while."""
_MOST_POOLED = 300
"""Reports of one question that are read for a page; a larger one is left to ``kg card``."""


@dataclass(frozen=True, slots=True)
class Assessed:
    """What was made of one question, without its steps and studies: see :class:`CertaintyAssessment`."""

    therapy: ConceptId
    outcome: ConceptId
    condition: ConceptId | None
    level: Certainty | None
    direction: Direction
    is_conflicting: bool
    participants: int | None
    pooled: int | None
    investigations: int
    is_extracted: bool = False

    @property
    def said_level(self) -> str:
        """The level in words, an estimate told as one."""
        return say_level(self.level, is_extracted=self.is_extracted)


@dataclass(frozen=True, slots=True)
class _MapRow:
    therapy: str
    outcome: str
    condition: str | None
    direction: str
    certainty: str | None
    participants: int | None
    pooled: int | None
    investigations: int
    conflict: str
    extracted: str | None


def read_assessed(generation: Generation) -> tuple[Assessed, ...]:
    """What was made of every question, by therapy, outcome and condition."""
    return tuple(
        Assessed(
            therapy=ConceptId(_key(row.therapy)),
            outcome=ConceptId(_key(row.outcome)),
            condition=ConceptId(_key(row.condition)) if row.condition else None,
            level=Certainty(row.certainty) if row.certainty else None,
            direction=Direction(row.direction),
            is_conflicting=row.conflict == "true",
            participants=row.participants,
            pooled=row.pooled,
            investigations=row.investigations,
            is_extracted=row.extracted == "true",
        )
        for row in iter_rows(generation, "evidence_map", _MapRow)
    )


@dataclass(frozen=True, slots=True)
class Face:
    """What of a therapy's card looks at every report of it, shortened.

    Attributes:
        card: without outcomes and figures.
        conflicts: pairs of independent studies that go opposite ways, the first of them.
        further: how many more such pairs there are.
    """

    card: TherapyCard
    conflicts: tuple[Conflict, ...]
    further: int


def make_face(generation: Generation, name: str) -> Face:
    """The face of a therapy's card; every report is read.

    Raises:
        VocabularyError: if there is no such therapy.
    """
    evidence = Evidence(generation)
    therapy = find_therapy(name, evidence.vocabulary)
    read = read_face(generation, evidence, therapy)
    pairs = tuple(read_conflicts(generation, therapy.id))
    return Face(shorten(read.card), pairs[:_MOST_PAIRS], max(len(pairs) - _MOST_PAIRS, 0))


def shorten(card: TherapyCard) -> TherapyCard:
    """The card with at most 40 lines of each question behind it and 40 studies named a line, the rest as numbers."""
    blocks = tuple(_shorten_block(block) for block in card.blocks)
    named = {study for block in blocks for line in block.lines for study in line.studies}
    return replace(card, blocks=blocks, names={key: name for key, name in card.names.items() if key in named})


def _shorten_block(block: CardBlock) -> CardBlock:
    kept: list[CardLine] = []
    seen: Counter[tuple[str, bool]] = Counter()
    cut: Counter[str] = Counter()
    for line in block.lines:
        kind = (line.query, line.is_computed)
        seen[kind] += 1
        if seen[kind] <= _MOST_LINES:
            kept.append(_shorten_line(line))
        else:
            cut[line.query] += 1
    return CardBlock(block.topic, tuple(kept), tuple(CutLines(query, count) for query, count in sorted(cut.items())))


def _shorten_line(line: CardLine) -> CardLine:
    studies = tuple(dict.fromkeys(line.studies))
    return replace(line, studies=studies[:_MOST_NAMED], further=max(len(studies) - _MOST_NAMED, 0))


def read_outcomes(
    generation: Generation, evidence: Evidence, questions: Iterable[Assessed]
) -> tuple[tuple[OutcomeCard, ...], Mapping[StudyId, str]]:
    """The outcomes of these questions, and the names of the studies in them.

    Effects of at most 40 studies are listed; of a question that rests on more than 300 reports none is read.
    """
    names: dict[StudyId, str] = {}
    outcomes = []
    for asked in questions:
        node = question_iri(asked.therapy, asked.outcome, asked.condition)
        outcome = _read_outcome(generation, evidence, from_rdf(CertaintyAssessment, node, generation))
        names |= {key: name_of_report(evidence, key) for key in _studies(outcome)}
        outcomes.append(outcome)
    return tuple(outcomes), names


def _read_outcome(generation: Generation, evidence: Evidence, made: CertaintyAssessment) -> OutcomeCard:
    if len(made.studies) > _MOST_POOLED:
        outcome = outcome_card(made, (), {}, evidence.vocabulary)
        reason = f"it rests on more than {_MOST_POOLED} reports; `kg card {made.therapy}` reads them all"
        return replace(outcome, not_pooled=(reason,), further=len(made.studies))
    found = gather_reports(generation, evidence, made.studies)
    rungs = {key: rung for key in made.studies if (rung := read_rung(generation, key)) is not None}
    listed = made.read_beside[:_MOST_ESTIMATED]
    estimated = [each for key in listed if (each := evidence.estimate(key)) is not None]
    outcome = _cut(outcome_card(made, found, rungs, evidence.vocabulary, estimated=estimated))
    return replace(outcome, further=outcome.further + len(made.read_beside) - len(listed))


def _cut(outcome: OutcomeCard) -> OutcomeCard:
    studies = list(dict.fromkeys(_studies(outcome)))
    listed = set(studies[:_MOST_LISTED])
    rows = tuple(row for row in outcome.rows if row.fact.study in listed)
    return replace(outcome, rows=rows, further=len(studies) - len(listed))


def _studies(outcome: OutcomeCard) -> Iterator[StudyId]:
    return (row.fact.study for row in outcome.rows)


def name_of_report(evidence: Evidence, key: StudyId) -> str:
    """A study as people name it; its key where its record tells neither authors nor title."""
    return evidence.get_study(key).record.name or key.value


def _key(iri: str) -> str:
    return iri.rsplit("/", 1)[-1]
