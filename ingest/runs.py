"""The history of audits: the files of a workspace's ``runs/`` as runs, and as graphs of their own.

The current findings of an article are those of its report; a run holds what failed when it was made, so that two
runs can be compared. Only the graphs of runs hold times, and they are those of the files: the same workspace gives the
same bytes.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rdflib import URIRef

from kg.errors import EvidenceError, Place, RecordError
from kg.identifiers import ArticleId
from kg.model import Outcome, Run, RunFinding, Severity, SubjectKind
from kg.rdf import Triple, run_edges, to_rdf
from kg.rdf.iris import graph_iri, run_iri

__all__ = ["KeptRuns", "read_runs", "run_graphs"]


@dataclass(frozen=True, slots=True)
class KeptRuns:
    """The runs of a workspace, the oldest first, and why each other file could not be read."""

    runs: tuple[Run, ...]
    rejected: tuple[EvidenceError, ...]


def read_runs(paths: Iterable[Path]) -> KeptRuns:
    """Every run that these files hold."""
    runs: list[Run] = []
    rejected: list[EvidenceError] = []
    for path in paths:
        try:
            runs.append(_read_run(path))
        except (OSError, ValueError, KeyError, TypeError, EvidenceError) as error:
            what = f"the run cannot be read ({type(error).__name__}: {error})"
            rejected.append(RecordError(what, place=Place(str(path)), mend="Remove the file, or put it back whole."))
    return KeptRuns(tuple(sorted(runs, key=lambda run: (run.time, run.name))), tuple(rejected))


def _read_run(path: Path) -> Run:
    document = json.loads(path.read_text(encoding="utf-8"))
    article, report = document["article"], document["report"]
    findings = [_read_finding(found) for found in report["findings"] if found["outcome"] == Outcome.FAILED]
    return Run(
        name=path.stem,
        article=ArticleId(article["id"]),
        time=str(document["time"]),
        software_version=str(document["version"]),
        snapshot=str(article["snapshot"]),
        findings=tuple(findings),
    )


def _read_finding(found: Mapping[str, Any]) -> RunFinding:
    said = found["said"]
    return RunFinding(
        rule=str(found["rule"]),
        severity=Severity(found["severity"]),
        subject_kind=SubjectKind(found["subject_kind"]),
        subject=str(found["subject"]),
        message=str(found["message"]),
        line=int(found["line"]),
        said=None if said is None else str(said["text"]),
    )


def run_graphs(runs: Iterable[Run]) -> dict[URIRef, list[Triple]]:
    """The graph of each article's runs, given from the oldest to the newest."""
    by_article: dict[ArticleId, list[Run]] = defaultdict(list)
    for run in runs:
        by_article[run.article].append(run)
    graphs: dict[URIRef, list[Triple]] = {}
    for article, history in by_article.items():
        triples: list[Triple] = []
        for previous, run in zip([None, *history], history, strict=False):
            triples += [*to_rdf(run, run_iri(run)), *run_edges(run, previous)]
        graphs[graph_iri("runs", article.value)] = triples
    return graphs
