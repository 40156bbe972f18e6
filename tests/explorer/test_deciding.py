"""Deciding on the article page: the same file as the command writes, both people shown, words that stay words."""

from __future__ import annotations

import dataclasses
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from ingest.deciding import settle_audit
from kg.audit import RULES
from kg.decisions import decisions_path, read_decisions
from kg.errors import UsageError
from kg.explorer.article_filters import Filters, Selection
from kg.explorer.article_view import ArticleView, build_article_view
from kg.explorer.audits import Audit, read_audit, screen_audit
from kg.explorer.deciding import Answer, keep_answer
from kg.explorer.findings_markup import panel
from kg.explorer.markup import Element
from kg.export.forms import Output
from kg.model import Finding
from kg.model.decision import Ruling
from kg.workspace import Workspace
from tests.explorer.test_article_view import BUNDLED

HOSTILE = "<img src=x onerror=alert(1)> **bold** [x](javascript:alert(1))"
NOW = datetime(2026, 1, 31, tzinfo=UTC)


@pytest.fixture
def own(workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    copy = Workspace(Path(shutil.copytree(workspace.path, tmp_path / "ws")))
    monkeypatch.setenv("KG_WORKSPACE", str(copy.path))
    return copy


@pytest.fixture
def audit(own: Workspace) -> Audit:
    return read_audit(own.store.open(), BUNDLED)


def wrong_number(audit: Audit) -> Finding:
    return next(finding for finding in audit.report.failures if finding.rule == "NUM001")


def answer(view: ArticleView, ruling: Ruling, who: str, reason: str = "So it is.") -> Answer:
    (one,) = (one for one in view.open_to_decide if one.finding.rule == "NUM001")
    return Answer(one.id.value, ruling, reason, who)


def view_of(own: Workspace, audit: Audit, *, chosen: bool = True) -> ArticleView:
    selection = Selection(wrong_number(audit).subject if chosen else None)
    settlement = settle_audit(own, audit.article, audit.report)
    return build_article_view(
        audit.article,
        audit.report,
        audit.records,
        filters=Filters(),
        selection=selection,
        settlement=settlement,
        screened=screen_audit(own, audit),
    )


def choice(view: ArticleView) -> Element:
    """What the panel says of what was chosen."""
    return next(part for part in _walk(panel(view)) if part.style == "choice")


def texts(part: Element, style: str) -> list[str]:
    own_text = [part.text] if part.style == style else []
    return own_text + [found for child in part.children if isinstance(child, Element) for found in texts(child, style)]


def test_a_decision_is_in_the_file_and_shown_when_the_page_is_made_again(own: Workspace, audit: Audit) -> None:
    kept = keep_answer(own, audit, answer(view_of(own, audit), Ruling.DISMISS, "Ada", HOSTILE), when=NOW)
    assert read_decisions(decisions_path(own, audit.article.id), RULES).decisions == (kept,)
    view = view_of(own, audit)
    assert texts(choice(view), "decided") == [f"dismissed by Ada on 2026-01-31: {HOSTILE}"]
    assert not [part for part in _walk(panel(view)) if "javascript" in part.href]


def test_two_people_who_differ_are_both_shown(own: Workspace, audit: Audit) -> None:
    for ruling, who in ((Ruling.DISMISS, "Ada"), (Ruling.ACCEPT, "Bo")):
        keep_answer(own, audit, answer(view_of(own, audit), ruling, who), when=NOW)
    shown = texts(choice(view_of(own, audit)), "decided")
    assert shown[0] == "people differ on this finding"
    assert [line.split()[:3] for line in shown[1:]] == [["dismissed", "by", "Ada"], ["accepted", "by", "Bo"]]


@pytest.mark.parametrize("rule", ["NUM001", "OUT001"])
def test_finding_that_was_filtered_for_is_the_first_to_decide_on(own: Workspace, audit: Audit, rule: str) -> None:
    view = dataclasses.replace(view_of(own, audit), filters=Filters(rule=rule))
    assert len(view.open_to_decide) > 1
    assert view.open_to_decide[0].finding.rule == rule


def test_a_dismissed_finding_leaves_the_list_and_stands_below_it(own: Workspace, audit: Audit) -> None:
    keep_answer(own, audit, answer(view_of(own, audit), Ruling.DISMISS, "Ada"), when=NOW)
    view = view_of(own, audit, chosen=False)
    assert [one.finding for one in view.aside] == [wrong_number(audit)]
    assert wrong_number(audit) not in {finding for fix in view.fixes for finding in fix.findings}
    assert "1 set aside, with the reason" in panel(view).text
    assert "dismissed by Ada: So it is." in Output("text").part(screen_audit(own, audit))
    assert view.open_to_decide == ()


def test_an_answer_without_a_reason_keeps_nothing(own: Workspace, audit: Audit) -> None:
    with pytest.raises(UsageError, match="the reason is missing"):
        keep_answer(own, audit, answer(view_of(own, audit), Ruling.DISMISS, "Ada", " "), when=NOW)
    assert not decisions_path(own, audit.article.id).exists()


def _walk(part: Element) -> list[Element]:
    return [part, *(found for child in part.children if isinstance(child, Element) for found in _walk(child))]


def _page() -> None:
    from kg.explorer.pages.article import article  # noqa: PLC0415 - runs as a script of its own

    article()


def test_the_form_keeps_what_is_filled_in(own: Workspace, audit: Audit) -> None:
    app = AppTest.from_function(_page, default_timeout=60)
    app.query_params["article"] = BUNDLED
    app.query_params["claim"] = wrong_number(audit).subject
    app.run()
    assert not app.exception
    app.radio(key="decide-ruling").set_value(Ruling.DISMISS)
    app.text_area(key="decide-reason").set_value(HOSTILE)
    app.text_input[0].set_value("Ada")
    app.button[0].click().run()
    assert not app.exception
    (kept,) = read_decisions(decisions_path(own, audit.article.id), RULES).decisions
    assert (kept.decision, kept.reason, kept.who) == (Ruling.DISMISS, HOSTILE, "Ada")
    app.text_area(key="decide-reason").set_value("")
    app.button[0].click().run()
    assert len(read_decisions(decisions_path(own, audit.article.id), RULES).decisions) == 1


def test_a_file_that_cannot_be_read_leaves_the_page_standing(own: Workspace, audit: Audit) -> None:
    path = decisions_path(own, audit.article.id)
    path.parent.mkdir()
    path.write_text("<<<<<<< HEAD\n", encoding="utf-8")
    app = AppTest.from_function(_page, default_timeout=60)
    app.query_params["article"] = BUNDLED
    app.run()
    assert not app.exception
    assert app.selectbox
