"""What "1-3" means where only its ends are linked."""

from __future__ import annotations

import pytest

from ingest.fulltext.ranges import expand_ranges
from kg.model.fulltext import ListedReference, TextLink
from kg.model.span import Span


def references(*labels: str | None) -> list[ListedReference]:
    return [ListedReference(Span(0, 0), "", f"b{place}", label=label) for place, label in enumerate(labels, 1)]


def links(text: str, targets: dict[str, str]) -> list[TextLink]:
    """A link on each of these words, in order."""
    found = {words: text.index(words) for words in targets}
    return [TextLink(Span(at, at + len(words)), "bibr", tuple(targets[words].split())) for words, at in found.items()]


NUMBERED = references("1.", "[2]", "3", "4.", "5.")


@pytest.mark.parametrize(
    ("text", "targets", "implied"),
    [
        ("so 1–3.", {"1": "b1", "3": "b3"}, ["", "b2"]),
        ("so [1]-[4].", {"1": "b1", "4": "b4"}, ["", "b2 b3"]),
        ("so [2 − 5].", {"2": "b2", "5": "b5"}, ["", "b3 b4"]),
        ("so 1–3.", {"1–3": "b1 b3"}, ["b2"]),
        ("so 1–3.", {"1–3": "b1"}, ["b2 b3"]),
        ("so 1-3.", {"1-3": "b1 b2 b3"}, [""]),
        ("so 1, 3.", {"1": "b1", "3": "b3"}, ["", ""]),
        ("so 1–2.", {"1": "b1", "2": "b2"}, ["", ""]),
        ("so 3–1.", {"3": "b3", "1": "b1"}, ["", ""]),
        ("so 1–9.", {"1": "b1", "9": "b5"}, ["", ""]),
        ("so 1–3.", {"1": "b2", "3": "b5"}, ["", ""]),
        ("so 1990–1993.", {"1990–1993": "b1"}, [""]),
    ],
)
def test_range_implies_what_lies_between_its_linked_ends(
    text: str, targets: dict[str, str], implied: list[str]
) -> None:
    expanded = expand_ranges(links(text, targets), text, NUMBERED)
    assert [link.implied for link in expanded] == [tuple(each.split()) for each in implied]


def test_place_in_the_list_counts_where_no_number_is_printed() -> None:
    expanded = expand_ranges(links("1-3", {"1": "b1", "3": "b3"}), "1-3", references(None, None, None))
    assert expanded[1].implied == ("b2",)


def test_list_that_numbers_otherwise_implies_nothing() -> None:
    expanded = expand_ranges(links("1-3", {"1": "b1", "3": "b3"}), "1-3", references("7", "8", "9"))
    assert expanded[1].implied == ()


def test_links_elsewhere_are_left_alone() -> None:
    table = TextLink(Span(0, 1), "table", ("t1",))
    assert expand_ranges([table], "1-3", NUMBERED) == (table,)
