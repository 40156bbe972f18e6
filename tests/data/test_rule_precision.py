"""How often rules are right: counts of rules that exist, told beside each value, and never for an unmeasured one."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest

import kg.extraction
from kg.dossier import Dossier
from kg.export import dossier_json, dossier_text
from kg.extraction import beside_curated, extract_study
from kg.identifiers import StudyId
from kg.model import AbstractSection, IndexedRecord, Study
from kg.model.precision import PrecisionTable
from kg.precision import read_precisions
from kg.yaml_records import parse_record

RECORD = IndexedRecord(
    StudyId("roe-2021"),
    title="Calmol for eczema: a randomised trial",
    abstract=(AbstractSection("Forty women with eczema were randomised. Calmol was given orally."),),
)


@pytest.fixture
def dossier() -> Dossier:
    study, found = Study(RECORD.key, RECORD), extract_study(RECORD)
    return Dossier(study, RECORD, found, beside_curated(found, study))


def test_every_measured_rule_exists_and_has_counts_that_can_be() -> None:
    table = read_precisions()
    source = "".join(path.read_text(encoding="utf-8") for path in Path(kg.extraction.__file__).parent.glob("*.py"))
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", table.measured)
    for each in table.rules:
        family, _, name = each.rule.partition("/")
        assert f'"{each.rule}"' in source or (f'"{family}/' in source or f"{family}/{{" in source), each.rule
        assert name
        assert 0 <= each.right <= each.given
        assert each.given >= 10
        assert each.sets


def test_file_is_what_the_program_reads() -> None:
    data = files("data").joinpath("rule_precision.yaml").read_bytes()
    assert parse_record(data, PrecisionTable, source="x").record == read_precisions()


def test_each_value_tells_how_often_its_rule_was_right_or_that_nobody_measured_it(dossier: Dossier) -> None:
    table = read_precisions()
    text = " ".join(dossier_text.to_text(dossier).split())
    shown = {each["rule"]: each["precision"] for each in dossier_json.to_document(dossier)["extracted"]}
    assert {rule for rule, known in shown.items() if known is None} == {rule for rule in shown if not table.find(rule)}
    assert "participants/verb" in shown
    assert "route/named" in shown
    for rule, known in shown.items():
        assert f"{rule}: {table.tell(rule)}" in text
        assert known is None or known["right"] <= known["given"]
    assert "precision not measured" in text
