"""``kg impact``: what hangs on one publication."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import look_at_workspace, workspace_option

__all__ = ["impact"]


@click.command()
@click.argument("name", metavar="PMID|DOI|STUDY")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Form of the answer.")
@workspace_option
def impact(name: str, form: str, folder: Path | None) -> None:
    """Show which claims of the workspace's articles hang on a publication.

    If it falls, by a retraction say, some claims are left without any study, and some cite others too, which are named;
    to some it was contrary. Only articles that `kg ingest article` kept are looked at.
    """
    from kg.dossier import find_study
    from kg.export import impacts
    from kg.impact import find_impact

    generation = look_at_workspace(folder).store.open()
    found = find_impact(find_study(name, generation), generation)
    click.echo(impacts.to_json(found) if form == "json" else impacts.to_text(found), nl=False)
