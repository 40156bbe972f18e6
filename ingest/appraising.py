"""Appraisal of a dataset: the studies of therapies, each on its rung, and an assessment of every question."""

from __future__ import annotations

from rdflib import Literal, URIRef

from ingest.curated import bundled_folder
from ingest.signs import read_signs
from kg.appraise.investigation import find_rung, gather
from kg.appraise.questions import assess_all
from kg.evidence import Evidence
from kg.identifiers import StudyId
from kg.model import StudyGroup
from kg.model.appraisal import RuleTable
from kg.prefixes import PREFIXES
from kg.rdf import Triple, to_rdf
from kg.rdf.iris import assessment_iri, graph_iri, sign_iri, study_iri
from kg.store import Draft
from kg.vocabulary import DCTERMS, EKG

__all__ = ["appraisal_graphs"]

_TREATED = "SELECT DISTINCT ?study WHERE { ?study ekg:studiesTherapy|ekg:hasDesign ?any }"


def appraisal_graphs(
    draft: Draft, evidence: Evidence, groups: tuple[StudyGroup, ...], rules: RuleTable
) -> dict[URIRef, list[Triple]]:
    """The graph of rungs and assessments, made from everything that was loaded before."""
    rows = draft.query(_TREATED, prefixes=PREFIXES).rows
    keys = sorted(StudyId(term.value.rsplit("/", 1)[-1]) for (term,) in rows if term is not None)
    studies = [evidence.get_study(key) for key in keys]
    assessments = assess_all(gather(studies, groups), evidence.vocabulary, rules)
    triples = [
        *(triple for each in assessments for triple in to_rdf(each, assessment_iri(each))),
        *(
            (study_iri(s.id), EKG.rung, Literal(rung.value))
            for s in studies
            if (rung := find_rung(s, rules)) is not None
        ),
    ]
    signs = read_signs(bundled_folder() / "signs.yaml", evidence.vocabulary, keys)
    for sign in signs:
        triples += to_rdf(sign, sign_iri(sign))
    if rules.searched is not None:
        triples.append((graph_iri("appraisal"), DCTERMS.date, Literal(rules.searched)))
    return {graph_iri("appraisal"): triples}
