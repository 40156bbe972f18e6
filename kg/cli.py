"""The ``kg`` command: parse arguments, call one function, print.

Exit status: 0 done and clean, 1 findings at or above ``--fail-on``, 2 wrong usage or a refused query,
3 something could not be read, checked or written.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from kg import __version__
from kg.errors import EvidenceError, Place, QueryError, UsageError

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from ingest.pubmed.eutilities import EutilitiesClient
    from kg.model import Report
    from kg.workspace import Snapshot, Workspace

__all__ = ["main"]

_USAGE, _FAILED = 2, 3
_PARAMETERS = {
    "therapy": "a therapy's key in the vocabulary",
    "outcome": "an outcome's key in the vocabulary",
    "mechanism": "a mechanism's key in the vocabulary",
    "condition": "a condition's key in the vocabulary",
    "article": "an article's key",
    "record": "a record's PMID or DOI",
    "study": "a study's key",
}


class _Commands(click.Group):
    """Tells an error that the user can mend in one line, with the right exit status."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except EvidenceError as error:
            click.echo(f"kg: {error}", err=True)
            sys.exit(_USAGE if isinstance(error, UsageError) else _FAILED)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(0)
        except OSError as error:
            click.echo(f"kg: {error}. Mend the file or folder that it names.", err=True)
            sys.exit(_FAILED)


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


def _path(folder: Path | None) -> Path:
    """Where the workspace is, whether or not it is there yet."""
    from platformdirs import user_data_path

    from kg.workspace import find_workspace

    return find_workspace(folder, start=Path.cwd(), default=user_data_path("evidence-kg"))


def _make(folder: Path | None) -> Workspace:
    """The workspace to write to, made if there is none."""
    from kg.workspace import Workspace

    return Workspace.at(_path(folder))


def _look(folder: Path | None) -> Workspace:
    """The workspace to read; nothing is made, and a store that is not there says so when it is opened."""
    from kg.workspace import Workspace

    return Workspace(_path(folder))


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="kg")
def main() -> None:
    """Check what health articles say about the studies they cite, and query the evidence as a graph.

    Only `kg ingest pubmed` and --pull open a connection to another host, and only to NCBI.
    """


@main.command()
@_workspace_option
def build(folder: Path | None) -> None:
    """Make the store again from the bundled data and the workspace's articles and studies.

    Deleting the store and building again loses nothing: the store is an index.
    """
    from ingest.pipeline import build as build_store

    workspace = _make(folder)
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
@click.option("--pull", is_flag=True, help="First pull the records that its references identify from PubMed.")
@_workspace_option
def ingest_article(file: Path, key: str | None, pull: bool, folder: Path | None) -> None:
    """Read an article, audit it, and keep it in the workspace.

    FILE is plain text, Markdown or HTML. A file of the same name is a new snapshot of the same article.
    """
    from ingest.pipeline import ingest_article as ingest_snapshot
    from ingest.pipeline import load_snapshot
    from kg.identifiers import ArticleId

    snapshot = load_snapshot(file, ArticleId.parse(key) if key is not None else None)
    workspace = _make(folder)
    known = workspace.source_of(snapshot.article)
    if key is None and known not in (None, snapshot.source):
        raise UsageError(
            f"the key {snapshot.article} is taken by {known}",
            mend=f"Give another with --id, or --id {snapshot.article} to make this its new snapshot.",
        )
    if pull:
        _pull_for(workspace, [snapshot])
    audited = ingest_snapshot(workspace, snapshot)
    article = audited.article
    click.echo(
        f"{article.id}: {len(article.claims)} claims, {len(article.pointers)} markers, "
        f"{len(article.references)} references; {_tally(audited.report)}."
    )


@ingest.command("pubmed")
@click.argument("pmids", nargs=-1)
@click.option("--file", "listed", type=click.Path(path_type=Path), help="A file with a PMID on each line.")
@click.option("--search", metavar="TERMS", help="Pull what PubMed finds for these terms.")
@click.option("--max", "maximum", type=click.IntRange(1, 10_000), default=100, show_default=True, help="For --search.")
@_workspace_option
def ingest_pubmed(
    pmids: tuple[str, ...], listed: Path | None, search: str | None, maximum: int, folder: Path | None
) -> None:
    """Pull records from PubMed into the workspace.

    This asks NCBI over the network, at the pace it allows; kg.toml's [ncbi] table holds tool, email and api_key
    (or NCBI_API_KEY and NCBI_EMAIL). Answers are kept, so a pull that was stopped goes on where it was.
    """
    from ingest.pulling import pull_pmids, search_pmids
    from kg.identifiers import Pmid

    wanted = [Pmid.parse(text) for text in (*pmids, *_listed(listed))]
    if not wanted and not search:
        raise UsageError("nothing to pull", mend="Give PMIDs, --file or --search.")
    workspace = _make(folder)
    with _ncbi(workspace) as client:
        found = search_pmids(client, search, maximum=maximum) if search else ()
        report, built = pull_pmids(workspace, client, [*wanted, *found], progress=_progress)
    click.echo(f"{len(report.pulled)} records in the cache; the store holds {built.studies} studies.")
    if report.not_found:
        click.echo(f"kg: PubMed has no record of {', '.join(map(str, report.not_found))}", err=True)
    for failure in report.failures:
        click.echo(f"kg: {len(failure.pmids)} records could not be had: {failure.reason}", err=True)
    if report.not_found or report.failures:
        sys.exit(_FAILED)


