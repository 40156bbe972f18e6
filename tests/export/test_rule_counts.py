"""How often each rule found something."""

from __future__ import annotations

import json

import pytest

from kg.errors import UsageError
from kg.export.forms import Output
from tests.export.audits import make_screened


def test_counts_are_those_of_all_articles_by_rule_and_axis() -> None:
    for_people, for_programs = Output(statistics=True), Output("json", statistics=True)
    parts = [for_people.part(make_screened()), for_people.part(make_screened(path="b.md"))]
    (row,) = (row for row in json.loads(for_programs.whole(parts)) if row["rule"] == "NUM001")
    assert row == {
        "rule": "NUM001", "name": "sample-size", "axis": "figures", "findings": 2, "with_patch": 2, "suppressed": 2,
    }  # fmt: skip
    (line,) = (line for line in for_people.whole(parts).splitlines() if "NUM001" in line)
    assert line.split() == ["2", "NUM001", "sample-size", "figures", "2", "with", "a", "patch,", "2", "suppressed"]


def test_there_are_no_statistics_in_forms_that_have_no_place_for_them() -> None:
    for form in ("sarif", "html"):
        with pytest.raises(UsageError, match="no statistics"):
            Output(form, statistics=True)
