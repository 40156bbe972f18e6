"""``kg study``: what it shows of a study, and a draft that is read like any other study file."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.cli import main
from kg.identifiers import Pmid, StudyId
from kg.model import AbstractSection, IndexedRecord
from kg.rdf import extraction_triples, study_edges, study_triples
from kg.rdf.iris import graph_iri
from kg.rdf.nquads import to_nquads
from kg.workspace import Workspace
from tests.builders import VOCABULARY, make_study

TEXT = "Forty women with eczema were randomised to calmol 20 mg (n = 21) or placebo (n = 19). It helped (p = 1.2)."
RECORD = IndexedRecord(
    StudyId("pmid-33333333"),
    pmid=Pmid("33333333"),
    title="Calmol for eczema: a randomised trial",
    authors=("Roe J",),
    year=2021,
    publication_types=("Case Reports",),
    abstract=(AbstractSection(TEXT),),
)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace that holds one curated study and one record that nobody curated."""
    workspace = Workspace.at(tmp_path_factory.mktemp("study") / "ws")
    studies = (make_study(title="Calmol for itching: 12 women were enrolled"), make_study("x", record=RECORD))
    name = graph_iri("studies", "own")
    triples = [t for s in studies for t in (*study_triples(s), *study_edges(s, VOCABULARY), *extraction_triples(s))]
    workspace.store.replace({str(name): to_nquads(name, triples)})
    return workspace.path


def run(workspace: Path, *words: str) -> str:
    result = CliRunner().invoke(main, ["study", *words, "--workspace", str(workspace)])
    assert result.exit_code == 0, result.output
    return result.output
