from __future__ import annotations

import pytest

from kg.audit.fix_list import fix_list
from kg.explorer.article_filters import Filters, Selection
from kg.explorer.article_markup import render_quality, render_reading, render_steps, render_title
from kg.explorer.article_view import ArticleView, ClaimView, PlaceView, build_article_view
from kg.explorer.audits import list_articles, read_audit
from kg.explorer.findings_markup import panel
from kg.explorer.links import read_filters, to_claim, to_finding
from kg.explorer.markup import Element, element
from kg.explorer.reading import cut_parts, read_blocks
from kg.model import BlockKind, Severity, Verdict
from kg.model.decision import Standing
from kg.model.fix import Screened
from kg.store import Generation

BUNDLED = "shedding-after-microneedling"


def make_view(
    generation: Generation, key: str = BUNDLED, *, filters: Filters | None = None, selection: Selection | None = None
) -> ArticleView:
    audit = read_audit(generation, key)
    return build_article_view(
        audit.article,
        audit.report,
        audit.records,
        filters=filters or Filters(),
        selection=selection or Selection(),
    )


def find_wrong_number(view: ArticleView) -> ClaimView:
    """The claim that gives another number of participants than its source."""
    return next(
        claim for claim in view.claims.values() if any(f.rule == "NUM001" for f in claim.findings) and claim.worst
    )


def whole(view: ArticleView) -> Element:
    """Everything that the page shows of an article below its title."""
    return element("div", render_steps(view), render_reading(view), panel(view))


def walk(part: Element) -> list[Element]:
    return [part, *(found for child in part.children if isinstance(child, Element) for found in walk(child))]


def test_articles_are_listed_by_title(generation: Generation) -> None:
    assert list_articles(generation)[BUNDLED].startswith("Does needling")


def test_reading_view_holds_every_claim_once_and_no_markup(generation: Generation) -> None:
    view = make_view(generation)
    marked = [run.claim for block in view.blocks for run in block.runs if run.claim]
    assert set(marked) == set(view.claims)
    assert not any(block.runs[0].text.startswith("#") for block in view.blocks)
    assert all(block.kind is not BlockKind.REFERENCE for block in view.blocks)


def test_markers_are_runs_of_their_own(generation: Generation) -> None:
    markers = [run.text for block in make_view(generation).blocks for run in block.runs if run.is_marker]
    assert markers == ["[1]", "[2]", "[4]"]


def test_words_of_the_article_are_neither_lost_nor_doubled(generation: Generation) -> None:
    article = read_audit(generation, BUNDLED).article
    for block, found in zip(
        [b for b in article.blocks if b.kind is BlockKind.PARAGRAPH],
        [b for b in read_blocks(article) if b.kind is BlockKind.PARAGRAPH],
        strict=True,
    ):
        assert "".join(run.text for run in found.runs) == block.span.of(article.text)


def test_nothing_is_left_out_of_a_page_without_furniture(generation: Generation) -> None:
    quality = make_view(generation).quality
    assert (quality.lines_left_out, quality.left_out) == (0, ())


def test_fix_list_is_that_of_the_report_with_notes_last_and_folded(generation: Generation) -> None:
    view = make_view(generation)
    audit = read_audit(generation, BUNDLED)
    assert view.fixes == fix_list(Screened.of(audit.report, audit.article))
    groups = [part for part in walk(panel(view)) if part.style == "harm"]
    assert len(groups) > 2
    assert [part.role for part in groups] == ["open"] * (len(groups) - 1) + [""]
    assert groups[-1].text.startswith("Notes")


def test_patch_stands_in_the_list_between_its_words(generation: Generation) -> None:
    (wrong,) = (fix for fix in make_view(generation).fixes if fix.finding.rule == "NUM001")
    shown = [part for part in walk(panel(make_view(generation))) if part.style == "patch"]
    assert wrong.finding.patch is not None
    assert any("when ten men nine men massaged their scalps" in part.text for part in shown)


def test_filter_for_notes_lists_them_unfolded(generation: Generation) -> None:
    view = make_view(generation, filters=Filters(severity=Severity.NOTE))
    assert {fix.finding.severity for fix in view.fixes} == {Severity.NOTE}
    assert [part.role for part in walk(panel(view)) if part.style == "harm"] == ["open"]


