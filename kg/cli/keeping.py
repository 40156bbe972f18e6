"""``kg build``, ``kg forget``, ``kg validate``, ``kg export`` and ``kg explore``: the store, and the pages on it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from kg.cli.options import FAILED, look_at_workspace, make_workspace, workspace_option
from kg.errors import EvidenceError, Place, UsageError

if TYPE_CHECKING:
    from kg.workspace import Workspace

__all__ = ["build", "explore", "export", "forget", "validate"]

_FORMATS = (
    "nquads", "trig", "turtle", "jsonld", "claimreview", "webannotation", "earl", "bibtex", "ris", "csljson", "graphml",
)  # fmt: skip
"""As in :mod:`kg.export.formats`, which takes a while to import; a test holds the two together."""


@click.command()
@workspace_option
def build(folder: Path | None) -> None:
    """Make the store again from the bundled data and the workspace's articles and studies.

    Deleting the store and building again loses nothing: the store is an index.
    """
    from ingest.pipeline import build as build_store

    workspace = make_workspace(folder)
    made = build_store(workspace)
    click.echo(
        f"{workspace.path}: generation {made.generation} holds {made.concepts} concepts, "
        f"{made.studies} studies and {len(made.articles)} article{'' if len(made.articles) == 1 else 's'}."
    )
    for problem in made.problems:
        click.echo(f"cannot be so, kept as it stands: {problem.file_place}: {problem.what}", err=True)
    for error in made.rejected:
        click.echo(f"left out: {error}", err=True)
    if made.rejected:
        sys.exit(FAILED)


@click.command()
@click.argument("article")
@click.option("--yes", is_flag=True, help="Do not ask; a script needs it.")
@workspace_option
def forget(article: str, yes: bool, folder: Path | None) -> None:
    """Remove an article from the workspace: its snapshots, its audits and its part of the graph.

    ARTICLE is its key. All of it goes, or nothing. What reviewers decided on it stays in decisions/.
    """
    from ingest.taking_back import forget_article
    from kg.identifiers import ArticleId

    workspace, key = look_at_workspace(folder), ArticleId.parse(article)
    source = workspace.source_of(key)
    if source is not None and not yes:
        if not sys.stdin.isatty():
            raise UsageError(f"this would remove {key} ({source}) with its history", mend="Give --yes to do it.")
        click.confirm(f"Remove {key} ({source}) with all its snapshots and audits?", abort=True, err=True)
    gone = forget_article(workspace, key)
    click.echo(
        f"{key}: removed with {gone.snapshots} snapshot{'' if gone.snapshots == 1 else 's'} "
        f"and {gone.runs} kept audit{'' if gone.runs == 1 else 's'}."
    )


@click.command()
@click.option(
    "--sample",
    type=click.IntRange(0),
    default=200,
    show_default=True,
    help="How many pulled records and MeSH descriptors to look at, beside those that something points to.",
)
@click.option("--whole", is_flag=True, help="Look at every pulled record and descriptor.")
@workspace_option
def validate(sample: int, whole: bool, folder: Path | None) -> None:
    """Hold the graph against its shapes (SHACL) and list what is not as they say.

    The status is 3 when something is not. The sample of pulled records is the same each time.
    """
    from kg.export import answers
    from kg.prefixes import PREFIXES
    from kg.validation import to_answer
    from kg.validation import validate as hold_against_shapes

    generation = look_at_workspace(folder).store.open()
    report = hold_against_shapes(generation, sample=None if whole else sample)
    if not report.conforms:
        click.echo(answers.to_table(to_answer(report), PREFIXES), nl=False)
    seen = f"{report.statements} statements, {report.sampled} of {report.pulled} pulled records"
    click.echo(f"{generation.name}: {'conforms' if report.conforms else 'does not conform'} ({seen} looked at).")
    if not report.conforms:
        sys.exit(FAILED)


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMATS),
    default="nquads",
    metavar="NAME",
    help="Form of the export; --list tells what each holds. By default nquads, which is canonical.",
)
@click.option("--list", "is_list", is_flag=True, help="List the forms, what each holds and what checks it.")
@click.option("--article", "key", metavar="KEY", help="Only what belongs to the article of this key.")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="A file instead of standard output.")
@workspace_option
def export(form: str, is_list: bool, key: str | None, output: Path | None, folder: Path | None) -> None:
    """Write the graph, or what other programs read of it.

    Full texts and quotes that may not be passed on are left out, and it says which those are; abstracts are in the RDF
    forms only.
    """
    from kg.export.formats import FORMATS, to_list
    from kg.identifiers import ArticleId
    from kg.prefixes import RESTRICTED

    if is_list:
        click.echo(to_list(), nl=False)
        return
    generation = look_at_workspace(folder).store.open()
    data = FORMATS[form].write(generation, ArticleId.parse(key) if key is not None else None)
    left_out = [name.removeprefix(RESTRICTED) for name in generation.graph_names() if name.startswith(RESTRICTED)]
    if left_out:
        click.echo(f"left out, for their licences do not let us pass them on: {', '.join(left_out)}", err=True)
    if output is None:
        sys.stdout.buffer.write(data)
    else:
        _write_whole(output, data)
        click.echo(f"{output}: {len(data)} bytes")


def _write_whole(output: Path, data: bytes) -> None:
    """Write a whole file or nothing."""
    from kg.store import write_atomically

    try:
        if output.exists() and not output.is_file():  # a device or pipe has nothing to keep whole
            output.write_bytes(data)
        else:
            write_atomically(output, data.decode())
    except OSError as error:
        raise EvidenceError(
            f"the graph could not be written ({error.strerror})", place=Place(str(output)), mend="Give another file."
        ) from error


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8501, show_default=True, help="Port on this machine.")
@click.option("--no-browser", is_flag=True, help="Do not open the page in a browser.")
@workspace_option
def explore(port: int, no_browser: bool, folder: Path | None) -> None:
    """Serve the explorer on this machine and open it."""
    workspace = make_workspace(folder)
    if workspace.store.current_name is None:
        from ingest.pipeline import build as build_store

        build_store(workspace)
    _serve(workspace, port, no_browser=no_browser)


def _serve(workspace: Workspace, port: int, *, no_browser: bool) -> NoReturn:
    app = Path(__file__).resolve().parents[2] / "app.py"
    command = [sys.executable, "-m", "streamlit", "run", str(app), "--server.port", str(port)]
    command += ["--server.headless", "true" if no_browser else "false"]
    environment = os.environ | {"KG_WORKSPACE": str(workspace.path.resolve())}
    try:
        done = subprocess.run(command, env=environment, cwd=app.parent, check=False)  # noqa: S603 - our own words
        sys.exit(done.returncode)
    except KeyboardInterrupt:
        sys.exit(0)
