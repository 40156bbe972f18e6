"""The bundled knowledge: complete, true to the evidence it was written from, and without a verdict."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from ingest.curated import bundled_folder, read_studies, read_vocabulary
from kg.model import ConceptKind, Direction, MatchKind, SourcePlace, Study

FOLDER = bundled_folder()
EVIDENCE = Path(__file__).resolve().parents[2] / "../shared/corpus/evidence"
VOCABULARY = read_vocabulary(FOLDER / "vocabulary.yaml")
CURATED = read_studies(FOLDER / "studies", VOCABULARY)
LABELS_OF_OUR_OWN = {
    *("AA", "MTS", "anagen hair", "hair loss intervention", "hair loss progression", "hair root", "regrow hair"),
    *("regrowing hair", "response to therapy", "response to treatment", "scalp inflammation", "telogen hair"),
}
"""Plain English names of the same things, beside those of the evidence."""

CONCEPTS_OF_OUR_OWN = set(
    """case-report clinical-guideline crossover-trial quasi-randomised-trial scalp-biopsy scoping-review
    split-body-trial study-protocol""".split()
)
STUDIES = {study.id.value: study for study in CURATED.studies}


def load_evidence(name: str) -> dict[str, Any]:
    text = (EVIDENCE / name).read_text(encoding="utf-8")
    content: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    return content


def test_every_bundled_study_is_read() -> None:
    assert [str(error) for error in CURATED.rejected] == []
    assert len(STUDIES) == 85


def test_vocabulary_has_every_kind() -> None:
    assert len(VOCABULARY) == 128
    assert {concept.kind for concept in VOCABULARY} == set(ConceptKind)


def test_vocabulary_file_is_in_order_of_kind_and_key() -> None:
    text = (FOLDER / "vocabulary.yaml").read_text(encoding="utf-8")
    assert re.findall(r"^  - id: (.*)$", text, re.MULTILINE) == [concept.id.value for concept in VOCABULARY]


def test_confused_concepts_are_kept_apart_in_both_directions() -> None:
    pairs = {(concept.id, other) for concept in VOCABULARY for other in concept.not_same_as}
    assert pairs
    assert pairs == {(other, key) for key, other in pairs}


def test_every_fact_about_a_mechanism_that_can_be_told_says_in_what_it_was_tested() -> None:
    silent = {
        study.id.value
        for study in CURATED.studies
        for fact in study.facts
        if fact.concept and VOCABULARY.get(fact.concept).kind is ConceptKind.MECHANISM and fact.tested_in is None
    }
    assert silent == {"jaapa-2018-oc"}, "a review of a cause: its abstract does not say what it was seen in"


def test_no_file_speaks_of_an_article_its_claims_or_a_verdict() -> None:
    banned = re.compile(
        r"\bseed\b|article says|\bthe article\b|\bclaims?\b|verdict|bears_on|\btier\b|mismatch|over-?reach",
        re.IGNORECASE,
    )
    paths = [*sorted((FOLDER / "studies").glob("*.yaml")), FOLDER / "vocabulary.yaml"]
    assert [(path.name, found.group()) for path in paths if (found := banned.search(path.read_text("utf-8")))] == []


def test_example_article_points_to_its_first_second_and_fourth_reference() -> None:
    text = (FOLDER / "articles" / "shedding-after-microneedling.md").read_text(encoding="utf-8")
    body, _, references = text.partition("## References")

    assert re.findall(r"\[(\d)\]", body) == ["1", "2", "4"]
    assert re.findall(r"^(\d)\. ", references, re.MULTILINE) == ["1", "2", "3", "4"]
    pmids = {study.record.pmid.value for study in CURATED.studies if study.record.pmid}
    assert set(re.findall(r"PMID: (\d+)", references)) <= pmids


@pytest.mark.corpus
def test_every_study_of_the_evidence_is_bundled_and_no_other() -> None:
    assert set(STUDIES) == {entry["id"] for entry in load_evidence("studies.yaml")["studies"]}


def places(source: SourcePlace) -> tuple[str | None, list[str], str]:
    return source.part, list(source.addresses), source.confidence.value


@pytest.mark.corpus
def test_every_fact_equals_the_evidence() -> None:
    concepts = load_evidence("vocabulary.yaml")["fact_outcome_map"]
    for entry in load_evidence("studies.yaml")["studies"]:
        study = STUDIES[entry["id"]]
        assert len(study.facts) == len(entry["facts"]), study.id
        for fact, known in zip(study.facts, entry["facts"], strict=True):
            assert fact.outcome == known["outcome"]
            assert fact.direction == Direction(known["direction"].replace("_", " "))
            figures = (
                fact.value,
                fact.unit,
                fact.baseline,
                fact.follow_up,
                fact.time_point,
                fact.p,
                fact.n,
                fact.derived,
            )
            names = ("value", "unit", "baseline", "followup", "timepoint", "p", "n", "derived")
            assert figures == tuple(known.get(name) for name in names), (study.id, fact.outcome)
            addresses = [known["url"]] * bool(known["url"]) + known.get("also", [])
            assert places(fact.source) == (known["where"], addresses, known["confidence"])
            assert (fact.concept and fact.concept.value) == concepts.get(known["outcome"], known["outcome"])


@pytest.mark.corpus
def test_every_identifier_and_bibliographic_field_equals_the_evidence() -> None:
    for entry in load_evidence("studies.yaml")["studies"]:
        record = STUDIES[entry["id"]].record
        assert (record.pmid and record.pmid.value) == entry.get("pmid"), entry["id"]
        assert (record.pmcid and record.pmcid.value) == entry.get("pmcid"), entry["id"]
        assert (record.doi and record.doi.value) == (entry.get("doi") and entry["doi"].lower()), entry["id"]
        assert list(record.registrations) == ([entry["registration"]] if "registration" in entry else []), entry["id"]
        for name in ("year", "volume", "issue", "pages"):
            assert getattr(record, name) == entry.get(name), (entry["id"], name)
        for ours, name in ((record.title, "title"), (record.journal, "journal")):
            assert (entry.get(name) or "").startswith(ours or ""), "a remark in brackets may be a note of ours"
        authors = [name for name in entry.get("authors") or [] if not name.startswith("and ")]
        assert [theirs[: len(ours)] for ours, theirs in zip(record.authors, authors, strict=True)] == [*record.authors]
        assert list(record.publication_types) == (entry.get("publication_types") or []), entry["id"]
        assert list(record.mesh_headings) == (entry.get("mesh") or []), entry["id"]
        assert not record.notices_checked


@pytest.mark.corpus
def test_printed_case_of_each_doi_equals_the_evidence() -> None:
    for entry in load_evidence("studies.yaml")["studies"]:
        text = (FOLDER / "studies" / f"{entry['id']}.yaml").read_text(encoding="utf-8")
        assert re.findall(r"^  doi: (.*)$", text, re.MULTILINE) == [doi for doi in [entry.get("doi")] if doi]


@pytest.mark.corpus
def test_every_population_equals_the_evidence() -> None:
    for entry in load_evidence("studies.yaml")["studies"]:
        people, known = STUDIES[entry["id"]].population, entry.get("population")
        assert (people is None) == (known is None), entry["id"]
        if people is None or known is None:
            continue
        for name in ("sex", "age", "condition", "country", "strain"):
            assert getattr(people, name) == known.get(name), (entry["id"], name)
        counts = (people.invited, people.studies, people.studies_pooled)
        assert counts == tuple(known.get(name) for name in ("n_invited", "n_studies", "n_studies_pooled")), entry["id"]
        enrolled = f"target {people.planned}" if people.planned else people.enrolled
        assert enrolled == known.get("n_enrolled"), entry["id"]
        assert (people.analysed is None) == (known.get("n_analysed") is None), entry["id"]
        assert re.match(r"\d*", str(known.get("n_analysed") or "")).group() == str(people.analysed or ""), entry["id"]  # type: ignore[union-attr]


@pytest.mark.corpus
def test_every_intervention_equals_the_evidence() -> None:
    names = ("device", "needle_depth", "drug", "dose", "frequency", "duration", "site", "arms", "co_intervention")
    for entry in load_evidence("studies.yaml")["studies"]:
        done, known = STUDIES[entry["id"]].intervention, entry.get("intervention")
        assert (done is None) == (known is None), entry["id"]
        if done is None or known is None:
            continue
        assert [getattr(done, name) for name in names] == [known.get(name) for name in names], entry["id"]
        assert done.sessions == (str(known["sessions"]) if "sessions" in known else None), entry["id"]
        if len(known["therapy"].split()) == 1:
            assert [key.value for key in done.therapies] == [known["therapy"]], entry["id"]


@pytest.mark.corpus
def test_designs_and_counts_of_criteria_follow_the_evidence() -> None:
    for entry in load_evidence("studies.yaml")["studies"]:
        study = STUDIES[entry["id"]]
        assert (study.design and study.design.value) == entry["design_id"]
        assert [key.value for key in study.also_designs] == entry.get("design_ids_also", [])
        assert [*study.species] == entry.get("species", [])
        assert figures_of_criteria(study) <= set(
            re.findall(r"\d+", f"{entry.get('exclusion')} {entry.get('inclusion')}")
        )
        if entry.get("exclusion"):
            assert study.criteria, entry["id"]


def figures_of_criteria(study: Study) -> set[str]:
    return {figure for criterion in study.criteria for figure in re.findall(r"\d+", criterion.text)}


@pytest.mark.corpus
def test_criteria_seen_in_a_study_are_criteria_of_its_file() -> None:
    for concept in load_evidence("vocabulary.yaml")["schemes"]["exclusion"]:
        for key in concept.get("seen_in", []):
            assert concept["id"] in {
                criterion.concept.value for criterion in STUDIES[key].criteria if criterion.concept
            }


@pytest.mark.corpus
def test_every_concept_equals_the_evidence() -> None:
    known = {entry["id"]: entry for part in load_evidence("vocabulary.yaml")["schemes"].values() for entry in part}
    assert {concept.id.value for concept in VOCABULARY} == set(known) | CONCEPTS_OF_OUR_OWN
    for concept in VOCABULARY:
        if concept.id.value in CONCEPTS_OF_OUR_OWN:
            continue
        entry = known[concept.id.value]
        assert (concept.label, concept.definition) == (entry["prefLabel"], entry["definition"])
        assert (concept.broader and concept.broader.value) == entry.get("broader")
        assert set(concept.alternative_labels) - set(entry["altLabels"]) <= LABELS_OF_OUR_OWN
        assert (concept.rank, [*concept.units]) == (entry.get("rank"), entry.get("units", []))
        atc = entry.get("atc", [])
        listed = {entry.get("mesh"), entry.get("unii"), entry.get("eco")} | set([atc] if isinstance(atc, str) else atc)
        listed |= {key for name in ("mesh_other", "mesh_close", "eco_other") for key in entry.get(name, {})}
        assert {match.identifier for match in concept.matches} == listed - {None}, concept.id
        exact = [match for match in concept.matches if match.kind is MatchKind.EXACT and match.scheme == "mesh"]
        assert bool(exact) == (entry.get("match") == "exact"), concept.id


@pytest.mark.corpus
def test_no_sentence_of_the_retold_article_stands_in_the_original() -> None:
    original = words((EVIDENCE / "../article/microneedling-shedding.txt").read_text(encoding="utf-8"))
    retold = (FOLDER / "articles" / "shedding-after-microneedling.md").read_text(encoding="utf-8")
    body = words(retold.partition("## References")[0])
    runs = {tuple(original[start : start + 8]) for start in range(len(original))}

    assert [body[start : start + 8] for start in range(len(body) - 7) if tuple(body[start : start + 8]) in runs] == []


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower())
