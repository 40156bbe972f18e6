"""The ``kg`` command: parse arguments, call one function, print.

Exit status: 0 done and clean, 1 findings at or above ``--fail-on``, 2 wrong usage or a refused query,
3 something could not be read, checked or written.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from kg import __version__
from kg.errors import EvidenceError, QueryError

if TYPE_CHECKING:
    from kg.model import Report
    from kg.workspace import Workspace

__all__ = ["main"]

_USAGE, _FAILED = 2, 3


class _Commands(click.Group):
    """Tells an error that the user can mend in one line, with the right exit status."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except EvidenceError as error:
            click.echo(f"kg: {error}", err=True)
            sys.exit(_USAGE if isinstance(error, QueryError) else _FAILED)


def _workspace_option(command: Callable[..., None]) -> Callable[..., None]:
    return click.option(
        "--workspace",
        "folder",
        type=click.Path(path_type=Path),
        envvar="KG_WORKSPACE",
        metavar="DIR",
        help="The workspace folder; else KG_WORKSPACE, the nearest folder upwards with a kg.toml, "
        "or your own data folder.",
    )(command)


def _open(folder: Path | None) -> Workspace:
    """The workspace to work on, made if there is none."""
    from platformdirs import user_data_path

    from kg.workspace import Workspace, find_workspace

    return Workspace.at(find_workspace(folder, start=Path.cwd(), default=user_data_path("evidence-kg")))


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="kg")
def main() -> None:
    """Check what health articles say about the studies they cite, and query the evidence as a graph.

    Nothing here opens a connection to another host.
    """


@main.command()
@_workspace_option
def build(folder: Path | None) -> None:
    """Make the store again from the bundled data and the workspace's articles and studies.

    Deleting the store and building again loses nothing: the store is an index.
    """
    from ingest.pipeline import build as build_store

    workspace = _open(folder)
    made = build_store(workspace)
    click.echo(
        f"{workspace.path}: generation {made.generation} holds {made.concepts} concepts, "
        f"{made.studies} studies and {len(made.articles)} article{'' if len(made.articles) == 1 else 's'}."
    )
    for error in made.rejected:
        click.echo(f"left out: {error}", err=True)
    if made.rejected:
        sys.exit(_FAILED)


@main.group()
def ingest() -> None:
    """Take something into the workspace."""


@ingest.command("article")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--id", "key", metavar="KEY", help="The article's key; by default its file's name.")
@_workspace_option
def ingest_article(file: Path, key: str | None, folder: Path | None) -> None:
    """Read an article, audit it, and keep it in the workspace.

    FILE is plain text, Markdown or HTML. A file of the same name is a new snapshot of the same article.
    """
    from ingest.pipeline import ingest_article as ingest_snapshot
    from ingest.pipeline import load_snapshot
    from kg.identifiers import ArticleId

    snapshot = load_snapshot(file, ArticleId.parse(key) if key else None)
    audited = ingest_snapshot(_open(folder), snapshot)
    article = audited.article
    click.echo(
        f"{article.id}: {len(article.claims)} claims, {len(article.pointers)} markers, "
        f"{len(article.references)} references; {_tally(audited.report)}."
    )


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Form of the report.")
@click.option("--select", metavar="RULES", default="", help="Only these rules or families, as NUM001,REF.")
@click.option("--ignore", metavar="RULES", default="", help="Not these rules or families.")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "note", "never"]),
    default="warning",
    help="Exit with 1 from this severity on.",
)
@click.option("--verbose", is_flag=True, help="List every claim, also those with nothing to tell.")
@_workspace_option
def audit(
    files: tuple[Path, ...], form: str, select: str, ignore: str, fail_on: str, verbose: bool, folder: Path | None
) -> None:
    """Hold articles against the evidence and report, claim by claim, what agrees and what does not.

    Nothing is written: `kg ingest article` keeps an article with its audit. An article that cannot be read
    is reported, the others are done, and the exit status is 3.
    """
    from ingest.pipeline import audit_snapshot, load_snapshot, open_evidence
    from kg.audit import select_rules
    from kg.export import report_json, report_text

    rules = select_rules(_names(select), _names(ignore))
    evidence = open_evidence(_open(folder))
    status = 0
    for file in files:
        try:
            audited = audit_snapshot(load_snapshot(file), evidence, rules=rules)
        except EvidenceError as error:
            click.echo(f"kg: {error}", err=True)
            status = _FAILED
            continue
        if form == "json":
            click.echo(report_json.to_json(audited.report, audited.article), nl=False)
        else:
            click.echo(report_text.to_text(audited.report, audited.article, verbose=verbose), nl=False)
        status = max(status, _status(audited.report, fail_on))
    sys.exit(status)


