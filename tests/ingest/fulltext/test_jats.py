"""One article at a time: what becomes of its parts."""

from __future__ import annotations

import pytest

from ingest.fulltext import parse_jats
from kg.errors import RecordError
from kg.identifiers import Doi, Pmcid, Pmid, content_hash
from kg.model.fulltext import FullText, Matter, ParagraphKind, StatementKind
from kg.model.record import Accession, Grant
from kg.model.span import Span
from tests.ingest.fulltext.articles import make_jats, quotes, read


def paragraphs(text: FullText, *kinds: ParagraphKind) -> list[str]:
    return quotes(text, [each.span for each in text.paragraphs if not kinds or each.kind in kinds])


IDS = """<article-id pub-id-type="pmid">12345678</article-id><article-id pub-id-type="pmc">7654321</article-id>
<article-id pub-id-type="doi">10.1000/A.1</article-id><article-id pub-id-type="publisher-id">a-1</article-id>
<title-group><article-title>Calmol for <italic>severe</italic> itch</article-title></title-group>
<related-article ext-link-type="pubmed" xlink:href="99999999"><article-id pub-id-type="pmid">99999999</article-id>
</related-article>"""


def test_metadata_are_the_articles_own() -> None:
    data = make_jats(meta=IDS, attributes='article-type="research-article" xml:lang="en"')
    (text,) = parse_jats(data, source="one.xml")
    assert (text.pmid, text.pmcid, text.doi) == (Pmid("12345678"), Pmcid("PMC7654321"), Doi("10.1000/a.1"))
    assert text.other_identifiers == ("publisher-id:a-1",)
    assert (text.title, text.kind, text.language) == ("Calmol for severe itch", "research-article", "en")
    assert text.source_hash == content_hash(data)
    assert text.text_hash == content_hash(text.text)


def test_namespace_of_jats_makes_no_difference() -> None:
    plain = make_jats("<sec><title>Methods</title><p>We <bold>asked</bold>.</p></sec>")
    named = plain.replace(b"<article ", b'<article xmlns="https://jats.nlm.nih.gov/ns/archiving/1.3/" ')
    ((one,), (other,)) = (parse_jats(data, source="x") for data in (plain, named))
    assert (one.text, one.sections) == (other.text, other.sections)
    assert one.text == "Methods\n\nWe asked."


@pytest.mark.parametrize(
    "wrapped",
    [
        b"<pmc-articleset>%s%s</pmc-articleset>",
        b"<OAI-PMH xmlns='http://www.openarchives.org/OAI/2.0/'><ListRecords>%s%s</ListRecords></OAI-PMH>",
    ],
)
def test_set_of_articles_gives_each(wrapped: bytes) -> None:
    data = wrapped % (make_jats("<p>One.</p>"), make_jats("<p>Two.</p>"))
    assert [text.text for text in parse_jats(data, source="set.xml")] == ["One.", "Two."]


def test_sub_article_is_a_text_of_its_own() -> None:
    letter = b"<sub-article article-type='reply'><front-stub/><body><p>We agree.</p></body></sub-article></article>"
    (text,) = parse_jats(make_jats().replace(b"</article>", letter), source="x")
    assert text.text == "Words."
    assert [(each.text, each.kind) for each in text.responses] == [("We agree.", "reply")]


def test_sections_know_their_path_level_kind_and_words() -> None:
    text = read(
        """<sec sec-type="methods"><label>2.</label><title>Methods</title><p>Intro.</p>
        <sec><label>2.1</label><title>Who <italic>took</italic> part</title><p>Ten men.</p></sec></sec><p>Loose.</p>""",
        meta="<abstract><sec><title>Aim</title><p>To ask.</p></sec></abstract>",
        back="<ack><p>Thanks.</p></ack>",
    )
    assert [(each.path, each.level, each.kind, each.matter) for each in text.sections] == [
        ("Abstract", 1, "abstract", Matter.ABSTRACT),
        ("Abstract > Aim", 2, None, Matter.ABSTRACT),
        ("Methods", 1, "methods", Matter.BODY),
        ("Methods > Who took part", 2, None, Matter.BODY),
        ("Acknowledgements", 1, "ack", Matter.BACK),
    ]
    assert text.quote_at(text.sections[2].span) == "2. Methods\n\nIntro.\n\n2.1 Who took part\n\nTen men."
    assert [each.section for each in text.paragraphs] == [1, 2, 3, None, 4]
    found = text.find_section(text.paragraphs[2].span)
    assert found is not None
    assert found.title == "Who took part"


