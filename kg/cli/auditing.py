"""``kg audit`` and ``kg rule``: what is checked."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import FAILED, look_at_workspace, make_workspace, references_option, workspace_option
from kg.errors import EvidenceError

if TYPE_CHECKING:
    from kg.model import Report

__all__ = ["audit", "rule", "tally"]


@click.command()
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
@references_option
@workspace_option
def audit(
    files: tuple[Path, ...],
    form: str,
    select: str,
    ignore: str,
    fail_on: str,
    verbose: bool,
    pull: bool,
    lists: tuple[Path, ...],
    folder: Path | None,
) -> None:
    """Hold articles against the evidence and report, claim by claim, what agrees and what does not.

    Nothing is written, but for records that --pull asks for: `kg ingest article` keeps an article with its
    audit. An article that cannot be read is reported, the others are done, and the exit status is 3.
    """
    from ingest.pipeline import audit_snapshot, load_snapshot, open_evidence, with_references
    from kg.audit import select_rules
    from kg.export import report_json, report_text

    rules = select_rules(_names(select), _names(ignore))
    if pull:
        from kg.cli.ingesting import pull_for

        pull_for(make_workspace(folder), [with_references(load_snapshot(file), lists) for file in files])
    evidence = open_evidence(look_at_workspace(folder))
    audits, unread = [], []
    for file in files:
        try:
            audits.append(audit_snapshot(with_references(load_snapshot(file), lists), evidence, rules=rules))
        except EvidenceError as error:
            unread.append(error)
            click.echo(f"kg: {error}", err=True)
    if form == "json":
        click.echo(report_json.to_json([(done.report, done.article) for done in audits], unread), nl=False)
    else:
        texts = [report_text.to_text(done.report, done.article, verbose=verbose) for done in audits]
        click.echo("\n".join(texts), nl=False)
    sys.exit(FAILED if unread else max((_status(done.report, fail_on) for done in audits), default=0))


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


def _names(text: str) -> list[str]:
    return [name.strip().upper() for name in text.split(",") if name.strip()]


def tally(report: Report) -> str:
    """The number of failed findings of each severity, in words."""
    from kg.model import Severity

    found = [finding.severity for finding in report.failures]
    return ", ".join(f"{found.count(level)} {level}s" for level in Severity)


def _status(report: Report, fail_on: str) -> int:
    """1 if a finding is as grave as asked for."""
    from kg.model import Severity

    if fail_on == "never":
        return 0
    return int(any(finding.severity.rank <= Severity(fail_on).rank for finding in report.failures))
