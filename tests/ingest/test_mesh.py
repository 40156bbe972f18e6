"""Descriptors come out of both forms of file, hostile ones are refused, and no equal name is taken for a match."""

from __future__ import annotations

import dataclasses
import gzip
import tempfile
from collections.abc import Iterable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from ingest.curated import bundled_folder, read_vocabulary
from ingest.mesh import compare_vocabulary, iter_descriptors, iter_mesh_nquads
from ingest.pipeline import build
from kg.cli import main
from kg.errors import RecordError
from kg.identifiers import DescriptorId
from kg.model import Concept, ConceptMatch, Descriptor, MatchKind, RemarkKind, Vocabulary
from kg.prefixes import PREFIXES
from kg.store import Store
from kg.validation import validate
from kg.workspace import Workspace
from tests.builders import VOCABULARY

CALM = Descriptor(DescriptorId("D000001"), "Calm", ("Rest", "Quiet & ease"), ("F01.001", "G02"))
FEELINGS = Descriptor(DescriptorId("D000002"), "Feelings", (), ("F01",))
DEEP = Descriptor(DescriptorId("D000003"), "Deep Calm", ("Itch",), ("F01.001.005", "G07.999"))
TABLE = (CALM, FEELINGS, DEEP)


def make_xml(descriptors: Iterable[Descriptor], *, head: str = "") -> str:
    records = "".join(
        f"<DescriptorRecord DescriptorClass='1'><DescriptorUI>{one.id}</DescriptorUI>"
        f"<DescriptorName><String>{_escape(one.label)}</String></DescriptorName>"
        f"<TreeNumberList>{''.join(f'<TreeNumber>{at}</TreeNumber>' for at in one.tree_numbers)}</TreeNumberList>"
        f"<ConceptList><Concept><ConceptName><String>not a term</String></ConceptName><TermList>"
        f"{''.join(f'<Term><String>{_escape(name)}</String></Term>' for name in (one.label, *one.synonyms))}"
        "</TermList></Concept></ConceptList></DescriptorRecord>"
        for one in descriptors
    )
    return f'<?xml version="1.0"?>\n{head}<DescriptorRecordSet LanguageCode="eng">{records}</DescriptorRecordSet>'


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def make_table(descriptors: Iterable[Descriptor]) -> str:
    return "".join(
        f"{one.id}\t{one.label}\t{'|'.join(one.synonyms)}\t{'|'.join(one.tree_numbers)}\t\n" for one in descriptors
    )


def write(folder: Path, text: str, *, packed: bool = False) -> Path:
    path = folder / "descriptors"
    path.write_bytes(gzip.compress(text.encode()) if packed else text.encode())
    return path


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("make", [make_xml, make_table])
def test_both_forms_give_the_same_descriptors(tmp_path: Path, make: object, packed: bool) -> None:
    assert tuple(iter_descriptors(write(tmp_path, make(TABLE), packed=packed))) == TABLE  # type: ignore[operator]


_NAME = st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters="|"), min_size=1, max_size=12)


@given(
    st.builds(
        Descriptor,
        st.from_regex(r"D[0-9]{6}([0-9]{3})?", fullmatch=True).map(DescriptorId),
        _NAME,
        st.lists(_NAME, max_size=3, unique=True).map(tuple),
        st.lists(st.from_regex(r"[A-Z][0-9]{2}(\.[0-9]{3}){0,3}", fullmatch=True), max_size=2).map(tuple),
    )
)
def test_descriptor_survives_both_forms(descriptor: Descriptor) -> None:
    expected = dataclasses.replace(
        descriptor, synonyms=tuple(name for name in descriptor.synonyms if name != descriptor.label)
    )
    with tempfile.TemporaryDirectory() as folder:
        for text in (make_xml([descriptor]), make_table([descriptor])):
            assert list(iter_descriptors(write(Path(folder), text))) == [expected]


