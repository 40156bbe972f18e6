"""The rules as they are listed: every family named, every rule whole, and the page of the documentation up to date."""

from __future__ import annotations

import json

from click.testing import CliRunner

from kg.audit import RULES
from kg.cli import main
from kg.export import rules
from tests.conftest import CHECKOUT


def test_page_of_the_rules_is_what_the_program_writes() -> None:
    page = (CHECKOUT / "docs" / "rules.md").read_text(encoding="utf-8")
    assert page == rules.to_markdown(), "write it anew: kg rules --format markdown > docs/rules.md"


def test_every_rule_stands_in_every_form_of_the_list() -> None:
    listed = json.loads(CliRunner().invoke(main, ["rules", "--format", "json"]).output)
    assert [rule["code"] for rule in listed["rules"]] == sorted(RULES)
    assert listed["verdicts"]
    for form in ("text", "markdown"):
        output = CliRunner().invoke(main, ["rules", "--format", form]).output
        assert all(code in output for code in RULES)


def test_every_family_has_a_name() -> None:
    assert {code[:3] for code in RULES} <= set(rules.FAMILIES)
