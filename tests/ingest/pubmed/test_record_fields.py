"""Each field of a record, from small documents."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.pubmed.contributors import find_orcid
from ingest.pubmed.dates import find_printed_date
from kg.identifiers import Doi, Pmcid, Pmid
from kg.model import (
    AbstractSection,
    Accession,
    CitedWork,
    Contributor,
    EditorialNotice,
    Grant,
    IndexedRecord,
    LinkKind,
    MeshHeading,
    MeshQualifier,
    NoticeKind,
    OtherAbstract,
    RecordDate,
    RecordKind,
    RecordLink,
    Study,
)
from kg.rdf import to_lines
from kg.rdf.iris import graph_iri, study_iri
from tests.ingest.pubmed.documents import make_article, read_one


def _journal(pub_date: str) -> str:
    return f"<Journal><JournalIssue><PubDate>{pub_date}</PubDate></JournalIssue></Journal>"


def _comment(kind: str) -> str:
    entry = f'<CommentsCorrections RefType="{kind}"><RefSource>J Oil. 1993 Oct;2(4):5</RefSource><PMID>7</PMID>'
    return f"<CommentsCorrectionsList>{entry}</CommentsCorrections></CommentsCorrectionsList>"


FIELDS: list[tuple[str, Callable[[IndexedRecord], object], object]] = [
    ("<ArticleTitle>A <i>b</i> of\n 10<sup>6</sup>\N{NO-BREAK SPACE}&lt;c&gt;</ArticleTitle>",
     lambda r: r.title, "A b of 106 <c>"),
    ("<ArticleTitle><![CDATA[a < b]]><!-- no -->!</ArticleTitle>", lambda r: r.title, "a < b!"),
    ('<ArticleTitle>x<mml:math xmlns:mml="m"><mml:mi>y</mml:mi></mml:math></ArticleTitle>', lambda r: r.title, "xy"),
    ("<ArticleTitle/>", lambda r: r.title, None),
    ("<VernacularTitle>Öl</VernacularTitle>", lambda r: r.vernacular_title, "Öl"),
    ("<Language>eng</Language><Language>ger</Language>", lambda r: r.languages, ("eng", "ger")),
    ("<Pagination><MedlinePgn>12-9</MedlinePgn></Pagination>", lambda r: r.pages, "12-9"),
    ("<Pagination><StartPage>12</StartPage></Pagination>", lambda r: r.pages, "12"),
    (('<Abstract><AbstractText Label="AIM" NlmCategory="OBJECTIVE">To <b>see</b>.</AbstractText><AbstractText/>'
     "<AbstractText>End.</AbstractText><CopyrightInformation>(c) us</CopyrightInformation></Abstract>"),
     lambda r: (r.abstract, r.abstract_copyright),
     ((AbstractSection("To see.", "AIM", "OBJECTIVE"), AbstractSection("End.")), "(c) us")),
    (_journal("<Year>1993</Year><Month>Oct</Month><Day>5</Day>"), lambda r: r.published, "1993-10-05"),
    (_journal("<Year>1993</Year><Month>02</Month>"), lambda r: (r.published, r.year), ("1993-02", 1993)),
    (_journal("<Year>1993</Year><Day>2</Day>"), lambda r: (r.published, r.year), ("1993", 1993)),
    (_journal("<Year>1998</Year><Season>Spring</Season>"), lambda r: (r.published, r.year), ("1998 Spring", 1998)),
    (_journal("<MedlineDate>1998 Dec-1999 Jan</MedlineDate>"), lambda r: (r.published, r.year),
     ("1998 Dec-1999 Jan", 1998)),
    (_journal(""), lambda r: (r.published, r.year), (None, None)),
    ('<ArticleDate DateType="Electronic"><Year>2020</Year><Month>1</Month><Day>9</Day></ArticleDate>',
     lambda r: (r.published_online, r.dates), ("2020-01-09", (RecordDate("electronic", "2020-01-09"),))),
    (("<AuthorList><Author><LastName>Smith</LastName><ForeName>Ann B</ForeName><Initials>AB</Initials>"
     '<Suffix>Jr</Suffix><Identifier Source="ORCID">https://orcid.org/0000000218250097</Identifier>'
     "<AffiliationInfo><Affiliation>Here</Affiliation></AffiliationInfo></Author>"
     "<Author><CollectiveName>The <i>Oil</i> Group</CollectiveName></Author>"
     '<Author ValidYN="N"><LastName>Smiht</LastName></Author><Author/></AuthorList>'),
     lambda r: (r.authors, r.contributors),
     (("Smith AB Jr", "The Oil Group"),
      (Contributor("Smith AB Jr", "author", "Ann B", "0000-0002-1825-0097", ("Here",)),
       Contributor("The Oil Group", is_group=True)))),
    ("<PublicationTypeList><PublicationType>Preprint</PublicationType></PublicationTypeList>",
     lambda r: (r.publication_types, r.kind), (("Preprint",), RecordKind.PREPRINT)),
    ("<GrantList><Grant><GrantID>R01</GrantID><Agency>NIH</Agency></Grant></GrantList>",
     lambda r: r.grants, (Grant("R01", "NIH"),)),
    (("<DataBankList><DataBank><DataBankName>ClinicalTrials.gov</DataBankName><AccessionNumberList>"
     "<AccessionNumber>NCT00000002</AccessionNumber></AccessionNumberList></DataBank></DataBankList>"
     "<Abstract><AbstractText>See NCT00000001 and NCT00000002.</AbstractText></Abstract>"),
     lambda r: (r.accessions, r.registrations),
     ((Accession("ClinicalTrials.gov", "NCT00000002"),), ("NCT00000002", "NCT00000001"))),
]  # fmt: skip


@pytest.mark.parametrize(("article", "get", "expected"), FIELDS)
def test_field_of_the_article_is_read(article: str, get: Callable[[IndexedRecord], object], expected: object) -> None:
    assert get(read_one(make_article(article))) == expected


CITATION_FIELDS: list[tuple[str, Callable[[IndexedRecord], object], object]] = [
    (('<MeshHeadingList><MeshHeading><DescriptorName UI="D1" MajorTopicYN="N">Oil</DescriptorName>'
     '<QualifierName UI="Q1" MajorTopicYN="Y">use</QualifierName></MeshHeading></MeshHeadingList>'
     '<SupplMeshList><SupplMeshName Type="Disease" UI="C1">Oil fever</SupplMeshName></SupplMeshList>'),
     lambda r: r.mesh,
     (MeshHeading("D1", "Oil", False, (MeshQualifier("Q1", "use", True),)), MeshHeading("C1", "Oil fever"))),
    ("<ChemicalList><Chemical><NameOfSubstance>Oils</NameOfSubstance></Chemical></ChemicalList>",
     lambda r: r.substances, ("Oils",)),
    ("<KeywordList><Keyword>a</Keyword></KeywordList><KeywordList><Keyword>b</Keyword></KeywordList>",
     lambda r: r.keywords, ("a", "b")),
    ('<OtherAbstract Type="Publisher" Language="spa"><AbstractText>Aceite.</AbstractText></OtherAbstract>',
     lambda r: r.other_abstracts, (OtherAbstract((AbstractSection("Aceite."),), "Publisher", "spa"),)),
    ("<CoiStatement>None.</CoiStatement>", lambda r: r.interests_statement, "None."),
    ("<InvestigatorList><Investigator><LastName>Oak</LastName></Investigator></InvestigatorList>",
     lambda r: (r.authors, r.contributors), ((), (Contributor("Oak", "investigator"),))),
    ("<DateRevised><Year>2020</Year><Month>01</Month><Day>02</Day></DateRevised>",
     lambda r: r.dates, (RecordDate("record revised", "2020-01-02"),)),
    ('<OtherID Source="NASA">9</OtherID>', lambda r: r.other_identifiers, ("NASA:9",)),
    (("<MedlineJournalInfo><MedlineTA>J Oil</MedlineTA><NlmUniqueID>8</NlmUniqueID><ISSNLinking>1-2</ISSNLinking>"
     "</MedlineJournalInfo>"), lambda r: (r.journal_abbreviation, r.nlm_journal_id, r.issn), ("J Oil", "8", ("1-2",))),
]  # fmt: skip


@pytest.mark.parametrize(("citation", "get", "expected"), CITATION_FIELDS)
def test_field_of_the_citation_is_read(citation: str, get: Callable[[IndexedRecord], object], expected: object) -> None:
    assert get(read_one(make_article(citation=citation))) == expected


def test_dates_need_no_order_of_their_own_in_the_graph() -> None:
    history = "".join(
        f'<PubMedPubDate PubStatus="{kind}"><Year>2020</Year><Month>1</Month><Day>{day}</Day></PubMedPubDate>'
        for day, kind in enumerate(["received", "accepted", "revised", "revised"], start=1)
    )
    revised = "<DateRevised><Year>2021</Year><Month>1</Month><Day>1</Day></DateRevised>"
    record = read_one(make_article(citation=revised, data=f"<History>{history}</History>"))
    assert [(date.kind, date.value) for date in record.dates] == [
        ("accepted", "2020-01-02"),
        ("received", "2020-01-01"),
        ("record revised", "2021-01-01"),
        ("revised", "2020-01-03"),
        ("revised", "2020-01-04"),
    ]
    lines = to_lines(Study(record.key, record), study_iri(record.key), graph_iri("studies", "pulled"))
    assert not any("dates" in line and "#Seq" in line for line in lines)


def test_identifiers_are_the_records_own_and_not_those_of_cited_works() -> None:
    cited = (
        "<ReferenceList><ReferenceList><Reference><Citation>Ash. <i>J Oil</i>.</Citation><ArticleIdList>"
        '<ArticleId IdType="pubmed">8</ArticleId><ArticleId IdType="doi">10.1000/cited</ArticleId>'
        '<ArticleId IdType="pmc">PMC800</ArticleId></ArticleIdList></Reference></ReferenceList></ReferenceList>'
    )
    record = read_one(make_article(data=cited))
    assert (record.pmid, record.doi, record.pmcid) == (Pmid("1"), None, None)
    assert record.cited_works == (CitedWork("Ash. J Oil.", Pmid("8"), Doi("10.1000/cited"), Pmcid("PMC800")),)


def test_identifier_that_is_not_valid_is_kept_as_text_or_left_out() -> None:
    own = (
        '<ArticleIdList><ArticleId IdType="pubmed">1</ArticleId><ArticleId IdType="doi">cut</ArticleId>'
        '<ArticleId IdType="pii">S1</ArticleId><ArticleId IdType="pmc">PMC900.1</ArticleId></ArticleIdList>'
    )
    elocations = (
        '<ELocationID EIdType="doi" ValidYN="N">10.1000/wrong</ELocationID>'
        '<ELocationID EIdType="doi" ValidYN="Y">10.1000/Right</ELocationID>'
    )
    record = read_one(make_article(elocations, data=own))
    assert (record.doi, record.pmcid) == (Doi("10.1000/right"), Pmcid("PMC900"))
    assert record.other_identifiers == ("doi:cut", "pii:S1")


def test_pmid_is_the_articles_own_though_a_comment_names_another() -> None:
    record = read_one(make_article(citation=_comment("CommentOn"), pmid="12"))
    assert (record.pmid, record.key.value) == (Pmid("12"), "pmid-12")


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("RetractionIn", NoticeKind.RETRACTION),
        ("RetractedandRepublishedIn", NoticeKind.RETRACTION),
        ("PartialRetractionIn", NoticeKind.PARTIAL_RETRACTION),
        ("ExpressionOfConcernIn", NoticeKind.EXPRESSION_OF_CONCERN),
        ("ErratumIn", NoticeKind.ERRATUM),
        ("CorrectedandRepublishedIn", NoticeKind.CORRECTED_AND_REPUBLISHED),
        ("RepublishedIn", NoticeKind.CORRECTED_AND_REPUBLISHED),
        ("UpdateIn", NoticeKind.UPDATE),
    ],
)
def test_what_happened_to_the_record_is_a_notice_of_its_kind(kind: str, expected: NoticeKind) -> None:
    record = read_one(make_article(citation=_comment(kind)))
    assert record.notices == (EditorialNotice(expected, "J Oil. 1993 Oct;2(4):5", "PubMed", "1993-10", Pmid("7")),)
    assert (record.links, record.notices_checked) == ((), True)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("RetractionOf", LinkKind.RETRACTION_OF),
        ("ErratumFor", LinkKind.ERRATUM_FOR),
        ("ExpressionOfConcernFor", LinkKind.CONCERN_FOR),
        ("CommentIn", LinkKind.COMMENT_IN),
        ("UpdateOf", LinkKind.UPDATE_OF),
        ("RetractedandRepublishedFrom", LinkKind.RETRACTED_FROM),
        ("SomethingNewIn", LinkKind.OTHER),
    ],
)
def test_what_the_record_says_of_others_is_a_link_and_no_notice(kind: str, expected: LinkKind) -> None:
    record = read_one(make_article(citation=_comment(kind)))
    assert record.links == (RecordLink(expected, "J Oil. 1993 Oct;2(4):5", Pmid("7")),)
    assert record.notices == ()


def test_cited_work_of_a_comment_is_added_once() -> None:
    listed = (
        "<ReferenceList><Reference><Citation>Ash.</Citation><ArticleIdList>"
        '<ArticleId IdType="pubmed">{}</ArticleId></ArticleIdList></Reference></ReferenceList>'
    )
    other = read_one(make_article(citation=_comment("Cites"), data=listed.format(6)))
    same = read_one(make_article(citation=_comment("Cites"), data=listed.format(7)))
    assert [work.pmid for work in other.cited_works] == [Pmid("6"), Pmid("7")]
    assert [work.pmid for work in same.cited_works] == [Pmid("7")]
    assert other.links == ()


def test_retraction_that_only_the_publication_type_states_says_so() -> None:
    types = "<PublicationTypeList><PublicationType>Retracted Publication</PublicationType></PublicationTypeList>"
    alone, typed = read_one(make_article(types)), read_one(make_article(types, citation=_comment("RetractionIn")))
    assert alone.notices == (EditorialNotice(NoticeKind.RETRACTION, "", "PubMed publication type"),)
    assert [notice.stated_by for notice in typed.notices] == ["PubMed"]


def test_book_and_chapter_are_read() -> None:
    chapter = read_one(
        "<PubmedBookArticle><BookDocument><PMID>5</PMID>"
        '<ArticleIdList><ArticleId IdType="bookaccession">NBK1</ArticleId></ArticleIdList>'
        "<Book><BookTitle>Oils</BookTitle><PubDate><Year>2010</Year></PubDate>"
        '<AuthorList Type="editors"><Author><LastName>Elm</LastName></Author></AuthorList><Isbn>978</Isbn></Book>'
        "<ArticleTitle>Of <i>one</i> oil</ArticleTitle>"
        '<AuthorList Type="authors"><Author><LastName>Oak</LastName></Author></AuthorList>'
        "<Abstract><AbstractText>Short.</AbstractText></Abstract></BookDocument></PubmedBookArticle>"
    )
    assert (chapter.kind, chapter.title, chapter.journal, chapter.year) == (RecordKind.BOOK, "Of one oil", "Oils", 2010)
    assert (chapter.authors, [person.role for person in chapter.contributors]) == (("Oak",), ["author", "editor"])
    assert chapter.other_identifiers == ("bookaccession:NBK1", "isbn:978")


@given(st.text("0123456789", min_size=15, max_size=15))
def test_orcid_is_found_with_the_one_right_check_digit_in_any_spelling(digits: str) -> None:
    found = {orcid for check in "0123456789X" if (orcid := find_orcid(digits + check))}
    assert len(found) == 1
    (orcid,) = found
    assert find_orcid(f"http://orcid.org/{orcid}") == orcid == find_orcid(orcid.replace("-", ""))


@pytest.mark.parametrize(
    ("place", "date"),
    [
        ("Nature. 2020 Oct;586(7831):E22", "2020-10"),
        ("J Oil (1985). 1993 Oct 5;29(4):554", "1993-10-05"),
        ("J Oil. 2004", "2004"),
        ("J Oil. 1998 Dec-1999 Jan;2:3", "1998-12"),
        ("J Oil. 1998 Spring;2:3", "1998"),
        ("J Oil. in press", None),
    ],
)
def test_printed_date_is_read_at_its_precision(place: str, date: str | None) -> None:
    assert find_printed_date(place) == date
