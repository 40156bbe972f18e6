"""Forest plots and chains of mechanisms, drawn by the style sheet from figures that stand beside them as text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kg.explorer.chain_view import Basis, ChainStep
from kg.explorer.forest_view import Forest, ForestRow
from kg.explorer.glossary import explain
from kg.explorer.markup import Element, element, page_link
from kg.explorer.matrix_markup import ARROWS

__all__ = ["render_chain_steps", "render_forests"]


def render_forests(forests: Iterable[Forest]) -> Element | None:
    """Each measure on an axis of its own; ``None`` if there is none."""
    drawn = [_forest(forest) for forest in forests]
    return element("div", *drawn) if drawn else None


def _forest(forest: Forest) -> Element:
    low, high = forest.ends
    axis = element(
        "li",
        element("span"),
        element("span", element("span", f"{low:g}"), element("span", f"{high:g}"), style="ends"),
        element("span", f"line at {forest.null:g}: no difference", style="quiet"),
        style="axis",
    )
    rows = [_row(row, forest) for row in forest.rows]
    title = element("h4", "Sizes with their intervals: ", *explain(forest.measure))
    return element("section", title, element("ul", *rows, axis, style="forest"))


def _row(row: ForestRow, forest: Forest) -> Element:
    name = page_link("studies", {"study": row.study}, row.name) if row.study else element("strong", row.name)
    parts = (element("span", style="null"), element("span", style="interval"), element("span", style="point"))
    plot = element(
        "span",
        *parts,
        style="plot pooled" if row.is_pooled else "plot",
        role="hidden",
        figures=(*row.at, forest.null_at),
    )
    said = element("span", f"{row.size:g} ({row.low:g} to {row.high:g})", style="count")
    return element("li", element("span", name), plot, said)


def render_chain_steps(therapy: str, steps: Iterable[ChainStep], names: Mapping[str, str]) -> Element:
    """Therapy, mechanism and outcomes in layers from left to right, each link with what it rests on.

    Args:
        therapy: its name.
        steps: the mechanisms.
        names: what people call a study, by its key.
    """
    return element("ul", *(_chain(therapy, step, names) for step in steps), style="chains")


def _chain(therapy: str, step: ChainStep, names: Mapping[str, str]) -> Element:
    outcomes = [
        element(
            "li",
            element("span", f"{ARROWS.get(direction, '')} {outcome}", style="node outcome"),
            element("span", f"{direction}; ", _basis(basis, names)),
        )
        for outcome, direction, basis in step.outcomes
    ]
    return element(
        "li",
        element("span", therapy, style="node therapy"),
        element("ul", *(element("li", _basis(link, names)) for link in step.links), style="link", label="rests on"),
        element("span", step.mechanism, style="node mechanism"),
        element("span", "looked at together with", style="link quiet"),
        element("ul", *outcomes),
        style="chain",
    )


def _basis(basis: Basis, names: Mapping[str, str]) -> Element:
    ladder = "▮" * basis.step + "▯" * (basis.of - basis.step)
    return element(
        "span",
        element("span", ladder, style="ladder", role="hidden"),
        *explain(basis.words),
        " · ",
        page_link("studies", {"study": basis.study}, names.get(basis.study, basis.study)),
        style="basis",
    )
