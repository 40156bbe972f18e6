from __future__ import annotations

import pytest

from ingest.article.authors import split_authors
from ingest.article.notices import cut_notices
from ingest.article.references import read_reference
from kg.model.article import DefectKind, Reference, ReferenceKind
from kg.model.record import NoticeKind
from kg.model.span import Span
from tests.ingest.article.conftest import Read


def read_entry(entry: str) -> Reference:
    return read_reference(entry, labels=("1",), span=Span(0, len(entry)), line=1)


@pytest.mark.parametrize(
    "entry",
    [
        "Doe J, Roe KL. Oil and hair: does it help? J Oil (Basel). 2019 May 3;12(5 Pt 1):33-9. doi: 10.1000/oil.1",
        "Doe J, Roe KL, et al. Oil and hair: does it help? J Oil (Basel). 2019;12(5 Pt 1):33-9. doi: 10.1000/oil.1.",
        "Doe J, Roe KL: Oil and hair: does it help? J Oil (Basel) 12 (5 Pt 1): 33-9, 2019. doi: 10.1000/oil.1",
        "Doe, J., & Roe, K. L. (2019). Oil and hair: does it help? J Oil (Basel), 12(5 Pt 1), 33-9. doi: 10.1000/oil.1",
        "Doe, J. and Roe, K.L., 2019. Oil and hair: does it help? J Oil (Basel), 12(5 Pt 1), 33-9. doi: 10.1000/oil.1",
    ],
)
def test_fields_of_the_usual_forms(entry: str) -> None:
    reference = read_entry(entry)
    assert reference.authors == ("Doe J", "Roe KL")
    assert reference.title == "Oil and hair: does it help?"
    assert (reference.journal, reference.year) == ("J Oil (Basel)", 2019)
    assert (reference.volume, reference.issue, reference.pages) == ("12", "5 Pt 1", "33-9")
    assert str(reference.doi) == "10.1000/oil.1"
    assert reference.kind is ReferenceKind.JOURNAL_ARTICLE
    assert not reference.truncated


def test_article_number_is_read_as_pages() -> None:
    reference = read_entry("Doe J. Oil. J Oil. 2019;12:e8. PMID: 12345678; PMCID: PMC1234567")
    assert (reference.pages, str(reference.pmid), str(reference.pmcid)) == ("e8", "12345678", "PMC1234567")


@pytest.mark.parametrize(
    "entry",
    [
        "Doe J. Oil and hair. J Oil. … Continue reading",
        "Doe J. Oil and hair. J Oil. 2019;1:2. doi:",
        "Doe J. Oil and hair. J Oil. 2019;1:2. PMID: …",
        "Doe J. Oil and ha...",
    ],
)
def test_cut_entry_is_said_to_be_cut(entry: str) -> None:
    reference = read_entry(entry)
    assert reference.truncated
    assert reference.doi is None
    assert reference.pmid is None


@pytest.mark.parametrize(
    ("entry", "kind", "address"),
    [
        ("https://example.org/oil.", ReferenceKind.WEB_PAGE, "https://example.org/oil"),
        ("Oil basics | https://example.org/oil", ReferenceKind.WEB_PAGE, "https://example.org/oil"),
        ("Somebody told me.", ReferenceKind.UNKNOWN, None),
    ],
)
def test_kind_of_an_entry_without_a_journal(entry: str, kind: ReferenceKind, address: str | None) -> None:
    reference = read_entry(entry)
    assert (reference.kind, reference.address) == (kind, address)
    assert reference.year is None


def test_names_that_are_not_understood_are_no_title() -> None:
    assert read_entry("Jane R. Doe, John S. Roe, 2014").title is None
    assert split_authors("Oil helps. It does.") == ((), "Oil helps. It does.")


