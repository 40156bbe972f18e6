"""``kg ingest``: what is taken into a workspace."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.auditing import tally
from kg.cli.options import FAILED, make_workspace, references_option, workspace_option
from kg.errors import UsageError

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from ingest.pubmed.eutilities import EutilitiesClient
    from kg.workspace import Snapshot, Workspace

__all__ = ["ingest", "pull_for"]


@click.group()
def ingest() -> None:
    """Take something into the workspace."""


@ingest.command("article")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--id", "key", metavar="KEY", help="The article's key; by default its file's name.")
@click.option("--pull", is_flag=True, help="First pull the records that its references identify from PubMed.")
@references_option
@workspace_option
def ingest_article(file: Path, key: str | None, pull: bool, lists: tuple[Path, ...], folder: Path | None) -> None:
    """Read an article, audit it, and keep it in the workspace.

    FILE is plain text, Markdown or HTML. A file of the same name is a new snapshot of the same article.
    """
    from ingest.pipeline import ingest_article as ingest_snapshot
    from ingest.pipeline import load_snapshot, with_references
    from kg.identifiers import ArticleId

    snapshot = with_references(load_snapshot(file, ArticleId.parse(key) if key is not None else None), lists)
    workspace = make_workspace(folder)
    known = workspace.source_of(snapshot.article)
    if key is None and known not in (None, snapshot.source):
        raise UsageError(
            f"the key {snapshot.article} is taken by {known}",
            mend=f"Give another with --id, or --id {snapshot.article} to make this its new snapshot.",
        )
    if pull:
        pull_for(workspace, [snapshot])
    audited = ingest_snapshot(workspace, snapshot)
    article = audited.article
    click.echo(
        f"{article.id}: {len(article.claims)} claims, {len(article.pointers)} markers, "
        f"{len(article.references)} references; {tally(audited.report)}."
    )


@ingest.command("pubmed")
@click.argument("pmids", nargs=-1)
@click.option("--file", "listed", type=click.Path(path_type=Path), help="A file with a PMID on each line.")
@click.option("--search", metavar="TERMS", help="Pull what PubMed finds for these terms.")
@click.option("--max", "maximum", type=click.IntRange(1, 10_000), default=100, show_default=True, help="For --search.")
@workspace_option
def ingest_pubmed(
    pmids: tuple[str, ...], listed: Path | None, search: str | None, maximum: int, folder: Path | None
) -> None:
    """Pull records from PubMed into the workspace.

    This asks NCBI over the network, at the pace it allows; kg.toml's [ncbi] table holds tool, email and api_key
    (or NCBI_API_KEY and NCBI_EMAIL). Answers are kept, so a pull that was stopped goes on where it was.
    """
    from ingest.pulling import pull_pmids, search_pmids
    from kg.identifiers import Pmid

    wanted = [Pmid.parse(text) for text in (*pmids, *_listed(listed))]
    if not wanted and not search:
        raise UsageError("nothing to pull", mend="Give PMIDs, --file or --search.")
    workspace = make_workspace(folder)
    with _ncbi(workspace) as client:
        found = search_pmids(client, search, maximum=maximum) if search else ()
        report, built = pull_pmids(workspace, client, [*wanted, *found], progress=_progress)
    click.echo(f"{len(report.pulled)} records in the cache; the store holds {built.studies} studies.")
    if report.not_found:
        click.echo(f"kg: PubMed has no record of {', '.join(map(str, report.not_found))}", err=True)
    for failure in report.failures:
        click.echo(f"kg: {len(failure.pmids)} records could not be had: {failure.reason}", err=True)
    if report.not_found or report.failures:
        sys.exit(FAILED)


@ingest.command("medline")
@click.argument("file", type=click.Path(path_type=Path))
@workspace_option
def ingest_medline(file: Path, folder: Path | None) -> None:
    """Take a file of bibliographic records into the workspace.

    FILE is what PubMed saves: MEDLINE text (.nbib), or PubMed XML, gzipped or not.
    """
    from ingest.pipeline import build as build_store
    from ingest.record_stream import read_given_file

    count = sum(1 for _ in read_given_file(file))
    workspace = make_workspace(folder)
    workspace.keep_given("records", file.name, file.read_bytes())
    built = build_store(workspace)
    click.echo(f"{count} records read; the store holds {built.studies} studies.")


@ingest.command("notices")
@click.argument("file", type=click.Path(path_type=Path))
@workspace_option
def ingest_notices(file: Path, folder: Path | None) -> None:
    """Take a Retraction Watch table of editorial notices into the workspace.

    FILE is the CSV that Crossref publishes. A notice counts for the paper whose PMID or DOI it gives.
    """
    from ingest.pipeline import build as build_store
    from ingest.retraction_watch import read_retraction_watch

    table = read_retraction_watch(file)
    workspace = make_workspace(folder)
    workspace.keep_given("notices", file.name, file.read_bytes())
    build_store(workspace)
    click.echo(f"Notices on {len(table.notices)} identifiers read; {len(table.rejected)} rows could not be.")


@ingest.command("mesh")
@click.argument("file", type=click.Path(path_type=Path))
@workspace_option
def ingest_mesh(file: Path, folder: Path | None) -> None:
    """Take MeSH descriptors into the workspace.

    FILE is NLM's descriptor XML or a table of identifier, label, synonyms and tree numbers, gzipped or not. The
    vocabulary's matches are held against it, and new ones are suggested; nothing is matched without a person.
    """
    from ingest.curated import bundled_folder, read_vocabulary
    from ingest.mesh import compare_vocabulary, iter_descriptors
    from ingest.pipeline import build as build_store
    from kg.model import RemarkKind

    table = tuple(iter_descriptors(file))
    workspace = make_workspace(folder)
    workspace.keep_only("mesh", file)
    build_store(workspace)
    remarks = compare_vocabulary(read_vocabulary(bundled_folder() / "vocabulary.yaml"), table)
    suggested = [remark for remark in remarks if remark.kind is RemarkKind.SUGGESTED]
    click.echo(f"{len(table)} descriptors read; {len(suggested)} matches suggested: kg query concept_match_remarks.")
    for remark in remarks:
        if remark.kind is not RemarkKind.SUGGESTED:
            found = f"; it is {remark.descriptor_label!r}" if remark.descriptor_label else ""
            click.echo(f"kg: concept {remark.concept}, match {remark.identifier}: {remark.kind}{found}", err=True)


def _ncbi(workspace: Workspace) -> AbstractContextManager[EutilitiesClient]:
    """The client that asks NCBI, at a pace kept by all programs of this user."""
    from platformdirs import user_cache_path

    from ingest.pulling import open_client

    return open_client(workspace, os.environ, user_cache_path("evidence-kg"))


def pull_for(workspace: Workspace, snapshots: list[Snapshot]) -> None:
    """Pull the records of articles' references, and say which could not be identified and why."""
    from ingest.pulling import pull_article

    with _ncbi(workspace) as client:
        for snapshot in snapshots:
            pulled = pull_article(workspace, client, snapshot, progress=_progress)
            click.echo(f"{snapshot.source}: {len(pulled.identified)} references identified.", err=True)
            for unknown in pulled.unidentified:
                click.echo(f"kg: reference entry {unknown.position + 1}: {unknown.reason}", err=True)


def _progress(stage: str, done: int, total: int) -> None:
    click.echo(f"\r{stage}: {done} of {total}", nl=done == total, err=True)


def _listed(file: Path | None) -> list[str]:
    """The words of a file, one PMID each."""
    if file is None:
        return []
    try:
        return file.read_text(encoding="utf-8").split()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{file}: the list cannot be read ({error})", mend="Give a text file of PMIDs.") from error
