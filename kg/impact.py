"""What hangs on one publication: the claims that lose their support if it falls, and those that keep some.

Asked of the graph by the bundled questions ``record_impact`` and ``record_against``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rdflib import URIRef

from kg.errors import Place, RecordError
from kg.identifiers import StudyId
from kg.query import iter_rows
from kg.rdf.iris import study_iri
from kg.store import Dataset
from kg.vocabulary import DCTERMS, EKG

__all__ = ["Impact", "LeaningClaim", "OpposedClaim", "OtherSupport", "find_impact"]


@dataclass(frozen=True, slots=True)
class OtherSupport:
    """Another study that a claim cites, which is neither retracted nor a report of the same study."""

    study: str
    title: str | None


@dataclass(frozen=True, slots=True)
class LeaningClaim:
    """A claim that cites the publication, and what is left to it without; ``others`` are by key."""

    article: str
    line: int
    key: str
    text: str
    verdict: str
    others: tuple[OtherSupport, ...]


@dataclass(frozen=True, slots=True)
class OpposedClaim:
    """A claim that cites the publication although that says otherwise, as a rule found."""

    article: str
    line: int
    key: str
    text: str
    rule: str
    message: str


@dataclass(frozen=True, slots=True)
class Impact:
    """What hangs on one publication, by article and line.

    Attributes:
        study: its study's key.
        title: its title.
        losing: the claims to which nothing is left without it.
        keeping: those that cite other studies too; whether these support the claim is what the verdict is for.
        opposed: those that it speaks against; each is among the others, too.
    """

    study: StudyId
    title: str | None
    losing: tuple[LeaningClaim, ...]
    keeping: tuple[LeaningClaim, ...]
    opposed: tuple[OpposedClaim, ...]

    @property
    def touched(self) -> tuple[LeaningClaim, ...]:
        """Every claim that cites it."""
        return (*self.losing, *self.keeping)


@dataclass(frozen=True, slots=True)
class _Row:
    article: str
    claim: str
    line: int
    text: str
    verdict: str
    other_study: str | None
    other_title: str | None


@dataclass(frozen=True, slots=True)
class _Opposed:
    article: str
    claim: str
    line: int
    text: str
    rule: str
    message: str


def find_impact(key: StudyId, generation: Dataset) -> Impact:
    """What hangs on the publication that reports a study.

    Raises:
        RecordError: if the graph holds no such study.
    """
    record = next(iter(generation.objects(study_iri(key), EKG.record)), None)
    if record is None:
        raise RecordError(f"no study here has the key {key}", place=Place("the graph"))
    title = next((str(each) for each in generation.objects(record, DCTERMS.title)), None)
    claims = tuple(_leaning(generation, URIRef(str(record))))
    opposed = tuple(
        OpposedClaim(_key(row.article), row.line, _key(row.claim), row.text, row.rule, row.message)
        for row in iter_rows(generation, "record_against", _Opposed, values={"record": record})
    )
    losing = tuple(claim for claim in claims if not claim.others)
    return Impact(key, title, losing, tuple(claim for claim in claims if claim.others), opposed)


def _leaning(generation: Dataset, record: URIRef) -> Iterator[LeaningClaim]:
    by_claim: dict[str, list[_Row]] = {}
    for row in iter_rows(generation, "record_impact", _Row, values={"record": record}):
        by_claim.setdefault(row.claim, []).append(row)
    for rows in by_claim.values():
        first = rows[0]
        others = {_key(row.other_study): row.other_title for row in rows if row.other_study}
        left = tuple(OtherSupport(name, others[name]) for name in sorted(others))
        yield LeaningClaim(_key(first.article), first.line, _key(first.claim), first.text, first.verdict, left)


def _key(iri: str) -> str:
    return iri.rsplit("/", 1)[-1]
