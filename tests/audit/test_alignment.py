"""What counts as the same of two figures, and what is said where they are only close."""

from __future__ import annotations

import pytest

from kg.model import Outcome
from tests.audit.findings import only, outcomes, paper


@pytest.mark.parametrize(
    ("rule", "said", "stated", "note"),
    [
        ("NUM002", "Itching eased over about 8 weeks.[1]", "Itching eased over 56 days.", ""),
        ("NUM002", "Itching eased by month 6.[1]", "Itching eased by 24 weeks.", "close, not the same"),
        ("NUM002", "Itching eased over 10 to 14 weeks.[1]", "Itching eased over 12 weeks.", "agree when rounded"),
        ("NUM003", "Itching eased in 44 % of women.[1]", "Itching eased in 44.4 % of women.", "agree when rounded"),
        ("NUM003", "Women took 0.3 g of calmol.[1]", "Women took 300 mg of calmol.", ""),
        ("NUM001", "The trial enrolled sixty women.[1]", "We enrolled 60 women; 52 were analysed.", ""),
        ("NUM001", "The trial analysed 52 women.[1]", "We enrolled 60 women; 52 were analysed.", ""),
    ],
)
def test_figures_that_say_the_same_pass_and_a_difference_is_told(rule: str, said: str, stated: str, note: str) -> None:
    finding = only(outcomes(rule, said, paper(stated)))
    assert finding.outcome is Outcome.PASSED
    assert note in finding.message
    assert finding.source[0].marked


def test_figure_of_another_quantity_is_no_mismatch() -> None:
    finding = only(outcomes("NUM003", "Itching eased in 68 % of women.[1]", paper("Sleep was poor in 21 % of mice.")))
    assert finding.outcome is Outcome.CANNOT_TELL


def test_close_time_of_measuring_is_said_to_be_close() -> None:
    source = paper("Zinc lowered pain. It was measured at 24 weeks.", title="Zinc")
    found = [
        each for each in outcomes("OUT001", "Zinc lowered pain at month 6.[1]", source) if "month 6" in each.message
    ]
    assert only(found).outcome is Outcome.PASSED
    assert "close, not the same" in only(found).message
