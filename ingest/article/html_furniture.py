"""Which elements of an HTML page are no part of its article: menus, adverts, comments, banners, boxes.

Told by general signs alone: the element's name and role, and the words that sites at large put into class names and
ids for such parts (as Mozilla's Readability does with its "unlikely candidates"). An element that holds the page's
title, a good part of its words, or a link to one of its notes is never taken for one, whatever it is called.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["NOTE_TARGET", "UNSEEN", "find_furniture"]

UNSEEN = frozenset({"script", "style", "noscript", "template", "head", "svg", "math", "iframe", "object"})
"""Elements whose words no reader sees as such."""

NOTE_TARGET = re.compile(r"#(?:.*(?:fn|note|ref|cite|bib)|[rb]\d+\Z)", re.IGNORECASE)
"""The form of a link that leads to a note or reference on the page."""

_TAGS = frozenset({"nav", "footer", "aside", "form", "button", "select", "dialog", "menu"})
_ROLES = frozenset(
    "navigation search banner contentinfo complementary dialog alertdialog form menu menubar toolbar".split()
)
_WORDS = frozenset(
    """ad ads advert advertisement advertising adsense banner breadcrumb breadcrumbs comment comments commentlist
    consent cookie cookies cta disqus footer gdpr menu modal navbar navigation newsletter optin outbrain overlay pager
    pagination popup promo promotion recirculation recommendations recommended related respond share sharing sidebar
    signup skiplink social sponsor sponsored subscribe taboola testimonial testimonials toc""".split()
)
_BUTTONS = frozenset("btn button cta".split())
_LONGEST_CALL = 600
"""How many characters a box that ends in a button may hold."""

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_GOOD_PART = 0.3
"""The share of a page's words from which on an element is the article, or holds it."""


def find_furniture(root: _Element) -> frozenset[_Element]:
    """The outermost elements that are page furniture."""
    whole = _shown_length(root)
    found = set(_calls(root, whole))
    pending = [root]
    while pending:
        node = pending.pop()
        if not isinstance(node.tag, str) or node.tag in UNSEEN:
            continue
        if node in found or _is_marked(node) or (_is_called_so(node) and _may_be(node, whole)):
            found.add(node)
        else:
            pending.extend(node)
    return frozenset(found)


def _calls(root: _Element, whole: int) -> Iterator[_Element]:
    """Boxes of a few words around a link that is dressed as a button ("calls to action")."""
    longest = int(min(_LONGEST_CALL, _GOOD_PART * whole))
    for link in root.iterfind(".//a"):
        if link.get("role") != "button" and not _words_of(link) & _BUTTONS:
            continue
        box = link
        for above in link.iterancestors():
            if above.tag not in {"div", "section", "p", "center"} or _shown_length(above, longest) >= longest:
                break
            box = above
        if box is not link and _may_be(box, whole):
            yield box


def _is_marked(node: _Element) -> bool:
    """Whether the page itself says so, by an element's name or role."""
    if node.tag in _TAGS or node.get("role") in _ROLES:
        return not (node.tag == "form" and node.find(".//h1") is not None)
    return (
        node.tag == "header"
        and node.find(".//h1") is None
        and not any(above.tag in {"article", "main"} for above in node.iterancestors())
    )


def _is_called_so(node: _Element) -> bool:
    """Whether class or id hold a word that such parts are called by."""
    if node.tag in {"html", "body", "main", "article"}:
        return False
    return bool(_words_of(node) & _WORDS)


def _words_of(node: _Element) -> frozenset[str]:
    """The words of an element's classes and id, in lower case."""
    name = f"{node.get('class') or ''} {node.get('id') or ''}"
    return frozenset(word.lower() for word in _WORD.findall(name[:500])) if len(name) > 1 else frozenset()


def _may_be(node: _Element, whole: int) -> bool:
    """Whether nothing in an element speaks for the article itself."""
    if node.find(".//h1") is not None or node.find(".//article") is not None:
        return False
    if any(NOTE_TARGET.match(link.get("href") or "") for link in node.iterfind(".//a")):
        return False
    return _shown_length(node) < _GOOD_PART * whole


def _shown_length(root: _Element, enough: float = math.inf) -> int:
    """How many characters below an element are shown; counted no further than ``enough``."""
    length = 0
    for node in root.iter():
        if node.tag not in UNSEEN and isinstance(node.tag, str):
            length += len(node.text or "")
        if node is not root:
            length += len(node.tail or "")
        if length >= enough:
            break
    return length
