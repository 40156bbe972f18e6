"""Hand-edited files: what they say comes back, and what is wrong with them is named with its line."""

from __future__ import annotations

import re
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.curated import CuratedSet, bundled_folder, read_studies, read_study, read_vocabulary, write_study
from kg.errors import RecordError
from kg.identifiers import ConceptId
from kg.model import Study
from tests.ingest.curated_studies import VOCABULARY, studies

GOOD = """\
id: smith-2020
record:
  kind: journal article
  pmid: '12345678'
  doi: 10.1000/ABC
  volume: 4
  year: 2020
design: trial
population:
  enrolled: 12
  analysed: 10
  groups: [men]
facts:
  - outcome: hair-count
    direction: increase
    concept: hair-count
    p: 0.010
    source:
      addresses: ['https://example.org/a']
      confidence: high
"""


def save(folder: Path, text: str | bytes, *, name: str = "smith-2020.yaml") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_study_file_keeps_figures_as_they_are_typed(tmp_path: Path) -> None:
    study = read_study(save(tmp_path, GOOD), VOCABULARY)

    assert study.facts[0].p == "0.010"
    assert study.record.volume == "4"
    assert study.record.key == study.id
    assert study.population is not None
    assert (study.population.enrolled, study.population.analysed, study.population.invited) == (12, 10, None)


@settings(max_examples=60, deadline=None)
@given(study=studies)
def test_written_study_reads_back_the_same(study: Study) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"{study.id}.yaml")
        write_study(study, path)

        assert read_study(path, VOCABULARY) == study
        assert [left.name for left in path.parent.iterdir()] == [path.name]


