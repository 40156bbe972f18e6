"""``kg fix``: what was accepted, written into the article."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import load_given, look_at_workspace, references_option, workspace_option
from kg.errors import ArticleError, Place, UsageError

if TYPE_CHECKING:
    from ingest.fixing import Fixed
    from kg.workspace import Snapshot

__all__ = ["fix"]


@click.command()
@click.argument("file", metavar="ARTICLE")
@click.option("--write", is_flag=True, help="Write into the file; without it the changes are only shown.")
@click.option("--all", "every", is_flag=True, help="Every patch that nobody dismissed, accepted or not.")
@click.option("--select", metavar="RULES", default="", help="Every patch of these rules or families, as NUM001,STR.")
@click.option("--id", "key", metavar="KEY", help="The article's key, if it is not its file's name.")
@references_option
@workspace_option
def fix(
    file: str, write: bool, every: bool, select: str, key: str | None, lists: tuple[Path, ...], folder: Path | None
) -> None:
    """Write the accepted patches and rewordings into a Markdown, HTML or text article, and nothing else.

    Without --write the changes are shown as a unified diff and the file stays. A patch is left out, with the reason,
    where markup stands within its words, or where the audit would still find the same or something new; the exit
    status is then 1.
    """
    from ingest.deciding import settle_audit
    from ingest.fixing import choose_mends
    from ingest.fixing import fix as write_mends
    from ingest.pipeline import audit_snapshot, open_evidence, with_references
    from ingest.web import is_address
    from kg.audit import select_rules
    from kg.export.differences import to_diff

    if is_address(file):
        raise UsageError(
            f"{file} is an address, and words are written into files", mend="Save the page and give the file."
        )
    names = [name.strip().upper() for name in select.split(",") if name.strip()]
    rules = select_rules(names) if names else None
    workspace = look_at_workspace(folder)
    evidence = open_evidence(workspace)
    snapshot = with_references(load_given(file, key), lists)
    audited = audit_snapshot(snapshot, evidence)
    settlement = settle_audit(workspace, audited.article, audited.report)
    mends, unmended = choose_mends(settlement, audited.article, every=every or rules is not None, rules=rules)
    fixed = write_mends(snapshot, audited, mends, evidence)
    click.echo(to_diff(snapshot.data, fixed.data, file), nl=False)
    if write and fixed.written:
        _write(Path(file), snapshot, fixed)
    left = [*unmended, *fixed.unmended]
    for one in left:
        click.echo(f"kg: {file}:{one.finding.line}: {one.id} was not mended: {one.reason}", err=True)
    click.echo(_told(file, fixed, len(left), write=write, every=every or rules is not None), err=True)
    sys.exit(int(bool(left)))


def _write(path: Path, snapshot: Snapshot, fixed: Fixed) -> None:
    """Put the changed bytes into the file.

    Raises:
        ArticleError: if the file was changed since it was read; it stays as it is.
    """
    from kg.store import replace_atomically

    if path.read_bytes() != snapshot.data:
        what = "the file was changed while it was being checked, so nothing was written"
        raise ArticleError(what, place=Place(str(path)), mend="Run the command again.")
    replace_atomically(path, fixed.data)


def _told(file: str, fixed: Fixed, left: int, *, write: bool, every: bool) -> str:
    count = len(fixed.written)
    if not count and not left:
        ways = "" if every else " `kg decide` accepts a finding; --all takes every patch."
        return f"{file}: there is nothing to write.{ways}"
    done = f"{count} finding{'' if count == 1 else 's'} {'mended' if write else 'would be mended; --write does it'}"
    return f"{file}: {done}{f', {left} not' if left else ''}."
