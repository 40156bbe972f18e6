"""The ladder of designs: how much of what a claim says a study of each kind can carry."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum

from kg.identifiers import ConceptId

__all__ = ["NAMES", "Rung", "highest_rung"]


class Rung(IntEnum):
    """How far a design carries a statement about people, from the least."""

    PROPOSED = 0
    """A plan or an opinion."""
    LABORATORY = 1
    """Cells, animals or calculation."""
    UNCONTROLLED = 2
    """People without a comparison."""
    CONTROLLED = 3
    """People with one."""
    SYNTHESISED = 4
    """Many studies together."""


_RUNGS = {
    Rung.PROPOSED: "expert-opinion study-protocol trial-registration",
    Rung.LABORATORY: "animal-experiment in-vitro-experiment computational-model",
    Rung.UNCONTROLLED: "case-report case-series before-after-study biopsy-series cross-sectional-study"
    " self-report-survey",
    Rung.CONTROLLED: "randomised-controlled-trial quasi-randomised-trial non-randomised-trial crossover-trial"
    " split-body-trial cohort-study case-control-study",
    Rung.SYNTHESISED: "systematic-review meta-analysis network-meta-analysis narrative-review scoping-review"
    " clinical-guideline",
}
_RUNG_OF = {ConceptId(design): rung for rung, designs in _RUNGS.items() for design in designs.split()}
NAMES = {
    Rung.PROPOSED: "only states a plan or an opinion",
    Rung.LABORATORY: "was done on cells, on animals or by calculation",
    Rung.UNCONTROLLED: "looked at people without a comparison",
}
"""What is to be said of a source that stands low."""


def highest_rung(designs: Iterable[ConceptId]) -> Rung | None:
    """The highest rung that a study stands on by its designs; ``None`` where none of them is on the ladder."""
    return max((_RUNG_OF[design] for design in designs if design in _RUNG_OF), default=None)
