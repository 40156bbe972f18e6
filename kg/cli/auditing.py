"""``kg audit``, ``kg rule`` and ``kg rules``: what is checked."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from kg.cli.options import (
    FAILED,
    look_at_workspace,
    make_workspace,
    references_option,
    workspace_option,
)
from kg.errors import EvidenceError, UsageError

if TYPE_CHECKING:
    from ingest.pipeline import Audited
    from kg.cli.audit_plan import AuditPlan
    from kg.evidence import Evidence
    from kg.model import Report
    from kg.model.fix import Screened
    from kg.workspace import Snapshot

__all__ = ["audit", "rule", "rules", "tally"]

_Done = TypeVar("_Done")


def _print_schema(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        from kg.export.report_schema import write_schema

        click.echo(write_schema(), nl=False)
        context.exit()


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE|ADDRESS|-...")
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
@click.option("--pull", is_flag=True, help="First pull the records that the references identify from PubMed.")
@click.option("--full-text", is_flag=True, help="With --pull: also the open-access full texts of those records.")
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
    pull: bool,
    full_text: bool,
    lists: tuple[Path, ...],
    folder: Path | None,
) -> None:
    """Hold articles against the evidence and report, claim by claim, what agrees and what does not.

    Nothing is written, but for --output and records that --pull asks for: `kg ingest article` keeps an article with
    its audit. An http or https address is fetched once; - is standard input. An article that cannot be read is
    reported, the others are done, and the exit status is 3.
    """
    from ingest.auditing import load_all
    from ingest.pipeline import open_evidence, with_references
    from kg.cli.audit_plan import STDIN, AuditPlan, expand, load_one, parse_levels, wants_colour
    from kg.cli.ingesting import check_full_text, pull_for
    from kg.export.forms import Output

    if quiet and verbose:
        raise UsageError("--quiet and --verbose say the contrary", mend="Leave one of them.")
    plan = AuditPlan(_names(select), _names(ignore), parse_levels(levels), fail_on, config, isolated)
    colour = wants_colour(color, is_terminal=lambda: output is None and sys.stdout.isatty())
    chosen = form or plan.settings_for().output_format or "text"
    put_out = Output(chosen, verbose=verbose, quiet=quiet, colour=colour, statistics=statistics)
    check_full_text(pull=pull, full_text=full_text)
    unread: list[EvidenceError] = []
    given = plan.kept([stdin_filename if one == STDIN else one for one in expand(files)])
    from_stdin = {stdin_filename} if STDIN in files else set()
    loads = load_all(given, lambda one: with_references(load_one(one, is_stdin=one in from_stdin), lists))
    read = [(path, kept) for path, each in zip(given, loads, strict=True) if (kept := _good(each, unread)) is not None]
    if pull:
        pull_for(make_workspace(folder), [snapshot for _, snapshot in read], full_text=full_text)
    evidence = open_evidence(look_at_workspace(folder))
    screened = list(_screened(plan, read, evidence, unread))
    _write(put_out.whole([put_out.part(one) for one in screened], unread), output, colour=colour)
    if put_out.form == "concise" and not quiet:
        _count_suppressed(screened)
    sys.exit(FAILED if unread else max(map(plan.status_of, screened), default=0))


def _screened(
    plan: AuditPlan, read: Sequence[tuple[str, Snapshot]], evidence: Evidence, unread: list[EvidenceError]
) -> Iterator[Screened]:
    """Each article audited by the rules that are for it, in the order given, beside what was set aside in it."""
    from ingest.auditing import audit_all
    from ingest.screening import screen_audited

    outcomes: dict[int, Audited | EvidenceError] = {}
    for rules, places in plan.by_rules([path for path, _ in read]).items():
        done = audit_all([read[place][1] for place in places], evidence, rules=rules)
        outcomes.update(zip(places, done, strict=True))
    for place, (path, snapshot) in enumerate(read):
        audited = _good(outcomes[place], unread)
        if audited is not None:
            yield screen_audited(
                snapshot,
                audited,
                path=path,
                rules=plan.rules_for(path),
                severities=plan.levels_for(path),
                suppressions=plan.suppressions_for(path),
            )


def _good(outcome: _Done | EvidenceError, unread: list[EvidenceError]) -> _Done | None:
    """What came out well; ``None`` for an error, which is told and kept."""
    if isinstance(outcome, EvidenceError):
        unread.append(outcome)
        click.echo(f"kg: {outcome}", err=True)
        return None
    return outcome


def _write(text: str, output: Path | None, *, colour: bool) -> None:
    from kg.store import write_atomically

    if output is None:
        click.echo(text, nl=False, color=colour)
    else:
        write_atomically(output, text)


def _count_suppressed(screened: Sequence[Screened]) -> None:
    count = sum(len(one.suppressed) for one in screened)
    if count:
        click.echo(f"kg: {count} finding{'' if count == 1 else 's'} suppressed.", err=True)


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
    from kg.model import Severity

    found = [finding.severity for finding in report.failures]
    return ", ".join(f"{found.count(level)} {level}s" for level in Severity)
