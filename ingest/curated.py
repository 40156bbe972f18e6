"""The curated knowledge on disk: the vocabulary's file and one file a study.

Both are edited by hand, by people who know the field and not the code: every refusal names the file, line
and field and says how to mend it. Nothing is filled in: a line that is left out means "not seen".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from importlib import resources
from pathlib import Path

from ingest.study_checks import iter_problems
from ingest.study_figures import iter_figure_problems
from kg.errors import Place, RecordError
from kg.identifiers import ConceptId, StudyId
from kg.model import Concept, ConceptKind, ConceptMatch, MatchKind, Study, Vocabulary
from kg.model.extraction import DataProblem
from kg.yaml_records import Sourced, closest, format_record, parse_record

__all__ = [
    "CuratedSet",
    "bundled_folder",
    "read_studies",
    "read_study",
    "read_vocabulary",
    "write_study",
]


@dataclass(frozen=True, slots=True)
class CuratedSet:
    """What a folder of study files gave: the studies by key, and why each other file was refused.

    ``files`` has each study as it was read, with the lines of its fields. ``problems`` are the figures that cannot
    be so, of each study that has some; they are kept.
    """

    studies: tuple[Study, ...]
    rejected: tuple[RecordError, ...]
    files: Mapping[StudyId, Sourced[Study]] = field(default_factory=dict)
    problems: Mapping[StudyId, tuple[DataProblem, ...]] = field(default_factory=dict)


def bundled_folder() -> Path:
    """The folder of the knowledge that comes with the program; its README says what lies there."""
    return Path(str(resources.files("data")))


class _Scheme(StrEnum):
    MESH = "mesh"
    ATC = "atc"
    ECO = "eco"
    UNII = "unii"


@dataclass(frozen=True, slots=True)
class _Match:
    scheme: _Scheme
    id: str
    label: str | None = None


@dataclass(frozen=True, slots=True)
class _Entry:
    """A concept as the file spells it, in the words of SKOS (W3C Recommendation 18 August 2009)."""

    id: ConceptId
    kind: ConceptKind
    pref_label: str = field(metadata={"file_name": "prefLabel"})
    definition: str
    alt_label: tuple[str, ...] = field(default=(), metadata={"file_name": "altLabel"})
    ambiguous_label: tuple[str, ...] = field(default=(), metadata={"file_name": "ambiguousLabel"})
    broader: ConceptId | None = None
    not_same_as: tuple[ConceptId, ...] = field(default=(), metadata={"file_name": "notSameAs"})
    exact_match: tuple[_Match, ...] = field(default=(), metadata={"file_name": "exactMatch"})
    close_match: tuple[_Match, ...] = field(default=(), metadata={"file_name": "closeMatch"})
    unit: tuple[str, ...] = ()
    lower_is_better: bool | None = field(default=None, metadata={"file_name": "lowerIsBetter"})
    rank: int | None = None
    note: str | None = None

    def to_concept(self) -> Concept:
        matches = [(MatchKind.EXACT, match) for match in self.exact_match]
        matches += [(MatchKind.CLOSE, match) for match in self.close_match]
        return Concept(
            id=self.id,
            kind=self.kind,
            label=self.pref_label,
            definition=self.definition,
            alternative_labels=self.alt_label,
            ambiguous_labels=self.ambiguous_label,
            broader=self.broader,
            not_same_as=self.not_same_as,
            matches=tuple(ConceptMatch(match.scheme.value, match.id, kind, match.label) for kind, match in matches),
            units=self.unit,
            lower_is_better=self.lower_is_better,
            rank=self.rank,
            note=self.note,
        )


@dataclass(frozen=True, slots=True)
class _VocabularyFile:
    concepts: tuple[_Entry, ...]


def read_vocabulary(path: Path) -> Vocabulary:
    """The vocabulary that the file holds, in order of kind and key.

    Raises:
        RecordError: if the file is malformed, two concepts share a key, one points to a key that does not
            exist, the hierarchy has a loop, or an ambiguous label is not among the concept's names.
    """
    file = parse_record(_read_bytes(path), _VocabularyFile, source=path.name)
    entries = file.record.concepts
    _check_vocabulary(file)
    try:
        return Vocabulary.of([entry.to_concept() for entry in entries])
    except RecordError as error:
        raise RecordError(error.what, place=Place(path.name), mend="Mend the 'broader' of these concepts.") from None


def _check_vocabulary(file: Sourced[_VocabularyFile]) -> None:
    first_of: dict[str, int] = {}
    for number, entry in enumerate(file.record.concepts):
        if first_of.setdefault(entry.id.value, number) != number:
            raise RecordError(
                f"the concept {entry.id} stands here twice",
                place=file.place(f"concepts[{number}].id"),
                mend="Give one of the two another key, or merge them.",
            )
    for number, entry in enumerate(file.record.concepts):
        _check_entry(entry, [*first_of], file, f"concepts[{number}]")


def _check_entry(entry: _Entry, keys: list[str], file: Sourced[_VocabularyFile], where: str) -> None:
    others = [("broader", entry.broader)] + [("notSameAs", other) for other in entry.not_same_as]
    for name, other in others:
        if other is not None and other.value not in keys:
            raise RecordError(
                f"there is no concept {other}", place=file.place(f"{where}.{name}"), mend=closest(other.value, keys)
            )
    for label in entry.ambiguous_label:
        if label not in (entry.pref_label, *entry.alt_label):
            raise RecordError(
                f"{label!r} is not a name of {entry.id}",
                place=file.place(f"{where}.ambiguousLabel"),
                mend="Add it to altLabel, or take it out here.",
            )


def read_study(path: Path, vocabulary: Vocabulary) -> Study:
    """The study that the file holds; the file's name is the study's key.

    Raises:
        RecordError: if the file is malformed, or names a concept that the vocabulary does not have or that is of
            another kind. A figure that cannot be so is no reason.
    """
    return _read_study(path, vocabulary).record


def _read_study(path: Path, vocabulary: Vocabulary) -> Sourced[Study]:
    key = StudyId(path.stem) if StudyId.pattern.fullmatch(path.stem) else None
    implied = {} if key is None else {"record.key": key}
    file = parse_record(_read_bytes(path), Study, source=path.name, implied=implied)
    if file.record.id != key:
        raise RecordError(
            f"the key is {file.record.id}, but the file is called {path.name}",
            place=file.place("id"),
            mend="Name the file after the key.",
        )
    for what, where, mend in iter_problems(file.record, vocabulary):
        raise RecordError(what, place=file.place(where), mend=mend)
    return file


def read_studies(folder: Path, vocabulary: Vocabulary) -> CuratedSet:
    """Every study of the folder's ``.yaml`` and ``.yml`` files, and every file that was refused, with its reason.

    Of two studies with the same PMID, DOI or record key the first by key is kept.

    Raises:
        RecordError: if there is no such folder.
    """
    if not folder.is_dir():
        raise RecordError("there is no such folder", place=Place(str(folder)), mend="Check the path.")
    files: dict[StudyId, Sourced[Study]] = {}
    rejected: list[RecordError] = []
    owners: dict[object, StudyId] = {}
    for path in sorted(path for path in folder.iterdir() if path.suffix in (".yaml", ".yml")):
        try:
            file = _read_study(path, vocabulary)
            _check_unique(file, owners)
        except RecordError as error:
            rejected.append(error)
        else:
            files[file.record.id] = file
    studies = tuple(files[key].record for key in sorted(files))
    found = {study.id: _problems(files[study.id], vocabulary) for study in studies}
    return CuratedSet(studies, tuple(rejected), files, {key: problems for key, problems in found.items() if problems})


def _problems(file: Sourced[Study], vocabulary: Vocabulary) -> tuple[DataProblem, ...]:
    found = iter_figure_problems(file.record, vocabulary)
    return tuple(DataProblem(what, file_place=str(file.place(where))) for what, where in found)


def _check_unique(file: Sourced[Study], owners: dict[object, StudyId]) -> None:
    record = file.record.record
    names = {"record.pmid": record.pmid, "record.doi": record.doi, "record.key": record.key}
    for where, name in names.items():
        if name in owners:
            raise RecordError(
                f"{name} is also that of {owners[name]}",
                place=file.place(where),
                mend="Keep one file a publication, or correct the identifier.",
            )
    owners.update({name: file.record.id for name in names.values() if name is not None})


def write_study(study: Study, path: Path) -> None:
    """Write the study as a file that :func:`read_study` reads back the same, at once or not at all."""
    is_implied = study.record.key == study.id
    text = format_record(study, leaving_out=frozenset({"record.key"} if is_implied else ()))
    draft = path.with_name(f".{path.name}.draft")
    draft.write_text(text, encoding="utf-8", newline="\n")
    draft.replace(path)


def _read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise RecordError(
            f"cannot be read ({error.strerror})", place=Place(str(path)), mend="Check the path and your rights to it."
        ) from None
