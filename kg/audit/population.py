"""POP: are the people that the claim is about those that the source studied?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import reduce

from kg.audit.case import Case, Check, called, caveat, is_second_hand, source_passage
from kg.audit.inquiry import Source, is_synthesis
from kg.audit.judgements import finding_of, is_statement
from kg.audit.rewording import as_said_of, one_group_for_another
from kg.audit.same_words import judge_groups, judge_names
from kg.identifiers import ConceptId
from kg.model import (
    Claim,
    ConceptKind,
    Confidence,
    Finding,
    Outcome,
    Passage,
    Patch,
    Population,
    Rule,
    Severity,
    SourcePlace,
    Span,
    Study,
    Vocabulary,
)
from kg.text.clinical_names import ClinicalKind
from kg.text.people import PEOPLE_WORDS, People, find_people

__all__ = ["CHECKS"]

_CONTRAST = re.compile(
    r"\b(?:exclu\w+|unlike|except|whether|other than|rather than|instead of|compared|versus|left out|unknown)\b",
    re.IGNORECASE,
)
_SET_APART = "The sentence denies, limits or contrasts something; whom it speaks of cannot be told."
_PLURALS = {
    "male": "men",
    "female": "women",
    "child": "children",
    "adolescent": "adolescents",
    "adult": "adults",
    "mouse": "mice",
    "rat": "rats",
    "rabbit": "rabbits",
    "other animal": "animals",
}


def _population(case: Case, rule: Rule) -> Iterator[Finding]:
    scope = reduce(People.__or__, (find_people(sentence.text) for sentence in case.article.sentences), People())
    for claim in case.claims:
        sources = case.sources_of(claim)
        for study in case.studies_of(claim):
            by_facts = _held_against(case, rule, claim, study, scope)
            by_words = _by_words(case, rule, claim, sources[0], by_facts) if len(sources) == 1 else None
            yield _surer(by_facts, by_words)


def _by_words(case: Case, rule: Rule, claim: Claim, source: Source, by_facts: Finding) -> Finding | None:
    """What the source's own sentences say of the groups and conditions that a claim names.

    Groups that a person noted of the study, and that agree with the claim's, are not held against its words too.
    """
    reading = case.source_reading_of(source)
    if reading is None or source.study is None or not is_statement(claim):
        return None
    whole = not is_synthesis(source.study, case.vocabulary)
    groups = () if by_facts.outcome is Outcome.PASSED else tuple(judge_groups(claim.text, reading, whole=whole))
    conditions = judge_names(claim.text, ClinicalKind.CONDITION, reading, whole=whole)
    return finding_of(case, rule, claim, source.study, reading, (*groups, *conditions))


def _surer(by_facts: Finding, by_words: Finding | None) -> Finding:
    """Which of the two stands: what a person noted of the study goes before what its sentences name."""
    settled = by_facts.outcome is Outcome.FAILED or by_facts.message == _SET_APART
    if by_words is None or settled or (by_facts.outcome is Outcome.PASSED and by_words.outcome is not Outcome.FAILED):
        return by_facts
    return by_words if by_words.outcome in (Outcome.FAILED, Outcome.PASSED) else by_facts


def _held_against(case: Case, rule: Rule, claim: Claim, study: Study, scope: People) -> Finding:
    """The finding for one claim and one of its studies: the claim's own words first, then the article's."""
    studied = _people_of(study)
    said = find_people(claim.text)
    told = _other_people(said, studied, study) or _other_condition(claim, study, case.vocabulary)
    if told and (claim.negations or _CONTRAST.search(claim.text)):
        return case.on_claim(rule, claim, Outcome.CANNOT_TELL, _SET_APART, study=study.id)
    if told:
        is_of_people = _other_people(said, studied, study) is not None
        patch = case.reworded(claim, one_group_for_another(claim.text, studied)) if is_of_people else None
        return _failed(case, rule, claim, study, told, rule.severity, patch=patch)
    sentence = case.article.sentences[claim.sentence]
    if find_people(sentence.text).ages or not studied.ages or "adult" in studied.ages:
        return _no_clash(case, rule, claim, study, said)
    groups = _named(studied.ages)
    patch = case.reworded(sentence, as_said_of(sentence.text, studied))
    if scope.ages and scope.ages.isdisjoint(studied.ages):
        others = _named(_all(scope))
        told = (
            f"Does this hold for {others} too? {called(study)} is about {groups} only; the article speaks of {others} "
            f"and never of {groups}."
        )
        return _failed(case, rule, claim, study, told, rule.severity, patch=patch, is_question=True)
    return _failed(
        case, rule, claim, study, f"The source ({called(study)}) is about {groups} only.", Severity.NOTE, patch=patch
    )


def _no_clash(case: Case, rule: Rule, claim: Claim, study: Study, said: People) -> Finding:
    if study.population is None:
        message, outcome = f"Whom {called(study)} studied was not read.", Outcome.CANNOT_TELL
    elif not said:
        message, outcome = "The claim names no group of people.", Outcome.INAPPLICABLE
    else:
        message, outcome = (
            f"The claim's people ({_named(_all(said))}) are among those of {called(study)}.",
            Outcome.PASSED,
        )
    return case.on_claim(rule, claim, outcome, message, study=study.id)


def _failed(
    case: Case,
    rule: Rule,
    claim: Claim,
    study: Study,
    told: str,
    severity: Severity,
    *,
    patch: Patch | None = None,
    is_question: bool = False,
) -> Finding:
    """A failed finding, with the words that tell whom the source studied; a possible one where it only asks."""
    passage = _in_title(study)
    place = SourcePlace()
    if passage is None:
        place = study.population.source if study.population else place
        passage = _in_facts(study)
    possible = passage.paraphrase and is_second_hand(place)
    return case.on_claim(
        rule,
        claim,
        Outcome.FAILED,
        told + (caveat(place) if possible else ""),
        severity=severity,
        source=(passage,),
        possible=possible or is_question,
        patch=patch,
        study=study.id,
    )


def _in_title(study: Study) -> Passage | None:
    """The record's own title, where it names the same groups as our facts do: the surest words to show."""
    title = study.record.title or ""
    if not find_people(title) or find_people(title) != _people_of(study):
        return None
    marks = tuple(Span(*match.span()) for match in PEOPLE_WORDS.finditer(title))
    return source_passage(study, title, SourcePlace("title", confidence=Confidence.HIGH), marks, paraphrase=False)


