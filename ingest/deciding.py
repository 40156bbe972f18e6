"""Decisions of a workspace beside its audits: read from their files, kept in them, and taken into the graph."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from rdflib import URIRef

from ingest.beside import carry_beside
from kg.audit import RULES
from kg.decisions import add_decision, decisions_path, iter_decision_files, read_decisions, settle
from kg.errors import EvidenceError, RecordError
from kg.identifiers import ArticleId
from kg.model import Article, Report
from kg.model.decision import Decision, DecisionSet, Settlement
from kg.rdf import Triple, from_rdf, settlement_triples
from kg.rdf.iris import article_iri, graph_iri, report_iri
from kg.rdf.nquads import to_texts
from kg.vocabulary import EKG
from kg.workspace import Workspace

__all__ = ["KeptDecisions", "decision_graph", "keep_decision", "read_all_decisions", "settle_audit"]


@dataclass(frozen=True, slots=True)
class KeptDecisions:
    """The decisions of a workspace, by article, and why each other file could not be read."""

    sets: tuple[DecisionSet, ...]
    rejected: tuple[EvidenceError, ...]


def read_all_decisions(workspace: Workspace) -> KeptDecisions:
    """Every decision that a workspace holds."""
    sets: list[DecisionSet] = []
    rejected: list[EvidenceError] = []
    for path in iter_decision_files(workspace):
        try:
            sets.append(read_decisions(path, RULES))
        except EvidenceError as error:
            rejected.append(error)
    return KeptDecisions(tuple(sets), tuple(rejected))


def settle_audit(
    workspace: Workspace, article: Article, report: Report, *, rules: Collection[str] | None = None
) -> Settlement:
    """What failed in an audit, beside what people decided on it in this workspace; ``rules`` are those applied.

    Raises:
        RecordError: if the article's file of decisions cannot be read.
    """
    kept = read_decisions(decisions_path(workspace, article.id), RULES)
    return settle(article, report, kept.decisions, rules=rules)


def decision_graph(workspace: Workspace, article: Article, report: Report) -> dict[URIRef, list[Triple]]:
    """The graph of what people decided on an article's findings; empty if nobody did.

    Raises:
        RecordError: if the article's file of decisions cannot be read.
    """
    name = graph_iri("decisions", article.id.value)
    if not decisions_path(workspace, article.id).exists():
        return {name: []}
    return {name: list(settlement_triples(article, report, settle_audit(workspace, article, report)))}


def keep_decision(workspace: Workspace, article: ArticleId, decision: Decision) -> Path:
    """Keep a decision in the file of its article, and in the graph if the article is there. Returns the file's path.

    Raises:
        RecordError: if the file cannot be read; it stays as it is.
        WorkspaceError: if it cannot be written.
        StoreError: if the graph cannot be written; the decision is in the file, and ``kg build`` takes it up.
    """
    path = add_decision(workspace, article, decision, RULES)
    if workspace.store.current_name is not None:
        _refresh(workspace, article)
    return path


def _refresh(workspace: Workspace, article: ArticleId) -> None:
    """Take the decisions on an article that the graph holds into it."""
    generation = workspace.store.open()
    if not any(True for _ in generation.objects(article_iri(article), EKG.snapshot)):
        return
    try:
        stored = from_rdf(Article, article_iri(article), generation)
        report = from_rdf(Report, report_iri(article), generation)
    except RecordError:  # an article without its audit: `kg build` makes both again
        return
    workspace.store.replace(to_texts(decision_graph(workspace, stored, report)), carry=carry_beside)