def test_every_bundled_file_stands_in_the_form_that_is_written(tmp_path: Path) -> None:
    vocabulary = read_vocabulary(bundled_folder() / "vocabulary.yaml")
    for path in sorted((bundled_folder() / "studies").glob("*.yaml")):
        write_study(read_study(path, vocabulary), tmp_path / path.name)

        written = (tmp_path / path.name).read_text(encoding="utf-8")
        assert written.lower() == path.read_text(encoding="utf-8").lower(), "DOIs alone may differ, in case"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("  pmid:", "  pmdi:", "smith-2020.yaml:4 record.pmdi: 'pmdi' is not a field here. Did you mean 'pmid'?"),
        ("  pmid: '12345678'", "  pmid: '0123'", "smith-2020.yaml:4 record.pmid: '0123' is not a PubMed identifier"),
        ("  doi: 10.1000/ABC", "  doi: ten", "smith-2020.yaml:5 record.doi: 'ten' is not a DOI"),
        ("  year: 2020", "  year: 20200", "smith-2020.yaml:7 record.year: 20200 is not a year of publication"),
        ("  year: 2020", "  year: '2020'", "smith-2020.yaml:7 record.year: is '2020', which is not a whole number"),
        ("  year: 2020", "  year: 2020\n  year: 2021", "smith-2020.yaml:8 record.year: the field stands here twice"),
        ("  year: 2020", "  year:", "smith-2020.yaml:7 record.year: is empty. Leave the line out"),
        ("  year: 2020", "  issue: ' '", "smith-2020.yaml:7 record.issue: is empty"),
        ("  year: 2020", '  issue: "\\0"', "smith-2020.yaml:7 record.issue: holds a control character"),
        ("  year: 2020", "  issue: [1]", "smith-2020.yaml:7 record.issue: is not a single value"),
        ("  year: 2020", "  authors: Smith", "smith-2020.yaml:7 record.authors: is not a list"),
        ("  year: 2020", "  notices_checked: maybe", "record.notices_checked: is 'maybe', which is not true or false"),
        ("  year: 2020", "  address: javascript:alert(1)", "smith-2020.yaml:7 record.address: 'javascript:alert(1)'"),
        ("  enrolled: 12", "  enrolled: -3", "smith-2020.yaml:10 population.enrolled: is '-3', which is not a whole"),
        ("  enrolled: 12", "  enrolled: 0x1F", "population.enrolled: is '0x1F', which is not a whole number"),
        (
            "facts:",
            "places:\n  - {field: funding, source: {part: title}}\nfacts:",
            "places[0].field: funding has a place, but no value. Write funding, or take its place out.",
        ),
        (
            "facts:",
            "places:\n" + 2 * "  - {field: population.enrolled, source: {part: title}}\n" + "facts:",
            "places[1].field: the place of population.enrolled stands here twice. Keep one of the two.",
        ),
        ("facts:", "blinding: double\nfacts:", "blinding: is 'double', which is not one of its"),
        ("groups: [men]", "groups: [mne]", "smith-2020.yaml:12 population.groups: the vocabulary has no concept mne."),
        ("groups: [men]", "groups: [mne]", "Did you mean 'men'?"),
        ("groups: [men]", "groups: [trial]", "population.groups: trial is of kind design, not population"),
        ("concept: hair-count", "concept: Hair count", "facts[0].concept: 'Hair count' is not a concept key"),
        ("direction: increase", "direction: increases", "facts[0].direction: is 'increases', which is not one of its"),
        ("direction: increase", "direction: increases", "Did you mean 'increase'?"),
        ("    p: 0.010", "    size: big", "smith-2020.yaml:17 facts[0].size: is 'big', which is not a number"),
        ("  - outcome: hair-count\n", "  - value: x\n", "facts[0].outcome: the field 'outcome' is missing. Add it"),
        ("https://example.org/a", "example.org", "smith-2020.yaml:19 facts[0].source.addresses: 'example.org' is not"),
        ("id: smith-2020", "id: jones-2020", "smith-2020.yaml:1 id: the key is jones-2020, but the file is called"),
        ("record:", "\trecord:", "smith-2020.yaml:2: not valid YAML"),
        ("record:", "record: *missing\n#", "smith-2020.yaml:2 record: is not a group of fields"),
    ],
)
def test_bad_file_is_refused_with_line_and_field(tmp_path: Path, old: str, new: str, expected: str) -> None:
    assert old in GOOD
    path = save(tmp_path, GOOD.replace(old, new, 1))

    with pytest.raises(RecordError) as caught:
        read_study(path, VOCABULARY)

    assert expected in str(caught.value)
    assert caught.value.mend.endswith((".", "?"))


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "the file is empty"),
        (b"# nothing yet\n", "the file is empty"),
        (b"---\n", "the file is not a group of fields"),
        (b"- a\n", "the file is not a group of fields"),
        (b"id: a\n\0", "smith-2020.yaml:2: the file holds a NUL byte"),
        (b"id: a\nrecord:\n  title: \xff\xfe\n", "smith-2020.yaml:3: not UTF-8"),
        (b"[" * 50_000, "the file is not a group of fields"),
        (b"id: &a [*a]\n", "smith-2020.yaml:1 id: is not a single value"),
        (b"id: smith-2020\n", "record: the field 'record' is missing"),
        (b"id: smith-2020\nrecord: {}\n---\nid: b\n", "more than one document"),
        (b"? [a]\n: b\n", "'?' is not a field here"),
    ],
)
def test_file_that_is_no_study_is_refused(tmp_path: Path, content: bytes, expected: str) -> None:
    with pytest.raises(RecordError, match=re.escape(expected)):
        read_study(save(tmp_path, content), VOCABULARY)


def test_missing_file_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match=r"gone\.yaml: cannot be read"):
        read_study(tmp_path / "gone.yaml", VOCABULARY)


def test_byte_order_mark_is_read_over(tmp_path: Path) -> None:
    assert read_study(save(tmp_path, b"\xef\xbb\xbf" + GOOD.encode()), VOCABULARY).record.year == 2020


def test_folder_gives_the_good_files_and_the_reasons_for_the_others(tmp_path: Path) -> None:
    save(tmp_path, GOOD)
    save(tmp_path, "id: broken-1\n", name="broken-1.yaml")
    save(tmp_path, "id: adams-1\nrecord: {}\n", name="adams-1.yml")
    save(tmp_path, "not a study", name="notes.txt")

    curated = read_studies(tmp_path, VOCABULARY)

    assert [study.id.value for study in curated.studies] == ["adams-1", "smith-2020"]
    assert [error.place.source for error in curated.rejected if error.place] == ["broken-1.yaml"]


