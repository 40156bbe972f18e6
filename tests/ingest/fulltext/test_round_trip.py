"""Any small article: what is put in is found at its span."""

from __future__ import annotations

from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.fulltext import parse_jats
from kg.errors import RecordError
from tests.ingest.fulltext.articles import make_jats, read

letters = st.characters(exclude_categories=["Cs", "Cc", "Cn"], exclude_characters="￾￿")
words = st.text(letters, max_size=20)
tags = st.sampled_from(["bold", "italic", "sup", "sub", "sc", "named-content", "unheard-of"])


@st.composite
def runs(draw: st.DrawFn, depth: int = 2) -> tuple[str, str]:
    """Words with inline markup, and the same without, white space as it comes."""
    marked, plain = "", ""
    for text in draw(st.lists(words, min_size=1, max_size=3)):
        marked, plain = marked + escape(text), plain + text
        if depth and draw(st.booleans()):
            tag, (inner, inner_plain) = draw(tags), draw(runs(depth - 1))
            marked, plain = f"{marked}<{tag}>{inner}</{tag}>", plain + inner_plain
    return marked, plain


@given(st.lists(st.tuples(st.sampled_from(["p", "list", "sec", "fig"]), runs()), max_size=6))
def test_every_paragraph_is_found_once_at_its_span(parts: list[tuple[str, tuple[str, str]]]) -> None:
    frames = {
        "p": "<p>{}</p>",
        "list": "<list><list-item><p>{}</p></list-item></list>",
        "sec": "<sec><title>T</title><p>{}</p></sec>",
        "fig": "<fig><caption><p>{}</p></caption></fig>",
    }
    text = read("\n".join(frames[kind].format(marked) for kind, (marked, _) in parts))
    given_words = [" ".join(plain.split()) for _, (_, plain) in parts]
    assert [text.quote_at(each.span) for each in text.paragraphs] == [each for each in given_words if each]
    ends = [0, *(each.span.end for each in text.paragraphs)]
    assert all(each.span.start >= end for each, end in zip(text.paragraphs, ends, strict=False))
    for each in text.paragraphs:
        found = text.find_quote(f"  {text.quote_at(each.span)}\n")
        assert found is not None
        assert text.quote_at(found) == text.quote_at(each.span)


@given(st.lists(st.lists(runs(), min_size=1, max_size=4), min_size=1, max_size=4))
def test_every_cell_is_found_at_its_span(rows: list[list[tuple[str, str]]]) -> None:
    grid = "".join(f"<tr>{''.join(f'<td>{marked}</td>' for marked, _ in row)}</tr>" for row in rows)
    (table,) = (text := read(f"<table-wrap><table><tbody>{grid}</tbody></table></table-wrap>")).tables
    assert [text.quote_at(cell.span) for cell in table.cells] == [
        " ".join(plain.split()) for row in rows for _, plain in row
    ]
    assert [(cell.row, cell.column) for cell in table.cells] == [
        (number, column) for number, row in enumerate(rows) for column in range(len(row))
    ]


WHOLE = make_jats("<sec>\n<title>Methods</title>\n<p>We <bold>asked</bold> &amp; heard.</p>\n</sec>")


@given(st.integers(1, len(WHOLE) - 1))
def test_cut_file_is_refused_with_its_line(length: int) -> None:
    with pytest.raises(RecordError) as caught:
        parse_jats(WHOLE[:length], source="cut.xml")
    place = caught.value.place
    assert place is not None
    assert place.line is not None
    assert 1 <= place.line <= WHOLE[:length].count(b"\n") + 1


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with pytest.raises(RecordError):
        parse_jats(data, source="x")
