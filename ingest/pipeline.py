"""Composes the steps: knowledge and articles in, a new generation of the graph out.

The store can always be made again from the workspace and the bundled data, so everything here is a pure
function of the two up to the moment of writing. Graphs carry no run times: the same input gives the same
bytes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from rdflib import URIRef

from ingest.appraisal_rules import find_rules
from ingest.appraising import appraisal_graphs
from ingest.article import read_article, reread
from ingest.article.side_files import read_side_file
from ingest.beside import carry_beside
from ingest.collector import collector_paused
from ingest.curated import bundled_folder, read_vocabulary
from ingest.deciding import decision_graph
from ingest.groups import find_groups
from ingest.knowledge import Knowledge, load_knowledge
from ingest.mesh import mesh_graphs
from ingest.runs import read_runs, run_graphs
from ingest.searches import find_last_answer
from ingest.snapshots import load_snapshot, make_snapshot
from kg import __version__
from kg.audit import audit
from kg.errors import ArticleError, EvidenceError, Place, WorkspaceError
from kg.evidence import Evidence
from kg.export import report_json
from kg.identifiers import ArticleId
from kg.kept_cards import keep_cards
from kg.model import Article, Report, StudyGroup, Vocabulary
from kg.model.extraction import DataProblem
from kg.rdf import (
    Triple,
    article_edges,
    article_triples,
    group_edges,
    report_edges,
    report_triples,
    to_rdf,
)
from kg.rdf.iris import graph_iri, study_group_iri
from kg.rdf.nquads import to_texts
from kg.store import Dataset, Draft
from kg.workspace import SideFile, Snapshot, Workspace

__all__ = [
    "Audited",
    "BuildReport",
    "Told",
    "audit_article",
    "audit_snapshot",
    "build",
    "ingest_article",
    "load_snapshot",
    "make_snapshot",
    "open_evidence",
    "open_source",
    "read_snapshot",
    "read_snapshot_article",
    "restore_article",
    "with_references",
]

Told = Callable[["Article | Audited"], None]
"""Is given what an ingest has come to."""


@dataclass(frozen=True, slots=True)
class Audited:
    """One article and its audit."""

    article: Article
    report: Report


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build made.

    Attributes:
        generation: name of the new generation.
        concepts, studies: numbers of what is known.
        articles: each article with its audit.
        rejected: files that could not be used, with their reasons; everything else is in.
        full_texts: how many full texts are in.
        problems: what cannot be so in study files; it is in, as it stands.
    """

    generation: str
    concepts: int
    studies: int
    articles: tuple[Audited, ...]
    rejected: tuple[EvidenceError, ...]
    full_texts: int = 0
    problems: tuple[DataProblem, ...] = ()


def _tell_nobody(_: Article | Audited) -> None:
    """For those who do not want to know."""


def build(workspace: Workspace) -> BuildReport:
    """Make the store again from the bundled data and the workspace; earlier runs and snapshots stay.

    Raises:
        RecordError: if the workspace's own rules of appraisal are malformed.
        StoreError: if it cannot be written; the generation before stays current.
    """
    rules = find_rules(workspace)
    made: list[tuple[Knowledge, list[Audited], list[EvidenceError]]] = []

    def fill(draft: Draft) -> None:
        knowledge = load_knowledge(workspace, draft)
        evidence = Evidence(draft)
        audited, rejected = _audit_all(workspace, evidence)
        decided = _decision_graphs(workspace, audited, rejected)
        history = read_runs(workspace.iter_runs())
        mesh = mesh_graphs(workspace.iter_given("mesh"), knowledge.vocabulary)
        groups = find_groups(draft, evidence)
        appraisal = appraisal_graphs(draft, evidence, groups, rules, pulled=find_last_answer(workspace))
        graphs = [_group_graph(groups), appraisal, *(_article_graphs(one, evidence) for one in audited), decided]
        texts = [text for graph in (*graphs, run_graphs(history.runs)) for text in to_texts(graph).values()]
        draft.bulk_load("".join(texts).encode())
        mesh.load_into(draft)
        made.append((knowledge, audited, [*rejected, *history.rejected, *mesh.rejected]))

    generation = workspace.store.make(fill)
    keep_cards(workspace.store.open())
    knowledge, audited, rejected = made[-1]
    rejected = [*knowledge.rejected, *rejected]
    concepts = len(knowledge.vocabulary)
    return BuildReport(
        generation,
        concepts,
        knowledge.studies,
        tuple(audited),
        tuple(rejected),
        knowledge.full_texts,
        knowledge.problems,
    )


