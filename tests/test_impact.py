"""What hangs on a publication, held against a plain computation and against an audit in which it is retracted."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.audit import audit
from kg.export import impacts
from kg.identifiers import StudyId
from kg.impact import Impact, find_impact
from kg.model import Article, EditorialNotice, NoticeKind, Outcome, Report, Study
from kg.model.study_group import JoinRule, StudyGroup, StudyJoin
from kg.rdf import (
    article_edges,
    article_triples,
    group_edges,
    report_edges,
    report_triples,
    study_edges,
    study_triples,
    to_rdf,
    vocabulary_edges,
    vocabulary_triples,
)
from kg.rdf.iris import graph_iri, study_group_iri
from kg.rdf.nquads import to_nquads
from kg.store import Draft
from tests.builders import VOCABULARY, make_article, make_evidence, make_study

RETRACTION = EditorialNotice(NoticeKind.RETRACTION, "J Calm 2021;2:1", "PubMed")
SENTENCES = (
    "Calmol eases itching in people with eczema.",
    "Calmol improves sleep in all patients.",
    "Rest does not change itching in adults.",
    "Calmol cools the skin of the hands.",
)


@dataclass(frozen=True, slots=True)
class Library:
    """Studies, those that are reports of one study, those retracted, and what each claim of each article cites."""

    studies: int
    joined: frozenset[int]
    retracted: frozenset[int]
    articles: tuple[tuple[tuple[int, ...], ...], ...]

    def study(self, number: int) -> Study:
        study = make_study(f"study-{number}", pmid=f"{number + 1}" * 8, title=f"Calmol, part {number}")
        return retract(study) if number in self.retracted else study

    @property
    def all_studies(self) -> list[Study]:
        return [self.study(number) for number in range(self.studies)]

    def article(self, number: int) -> Article:
        body = "\n\n".join(
            sentence + "".join(f"[{cited + 1}]" for cited in claim)
            for sentence, claim in zip(SENTENCES, self.articles[number], strict=False)
        )
        # a reference beyond the studies leads nowhere
        listed = "\n".join(
            f"{at + 1}. Smith A. Calmol, part {at}. J Calm. 2020;1:2-3. PMID: {str(at + 1) * 8}."
            for at in range(self.studies + 1)
        )
        article = make_article(body, listed)
        return dataclasses.replace(article, id=dataclasses.replace(article.id, value=f"article-{number}"))


def retract(study: Study) -> Study:
    return dataclasses.replace(study, record=dataclasses.replace(study.record, notices=(RETRACTION,)))


@st.composite
def libraries(draw: st.DrawFn) -> Library:
    studies = draw(st.integers(2, 5))
    some = st.frozensets(st.integers(0, studies - 1), max_size=3)
    joined = draw(some)
    claim = st.lists(st.integers(0, studies), max_size=3, unique=True).map(tuple)
    article = st.lists(claim, min_size=1, max_size=len(SENTENCES)).map(tuple)
    articles = tuple(draw(st.lists(article, min_size=1, max_size=3)))
    return Library(studies, joined if len(joined) > 1 else frozenset(), draw(some), articles)


def group_of(library: Library) -> list[StudyGroup]:
    if not library.joined:
        return []
    first, *others = members = tuple(StudyId(f"study-{number}") for number in sorted(library.joined))
    joins = tuple(StudyJoin(first, other, JoinRule.STATED, "stated") for other in others)
    return [StudyGroup(first, members, joins)]


def impact_of(library: Library, target: int) -> Impact:
    evidence = make_evidence(*library.all_studies)
    records = {study.id: study.record for study in library.all_studies}
    triples = [*vocabulary_triples(VOCABULARY), *vocabulary_edges(VOCABULARY)]
    for study in library.all_studies:
        triples += [*study_triples(study), *study_edges(study, VOCABULARY)]
    for group in group_of(library):
        triples += [*to_rdf(group, study_group_iri(group)), *group_edges(group)]
    for number in range(len(library.articles)):
        article = library.article(number)
        report = audit(article, evidence)
        triples += [*article_triples(article), *article_edges(article)]
        triples += [*report_triples(report), *report_edges(report, article, records)]
    draft = Draft.in_memory()
    draft.load(to_nquads(graph_iri("test"), triples))
    return find_impact(StudyId(f"study-{target}"), draft)


def cited_by_claims(library: Library, number: int) -> dict[str, set[int]]:
    """The references of each claim that lead to a study, read from the article alone."""
    article = library.article(number)
    return {
        claim.key: {
            int(article.pointers[pointer].label) - 1
            for pointer in claim.pointers
            if int(article.pointers[pointer].label) <= library.studies
        }
        for claim in article.claims
    }


def left_without(library: Library, cited: set[int], target: int) -> set[str]:
    """The studies that are left to a claim, by plain computation."""
    fallen = {target, *library.retracted} | (set(library.joined) if target in library.joined else set())
    return {f"study-{number}" for number in cited - fallen}


@given(libraries(), st.data())
@settings(max_examples=30)
def test_a_fallen_study_touches_exactly_the_claims_that_cite_it(library: Library, data: st.DataObject) -> None:
    target = data.draw(st.integers(0, library.studies - 1))
    impact = impact_of(library, target)
    expected = {
        (f"article-{number}", key): left_without(library, cited, target)
        for number in range(len(library.articles))
        for key, cited in cited_by_claims(library, number).items()
        if target in cited
    }
    found = {(claim.article, claim.key): {other.study for other in claim.others} for claim in impact.touched}
    assert found == expected
    assert {(claim.article, claim.key) for claim in impact.losing} == {
        key for key, left in expected.items() if not left
    }


@given(libraries(), st.data())
@settings(max_examples=20)
def test_a_retraction_is_told_by_the_audit_of_exactly_these_claims(library: Library, data: st.DataObject) -> None:
    target = data.draw(st.integers(0, library.studies - 1))
    before = dataclasses.replace(library, retracted=library.retracted - {target})
    after = dataclasses.replace(library, retracted=library.retracted | {target})
    newly: set[tuple[str, str]] = set()
    for number in range(len(library.articles)):
        article = library.article(number)
        told = [retracted_references(audit(article, make_evidence(*each.all_studies))) for each in (before, after)]
        fallen = told[1] - told[0]
        newly |= {
            (article.id.value, claim.key)
            for claim in article.claims
            if any(int(article.pointers[pointer].label) - 1 in fallen for pointer in claim.pointers)
        }
    assert newly == {(claim.article, claim.key) for claim in impact_of(before, target).touched}


def retracted_references(report: Report) -> set[int]:
    found = [one for one in report.findings if one.rule == "SRC001" and one.outcome is Outcome.FAILED]
    return {int(one.subject) for one in found}


def test_impact_names_what_is_left_and_is_told_in_both_forms() -> None:
    library = Library(2, frozenset(), frozenset(), (((0,), (0, 1)), ((1,),)))
    impact = impact_of(library, 0)
    text = impacts.to_text(impact)
    assert "2 claims in 1 article cite it" in text
    assert "study-1: Calmol, part 1" in text
    document = json.loads(impacts.to_json(impact))
    assert [claim["text"] for claim in document["losing"]] == [SENTENCES[0]]
    assert [claim["others"] for claim in document["keeping"]] == [[{"study": "study-1", "title": "Calmol, part 1"}]]
