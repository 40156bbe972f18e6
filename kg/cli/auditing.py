"""``kg audit``, ``kg rule`` and ``kg rules``: what is checked."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from kg.cli.options import (
    FAILED,
    audit_shelf,
    load_given,
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
    from kg.model import Report
    from kg.model.position import Conflict
    from kg.workspace import Snapshot

__all__ = ["audit", "rule", "rules", "tally"]

_Done = TypeVar("_Done")


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE|FOLDER|ADDRESS...")
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
@click.option("--jobs", type=click.IntRange(1), metavar="N", help="Processes at work; by default by the work there is.")
@click.option("--no-cache", is_flag=True, help="Audit everything again, and keep nothing for the next time.")
@click.option("--exclude", "excluded", multiple=True, metavar="PATTERN", help="Pass over what matches, in folders.")
@click.option("--list-files", "is_list", is_flag=True, help="Only list what would be audited, and what is passed over.")
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
    jobs: int | None,
    no_cache: bool,
    excluded: tuple[str, ...],
    is_list: bool,
    lists: tuple[Path, ...],
    folder: Path | None,
) -> None:
    """Hold articles against the evidence and report, claim by claim, what agrees and what does not.

    A folder stands for the articles below it; only those are audited again of which something changed. Nothing is
    written into the workspace, but for records that --pull asks for: `kg ingest article` keeps an article with its
    audit. An http or https address is fetched once. An article that cannot be read is reported, the others are
    done, and the exit status is 3.
    """
    from ingest.auditing import load_all, tell_all
    from ingest.folder import distinct_keys, find_articles
    from kg.cli.ingesting import check_full_text, pull_for
    from kg.cli.telling import AuditTeller

    rules = _rules(select, ignore)
    check_full_text(pull=pull, full_text=full_text)
    found = find_articles(files, excluded)
    if is_list:
        _list_files(found)
        return
    unread: list[EvidenceError] = []
    loaded = load_all(found.given, lambda name: _load(name, lists, is_given=name in files))
    snapshots = list(distinct_keys(list(_told(loaded, unread))))
    if pull:
        pull_for(make_workspace(folder), snapshots, full_text=full_text)
    done = tell_all(
        snapshots,
        look_at_workspace(folder),
        AuditTeller(form, verbose),
        rules=rules,
        shelf=None if no_cache else audit_shelf(),
        jobs=jobs,
        progress=progress_bar("Audited") if len(snapshots) > 1 else None,
    )
    told: list[Told] = []
    for each in _told(done, unread):
        if form == "text":
            click.echo(("\n" if told else "") + each.text, nl=False)
        told.append(each)
    _tell_rest(told, unread, form)
    sys.exit(FAILED if unread else max((_status(each.failures, fail_on) for each in told), default=0))


def _rules(select: str, ignore: str) -> frozenset[str] | None:
    """The rules that are asked for; ``None`` for all."""
    if not select and not ignore:
        return None
    from kg.audit import select_rules

    return select_rules(_names(select), _names(ignore))


def _load(name: str, lists: tuple[Path, ...], *, is_given: bool) -> Snapshot:
    """The snapshot of a file or address; a file that was found in a folder is named by its path."""
    snapshot = load_given(name)
    if lists:
        from ingest.pipeline import with_references

        snapshot = with_references(snapshot, lists)
    return snapshot if is_given else replace(snapshot, source=name)


def _list_files(found: FoundArticles) -> None:
    for name in found.given:
        click.echo(name)
    for passed in found.passed_over:
        click.echo(f"passed over: {passed.path}: {passed.reason}", err=True)


def _tell_rest(told: list[Told], unread: list[EvidenceError], form: str) -> None:
    """What is told of the articles together: their contradictions, and in JSON the document."""
    conflicts = _conflicts(told) if len(told) > 1 else ()
    if form == "json":
        from kg.export import report_json

        click.echo(report_json.join((each.text for each in told), unread, conflicts), nl=False)
    elif conflicts:
        from kg.export import conflicts_text

        click.echo("\n" + conflicts_text.to_text(conflicts), nl=False)


def _conflicts(told: list[Told]) -> tuple[Conflict, ...]:
    """The questions that the articles answer differently."""
    from kg.conflicts import find_conflicts
    from kg.model.position import PlacedPosition, Position
    from kg.plain import from_plain

    return find_conflicts(
        PlacedPosition(each.source, from_plain(Position, position)) for each in told for position in each.positions
    )


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
    from kg.model import Severity

    found = [finding.severity for finding in report.failures]
    return ", ".join(f"{found.count(level)} {level}s" for level in Severity)


def _status(failures: Mapping[str, int], fail_on: str) -> int:
    """1 if a finding is as grave as asked for."""
    levels = ["error", "warning", "note"]
    grave = levels[: levels.index(fail_on) + 1] if fail_on in levels else []
    return int(any(failures.get(level) for level in grave))
