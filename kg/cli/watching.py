"""``kg watch``: what became of the records that articles cite."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kg.cli.ingesting import open_clients, show_progress
from kg.cli.options import FAILED, FOUND, look_at_workspace, workspace_option

__all__ = ["watch"]


@click.command()
@click.option("--all", "everything", is_flag=True, help="Ask for every record that is held, cited or not.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Form of the answer.")
@workspace_option
def watch(everything: bool, form: str, folder: Path | None) -> None:
    """Ask PubMed for new versions and notices of the records in use, and show which claims they touch.

    The records are those that the workspace's articles cite. This asks NCBI over the network, at the pace it allows;
    a round that was stopped goes on where it was. The status is 1 if a change touches a claim, and 3 if a record could
    not be asked for.
    """
    from datetime import UTC, datetime

    from ingest.watching import begin_round, end_round, find_watched
    from ingest.watching import watch as ask_again
    from kg.export import watched

    workspace = look_at_workspace(folder)
    pmids = find_watched(workspace.store.open(), everything=everything)
    if not pmids:
        click.echo("No record is in use: no article here cites one that is known by a PMID.")
        return
    made = begin_round(workspace, datetime.now(UTC))
    with open_clients(workspace, since=made.since) as services:
        report = ask_again(workspace, services.ncbi, pmids, made, progress=show_progress)
    click.echo(watched.to_json(report) if form == "json" else watched.to_text(report), nl=False)
    end_round(workspace, made, report)
    if report.unasked:
        click.echo("kg: not all records could be asked for; what came is kept. Run `kg watch` again later.", err=True)
        sys.exit(FAILED)
    if report.touches_claims:
        sys.exit(FOUND)