@ingest.command("medline")
@click.argument("file", type=click.Path(path_type=Path))
@_workspace_option
def ingest_medline(file: Path, folder: Path | None) -> None:
    """Take a file of bibliographic records into the workspace.

    FILE is what PubMed saves: MEDLINE text (.nbib), or PubMed XML, gzipped or not.
    """
    from ingest.pipeline import build as build_store
    from ingest.records import read_given_file

    count = sum(1 for _ in read_given_file(file))
    workspace = _make(folder)
    workspace.keep_given("records", file.name, file.read_bytes())
    built = build_store(workspace)
    click.echo(f"{count} records read; the store holds {built.studies} studies.")


@ingest.command("notices")
@click.argument("file", type=click.Path(path_type=Path))
@_workspace_option
def ingest_notices(file: Path, folder: Path | None) -> None:
    """Take a Retraction Watch table of editorial notices into the workspace.

    FILE is the CSV that Crossref publishes. A notice counts for the paper whose PMID or DOI it gives.
    """
    from ingest.pipeline import build as build_store
    from ingest.retraction_watch import read_retraction_watch

    table = read_retraction_watch(file)
    workspace = _make(folder)
    workspace.keep_given("notices", file.name, file.read_bytes())
    build_store(workspace)
    click.echo(f"Notices on {len(table.notices)} identifiers read; {len(table.rejected)} rows could not be.")


def _ncbi(workspace: Workspace) -> AbstractContextManager[EutilitiesClient]:
    """The client that asks NCBI, at a pace kept by all programs of this user."""
    from platformdirs import user_cache_path

    from ingest.pulling import open_client

    return open_client(workspace, os.environ, user_cache_path("evidence-kg"))


def _pull_for(workspace: Workspace, snapshots: list[Snapshot]) -> None:
    """Pull the records of articles' references, and say which could not be identified and why."""
    from ingest.pulling import pull_article

    with _ncbi(workspace) as client:
        for snapshot in snapshots:
            pulled = pull_article(workspace, client, snapshot, progress=_progress)
            click.echo(f"{snapshot.source}: {len(pulled.identified)} references identified.", err=True)
            for unknown in pulled.unidentified:
                click.echo(f"kg: reference entry {unknown.position + 1}: {unknown.reason}", err=True)


def _progress(stage: str, done: int, total: int) -> None:
    click.echo(f"\r{stage}: {done} of {total}", nl=done == total, err=True)


def _listed(file: Path | None) -> list[str]:
    """The words of a file, one PMID each."""
    if file is None:
        return []
    try:
        return file.read_text(encoding="utf-8").split()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{file}: the list cannot be read ({error})", mend="Give a text file of PMIDs.") from error


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
@click.option("--pull", is_flag=True, help="First pull the records that the references identify from PubMed.")
@_workspace_option
def audit(
    files: tuple[Path, ...],
    form: str,
    select: str,
    ignore: str,
    fail_on: str,
    verbose: bool,
    pull: bool,
    folder: Path | None,
) -> None:
    """Hold articles against the evidence and report, claim by claim, what agrees and what does not.

    Nothing is written, but for records that --pull asks for: `kg ingest article` keeps an article with its
    audit. An article that cannot be read is reported, the others are done, and the exit status is 3.
    """
    from ingest.pipeline import audit_snapshot, load_snapshot, open_evidence
    from kg.audit import select_rules
    from kg.export import report_json, report_text

    rules = select_rules(_names(select), _names(ignore))
    if pull:
        _pull_for(_make(folder), [load_snapshot(file) for file in files])
    evidence = open_evidence(_look(folder))
    audits, unread = [], []
    for file in files:
        try:
            audits.append(audit_snapshot(load_snapshot(file), evidence, rules=rules))
        except EvidenceError as error:
            unread.append(error)
            click.echo(f"kg: {error}", err=True)
    if form == "json":
        click.echo(report_json.to_json([(done.report, done.article) for done in audits], unread), nl=False)
    else:
        texts = [report_text.to_text(done.report, done.article, verbose=verbose) for done in audits]
        click.echo("\n".join(texts), nl=False)
    sys.exit(_FAILED if unread else max((_status(done.report, fail_on) for done in audits), default=0))


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


def _parameter_options(command: Callable[..., None]) -> Callable[..., None]:
    """An option for each variable that a bundled question can be given."""
    for name, what in _PARAMETERS.items():
        command = click.option(f"--{name}", metavar="KEY", help=f"For a bundled question: {what}.")(command)
    return command


