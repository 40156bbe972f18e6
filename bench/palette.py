"""The explorer's colours against the page: contrast in both themes, and how far verdicts stay apart for every eye.

Colours are read from the style sheet and the theme, so nothing is typed twice. Contrast is WCAG 2.2's; what an eye
without one kind of cone sees is Machado, Oliveira and Fernandes' (2009) at full severity; distances are CIE76, of
which 2 to 3 can just be told. The goal of 10 is ours. A verdict also has a sign and a line of its own.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from itertools import combinations
from pathlib import Path
from typing import TypeAlias

from bench.figures import Figure, print_figures

__all__ = ["THEMES", "VERDICT_COLOURS", "contrast", "distance", "main", "measure", "read_palette"]

CHECKOUT = Path(__file__).resolve().parents[1]
THEMES = ("light", "dark")
VERDICT_COLOURS: Mapping[str, str] = {
    "contradicted": "bad",
    "reservations": "warn",
    "supported": "good",
    "not addressed": "cool",
    "unchecked": "quiet",
}
"""The verdicts that have a colour, with the name that the style sheet gives it."""
Colour: TypeAlias = tuple[float, float, float]
"""Red, green and blue as they are written, 0 to 1."""

_TOKEN = re.compile(r"--(\w+): light-dark\((#\w{6}), (#\w{6})\);")
_QUIET = re.compile(r"--quiet: color-mix\(in srgb, var\(--st-text-color\) (\d+)%, var\(--st-background-color\)\);")
_CONES: Mapping[str, tuple[Colour, Colour, Colour]] = {
    "every cone": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no long cones": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "no middle cones": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "no short cones": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def read_palette(theme: str) -> dict[str, Colour]:
    """Every colour of a theme by its name: ``paper``, ``panel``, ``text``, ``link``, ``primary`` and the tokens."""
    with (CHECKOUT / ".streamlit" / "config.toml").open("rb") as file:
        given = tomllib.load(file)["theme"][theme]
    css = (CHECKOUT / "kg" / "explorer" / "components" / "document.css").read_text(encoding="utf-8")
    palette = {name: _parse(given[f"{name}Color"]) for name in ("text", "link")}
    palette |= {"primary": _parse(given["primaryColor"]), "paper": _parse(given["backgroundColor"])}
    palette |= {"panel": _parse(given["secondaryBackgroundColor"])}
    palette |= {name: _parse(colours[THEMES.index(theme)]) for name, *colours in _TOKEN.findall(css)}
    share = int(_QUIET.findall(css)[0]) / 100
    text, paper = palette["text"], palette["paper"]
    mixed = [share * ink + (1 - share) * ground for ink, ground in zip(text, paper, strict=True)]
    return palette | {"quiet": (mixed[0], mixed[1], mixed[2])}


def contrast(one: Colour, other: Colour) -> float:
    """WCAG's contrast ratio, 1 to 21.

    >>> contrast((0, 0, 0), (1, 1, 1))
    21.0
    """
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def distance(one: Colour, other: Colour, cones: str = "every cone") -> float:
    """How far apart two colours look to an eye with these cones, in CIE76.

    >>> round(distance((0, 0, 0), (1, 1, 1)))
    100
    """
    pairs = zip(_lab(_seen(one, cones)), _lab(_seen(other, cones)), strict=True)
    return float(sum((first - second) ** 2 for first, second in pairs) ** 0.5)


def main() -> int:
    """Measure, print, and give back the exit status."""
    return print_figures([figure for theme in THEMES for figure in measure(theme)])


def measure(theme: str) -> Iterator[Figure]:
    """Contrasts of a theme, and its nearest verdicts to each kind of eye."""
    palette = read_palette(theme)
    for ground in ("paper", "panel"):
        for name in ("text", "link", *dict.fromkeys(VERDICT_COLOURS.values())):
            ratio = contrast(palette[name], palette[ground])
            yield Figure(f"{theme}: {name} on {ground}, contrast", ratio, "to 1", ">= 4.5")  # WCAG 1.4.3, AA
        yield Figure(f"{theme}: frames on {ground}", contrast(palette["primary"], palette[ground]), "to 1", ">= 3")
    for cones in _CONES:
        least, pair = min(
            (distance(palette[VERDICT_COLOURS[one]], palette[VERDICT_COLOURS[other]], cones), f"{one}, {other}")
            for one, other in combinations(VERDICT_COLOURS, 2)
        )
        yield Figure(f"{theme}, {cones}: nearest verdicts ({pair})", least, "CIE76", ">= 10")


def _parse(written: str) -> Colour:
    red, green, blue = (int(written[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _luminance(colour: Colour) -> float:
    red, green, blue = map(_linear, colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _seen(colour: Colour, cones: str) -> Colour:
    """What is left of a colour, as linear light."""
    light = [_linear(part) for part in colour]
    mixed = (sum(weight * part for weight, part in zip(row, light, strict=True)) for row in _CONES[cones])
    red, green, blue = (min(1.0, max(0.0, part)) for part in mixed)
    return red, green, blue


def _lab(light: Colour) -> Colour:
    """L*a*b* of linear light, under D65."""
    red, green, blue = light
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883
    first, second, third = (part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in (x, y, z))
    return 116 * second - 16, 500 * (first - second), 200 * (second - third)


if __name__ == "__main__":
    sys.exit(main())
