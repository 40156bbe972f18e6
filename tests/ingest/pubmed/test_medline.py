"""Files in MEDLINE format: each field comes back, and what is no such file is said."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.pubmed.medline import iter_medline
from kg.errors import RecordError
from kg.identifiers import Doi, Pmcid, Pmid
from kg.model import (
    AbstractSection,
    Accession,
    Contributor,
    EditorialNotice,
    Grant,
    IndexedRecord,
    LinkKind,
    NoticeKind,
    RecordDate,
    RecordKind,
    RecordLink,
)

FILE = """
PMID- 11111111
OWN - NLM
STAT- MEDLINE
DCOM- 20210102
LR  - 20220304
IS  - 1234-567X (Electronic)
IS  - 1234-567X (Linking)
VI  - 12
IP  - 3
DP  - 2020 Jan 15
TI  - Calmol for itching: a title
      on two lines.
PG  - 1-9
LID - 10.1000/x(1) [doi]
AB  - BACKGROUND: People itch. NOTE: this is kept. METHODS: We gave
      calmol (NCT01234567).
CI  - (c) 2020.
FAU - Smith, Ann B
AU  - Smith AB
AUID- ORCID: 0000-0002-1825-0097
AD  - Department of Itch,
      Town.
CN  - Itch Group
LA  - eng
SI  - ClinicalTrials.gov/NCT01234567
GR  - R01 AR000000/AR/NIAMS NIH HHS/United States
PT  - Journal Article
PT  - Randomized Controlled
      Trial
