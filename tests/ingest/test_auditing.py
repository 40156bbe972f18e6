"""Many articles audited: whatever is kept from before and however many processes work, the answers are the same."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

import ingest.audit_work
from ingest.auditing import audit_all, tell_all
from ingest.finished import FinishedAudits, evidence_state
from ingest.pipeline import Audited, audit_snapshot
from ingest.snapshots import make_snapshot
from ingest.telling import Told
from kg.errors import EvidenceError
from kg.rdf import study_edges, study_triples, vocabulary_edges, vocabulary_triples
from kg.rdf.iris import graph_iri
from kg.rdf.nquads import to_nquads
from kg.shelf import Shelf
from kg.workspace import SideFile, Snapshot, Workspace
from tests.builders import VOCABULARY, make_study

TEXT = """# On calm

Calmol eases itching in 10 people.[1]

Calmol improves sleep.[2]

## References

1. Smith A, Jones B. Calmol for itching. J Calm. 2020;1(2):3-4. PMID: 11111111.
2. Doe C. Nobody has this. J Calm. 2019;1:1-2. PMID: 99999999.
"""


@dataclass(frozen=True)
class Teller:
    """Tells how many findings there are."""

    key: str = "count"

    def key_for(self, snapshot: Snapshot) -> str:
        return f"{self.key} {snapshot.source}"

    def tell(self, snapshot: Snapshot, audited: Audited) -> Told:
        return Told(snapshot.source, f"{len(audited.report.findings)} findings", {})


def write_store(workspace: Workspace, *, analysed: int = 10, other_analysed: int = 5) -> None:
    study = make_study(analysed=analysed)
    other = make_study("other-2021", pmid="33333333", title="Rest", analysed=other_analysed)
    triples = [*vocabulary_triples(VOCABULARY), *vocabulary_edges(VOCABULARY)]
    for each in (study, dataclasses.replace(other, intervention=None)):
        triples += [*study_triples(each), *study_edges(each, VOCABULARY)]
    name = graph_iri("test")
    workspace.store.rebuild(lambda: {str(name): to_nquads(name, triples)})


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = Workspace.at(tmp_path / "ws")
    write_store(made)
    return made


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "shelf")


@pytest.fixture
def audited(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The articles that were really audited, in order."""
    done: list[str] = []

    def watched(snapshot: Snapshot, *given: object, **options: object) -> Audited:
        done.append(snapshot.source)
        return audit_snapshot(snapshot, *given, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(ingest.audit_work, "audit_snapshot", watched)
    return done


def snapshots(*names: str) -> list[Snapshot]:
    return [make_snapshot(name, TEXT.replace("calm", name).encode()) for name in names or ("one.md", "two.md")]


def outcomes(given: Sequence[Snapshot], workspace: Workspace, shelf: Shelf | None, **options: int) -> list[object]:
    return [str(each) if isinstance(each, EvidenceError) else each for each in audit_all(
        given, workspace, shelf=shelf, jobs=options.get("jobs", 1)
    )]  # fmt: skip


def test_nothing_changed_is_not_audited_again(workspace: Workspace, shelf: Shelf, audited: list[str]) -> None:
    first = outcomes(snapshots(), workspace, shelf)
    assert audited == ["one.md", "two.md"]
    assert outcomes(snapshots(), workspace, shelf) == first
    assert audited == ["one.md", "two.md"]


def test_only_a_changed_article_is_audited_again(workspace: Workspace, shelf: Shelf, audited: list[str]) -> None:
    one, two = snapshots()
    outcomes([one, two], workspace, shelf)
    outcomes([one, make_snapshot("two.md", two.data + b"\nMore.\n")], workspace, shelf)
    outcomes([dataclasses.replace(one, cited=(SideFile("a.bib", b""),)), two], workspace, shelf)
    assert audited == ["one.md", "two.md", "two.md", "one.md"]


def test_other_rules_are_another_audit(workspace: Workspace, shelf: Shelf, audited: list[str]) -> None:
    (one,) = snapshots("one.md")
    outcomes([one], workspace, shelf)
    list(audit_all([one], workspace, shelf=shelf, rules=frozenset({"NUM001"}), jobs=1))
    assert audited == ["one.md", "one.md"]


def test_only_evidence_that_the_article_rests_on_counts(workspace: Workspace, shelf: Shelf, audited: list[str]) -> None:
    outcomes(snapshots(), workspace, shelf)
    audited.clear()
    write_store(workspace, other_analysed=6)
    outcomes(snapshots(), workspace, shelf)
    assert audited == []
    write_store(workspace, analysed=12)
    kept = outcomes(snapshots(), workspace, shelf)
    assert audited == ["one.md", "two.md"]
    assert kept == outcomes(snapshots(), workspace, None)


def test_a_record_that_a_reference_now_leads_to_counts(workspace: Workspace, shelf: Shelf, audited: list[str]) -> None:
    outcomes(snapshots(), workspace, shelf)
    audited.clear()
    study = make_study("doe-2019", pmid="99999999", title="Nobody has this")
    name = graph_iri("more")
    workspace.store.replace({str(name): to_nquads(name, [*study_triples(study), *study_edges(study, VOCABULARY)])})
    assert outcomes(snapshots(), workspace, shelf) == outcomes(snapshots(), workspace, None)
    assert audited[:2] == ["one.md", "two.md"]


def test_damaged_entries_are_made_again(workspace: Workspace, shelf: Shelf, audited: list[str]) -> None:
    first = outcomes(snapshots(), workspace, shelf)
    for at, path in enumerate(sorted(shelf.folder.glob("*/*"))):
        path.write_bytes(b"" if at % 2 else path.read_bytes()[:-3] + b"xxx")
    assert outcomes(snapshots(), workspace, shelf) == first
    assert audited == ["one.md", "two.md"] * 2


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_the_answers_are_the_same_whatever_the_number_of_processes(
    workspace: Workspace, shelf: Shelf, jobs: int
) -> None:
    given = snapshots("one.md", "two.md", "three.md")
    given.insert(1, make_snapshot("bad.md", b"\x00"))
    found = outcomes(given, workspace, shelf, jobs=jobs)
    assert found == outcomes(given, workspace, None)
    assert "bad.md" in str(found[1])


def test_what_is_told_is_kept_and_the_evidence_not_even_opened(
    workspace: Workspace, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = list(tell_all(snapshots(), workspace, Teller(), shelf=shelf, jobs=1))
    monkeypatch.setattr(ingest.audit_work, "open_source", lambda _: pytest.fail("opened"))
    assert list(tell_all(snapshots(), workspace, Teller(), shelf=shelf, jobs=1)) == first
    assert all(each.positions for each in first if isinstance(each, Told))


def test_what_is_told_otherwise_is_told_again_of_the_same_audit(
    workspace: Workspace, shelf: Shelf, audited: list[str]
) -> None:
    list(tell_all(snapshots(), workspace, Teller(), shelf=shelf, jobs=1))
    list(tell_all(snapshots(), workspace, Teller("other"), shelf=shelf, jobs=1))
    assert audited == ["one.md", "two.md"]


def test_a_shelf_that_cannot_be_written_keeps_nothing_and_nothing_fails(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    shelf = Shelf(tmp_path / "file" / "below")
    assert outcomes(snapshots(), workspace, shelf) == outcomes(snapshots(), workspace, None)


def test_progress_is_told_to_the_end(workspace: Workspace) -> None:
    told: list[tuple[int, int]] = []
    list(audit_all(snapshots(), workspace, jobs=1, progress=lambda done, count: told.append((done, count))))
    assert told == [(0, 2), (1, 2), (2, 2)]


def test_an_audit_of_another_state_is_known_by_its_trace(workspace: Workspace, shelf: Shelf) -> None:
    (one,) = snapshots("one.md")
    outcomes([one], workspace, shelf)
    known = FinishedAudits(shelf).find(one)
    assert known is not None
    assert known.state == evidence_state(workspace)
    assert {"vocabulary ", "study smith-2020", "therapy calmol"} <= set(known.trace)
