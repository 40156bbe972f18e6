from __future__ import annotations

import pytest

from kg.explorer.article_markup import render_quality, render_title, render_workbench
from kg.explorer.article_view import ArticleView, ClaimView, Filters, PlaceView, Selection, build_article_view
from kg.explorer.audits import list_articles, read_audit
from kg.explorer.links import read_filters, to_claim, to_finding
from kg.explorer.markup import Element
from kg.explorer.reading import read_blocks
from kg.model import BlockKind, Severity, Verdict
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


def test_fix_list_begins_with_the_gravest_and_folds_single_uncited_claims(generation: Generation) -> None:
    view = make_view(generation)
    ranks = [finding.severity.rank for finding in view.fixes]
    assert ranks == sorted(ranks)
    assert view.folded > 0
    assert sum(view.severities.values()) == len(view.fixes) + view.folded


def test_filter_for_notes_lists_what_was_folded(generation: Generation) -> None:
    view = make_view(generation, filters=Filters(severity=Severity.NOTE))
    assert view.folded == 0
    assert {finding.severity for finding in view.fixes} == {Severity.NOTE}


def test_filter_by_verdict_dims_the_other_claims(generation: Generation) -> None:
    view = make_view(generation, filters=Filters(verdict=Verdict.UNCITED))
    assert {claim.entry.verdict for claim in view.claims.values() if claim.shown} == {Verdict.UNCITED}


def test_panel_of_a_wrong_number_shows_both_sides_and_the_patch(generation: Generation) -> None:
    wrong = find_wrong_number(make_view(generation))
    view = make_view(generation, selection=Selection(claim=wrong.claim.key))
    panel = next(part for part in walk(render_workbench(view)) if part.style == "panel")
    assert view.chosen == wrong
    assert [part.text for part in walk(panel) if part.tag == "mark"][:2] == ["ten men", "9"]
    assert "our paraphrase" in panel.text
    assert [part.text for part in walk(panel) if part.tag in ("del", "ins")] == ["ten men", "nine men"]
    assert "What was not checked" in panel.text
    assert any(part.href.startswith("https://p") for part in walk(panel))


def test_panel_of_a_part_shows_what_it_takes_over_and_what_was_read_off_it(generation: Generation) -> None:
    claims = [claim for claim in make_view(generation).claims.values() if claim.claim.context and claim.claim.hedges]
    part = claims[0]
    view = make_view(generation, selection=Selection(claim=part.claim.key))
    panel = next(found for found in walk(render_workbench(view)) if found.style == "panel")
    quote = next(found for found in walk(panel) if found.tag == "blockquote")
    taken_over = " … ".join(view.words(span) for span in part.claim.context)
    assert quote.text == f"{taken_over} … {part.claim.text}"
    assert part.claim.hedges[0] in next(found for found in walk(panel) if found.tag == "dd").text


def test_paraphrase_is_never_between_quotation_marks(generation: Generation) -> None:
    wrong = find_wrong_number(make_view(generation))
    parts = walk(render_workbench(make_view(generation, selection=Selection(claim=wrong.claim.key))))
    for passage in (part for part in parts if part.style == "passage"):
        words = next(part.text for part in walk(passage) if part.style == "words")
        assert ("our paraphrase" in passage.text) != words.startswith("“")


def test_every_finding_of_the_fix_list_leads_somewhere(generation: Generation) -> None:
    view = make_view(generation)
    for finding in view.fixes:
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
    filters = Filters(rule="NUM001", severity=Severity.ERROR, verdict=Verdict.CONTRADICTED, furniture=True)
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
    assert "2 remarks" in words
    assert "announces a list" in words
    assert "error" in render_title(view).text


def test_no_screen_says_verified(generation: Generation) -> None:
    view = make_view(generation)
    for selection in (Selection(), *(Selection(claim=key) for key in view.claims)):
        assert "verified" not in render_workbench(make_view(generation, selection=selection)).text.casefold()


def test_hostile_words_stay_words(generation: Generation) -> None:
    view = make_view(generation, "hostile")
    parts = walk(render_title(view)) + walk(render_workbench(view))
    assert "<script>window.broken=1</script>" in render_title(view).text
    assert all(not part.href.startswith("javascript:") for part in parts)