def test_inline_markup_is_joined_and_superscripts_are_marked() -> None:
    text = read(
        "<p>CO<sub>2</sub> at 10<sup>6</sup>\n  per <bold>m<italic>L</italic></bold>, P&#160;= 0.04<break/>here</p>"
    )
    assert text.text == "CO2 at 106 per mL, P = 0.04 here"
    assert quotes(text, list(text.superscripts)) == ["6"]


@pytest.mark.parametrize(
    ("formula", "words"),
    [
        (
            "<tex-math>$x$</tex-math><mml:math><mml:mi>x</mml:mi><mml:mo> = </mml:mo><mml:mn>1</mml:mn></mml:math>",
            "x=1",
        ),
        ("<mml:math><mml:mfrac><mml:mn>1</mml:mn><mml:mn>2</mml:mn></mml:mfrac></mml:math>", "1/2"),
        (r"<tex-math>\documentclass{a}\begin{document}$$y^2$$\end{document}</tex-math>", "y^2"),
    ],
)
def test_formula_is_read_once(formula: str, words: str) -> None:
    named = f'<alternatives xmlns:mml="http://www.w3.org/1998/Math/MathML">{formula}</alternatives>'
    assert read(f"<p>If <inline-formula>{named}</inline-formula> holds</p>").text == f"If {words} holds"


def test_comments_and_processing_instructions_are_no_words() -> None:
    assert read("<p>One<!-- hidden --> and<?break here?> two</p><!-- more -->").text == "One and two"


def test_list_stays_in_place_and_what_floats_follows_its_paragraph() -> None:
    text = read(
        """<p>Before: <list list-type="order"><list-item><label>1.</label><p>first</p></list-item>
        <list-item><p>second</p></list-item></list> after <fig id="f1"><label>Figure 1</label><caption>
        <title>Flow.</title><p>Of people.</p></caption></fig>the
        figure<fn id="n1"><label>a</label><p>A note.</p></fn>.</p>"""
    )
    assert text.text.split("\n\n") == [
        "Before:",
        "1. first",
        "second",
        "after the figure.",
        "Figure 1 Flow.",
        "Of people.",
        "a A note.",
    ]
    assert paragraphs(text, ParagraphKind.PARAGRAPH) == ["Before:", "after the figure."]
    assert paragraphs(text, ParagraphKind.LIST_ITEM) == ["first", "second"]
    (the_list,) = text.lists
    assert (quotes(text, list(the_list.items)), the_list.kind) == (["1. first", "second"], "order")
    (figure,) = text.figures
    assert (figure.label, figure.identifier, figure.caption and text.quote_at(figure.caption)) == (
        "Figure 1",
        "f1",
        "Flow.\n\nOf people.",
    )
    (note,) = text.footnotes
    assert (note.label, text.quote_at(note.span)) == ("a", "a A note.")


def test_no_two_paragraphs_share_a_character() -> None:
    text = read(
        "<boxed-text><caption><title>Key</title></caption><p>A <disp-quote><p>B</p></disp-quote> C</p></boxed-text>"
    )
    assert paragraphs(text) == ["Key", "A", "B", "C"]
    assert text.sections[0].path == "Key"


def test_label_without_caption_does_not_run_into_the_next_paragraph() -> None:
    assert read("<fig><label>Figure 1</label></fig><p>Next.</p>").text == "Figure 1\n\nNext."


def test_table_has_label_caption_cells_and_notes() -> None:
    text = read(
        """<table-wrap id="t1"><label>Table 1</label><caption><p>Itch.</p></caption><alternatives><graphic/>
        <table><thead><tr><th/><th>Calmol<sup>a</sup></th></tr></thead>
        <tbody><tr><td>Mean</td><td><p>3</p><p>(1)</p></td></tr></tbody></table></alternatives>
        <table-wrap-foot><fn id="tfn1"><label>a</label><p>Daily.</p></fn></table-wrap-foot></table-wrap>"""
    )
    (table,) = text.tables
    assert (table.identifier, table.label) == ("t1", "Table 1")
    assert table.caption is not None
    assert text.quote_at(table.caption) == "Itch."
    value = table.cells[3]
    assert text.quote_at(value.span) == "3 (1)"
    assert quotes(text, [cell.span for cell in table.headers_of(value)]) == ["Calmola", "Mean"]
    assert quotes(text, list(table.notes)) == ["Daily."]
    assert text.quote_at(table.span) == "Table 1 Itch.\n\nCalmola\nMean\t3 (1)\n\na Daily."


def test_table_as_a_picture_has_no_cells() -> None:
    (table,) = read("<table-wrap><label>Table 2</label><graphic/></table-wrap>").tables
    assert (table.label, table.cells) == ("Table 2", ())