@main.command()
@click.argument("question", required=False)
@click.option("--list", "is_list", is_flag=True, help="List the bundled questions and what each takes.")
@_parameter_options
@click.option(
    "--format", "form", type=click.Choice(["table", "csv", "tsv", "json"]), default="table", help="Form of the answer."
)
@click.option("--timeout", type=click.FloatRange(0.1), default=20.0, show_default=True, help="Seconds it may take.")
@click.option("--max-rows", type=click.IntRange(1), default=100_000, show_default=True, help="Rows to give at most.")
@_workspace_option
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
        generation = _look(folder).store.current_path()
        if question == "-" or question.endswith(".rq"):
            if keys:
                raise QueryError(f"--{min(keys)} is for bundled questions", mend="Write the value into the query.")
            answer = run(generation, _query_text(question), worker=worker, limits=limits)
        else:
            answer = run_named(generation, question, keys, worker=worker, limits=limits)
    click.echo(answers.to_table(answer, PREFIXES) if form == "table" else answers.FORMATS[form](answer), nl=False)
    if answer.is_cut:
        click.echo(f"kg: the answer is cut: there are more than {max_rows} rows. Raise --max-rows.", err=True)
        sys.exit(_FAILED)


def _list_questions() -> None:
    from kg.query import iter_queries

    for named in iter_queries():
        options = "".join(f" [--{name} KEY]" for name in named.parameters)
        click.echo(f"{named.name}{options}\n    {named.purpose}")


@main.command()
@click.argument("terms", nargs=-1, required=True)
@click.option("--kind", type=click.Choice(["article", "claim", "fact", "study"]), help="Only things of this kind.")
@click.option("--max", "maximum", type=click.IntRange(1), default=20, show_default=True, help="Hits to give at most.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", help="Form of the hits.")
@_workspace_option
def search(terms: tuple[str, ...], kind: str | None, maximum: int, form: str, folder: Path | None) -> None:
    """Find words in titles, abstracts, study facts and claims, best first.

    TERMS must all occur; double quotes within an argument make a phrase. Words are found as they are written,
    whatever their case and accents. The first search of a new state of the graph makes its index.
    """
    from kg.export import hits
    from kg.search import HitKind
    from kg.search import search as search_texts

    wanted = HitKind(kind) if kind else None
    found = search_texts(_look(folder).store.open(), " ".join(terms), kind=wanted, limit=maximum + 1)
    shown = found[:maximum]
    click.echo(hits.to_json(shown) if form == "json" else hits.to_text(shown), nl=False)
    if len(found) > maximum:
        click.echo(f"kg: these are the best {maximum}; there are more. Raise --max.", err=True)


@main.command()
@_workspace_option
def stats(folder: Path | None) -> None:
    """Count what the graph holds, class by class."""
    from kg.export import answers
    from kg.prefixes import PREFIXES
    from kg.query import get_query

    workspace = _look(folder)
    generation = workspace.store.open()
    counts = generation.query(get_query("graph_class_counts").text, prefixes=PREFIXES)
    click.echo(f"{workspace.path}: generation {generation.name}, {generation.quad_count} statements")
    click.echo(answers.to_table(counts, PREFIXES), nl=False)


@main.command()
@click.option(
    "--sample",
    type=click.IntRange(0),
    default=200,
    show_default=True,
    help="How many pulled records to look at, beside those that something points to.",
)
@click.option("--whole", is_flag=True, help="Look at every pulled record.")
@_workspace_option
def validate(sample: int, whole: bool, folder: Path | None) -> None:
    """Hold the graph against its shapes (SHACL) and list what is not as they say.

    The status is 3 when something is not. The sample of pulled records is the same each time.
    """
    from kg.export import answers
    from kg.prefixes import PREFIXES
    from kg.validation import to_answer
    from kg.validation import validate as hold_against_shapes

    generation = _look(folder).store.open()
    report = hold_against_shapes(generation, sample=None if whole else sample)
    if not report.conforms:
        click.echo(answers.to_table(to_answer(report), PREFIXES), nl=False)
    seen = f"{report.statements} statements, {report.sampled} of {report.pulled} pulled records"
    click.echo(f"{generation.name}: {'conforms' if report.conforms else 'does not conform'} ({seen} looked at).")
    if not report.conforms:
        sys.exit(_FAILED)


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

    data = _look(folder).store.open().dump(form, prefixes=PREFIXES)
    if output is None:
        sys.stdout.buffer.write(data)
    else:
        try:
            output.write_bytes(data)
        except OSError as error:
            raise EvidenceError(
                f"the graph could not be written ({error.strerror})",
                place=Place(str(output)),
                mend="Give another file.",
            ) from error
        click.echo(f"{output}: {len(data)} bytes")


@main.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8501, show_default=True, help="Port on this machine.")
@click.option("--no-browser", is_flag=True, help="Do not open the page in a browser.")
@_workspace_option
def explore(port: int, no_browser: bool, folder: Path | None) -> None:
    """Serve the explorer on this machine and open it."""
    workspace = _make(folder)
    if workspace.store.current_name is None:
        from ingest.pipeline import build as build_store

        build_store(workspace)
    _serve(workspace, port, no_browser=no_browser)


def _serve(workspace: Workspace, port: int, *, no_browser: bool) -> NoReturn:
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
    try:
        return (sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()).decode()
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
