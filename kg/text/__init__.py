"""What can be read off a sentence without knowing any study: pure functions, shared by all above.

* :mod:`kg.text.sentences` — sentence boundaries.
* :mod:`kg.text.quantities` — figures with unit and role; read outwards from
  :mod:`~kg.text.numerals` (the number) over :mod:`~kg.text.figures` (range, plus-minus) with
  :mod:`~kg.text.units`, to :mod:`~kg.text.counted` (what is counted), :mod:`~kg.text.bounds` ("at least") and
  :mod:`~kg.text.numbering` (numbers that measure nothing).
* :mod:`kg.text.frequencies`, :mod:`kg.text.shares` — how often, which part of a whole, how many times as much;
  :mod:`kg.text.dimensions` — what units measure, so that they convert.
* :mod:`kg.text.people` — the sexes, ages and species a text speaks of.
* :mod:`kg.text.groups` — the same word by word, with ages as spans of years and stages of life.
* :mod:`kg.text.clinical_names` — conditions, therapies and outcomes in any field of medicine, by the lists of
  :mod:`~kg.text.condition_names`, :mod:`~kg.text.therapy_names` and :mod:`~kg.text.outcome_names`.
* :mod:`kg.text.controls` — what a trial's controls get: a dummy, the usual care, nothing.
* :mod:`kg.text.clauses` — the parts of a sentence that are each true or false by themselves; cut by
  :mod:`~kg.text.clause_cuts` over the :mod:`~kg.text.words` of a sentence with closed lists of :mod:`~kg.text.verbs`,
  shared subjects and auxiliaries by :mod:`~kg.text.coordination`.
* :mod:`kg.text.modality` — hedges and negation.
* :mod:`kg.text.comparison` — what is compared with what; :mod:`kg.text.alternatives` — what some people got
  and others got instead.
* :mod:`kg.text.administration` — routes, what a therapy is added to, who was left out.
* :mod:`kg.text.stance` — fault found with a source, or its contrary said.
* :mod:`kg.text.directives` — words in an article that are for the audit: what it may leave as it is, and why.
* :mod:`kg.text.registrations` — registration numbers of clinical trials.
* :mod:`kg.text.concepts` — the vocabulary's concepts in a text; spelling is the matter of
  :mod:`~kg.text.names`, names shortened to their head that of :mod:`~kg.text.head_nouns`,
  what "it" and "this" take up that of :mod:`~kg.text.antecedents`.

Everything here takes any text without an error and costs time in proportion to its length.
"""

from kg.text.clauses import Clause, split_clauses
from kg.text.concepts import ConceptMatcher, Mention
from kg.text.modality import Cue, find_hedges, find_negations, is_negated
from kg.text.quantities import duration_days, find_quantities
from kg.text.sentences import split_sentences

__all__ = [
    "Clause",
    "ConceptMatcher",
    "Cue",
    "Mention",
    "duration_days",
    "find_hedges",
    "find_negations",
    "find_quantities",
    "is_negated",
    "split_clauses",
    "split_sentences",
]
