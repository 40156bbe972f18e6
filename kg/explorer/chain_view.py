"""Mechanism chains in layers: therapy, mechanism, outcome, and what each link rests on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg.cards import MechanismChain
from kg.model import Setting
from kg.model.appraisal import Rung

__all__ = ["Basis", "ChainStep", "layer_chains"]

_STEPS_TO_HUMANS = (Setting.PROPOSED, Setting.MODEL, Setting.IN_VITRO, Setting.ANIMAL, Setting.HUMAN)


@dataclass(frozen=True, slots=True)
class Basis:
    """What a link of a chain rests on: how near that is to people, from 1 to ``of``, and a study.

    Attributes:
        step: 0 where the study does not tell.
    """

    words: str
    step: int
    of: int
    study: str


@dataclass(frozen=True, slots=True)
class ChainStep:
    """A mechanism of a therapy: in what and by which studies it was looked at, and which outcomes it leads to."""

    mechanism: str
    links: tuple[Basis, ...]
    outcomes: tuple[tuple[str, str, Basis], ...]


def layer_chains(chains: Iterable[MechanismChain]) -> tuple[ChainStep, ...]:
    """Chains of one therapy in layers: mechanism by mechanism, its links to the therapy and on to outcomes.

    What comes nearest to people stands first.
    """
    by_mechanism: dict[str, list[MechanismChain]] = {}
    for chain in chains:
        by_mechanism.setdefault(chain.mechanism, []).append(chain)
    steps = [
        ChainStep(
            mechanism,
            tuple(dict.fromkeys(_setting(each) for each in found)),
            tuple(dict.fromkeys((each.outcome, each.direction, _rung(each)) for each in found)),
        )
        for mechanism, found in sorted(by_mechanism.items())
    ]
    return tuple(sorted(steps, key=lambda step: -max(link.step for link in step.links)))


def _setting(chain: MechanismChain) -> Basis:
    settings = [setting.value for setting in _STEPS_TO_HUMANS]
    step = settings.index(chain.link_basis) + 1 if chain.link_basis in settings else 0
    return Basis(chain.link_basis or "setting not told", step, len(settings), chain.link_study)


def _rung(chain: MechanismChain) -> Basis:
    rungs = [rung.value for rung in Rung]
    step = rungs.index(chain.outcome_basis) + 1 if chain.outcome_basis in rungs else 0
    return Basis(chain.outcome_basis or "no rung", step, len(rungs), chain.outcome_study)