def test_date_of_access_is_no_year_of_publication() -> None:
    assert read_entry("Oil Board. Oil basics. Last accessed April 7, 2016. https://example.org/oil").year is None


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Erratum in", NoticeKind.ERRATUM),
        ("Retraction in", NoticeKind.RETRACTION),
        ("Partial retraction in", NoticeKind.PARTIAL_RETRACTION),
        ("Expression of concern in", NoticeKind.EXPRESSION_OF_CONCERN),
        ("Corrected and republished in", NoticeKind.CORRECTED_AND_REPUBLISHED),
    ],
)
def test_notice_is_kept_apart_from_the_entry(words: str, kind: NoticeKind) -> None:
    reference = read_entry(
        f"Doe J. Oil. J Oil. 1993 May;28(5 Pt 1):755-63. doi: 10.1000/x. {words}: J Oil 1993 Oct;29(4):554. PMID: 1234."
    )
    (notice,) = reference.notices
    assert (notice.kind, notice.published_in, notice.date) == (kind, "J Oil 1993 Oct;29(4):554", "1993-10")
    assert notice.pmid is None
    assert (reference.volume, reference.issue, reference.pages) == ("28", "5 Pt 1", "755-63")
    assert str(reference.pmid) == "1234"


def test_second_pmid_is_the_entry_s_and_the_first_the_notice_s() -> None:
    rest, (notice,) = cut_notices("J Oil. 1993;2:3. Erratum in: J Oil. 1994 Jan 2;3:4. PMID: 11. PMID: 22.")
    assert str(notice.pmid) == "11"
    assert notice.date == "1994-01-02"
    assert "22" in rest
    assert "11" not in rest


def test_comment_is_cut_out_but_is_no_notice() -> None:
    reference = read_entry("Doe J. Oil. J Oil. 1993;2:3. Comment in: J Fat. 1994;9:9.")
    assert reference.notices == ()
    assert (reference.volume, reference.pages) == ("2", "3")


@pytest.mark.parametrize(
    "listed",
    [
        "References\n1. Doe J. Oil. J Oil. 2019;1:2.\n2. Poe E. Fat. J Fat. 2020;3:4.",
        "REFERENCES:\n[1] Doe J. Oil. J Oil. 2019;1:2.\n[2] Poe E. Fat. J Fat. 2020;3:4.",
        "Sources\n1 Doe J. Oil. J Oil. 2019;1:2.\n2 Poe E. Fat. J Fat. 2020;3:4.",
        "References[+]\n↑1 | Doe J. Oil. J Oil. 2019;1:2. |\n---|---|\n↑2 | Poe E. Fat. J Fat. 2020;3:4. |",
        "Works cited\n1) Doe J. Oil.\nJ Oil. 2019;1:2.\n2) Poe E. Fat.\nJ Fat. 2020;3:4.",
        "Footnotes\n[^1]: Doe J. Oil. J Oil. 2019;1:2.\n[^2]: Poe E. Fat. J Fat. 2020;3:4.",
    ],
)
def test_list_in_each_form_gives_the_same_entries(read: Read, listed: str) -> None:
    article = read(f"Oil helps a good deal.[1] So does fat.[2]\n\n{listed}\n")
    assert [(r.labels, r.authors, r.journal, r.pages) for r in article.references] == [
        (("1",), ("Doe J",), "J Oil", "2"),
        (("2",), ("Poe E",), "J Fat", "4"),
    ]
    assert [p.label for p in article.pointers] == ["1", "2"]


def test_list_in_html_takes_its_numbers_from_the_ordered_list(read: Read) -> None:
    article = read(
        "<html><body><p>Oil helps a good deal.[3]</p><h2>Notes</h2><ol start='3'><li>Doe J. Oil. "
        "<a href='https://pubmed.ncbi.nlm.nih.gov/1234/'>J Oil</a>. 2019;1:2.</li></ol></body></html>",
        "a.html",
    )
    (reference,) = article.references
    assert (reference.labels, str(reference.pmid)) == (("3",), "1234")


