"""Appraisal of a dataset: the studies of therapies, each on its rung, and an assessment of every question."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rdflib import Literal, URIRef

from ingest.curated import bundled_folder
from ingest.signs import read_signs
from kg.appraise.investigation import find_rung, gather
from kg.appraise.questions import assess_all
from kg.evidence import Evidence
from kg.extraction.estimated import therapy_of_title
from kg.identifiers import StudyId
from kg.model import Study, StudyGroup, Vocabulary
from kg.model.appraisal import RuleTable
from kg.model.sign import DiagnosticSign
from kg.prefixes import PREFIXES
from kg.rdf import Triple, to_rdf
from kg.rdf.iris import assessment_iri, concept_iri, graph_iri, sign_iri, study_iri
from kg.store import Draft
from kg.text.concepts import matcher_of
from kg.vocabulary import DCTERMS, EKG

__all__ = ["appraisal_graphs", "appraisal_triples"]

_UNCURATED = 'SELECT ?study ?title WHERE { ?study ekg:obtainedBy "extracted" ; ekg:record/dcterms:title ?title }'
_TREATED = "SELECT DISTINCT ?study WHERE { ?study ekg:studiesTherapy|ekg:hasDesign ?any }"


def appraisal_graphs(
    draft: Draft, evidence: Evidence, groups: Iterable[StudyGroup], rules: RuleTable, *, pulled: str | None
) -> dict[URIRef, list[Triple]]:
    """The graph of rungs, assessments and signs, made from everything that was loaded before.

    Args:
        draft: that was loaded.
        evidence: over it.
        groups: reports of one study.
        rules: the table.
        pulled: when a database last answered.

    Raises:
        RecordError: if the bundled signs name a concept or study that is not there.
    """
    rows = draft.query(_TREATED, prefixes=PREFIXES).rows
    keys = sorted(StudyId(term.value.rsplit("/", 1)[-1]) for (term,) in rows if term is not None)
    signs = read_signs(bundled_folder() / "signs.yaml", evidence.vocabulary, keys)
    studies = [evidence.get_study(key) for key in keys]
    estimated = list(_estimates(draft, evidence)) if rules.extracted_cap is not None else []
    triples = list(appraisal_triples(studies, groups, evidence.vocabulary, rules, signs, estimated=estimated))
    if pulled is not None:
        triples.append((graph_iri("studies", "pulled"), DCTERMS.date, Literal(pulled)))
    return {graph_iri("appraisal"): triples}


def _estimates(draft: Draft, evidence: Evidence) -> Iterator[Study]:
    """The studies that rules read and nobody curated, by key, where the title tells the therapy."""
    matcher = matcher_of(evidence.vocabulary)
    for study, title in sorted(_titled(draft)):
        if therapy_of_title(title, evidence.vocabulary, matcher) is not None:
            found = evidence.estimate(study)
            if found is not None:
                yield found.study


def _titled(draft: Draft) -> Iterator[tuple[StudyId, str]]:
    for study, title in draft.query(_UNCURATED, prefixes=PREFIXES).rows:
        if study is not None and title is not None:
            yield StudyId(study.value.rsplit("/", 1)[-1]), title.value


def appraisal_triples(
    studies: Sequence[Study],
    groups: Iterable[StudyGroup],
    vocabulary: Vocabulary,
    rules: RuleTable,
    signs: Iterable[DiagnosticSign] = (),
    *,
    estimated: Sequence[Study] = (),
) -> Iterator[Triple]:
    """Each study's rung, an assessment of every question, the signs, and when studies were last looked for.

    Args:
        studies: what was curated.
        groups: reports of one study.
        vocabulary: the concepts.
        rules: the table.
        signs: what diagnostic signs tell.
        estimated: studies that nobody curated, as rules read them.
    """
    together = tuple(groups)
    found, read = gather(studies, together), gather(estimated, together)
    for each in (*found, *read):
        standing = each.standing(rules)
        if standing is not None:
            yield from ((study_iri(key), EKG.standing, Literal(standing.value)) for key in each.ids)
    for study in estimated:
        therapies = study.intervention.therapies if study.intervention is not None else ()
        yield from ((study_iri(study.id), EKG.readAsTherapy, concept_iri(key)) for key in therapies)
    for made in assess_all(found, vocabulary, rules, estimated=read):
        yield from to_rdf(made, assessment_iri(made))
    for study in studies:
        rung = find_rung(study, rules)
        if rung is not None:
            yield study_iri(study.id), EKG.rung, Literal(rung.value)
    for sign in signs:
        yield from to_rdf(sign, sign_iri(sign))
    if rules.searched is not None:
        yield graph_iri("appraisal"), DCTERMS.date, Literal(rules.searched)