@pytest.mark.parametrize(("line", "field"), [("pmid: 12345678", "record.pmid"), ("doi: 10.1000/abc", "record.doi")])
def test_two_studies_with_one_identifier_are_not_both_taken(tmp_path: Path, line: str, field: str) -> None:
    save(tmp_path, GOOD)
    save(tmp_path, f"id: younger-2021\nrecord:\n  {line}\n", name="younger-2021.yaml")

    curated = read_studies(tmp_path, VOCABULARY)

    assert [study.id.value for study in curated.studies] == ["smith-2020"]
    assert f"younger-2021.yaml:3 {field}" in str(curated.rejected[0])
    assert "is also that of smith-2020" in str(curated.rejected[0])


def test_folder_that_does_not_exist_is_no_empty_result(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="no such folder"):
        read_studies(tmp_path / "none", VOCABULARY)


def test_empty_folder_gives_nothing(tmp_path: Path) -> None:
    assert read_studies(tmp_path, VOCABULARY) == CuratedSet((), ())


def test_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = save(tmp_path, GOOD)
    study = read_study(path, VOCABULARY)

    def fail(_path: Path, _target: Path) -> Path:
        raise OSError("disk full")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="disk full"):
        write_study(replace(study, note="changed"), path)

    assert path.read_text(encoding="utf-8") == GOOD


CONCEPTS = """\
concepts:
  - id: hair-count
    kind: outcome
    prefLabel: Hair count
    altLabel: [TAHC]
    ambiguousLabel: [TAHC]
    definition: Number of hairs.
    notSameAs: [shedding]
    exactMatch:
      - {scheme: mesh, id: D006197, label: Hair}
    lowerIsBetter: false
  - id: shedding
    kind: outcome
    prefLabel: Shedding
    definition: How many hairs fall.
    broader: hair-count
"""


def test_vocabulary_file_gives_concepts_with_their_matches(tmp_path: Path) -> None:
    vocabulary = read_vocabulary(save(tmp_path, CONCEPTS, name="vocabulary.yaml"))

    concept = vocabulary.get(ConceptId("hair-count"))
    assert [(match.scheme, match.identifier, match.kind.value) for match in concept.matches] == [
        ("mesh", "D006197", "exact")
    ]
    assert concept.lower_is_better is False
    assert vocabulary.is_within(ConceptId("shedding"), ConceptId("hair-count"))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "id: shedding",
            "id: hair-count",
            "vocabulary.yaml:12 concepts[1].id: the concept hair-count stands here twice",
        ),
        ("broader: hair-count", "broader: hair-cuont", "concepts[1].broader: there is no concept hair-cuont"),
        ("broader: hair-count", "broader: hair-cuont", "Did you mean 'hair-count'?"),
        ("[shedding]", "[fall]", "vocabulary.yaml:8 concepts[0].notSameAs: there is no concept fall"),
        ("Label: [TAHC]\n    def", "Label: [HC]\n    def", "concepts[0].ambiguousLabel: 'HC' is not a name of"),
        (
            "    lowerIsBetter: false\n",
            "    broader: shedding\n",
            "vocabulary.yaml: concept hair-count is broader than",
        ),
        ("scheme: mesh", "scheme: umls", "concepts[0].exactMatch[0].scheme: is 'umls', which is not one of its values"),
        ("kind: outcome", "kind: result", "vocabulary.yaml:3 concepts[0].kind: is 'result'"),
        ("prefLabel: Hair", "preflabel: Hair", "'preflabel' is not a field here. Did you mean 'prefLabel'?"),
    ],
)
def test_bad_vocabulary_is_refused_with_line_and_field(tmp_path: Path, old: str, new: str, expected: str) -> None:
    assert old in CONCEPTS

    with pytest.raises(RecordError) as caught:
        read_vocabulary(save(tmp_path, CONCEPTS.replace(old, new, 1), name="vocabulary.yaml"))

    assert expected in str(caught.value)


