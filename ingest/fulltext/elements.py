"""What the elements of JATS are for, as far as reading needs to know (Tag Library 1.3, and its forerunners)."""

from __future__ import annotations

from types import MappingProxyType

from kg.model.fulltext import ParagraphKind

__all__ = ["BLOCKS", "CELLS", "DEFAULT_TITLES", "FLOATS", "FORMATTING", "PARAGRAPH_KINDS", "ROW_GROUPS", "UNPRINTED"]

DEFAULT_TITLES = MappingProxyType(
    {
        "sec": None,
        "abstract": "Abstract",
        "trans-abstract": "Abstract",
        "ack": "Acknowledgements",
        "app": "Appendix",
        "author-notes": "Author notes",
        "bio": "Biography",
        "boxed-text": "Box",
        "fn-group": "Footnotes",
        "funding-statement": "Funding",
        "glossary": "Glossary",
        "notes": "Notes",
        "ref-list": "References",
    }
)
"""The elements that make a section, and what it goes by where it has no heading."""

FLOATS = frozenset(
    "boxed-text chem-struct-wrap fig fig-group fn media supplementary-material table-wrap table-wrap-group".split()
)
"""What is printed near its place and not in it: it never interrupts a paragraph."""

CELLS = frozenset({"td", "th"})
ROW_GROUPS = frozenset({"thead", "tbody", "tfoot"})

BLOCKS = (
    frozenset(DEFAULT_TITLES)
    | FLOATS
    | CELLS
    | ROW_GROUPS
    | frozenset(
        """app-group array attrib caption code def def-head def-item def-list disp-quote label list list-item p
        preformat ref speaker speech statement subtitle table table-wrap-foot term term-head title tr verse-group
        verse-line""".split()
    )
)
"""Elements that stand on lines of their own; all others run within one."""

FORMATTING = frozenset(
    """abbrev bold email ext-link inline-formula italic monospace named-content overline roman sans-serif sc strike
    styled-content sub sup underline uri xref""".split()
)
"""Elements that may touch each other in the middle of a word, also in a reference."""

UNPRINTED = frozenset(
    """alt-text contrib-group corresp custom-meta-group institution-id long-desc object-id permissions processing-meta
    sec-meta""".split()
)
"""Elements whose words no reader of the article sees, or that are read on their own."""

PARAGRAPH_KINDS = MappingProxyType(
    {
        "boxed-text": ParagraphKind.PARAGRAPH,
        "caption": ParagraphKind.CAPTION,
        "def-list": ParagraphKind.DEFINITION,
        "disp-quote": ParagraphKind.QUOTATION,
        "fn": ParagraphKind.FOOTNOTE,
        "list": ParagraphKind.LIST_ITEM,
        "sec": ParagraphKind.PARAGRAPH,
        "table-wrap-foot": ParagraphKind.TABLE_NOTE,
    }
)