def _in_facts(study: Study) -> Passage:
    people = study.population or Population()
    told = [part for part in (people.sex, people.age, people.condition) if part]
    return source_passage(study, "studied: " + "; ".join([*told, *study.species]), people.source)


def _people_of(study: Study) -> People:
    """The groups that a study's own words name; both sexes and all ages are no restriction."""
    people = study.population
    if people is None:
        return People()
    words = find_people(" ".join(part for part in (people.sex, people.age, people.condition) if part))
    species = find_people(" ".join(study.species)).species
    humans = any("homo sapiens" in name.casefold() or "human" in name.casefold() for name in study.species)
    animals = frozenset() if humans else words.species | species
    return People(words.sexes, words.ages, animals)


def _clash(said: People, studied: People) -> frozenset[str]:
    """The groups that the claim names on an axis where the study has only others."""
    clash: frozenset[str] = frozenset()
    for axis in ("sexes", "ages"):
        named, known = getattr(said, axis), getattr(studied, axis)
        if named and known and named.isdisjoint(known):
            clash |= named
    if studied.species and (said.sexes or said.ages) and not said.species:
        clash |= said.sexes | said.ages
    return clash


def _other_people(said: People, studied: People, study: Study) -> str | None:
    """What to say where the claim names groups on an axis where the study has only others."""
    clash = _clash(said, studied)
    if not clash:
        return None
    return f"The claim speaks of {_named(clash)}; {called(study)} studied {_named(_all(studied))} only."


def _other_condition(claim: Claim, study: Study, vocabulary: Vocabulary) -> str | None:
    """What to say where the claim names conditions that are neither wider nor narrower than the study's."""
    named = [key for key in claim.concepts if vocabulary.get(key).kind is ConceptKind.CONDITION]
    known = study.population.conditions if study.population else ()
    if not named or not known or any(_related(one, other, vocabulary) for one in named for other in known):
        return None
    return (
        f"The claim speaks of {_labels(named, vocabulary)}; {called(study)} studied {_labels(known, vocabulary)}, "
        "which is another condition."
    )


def _related(one: ConceptId, other: ConceptId, vocabulary: Vocabulary) -> bool:
    return vocabulary.is_within(one, other) or vocabulary.is_within(other, one)


def _labels(keys: list[ConceptId] | tuple[ConceptId, ...], vocabulary: Vocabulary) -> str:
    return " and ".join(vocabulary.get(key).label.lower() for key in keys)


def _all(people: People) -> frozenset[str]:
    return people.sexes | people.ages | people.species


def _named(groups: frozenset[str]) -> str:
    """Groups as words; "adults" goes without saying beside men and women."""
    shown = groups - {"adult"} if groups & {"male", "female"} else groups
    return " and ".join(word for group, word in _PLURALS.items() if group in shown)


CHECKS = (
    Check(
        Rule(
            code="POP001",
            name="population",
            version=2,
            severity=Severity.WARNING,
            fails_when="species, age group, sex, stage of life or condition are not those of the source",
            rationale="What holds for one group need not hold for another; the reader is told which was studied.",
            failing="Women can expect the same.[1] (the source studied men)",
            passing="Men can expect the same.[1] (the source studied men)",
        ),
        _population,
        reads_english=True,
    ),
)
