"""A full text on the page of its study: licence, declarations, registrations, sections and tables, each with its place.

Words of the source are shown as quotations here, for they are cut out of the text that the workspace holds. A quote
that somebody noted is one only if it was found there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.explorer.markup import Element, element, external_link
from kg.model import Span
from kg.model.fulltext import FullText, Licence, StatementKind, Table, TableCell
from kg.model.quote import QuoteProof

__all__ = ["render_full_text", "render_quote"]

_STATEMENTS = {
    StatementKind.FUNDING: ("Funding", "No statement on funding was seen in it."),
    StatementKind.INTERESTS: ("Interests", "No statement on interests was seen in it."),
}


def render_quote(quote: str, proof: QuoteProof | None) -> Element:
    """The source's words as a quotation if they are proven; else as words that somebody noted, with the reason."""
    if proof is None or not proof.is_proven or proof.span is None:
        reason = proof.reason if proof is not None and proof.reason else "nobody has looked"
        return element("p", f"noted, not proven word for word ({reason}): {quote}", style="quiet")
    place = f"{proof.found_in}, {_characters(proof.span)}, word for word"
    hint = f"SHA-256 of the text: {proof.text_hash}"
    return element(
        "div", element("blockquote", f"“{quote}”"), element("p", place, style="quiet", hint=hint), style="quote"
    )


def render_full_text(text: FullText) -> Element:
    """Everything that the page says of the text."""
    return element(
        "section",
        element("h3", "Full text"),
        *_held(text),
        *_statements(text),
        *_registrations(text),
        _sections(text),
        *_tables(text),
        style="full-text",
    )


def _held(text: FullText) -> Iterator[Element]:
    yield element("p", f"Held in this workspace, read from {text.source}.", hint=f"SHA-256: {text.source_hash}")
    yield element("p", *_licence(text.licence))
    counts = (
        (len(text.sections), "sections"),
        (len(text.paragraphs), "paragraphs"),
        (len(text.tables), "tables"),
        (len(text.figures), "figures"),
        (len(text.references), "works cited"),
    )
    said = " · ".join(f"{count} {name}" for count, name in counts)
    yield element("p", f"{said} · {len(text.text):,} characters", style="quiet", hint=f"SHA-256: {text.text_hash}")


def _licence(licence: Licence) -> Iterator[Element | str]:
    yield element("strong", "Licence: ")
    name, address = licence.name or "not one we know", licence.address or ""
    yield external_link(address, name) if address.startswith(("https://", "http://")) else name
    may = "may be passed on" if licence.is_redistributable else "stays in this workspace and out of exports"
    yield f". It {may}: {licence.rule}."


def _statements(text: FullText) -> Iterator[Element]:
    """Declarations in the paper's own words; none seen is not the same as none made."""
    for kind, (title, unseen) in _STATEMENTS.items():
        found = [each for each in text.statements if each.kind is kind]
        yield element("h4", title)
        if not found:
            yield element("p", unseen, style="quiet")
        for each in found:
            yield element("blockquote", each.span.of(text.text))
            yield element("p", f"{_where(text, each.span)} · told by {each.rule}", style="quiet")


def _registrations(text: FullText) -> Iterator[Element]:
    if text.registrations:
        yield element("h4", "Trial registrations")
        items = [
            element(
                "li",
                element("strong", each.accession.number),
                f" {each.owner} ({each.rule}) · {_where(text, each.span)}",
            )
            for each in text.registrations
        ]
        yield element("ul", *items)


def _sections(text: FullText) -> Element:
    items = [
        element("li", section.path or "untitled", element("span", f" {_characters(section.span)}", style="quiet"))
        for section in text.sections
    ]
    return element("details", element("summary", f"Sections ({len(items)})"), element("ul", *items))


def _tables(text: FullText) -> Iterator[Element]:
    for table in text.tables:
        caption = table.caption.of(text.text) if table.caption else ""
        name = " ".join(part for part in (table.label or "Table", caption) if part)
        grid = (
            element("table", element("tbody", *_rows(text, table)), style="answer")
            if table.cells
            else element("p", "It was published as a picture only.", style="quiet")
        )
        notes = [element("p", span.of(text.text), style="quiet") for span in table.notes]
        place = element("p", _where(text, table.span), style="quiet")
        yield element("details", element("summary", name), element("div", grid, style="wide"), *notes, place)


def _rows(text: FullText, table: Table) -> Iterator[Element]:
    """The rows of the grid; a cell that spans several stands in the first of them."""
    at = {(cell.row, cell.column): cell for cell in table.cells}
    width = max(cell.column + cell.column_span for cell in table.cells)
    for row in range(max(cell.row for cell in table.cells) + 1):
        yield element("tr", *(_cell(text, table, at.get((row, column))) for column in range(width)))


def _cell(text: FullText, table: Table, cell: TableCell | None) -> Element:
    if cell is None:
        return element("td")
    heads = _joined(head.span.of(text.text) for head in table.headers_of(cell))
    return element("th" if cell.is_header else "td", cell.span.of(text.text), hint=heads)


def _joined(words: Iterable[str]) -> str:
    return " · ".join(each for each in words if each.strip())


def _where(text: FullText, span: Span) -> str:
    section = text.find_section(span)
    return f"{section.path if section and section.path else 'outside any section'}, {_characters(span)}"


def _characters(span: Span) -> str:
    return f"characters {span.start:,}–{span.end:,}"
