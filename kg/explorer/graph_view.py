"""What the graph page shows: a picture, the ways that were asked for, and the card of what was chosen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from textwrap import shorten

from kg.composition import compose, compose_paths, count_of
from kg.explorer.graph_ask import Ask, iri_of, name_of
from kg.model.card import NO_PLACE
from kg.neighbourhood import MOST_REPORTS, Neighbourhoods, Report, Tie, Told
from kg.network import Link, Path, Picture, Point, Thing, place, place_paths, short_label
from kg.ways import find_ways

__all__ = [
    "QUERIES",
    "Evidence",
    "GraphView",
    "GroupCard",
    "LinkCard",
    "Way",
    "build_view",
    "find_start",
    "list_starts",
    "read_group_card",
    "read_link_card",
]

QUERIES = (
    "network_names",
    "network_ties",
    "network_neighbours",
    "network_counts",
    "network_studies",
    "network_claims",
    "network_reports",
    "network_evidence",
)
"""The questions behind the page."""

_STARTS = ("therapy", "mechanism", "outcome", "condition", "population", "criterion", "article")
_MOST_WAYS = 6
_REPORTS_OF_A_STEP = 12
_MOST_LISTED = 30
_LONGEST_LABEL = 60


@dataclass(frozen=True, slots=True)
class Evidence:
    """One report behind a link.

    Attributes:
        study: its name in links.
        label: authors and year.
        says: what it reports of the link's second end, each with its place.
        rung: on the ladder of evidence; empty where it stands on none.
        is_excluded: whether an editorial notice makes it count for nothing.
    """

    study: str
    label: str
    says: tuple[tuple[str, str], ...]
    rung: str
    is_excluded: bool


@dataclass(frozen=True, slots=True)
class LinkCard:
    """What a link says, and what it rests on.

    Attributes:
        source, target: its ends.
        words: the link as a sentence.
        remarks: what the evidence says in sum, and what is to be minded.
        evidence: the reports, the newest first.
        further: how many reports are not among them.
    """

    source: Thing
    target: Thing
    words: str
    remarks: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    further: int


@dataclass(frozen=True, slots=True)
class GroupCard:
    """Things that are drawn as one, and the first of them."""

    label: str
    kind: str
    hub: Thing
    first: tuple[Thing, ...]
    further: int


@dataclass(frozen=True, slots=True)
class Way:
    """A path in words: its things in order, and a card for each step."""

    things: tuple[Thing, ...]
    steps: tuple[LinkCard, ...]


@dataclass(frozen=True, slots=True)
class GraphView:
    """The page.

    Attributes:
        ask: what was asked for.
        picture: what is drawn, at these points.
        bright: what stands out; ``None`` if nothing does.
        ways: to the goal, if one was asked for; ``further`` of them are not told.
        remarks: what is not drawn as it is, and what was looked for and is not there.
    """

    ask: Ask
    picture: Picture
    points: Mapping[str, Point]
    bright: Path | None
    ways: tuple[Way, ...]
    further: int
    remarks: tuple[str, ...]

    @property
    def link(self) -> Link | None:
        """The link that was chosen, if it is drawn."""
        if not self.ask.edge:
            return None
        ends = tuple(map(iri_of, self.ask.edge))
        return next((link for link in self.picture.links if (link.source, link.target) == ends), None)

    @property
    def is_chosen(self) -> bool:
        """Whether a thing or link that is drawn was chosen."""
        return self.link is not None or bool(self.ask.node)

    @property
    def title(self) -> str:
        """What the picture shows, in a few words."""
        start = short_label(self.picture.things[0].label)
        goal = self.picture.find(iri_of(self.ask.goal)) if self.ask.goal else None
        return f"From {start} to {short_label(goal.label)}" if goal else f"Around {start}"

    @property
    def chosen(self) -> Thing:
        """The thing whose card is shown: what was chosen if it is drawn, else what the picture is around."""
        return self.picture.find(iri_of(self.ask.chosen)) or self.picture.things[0]


def list_starts(source: Neighbourhoods, *, asked: str = "") -> Mapping[str, str]:
    """Where a walk can start: kind and label by name, therapies first.

    Args:
        source: the graph.
        asked: the name of something to offer whatever it is.
    """
    starts = [thing for kind in _STARTS for thing in source.names.by_kind.get(kind, ())]
    further = source.find(iri_of(asked)) if asked else None
    if further is not None and further not in starts:
        starts.append(further)
    return {name_of(thing.iri): f"{thing.label} · {thing.kind}" for thing in starts}


def find_start(source: Neighbourhoods) -> str:
    """The name of the therapy that most studies look at; of the first thing there is without one; else empty."""
    therapies = source.names.by_kind.get("therapy", ())
    best = source.busiest(thing.iri for thing in therapies)
    first = next(iter(list_starts(source)), "")
    return name_of(best) if best is not None else first


def build_view(source: Neighbourhoods, ask: Ask) -> GraphView:
    """The page that was asked for."""
    focus, goal = iri_of(ask.focus), iri_of(ask.goal) if ask.goal else ""
    if not goal:
        hubs = (focus, *map(iri_of, ask.opened))
        picture = compose(source, hubs, kinds=ask.kinds, most=ask.most, is_each=ask.is_each)
        return GraphView(ask, picture, _lay_out(picture, ask.layout), None, (), 0, picture.remarks)
    paths = find_ways(source, focus, goal)
    told = paths[:_MOST_WAYS]
    picture, points = compose_paths(source, told, focus), place_paths(told, focus)
    bright = told[ask.path - 1] if 0 < ask.path <= len(told) else None
    ways = tuple(_tell(source, path) for path in told)
    remarks = tuple(_remark_on(source, paths, focus, goal))
    return GraphView(ask, picture, points, bright, ways, len(paths) - len(told), remarks)


_lay_out = lru_cache(maxsize=32)(place)
"""A choice in a picture moves nothing, so it need not be laid out again."""


def _tell(source: Neighbourhoods, path: Path) -> Way:
    things = tuple(thing for iri in path.nodes if (thing := source.find(iri)) is not None)
    return Way(things, tuple(read_link_card(source, link, most=_REPORTS_OF_A_STEP) for link in path.links))


def _remark_on(source: Neighbourhoods, paths: Sequence[Path], start: str, goal: str) -> Sequence[str]:
    """What the ways do not say."""
    ends = [thing for iri in (start, goal) if (thing := source.find(iri)) is not None]
    names = " and ".join(short_label(thing.label) for thing in ends)
    if not paths:
        return [f"No way of up to three steps links {names} in this graph."]
    remarks = ["No way says that one thing brings about the other: each step tells what it rests on."]
    if {thing.kind for thing in ends} == {"therapy", "outcome"}:
        two_steps = (path for path in paths if len(path.links) == 2)
        if not any(Tie.GOES_WITH in {link.relation for link in path.links} for path in two_steps):
            therapy, outcome = sorted(ends, key=lambda thing: thing.kind != "therapy")
            remarks.append(
                f"No report in this graph looks at a mechanism of {therapy.label} together with {outcome.label} itself."
            )
    return remarks


def read_link_card(source: Neighbourhoods, link: Link, *, most: int = MOST_REPORTS) -> LinkCard:
    """What a link says and rests on.

    Args:
        source: the graph.
        link: a link of it.
        most: how many reports to read, the newest first.
    """
    ends = [source.find(iri) or Thing(iri, "", name_of(iri)) for iri in (link.source, link.target)]
    reports = source.reports(link, most)
    return LinkCard(
        ends[0],
        ends[1],
        _sentence(link, ends[0], ends[1]),
        tuple(_sums(reports, link)) if reports else (),
        tuple(map(_evidence, reports)),
        max(link.reports - len(reports), 0),
    )


def _evidence(report: Report) -> Evidence:
    label = shorten(short_label(report.study.label), _LONGEST_LABEL, placeholder=" …")
    says = tuple((_said(told), _place(told)) for told in report.told)
    return Evidence(name_of(report.study.iri), label, says, report.rung or "", report.is_excluded)


def _said(told: Told) -> str:
    where = f"looked at in {told.tested_in}" if told.tested_in else None
    direction = told.direction if not told.tested_in or told.direction != "not measured" else None
    return f"{told.outcome.replace('-', ' ')}: {', '.join(part for part in (direction, told.value, where) if part)}"


def _place(told: Told) -> str:
    return f"{told.part or NO_PLACE} · confidence {told.confidence or 'unstated'}"


def _sentence(link: Link, source: Thing, target: Thing) -> str:
    one, two = short_label(source.label), short_label(target.label)
    reports = count_of(link.reports, "report")
    is_one = link.reports == 1
    match link.relation:
        case Tie.STUDIED_FOR:
            return f"{reports} {'tries' if is_one else 'try'} {one} and {'tells' if is_one else 'tell'} of {two}."
        case Tie.ACTS_THROUGH:
            return f"{reports} {'links' if is_one else 'link'} {one} with {two}, a mechanism."
        case Tie.GOES_WITH:
            return f"{reports} {'looks' if is_one else 'look'} at {one} and {'tells' if is_one else 'tell'} of {two}."
        case Tie.STUDIED_IN | Tie.STUDIED_AMONG:
            return f"{reports} {'tries' if is_one else 'try'} {one} in people of this kind: {two}."
        case Tie.STUDIED_WITHOUT:
            return f"{reports} of {one} {'leaves' if is_one else 'leave'} out: {two}."
    return f"{one} {link.relation} {two}."


def _sums(reports: Sequence[Report], link: Link) -> Iterator[str]:
    """What all reports that were read say together, and which of them do not count."""
    of = f" (of the {len(reports)} newest)" if link.reports > len(reports) else ""
    if link.relation == Tie.ACTS_THROUGH:
        settings = Counter(told.tested_in or "setting not told" for report in reports for told in report.told)
        yield f"Looked at in{of}: {_counted(settings)}. A mechanism does not show that a therapy works."
    else:
        directions = Counter(told.direction for report in reports for told in report.told)
        del directions["not measured"]
        if directions:
            yield f"Results by direction{of}: {_counted(directions)}."
    independent = len({report.group or report.study.iri for report in reports})
    if independent < len(reports):
        yield f"They are of {'one study' if independent == 1 else f'{independent} independent studies'}."
    excluded = sum(report.is_excluded for report in reports)
    if excluded:
        yield f"An editorial notice makes {count_of(excluded, 'report')} of them count for nothing."


def _counted(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {number}" for name, number in counts.most_common())


def read_group_card(source: Neighbourhoods, group: Thing) -> GroupCard | None:
    """The things that a group stands for; those that are drawn by themselves are listed too."""
    hub = source.find(group.iri.partition("#")[0])
    if hub is None:
        return None
    iris = source.members(hub.iri, group.kind)[:_MOST_LISTED]
    first = tuple(thing for iri in iris if (thing := source.find(iri)) is not None)
    return GroupCard(group.label, group.kind, hub, first, max(group.members - len(first), 0))
