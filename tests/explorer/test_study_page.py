from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from rdflib import Literal

from ingest.fulltext import parse_jats
from ingest.quotes import check_quotes, quote_triples
from kg.errors import EvidenceError
from kg.explorer.forest_view import forests_of_study
from kg.explorer.study_markup import render_study
from kg.explorer.study_view import StudyView, read_study
from kg.identifiers import ConceptId, Pmid, StudyId
from kg.model import (
    AbstractSection,
    CriterionRole,
    Direction,
    EditorialNotice,
    EligibilityCriterion,
    Fact,
    IndexedRecord,
    NoticeKind,
    SourcePlace,
    Study,
)
from kg.rdf import (
    extraction_triples,
    full_text_graphs,
    study_edges,
    study_triples,
    to_rdf,
    vocabulary_edges,
    vocabulary_triples,
)
from kg.rdf.iris import child_iri, graph_iri, record_iri
from kg.rdf.mapping import Triple
from kg.rdf.nquads import to_nquads
from kg.store import Generation, Store
from kg.vocabulary import EKG
from tests.builders import ABSTRACT, VOCABULARY, make_study
from tests.explorer.test_article_view import BUNDLED, walk
from tests.explorer.test_studies import read_all


def show(study: Study, folder: Path, *more: Triple) -> StudyView:
    """The page of a study that is alone in its graph."""
    triples = [
        *vocabulary_triples(VOCABULARY),
        *vocabulary_edges(VOCABULARY),
        *study_triples(study),
        *study_edges(study, VOCABULARY),
        *more,
    ]
    store = Store(folder / "store")
    store.rebuild(lambda: {str(graph_iri("all")): to_nquads(graph_iri("all"), triples)})
    return read_study(store.open(), study.id.value)


JATS = b"""<article article-type="research-article"><front><article-meta>
<article-id pub-id-type="pmid">11111111</article-id></article-meta></front><body><sec><title>Methods</title>
<p>We asked ten people (NCT00000000).</p><table-wrap><label>Table 1</label><caption><p>Who took part</p></caption>
<table><thead><tr><th>Group</th><th>Number</th></tr></thead><tbody><tr><td>Calmol</td><td>5</td></tr></tbody></table>
</table-wrap></sec></body><back><fn-group><fn fn-type="conflict"><p>None of us was paid.</p></fn></fn-group></back>
</article>"""


def show_with_text(folder: Path, *, quote: str | None = None) -> StudyView:
    """The page of a study whose full text is held, with a quote that is held against it."""
    study = dataclasses.replace(make_study(), facts=(Fact("sleep", Direction.DECREASE, source=quoting(quote)),))
    (text,) = parse_jats(JATS, source="calmol.xml")
    checked = check_quotes([study], {study.id: text}, {})
    graphs = full_text_graphs(text, record_iri(study.record)).values()
    return show(study, folder, *(triple for graph in graphs for triple in graph), *quote_triples(checked.quotes))


def quoting(quote: str | None) -> SourcePlace:
    return dataclasses.replace(ABSTRACT, part="results", quote=quote)


def test_page_of_every_study_can_be_made(generation: Generation) -> None:
    for row in read_all(generation):
        words = render_study(read_study(generation, row.key)).text
        assert row.title in words or row.name in words


def test_place_of_a_single_field_stands_before_that_of_the_rest(generation: Generation) -> None:
    words = render_study(read_study(generation, "abdallah-aa")).text
    assert "enrolled: review table (Table 3, its row)" in words
    assert "the rest: place not recorded" in words
    assert "unknown" not in words


def test_page_leads_to_the_sources_and_to_the_claims(generation: Generation) -> None:
    view = read_study(generation, "koyama-2016")
    hrefs = {part.href for part in walk(render_study(view))}
    record = view.study.record
    assert record.pmid is not None
    assert record.pmcid is not None
    assert {record.pmid.address, record.pmcid.address} <= hrefs
    claim = next(claim for claim in view.claims if claim.article == BUNDLED)
    assert f"article?article={BUNDLED}&claim={claim.key}" in hrefs


def test_facts_say_where_they_were_read_and_that_the_words_are_ours(generation: Generation) -> None:
    parts = walk(render_study(read_study(generation, "koyama-2016")))
    facts = next(part for part in parts if part.tag == "section" and part.text.startswith("What it reports"))
    assert facts.text.startswith("What it reports our paraphrase")
    items = [part for part in walk(facts) if part.tag == "li"]
    assert len(items) == 7
    assert all("confidence" in item.text for item in items)
    assert "before0.085 +/- 0.003 mm" in facts.text


def test_effects_with_intervals_are_drawn_and_told_in_figures(generation: Generation) -> None:
    view = read_study(generation, "ahmed-2025")
    forests = forests_of_study(view.study.facts)
    sizes = [(row.size, row.low, row.high) for forest in forests for row in forest.rows]
    assert (1.32, 0.73, 1.92) in sizes
    assert "1.32 (0.73 to 1.92)" in render_study(view).text
    assert forests_of_study(read_study(generation, "koyama-2016").study.facts) == ()


