from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.pipeline import ingest_article, make_snapshot
from kg import kept_cards
from kg.card_parts import make_face, read_assessed, read_outcomes, shorten
from kg.cards import read_card
from kg.errors import VocabularyError
from kg.evidence import Evidence
from kg.identifiers import ConceptId, StudyId
from kg.kept_cards import carry_over, find_assessed, find_face, keep_cards
from kg.model.card import CardBlock, CardLine, CardTopic, CutLines, TherapyCard
from kg.model.searched import Searched
from kg.store import Generation
from kg.workspace import Workspace

MICRONEEDLING = ConceptId("microneedling")
OF_MEN = "# A\n\nMicroneedling raised hair count in men with androgenetic alopecia.\n"


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A workspace whose cards all count as busy."""
    monkeypatch.setattr(kept_cards, "_MANY", 1)
    workspace = Workspace.at(tmp_path / "workspace")
    ingest_article(workspace, make_snapshot("a.md", b"# A\n\nSleep may help.\n"))
    return workspace


@pytest.fixture
def is_kept(monkeypatch: pytest.MonkeyPatch) -> Callable[[Generation, ConceptId], bool]:
    """Tells whether a face is found without working it out."""

    def tell(generation: Generation, therapy: ConceptId) -> bool:
        worked_out = []
        with monkeypatch.context() as patch:
            patch.setattr(kept_cards, "make_face", lambda *_: worked_out.append(1))
            find_face(generation, therapy)
        return not worked_out

    return tell


IsKept = Callable[[Generation, ConceptId], bool]


def make_card(*lines: CardLine) -> TherapyCard:
    names = {study: str(study) for line in lines for study in line.studies}
    return TherapyCard(MICRONEEDLING, "Microneedling", {}, Searched(), (CardBlock(CardTopic.SAFE, lines),), (), names)


def test_face_is_the_card_without_its_outcomes(kept: Workspace) -> None:
    generation = kept.store.open()
    whole = read_card(generation, "microneedling")
    face = make_face(generation, "microneedling").card
    assert [block.lines for block in face.blocks] == [block.lines for block in whole.blocks]
    assert face.outcomes == ()


def test_outcomes_read_by_question_are_those_of_the_card(kept: Workspace) -> None:
    generation = kept.store.open()
    asked = [each for each in read_assessed(generation) if each.therapy == MICRONEEDLING]
    outcomes, names = read_outcomes(generation, Evidence(generation), asked)
    whole = read_card(generation, "microneedling")
    assert set(outcomes) == set(whole.outcomes)
    assert len(outcomes) == len(whole.outcomes) > 5
    assert names.items() <= whole.names.items()


def test_what_is_kept_is_what_would_be_worked_out(kept: Workspace, is_kept: IsKept) -> None:
    generation = kept.store.open()
    assert is_kept(generation, MICRONEEDLING)
    assert find_face(generation, MICRONEEDLING) == make_face(generation, "microneedling")
    assert find_assessed(generation) == read_assessed(generation)
    assert len(find_assessed(generation)) > 50


def test_unknown_therapy_is_an_error_that_can_be_told(kept: Workspace) -> None:
    with pytest.raises(VocabularyError):
        find_face(kept.store.open(), ConceptId("no-such-therapy"))


def test_new_article_keeps_the_faces_that_still_hold(kept: Workspace, is_kept: IsKept) -> None:
    ingest_article(kept, make_snapshot("b.md", OF_MEN.encode()))
    generation = kept.store.open()
    massage = ConceptId("scalp-massage")
    assert is_kept(generation, massage)
    assert find_face(generation, massage) == make_face(generation, massage.value)
    assert not is_kept(generation, MICRONEEDLING), "claims speak of other people now"
    assert find_face(generation, MICRONEEDLING) == make_face(generation, "microneedling")


def test_nothing_is_carried_over_where_nobody_says_that_it_holds(kept: Workspace, is_kept: IsKept) -> None:
    kept.store.replace({})
    assert not is_kept(kept.store.open(), MICRONEEDLING)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 99, "version": "0", "kept": {}}', '{"format": 1}'])
def test_file_that_cannot_be_read_is_none_at_all(kept: Workspace, is_kept: IsKept, text: str) -> None:
    generation = kept.store.open()
    generation.path.with_name(f"cards-{generation.name}.json").write_text(text)
    assert not is_kept(generation, MICRONEEDLING)
    assert find_assessed(generation) == read_assessed(generation)
    keep_cards(generation)
    assert is_kept(generation, MICRONEEDLING)


def test_what_was_kept_for_a_generation_that_is_gone_goes_too(kept: Workspace) -> None:
    generation = kept.store.open()
    gone = generation.path.with_name("cards-gen-0000-abcdef.json")
    gone.write_text("{}")
    generation.path.with_name(f"cards-{generation.name}.json").unlink()
    keep_cards(generation)
    assert not gone.exists()


def test_few_reports_are_not_kept(tmp_path: Path) -> None:
    workspace = Workspace.at(tmp_path / "workspace")
    ingest_article(workspace, make_snapshot("a.md", b"# A\n\nSleep may help.\n"))
    assert not list(workspace.store.folder.glob("cards-*"))


def test_carrying_what_is_not_there_does_nothing(kept: Workspace, is_kept: IsKept) -> None:
    generation = kept.store.open()
    carry_over(generation.path.with_name("gen-0000-abcdef"), generation.path)
    assert is_kept(generation, MICRONEEDLING)


def test_long_block_is_cut_and_what_is_cut_is_counted() -> None:
    harms = [CardLine(f"line {at}", "therapy_adverse_events", (StudyId(f"study-{at}"),)) for at in range(60)]
    many = tuple(StudyId(f"study-{at}") for at in range(100))
    silent = CardLine("100 of 160 reports: nothing was read", "therapy_adverse_events", many, is_computed=True)
    (block,) = shorten(make_card(*harms, silent)).blocks
    assert len(block.lines) == 41
    assert block.cut == (CutLines("therapy_adverse_events", 20),)
    assert dataclasses.replace(silent, studies=many[:40], further=60) == block.lines[-1]


def test_short_block_stays_as_it_is() -> None:
    card = make_card(CardLine("a line", "therapy_follow_up", (StudyId("study-1"),)))
    assert shorten(card) == card
