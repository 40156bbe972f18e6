from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.appraisal_rules import read_rules
from ingest.curated import bundled_folder
from kg.appraise.certainty import assess
from kg.appraise.investigation import Investigation, find_rung, gather, standing
from kg.appraise.questions import assess_all
from kg.identifiers import ConceptId, StudyId
from kg.model import (
    Direction,
    EditorialNotice,
    Fact,
    Intervention,
    NoticeKind,
    Study,
    StudyGroup,
)
from kg.model.appraisal import Certainty, CertaintyAssessment, NoticeAction, Rung, StepKind
from tests.builders import ABSTRACT, VOCABULARY, make_study

RULES = read_rules(bundled_folder() / "appraisal.yaml")
CALMOL, ITCHING = ConceptId("calmol"), ConceptId("itching")


def make_report(
    key: str,
    direction: Direction = Direction.DECREASE,
    *,
    design: str = "randomised-controlled-trial",
    people: int | None = 500,
    value: str | None = None,
    checked: bool = True,
    notices: tuple[NoticeKind, ...] = (),
    conditions: tuple[str, ...] = ("eczema",),
    limitations: tuple[str, ...] = (),
    interests: str | None = None,
    co: tuple[ConceptId, ...] = (),
) -> Study:
    study = make_study(key, pmid=None, design=design, analysed=people, conditions=conditions)
    kept = tuple(EditorialNotice(kind, "J Calm 2021;2:1", "PubMed") for kind in notices)
    return dataclasses.replace(
        study,
        record=dataclasses.replace(study.record, notices=kept, notices_checked=checked),
        facts=(Fact("itching", direction, ITCHING, value, source=ABSTRACT),),
        intervention=Intervention((CALMOL,), co_therapies=co),
        limitations=limitations,
        interests=interests,
    )


def rate(*studies: Study, groups: tuple[StudyGroup, ...] = ()) -> CertaintyAssessment:
    return assess(CALMOL, ITCHING, ConceptId("eczema"), gather(studies, groups), RULES)


def changes(made: CertaintyAssessment) -> dict[StepKind, int]:
    return {step.kind: step.change for step in made.steps if step.change}


def test_large_clean_trials_that_were_looked_at_stay_high() -> None:
    made = rate(make_report("a"), make_report("b"))
    assert (made.level, made.direction, made.participants, made.investigations) == (
        Certainty.HIGH,
        Direction.DECREASE,
        1000,
        2,
    )
    assert changes(made) == {}
    assert [step.kind for step in made.steps] == [kind for kind in StepKind if kind is not StepKind.READ_BY_RULE]
    assert all(step.reason for step in made.steps)


def test_what_nobody_looked_at_is_not_taken_to_be_fine() -> None:
    made = rate(make_report("a", checked=False))
    assert (made.level, changes(made)) == (Certainty.MODERATE, {StepKind.UNCHECKED: -1})


@pytest.mark.parametrize(
    ("study", "step", "change"),
    [
        (make_report("a", people=399), StepKind.IMPRECISION, -1),
        (make_report("a", people=49), StepKind.IMPRECISION, -2),
        (make_report("a", people=None), StepKind.IMPRECISION, -2),
        (make_report("a", limitations=("Not blinded.",)), StepKind.BIAS, -1),
        (make_report("a", interests="first author holds a patent"), StepKind.INTEREST, -1),
        (make_report("a", co=(ConceptId("rest"),)), StepKind.INDIRECTNESS, -1),
        (make_report("a", value="SMD 1, I2 = 88 %"), StepKind.INCONSISTENCY, -1),
    ],
)
def test_each_weakness_lowers_its_own_step(study: Study, step: StepKind, change: int) -> None:
    assert changes(rate(study)) == {step: change}


def test_interests_that_are_declared_to_be_none_give_no_signal() -> None:
    assert changes(rate(make_report("a", interests="none declared; no patent"))) == {}


def test_i2_below_the_table_gives_no_signal() -> None:
    assert changes(rate(make_report("a", value="SMD 1, I2 0 %"))) == {}


def test_studies_that_go_opposite_ways_conflict_and_are_told() -> None:
    made = rate(make_report("a"), make_report("b", Direction.INCREASE))
    assert (made.is_conflicting, made.direction) == (True, Direction.MIXED)
    (step,) = [step for step in made.steps if step.change]
    assert (step.kind, step.studies) == (StepKind.INCONSISTENCY, (StudyId("a"), StudyId("b")))


