"""The evidence map as markup: a table of bubbles whose size, colour, sign and dots each tell one thing."""

from __future__ import annotations

from kg.explorer.evidence_view import MapCell, Matrix
from kg.explorer.glossary import explain
from kg.explorer.markup import Element, element, page_link
from kg.export.card_text import NO_RATING

__all__ = ["ARROWS", "render_matrix"]

ARROWS = {"increase": "↑", "decrease": "↓", "no change": "=", "mixed": "↕", "unclear": "≠"}
"""The sign of each direction."""
_MEANINGS = {
    "increase": "goes up",
    "decrease": "goes down",
    "no change": "stays",
    "mixed": "studies differ",
    "unclear": "changes, not told which way",
}
_PIPS = {4: "high", 3: "moderate", 2: "low", 1: "very low", 0: "not rated"}


def render_matrix(matrix: Matrix, *, condition: str = "", chosen: tuple[str, str] = ("", "")) -> Element:
    """The map with its legend; every bubble leads to the studies behind it.

    Args:
        matrix: what to show.
        condition: the key of the condition that it is of, kept in its links.
        chosen: the keys of the outcome and therapy that are shown below.
    """
    columns = [_column(key, name, condition, is_chosen=key == chosen[1]) for key, name in matrix.therapies]
    head = element("thead", element("tr", element("th", "What was measured"), *columns))
    rows = [
        element(
            "tr",
            element("th", name, role="rowheader"),
            *(
                _field(matrix.cells.get((outcome, therapy)), condition, is_chosen=(outcome, therapy) == chosen)
                for therapy, _ in matrix.therapies
            ),
        )
        for outcome, name in matrix.outcomes
    ]
    table = element("table", head, element("tbody", *rows), style="matrix", label="Evidence map")
    caps = element("ul", *(element("li", cap) for cap in matrix.caps), style="reasons")
    return element(
        "section",
        _legend(),
        element("div", table, style="wide", role="scroll", label="Evidence map, to be scrolled sideways"),
        element("details", element("summary", "How to read it"), caps, element("p", NO_RATING, style="quiet")),
    )


def _legend() -> Element:
    signs = [
        element("li", _dot(direction, 1.25), f"{direction}: {meaning}") for direction, meaning in _MEANINGS.items()
    ]
    pips = [element("li", _pips(number), name) for number, name in _PIPS.items()]
    sizes = [
        element("li", element("span", style="dot size", figures=(rem,)), words)
        for rem, words in ((1.15, "few people"), (2.5, "500 or more"))
    ]
    told: set[str] = set()
    return element(
        "div",
        element("p", *explain("Direction", told), style="legend-name"),
        element("ul", *signs),
        element("p", *explain("Certainty", told), style="legend-name"),
        element("ul", *pips),
        element("p", "People", style="legend-name"),
        element("ul", *sizes),
        style="map-legend",
    )


def _column(key: str, name: str, condition: str, *, is_chosen: bool) -> Element:
    link = page_link(
        "", {"therapy": key, "condition": condition}, element("span", name), role="current" if is_chosen else ""
    )
    return element("th", link, style="turned")


def _field(cell: MapCell | None, condition: str, *, is_chosen: bool) -> Element:
    if cell is None:
        return element("td", element("span", "no study", style="unseen"))
    asked = {"therapy": cell.therapy_key, "outcome": cell.outcome_key, "condition": condition}
    flag = element("span", "!", style="flag", role="hidden") if cell.is_conflicting else None
    bubble = page_link(
        "",
        asked,
        _dot(cell.direction, cell.diameter, is_hollow=cell.people is None),
        flag,
        _pips(cell.pips),
        style="bubble",
        label=_in_words(cell),
        role="current" if is_chosen else "",
        hint=_in_words(cell),
    )
    return element("td", bubble)


def _in_words(cell: MapCell) -> str:
    studies = "1 study" if cell.investigations == 1 else f"{cell.investigations} studies"
    people = "number of people not read" if cell.people is None else f"{cell.people:,} people"
    where = f" in {cell.condition}" if cell.condition else ""
    more = f"; {cell.more} more conditions" if cell.more else ""
    conflict = "; studies go opposite ways" if cell.is_conflicting else ""
    certainty = f"certainty {cell.certainty}" if cell.pips else "certainty not rated"
    return f"{cell.therapy}, {cell.outcome}{where}: {cell.direction}, {certainty}, {people}, {studies}{conflict}{more}"


def _dot(direction: str, rem: float, *, is_hollow: bool = False) -> Element:
    style = f"dot {direction.replace(' ', '-')}{' hollow' if is_hollow else ''}"
    return element("span", ARROWS.get(direction, ""), style=style, role="hidden", figures=(rem,))


def _pips(count: int) -> Element:
    return element("span", "●" * count + "○" * (4 - count), style="pips", role="hidden")
