"""Pages of a long list: which one is shown, and links to the others."""

from __future__ import annotations

from collections.abc import Mapping

from kg.explorer.markup import Element, element, page_link

__all__ = ["count_pages", "read_number", "render_pages"]

_LONGEST_NUMBER = 6


def read_number(given: str | None) -> int:
    """The number of a page that an address asks for, from 1; the first where it asks for none.

    >>> read_number("3"), read_number("<b>"), read_number(None), read_number("0")
    (3, 1, 1, 1)
    """
    told = given or ""
    return max(int(told), 1) if told.isascii() and told.isdecimal() and len(told) <= _LONGEST_NUMBER else 1


def count_pages(things: int, on_a_page: int) -> int:
    """How many pages that many things take; none of them takes one.

    >>> count_pages(0, 50), count_pages(50, 50), count_pages(51, 50)
    (1, 1, 2)
    """
    return max(-(-things // on_a_page), 1)


def render_pages(number: int, of: int, asked: Mapping[str, str], *, words: str, name: str = "page") -> Element:
    """How many things there are, and links to the pages before and behind; without links where there is one page.

    Args:
        number: of the page that is shown, from 1.
        of: how many pages there are.
        asked: what the address holds, which the links keep.
        words: what is listed, with its number.
        name: the query parameter.
    """
    if of == 1:
        return element("p", f"{words}.", style="quiet")
    turns = [("← Previous", number - 1, number > 1), ("Next →", number + 1, number < of)]
    links = [
        page_link("", {**asked, name: str(to) if to > 1 else ""}, label)
        if is_there
        else element("span", label, style="quiet", role="hidden")
        for label, to, is_there in turns
    ]
    told = element("span", f"{words}. Page {number:,} of {of:,}.", style="quiet")
    return element("nav", told, *links, style="pages", label="Pages")
