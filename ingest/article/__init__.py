"""Reading an article: bytes in, :class:`~kg.model.article.Article` out, nothing else touched.

1. :mod:`~ingest.article.formats` decodes the bytes and tells the format.
2. :mod:`~ingest.article.text_page`, :mod:`~ingest.article.markdown_page` and
   :mod:`~ingest.article.html_page` bring each format to one shape, a
   :class:`~ingest.article.page.Page`: text, elements, markup, raised or linked digits.
3. :mod:`~ingest.article.layout` tells the article's words from menus and buttons,
   :mod:`~ingest.article.reference_list` finds the entries, :mod:`~ingest.article.references` and
   :mod:`~ingest.article.notices` read them.
4. :mod:`~ingest.article.footnotes` finds markers and pasted footnotes, :mod:`~ingest.article.body`
   takes them out and splits what is left into sentences.
5. :mod:`~ingest.article.claims` says what each sentence claims, :mod:`~ingest.article.defects` what
   is wrong with the page.
6. :mod:`~ingest.article.rereading` reads sentences with other words, :mod:`~ingest.article.editing` writes
   them into the file.

Read so far: numbered footnotes. Another way of citing is another finder of markers beside
:func:`~ingest.article.footnotes.find_markers`; what follows needs only labels.
"""

from ingest.article.reader import read_article
from ingest.article.rereading import reread

__all__ = ["read_article", "reread"]
