"""Quotes of study files against the texts that the workspace holds."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from ingest.fulltext import parse_jats
from ingest.pipeline import build
from ingest.quotes import abstract_text, check_quotes
from kg.cli import main
from kg.identifiers import StudyId, content_hash
from kg.model import AbstractSection, IndexedRecord, SourcePlace, Study
from kg.model.fulltext import FullText
from kg.model.quote import QuoteSource, QuoteStatus
from kg.model.span import find_words
from kg.workspace import Workspace
from tests.builders import make_study
from tests.ingest.fulltext.articles import make_jats

IDS = '<article-id pub-id-type="pmid">11111111</article-id>'
BODY = "<p>Itching fell by half in the calmol group.</p>"
STUDY = """id: smith-2020
record:
  pmid: '11111111'
facts:
  - outcome: itching
    direction: decrease
    source:
      part: results
      quote: {quote}
"""


def make_text() -> FullText:
    (text,) = parse_jats(make_jats(BODY, meta=IDS), source="calmol.xml")
    return text


def quoting(quote: str, *, part: str = "results", abstract: str | None = None) -> Study:
    study = make_study(place=SourcePlace(part, quote=quote))
    sections = (AbstractSection("Who was asked."), AbstractSection(abstract)) if abstract else ()
    record = IndexedRecord(key=study.record.key, pmid=study.record.pmid, abstract=sections)
    return Study(study.id, record, population=study.population)


def test_words_of_the_full_text_are_proven_by_span_and_hash() -> None:
    study, text = quoting("fell by  half"), make_text()
    (found,) = check_quotes([study], {study.id: text}, {}).quotes
    proof = found.proof
    assert (proof.status, proof.found_in, proof.text_hash) == (
        QuoteStatus.PROVEN,
        QuoteSource.FULL_TEXT,
        content_hash(text.text),
    )
    assert proof.span is not None
    assert proof.span.of(text.text) == "fell by half"
    assert not found.may_be_passed_on


def test_words_of_the_abstract_are_proven_in_the_abstract() -> None:
    study = quoting("It helped", abstract="It helped many.")
    (found,) = check_quotes([study], {}, {}).quotes
    whole = abstract_text(study)
    assert whole is not None
    assert found.proof.found_in is QuoteSource.ABSTRACT
    assert found.proof.span is not None
    assert found.proof.span.of(whole) == "It helped"
    assert found.may_be_passed_on


@pytest.mark.parametrize(("part", "abstract"), [("results", None), ("results", "It helped."), ("abstract", None)])
def test_quote_whose_source_is_not_here_is_kept_and_not_proven(part: str, abstract: str | None) -> None:
    study = quoting("it healed all", part=part, abstract=abstract)
    checked = check_quotes([study], {}, {})
    (found,) = checked.quotes
    assert not found.proof.is_proven
    assert found.proof.reason
    assert not found.may_be_passed_on
    assert checked.rejected == {}


def test_quote_that_the_abstract_does_not_hold_is_refused_where_it_claims_to_be_from_it() -> None:
    study = quoting("it healed all", part="abstract", abstract="It helped.")
    assert "do not stand in the abstract" in str(check_quotes([study], {}, {}).rejected[study.id])


@given(st.text(st.characters(categories=["L", "P", "Z"]), min_size=1, max_size=30), st.data())
def test_every_stretch_of_a_text_is_found_in_it(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    words = text[start : data.draw(st.integers(start + 1, len(text)))]
    found = find_words(text, words)
    assert (found is None) == (not words.split())
    if found is not None:
        assert found.of(text).split() == words.split()


def make_workspace(folder: Path, quote: str, *, with_text: bool) -> Workspace:
    workspace = Workspace.at(folder / "ws")
    workspace.studies.mkdir()
    (workspace.studies / "smith-2020.yaml").write_text(STUDY.format(quote=quote))
    if with_text:
        workspace.keep_given("fulltexts", "calmol.xml", make_jats(BODY, meta=IDS))
    return workspace


def ask(workspace: Workspace, form: str = "nquads") -> str:
    result = CliRunner().invoke(main, ["export", "--format", form, "--workspace", str(workspace.path)])
    return result.output


def test_false_quote_is_refused_with_file_line_and_field(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, "Itching fell by a third", with_text=True)
    (error,) = build(workspace).rejected
    assert str(error).startswith("smith-2020.yaml:9 facts[0].source.quote: these words do not stand in the full text")


def test_proven_quote_of_a_restricted_text_stays_here_and_its_proof_is_exported(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, "Itching fell by half", with_text=True)
    made = build(workspace)
    assert made.rejected == ()
    exported = ask(workspace)
    assert '"proven"' in exported
    assert "Itching fell by half" not in exported
    assert "Itching fell by half" in workspace.store.open().dump("nquads").decode()


def test_quote_without_its_source_is_said_not_to_be_proven(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, "Itching fell by a third", with_text=False)
    assert build(workspace).rejected == ()
    assert '"not proven"' in ask(workspace)


def test_study_of_a_false_quote_is_left_out_and_its_text_stays(tmp_path: Path) -> None:
    workspace = make_workspace(tmp_path, "Itching fell by a third", with_text=True)
    assert build(workspace).full_texts == 1
    assert StudyId("smith-2020").value not in ask(workspace)
