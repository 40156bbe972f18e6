"""The audit's rules and the table of verdicts: for people, for programs, and as the page docs/rules.md."""

from __future__ import annotations

import dataclasses
import json
import textwrap
from collections.abc import Sequence

from kg.audit import RULES
from kg.audit.harm import TABLE as HARMS
from kg.audit.verdicts import CONTENT_AXES, TABLE
from kg.model import Rule

__all__ = ["FAMILIES", "to_json", "to_markdown", "to_text"]

FAMILIES = {
    "REF": "the reference list",
    "SRC": "the cited works",
    "CIT": "citing",
    "NUM": "figures",
    "POP": "people",
    "INT": "interventions",
    "OUT": "outcomes",
    "DIR": "direction",
    "STR": "strength",
    "SUP": "support",
    "MEC": "mechanism",
    "ABS": "absolutes",
    "SEL": "self-contradiction",
    "LST": "lost content",
    "SAF": "safety",
    "CON": "contrary evidence",
    "IGN": "suppressions",
}
_WIDTH = 100


def to_text(rules: Sequence[Rule]) -> str:
    """One rule a paragraph: code, name, severity, and what it fails on."""
    lines = []
    for rule in rules:
        lines.append(f"{rule.code}  {rule.name} (version {rule.version}, {rule.severity})")
        lines.append(
            textwrap.fill(f"fails when {rule.fails_when}", _WIDTH, initial_indent="  ", subsequent_indent="  ")
        )
    return "\n".join(lines) + "\n"


def to_json(rules: Sequence[Rule]) -> str:
    """The rules and the verdict table as one JSON document."""
    document = {
        "rules": [dataclasses.asdict(rule) for rule in rules],
        "harms": [{"harm": row.harm.value, "rules": row.rules, "why": row.why} for row in HARMS],
        "verdicts": [{"verdict": row.verdict.value, "when": row.when} for row in TABLE],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


_HEAD = """# The rules of the audit

Each rule has one outcome for each thing that it looked at: passed, failed, cannot tell, inapplicable or untested.
`kg rule CODE` prints one rule with its examples. This page is written by `kg rules --format markdown`."""

_HARMS = """## What is told first

Every report opens with how well the article was read, and then with the fix list: what to mend, by what a reader can
come to by it. The order is one to be told in a sentence, not a measurement. Notes come last; within a row what is
certain comes before what is only possible, and an error before a warning. A fault of a content axis in a claim on
safety, or in a recommendation, is a danger."""

_VERDICTS = """## From outcomes to a verdict

The first row that holds gives a claim its verdict, shown with its reasons. The content axes are the families of rules
that hold what a claim says against what its source says:"""

_LEDGER = """No verdict means “verified”, and the absence of a flag means nothing: the ledger of every report says what
was read for each claim (full text, abstract, curated facts, nothing) and what was not checked, and why."""


def to_markdown() -> str:
    """The page docs/rules.md: every rule, then how a verdict is reached."""
    families = [_family(family) for family in FAMILIES if any(code.startswith(family) for code in RULES)]
    axes = "\n".join(f"- {family}: {what}" for family, what in CONTENT_AXES.items())
    rows = "\n".join(f"| {row.verdict} | {row.when} |" for row in TABLE)
    harms = "\n".join(f"| {row.harm} | {', '.join(row.rules)} | {row.why} |" for row in HARMS)
    order = f"| the fault | by rules | why here |\n|---|---|---|\n{harms}"
    parts = [_HEAD, *families, _HARMS, order, _VERDICTS, axes, f"| verdict | when |\n|---|---|\n{rows}", _LEDGER]
    return "\n\n".join(parts) + "\n"


def _family(family: str) -> str:
    rows = [rule for code, rule in sorted(RULES.items()) if code.startswith(family)]
    lines = [f"## {family}: {FAMILIES[family]}", "", "| code | name | version | severity | fails when | why |"]
    lines.append("|---|---|---|---|---|---|")
    lines += [
        f"| {rule.code} | {rule.name} | {rule.version} | {rule.severity} | {_cell(rule.fails_when)} "
        f"| {_cell(rule.rationale)} |"
        for rule in rows
    ]
    return "\n".join(lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
