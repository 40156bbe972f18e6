"""LST: lists and figures that the page lost."""

from __future__ import annotations

from kg.model import Outcome
from tests.audit.findings import only, outcomes


def test_lost_list_is_reported_on_its_claim() -> None:
    finding = only(outcomes("LST001", "Stop the treatment at once if you:\n\nThis is another paragraph about calm.[1]"))
    assert finding.outcome is Outcome.FAILED


def test_whole_list_is_not_reported() -> None:
    assert outcomes("LST001", "Stop the treatment at once if you:\n\n- itch\n- do not sleep\n\nCalm.[1]") == []
