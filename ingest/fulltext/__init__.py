"""Reading a full text: JATS XML in, :class:`~kg.model.fulltext.FullText` out, nothing else touched.

1. :mod:`~ingest.fulltext.tree` makes a tree of the bytes, without trust in them.
2. :mod:`~ingest.fulltext.body` walks it and writes one plain text (:mod:`~ingest.fulltext.writer`),
   each part with its place: :mod:`~ingest.fulltext.inline` the words and links,
   :mod:`~ingest.fulltext.tables` and :mod:`~ingest.fulltext.table_grid` the cells and their headers,
   :mod:`~ingest.fulltext.references` the list of cited works. :mod:`~ingest.fulltext.elements` says
   what the elements are for.
3. What needs the finished text follows: :mod:`~ingest.fulltext.ranges` fills in the references that
   "1-3" leaves out, :mod:`~ingest.fulltext.statements` and :mod:`~ingest.fulltext.registrations` find
   declarations and trial numbers.
4. :mod:`~ingest.fulltext.licence` judges whether the text may be passed on, and
   :mod:`~ingest.fulltext.jats` composes the whole.

A quote is proven by its characters: ``text.find_quote(quote)`` says where it stands, or ``None``.
"""

from ingest.fulltext.jats import parse_jats

__all__ = ["parse_jats"]
