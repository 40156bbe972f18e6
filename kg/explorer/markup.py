"""Pages as trees of elements whose words stay words.

Articles and sources are written by strangers. A tree holds their text as text: the browser side builds it with
``textContent`` and knows no other way, so nothing in an article can become a tag, a link or a script.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import urlencode, urlsplit

__all__ = ["Child", "Element", "JsonElement", "element", "external_link", "page_link"]

Child: TypeAlias = "Element | str"
JsonElement: TypeAlias = "str | dict[str, str | list[JsonElement] | list[float]]"

_TAGS = frozenset(
    "a article aside blockquote caption dd del details div dl dt footer h2 h3 h4 header ins kbd li mark nav ol p "
    "section span strong summary sup table tbody td th thead tr ul".split()
)


@dataclass(frozen=True, slots=True)
class Element:
    """One element.

    Attributes:
        tag: its name in HTML.
        children: elements and plain texts, in order.
        style: the classes that the style sheet knows.
        href: where a link leads: a page of the explorer, or an address outside that opens only when chosen.
        label: what a screen reader says in place of the text.
        hint: what shows when the pointer rests on it.
        role: its part in the page where the tag does not tell; ``current`` marks what is selected, ``hidden`` what a
            screen reader passes over, ``open`` what is unfolded at first, ``scroll`` what the keyboard can scroll;
            a link that is ``copy`` puts its address into the clipboard, and one that is ``print`` prints the page.
        figures: what the style sheet draws with, as ``--figure-1`` and so on.
        key: the key that follows a link from anywhere on the page where nothing is typed.
    """

    tag: str
    children: tuple[Child, ...] = ()
    style: str = ""
    href: str = ""
    label: str = ""
    hint: str = ""
    role: str = ""
    figures: tuple[float, ...] = ()
    key: str = ""

    def __post_init__(self) -> None:
        if self.tag not in _TAGS:
            raise ValueError(f"pages are not made of <{self.tag}>")

    def to_json(self) -> JsonElement:
        """The tree in JSON's types, without what is empty."""
        named = {
            "tag": self.tag,
            "style": self.style,
            "href": self.href,
            "label": self.label,
            "hint": self.hint,
            "role": self.role,
            "key": self.key,
        }
        data: dict[str, str | list[JsonElement] | list[float]] = {name: value for name, value in named.items() if value}
        if self.figures:
            data["figures"] = list(self.figures)
        if self.children:
            data["children"] = [child if isinstance(child, str) else child.to_json() for child in self.children]
        return data

    @property
    def text(self) -> str:
        """All its words, in order."""
        return "".join(child if isinstance(child, str) else child.text for child in self.children)


def element(
    tag: str,
    *children: Child | None,
    style: str = "",
    label: str = "",
    hint: str = "",
    role: str = "",
    figures: tuple[float, ...] = (),
) -> Element:
    """An element of these children; ``None`` among them is left out.

    >>> element("p", "Two ", None, element("strong", "words")).text
    'Two words'
    """
    kept = tuple(child for child in children if child is not None)
    return Element(tag, kept, style=style, label=label, hint=hint, role=role, figures=figures)


def page_link(
    page: str,
    parameters: dict[str, str],
    *children: Child | None,
    style: str = "",
    label: str = "",
    role: str = "",
    hint: str = "",
) -> Element:
    """A link to a page of the explorer; ``""`` is the page that it stands on.

    >>> page_link("article", {"article": "a-b", "claim": ""}, "Read").href
    'article?article=a-b'
    """
    query = urlencode({name: value for name, value in parameters.items() if value})
    kept = tuple(child for child in children if child is not None)
    return Element("a", kept, style=style, href=f"{page}?{query}", label=label, role=role, hint=hint)


def external_link(address: str, *children: Child) -> Element:
    """A link that leaves the explorer when it is chosen; plain text if the address is none of the web.

    >>> external_link("javascript:alert(1)", "source").tag
    'span'
    """
    if urlsplit(address).scheme not in ("http", "https"):
        return Element("span", (*children, f" ({address})"))
    return Element("a", children, style="outward", href=address)
