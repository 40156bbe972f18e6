"""``kg diff``: what changed between two snapshots of an article, or two audits."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

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
    """Compare two snapshots of an article, or two audits.

    OLD and NEW are each a file, an address, or an article's key in the workspace: KEY for its newest snapshot,
    KEY@HASH for the one whose SHA-256 begins so. Of two snapshots, claims and references kept, reworded, added and
    removed are told. Where both are audits, the name of a run in the workspace's runs/ or a report of
    `kg audit --format json`, findings new, gone and kept are told, and claims reworded. The status is 0 if nothing
    changed, else 1.
    """
    audits = [_audit_file(given, folder) for given in (old, new)]
    if all(audits):
        _diff_audits([path for path in audits if path], form, verbose=verbose)
    if any(audits):
        mend = "Give two runs or reports, or two articles."
        raise UsageError("an audit cannot be compared with an article", mend=mend)
    from ingest.pipeline import read_snapshot
    from kg.comparison import compare_articles
    from kg.export import changes

    before, after = (read_snapshot(_snapshot(given, folder)) for given in (old, new))
    compared = compare_articles(before, after)
    click.echo(changes.to_json(compared) if form == "json" else changes.to_text(compared, verbose=verbose), nl=False)
    sys.exit(0 if compared.is_same else 1)


def _diff_audits(paths: list[Path], form: str, *, verbose: bool) -> NoReturn:
    """Tell what became of the articles between two audits."""
    from ingest.kept_audits import read_audits
    from kg.export import audit_changes
    from kg.run_comparison import compare_audits

    changes = compare_audits(*map(read_audits, paths))
    text = audit_changes.to_json(changes) if form == "json" else audit_changes.to_text(changes, verbose=verbose)
    click.echo(text, nl=False)
    sys.exit(0 if all(each.is_same for each in changes) else 1)


def _audit_file(given: str, folder: Path | None) -> Path | None:
    """The file of a run or report that is named; ``None`` where it is none."""
    from ingest.kept_audits import holds_audits

    kept = look_at_workspace(folder).path / "runs" / f"{Path(given).name.removesuffix('.json')}.json"
    return next((path for path in (Path(given), kept) if holds_audits(path)), None)


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
