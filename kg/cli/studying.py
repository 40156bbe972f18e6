"""``kg study``: everything known of one study, and a draft of its file."""

from __future__ import annotations

import json
from pathlib import Path

import click

from kg.cli.options import look_at_workspace, workspace_option
from kg.errors import Place, WorkspaceError

__all__ = ["study"]


@click.command()
@click.argument("name", metavar="PMID|KEY")
@click.option("--draft", is_flag=True, help="Write a study file from what rules read, for a person to correct.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Form of the answer.")
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="With --draft: a new file instead of standard output.",
)
@workspace_option
def study(name: str, draft: bool, form: str, output: Path | None, folder: Path | None) -> None:
    """Show everything known of a study: curated, read by rule, where the two differ, and what cannot be so.

    PMID|KEY is a PMID, a DOI or a study's key. What rules read, effects and harms among it, is extracted from title,
    abstract, indexing and, where the graph holds it, full text, and has to be checked; each value says where it
    stands. What a person curated stands before it.
    """
    from kg.dossier import find_study, open_dossier
    from kg.export import dossier_json, dossier_text

    source = look_at_workspace(folder).store.open()
    dossier = open_dossier(find_study(name, source), source)
    if draft:
        from ingest.study_draft import format_draft
        from kg.evidence import Evidence

        vocabulary, key = Evidence(source).vocabulary, output.stem if output else None
        _give(format_draft(dossier.record, vocabulary, dossier.full_text, name=key), output)
    elif form == "json":
        click.echo(json.dumps(dossier_json.to_document(dossier), indent=2, ensure_ascii=False))
    else:
        click.echo(dossier_text.to_text(dossier), nl=False)


def _give(text: str, output: Path | None) -> None:
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        with output.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError as error:
        raise WorkspaceError(
            "the file is already there",
            place=Place(str(output)),
            mend="Give another name; no study file is overwritten.",
        ) from error
    click.echo(f"{output}: extracted, to be checked.")
