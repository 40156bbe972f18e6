"""Values in tables of full texts: groups by heads of columns, means by group in rows, nothing where nobody can tell."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.fulltext import parse_jats
from kg.extraction import extract_study
from kg.extraction.tables import find_table_values, is_of_full_text
from kg.identifiers import StudyId
from kg.model import IndexedRecord, Study
from kg.rdf import text_extraction_triples
from kg.vocabulary import EKG
from tests.ingest.fulltext.articles import read

HEADS = ("Variable", "Calmol (n = 23)", "Placebo (n = 21)", "P value")


def make_table(heads: tuple[str, ...], *rows: tuple[str, ...], caption: str = "Outcomes", notes: str = "") -> str:
    head = "".join(f"<th>{each}</th>" for each in heads)
    body = "".join(
        f"<tr>{''.join(f'<th>{cell}</th>' if not at else f'<td>{cell}</td>' for at, cell in enumerate(row))}</tr>"
        for row in rows
    )
    foot = f"<table-wrap-foot><p>{notes}</p></table-wrap-foot>" if notes else ""
    return (
        f"<table-wrap><label>Table 1</label><caption><p>{caption}</p></caption><table><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table>{foot}</table-wrap>"
    )


def values_of(*tables: str) -> list[tuple[str, str]]:
    return [(each.field, each.extracted.value) for each in find_table_values(read("".join(tables)))]


def test_heads_of_columns_give_the_groups_with_table_row_and_column() -> None:
    text = read(make_table(HEADS, ("Hair count, mean (SD)", "12.3 (4.5)", "9.1 (4.0)", "0.02")))
    arms = [each for each in find_table_values(text) if each.field == "population.arm"]
    assert [each.extracted.value for each in arms] == ["23: Calmol", "21: Placebo"]
    places = [each.extracted.place for each in arms]
    assert [place.part for place in places] == [
        "full text, table 1, row 1, column 2",
        "full text, table 1, row 1, column 3",
    ]
    assert all(text.quote_at(place.span) == place.quote for place in places)
    assert all(is_of_full_text(place) for place in places)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("Hair count, mean (SD)", "Hair count, mean (SD); Calmol: 12.3 (4.5) (mean (SD))"),
        ("Hair count, mean (SE)", "Hair count, mean (SE); Calmol: 12.3 (4.5) (mean (SE))"),
        ("Mean hair count", "Mean hair count; Calmol: 12.3 (4.5) (mean, of its spread the kind is not told)"),
        ("Hair count, median (IQR)", "Hair count, median (IQR); Calmol: 12.3 (4.5) (median)"),
    ],
)
def test_row_that_says_mean_or_median_is_read_by_group(row: str, expected: str) -> None:
    found = values_of(make_table(HEADS, (row, "12.3 (4.5)", "9.1 (4.0)", "0.02")))
    assert ("facts.value", expected) in found
    assert len([field for field, _ in found if field == "facts.value"]) == 2


@pytest.mark.parametrize("row", ["Hair count", "Responders, n (%)", "No. of men (%)"])
def test_bare_figures_in_brackets_may_be_counts_and_are_left(row: str) -> None:
    found = values_of(make_table(HEADS, (row, "12 (40)", "9 (43)", "0.2"), notes="Age is given as mean (SD)."))
    assert [field for field, _ in found] == ["population.arm", "population.arm"]


def test_spread_behind_a_sign_is_read_and_its_kind_told_only_where_it_is_said() -> None:
    row = ("Hair count", "12.3 ± 4.5", "9.1 ± 4.0", "0.02")
    assert ("facts.value", "Hair count; Calmol: 12.3 ± 4.5 (of what is not told)") in values_of(make_table(HEADS, row))
    said = values_of(make_table(HEADS, row, notes="Values are mean ± SD."))
    assert ("facts.value", "Hair count; Calmol: 12.3 ± 4.5 (mean (SD))") in said


def test_table_of_characteristics_is_the_baseline() -> None:
    found = values_of(make_table(HEADS, ("Age, mean (SD)", "40 (9)", "41 (8)", ""), caption="Baseline characteristics"))
    assert ("facts.baseline", "Age, mean (SD); Placebo: 41 (8) (mean (SD))") in found


def test_total_is_no_arm_and_sexes_are_none_either() -> None:
    found = values_of(make_table(("Variable", *HEADS[1:3], "Total (n = 44)"), ("Age", "1", "2", "3")))
    assert [value for field, value in found if field == "population.studied"] == ["44"]
    assert values_of(make_table(("Variable", "Men (n = 20)", "Women (n = 24)"), ("Age", "1", "2"))) == []
    assert values_of(make_table(("Variable", "All patients (n = 20)"), ("Age", "1"))) == []


def test_groups_known_from_one_table_are_known_in_the_others() -> None:
    second = make_table(("Variable", "Calmol", "Placebo"), ("Itching, mean (SD)", "2.1 (0.4)", "3.0 (0.5)"))
    found = values_of(make_table(HEADS, ("Age", "1", "2", "")), second)
    assert ("facts.value", "Itching, mean (SD); Calmol: 2.1 (0.4) (mean (SD))") in found
    assert values_of(second) == []


def test_values_of_tables_stand_in_the_graph_of_the_text_and_among_what_is_extracted() -> None:
    text = read(make_table(HEADS, ("Hair count, mean (SD)", "12.3 (4.5)", "9.1 (4.0)", "0.02")))
    record = IndexedRecord(StudyId("roe-2021"), title="Calmol for itching")
    found = extract_study(record, text)
    assert {"population.arm", "facts.value"} <= {value.field for value in found.details}
    triples = list(text_extraction_triples(Study(record.key, record), text))
    places = {str(place) for _, predicate, place in triples if predicate == EKG.textPlace}
    assert any(place.startswith("full text, table 1, row 2, column 2: ") for place in places)


@pytest.mark.corpus
def test_groups_of_a_paper_agree_with_its_own_heads(corpus: Path) -> None:
    path = corpus / "pubmed" / "pmc" / "PMC3680633.nxml"
    (text,) = parse_jats(path.read_bytes(), source=path.name)
    arms = {each.extracted.value for each in find_table_values(text) if each.field == "population.arm"}
    assert {value.split(":")[0] for value in arms} == {"23"}
    assert len(arms) == 2
