"""``kg decide``: what a person makes of a finding."""

from __future__ import annotations

import json
import os
import subprocess
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from kg.cli.options import load_given, look_at_workspace, make_workspace, references_option, workspace_option
from kg.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from ingest.pipeline import Audited

__all__ = ["decide"]


@click.command()
@click.argument("file", metavar="ARTICLE")
@click.argument("ruling", required=False, type=click.Choice(["accept", "dismiss", "reword"]))
@click.option(
    "--finding", "named", metavar="ID|RULE@LINE", help="The finding: its id or the start of it, or rule and line."
)
@click.option("--reason", help="Why; it is kept with the decision.")
@click.option("--who", help="Who decides; else git's user.name, else the name of the account.")
@click.option("--words", help="With reword: the words to write in place of the claim's.")
@click.option("--repeats", is_flag=True, help="Decide also for the same finding on claims of the same words.")
@click.option("--list", "listing", is_flag=True, help="Show the findings with their ids, and what was decided on them.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Form of the list.")
@click.option("--id", "key", metavar="KEY", help="The article's key, if it is not its file's name.")
@references_option
@workspace_option
def decide(
    file: str,
    ruling: str | None,
    named: str | None,
    reason: str | None,
    who: str | None,
    words: str | None,
    repeats: bool,
    listing: bool,
    form: str,
    key: str | None,
    lists: tuple[Path, ...],
    folder: Path | None,
) -> None:
    """Accept, dismiss or reword a finding of an article, with a reason.

    The decision is put into decisions/KEY.yaml of the workspace, a text file made for review in version control. The
    finding itself stays. A decision goes stale when its claim or source changes; who decides again replaces their own
    earlier decision, never that of another person.
    """
    from ingest.deciding import keep_decision
    from kg.audit import RULES
    from kg.decisions import find_finding, identify_findings, make_decision
    from kg.model.decision import Ruling

    if listing and (ruling or named):
        raise UsageError("--list shows and decides nothing", mend="Leave it out, or leave the decision out.")
    if not listing and not (ruling and named):
        mend = "Say `--finding ID accept|dismiss|reword`, or `--list` to see the findings."
        raise UsageError("what is decided on which finding was not said", mend=mend)
    audited = _audit(file, key, lists, folder)
    if listing or ruling is None:
        _show(audited, folder, form)
        return
    on = find_finding(named or "", identify_findings(audited.article, audited.report))
    decision = make_decision(
        on,
        Ruling(ruling),
        reason=reason or "",
        who=_name() if who is None else who,
        when=datetime.now(UTC),
        rule_version=RULES[on.finding.rule].version,
        replacement=words,
        repeats=repeats,
    )
    path = keep_decision(make_workspace(folder), audited.article.id, decision)
    click.echo(f"{decision.finding} on line {on.finding.line}: {decision.decision} by {decision.who}, kept in {path}")


def _audit(file: str, key: str | None, lists: tuple[Path, ...], folder: Path | None) -> Audited:
    from ingest.pipeline import audit_snapshot, open_evidence, with_references

    snapshot = with_references(load_given(file, key), lists)
    return audit_snapshot(snapshot, open_evidence(look_at_workspace(folder)))


def _show(audited: Audited, folder: Path | None, form: str) -> None:
    from ingest.deciding import settle_audit
    from kg.export import decisions

    settlement = settle_audit(look_at_workspace(folder), audited.article, audited.report)
    if form == "json":
        document = decisions.to_document(settlement, audited.article)
        click.echo(json.dumps(document, indent=2, ensure_ascii=False))
    else:
        click.echo(decisions.to_text(settlement, audited.article), nl=False)


def _name() -> str:
    """Who is at work: as git knows them, else as the system does; empty if neither does."""
    try:
        asked = ["git", "config", "user.name"]
        found = subprocess.run(asked, capture_output=True, text=True, check=False, timeout=5).stdout.strip()  # noqa: S603
    except (OSError, subprocess.SubprocessError, UnicodeError):
        found = ""
    return found or os.environ.get("USER") or os.environ.get("USERNAME") or ""
