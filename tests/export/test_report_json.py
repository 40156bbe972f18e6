"""The report for programs holds to its published schema, whatever it tells."""

from __future__ import annotations

import json

import jsonschema
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from ingest.curated import bundled_folder
from kg.errors import ArticleError, Place
from kg.export.report_json import to_json
from kg.export.report_schema import to_schema, write_schema
from kg.model.fix import Screened
from tests.export.audits import HOSTILE, make_screened
from tests.strategies import screened_audits

VALIDATOR = jsonschema.Draft202012Validator(to_schema())


def test_published_schema_is_what_the_program_writes() -> None:
    path = bundled_folder() / "schema" / "report.schema.json"
    assert path.read_text(encoding="utf-8") == write_schema()
    jsonschema.Draft202012Validator.check_schema(json.loads(write_schema()))


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow], phases=[Phase.explicit, Phase.generate])
@given(st.lists(screened_audits(), max_size=2))
def test_any_report_fits_the_schema(audits: list[Screened]) -> None:
    VALIDATOR.validate(json.loads(to_json(audits, [ArticleError("it is empty", place=Place("b.md"))])))


def test_schema_refuses_what_the_program_would_not_write() -> None:
    document = json.loads(to_json([make_screened()]))
    VALIDATOR.validate(document)
    document["audits"][0]["fixes"][0]["severity"] = "fatal"
    assert not VALIDATOR.is_valid(document)


def test_fix_list_comes_first_with_sentence_source_and_patch() -> None:
    audit = json.loads(to_json([make_screened(path="drafts/calm.md")]))["audits"][0]
    assert list(audit)[:2] == ["path", "fixes"]
    fix = next(fix for fix in audit["fixes"] if fix["rule"] == "NUM001")
    assert fix["sentence"].startswith("In a long study of 12 women")
    assert fix["source"][0]["paraphrase"] is True
    (place,) = fix["places"]
    assert (place["line"], place["column"]) == (3, 20)
    assert place["patch"] == {"span": place["patch"]["span"], "words": "12 women", "replacement": "10 women"}


def test_suppressed_findings_stay_in_the_document_with_their_reason() -> None:
    audit = json.loads(to_json([make_screened()]))["audits"][0]
    (one,) = audit["suppressed"]
    assert one["finding"]["rule"] == "NUM001"
    assert one["by"]["reason"] == "counted so"
    assert one["finding"] in audit["report"]["findings"]


def test_column_is_not_told_where_it_is_not_that_of_the_file() -> None:
    audit = json.loads(to_json([make_screened(name="calm.html")]))["audits"][0]
    assert {place["column"] for fix in audit["fixes"] for place in fix["places"]} == {None}


def test_hostile_words_fit_too() -> None:
    document = json.loads(to_json([make_screened(HOSTILE)]))
    VALIDATOR.validate(document)
    assert document["audits"][0]["article"]["title"].startswith("<script>")