@main.command()
@click.argument("code")
def rule(code: str) -> None:
    """Print what a rule checks, why, and an example that fails and one that passes."""
    from kg.audit import RULES, select_rules

    for name in sorted(select_rules([code.upper()])):
        found = RULES[name]
        click.echo(f"{found.code} {found.name} (version {found.version}, {found.severity})")
        click.echo(f"  fails when {found.fails_when}\n  why: {found.rationale}")
        click.echo(f"  fails:  {found.failing}\n  passes: {found.passing}")


@main.command()
@click.argument("file")
@click.option(
    "--format", "form", type=click.Choice(["table", "csv", "tsv", "json"]), default="table", help="Form of the answer."
)
@_workspace_option
def query(file: str, form: str, folder: Path | None) -> None:
    """Ask the graph a question in SPARQL.

    FILE is a .rq file, or - for standard input. The prefixes of docs/schema.md need no declaration; the
    query sees all named graphs as one. It may only read: updates, SERVICE and FROM are refused.
    """
    from kg.export import answers
    from kg.prefixes import PREFIXES
    from kg.query import run

    text = _query_text(file)
    answer = run(_open(folder).store.open(), text)
    click.echo(answers.to_table(answer, PREFIXES) if form == "table" else answers.FORMATS[form](answer), nl=False)


@main.command()
@_workspace_option
def stats(folder: Path | None) -> None:
    """Count what the graph holds, class by class."""
    from kg.export import answers
    from kg.prefixes import PREFIXES
    from kg.query import get_query, run

    workspace = _open(folder)
    generation = workspace.store.open()
    click.echo(f"{workspace.path}: generation {generation.name}, {generation.quad_count} statements")
    click.echo(answers.to_table(run(generation, get_query("graph_class_counts").text), PREFIXES), nl=False)


@main.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["nquads", "trig", "turtle", "jsonld"]),
    default="nquads",
    help="nquads is canonical and sorted: the same graph gives the same bytes.",
)
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="A file instead of standard output.")
@_workspace_option
def export(form: str, output: Path | None, folder: Path | None) -> None:
    """Write the whole graph."""
    from kg.prefixes import PREFIXES

    data = _open(folder).store.open().dump(form, prefixes=PREFIXES)
    if output is None:
        sys.stdout.buffer.write(data)
    else:
        output.write_bytes(data)
        click.echo(f"{output}: {len(data)} bytes")


@main.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8501, show_default=True, help="Port on this machine.")
@click.option("--no-browser", is_flag=True, help="Do not open the page in a browser.")
@_workspace_option
def explore(port: int, no_browser: bool, folder: Path | None) -> None:
    """Serve the explorer on this machine and open it."""
    workspace = _open(folder)
    if workspace.store.current_name is None:
        from ingest.pipeline import build as build_store

        build_store(workspace)
    _serve(workspace, port, no_browser=no_browser)


def _serve(workspace: Workspace, port: int, *, no_browser: bool) -> NoReturn:
    import os

    app = Path(__file__).resolve().parent.parent / "app.py"
    command = [sys.executable, "-m", "streamlit", "run", str(app), "--server.port", str(port)]
    command += ["--server.headless", "true" if no_browser else "false"]
    environment = os.environ | {"KG_WORKSPACE": str(workspace.path.resolve())}
    try:
        done = subprocess.run(command, env=environment, cwd=app.parent, check=False)  # noqa: S603 - our own words
        sys.exit(done.returncode)
    except KeyboardInterrupt:
        sys.exit(0)


def _query_text(file: str) -> str:
    """The text of the query, from a file or standard input."""
    if file == "-":
        return sys.stdin.read()
    try:
        return Path(file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(
            f"{file}: the query cannot be read ({error})", mend="Give a .rq file, or - for input."
        ) from error


def _names(text: str) -> list[str]:
    return [name.strip().upper() for name in text.split(",") if name.strip()]


def _tally(report: Report) -> str:
    from kg.model import Severity

    found = [finding.severity for finding in report.failures]
    return ", ".join(f"{found.count(level)} {level}s" for level in Severity)


def _status(report: Report, fail_on: str) -> int:
    """1 if a finding is as grave as asked for."""
    from kg.model import Severity

    if fail_on == "never":
        return 0
    return int(any(finding.severity.rank <= Severity(fail_on).rank for finding in report.failures))


if __name__ == "__main__":
    main()
