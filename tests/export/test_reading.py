"""What ``kg ingest article --show`` prints of an article."""

from __future__ import annotations

import json

from ingest.article import read_article
from kg.export import reading
from kg.identifiers import ArticleId
from kg.legibility import measure_legibility
from kg.model import Article, Vocabulary

_TEXT = """<!DOCTYPE html><html lang="en"><body><nav><p>Home and shop</p></nav><h1>Oil</h1>
<p>Rosemary oil raised the hair count in a trial of forty women over a year.[1] Nobody knows why it does.[7]</p>
<p>It works in the following ways:</p><h2>References</h2>
<ol><li>Doe J. Oil and hair. J Oil. 2019;1:2-3.</li><li>Roe K. Water. J Oil. 2020;4:5-6.</li></ol></body></html>"""


def _article() -> Article:
    return read_article(_TEXT.encode(), source="oil.html", article_id=ArticleId("oil"), vocabulary=Vocabulary())


def test_summary_counts_what_is_there_and_what_leads_nowhere() -> None:
    read = measure_legibility(_article())
    assert (read.markers, read.references, read.lines_left_out) == (2, 2, 1)
    assert [pointer.label for pointer in read.dangling] == ["7"]
    assert read.uncited == (1,)
    assert len(read.lost) == 1


def test_text_stands_in_the_readers_order() -> None:
    text = reading.to_text(_article())
    parts = [
        "oil.html: html, en", "title: Oil", "1 without a reference", "lost", "# Oil", "1. Rosemary oil", "claim ",
        "marker [1] -> reference 1: Doe J.", "2. Nobody knows", "marker [7] -> NO REFERENCE 7", "References",
        "no marker names it", "Taken for menus", "Home and shop",
    ]  # fmt: skip
    places = [text.find(part) for part in parts]
    assert -1 not in places, parts[places.index(-1)]
    assert places == sorted(places)


def test_document_holds_the_same_for_programs() -> None:
    document = json.loads(reading.to_json(_article()))
    assert document["reading"]["markers_without_reference"] == [{"marker": "[7]", "label": "7", "line": 2}]
    assert document["reading"]["references_without_marker"] == [2]
    assert [part["text"] for part in document["reading"]["left_out"]] == ["Home and shop"]
    markers = [one["markers"] for block in document["blocks"] for one in block.get("sentences", [])]
    assert [[marker["reference"] for marker in some] for some in markers] == [[1], [None], []]