def test_no_line_break_parts_a_sign_from_its_claim(generation: Generation) -> None:
    claims = [part for part in walk(whole(make_view(generation))) if part.tag == "a" and "claim " in part.style]
    assert claims
    for claim in claims:
        last = claim.children[-1]
        assert not isinstance(last, str)
        assert last.style == "ending"
        assert not isinstance(last.children[0], str) or " " not in last.children[0]


def test_filter_by_verdict_dims_the_other_claims(generation: Generation) -> None:
    view = make_view(generation, filters=Filters(verdict=Verdict.UNCITED))
    assert {claim.entry.verdict for claim in view.claims.values() if claim.shown} == {Verdict.UNCITED}


def test_panel_of_a_wrong_number_shows_both_sides_and_the_patch(generation: Generation) -> None:
    wrong = find_wrong_number(make_view(generation))
    view = make_view(generation, selection=Selection(claim=wrong.claim.key))
    shown = next(part for part in walk(whole(view)) if part.style == "choice")
    assert view.chosen == wrong
    assert [part.text for part in walk(shown) if part.tag == "mark"][:2] == ["ten men", "9"]
    assert "our paraphrase" in shown.text
    assert [part.text for part in walk(shown) if part.tag in ("del", "ins")] == ["ten men", "nine men"]
    assert "What was not checked" in shown.text
    assert any(part.href.startswith("https://p") for part in walk(shown))
    studies = [part.text for part in walk(shown) if part.href == "studies?study=koyama-2016"]
    assert studies == ["Koyama et al. 2016"] * 2


def test_panel_of_a_part_shows_what_it_takes_over_and_what_was_read_off_it(generation: Generation) -> None:
    claims = [claim for claim in make_view(generation).claims.values() if claim.claim.context and claim.claim.hedges]
    part = claims[0]
    view = make_view(generation, selection=Selection(claim=part.claim.key))
    shown = next(found for found in walk(whole(view)) if found.style == "panel")
    quote = next(found for found in walk(shown) if found.tag == "blockquote")
    taken_over = " … ".join(view.words(span) for span in part.claim.context)
    assert quote.text == f"{taken_over} … {part.claim.text}"
    assert part.claim.hedges[0] in next(found for found in walk(shown) if found.tag == "dd").text


def test_paraphrase_is_never_between_quotation_marks(generation: Generation) -> None:
    wrong = find_wrong_number(make_view(generation))
    parts = walk(whole(make_view(generation, selection=Selection(claim=wrong.claim.key))))
    for passage in (part for part in parts if part.style == "passage"):
        words = next(part.text for part in walk(passage) if part.style == "words")
        assert ("our paraphrase" in passage.text) != words.startswith("“")


def test_every_finding_of_the_fix_list_leads_somewhere(generation: Generation) -> None:
    view = make_view(generation)
    for finding in (fix.finding for fix in view.fixes):
        query = to_finding(view, finding).partition("?")[2]
        asked = dict(pair.split("=") for pair in query.split("&"))
        chosen = make_view(generation, selection=Selection(asked.get("claim"), asked.get("place"))).chosen
        assert chosen is not None
        assert finding in chosen.findings


def test_reference_shows_the_record_it_leads_to_and_its_findings(generation: Generation) -> None:
    view = make_view(generation, selection=Selection(place="reference-4"))
    assert isinstance(view.chosen, PlaceView)
    assert view.chosen.reference is not None
    assert view.chosen.reference.record is not None
    assert "SRC003" in {finding.rule for finding in view.chosen.findings}
    assert view.chosen.reference.claims


@pytest.mark.parametrize(
    "selection", [Selection(claim="<b>"), Selection(place="reference-99"), Selection(place="line-0")]
)
def test_selection_that_leads_nowhere_is_none(generation: Generation, selection: Selection) -> None:
    assert make_view(generation, selection=selection).chosen is None


def test_link_asks_for_what_is_shown_and_is_read_back(generation: Generation) -> None:
    filters = Filters("NUM001", Severity.ERROR, Verdict.CONTRADICTED, Standing.OPEN, furniture=True, keys=False)
    view = make_view(generation, filters=filters)
    query = to_claim(view, "abc-1").partition("?")[2]
    asked = dict(pair.split("=") for pair in query.split("&"))
    assert asked["article"] == BUNDLED
    assert asked["claim"] == "abc-1"
    assert read_filters(asked, view.rules) == filters