def test_retracted_study_is_left_out_and_said() -> None:
    made = rate(make_report("a"), make_report("b", Direction.INCREASE, notices=(NoticeKind.RETRACTION,)))
    assert (made.left_out, made.studies, made.is_conflicting) == ((StudyId("b"),), (StudyId("a"),), False)
    assert made.participants == 500
    assert "b: left out" in made.steps[0].reason


def test_study_with_a_concern_is_shown_but_certainty_does_not_rest_on_it() -> None:
    made = rate(make_report("a", notices=(NoticeKind.EXPRESSION_OF_CONCERN,)))
    assert (made.level, made.studies) == (None, (StudyId("a"),))
    beside = rate(make_report("a", notices=(NoticeKind.EXPRESSION_OF_CONCERN,)), make_report("b", design="case-report"))
    assert beside.level is Certainty.VERY_LOW


def test_erratum_counts_and_is_said() -> None:
    made = rate(make_report("a", notices=(NoticeKind.ERRATUM,)))
    assert (made.level, made.steps[0].studies) == (Certainty.HIGH, (StudyId("a"),))


def test_later_reinstatement_undoes_a_retraction() -> None:
    def noticed(retracted: str, back: str) -> NoticeAction | None:
        notices = (
            EditorialNotice(NoticeKind.RETRACTION, "J", "PubMed", retracted),
            EditorialNotice(NoticeKind.REINSTATEMENT, "J", "PubMed", back),
        )
        study = make_report("a")
        study = dataclasses.replace(study, record=dataclasses.replace(study.record, notices=notices))
        return standing(study, RULES)

    assert noticed("2020-01", "2021-01") is NoticeAction.SAY
    assert noticed("2021-01", "2020-01") is NoticeAction.EXCLUDE


def test_reports_of_one_study_count_once_with_the_largest_number() -> None:
    group = StudyGroup(StudyId("a"), (StudyId("a"), StudyId("b")), ())
    made = rate(make_report("a", people=400), make_report("b", people=410), groups=(group,))
    assert (made.investigations, made.participants, made.directions) == (1, 410, ("decrease: 1",))


def test_people_of_a_synthesis_are_never_added_to_those_of_trials() -> None:
    made = rate(make_report("a", people=100), make_report("b", design="meta-analysis", people=900))
    assert (made.participants, made.pooled) == (100, 900)


def test_weaker_designs_stand_beside_the_strongest() -> None:
    made = rate(make_report("a"), make_report("b", design="case-series", limitations=("no control",)))
    assert made.level is Certainty.HIGH
    assert "1 of weaker design stand beside" in made.steps[1].reason


def test_animals_are_not_rated() -> None:
    mice = dataclasses.replace(make_report("a", design="animal-experiment"), species=("Mus musculus",))
    made = rate(mice)
    assert (made.level, made.participants) == (None, None)
    assert find_rung(mice, RULES) is Rung.PRECLINICAL


def test_ladder_has_the_order_of_the_rungs() -> None:
    designs = "expert-opinion in-vitro-experiment case-series randomised-controlled-trial meta-analysis".split()
    found = [find_rung(make_report("a", design=design), RULES) for design in designs]
    assert found == list(Rung)
    assert find_rung(make_report("a", design="trial-registration"), RULES) is None


@given(st.integers(min_value=-20, max_value=20), st.sampled_from(Certainty))
def test_levels_never_leave_their_ends(steps: int, level: Certainty) -> None:
    assert level.moved(steps) in Certainty
    assert level.moved(0) is level


def test_wider_condition_gathers_the_narrower_only_where_a_study_names_it() -> None:
    narrow = make_report("a", conditions=("hand-eczema",))
    alone = assess_all(gather([narrow], ()), VOCABULARY, RULES)
    assert [made.condition for made in alone] == [ConceptId("hand-eczema")]
    both = assess_all(gather([narrow, make_report("b")], ()), VOCABULARY, RULES)
    assert {made.condition: made.investigations for made in both} == {
        ConceptId("eczema"): 2,
        ConceptId("hand-eczema"): 1,
    }
    unstated = assess_all(gather([make_report("c", conditions=())], ()), VOCABULARY, RULES)
    assert [made.condition for made in unstated] == [None]


def test_every_investigation_has_all_reports_of_its_group() -> None:
    group = StudyGroup(StudyId("a"), (StudyId("a"), StudyId("c")), ())
    found = gather([make_report(key) for key in "abc"], (group,))
    assert found[0] == Investigation(StudyId("a"), (make_report("a"), make_report("c")))
    assert len(found) == 2