@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
@settings(max_examples=80, deadline=None)
def test_any_text_gives_a_study_or_a_reason(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = save(Path(folder), f"id: smith-2020\nrecord: {{}}\nnote: {text}")
        try:
            told = f"{read_study(path, VOCABULARY).id}.yaml"
        except RecordError as error:
            told = str(error)

    assert told.startswith("smith-2020.yaml")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "  enrolled: 12",
            "  enrolled: 9",
            "smith-2020.yaml:11 population.analysed: 10 analysed is more than 9 enrolled",
        ),
        ("  enrolled: 12", "  enrolled: 0", "smith-2020.yaml:10 population.enrolled: 0 enrolled"),
        ("    p: 0.010", "    n: 8 vs 7", "smith-2020.yaml:17 facts[0].n: arms of 8 + 7 are more than the 12 enrolled"),
        ("    p: 0.010", "    n: 0 vs 12", "smith-2020.yaml:17 facts[0].n: an arm of nobody (0 vs 12)"),
        ("    p: 0.010", "    p: 1.2", "smith-2020.yaml:17 facts[0].p: 1.2 is not a probability"),
        ("    p: 0.010", "    p_value: 1.2", "smith-2020.yaml:17 facts[0].p_value: 1.2 is not a probability"),
        (
            "    p: 0.010",
            "    size: 0.5\n    interval_low: 0.6\n    interval_high: 0.9",
            "smith-2020.yaml:17 facts[0].size: the size 0.5 lies outside its interval",
        ),
        (
            "    p: 0.010",
            "    interval_low: 0.9\n    interval_high: 0.6",
            "smith-2020.yaml:17 facts[0].interval_low: the interval's lower end 0.9 is above its upper end 0.6",
        ),
        (
            "    p: 0.010",
            "    unit: mm",
            "smith-2020.yaml:17 facts[0].unit: the unit mm does not match hair-count, told in hairs, hairs/cm2",
        ),
    ],
)
def test_figure_that_cannot_be_so_is_kept_and_told_with_line_and_field(
    tmp_path: Path, old: str, new: str, expected: str
) -> None:
    assert old in GOOD
    save(tmp_path, GOOD.replace(old, new, 1))

    found = read_studies(tmp_path, VOCABULARY)

    (study,) = found.studies
    assert found.rejected == ()
    assert [f"{each.file_place}: {each.what}" for each in found.problems[study.id]] == [expected]
    write_study(study, tmp_path / "again.yaml")
    assert new.split(": ", 1)[1].splitlines()[0] in (tmp_path / "again.yaml").read_text(encoding="utf-8")


def test_figures_that_can_be_so_are_no_problem(tmp_path: Path) -> None:
    good = GOOD.replace("    p: 0.010", "    p: 0.010\n    n: 6 vs 6\n    unit: hairs per square inch", 1)
    save(tmp_path, good)
    assert read_studies(tmp_path, VOCABULARY).problems == {}
    assert (
        read_studies(bundled_folder() / "studies", read_vocabulary(bundled_folder() / "vocabulary.yaml")).problems == {}
    )


def test_impossible_figure_is_found_among_many(tmp_path: Path) -> None:
    study = read_study(save(tmp_path, GOOD), VOCABULARY)
    many = replace(study, facts=study.facts * 3 + (replace(study.facts[0], p="7"),))
    write_study(many, tmp_path / "smith-2020.yaml")

    (problem,) = read_studies(tmp_path, VOCABULARY).problems[study.id]
    assert str(problem.file_place).endswith("facts[3].p")
    assert problem.what == "7 is not a probability"


def test_example_of_the_readme_is_a_study(tmp_path: Path) -> None:
    readme = (bundled_folder() / "README.md").read_text(encoding="utf-8")
    example = re.search(r"```yaml\n(id: .*?)```", readme, re.DOTALL)
    assert example is not None

    study = read_study(save(tmp_path, example.group(1)), read_vocabulary(bundled_folder() / "vocabulary.yaml"))

    assert study.population is not None
    assert (study.population.enrolled, study.facts[0].value) == (12, "+12 vs +3")