def test_unknown_filters_of_a_link_are_none() -> None:
    assert read_filters({"rule": "XXX999", "severity": "dire", "verdict": "true"}, ["NUM001"]) == Filters()


def test_quality_is_told_before_anything_else(generation: Generation) -> None:
    view = make_view(generation)
    words = render_quality(view).text
    assert "Lists and figures that seem lost (1)" in words
    assert "announces a list" in words
    assert "published2024-04-25" in words
    assert "written fornot stated" in words
    assert "error" in render_title(view).text


def test_no_screen_says_verified(generation: Generation) -> None:
    view = make_view(generation)
    for selection in (Selection(), *(Selection(claim=key) for key in view.claims)):
        assert "verified" not in whole(make_view(generation, selection=selection)).text.casefold()


def test_hostile_words_stay_words(generation: Generation) -> None:
    view = make_view(generation, "hostile")
    parts = walk(render_title(view)) + walk(whole(view))
    assert "<script>window.broken=1</script>" in render_title(view).text
    assert all(not part.href.startswith("javascript:") for part in parts)


def test_axes_tell_each_outcome_with_sign_and_words(generation: Generation) -> None:
    wrong = find_wrong_number(make_view(generation))
    view = make_view(generation, selection=Selection(claim=wrong.claim.key))
    table = next(part for part in walk(panel(view)) if part.style == "axis-table")
    rows = [part for part in walk(table) if part.tag == "tr"][1:]
    assert len(rows) == len(wrong.findings)
    assert rows[0].text.startswith("NUM001")
    assert "■error" in rows[0].text
    assert any("+agrees" in row.text for row in rows)


def test_steps_lead_through_every_shown_claim_and_back(generation: Generation) -> None:
    filters = Filters(verdict=Verdict.UNCITED)
    view = make_view(generation, filters=filters)
    met = []
    while (key := view.steps.next_claim) is not None:
        met.append(key)
        view = make_view(generation, filters=filters, selection=Selection(claim=key))
    assert met == [key for key, claim in view.claims.items() if claim.shown]
    assert view.steps.previous_claim == met[-2]


def test_steps_lead_from_finding_to_finding(generation: Generation) -> None:
    view = make_view(generation)
    first = view.steps.next_fix
    assert first == view.fixes[0]
    asked = dict(pair.split("=") for pair in to_finding(view, view.fixes[1].finding).partition("?")[2].split("&"))
    second = make_view(generation, selection=Selection(asked.get("claim"), asked.get("place")))
    assert second.steps.previous_fix == first


def test_keys_are_named_on_the_page_and_can_be_turned_off(generation: Generation) -> None:
    on, off = (render_steps(make_view(generation, filters=Filters(keys=keys))) for keys in (True, False))
    assert {part.key for part in walk(on) if part.key} == {"n", "j"}
    assert "Next claim n" in on.text
    assert not any(part.key for part in walk(off))


def test_shared_link_carries_no_filters(generation: Generation) -> None:
    wrong = find_wrong_number(make_view(generation))
    view = make_view(generation, filters=Filters(severity=Severity.ERROR), selection=Selection(claim=wrong.claim.key))
    (copy,) = (part for part in walk(panel(view)) if part.role == "copy")
    assert copy.href == f"?article={BUNDLED}&claim={wrong.claim.key}"


def test_link_to_no_claim_says_so(generation: Generation) -> None:
    unknown = make_view(generation, selection=Selection(claim="0" * 16 + "-1"))
    assert unknown.gone is not None
    assert "has the key that the link gives" in panel(unknown).text
    assert "in a way that no claim is named" in panel(make_view(generation, selection=Selection(claim="<b>"))).text


def test_link_to_a_repeat_that_is_gone_offers_the_same_words(generation: Generation) -> None:
    key = next(iter(make_view(generation).claims))
    gone = make_view(generation, selection=Selection(claim=f"{key.partition('-')[0]}-9")).gone
    assert gone is not None
    assert gone.nearest is not None
    assert gone.nearest.key == key


def test_long_article_is_cut_into_parts_and_a_choice_opens_its_own(generation: Generation) -> None:
    blocks = make_view(generation).blocks
    parts = cut_parts(blocks * 20)
    assert len(parts) > 1
    assert [block for part in parts for block in part] == list(blocks * 20)
    assert cut_parts(()) == ((),)
