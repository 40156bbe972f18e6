from __future__ import annotations

import pytest

from ingest.article.footnotes import Openings
from ingest.article.references import read_reference
from kg.model.article import Article, DefectKind
from kg.model.span import Span
from tests.ingest.article.conftest import Read

LIST = """
References
1. Doe J, Roe KL. Oil and hair: a trial. J Oil. 2019 May 3;12(4):33-9. doi: 10.1000/oil.1
2. Poe E. More oil. J Oil. 2020;13:1-2.
3. Low M. Less oil. J Oil. 2021;14:7.
"""


def labels_by_sentence(article: Article) -> list[tuple[str, tuple[str, ...]]]:
    return [
        (sentence.text, tuple(p.label for p in article.pointers if p.sentence == index))
        for index, sentence in enumerate(article.sentences)
    ]


@pytest.mark.parametrize(
    ("marker", "labels"),
    [
        ("[1]", ("1",)),
        ("[1,2]", ("1", "2")),
        ("[1, 3]", ("1", "3")),
        ("[1-3]", ("1", "2", "3")),
        ("[1]–[3]", ("1", "2", "3")),
        ("[1][2]", ("1", "2")),
        ("¹", ("1",)),
        ("¹⁻³", ("1", "2", "3")),
        (" [2]", ("2",)),
        ("[^3]", ("3",)),
    ],
)
@pytest.mark.parametrize("form", ["Oil helps{}. Nobody knows why.", "Oil helps.{} Nobody knows why."])
def test_marker_belongs_to_the_sentence_before_it(read: Read, marker: str, labels: tuple[str, ...], form: str) -> None:
    article = read(form.format(marker) + "\n" + LIST)
    assert labels_by_sentence(article) == [("Oil helps.", labels), ("Nobody knows why.", ())]
    assert all(pointer.span.of(article.text) == pointer.marker for pointer in article.pointers)


@pytest.mark.parametrize(
    "text",
    [
        "It was approved in the spring [2016] after a long wait.",
        "The mean was low (95% CI [2, 40]) in both of the groups.",
        "They used [50] mg of the oil on each of the days.",
        "The patch covered 3 cm² of the skin of each arm.",
        "Doses above 10² units were not used by anyone.",
        "A range of [9-2] makes no sense to the reader.",
        "The list was empty [0] when it was first read.",
    ],
)
def test_figures_years_and_units_are_no_markers(read: Read, text: str) -> None:
    assert read(text + "\n" + LIST).pointers == ()


def test_year_in_brackets_is_a_marker_where_the_list_has_that_number(read: Read) -> None:
    article = read("Oil helps a great deal.[2016]\n\nReferences\n[2016] Doe J. Oil. J Oil. 2016;1:2.\n")
    assert [pointer.label for pointer in article.pointers] == ["2016"]


def test_marker_without_an_entry_dangles(read: Read) -> None:
    article = read("Oil helps a great deal.[7]\n" + LIST)
    (pointer,) = article.pointers
    assert pointer.label == "7"
    assert article.reference_of(pointer) is None


@pytest.mark.parametrize(
    "pasted",
    [
        "Doe J, Roe KL. Oil and hair: a trial. J Oil. … Continue reading",
        "Doe J, Roe KL. Oil and hair: a trial. J Oil. 2019 May 3;12(4):33-9. doi: ... Continue reading",
        "Doe J, Roe KL. Oil and hair: a trial. J Oil. 2019 May 3;12(4):33-9. doi: 10.1000/oil.1",
        "Doe J, Roe KL. Oil and hair: a trial. J Oil. 2019…",
    ],
)
def test_footnote_pasted_behind_its_marker_is_left_out(read: Read, pasted: str) -> None:
    article = read(f"Oil helps.[1]{pasted} Nobody knows why.\n{LIST}")
    assert labels_by_sentence(article) == [("Oil helps.", ("1",)), ("Nobody knows why.", ())]
    kinds = [defect.kind for defect in article.defects]
    assert kinds.count(DefectKind.PASTED_FOOTNOTE) == 1
    assert kinds.count(DefectKind.MARKER_MID_PARAGRAPH) == 1
    assert len(article.references) == 3
    assert article.sentences[0].span.of(article.text) == "Oil helps.[1]"


def test_pasted_footnote_that_no_list_holds_becomes_a_reference(read: Read) -> None:
    article = read(
        "Oil helps a good deal.[4]Moe A, Joe B. Oil at last. J Oil. 2022;1:2. doi: … Continue reading\n" + LIST
    )
    reference = article.references[-1]
    assert (reference.labels, reference.pasted, reference.truncated) == (("4",), True, True)
    assert reference.authors == ("Moe A", "Joe B")
    assert article.reference_of(article.pointers[0]) == reference


def test_pasted_footnote_under_a_lost_number_leads_to_the_entry_it_opens(read: Read) -> None:
    article = read("Oil helps.[9]Doe J, Roe KL. Oil and hair: a trial. J Oil. … Continue reading\n" + LIST)
    reference = article.reference_of(article.pointers[0])
    assert reference is not None
    assert reference.labels == ("1",)
    assert article.pointers[0].marker == "[9]"


