from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from rdflib import Literal

from ingest.fulltext import parse_jats
from ingest.quotes import check_quotes, quote_triples
from kg.errors import EvidenceError
from kg.explorer.studies_markup import render_count, render_studies
from kg.explorer.studies_view import Column, Order, StudyFilters, StudyRow, build_table, list_topics, read_studies
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


@pytest.fixture(scope="module")
def rows(generation: Generation) -> tuple[StudyRow, ...]:
    return read_studies(generation)


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


def find_row(rows: tuple[StudyRow, ...], key: str) -> StudyRow:
    return next(row for row in rows if row.key == key)


def test_table_has_every_study_once_with_its_counts(rows: tuple[StudyRow, ...], generation: Generation) -> None:
    assert len({row.key for row in rows}) == len(rows) > 50
    koyama = find_row(rows, "koyama-2016")
    assert (koyama.name, koyama.year, koyama.analysed, koyama.facts) == ("Koyama et al. 2016", 2016, 9, 7)
    assert koyama.claims == len(read_study(generation, "koyama-2016").claims) > 1
    assert koyama.labels("therapy") == ("Scalp massage",)


def test_nobody_looked_for_notices_is_never_none(rows: tuple[StudyRow, ...]) -> None:
    words = render_studies(build_table(rows, StudyFilters(), Order())).text
    assert "nobody looked" in words
    assert "none found" not in words


def test_notices_of_a_study_that_was_checked_are_none_found(rows: tuple[StudyRow, ...]) -> None:
    checked = dataclasses.replace(find_row(rows, "koyama-2016"), is_checked=True)
    assert "none found" in render_studies(build_table((checked,), StudyFilters(), Order())).text


@pytest.mark.parametrize("column", Column)
@pytest.mark.parametrize("descending", [False, True])
def test_order_keeps_every_study_whatever_is_unknown(
    rows: tuple[StudyRow, ...], column: Column, descending: bool
) -> None:
    table = build_table(rows, StudyFilters(), Order(column, descending))
    assert sorted(row.key for row in table.rows) == sorted(row.key for row in rows)


@pytest.mark.parametrize("order", ["year", "-year"])
def test_studies_without_a_year_come_last_either_way(rows: tuple[StudyRow, ...], order: str) -> None:
    years = [row.year for row in build_table(rows, StudyFilters(), Order.parse(order)).rows]
    known = [year for year in years if year is not None]
    assert years == [*known, *[None] * (len(years) - len(known))]
    assert known == sorted(known, reverse=order == "-year")
    assert len(known) < len(years)


def test_filter_by_a_wide_concept_finds_studies_of_narrower_ones(rows: tuple[StudyRow, ...]) -> None:
    table = build_table(rows, StudyFilters(condition="alopecia"), Order())
    assert any("Alopecia" not in row.labels("condition") for row in table.rows)
    assert 0 < table.found < table.total


def test_filters_and_words_are_all_asked_for(rows: tuple[StudyRow, ...]) -> None:
    filters = StudyFilters(therapy="microneedling", design="randomised-controlled-trial", words="AREATA microneedling")
    for row in build_table(rows, filters, Order()).rows:
        keys = {(topic.kind, topic.key) for topic in row.topics}
        assert {("therapy", "microneedling"), ("design", "randomised-controlled-trial")} <= keys
        assert "areata" in row.words
    assert build_table(rows, filters, Order()).rows


def test_options_count_the_studies_that_they_lead_to(rows: tuple[StudyRow, ...]) -> None:
    for key, label in list_topics(rows, "therapy").items():
        assert label.endswith(f" · {build_table(rows, StudyFilters(therapy=key), Order()).found}")


def test_nothing_found_says_how_to_go_on(rows: tuple[StudyRow, ...]) -> None:
    table = build_table(rows, StudyFilters(words="<b>"), Order())
    assert "No study passes these filters" in render_studies(table).text
    assert render_count(table).text.startswith("0 of ")


def test_long_table_is_cut_and_says_so(rows: tuple[StudyRow, ...]) -> None:
    many = tuple(dataclasses.replace(rows[0], key=f"study-{at}") for at in range(301))
    assert render_count(build_table(many, StudyFilters(), Order())).text.startswith("Showing the first 300 of 301")


def test_header_turns_the_order_round_and_keeps_the_filters(rows: tuple[StudyRow, ...]) -> None:
    table = build_table(rows, StudyFilters(words="scalp"), Order(Column.YEAR, descending=True))
    links = {part.text: part.href for part in walk(render_studies(table)) if part.href.startswith("?words")}
    assert links["year ▼"] == "?words=scalp&sort=year"
    assert links["facts"] == "?words=scalp&sort=-facts"


def test_page_of_every_study_can_be_made(generation: Generation, rows: tuple[StudyRow, ...]) -> None:
    for row in rows:
        words = render_study(read_study(generation, row.key)).text
        assert row.title in words or row.name in words


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
