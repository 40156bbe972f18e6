"""The schemas that editors use say the same as the records that the program reads."""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from enum import StrEnum
from typing import Any

import jsonschema
import pytest
import yaml

from ingest.curated import bundled_folder
from kg.identifiers import Identifier
from kg.model import ConceptKind, Study
from kg.model.appraisal import RuleTable
from kg.model.sign import DiagnosticSign

FOLDER = bundled_folder()


def load_schema(name: str) -> dict[str, Any]:
    schema: dict[str, Any] = json.loads((FOLDER / "schema" / f"{name}.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return schema


STUDY = load_schema("study")
VOCABULARY = load_schema("vocabulary")
APPRAISAL = load_schema("appraisal")
SIGNS = load_schema("signs")


def resolve(part: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    name = part.get("$ref", "").removeprefix("#/$defs/")
    return resolve(schema["$defs"][name], schema) if name else part


def core(hint: Any) -> Any:
    """The type that a field holds, without "or nothing" and "any number of"."""
    if isinstance(hint, types.UnionType):
        return core(next(option for option in typing.get_args(hint) if option is not type(None)))
    return core(typing.get_args(hint)[0]) if typing.get_origin(hint) is tuple else hint


def disagreements(kind: type, part: dict[str, Any], schema: dict[str, Any]) -> list[str]:
    """Where the schema's part and the record's fields, required fields, lists and allowed values differ."""
    fields = {field.name: field for field in dataclasses.fields(kind)}
    hints = typing.get_type_hints(kind)
    found = (
        [f"{kind.__name__}: fields {set(fields) ^ set(part['properties'])}"]
        if [*fields] != [*part["properties"]]
        else []
    )
    required = {name for name, field in fields.items() if field.default is dataclasses.MISSING} - {"key"}
    if required != set(part.get("required", ())):
        found.append(f"{kind.__name__}: required {required}")
    for name, property_ in part["properties"].items():
        is_list = typing.get_origin(hints[name]) is tuple
        value = resolve(property_, schema)
        value = resolve(value["items"], schema) if is_list else value
        held = core(hints[name])
        if issubclass(held, StrEnum) and value.get("enum") != [member.value for member in held]:
            found.append(f"{kind.__name__}.{name}: values")
        if held is int and value["type"] != "integer":
            found.append(f"{kind.__name__}.{name}: not a whole number")
        if isinstance(held, type) and dataclasses.is_dataclass(held) and not issubclass(held, Identifier):
            found += disagreements(held, value, schema)
    return found


def test_study_schema_has_the_fields_of_the_records() -> None:
    assert disagreements(Study, STUDY, STUDY) == []


def test_schemas_of_appraisal_and_signs_have_the_fields_of_the_records() -> None:
    assert disagreements(RuleTable, APPRAISAL, APPRAISAL) == []
    assert disagreements(DiagnosticSign, resolve(SIGNS["properties"]["signs"]["items"], SIGNS), SIGNS) == []


def test_vocabulary_schema_knows_every_kind() -> None:
    kinds = VOCABULARY["$defs"]["concept"]["properties"]["kind"]["enum"]
    assert kinds == [kind.value for kind in ConceptKind]


def test_every_object_of_the_schemas_is_closed_and_every_field_described() -> None:
    for schema in (STUDY, VOCABULARY, APPRAISAL, SIGNS):
        for name, part in [("top", schema), *schema["$defs"].items()]:
            if part.get("type") == "object":
                assert part["additionalProperties"] is False, name
                assert [
                    field for field, told in part["properties"].items() if not told.keys() & {"description", "$ref"}
                ] == []


@pytest.mark.parametrize(
    ("schema", "pattern"),
    [
        (STUDY, "studies/*.yaml"),
        (VOCABULARY, "vocabulary.yaml"),
        (APPRAISAL, "appraisal.yaml"),
        (SIGNS, "signs.yaml"),
    ],
    ids=["study", "vocabulary", "appraisal", "signs"],
)
def test_every_bundled_file_satisfies_its_schema(schema: dict[str, Any], pattern: str) -> None:
    validator = jsonschema.Draft202012Validator(schema)
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    paths = sorted(FOLDER.glob(pattern))

    assert paths
    for path in paths:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - the safe loader in C
        assert [error.message for error in validator.iter_errors(content)] == [], path.name


@pytest.mark.parametrize(
    "content",
    [
        {"id": "a"},
        {"id": "A b", "record": {}},
        {"id": "a", "record": {"pmdi": "1"}},
        {"id": "a", "record": {"year": 20200}},
        {"id": "a", "record": {"pmid": "012"}},
        {"id": "a", "record": {"address": "javascript:alert(1)"}},
        {"id": "a", "record": {"title": " "}},
        {"id": "a", "record": {"issue": None}},
        {"id": "a", "record": {}, "population": {"enrolled": -1}},
        {"id": "a", "record": {}, "facts": [{"outcome": "x"}]},
        {"id": "a", "record": {}, "facts": [{"outcome": "x", "direction": "up"}]},
    ],
)
def test_study_schema_refuses_what_the_reader_refuses(content: dict[str, Any]) -> None:
    assert not jsonschema.Draft202012Validator(STUDY).is_valid(content)
