"""What the graph holds on a claim's subject beside the studies that the claim cites, and when it came out.

An article can only know what was out when it was written: a study is told as earlier, later or of unclear date, by the
date that the article itself gives. Where it gives none, nothing is assumed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from kg.audit.case import Case, called, source_passage
from kg.audit.effects import Pull, told_facts, told_pull
from kg.audit.subjects import Subject
from kg.identifiers import ConceptId
from kg.model import Article, Confidence, Fact, Passage, Record, RecordKind, SourcePlace, Study

__all__ = ["When", "Witness", "date_of", "names_of", "told_when", "when_out", "witnesses_on"]

_ISO = re.compile(r"\b((?:19|20)\d{2})(?:-(\d{2}))?(?!\d)")
_PEOPLE = re.compile(r"homo sapiens|\bhumans?\b", re.IGNORECASE)
_REGISTERED = ConceptId("trial-registration")
_MOST_SHOWN = 4


class When(StrEnum):
    """Whether a study was out when the article was written."""

    BEFORE = "before"
    AFTER = "after"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Witness:
    """One study of people on a subject, the facts that bear on it, and which way they point, if they tell."""

    study: Study
    facts: tuple[Fact, ...]
    pull: Pull | None

    @property
    def is_combined(self) -> bool:
        """Whether the therapy was given with another one, so that the result is of the two together."""
        return bool(self.study.intervention and self.study.intervention.co_therapies)

    @property
    def is_second_hand(self) -> bool:
        """Whether all that is known of it was read far from the paper."""
        return all(fact.source.confidence in (Confidence.LOW, Confidence.UNSTATED) for fact in self.facts)

    def passage(self) -> Passage:
        """What it reports, in our words, else its title in its own."""
        told = next((fact for fact in self.facts if fact.value), self.facts[0] if self.facts else None)
        title = self.study.record.title
        if told is None and title is not None:
            return source_passage(self.study, title, SourcePlace("title", confidence=Confidence.HIGH), paraphrase=False)
        words = f"{told.outcome.replace('-', ' ')}: {told.direction}" if told else "studied this"
        more = f" ({told.value})" if told and told.value else ""
        return source_passage(self.study, words + more, told.source if told else SourcePlace())


def witnesses_on(case: Case, subject: Subject) -> tuple[Witness, ...]:
    """The studies of people on one of the subject's therapies and conditions, by key, one for each group of reports.

    Studies of animals and cells are left out, and so is what was only registered: it reports nothing. What was studied
    must be one of the conditions or narrower: what holds of a wider one need not hold of it.
    """
    return case.remembered(("witnesses", subject), lambda: tuple(_find_witnesses(case, subject)))


def _find_witnesses(case: Case, subject: Subject) -> Iterator[Witness]:
    seen: set[str] = set()
    conditions = frozenset(case.within(subject.conditions))
    curated = [
        study
        for study in case.studies_on(subject.therapies)
        if not conditions or (study.population and not conditions.isdisjoint(study.population.conditions))
    ]
    indexed = case.indexed_on(subject.therapies, subject.conditions) if conditions else ()
    for study in {study.id: study for study in (*curated, *indexed)}.values():
        group = case.group_of(study) or study.id.value
        if group not in seen and _reports_on_people(case, study):
            seen.add(group)
            facts = told_facts(case, study, subject)
            yield Witness(study, facts, told_pull(facts, case.vocabulary))


def _reports_on_people(case: Case, study: Study) -> bool:
    """Whether a study reports something, and not of animals or cells alone, as far as is known."""
    if study.design == _REGISTERED or study.record.kind is RecordKind.REGISTRATION:
        return False
    if study.species:
        return any(_PEOPLE.search(name) for name in study.species)
    indexed = {heading.name for heading in case.record_of(study).mesh}
    return "Humans" in indexed or "Animals" not in indexed


def date_of(article: Article) -> str | None:
    """The year, or year and month, up to which the article could know what was out; ``None`` if it gives no date.

    The last change counts, where the page tells one.
    """
    for text in (article.modified, article.published):
        if text and (found := _ISO.search(text)):
            return "-".join(part for part in found.groups() if part)
    return None


def when_out(record: Record, date: str | None) -> When:
    """Whether a record was out at a date; unclear where either date is not known finely enough."""
    dates = [text for text in (record.published_online, record.published) if text and _ISO.match(text)]
    out = min(dates)[: len("2020-01")] if dates else str(record.year) if record.year else None
    if out is None or date is None:
        return When.UNCLEAR
    length = min(len(out), len(date))
    if out[:length] == date[:length]:
        return When.BEFORE if len(out) == len(date) == len("2020-01") else When.UNCLEAR
    return When.BEFORE if out < date else When.AFTER


def told_when(case: Case, studies: Iterable[Study]) -> str:
    """What the article could have known of some studies, by its own date."""
    date = date_of(case.article)
    if date is None:
        return "The article gives no date, so what it could have known cannot be told; this is judged as of today."
    known = [when_out(study.record, date) for study in studies]
    early, late = known.count(When.BEFORE), known.count(When.AFTER)
    unclear = known.count(When.UNCLEAR)
    parts = [f"{early} of them {'was' if early == 1 else 'were'} out" if early else "none of them was surely out"]
    parts += [f"{late} came later"] if late else []
    parts += [f"of {unclear} the date is not known well enough"] if unclear else []
    return f"When the article was written or last changed ({date}), {', '.join(parts)}."


def names_of(witnesses: Iterable[Witness]) -> str:
    """Some studies by name; the first few, and how many more there are."""
    names = [called(witness.study) for witness in witnesses]
    more = f" and {len(names) - _MOST_SHOWN} more" if len(names) > _MOST_SHOWN else ""
    return ", ".join(names[:_MOST_SHOWN]) + more
