"""``kg audit``, ``kg rule`` and ``kg rules``: what is checked."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from kg.cli.options import (
    FAILED,
    load_given,
    look_at_workspace,
    make_workspace,
    references_option,
    workspace_option,
)
from kg.errors import EvidenceError

if TYPE_CHECKING:
    from kg.model import Report

__all__ = ["audit", "rule", "rules", "tally"]

_Done = TypeVar("_Done")


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE|ADDRESS...")
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
@click.option("--full-text", is_flag=True, help="With --pull: also the open-access full texts of those records.")
@references_option
@workspace_option
def audit(
    files: tuple[str, ...],
    form: str,
    select: str,
    ignore: str,
    fail_on: str,
    verbose: bool,
    pull: bool,
    full_text: bool,
    lists: tuple[Path, ...],
    folder: Path | None,
) -> None:
    """Hold articles against the evidence and report, claim by claim, what agrees and what does not.

    Nothing is written, but for records that --pull asks for: `kg ingest article` keeps an article with its
    audit. An http or https address is fetched once. An article that cannot be read is reported, the others are
    done, and the exit status is 3.
    """
    from ingest.auditing import audit_all, load_all
    from ingest.pipeline import open_evidence, with_references
    from kg.audit import select_rules
    from kg.cli.ingesting import check_full_text, pull_for
    from kg.export import report_json, report_text

    rules = select_rules(_names(select), _names(ignore))
    check_full_text(pull=pull, full_text=full_text)
    unread: list[EvidenceError] = []
    snapshots = list(_told(load_all(files, lambda file: with_references(load_given(file), lists)), unread))
    if pull:
        pull_for(make_workspace(folder), snapshots, full_text=full_text)
    evidence = open_evidence(look_at_workspace(folder))
    audits = list(_told(audit_all(snapshots, evidence, rules=rules), unread))
    if form == "json":
        click.echo(report_json.to_json([(done.report, done.article) for done in audits], unread), nl=False)
    else:
        texts = [report_text.to_text(done.report, done.article, verbose=verbose) for done in audits]
        click.echo("\n".join(texts), nl=False)
    sys.exit(FAILED if unread else max((_status(done.report, fail_on) for done in audits), default=0))


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
def rules(form: str) -> None:
    """List all rules of the audit in one table; `kg rule CODE` explains one."""
    from kg.audit import RULES
    from kg.export import rules as page

    listed = [RULES[code] for code in sorted(RULES)]
    text = {"text": lambda: page.to_text(listed), "json": lambda: page.to_json(listed), "markdown": page.to_markdown}
    click.echo(text[form](), nl=False)


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
