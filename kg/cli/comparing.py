"""``kg diff``: what changed between two snapshots of an article."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import load_given, look_at_workspace, workspace_option
from kg.errors import IdentifierError, UsageError

if TYPE_CHECKING:
    from kg.workspace import Snapshot

__all__ = ["diff"]


@click.command()
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Form of the answer.")
@click.option("--verbose", is_flag=True, help="List what is kept, too.")
@workspace_option
def diff(old: str, new: str, form: str, verbose: bool, folder: Path | None) -> None:
    """Compare two snapshots of an article: claims and references kept, reworded, added and removed.

    OLD and NEW are each a file, an address, or an article's key in the workspace: KEY for its newest snapshot,
    KEY@HASH for the one whose SHA-256 begins so. The status is 0 if all is kept, else 1.
    """
    from ingest.pipeline import read_snapshot
    from kg.comparison import compare_articles
    from kg.export import changes

    before, after = (read_snapshot(_snapshot(given, folder)) for given in (old, new))
    compared = compare_articles(before, after)
    click.echo(changes.to_json(compared) if form == "json" else changes.to_text(compared, verbose=verbose), nl=False)
    sys.exit(0 if compared.is_same else 1)


def _snapshot(given: str, folder: Path | None) -> Snapshot:
    """What is named: a file that is there, an address, else a snapshot of the workspace."""
    from ingest.web import is_address
    from kg.identifiers import ArticleId

    if is_address(given) or Path(given).exists():
        return load_given(given)
    key, _, digest = given.partition("@")
    try:
        article = ArticleId.parse(key)
    except IdentifierError:
        article = None
    if article is None or look_at_workspace(folder).source_of(article) is None:
        mend = "Give a file, an address, or the key of an article that `kg ingest article` kept."
        raise UsageError(f"{given} is no file and no article of the workspace", mend=mend)
    return look_at_workspace(folder).get_snapshot(article, digest)