def test_doctype_of_the_publisher_is_not_fetched(tmp_path: Path) -> None:
    head = '<!DOCTYPE DescriptorRecordSet SYSTEM "https://www.example.org/nlmdescriptorrecordset.dtd">'
    assert len(list(iter_descriptors(write(tmp_path, make_xml(TABLE, head=head))))) == 3


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('<!DOCTYPE x [<!ENTITY a "b">]><DescriptorRecordSet>&a;</DescriptorRecordSet>', "declares or uses the entity"),
        ("<html><body>Not found</body></html>", "an HTML page"),
        ("<PubmedArticleSet></PubmedArticleSet>", "a document of type PubmedArticleSet"),
        (make_xml(TABLE)[:-60], "cut off"),
        ("D000001\tCalm\n", "2 of 4 columns"),
        ("one\tCalm\t\t\n", "is not a MeSH descriptor's identifier"),
        ("D000001\t\t\t\n", "has no label"),
        ("D000001\tCalm\t\tF1.2\n", "is not a tree number"),
    ],
)
def test_file_of_another_form_is_refused_with_the_reason(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(RecordError, match=message):
        list(iter_descriptors(write(tmp_path, text)))


def test_truncated_gzip_and_missing_file_are_told(tmp_path: Path) -> None:
    path = tmp_path / "cut.gz"
    path.write_bytes(gzip.compress(make_table(TABLE).encode())[:-12])
    with pytest.raises(RecordError, match="gzip"):
        list(iter_descriptors(path))
    with pytest.raises(RecordError, match="cannot be read"):
        list(iter_descriptors(tmp_path / "nothing"))


def test_wider_descriptors_follow_the_tree_numbers(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    store.rebuild(lambda: {"mesh": "".join(iter_mesh_nquads(TABLE))})
    answer = store.open().query(
        "SELECT ?n ?w { ?d meshv:broaderDescriptor ?wider . ?d rdfs:label ?n . ?wider rdfs:label ?w } ORDER BY ?n",
        prefixes=PREFIXES,
    )
    found = [tuple(term.value for term in row if term) for row in answer.rows]
    assert found == [("Calm", "Feelings"), ("Deep Calm", "Calm")]
    assert validate(store.open(), sample=None).results == ()


def with_matches(*matches: ConceptMatch) -> Vocabulary:
    """The small vocabulary, in which the concept called rest has these matches."""
    changed = [dataclasses.replace(c, matches=matches) if c.id.value == "rest" else c for c in VOCABULARY]
    return Vocabulary.of(changed)


def remarks_on(vocabulary: Vocabulary, key: str = "rest") -> list[tuple[RemarkKind, str, str | None]]:
    remarks = compare_vocabulary(vocabulary, TABLE)
    return [(one.kind, one.identifier.value, one.name) for one in remarks if one.concept.value == key]


def mesh(identifier: str, kind: MatchKind = MatchKind.EXACT, label: str | None = None) -> ConceptMatch:
    return ConceptMatch("mesh", identifier, kind, label)


def test_equal_name_is_a_suggestion_whatever_its_case() -> None:
    assert remarks_on(VOCABULARY) == [(RemarkKind.SUGGESTED, "D000001", "rest")]
    assert remarks_on(VOCABULARY, "itching") == [(RemarkKind.SUGGESTED, "D000003", "itch")]


def test_ambiguous_name_suggests_nothing() -> None:
    open_name = [dataclasses.replace(c, ambiguous_labels=(c.label,)) if c.id.value == "rest" else c for c in VOCABULARY]
    assert remarks_on(Vocabulary.of(open_name)) == []


def test_name_of_two_descriptors_suggests_neither() -> None:
    twice = (*TABLE, Descriptor(DescriptorId("D000004"), "Rest"))
    assert [r for r in compare_vocabulary(VOCABULARY, twice) if r.concept.value == "rest"] == []


def test_match_that_the_table_bears_out_gets_no_remark() -> None:
    assert remarks_on(with_matches(mesh("D000001"))) == []
    assert remarks_on(with_matches(mesh("D000002", MatchKind.EXACT, "Feelings"))) == []


def test_match_to_what_the_table_does_not_hold_is_told() -> None:
    assert (RemarkKind.UNKNOWN, "D999999", "Calm") in remarks_on(with_matches(mesh("D999999", label="Calm")))


def test_match_with_another_label_is_told() -> None:
    assert remarks_on(with_matches(mesh("D000001", label="Ease"))) == [(RemarkKind.LABEL_DIFFERS, "D000001", "Ease")]
    assert remarks_on(with_matches(mesh("D000002"))) == [(RemarkKind.LABEL_DIFFERS, "D000002", None)]


def test_matches_to_other_schemes_and_supplementary_concepts_are_left_alone() -> None:
    left = (ConceptMatch("atc", "D000009", MatchKind.EXACT), mesh("C000001"))
    assert remarks_on(with_matches(*left, mesh("D000001"))) == []


def run(*arguments: str | Path, folder: Path) -> Result:
    return CliRunner().invoke(main, [*map(str, arguments), "--workspace", str(folder)])


def test_command_keeps_the_newest_table_and_builds_its_graph(tmp_path: Path) -> None:
    first, second = tmp_path / "one.tsv", tmp_path / "two.xml"
    first.write_text(make_table(TABLE), encoding="utf-8")
    second.write_text(make_xml([CALM]), encoding="utf-8")
    folder = tmp_path / "ws"
    result = run("ingest", "mesh", first, folder=folder)
    assert (result.exit_code, "3 descriptors read" in result.output) == (0, True)
    assert run("ingest", "mesh", second, folder=folder).exit_code == 0
    assert [path.name for path in Workspace(folder).iter_given("mesh")] == ["two.xml"]
    count = "SELECT (COUNT(?d) AS ?n) WHERE { ?d a ekg:MeshDescriptor }"
    assert [row[0].value for row in Workspace(folder).store.open().query(count, prefixes=PREFIXES).rows if row[0]] == [
        "1"
    ]


def test_command_refuses_a_bad_table_and_keeps_the_good_one(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.tsv", tmp_path / "bad.tsv"
    good.write_text(make_table(TABLE), encoding="utf-8")
    bad.write_text("<html></html>", encoding="utf-8")
    folder = tmp_path / "ws"
    assert run("ingest", "mesh", good, folder=folder).exit_code == 0
    result = run("ingest", "mesh", bad, folder=folder)
    assert result.exit_code == 3
    assert "HTML page" in result.output
    assert [path.name for path in Workspace(folder).iter_given("mesh")] == ["good.tsv"]


@pytest.mark.corpus
def test_whole_table_is_read_and_the_bundled_matches_are_held_against_it(corpus: Path) -> None:
    table = tuple(iter_descriptors(corpus / "mesh" / "mesh_descriptors.tsv.gz"))
    assert len({descriptor.id for descriptor in table}) == len(table) == 30_764
    vocabulary = read_vocabulary(bundled_folder() / "vocabulary.yaml")
    remarks = compare_vocabulary(vocabulary, table)
    exact = {concept.id for concept in vocabulary if _has_exact(concept)}
    assert {remark.concept for remark in remarks if remark.kind is RemarkKind.SUGGESTED}.isdisjoint(exact)
    unknown = {remark.identifier for remark in remarks if remark.kind is RemarkKind.UNKNOWN}
    assert unknown.isdisjoint({descriptor.id for descriptor in table})


def _has_exact(concept: Concept) -> bool:
    return any(match.scheme == "mesh" and match.kind is MatchKind.EXACT for match in concept.matches)


@pytest.mark.corpus
def test_parents_are_those_that_mesh_in_rdf_states(corpus: Path) -> None:
    """NLM's sample is of another year than the table: the descriptors whose places have not changed are compared."""
    stated: dict[str, dict[str, set[str]]] = {"broaderDescriptor": {}, "treeNumber": {}}
    for line in (corpus / "mesh" / "samples.nt").read_text(encoding="utf-8").splitlines():
        subject, predicate, value = line.rstrip(" .").split(" ", 2)
        name = predicate.strip("<>").partition("#")[2]
        if name in stated:
            stated[name].setdefault(_last(subject), set()).add(_last(value))
    table = tuple(iter_descriptors(corpus / "mesh" / "mesh_descriptors.tsv.gz"))
    places = {one.id.value: set(one.tree_numbers) for one in table}
    ours: dict[str, set[str]] = {}
    for line in "".join(iter_mesh_nquads(table)).splitlines():
        if "broaderDescriptor" in line:
            subject, _, value, *_ = line.split(" ")
            ours.setdefault(_last(subject), set()).add(_last(value))
    same = [key for key in stated["broaderDescriptor"] if stated["treeNumber"].get(key) == places.get(key)]
    assert same
    assert all(ours[key] >= stated["broaderDescriptor"][key] for key in same)  # the sample leaves some out


def _last(iri: str) -> str:
    return iri.strip("<>").rpartition("/")[2]


def test_table_whose_first_label_is_an_angle_bracket_is_no_xml(tmp_path: Path) -> None:
    less = Descriptor(DescriptorId("D000000"), "<", (), ())
    assert tuple(iter_descriptors(write(tmp_path, make_table([less])))) == (less,)


@pytest.mark.parametrize("content", ["", "<DescriptorRecordSet/>"])
def test_file_without_a_descriptor_leaves_the_one_before(tmp_path: Path, content: str) -> None:
    folder, good, bare = tmp_path / "ws", tmp_path / "good.xml", tmp_path / "bare.xml"
    good.write_text(make_xml(TABLE))
    bare.write_text(content)
    assert run("ingest", "mesh", good, folder=folder).exit_code == 0
    result = run("ingest", "mesh", bare, folder=folder)
    assert (result.exit_code, "bare.xml: no descriptor in it" in result.output) == (3, True)
    assert [path.name for path in Workspace.at(folder).iter_given("mesh")] == ["good.xml"]


def make_record(pmid: str, heading: str) -> str:
    mesh = f'<MeshHeading><DescriptorName UI="D000001">{heading}</DescriptorName></MeshHeading>'
    citation = f"<PMID>{pmid}</PMID><Article><ArticleTitle>Calm</ArticleTitle></Article>"
    return (
        f"<PubmedArticle><MedlineCitation>{citation}<MeshHeadingList>{mesh}</MeshHeadingList></MedlineCitation>"
        "</PubmedArticle>"
    )


@pytest.mark.parametrize(("table", "name"), [([], "Calmness"), ([CALM], "Calm")])
def test_heading_has_one_name_whoever_names_it(tmp_path: Path, table: list[Descriptor], name: str) -> None:
    workspace, curated = Workspace.at(tmp_path / "ws"), "26904154"
    for number, records in enumerate([("5", "Rest"), ("6", "Calmness"), (curated, "Calmness")]):
        text = f"<PubmedArticleSet>{make_record(*records)}</PubmedArticleSet>"
        workspace.keep_given("records", f"{number}.xml", text.encode())
    if table:
        workspace.keep_given("mesh", "table.tsv", make_table(table).encode())
    build(workspace)
    generation = workspace.store.open()
    graphs_of = "SELECT ?s ?p ?o (COUNT(?g) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?s ?p ?o HAVING(?n > 1)"
    assert generation.query(graphs_of).rows == ()
    asked = "SELECT ?name { ?record ekg:descriptor ?heading . ?heading rdfs:label ?name }"
    answered = [row[0].value for row in generation.query(asked, prefixes=PREFIXES).rows if row[0]]
    assert answered == [name] * 3
