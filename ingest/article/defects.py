"""What is wrong with a page as found: content that was lost, glued on or pasted in when it was copied."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from ingest.article.body import BlockReading
from ingest.article.layout import Layout
from ingest.article.lost_links import find_lost_links
from ingest.article.page import Page
from kg.model.article import Block, BlockKind, Defect, DefectKind, Reference
from kg.model.span import Span

__all__ = ["find_defects"]

_LEAD_IN = re.compile(
    r":\s*\Z|\b(?:if you|the following|in (?:a number of|a variety of|several|many) ways"
    r"|these (?:steps|reasons|factors))\s*\Z",
    re.IGNORECASE,
)
_ONE_THING = re.compile(r"\b(?:following|this|one) (?:[\w-]+ )?(?P<noun>[\w-]+?)(?: of \w+)?:\s*\Z", re.IGNORECASE)
_SHORT = 100
_FIRST_OF_SEVERAL = re.compile(
    r"\s*(?:1[.)]\s*[^\W\d_]|[AaIi][.)]\s+\S)|\((?:1|[Aa]|[Ii])\)\s+\S|(?:First|Step 1|#1)\b"
)
_NAMED_PART = re.compile(r"[^\W\d_][^.:;?!]{1,60}:\s?\S")
_PICTURE = r"(?i:photo|figure|fig|image|picture|diagram|illustration|panel|chart|graph)"
_FIGURE = re.compile(
    rf"\b(?P<noun>{_PICTURE})s?\.?\s(?:\d{{1,2}}[A-Za-z]?|[A-HJ-Z])(?!\w)"
    rf"|\b(?i:the|this)\s(?P<pointed>{_PICTURE})s?\s(?:below|above)\b"
)


def find_defects(
    page: Page, layout: Layout, readings: Sequence[BlockReading], references: Sequence[Reference], *, replaced: int
) -> tuple[Defect, ...]:
    """Every defect, in order of place.

    Args:
        page: the page as read.
        layout: its blocks.
        readings: its body blocks.
        references: its references.
        replaced: how many characters could not be decoded.
    """
    found = [
        *_boilerplate(layout),
        *_missing_parts(page, layout, references, replaced),
        *_lost_lists(page, layout, readings),
        *_lost_figures(page, layout, readings),
        *find_lost_links(page, layout, readings),
        *_tables(page, layout),
        *_of_references(references),
    ]
    for reading in readings:
        found += _glued(reading, layout.blocks[reading.block])
        found += _pasted(page, reading, layout.blocks[reading.block])
        found += _uncertain(page, reading, layout.blocks[reading.block])
    return tuple(sorted(found, key=lambda defect: (defect.span, defect.kind)))


def _boilerplate(layout: Layout) -> Iterator[Defect]:
    listed = {index for found in layout.lists for index in found.elements}
    blocks = [
        block
        for index, block in enumerate(layout.blocks)
        if block.kind is BlockKind.BOILERPLATE and index not in listed
    ]
    if blocks:
        lines = sorted({block.line for block in blocks})
        known = {block.line for block in layout.blocks} - set(lines)
        message = (
            f"{_counted(len(lines), 'line')} taken for page furniture (menus, testimonials, buttons): "
            f"{_ranges(lines, known)}. Nothing in them is read as the article's own words."
        )
        span = Span(blocks[0].span.start, blocks[-1].span.end)
        yield Defect(DefectKind.BOILERPLATE, message, span, blocks[0].line)


def _ranges(lines: Sequence[int], between: set[int]) -> str:
    """Lines as ranges that run on over empty lines but over no line in ``between``."""
    runs: list[tuple[int, int]] = []
    for line in lines:
        if runs and not any(other in between for other in range(runs[-1][1] + 1, line)):
            runs[-1] = (runs[-1][0], line)
        else:
            runs.append((line, line))
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)


def _counted(number: int, noun: str) -> str:
    return f"1 {noun} was" if number == 1 else f"{number} {noun}s were"


def _missing_parts(page: Page, layout: Layout, references: Sequence[Reference], replaced: int) -> Iterator[Defect]:
    start = Span(0, 0)
    for remark in page.remarks:
        yield Defect(remark.kind, remark.message, start, remark.line)
    if not any(block.kind is BlockKind.HEADING for block in layout.blocks):
        message = "The text has no headings. Sections, and questions that a heading asks, cannot be told."
        yield Defect(DefectKind.NO_HEADINGS, message, start, 1)
    if not references:
        message = "No reference list was found. A marker in the text leads nowhere, and no claim can be checked."
        yield Defect(DefectKind.NO_REFERENCES, message, start, 1)
    if replaced:
        first = max(0, page.text.find("\ufffd"))
        message = (
            f"{_counted(replaced, 'character')} not readable and replaced. Words and names around them may be wrong."
        )
        span = Span(first, min(first + 1, len(page.text)))
        yield Defect(DefectKind.REPLACED_CHARACTERS, message, span, page.text.count("\n", 0, first) + 1)


def _lost_lists(page: Page, layout: Layout, readings: Sequence[BlockReading]) -> Iterator[Defect]:
    for reading in readings:
        block = layout.blocks[reading.block]
        words = reading.words.text
        if block.kind is not BlockKind.PARAGRAPH or not _LEAD_IN.search(words) or _leads_to_one_thing(words):
            continue
        if not _is_followed_by_items(page, layout, reading.block):
            message = (
                "The paragraph announces a list, but no list follows. "
                "The items seem lost, and with them any markers they carried."
            )
            span = reading.words.to_page(reading.sentences[-1])
            line = (
                block.line
                if page.format == "html"
                else block.line + page.text.count("\n", block.span.start, span.start)
            )
            yield Defect(DefectKind.LOST_LIST, message, span, line)


def _leads_to_one_thing(words: str) -> bool:
    """Whether the lead-in names one thing ("the following question:"), which a paragraph can be."""
    match = _ONE_THING.search(words)
    if match is None:
        return False
    noun = match["noun"].lower()
    return not noun.endswith("s") or noun.endswith(("ss", "is"))


def _is_followed_by_items(page: Page, layout: Layout, index: int) -> bool:
    """Whether a list comes next: items, a quotation, short lines, parts that are counted, or each with its name."""
    for block in layout.blocks[index + 1 : index + 3]:
        if block.kind is BlockKind.REFERENCE:
            break
        if _FIRST_OF_SEVERAL.match(block.span.of(page.text)):
            return True
        if block.kind is BlockKind.HEADING:
            break
    following = (
        (layout.blocks[at].kind, layout.texts[at])
        for at in range(index + 1, len(layout.blocks))
        if layout.blocks[at].kind is not BlockKind.BOILERPLATE
    )
    after = list(islice(following, 2))
    if after and (after[0][0] is BlockKind.LIST_ITEM or after[0][1].startswith(("“", '"', "«"))):
        return True
    if len(after) == 2 and all(_NAMED_PART.match(text) for _, text in after):
        return True
    return len(after) == 2 and all(kind is BlockKind.PARAGRAPH and len(text) <= _SHORT for kind, text in after)


def _lost_figures(page: Page, layout: Layout, readings: Sequence[BlockReading]) -> Iterator[Defect]:
    if page.has_figures:
        return
    groups: dict[str, tuple[list[str], Span, int]] = {}
    for reading in readings:
        for match in _FIGURE.finditer(reading.words.text):
            noun = (match["noun"] or match["pointed"]).lower().removesuffix("ure")  # "Fig. 2" is a figure too
            span = reading.words.to_page(Span(*match.span()))
            labels, _, _ = groups.setdefault(noun, ([], span, layout.blocks[reading.block].line))
            labels.append(match.group())
    for labels, span, line in groups.values():
        shown = ", ".join(f"“{label}”" for label in dict.fromkeys(labels))
        message = f"The text refers to {shown}, but nothing of the kind is in the text that was read."
        yield Defect(DefectKind.LOST_FIGURE, message, span, line)


def _tables(page: Page, layout: Layout) -> Iterator[Defect]:
    for listed in layout.lists:
        if listed.as_table:
            first, last = page.elements[listed.elements.start], page.elements[listed.elements.stop - 1]
            message = (
                "The reference list was copied as a table, with a rule between its rows. "
                "The rule is left out; each row is read as an entry."
            )
            yield Defect(DefectKind.TABLE_OF_REFERENCES, message, Span(first.span.start, last.span.end), first.line)


def _of_references(references: Sequence[Reference]) -> Iterator[Defect]:
    for reference in references:
        if len(reference.labels) > 1:
            numbers = " and ".join(reference.labels)
            message = (
                f"Numbers {numbers} are listed for one reference. They count as one work, whichever the text names."
            )
            yield Defect(DefectKind.SHARED_REFERENCE, message, reference.span, reference.line)
        if reference.notices:
            kinds = ", ".join(notice.kind.value for notice in reference.notices)
            message = (
                f"The entry mentions a notice ({kinds}) of its own volume and pages. "
                "It is kept apart from the entry's own fields."
            )
            yield Defect(DefectKind.NOTICE_IN_REFERENCE, message, reference.span, reference.line)


def _glued(reading: BlockReading, block: Block) -> Iterator[Defect]:
    if reading.button:
        button = reading.button.of(reading.view.text)
        message = f"The button text “{button}” runs into the paragraph's first word. It is left out of the sentence."
        yield Defect(DefectKind.GLUED_TEXT, message, reading.view.to_page(reading.button), block.line)


def _pasted(page: Page, reading: BlockReading, block: Block) -> Iterator[Defect]:
    for footnote in reading.pasted:
        span = reading.view.to_page(footnote.span)
        line = block.line if page.format == "html" else block.line + page.text.count("\n", block.span.start, span.start)
        cut = "and is cut off" if footnote.cut else "in full"
        listed = "the full entry stands in the reference list" if footnote.entry else "no listed entry has its words"
        message = f"Footnote text is pasted into the sentence after marker {footnote.label} {cut}; {listed}."
        yield Defect(DefectKind.PASTED_FOOTNOTE, message, span, line)
        if reading.view.text[footnote.span.end :].strip(" .,;"):
            message = (
                f"Marker {footnote.label} stands mid-paragraph with text after its footnote. "
                "The marker counts for the sentence before it only."
            )
            yield Defect(DefectKind.MARKER_MID_PARAGRAPH, message, span, line)


def _uncertain(page: Page, reading: BlockReading, block: Block) -> Iterator[Defect]:
    for doubtful in reading.uncertain:
        span = reading.view.to_page(doubtful.span)
        line = block.line if page.format == "html" else block.line + page.text.count("\n", block.span.start, span.start)
        message = f"“{doubtful.text}” may point to a reference: {doubtful.reason}. It is not counted as a marker."
        yield Defect(DefectKind.UNCERTAIN_MARKER, message, span, line)