@pytest.mark.parametrize(
    ("notices", "is_checked", "words"),
    [
        ((), False, "Nobody has looked"),
        ((), True, "and found none"),
        ((EditorialNotice(NoticeKind.RETRACTION, "J Calm 2021;2:1", "PubMed", pmid=Pmid("9")),), True, "retraction:"),
    ],
)
def test_page_tells_notices_apart_from_nobody_looked(
    tmp_path: Path, notices: tuple[EditorialNotice, ...], is_checked: bool, words: str
) -> None:
    study = make_study()
    record = dataclasses.replace(study.record, notices=notices, notices_checked=is_checked)
    text = render_study(show(dataclasses.replace(study, record=record), tmp_path)).text
    assert [each for each in ("Nobody has looked", "and found none", "retraction:") if each in text] == [words]


def test_page_groups_facts_by_outcome_in_the_order_of_the_file(tmp_path: Path) -> None:
    names = ["sleep", "itching", "sleep"]
    facts = tuple(Fact(name, Direction.DECREASE, value="5", unit="points", source=ABSTRACT) for name in names)
    view = show(dataclasses.replace(make_study(), facts=facts), tmp_path)
    assert [(outcome.outcome, len(outcome.facts)) for outcome in view.outcomes] == [("sleep", 2), ("itching", 1)]
    assert "decrease · 5 points" in render_study(view).text


def test_page_shows_criteria_funding_and_the_pulled_abstract(tmp_path: Path) -> None:
    study = dataclasses.replace(
        make_study(),
        criteria=(EligibilityCriterion(CriterionRole.EXCLUSION, "had psoriasis", ConceptId("psoriasis")),),
        funding="the Calm Fund",
        limitations=("<script>few</script> people",),
    )
    record = record_iri(study.record)
    part = child_iri(record, "abstract", 1)
    abstract = AbstractSection("Calmol was tried.", "RESULTS")
    place = ((record, EKG.abstractSection, part), (part, EKG.order, Literal(1)))
    words = render_study(show(study, tmp_path, *place, *to_rdf(abstract, part))).text
    for expected in ("Kept out", "had psoriasis", "the Calm Fund", "<script>few</script> people", "Calmol was tried."):
        assert expected in words
    assert "In the authors' words" in words


def test_page_without_facts_or_abstract_says_that_nothing_was_read(tmp_path: Path) -> None:
    words = render_study(show(make_study(), tmp_path)).text
    assert "Nothing was read from it yet" in words
    assert "No article of this workspace cites it." in words
    assert "Abstract" not in words


@pytest.mark.parametrize("key", ["no-such-study", "<b>", ""])
def test_unknown_study_is_an_error_that_can_be_told(generation: Generation, key: str) -> None:
    with pytest.raises(EvidenceError):
        read_study(generation, key)


def test_page_shows_the_full_text_that_is_held_with_licence_and_places(tmp_path: Path) -> None:
    parts = list(walk(render_study(show_with_text(tmp_path))))
    held = next(part for part in parts if part.style == "full-text")
    for words in (
        "read from calmol.xml",
        "stays in this workspace and out of exports: no licence is stated",
        "None of us was paid.",
        "No statement on funding was seen in it.",
        "NCT00000000 this paper's own",
        "Table 1 Who took part",
        "Methods, characters ",
    ):
        assert words in held.text
    cells = [(part.tag, part.text, part.hint) for part in walk(held) if part.tag in {"th", "td"}]
    assert cells == [
        ("th", "Group", ""),
        ("th", "Number", ""),
        ("td", "Calmol", "Group"),
        ("td", "5", "Number · Calmol"),
    ]


def test_page_without_a_full_text_does_not_speak_of_one(tmp_path: Path) -> None:
    assert "Held in this workspace" not in render_study(show(make_study(), tmp_path)).text


def test_proven_quote_is_shown_as_a_quotation_with_its_place(tmp_path: Path) -> None:
    page = render_study(show_with_text(tmp_path, quote="asked ten people"))
    (quote,) = [part for part in walk(page) if part.style == "quote"]
    assert quote.text.startswith("“asked ten people”full text, characters ")


def test_quote_that_is_not_proven_is_never_shown_as_a_quotation(tmp_path: Path) -> None:
    study = dataclasses.replace(make_study(), facts=(Fact("sleep", Direction.DECREASE, source=quoting("ten slept")),))
    checked = check_quotes([study], {}, {})
    for more in ((), quote_triples(checked.quotes)):
        page = render_study(show(study, tmp_path / str(bool(more)), *more))
        assert "not proven word for word" in page.text
        assert "ten slept" in page.text
        assert "“ten slept”" not in page.text
        assert [part for part in walk(page) if part.tag == "blockquote"] == []


def test_values_read_by_rule_stand_with_place_and_precision(tmp_path: Path) -> None:
    record = IndexedRecord(
        StudyId("roe-2021"),
        title="Calmol for eczema",
        abstract=(AbstractSection("Forty women were randomised. It was given orally (n = 0)."),),
    )
    study = Study(record.key, record)
    page = render_study(show(study, tmp_path, *extraction_triples(study))).text
    assert "values read by rule" in page
    assert "An estimate by rules, to be checked" in page
    assert "rule participants/verb: right in 0." in page
    assert "precision not measured" in page
    assert "What cannot be so" in page
    assert "a group of nobody" in page


def test_study_without_values_read_by_rule_says_nothing_of_them(tmp_path: Path) -> None:
    assert "Read by rule" not in render_study(show(make_study(), tmp_path)).text