def _audit_all(workspace: Workspace, evidence: Evidence) -> tuple[list[Audited], list[EvidenceError]]:
    """Every article of the workspace audited, and the errors of those that cannot be."""
    audited: list[Audited] = []
    rejected: list[EvidenceError] = []
    for snapshot in workspace.iter_snapshots():
        if isinstance(snapshot, WorkspaceError):
            rejected.append(snapshot)
            continue
        try:
            audited.append(audit_snapshot(snapshot, evidence))
        except EvidenceError as error:
            rejected.append(error)
    return audited, rejected


def _decision_graphs(
    workspace: Workspace, audited: Iterable[Audited], rejected: list[EvidenceError]
) -> dict[URIRef, list[Triple]]:
    """What people decided on the findings of each article; the errors of files that cannot be read join the others."""
    graphs: dict[URIRef, list[Triple]] = {}
    for one in audited:
        try:
            graphs |= decision_graph(workspace, one.article, one.report)
        except EvidenceError as error:
            rejected.append(error)
    return graphs


def open_evidence(workspace: Workspace) -> Evidence:
    """The evidence of the current generation; where there is none, it is read into memory and nothing is written."""
    return Evidence(open_source(workspace))


def open_source(workspace: Workspace) -> Dataset:
    """What the evidence is read from: the current generation, or where there is none, all of it read into memory."""
    if workspace.store.current_name is not None:
        return workspace.store.open()
    draft = Draft.in_memory()
    load_knowledge(workspace, draft)
    return draft


def read_snapshot(snapshot: Snapshot) -> Article:
    """Read an article with the bundled vocabulary, and nothing else.

    Raises:
        ArticleError: if it cannot be read as an article.
    """
    vocabulary = read_vocabulary(bundled_folder() / "vocabulary.yaml")
    return read_snapshot_article(snapshot, vocabulary)


def with_references(snapshot: Snapshot, paths: Iterable[Path]) -> Snapshot:
    """The snapshot together with lists of references that are kept in files of their own.

    Raises:
        ArticleError: if a file cannot be read, or is no list of references.
    """
    sides = []
    for path in paths:
        try:
            side = SideFile(path.name, path.read_bytes())
        except OSError as error:
            what = f"the list of references cannot be read ({error.strerror})"
            raise ArticleError(what, place=Place(str(path)), mend="Give the path of a readable file.") from error
        read_side_file(side.data, source=side.name)
        sides.append(side)
    return replace(snapshot, cited=tuple(sides)) if sides else snapshot


def read_snapshot_article(snapshot: Snapshot, vocabulary: Vocabulary) -> Article:
    """The article of a snapshot, with the references that were given with it.

    Raises:
        ArticleError: if it, or a list of references given with it, cannot be read.
    """
    cited = [one for side in snapshot.cited for one in read_side_file(side.data, source=side.name)]
    return read_article(
        snapshot.data, source=snapshot.source, article_id=snapshot.article, vocabulary=vocabulary, cited=cited
    )


@collector_paused()
def audit_article(article: Article, evidence: Evidence, *, rules: frozenset[str] | None = None) -> Report:
    """Hold an article against the evidence; of the rewordings, those are offered that pass the audit themselves."""
    return audit(article, evidence, rules=rules, reread=partial(reread, vocabulary=evidence.vocabulary))


