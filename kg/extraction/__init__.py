"""From a record, and its full text where there is one, to what the study was: by rules, without guessing.

Pure functions: texts in, :class:`~kg.model.extraction.ExtractedValue` out, each with its place and its rule.

* :mod:`kg.extraction.texts` — the texts of a record in one form, so that a place can be told.

A value that the source does not state is absent. Numbers, units, sentences and people are read by
:mod:`kg.text`; nothing here reads them anew.
"""

from kg.extraction.texts import SourceText, source_texts

__all__ = ["SourceText", "source_texts"]
