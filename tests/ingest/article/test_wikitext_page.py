from __future__ import annotations

import pytest

from ingest.article.page import Page, Role
from ingest.article.wikitext_page import read_wikitext_page
from kg.model.article import DefectKind
from tests.ingest.article.conftest import Read

_PAGE = """{{Infobox oil|name=Oil}}
'''Oil''' is a [[liquid|thick liquid]].<ref name="doe">{{cite journal |last1=Doe |first1=J. |title=Oil |journal=J Oil
|year=2019 |volume=12 |issue=4 |pages=33–9 |pmid=11111111}}</ref> It helps.<ref name=doe />
<ref>Roe K. Water. 2018.</ref>

== Use ==
[[File:Oil.jpg|thumb|A bottle of oil]]
* first
* second<ref name=lost/>

== References ==
{{reflist}}
[[Category:Oils]]
"""


def _shown(page: Page, *roles: Role) -> list[str]:
    return [element.span.of(page.text) for element in page.elements if element.role in roles]


def test_references_are_numbered_by_first_mention_and_reused_by_name(read: Read) -> None:
    article = read(_PAGE, "oil.wikitext")
    assert article.format == "wikitext"
    assert [(p.label, p.sentence) for p in article.pointers] == [("1", 0), ("1", 1), ("2", 1), ("3", 4)]
    assert [reference.labels for reference in article.references] == [("1",), ("2",)]
    assert str(article.references[0].pmid) == "11111111"
    assert [sentence.line for sentence in article.sentences] == [2, 3, 7, 8, 9]


def test_citation_template_is_written_out_as_its_readers_see_it() -> None:
    page = read_wikitext_page(_PAGE)
    assert _shown(page, Role.ENTRY)[0] == 'Doe, J. (2019). "Oil". J Oil. 12 (4): 33–9. PMID 11111111.'


def test_links_pictures_and_emphasis_leave_their_words() -> None:
    page = read_wikitext_page(_PAGE)
    assert page.view(page.elements[1].span).text == "Oil is a thick liquid.[1] It helps.[1] [2]"
    assert "A bottle of oil" in _shown(page, Role.TEXT)
    assert _shown(page, Role.ITEM) == ["first", "second[3]"]
    assert page.has_figures


def test_templates_and_categories_are_kept_as_furniture_and_told() -> None:
    page = read_wikitext_page(_PAGE)
    assert _shown(page, Role.FURNITURE) == ["{{Infobox oil|name=Oil}}", "Category:Oils"]
    assert [remark.kind for remark in page.remarks] == [DefectKind.UNREAD_PART]


def test_definitions_within_the_list_are_found_at_their_lines() -> None:
    text = "Oil helps.<ref name=a/>\n\n== Notes ==\n<references>\n<ref name=a>Doe J. Oil. 2019.</ref>\n</references>"
    page = read_wikitext_page(text)
    entries = [(element.label, element.line) for element in page.elements if element.role is Role.ENTRY]
    assert entries == [("1", 5)]


@pytest.mark.parametrize("source", ["a.wikitext", "a"])
def test_wikitext_is_told_by_its_name_or_its_signs(read: Read, source: str) -> None:
    assert read(_PAGE, source).format == "wikitext"


def test_notes_of_a_group_are_numbered_apart() -> None:
    page = read_wikitext_page("Oil helps.<ref group=note>Or so.</ref><ref>Doe J. 2019.</ref>")
    assert page.elements[0].span.of(page.text) == "Oil helps.[note 1][1]"
