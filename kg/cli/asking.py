"""``kg query``, ``kg serve``, ``kg search`` and ``kg stats``: what the graph answers."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable
from itertools import groupby
from pathlib import Path

import click

from kg.cli.options import FAILED, look_at_workspace, workspace_option
from kg.errors import QueryError

__all__ = ["query", "search", "serve", "stats"]

_PARAMETERS = {
    "therapy": "a therapy's key in the vocabulary",
    "outcome": "an outcome's key in the vocabulary",
    "mechanism": "a mechanism's key in the vocabulary",
    "condition": "a condition's key in the vocabulary",
    "concept": "a concept's key in the vocabulary",
    "article": "an article's key",
    "record": "a record's PMID or DOI",
    "study": "a study's key",
    "heading": "a MeSH descriptor's identifier (D000505)",
    "earlier": "a run's name (its file in runs/)",
    "later": "a run's name (its file in runs/)",
    "thing": "the key of a concept to look at",
    "source": "a concept's key: the first of two",
    "target": "a concept's key: the second of two, or what a report is asked about",
    "report": "a study's key",
}


def _parameter_options(command: Callable[..., None]) -> Callable[..., None]:
    """An option for each variable that a bundled question can be given."""
    for name, what in _PARAMETERS.items():
        command = click.option(f"--{name}", metavar="KEY", help=f"For a bundled question: {what}.")(command)
    return command


@click.command()
@click.argument("question", required=False)
@click.option("--list", "is_list", is_flag=True, help="List the bundled questions and what each takes.")
@_parameter_options
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "tsv", "json", "turtle"]),
    default="table",
    help="Form of the answer; turtle is for CONSTRUCT and DESCRIBE, whose json is JSON-LD.",
)
@click.option("--timeout", type=click.FloatRange(0.1), default=20.0, show_default=True, help="Seconds it may take.")
@click.option("--max-rows", type=click.IntRange(1), default=100_000, show_default=True, help="Rows to give at most.")
@workspace_option
def query(
    question: str | None,
    is_list: bool,
    form: str,
    timeout: float,
    max_rows: int,
    folder: Path | None,
    **given: str | None,
) -> None:
    """Ask the graph a question in SPARQL.

    QUESTION is a .rq file, - for standard input, or the name of a bundled question. The prefixes of
    docs/schema.md need no declaration; the query sees all named graphs as one. It may only read: updates,
    SERVICE and FROM are refused. An answer that was cut at the row limit says so on standard error and ends
    with status 3.
    """
    from kg.export import answers
    from kg.prefixes import PREFIXES
    from kg.query import run, run_named
    from kg.worker import Limits, Worker

    if is_list or question is None:
        _list_questions()
        return
    keys = {name: key for name, key in given.items() if key is not None}
    limits = Limits(seconds=timeout, rows=max_rows)
    with Worker() as worker:
        generation = look_at_workspace(folder).store.current_path()
        if question == "-" or question.endswith(".rq"):
            if keys:
                raise QueryError(f"--{min(keys)} is for bundled questions", mend="Write the value into the query.")
            answer = run(generation, _query_text(question), worker=worker, limits=limits)
        else:
            answer = run_named(generation, question, keys, worker=worker, limits=limits)
    click.echo(answers.to_table(answer, PREFIXES) if form == "table" else answers.FORMATS[form](answer), nl=False)
    if answer.is_cut:
        click.echo(f"kg: the answer is cut: there are more than {max_rows} rows. Raise --max-rows.", err=True)
        sys.exit(FAILED)


def _list_questions() -> None:
    from kg.query import iter_queries

    for subject, questions in groupby(iter_queries(), key=lambda named: named.subject):
        click.echo(click.style(f"About {subject}:", bold=True))
        for named in questions:
            options = "".join(f" [--{name} KEY]" for name in named.parameters)
            click.echo(f"  {named.name}{options}\n      {named.purpose}")
            if named.notes:
                click.echo(f"      {named.notes}")


@click.command()
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8502, show_default=True, help="Port on this machine; 0: any."
)
@click.option(
    "--timeout", type=click.FloatRange(0.1), default=20.0, show_default=True, help="Seconds a query may take."
)
@click.option("--max-rows", type=click.IntRange(1), default=100_000, show_default=True, help="Rows an answer may have.")
@workspace_option
def serve(port: int, timeout: float, max_rows: int, folder: Path | None) -> None:
    """Answer SPARQL over HTTP on this machine, until Ctrl+C.

    The endpoint speaks the SPARQL 1.1 Protocol and only reads: updates, SERVICE and FROM are refused. What takes too
    long, too much memory or too many rows is an error, and no part of an answer is given. Each request is answered
    from the graph as it is then, so a build needs no new start.
    """
    from kg.server import PATH, listen
    from kg.server import serve as serve_store
    from kg.worker import Limits

    store = look_at_workspace(folder).store
    store.current_path()
    with listen(port) as taken, contextlib.suppress(KeyboardInterrupt):
        click.echo(f"SPARQL endpoint: http://127.0.0.1:{taken.getsockname()[1]}{PATH} (Ctrl+C ends it)")
        serve_store(store, taken, limits=Limits(seconds=timeout, rows=max_rows))


@click.command()
@click.argument("terms", nargs=-1, required=True)
@click.option(
    "--kind", type=click.Choice(["article", "claim", "fact", "fulltext", "study"]), help="Only things of this kind."
)
@click.option("--max", "maximum", type=click.IntRange(1), default=20, show_default=True, help="Hits to give at most.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", help="Form of the hits.")
@workspace_option
def search(terms: tuple[str, ...], kind: str | None, maximum: int, form: str, folder: Path | None) -> None:
    """Find words in titles, abstracts, study facts and claims, best first.

    TERMS must all occur; double quotes within an argument make a phrase. Words are found as they are written,
    whatever their case and accents. The first search of a new state of the graph makes its index.
    """
    from kg.export import hits
    from kg.search import HitKind
    from kg.search import search as search_texts

    wanted = HitKind(kind) if kind else None
    found = search_texts(look_at_workspace(folder).store.open(), " ".join(terms), kind=wanted, limit=maximum + 1)
    shown = found[:maximum]
    click.echo(hits.to_json(shown) if form == "json" else hits.to_text(shown), nl=False)
    if len(found) > maximum:
        click.echo(f"kg: these are the best {maximum}; there are more. Raise --max.", err=True)


@click.command()
@workspace_option
def stats(folder: Path | None) -> None:
    """Count what the graph holds, class by class."""
    from kg.export import answers
    from kg.prefixes import PREFIXES
    from kg.query import get_query

    workspace = look_at_workspace(folder)
    generation = workspace.store.open()
    counts = generation.query(get_query("graph_class_counts").text, prefixes=PREFIXES)
    click.echo(f"{workspace.path}: generation {generation.name}, {generation.quad_count} statements")
    click.echo(answers.to_table(counts, PREFIXES), nl=False)


def _query_text(file: str) -> str:
    """The text of the query, from a file or standard input."""
    try:
        return (sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()).decode()
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(
            f"{file}: the query cannot be read ({error})", mend="Give a .rq file, or - for input."
        ) from error