REFERENCES = """<ref-list><title>References</title>
<ref id="b1"><label>1.</label><element-citation><person-group person-group-type="author">
<name><surname>Smith</surname><given-names>AB</given-names></name><collab>Itch Group</collab></person-group>
<person-group person-group-type="editor"><name><surname>No</surname></name></person-group>
<article-title>On itch</article-title>
<source>J Itch</source><year>1998a</year><volume>3</volume><issue>2</issue><fpage>11</fpage><lpage>19</lpage><pub-id
pub-id-type="pmid">11111111</pub-id><pub-id pub-id-type="doi">10.1000/Q</pub-id></element-citation></ref>
<ref id="b2"><label>2.</label><mixed-citation id="b2a"><string-name><surname>Poe</surname>,
<given-names>E.</given-names></string-name> Sleep. <ext-link ext-link-type="uri" xlink:href="https://doi.org/10.1000/z">link</ext-link></mixed-citation>
<mixed-citation id="b2b">Another. <pub-id pub-id-type="pmid">not known</pub-id></mixed-citation></ref></ref-list>"""


def test_references_give_their_fields_and_identifiers() -> None:
    text = read(back=REFERENCES)
    first, second, third = text.references
    assert first.authors == ("Smith AB", "Itch Group")
    assert (first.title, first.source, first.year, first.volume, first.issue, first.pages) == (
        "On itch",
        "J Itch",
        1998,
        "3",
        "2",
        "11-19",
    )
    assert (first.pmid, first.doi, first.label) == (Pmid("11111111"), Doi("10.1000/q"), "1.")
    assert first.text == "Smith AB Itch Group No On itch J Itch 1998a 3 2 11 19 11111111 10.1000/Q"
    assert text.quote_at(first.span) == f"1. {first.text}"
    assert (second.text, second.doi, second.authors) == ("Poe, E. Sleep. link", Doi("10.1000/z"), ("Poe E.",))
    assert (third.identifier, third.pmid, third.other_identifiers) == ("b2", None, ("pmid:not known",))
    assert text.find_references("b2") == (second, third)
    assert text.find_references("b2b") == (third,)
    assert text.find_references("b9") == ()


def test_printed_form_of_a_work_makes_no_second_work() -> None:
    (work,) = read(
        back="""<ref-list><ref id="r"><citation><source>J</source><year>2001</year></citation><citation
        citation-type="display-unstructured">As printed. <pub-id pub-id-type="pmid">7</pub-id></citation>
        </ref></ref-list>"""
    ).references
    assert (work.text, work.source, work.year, work.pmid) == ("As printed. 7", "J", 2001, Pmid("7"))


def test_links_stand_on_their_words() -> None:
    text = read(
        """<p>Known <sup><xref ref-type="bibr" rid="b1 b2">1,2</xref></sup>
        (<xref ref-type="table" rid="t1"> Table 1 </xref>),
        see <ext-link xlink:href="https://example.org/">this page</ext-link>.</p>"""
    )
    assert [(link.kind, link.targets, text.quote_at(link.span)) for link in text.links] == [
        ("bibr", ("b1", "b2"), "1,2"),
        ("table", ("t1",), "Table 1"),
        ("address", ("https://example.org/",), "this page"),
    ]


def test_range_that_links_only_its_ends_is_filled() -> None:
    entries = "".join(f'<ref id="b{n}"><mixed-citation>Work {n}</mixed-citation></ref>' for n in range(1, 6))
    body = '<p>So [<xref ref-type="bibr" rid="b1">1</xref>–<xref ref-type="bibr" rid="b4">4</xref>].</p>'
    assert [link.implied for link in read(body, back=f"<ref-list>{entries}</ref-list>").links] == [(), ("b2", "b3")]


def test_funding_and_interests_are_found_with_what_told_so() -> None:
    text = read(
        meta="""<author-notes><corresp>a@example.org</corresp><fn fn-type="conflict"><p>None declared.</p></fn>
        </author-notes><funding-group><award-group><funding-source><institution-wrap>
        <institution>Itch Fund</institution>
        <institution-id>doi:x</institution-id></institution-wrap></funding-source><award-id>A1</award-id><award-id>A2</award-id></award-group>
        <award-group><funding-source>Sleep Fund</funding-source></award-group>
        <funding-statement>Paid by the Itch Fund.</funding-statement></funding-group>""",
        back="<sec><title>Competing interests</title><p>AB sells calmol.</p></sec>"
        "<fn-group><fn><p>Funding: none.</p></fn></fn-group>",
    )
    assert text.funding_statements == ("Funding: none.", "Paid by the Itch Fund.")
    assert text.interests_statement == "Competing interests\n\nAB sells calmol.\n\nNone declared."
    assert [each.rule for each in text.statements if each.kind is StatementKind.INTERESTS] == [
        "heading 'Competing interests'",
        "type 'conflict'",
    ]
    assert text.grants == (Grant("A1", "Itch Fund"), Grant("A2", "Itch Fund"), Grant(None, "Sleep Fund"))
    assert "example.org" not in text.text


