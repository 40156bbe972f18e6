"""What axe finds on a page that shuts somebody out, but for what Streamlit's own frame brings, which is named here."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

__all__ = ["list_violations"]

_GRAVE = {"serious", "critical"}
STREAMLITS_OWN = {"scrollable-region-focusable": ".stCode"}
"""Rules that its frame breaks, by axe's name, and where: wide code in ``st.code`` scrolls by mouse alone."""


def list_violations(page: Page) -> list[str]:
    """One line for each serious or critical violation: the rule and where, shadow roots included."""
    found = Axe().run(page).response["violations"]
    return [
        f"{violation['id']} ({violation['impact']}): {node['target']}"
        for violation in found
        if violation["impact"] in _GRAVE
        for node in violation["nodes"]
        if STREAMLITS_OWN.get(violation["id"], "\0") not in str(node["target"])
    ]