def test_sentence_glued_to_a_marker_is_kept(read: Read) -> None:
    article = read("Oil helps.[1]Nobody knows why it does so.\n" + LIST)
    assert labels_by_sentence(article) == [("Oil helps.", ("1",)), ("Nobody knows why it does so.", ())]


def test_raised_digit_in_html_is_a_marker_even_when_glued(read: Read) -> None:
    article = read(
        "<html><body><p>Oil helps.<sup>1</sup> It covers 3 cm<sup>2</sup> of skin.<sup><a href='#fn2'>2</a></sup></p>"
        "<h2>References</h2><ol><li>Doe J. Oil. J Oil. 2019;1:2.</li><li>Poe E. Oil. J Oil. 2020;1:2.</li></ol>",
        "a.html",
    )
    assert labels_by_sentence(article) == [("Oil helps.", ("1",)), ("It covers 3 cm2 of skin.", ("2",))]


def test_linked_group_in_markdown_is_one_marker_of_two_pointers(read: Read) -> None:
    article = read("Oil **helps**.[[1](#r1),[2](#r2)] More text follows.\n" + LIST, "a.md")
    assert labels_by_sentence(article)[0] == ("Oil helps.", ("1", "2"))


def test_raised_digit_is_a_marker_where_the_list_was_lost(read: Read) -> None:
    article = read("<p>Oil helps.<sup>1</sup> It covers 3 cm<sup>2</sup> of skin.</p>", "a.html")
    assert [pointer.label for pointer in article.pointers] == ["1"]


def test_short_footnote_takes_no_words_from_the_next_sentence(read: Read) -> None:
    article = read("Oil helps.[^1] See below for more of it.\n\n[^1]: See\n", "a.md")
    assert [sentence.text for sentence in article.sentences] == ["Oil helps.", "See below for more of it."]


def test_button_at_the_end_of_a_paragraph_cuts_no_sentence(read: Read) -> None:
    article = read("Oil helps.[1]Nobody knows why it does. It is so. Continue reading\n" + LIST)
    assert "Nobody knows why it does." in {sentence.text for sentence in article.sentences}


def test_text_goes_on_behind_a_footnote_in_mid_document(read: Read) -> None:
    article = read("Oil helps.[^1]\n\n[^1]: Doe J. Oil. J Oil. 2019;1:2.\n\nNobody knows why.\n", "a.md")
    assert [sentence.text for sentence in article.sentences] == ["Oil helps.", "Nobody knows why."]
    assert [reference.labels for reference in article.references] == [("1",)]


def test_zero_is_a_marker_where_the_list_has_it(read: Read) -> None:
    article = read("Oil helps a great deal.[0]\n\nReferences\n[0] Doe J. Oil. J Oil. 2016;1:2.\n")
    assert [pointer.label for pointer in article.pointers] == ["0"]


def test_pasted_footnote_leads_to_its_own_entry_among_many_that_open_alike(read: Read) -> None:
    entries = [
        f"Doe J, Roe KL. Oil and hair, part {number} of many. J Oil. 2019;{number}:1." for number in range(1, 40)
    ]
    listed = "\n".join(f"{number}. {entry}" for number, entry in enumerate(entries, start=1))
    article = read(f"Oil helps.[90]{entries[16][:-9]}… Continue reading\n\nReferences\n{listed}\n")
    reference = article.reference_of(article.pointers[0])
    assert reference is not None
    assert reference.labels == ("17",)


@pytest.mark.parametrize("source", ["a.txt", "a.html"])
def test_numbers_past_999_are_read_in_list_and_text(read: Read, source: str) -> None:
    numbers = range(998, 1003)
    body = [f"Oil helped in trial {number} of them all, said the men.<sup>{number}</sup>" for number in numbers]
    entries = [f"Doe J. Oil, part {number}. J Oil. 2019;1:2." for number in numbers]
    if source == "a.html":
        items = "".join(f"<li>{entry}</li>" for entry in entries)
        text = "".join(f"<p>{line}</p>" for line in body) + f"<h2>References</h2><ol start='998'>{items}</ol>"
    else:
        text = "\n".join(line.replace("<sup>", "[").replace("</sup>", "]") for line in body) + "\n\nReferences\n"
        text += "\n".join(f"{number}. {entry}" for number, entry in zip(numbers, entries, strict=True))
    article = read(text, source)
    assert [reference.labels for reference in article.references] == [(str(number),) for number in numbers]
    assert [pointer.label for pointer in article.pointers] == [str(number) for number in numbers]


def test_a_marker_is_held_against_a_few_entries_however_many_open_alike() -> None:
    entries = [f"Doe J, Roe KL. Oil and hair, part {number:04} of many. J Oil." for number in range(2_000)]
    references = [
        read_reference(entry, labels=(str(number),), span=Span(0, 1), line=1) for number, entry in enumerate(entries)
    ]
    near = list(Openings.of(references).nearest(f"{entries[1234][:-6]}… Continue reading", ("7",)))
    assert len(near) <= 3
    assert {references[7], references[1234]} <= set(near)