def test_article_without_declaration_says_so() -> None:
    text = read()
    assert text.interests_statement is None
    assert text.funding_statements == ()


def test_registrations_are_found_in_words_and_behind_links_but_not_in_the_reference_list() -> None:
    text = read(
        """<sec><title>Registration</title><p>NCT 01234567, ISRCTN12345678, CTRI/2017/12/010822, EudraCT 2008-006780-37,
        NCT01234567 and NCT123; <ext-link xlink:href="https://clinicaltrials.gov/show/nct07654321">here</ext-link>.</p></sec>""",
        back="<ref-list><ref><mixed-citation>NCT09999999</mixed-citation></ref></ref-list>",
    )
    assert [each.accession for each in text.registrations] == [
        Accession("ClinicalTrials.gov", "NCT01234567"),
        Accession("ISRCTN", "ISRCTN12345678"),
        Accession("CTRI", "CTRI/2017/12/010822"),
        Accession("EudraCT", "2008-006780-37"),
        Accession("ClinicalTrials.gov", "NCT07654321"),
    ]
    assert {each.section for each in text.registrations} == {0}


def test_quote_is_found_across_white_space_and_proven_by_its_span() -> None:
    text = read("<p>Nine healthy  men\n took part (n = 9).</p><p>None  left.</p>")
    span = text.find_quote(" healthy men   took\tpart (n = 9). None")
    assert span is not None
    assert text.quote_at(span) == "healthy men took part (n = 9).\n\nNone"
    assert text.find_quote("ten healthy men") is None
    assert text.find_quote("  ") is None
    with pytest.raises(ValueError, match="beyond"):
        text.quote_at(Span(0, 10_000))


def test_front_matter_only_is_told_from_a_body() -> None:
    assert read().has_body
    assert not read("", meta="<abstract><p>Only this.</p></abstract>").has_body


CUT = make_jats("<sec>\n<title>Methods</title>\n<p>We asked.</p></sec>")[:-60]
BOMB = b"""<!DOCTYPE article [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;">
]><article><body><p>&c;</p></body></article>"""
EXTERNAL = (
    b"""<!DOCTYPE article [<!ENTITY x SYSTEM "file:///etc/hostname">]><article><body><p>&x;</p></body></article>"""
)


REMOTE = b"""<!DOCTYPE article [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x"> %x;]><article><body/></article>"""


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (CUT, r"given\.xml:\d+: the XML cannot be read"),
        (b"", "the XML cannot be read"),
        (BOMB, "declares the entity 'a'"),
        (EXTERNAL, "declares the entity 'x'"),
        (REMOTE, "declares the entity 'x'"),
        (b'<!DOCTYPE article SYSTEM "x.dtd"><article><body><p>5&nbsp;mg</p></body></article>', "&nbsp; stands for"),
        (b"<PubmedArticleSet><PubmedArticle/></PubmedArticleSet>", "PubMed's record of an article, not its full text"),
        (b"<!DOCTYPE html>\n<html><p>Sign in<br></html>", "this is an HTML page"),
        (b"<html xmlns='http://www.w3.org/1999/xhtml'><body/></html>", "this is an HTML page"),
        (b"<rss/>", "another kind \\(<rss>\\)"),
        (b"<pmc-articleset/>", "an answer without an article"),
        (b'<pmc-articleset><Reply Id="1" error="id not found"/></pmc-articleset>', "id not found"),
        (b"<eFetchResult><ERROR>Empty id list</ERROR></eFetchResult>", "Empty id list"),
        (b"<article>" + b"<sec>" * 5000 + b"</sec>" * 5000 + b"</article>", "cannot be read"),
    ],
    ids="cut empty bomb external remote undeclared pubmed html xhtml other empty-set refused error deep".split(),
)
def test_what_is_no_safe_jats_is_refused_with_what_it_is(data: bytes, message: str) -> None:
    with pytest.raises(RecordError, match=message) as caught:
        parse_jats(data, source="given.xml")
    assert caught.value.mend


def test_deepest_nesting_that_the_parser_lets_through_is_read() -> None:
    assert read("<sec>" * 250 + "<p>Deep.</p>" + "</sec>" * 250).text == "Deep."