def test_two_numbers_for_one_entry_are_one_reference(read: Read) -> None:
    article = read("Oil helps.[3]\n\nReferences\n↑1 | Doe J. Oil. 2019. |\n---|---|\n↑2, ↑3 | Poe E. Fat. 2020. |\n")
    assert [reference.labels for reference in article.references] == [("1",), ("2", "3")]
    kinds = {defect.kind for defect in article.defects}
    assert {DefectKind.SHARED_REFERENCE, DefectKind.TABLE_OF_REFERENCES} <= kinds


def test_unnumbered_list_keeps_its_entries_without_labels(read: Read) -> None:
    article = read("Oil helps.\n\nReferences\n- Doe J. Oil. J Oil. 2019;1:2.\n- Poe E. Fat. J Fat. 2020;3:4.\n")
    assert [reference.labels for reference in article.references] == [(), ()]


def test_heading_without_entries_is_no_list(read: Read) -> None:
    article = read("# Oil\n\nOil helps.\n\n## Sources\n\nMany people were asked about it.\n", "a.md")
    assert article.references == ()
    assert "Many people were asked about it." in {sentence.text for sentence in article.sentences}


@pytest.mark.parametrize("source", ["a.html", "a.md", "a.txt"])
def test_table_rule_that_was_copied_as_text_ends_no_list(read: Read, source: str) -> None:
    lines = [
        "Oil helps a *good* deal.[2]",
        "References[+]",
        "↑1 | Doe J. Oil. 2019. |",
        "---|---|",
        "↑2 | Poe E. Fat. 2020. |",
    ]
    text = "".join(f"<div>{line}</div>\n" for line in lines) if source == "a.html" else "\n\n".join(lines)
    article = read(text, source)
    assert [reference.labels for reference in article.references] == [("1",), ("2",)]
    assert DefectKind.TABLE_OF_REFERENCES in {defect.kind for defect in article.defects}


@pytest.mark.parametrize(
    ("entry", "title", "year"),
    [
        ("Systematic review of needles. English et al, 2022. https://pubmed.ncbi.nlm.nih.gov/12345678/", None, 2022),
        ("Li. T. 2026. doi:10.1000/182", None, None),
        ("Needles and hair, Smith 2019, https://doi.org/10.1000/1", None, None),
        ("English, 2022. Oil and hair. doi:10.1000/1", None, None),
        ("Oil Board. Oil basics. 2019. PMID: 1234", "Oil basics", 2019),
        ("A study of oil (2019). J Oil. PMID: 1234", None, 2019),
        ("Doe J, et al. J Oil 2019. doi: 10.1000/1", None, 2019),
        ("Jane Doe, Tom Li. Oil and hair. J Oil. 2019;1:2-3. PMID: 1234", "Oil and hair", 2019),
        ("Read the study: https://pubmed.ncbi.nlm.nih.gov/12345678/", None, None),
        ("Does oil help the hair of men? - PubMed https://pubmed.ncbi.nlm.nih.gov/12345678/", None, None),
        ("Oil helps the hair of men - PubMed. PMID: 1234", "Oil helps the hair of men", None),
        ("Oil Board (2019). Oil and hair. J Oil, 1(2), 3-4.", "Oil and hair", 2019),
        ("Roe K et al. (2020) Oil and hair. PMID: 1234", "Oil and hair", 2020),
        ("“Oil and hair of men.” Smith, 2019. PMID 1234", "Oil and hair of men", None),
        ("Li T. 2026. Oil and hair. doi:10.1000/182", "Oil and hair", 2026),
    ],
)
def test_free_form_gives_only_what_is_sure(entry: str, title: str | None, year: int | None) -> None:
    reference = read_entry(entry)
    assert (reference.title, reference.year) == (title, year)
    assert set(reference.authors) <= {"Doe J", "Li T", "Oil Board"}


def test_entry_of_endless_lines_ends_somewhere(read: Read) -> None:
    article = read("Oil helps.[1]\n\nReferences\n1. Doe J\n" + "and so the entry goes on\n" * 500)
    assert 2_000 < len(article.references[0].raw) < 4_000
