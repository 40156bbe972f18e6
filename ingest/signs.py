"""The file of diagnostic signs: read, and held against the vocabulary and the studies that it names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kg.errors import RecordError
from kg.identifiers import StudyId
from kg.model import Vocabulary
from kg.model.sign import DiagnosticSign
from kg.yaml_records import closest, parse_record

__all__ = ["read_signs"]


@dataclass(frozen=True, slots=True)
class _SignFile:
    signs: tuple[DiagnosticSign, ...]


def read_signs(path: Path, vocabulary: Vocabulary, studies: Iterable[StudyId]) -> tuple[DiagnosticSign, ...]:
    """The signs of a file, in its order.

    Raises:
        RecordError: if it is malformed, or names a concept or study that is not there, or a sign twice.
    """
    file = parse_record(path.read_bytes(), _SignFile, source=path.name)
    known = {str(key) for key in studies}
    seen: set[str] = set()
    for at, sign in enumerate(file.record.signs):
        where = f"signs[{at}]"
        key = str(sign.concept)
        if vocabulary.find(sign.concept) is None or key in seen:
            what = f"the sign {key} stands here twice" if key in seen else f"there is no concept {key}"
            mend = closest(key, [str(concept.id) for concept in vocabulary])
            raise RecordError(what, place=file.place(f"{where}.concept"), mend=mend)
        seen.add(key)
        for number, reading in enumerate(sign.readings):
            for study in reading.studies:
                if str(study) not in known:
                    place = file.place(f"{where}.readings[{number}].studies")
                    raise RecordError(
                        f"there is no study {study}", place=place, mend=closest(str(study), sorted(known))
                    )
    return file.record.signs