def audit_snapshot(snapshot: Snapshot, evidence: Evidence, *, rules: frozenset[str] | None = None) -> Audited:
    """Read an article and hold it against the evidence; nothing is written.

    Raises:
        ArticleError: if it cannot be read as an article.
    """
    article = read_snapshot_article(snapshot, evidence.vocabulary)
    return Audited(article, audit_article(article, evidence, rules=rules))


def ingest_article(workspace: Workspace, snapshot: Snapshot, *, told: Told = _tell_nobody) -> Audited:
    """Read, audit and keep an article: its snapshot, its run, and its graphs in a new generation.

    Args:
        workspace: where it is kept.
        snapshot: the article.
        told: is given the article once it is read, and it with its audit once that is done; what it raises ends the
            ingest, and nothing is kept then.

    Raises:
        ArticleError: if it cannot be read as an article; nothing is kept then.
        RecordError: if the decisions on it cannot be read; nothing is kept then.
        StoreError: if the store cannot be written; the snapshot is kept, and ``kg build`` takes it up.
    """
    if workspace.store.current_name is None:
        build(workspace)
    evidence = open_evidence(workspace)
    article = read_snapshot_article(snapshot, evidence.vocabulary)
    told(article)
    audited = Audited(article, audit_article(article, evidence))
    told(audited)
    graphs = _article_graphs(audited, evidence) | decision_graph(workspace, audited.article, audited.report)
    workspace.keep_snapshot(snapshot)
    _keep_run(workspace, audited)
    workspace.store.replace(to_texts(graphs | _run_graphs(workspace, snapshot.article)), carry=carry_beside)
    return audited


def restore_article(workspace: Workspace, article: ArticleId) -> None:
    """Make the graphs of an article those of its newest snapshot and its kept runs; its history gains nothing.

    Raises:
        WorkspaceError: if it has no snapshot.
        ArticleError: if that cannot be read.
        StoreError: if the store cannot be written.
    """
    evidence = open_evidence(workspace)
    audited = audit_snapshot(workspace.get_snapshot(article), evidence)
    graphs = _article_graphs(audited, evidence) | decision_graph(workspace, audited.article, audited.report)
    workspace.store.replace(to_texts(graphs | _run_graphs(workspace, article)), carry=carry_beside)


def _run_graphs(workspace: Workspace, article: ArticleId) -> dict[URIRef, list[Triple]]:
    """The graph of an article's kept runs, empty if there is none."""
    runs = [run for run in read_runs(workspace.iter_runs()).runs if run.article == article]
    return {graph_iri("runs", article.value): []} | run_graphs(runs)


def _group_graph(groups: Iterable[StudyGroup]) -> dict[URIRef, list[Triple]]:
    return {
        graph_iri("studies", "groups"): [t for g in groups for t in (*to_rdf(g, study_group_iri(g)), *group_edges(g))]
    }


def _article_graphs(audited: Audited, evidence: Evidence) -> dict[URIRef, list[Triple]]:
    article, report = audited.article, audited.report
    records = {r.study: evidence.get_study(r.study).record for r in report.resolutions if r.study is not None}
    return {
        graph_iri("article", article.id.value): [*article_triples(article), *article_edges(article)],
        graph_iri("audit", article.id.value): [*report_triples(report), *report_edges(report, article, records)],
    }


def _keep_run(workspace: Workspace, audited: Audited) -> None:
    """Write the run into the history: what went in, with which version, when, and what came out."""
    now = datetime.now(UTC)
    document = {
        "time": now.isoformat(timespec="seconds"),
        "version": __version__,
        **report_json.to_document(audited.report, audited.article),
    }
    name = f"{now:%Y%m%dT%H%M%S}-{audited.article.id}-{audited.article.snapshot[:12]}"
    workspace.keep_run(name, json.dumps(document, indent=2, ensure_ascii=False) + "\n")
