"""The graph page as markup: the legend, and the card of a node."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from kg.drawing import KINDS
from kg.explorer.graph_view import Card, CardFact
from kg.explorer.markup import Element, element, external_link, page_link

__all__ = ["kind_sign", "render_card", "render_kinds"]

_NEIGHBOURS_TOLD = 12


def kind_sign(kind: str) -> Element:
    """A kind by its shape and name."""
    style = KINDS[kind]
    return element("span", element("span", style.glyph, style=f"shape kind-{kind}", role="hidden"), kind, style="kind")


def render_kinds() -> Element:
    """The legend: which shape is which kind."""
    signs = [element("li", kind_sign(kind)) for kind in KINDS]
    return element("ul", *signs, style="kinds", label="Legend: the shape and colour of each kind")


def render_card(card: Card, *, is_focus: bool) -> Element:
    """What is known of a node, with a way on."""
    return element("section", *_parts(card, is_focus=is_focus), style="card")


def _parts(card: Card, *, is_focus: bool) -> Iterator[Element]:
    yield kind_sign(card.kind)
    yield element("h3", card.label)
    if card.text and card.text != card.label:
        yield element("p", card.text)
    for remark in card.remarks:
        yield element("p", remark, style="quiet")
    if not is_focus:
        yield page_link("", {"focus": card.name}, "Explore from here", style="explore")
    if card.article:
        asked = {"article": card.article, "claim": card.claim or ""}
        yield element("p", page_link("article", asked, "Open it in the article" if card.claim else "Open the article"))
    if card.kind == "study":
        yield element("p", page_link("studies", {"study": card.name.removeprefix("study/")}, "Open the study"))
    if card.address:
        yield element("p", external_link(card.address, card.address.removeprefix("https://")))
    if card.facts:
        yield element("h4", "What studies report ", element("span", "our paraphrase", style="badge quiet"))
        yield element("ul", *(_fact(fact) for fact in card.facts), style="facts")
    if card.further:
        yield element("p", f"{card.further} further facts are not listed here.", style="quiet")
    yield from _links(card)


def _fact(fact: CardFact) -> Element:
    place = element("span", fact.place, style="quiet")
    source = page_link("", {"focus": fact.study}, place) if fact.study else place
    return element("li", element("p", fact.text), source)


def _links(card: Card) -> Iterator[Element]:
    for relation, group in groupby(card.neighbours, key=lambda neighbour: neighbour.relation):
        neighbours = list(group)
        told = [
            element("li", page_link("", {"focus": neighbour.name}, neighbour.label))
            for neighbour in neighbours[:_NEIGHBOURS_TOLD]
        ]
        rest = len(neighbours) - len(told)
        more = element("li", f"and {rest} more", style="quiet") if rest else None
        title = element("summary", f"{relation} · {len(neighbours)}")
        yield element("details", title, element("ul", *told, more), style="axes")
