"""What the Data page shows: how the graph came to be what it is, and what of it may be taken along."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.pull_history import Pull, read_pulls
from kg.prefixes import PREFIXES, RESTRICTED
from kg.query import iter_rows
from kg.store import Generation
from kg.validation import ValidationReport, validate
from kg.workspace import Workspace

__all__ = [
    "DUMPS",
    "MOST_SHOWN",
    "QUERIES",
    "SAMPLE",
    "DataView",
    "Dump",
    "KeptAudit",
    "make_dump",
    "read_data",
    "read_validation",
]

QUERIES = ("article_runs", "graph_class_counts")

MOST_SHOWN = 20
"""Audits and pulls that are listed, the newest ones."""

SAMPLE = 200
"""Pulled records that a validation looks at, beside those that something points to."""


@dataclass(frozen=True, slots=True)
class Dump:
    """A form in which the graph can be taken along."""

    name: str
    form: str
    file: str
    mime: str


DUMPS = (
    Dump("N-Quads", "nquads", "graph.nq", "application/n-quads"),
    Dump("Turtle", "turtle", "graph.ttl", "text/turtle"),
    Dump("JSON-LD", "jsonld", "graph.jsonld", "application/ld+json"),
)


@dataclass(frozen=True, slots=True)
class KeptAudit:
    """One audit of the history; ``findings`` are those that failed."""

    article: str
    time: str
    version: str
    findings: int


@dataclass(frozen=True, slots=True)
class DataView:
    """The state of a workspace.

    Attributes:
        generation: the name of the graph's state.
        statements: how many it holds.
        audits, pulls: the newest, at most ``MOST_SHOWN`` of each.
        further_audits, further_pulls: how many there are beyond.
        unreadable: why files of the history could not be read.
        restricted: full texts and quotes that dumps leave out, by their graphs' names.
    """

    generation: str
    statements: int
    audits: tuple[KeptAudit, ...]
    further_audits: int
    pulls: tuple[Pull, ...]
    further_pulls: int
    unreadable: tuple[str, ...]
    restricted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _AuditRow:
    article: str
    time: str
    version: str
    findings: int


def read_data(generation: Generation, workspace: Workspace) -> DataView:
    """How things stand.

    Args:
        generation: the graph.
        workspace: whose history is read.
    """
    rows = sorted(iter_rows(generation, "article_runs", _AuditRow), key=lambda row: row.time, reverse=True)
    audits = [KeptAudit(row.article.rpartition("/")[2], row.time, row.version, row.findings) for row in rows]
    kept = read_pulls(workspace.iter_pulls())
    return DataView(
        generation.name,
        generation.quad_count,
        tuple(audits[:MOST_SHOWN]),
        max(0, len(audits) - MOST_SHOWN),
        kept.pulls[:MOST_SHOWN],
        max(0, len(kept.pulls) - MOST_SHOWN),
        tuple(str(error) for error in kept.rejected),
        tuple(name.removeprefix(RESTRICTED) for name in generation.graph_names() if name.startswith(RESTRICTED)),
    )


def read_validation(generation: Generation) -> ValidationReport:
    """What is not as the shapes say, in all that is the workspace's own and a sample of pulled records."""
    return validate(generation, sample=SAMPLE)


def make_dump(generation: Generation, form: str) -> bytes:
    """The whole graph as text, without what may not be passed on."""
    return generation.dump(form, prefixes=PREFIXES, without=RESTRICTED)
