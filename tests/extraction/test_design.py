import pytest

from kg.extraction.publication_types import read_design
from kg.extraction.texts import source_texts
from kg.identifiers import ConceptId, StudyId
from kg.model import AbstractSection, IndexedRecord, MeshHeading
from kg.model.extraction import DesignReading


def read(title: str, abstract: str = "", types: tuple[str, ...] = (), mesh: tuple[str, ...] = ()) -> DesignReading:
    record = IndexedRecord(
        StudyId("pmid-11111111"),
        title=title,
        publication_types=types,
        mesh=tuple(MeshHeading("D001", name) for name in mesh),
        abstract=(AbstractSection(abstract),) if abstract else (),
    )
    return read_design(record, source_texts(record))


def names(reading: DesignReading) -> list[str]:
    return [each.value.value for each in reading.decided]


@pytest.mark.parametrize(
    ("title", "abstract", "design"),
    [
        ("Calmol for itching: a randomised controlled trial", "", "randomised-controlled-trial"),
        ("Calmol for itching", "Forty adults were randomly assigned to calmol or rest.", "randomised-controlled-trial"),
        ("Calmol: systematic review of randomised trials", "", "systematic-review"),
        ("Calmol: a systematic review and meta-analysis", "", "meta-analysis"),
        ("Calmol and rest: a network meta-analysis", "", "network-meta-analysis"),
        ("Calmol: protocol for a randomised trial", "", "study-protocol"),
        ("Calmol in itching: a case report", "", "case-report"),
        ("Calmol in rats", "Rats were randomly divided into two groups.", "animal-experiment"),
        ("Calmol and sleep: a retrospective cohort study", "", "cohort-study"),
        ("Itching and sleep: a cross-sectional study", "", "cross-sectional-study"),
        ("Itching: a case-control study", "", "case-control-study"),
        ("Calmol for itching", "We conducted a single-arm open study.", "before-after-study"),
        ("Calmol for itching", "A quasi-experimental design was used. This quasi-experimental study had two arms.",
         "non-randomised-trial"),
        ("Clinical practice guideline for itching", "", "clinical-guideline"),
        ("Calmol: a narrative review", "", "narrative-review"),
        ("Calmol stops itching in vitro", "", "in-vitro-experiment"),
    ],
)  # fmt: skip
def test_design_is_that_which_the_text_states_of_itself(title: str, abstract: str, design: str) -> None:
    assert names(read(title, abstract))[0] == design


@pytest.mark.parametrize(
    ("title", "abstract"),
    [
        ("Calmol and itching", "Larger randomised controlled trials are needed."),
        ("Calmol and itching", "Earlier work was not randomised; this non-randomised report is small."),
        ("Comment on: calmol, a randomised controlled trial", ""),
        ("Correction to: calmol, a systematic review", ""),
        ("Itching", "Images were randomly divided into training and validation sets."),
    ],
)
def test_design_of_other_papers_is_not_taken_for_this_one(title: str, abstract: str) -> None:
    families = {"randomised-controlled-trial", "systematic-review", "meta-analysis"}
    assert not families & set(names(read(title, abstract)))


def test_crossover_and_split_body_stand_beside_the_trial() -> None:
    found = names(read("Calmol: a randomised crossover trial", "It was a split-face, randomised trial."))
    assert found[0] == "randomised-controlled-trial"
    assert {"crossover-trial", "split-body-trial"} <= set(found)


def test_type_and_text_that_agree_leave_no_disagreement() -> None:
    reading = read("Calmol: a randomised trial", types=("Journal Article", "Randomized Controlled Trial"))
    assert (names(reading)[0], reading.disagreement) == ("randomised-controlled-trial", None)


def test_trial_that_is_filed_as_a_case_report_is_a_trial_and_flagged() -> None:
    reading = read("Calmol", "Forty adults were randomly assigned to calmol or rest.", types=("Case Reports",))
    assert names(reading)[0] == "randomised-controlled-trial"
    assert reading.disagreement is not None
    assert "Case Reports" in reading.disagreement


def test_type_stands_where_the_text_says_otherwise() -> None:
    reading = read("Calmol: a retrospective cohort study", types=("Randomized Controlled Trial",))
    assert names(reading)[0] == "randomised-controlled-trial"
    assert reading.disagreement is not None


def test_rule_and_place_say_what_decided() -> None:
    (value,) = read("Calmol", types=("Journal Article", "Meta-Analysis")).decided
    assert (value.value, value.rule) == (ConceptId("meta-analysis"), "design/publication-type")
    assert (value.place.part, value.place.index, value.place.quote) == ("publication types", 1, "Meta-Analysis")


def test_animals_without_humans_in_the_indexing_are_an_experiment_on_animals() -> None:
    assert names(read("Calmol", mesh=("Animals", "Itching"))) == ["animal-experiment"]
    assert names(read("Calmol", mesh=("Animals", "Humans"))) == []


def test_text_that_states_no_design_gives_none() -> None:
    assert read("On itching", "It is a nuisance.") == DesignReading()
