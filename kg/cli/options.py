"""What all commands share: the workspace they work on, how they end, and how an error is told."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.errors import EvidenceError, UsageError

if TYPE_CHECKING:
    from kg.shelf import Shelf
    from kg.workspace import Snapshot, Workspace

__all__ = [
    "FAILED",
    "FOUND",
    "USAGE",
    "Commands",
    "audit_shelf",
    "load_given",
    "look_at_workspace",
    "make_workspace",
    "progress_bar",
    "references_option",
    "workspace_option",
]

FOUND, USAGE, FAILED = 1, 2, 3
_BAR = 30


class Commands(click.Group):
    """Tells an error that the user can mend in one line, with the right exit status."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; an error of ours, or of the system, becomes a line and a status."""
        try:
            return super().invoke(ctx)
        except EvidenceError as error:
            click.echo(f"kg: {error}", err=True)
            sys.exit(USAGE if isinstance(error, UsageError) else FAILED)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(0)
        except OSError as error:
            click.echo(f"kg: {error}. Mend the file or folder that it names.", err=True)
            sys.exit(FAILED)


def references_option(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the option ``--references``, as its argument ``lists``."""
    return click.option(
        "--references",
        "lists",
        type=click.Path(path_type=Path),
        multiple=True,
        metavar="SIDE",
        help="A file of the references that the article cites by key: BibTeX, RIS or CSL-JSON. May be repeated.",
    )(command)


def workspace_option(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the option ``--workspace``, as its argument ``folder``."""
    return click.option(
        "--workspace",
        "folder",
        type=click.Path(path_type=Path),
        envvar="KG_WORKSPACE",
        metavar="DIR",
        help="The workspace folder; else KG_WORKSPACE, the nearest folder upwards with a kg.toml, "
        "or your own data folder.",
    )(command)


def _path(folder: Path | None) -> Path:
    """Where the workspace is, whether or not it is there yet."""
    from platformdirs import user_data_path

    from kg.workspace import find_workspace

    return find_workspace(folder, start=Path.cwd(), default=user_data_path("evidence-kg"))


def make_workspace(folder: Path | None) -> Workspace:
    """The workspace to write to, made if there is none."""
    from kg.workspace import Workspace

    return Workspace.at(_path(folder))


def look_at_workspace(folder: Path | None) -> Workspace:
    """The workspace to read; nothing is made, and a store that is not there says so when it is opened."""
    from kg.workspace import Workspace

    return Workspace(_path(folder))


def audit_shelf() -> Shelf:
    """Where this user's finished audits are kept."""
    from platformdirs import user_cache_path

    from kg.shelf import Shelf

    return Shelf(user_cache_path("evidence-kg") / "audits")


def progress_bar(what: str) -> Callable[[int, int], None] | None:
    """Shows on a terminal how much is done; ``None`` where nobody would see it."""
    if not sys.stderr.isatty():
        return None

    def show(done: int, count: int) -> None:
        bar = "#" * (_BAR * done // count)
        end = "\r\033[K" if done == count else ""
        click.echo(f"\r[{bar:<{_BAR}}] {what} {done} of {count}{end}", nl=False, err=True)

    return show


def load_given(given: str, key: str | None = None) -> Snapshot:
    """A file, or the page at an address that was typed, as a snapshot of an article."""
    from ingest.snapshots import load_snapshot
    from ingest.web import fetch_snapshot, is_address
    from kg.identifiers import ArticleId

    article = ArticleId.parse(key) if key is not None else None
    return fetch_snapshot(given, article) if is_address(given) else load_snapshot(Path(given), article)