DEP - 20200110
TA  - J Itch
JT  - Journal of itching
JID - 0123456
RN  - 0 (Calmol)
MH  - Pruritus/*drug
      therapy
OT  - *itch
COIS- The authors declare
      no interests.
EDAT- 2020/01/11 06:00
PHST- 2019/10/01 00:00 [received]
AID - S0000(20)1 [pii]
AID - 10.1000/x(1) [doi]
EIN - J Itch. 2021 Mar;13(1):2. doi:
      10.1000/y. PMID: 22222222
CIN - J Itch. 2020;12(4):5. PMID: 33333333
PMC - PMC1234567

PMID- 44444444
DP  - 1998 Spring
PT  - Retracted Publication
TI  - Plain.
AB  - In plain words. DNA: a molecule.

"""


def save(folder: Path, text: str) -> Path:
    path = folder / "list.nbib"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def records(tmp_path: Path) -> list[IndexedRecord]:
    return list(iter_medline(save(tmp_path, FILE)))


def test_every_field_comes_back(records: list[IndexedRecord]) -> None:
    expected = {
        "pmid": Pmid("11111111"),
        "doi": Doi("10.1000/x(1)"),
        "pmcid": Pmcid("PMC1234567"),
        "kind": RecordKind.JOURNAL_ARTICLE,
        "title": "Calmol for itching: a title on two lines.",
        "authors": ("Smith AB", "Itch Group"),
        "journal": "Journal of itching",
        "journal_abbreviation": "J Itch",
        "nlm_journal_id": "0123456",
        "issn": ("1234-567X",),
        "year": 2020,
        "volume": "12",
        "issue": "3",
        "pages": "1-9",
        "published": "2020-01-15",
        "published_online": "2020-01-10",
        "publication_types": ("Journal Article", "Randomized Controlled Trial"),
        "mesh_headings": ("Pruritus/*drug therapy",),
        "keywords": ("itch",),
        "registrations": ("NCT01234567",),
        "accessions": (Accession("ClinicalTrials.gov", "NCT01234567"),),
        "grants": (Grant("R01 AR000000", "NIAMS NIH HHS", "United States"),),
        "substances": ("Calmol",),
        "languages": ("eng",),
        "status": "MEDLINE",
        "abstract_copyright": "(c) 2020.",
        "interests_statement": "The authors declare no interests.",
        "other_identifiers": ("pii:S0000(20)1",),
        "notices_checked": True,
    }
    assert {field.name: getattr(records[0], field.name) for field in fields(records[0]) if field.name in expected} == (
        expected
    )


def test_people_and_groups_are_told_apart(records: list[IndexedRecord]) -> None:
    smith = Contributor("Smith AB", "author", "Ann B", "0000-0002-1825-0097", ("Department of Itch, Town.",))
    assert records[0].contributors == (smith, Contributor("Itch Group", is_group=True))


def test_labelled_abstract_has_its_sections_and_a_plain_one_is_whole(records: list[IndexedRecord]) -> None:
    assert [(part.label, part.text) for part in records[0].abstract] == [
        ("BACKGROUND", "People itch."),
        ("NOTE", "this is kept."),
        ("METHODS", "We gave calmol (NCT01234567)."),
    ]
    assert records[1].abstract == (AbstractSection("In plain words. DNA: a molecule."),)


def test_notices_are_typed_and_links_are_none(records: list[IndexedRecord]) -> None:
    place = "J Itch. 2021 Mar;13(1):2. doi: 10.1000/y. PMID: 22222222"
    assert records[0].notices == (EditorialNotice(NoticeKind.ERRATUM, place, "PubMed", "2021-03", Pmid("22222222")),)
    assert records[0].links == (
        RecordLink(LinkKind.COMMENT_IN, "J Itch. 2020;12(4):5. PMID: 33333333", Pmid("33333333")),
    )
    assert [notice.kind for notice in records[1].notices] == [NoticeKind.RETRACTION]


def test_dates_keep_the_precision_given(records: list[IndexedRecord]) -> None:
    assert records[0].dates == (
        RecordDate("completed", "2021-01-02"),
        RecordDate("electronic", "2020-01-10"),
        RecordDate("entrez", "2020-01-11"),
        RecordDate("publication", "2020-01-15"),
        RecordDate("received", "2019-10-01"),
        RecordDate("revised", "2022-03-04"),
    )
    assert (records[1].published, records[1].year) == ("1998 Spring", 1998)


def test_affiliations_of_several_authors_are_given_to_none(tmp_path: Path) -> None:
    text = "PMID- 1\nFAU - Roe, A\nAU  - Roe A\nAD  - Here\nFAU - Doe, B\nAU  - Doe B\nAUID- 0000-0002-1825-0097\n"
    (record,) = iter_medline(save(tmp_path, text))
    assert [(person.given, person.orcid, person.affiliations) for person in record.contributors] == [
        ("A", None, ()),
        ("B", None, ()),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no record in MEDLINE format"),
        ("TI  - Nameless\n", "record 1: no PMID"),
        (FILE + "TI  - Nameless\n", "record 3: no PMID"),
        ("<?xml version='1.0'?><PubmedArticleSet/>", "no PMID"),
    ],
)
def test_file_that_is_none_is_said_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(RecordError, match=said):
        list(iter_medline(save(tmp_path, text)))


def test_missing_and_undecodable_files_are_said(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="cannot be read"):
        list(iter_medline(tmp_path / "none.nbib"))
    (tmp_path / "bytes.nbib").write_bytes(b"PMID- 1\nTI  - \xff\n")
    with pytest.raises(RecordError, match="cannot be read"):
        list(iter_medline(tmp_path / "bytes.nbib"))


LINES = st.lists(st.sampled_from(FILE.splitlines()) | st.text(max_size=30), max_size=25)


@given(lines=LINES)
def test_any_text_gives_records_or_an_error(tmp_path_factory: pytest.TempPathFactory, lines: list[str]) -> None:
    path = tmp_path_factory.mktemp("medline") / "list.nbib"
    path.write_text("\n".join(lines), encoding="utf-8")
    try:
        assert all(record.pmid for record in iter_medline(path))
    except RecordError as error:
        assert str(path) in str(error)  # noqa: PT017 - either outcome is right
