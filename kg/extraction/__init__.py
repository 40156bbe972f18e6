"""From a record, and its full text where there is one, to what the study was: by rules, without guessing.

Pure functions: texts in, :class:`~kg.model.extraction.ExtractedValue` out, each with its place and its rule.

* :mod:`kg.extraction.texts` — the texts of a record in one form, so that a place can be told.
* :mod:`kg.extraction.design` — designs by what title and abstract say; :mod:`~kg.extraction.publication_types` — by
  what the database says, which of the two stands, and whether they disagree.
* :mod:`kg.extraction.participants` — how many, in which role; read outwards from :mod:`~kg.extraction.counts` (what is
  counted) over :mod:`~kg.extraction.roles` (at which stage) to :mod:`~kg.extraction.arms` (in which group).
* :mod:`kg.extraction.people` — sex, age, species, condition, country (:mod:`~kg.extraction.countries`).
* :mod:`kg.extraction.regimen` — device, dose, route, schedule, duration, comparator.
* :mod:`kg.extraction.tables` — sizes of groups and means by group in the tables of a full text.
* :mod:`kg.extraction.statements` — blinding, eligibility, funding, interests, limitations.
* :mod:`kg.extraction.study` — all of it, beside what a person curated; :mod:`~kg.extraction.estimated` — the same for a
  study that nobody curated, as far as it surely meets the vocabulary.
* :mod:`kg.extraction.effects` — the effects that a record reports; :mod:`kg.extraction.questions` — what it answers to
  an intervention, a comparator and an outcome. Both read :mod:`~kg.extraction.passages` (sentences and what they report
  for), cut into :mod:`~kg.extraction.clauses`, by words of change (:mod:`~kg.extraction.directions`,
  :mod:`~kg.extraction.polarity`) and printed figures (:mod:`~kg.extraction.statistics_text`).
* :mod:`kg.extraction.adverse`, :mod:`~kg.extraction.follow_up` — harms and how long people were followed.
* :mod:`kg.extraction.findings` — all of these; :mod:`~kg.extraction.facts` — effects as facts of a study and back;
  :mod:`~kg.extraction.agreement` — effects beside the curated facts on their outcomes.
* :mod:`kg.extraction.problems` — all figures that cannot be so, each once: counts of people; printed figures by
  :mod:`~kg.extraction.plausibility`.

A value that the source does not state is absent. Numbers, units, sentences and people are read by
:mod:`kg.text`; nothing here reads them anew.
"""

from kg.extraction.study import beside_curated, extract_study
from kg.extraction.texts import SourceText, source_texts

__all__ = ["SourceText", "beside_curated", "extract_study", "source_texts"]
