"""``kg audit``, ``kg rule`` and ``kg rules``: what is checked."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypeVar

import click

from kg.cli.options import (
    FAILED,
    audit_shelf,
    look_at_workspace,
    make_workspace,
    progress_bar,
    references_option,
    workspace_option,
)
from kg.errors import EvidenceError, UsageError

if TYPE_CHECKING:
    from ingest.folder import FoundArticles
    from ingest.telling import Told
    from kg.cli.telling import AuditTeller
    from kg.model import Report
    from kg.model.position import Conflict
    from kg.run_comparison import AuditChanges
    from kg.shelf import Shelf
    from kg.workspace import Snapshot

__all__ = ["audit", "rule", "rules", "tally"]

_Done = TypeVar("_Done")
_STREAMED = frozenset({"text", "concise"})
"""Forms of which each part can be read by itself."""


def _print_schema(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        from kg.export.report_schema import write_schema

        click.echo(write_schema(), nl=False)
        context.exit()


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE|FOLDER|ADDRESS|-...")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "concise", "json", "sarif", "html"]),
    help="Form of the report; text if neither this nor the settings say.",
)
@click.option(
    "--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write the report to a file."
)
@click.option("--select", metavar="RULES", default="", help="Only these rules or families, as NUM001,REF.")
@click.option("--ignore", metavar="RULES", default="", help="Not these rules or families.")
@click.option(
    "--severity", "levels", metavar="RULE=LEVEL", multiple=True, help="Severity of a rule's findings. May be repeated."
)
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "note", "never"]),
    help="Exit with 1 from this severity on; warning if neither this nor the settings say.",
)
@click.option("--statistics", is_flag=True, help="Count the findings of each rule instead of listing them.")
@click.option("-q", "--quiet", is_flag=True, help="The fix list alone.")
@click.option("-v", "--verbose", is_flag=True, help="List every claim, also those with nothing to tell.")
@click.option(
    "--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="Colours; auto: on a terminal."
)
@click.option(
    "--config", type=click.Path(path_type=Path), metavar="FILE", help="The settings file, in place of the nearest."
)
@click.option("--isolated", is_flag=True, help="Take no settings file.")
@click.option("--stdin-filename", metavar="NAME", default="stdin", help="What to call the article on standard input.")
@click.option(
    "--schema", is_flag=True, is_eager=True, expose_value=False, callback=_print_schema,
    help="Print the JSON Schema of --format json and stop.",
)  # fmt: skip
@click.option("--no-decisions", "undecided", is_flag=True, help="Let what people decided (kg decide) out of account.")
@click.option("--pull", is_flag=True, help="First pull the records that the references identify from PubMed.")
@click.option("--full-text", is_flag=True, help="With --pull: also the open-access full texts of those records.")
@click.option("--jobs", type=click.IntRange(1), metavar="N", help="Processes at work; by default by the work there is.")
@click.option("--base", metavar="REV", help="Tell what changed since this git revision; only new findings fail.")
@click.option("--no-cache", is_flag=True, help="Audit everything again, and keep nothing for the next time.")
@click.option("--exclude", "excluded", multiple=True, metavar="PATTERN", help="Pass over what matches, in folders.")
@click.option("--list-files", "is_list", is_flag=True, help="Only list what would be audited, and what is passed over.")
@references_option
@workspace_option
def audit(
    files: tuple[str, ...],
    form: str | None,
    output: Path | None,
    select: str,
    ignore: str,
    levels: tuple[str, ...],
    fail_on: str | None,
    statistics: bool,
    quiet: bool,
    verbose: bool,
    color: str,
    config: Path | None,
    isolated: bool,
    stdin_filename: str,
    undecided: bool,
    pull: bool,
    full_text: bool,
    jobs: int | None,
    base: str | None,
    no_cache: bool,
    excluded: tuple[str, ...],
    is_list: bool,
    lists: tuple[Path, ...],
    folder: Path | None,
) -> None:
    """Hold articles against the evidence and report, claim by claim, what agrees and what does not.

    A folder stands for the articles below it; only those are audited again of which something changed. Nothing is
    written into the workspace, but for records that --pull asks for: `kg ingest article` keeps an article with its
    audit. An http or https address is fetched once; - is standard input. An article that cannot be read is
    reported, the others are done, and the exit status is 3.
    """
    from ingest.folder import find_articles
    from kg.cli.audit_plan import STDIN, AuditPlan, parse_levels, wants_colour
    from kg.cli.basing import BaseAudit
    from kg.cli.ingesting import check_full_text, pull_for
    from kg.cli.telling import AuditTeller

    if quiet and verbose:
        raise UsageError("--quiet and --verbose say the contrary", mend="Leave one of them.")
    plan = AuditPlan(_names(select), _names(ignore), parse_levels(levels), fail_on, config, isolated)
    colour = wants_colour(color, is_terminal=lambda: output is None and sys.stdout.isatty())
    chosen = form or plan.settings_for().output_format or "text"
    if statistics and chosen in ("sarif", "html"):
        raise UsageError(f"there are no statistics as {chosen}", mend="Take --format text or json.")
    if base is not None and (chosen not in ("text", "json") or statistics or output):
        raise UsageError("--base is told as text or JSON, on standard output", mend="Leave the other form.")
    check_full_text(pull=pull, full_text=full_text)
    found = find_articles([stdin_filename if name == STDIN else name for name in files], excluded)
    if is_list:
        _list_files(found)
        return
    unread: list[EvidenceError] = []
    from_stdin = {stdin_filename} if STDIN in files else set()
    snapshots = _load_all(plan.kept(found.given), from_stdin, lists, unread)
    if not snapshots and not unread:
        click.echo("kg: no article was found here, so nothing was audited; --list-files tells why.", err=True)
    if pull:
        pull_for(make_workspace(folder), snapshots, full_text=full_text)
    workspace = look_at_workspace(folder)
    manner = {"verbose": verbose, "quiet": quiet, "colour": colour, "statistics": statistics}
    teller = AuditTeller(chosen, tuple(manner.items()), plan, workspace, undecided)
    shelf = None if no_cache else audit_shelf()
    if base is not None:
        against = BaseAudit(teller, shelf, jobs or plan.settings_for().jobs)
        _tell_changes(against.compare(base, files, snapshots, unread), unread, teller)
    done = _tell_all(snapshots, teller, shelf, jobs or plan.settings_for().jobs)
    told = _put_out(_told(done, unread), unread, teller, output)
    sys.exit(FAILED if unread else max((plan.status_of(each.source, each.failures) for each in told), default=0))


def _tell_changes(changes: Sequence[AuditChanges], unread: Sequence[EvidenceError], teller: AuditTeller) -> NoReturn:
    """What became of the articles since the base; only new findings count for the status."""
    from kg.export import audit_changes

    verbose = dict(teller.manner)["verbose"]
    text = audit_changes.to_json(changes) if teller.form == "json" else audit_changes.to_text(changes, verbose=verbose)
    click.echo(text, nl=False)
    grave = max((teller.plan.status_of(each.source, each.counts) for each in changes), default=0)
    sys.exit(FAILED if unread else grave)


def _load_all(
    given: Sequence[str], from_stdin: Collection[str], lists: tuple[Path, ...], unread: list[EvidenceError]
) -> list[Snapshot]:
    """The articles that can be had, each with a key of its own; the errors of the others are told and kept."""
    from ingest.auditing import load_all
    from ingest.folder import distinct_keys
    from kg.cli.audit_plan import load_one

    loaded = load_all(given, lambda name: load_one(name, is_stdin=name in from_stdin, lists=lists))
    return list(distinct_keys(list(_told(loaded, unread))))


def _tell_all(
    snapshots: Sequence[Snapshot], teller: AuditTeller, shelf: Shelf | None, jobs: int | None
) -> Iterator[Told | EvidenceError]:
    """What is told of each article, by the rules that are for it, in the order given."""
    from ingest.auditing import tell_all

    several = len(snapshots) > 1
    by_rules = teller.plan.by_rules([snapshot.source for snapshot in snapshots])
    told: dict[int, Iterator[Told | EvidenceError]] = {}
    for rules, places in by_rules.items():
        some = [snapshots[place] for place in places]
        progress = progress_bar("Audited") if several else None
        done = tell_all(some, teller.workspace, teller, rules=rules, shelf=shelf, jobs=jobs, progress=progress)
        told |= dict.fromkeys(places, iter(done if len(by_rules) == 1 else list(done)))
    return (next(told[place]) for place in range(len(snapshots)))


def _put_out(done: Iterator[Told], unread: list[EvidenceError], teller: AuditTeller, output: Path | None) -> list[Told]:
    """Print or write the report; what can be read by itself is printed as it comes. Returns what was told."""
    manner = dict(teller.manner)
    is_stream = teller.form in _STREAMED and not manner["statistics"] and output is None
    is_apart = teller.form == "text" and not manner["quiet"]
    told: list[Told] = []
    for each in done:
        if is_stream:
            click.echo(("\n" if told and is_apart else "") + each.text, nl=False, color=manner["colour"])
        told.append(each)
    conflicts = _conflicts(told) if len(told) > 1 else None
    if is_stream:
        _tell_conflicts(conflicts or (), is_wanted=is_apart)
    else:
        _write_whole(told, unread, conflicts, teller, output)
    for each in told:
        if each.lapsed:
            what = "1 decision does not hold" if each.lapsed == 1 else f"{each.lapsed} decisions do not hold"
            click.echo(f"kg: {each.source}: {what} any more; `kg decide {each.source} --list` tells why.", err=True)
    aside = sum(each.suppressed for each in told)
    if aside and teller.form == "concise" and not manner["quiet"]:
        click.echo(f"kg: {aside} finding{'' if aside == 1 else 's'} suppressed.", err=True)
    return told


def _tell_conflicts(conflicts: Sequence[Conflict], *, is_wanted: bool) -> None:
    if conflicts and is_wanted:
        from kg.export import conflicts_text

        click.echo("\n" + conflicts_text.to_text(conflicts), nl=False)


def _write_whole(
    told: Sequence[Told],
    unread: Sequence[EvidenceError],
    conflicts: Sequence[Conflict] | None,
    teller: AuditTeller,
    output: Path | None,
) -> None:
    """Print or write a report that is one document."""
    from kg.export.forms import Output

    text = Output(teller.form, **dict(teller.manner)).whole([each.text for each in told], unread, conflicts)
    if output is None:
        click.echo(text, nl=False, color=dict(teller.manner)["colour"])
    else:
        from kg.store import write_atomically

        write_atomically(output, text)


def _conflicts(told: list[Told]) -> tuple[Conflict, ...]:
    """The questions that the articles answer differently."""
    from kg.conflicts import find_conflicts
    from kg.model.position import PlacedPosition, Position
    from kg.plain import from_plain

    return find_conflicts(
        PlacedPosition(each.source, from_plain(Position, position)) for each in told for position in each.positions
    )


def _list_files(found: FoundArticles) -> None:
    for name in found.given:
        click.echo(name)
    for passed in found.passed_over:
        click.echo(f"passed over: {passed.path}: {passed.reason}", err=True)


def _told(outcomes: Iterable[_Done | EvidenceError], unread: list[EvidenceError]) -> Iterator[_Done]:
    """What came out well; the errors among it are told as they come, and kept."""
    for outcome in outcomes:
        if isinstance(outcome, EvidenceError):
            unread.append(outcome)
            click.echo(f"kg: {outcome}", err=True)
        else:
            yield outcome


@click.command()
@click.argument("code")
def rule(code: str) -> None:
    """Print what a rule checks, why, and an example that fails and one that passes."""
    from kg.audit import RULES, select_rules

    for name in sorted(select_rules([code.upper()])):
        found = RULES[name]
        click.echo(f"{found.code} {found.name} (version {found.version}, {found.severity})")
        click.echo(f"  fails when {found.fails_when}\n  why: {found.rationale}")
        click.echo(f"  fails:  {found.failing}\n  passes: {found.passing}")


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    help="For people, for programs, or as the page docs/rules.md.",
)
@click.option("--statistics", is_flag=True, help="How often people agreed with each rule, by the decisions they made.")
@workspace_option
def rules(form: str, statistics: bool, folder: Path | None) -> None:
    """List all rules of the audit in one table; `kg rule CODE` explains one.

    With --statistics: for each rule on whose findings people decided, how many they accepted, reworded and dismissed,
    the most dismissed first, so that a noisy rule shows itself.
    """
    from kg.audit import RULES
    from kg.export import rules as page

    if statistics:
        _show_agreement(form, folder)
        return
    listed = [RULES[code] for code in sorted(RULES)]
    text = {"text": lambda: page.to_text(listed), "json": lambda: page.to_json(listed), "markdown": page.to_markdown}
    click.echo(text[form](), nl=False)


def _show_agreement(form: str, folder: Path | None) -> None:
    from ingest.deciding import read_all_decisions
    from kg.decisions import measure_agreement
    from kg.export.decisions import agreement_to_json, agreement_to_text

    if form == "markdown":
        raise UsageError("the statistics have no Markdown form", mend="Ask for text or json.")
    kept = read_all_decisions(look_at_workspace(folder))
    for error in kept.rejected:
        click.echo(f"kg: {error}", err=True)
    write = agreement_to_json if form == "json" else agreement_to_text
    click.echo(write(measure_agreement(kept.sets)), nl=False)
    if kept.rejected:
        sys.exit(FAILED)


def _names(text: str) -> list[str]:
    return [name.strip().upper() for name in text.split(",") if name.strip()]


def tally(report: Report) -> str:
    """The number of failed findings of each severity, in words."""
    from kg.legibility import counted
    from kg.model import Severity

    found = [finding.severity for finding in report.failures]
    return ", ".join(counted(found.count(level), level.value) for level in Severity)
