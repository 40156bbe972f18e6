"""How an article cites: which systems of markers it uses, and what each marker of a paragraph names.

What a form is worth depends on the whole page: "(3)" is a marker where such numbers explain the list, a link to a
web page is a source where there is no list, "Doe (2019)" is a marker where no number points to Doe's entry.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.article.addresses import is_no_source
from ingest.article.author_year import Works, iter_author_year
from ingest.article.keyed import iter_keyed
from ingest.article.layout import Layout
from ingest.article.linked import Sources, iter_linked
from ingest.article.markers import Marker, Uncertain, without_overlaps
from ingest.article.numbered import Form, forms_in_use, iter_loose, iter_numbered, with_ranges
from ingest.article.page import Page, View
from kg.model.article import BlockKind, Reference

__all__ = ["BODY", "Citing", "Scopes"]

BODY = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM})
"""Blocks that hold the article's own sentences."""

_LEAST_LIST = 3
"""From so many entries on, a list is what an article cites by, and a link to a web page is only a link."""

_ADDRESS_GAP = 2


@dataclass(frozen=True, slots=True)
class Scopes:
    """Lists whose numbers start anew: each serves the text before it, the last one also what follows.

    Attributes:
        ends: the first element of each list, ascending.
        labels: the numbers that each list has.
    """

    ends: tuple[int, ...] = ()
    labels: tuple[frozenset[str], ...] = ()

    @classmethod
    def of(cls, layout: Layout) -> Scopes:
        """The scopes of a page; none where every number is listed once."""
        labels = [frozenset(label for entry in found.entries for label in entry.labels) for found in layout.lists]
        if sum(map(len, labels)) == len(frozenset().union(*labels)):
            return cls()
        return cls(tuple(found.elements.start for found in layout.lists), tuple(labels))

    def qualify(self, number: int, label: str) -> str:
        """The label of an entry of the list with this number, from 0, as it is unique in the article."""
        return f"{number + 1}.{label}" if self.ends else label

    def name(self, block: int, label: str) -> str:
        """The label that a marker in this block means: that of the list after it, else of the nearest that has it."""
        if not self.ends:
            return label
        own = min(bisect_right(self.ends, block), len(self.ends) - 1)
        order = sorted(range(len(self.ends)), key=lambda number: (number < own, abs(number - own)))
        return next((self.qualify(number, label) for number in order if label in self.labels[number]), label)


