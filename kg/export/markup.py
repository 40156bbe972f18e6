"""HTML made of words that stay words: what is not made by :func:`tag` is escaped."""

from __future__ import annotations

import re
from html import escape
from typing import TypeAlias
from urllib.parse import urlsplit

__all__ = ["Child", "Html", "link", "tag", "words"]

_VOID = frozenset({"br", "meta"})
_NOT_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]|[\U0001fffe\U0001ffff]")
"""Characters that HTML may not hold (WHATWG HTML, 13.2.3.5), or that nobody sees."""


class Html(str):
    """Markup that is finished."""

    __slots__ = ()


Child: TypeAlias = "Html | str | None"


def words(text: str) -> Html:
    r"""A text as markup.

    >>> words("a < b & \x00")
    'a &lt; b &amp; \ufffd'
    """
    return Html(escape(_NOT_TEXT.sub("\ufffd", text), quote=True))


def tag(name: str, /, *children: Child, **attributes: str | bool | None) -> Html:
    """An element; what is ``None`` is left out. ``class_`` and ``data_x`` are written ``class`` and ``data-x``.

    >>> tag("p", "1 < 2 ", tag("b", "yes"), class_="note")
    '<p class="note">1 &lt; 2 <b>yes</b></p>'
    """
    named = "".join(
        f" {key.rstrip('_').replace('_', '-')}" + ("" if value is True else f'="{words(str(value))}"')
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    if name in _VOID:
        return Html(f"<{name}{named}>")
    inside = "".join(child if isinstance(child, Html) else words(child) for child in children if child is not None)
    return Html(f"<{name}{named}>{inside}</{name}>")


def link(address: str, *children: Child) -> Html:
    """A link that opens only when it is chosen; plain text where the address is none of the web.

    >>> link("javascript:alert(1)", "here")
    '<span>here (javascript:alert(1))</span>'
    """
    if urlsplit(address).scheme not in ("http", "https"):
        return tag("span", *children, f" ({address})")
    return tag("a", *children, href=address, rel="noopener noreferrer")
