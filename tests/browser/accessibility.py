"""What axe finds wrong in what we draw: the inside of our components, each of which is a shadow tree of its own."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

__all__ = ["find_violations"]

_GRAVE = frozenset({"serious", "critical"})


def find_violations(page: Page) -> list[str]:
    """Each serious or critical violation of WCAG 2.2 A and AA or axe's best practice, with the first nodes of ours.

    What Streamlit's own frame brings stands outside of shadow trees and is not looked at.
    """
    found: dict[str, Any] = Axe().run(page).response
    return [
        f"{each['id']} ({each['impact']}): {each['help']}: {ours[:3]}"
        for each in found["violations"]
        if each["impact"] in _GRAVE and (ours := [node["target"] for node in each["nodes"] if _is_ours(node)])
    ]


def _is_ours(node: dict[str, Any]) -> bool:
    """Whether a node stands in a shadow tree: then its target is the way into it."""
    return any(isinstance(step, list) for step in node["target"])
