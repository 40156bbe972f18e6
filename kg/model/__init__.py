"""The things this project is about, as frozen records that know nothing of files, RDF or screens.

* :mod:`kg.model.concept` — what is talked about: therapies, mechanisms, outcomes, conditions,
  populations, criteria and study designs, in one vocabulary.
* :mod:`kg.model.descriptor` — MeSH descriptors, and what a table of them says of the vocabulary.
* :mod:`kg.model.record` — bibliographic records: publications as databases and pages describe them.
* :mod:`kg.model.study` — what was found: studies and the facts they report, each with its place in
  the source and how sure we are of it.
* :mod:`kg.model.study_group` — reports of one study, which count as one, and why.
* :mod:`kg.model.quote` — whether a quote stands in its source; imported from there.
* :mod:`kg.model.fulltext` — a paper's full text, each part with its span; imported from there.
* :mod:`kg.model.extraction` — what was read out of a record by rule, each value with its place; imported from there.
* :mod:`kg.model.effect` — the effects and harms read out of a record; :mod:`kg.model.statistic` holds the figures that
  effects are reported in; :mod:`kg.model.study_extraction` — all that was read of one study; imported from there.
* :mod:`kg.model.article` — what is said: an article's text, its sections, sentences, in-text
  pointers, references and claims, each with its span in the text.
* :mod:`kg.model.audit` — what was checked: rules, findings on a claim-source pair, verdicts, and
  the ledger of what could not be checked.
* :mod:`kg.model.suppression` — which findings a person set aside beforehand, where that is written, and why.
* :mod:`kg.model.fix` — the fix list: what to mend, by what a reader can come to by it; both imported from there.
* :mod:`kg.model.run` — what was checked before: the history of an article's audits.

An absent value is ``None`` (not seen), an empty tuple means that nothing was seen: neither ever
means "there is none". Order matters in every tuple.
"""

from kg.model.article import (
    Article,
    Block,
    BlockKind,
    Certainty,
    Claim,
    ClaimKind,
    Defect,
    DefectKind,
    Pointer,
    Reference,
    ReferenceKind,
    Section,
    Sentence,
    Stance,
)
from kg.model.audit import (
    Finding,
    LedgerEntry,
    Outcome,
    Passage,
    Patch,
    Reading,
    Report,
    Resolution,
    ResolvedBy,
    Rule,
    Severity,
    SubjectKind,
    Surety,
    Verdict,
)
from kg.model.concept import Concept, ConceptKind, ConceptMatch, MatchKind, Vocabulary
from kg.model.descriptor import Descriptor, MatchRemark, RemarkKind
from kg.model.quantity import Bound, Quantity, QuantityRole
from kg.model.record import (
    AbstractSection,
    Accession,
    CitedWork,
    Contributor,
    EditorialNotice,
    Grant,
    IndexedRecord,
    LinkKind,
    MeshHeading,
    MeshQualifier,
    NoticeKind,
    OtherAbstract,
    Record,
    RecordDate,
    RecordKind,
    RecordLink,
)
from kg.model.run import Run, RunFinding
from kg.model.span import Span
from kg.model.study import (
    AgeGroup,
    Blinding,
    Confidence,
    CriterionRole,
    Direction,
    EligibilityCriterion,
    Fact,
    FieldPlace,
    Intervention,
    PlacedField,
    Population,
    Setting,
    SourcePlace,
    Study,
)
from kg.model.study_group import JoinRule, StudyGroup, StudyJoin

__all__ = [
    "AbstractSection",
    "Accession",
    "AgeGroup",
    "Article",
    "Blinding",
    "Block",
    "BlockKind",
    "Bound",
    "Certainty",
    "CitedWork",
    "Claim",
    "ClaimKind",
    "Concept",
    "ConceptKind",
    "ConceptMatch",
    "Confidence",
    "Contributor",
    "CriterionRole",
    "Defect",
    "DefectKind",
    "Descriptor",
    "Direction",
    "EditorialNotice",
    "EligibilityCriterion",
    "Fact",
    "FieldPlace",
    "Finding",
    "Grant",
    "IndexedRecord",
    "Intervention",
    "JoinRule",
    "LedgerEntry",
    "LinkKind",
    "MatchKind",
    "MatchRemark",
    "MeshHeading",
    "MeshQualifier",
    "NoticeKind",
    "OtherAbstract",
    "Outcome",
    "Passage",
    "Patch",
    "PlacedField",
    "Pointer",
    "Population",
    "Quantity",
    "QuantityRole",
    "Reading",
    "Record",
    "RecordDate",
    "RecordKind",
    "RecordLink",
    "Reference",
    "ReferenceKind",
    "RemarkKind",
    "Report",
    "Resolution",
    "ResolvedBy",
    "Rule",
    "Run",
    "RunFinding",
    "Section",
    "Sentence",
    "Setting",
    "Severity",
    "SourcePlace",
    "Span",
    "Stance",
    "Study",
    "StudyGroup",
    "StudyJoin",
    "SubjectKind",
    "Surety",
    "Verdict",
    "Vocabulary",
]
