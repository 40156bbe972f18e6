"""The graph page as markup: the legend, the ways, the cards, and the list that does what the picture does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from textwrap import shorten

from kg.composition import count_of
from kg.drawing import KINDS, link_words
from kg.explorer.graph_ask import Ask, iri_of, name_of
from kg.explorer.graph_view import Evidence, GraphView, GroupCard, LinkCard, Way
from kg.explorer.markup import Child, Element, element, external_link, page_link
from kg.explorer.thing_card import Card, CardFact, Neighbour
from kg.network import Picture, Thing, short_label
from kg.search import Hit, HitKind

__all__ = [
    "kind_sign",
    "render_card",
    "render_group",
    "render_hits",
    "render_kinds",
    "render_link",
    "render_list",
    "render_remarks",
    "render_ways",
]

_NEIGHBOURS_TOLD = 12
_STUDIES_TOLD = 4
_LONGEST_NAME = 70


def kind_sign(kind: str, *rest: Child) -> Element:
    """A kind by its shape and name."""
    style = KINDS[kind]
    glyph = element("span", style.glyph, style=f"shape kind-{kind}", role="hidden")
    return element("span", glyph, *(rest or (kind,)), style="kind")


def render_kinds(picture: Picture) -> Element:
    """The legend: which shape is which kind, and what lines and broken rims mean."""
    kinds = {thing.kind for thing in picture.things}
    signs = [element("li", kind_sign(kind)) for kind in KINDS if kind in kinds]
    if any(thing.members for thing in picture.things):
        signs.append(element("li", element("span", "▢", style="shape", role="hidden"), "broken rim: several as one"))
    signs.append(element("li", element("span", "━", style="shape", role="hidden"), "thicker: more reports"))
    return element("ul", *signs, style="kinds", label="Legend")


def render_remarks(view: GraphView) -> Element:
    """How much is drawn, and what is not."""
    count = len(view.picture.things)
    drawn = f"{count_of(count, 'thing')} and {count_of(len(view.picture.links), 'link')} are drawn."
    return element("p", " ".join((drawn, *view.remarks)), style="quiet")


def render_unknown(names: Sequence[str]) -> Element:
    """That the address names things which are not in this graph, so that something else is shown."""
    shown = ", ".join(f"“{name[:80]}”" for name in names)
    return element("p", f"There is nothing here called {shown}. What is shown is around something that there is.")


def render_hits(hits: Sequence[Hit], ask: Ask) -> Element:
    """What was found by words, each to start from."""
    if not hits:
        return element("p", "No study, claim or article holds all these words.", style="quiet")
    items = []
    for hit in hits:
        iri = hit.iri if hit.kind in (HitKind.CLAIM, HitKind.ARTICLE) else iri_of(f"study/{hit.key}")
        kind = {HitKind.CLAIM: "claim", HitKind.ARTICLE: "article"}.get(hit.kind, "study")
        words = hit.snippet if hit.kind is HitKind.CLAIM else hit.title
        link = page_link("", ask.parameters(focus=name_of(iri), node="", edge="", open="", find=""), words)
        items.append(element("li", kind_sign(kind, link)))
    return element("ul", *items, style="found", label="Found")


def render_ways(view: GraphView) -> Element | None:
    """The ways to the goal, each step in words with what it rests on."""
    if not view.ask.goal:
        return None
    if not view.ways:
        return element("section", element("h3", "No way found"), style="ways")
    title = "The way" if len(view.ways) == 1 else f"{len(view.ways)} ways"
    ways = [_way(way, number, view.ask) for number, way in enumerate(view.ways, start=1)]
    more = element("p", f"{view.further} more are not told here.", style="quiet") if view.further else None
    reset = page_link("", view.ask.parameters(path=""), "Show all alike") if view.ask.path else None
    back = page_link("", view.ask.parameters(to="", path="", node="", edge=""), "Back to what lies around")
    links = element("p", reset, " · " if reset else None, back, style="quiet")
    return element("section", element("h3", title), element("ol", *ways), more, links, style="ways")


def _way(way: Way, number: int, ask: Ask) -> Element:
    names: list[Child] = []
    for thing in way.things:
        names += [" → ", kind_sign(thing.kind, short_label(thing.label))]
    is_bright = ask.path == number
    asked = ask.parameters(path=str(number), node="", edge="")
    head = page_link("", asked, f"{number} ", *names[1:], style="way", role="current" if is_bright else "")
    return element("li", head, element("ul", *(_step(step, ask) for step in way.steps), style="steps-told"))


def _step(step: LinkCard, ask: Ask) -> Element:
    link = page_link(
        "", ask.choosing_edge(name_of(step.source.iri), name_of(step.target.iri)), "evidence", style="more"
    )
    studies = [_study(each) for each in step.evidence[:_STUDIES_TOLD]]
    spaced = [piece for study in studies for piece in (" · ", study)][1:]
    rest = len(step.evidence) - len(studies) + step.further
    more = f" and {rest:,} more" if rest else ""
    said = [f" {remark}" for remark in step.remarks]
    return element(
        "li",
        element("p", step.words, *said, " ", link if step.evidence else None),
        element("p", *spaced, more, style="quiet") if studies else None,
    )


def _study(each: Evidence) -> Element:
    return page_link("studies", {"study": each.study.removeprefix("study/")}, each.label)


def render_link(card: LinkCard, ask: Ask) -> Element:
    """What a link says, and every report behind it."""
    ends = element("p", _thing(card.source, ask), " → ", _thing(card.target, ask))
    remarks = [element("p", remark, style="quiet") for remark in card.remarks]
    rows = [_evidence_row(each) for each in card.evidence]
    more = element("p", f"{card.further:,} older reports are not listed here.", style="quiet") if card.further else None
    heading = element("h4", "What it rests on ", element("span", "our paraphrase", style="badge quiet"))
    return element(
        "section",
        element("h3", card.words),
        ends,
        *remarks,
        heading if rows else None,
        element("ul", *rows, style="facts") if rows else None,
        more,
        style="card",
    )


def _thing(thing: Thing, ask: Ask) -> Element:
    return kind_sign(
        thing.kind or "criterion", page_link("", ask.choosing(name_of(thing.iri)), short_label(thing.label))
    )


def _evidence_row(each: Evidence) -> Element:
    excluded = element("strong", " counts for nothing: see its notices", style="error") if each.is_excluded else None
    rung = element("span", each.rung, style="badge quiet") if each.rung else None
    says = [element("p", text, " ", element("span", place, style="quiet")) for text, place in each.says]
    nothing = element("p", "Names it, without a result of its own.", style="quiet") if not says else None
    return element("li", element("p", _study(each), " ", rung, excluded), *says, nothing)


def render_group(card: GroupCard, ask: Ask) -> Element:
    """Things that are drawn as one."""
    names = [
        element("li", page_link("", ask.parameters(focus=name_of(each.iri), open="", node="", edge=""), each.label))
        for each in card.first
    ]
    order = "The newest first." if card.kind == "study" else ""
    more = f"{card.further:,} more are not listed here." if card.further else ""
    verb = "look at" if card.kind == "study" else "speak of"
    each = page_link("", ask.parameters(each="yes", limit="80"), "Draw them one by one", style="explore")
    return element(
        "section",
        kind_sign(card.kind),
        element("h3", f"{card.label} {verb} {short_label(card.hub.label)}"),
        None if ask.is_each else each,
        element("ul", *names, style="found"),
        element("p", " ".join(filter(None, (order, more))), style="quiet") if order or more else None,
        style="card",
    )


def render_card(card: Card, ask: Ask) -> Element:
    """What is known of a thing, with ways on."""
    return element("section", *_parts(card, ask), style="card")


def _parts(card: Card, ask: Ask) -> Iterator[Element]:
    yield kind_sign(card.kind)
    yield element("h3", card.label)
    if card.text and card.text != card.label:
        yield element("p", card.text)
    for remark in card.remarks:
        yield element("p", remark, style="quiet")
    if card.name != ask.focus:
        yield element("p", *_ways_on(card, ask), style="ways-on")
    if card.article:
        asked = {"article": card.article, "claim": card.claim or ""}
        yield element("p", page_link("article", asked, "Open it in the article" if card.claim else "Open the article"))
    if card.kind == "study":
        yield element("p", page_link("studies", {"study": card.name.removeprefix("study/")}, "Open the study"))
    if card.kind == "therapy":
        yield element(
            "p", page_link("evidence", {"therapy": card.name.removeprefix("concept/")}, "Open its evidence card")
        )
    if card.address:
        yield element("p", external_link(card.address, card.address.removeprefix("https://")))
    yield from _links(card, ask)
    if card.facts:
        yield element("h4", "What studies report ", element("span", "our paraphrase", style="badge quiet"))
        yield element("ul", *(_fact(fact, ask) for fact in card.facts), style="facts")
    if card.further:
        yield element("p", f"{card.further} further facts are not listed here.", style="quiet")


def _ways_on(card: Card, ask: Ask) -> Iterator[Child]:
    if not ask.goal:
        words = "Close it again" if card.name in ask.opened else "Open what lies around it"
        yield page_link("", ask.opening(card.name), words, style="explore")
        yield " "
    start = {"focus": card.name, "to": "", "path": "", "open": "", "node": "", "edge": ""}
    yield page_link("", ask.parameters(**start), "Explore from here", style="explore")
    yield " "
    yield page_link("", ask.parameters(to=card.name, path="", node="", edge=""), "Find the ways here", style="explore")


def _fact(fact: CardFact, ask: Ask) -> Element:
    place = element("span", fact.place, style="quiet")
    source = page_link("", ask.parameters(focus=fact.study, node="", edge="", to=""), place) if fact.study else place
    return element("li", element("p", fact.text), source)


def _links(card: Card, ask: Ask) -> Iterator[Element]:
    for relation, group in groupby(card.neighbours, key=lambda neighbour: neighbour.relation):
        neighbours = list(group)
        told = [element("li", *_neighbour(card, each, ask)) for each in neighbours[:_NEIGHBOURS_TOLD]]
        rest = len(neighbours) - len(told)
        more = element("li", f"and {rest} more", style="quiet") if rest else None
        title = element("summary", f"{relation} · {len(neighbours)}")
        yield element("details", title, element("ul", *told, more), style="axes")


def _neighbour(card: Card, each: Neighbour, ask: Ask) -> Iterator[Child]:
    start = {"focus": each.name, "to": "", "path": "", "open": "", "node": "", "edge": ""}
    yield page_link("", ask.parameters(**start), each.label)
    if each.reports:
        ends = (card.name, each.name) if each.is_out else (each.name, card.name)
        yield " · "
        yield page_link("", ask.choosing_edge(*ends), count_of(each.reports, "report"), style="quiet")


def render_list(view: GraphView) -> Element:
    """Everything that is drawn, as a list: what a click in the picture does, each name and link does too."""
    things = sorted(view.picture.things, key=lambda thing: (list(KINDS).index(thing.kind), thing.label.casefold()))
    parts: list[Element] = []
    for kind, group in groupby(things, key=lambda thing: thing.kind):
        items = [_listed(thing, view) for thing in group]
        parts.append(element("section", element("h4", kind_sign(kind)), element("ul", *items)))
    names = {thing.iri: short_label(thing.label) for thing in things}
    links = [
        element(
            "li",
            page_link(
                "",
                view.ask.choosing_edge(name_of(link.source), name_of(link.target)),
                f"{names[link.source]} → {names[link.target]}",
                role="current" if link == view.link else "",
            ),
            element("span", link_words(link), style="line"),
        )
        for link in view.picture.links
    ]
    told = element("details", element("summary", f"Links · {len(links)}"), element("ul", *links), style="axes")
    title = element("h3", "Everything in the picture")
    return element("nav", title, element("div", *parts, style="columns"), told, style="drawn", label="In the picture")


def _listed(thing: Thing, view: GraphView) -> Element:
    is_chosen = view.link is None and thing.iri == view.chosen.iri
    link = page_link(
        "",
        view.ask.choosing(name_of(thing.iri)),
        shorten(short_label(thing.label) if thing.kind == "study" else thing.label, _LONGEST_NAME, placeholder=" …"),
        role="current" if is_chosen else "",
    )
    return element("li", link)
