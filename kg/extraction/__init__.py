"""From a record, and its full text where there is one, to what the study was: by rules, without guessing.

Pure functions: texts in, :class:`~kg.model.extraction.ExtractedValue` out, each with its place and its rule.

* :mod:`kg.extraction.texts` — the texts of a record in one form, so that a place can be told.
* :mod:`kg.extraction.effects` — the effects that a record reports; :mod:`kg.extraction.questions` — what it answers to
  an intervention, a comparator and an outcome. Both read :mod:`~kg.extraction.passages` (sentences and what they report
  for), cut into :mod:`~kg.extraction.clauses`, by words of change (:mod:`~kg.extraction.directions`,
  :mod:`~kg.extraction.polarity`) and printed figures (:mod:`~kg.extraction.statistics_text`).
* :mod:`kg.extraction.adverse`, :mod:`~kg.extraction.follow_up` — harms and how long people were followed.
* :mod:`kg.extraction.plausibility` — printed figures that cannot be so.
* :mod:`kg.extraction.findings` — all of it; :mod:`~kg.extraction.facts` — effects as facts of a study and back.

A value that the source does not state is absent. Numbers, units, sentences and people are read by
:mod:`kg.text`; nothing here reads them anew.
"""

from kg.extraction.texts import SourceText, source_texts

__all__ = ["SourceText", "source_texts"]
