"""What the address of the graph page asks for, checked against what there is, and the addresses of other views."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kg.drawing import KINDS
from kg.explorer.links import find_member
from kg.neighbourhood import Neighbourhoods
from kg.network import Layout
from kg.prefixes import BASE

__all__ = ["FIRST_KINDS", "FIRST_LIMIT", "LIMITS", "Ask", "iri_of", "list_unknown", "name_of", "read_ask"]

FIRST_KINDS = ("therapy", "mechanism", "outcome", "study", "claim")
LIMITS = ("10", "20", "40", "80", "150", "300")
FIRST_LIMIT = "20"
_IDS = f"{BASE}id/"
_BETWEEN = "|"
_MOST_OPENED = 12


def name_of(iri: str) -> str:
    """An IRI as links name it.

    >>> name_of("https://evidence-kg.example/id/study/smith-2020")
    'study/smith-2020'
    """
    return iri.removeprefix(_IDS)


def iri_of(name: str) -> str:
    """The IRI that a link names.

    >>> iri_of("study/smith-2020")
    'https://evidence-kg.example/id/study/smith-2020'
    """
    return f"{_IDS}{name}"


@dataclass(frozen=True, slots=True)
class Ask:
    """What to show; every name is of something that there is.

    Attributes:
        focus: what the picture is around, as links name it.
        opened: what was opened after it, in order.
        kinds: what to draw.
        most: how many things to draw around the focus.
        is_each: whether studies and claims are drawn one by one.
        node: the thing, or group of things, whose card is shown; empty for the focus.
        edge: the two ends of the link whose card is shown; empty for none.
        goal: where a way is to lead to; empty for none.
        path: which way stands out, from 1; 0 for all of them.
    """

    focus: str
    opened: tuple[str, ...] = ()
    kinds: tuple[str, ...] = FIRST_KINDS
    most: int = int(FIRST_LIMIT)
    layout: Layout = Layout.LAYERED
    is_each: bool = False
    node: str = ""
    edge: tuple[str, str] | tuple[()] = ()
    goal: str = ""
    path: int = 0

    @property
    def chosen(self) -> str:
        """The thing or group whose card is shown, where it is no link's."""
        return self.node or self.focus

    def parameters(self, **changes: str) -> dict[str, str]:
        """The query parameters of this view with some of them changed; what is as at first is left out."""
        given = {
            "focus": self.focus,
            "to": self.goal,
            "path": str(self.path or ""),
            "open": _BETWEEN.join(self.opened),
            "kinds": ".".join(self.kinds) if self.kinds != FIRST_KINDS else "",
            "limit": str(self.most) if str(self.most) != FIRST_LIMIT else "",
            "layout": self.layout.value if self.layout is not Layout.LAYERED else "",
            "each": "yes" if self.is_each else "",
            "node": self.node,
            "edge": _BETWEEN.join(self.edge),
        }
        return {name: value for name, value in {**given, **changes}.items() if value}

    def choosing(self, name: str) -> dict[str, str]:
        """The same view with the card of this thing."""
        return self.parameters(node="" if name == self.focus else name, edge="")

    def choosing_edge(self, source: str, target: str) -> dict[str, str]:
        """The same view with the card of the link between these."""
        return self.parameters(edge=_BETWEEN.join((source, target)), node="")

    def opening(self, name: str) -> dict[str, str]:
        """The same view with what lies around this thing drawn too, or no longer."""
        left = [each for each in self.opened if each != name]
        opened = left if name in self.opened else [*left, name][-_MOST_OPENED:]
        return self.parameters(open=_BETWEEN.join(opened), node=name, edge="")


def read_ask(parameters: Mapping[str, str], source: Neighbourhoods, fallback: str) -> Ask:
    """What these query parameters ask for; what does not exist is left out.

    Args:
        parameters: as they stand in the address.
        source: the graph.
        fallback: the name of what the picture is around if the address names nothing that exists.
    """

    def known(name: str) -> str:
        return name if name and source.find(iri_of(name)) is not None else ""

    focus = known(parameters.get("focus", "")) or fallback
    opened = dict.fromkeys(filter(None, map(known, parameters.get("open", "").split(_BETWEEN)[:_MOST_OPENED])))
    node = parameters.get("node", "")
    hub, _, kind = node.partition("#")
    edge = tuple(parameters.get("edge", "").split(_BETWEEN))
    limit = parameters.get("limit", FIRST_LIMIT)
    goal, number = known(parameters.get("to", "")), parameters.get("path", "")
    return Ask(
        focus=focus,
        opened=tuple(name for name in opened if name != focus),
        kinds=read_kinds(parameters.get("kinds", "")),
        most=int(limit if limit in LIMITS else FIRST_LIMIT),
        layout=find_member(parameters.get("layout"), Layout) or Layout.LAYERED,
        is_each=parameters.get("each") == "yes",
        node=node if known(hub) and (not kind or kind in KINDS) and node != focus else "",
        edge=(edge[0], edge[1]) if len(edge) == 2 and all(known(end.partition("#")[0]) for end in edge) else (),
        goal=goal if goal != focus else "",
        path=int(number) if number.isascii() and number.isdigit() and len(number) < 4 else 0,
    )


def list_unknown(parameters: Mapping[str, str], source: Neighbourhoods) -> tuple[str, ...]:
    """The names of an address that nothing has, as it writes them: what it is around, and where a way is to lead."""
    asked = filter(None, (parameters.get("focus", ""), parameters.get("to", "")))
    return tuple(name for name in dict.fromkeys(asked) if source.find(iri_of(name)) is None)


def read_kinds(value: str) -> tuple[str, ...]:
    """The kinds that a parameter names, in their order; those to begin with if it names none.

    >>> read_kinds("study.therapy.<b>"), read_kinds("") == FIRST_KINDS
    (('therapy', 'study'), True)
    """
    named = value.split(".")
    return tuple(kind for kind in KINDS if kind in named) or FIRST_KINDS