@dataclass(frozen=True, slots=True)
class Citing:
    """What tells the markers of one article.

    Attributes:
        listed: the numbers and keys that its lists print.
        notes: the labels of entries that are remarks and no references.
        forms: the loose forms of number that it uses.
        works: what author-date markers may mean.
        is_by_author_year: whether nothing else points to its references.
        sources: what its links stand for.
        scopes: lists whose numbers start anew.
        sure: by block, the markers that need no list to be told.
    """

    listed: frozenset[str]
    notes: frozenset[str]
    forms: frozenset[Form]
    works: Works
    is_by_author_year: bool
    sources: Sources
    scopes: Scopes
    sure: Mapping[int, tuple[Marker, ...]]

    @classmethod
    def of(
        cls, page: Page, layout: Layout, references: Sequence[Reference], *, notes: frozenset[str], scopes: Scopes
    ) -> Citing:
        """How an article with these references cites."""
        listed = frozenset(label for found in layout.lists for entry in found.entries for label in entry.labels)
        listed |= {label for reference in references for label in reference.labels}
        places = _named_entries(page, layout, references)
        blocks = [at for at, block in enumerate(layout.blocks) if block.kind in BODY]
        texts = [layout.views[at].text for at in blocks]
        sure = {at: tuple(_sure_markers(page, layout, at, listed, places)) for at in blocks}
        pointed = frozenset(
            label for found in sure.values() for marker in found for label in marker.labels if label not in notes
        )
        forms = forms_in_use(texts, listed - notes, pointed)
        loose = {
            label for form in forms for text in texts for m in iter_loose(text, form, listed) for label in m.labels
        }
        named = pointed | loose
        by_number = {scopes.name(at, label) for at in blocks for label in named} if scopes.ends else named
        works = Works.of([reference for reference in references if not by_number & set(reference.labels)])
        outer = sum(not is_no_source(link.address, page.home) for link in page.links)
        takes_web_pages = max(len(references), len(named)) < min(_LEAST_LIST, outer)
        sources = Sources.of(references, page.home, takes_web_pages=takes_web_pages)
        return cls(listed, notes, forms, works, not named, sources, scopes, sure)

    def read(self, page: Page, layout: Layout, block: int) -> tuple[tuple[Marker, ...], tuple[Uncertain, ...]]:
        """The markers of a body block in order of place, and what may be one."""
        view = layout.views[block]
        sure = self.sure[block]
        linked = list(iter_linked(view, page.links_in(layout.blocks[block].span), self.sources))
        loose = [marker for form in self.forms for marker in iter_loose(view.text, form, self.listed)]
        dated = list(iter_author_year(view.text, self.works, is_only_system=self.is_by_author_year))
        numbered = self._by_address([*sure, *loose], linked)
        named = [one for one in dated if isinstance(one, Marker) and not _crosses(one, numbered)]
        markers = without_overlaps([*numbered, *linked, *named])
        uncertain = [one for one in dated if isinstance(one, Uncertain)]
        uncertain += self._doubtful(view, markers)
        return tuple(self._scoped(marker, block) for marker in markers), tuple(uncertain)

    def _by_address(self, numbered: Sequence[Marker], linked: Sequence[Marker]) -> list[Marker]:
        """The numbered markers; one without an entry that is linked to, or followed by, an address stands for it."""
        kept = []
        for marker in numbered:
            if not set(marker.labels) <= self.listed and not marker.place:
                if any(link.span.start <= marker.span.start and marker.span.end <= link.span.end for link in linked):
                    continue
                if any(0 <= link.span.start - marker.span.end <= _ADDRESS_GAP and not link.in_words for link in linked):
                    kept.append(replace(marker, labels=()))
                    continue
            kept.append(marker)
        return kept

    def _scoped(self, marker: Marker, block: int) -> Marker:
        labels = tuple(self.scopes.name(block, label) for label in marker.labels if label not in self.notes)
        return replace(marker, labels=labels) if labels != marker.labels else marker

    def _doubtful(self, view: View, markers: Sequence[Marker]) -> Iterator[Uncertain]:
        """Listed numbers in parentheses or glued to a word, where the article's markers have another form."""
        for form in (Form.PARENTHESES, Form.GLUED):
            if form in self.forms or not self.listed:
                continue
            for marker in iter_loose(view.text, form, self.listed):
                if not any(marker.span.start < one.span.end and one.span.start < marker.span.end for one in markers):
                    reason = (
                        f"the number {form.value} is listed, but markers of this form explain too little of the list"
                    )
                    yield Uncertain(marker.span, marker.text, reason)


def _sure_markers(
    page: Page, layout: Layout, block: int, listed: frozenset[str], named: Mapping[str, tuple[str, ...]]
) -> Iterable[Marker]:
    view = layout.views[block]
    found = [*iter_keyed(view.text), *iter_numbered(view, page.anchors_in(layout.blocks[block].span), listed, named)]
    return with_ranges(without_overlaps(found), view.text)


def _named_entries(page: Page, layout: Layout, references: Sequence[Reference]) -> dict[str, tuple[str, ...]]:
    """The labels of each entry by the name of its element."""
    labels = {reference.span.start: reference.labels for reference in references if reference.labels}
    return {
        name: labels[page.elements[entry.elements.start].span.start]
        for listed in layout.lists
        for entry in listed.entries
        if (name := page.elements[entry.elements.start].name)
        and page.elements[entry.elements.start].span.start in labels
    }


def _crosses(marker: Marker, others: Sequence[Marker]) -> bool:
    """Whether another marker stands within this one, which is then only the words around it."""
    return any(marker.span.start <= one.span.start and one.span.end <= marker.span.end for one in others)
