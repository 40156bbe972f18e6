"""The colours can be read in both themes, and verdicts are told apart by every eye, and without any colour."""

from __future__ import annotations

import pytest

from bench.palette import THEMES, measure
from kg.explorer.signs import SEVERITIES, VERDICTS


@pytest.mark.parametrize("theme", THEMES)
def test_contrast_and_distance_of_colours_are_what_they_should_be(theme: str) -> None:
    figures = list(measure(theme))
    assert len(figures) == 20
    assert [str(figure) for figure in figures if figure.verdict != "met"] == []


def test_signs_differ_without_their_colours() -> None:
    signs = [sign.character for sign in (*VERDICTS.values(), *SEVERITIES.values())]
    assert len(set(signs)) == len(signs)
