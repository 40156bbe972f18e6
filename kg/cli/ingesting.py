"""``kg ingest``: what is taken into a workspace."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.auditing import tally
from kg.cli.options import FAILED, load_given, make_workspace, references_option, workspace_option
from kg.errors import EvidenceError, Place, RecordError, UsageError

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from datetime import datetime

    from ingest.full_text_pull import FullTextReport, Services
    from kg.identifiers import Pmcid
    from kg.workspace import Snapshot, Workspace

__all__ = ["check_full_text", "ingest", "open_clients", "pull_for", "show_progress"]


@click.group()
def ingest() -> None:
    """Take something into the workspace."""


@ingest.command("article")
@click.argument("file", metavar="FILE|ADDRESS")
@click.option("--id", "key", metavar="KEY", help="The article's key; by default its file's name.")
@click.option("--pull", is_flag=True, help="First pull the records that its references identify from PubMed.")
@click.option("--full-text", is_flag=True, help="With --pull: also the open-access full texts of those records.")
@click.option("--show", is_flag=True, help="Print what is read of it, in the reader's order, and keep nothing.")
@click.option("--json", "as_json", is_flag=True, help="With --show: for programs.")
@references_option
@workspace_option
def ingest_article(
    file: str,
    key: str | None,
    pull: bool,
    full_text: bool,
    show: bool,
    as_json: bool,
    lists: tuple[Path, ...],
    folder: Path | None,
) -> None:
    """Read an article, audit it, and keep it in the workspace.

    FILE is HTML, Markdown, wikitext, plain text, DOCX or PDF; an http or https ADDRESS is fetched once. A file of the
    same name, or a page of the same address, is a new snapshot of the same article.
    """
    from ingest.pipeline import ingest_article as ingest_snapshot
    from ingest.pipeline import with_references
    from kg.legibility import counted

    check_full_text(pull=pull, full_text=full_text)
    if as_json and not show:
        raise UsageError("--json goes with --show", mend="Give both, or `kg audit --format json` for the audit.")
    snapshot = with_references(load_given(file, key), lists)
    if show:
        _show(snapshot, as_json=as_json)
        return
    workspace = make_workspace(folder)
    known = workspace.source_of(snapshot.article)
    if key is None and known not in (None, snapshot.source):
        raise UsageError(
            f"the key {snapshot.article} is taken by {known}",
            mend=f"Give another with --id, or --id {snapshot.article} to make this its new snapshot.",
        )
    if pull:
        pull_for(workspace, [snapshot], full_text=full_text)
    audited = ingest_snapshot(workspace, snapshot)
    article = audited.article
    click.echo(
        f"{article.id}: {counted(len(article.claims), 'claim')}, {counted(len(article.pointers), 'marker')}, "
        f"{counted(len(article.references), 'reference')}; {tally(audited.report)}."
    )


def _show(snapshot: Snapshot, *, as_json: bool) -> None:
    """Print what is read of an article."""
    from ingest.pipeline import read_snapshot
    from kg.export import reading

    article = read_snapshot(snapshot)
    click.echo(reading.to_json(article) if as_json else reading.to_text(article), nl=False)


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
    from kg.legibility import counted

    wanted = [Pmid.parse(text) for text in (*pmids, *_listed(listed))]
    if not wanted and not search:
        raise UsageError("nothing to pull", mend="Give PMIDs, --file or --search.")
    workspace = make_workspace(folder)
    with open_clients(workspace) as services:
        found = search_pmids(services.ncbi, search, maximum=maximum) if search else ()
        report, built = pull_pmids(workspace, services.ncbi, [*wanted, *found], progress=show_progress)
    click.echo(f"{counted(len(report.pulled), 'record')} in the cache; the store holds {built.studies} studies.")
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
    from ingest.record_stream import tally_given_file
    from kg.legibility import counted

    tally = tally_given_file(file)
    workspace = make_workspace(folder)
    workspace.keep_given("records", file.name, file.read_bytes())
    built = build_store(workspace)
    read = counted(tally.articles + tally.books, "record") + " read"
    again = f", {tally.duplicates} of them again: the last one stands" if tally.duplicates else ""
    deleted = f", {counted(tally.deleted, 'deletion')}" if tally.deleted else ""
    click.echo(f"{read}{again}{deleted}; the store holds {built.studies} studies.")
    for rejected in tally.rejected:
        click.echo(f"kg: {rejected.place}: {rejected.reason}", err=True)
    if tally.rejected:
        sys.exit(FAILED)


@ingest.command("notices")
@click.argument("file", type=click.Path(path_type=Path))
@workspace_option
def ingest_notices(file: Path, folder: Path | None) -> None:
    """Take a Retraction Watch table of editorial notices into the workspace.

    FILE is the CSV that Crossref publishes. A notice counts for the paper whose PMID or DOI it gives.
    """
    from ingest.pipeline import build as build_store
    from ingest.retraction_watch import read_retraction_watch
    from kg.legibility import counted

    table = read_retraction_watch(file)
    workspace = make_workspace(folder)
    workspace.keep_given("notices", file.name, file.read_bytes())
    build_store(workspace)
    rejected = counted(len(table.rejected), "row")
    click.echo(f"Notices on {counted(len(table.notices), 'identifier')} read; {rejected} could not be.")
    for error in table.rejected:
        click.echo(f"kg: {error}", err=True)
    if table.rejected:
        sys.exit(FAILED)


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
    from kg.legibility import counted
    from kg.model import RemarkKind

    table = tuple(iter_descriptors(file))
    if not table:
        raise RecordError("no descriptor in it", place=Place(str(file)), mend="Give NLM's descriptor XML, or a table.")
    workspace = make_workspace(folder)
    workspace.keep_only("mesh", file)
    build_store(workspace)
    remarks = compare_vocabulary(read_vocabulary(bundled_folder() / "vocabulary.yaml"), table)
    suggested = [remark for remark in remarks if remark.kind is RemarkKind.SUGGESTED]
    click.echo(
        f"{counted(len(table), 'descriptor')} read; {counted(len(suggested), 'match', 'matches')} suggested: "
        "kg query concept_match_remarks."
    )
    for remark in remarks:
        if remark.kind is not RemarkKind.SUGGESTED:
            found = f"; it is {remark.descriptor_label!r}" if remark.descriptor_label else ""
            click.echo(f"kg: concept {remark.concept}, match {remark.identifier}: {remark.kind}{found}", err=True)


@ingest.command("fulltext")
@click.argument("sources", nargs=-1, required=True, metavar="PMCID|FILE...")
@click.option(
    "--source",
    type=click.Choice(["pmc", "europepmc"]),
    default="pmc",
    show_default=True,
    help="Who is asked for a PMCID: PubMed Central, or Europe PMC.",
)
@workspace_option
def ingest_fulltext(sources: tuple[str, ...], source: str, folder: Path | None) -> None:
    """Take full texts into the workspace.

    Each is a PMCID, whose open-access text is fetched, or a FILE of JATS XML. Where the licence of an article forbids
    more, PMC gives its abstract only, and that is told. What may not be passed on stays out of exports.
    """
    from ingest.fulltexts import read_full_text_file
    from ingest.pipeline import build as build_store

    files, pmcids = _sort_sources(sources)
    workspace = make_workspace(folder)
    failed = False
    for file in files:
        try:
            texts = read_full_text_file(file)
            workspace.keep_given("fulltexts", file.name, file.read_bytes())
        except EvidenceError as error:
            failed = True
            click.echo(f"kg: {error}", err=True)
        else:
            bare = sum(not text.has_body for text in texts)
            click.echo(f"{file}: {len(texts)} read" + (f", {bare} of them abstract only." if bare else "."))
    if pmcids:
        failed |= _fetch_texts(workspace, pmcids, source)
    built = build_store(workspace)
    click.echo(f"The store holds {built.studies} studies and {built.full_texts} full texts.")
    for problem in built.rejected:
        click.echo(f"left out: {problem}", err=True)
    if failed or built.rejected:
        sys.exit(FAILED)


def _sort_sources(sources: tuple[str, ...]) -> tuple[list[Path], list[Pmcid]]:
    """Files, and PMCIDs; what exists on the disk is a file."""
    from kg.errors import IdentifierError
    from kg.identifiers import Pmcid

    files, pmcids = [], []
    for text in sources:
        path = Path(text)
        if path.exists() or path.suffix:
            files.append(path)
            continue
        try:
            pmcids.append(Pmcid.parse(text))
        except IdentifierError as error:
            what = f"{text!r} is neither a file nor a PMCID"
            raise UsageError(what, mend="Give the path of a JATS file, or a PMCID such as PMC1234567.") from error
    return files, pmcids


def _fetch_texts(workspace: Workspace, pmcids: list[Pmcid], source: str) -> bool:
    """Fetch full texts and tell what came; whether any could not be had."""
    from ingest.full_text_pull import FullTextSource, pull_full_texts

    with open_clients(workspace) as services:
        report = pull_full_texts(services, pmcids, source=FullTextSource(source), progress=show_progress)
    _tell_texts(report)
    return bool(report.failures)


def _tell_texts(report: FullTextReport) -> None:
    click.echo(f"{len(report.held)} full texts in the cache.", err=True)
    for pmcid in report.abstract_only:
        click.echo(f"kg: {pmcid}: abstract only, for its licence does not let the service give more", err=True)
    for failure in report.failures:
        click.echo(f"kg: {failure.pmcid}: {failure.reason}", err=True)


def open_clients(workspace: Workspace, *, since: datetime | None = None) -> AbstractContextManager[Services]:
    """The clients of the services, each at a pace kept by all programs of this user.

    What was kept before ``since`` is asked for again; by default, what is older than a month.
    """
    from platformdirs import user_cache_path

    from ingest.pulling import open_services

    return open_services(workspace, os.environ, user_cache_path("evidence-kg"), since=since)


def check_full_text(*, pull: bool, full_text: bool) -> None:
    """Refuse ``--full-text`` on its own.

    Raises:
        UsageError: if it is.
    """
    if full_text and not pull:
        raise UsageError("--full-text goes with --pull", mend="Give both: the texts are those of the records pulled.")


def pull_for(workspace: Workspace, snapshots: list[Snapshot], *, full_text: bool = False) -> None:
    """Pull the records of articles' references, and say which could not be identified and why."""
    from ingest.pulling import pull_article

    with open_clients(workspace) as services:
        for snapshot in snapshots:
            done = pull_article(workspace, services, snapshot, full_text=full_text, progress=show_progress)
            click.echo(f"{snapshot.source}: {len(done.references.identified)} references identified.", err=True)
            for unknown in done.references.unidentified:
                click.echo(f"kg: reference entry {unknown.position + 1}: {unknown.reason}", err=True)
            if done.problem is not None:
                click.echo(f"kg: PMCIDs could not be looked up: {done.problem}", err=True)
            if done.texts is not None:
                _tell_texts(done.texts)


def show_progress(stage: str, done: int, total: int) -> None:
    """Say on standard error how much is done."""
    click.echo(f"\r{stage}: {done} of {total}", nl=done == total, err=True)


def _listed(file: Path | None) -> list[str]:
    """The words of a file, one PMID each."""
    if file is None:
        return []
    try:
        return file.read_text(encoding="utf-8").split()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{file}: the list cannot be read ({error})", mend="Give a text file of PMIDs.") from error
